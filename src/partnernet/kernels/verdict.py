"""Is a group a silo? One verdict a group from two null models, and what would overturn it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.kernels.significance import Tails, benjamini_hochberg, lowest_attainable, tails

TOO_SMALL = "too small to say"
SILO = "silo"
LEANING = "leaning"
OPEN = "open"
NO_SIGN = "no sign"
VERDICTS = (TOO_SMALL, SILO, LEANING, OPEN, NO_SIGN)

ALPHA = 0.05
LEAST_MEMBERS = 3
_CELLS_AT_ONCE = 1 << 22


@dataclass(frozen=True, eq=False)
class NullTest:
    """Each group's E–I beside one null model; arrays of shape (groups,).

    ``tails``: raw p (``lower`` is the silo's side), mean, sd, z, Monte-Carlo errors. ``lower_bh``,
    ``upper_bh``: Benjamini–Hochberg over the family, NaN outside it. ``lowest``: the smallest
    lower p that any value seen would have.
    """

    tails: Tails
    lower_bh: Floats
    upper_bh: Floats
    lowest: Floats


@dataclass(frozen=True, eq=False)
class Verdicts:
    """One of ``VERDICTS`` for each group, with every number it rests on.

    ``candidates``: groups of 3 members and a tie; ``family``: those of them that could be found,
    over which the tests are adjusted. Both shape (groups,).
    """

    verdicts: tuple[str, ...]
    permutation: NullTest
    degree: NullTest
    candidates: Bools
    family: Bools


def verdicts(
    members: Ints,
    ei: Floats,
    permutation: Floats,
    degree: Floats,
    *,
    alpha: float = ALPHA,
) -> Verdicts:
    """Say of each group whether it is a silo.

    Parameters
    ----------
    members : ints, shape (groups,)
    ei : floats, shape (groups,), E–I of each group, NaN without ties
    permutation, degree : floats, shape (R, groups), its replicates under the two null models; the
        two may differ in R

    Returns
    -------
    Verdicts. The first that applies: "too small to say" (fewer than 3 members, no tie, or even the
    lowest value seen would have p × candidates > alpha under either null) · "silo" (adjusted lower
    p ≤ alpha under both nulls) · "leaning" (under the degree null only) · "open" (adjusted upper p
    ≤ alpha under the degree null) · "no sign".

    Missing
    -------
    A group whose E–I is undefined is too small to say.
    """
    candidates = (members >= LEAST_MEMBERS) & ~np.isnan(ei)
    lowest = {name: lowest_attainable(ei, values)
              for name, values in (("permutation", permutation), ("degree", degree))}
    worst = np.fmax(lowest["permutation"], lowest["degree"])
    family = candidates & (worst * np.count_nonzero(candidates) <= alpha)
    tests = {name: _test(ei, values, lowest[name], family)
             for name, values in (("permutation", permutation), ("degree", degree))}
    inward = {name: test.lower_bh <= alpha for name, test in tests.items()}
    outward = tests["degree"].upper_bh <= alpha
    choices = [~family, inward["permutation"] & inward["degree"], inward["degree"], outward]
    found = np.select(choices, [0, 1, 2, 3], default=4)
    return Verdicts(tuple(VERDICTS[place] for place in found), tests["permutation"],
                    tests["degree"], candidates, family)


def least_replicates(groups: int) -> int:
    """Replicates below which no verdict is possible, whatever the data: 1/(R + 1) × groups > alpha.

    ``groups``: those of 3 members and a tie, which are tested together.
    """
    return max(math.ceil(groups / ALPHA - 1e-9) - 1, 0)


def _test(ei: Floats, replicates: Floats, lowest: Floats, family: Bools) -> NullTest:
    beside = tails(ei, replicates)
    return NullTest(
        beside,
        benjamini_hochberg(np.where(family, beside.lower, np.nan)),
        benjamini_hochberg(np.where(family, beside.upper, np.nan)),
        lowest,
    )


def if_outward(
    source: Ints, target: Ints, codes: Ints, dyads: Dyads, generator: np.random.Generator
) -> tuple[Ints, Ints, Dyads]:
    """The network if every silent organisation looked outside its own group.

    Directed: each silent organisation names, outside its group only, as many as the largest
    observed out-degree: those it is known to name first, then others by chance; never fewer than
    are known, never more than there are outside. Undirected: every unobserved dyad between groups
    is a tie, and known ties stay. Everybody then counts as having answered; what those who did
    answer could not say stays unknown (undirected: inside a group).

    Parameters
    ----------
    source, target : ints, shape (m,), all known ties among the grouped
    codes : ints, shape (n,), never −1
    dyads : the observed dyads

    Returns
    -------
    source, target of the ties, sorted, and the dyads.
    """
    n = len(codes)
    seen = dyads.observed(source, target)
    if dyads.directed:
        most = int(np.bincount(source[seen], minlength=1).max(initial=0))
        silent = np.flatnonzero(~dyads.answered)
        known = ~seen & ~dyads.answered[source] & (codes[source] != codes[target])
        more = _named(silent, source[known], target[known], codes, most, generator)
    else:
        more = _open_between(codes, dyads)
        seen = seen | (codes[source] == codes[target])
    keys = np.unique(np.concatenate([source[seen] * n + target[seen], more[0] * n + more[1]]))
    unknown_source, unknown_target = dyads.unknown_pairs()
    if not dyads.directed:
        inside = codes[unknown_source] == codes[unknown_target]
        unknown_source, unknown_target = unknown_source[inside], unknown_target[inside]
    everybody = Dyads(np.ones(n, dtype=bool), unknown_source, unknown_target, dyads.rule)
    return keys // n, keys % n, everybody


def _named(
    silent: Ints, source: Ints, target: Ints, codes: Ints, most: int, generator: np.random.Generator
) -> tuple[Ints, Ints]:
    """Whom the silent organisations name: the known first, then by chance, none of their group."""
    n = len(codes)
    senders: list[Ints] = []
    named: list[Ints] = []
    step = max(1, _CELLS_AT_ONCE // max(1, n))
    for start in range(0, len(silent), step):
        rows = silent[start : start + step]
        place = np.full(n, -1)
        place[rows] = np.arange(len(rows))
        rank = generator.random((len(rows), n))
        mine = place[source] >= 0
        rank[place[source[mine]], target[mine]] = -1.0
        rank[codes[rows][:, None] == codes] = 2.0
        known = np.bincount(place[source[mine]], minlength=len(rows))
        wanted = np.minimum(np.maximum(most, known), (rank < 2.0).sum(axis=1))
        row, column = np.nonzero(np.arange(n) < wanted[:, None])
        senders.append(rows[row])
        named.append(np.argsort(rank, axis=1, kind="stable")[row, column])
    none = np.zeros(0, dtype=np.int64)
    return np.concatenate([none, *senders]), np.concatenate([none, *named])


def _open_between(codes: Ints, dyads: Dyads) -> tuple[Ints, Ints]:
    """Unordered dyads between groups that were not observed."""
    source, target = dyads.unknown_pairs()
    quiet = np.flatnonzero(~dyads.answered)
    n = len(codes)
    if dyads.rule == "any":
        i, j = np.triu_indices(len(quiet), 1)
        more = quiet[i], quiet[j]
    else:
        more = np.repeat(quiet, n), np.tile(np.arange(n, dtype=np.int64), len(quiet))
    low = np.concatenate([source, np.minimum(*more)])
    high = np.concatenate([target, np.maximum(*more)])
    across = codes[low] != codes[high]
    keys = np.unique(low[across] * n + high[across])
    return keys // n, keys % n
