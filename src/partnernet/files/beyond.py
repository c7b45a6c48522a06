"""``pn.read_answers`` and its like: tables beyond the ties, read with the same care.

Each takes a workbook (the sheet is found by its name in any language), a folder of CSV files, or
one file. Problems are all told at once; what happened to odd rows stands in ``.ledger``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from partnernet.checks import Directory, Origin, visible
from partnernet.checks.listed import RULES, Listed, check_listed
from partnernet.errors import InputError, Problem
from partnernet.files.grid import Grid, Oddity, letters, refuse_broken
from partnernet.files.headings import Renames
from partnernet.files.kobo_answers import as_answers
from partnernet.files.sources import source_at
from partnernet.files.tables import (
    Book,
    refuse_dates,
    refuse_ragged,
    set_repeats_aside,
    set_titles_aside,
    typed,
    unguarded,
)
from partnernet.ledger import Part
from partnernet.partnership import Partnership
from partnernet.vocabulary import Scale, further, headers
from partnernet.words import Names, say

_MOST_TITLES = 25
_NAMES = ("organisation", "respondent", "id", "name", "source", "target", "item", "place")
_TABLES = (".csv", ".tsv", ".tab", ".txt")
Columns = Mapping[str, str] | None
Place = str | os.PathLike[str]


def read_answers(path: Place, *, alliance: Partnership | None = None, columns: Columns = None,
                 scale: tuple[float, float] | None = None) -> Listed:
    """Read answers to a self-assessment: a row an organisation and item.

    Parameters
    ----------
    path : path
        A workbook with a sheet "answers", a folder with answers.csv, or one file. Columns:
        organisation (or respondent), item, performance; perhaps importance, respondent (several
        people of one organisation), domain, stage, date.
    alliance : Partnership, optional
        Whose organisations are meant: names that differ only in a forgivable way are matched.
    columns : mapping, optional
        Header as written → what it is, where aliases cannot tell.
    scale : (low, high), optional
        What lies outside is refused; without it `assess` checks against its questionnaire.

    Returns
    -------
    Listed
        ``table()``, ``ledger``, ``ledger_counts``.

    Missing
    -------
    Blank answers and "don't know" are blank, the latter noted.

    Raises
    ------
    InputError
        Every problem found, each with its file, sheet, row, column and how to mend it.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.read_answers(pn.samples.path("penaluz_beyond"))
    <answers: 600 rows>
    """
    stated = None if scale is None else Scale.of({"low": scale[0], "high": scale[1]}, "performance")
    return _read(path, "answers", alliance, columns, stated)


def read_outcomes(path: Place, *, alliance: Partnership | None = None, columns: Columns = None
                  ) -> Listed:
    """Read who works for which outcome, forum or project: a row an organisation and outcome.

    Parameters, Raises as `read_answers`; columns: organisation, outcome.

    Returns
    -------
    Listed
        One row a pair, with repeats merged by `outcomes`.

    Examples
    --------
    >>> import partnernet as pn
    >>> read = pn.read_outcomes(pn.samples.path("penaluz_beyond"))
    >>> read.table()["outcome"].nunique()
    14
    """
    return _read(path, "outcomes", alliance, columns)


def read_resources(path: Place, *, alliance: Partnership | None = None, columns: Columns = None
                   ) -> Listed:
    """Read what organisations put in: organisation, theme, and amounts in any further columns.

    Parameters, Raises as `read_answers`.

    Examples
    --------
    >>> import partnernet as pn
    >>> int(pn.read_resources(pn.samples.path("penaluz_beyond")).table()["hours"].sum())
    1469
    """
    return _read(path, "resources", alliance, columns)


def read_initiatives(path: Place, *, alliance: Partnership | None = None, columns: Columns = None
                     ) -> Listed:
    """Read what is done where: initiative, theme, and perhaps place, status, organisation.

    Parameters, Raises as `read_answers`; a status is done, under way or planned, in any language.

    Examples
    --------
    >>> import partnernet as pn
    >>> len(pn.read_initiatives(pn.samples.path("cities")))
    60
    """
    return _read(path, "initiatives", alliance, columns)


def read_scores(path: Place, *, columns: Columns = None, scale: tuple[float, float] | None = None
                ) -> Listed:
    """Read scores of several places: place, domain, score, and perhaps stage and answers.

    Parameters, Raises as `read_answers`.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.read_scores(pn.samples.path("cities")).table()["place"].nunique()
    8
    """
    stated = None if scale is None else Scale.of({"low": scale[0], "high": scale[1]}, "score")
    return _read(path, "scores", None, columns, stated)


def read_system(path: Place, *, alliance: Partnership | None = None, columns: Columns = None
                ) -> tuple[Listed, Listed]:
    """The tables of a system map: indicators, and the links between them."""
    book = Book(renames=Renames(columns))
    grids = _grids(path)
    made = [_table(_chosen(grids, kind, path, book.renames), kind, alliance, None, book)
            for kind in ("indicators", "links")]
    book.renames.refuse_unused()
    book.problems.raise_if_any()
    written = book.record.close()
    return tuple(  # type: ignore[return-value]  # two kinds, two tables
        replace(each, written=written) for each in made)


def tables_in(path: Place) -> tuple[str, ...]:
    """Kinds of table that a workbook or folder holds by the names of its sheets.

    None in one text file and in a graph file: these hold one thing.
    """
    place = Path(path)
    if place.is_dir():
        grids = _grids(place)
    elif place.suffix.lower() in _TABLES or (source := source_at(place)).graph:
        return ()
    else:
        grids = source.grids
    kinds = {further.sheet(grid.name) for grid in grids}
    return tuple(kind for kind in RULES if kind in kinds)


def is_beyond(grid: Grid) -> bool:
    """Whether a grid is the table that its name says, by its header; a blank one is."""
    kind = further.sheet(grid.name)
    return kind is not None and (not grid.height or _header_place(
        grid, kind, Renames(None)) is not None)


def directory(alliance: Partnership | None) -> Directory | None:
    """The organisations that a table may name."""
    return None if alliance is None else Directory(alliance.ids, alliance.names)


def _read(path: Place, kind: str, alliance: Partnership | None, columns: Columns,
          scale: Scale | None = None) -> Listed:
    book = Book(renames=Renames(columns))
    grids = _grids(path)
    if kind == "answers":
        grids = [as_answers(grid, directory(alliance), book) or grid for grid in grids]
    made = _table(_chosen(grids, kind, path, book.renames), kind, alliance, scale, book)
    book.renames.refuse_unused()
    book.problems.raise_if_any()
    return replace(made, written=book.record.close())


def _grids(path: Place) -> list[Grid]:
    """The sheets of a workbook, one text file, or the files of a folder named as our tables."""
    place = Path(path)
    if not place.is_dir():
        source = source_at(place)
        if source.graph is not None:
            raise InputError(Problem(say("beyond.graph_file"), file=source.name,
                                     fix=say("beyond.mend_graph_file")))
        return source.grids
    named = sorted(entry for entry in place.iterdir() if entry.suffix.lower() in _TABLES
                   and entry.is_file() and further.sheet(entry.stem) is not None)
    return [grid for entry in named for grid in source_at(entry).grids]


def _chosen(grids: list[Grid], kind: str, path: Place, renames: Renames) -> Grid:
    """The one grid of a kind: by its name, else the only one whose header has all it needs."""
    named = [grid for grid in grids if further.sheet(grid.name) == kind]
    if len(named) > 1 and kind == "links":
        named = [grid for grid in named if grid.name.strip().lower() == "links"] or named
    if not named:
        named = [grid for grid in grids if headers.sheet(grid.name) in (None, "other")
                 and _header_place(grid, kind, Renames(renames.stated)) is not None]
    if len(named) == 1:
        return named[0]
    file = Path(path).name
    word = further.template_word(kind, "sheets", "en")
    if named:
        listed = Names(tuple(visible(grid.name) for grid in named))
        raise InputError(Problem(say("beyond.two_sheets", sheet=word, names=listed), file=file,
                                 fix=say("beyond.mend_two_sheets")))
    listed = Names(tuple(visible(grid.name) for grid in grids), most=12)
    raise InputError(Problem(say("beyond.no_sheet", sheet=word, names=listed) if grids
                             else say("beyond.nothing_there", sheet=word), file=file,
                             fix=say("beyond.mend_no_sheet", sheet=word,
                                     columns=Names(RULES[kind].needs))))


def _fields(labels: list[str], kind: str, renames: Renames) -> dict[str, int]:
    """Field → column: the user's word first, then a field's own name, then aliases."""
    found: dict[str, int] = {}
    for column, label in enumerate(labels):
        stated = renames.field(label) if label else None
        if stated is not None:
            found[stated] = column
    taken = set(found.values())
    for exact in (True, False):
        for column, label in enumerate(labels):
            name = further.field(label, kind) if label and column not in taken else None
            if name is not None and name not in found and (label.strip() == name or not exact):
                found[name] = column
                taken.add(column)
    if kind == "answers" and "organisation" not in found and "respondent" in found:
        found["organisation"] = found.pop("respondent")
    return found


def _header_place(grid: Grid, kind: str, renames: Renames) -> int | None:
    """The first row that has every column the table needs."""
    needs = {name for name in RULES[kind].needs if name != "id"}
    for place in range(min(grid.height, _MOST_TITLES)):
        fields = _fields([text.strip() for text in grid.texts(place)], kind, renames)
        if needs <= set(fields) and (kind != "indicators" or {"id", "name"} & set(fields)):
            return place
    return None


def _table(grid: Grid, kind: str, alliance: Partnership | None, scale: Scale | None, book: Book
           ) -> Listed:
    """One grid as a checked table; problems and events go to the book."""
    place = _header_place(grid, kind, book.renames)
    part = Part(grid.file, grid.sheet, kind)
    if place is None:
        place = next((row for row in range(min(grid.height, _MOST_TITLES))
                      if sum(map(bool, grid.texts(row))) > 1), 0)
    if not grid.height:
        book.problems.add(grid.problem(say("input.empty"), fix=say("beyond.mend_empty")))
        return Listed(kind, pd.DataFrame(), Origin((part,)))
    labels = [text.strip() for text in grid.texts(place)]
    book.renames.meet(labels)
    fields = _fields(labels, kind, book.renames)
    set_titles_aside(grid, place, part, book)
    _note_headers(labels, fields, kind, int(grid.numbers[place]), book, part)
    _refuse_two_columns(grid, place, fields, kind, book)
    grid = set_repeats_aside(grid, place, part, book)
    refuse_broken(grid.below(place), book.problems)
    grid = refuse_ragged(grid, place, book.problems)
    refuse_dates(grid, place, fields, _NAMES, book.problems)
    book.tell(grid.oddities, part)
    frame = _frame(grid, place, labels, fields)
    numbers = grid.numbers[place + 1:]
    origin = Origin((part,), numbers, columns={name: labels[column]
                                               for name, column in fields.items()})
    rows, where = check_listed(frame, kind, origin, book.record, book.problems,
                               directory=directory(alliance), scale=scale)
    return Listed(kind, rows, where)


def _note_headers(labels: list[str], fields: Mapping[str, int], kind: str, row: int, book: Book,
                  part: Part) -> None:
    """What was understood by an alias that is not one of English's own words."""
    noted = [Oddity("noted", say("ledger.column_read_as", column=visible(labels[column]), name=name,
                                 word=visible(labels[column].lower())), row, labels[column])
             for name, column in fields.items() if not further.is_own(labels[column], kind)
             and labels[column] not in book.renames.stated]
    book.tell(noted, part)


