"""Ties in the orders that the other kernels need: by sender, either way round, as a matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from partnernet.kernels.dyads import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Lists:
    """The neighbours of every organisation, one after the other.

    Those of i are ``other[start[i]:start[i + 1]]``, ascending; ``tie``, like ``other`` of shape
    (ties,), says which tie each is. ``start`` has shape (n + 1,).
    """

    start: Ints
    other: Ints
    tie: Ints


@dataclass(frozen=True, eq=False)
class Pairs:
    """Ties seen from either side: each pair once, ``source < target``, sorted.

    ``reports``, shape (pairs,): 2 where the tie stands in both directions, else 1. ``pair``,
    shape (ties,): which pair each tie belongs to.
    """

    source: Ints
    target: Ints
    reports: Ints
    pair: Ints

    def __len__(self) -> int:
        return len(self.source)


def lists(source: Ints, target: Ints, n: int) -> Lists:
    """Whom does each organisation name? The targets of each source."""
    order = np.argsort(keys(source, target, n), kind="stable")
    return Lists(starts(source, n), target[order], order)


def starts(owner: Ints, n: int) -> Ints:
    """Where each owner's run begins in a sorted list, shape (n + 1,)."""
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(owner, minlength=n), out=start[1:])
    return start


def runs(first: Ints, count: Ints) -> Ints:
    """The places first, first + 1, … of every run, one run after the other, shape (Σ count,)."""
    place: Ints = np.arange(count.sum()) + np.repeat(first - (np.cumsum(count) - count), count)
    return place


def pairs(source: Ints, target: Ints, n: int) -> Pairs:
    """Who is tied to whom when it does not matter who says so?"""
    key = keys(np.minimum(source, target), np.maximum(source, target), n)
    once, pair, reports = np.unique(key, return_inverse=True, return_counts=True)
    size = max(n, 1)
    return Pairs(once // size, once % size, reports.astype(np.int64), pair.astype(np.int64))


def walkable(source: Ints, target: Ints, n: int, *, directed: bool) -> tuple[Ints, Ints]:
    """The steps that a path may take: along the ties, or along them both ways."""
    if directed:
        return source, target
    both = pairs(source, target, n)
    return (
        np.concatenate([both.source, both.target]),
        np.concatenate([both.target, both.source]),
    )


def keys(source: Ints, target: Ints, n: int) -> Ints:
    """One number a dyad, so that dyads can be sorted and looked up."""
    return source * np.int64(n) + target


def held(sorted_keys: Ints, wanted: Ints) -> Bools:
    """Which of the wanted keys stand among the sorted ones?"""
    return places(sorted_keys, wanted) >= 0


def places(sorted_keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted key stands among the sorted ones; −1 where it does not."""
    if len(sorted_keys) == 0:
        return np.full(wanted.shape, -1, dtype=np.int64)
    place = np.searchsorted(sorted_keys, wanted)
    np.minimum(place, len(sorted_keys) - 1, out=place)
    return np.where(sorted_keys[place] == wanted, place, -1)


def matrix(source: Ints, target: Ints, n: int, weight: Floats | None = None) -> sparse.csr_array:
    """The ties as a sparse matrix, shape (n, n), rows send; 1 for a tie without `weight`."""
    value = np.ones(len(source)) if weight is None else weight
    # scipy 1.11's graph routines take no other index.
    place = source.astype(np.int32), target.astype(np.int32)
    return sparse.csr_array((value, place), shape=(n, n))


def degrees(source: Ints, target: Ints, n: int) -> Ints:
    """How many contacts has each organisation, either direction, each once? Shape (n,)."""
    both = pairs(source, target, n)
    return contacts_of(both, n)


def contacts_of(both: Pairs, n: int) -> Ints:
    """Contacts of each organisation where the pairs are there already, shape (n,)."""
    count = np.bincount(both.source, minlength=n) + np.bincount(both.target, minlength=n)
    return count.astype(np.int64)


def among(source: Ints, target: Ints, members: Bools) -> Bools:
    """Which ties have both ends among these organisations? Shape (ties,)."""
    return members[source] & members[target]
