"""How far apart can two organisations be driven when any k others leave?

If k + 1 ways between them share nobody, k departures leave one of them open. So they end up no
further apart than the longest of these ways, and where there are fewer ways, anything can happen.
"""

from __future__ import annotations

import numpy as np

from partnernet.kernels import bits
from partnernet.kernels.adjacency import Lists, held, keys, lists, runs, walkable
from partnernet.kernels.bits import Flood, Words
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.paths import distance_matrix
from partnernet.kernels.progress import Work

# Organisations looked at as hubs, for each that leaves and one more.
HUBS = 6


def longest_ways(
    source: Ints, target: Ints, n: int, leaving: int, work: Work | None = None
) -> tuple[Floats, Floats]:
    """Distances, and bounds on them after so many others have left; undirected.

    Both of shape (n, n), infinite without a path or a bound, 0 on the diagonal. The ways are
    taken greedily, shortest first, so the bound is safe but not always the least.
    """
    ways = walkable(source, target, n, directed=False)
    steps = distance_matrix(*ways, n, directed=True).astype(float)
    steps[steps < 0] = np.inf
    bound = steps.copy()
    first, second = np.nonzero(np.triu((steps > 1) & np.isfinite(steps), 1))
    # Pairs equally far apart together: a search goes on until its last pair has met.
    order = np.argsort(steps[first, second], kind="stable")
    first, second = first[order], second[order]
    longest = _of_pairs(ways, n, first, second, leaving + 1, work or Work())
    bound[first, second] = bound[second, first] = longest
    return steps, bound


def ways_to_hubs(source: Ints, target: Ints, n: int, leaving: int) -> tuple[Floats, float]:
    """Bounds on the way of each to a hub that stays, and between such hubs, when so many leave.

    Hubs have many contacts, and no such departure drives two of them apart. Whoever has one way
    more than leave, to different hubs and without anybody in common, still reaches one; so two
    who stay end up no further apart than their two bounds and that between hubs together.
    Returns shape (n,), 0 for hubs, and a number; infinite without a bound. For networks where
    `longest_ways` takes long and n² cells.
    """
    ways, count = walkable(source, target, n, directed=False), leaving + 1
    hubs, between = _hubs(ways, n, count)
    bound = np.full(n, np.inf)
    if not len(hubs):
        return bound, between
    # One more, beside every hub, stands for reaching any of them.
    beside, others = np.full(len(hubs), n), np.setdiff1d(np.arange(n), hubs)
    wider = np.concatenate([ways[0], hubs, beside]), np.concatenate([ways[1], beside, hubs])
    bound[others] = _of_pairs(wider, n + 1, others, np.full(len(others), n), count, Work()) - 1
    bound[hubs] = 0
    return bound, between


def _hubs(ways: tuple[Ints, Ints], n: int, count: int) -> tuple[Ints, float]:
    """Organisations that have this many ways to each other, and the longest; none if too few."""
    often = np.argsort(-np.bincount(ways[0], minlength=n), kind="stable")[: HUBS * count]
    above = np.triu_indices(len(often), 1)
    first, second = often[above[0]], often[above[1]]
    longest = _of_pairs(ways, n, first, second, count, Work())
    # Nobody can part two who are tied.
    longest[held(np.sort(keys(*ways, n)), keys(first, second, n))] = 1
    apart = np.zeros((len(often), len(often)))
    apart[above] = longest
    apart += apart.T
    chosen: list[int] = []
    for place in range(len(often)):
        if np.isfinite(apart[place, chosen]).all():
            chosen.append(place)
    if len(chosen) < count:
        return often[:0], float("inf")
    return often[chosen], float(apart[np.ix_(chosen, chosen)].max())


def _of_pairs(
    ways: tuple[Ints, Ints], n: int, first: Ints, second: Ints, count: int, work: Work
) -> Floats:
    """Steps of the longest of so many ways of each pair, as many pairs at a time as fit."""
    near, flood, longest = lists(*ways, n), Flood(*ways, n), np.zeros(len(first))
    for some in work.portions(len(first), bits.WIDTH * bits.words_at_once(len(ways[0]))):
        longest[some] = _longest(flood, near, first[some], second[some], count)
    return longest


def _longest(flood: Flood, near: Lists, start: Ints, end: Ints, count: int) -> Floats:
    """Steps of the longest of so many ways without anybody in common; infinite if too few."""
    longest, free = np.zeros(len(start)), np.ones((flood.n, len(start)), dtype=bool)
    which = np.arange(len(start))
    for _ in range(count):
        length, front = _one_way(flood, start[which], end[which], free[:, which])
        longest[which] = np.where(length > 0, length, np.inf)
        there = length > 0
        for place, who in _trace(near, front, end[which], np.where(there, length, 0)):
            free[who, which[place]] = False
        which = which[there]
    return longest


def _one_way(flood: Flood, start: Ints, end: Ints, free: Bools) -> tuple[Ints, list[Words]]:
    """Steps of each pair's shortest way through those free (0 none), and the search's fronts."""
    pair = np.arange(len(start))
    front = bits.empty(flood.n, len(start))
    bits.place(front, start, pair)
    fronts, length = [front], np.zeros(len(start), dtype=np.int64)
    word, place = pair // bits.WIDTH, (pair % bits.WIDTH).astype(np.uint64)
    for distance, new in flood.walk(front, allowed=bits.packed(free)):
        fronts.append(new.copy())
        length[(new[end, word] >> place) & np.uint64(1) > 0] = distance
        if length.all():
            break
    return length, fronts


def _trace(
    near: Lists, fronts: list[Words], end: Ints, length: Ints
) -> list[tuple[Ints, Ints]]:
    """Walk each way back from its end: for every step, which pairs are on it, and where."""
    here, steps = end.copy(), []
    for distance in range(len(fronts) - 1, 1, -1):
        pair = np.flatnonzero(length >= distance)
        if not len(pair):
            continue
        count = near.start[here[pair] + 1] - near.start[here[pair]]
        owner = np.repeat(np.arange(len(pair)), count)
        beside = near.other[runs(near.start[here[pair]], count)]
        bit = (pair[owner] % bits.WIDTH).astype(np.uint64)
        came = (fronts[distance - 1][beside, pair[owner] // bits.WIDTH] >> bit) & np.uint64(1)
        met = np.flatnonzero(came)
        _, first = np.unique(owner[met], return_index=True)
        here[pair] = beside[met[first]]
        steps.append((pair, here[pair].copy()))
    return steps
