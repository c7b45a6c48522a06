"""Self-assessment: how far answers agree, hold together, fall short, and go with the ties."""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.significance import mean_and_sd

LEAST_FOR_AGREEMENT = 3
LEAST_FOR_INTERVAL = 3
LEAST_FOR_ALPHA = 10
_CELLS_AT_ONCE = 1 << 22


def averaged(values: Floats, member: Ints, units: int, *, least_share: float = 0.5) -> Floats:
    """Each organisation's score of each unit: the mean of its items, where enough were answered.

    ``values``, shape (n, items), NaN where blank; ``member``, shape (items,): the unit of each
    item, −1 for none. Returns shape (n, units), NaN where fewer than ``least_share`` of the unit's
    items have a value.
    """
    inside = (member[:, None] == np.arange(units)).astype(np.float64)
    blank = np.isnan(values)
    count = (~blank).astype(np.float64) @ inside
    total = np.where(blank, 0.0, values) @ inside
    enough = (count > 0) & (count >= least_share * inside.sum(axis=0))
    return np.asarray(np.divide(total, count, out=np.full(count.shape, np.nan), where=enough))


def mean_and_spread(values: Floats) -> tuple[Ints, Floats, Floats]:
    """Answers, mean and sd (n − 1) of each column; NaN without answers, the sd below two."""
    return (~np.isnan(values)).sum(axis=0, dtype=np.int64), *mean_and_sd(values)


def within_agreement(values: Floats, points: int) -> Floats:
    """r_wg: how far those who answered agree, beside answers that come by chance.

    Parameters
    ----------
    values : floats, shape (n, k), NaN where blank
    points : A, how many points the scale has

    Returns
    -------
    floats, shape (k,), 0 (as by chance, or further apart) to 1 (all say the same):
    1 − s²/((A² − 1)/12), s² the variance with n − 1.

    Missing
    -------
    NaN below three answers, or with fewer than two points.

    Source
    ------
    James, Demaree and Wolf (1984); as ``rwg`` of R package multilevel 2.7.
    """
    count, _, spread = mean_and_spread(values)
    if points < 2:
        return np.full(len(count), np.nan)
    by_chance = (points**2 - 1) / 12.0
    agreement = np.maximum(0.0, 1.0 - spread**2 / by_chance)
    return np.where(count >= LEAST_FOR_AGREEMENT, agreement, np.nan)


def cronbach_alpha(values: Floats) -> tuple[float, int]:
    """Cronbach's alpha of some items, and on how many complete rows it rests.

    ``values``, shape (n, items), NaN where blank. NaN below 10 complete rows, two items, or where
    the sums do not vary.

    Source: Cronbach (1951); as ``alpha`` of R package psych 2.2.9 (raw_alpha).
    """
    complete = values[~np.isnan(values).any(axis=1)]
    rows, items = complete.shape
    if rows < LEAST_FOR_ALPHA or items < 2:
        return float("nan"), rows
    total = float(complete.sum(axis=1).var(ddof=1))
    if total <= 1e-12:
        return float("nan"), rows
    parts = float(complete.var(axis=0, ddof=1).sum())
    return items / (items - 1) * (1 - parts / total), rows


def bootstrap_interval(values: Floats, replicates: int, seeds: np.random.SeedSequence,
                       *, level: float = 0.95) -> tuple[Floats, Floats]:
    """An interval of the mean of each column, by drawing rows again.

    Parameters
    ----------
    values : floats, shape (n, k), NaN where blank; paired differences, for instance
    replicates : R
    seeds : the same rows are drawn for columns with the same blanks, so equal ones agree
    level : share of the replicates inside

    Returns
    -------
    low, high : floats, shape (k,): percentiles of the means of n redrawn values.

    Missing
    -------
    Only rows with a value are drawn; NaN below three.

    Source
    ------
    Efron and Tibshirani (1993), percentile interval; as ``boot`` of R package boot 1.3.
    """
    low, high = np.full((2, values.shape[1]), np.nan)
    tails = [50 * (1 - level), 50 * (1 + level)]
    for column in range(values.shape[1]):
        given = values[~np.isnan(values[:, column]), column]
        if len(given) < LEAST_FOR_INTERVAL:
            continue
        generator = np.random.default_rng(seeds)
        step = max(1, _CELLS_AT_ONCE // len(given))
        means = np.concatenate([
            given[generator.integers(0, len(given), (min(step, replicates - done), len(given)))]
            .mean(axis=1) for done in range(0, replicates, step)])
        low[column], high[column] = np.percentile(means, tails)
    return low, high


def from_the_rest(values: Floats, labels: Ints, groups: int) -> Floats:
    """Mean of each group less the mean of all others, for each column.

    ``values``, shape (n, k), NaN where blank; ``labels``, shape (r, n), −1 for none. Returns shape
    (r, groups, k); NaN where the group or the rest gave no value.
    """
    blank = np.isnan(values)
    given, filled = (~blank).astype(np.float64), np.where(blank, 0.0, values)
    labels = np.atleast_2d(labels)
    grouped = (labels >= 0).astype(np.float64)
    count_all, total_all = grouped @ given, grouped @ filled
    found = np.full((len(labels), groups, values.shape[1]), np.nan)
    for group in range(groups):
        inside = (labels == group).astype(np.float64)
        count, total = inside @ given, inside @ filled
        rest = count_all - count
        both = (count > 0) & (rest > 0)
        found[:, group] = np.where(both, total / np.where(both, count, 1)
                                   - (total_all - total) / np.where(both, rest, 1), np.nan)
    return found


def ends_correlation(source: Ints, target: Ints, scores: Floats, *, directed: bool) -> Floats:
    """Pearson correlation, over ties, of the scores of their two ends.

    ``scores``, shape (n,) or (r, n), NaN where an organisation has none: its ties are left out.
    An undirected tie counts both ways round. Returns shape (r,); NaN below two ties or where the
    ends do not vary.
    """
    scores = np.atleast_2d(scores)
    if not directed:
        source, target = np.r_[source, target], np.r_[target, source]
    return correlation(scores[:, source], scores[:, target])


def correlation(one: Floats, other: Floats) -> Floats:
    """Pearson correlation along the last axis of pairs without a NaN; shape (r,)."""
    both = ~(np.isnan(one) | np.isnan(other))
    count = both.sum(axis=-1)
    some = np.maximum(count, 1)[..., None]
    first, second = (np.where(both, values, 0.0) for values in (one, other))
    first = np.where(both, first - first.sum(axis=-1, keepdims=True) / some, 0.0)
    second = np.where(both, second - second.sum(axis=-1, keepdims=True) / some, 0.0)
    size = np.sqrt((first**2).sum(axis=-1) * (second**2).sum(axis=-1))
    varies = (count > 1) & (size > 1e-12)
    return np.where(varies, (first * second).sum(axis=-1) / np.where(varies, size, 1), np.nan)
