"""Do ties join the levels? Spans, chains of levels, and who carries things across.

``ranks``, shape (n,): each organisation's place among the *present* levels, 0 the lowest, or
−1 without a level; such organisations are part of nothing here.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from partnernet.kernels.adjacency import (
    Pairs,
    held,
    keys,
    matrix,
    pairs,
    walkable,
)
from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.kernels.paths import steps_from
from partnernet.kernels.triangles import short_cuts, triangles


def present(order: Ints) -> Ints:
    """Levels renumbered 0, 1, … leaving out those that nobody has; −1 stays. Shape (n,)."""
    _, rank = np.unique(order[order >= 0], return_inverse=True)
    found = np.full(len(order), -1, dtype=np.int64)
    found[order >= 0] = rank
    return found


def ends(ranks: Ints) -> tuple[Bools, Bools]:
    """The front line (lowest present level) and the decision level (highest), each (n,)."""
    top = int(ranks.max(initial=-1))
    return (ranks == 0) & (top >= 0), (ranks == top) & (top >= 0)


class Spans(NamedTuple):
    """How many ties, and how many observed dyads, join organisations 0, 1, ≥ 2 levels apart.

    Both of shape (3,).
    """

    ties: Ints
    dyads: Ints


def spans(source: Ints, target: Ints, ranks: Ints, dyads: Dyads) -> Spans:
    """Do ties stay on their level, go to the next, or skip levels? Observed ties only."""
    levels = int(ranks.max(initial=-1)) + 1
    apart = np.minimum(np.abs(np.subtract.outer(np.arange(levels), np.arange(levels))), 2)
    room = dyads.between(ranks, levels)
    if not dyads.directed:
        room = np.triu(room)
    seen = (ranks[source] >= 0) & (ranks[target] >= 0) & dyads.observed(source, target)
    step = apart[ranks[source[seen]], ranks[target[seen]]]
    return Spans(
        np.bincount(step, minlength=3).astype(np.int64),
        np.bincount(apart.ravel(), room.ravel(), 3).round().astype(np.int64),
    )


def share_within(steps: Ints, members: Bools, most: int | None = None) -> float:
    """What share of these organisations is reached (in at most so many steps)? NaN of nobody."""
    reached = steps[members] >= 0
    if most is not None:
        reached &= steps[members] <= most
    return float(reached.mean()) if len(reached) else float("nan")


def shares_by_group(reached: Bools, members: Bools, codes: Ints, groups: int) -> Floats:
    """What share of each group's members is reached? Shape (groups,), NaN without members."""
    mine = members & (codes >= 0)
    count = np.bincount(codes[mine], minlength=groups)
    hit = np.bincount(codes[mine & reached], minlength=groups)
    share: Floats = np.divide(hit, count, out=np.full(groups, np.nan), where=count > 0)
    return share


def chain_ties(
    source: Ints, target: Ints, n: int, ranks: Ints, *, directed: bool, up: bool
) -> tuple[Ints, Ints]:
    """The steps of a chain of levels: along ties that stay on their level or go one on."""
    source, target = walkable(source, target, n, directed=directed)
    climb = ranks[target] - ranks[source] if up else ranks[source] - ranks[target]
    keep = (ranks[source] >= 0) & (ranks[target] >= 0) & (climb >= 0) & (climb <= 1)
    return source[keep], target[keep]


def first_namers(source: Ints, target: Ints, steps: Ints) -> Ints:
    """Who is the first to name each on a shortest way, −1 for starts and those not reached.

    ``steps``, shape (n,): from the nearest start along the ties, −1 where not reached.
    """
    first = (steps[source] >= 0) & (steps[target] == steps[source] + 1)
    out = np.full(len(steps), -1, dtype=np.int64)
    # Written backwards, so that the first in the order of ids stays.
    out[target[first][::-1]] = source[first][::-1]
    return out


class Chains(NamedTuple):
    """Where the chain between the front line and the decision level holds, and where it breaks.

    ``steps``, shape (n,): down, the steps of the shortest chain from the decision level to each
    organisation; up, from each to the decision level; −1 without. ``attained``, shape (n,):
    the highest present level to which a chain joins each organisation (its own at least; −1
    without a level): where it is below the decision level, the chain breaks between
    ``attained`` + 1 and ``attained``.
    """

    steps: Ints
    attained: Ints


