"""The exports of our own survey form, with names or with labels as headers, in any language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from partnernet.checks import Directory, visible
from partnernet.checks.frames import cell_text
from partnernet.checks.references import folded
from partnernet.files.grid import Grid
from partnernet.files.roster import Roster
from partnernet.files.survey_form import (
    CHOICES,
    CONSENT,
    DONT_KNOW,
    QUESTIONS,
    RESPONDENT,
    TRUST_ITEMS,
    choice,
    form_labels,
    form_names,
    heading,
    mean_of,
    question,
    scale,
)
from partnernet.files.tables import Book, part_of
from partnernet.vocabulary import answers
from partnernet.words import LANGUAGES, render, say

_CODED = re.compile(rf"(?:^|[/:.\-])({'|'.join(QUESTIONS)})_([A-Za-z0-9_]+)$")
_LEAST_CODES = 3  # of our questions that a grid must have to be an export of our form
_DATE = "end"


@dataclass(eq=False)
class Places:
    """Which column is which: ``asked``: column → (code of the question, partner as written)."""

    respondent: int | None = None
    consent: int | None = None
    date: int | None = None
    asked: dict[int, tuple[str, str]] = field(default_factory=dict)


def own_form(grid: Grid, directory: Directory | None, book: Book) -> Roster | None:
    """The roster that an export of our form is; None for any other grid."""
    labels = [text.strip() for text in grid.texts(0)] if grid.height else []
    found = places_of(labels)
    if found.respondent is None or len({code for code, _ in found.asked.values()}) < _LEAST_CODES:
        return None
    names = Names(directory)
    rows = range(1, grid.height)
    refused = _without_consent(grid, found, book)
    columns: list[list[Any]] = [[RESPONDENT, *(names.of(grid.columns[found.respondent][row])
                                               for row in rows)]]
    if found.date is not None:
        columns.append([_DATE, *grid.columns[found.date][1:]])
    asked: dict[int, tuple[str, str]] = {}
    for column, (code, partner) in found.asked.items():
        cells = grid.columns[column]
        asked[len(columns)] = (heading(code, "en"), str(names.of(partner)))
        columns.append([labels[column], *(None if row in refused else
                                          decoded(QUESTIONS[code], cells[row]) for row in rows)])
    plain = Grid(grid.name, grid.file, grid.sheet, columns, grid.numbers, grid.oddities,
                 typed=grid.typed)
    book.record.add("noted", say("ledger.survey_form_seen"), part_of(grid, "ties", "roster"))
    return Roster(plain, 0, 0, asked, {} if found.date is None else {"date": 1})


def scales_of_form(book: Book) -> dict[str, Any]:
    """The scales of our questions; the rule for trust goes to where the sheet about puts it."""
    scales = {heading(code, "en"): scale(choices, "en") for code, choices in QUESTIONS.items()
              if choices != "works"}
    book.about.setdefault("trust", mean_of([heading(code, "en") for code in TRUST_ITEMS], "en"))
    return scales


def places_of(labels: Sequence[str]) -> Places:
    """Which header of an export is which."""
    found = Places()
    for column, label in enumerate(labels):
        plain = " ".join(label.split())
        step = re.split(r"[/:]", plain)[-1].strip()
        if step == RESPONDENT or plain.endswith(_spoken("ask_organisation")):
            found.respondent = column if found.respondent is None else found.respondent
        elif step == CONSENT or plain.endswith(_spoken("ask_consent")):
            found.consent = column
        elif step == _DATE:
            found.date = column
        else:
            coded = _CODED.search(plain)
            asked = (coded[1], coded[2]) if coded is not None else _labelled(plain)
            if asked is not None:
                found.asked[column] = asked
    return found


@cache
def _spoken(key: str) -> tuple[str, ...]:
    return tuple(render(f"kit.{key}", language) for language in LANGUAGES)


@cache
def _questions() -> tuple[tuple[str, str], ...]:
    return tuple((f" – {question(code, language)}", code) for code in QUESTIONS
                 for language in LANGUAGES)


def _labelled(label: str) -> tuple[str, str] | None:
    """Question and partner of a header that is a label, perhaps with its groups before it."""
    for text, code in _questions():
        if label.endswith(text) and len(label) > len(text):
            before = label[: -len(text)]
            # The group carries the partner's name too: "The partners/North/North".
            half = next((before[place + 1:] for place, letter in enumerate(before)
                         if letter == "/" and _is_twice(before, before[place + 1:])), before)
            return code, half
    return None


def _is_twice(text: str, end: str) -> bool:
    return text == f"{end}/{end}" or text.endswith(f"/{end}/{end}")


@dataclass(eq=False)
class Names:
    """From a name or label of the form to the organisation that it stands for."""

    directory: Directory | None
    known: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.directory is None:
            return
        ids, names = list(self.directory.ids), list(self.directory.names)
        labels = form_labels(dict(zip(ids, names, strict=True)))
        for table in (labels, form_names(ids)):
            self.known |= {folded(written): own for own, written in table.items()}

    def of(self, cell: Any) -> Any:
        """The id of the organisation meant, or the cell's own text."""
        text = cell_text(cell)
        return cell if text is None else self.known.get(folded(text), text)


@cache
def _choices(choices: str) -> dict[str, str]:
    """Everything that a choice may be exported as → the word that the reader takes."""
    known: dict[str, str] = {}
    for code in (*CHOICES[choices], DONT_KNOW):
        word = choice(choices, code, "en")
        known[code] = word
        for language in LANGUAGES:
            text = choice(choices, code, language)
            known[folded(text)] = word
            if choices == "collaboration" and code != DONT_KNOW:
                means = render(f"kit.collaboration_means_{code}", language)
                known[folded(f"{text}: {means}")] = word
    return known


def decoded(choices: str, cell: Any) -> Any:
    """An exported answer as its English word; what is none of the choices stays as it is."""
    text = cell_text(cell)
    return cell if text is None else _choices(choices).get(folded(text), cell)


def _without_consent(grid: Grid, found: Places, book: Book) -> set[int]:
    """Rows whose answers may not be used; what they answered all the same is counted."""
    refused: set[int] = set()
    if found.consent is None:
        return refused
    part = part_of(grid, "ties", "roster")
    for row in range(1, grid.height):
        text = cell_text(grid.columns[found.consent][row])
        if text is None or answers.is_yes(text) is not False:
            continue
        refused.add(row)
        given = sum(grid.columns[column][row] is not None for column in found.asked)
        who = "" if found.respondent is None else grid.columns[found.respondent][row]
        book.record.read(part, given)
        book.record.add("excluded", say("ledger.no_consent", name=visible(cell_text(who) or "–")),
                        part, rows=int(grid.numbers[row]), count=given)
    return refused
