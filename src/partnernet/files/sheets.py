"""Excel and OpenDocument workbooks: cells by calamine, what it does not tell by our own look."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from typing import Any

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from partnernet.errors import InputError, Problem
from partnernet.files import biff, ods, ooxml
from partnernet.files.details import Details
from partnernet.files.grid import Broken, Grid, Oddity, trimmed
from partnernet.words import say

_LOOKS = {"xlsx": ooxml.look, "ods": ods.look, "xls": biff.look}


def read_workbook(data: bytes, file: str, kind: str) -> list[Grid]:
    """Every sheet of a workbook as a grid; kind is "xlsx", "ods" or "xls".

    Raises InputError for what is damaged, locked by a password, or larger than it looks.
    """
    details = _LOOKS[kind](data, file)
    try:
        with _quiet(kind == "xls"):
            return _grids(data, file, details)
    except (CalamineError, ValueError, OSError, KeyError, IndexError) as error:
        raise InputError(Problem(say("input.workbook_damaged", why=_short(error)), file=file,
                                 fix=say("input.mend_workbook"))) from error
    except BaseException as error:
        # The Rust library reports its own failures as panics, which derive from BaseException.
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(Problem(say("input.workbook_damaged", why=_short(error)), file=file,
                                 fix=say("input.mend_workbook"))) from error


def _grids(data: bytes, file: str, details: dict[str, Details]) -> list[Grid]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [_grid(book, meta, details.get(meta.name), file) for meta in book.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet]


@contextmanager
def _quiet(wanted: bool) -> Iterator[None]:
    """Keep what the Rust library prints of a damaged old workbook off the user's screen."""
    kept = None
    if wanted:
        with suppress(OSError, AttributeError):  # a program may have no error stream at all
            sys.stderr.flush()
            kept = os.dup(2)
    if kept is None:
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _short(error: BaseException) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def _grid(book: CalamineWorkbook, meta: Any, details: Details | None, file: str) -> Grid:
    sheet = book.get_sheet_by_name(meta.name)
    rows = sheet.to_python(skip_empty_area=False)
    width = max(map(len, rows), default=0)
    columns = [[_cell(row[place]) for row in rows] for place in range(width)]
    grid = Grid(meta.name, file, meta.name, columns, np.arange(1, len(rows) + 1, dtype=np.int64),
                hidden=meta.visible != SheetVisibleEnum.Visible)
    if details is not None:
        _apply(grid, details)
    return trimmed(grid)


def _cell(cell: Any) -> Any:
    """Blank as None, truth values as Excel shows them; numbers, dates and text as they are."""
    if cell == "" and isinstance(cell, str):
        return None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return cell


def _apply(grid: Grid, details: Details) -> None:
    """Put into the grid what calamine leaves out: errors, merged cells, hidden rows, formulas."""
    for (row, column), text in details.broken.items():
        if row < grid.height and column < grid.width:
            grid.columns[column][row] = Broken(text)
    for row, column in details.stale:
        if row < grid.height and column < grid.width:
            grid.columns[column][row] = Broken("formula", stale=True)
    _fill_merged(grid, details.merged)
    hidden = sorted(row for row in details.hidden_rows if row < grid.height
                    and any(column[row] is not None for column in grid.columns))
    for row in hidden:
        grid.oddities.append(Oddity("noted", say("ledger.hidden_row"), row + 1))
    for column in sorted(details.hidden_columns):
        if column < grid.width and any(cell is not None for cell in grid.columns[column]):
            header = next(c for c in grid.columns[column] if c is not None)
            grid.oddities.append(Oddity("noted", say("ledger.hidden_column"), column=str(header)))
    live = [place for place in details.formulas if place not in details.stale]
    if live:
        row, column = min(live)
        grid.oddities.append(Oddity("noted", say("ledger.formulas", plural=len(live),
                                                 n=len(live)), row + 1,
                                    column=_heading(grid, column)))
    if grid.hidden:
        grid.oddities.append(Oddity("noted", say("ledger.hidden_sheet")))


def _heading(grid: Grid, column: int) -> str | None:
    cells: Iterable[Any] = grid.columns[column] if column < grid.width else ()
    header = next((cell for cell in cells if cell is not None), None)
    return None if header is None or isinstance(header, datetime.date) else str(header)


def _fill_merged(grid: Grid, merged: Iterable[tuple[int, int, int, int]]) -> None:
    """A cell merged downwards says the same for each of its rows."""
    for top, left, bottom, right in merged:
        if top >= grid.height or left >= grid.width:
            continue
        value = grid.columns[left][top]
        if value is None or bottom == top:
            continue
        for row in range(top + 1, min(bottom, grid.height - 1) + 1):
            if grid.columns[left][row] is not None:
                continue
            grid.columns[left][row] = value
            grid.oddities.append(Oddity("repaired", say("ledger.merged_cell", row=str(top + 1)),
                                        row + 1, _heading(grid, left), value))
        if right > left:
            grid.oddities.append(Oddity("noted", say("ledger.merged_across"), top + 1))
