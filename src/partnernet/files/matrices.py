"""From one or several matrices to ties: one a kind of tie, or one a strength of the same ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks import Directory, Origin, visible
from partnernet.checks.references import folded
from partnernet.checks.strengths import KNOWN
from partnernet.errors import Problems, nearest
from partnernet.files.draft import several
from partnernet.files.matrix import (
    Cells,
    Matrix,
    cells_of,
    is_half,
    is_total,
    refuse_asymmetry,
    settle_silence,
)
from partnernet.files.replies import TIE, Replies, put_together, scale_of
from partnernet.files.tables import Book, part_of
from partnernet.ledger import Part
from partnernet.vocabulary import headers
from partnernet.words import say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(eq=False)
class Found:
    """Ties from matrices or rosters, pairs nobody could say, and who did not answer.

    ``labels``: every organisation that is named, as first written.
    """

    frame: pd.DataFrame
    origin: Origin
    unknown: pd.DataFrame
    unknown_origin: Origin
    silent: list[str]
    labels: list[str] = field(default_factory=list)


def read_matrices(matrices: Sequence[Matrix], values: str | None, scales: dict[str, Any],
                  directed: bool, directory: Directory | None, book: Book) -> Found | None:
    """The ties of one or several matrices; None, with problems, where one cannot stand."""
    read: list[tuple[str | None, str, Cells]] = []
    for matrix in matrices:
        relation, name = _meaning(matrix, values, alone=len(matrices) == 1)
        book.tell(matrix.grid.oddities, _part(matrix))
        _set_titles_aside(matrix, book)
        labels = dict.fromkeys(label for label in (*matrix.down, *matrix.across)
                               if not is_total(matrix, label))
        refuse_unlisted(matrix.grid, labels, directory, book.problems, matrix)
        cells = cells_of(matrix, name, scale_of(scales, name), book.problems)
        if cells is not None:
            read.append((relation, name, cells))
    if len(read) < len(matrices):
        return None
    answering = _answering([cells for _, _, cells in read], directed)
    silent = _silent(read, answering, directory, book)
    keep = [np.ones(len(cells.row), dtype=bool) if directed else
            refuse_asymmetry(cells, name, scale_of(scales, name), book.problems)
            for _, name, cells in read]
    parts = tuple(_part(cells.matrix) for _, _, cells in read)
    for part, cells, kept in zip(parts, (cells for _, _, cells in read), keep, strict=True):
        book.record.read(part, len(cells.row) - int(kept.sum()))  # the mirrored half
    long = pd.concat([_long(*each, kept, number) for number, (each, kept)
                      in enumerate(zip(read, keep, strict=True))], ignore_index=True)
    ties, unsaid = put_together(Replies(long, parts), book.record)
    blanks = [_blank_cells(relation, cells, answering, long, directed, book)
              for relation, _, cells in read]
    unknown, unknown_origin = several([unsaid, *blanks])
    if all(relation is None for relation, _, _ in read):
        unknown = unknown.drop(columns="relation")
    everybody = [label for matrix in matrices for label in (*matrix.down, *matrix.across)]
    return Found(*ties, unknown, unknown_origin, silent, first_written(everybody))


def first_written(labels: Sequence[str]) -> list[str]:
    """Each organisation once, as first written; blanks left out."""
    first: dict[str, str] = {}
    for label in labels:
        if label:
            first.setdefault(folded(label), label)
    return list(first.values())


def _meaning(matrix: Matrix, values: str | None, *, alone: bool) -> tuple[str | None, str]:
    """The kind of tie and the strength of a matrix, by its name and the user's ``values=``."""
    name = matrix.grid.name.strip()
    strength = headers.field(name, "ties")
    if strength in KNOWN and not alone:
        return None, strength
    plain = alone or headers.sheet(name) == "ties"
    return (None if plain else name), values or TIE


def _part(matrix: Matrix) -> Part:
    return part_of(matrix.grid, "ties", "matrix")


def _set_titles_aside(matrix: Matrix, book: Book) -> None:
    book.record.read(_part(matrix), matrix.place)
    number = str(matrix.grid.numbers[matrix.place])
    for place in range(matrix.place):
        book.record.add("excluded", say("ledger.title_row", row=number), _part(matrix),
                        rows=int(matrix.grid.numbers[place]))


