"""The survey as a workbook: a sheet for each respondent, a row for each of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partnernet.files.survey_form import (
    CHOICES,
    QUESTIONS,
    TRUST_ITEMS,
    choice,
    form_names,
    heading,
    mean_of,
    offered,
    question,
    scale,
)
from partnernet.kit.book import Book, cut, new_book
from partnernet.kit.guide import guide_sheet, write_lines
from partnernet.kit.template import (
    column_of,
    sheet_of,
    trust_scale,
    write_about,
    write_levels,
    write_scales,
)
from partnernet.vocabulary import answers

_HEADER = 5  # the row of the header, counted from 0
_NO_SHEET = re.compile(r"[()]")  # "(ignore)" would hide a sheet from the reader


@dataclass(frozen=True)
class Asked:
    """Who is asked: ids and names in the order of the list, its columns, levels and a title."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    columns: dict[str, list[Any]]
    levels: tuple[str, ...]
    title: str | None = None


def write_workbook(asked: Asked, path: Path, language: str) -> None:
    """One workbook with a sheet for each respondent."""
    with new_book(path, language) as book:
        _guide(book, asked, path.name)
        for number in range(len(asked.ids)):
            _sheet(book, asked, number)
        _shared(book, asked)


def write_folder(asked: Asked, folder: Path, language: str, called: str) -> None:
    """A workbook for each respondent, and one that lists the organisations.

    ``called``: what the folder is called when it is finished.
    """
    names = form_names(asked.ids)
    with new_book(folder / f"{sheet_of('organisations', language)}.xlsx", language) as book:
        _shared(book, asked)
    for number, own in enumerate(asked.ids):
        with new_book(folder / file_of(number, names[own]), language) as book:
            _guide(book, asked, called)
            _sheet(book, asked, number)


def file_of(number: int, name: str) -> str:
    """The file of one respondent."""
    return f"{number + 1:03d}_{name}.xlsx"


def _guide(book: Book, asked: Asked, file: str) -> None:
    words = {key: answers.template_word(key, book.language) for key in ("no", "unknown")}
    sheet = guide_sheet(book)
    row = write_lines(book, sheet, 0, asked.title or book.word("survey_title"), [
        book.word("survey_intro"), book.word("survey_step_consent"),
        book.word("survey_step_works", no=words["no"]),
        book.word("survey_step_unknown", unknown=words["unknown"]),
        book.word("why_consent"), book.word("privacy"),
        book.word("survey_step_read", file=file)])
    book.write(sheet, row + 1, 0, book.word("levels_of"), "heading")
    for number, code in enumerate(CHOICES["collaboration"], start=row + 2):
        book.write(sheet, number, 0, choice("collaboration", code, book.language), "text")
        sheet.merge_range(number, 1, number, 5, "", book.formats["text"])
        book.write(sheet, number, 1, book.word(f"collaboration_means_{code}"), "text")


def _sheet(book: Book, asked: Asked, number: int) -> None:
    language = book.language
    own, name = asked.ids[number], asked.names[number]
    # A number before the name: a sheet called "ties" or "about" would be taken for that.
    sheet = book.sheet(_NO_SHEET.sub(" ", f"{number + 1} {name}"))
    titled = [book.word("partner"), column_of("name", "organisations", language)]
    titles = [*titled, *(heading(code, language) for code in QUESTIONS)]
    book.write(sheet, 0, 0, book.word("who_answers"), "header")
    book.write(sheet, 0, 1, own, "text")
    if name != own:
        book.write(sheet, 0, 2, name, "text")
    book.write(sheet, 1, 0, book.word("short_consent"), "header")
    book.write(sheet, 1, 1, None, "answer")
    sheet.merge_range(1, 2, 1, 7, "", book.formats["text"])
    book.write(sheet, 1, 2, book.word("ask_consent"), "text")
    yes_no = [answers.template_word(word, language) for word in ("yes", "no")]
    book.validate(sheet, (1, 1, 1, 1), book.choices(book.word("short_consent"), yes_no),
                  strict=True, title=book.word("short_consent"), message=book.word("why_consent"))
    unknown = answers.template_word("unknown", language)
    sheet.merge_range(2, 0, 2, 7, "", book.formats["text"])
    book.write(sheet, 2, 0, book.word("partners_intro", unknown=unknown), "text")
    for column, code in enumerate(QUESTIONS, start=2):
        book.write(sheet, _HEADER - 1, column, question(code, language), "question")
    sheet.set_row(_HEADER - 1, 62)
    book.header(sheet, _HEADER, titles, [14, 40, *[20] * len(QUESTIONS)])
    sheet.freeze_panes(_HEADER + 1, 2)
    sheet.set_landscape()
    others = [place for place in range(len(asked.ids)) if place != number]
    for row, place in enumerate(others, start=_HEADER + 1):
        book.write(sheet, row, 0, asked.ids[place], "cell")
        book.write(sheet, row, 1, asked.names[place], "cell")
        for column in range(len(QUESTIONS)):
            book.write(sheet, row, column + 2, None, "answer")
    _lists(book, sheet, len(others), titles)


def _lists(book: Book, sheet: Any, rows: int, titles: Sequence[str]) -> None:
    for column, (code, choices) in enumerate(QUESTIONS.items(), start=2):
        book.validate(
            sheet, (_HEADER + 1, column, _HEADER + rows, column),
            book.choices(choices, offered(choices, book.language)), strict=True,
            title=cut(titles[column], 32), message=question(code, book.language))


def _shared(book: Book, asked: Asked) -> None:
    """What all sheets need to be read: the list of organisations, scales, levels, about."""
    language = book.language
    sheet = book.sheet(sheet_of("organisations", language))
    titles = [column_of(name, "organisations", language) for name in asked.columns]
    book.header(sheet, 0, titles, [40 if name == "name" else 20 for name in asked.columns])
    for column, cells in enumerate(asked.columns.values()):
        for row, cell in enumerate(cells, start=1):
            book.write(sheet, row, column, cell)
    items = {heading(code, language): scale("agreement", language) for code in TRUST_ITEMS}
    write_scales(book, {
        **items, "trust": trust_scale(language, integer=False),
        "frequency": scale("frequency", language),
        heading("collaboration", language): scale("collaboration", language)})
    if asked.levels:
        write_levels(book, asked.levels)
    write_about(book, {
        book.word("fact_title"): asked.title or book.word("survey_title"),
        column_of("trust", "ties", language): mean_of(list(items), language),
        book.word("rule"): book.word("mean_rule", items=", ".join(items))})
