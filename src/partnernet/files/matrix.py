"""Adjacency matrices: one organisation a row and a column, the cell says how row works with column.

A blank row did not answer. A blank cell in an answering row is no tie where the matrix writes no
zeros, and unknown where it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partnernet.checks import visible
from partnernet.checks.frames import cell_text
from partnernet.checks.references import folded
from partnernet.checks.strengths import BLANK, NO_TIE, NUMBER, UNKNOWN, understood
from partnernet.errors import Problems
from partnernet.files.grid import Grid, refuse_broken
from partnernet.files.replies import ZERO, said_by
from partnernet.vocabulary import Scale, answers, headers
from partnernet.words import Names, say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_ROWS_SEARCHED = 12
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?$")
_MOST_TOLD = 20
_LEAST_SHARED = 0.5  # of the shorter side's labels that must stand on the other side too


@dataclass(eq=False)
class Matrix:
    """A grid seen as a matrix.

    ``place``: the header's row in the grid. ``down``, ``across``: labels as written.
    ``roster``: the first column is headed as a column of respondents, so that organisations
    without a row are those that did not answer.
    """

    grid: Grid
    place: int
    down: list[str]
    across: list[str]
    roster: bool


@dataclass(eq=False)
class Cells:
    """The cells of a matrix that say something, by position in ``down`` and ``across``.

    ``said``: strengths' states, ZERO (no tie) or MARK (a tie without strength); ``value``: as
    written; ``zeros``: whether the matrix writes that there is no tie.
    """

    matrix: Matrix
    row: Ints
    column: Ints
    said: NDArray[np.int8]
    value: NDArray[np.object_]
    zeros: bool
    silent: set[str] = field(default_factory=set)


def seen_as_matrix(grid: Grid) -> Matrix | None:
    """The matrix that a grid is by its shape: the same labels across and down; else None."""
    if grid.width < 3 or grid.height < 3:
        return None
    for place in range(min(grid.height - 2, _ROWS_SEARCHED)):
        corner = (cell_text(grid.columns[0][place]) or "").strip()
        if _NUMBER.match(corner):
            continue  # a numbered row of answers shares its numbers with the rows below
        across = [text.strip() for text in grid.texts(place)[1:]]
        labels = {folded(label) for label in across if label}
        if len(labels) < 2 or len(labels) < _LEAST_SHARED * sum(map(bool, across)):
            continue  # numbers without labels repeat; labels do not
        down = [(cell_text(cell) or "").strip() for cell in grid.columns[0][place + 1:]]
        below = {folded(label) for label in down if label}
        shared = len(labels & below)
        if shared >= max(2, _LEAST_SHARED * min(len(labels), len(below))):
            return Matrix(grid, place, down, across, headers.names_organisations(corner))
    return None


def cells_of(matrix: Matrix, name: str, scale: Scale, problems: Problems) -> Cells | None:
    """What every cell says; None, with problems, where labels repeat or do not match."""
    refuse_broken(matrix.grid.below(matrix.place), problems)
    if not _labels_stand(matrix, problems):
        return None
    codes, distinct = _coded(matrix)
    said = np.array([said_by(cell, name, scale) for cell in distinct] + [BLANK], dtype=np.int8)
    states = said[codes]
    row, column = np.nonzero(states != BLANK)
    value = np.empty(len(distinct) + 1, dtype=object)
    value[:-1] = distinct
    return Cells(matrix, row.astype(np.int64), column.astype(np.int64), states[row, column],
                 value[codes[row, column]], bool(np.isin(states, (ZERO, NO_TIE)).any()))


def _labels_stand(matrix: Matrix, problems: Problems) -> bool:
    """Every organisation once down and once across, but for respondents in a roster."""
    grid, before = matrix.grid, problems.total
    _refuse_blank_labels(matrix, problems)
    for labels in (matrix.down, matrix.across):
        seen: dict[str, str] = {}
        for label in labels:
            if label and folded(label) in seen:
                problems.add(grid.problem(say("input.matrix_label_twice", name=visible(label)),
                                          found=label, fix=say("input.mend_matrix_label_twice")))
            seen[folded(label)] = label
    down = {folded(label) for label in matrix.down if label}
    across = {folded(label) for label in matrix.across if label}
    for label in matrix.across:
        if answers.is_total(label) and folded(label) not in down:
            problems.add(grid.problem(say("input.total_column", found=label), column=label,
                                      found=label, fix=say("input.delete_column")))
    no_row = [label for label in matrix.across
              if label and folded(label) not in down and not answers.is_total(label)]
    no_column = [label for label in matrix.down
                 if label and folded(label) not in across and not is_total(matrix, label)]
    if no_row and not matrix.roster:
        problems.add(grid.problem(
            say("input.matrix_no_row", plural=len(no_row), names=_names(no_row),
                rows=len(down), columns=len(across)), found=no_row[0],
            fix=say("input.mend_matrix_no_row")))
    if no_column and not matrix.roster:
        problems.add(grid.problem(
            say("input.matrix_no_column", plural=len(no_column), names=_names(no_column),
                rows=len(down), columns=len(across)), found=no_column[0],
            fix=say("input.mend_matrix_no_column")))
    return problems.total == before


def is_total(matrix: Matrix, label: str) -> bool:
    """Whether a row is a sum of the others and not an organisation's."""
    return answers.is_total(label) and folded(label) not in map(folded, matrix.across)


