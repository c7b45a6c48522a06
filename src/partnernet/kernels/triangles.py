"""Every three organisations that are all tied to each other, found once each.

Much of cohesion and brokerage is a sum over two steps of which a third tie is, or is not, the
short cut. Two-step ways are counted from degrees; the short cuts are these triangles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.adjacency import Pairs, contacts_of, keys, lists, places, runs
from partnernet.kernels.dyads import Bools, Floats, Ints

# Two-step ways looked at together; some 100 MB.
AT_ONCE = 2**20
_HASHED_FROM = 2**15


@dataclass(frozen=True, eq=False)
class Triangles:
    """Some triangles: ``corners`` and ``sides`` have shape (3, triangles).

    ``sides[c]`` is the pair (its place in the pairs given) opposite to ``corners[c]``.
    """

    corners: Ints
    sides: Ints


def triangles(both: Pairs, n: int) -> Iterator[Triangles]:
    """Yield all triangles of the undirected network, some hundred thousand at a time.

    From the less to the more connected end of each pair there are few ways on, even from hubs;
    of every two of them, is there a tie between their ends?
    """
    rank = np.empty(n, dtype=np.int64)
    rank[np.lexsort((np.arange(n), contacts_of(both, n)))] = np.arange(n)
    low = np.minimum(rank[both.source], rank[both.target])
    high = np.maximum(rank[both.source], rank[both.target])
    onward = lists(low, high, n)
    low, high = low[onward.tie], onward.other
    known, who = _Lookup(keys(low, high, n)), np.argsort(rank)
    ways = onward.start[low + 1] - np.arange(len(low)) - 1
    ends = np.cumsum(ways)
    first = 0
    while first < len(ways):
        done = ends[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(ends, done + AT_ONCE, side="right")))
        some = np.arange(first, last)
        one, two = np.repeat(some, ways[some]), runs(some + 1, ways[some])
        there, between = known.find(keys(high[one], high[two], n))
        if len(there):
            one, two = one[there], two[there]
            yield Triangles(
                who[np.stack([low[one], high[one], high[two]])],
                onward.tie[np.stack([between, two, one])],
            )
        first = last


class _Lookup:
    """Places of keys in a sorted list, with a rough table first that turns most others away."""

    def __init__(self, sorted_keys: Ints) -> None:
        self._keys = sorted_keys
        self._shift = np.uint64(0)
        self._rough: Bools | None = None
        if len(sorted_keys) >= _HASHED_FROM:
            room = int(len(sorted_keys) - 1).bit_length() + 4
            self._shift = np.uint64(64 - room)
            self._rough = np.zeros(2**room, dtype=bool)
            self._rough[self._slot(sorted_keys)] = True

    def _slot(self, wanted: Ints) -> Ints:
        # Multiplicative hashing (Knuth, vol. 3): the high bits of key × 2⁶⁴/golden ratio.
        mixed = wanted.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        return (mixed >> self._shift).astype(np.int64)

    def find(self, wanted: Ints) -> tuple[Ints, Ints]:
        """Which of the wanted there are, and where."""
        if self._rough is None:
            maybe = np.arange(len(wanted))
        else:
            maybe = np.flatnonzero(self._rough[self._slot(wanted)])
        place = places(self._keys, wanted[maybe])
        return maybe[place >= 0], place[place >= 0]


def corner_totals(both: Pairs, n: int, weight: Floats | None = None) -> Floats:
    """How many triangles is each organisation in? Shape (n,).

    ``weight``, shape (pairs,): each triangle counts as the weight of the pair opposite.
    """
    count = np.zeros(n)
    for some in triangles(both, n):
        for corner, side in zip(some.corners, some.sides, strict=True):
            count += np.bincount(corner, None if weight is None else weight[side], n)
    return count


@dataclass(frozen=True, eq=False)
class Triples:
    """Triples a → i → b with a tie a → b beside them; three arrays of one shape."""

    first: Ints
    middle: Ints
    last: Ints


def short_cuts(both: Pairs, n: int, source: Ints, target: Ints) -> Iterator[Triples]:
    """Yield the triples a → i → b, a ≠ b, that a tie a → b makes shorter (transitive triples).

    ``both`` are the pairs of these ties, which are directed.
    """
    up, down = np.zeros((2, len(both)), dtype=bool)
    up[both.pair[source < target]] = True
    down[both.pair[source > target]] = True

    def runs(some: Triangles, a: int, b: int) -> Bools:
        pair = some.sides[3 - a - b]
        forward = some.corners[a] == both.source[pair]
        there: Bools = np.where(forward, up[pair], down[pair])
        return there

    for some in triangles(both, n):
        found = []
        for a, i, b in ((0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)):
            there = runs(some, a, i) & runs(some, i, b) & runs(some, a, b)
            found.append(some.corners[[a, i, b]][:, there])
        yield Triples(*np.concatenate(found, axis=1))
