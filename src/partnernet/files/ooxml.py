"""What an .xlsx or .xlsm says beside its cells: hidden rows, errors, formulas, merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import join, normpath
from zipfile import ZipFile

from partnernet.files import safe_xml
from partnernet.files.details import Details, opened, refuse_far

_MEGABYTE = 1 << 20
_WORTH_A_LOOK = re.compile(
    rb"""\bhidden\s*=|\bt\s*=\s*["']e["']|<(?:\w+:)?f[\s>/]|<(?:\w+:)?mergeCell\b|<!"""
    # Text in a comment or CDATA could look like cells to us, or hide cells from us.
)
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_PLAIN_CELL = re.compile(rb'<(?:x:)?c r="([A-Z]{1,3})([1-9]\d{0,6})"(?: [a-z]+="[\w.-]*")*\s*/?>')
_REFERENCE = re.compile(r"^\$?([A-Za-z]{1,7})\$?(\d{1,12})$")


def look(data: bytes, file: str) -> dict[str, Details]:
    """Details of every sheet by its name; refuses bombs, far cells and damaged files."""
    with opened(data, file) as archive:
        names = set(archive.namelist())
        sheets = _sheets(archive, names, file)
        found = {name: _sheet(archive, path, name, file) for name, path in sheets.items()
                 if path in names}
        # Whatever else holds cells is measured too: another program may find it by another way.
        for path in sorted(names - set(sheets.values())):
            if any(b"sheetData" in piece for piece in _pieces(archive, path)):
                _sheet(archive, path, path, file)
        return found


def _sheets(archive: ZipFile, names: set[str], file: str) -> dict[str, str]:
    """Sheet → its part in the archive."""
    main = next((name for name in ("xl/workbook.xml", "xl\\workbook.xml") if name in names), None)
    if main is None:
        return {}
    listed, relations = _Listed(), _Relations()
    safe_xml.parse(archive.read(main), listed, file)
    beside = "xl/_rels/workbook.xml.rels"
    if beside in names:
        safe_xml.parse(archive.read(beside), relations, file)
    found = {}
    for name, identifier in listed.sheets.items():
        target = relations.targets.get(identifier)
        if target is not None:
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            found[name] = path
    return found


class _Listed(safe_xml.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            self.sheets[attributes.get("name", "")] = attributes.get("id", "")


class _Relations(safe_xml.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


@dataclass(eq=False)
class _Size:
    """How far a sheet reaches, found in one pass over its bytes.

    ``plain``: whether every cell is written in the one way in which programs write them; where one
    is not, only reading the XML as such tells where its cells stand.
    """

    cells: int = 0
    rows: int = 0
    columns: int = 0
    odd: bool = False
    plain: bool = True
    _tail: bytes = field(default=b"")

    def take(self, piece: bytes) -> None:
        """Look at the next piece; a tag cut in two is looked at with the following piece."""
        whole = self._tail + piece
        cut = whole.rfind(b"<")
        ready, self._tail = (whole[:cut], whole[cut:]) if cut > 0 else (whole, b"")
        self._look(ready)

    def end(self) -> None:
        """Look at what is left."""
        self._look(self._tail)

    def _look(self, text: bytes) -> None:
        references = _PLAIN_CELL.findall(text)
        count = len(_CELL.findall(text))
        self.cells += count
        self.plain &= count == len(references)
        if references:
            letters, numbers = zip(*references, strict=True)
            self.rows = max(self.rows, max(map(int, numbers)))
            self.columns = max(self.columns, *(
                _column(name.decode("ascii")) + 1 for name in set(letters)))
        self.odd |= _WORTH_A_LOOK.search(text) is not None


def _sheet(archive: ZipFile, path: str, name: str, file: str) -> Details:
    size = _Size()
    for piece in _pieces(archive, path):
        size.take(piece)
    size.end()
    details = Details()
    if not size.plain or size.odd:
        reader = _Cells(details)
        with archive.open(path) as stream:
            safe_xml.parse(stream, reader, file)
        size.rows, size.columns = max(size.rows, reader.rows), max(size.columns, reader.columns)
    refuse_far(size.rows, size.columns, size.cells, file, name)
    return details


def _pieces(archive: ZipFile, path: str) -> Iterator[bytes]:
    with archive.open(path) as stream:
        while piece := stream.read(_MEGABYTE):
            yield piece


def _column(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _place(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.match(reference)
    return None if match is None else (int(match[2]) - 1, _column(match[1]))


class _Cells(safe_xml.Handler):
    """The oddities of one sheet, cell by cell."""

    def __init__(self, details: Details) -> None:
        super().__init__()
        self.details = details
        self.rows = self.columns = 0
        self._row, self._at = -1, -1
        self._kind, self._formula, self._valued = "", False, False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = _number(attributes.get("r"), self._row + 2) - 1
            self._at = -1
            if attributes.get("hidden") in ("1", "true"):
                self.details.hidden_rows.add(self._row)
        elif name == "c":
            place = _place(attributes.get("r", "").strip())
            self._at = self._at + 1 if place is None else place[1]
            self._row = self._row if place is None else place[0]
            self.rows, self.columns = max(self.rows, self._row + 1), max(self.columns, self._at + 1)
            self._kind = attributes.get("t", "")
            self._formula = self._valued = False
        elif name == "f":
            self._formula = True
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first = _number(attributes.get("min"), 1)
            last = min(_number(attributes.get("max"), first), first + 1000)
            self.details.hidden_columns |= set(range(first - 1, last))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str, text: str) -> None:
        if name == "v" and text:
            self._valued = True
            if self._kind == "e":
                self.details.broken[(self._row, self._at)] = text
        elif name == "c" and self._formula:
            self.details.formulas.add((self._row, self._at))
            if not self._valued and self._kind != "str":
                self.details.stale.add((self._row, self._at))

    def _merge(self, reference: str) -> None:
        start, _, stop = reference.partition(":")
        first, last = _place(start), _place(stop or start)
        if first is not None and last is not None:
            self.details.merged.append((*first, *last))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 13 else otherwise
