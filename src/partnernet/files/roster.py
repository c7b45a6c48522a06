"""Roster surveys in wide form: a row a respondent, a column for each named partner and question.

Google Forms writes "Trust [Partner]", LimeSurvey "Trust[code]", Microsoft Forms and Qualtrics
"Trust - Partner" or "Partner.Trust", KoboToolbox "group/partner/trust", REDCap "trust_code".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks import Directory, visible
from partnernet.checks.frames import cell_text
from partnernet.checks.references import folded
from partnernet.checks.strengths import BLANK, KNOWN, NO_TIE, UNKNOWN
from partnernet.files.draft import several
from partnernet.files.grid import Grid, refuse_broken
from partnernet.files.headings import Renames
from partnernet.files.matrices import Found, first_written, refuse_unlisted
from partnernet.files.replies import TIE, Replies, all_said, put_together, said_by, scale_of
from partnernet.files.silence import blank_pairs, silent_ones
from partnernet.files.tables import Book, part_of
from partnernet.ledger import Part
from partnernet.vocabulary import answers, headers
from partnernet.vocabulary.aliases import words_of
from partnernet.words import LANGUAGES, say

Ints = NDArray[np.int64]
_BRACKETS = re.compile(r"^(?P<question>.*?)\s*\[(?P<partner>[^\[\]]+)\]\s*$", re.DOTALL)
_SEPARATORS = " -–—:/|._›>"
_ROWS_SEARCHED = 6
_LEAST_KNOWN = 0.6  # share of a column's values that must be organisations to be the respondents


@dataclass(eq=False)
class Roster:
    """A grid seen as a roster: who answers in which row, which column asks what of whom.

    ``asked``: column → (question, partner). ``respondent``: the column of organisations.
    """

    grid: Grid
    place: int
    respondent: int
    asked: dict[int, tuple[str, str]]
    further: dict[str, int] = field(default_factory=dict)


def seen_as_roster(grid: Grid, directory: Directory | None, renames: Renames) -> Roster | None:
    """The roster that a grid is by its headers; None where fewer than two name a partner."""
    for place in _header_places(grid):
        labels = [text.strip() for text in grid.texts(place)]
        if sum(bool(label) for label in labels) < 3:
            continue
        known = _known_labels(grid, place, labels, directory, renames)
        asked = _asked(labels, known, directory is not None)
        if len(asked) < 2:
            continue
        respondent = _respondent(grid, place, labels, asked, known, renames)
        if respondent is None or not _shares_organisations(grid, place, respondent, asked,
                                                           directory):
            continue
        asked.pop(respondent, None)
        return Roster(grid, place, respondent, asked, _further(labels, respondent, asked))
    return None


def _header_places(grid: Grid) -> Iterable[int]:
    """Rows that may be the header; Qualtrics writes codes above the questions, and ids below."""
    for place in range(min(grid.height, _ROWS_SEARCHED)):
        if any(text.startswith('{"ImportId"') for text in grid.texts(place)) and place:
            return [place - 1]
    return range(min(grid.height - 1, _ROWS_SEARCHED))


def _known_labels(grid: Grid, place: int, labels: Sequence[str],
                  directory: Directory | None, renames: Renames) -> dict[str, str]:
    """Folded label → label of every organisation that headers may name."""
    if directory is not None:
        both = (*directory.ids, *directory.names)
        return {folded(label): label for label in both if label}
    known: dict[str, str] = {}
    for column, label in enumerate(labels):
        if headers.names_organisations(label) or (label and renames.field(label) == "source"):
            for cell in grid.columns[column][place + 1:]:
                text = cell_text(cell)
                if text is not None:
                    known.setdefault(folded(text), text.strip())
    return known


def _asked(labels: Sequence[str], known: dict[str, str],
           listed: bool) -> dict[int, tuple[str, str]]:
    """Which headers name a partner, and what they ask."""
    asked: dict[int, tuple[str, str]] = {}
    bracketed: dict[str, list[int]] = {}
    longest = sorted(known, key=len, reverse=True)
    for column, label in enumerate(labels):
        if not label:
            continue
        match = _BRACKETS.match(label)
        if match is not None:
            bracketed.setdefault(match["question"].strip(), []).append(column)
            if folded(match["partner"]) in known:
                asked[column] = (match["question"].strip(), known[folded(match["partner"])])
                continue
        found = _split(label, known, longest)
        if found is not None:
            asked[column] = found
    # The rows of one grid question all stand in brackets, whether or not a partner answered.
    for question, columns in bracketed.items():
        if len(columns) > 1 and (not listed or any(column in asked for column in columns)):
            for column in columns:
                match = _BRACKETS.match(labels[column])
                if match is not None:
                    asked.setdefault(column, (question, match["partner"].strip()))
    return asked


def _split(label: str, known: dict[str, str], longest: Sequence[str]) -> tuple[str, str] | None:
    """Question and partner of a header that begins, ends or has a step with a partner's label."""
    plain = folded(label)
    if plain in known:
        return "", known[plain]
    steps = [step.strip() for step in re.split(r"[/|]", label)]
    for number, step in enumerate(steps):
        if len(steps) > 1 and folded(step) in known:
            rest = [other for other in (*steps[number + 1:], *reversed(steps[:number])) if other]
            return (rest[0] if rest else ""), known[folded(step)]
    for partner in longest:
        if len(partner) >= len(plain):
            continue
        if plain.endswith(partner) and plain[-len(partner) - 1] in _SEPARATORS:
            return label[: len(plain) - len(partner)].strip(_SEPARATORS), known[partner]
        if plain.startswith(partner) and plain[len(partner)] in _SEPARATORS:
            return label[len(partner):].strip(_SEPARATORS), known[partner]
    return None


