"""What a workbook says beside its cells, and how large it really is."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

from partnernet.errors import InputError, Problem
from partnernet.words import say

Place = tuple[int, int]
_BOMB_SIZE, _BOMB_RATIO = 20_000_000, 100  # unpacked bytes, and unpacked per packed byte
_MOST_UNPACKED = 2_000_000_000
_FAR_AREA, _FAR_SHARE, _MOST_AREA = 2_000_000, 0.02, 200_000_000


@dataclass(eq=False)
class Details:
    """Of one sheet, rows and columns counted from 0.

    ``broken``: cells with an error and its text. ``stale``: formulas without a stored result.
    ``formulas``: all cells with a formula. ``merged``: top, left, bottom, right.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[Place, str] = field(default_factory=dict)
    formulas: set[Place] = field(default_factory=set)
    stale: set[Place] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def refuse_far(rows: int, columns: int, cells: int, file: str, sheet: str | None) -> None:
    """Refuse a sheet whose few cells stand so far apart that it would fill the memory."""
    area = rows * columns
    if area > _MOST_AREA or (area > _FAR_AREA and cells < _FAR_SHARE * area):
        raise InputError(Problem(
            say("input.far_cell", rows=rows, columns=columns, cells=cells), file=file, sheet=sheet,
            row=rows, fix=say("input.mend_far_cell")))


@contextmanager
def opened(data: bytes, file: str) -> Iterator[zipfile.ZipFile]:
    """The zip file that a workbook is; damaged ones and bombs are refused."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            ratio = unpacked / max(len(data), 1)
            if unpacked > _MOST_UNPACKED or (unpacked > _BOMB_SIZE and ratio > _BOMB_RATIO):
                raise InputError(Problem(
                    say("input.zip_bomb", packed=len(data) // 1000, unpacked=unpacked // 1_000_000),
                    file=file, fix=say("input.mend_zip_bomb")))
            if any(entry.flag_bits & 0x1 for entry in archive.infolist()):
                raise InputError(Problem(say("input.password"), file=file,
                                         fix=say("input.mend_password")))
            yield archive
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError, KeyError,
            zipfile.LargeZipFile, RuntimeError, zlib.error) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(Problem(say("input.workbook_damaged", why=str(error)[:120]), file=file,
                                 fix=say("input.mend_workbook"))) from error
