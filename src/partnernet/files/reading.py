"""Reading a partnership from any file: sources, shapes, waves, and the one check for all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from partnernet.checks import Checked, check
from partnernet.checks.frames import taken
from partnernet.errors import InputError, Problem
from partnernet.files.assemble import Options, draft_of
from partnernet.files.directions import settle_direction
from partnernet.files.draft import Draft
from partnernet.files.grid import Grid
from partnernet.files.headings import Renames
from partnernet.files.items import average_items
from partnernet.files.multiples import split_multiples
from partnernet.files.others import Wanted, read_other
from partnernet.files.sources import Source, source_at
from partnernet.files.tables import Book, Table, read_table
from partnernet.files.waves import choose_wave
from partnernet.ledger import Part
from partnernet.vocabulary import headers
from partnernet.words import say


def read_tables(path: str | os.PathLike[str], *, organisations: Any = None,
                columns: Mapping[str, str] | None = None,
                scales: Mapping[str, Any] | None = None, levels: Sequence[str] | None = None,
                directed: bool = True, answered: Iterable[Any] | None = None,
                combine: str | None = None, values: str | None = "trust",
                wave: Any = None) -> Checked:
    """Read a partnership: what stands in this file, and can its numbers be trusted?

    Parameters
    ----------
    path : path
        A workbook (xlsx, xlsm, ods, xls), a folder of CSV files, one CSV file (a tie list, a
        matrix, a roster survey), or another tool's file (GraphML, GEXF, GML, Pajek, UCINET DL and
        VNA, Kumu).
    organisations : path or data frame, optional
        A list of organisations that stands apart.
    columns : mapping, optional
        Header as written → what it is, where aliases cannot tell.
    scales, levels, answered, combine : optional
        As in `Partnership`; the user's word goes before the file's.
    directed : bool
        Whether a tie has a direction; a file that says its ties have none is believed.
    values : str or None
        What a single matrix holds; None: only whether there is a tie.
    wave : optional
        Which round of the survey, where the file has several.

    Returns
    -------
    Checked
        Tables, positions, who answered, unknown pairs, scales, levels, ledger.

    Missing
    -------
    As `check` says; in matrices and rosters a blank row did not answer, and a blank cell in an
    answering row is unknown where "no tie" is written elsewhere, else no tie.

    Raises
    ------
    InputError
        With every problem found, each with its place and how to mend it.
    OptionError, UnknownName
        An option that makes no sense, or that names what is not there.
    """
    book = Book(renames=Renames(columns))
    stated = dict(scales or {})
    source = source_at(path)
    listing = _listed_apart(organisations, book)
    draft: Draft | None
    if source.graph is not None:
        draft = read_other(source, Wanted(values, stated, directed, listing), book)
    else:
        draft = draft_of(source.grids, listing, Options(values, stated, directed), book)
    if draft is None:
        book.problems.raise_if_any()
        raise InputError(Problem(say("input.empty"), file=source.name,
                                 fix=say("input.mend_empty_ties")))
    book.renames.refuse_unused()
    average_items(draft, book)
    split_multiples(draft, book)
    choose_wave(draft, wave, book)
    directed = settle_direction(draft, directed, book)
    return replace(check(
        draft.organisations, draft.ties, scales={**draft.scales, **_named(stated, draft)},
        levels=levels if levels is not None else draft.levels, directed=directed,
        answered=answered, unknown=draft.unknown, combine=combine, origins=draft.origins(),
        record=book.record, problems=book.problems), about=book.about)


def _named(stated: Mapping[str, Any], draft: Draft) -> dict[str, Any]:
    """The user's scales that the draft does not know under another name already."""
    return {name: scale for name, scale in stated.items() if name in draft.ties.columns}


def _listed_apart(organisations: Any, book: Book) -> Table | None:
    """The list of organisations from a second file or a data frame."""
    if organisations is None:
        return None
    if not isinstance(organisations, str | os.PathLike):
        frame = taken(organisations, "organisations")
        part = Part(None, "organisations", "organisations")
        return Table(frame, np.arange(2, len(frame) + 2, dtype=np.int64), part, {})
    source = source_at(organisations, "organisations")
    grid = _organisations_grid(source)
    table = None if grid is None else read_table(grid, "organisations", book)
    if table is None:
        book.problems.raise_if_any()
    return table


def _organisations_grid(source: Source) -> Grid | None:
    by_name = (grid for grid in source.grids if headers.sheet(grid.name) == "organisations")
    return next(by_name, source.grids[0] if source.grids else None)
