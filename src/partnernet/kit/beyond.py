"""Further sheets of a template: self-assessment, outcomes, system map, resources, initiatives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partnernet.kit.book import Book
from partnernet.vocabulary import SECTORS, further, template_word

_ROWS = 5000
SHEETS_OF: dict[str, tuple[str, ...]] = {  # what is asked for → its sheets
    "answers": ("answers",), "outcomes": ("outcomes",), "system-map": ("indicators", "links"),
    "resources": ("resources",), "initiatives": ("initiatives",),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "answers": ("organisation", "item", "performance", "importance"),
    "outcomes": ("organisation", "outcome"),
    "indicators": ("id", "name", "sector", "responsible"),
    "links": ("source", "target", "sign", "strength"),
    "resources": ("organisation", "theme", "hours", "euros"),
    "initiatives": ("initiative", "theme", "place", "status", "organisation"),
}
_OWN = ("hours", "euros")  # kinds of resource that the template proposes; any other can stand
_WIDE = ("name", "outcome", "initiative", "theme", "responsible", "item")


def write_beyond(book: Book, asked: Sequence[Sequence[str]]) -> None:
    """The sheets that were asked for, each with its lists."""
    for sheets in asked:
        for table in sheets:
            _write(book, table)


def sheet_word(table: str, book: Book) -> str:
    """The name of a sheet in the workbook's language."""
    return further.template_word(table, "sheets", book.language)


def field_word(name: str, table: str, book: Book) -> str:
    """The header of a column in the workbook's language."""
    if name in _OWN:
        return book.word(f"field_{name}")
    return further.template_word(name, table, book.language)


def _write(book: Book, table: str) -> None:
    names = COLUMNS[table]
    sheet = book.sheet(sheet_word(table, book))
    titles = [field_word(name, table, book) for name in names]
    book.header(sheet, 0, titles, [40 if name in _WIDE else 20 for name in names])
    lists: dict[str, tuple[str, list[Any]]] = {
        "sector": ("sectors", [template_word(key, "sector", book.language) for key in SECTORS]),
        "sign": ("sign", ["+", "-"]),
        "strength": ("strength", [1, 2, 3]),
        "status": ("status", [further.template_word(status, "status", book.language)
                              for status in further.STATUSES]),
    }
    for column, name in enumerate(names):
        where = (1, column, _ROWS, column)
        help_text = book.word(f"means_{name}")
        if name in lists:
            book.validate(sheet, where, book.choices(*lists[name]), title=titles[column],
                          message=help_text, strict=name in ("sign", "status"))
        else:
            sheet.data_validation(*where, {"validate": "any", "input_title": titles[column],
                                           "input_message": help_text})
