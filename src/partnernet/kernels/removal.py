"""What is left of the partnership when organisations leave? Many departures at once.

``gone``, shape (scenarios, n): who has left in each. Each scenario is a set of bits, so that one
flood searches hundreds of them. Undirected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from partnernet.kernels import bits
from partnernet.kernels.adjacency import contacts_of, pairs
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.bits import Flood, Words
from partnernet.kernels.components import sizes, weak, without
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.introductions import across

_ALL = np.uint64(2**64 - 1)


class Left(NamedTuple):
    """What hangs together among those who stay, each of shape (scenarios,).

    ``together``: ordered pairs in one component; ``largest``: organisations in the largest.
    """

    together: Ints
    largest: Ints


def left_together(source: Ints, target: Ints, n: int, gone: Bools) -> Left:
    """Who still hangs together with whom?"""
    found = Left(*np.zeros((2, len(gone)), dtype=np.int64))
    both = pairs(source, target, n)
    label = weak(both.source, both.target, n)
    size = sizes(label)
    found.largest[:] = (~gone[:, size[label] == 1]).any(axis=1)
    # Parts that are apart already add up; within each, one start at a time for all scenarios.
    for part in np.flatnonzero(size > 1):
        members = label == part
        inside = without(both.source, both.target, members)
        flood = Flood(*_both_ways(*inside), int(members.sum()))
        at_once = bits.WIDTH * bits.words_at_once(2 * len(inside[0]))
        for first in range(0, len(gone), at_once):
            some = slice(first, first + at_once)
            _count_parts(flood, ~gone[some, members].T, found.together[some], found.largest[some])
    return found


def _both_ways(source: Ints, target: Ints) -> tuple[Ints, Ints]:
    return np.concatenate([source, target]), np.concatenate([target, source])


def _count_parts(flood: Flood, stay: Bools, together: Ints, largest: Ints) -> None:
    """Add the components of these scenarios; ``stay``: organisations × scenarios."""
    which = np.flatnonzero(stay.any(axis=0))
    left = stay[:, which]
    largest[which] = np.maximum(largest[which], 1)
    # Those whom every contact has left are done with.
    left &= bits.unpacked(flood.beside(bits.packed(left)), len(which)).astype(bool)
    while True:
        more = left.any(axis=0)
        which, left = which[more], left[:, more]
        if not len(which):
            return
        open_to = bits.packed(left)
        earlier = np.zeros_like(open_to)
        earlier[1:] = np.bitwise_or.accumulate(open_to, axis=0)[:-1]
        seen = open_to & ~earlier  # the first of those left, in every scenario
        for _, new in flood.walk(seen.copy(), allowed=open_to):
            seen |= new
        inside = bits.unpacked(seen, len(which)).astype(bool)
        size = inside.sum(axis=0)
        together[which] += size * (size - 1)
        largest[which] = np.maximum(largest[which], size)
        left &= ~inside


def groups_joined(
    source: Ints, target: Ints, n: int, gone: Bools, codes: Ints, groups: int
) -> Bools:
    """Which groups have a way to another group among those who stay?

    ``codes``, shape (n,): −1 without a group; ways may lead through such. Returns shape
    (scenarios, groups).
    """
    both = pairs(source, target, n)
    flood = Flood(*_both_ways(both.source, both.target), n)
    joined = np.zeros((len(gone), groups), dtype=bool)
    at_once = bits.WIDTH * bits.words_at_once(2 * len(both.source))
    for first in range(0, len(gone), at_once):
        stay = ~gone[first : first + at_once].T
        open_to = bits.packed(stay)
        for group in range(groups):
            seen = bits.packed(stay & (codes == group)[:, None])
            for _, new in flood.walk(seen.copy(), allowed=open_to):
                seen |= new
            others = np.bitwise_or.reduce(seen[(codes >= 0) & (codes != group)], axis=0)
            joined[first : first + at_once, group] = bits.unpacked(
                others[None, :], stay.shape[1])[0].astype(bool)
    return joined


def fragmentation_left(source: Ints, target: Ints, n: int, gone: Bools) -> Floats:
    """What share of pairs of those who stay cannot reach each other? Shape (scenarios,), 0 to 1.

    NaN where fewer than two stay. Source: Borgatti (2006), F.
    """
    return 1 - _per_pair(left_together(source, target, n, gone).together, gone)


def _per_pair(value: Ints | Floats, gone: Bools) -> Floats:
    stay = (~gone).sum(axis=1)
    room = stay * (stay - 1)
    share: Floats = np.divide(value, room, out=np.full(len(gone), np.nan), where=room > 0)
    return share


def efficiency_left(
    source: Ints, target: Ints, n: int, gone: Bools, codes: Ints | None = None
) -> Floats:
    """How near are those who stay to each other? Mean 1/d, shape (scenarios,), 0 to 1.

    With ``codes``: over pairs of different groups only. NaN where there is no pair. 1 − it,
    without codes, is Borgatti's (2006) distance-weighted fragmentation.
    """
    near = nearness_left(source, target, n, gone, codes)
    if codes is None:
        return _per_pair(near, gone)
    stay = (~gone[:, codes >= 0]).astype(np.int64)
    members = np.zeros((len(gone), int(codes.max(initial=0)) + 1), dtype=np.int64)
    np.add.at(members.T, codes[codes >= 0], stay.T)
    room = members.sum(axis=1) ** 2 - (members**2).sum(axis=1)
    mean: Floats = np.divide(near, room, out=np.full(len(gone), np.nan), where=room > 0)
    return mean


def nearness_left(
    source: Ints, target: Ints, n: int, gone: Bools, codes: Ints | None = None
) -> Floats:
    """Σ 1/d over the ordered pairs of those who stay (of different groups), (scenarios,)."""
    both = pairs(source, target, n)
    flood = Flood(*_both_ways(both.source, both.target), n)
    counted = None if codes is None else bits.packed(across(codes))
    own = bits.packed(np.eye(n, dtype=bool))
    wide, near = own.shape[1], np.zeros(len(gone))
    at_once = max(1, bits.words_at_once(2 * len(both)) // wide)
    for first in range(0, len(gone), at_once):
        stay = ~gone[first : first + at_once].T
        # Every scenario has its own words: all starts that stay, entering only who stays.
        start = _in_scenarios(own, stay)
        allowed = _in_scenarios(np.full_like(own, _ALL), stay)
        for distance, new in flood.walk(start, allowed=allowed):
            arrived = new if counted is None else new & np.tile(counted, stay.shape[1])
            count = bits.popcount(arrived).sum(axis=0, dtype=np.int64)
            near[first : first + at_once] += count.reshape(-1, wide).sum(axis=1) / distance
    return near


def _in_scenarios(words: Words, stay: Bools) -> Words:
    """A row's words once a scenario in which that organisation stays, shape (n, scenarios·w)."""
    kept: Words = np.where(stay[:, :, None], words[:, None, :], np.uint64(0))
    return kept.reshape(len(words), stay.shape[1] * words.shape[1])