def _respondent(grid: Grid, place: int, labels: Sequence[str], asked: dict[int, tuple[str, str]],
                known: dict[str, str], renames: Renames) -> int | None:
    """The column that says who answers: by what was stated, by its header, by its values."""
    for column, label in enumerate(labels):
        if label and renames.field(label) == "source":
            return column
    headed = [column for column, label in enumerate(labels)
              if column not in asked and headers.names_organisations(label)]
    partners = {folded(partner) for _, partner in asked.values()} | set(known)
    best, best_share = None, 0.0
    for column in range(grid.width):
        if column in asked:
            continue
        cells = [cell_text(cell) for cell in grid.columns[column][place + 1:]]
        texts = [text for text in cells if text is not None]
        share = sum(folded(text) in partners for text in texts) / max(len(texts), 1)
        if column in headed:
            share += 0.5
        if share > best_share:
            best, best_share = column, share
    return best if best is not None and (best_share >= _LEAST_KNOWN or best in headed) else None


def _shares_organisations(grid: Grid, place: int, respondent: int,
                          asked: dict[int, tuple[str, str]],
                          directory: Directory | None) -> bool:
    """Whether those who answer are among those asked about, as in a roster they are."""
    if directory is not None:
        return True
    partners = {folded(partner) for _, partner in asked.values()}
    cells = (cell_text(cell) for cell in grid.columns[respondent][place + 1:])
    return any(folded(text) in partners for text in cells if text is not None)


def _further(labels: Sequence[str], respondent: int,
             asked: dict[int, tuple[str, str]]) -> dict[str, int]:
    further: dict[str, int] = {}
    for column, label in enumerate(labels):
        if column == respondent or column in asked or not label:
            continue
        name = headers.field(label, "ties")
        if name in ("date", "wave", "respondent") and name not in further:
            further[name] = column
    return further


def read_roster(roster: Roster, values: str | None, scales: dict[str, Any],
                directory: Directory | None, book: Book) -> Found | None:
    """The ties that the answers of a roster report."""
    grid, part = roster.grid, part_of(roster.grid, "ties", "roster")
    before = book.problems.total
    book.tell(grid.oddities, part)
    refuse_broken(grid.below(roster.place), book.problems)
    _set_aside(roster, part, book)
    _refuse_asked_twice(roster, book)
    partners = dict.fromkeys(partner for _, partner in roster.asked.values())
    refuse_unlisted(grid, partners, directory, book.problems)
    names = _names(roster, values, scales, part, book)
    long = _long(roster, names, scales)
    if book.problems.total > before:
        return None
    replies = Replies(long[long["said"] != BLANK].reset_index(drop=True), (part,))
    ties, unsaid = put_together(replies, book.record)
    respondents = _respondents(roster)
    silent = silent_ones(respondents, partners, replies.table["source"].unique(), directory, part,
                         book)
    blank = blank_pairs(long, replies.says_no, silent, part, book)
    unknown, origin = several([unsaid, blank])
    return Found(*ties, unknown, origin, silent, first_written([*respondents, *partners]))


def _refuse_asked_twice(roster: Roster, book: Book) -> None:
    """Two columns with answers to one question about one partner: which counts is not known."""
    grid, labels = roster.grid, roster.grid.texts(roster.place)
    first: dict[tuple[str, str], int] = {}
    for column, (question, partner) in roster.asked.items():
        if all(cell_text(cell) is None for cell in grid.columns[column][roster.place + 1:]):
            continue
        one = first.setdefault((folded(question), folded(partner)), column)
        if one != column:
            book.problems.add(grid.problem(
                say("input.asked_twice", one=visible(labels[one], 60), two=visible(
                    labels[column], 60), name=visible(partner)),
                row=int(grid.numbers[roster.place]), column=labels[column],
                fix=say("input.mend_asked_twice")))


