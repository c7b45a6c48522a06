"""One sheet a respondent: the partners are listed, the answers filled in, the sheet says whose.

Above the header stands who answers ("Respondent", then the organisation), or the sheet is named
after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from partnernet.checks import Directory, visible
from partnernet.checks.frames import cell_text
from partnernet.checks.references import folded
from partnernet.checks.strengths import BLANK
from partnernet.files.draft import several
from partnernet.files.grid import Grid
from partnernet.files.headings import Headings, Renames, headings
from partnernet.files.matrices import Found, first_written
from partnernet.files.replies import TIE, Replies, put_together, said_by, scale_of
from partnernet.files.silence import blank_pairs, silent_ones
from partnernet.files.survey_form import consent_above
from partnernet.files.tables import Book, part_of
from partnernet.ledger import Part
from partnernet.vocabulary import answers, headers
from partnernet.words import say

_ROWS_SEARCHED = 25
_KNOWN = ("trust", "frequency", "weight")
_NOT_ASKED = ("target", "source", "relation", "date", "wave", "respondent", "direction", "name",
              "id")


@dataclass(eq=False)
class Questionnaire:
    """A grid seen as one respondent's answers; ``place``: the header's row.

    ``consent``: "yes" or "no" where consent was asked, "" where it was not given; None: not asked.
    """

    grid: Grid
    place: int
    respondent: str
    consent: str | None = None


def seen_as_questionnaire(grid: Grid, directory: Directory | None,
                          renames: Renames) -> Questionnaire | None:
    """The questionnaire that a grid is: partners, a question, no column of respondents."""
    for place in range(min(grid.height, _ROWS_SEARCHED)):
        labels = [text.strip() for text in grid.texts(place)]
        fields = {renames.field(label) or headers.field(label, "ties")
                  for label in labels if label and len(label) < 100}
        if "target" not in fields or "source" in fields or not fields & set(_KNOWN):
            continue
        respondent = _stated_above(grid, place)
        if respondent is None and directory is not None and (
                directory.find(grid.name.strip()).position >= 0):
            respondent = grid.name.strip()
        return None if respondent is None else Questionnaire(
            grid, place, respondent, consent_above(grid, place))
    return None


def _stated_above(grid: Grid, place: int) -> str | None:
    """The cell beside a word such as "Respondent" above the header."""
    for row in range(place):
        cells = grid.texts(row)
        for column, text in enumerate(cells):
            heads = text and (headers.field(text, "ties") in ("source", "respondent")
                              or headers.ambiguous(text) == "organisation"
                              or headers.field(text, "organisations") in ("id", "name"))
            if heads:
                beside = [cell.strip() for cell in cells[column + 1:] if cell.strip()]
                return beside[0] if beside else None
    return None


def read_questionnaires(sheets: Sequence[Questionnaire], scales: dict[str, Any],
                        directory: Directory | None, book: Book) -> Found | None:
    """The ties that all sheets report together."""
    before = book.problems.total
    pieces, parts = [], []
    partners: list[str] = []
    for number, sheet in enumerate(sheets):
        part = part_of(sheet.grid, "ties", "roster")
        parts.append(part)
        head = headings(sheet.grid, sheet.place, "ties", book.renames)
        for what, column, fix in head.problems:
            book.problems.add(sheet.grid.problem(what, row=int(sheet.grid.numbers[sheet.place]),
                                                 column=column, fix=fix))
        book.tell([*sheet.grid.oddities, *head.oddities], part)
        book.record.add("noted", say("ledger.questionnaire_seen", name=visible(sheet.respondent)),
                        part)
        answered = _answers(sheet, head, scales, number)
        if sheet.consent == "no":
            _exclude(answered, sheet, part, book)
        elif sheet.consent == "" and any((piece["said"] != BLANK).any() for piece in answered):
            book.record.add("noted", say("ledger.consent_not_said",
                                         name=visible(sheet.respondent)), part)
        pieces += answered
        partners += _partners(sheet, head)
    if book.problems.total > before or not pieces:
        return None
    long = pd.concat(pieces, ignore_index=True)
    _tell_respondents_apart(sheets, long)
    replies = Replies(long[long["said"] != BLANK].reset_index(drop=True), tuple(parts))
    ties, unsaid = put_together(replies, book.record)
    respondents = [sheet.respondent for sheet in sheets]
    silent = silent_ones(respondents, partners, replies.table["source"].unique(), directory,
                         parts[0], book)
    blank = blank_pairs(long, replies.says_no, silent, parts[0], book)
    unknown, origin = several([unsaid, blank])
    return Found(*ties, unknown, origin, silent, first_written([*respondents, *partners]))


def _exclude(answered: list[pd.DataFrame], sheet: Questionnaire, part: Part, book: Book) -> None:
    """Set aside the answers of those who do not want them to be used."""
    given = sum(int((piece["said"] != BLANK).sum()) for piece in answered)
    for piece in answered:
        piece["said"] = BLANK
    book.record.read(part, given)
    book.record.add("excluded", say("ledger.no_consent", name=visible(sheet.respondent)), part,
                    count=given)


def _tell_respondents_apart(sheets: Sequence[Questionnaire], long: pd.DataFrame) -> None:
    names = [folded(sheet.respondent) for sheet in sheets]
    if len(set(names)) < len(names):
        where = [sheet.grid.sheet if sheet.grid.sheet and len({s.grid.file for s in sheets}) == 1
                 else f"{sheet.grid.file} {sheet.grid.sheet or ''}".strip() for sheet in sheets]
        long["respondent"] = [where[number] for number in long["part"]]


def _partners(sheet: Questionnaire, head: Headings) -> list[str]:
    cells = sheet.grid.columns[head.fields["target"]][sheet.place + 1:]
    return [text.strip() for text in map(cell_text, cells) if text is not None]


def _asks_for_a_tie(cells: Sequence[Any]) -> bool:
    """Whether somebody answers yes or no, or nothing but "don't know"."""
    told = [str(cell) for cell in cells if cell is not None]
    return any(answers.is_yes(text) is not None for text in told) or (
        bool(told) and all(map(answers.is_unknown, told)))


def _answers(sheet: Questionnaire, head: Headings, scales: dict[str, Any],
             number: int) -> list[pd.DataFrame]:
    """One frame a question: what was answered of each listed partner."""
    grid, first = sheet.grid, sheet.place + 1
    targets = [cell_text(cell) for cell in grid.columns[head.fields["target"]][first:]]
    rows = [place for place, text in enumerate(targets) if text is not None]
    relation = head.fields.get("relation")
    kinds = [None if relation is None else grid.columns[relation][first + place] for place in rows]
    pieces = []
    for column, name in enumerate(head.names):
        if name is None or name in _NOT_ASKED:
            continue
        cells = [grid.columns[column][first + place] for place in rows]
        asked = name
        if name not in _KNOWN and name not in scales:
            if not _asks_for_a_tie(cells):
                continue
            asked = TIE
        scale = scale_of(scales, asked)
        header = grid.texts(sheet.place)[column]
        pieces.append(pd.DataFrame({
            "source": sheet.respondent, "target": [targets[place] for place in rows],
            "relation": pd.Series(kinds if asked != TIE or relation is not None
                                  else [None] * len(rows), dtype=object),
            "name": asked, "value": pd.Series(cells, dtype=object),
            "said": [said_by(cell, asked, scale) for cell in cells],
            "number": grid.numbers[[first + place for place in rows]], "header": header,
            "part": number,
        }))
    return pieces
