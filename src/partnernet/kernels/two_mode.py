"""Who takes part in what: tables of organisations by outcomes, and what their margins explain."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints

_CELLS_A_BLOCK = 1 << 21


@dataclass(frozen=True, eq=False)
class MarginNull:
    """0/1 tables with the row and column sums of the one given, each as likely as any other.

    ``table``, shape (n, k). A draw has shape (size, n, k). Each replicate is a chain of its own
    that starts from the table: in a round the lines of the shorter side pair up at random, and each
    pair deals what only one of the two holds out again at random, both keeping their number. Such
    rounds are symmetric and reach every table, so that in the long run all are equally likely.
    ``rounds``: how many.

    Source: Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz (2014), Nature Communications 5,
    4114; Carstens, Berger and Strona (2018), MethodsX 5, 1263–1268, for trading all at once.
    """

    table: Bools
    rounds: int = 60

    @property
    def block(self) -> int:
        """Replicates drawn at once, by the size of the table alone."""
        return max(1, min(1024, _CELLS_A_BLOCK // max(1, self.table.size)))

    @cached_property
    def _lines(self) -> tuple[Bools, Ints, bool]:
        """The lines that trade; which of them can (not empty, not full); whether they are rows."""
        rows = self.table.shape[0] <= self.table.shape[1]
        lines = np.ascontiguousarray(self.table if rows else self.table.T)
        size = lines.sum(axis=1)
        return lines, np.flatnonzero((size > 0) & (size < lines.shape[1])), rows

    def draw(self, generator: np.random.Generator, size: int) -> Bools:
        """So many tables, shape (size, n, k)."""
        lines, able, rows = self._lines
        tables = np.broadcast_to(lines, (size, *lines.shape)).copy()
        if len(able) > 1:
            for _ in range(self.rounds):
                _trade(tables, able, generator)
        return tables if rows else tables.transpose(0, 2, 1)


def _trade(tables: Bools, able: Ints, generator: np.random.Generator) -> None:
    """One round: lines pair up and trade, in every table at once."""
    size, pairs = len(tables), len(able) // 2
    order = able[np.argsort(generator.random((size, len(able))), axis=1)[:, : 2 * pairs]]
    here = np.arange(size)[:, None]
    one, other = tables[here, order[:, :pairs]], tables[here, order[:, pairs:]]
    differs = one != other
    keep = (one & ~other).sum(axis=2, keepdims=True)
    chance = np.where(differs, generator.random(differs.shape), 2.0)
    # The lowest draws go to the first of the pair: as many as only it held before.
    ranked = np.sort(chance, axis=2)
    limit = np.take_along_axis(ranked, np.maximum(keep - 1, 0), axis=2)
    first = differs & (chance <= limit) & (keep > 0)
    shared = one & other
    tables[here, order[:, :pairs]] = shared | first
    tables[here, order[:, pairs:]] = shared | (differs & ~first)


def members_by_group(tables: Bools, codes: Ints, groups: int) -> Ints:
    """How many organisations of each group each outcome has.

    ``tables``, shape (…, n, k); ``codes``, shape (n,), −1 for none. Returns (…, groups, k).
    """
    inside = (codes[:, None] == np.arange(groups)).astype(np.float64)
    counts = np.einsum("ng,...nk->...gk", inside, tables.astype(np.float64), optimize=True)
    return np.asarray(np.rint(counts), dtype=np.int64)


def breadth(counts: Ints) -> Floats:
    """Blau's index over groups of each outcome, 0 (one group) towards 1; NaN without members.

    ``counts``, shape (…, groups, k). Returns (…, k).
    """
    total = counts.sum(axis=-2)
    share = counts / np.maximum(total, 1)[..., None, :]
    return np.where(total > 0, 1.0 - (share**2).sum(axis=-2), np.nan)


def sharing(counts: Ints) -> Floats:
    """How shared all outcomes are together: ``silo_share``, ``mean_breadth``, ``shared_share``.

    ``counts``, shape (…, groups, k). Returns (…, 3): shares of the outcomes with members that have
    them in one group only, mean breadth, and share with two groups or more; NaN without outcomes.
    """
    present = (counts > 0).sum(axis=-2)
    outcomes = (present > 0).sum(axis=-1)
    some = np.maximum(outcomes, 1)
    wide = np.nan_to_num(breadth(counts)).sum(axis=-1) / some
    found = np.stack([(present == 1).sum(axis=-1) / some, wide,
                      (present > 1).sum(axis=-1) / some], axis=-1)
    return np.where((outcomes > 0)[..., None], found, np.nan)


def shared_by_pairs(counts: Ints) -> Ints:
    """How many outcomes each pair of groups has a part in, shape (groups, groups)."""
    present = (counts > 0).astype(np.int64)
    return np.asarray(present @ present.T)