def refuse_unlisted(grid: Any, labels: Sequence[str] | dict[str, None],
                    directory: Directory | None, problems: Problems,
                    matrix: Matrix | None = None) -> None:
    """Every label must be a listed organisation, even one without a tie."""
    if directory is None:
        return
    options = list(dict.fromkeys((*directory.ids, *directory.names)))
    for label in labels:
        if not label or directory.find(label).position >= 0:
            continue
        near = nearest(label, options)
        fix = say("input.list_it", name=visible(label)) if near is None else say(
            "input.did_you_mean", near=visible(near), name=visible(label))
        row = None
        if matrix is not None and label in matrix.down:
            row = int(grid.numbers[matrix.place + 1 + matrix.down.index(label)])
        problems.add(grid.problem(say("input.unlisted", name=visible(label)), row=row,
                                  found=label, fix=fix))


def _answering(cells: Sequence[Cells], directed: bool) -> set[str]:
    """Organisations with anything in their row but for themselves, in any matrix.

    Half a matrix is often all that is filled in where ties have no direction; there a column
    speaks for its organisation too.
    """
    answering: set[str] = set()
    for each in cells:
        down = np.array([folded(label) for label in each.matrix.down], dtype=object)
        across = np.array([folded(label) for label in each.matrix.across], dtype=object)
        own, other = down[each.row], across[each.column]
        answering |= set(own[own != other])
        if not directed and is_half(each):
            answering |= set(other[own != other])
    return answering


def _silent(read: Sequence[tuple[str | None, str, Cells]], answering: set[str],
            directory: Directory | None, book: Book) -> list[str]:
    """Organisations that did not answer: a blank row everywhere, or no row at all."""
    silent: dict[str, str] = {}
    for _, _, cells in read:
        matrix = cells.matrix
        _, _, rows = settle_silence(cells, answering)
        for row in rows:
            label = matrix.down[row]
            if folded(label) not in silent:
                silent[folded(label)] = label
                book.record.add("noted", say("ledger.blank_matrix_row", name=visible(label)),
                                _part(matrix),
                                rows=int(matrix.grid.numbers[matrix.place + 1 + row]))
        down = {folded(label) for label in matrix.down}
        for label in matrix.across if matrix.roster else ():
            if label and folded(label) not in down and folded(label) not in silent:
                silent[folded(label)] = label
                book.record.add("noted", say("ledger.no_row", name=visible(label)), _part(matrix),
                                values=label)
    if directory is not None:
        placed = {directory.find(label).position for _, _, cells in read
                  for label in (*cells.matrix.down, *cells.matrix.across) if label}
        for place, label in enumerate(directory.ids):
            if place not in placed and label:
                silent[folded(label)] = label
                book.record.add("noted", say("ledger.no_row", name=visible(label)),
                                _part(read[0][2].matrix), values=label)
    return list(silent.values())


def _long(relation: str | None, name: str, cells: Cells, kept: Bools,
          number: int) -> pd.DataFrame:
    matrix = cells.matrix
    down, across = np.array(matrix.down, dtype=object), np.array(matrix.across, dtype=object)
    numbers = matrix.grid.numbers[matrix.place + 1:]
    return pd.DataFrame({
        "source": down[cells.row], "target": across[cells.column],
        "relation": pd.Series([relation] * len(cells.row), dtype=object), "name": name,
        "value": pd.Series(cells.value, dtype=object), "said": cells.said,
        "number": numbers[cells.row], "header": across[cells.column], "part": number,
    })[kept].reset_index(drop=True)


def _blank_cells(relation: str | None, cells: Cells, answering: set[str], long: pd.DataFrame,
                 directed: bool, book: Book) -> tuple[pd.DataFrame, Origin]:
    """Pairs left blank in an answering row of a matrix that writes zeros: unknown."""
    matrix = cells.matrix
    row, column, _ = settle_silence(cells, answering)
    same = long["relation"].isna() if relation is None else long["relation"] == relation
    given = {(folded(one), folded(two)) for one, two in
             zip(long["source"][same], long["target"][same], strict=True)} if len(row) else set()
    found: list[tuple[str, str, int]] = []
    for i, j in zip(row.tolist(), column.tolist(), strict=True):
        one, two = folded(matrix.down[i]), folded(matrix.across[j])
        if (one, two) not in given and (directed or (two, one) not in given):
            found.append((matrix.down[i], matrix.across[j],
                          int(matrix.grid.numbers[matrix.place + 1 + i])))
    if found:
        book.record.add("noted", say("ledger.blank_cells_unknown", plural=len(found),
                                     n=len(found)), _part(matrix))
    frame = pd.DataFrame({
        "source": pd.Series([one for one, _, _ in found], dtype=object),
        "target": pd.Series([two for _, two, _ in found], dtype=object),
        "relation": pd.Series([relation] * len(found), dtype=object),
    })
    return frame, Origin((part_of(matrix.grid, "unknown", "matrix"),),
                         np.array([number for _, _, number in found], dtype=np.int64))