def _names(labels: Sequence[str]) -> Names:
    return Names(tuple(visible(label) for label in labels), most=10)


def _refuse_blank_labels(matrix: Matrix, problems: Problems) -> None:
    grid, first = matrix.grid, matrix.place + 1
    for place, label in enumerate(matrix.down):
        if not label and any(cell_text(column[first + place]) is not None
                             for column in grid.columns[1:]):
            problems.add(grid.problem(say("input.matrix_row_unnamed"),
                                      row=int(grid.numbers[first + place]),
                                      fix=say("input.mend_matrix_unnamed")))
        elif is_total(matrix, label):
            problems.add(grid.problem(say("input.total_row", found=label),
                                      row=int(grid.numbers[first + place]), found=label,
                                      fix=say("input.delete_row")))
    for place, label in enumerate(matrix.across):
        if not label and any(cell_text(cell) is not None
                             for cell in grid.columns[place + 1][first:]):
            problems.add(grid.problem(say("input.matrix_column_unnamed"),
                                      row=int(grid.numbers[matrix.place]),
                                      fix=say("input.mend_matrix_unnamed")))


def _coded(matrix: Matrix) -> tuple[Ints, list[Any]]:
    """Every cell as a number into the distinct cells; −1 for a blank."""
    known: dict[Any, int] = {None: -1}
    distinct: list[Any] = []
    columns = []
    for column in matrix.grid.columns[1:]:
        codes = []
        for cell in column[matrix.place + 1:]:
            code = known.get(cell)
            if code is None:
                code = known[cell] = len(distinct)
                distinct.append(cell)
            codes.append(code)
        columns.append(codes)
    table = np.array(columns, dtype=np.int64).T
    return table, distinct


def settle_silence(cells: Cells, answering: set[str]) -> tuple[Ints, Ints, Ints]:
    """Rows and columns of dyads that nobody could say, and rows that did not answer at all.

    ``answering``: organisations (folded) that are known to have answered.
    """
    matrix = cells.matrix
    size = (len(matrix.down), len(matrix.across))
    place = {folded(label): column for column, label in enumerate(matrix.across) if label}
    own = np.array([place.get(folded(label), -1) for label in matrix.down], dtype=np.int64)
    filled = np.zeros(size, dtype=bool)
    filled[cells.row, cells.column] = True
    rows = np.arange(size[0])
    off = filled.copy()
    off[rows[own >= 0], own[own >= 0]] = False
    spoke = off.any(axis=1)
    named = np.array([bool(label) for label in matrix.down])
    silent = named & ~spoke & np.array([folded(label) not in answering for label in matrix.down])
    if size[1] <= 1:
        silent[:] = False
    open_cells = np.zeros(size, dtype=bool)
    if cells.zeros:
        open_cells = ~filled & (named & ~silent)[:, None]
        open_cells[:, [not label for label in matrix.across]] = False
        open_cells[rows[own >= 0], own[own >= 0]] = False
    row, column = np.nonzero(open_cells)
    return row.astype(np.int64), column.astype(np.int64), np.flatnonzero(silent).astype(np.int64)


