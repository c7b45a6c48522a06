"""Writing files whole or not at all, and tables as typed Excel cells that never come alive."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException

from partnernet.errors import OutputError
from partnernet.words import say

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 1_048_576, 16_384, 32_767  # what an Excel sheet holds
_SHEET_LETTERS = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LARGE = 2_000_000  # cells from which rows are written out as they come
# One date for all files, so that the same tables always make the same bytes.
_MADE = datetime(2000, 1, 1)
_DATE_FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss", "time": "hh:mm:ss"}


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """A temporary path beside the target; what is written there takes its place at the end.

    When anything fails, or the process is killed, the old file still stands (or none).

    Parameters
    ----------
    path : path
        The file to be written. Its folder must exist.

    Returns
    -------
    Iterator of Path
        The path to write to, with the same suffix.

    Raises
    ------
    OutputError
        The folder is missing or may not be written in, the target is a folder, the disk is full,
        or another program holds the target open.
    """
    # A link stays a link: the file that it points to is replaced.
    try:
        target = Path(os.path.realpath(path))
    except ValueError as error:  # a path with a NUL character
        raise OutputError(say("files.not_written", path=str(path), why=str(error))) from error
    _refuse_impossible(target)
    try:
        handle, name = tempfile.mkstemp(suffix=target.suffix, prefix=".partnernet-",
                                        dir=target.parent)
    except OSError as error:
        raise _output_error(error, target) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        _like_a_new_file(temporary, target)
        os.replace(temporary, target)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise _output_error(error, target) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """A temporary folder to fill; it becomes the target whole or not at all.

    Raises OutputError where it cannot be made, filled or moved; a folder that stands there already
    gives way only with ``replace``.
    """
    if not target.parent.is_dir():
        raise OutputError(say("files.no_folder", folder=str(target.parent)))
    try:
        new = Path(tempfile.mkdtemp(prefix=".partnernet-", dir=target.parent))
    except OSError as error:
        raise OutputError(say("files.may_not_write", path=str(target),
                              folder=str(target.parent))) from error
    try:
        yield new
        new.chmod(0o755)
        if replace:
            _swap(new, target)
        else:
            new.rename(target)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(say("files.not_written", path=str(target),
                              why=error.strerror or str(error))) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=".partnernet-", dir=target.parent))
    target.rename(old / "old")
    try:
        new.rename(target)
    except OSError:
        (old / "old").rename(target)
        raise
    finally:
        with suppress(OSError):
            shutil.rmtree(old)


def _refuse_impossible(target: Path) -> None:
    if target.is_dir():
        raise OutputError(say("files.is_folder", path=str(target)))
    if not target.parent.is_dir():
        raise OutputError(say("files.no_folder", folder=str(target.parent)))


def _output_error(error: OSError, target: Path) -> OutputError:
    if error.errno in (errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY):
        key = "files.held_open" if target.exists() else "files.may_not_write"
        return OutputError(say(key, path=str(target), folder=str(target.parent)))
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return OutputError(say("files.disk_full", path=str(target)))
    why = error.strerror or str(error)
    return OutputError(say("files.not_written", path=str(target), why=why))


def _like_a_new_file(temporary: Path, target: Path) -> None:
    """Give the file the rights it would have had if written in place."""
    if target.exists():
        mode = target.stat().st_mode & 0o777
    else:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    with suppress(OSError):
        temporary.chmod(mode)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a text in UTF-8, whole or not at all."""
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))


def write_tables(path: str | os.PathLike[str], tables: Mapping[str, pd.DataFrame]) -> None:
    """Write tables as the sheets of an Excel workbook.

    Text stays text (no formula, no link), numbers are numbers, blanks are blank; an index is
    written where it has a name or is not a plain count. The same tables make the same bytes.

    Parameters
    ----------
    path : path
        The file to write, whole or not at all.
    tables : mapping
        Sheet → data frame. Names that Excel does not take are shortened and made unique.

    Raises
    ------
    OutputError
        The file cannot be written, or a table has more rows, columns or letters in a cell than a
        sheet holds.
    """
    flat = {name: _flat(table) for name, table in tables.items()}
    for name, table in flat.items():
        _refuse_too_large(name, table)
    cells = sum(table.size for table in flat.values())
    with new_workbook(path, constant_memory=cells > _LARGE) as book:
        formats = {kind: book.add_format({"num_format": form})
                   for kind, form in _DATE_FORMATS.items()}
        bold = book.add_format({"bold": True})
        names: list[str] = []
        for name, table in flat.items():
            names.append(sheet_name(name, names))
            _write_sheet(book.add_worksheet(names[-1]), table, bold, formats)
        if not flat:
            book.add_worksheet("empty")


