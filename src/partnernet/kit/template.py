"""``pn.template``: a workbook that an alliance fills in, and that is read back as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from partnernet.errors import OptionError, choose
from partnernet.files.scales import written_labels
from partnernet.files.survey_form import scale, trust_labels
from partnernet.kit.beyond import SHEETS_OF, write_beyond
from partnernet.kit.book import Book, new_book, refuse_existing
from partnernet.kit.guide import write_guide
from partnernet.vocabulary import LEVELS, SECTORS, answers, headers, template_word
from partnernet.words import LANGUAGES, say

_ORGANISATIONS, _TIES, _LEVELS = 1000, 20_000, 30  # rows that have lists to choose from
_RELATIONS = ("information", "referrals", "activities", "resources")
_WIDTHS = {"id": 12, "name": 40, "sector": 24, "level": 18, "answered": 14, "source": 24,
           "target": 24, "relation": 26, "trust": 14, "frequency": 18}
TIE_COLUMNS = ("source", "target", "relation", "trust", "frequency")


def template(path: str | os.PathLike[str] = "alliance.xlsx", *, language: str = "en",
             include: Iterable[str] = (), overwrite: bool = False) -> Path:
    """Write a workbook to fill in: which organisations are there, and who works with whom?

    Sheets for organisations, ties, scales, levels and what the file is about, with drop-down lists
    and instructions, in one language. `read` takes the filled workbook as it is; the example stands
    in the instructions, where it is never counted.

    Parameters
    ----------
    path : path
        The workbook to write; its name ends in .xlsx.
    language : {"en", "es", "sv"}
        The language of sheets, headers, lists and instructions.
    include : iterable of {"answers", "outcomes", "system-map", "resources", "initiatives"}
        Further sheets: self-assessment, shared outcomes, the system map of indicators, resources,
        initiatives.
    overwrite : bool
        Whether a file that stands there already may be replaced.

    Returns
    -------
    Path
        Where it was written.

    Missing
    -------
    A blank template holds no organisation and no tie; `read` says so.

    Raises
    ------
    OutputError
        A file stands there already, or cannot be written.
    OptionError, UnknownName
        A name that does not end in .xlsx; a language or sheet that does not exist.

    Examples
    --------
    >>> import partnernet as pn, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> pn.template(folder / "alianza.xlsx", language="es").name
    'alianza.xlsx'
    """
    target = Path(path)
    choose("language", language, LANGUAGES)
    asked = [SHEETS_OF[choose("sheet", name, SHEETS_OF)] for name in dict.fromkeys(include)]
    if target.suffix.lower() != ".xlsx":
        raise OptionError(say("kit.template_ending", path=str(path)))
    refuse_existing(target, overwrite)
    with new_book(target, language) as book:
        write_guide(book, target.name, TIE_COLUMNS, asked)
        _organisations(book)
        _ties(book)
        write_scales(book, {"trust": trust_scale(language, integer=True),
                            "frequency": scale("frequency", language)})
        write_levels(book, [template_word(key, "level", language) for key in LEVELS])
        write_about(book, {book.word(f"fact_{fact}"): None for fact in
                           ("title", "place", "survey")})
        write_beyond(book, asked)
    return target


def trust_scale(language: str, *, integer: bool) -> dict[str, Any]:
    """Trust from 1 to 5; ``integer``: whether only whole numbers are answers."""
    return {"low": 1.0, "high": 5.0, "integer": integer, "direction": "more",
            "labels": trust_labels(language)}


def sheet_of(table: str, language: str) -> str:
    """The name of a sheet in a language."""
    return headers.template_word(table, "sheets", language)


def column_of(name: str, table: str, language: str) -> str:
    """The header of a column in a language."""
    return headers.template_word(name, table, language)


def _organisations(book: Book) -> None:
    language = book.language
    sheet = book.sheet(sheet_of("organisations", language))
    names = headers.ORGANISATION_FIELDS
    titles = [column_of(name, "organisations", language) for name in names]
    book.header(sheet, 0, titles, [_WIDTHS[name] for name in names])
    yes, no = (answers.template_word(word, language) for word in ("yes", "no"))
    lists = {
        "sector": book.choices(titles[2], [template_word(key, "sector", language)
                                           for key in SECTORS]),
        "level": book.growing(sheet_of("levels", language), _LEVELS),
        "answered": book.choices(titles[4], [yes, no])}
    for column, name in enumerate(names):
        help_text = book.word(f"about_{name}", yes=yes, no=no)
        where = (1, column, _ORGANISATIONS, column)
        if name == "id":
            once = f"=COUNTIF($A$2:$A${_ORGANISATIONS + 1},A2)=1"
            book.validate(sheet, where, once, listed=False, error="same_code", strict=True,
                          title=titles[column], message=help_text)
        elif name in lists:
            book.validate(sheet, where, lists[name], strict=name == "answered",
                          title=titles[column], message=help_text)
        else:
            sheet.data_validation(*where, {"validate": "any", "input_title": titles[column],
                                           "input_message": help_text})


def _ties(book: Book) -> None:
    language = book.language
    sheet = book.sheet(sheet_of("ties", language))
    titles = [column_of(name, "ties", language) for name in TIE_COLUMNS]
    book.header(sheet, 0, titles, [_WIDTHS[name] for name in TIE_COLUMNS])
    listed = sheet_of("organisations", language)
    codes = book.growing(listed, _ORGANISATIONS)
    unknown = answers.template_word("unknown", language)
    frequencies = list(scale("frequency", language)["labels"].values())
    lists = {
        "relation": book.choices(titles[2], [book.word(f"relation_{kind}") for kind in _RELATIONS]),
        "trust": book.choices(titles[3], [1, 2, 3, 4, 5, unknown]),
        "frequency": book.choices(titles[4], [*frequencies, unknown]),
    }
    for column, name in enumerate(TIE_COLUMNS):
        end = name in ("source", "target")
        book.validate(sheet, (1, column, _TIES, column), codes if end else lists[name],
                      error="not_listed" if end else "", named=listed, title=titles[column],
                      message=tie_help(book, name))
    # A tie of an organisation with itself, and a row with one end only, stand out.
    sheet.conditional_format(1, 0, _TIES, 1, {
        "type": "formula", "criteria": '=OR(AND($A2<>"",$A2=$B2),AND($A2="",$B2<>""))',
        "format": book.formats["wrong"]})


def tie_help(book: Book, name: str) -> str:
    """What to write in a column of ties."""
    labels = written_labels(trust_labels(book.language))
    return book.word(f"about_{name}", labels=labels,
                    unknown=answers.template_word("unknown", book.language))


def write_scales(book: Book, scales: dict[str, dict[str, Any]]) -> None:
    """The sheet of scales; each under its name, or as its header is written in the language."""
    language = book.language
    sheet = book.sheet(sheet_of("scales", language))
    titles = [column_of(name, "scales", language) for name in headers.SCALE_FIELDS]
    book.header(sheet, 0, titles, [22, 10, 10, 12, 12, 90])
    yes, no = (answers.template_word(word, language) for word in ("yes", "no"))
    more, less = (column_of(word, "scales", language) for word in ("more", "less"))
    for row, (name, each) in enumerate(scales.items(), start=1):
        known = name in ("trust", "frequency")
        cells = [column_of(name, "ties", language) if known else name, int(each["low"]),
                 int(each["high"]), yes if each["integer"] else no, more,
                 written_labels(each["labels"])]
        for column, cell in enumerate(cells):
            book.write(sheet, row, column, cell, "text")
    for column, words in ((3, [yes, no]), (4, [more, less])):
        book.validate(sheet, (1, column, 30, column), book.choices(titles[column], words),
                      strict=True, title=titles[column], message=book.word("about_scales"))


def write_levels(book: Book, levels: Sequence[str]) -> None:
    """The sheet of levels, from near to far."""
    sheet = book.sheet(sheet_of("levels", book.language))
    book.header(sheet, 0, [column_of("level", "organisations", book.language)], [30])
    for row, level in enumerate(levels, start=1):
        book.write(sheet, row, 0, level)


def write_about(book: Book, facts: dict[str, str | None]) -> None:
    """The sheet that says what the file is about."""
    sheet = book.sheet(sheet_of("about", book.language))
    book.header(sheet, 0, [book.word("item"), book.word("value")], [24, 90])
    for row, (fact, value) in enumerate(facts.items(), start=1):
        book.write(sheet, row, 0, fact)
        book.write(sheet, row, 1, value, "text")
