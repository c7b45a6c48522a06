"""Who stands on the shortest paths between others? Brandes (2001), many starts at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from partnernet.kernels.adjacency import matrix, walkable
from partnernet.kernels.dyads import Bools, Floats, Ints

# Cells (organisations × starts) held at once.
CELLS = 2**20

# A front on fewer than this share of them is carried on as a sparse matrix, where they are many.
FEW = 0.05
MANY = 2**14

# What a pair is worth, from the starts (starts,) and all distances from them (n, starts).
Worth = Callable[[Ints, Ints], Floats]


def betweenness(
    source: Ints,
    target: Ints,
    n: int,
    *,
    directed: bool,
    codes: Ints | None = None,
) -> Floats:
    """How much of the shortest paths between others passes through each organisation?

    With ``codes``, shape (n,): only between organisations of different groups, the
    cross-group betweenness; those without a group (−1) are no end but may be passed through.

    Returns shape (n,): sum over pairs of the share of their shortest paths, raw; ordered pairs
    if directed, else each pair once. An organisation is never in the middle of its own pairs.
    """

    def worth(starts: Ints, distance: Ints) -> Floats:
        if codes is None:
            return np.ones(distance.shape)
        counted: Bools = (codes[:, None] != codes[starts]) & (codes[:, None] >= 0)
        return counted.astype(float)

    starts = np.arange(n) if codes is None else np.flatnonzero(codes >= 0)
    score = passing(source, target, n, starts, worth, directed=directed)
    return score if directed else score / 2


def passing(
    source: Ints, target: Ints, n: int, starts: Ints, worth: Worth, *, directed: bool
) -> Floats:
    """How much worth passes through each organisation on shortest paths from these starts?

    Ordered pairs, each counting what ``worth`` says. Returns shape (n,).
    """
    along = matrix(*walkable(source, target, n, directed=directed), n)
    against = sparse.csr_array(along.T)
    score, size = np.zeros(n), max(1, CELLS // max(n, 1))
    for first in range(0, len(starts), size):
        chosen = starts[first : first + size]
        score += _Search(against, along, chosen).collect(worth)
    return score


class _Search:
    """Shortest paths from some starts; cell = organisation × starts + which start."""

    def __init__(self, against: sparse.csr_array, along: sparse.csr_array, starts: Ints) -> None:
        self.along = along
        self.starts = starts
        self.width = len(starts)
        cells = along.shape[0] * self.width
        self.paths, self.distance = np.zeros(cells), np.full(cells, -1, dtype=np.int64)
        self._table = np.zeros(cells)
        # The cells at each distance: what a step touches is only its own front.
        self.fronts: list[Ints] = []
        front, count = starts * self.width + np.arange(self.width), np.ones(self.width)
        while len(front):
            self.paths[front] = count
            self.distance[front] = len(self.fronts)
            self.fronts.append(front)
            front, count = self._next(against, front, count)

    def _next(self, against: sparse.csr_array, front: Ints, count: Floats) -> tuple[Ints, Floats]:
        """The cells one step on that were not met before, and the paths that lead there."""
        if self._few(front):
            met = against @ self._thin(front, count)
            owner = np.repeat(np.arange(met.shape[0]), np.diff(met.indptr))
            front, count = owner * self.width + met.indices, met.data
            new = self.distance[front] < 0
            return front[new], count[new]
        arrived = self._dense(against, front, count)
        front = np.flatnonzero((arrived > 0) & (self.distance < 0))
        return front, arrived[front]

    def collect(self, worth: Worth) -> Floats:
        """Pass what each end is worth back along its shortest paths; what each one passes, (n,)."""
        shape = (-1, self.width)
        value = worth(self.starts, self.distance.reshape(shape)).ravel()
        credit = np.zeros(len(value))
        for nearer, front in zip(self.fronts[-2::-1], self.fronts[:0:-1], strict=True):
            share = (value[front] + credit[front]) / self.paths[front]
            # Each organisation one step nearer gets its paths' part of what is passed on.
            credit[nearer] = self.paths[nearer] * self._back(front, share, nearer)
        credit[self.fronts[0]] = 0
        total: Floats = credit.reshape(shape).sum(axis=1)
        return total

    def _back(self, front: Ints, share: Floats, nearer: Ints) -> Floats:
        if not self._few(front):
            return self._dense(self.along, front, share)[nearer]
        met = self.along @ self._thin(front, share)
        owner = np.repeat(np.arange(met.shape[0]), np.diff(met.indptr))
        cell = owner * self.width + met.indices
        self._table[cell] = met.data
        found = self._table[nearer]
        self._table[cell] = 0
        return found

    def _few(self, front: Ints) -> bool:
        return len(self.paths) > MANY and len(front) < FEW * len(self.paths)

    def _thin(self, front: Ints, value: Floats) -> sparse.csr_array:
        """The front as a sparse matrix; its cells stand together by organisation."""
        n = self.along.shape[0]
        begin = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(np.bincount(front // self.width, minlength=n), out=begin[1:])
        return sparse.csr_array((value, front % self.width, begin), shape=(n, self.width))

    def _dense(self, ties: sparse.csr_array, front: Ints, value: Floats) -> Floats:
        self._table[front] = value
        product: Floats = (ties @ self._table.reshape(-1, self.width)).ravel()
        self._table[front] = 0
        return product
