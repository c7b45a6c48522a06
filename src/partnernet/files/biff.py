"""What an old .xls says beside its cells, and how far they reach, before anything unrolls them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from partnernet.errors import InputError, Problem
from partnernet.files.details import Details, refuse_far
from partnernet.words import say

_FREE = 0xFFFFFFF0  # sector numbers from which on they mean "end" or "free"
_CELLS = frozenset((0x0203, 0x0204, 0x0205, 0x0006, 0x0206, 0x0406, 0x00FD, 0x027E, 0x00D6))
_MANY, _ROW, _COLUMNS, _MERGED = 0x00BD, 0x0208, 0x007D, 0x00E5
_SHEET, _BEGIN, _PASSWORD, _BOOL_OR_ERROR = 0x0085, 0x0809, 0x002F, 0x0205
_FORMULAS = (0x0006, 0x0206, 0x0406)
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
           0x24: "#NUM!", 0x2A: "#N/A"}


def look(data: bytes, file: str) -> dict[str, Details]:
    """Details of every sheet by its name; refuses far cells, passwords and damaged files."""
    try:
        stream = _workbook(data)
        return _sheets(stream, file)
    except (struct.error, IndexError, ValueError, OverflowError, KeyError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(Problem(say("input.workbook_cut_off"), file=file,
                                 fix=say("input.mend_workbook"))) from error


def _workbook(data: bytes) -> bytes:
    """The stream of the workbook inside its container (OLE compound file)."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    mini_size = 1 << min(struct.unpack_from("<H", data, 32)[0], 20)
    directory, cutoff, mini_table = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 60))
    table = _table(data, size)
    listing = _chain(data, size, table, directory)
    if not listing or len(listing) % size:
        raise ValueError("the directory is cut off")
    entries = list(_entries(listing))
    root = next((entry for entry in entries if entry.kind == 5), _Entry("", 5, _FREE, 0))
    found = next((entry for name in ("Workbook", "Book") for entry in entries
                  if entry.name == name), None)
    if found is None:
        raise ValueError("no workbook")
    if found.size >= cutoff:
        return _chain(data, size, table, found.start)[: found.size]
    container = _chain(data, size, table, root.start)
    minis = _numbers(_chain(data, size, table, mini_table))
    return _chain(container, mini_size, minis, found.start, offset=0)[: found.size]


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        name = directory[at: at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, at + 116)
        yield _Entry(name, directory[at + 66], start, size)


def _table(data: bytes, size: int) -> tuple[int, ...]:
    """Sector → the next one of its chain."""
    places = list(struct.unpack_from("<109I", data, 76))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(min(count, len(data) // size + 1)):
        if following >= _FREE:
            break
        block = _numbers(data[(following + 1) * size: (following + 2) * size])
        places += block[:-1]
        following = block[-1]
    pieces = [data[(place + 1) * size: (place + 2) * size] for place in places if place < _FREE]
    return _numbers(b"".join(pieces))


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(data: bytes, size: int, table: tuple[int, ...], start: int,
           offset: int = 1) -> bytes:
    """Sectors in the order of a chain; the file has ``offset`` sectors before the first."""
    pieces, seen = [], set()
    while start < _FREE and start < len(table) and start not in seen:
        seen.add(start)
        pieces.append(data[(start + offset) * size: (start + offset + 1) * size])
        start = table[start]
    return b"".join(pieces)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Place, kind and body of every record."""
    place = 0
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield place, kind, stream[place + 4: place + 4 + length]
        place += 4 + length


def _sheets(stream: bytes, file: str) -> dict[str, Details]:
    names: dict[int, str] = {}
    found: dict[str, Details] = {}
    details, name = Details(), ""
    rows = columns = cells = 0
    for place, kind, body in _records(stream):
        if kind == _PASSWORD:
            raise InputError(Problem(say("input.password"), file=file,
                                     fix=say("input.mend_password")))
        if kind == _SHEET and len(body) > 8:
            names[struct.unpack_from("<I", body)[0]] = _name(body)
        elif kind == _BEGIN:
            refuse_far(rows, columns, cells, file, name or None)
            rows = columns = cells = 0
            name = names.get(place, "")
            details = found.setdefault(name, Details())
        elif kind in _CELLS or kind == _MANY:
            row, first, last = _reach(kind, body)
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            cells += last - first + 1
            _look_at_cell(kind, body, details)
        else:
            _look_at_layout(kind, body, details)
    refuse_far(rows, columns, cells, file, name or None)
    return found


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8: 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1",
                                                            "replace")


def _reach(kind: int, body: bytes) -> tuple[int, int, int]:
    row, first = struct.unpack_from("<HH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY else first
    return row, first, max(first, last)


def _look_at_cell(kind: int, body: bytes, details: Details) -> None:
    row, column = struct.unpack_from("<HH", body)
    if kind == _BOOL_OR_ERROR and len(body) > 7 and body[7]:
        details.broken[(row, column)] = _ERRORS.get(body[6], "#N/A")
    elif kind in _FORMULAS:
        details.formulas.add((row, column))
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            details.broken[(row, column)] = _ERRORS.get(body[8], "#N/A")


def _look_at_layout(kind: int, body: bytes, details: Details) -> None:
    if kind == _ROW and len(body) >= 16:
        row, options = struct.unpack_from("<H", body)[0], struct.unpack_from("<I", body, 12)[0]
        if options & 0x20:
            details.hidden_rows.add(row)
    elif kind == _COLUMNS and len(body) >= 10:
        first, last, _, _, options = struct.unpack_from("<5H", body)
        if options & 1:
            details.hidden_columns |= set(range(first, min(last, 255) + 1))
    elif kind == _MERGED and len(body) >= 2:
        for at in range(2, len(body) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", body, at)
            details.merged.append((top, left, bottom, right))
