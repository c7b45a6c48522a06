"""How far apart can two organisations be driven when any k others leave?

If k + 1 ways between them share nobody, k departures leave one of them open. So they end up no
further apart than the longest of these ways, and where there are fewer ways, anything can happen.
"""

from __future__ import annotations

import numpy as np

from partnernet.kernels import bits
from partnernet.kernels.adjacency import Lists, lists, pairs, runs
from partnernet.kernels.bits import Flood, Words
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.paths import distance_matrix


def longest_ways(source: Ints, target: Ints, n: int, leaving: int) -> tuple[Floats, Floats]:
    """Distances, and bounds on them after so many others have left; undirected.

    Both of shape (n, n), infinite without a path or a bound, 0 on the diagonal. The ways are
    taken greedily, shortest first, so the bound is safe but not always the least.
    """
    both = pairs(source, target, n)
    ways = np.concatenate([both.source, both.target]), np.concatenate([both.target, both.source])
    steps = distance_matrix(*ways, n, directed=True).astype(float)
    steps[steps < 0] = np.inf
    bound = steps.copy()
    first, second = np.nonzero(np.triu((steps > 1) & np.isfinite(steps), 1))
    near, flood = lists(*ways, n), Flood(*ways, n)
    size = bits.WIDTH * bits.words_at_once(len(ways[0]))
    for begin in range(0, len(first), size):
        some = slice(begin, begin + size)
        longest = _longest(flood, near, first[some], second[some], leaving + 1)
        bound[first[some], second[some]] = bound[second[some], first[some]] = longest
    return steps, bound


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