def departures(orders: Ints, most: int, n: int, points: Ints | None = None) -> Bools:
    """The scenarios of leaving one after the other.

    ``orders``, shape (orders, at least most): who leaves when. Returns shape
    (orders × (most + 1), n): for each order nobody gone, the first, the first two, …; or only
    those at some points, how many are gone.
    """
    points = np.arange(most + 1) if points is None else points
    when = np.full((len(orders), n), n, dtype=np.int64)
    leaving = orders[:, :most]
    np.put_along_axis(when, leaving, np.broadcast_to(np.arange(leaving.shape[1]), leaving.shape),
                      axis=1)
    gone: Bools = when[:, None, :] < points[:, None]
    return gone.reshape(-1, n)


def _by_contacts(source: Ints, target: Ints, n: int) -> Floats:
    return contacts_of(pairs(source, target, n), n).astype(float)


def _by_betweenness(source: Ints, target: Ints, n: int) -> Floats:
    return betweenness(source, target, n, directed=False)


TARGETS: dict[str, Callable[[Ints, Ints, int], Floats]] = {
    "contacts": _by_contacts,
    "betweenness": _by_betweenness,
}


def targeted_order(source: Ints, target: Ints, n: int, most: int, by: str = "contacts") -> Ints:
    """Who leaves when the busiest of those who stay always goes next? Shape (most,).

    ``by``: a key of `TARGETS`, counted anew after each departure; among equals the first.
    """
    stay, order = np.ones(n, dtype=bool), np.zeros(min(most, n), dtype=np.int64)
    for place in range(len(order)):
        here = np.flatnonzero(stay)
        score = TARGETS[by](*without(source, target, stay), len(here))
        order[place] = here[int(score.argmax())]
        stay[order[place]] = False
    return order
