"""Do two groupings agree? Mutual information and the Rand index, adjusted for chance."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from partnernet.kernels.dyads import Floats, Ints

_CELLS_AT_ONCE = 1 << 22


def agreement(one: Ints, other: Ints) -> Floats:
    """How far two groupings agree beyond chance.

    Parameters
    ----------
    one : ints, shape (n,), 0 … k − 1
    other : ints, shape (n,), or (R, n) for R groupings of the *same group sizes* (shuffles)

    Returns
    -------
    floats, shape (2,) or (R, 2): adjusted mutual information (AMI) and adjusted Rand index (ARI),
    1 where they agree, 0 on average by chance.

    Missing
    -------
    NaN where chance leaves nothing to find: both put all together, or each apart, or n < 2.

    Source
    ------
    AMI: Vinh, Epps and Bailey (2010), JMLR 11, 2837–2854, expected value under the hypergeometric
    model, over the mean of the two entropies (as scikit-learn 1.x). ARI: Hubert and Arabie (1985).
    """
    others = np.atleast_2d(other)
    n = len(one)
    result = np.full((len(others), 2), np.nan)
    if n > 1:
        width_one, width_other = int(one.max()) + 1, int(others.max()) + 1
        first = np.bincount(one, minlength=width_one)
        second = np.bincount(others[0], minlength=width_other)
        step = max(1, _CELLS_AT_ONCE // max(n, width_one * width_other))
        for start in range(0, len(others), step):
            part = slice(start, start + step)
            table = _contingency(one, others[part], width_one, width_other)
            result[part, 0] = _ami(table, first, second)
            result[part, 1] = _ari(table, first, second)
    return result if other.ndim == 2 else result[0]


def _contingency(one: Ints, others: Ints, width_one: int, width_other: int) -> Floats:
    rows = len(others)
    size = width_one * width_other
    cells = one * width_other + others + np.arange(rows)[:, None] * size
    counts = np.bincount(cells.ravel(), minlength=rows * size)
    return counts.reshape(rows, width_one, width_other).astype(np.float64)


def _ami(table: Floats, first: Ints, second: Ints) -> Floats:
    n = float(first.sum())
    product = np.outer(first, second).astype(np.float64)
    inside = np.where(table > 0, table * n / np.where(product > 0, product, 1.0), 1.0)
    shared = (table / n * np.log(inside)).sum(axis=(1, 2))
    expected = expected_mutual_information(first, second)
    room = (_entropy(first) + _entropy(second)) / 2.0 - expected
    if room < 1e-12:
        return np.full(len(table), np.nan)
    return np.asarray((shared - expected) / room)


def _ari(table: Floats, first: Ints, second: Ints) -> Floats:
    together = (table * (table - 1)).sum(axis=(1, 2)) / 2.0
    one = float((first * (first - 1)).sum()) / 2.0
    other = float((second * (second - 1)).sum()) / 2.0
    n = float(first.sum())
    expected = one * other / (n * (n - 1) / 2.0)
    room = (one + other) / 2.0 - expected
    if room < 1e-12:
        return np.full(len(table), np.nan)
    return np.asarray((together - expected) / room)


def _entropy(size: Ints) -> float:
    share = size[size > 0] / size.sum()
    return float(-(share * np.log(share)).sum())


def expected_mutual_information(first: Ints, second: Ints) -> float:
    """Mean mutual information, in nats, of two groupings of these sizes put together by chance.

    Exact: each cell of their table is hypergeometric (Vinh, Epps and Bailey 2010, eq. 24a).
    """
    n = int(first.sum())
    # Groups of one size are alike: each pair of sizes once.
    a_size, a_count = np.unique(first[first > 0], return_counts=True)
    b_size, b_count = np.unique(second[second > 0], return_counts=True)
    a, b = (sizes.ravel() for sizes in np.meshgrid(a_size, b_size, indexing="ij"))
    times = np.outer(a_count, b_count).ravel()
    low, high = np.maximum(1, a + b - n), np.minimum(a, b)
    span = np.maximum(0, high - low + 1)
    pair = np.repeat(np.arange(len(a)), span)
    cell = low[pair] + np.arange(int(span.sum())) - np.repeat(np.cumsum(span) - span, span)
    a, b, times = a[pair], b[pair], times[pair]
    chance = np.exp(_log_choose(a, cell) + _log_choose(n - a, b - cell)
                    - _log_choose(np.full(len(b), n), b))
    return float((times * cell / n * np.log(n * cell / (a * b)) * chance).sum())


def _log_choose(n: Ints, k: Ints) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
