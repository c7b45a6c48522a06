"""How unusual a number is beside its replicates: p, z, several tests at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Floats

SAME = 1e-9  # values closer than this share of their size are ties: rounding is no evidence


@dataclass(frozen=True, eq=False)
class Tails:
    """A statistic beside its replicates; every field has the shape of the statistic.

    ``lower`` and ``upper``: one-sided p, (b+1)/(R+1); ``two_sided`` = min(1, 2·min(both));
    ``mean``, ``sd`` of the defined replicates (sd with R − 1; NaN below two); ``z``;
    ``error_lower``, ``error_upper``: Monte-Carlo errors √(p(1−p)/R) of the one-sided p.
    """

    lower: Floats
    upper: Floats
    two_sided: Floats
    mean: Floats
    sd: Floats
    z: Floats
    error_lower: Floats
    error_upper: Floats


def tails(observed: Floats, replicates: Floats) -> Tails:
    """Where a statistic stands among its replicates.

    Parameters
    ----------
    observed : floats, any shape
    replicates : floats, shape (R, *observed.shape)

    Returns
    -------
    Tails, of the shape of ``observed``.

    Missing
    -------
    A NaN replicate never counts as extreme and is left out of mean and sd, but stays among the R.
    An undefined statistic has undefined p and z.

    Source
    ------
    Phipson and Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9: p is never 0.
    """
    observed = np.asarray(observed, dtype=np.float64)
    replicates = np.asarray(replicates, dtype=np.float64)
    count = len(replicates)
    size = np.maximum(np.abs(observed), _largest(replicates))
    slack = SAME * np.where(np.isfinite(size), size, 0.0)
    undefined = np.isnan(observed)
    low = ((replicates <= observed + slack).sum(axis=0) + 1) / (count + 1)
    high = ((replicates >= observed - slack).sum(axis=0) + 1) / (count + 1)
    lower = np.where(undefined, np.nan, low)
    upper = np.where(undefined, np.nan, high)
    two_sided = np.minimum(1.0, 2.0 * np.minimum(lower, upper))
    mean, sd = mean_and_sd(replicates)
    return Tails(lower, upper, two_sided, mean, sd, standardised(observed, mean, sd),
                 monte_carlo_error(lower, count), monte_carlo_error(upper, count))


def mean_and_sd(replicates: Floats) -> tuple[Floats, Floats]:
    """Mean and sd (R − 1) over the first axis of the defined replicates; NaN where too few are."""
    defined = ~np.isnan(replicates)
    count = defined.sum(axis=0)
    filled = np.where(defined, replicates, 0.0)
    mean = _divide(filled.sum(axis=0), count)
    spread = np.where(defined, replicates - mean, 0.0)
    return mean, np.sqrt(_divide((spread**2).sum(axis=0), count - 1))


def standardised(observed: Floats, mean: Floats, sd: Floats) -> Floats:
    """z = (observed − mean)/sd; NaN where the replicates do not vary."""
    varies = sd > SAME * np.maximum(1.0, np.abs(mean))
    return np.where(varies, _divide(observed - mean, np.where(varies, sd, 0.0)), np.nan)


def monte_carlo_error(p: Floats, replicates: int) -> Floats:
    """Standard error of p over R replicates, √(p(1−p)/R)."""
    if replicates == 0:
        return np.full(np.shape(p), np.nan)
    return np.sqrt(p * (1.0 - p) / replicates)


def lowest_attainable(observed: Floats, replicates: Floats) -> Floats:
    """The smallest lower-tail p that any value seen, in the replicates or the data, would have.

    Shapes as in ``tails``; NaN where neither the data nor any replicate is defined.
    """
    observed = np.asarray(observed, dtype=np.float64)
    both = np.concatenate([observed[None], np.asarray(replicates, dtype=np.float64)])
    lowest = np.where(np.isnan(both), np.inf, both).min(axis=0)
    return tails(np.where(np.isfinite(lowest), lowest, np.nan), replicates).lower


def benjamini_hochberg(p: Floats) -> Floats:
    """Adjusted p for several tests at once (false discovery rate).

    Parameters
    ----------
    p : floats, any shape

    Returns
    -------
    floats, same shape: the smallest rate at which each test would be kept.

    Missing
    -------
    NaN stays NaN and is no member of the family.

    Source
    ------
    Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57; as R's ``p.adjust(p, "BH")``.
    """
    p = np.asarray(p, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    known = ~np.isnan(p)
    values = p[known]
    count = len(values)
    order = np.argsort(values, kind="stable")
    scaled = values[order] * count / np.arange(1, count + 1)
    result = np.empty(count)
    result[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    adjusted[known] = result
    return adjusted


def _largest(replicates: Floats) -> Floats:
    if not len(replicates):
        return np.zeros(replicates.shape[1:])
    return np.asarray(np.where(np.isnan(replicates), 0.0, np.abs(replicates)).max(axis=0))


def _divide(above: Floats, below: Floats) -> Floats:
    """Quotient, NaN where the denominator is not above 0."""
    some = np.asarray(below) > 0
    return np.asarray(np.where(some, above / np.where(some, below, 1), np.nan))
