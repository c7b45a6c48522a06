"""A sheet or a CSV file as it stands: cells by column, row numbers, and what was odd about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partnernet.checks.frames import cell_text
from partnernet.errors import Problem, Problems
from partnernet.ledger import Fate
from partnernet.words import Message, say

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Broken:
    """A cell that a spreadsheet could not compute; ``text`` is what it shows, such as #N/A.

    ``stale``: a formula whose result was never stored.
    """

    text: str
    stale: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Oddity:
    """Something odd about a grid as a file, for the ledger of whichever table it becomes."""

    fate: Fate
    reason: Message
    row: int | None = None
    column: str | None = None
    value: Any = None


@dataclass(eq=False)
class Grid:
    """Cells of one sheet or file.

    ``columns``: one list a column, all of one length; None is a blank. ``numbers``: for each row,
    its number as a spreadsheet shows it. ``name``: the sheet, or the file without its ending.
    ``file``, ``sheet``: how messages name it. ``hidden``: whether the whole sheet is hidden.
    ``widths``: for each row of a text file, how many cells it has; ``ends_open``: whether such a
    file stops without the end of its last line. ``typed``: whether a cell tells text from number.
    """

    name: str
    file: str | None
    sheet: str | None
    columns: list[list[Any]]
    numbers: Ints
    oddities: list[Oddity] = field(default_factory=list)
    hidden: bool = False
    widths: Ints | None = None
    ends_open: bool = False
    typed: bool = True

    @property
    def height(self) -> int:
        """Number of rows."""
        return len(self.numbers)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns)

    def row(self, place: int) -> list[Any]:
        """The cells of one row."""
        return [column[place] for column in self.columns]

    def texts(self, place: int) -> list[str]:
        """The cells of one row as text, blanks as ""."""
        return [cell_text(cell) or "" for cell in self.row(place)]

    def below(self, place: int) -> Grid:
        """The grid without its first rows."""
        return replace(self, columns=[column[place:] for column in self.columns],
                       numbers=self.numbers[place:],
                       widths=None if self.widths is None else self.widths[place:])

    def without(self, rows: Sequence[int]) -> Grid:
        """The grid without some rows."""
        left = np.setdiff1d(np.arange(self.height), np.asarray(rows, dtype=np.int64))
        return replace(self, columns=[[column[row] for row in left] for column in self.columns],
                       numbers=self.numbers[left],
                       widths=None if self.widths is None else self.widths[left])

    def problem(self, what: Message, *, row: int | None = None, column: str | None = None,
                found: str | None = None, expected: Message | None = None,
                fix: Message | None = None) -> Problem:
        """A problem in this grid; ``row`` is the row's number."""
        return Problem(what, file=self.file, sheet=self.sheet, row=row, column=column,
                       found=found, expected=expected, fix=fix)


def trimmed(grid: Grid) -> Grid:
    """The grid without blank rows at its end and blank columns at its right.

    In a text file only lines without any cell fall away: a line of delimiters is a row.
    """
    height = grid.height
    while height and (grid.widths[height - 1] == 0 if grid.widths is not None else all(
            _is_blank(column[height - 1]) for column in grid.columns)):
        height -= 1
    columns = [column[:height] for column in grid.columns]
    while columns and all(_is_blank(cell) for cell in columns[-1]):
        columns.pop()
    return replace(grid, columns=columns, numbers=grid.numbers[:height],
                   widths=None if grid.widths is None else grid.widths[:height])


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and cell_text(cell) is None)


def letters(place: int) -> str:
    """The letters of a column as a spreadsheet shows them; 0 is A."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def refuse_broken(grid: Grid, problems: Problems) -> None:
    """Every cell that a spreadsheet could not compute is a problem."""
    if not grid.typed:
        return  # a text file holds text
    from_cells = [(int(grid.numbers[row]), place, cell) for place, column
                  in enumerate(grid.columns) for row, cell in enumerate(column)
                  if isinstance(cell, Broken)]
    for number, place, cell in sorted(from_cells, key=lambda found: found[:2]):
        key = "stale_formula" if cell.stale else "error_cell"
        where = f"{letters(place)}{number}"
        problems.add(grid.problem(_say(key, found=cell.text, cell=where), row=number,
                                  column=_heading(grid, place), found=cell.text,
                                  fix=_say(f"mend_{key}")))


def _heading(grid: Grid, place: int) -> str:
    first = next((cell for cell in grid.columns[place] if cell is not None), None)
    return str(first) if isinstance(first, str) else letters(place)


def _say(key: str, **values: Any) -> Message:
    return say(f"input.{key}", **values)
