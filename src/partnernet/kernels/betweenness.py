"""Who stands on the shortest paths between others? Brandes (2001), many starts at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from partnernet.kernels.adjacency import matrix, walkable
from partnernet.kernels.dyads import Bools, Floats, Ints

# Cells (organisations × starts) held at once.
CELLS = 2**20

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
        paths, distance = _count_paths(against, chosen)
        score += _collect(along, paths, distance, worth(chosen, distance), chosen)
    return score


def _count_paths(against: sparse.csr_array, starts: Ints) -> tuple[Floats, Ints]:
    """Number of shortest paths from each start to each organisation, and their steps (−1 none)."""
    n, width = against.shape[0], len(starts)
    column = np.arange(width)
    paths, distance = np.zeros((n, width)), np.full((n, width), -1, dtype=np.int64)
    paths[starts, column] = 1
    distance[starts, column] = 0
    frontier, step = paths.copy(), 0
    while True:
        frontier = against @ frontier
        new: Bools = (frontier > 0) & (distance < 0)
        if not new.any():
            return paths, distance
        step += 1
        frontier[~new] = 0
        paths += frontier
        distance[new] = step


def _collect(
    along: sparse.csr_array, paths: Floats, distance: Ints, worth: Floats, starts: Ints
) -> Floats:
    """Pass what each end is worth back along its shortest paths; what each one passes, (n,)."""
    credit = np.zeros_like(paths)
    for step in range(int(distance.max(initial=0)), 0, -1):
        here = distance == step
        share = np.divide(worth + credit, paths, out=np.zeros_like(paths), where=here)
        # Each organisation one step nearer gets its paths' part of what is passed on.
        back = along @ share
        back *= paths
        back[distance != step - 1] = 0
        credit += back
    credit[starts, np.arange(len(starts))] = 0
    total: Floats = credit.sum(axis=1)
    return total
