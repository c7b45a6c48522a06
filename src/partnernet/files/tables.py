"""A grid that is a table: header found, columns named, rows kept with their numbers."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks import visible
from partnernet.checks.frames import cell_text
from partnernet.errors import Problems
from partnernet.files.grid import Broken, Grid, Oddity, refuse_broken
from partnernet.files.headings import Headings, Renames, header_place, headings
from partnernet.ledger import Part, Record
from partnernet.words import say

Ints = NDArray[np.int64]
_MOST_RAGGED = 20  # ragged rows told one by one
# A number as programs write it; a leading zero (007) makes a code, which stays text.
_PLAIN_NUMBER = re.compile(r"^-?(0|[1-9]\d{0,14})([.,]\d+)?([eE][+-]?\d+)?$")
# A text that a spreadsheet would take for a formula; an apostrophe before it marks it as text.
LIVE = re.compile(r"^'*[=+\-@\t\r\n＝＋－＠]")
MADE_BY = ("written by", "partnernet")  # how the sheet about of our own files says so
_NAMES_OF_ORGANISATIONS = ("id", "name", "source", "target")


@dataclass(eq=False)
class Book:
    """What a reader writes down while it reads: the ledger, the problems, the user's headers."""

    record: Record = field(default_factory=Record)
    problems: Problems = field(default_factory=Problems)
    renames: Renames = field(default_factory=lambda: Renames(None))
    about: dict[str, str] = field(default_factory=dict)

    def tell(self, oddities: Iterable[Oddity], part: Part) -> None:
        """Write oddities of a file to the ledger."""
        for odd in oddities:
            self.record.add(odd.fate, odd.reason, part, rows=odd.row, column=odd.column,
                            values=odd.value)


@dataclass(eq=False)
class Table:
    """One table: its frame, the numbers of its rows, where it stands, how headers are written."""

    frame: pd.DataFrame
    numbers: Ints
    part: Part
    columns: Mapping[str, str]


def part_of(grid: Grid, table: str, shape: str = "table") -> Part:
    """How the ledger names a grid."""
    return Part(grid.file, grid.sheet, table, shape)


def set_titles_aside(grid: Grid, place: int, part: Part, book: Book) -> None:
    """Rows above the header are titles: read, and excluded."""
    if not place:
        return
    book.record.read(part, place)
    number = str(grid.numbers[place])
    for row in range(place):
        cells = " ".join(text for text in grid.texts(row) if text)
        key = "ledger.title_row" if cells else "ledger.blank_title_row"
        book.record.add("excluded", say(key, row=number), part, rows=int(grid.numbers[row]),
                        values=cells or None)


def set_repeats_aside(grid: Grid, place: int, part: Part, book: Book) -> Grid:
    """The grid without rows that repeat its header, as files laid end to end have them."""
    labels = [text.strip() for text in grid.texts(place)]
    first = next((column for column, label in enumerate(labels) if label), None)
    if first is None or sum(map(bool, labels)) < 2:
        return grid
    column = grid.columns[first]
    again = [row for row in range(place + 1, grid.height) if column[row] == column[place]
             and [text.strip() for text in grid.texts(row)] == labels]
    if not again:
        return grid
    for row in again:
        book.record.add("excluded", say("ledger.header_again", row=str(grid.numbers[place])), part,
                        rows=int(grid.numbers[row]))
    book.record.read(part, len(again))
    return grid.without(again)


def read_table(grid: Grid, table: str, book: Book) -> Table | None:
    """The table that a grid holds; None, with a problem, where no header is found."""
    part = part_of(grid, table)
    if not grid.height:
        book.problems.add(grid.problem(say("input.empty"), fix=say(f"input.mend_empty_{table}")
                                       if table in ("organisations", "ties") else None))
        return None
    place = header_place(grid, table, book.renames)
    if place is None:
        first = grid.texts(0)
        book.renames.meet(first)
        book.problems.add(grid.problem(
            say("input.no_header", found=_listed(first)), row=int(grid.numbers[0]),
            fix=say(f"input.mend_no_header_{'ties' if table != 'organisations' else table}")))
        return None
    head = headings(grid, place, table, book.renames)
    for what, column, fix in head.problems:
        book.problems.add(grid.problem(what, row=int(grid.numbers[place]), column=column,
                                       fix=fix))
    grid = set_repeats_aside(grid, place, part, book)
    grid = _without_broken(grid, place, table, book.problems)
    grid = refuse_ragged(grid, place, book.problems)
    refuse_dates(grid, place, head.fields, _NAMES_OF_ORGANISATIONS, book.problems)
    set_titles_aside(grid, place, part, book)
    book.tell([*grid.oddities, *head.oddities], part)
    return _table(grid, place, head, part)