def chains(
    source: Ints, target: Ints, n: int, ranks: Ints, *, directed: bool, up: bool = False
) -> Chains:
    """Does what is decided arrive at the front line level by level (or, up, the reverse)?"""
    start, end = chain_ties(source, target, n, ranks, directed=directed, up=up)
    if up:
        start, end = end, start
    steps = np.full(n, -1, dtype=np.int64)
    attained = ranks.astype(np.int64, copy=True)
    top = int(ranks.max(initial=-1))
    for level in range(top, -1, -1):
        found = steps_from(start, end, n, ranks == level, directed=True)
        attained = np.maximum(attained, np.where(found >= 0, level, -1))
        if level == top:
            steps = found
    return Chains(steps, attained)


def broken_links(attained: Ints, ranks: Ints, codes: Ints, groups: int) -> Ints:
    """How many frontline organisations of each group does the chain miss, by where it breaks?

    Returns shape (groups + 1, levels − 1): row g the group, the last row those without one;
    column k: no chain crosses from level k + 1 to level k on the way to them.
    """
    top = int(ranks.max(initial=-1))
    front, _ = ends(ranks)
    lost = front & (attained < top)
    table = np.zeros((groups + 1, max(top, 0)), dtype=np.int64)
    row = np.where(codes >= 0, codes, groups)
    np.add.at(table, (row[lost], attained[lost]), 1)
    return table


def scale_crossing(
    source: Ints, target: Ints, n: int, ranks: Ints, *, directed: bool, up: bool
) -> Floats:
    """Who carries things from a lower to a higher level (or down) that have no tie themselves?

    Triples a → i → b without a → b, a below i below b (mirrored for down). Undirected: each
    pair once, up and down the same. Returns shape (n,), NaN for those without a level.
    """
    source, target = walkable(source, target, n, directed=directed)
    order = ranks if up else np.where(ranks >= 0, ranks.max(initial=0) - ranks, -1)
    rising = (order[source] >= 0) & (order[source] < order[target])
    into = np.bincount(target[rising], minlength=n)
    out = np.bincount(source[rising], minlength=n)
    count = (into * out).astype(float)
    # Only rising ties can shorten a rising way.
    source, target = source[rising], target[rising]
    for some in short_cuts(pairs(source, target, n), n, source, target):
        count -= np.bincount(some.middle, minlength=n)
    count[ranks < 0] = np.nan
    return count


class Triads(NamedTuple):
    """Undirected a–i–b over three levels, with and without a tie a–b; counts per i of (n,)."""

    open: Ints
    closed: Ints


def vertical_triads(source: Ints, target: Ints, n: int, ranks: Ints) -> Triads:
    """Does the one in the middle connect two levels that are tied anyway, or not otherwise?"""
    both = pairs(source, target, n)
    closed = np.zeros(n, dtype=np.int64)
    for some in triangles(both, n):
        level = np.sort(ranks[some.corners], axis=0)
        distinct = (level[0] >= 0) & (level[0] < level[1]) & (level[1] < level[2])
        middle = ranks[some.corners] == level[1]
        closed += np.bincount(some.corners[middle & distinct], minlength=n)
    return Triads(_over_levels(both, n, ranks) - closed, closed)


def _over_levels(both: Pairs, n: int, ranks: Ints) -> Ints:
    """Two-step ways a–i–b, a below i below b, whether tied or not, per i."""
    low = np.where(ranks[both.source] < ranks[both.target], both.source, both.target)
    high = both.source + both.target - low
    across = (ranks[low] >= 0) & (ranks[low] < ranks[high])
    ways = np.bincount(low[across], minlength=n) * np.bincount(high[across], minlength=n)
    return ways.astype(np.int64)


class Closing(NamedTuple):
    """Dyads without a tie, ``low`` of the lower level, and the open triads that each would close.

    Three arrays of one shape, most triads first, then by ``low`` and ``high``.
    """

    low: Ints
    high: Ints
    triads: Ints


def closing_dyads(
    source: Ints, target: Ints, n: int, ranks: Ints, *, most: int | None = None
) -> Closing:
    """Which new ties would close most open vertical triads? At most so many rows (None: all)."""
    both = pairs(source, target, n)
    low = np.where(ranks[both.source] < ranks[both.target], both.source, both.target)
    high = both.source + both.target - low
    across = (ranks[low] >= 0) & (ranks[low] < ranks[high])
    up = matrix(low[across], high[across], n)
    ways = sparse.coo_array(up @ up)
    start, end = ways.row.astype(np.int64), ways.col.astype(np.int64)
    triads = ways.data.round().astype(np.int64)
    free = ~held(keys(both.source, both.target, n),
                 keys(np.minimum(start, end), np.maximum(start, end), n))
    start, end, triads = start[free], end[free], triads[free]
    order = np.lexsort((end, start, -triads))[:most]
    return Closing(start[order], end[order], triads[order])
