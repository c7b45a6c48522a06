"""Who stands on the shortest paths between others? Brandes (2001), many starts at a time."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from partnernet.kernels.adjacency import matrix, walkable
from partnernet.kernels.dyads import Bools, Floats, Ints

# Cells (organisations × starts) held at once.
CELLS = 2**20


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

    def wanted(starts: Ints) -> Floats:
        if codes is None:
            return np.ones((n, len(starts)))
        mine = codes[starts]
        worth: Floats = (codes[:, None] != mine) & (codes[:, None] >= 0) & (mine >= 0)
        return worth.astype(float)

    starts = np.arange(n) if codes is None else np.flatnonzero(codes >= 0)
    steps = walkable(source, target, n, directed=directed)
    along = matrix(*steps, n)
    against = sparse.csr_array(along.T)
    score, size = np.zeros(n), max(1, CELLS // max(n, 1))
    for first in range(0, len(starts), size):
        chosen = starts[first : first + size]
        score += passed_through(along, against, chosen, wanted(chosen))
    return score if directed else score / 2


def passed_through(
    along: sparse.csr_array, against: sparse.csr_array, starts: Ints, wanted: Floats
) -> Floats:
    """Wanted weight that passes through each organisation on ways from these starts, shape (n,).

    ``wanted``, shape (n, starts): what each end of a way from each start is worth.
    """
    paths, distance = _count_paths(against, starts)
    credit = np.zeros_like(paths)
    for step in range(int(distance.max(initial=0)), 0, -1):
        here = distance == step
        share = np.divide(wanted + credit, paths, out=np.zeros_like(paths), where=here)
        # Each organisation one step nearer gets its paths' part of what is passed on.
        back = along @ share
        back *= paths
        back[distance != step - 1] = 0
        credit += back
    credit[starts, np.arange(len(starts))] = 0
    total: Floats = credit.sum(axis=1)
    return total


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