def _refuse_two_columns(grid: Grid, place: int, fields: Mapping[str, int], kind: str, book: Book
                        ) -> None:
    """Two headers that mean one field with equal right."""
    labels = [text.strip() for text in grid.texts(place)]
    for name, own in fields.items():
        if book.renames.field(labels[own]) is not None:
            continue
        exact = labels[own] == name
        others = [label for column, label in enumerate(labels) if column not in fields.values()
                  and further.field(label, kind) == name and (label == name or not exact)]
        if others:
            book.problems.add(grid.problem(
                say("input.two_columns", one=visible(labels[own]), two=visible(others[0]),
                    name=name), row=int(grid.numbers[place]), column=others[0],
                fix=say("input.mend_two_columns")))


def _frame(grid: Grid, place: int, labels: list[str], fields: Mapping[str, int]) -> pd.DataFrame:
    """The rows under the header: known columns by field, the others by their header."""
    names = {column: name for name, column in fields.items()}
    cells: dict[str, Any] = {}
    for column, label in enumerate(labels):
        body = grid.columns[column][place + 1:]
        body = body if grid.typed else unguarded(body)
        name = names.get(column, label or letters(column))
        if column not in names:
            if not label and all(cell is None for cell in body):
                continue
            body = body if grid.typed else typed(body)
            while name in cells or name in fields:
                name += " (2)"
        cells[name] = pd.Series(body, dtype=object)
    return pd.DataFrame(cells)
