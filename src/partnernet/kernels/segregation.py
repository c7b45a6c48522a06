"""The other segregation indices, each from a mixing table, for one table or for R replicates.

``table``: ties, shape (groups, groups) or (R, groups, groups), as ``mixing.mixing_counts``
(undirected: each tie in one cell and its mirror). ``dyads``: observed dyads of each block, the
same shape or (groups, groups). Results have shape () or (R,). With fewer than two groups that have
members there is nothing to compare: ``size``, shape (groups,), says so, and the result is NaN.
"""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.silos import inside_outside

Tables = Ints | Floats


def freeman(table: Tables, dyads: Ints, *, directed: bool) -> Floats:
    """1 − (share of ties across) / (share of observed dyads across), untruncated.

    1 when nobody is tied across groups, 0 as by chance, below 0 more open than chance. NaN without
    ties or without observed dyads across.

    Source
    ------
    Freeman (1978), Sociological Methods & Research 6, 411–429 (there truncated at 0).
    """
    inside, across, within, between = _four(table, dyads, directed)
    ties, whole = inside + across, within + between
    defined = (ties > 0) & (between > 0)
    expected = between / np.where(whole > 0, whole, 1.0)
    share = across / np.where(ties > 0, ties, 1.0)
    return np.where(defined, 1.0 - share / np.where(defined, expected, 1.0), np.nan)


def odds_ratio(table: Tables, dyads: Ints, *, directed: bool) -> Floats:
    """Odds of a tie inside over odds of a tie across; ½ added to all four cells if any is 0.

    NaN without ties, or without observed dyads inside or across.
    """
    inside, across, within, between = _four(table, dyads, directed)
    cells = np.stack(np.broadcast_arrays(inside, across, within - inside, between - across))
    cells = cells + 0.5 * (cells == 0).any(axis=0)
    defined = (inside + across > 0) & (within > 0) & (between > 0)
    ratio = cells[0] * cells[3] / np.where(defined, cells[1] * cells[2], 1.0)
    return np.where(defined, ratio, np.nan)


def yule_q(table: Tables, dyads: Ints, *, directed: bool) -> Floats:
    """Yule's Q = (odds ratio − 1)/(odds ratio + 1), −1 to 1."""
    ratio = odds_ratio(table, dyads, directed=directed)
    return np.asarray((ratio - 1.0) / (ratio + 1.0))


def modularity(table: Tables, size: Ints, *, directed: bool) -> Floats:
    """Share of ties inside groups beyond what degrees alone would give.

    NaN without ties or with fewer than two groups.

    Source
    ------
    Newman and Girvan (2004); directed: Leicht and Newman (2008), Phys. Rev. Lett. 100, 118703.
    Agrees with igraph 1.3.5 ``modularity`` (undirected).
    """
    ties, inside, expected = _shares(table, directed)
    return np.where((ties > 0) & _several(size), inside - expected, np.nan)


def assortativity(table: Tables, size: Ints, *, directed: bool) -> Floats:
    """Newman's r: modularity over its greatest value; 1 when every tie stays in its group.

    NaN without ties, with fewer than two groups, or where all ends are of one group.

    Source
    ------
    Newman (2003), Phys. Rev. E 67, 026126, eq. 2. Agrees with igraph 1.3.5
    ``assortativity_nominal``.
    """
    ties, inside, expected = _shares(table, directed)
    room = 1.0 - expected
    defined = (ties > 0) & (room > 1e-12) & _several(size)
    return np.where(defined, (inside - expected) / np.where(defined, room, 1.0), np.nan)


def assortativity_se(table: Tables, size: Ints, *, directed: bool) -> float:
    """Jackknife standard error of r: √Σ(r_i − r)², r_i without tie i; one table only.

    NaN where r is undefined, or where leaving one tie out makes it so.

    Source
    ------
    Newman (2003), eq. 5.
    """
    counts = np.asarray(table, dtype=np.float64)
    cells = counts if directed else np.triu(counts)
    row, column = np.nonzero(cells)
    # Ties of one block are alike: one r without a tie of each block that has any.
    fewer = np.repeat(counts[None], len(row), axis=0)
    place = np.arange(len(row))
    fewer[place, row, column] -= 1.0
    if not directed:
        mirrored = row != column
        fewer[place[mirrored], column[mirrored], row[mirrored]] -= 1.0
    r = assortativity(counts, size, directed=directed)
    without = assortativity(fewer, size, directed=directed)
    if not len(row):
        return np.nan
    return float(np.sqrt((cells[row, column] * (without - r) ** 2).sum()))


