"""How far is it? Distances in steps, counted for all pairs at once by bit-parallel search.

``directed=False`` sees the ties from either side. A pair without a path has no distance; its
1/d is 0.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csgraph

from partnernet.kernels import bits
from partnernet.kernels.adjacency import matrix, walkable
from partnernet.kernels.bits import Flood, Words
from partnernet.kernels.dyads import Bools, Floats, Ints

Steps = np.ndarray[tuple[int, int], np.dtype[np.int16]]


def distance_counts(source: Ints, target: Ints, n: int, *, directed: bool) -> Ints:
    """How many ordered pairs are how far apart? Entry d: pairs at d steps; entry 0 is 0."""
    counts: dict[int, int] = {}
    for _, distance, new in _from_everybody(source, target, n, directed=directed):
        counts[distance] = counts.get(distance, 0) + bits.total(new)
    found = np.zeros(max(counts, default=0) + 1, dtype=np.int64)
    for distance, count in counts.items():
        found[distance] = count
    return found


def global_efficiency(source: Ints, target: Ints, n: int, *, directed: bool) -> float:
    """How short are the ways between any two? Mean 1/d over ordered pairs, 0 to 1.

    NaN below two organisations. Source: Latora & Marchiori (2001).
    """
    if n < 2:
        return float("nan")
    counts = distance_counts(source, target, n, directed=directed)
    return float((counts[1:] / np.arange(1, len(counts))).sum() / (n * (n - 1)))


def harmonic_closeness(source: Ints, target: Ints, n: int, *, directed: bool) -> Floats:
    """How close is each organisation to all others? Mean 1/d, shape (n,), 0 to 1.

    Directed: along its own ties outwards. NaN below two organisations.
    """
    if n < 2:
        return np.full(n, np.nan)
    near = np.zeros(n)
    # Searching against the direction makes the bits that arrive at i those that i reaches.
    for _, distance, new in _from_everybody(target, source, n, directed=directed):
        near += bits.row_totals(new) / distance
    return near / (n - 1)


def _from_everybody(
    source: Ints, target: Ints, n: int, *, directed: bool
) -> Iterator[tuple[Ints, int, Words]]:
    """Floods from all organisations, some at a time: which, how far, and what arrives."""
    source, target = walkable(source, target, n, directed=directed)
    flood = Flood(source, target, n)
    for chosen in _batches(np.arange(n), len(source)):
        for distance, new in flood.walk(_own_bit(chosen, n)):
            yield chosen, distance, new


def _batches(starts: Ints, ties: int) -> Iterator[Ints]:
    size = bits.WIDTH * bits.words_at_once(ties)
    for first in range(0, len(starts), size):
        yield starts[first : first + size]


def _own_bit(starts: Ints, n: int) -> Words:
    words = bits.empty(n, len(starts))
    bits.place(words, starts, np.arange(len(starts)))
    return words


def steps_from(
    source: Ints, target: Ints, n: int, starts: Bools, *, directed: bool, most: int | None = None
) -> Ints:
    """In how many steps is each organisation reached from the nearest of the starts?

    Returns shape (n,): 0 for the starts themselves, −1 where none reaches it (within ``most``).
    Swap source and target to ask in how many steps each reaches one of them.
    """
    source, target = walkable(source, target, n, directed=directed)
    steps = np.where(starts, 0, -1).astype(np.int64)
    words = starts.astype(np.uint64)[:, None]
    for distance, new in Flood(source, target, n).walk(words, most=most):
        steps[new[:, 0] > 0] = distance
    return steps


def mean_inverse_distance(
    source: Ints, target: Ints, n: int, starts: Bools, ends: Bools, *, directed: bool
) -> float:
    """How near are the ends to the starts? Mean 1/d over start–end pairs, 0 to 1.

    An organisation in both sets is no pair with itself. NaN where there is no pair.
    """
    pairs = int(starts.sum()) * int(ends.sum()) - int((starts & ends).sum())
    if not pairs:
        return float("nan")
    source, target = walkable(source, target, n, directed=directed)
    flood, near = Flood(source, target, n), 0.0
    for chosen in _batches(np.flatnonzero(starts), len(source)):
        for distance, new in flood.walk(_own_bit(chosen, n)):
            near += bits.total(new[ends]) / distance
    return near / pairs


def cross_group_efficiency(
    source: Ints, target: Ints, n: int, codes: Ints, *, directed: bool = False
) -> float:
    """How short are the ways between groups? Mean 1/d over ordered pairs of different groups.

    Organisations without a group (code −1) are no end of a pair; paths may pass through them.
    NaN where there is no pair.
    """
    grouped = np.flatnonzero(codes >= 0)
    sizes = np.bincount(codes[grouped])
    pairs = len(grouped) ** 2 - int((sizes.astype(np.int64) ** 2).sum())
    if not pairs:
        return float("nan")
    source, target = walkable(source, target, n, directed=directed)
    flood, near = Flood(source, target, n), 0.0
    for chosen in _batches(grouped, len(source)):
        # Row g: the starts that are of another group than g.
        other = bits.packed(codes[chosen][None, :] != np.arange(len(sizes))[:, None])
        for distance, new in flood.walk(_own_bit(chosen, n)):
            near += bits.total(new[grouped] & other[codes[grouped]]) / distance
    return near / pairs


def distance_matrix(source: Ints, target: Ints, n: int, *, directed: bool) -> Steps:
    """How many steps from each organisation to each? Shape (n, n), int16, −1 without a path.

    For up to a few thousand organisations.
    """
    steps = np.full((n, n), -1, dtype=np.int16)
    np.fill_diagonal(steps, 0)
    for chosen, distance, new in _from_everybody(source, target, n, directed=directed):
        here = np.flatnonzero(new.any(axis=1))
        end, start = np.nonzero(bits.unpacked(new[here], len(chosen)))
        steps[chosen[start], here[end]] = distance
    return steps


def strength_distances(
    source: Ints,
    target: Ints,
    n: int,
    strength: Floats,
    *,
    directed: bool,
    starts: Ints | None = None,
) -> Floats:
    """How far is it where a strong tie is a short one? Each tie is 1/strength long.

    ``strength``, shape (ties,), oriented; a tie with none (NaN) or 0 is left out. Undirected:
    each pair takes the shorter of its two reports, so give means beforehand where those are
    meant. Returns shape (starts, n), all starts where none are named; infinite without a path.
    """
    if n == 0:
        return np.zeros((0, 0))
    there = strength > 0
    source, target, length = source[there], target[there], 1 / strength[there]
    if not directed:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
        length = np.concatenate([length, length])
    # One length a pair: a matrix would add up the two reports of one pair.
    order = np.lexsort((length, target, source))
    source, target, length = source[order], target[order], length[order]
    once = np.ones(len(source), dtype=bool)
    once[1:] = (source[1:] != source[:-1]) | (target[1:] != target[:-1])
    ties = matrix(source[once], target[once], n, length[once])
    found: Floats = csgraph.dijkstra(ties, directed=True, indices=starts)
    return found


def inverse(distance: Floats) -> Floats:
    """1/d of each distance; 0 where there is no path (infinite, or below 0) and on 0 itself."""
    there = np.isfinite(distance) & (distance > 0)
    return np.divide(1.0, distance, out=np.zeros(distance.shape), where=there)
