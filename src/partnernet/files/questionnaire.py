"""One sheet a respondent: the partners are listed, the answers filled in, the sheet says whose.

Above the header stands who answers ("Respondent", then the organisation), or the sheet is named
after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from partnernet.checks import Directory, visible
from partnernet.checks.frames import cell_text
from partnernet.checks.references import folded
from partnernet.checks.strengths import BLANK, FAULT, KNOWN, understood
from partnernet.errors import Problems
from partnernet.files.draft import several
from partnernet.files.grid import Broken, Grid, refuse_broken
from partnernet.files.headings import Headings, Renames, headings
from partnernet.files.matrices import Found, first_written
from partnernet.files.replies import MARK, TIE, Replies, all_said, put_together, scale_of
from partnernet.files.roster import only_marks
from partnernet.files.silence import blank_pairs, silent_ones
from partnernet.files.survey_form import asks_for_a_tie, consent_above
from partnernet.files.tables import Book, part_of
from partnernet.ledger import Part
from partnernet.vocabulary import answers, headers
from partnernet.vocabulary.aliases import bare
from partnernet.words import say

_ROWS_SEARCHED = 25
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
        if "target" not in fields or "source" in fields or not fields & set(KNOWN):
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
            if headers.names_organisations(text):
                beside = [cell.strip() for cell in cells[column + 1:] if cell.strip()]
                return beside[0] if beside else None
    return None


def read_questionnaires(sheets: Sequence[Questionnaire], scales: dict[str, Any],
                        directory: Directory | None, book: Book) -> Found | None:
    """The ties that all sheets report together."""
    before = book.problems.total
    pieces, parts = [], []
    partners: list[str] = []
    heads = [headings(sheet.grid, sheet.place, "ties", book.renames) for sheet in sheets]
    asking = _tie_questions(sheets, heads, scales)
    for number, (sheet, head) in enumerate(zip(sheets, heads, strict=True)):
        part = part_of(sheet.grid, "ties", "roster")
        parts.append(part)
        for what, column, fix in head.problems:
            book.problems.add(sheet.grid.problem(what, row=int(sheet.grid.numbers[sheet.place]),
                                                 column=column, fix=fix))
        refuse_broken(sheet.grid.below(sheet.place), book.problems)
        book.tell([*sheet.grid.oddities, *head.oddities], part)
        book.record.add("noted", say("ledger.questionnaire_seen", name=visible(sheet.respondent)),
                        part)
        _note_left(sheet, head, scales, asking, part, book)
        answered = _answers(sheet, head, scales, asking, number)
        if sheet.consent == "no":
            _exclude(answered, sheet, part, book)
        else:
            for piece in answered:
                _refuse_unclear(piece, sheet, book.problems)
        if sheet.consent == "" and any((piece["said"] != BLANK).any() for piece in answered):
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


def _listed(sheet: Questionnaire, head: Headings) -> list[int]:
    """Rows of the grid that name a partner."""
    first = sheet.place + 1
    cells = sheet.grid.columns[head.fields["target"]][first:]
    return [first + row for row, cell in enumerate(cells) if cell_text(cell) is not None]


def _open_columns(sheet: Questionnaire, head: Headings,
                  scales: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """Header and cells of the columns that are no strength, and no part of the table's frame."""
    rows = _listed(sheet, head)
    return [(name, [sheet.grid.columns[column][row] for row in rows])
            for column, name in enumerate(head.names)
            if name is not None and name not in (*_NOT_ASKED, *KNOWN) and name not in scales]


def _tie_questions(sheets: Sequence[Questionnaire], heads: Sequence[Headings],
                   scales: dict[str, Any]) -> set[str]:
    """Which further columns ask whether there is a tie, by their header, else by all answers.

    Every sheet asks the same, so that one respondent's "no" among remarks decides nothing.
    """
    given: dict[str, list[Any]] = defaultdict(list)
    for sheet, head in zip(sheets, heads, strict=True):
        for name, cells in _open_columns(sheet, head, scales):
            given[bare(name)] += [cell for cell in cells if cell is not None]
    return {name for name, cells in given.items()
            if name == TIE or asks_for_a_tie(name) or only_marks(cells)
            or (cells and all(answers.is_unknown(str(cell)) for cell in cells))}


def _note_left(sheet: Questionnaire, head: Headings, scales: dict[str, Any], asking: set[str],
               part: Part, book: Book) -> None:
    """Columns with a yes or no among other texts, which are remarks and not answers."""
    left = [visible(name, 40) for name, cells in _open_columns(sheet, head, scales)
            if bare(name) not in asking and any(answers.is_yes(str(cell)) is not None
                                                for cell in cells if cell is not None)]
    if left:
        book.record.add("noted", say("ledger.roster_columns_left", columns="; ".join(left)), part)


def _refuse_unclear(piece: pd.DataFrame, sheet: Questionnaire, problems: Problems) -> None:
    """Refuse what says neither yes nor no where the question is whether there is a tie."""
    scale = scale_of({}, TIE)
    doubtful = piece[(piece["name"] == TIE) & piece["said"].isin((MARK, FAULT))]
    for cell, header, row in zip(doubtful["value"], doubtful["header"], doubtful["number"],
                                 strict=True):
        meaning = understood(cell, TIE, scale)
        text = cell_text(cell) or ""
        if isinstance(cell, Broken) or answers.is_yes(text) or meaning.value == 1:
            continue
        key = f"fault_{meaning.how}" if meaning.state == FAULT else "off_scale"
        problems.add(sheet.grid.problem(
            say(f"input.{key}", found=visible(text), column=visible(header)), row=int(row),
            column=header, found=visible(text), expected=say("columns.articulation.range"),
            fix=say("input.mend_scale_integer")))


def _answers(sheet: Questionnaire, head: Headings, scales: dict[str, Any], asking: set[str],
             number: int) -> list[pd.DataFrame]:
    """One frame a question: what was answered of each listed partner."""
    grid, rows = sheet.grid, _listed(sheet, head)
    targets = grid.columns[head.fields["target"]]
    relation = head.fields.get("relation")
    kinds = [None if relation is None else grid.columns[relation][row] for row in rows]
    pieces = []
    for column, name in enumerate(head.names):
        if name is None or name in _NOT_ASKED:
            continue
        asked = name
        if name not in KNOWN and name not in scales:
            if bare(name) not in asking:
                continue
            asked = TIE
        cells = [grid.columns[column][row] for row in rows]
        pieces.append(pd.DataFrame({
            "source": sheet.respondent, "target": [cell_text(targets[row]) for row in rows],
            "relation": pd.Series(kinds if asked != TIE or relation is not None
                                  else [None] * len(rows), dtype=object),
            "name": asked, "value": pd.Series(cells, dtype=object),
            "said": all_said(cells, asked, scale_of(scales, asked)),
            "number": grid.numbers[rows], "header": grid.texts(sheet.place)[column],
            "part": number,
        }))
    return pieces