def _without_broken(grid: Grid, place: int, table: str, problems: Problems) -> Grid:
    """Refuse cells that a spreadsheet could not compute; the rest is checked without them."""
    before = problems.total
    refuse_broken(grid.below(place), problems)
    if problems.total == before:
        return grid
    if table in ("ties", "unknown"):
        return grid.without([row for row in range(place + 1, grid.height)
                             if any(isinstance(cell, Broken) for cell in grid.row(row))])
    return replace(grid, columns=[[None if isinstance(cell, Broken) else cell for cell in column]
                                  for column in grid.columns])


def _listed(cells: list[str]) -> str:
    return visible(", ".join(cell for cell in cells if cell) or "–", 120)


def refuse_ragged(grid: Grid, place: int, problems: Problems) -> Grid:
    """Rows of a text file with more or fewer cells than the header have lost or gained a mark.

    The grid without them is returned, since their cells mean nothing to the other checks.
    """
    if grid.widths is None:
        return grid
    width = int(grid.widths[place])
    # Commas that a spreadsheet left behind the last header are no columns.
    told = max((column + 1 for column in range(grid.width) if grid.columns[column][place]),
               default=0)
    widths = grid.widths[place + 1:]
    odd = np.flatnonzero((widths > width) | ((widths < told) & (widths > 0)))
    kept, ragged = 0, []
    for row in odd + place + 1:
        cells = int(grid.widths[row])
        extra = [column[row] for column in grid.columns[width:cells] if column[row] is not None]
        blank = all(cell_text(column[row]) is None for column in grid.columns)
        if blank or (cells > width and not extra):
            continue
        kept += 1
        ragged.append(int(row))
        if kept > _MOST_RAGGED:
            problems.total += 1
            continue
        number = int(grid.numbers[row])
        last = row == grid.height - 1 and grid.ends_open
        key = "more_cells" if cells > width else "cut_off" if last else "fewer_cells"
        problems.add(grid.problem(
            say(f"input.{key}", row=str(number), plural=cells, cells=cells, width=width),
            row=number, found=visible(str(extra[0])) if extra else None,
            fix=say(f"input.mend_{key}")))
    return grid.without(ragged) if ragged else grid


def refuse_dates(grid: Grid, place: int, fields: Mapping[str, int], names: Iterable[str],
                 problems: Problems) -> None:
    """A spreadsheet that turned a name such as 3-5 into a date has destroyed it."""
    for name in names if grid.typed else ():
        column = fields.get(name)
        if column is None:
            continue
        for row, cell in enumerate(grid.columns[column][place + 1:], start=place + 1):
            if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
                problems.add(grid.problem(
                    say("input.date_for_name", found=str(cell)), row=int(grid.numbers[row]),
                    column=str(grid.columns[column][place]), found=str(cell),
                    fix=say("input.mend_date_for_name")))


def _table(grid: Grid, place: int, head: Headings, part: Part) -> Table:
    cells: dict[str, Any] = {}
    written: dict[str, str] = {}
    for column, name in enumerate(head.names):
        if name is None:
            continue
        body = grid.columns[column][place + 1:]
        if not grid.typed:
            body = unguarded(body)
        known = name in head.fields
        if not known and not grid.typed:
            body = typed(body)
        cells[name] = pd.Series(body, dtype=None if not known and _of_one_type(body) else object)
        if known:
            written[name] = str(grid.columns[column][place]).strip()
    frame = pd.DataFrame(cells)
    return Table(frame, grid.numbers[place + 1:], part, written)


def unguarded(cells: list[Any]) -> list[Any]:
    """Cells without the apostrophe that marks a text such as '=1+1 as text in spreadsheets."""
    return [cell[1:] if cell is not None and cell[:1] == "'" and LIVE.match(cell) else cell
            for cell in cells] if any(cell is not None and cell[:1] == "'" for cell in cells) \
        else cells


def _of_one_type(cells: list[Any]) -> bool:
    """Whether a column can be a column of numbers, or of truth values."""
    kinds = {type(cell) for cell in cells if cell is not None}
    return kinds <= {int, float} or kinds == {bool}


def typed(cells: list[Any]) -> list[Any]:
    """A further column: numbers where all that is written are plain numbers, else as it stands."""
    marks = set()
    for cell in cells:
        if isinstance(cell, str):
            text = cell.strip()
            if not text:
                continue
            if not _PLAIN_NUMBER.match(text):
                return cells
            marks.add("," if "," in text else "." if "." in text else "")
        elif cell is not None and (isinstance(cell, bool) or not isinstance(cell, int | float)):
            return cells
    if {",", "."} <= marks:
        return cells
    return [_number(cell) for cell in cells]


def _number(cell: Any) -> float | int | None:
    if not isinstance(cell, str):
        return cell  # type: ignore[no-any-return]  # a number or None, as typed() made sure
    text = cell.strip().replace(",", ".")
    if not text:
        return None
    return float(text) if "." in text or "e" in text.lower() else int(text)
