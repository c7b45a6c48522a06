"""What chance makes of the E–I index: exact moments, and its value under many labellings.

Ties here are observed ties *among the grouped* (``mixing.among_grouped``), codes never −1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partnernet.kernels.adjacency import held, keys
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.mixing import group_sizes, mixing_counts
from partnernet.kernels.silos import ei_index, inside_outside

_LABELLINGS_AT_ONCE = 64
_TIES_AT_ONCE = 32 * 255  # so that what is compared stays in the cache


def ei_expected(source: Ints, target: Ints, codes: Ints, groups: int, strata: Ints) -> float:
    """Exact expectation of the whole network's E–I when groups are shuffled within strata.

    Parameters
    ----------
    source, target : ints, shape (m,), observed ties
    codes : ints, shape (n,), 0 … groups − 1
    strata : ints, shape (n,), e.g. who answered; one stratum where everybody did

    Returns
    -------
    1 − 2·E[I]/m; NaN without ties or with fewer than two groups.
    """
    if not len(source) or np.count_nonzero(group_sizes(codes, groups)) < 2:
        return np.nan
    return 1.0 - 2.0 * float(same_group_chance(source, target, codes, groups, strata).mean())


def same_group_chance(
    source: Ints, target: Ints, codes: Ints, groups: int, strata: Ints
) -> Floats:
    """Each tie's chance that its ends, shuffled within their strata, share a group, shape (m,)."""
    _, stratum = np.unique(strata, return_inverse=True)
    stratum = stratum.reshape(-1)
    count = int(stratum.max(initial=-1)) + 1
    size = np.zeros((count, groups))
    np.add.at(size, (stratum, codes), 1.0)
    whole = size.sum(axis=1)
    pairs = np.outer(whole, whole) - np.diag(whole)
    shared = size @ size.T - np.diag(whole)
    chance = np.where(pairs > 0, shared / np.where(pairs > 0, pairs, 1.0), 0.0)
    return np.asarray(chance[stratum[source], stratum[target]])


def ei_sd(source: Ints, target: Ints, codes: Ints, groups: int, *, directed: bool) -> float:
    """Exact sd of the whole network's E–I when groups are shuffled over all organisations.

    Exact where everybody who has a group answered. O(m log m + n), no n × n table. NaN without
    ties or with fewer than two groups.

    Source
    ------
    Mantel (1967), Cancer Research 27, 209–220: moments of Σ x_ij·y_π(i)π(j), here for asymmetric
    0/1 tables.
    """
    ties, n = len(source), len(codes)
    size = group_sizes(codes, groups).astype(np.float64)
    if not ties or np.count_nonzero(size) < 2:
        return np.nan
    if not directed:
        source, target = np.concatenate([source, target]), np.concatenate([target, source])
    network = _tie_sums(source, target, n)
    pairs, squares = float((size * (size - 1)).sum()), float((size * (size - 1) ** 2).sum())
    same = _Sums(pairs, pairs, pairs, squares - pairs, squares - pairs, squares - pairs)
    variance = _mantel_variance(network, same, n)
    return float(np.sqrt(max(0.0, variance)) / ties * (2.0 if directed else 1.0))


@dataclass(frozen=True)
class _Sums:
    """METHODS' T, q, μ, ρ, κ, χ of a 0/1 table; the rest, δ, follows."""

    total: float
    square: float
    mutual: float
    rows: float
    columns: float
    chains: float

    @property
    def apart(self) -> float:
        """Pairs of entries that share no index."""
        return (self.total**2 - self.square - self.mutual - self.rows - self.columns
                - 2 * self.chains)


def _tie_sums(source: Ints, target: Ints, n: int) -> _Sums:
    total = float(len(source))
    sent = np.bincount(source, minlength=n).astype(np.float64)
    received = np.bincount(target, minlength=n).astype(np.float64)
    mutual = float(held(np.sort(keys(source, target, n)), keys(target, source, n)).sum())
    return _Sums(total, total, mutual, float((sent**2).sum()) - total,
                 float((received**2).sum()) - total, float((sent * received).sum()) - mutual)


