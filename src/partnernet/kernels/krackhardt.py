"""How close is the partnership to a pure chain of command? Krackhardt's (1994) dimensions.

Connectedness is `components.connectedness`. An out-tree has 1 on all four.
"""

from __future__ import annotations

import numpy as np

from partnernet.kernels import bits
from partnernet.kernels.adjacency import keys
from partnernet.kernels.bits import Bytes, Flood, Words
from partnernet.kernels.components import sizes, strong, weak
from partnernet.kernels.dyads import Bools, Ints

NAN = float("nan")
# Pairs whose upper bounds are looked at together, in words.
WORDS_AT_ONCE = 2**20


def efficiency(source: Ints, target: Ints, n: int, *, directed: bool) -> float:
    """How few ties are there beyond what holds the parts together? 1 none, 0 all; NaN if no room.

    1 − [m − Σ(s−1)] / Σ(s−1)² over weak components of size s, undirected Σ(s−1)(s−2)/2.
    """
    rest = sizes(weak(source, target, n)) - 1
    room = (rest**2).sum() if directed else (rest * (rest - 1)).sum() / 2
    return float(1 - (len(source) - rest.sum()) / room) if room else NAN


def hierarchy(source: Ints, target: Ints, n: int) -> float:
    """Where one organisation reaches another, is it one-sided? 0 to 1, for directed ties.

    A/(M+A), M pairs that reach each other, A pairs of which only one reaches the other;
    NaN where nobody reaches anybody.
    """
    order = _Order.of(source, target, n)
    mutual = int((order.size * (order.size - 1)).sum()) // 2
    reached = int((order.below @ order.size) @ order.size) - n
    either = reached - mutual
    return (either - mutual) / either if either else NAN


class _Order:
    """Who reaches whom, organisations that reach each other taken as one class.

    ``above`` has a row of bits a class: the classes that reach it, itself too, bit k being the
    class at place k of ``by_rank`` (those that fewest reach last). ``label``: whose class is which.
    """

    def __init__(self, label: Ints, size: Ints, above: Words, below: Bytes) -> None:
        self.label = label
        self.size = size
        self.above = above
        self.below = below

    @classmethod
    def of(cls, source: Ints, target: Ints, n: int) -> _Order:
        label = strong(source, target, n)
        size = sizes(label)
        a, b = label[source], label[target]
        key = np.unique(keys(a, b, len(size))[a != b])
        a, b = key // max(len(size), 1), key % max(len(size), 1)
        start = bits.empty(len(size), len(size))
        bits.place(start, np.arange(len(size)), np.arange(len(size)))
        above = start.copy()
        for _, new in Flood(a, b, len(size)).walk(start):
            above |= new
        return cls(label, size, above, bits.unpacked(above, len(size)).T)


def least_upper_bound(source: Ints, target: Ints, n: int) -> float:
    """Has every two a lowest common superior? 1 all, 0 none that need not; for directed ties.

    1 − violations / Σ(s−1)(s−2)/2 over weak components of size s; NaN where that is 0. A pair
    of a component violates unless it has an upper bound (an organisation that reaches both;
    each reaches itself) that every other upper bound reaches. sna's `lubness` asks for the
    topmost bound instead of the least.
    """
    part = sizes(weak(source, target, n))
    room = int(((part - 1) * (part - 2)).sum()) // 2
    return 1 - violations(source, target, n) / room if room else NAN


def violations(source: Ints, target: Ints, n: int) -> int:
    """How many pairs of one weak component have no least upper bound?"""
    order = _Order.of(source, target, n)
    classes = len(order.size)
    component = np.empty(classes, dtype=np.int64)
    component[order.label] = weak(source, target, n)
    superiors = bits.row_totals(order.above)
    # Bounds of a pair are closed upwards, so the least one, if any, is the one with most
    # superiors, and its superiors are all of the bounds. With classes in order of superiors,
    # most first, it is the first bit in common.
    rank = np.argsort(-superiors, kind="stable")
    above = bits.packed(bits.unpacked(order.above, classes)[rank][:, rank].astype(bool))
    size, component, superiors = order.size[rank], component[rank], superiors[rank]
    found, rows = 0, max(1, WORDS_AT_ONCE // max(1, classes * above.shape[1]))
    for first in range(0, classes, rows):
        mine = np.arange(first, min(first + rows, classes))
        least = _has_least(above[mine, None] & above[None, :], superiors)
        bad = ~least & (component[mine, None] == component) & (mine[:, None] < np.arange(classes))
        found += int(size[mine] @ (bad @ size))
    return found


def _has_least(common: Words, superiors: Ints) -> Bools:
    """Whether the first of the bounds in common has all of them as superiors."""
    word = (common != 0).argmax(axis=2)
    value = np.take_along_axis(common, word[:, :, None], axis=2)[:, :, 0]
    # The lowest bit alone is a power of two, whose logarithm is its place.
    lowest = value & (~value + np.uint64(1))
    there = lowest > 0
    place = np.log2(np.where(there, lowest, 1).astype(float)).astype(np.int64)
    bound = np.minimum(word * bits.WIDTH + place, len(superiors) - 1)
    counted = bits.popcount(common).sum(axis=2, dtype=np.int64)
    least: Bools = there & (superiors[bound] == counted)
    return least