def is_half(cells: Cells) -> bool:
    """Whether only one side of the diagonal is filled in."""
    order = {folded(label): place for place, label in enumerate(cells.matrix.down) if label}
    target = np.array([order.get(folded(label), -1) for label in cells.matrix.across])
    inside = target[cells.column] >= 0
    row, column = cells.row[inside], target[cells.column][inside]
    return not ((row < column).any() and (row > column).any())


def refuse_asymmetry(cells: Cells, name: str, scale: Scale, problems: Problems) -> Bools:
    """For undirected data: refuse pairs that differ; tell which cells are the ones to keep.

    A half that is blank throughout, or a row that did not answer, is filled by the other half.
    """
    matrix = cells.matrix
    order = {folded(label): place for place, label in enumerate(matrix.down) if label}
    target = np.array([order.get(folded(label), -1) for label in matrix.across])[cells.column]
    said = _comparable(cells, name, scale)
    n = len(matrix.down)
    table = np.full((n, n), -1, dtype=np.int64)
    inside = target >= 0
    table[cells.row[inside], target[inside]] = said[inside]
    mirrored = table.T
    given, other = table >= 0, mirrored >= 0
    spoke = np.asarray(given.any(axis=1))
    differ = given & other & (table != mirrored)
    if not is_half(cells) and not cells.zeros:
        differ |= given & ~other & spoke[None, :] & (table > 0)
    np.fill_diagonal(differ, False)
    for number, (i, j) in enumerate(zip(*np.nonzero(np.triu(differ | differ.T)), strict=True)):
        if number >= _MOST_TOLD:
            problems.total += 1
            continue
        problems.add(_asymmetry(matrix, cells, target, int(i), int(j)))
    only_below: Any = np.tril(given, -1) & ~np.triu(given, 1).T
    keep = np.zeros(len(cells.row), dtype=bool)
    keep[inside] = (np.triu(given) | only_below)[cells.row[inside], target[inside]]
    return keep | ~inside


def _asymmetry(matrix: Matrix, cells: Cells, target: Ints, i: int, j: int) -> Any:
    def shown(row: int, column: int) -> str:
        at = np.flatnonzero((cells.row == row) & (target == column))
        return visible(cell_text(cells.value[at[0]]) or "–") if len(at) else "–"

    one, two = matrix.down[i], matrix.down[j]
    return matrix.grid.problem(
        say("input.matrix_not_symmetric", one=visible(one), two=visible(two), there=shown(i, j),
            back=shown(j, i)),
        row=int(matrix.grid.numbers[matrix.place + 1 + i]), column=two, found=shown(i, j),
        fix=say("input.mend_matrix_not_symmetric"))


def _comparable(cells: Cells, name: str, scale: Scale) -> Ints:
    """Cells as numbers that are equal where they say the same; 0 where they say no tie."""
    known: dict[Any, int] = {}
    meant = lru_cache(maxsize=None, typed=True)(lambda cell: understood(cell, name, scale).value)
    codes = np.empty(len(cells.row), dtype=np.int64)
    for place, (cell, said) in enumerate(zip(cells.value, cells.said, strict=True)):
        if said in (ZERO, NO_TIE):
            codes[place] = 0
            continue
        if said == UNKNOWN:
            codes[place] = -1
            continue
        value = meant(cell) if said == NUMBER else cell_text(cell)
        codes[place] = known.setdefault(value, len(known) + 1)
    return codes
