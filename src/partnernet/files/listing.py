"""A list of organisations from any file, with or without ties beside it."""

from __future__ import annotations

import os
from typing import Any

import pandas as pd

from partnernet.checks import check
from partnernet.checks.frames import taken
from partnernet.checks.whole import Origins
from partnernet.errors import InputError, Problem
from partnernet.files.draft import origin_of
from partnernet.files.grid import Grid
from partnernet.files.headings import header_place, likeness
from partnernet.files.reading import read_tables
from partnernet.files.scales import read_levels
from partnernet.files.sources import source_at
from partnernet.files.tables import Book, read_table
from partnernet.partnership import Partnership
from partnernet.vocabulary import headers
from partnernet.words import say


def read_organisations(stated: Any) -> Partnership:
    """The organisations of a file (or table, or partnership): who could be asked?

    Parameters
    ----------
    stated : path, table or Partnership
        A list of organisations (a sheet or file with a column id or name), or anything that `read`
        takes; ties are left aside.

    Returns
    -------
    Partnership
        The organisations without ties.

    Raises
    ------
    InputError
        No list of organisations is found, or it has a problem.
    """
    if isinstance(stated, Partnership):
        return _bare(stated.organisations, stated.levels)
    if not isinstance(stated, str | os.PathLike):
        return _bare(taken(stated, "organisations"), None)
    source = source_at(stated)
    grid = None if source.graph is not None else _listing(source.grids)
    if grid is None:
        checked = read_tables(stated)
        return _bare(checked.organisations, checked.levels)
    book = Book()
    table = read_table(grid, "organisations", book)
    if table is None or book.problems.total:
        book.problems.raise_if_any()
        raise InputError(Problem(say("input.empty"), file=source.name,
                                 fix=say("input.mend_empty_organisations")))
    levels = next((read_levels(other, book) for other in source.grids
                   if headers.sheet(other.name) == "levels"), None)
    return Partnership.from_checked(check(
        table.frame, _NO_TIES, levels=levels, origins=Origins(organisations=origin_of(table)),
        record=book.record, problems=book.problems))


_NO_TIES = pd.DataFrame({"source": [], "target": []}, dtype=object)


def _bare(organisations: pd.DataFrame, levels: Any) -> Partnership:
    return Partnership.from_checked(check(organisations, _NO_TIES, levels=levels))


def _listing(grids: list[Grid]) -> Grid | None:
    """The sheet of organisations: by its name, else the one whose header is that of a list."""
    for grid in grids:
        if headers.sheet(grid.name) == "organisations":
            return grid
    book = Book()
    for grid in grids:
        place = header_place(grid, "organisations", book.renames)
        if place is None or headers.sheet(grid.name) is not None:
            continue
        labels = [text.strip() for text in grid.texts(place) if text.strip()]
        if likeness(labels, "organisations") >= 10 and likeness(labels, "ties") < 10:
            return grid
    return None
