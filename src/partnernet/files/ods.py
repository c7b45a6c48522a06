"""What an OpenDocument sheet says beside its cells, and how large its repeats would become."""

from __future__ import annotations

from partnernet.errors import InputError, Problem
from partnernet.files import safe_xml
from partnernet.files.details import Details, opened, refuse_far
from partnernet.words import say

_ERRORS = ("#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "Err:", "#N/D",
           "#SAKNAS!", "#¡", "#¿", "#VÄRDEFEL!")


def look(data: bytes, file: str) -> dict[str, Details]:
    """Details of every sheet by its name; refuses bombs, far cells and password protection."""
    with opened(data, file) as archive:
        names = set(archive.namelist())
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in archive.read(manifest):
            raise InputError(Problem(say("input.password"), file=file,
                                     fix=say("input.mend_password")))
        if "content.xml" not in names:
            return {}
        handler = _Content(file)
        with archive.open("content.xml") as stream:
            safe_xml.parse(stream, handler, file)
    return handler.sheets


class _Content(safe_xml.Handler):
    """Rows and cells of content.xml, repeats counted but not unrolled."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.sheets: dict[str, Details] = {}
        self._file, self._sheet = file, ""
        self._details = Details()
        self._row = self._column = 0
        self._rows_repeated = self._cells = self._height = self._width = 0
        self._cell: dict[str, str] = {}
        self._said = self._hidden = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self._sheet = attributes.get("name", "")
            self._details = self.sheets[self._sheet] = Details()
            self._row = self._cells = self._height = self._width = 0
        elif name == "table-row":
            self._rows_repeated = _count(attributes.get("number-rows-repeated"))
            self._column, self._hidden = 0, attributes.get("visibility") in ("collapse", "filter")
        elif name in ("table-cell", "covered-table-cell"):
            self._cell, self._said = attributes, "value-type" in attributes

    def end(self, name: str, text: str) -> None:
        if name == "p" and text:
            self._said = True
            if text.startswith(_ERRORS) and self._cell.get("value-type") != "string":
                self._details.broken[(self._row, self._column)] = text
        elif name in ("table-cell", "covered-table-cell"):
            self._end_cell()
        elif name == "table-row":
            self._row += self._rows_repeated
        elif name == "table":
            refuse_far(self._height, self._width, self._cells, self._file, self._sheet)

    def _end_cell(self) -> None:
        repeated = _count(self._cell.get("number-columns-repeated"))
        if self._said:
            self._cells += 1
            self._height = max(self._height, self._row + self._rows_repeated)
            self._width = max(self._width, self._column + repeated)
            if self._hidden:
                self._details.hidden_rows |= set(
                    range(self._row, self._row + min(self._rows_repeated, 1000)))
            self._look_at_formula()
            self._look_at_span()
        self._column += repeated

    def _look_at_formula(self) -> None:
        if "formula" not in self._cell:
            return
        place = (self._row, self._column)
        self._details.formulas.add(place)
        if self._cell.get("value-type") is None and place not in self._details.broken:
            self._details.stale.add(place)

    def _look_at_span(self) -> None:
        rows = _count(self._cell.get("number-rows-spanned"))
        columns = _count(self._cell.get("number-columns-spanned"))
        if rows > 1 or columns > 1:
            self._details.merged.append((self._row, self._column, self._row + rows - 1,
                                         self._column + columns - 1))


def _count(text: str | None) -> int:
    try:
        return max(int(text), 1) if text is not None and len(text) < 20 else 1
    except ValueError:
        return 1