def _set_aside(roster: Roster, part: Part, book: Book) -> None:
    """Title rows above the header, the row of ids below it, and columns that ask of no partner."""
    grid = roster.grid
    above = [place for place in range(roster.place) if any(grid.texts(place))]
    number = str(grid.numbers[roster.place])
    for place in above:
        book.record.read(part, 1)
        book.record.add("excluded", say("ledger.title_row", row=number), part,
                        rows=int(grid.numbers[place]))
    used = {roster.respondent, *roster.asked, *roster.further.values()}
    left = [visible(label, 40) for column, label in enumerate(grid.texts(roster.place))
            if label and column not in used]
    if left:
        book.record.add("noted", say("ledger.roster_columns_left", columns="; ".join(left)), part)
    book.record.add("noted", say(
        "ledger.roster_seen", column=visible(grid.texts(roster.place)[roster.respondent], 60),
        n=len({partner for _, partner in roster.asked.values()})), part,
        rows=int(grid.numbers[roster.place]))


def _respondents(roster: Roster) -> list[str]:
    cells = roster.grid.columns[roster.respondent][roster.place + 1:]
    texts = [(cell_text(cell) or "").strip() for cell in cells]
    return ["" if text.startswith('{"ImportId"') else text for text in texts]


def _names(roster: Roster, values: str | None, scales: dict[str, Any], part: Part,
           book: Book) -> dict[str, tuple[str | None, str]]:
    """Question → the kind of tie and the strength that it asks for."""
    questions = list(dict.fromkeys(question for question, _ in roster.asked.values()))
    marks = [question for question in questions if only_marks(_answers_to(roster, question))]
    found: dict[str, tuple[str | None, str]] = {}
    for question in questions:
        stated = book.renames.field(question) if question else None
        if stated is not None:
            found[question] = (None, stated)
        elif question in marks:
            found[question] = (question if len(marks) > 1 and question else None, TIE)
        else:
            found[question] = (None, strength_of(question, values, len(questions)))
    taken = Counter(name for relation, name in found.values() if name != TIE)
    for question, (_, name) in found.items():
        if taken[name] > 1 and name != TIE:
            # Trust asked for several things: each is a kind of tie of its own.
            found[question] = (question, name)
        if question and question not in marks:
            book.record.add("noted", say("ledger.question_read_as", question=visible(question),
                                         name=name), part)
    book.renames.meet(questions)
    return found


def _answers_to(roster: Roster, question: str) -> Iterable[Any]:
    return (cell for column, (asked, _) in roster.asked.items() if asked == question
            for cell in roster.grid.columns[column][roster.place + 1:])


def only_marks(given: Iterable[Any]) -> bool:
    """Whether all answers to a question are yes, no, x, 0 or 1 (or say nothing)."""
    cells = {cell_text(cell) for cell in given} - {None}
    scale = scale_of({}, TIE)
    marks = {cell for cell in cells if cell is not None and answers.is_yes(cell) is not None}
    rest = {said_by(cell, TIE, scale) for cell in cells - marks}
    return bool(marks) and rest <= {BLANK, UNKNOWN, NO_TIE}


def strength_of(question: str, values: str | None, count: int) -> str:
    """The strength that a question asks for: by its words, else ``values=``, else itself."""
    direct = headers.field(question, "ties")
    if direct in KNOWN:
        return direct
    plain = f" {folded(question)} "
    hits = {name for name in KNOWN for language in LANGUAGES
            for word in words_of(language)["ties"].get(name, ()) if f" {word} " in re.sub(
                r"[^\w\s]", " ", plain)}
    if len(hits) == 1:
        return hits.pop()
    return (values or TIE) if count == 1 or not question else question


def _long(roster: Roster, names: dict[str, tuple[str | None, str]],
          scales: dict[str, Any]) -> pd.DataFrame:
    grid, first = roster.grid, roster.place + 1
    who = _respondents(roster)
    rows = [place for place, text in enumerate(who) if text]
    pieces = []
    labels = grid.texts(roster.place)
    for column, (question, partner) in roster.asked.items():
        relation, name = names[question]
        cells = [grid.columns[column][first + place] for place in rows]
        pieces.append(pd.DataFrame({
            "source": [who[place] for place in rows], "target": partner,
            "relation": pd.Series([relation] * len(rows), dtype=object), "name": name,
            "value": pd.Series(cells, dtype=object),
            "said": all_said(cells, name, scale_of(scales, name)),
            "number": grid.numbers[[first + place for place in rows]], "header": labels[column],
            "part": 0,
        }))
    long = pd.concat(pieces, ignore_index=True)
    _add_further(roster, rows, long, len(pieces))
    return long


def _add_further(roster: Roster, rows: Sequence[int], long: pd.DataFrame, times: int) -> None:
    """Who answered for an organisation, and when; a row's number where nobody is named."""
    first = roster.place + 1
    for name, column in roster.further.items():
        cells = [roster.grid.columns[column][first + place] for place in rows]
        long[name] = pd.Series(cells * times, dtype=object)
    who = _respondents(roster)
    counts = Counter(folded(who[place]) for place in rows)
    if "respondent" not in roster.further and max(counts.values(), default=0) > 1:
        numbers = [str(roster.grid.numbers[first + place]) for place in rows]
        long["respondent"] = pd.Series(numbers * times, dtype=object)
