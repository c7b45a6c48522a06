"""Workbooks that people fill in: one look, drop-down lists, and no cell that comes alive."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from partnernet.errors import OutputError
from partnernet.files.writing import MOST_LETTERS, new_workbook, sheet_name
from partnernet.words import render, say

INK, LINE, HEAD, SOFT = "#1B2A33", "#C9D3D8", "#DCE9EC", "#5B6B73"
_MOST_TITLE, _MOST_MESSAGE = 32, 255  # letters that Excel shows beside a cell
_FORMATS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12, "top": 1, "top_color": LINE},
    "header": {"bold": True, "bg_color": HEAD, "bottom": 1, "text_wrap": True, "valign": "vcenter"},
    "question": {"italic": True, "font_color": SOFT, "text_wrap": True, "valign": "bottom"},
    "text": {"text_wrap": True, "valign": "top"},
    "soft": {"text_wrap": True, "valign": "top", "font_color": SOFT},
    "cell": {"text_wrap": True, "valign": "top", "border": 1, "border_color": LINE},
    "answer": {"border": 1, "border_color": LINE, "bg_color": "#FFFBEA", "valign": "top"},
    "wrong": {"bg_color": "#F6C9C4"},
}


def refuse_existing(path: str | os.PathLike[str], overwrite: bool) -> None:
    """Raise OutputError where something stands at a path that may not be written over."""
    if not overwrite and Path(path).exists():
        raise OutputError(say("kit.exists", path=str(path)))


@dataclass(eq=False)
class Book:
    """A workbook being written: its formats, its sheets by name, its lists of choices."""

    book: Any
    language: str
    formats: dict[str, Any] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    lists: dict[str, list[Any]] = field(default_factory=dict)

    def word(self, key: str, **values: Any) -> str:
        """A sentence of the kit in the workbook's language."""
        return render(f"kit.{key}", self.language, **values)

    def sheet(self, name: str) -> Any:
        """A new sheet, set up so that it prints on the width of one page."""
        self.names.append(sheet_name(name, self.names))
        sheet = self.book.add_worksheet(self.names[-1])
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def write(self, sheet: Any, row: int, column: int, value: Any, form: str | None = None) -> None:
        """A number as a number, anything else as text that stays text."""
        look = None if form is None else self.formats[form]
        if value is None:
            if look is not None:
                sheet.write_blank(row, column, None, look)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, str(value)[:MOST_LETTERS], look)

    def choices(self, name: str, values: Sequence[Any]) -> str:
        """Where a list of choices stands, as a formula; the sheet of lists is written last."""
        self.lists.setdefault(name, list(values))
        column = xl_col_to_name(list(self.lists).index(name))
        return f"={quoted(self.word('sheet_lists'))}!${column}$2:${column}${len(values) + 1}"

    def growing(self, sheet: str, most: int) -> str:
        """What is written so far in the first column of a sheet, as a formula for a list."""
        place = quoted(sheet)
        return f"=OFFSET({place}!$A$2,0,0,MAX(1,COUNTA({place}!$A$2:$A${most + 1})),1)"

    def validate(self, sheet: Any, where: tuple[int, int, int, int], formula: str, *,
                 message: str = "", title: str = "", strict: bool = False, listed: bool = True,
                 error: str = "", named: str = "") -> None:
        """A drop-down list (or another rule) for some cells, with help beside them.

        ``strict``: nothing else may be written; else a warning asks whether it is meant.
        ``error``: the message to show, if not the one for lists; ``named``: the sheet it names.
        """
        shown = error or ("choose_one" if strict else "not_in_list")
        sheet.data_validation(*where, {
            "validate": "list" if listed else "custom",
            "source" if listed else "value": formula,
            "input_title": cut(title, _MOST_TITLE), "input_message": cut(message, _MOST_MESSAGE),
            "error_title": cut(self.word(shown), _MOST_TITLE),
            "error_message": cut(self.word(f"{shown}_why", sheet=named), _MOST_MESSAGE),
            "error_type": "stop" if strict else "warning",
        })

    def header(self, sheet: Any, row: int, headers: Sequence[str],
               widths: Sequence[int] = ()) -> None:
        """The header of a table, which stays in sight and is printed on every page."""
        for column, header in enumerate(headers):
            self.write(sheet, row, column, header, "header")
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(row + 1, 0)
        sheet.repeat_rows(row)

    def _finish(self) -> None:
        sheet = self.sheet(self.word("sheet_lists"))
        for column, (name, values) in enumerate(self.lists.items()):
            self.write(sheet, 0, column, name, "header")
            for row, value in enumerate(values, start=1):
                self.write(sheet, row, column, value)
        sheet.hide()


def cut(text: str, most: int) -> str:
    """A text that fits, ending in … where it was longer."""
    return text if len(text) <= most else text[: most - 1] + "…"


def quoted(sheet: str) -> str:
    """A sheet's name as a formula holds it."""
    return "'" + sheet.replace("'", "''") + "'"


@contextmanager
def new_book(path: str | os.PathLike[str], language: str) -> Iterator[Book]:
    """A new workbook that takes its place when it is finished, whole or not at all.

    Raises OutputError where it cannot be written.
    """
    with new_workbook(path) as workbook:
        book = Book(workbook, language)
        book.formats = {name: workbook.add_format({"font_color": INK, **form})
                        for name, form in _FORMATS.items()}
        yield book
        if book.lists:
            book._finish()
