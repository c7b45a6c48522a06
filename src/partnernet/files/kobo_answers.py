"""Exports of a self-assessment's form: a column an item becomes a row an item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from partnernet.checks import Directory, visible
from partnernet.checks.frames import cell_text
from partnernet.files.grid import Grid
from partnernet.files.kobo_form import Names, places_of
from partnernet.files.survey_form import DONT_KNOW
from partnernet.files.tables import Book
from partnernet.ledger import Part
from partnernet.vocabulary import answers
from partnernet.words import say

_RATED = re.compile(r"(?:^|[/:.\-])(performance|importance)_([A-Za-z0-9_]+)$")
_POINT = re.compile(r"^(-?\d+) – ")  # "4 – mostly in place"
_FIELDS = ("organisation", "item", "performance", "importance", "date")


def as_answers(grid: Grid, directory: Directory | None, book: Book) -> Grid | None:
    """The sheet of answers that an export is; None for any other grid."""
    labels = [text.strip() for text in grid.texts(0)] if grid.height else []
    rated: dict[str, dict[str, int]] = {}
    for column, label in enumerate(labels):
        match = _RATED.search(label)
        if match is not None:
            rated.setdefault(match[2], {})[match[1]] = column
    found = places_of(labels)
    if found.respondent is None or len(rated) < 2:
        return None
    names, part = Names(directory), Part(grid.file, grid.sheet, "answers")
    rows: list[list[Any]] = [list(_FIELDS)]
    numbers = [int(grid.numbers[0])]
    for row in range(1, grid.height):
        who = names.of(grid.columns[found.respondent][row])
        given = [[who, item, *_cells(grid, row, columns, found.date)]
                 for item, columns in rated.items()]
        given = [cells for cells in given if cells[2] is not None or cells[3] is not None]
        if _refused(grid, row, found.consent):
            book.record.read(part, len(given))
            book.record.add("excluded", say("ledger.no_consent", name=visible(str(who))), part,
                            rows=int(grid.numbers[row]), count=len(given))
            continue
        rows += given
        numbers += [int(grid.numbers[row])] * len(given)
    book.record.add("noted", say("ledger.survey_form_seen"), part)
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    return Grid("answers", grid.file, grid.sheet, columns, np.array(numbers, dtype=np.int64),
                grid.oddities)


def _cells(grid: Grid, row: int, columns: dict[str, int], date: int | None) -> Sequence[Any]:
    ratings = [None if kind not in columns else _point(grid.columns[columns[kind]][row])
               for kind in ("performance", "importance")]
    return [*ratings, None if date is None else grid.columns[date][row]]


def _point(cell: Any) -> Any:
    """A rating as a number; "don't know" in words; anything else as it stands."""
    text = cell_text(cell)
    if text is None:
        return None
    if text.strip() == DONT_KNOW:
        return answers.template_word("unknown", "en")
    match = _POINT.match(text)
    return match[1] if match else cell


def _refused(grid: Grid, row: int, consent: int | None) -> bool:
    text = None if consent is None else cell_text(grid.columns[consent][row])
    return text is not None and answers.is_yes(text) is False
