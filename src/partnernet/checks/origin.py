"""Where each row came from, so that a message can name file, sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partnernet.errors import Problem, Problems
from partnernet.ledger import Fate, Part, Record
from partnernet.words import Message

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]
MOST_ROWS_NAMED = 10  # row numbers listed in one message; beyond, their count


@dataclass(frozen=True, eq=False)
class Origin:
    """Where the rows of one data frame come from.

    ``parts``: the sheets or files it was put together from. ``rows``: for each row, its number in
    its sheet; None: the header is row 1 and rows follow. ``part``: for each row, which of the
    parts; None: the first. ``columns``: field → the header as written. ``cells``: field → for each
    row, the header of the one cell it was read from (matrices and rosters). ``sizes``: for each
    row, how many cells it stands for; None: the table counts rows.
    """

    parts: tuple[Part, ...]
    rows: Ints | None = None
    part: Ints | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Objects] = field(default_factory=dict)
    sizes: Ints | None = None

    def row(self, index: int) -> int:
        """The number of a row as a spreadsheet shows it."""
        return int(index) + 2 if self.rows is None else int(self.rows[index])

    def row_numbers(self, indices: Ints) -> Ints:
        """The numbers of several rows."""
        return indices + 2 if self.rows is None else self.rows[indices]

    def take(self, indices: Ints, sizes: Ints | None = None) -> Origin:
        """Where some of the rows come from; ``sizes`` where they now stand for other counts."""
        return Origin(
            self.parts, self.row_numbers(indices),
            None if self.part is None else self.part[indices],
            self.columns, {name: cells[indices] for name, cells in self.cells.items()},
            sizes if sizes is not None else
            None if self.sizes is None else self.sizes[indices])

    def at(self, index: int) -> Part:
        """The part that a row comes from."""
        return self.parts[0] if self.part is None else self.parts[int(self.part[index])]

    def header(self, name: str | None, index: int | None = None) -> str | None:
        """How the file calls a field, for one row where that depends on the row."""
        if name is None:
            return None
        if index is not None and name in self.cells:
            return str(self.cells[name][index])
        return self.columns.get(name, name)

    def headers(self, name: str | None, indices: Ints) -> Objects | str | None:
        """How the file calls a field: one header, or one a row where that depends on the row."""
        if name is not None and name in self.cells:
            return self.cells[name][indices]
        return self.header(name)


@dataclass(eq=False)
class Desk:
    """Everything that a check writes to: problems, the ledger, and where rows come from."""

    problems: Problems
    record: Record
    organisations: Origin
    ties: Origin
    unknown: Origin

    def problem(self, origin: Origin, what: Message, *, index: int | None = None,
                column: str | None = None, found: Any = None,
                expected: Message | str | None = None, fix: Message | None = None) -> None:
        """Keep one problem, at a row or about a whole table."""
        part = origin.parts[0] if index is None else origin.at(index)
        self.problems.add(Problem(
            what, file=part.file, sheet=part.sheet,
            row=None if index is None else origin.row(index),
            column=origin.header(column, index), found=None if found is None else str(found),
            expected=expected, fix=fix,
        ))

    def more_problems(self, count: int) -> None:
        """Count problems beyond those that were written out."""
        self.problems.total += int(count)

    def event(self, fate: Fate, reason: Message | Sequence[Message], origin: Origin, *,
              indices: Ints | Iterable[int] | None = None, column: str | None = None,
              values: Any = None) -> None:
        """Write to the ledger: one event a row, or one about the table."""
        if indices is None:
            self.record.add(fate, reason, origin.parts[0], column=origin.header(column),
                            values=values)
            return
        where = np.asarray(indices, dtype=np.int64)
        several = None if isinstance(reason, Message) else list(reason)
        for number, part in enumerate(origin.parts):
            chosen = np.ones(len(where), bool) if origin.part is None else (
                origin.part[where] == number)
            if not chosen.any():
                continue
            kept = np.flatnonzero(chosen)
            spread = isinstance(values, np.ndarray)
            self.record.add(
                fate, reason if several is None else [several[i] for i in kept.tolist()], part,
                rows=origin.row_numbers(where[kept]), column=origin.headers(column, where[kept]),
                values=values[kept] if spread else values,
                count=None if origin.sizes is None else int(origin.sizes[where[kept]].sum()),
            )
            if origin.part is None:
                return


def numbers(origin: Origin, indices: Ints) -> tuple[str, ...]:
    """Row numbers to be listed in a message, in order."""
    return tuple(str(number) for number in np.unique(origin.row_numbers(indices)))