def blau(size: Ints) -> float:
    """Blau's diversity, 1 − Σp²: the chance that two drawn at random differ; NaN without members.

    ``size``: members of every *declared* category, 0 for those with nobody.
    """
    total = int(size.sum())
    return float(1.0 - ((size / total) ** 2).sum()) if total else np.nan


def iqv(size: Ints) -> float:
    """Index of qualitative variation: Blau's over its greatest value, 1 when evenly spread.

    NaN with fewer than two declared categories or without members.
    """
    categories = len(size)
    return blau(size) * categories / (categories - 1) if categories > 1 else np.nan


def inside_and_between_of_each(
    first: Ints, second: Ints, strength: Floats, groups: int
) -> tuple[Floats, Floats]:
    """Mean strength of the ties inside and between: of the whole, then of each group.

    ``first``, ``second``: groups of the ends, ``strength``: blank left out; shape (m,). A group's
    ties between have exactly one end in it. Each result has shape (1 + groups,), NaN without any.
    """
    known = ~np.isnan(strength)
    first, second, strength = first[known], second[known], strength[known]
    same = first == second

    def means(*ends: Ints, of: Bools) -> Floats:
        where = np.concatenate([end[of] for end in ends])
        values = np.tile(strength[of], len(ends))
        total = np.r_[strength[of].sum(), np.bincount(where, weights=values, minlength=groups)]
        count = np.r_[of.sum(), np.bincount(where, minlength=groups)]
        mean: Floats = np.divide(total, count, out=np.full(groups + 1, np.nan), where=count > 0)
        return mean

    return means(first, of=same), means(first, second, of=~same)


def inside_and_between(
    source: Ints, target: Ints, strength: Floats, labels: Ints
) -> Floats:
    """Mean strength of the ties inside groups and of those between, NaN without any.

    ``source``, ``target``, ``strength`` shape (m,), ``labels`` shape (n,) or (R, n), never −1 at
    the ends of a tie. Returns shape (2,) or (R, 2). Blank strengths are left out.
    """
    known = ~np.isnan(strength)
    source, target, strength = source[known], target[known], strength[known]
    same = labels.take(source, axis=-1) == labels.take(target, axis=-1)
    count_in = same.sum(axis=-1)
    sum_in = same @ strength
    counts = np.stack([count_in, len(strength) - count_in], axis=-1)
    sums = np.stack([sum_in, strength.sum() - sum_in], axis=-1)
    return np.where(counts > 0, sums / np.where(counts > 0, counts, 1), np.nan)


def _four(table: Tables, dyads: Ints, directed: bool) -> tuple[Floats, Floats, Floats, Floats]:
    """Ties inside and across, observed dyads inside and across, each whole."""
    inside, across = inside_outside(np.asarray(table, dtype=np.float64), directed=directed)
    within, between = inside_outside(dyads, directed=directed)
    first = [np.asarray(part[..., 0], dtype=np.float64)
             for part in (inside, across, within, between)]
    return first[0], first[1], first[2], first[3]


def _several(size: Ints) -> bool:
    return bool(np.count_nonzero(size) > 1)


def _shares(table: Tables, directed: bool) -> tuple[Floats, Floats, Floats]:
    """Ties, the share inside groups, and that share if ends met at random."""
    counts = np.asarray(table, dtype=np.float64)
    own = np.diagonal(counts, axis1=-2, axis2=-1)
    if directed:
        ties = counts.sum(axis=(-2, -1))
        sent, received = counts.sum(axis=-1), counts.sum(axis=-2)
    else:
        ties = np.triu(counts).sum(axis=(-2, -1))
        sent = received = (counts.sum(axis=-1) + own) / 2.0
    safe = np.where(ties > 0, ties, 1.0)
    expected = (sent * received).sum(axis=-1) / safe**2
    return np.asarray(ties), np.asarray(own.sum(axis=-1) / safe), np.asarray(expected)