def _mantel_variance(one: _Sums, other: _Sums, n: int) -> float:
    two = float(n * (n - 1))
    three, four = two * (n - 2), two * (n - 2) * (n - 3)
    variance = (one.square * other.square + one.mutual * other.mutual) / two
    if three > 0:  # a term over a falling factorial of more than n is 0
        variance += (one.rows * other.rows + one.columns * other.columns
                     + 2 * one.chains * other.chains) / three
    if four > 0:
        variance += one.apart * other.apart / four
    return variance - (one.total * other.total / two) ** 2


def shuffled_whole_ei(source: Ints, target: Ints, labels: Ints) -> Floats:
    """The whole network's E–I under many labellings: ``labels`` shape (r, n), result (r,)."""
    ties = len(source)
    internal = np.zeros(len(labels))
    for part, places in _columns(labels):
        for run in _runs(ties):
            same = places.take(source[run], axis=0) == places.take(target[run], axis=0)
            internal[part] += _column_sums(same)
    if not ties:
        return np.full(len(labels), np.nan)
    return 1.0 - 2.0 * internal / ties


def shuffled_ei(source: Ints, target: Ints, labels: Ints, groups: int) -> Floats:
    """Whole and per-group E–I under many labellings.

    Parameters
    ----------
    source, target : ints, shape (m,), observed ties
    labels : ints, shape (r, n), 0 … groups − 1

    Returns
    -------
    floats, shape (r, 1 + groups), the whole first; NaN where a group has no tie.
    """
    n = labels.shape[1]
    degree = np.bincount(source, minlength=n) + np.bincount(target, minlength=n)
    internal = np.zeros((len(labels), groups))
    ends = np.zeros((len(labels), groups))
    for part, places in _columns(labels):
        for run in _runs(len(source)):
            place = places.take(source[run], axis=0)
            # −1 where the ends differ: then one comparison a group counts its internal ties.
            same = place == places.take(target[run], axis=0)
            place = np.where(same, place, places.dtype.type(-1))
            for group in range(groups):
                internal[part, group] += _column_sums(place == group)
        width = places.shape[1]
        cells = places.astype(np.int64) * width + np.arange(width)
        sums = np.bincount(cells.ravel(), np.repeat(degree, width), minlength=groups * width)
        ends[part] = sums.reshape(groups, width).T
    external = ends - 2 * internal
    whole_in = internal.sum(axis=1, keepdims=True)
    whole_out = external.sum(axis=1, keepdims=True) / 2
    return ei_index(np.concatenate([whole_in, internal], axis=1),
                    np.concatenate([whole_out, external], axis=1))


def rewired_ei(
    source: Ints, target: Ints, codes: Ints, groups: int, *, directed: bool
) -> Floats:
    """Whole and per-group E–I of many networks: ``source``, ``target`` shape (r, m).

    Returns floats, shape (r, 1 + groups), the whole first; NaN where a group has no tie.
    """
    table = mixing_counts(source, target, codes, groups, directed=directed)
    internal, external = inside_outside(table, directed=directed)
    return ei_index(internal, external)


Small = NDArray[np.signedinteger]


def _columns(labels: Ints) -> Iterator[tuple[slice, Small]]:
    """A few labellings at a time, one a column in the smallest integer that holds them.

    So that looking up the labels of a tie copies one short run of memory for all replicates.
    """
    most = int(labels.max(initial=0))
    small = next(kind for kind in (np.int8, np.int16, np.int32) if most <= np.iinfo(kind).max)
    for start in range(0, len(labels), _LABELLINGS_AT_ONCE):
        part = slice(start, start + _LABELLINGS_AT_ONCE)
        yield part, np.ascontiguousarray(labels[part].T.astype(small))


def _runs(ties: int) -> Iterator[slice]:
    for start in range(0, ties, _TIES_AT_ONCE):
        yield slice(start, start + _TIES_AT_ONCE)


def _column_sums(flags: Bools) -> Ints:
    """How many are true in each column; runs of 255 rows first, which fit a byte."""
    rows, width = flags.shape
    whole = rows // 255 * 255
    runs = flags[:whole].view(np.uint8).reshape(-1, 255, width)
    sums = np.add.reduce(runs, axis=1, dtype=np.uint8).sum(axis=0, dtype=np.int64)
    return np.asarray(sums + flags[whole:].sum(axis=0, dtype=np.int64))