@contextmanager
def new_workbook(path: str | os.PathLike[str], *, constant_memory: bool = False
                 ) -> Iterator[xlsxwriter.Workbook]:
    """An Excel workbook whose text never comes alive, put in its place whole or not at all.

    Raises OutputError where it cannot be written.
    """
    with replacing(path) as temporary:
        book = xlsxwriter.Workbook(str(temporary), {
            "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "constant_memory": constant_memory,
        })
        book.set_properties({"created": _MADE})
        yield book
        try:
            book.close()
        except XlsxWriterException as error:
            cause = error.args[0] if error.args else error
            if isinstance(cause, OSError):
                raise cause from error
            raise OutputError(say("files.not_written", path=str(path), why=str(error))) from error


def sheet_name(name: str, taken: list[str]) -> str:
    """A name that Excel accepts for a sheet and that no other sheet has."""
    clean = _NOT_IN_SHEET_NAMES.sub(" ", name).strip().strip("'") or "sheet"
    if clean.lower() == "history":  # Excel keeps this name for itself
        clean += "_"
    used = {other.lower() for other in taken}
    short, number = clean[:_SHEET_LETTERS].strip().rstrip("'"), 1
    while short.lower() in used:
        number += 1
        ending = f" {number}"
        short = clean[: _SHEET_LETTERS - len(ending)].strip() + ending
    return short


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its index as columns where the index says something."""
    index = table.index
    plain = isinstance(index, pd.RangeIndex) and index.name is None and index.nlevels == 1
    flat = table if plain else table.reset_index()
    flat = flat.copy(deep=False)
    flat.columns = [_header(name) for name in flat.columns]
    return flat


def _header(name: Any) -> str:
    return " · ".join(str(part) for part in name) if isinstance(name, tuple) else str(name)


def _refuse_too_large(name: str, table: pd.DataFrame) -> None:
    if len(table) + 1 > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise OutputError(say("files.sheet_too_large", sheet=name, rows=len(table),
                              columns=len(table.columns), most=MOST_ROWS))


def _write_sheet(sheet: Any, table: pd.DataFrame, bold: Any, formats: Mapping[str, Any]) -> None:
    for place, header in enumerate(table.columns):
        _refuse_long(sheet.name, header)
        sheet.write_string(0, place, header, bold)
    sheet.freeze_panes(1, 0)
    columns = [table.iloc[:, place].tolist() for place in range(table.shape[1])]
    for place, cells in enumerate(columns):
        sheet.set_column(place, place, _width(str(table.columns[place]), cells))
    for row, across in enumerate(zip(*columns, strict=True), start=1):
        for place, cell in enumerate(across):
            _write_cell(sheet, row, place, cell, formats)


def _width(header: str, cells: list[Any]) -> int:
    longest = max((len(str(cell)) for cell in cells[:200] if isinstance(cell, str)), default=0)
    return int(min(max(longest, len(header), 6) + 2, 50))


def _write_cell(sheet: Any, row: int, place: int, cell: Any, formats: Mapping[str, Any]) -> None:
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return
    if isinstance(cell, bool | np.bool_):
        sheet.write_boolean(row, place, bool(cell))
    elif isinstance(cell, int | float | np.number):
        _write_number(sheet, row, place, cell)
    elif isinstance(cell, datetime | date | time):
        _write_moment(sheet, row, place, cell, formats)
    else:
        text = str(cell)
        _refuse_long(sheet.name, text)
        sheet.write_string(row, place, text)


class _Exact(float):
    """A number that is written with all its digits; XlsxWriter itself rounds to sixteen."""

    def __format__(self, form: str) -> str:
        return repr(float(self)) if form.endswith("G") else super().__format__(form)


def _write_number(sheet: Any, row: int, place: int, cell: Any) -> None:
    number = float(cell)
    if number != number:
        return
    whole = isinstance(cell, int | np.integer)
    # Excel keeps 15 digits; a longer whole number (an id) would silently become another.
    if np.isinf(number) or (whole and abs(int(cell)) >= 10**15):
        sheet.write_string(row, place, str(cell))
    else:
        sheet.write_number(row, place, cell if whole else _Exact(number))


def _write_moment(sheet: Any, row: int, place: int, cell: Any,
                  formats: Mapping[str, Any]) -> None:
    if isinstance(cell, datetime):
        if cell.tzinfo is not None or cell.year < 1900:
            sheet.write_string(row, place, cell.isoformat(sep=" "))
        else:
            sheet.write_datetime(row, place, cell, formats["moment"])
    elif isinstance(cell, time):
        sheet.write_datetime(row, place, cell, formats["time"])
    elif cell.year < 1900:
        sheet.write_string(row, place, cell.isoformat())
    else:
        sheet.write_datetime(row, place, cell, formats["day"])


def _refuse_long(sheet: str, text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise OutputError(say("files.cell_too_long", sheet=sheet, n=len(text), most=MOST_LETTERS,
                              start=text[:40]))
