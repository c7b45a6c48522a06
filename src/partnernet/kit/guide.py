"""The instructions that stand first in a workbook; the reader passes them over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from partnernet.files.scales import written_labels
from partnernet.files.survey_form import trust_labels
from partnernet.kit.beyond import COLUMNS, field_word, sheet_word
from partnernet.kit.book import Book
from partnernet.vocabulary import answers, headers, template_word

_WIDTHS = (24, 24, 30, 18, 16, 22)
_LAST = len(_WIDTHS) - 1


def write_guide(book: Book, file: str, ties: Sequence[str], asked: Sequence[Sequence[str]]) -> None:
    """How to fill in an alliance workbook: steps, columns, and an example that is never counted."""
    language = book.language
    names = {table: headers.template_word(table, "sheets", language)
             for table in ("organisations", "ties", "scales", "levels", "about")}
    unknown = answers.template_word("unknown", language)
    sheet = guide_sheet(book)
    row = write_lines(book, sheet, 0, book.word("template_title"), [
        book.word("template_intro"),
        book.word("step_organisations", sheet=names["organisations"]),
        book.word("step_ties", sheet=names["ties"]),
        book.word("step_unknown", unknown=unknown),
        book.word("step_scales", scales=names["scales"], levels=names["levels"]),
        book.word("step_check", file=file), book.word("privacy")])
    row = _heading(book, sheet, row + 1, book.word("columns_title"))
    for column, key in enumerate(("sheet", "column", "what")):
        book.write(sheet, row, column, book.word(f"column_{key}"), "header")
    for place, name, what in _columns(book, names, ties, asked):
        row += 1
        book.write(sheet, row, 0, place, "text")
        book.write(sheet, row, 1, name, "text")
        sheet.merge_range(row, 2, row, _LAST, "", book.formats["text"])
        book.write(sheet, row, 2, what, "text")
        sheet.set_row(row, 15 * (1 + len(what) // 85))
    row = _heading(book, sheet, row + 2, book.word("example_title"))
    _example(book, sheet, row, names, ties)


def guide_sheet(book: Book) -> Any:
    """The first sheet, without lines between its cells."""
    sheet = book.sheet(book.word("sheet_instructions"))
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    return sheet


def write_lines(book: Book, sheet: Any, row: int, title: str, lines: Sequence[str]) -> int:
    """A title and paragraphs across the page; the row after them."""
    book.write(sheet, row, 0, title, "title")
    for number, line in enumerate(lines, start=row + 1):
        sheet.merge_range(number, 0, number, _LAST, "", book.formats["text"])
        book.write(sheet, number, 0, line, "text")
        sheet.set_row(number, 16 * (1 + len(line) // 125))
    return row + 1 + len(lines)


def _heading(book: Book, sheet: Any, row: int, text: str) -> int:
    for column in range(_LAST + 1):
        book.write(sheet, row, column, text if column == 0 else None, "heading")
    return row + 1


def _columns(book: Book, names: dict[str, str], ties: Sequence[str],
             asked: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    """Sheet, column and what to write, for everything that is filled in."""
    language = book.language
    yes, no = (answers.template_word(word, language) for word in ("yes", "no"))
    values = {"yes": yes, "no": no, "labels": written_labels(trust_labels(language)),
              "unknown": answers.template_word("unknown", language)}
    rows = [(names[table], headers.template_word(name, table, language),
             book.word(f"about_{name}", **values))
            for table, fields in (("organisations", headers.ORGANISATION_FIELDS), ("ties", ties))
            for name in fields]
    rows += [(names[table], "", book.word(f"about_{table}")) for table in
             ("scales", "levels", "about")]
    rows += [(sheet_word(table, book), field_word(name, table, book), book.word(f"means_{name}"))
             for sheets in asked for table in sheets for name in COLUMNS[table]]
    return rows


def _example(book: Book, sheet: Any, row: int, names: dict[str, str],
             ties: Sequence[str]) -> None:
    language = book.language
    level = template_word("municipal", "level", language)
    yes, no = (answers.template_word(word, language) for word in ("yes", "no"))
    monthly = answers.template_word("monthly", language)
    tables: dict[str, tuple[Sequence[str], list[list[Any]]]] = {
        "organisations": (headers.ORGANISATION_FIELDS, [
            ["H1", book.word("example_a"), template_word("health", "sector", language), level, yes],
            ["V1", book.word("example_b"), template_word("voluntary", "sector", language),
             template_word("neighbourhood", "level", language), no]]),
        "ties": (ties, [["H1", "V1", book.word("relation_activities"), 4, monthly]]),
    }
    for table, (fields, rows) in tables.items():
        book.write(sheet, row, 0, names[table], "soft")
        row += 1
        for column, name in enumerate(fields):
            book.write(sheet, row, column, headers.template_word(name, table, language), "header")
        for cells in rows:
            row += 1
            for column, cell in enumerate(cells):
                book.write(sheet, row, column, cell, "cell")
        row += 2
