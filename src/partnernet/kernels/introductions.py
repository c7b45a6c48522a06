"""Which new tie would bring groups nearest to each other? Every candidate, exactly.

An undirected tie u–v makes d′(i, j) the least of d(i, j), d(i, u) + 1 + d(v, j) and
d(i, v) + 1 + d(u, j); by the triangle inequality at most one of the last two is shorter than the
first. So the gain of all candidates at once is a sum of matrix products over distance shells.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from partnernet.kernels import bits
from partnernet.kernels.adjacency import Pairs, held, keys, lists, runs
from partnernet.kernels.bits import Flood
from partnernet.kernels.chance import Progress
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.paths import Steps, inverse

Shell = Floats | sparse.csr_array

# A shell with fewer than this share of its entries set is multiplied as a sparse matrix.
_SPARSE = 0.05
_FAR = np.iinfo(np.int16).max // 4


def across(codes: Ints) -> Bools:
    """Which ordered pairs join two groups? Shape (n, n)."""
    has = codes >= 0
    pairs: Bools = (codes[:, None] != codes) & has[:, None] & has
    return pairs


def efficiency_of(steps: Steps, codes: Ints) -> float:
    """Cross-group efficiency from a distance matrix: mean 1/d, NaN without such pairs."""
    wanted = across(codes)
    count = int(wanted.sum())
    return float(_inverse(steps)[wanted].sum() / count) if count else float("nan")


def _inverse(steps: Steps) -> Floats:
    return np.divide(1.0, steps, out=np.zeros(steps.shape), where=steps > 0)


def efficiency_gains(steps: Steps, codes: Ints, rows: Ints, columns: Ints) -> Floats:
    """How much would cross-group efficiency gain by each undirected tie row–column?

    ``steps``, shape (n, n): undirected distances, −1 without a path. ``rows``, ``columns``: the
    organisations at the two ends. Returns shape (rows, columns), 0 where the tie is there
    already; NaN where no pair joins two groups.
    """
    wanted = across(codes)
    count = int(wanted.sum())
    if not count:
        return np.full((len(rows), len(columns)), np.nan)
    shells = int(steps.max(initial=0)) + 1
    left = [_shell(steps[:, rows] == a) for a in range(shells)]
    right = [_shell(steps[:, columns] == b) for b in range(shells)]
    # [a]: sum over j of what pairs (i, j) gain if u is a steps from i, shape (n, columns).
    inner = _shortened(steps, wanted, right)
    if (steps < 0).any():
        inner = _joined(steps, wanted, right, inner)
    gain = np.zeros((len(rows), len(columns)))
    for shell, value in zip(left, inner, strict=True):
        gain += _product(sparse.csr_array(shell.T) if sparse.issparse(shell) else shell.T, value)
    # Each unordered pair was met in one of its two orders only.
    return 2 * gain / count


def _shell(value: Bools | Floats) -> Shell:
    if np.count_nonzero(value) < _SPARSE * value.size:
        return sparse.csr_array(value.astype(float))
    return value.astype(float)


def _product(left: Shell, right: Shell) -> Floats:
    product = left @ right
    dense: Floats = product if isinstance(product, np.ndarray) else product.toarray()
    return dense


def _shortened(
    steps: Steps, wanted: Bools, right: list[Shell]
) -> list[Floats]:
    """Pairs with a path that a new way of s steps makes shorter: Σ_b W_s L_b for s = a + b + 1."""
    n, shells, columns = len(steps), len(right), right[0].shape[1]
    inner, before = [np.zeros((n, columns)) for _ in right], _inverse(steps)
    for s in range(1, shells):
        weight = _shell(np.where(wanted & (steps > s), 1 / s - before, 0))
        for b in range(s):
            inner[s - 1 - b] += _product(weight, right[b])
    return inner


def _joined(
    steps: Steps, wanted: Bools, right: list[Shell], inner: list[Floats]
) -> list[Floats]:
    """Add the pairs without a path: all that a new tie joins gain 1/(a + b + 1)."""
    apart = _shell(wanted & (steps < 0))
    for b, shell in enumerate(right):
        met = _product(apart, shell)
        for a, value in enumerate(inner):
            value += met / (a + b + 1)
    return inner


def reach_gains(
    source: Ints, target: Ints, n: int, steps_down: Ints, front: Bools, most: int
) -> Floats:
    """How much would reach in so many steps gain by each tie, in both directions?

    ``source``, ``target``: the steps that a path may take. ``steps_down``, shape (n,): steps
    from the nearest decision organisation, −1 without. ``front``: the organisations to be
    reached. Returns shape (n, n), symmetric: the gain in the share reached in at most ``most``
    steps; NaN without a front.
    """
    size = int(front.sum())
    if not size:
        return np.full((n, n), np.nan)
    missed = np.flatnonzero(front & ((steps_down < 0) | (steps_down > most)))
    within = np.zeros((most, n))
    start = bits.empty(n, len(missed))
    bits.place(start, missed, np.arange(len(missed)))
    if most:
        within[:, missed] = 1
    # Against the direction: how many of the missed does each organisation reach in r steps?
    for distance, new in Flood(target, source, n).walk(start, most=max(most - 1, 0)):
        within[distance:] += bits.row_totals(new)
    # From u one step to v, and from there the steps that are left.
    left = most - 1 - steps_down
    usable = (steps_down >= 0) & (left >= 0)
    gain = np.zeros((n, n))
    gain[usable] = within[left[usable]]
    return (gain + gain.T) / size


def with_tie(steps: Steps, u: int, v: int) -> Steps:
    """All distances once u and v are tied, undirected; a new array."""
    table = _with_far(steps)
    _bring_nearer(table, u, v)
    table[table >= _FAR] = -1
    return table


def _with_far(steps: Steps) -> Steps:
    """Distances with `_FAR` where there is no path; a new array."""
    far: Steps = np.where(steps < 0, np.int16(_FAR), steps)
    return far


def _bring_nearer(far: Steps, u: int, v: int) -> None:
    """Let every way lead over a new tie of u and v where that is shorter, in place."""
    to_u, to_v = far[:, u].copy(), far[:, v].copy()
    for first, second in ((to_u, to_v), (to_v, to_u)):
        np.minimum(far, first[:, None] + second + np.int16(1), out=far)
    np.minimum(far, np.int16(_FAR), out=far)


def plan_gains(
    steps: Steps, codes: Ints, u: Ints, v: Ints, progress: Progress | None = None
) -> Floats:
    """What do whole plans gain in cross-group efficiency, such as random ones?

    ``u``, ``v``, shape (plans, ties): the ends of each plan's ties. Returns shape (plans,).
    """
    wanted = across(codes)
    count = int(wanted.sum())
    if not count:
        return np.full(len(u), np.nan)
    far = _with_far(steps)
    near, gain = inverse(np.arange(_FAR + 1, dtype=np.float64)), np.zeros(len(u))
    near[_FAR] = 0
    for plan in range(len(u)):
        # A way over a new tie begins with one whose two ends are unequally far; read backwards,
        # it does so at its other end. So all pairs that come nearer are among these.
        moved = np.flatnonzero((np.abs(far[u[plan]] - far[v[plan]]) > 1).any(axis=0))
        among = np.ix_(moved, moved)
        table = far[among]
        before = near[table]
        for one, other in zip(u[plan], v[plan], strict=True):
            if far[one, other] > 1:
                _bring_nearer(table, *np.searchsorted(moved, (one, other)).tolist())
        gain[plan] = ((near[table] - before) * wanted[among]).sum()
        if progress is not None:
            progress(plan + 1, len(u))
    return gain / count


class Introductions(NamedTuple):
    """Pairs without a tie that share a contact: the two ends, and the best contact between.

    ``value``: the product of the two pairs' weights through it. Arrays of one shape, sorted by
    ``first`` and ``second``.
    """

    first: Ints
    second: Ints
    intermediary: Ints
    value: Floats


def introductions(
    both: Pairs, weight: Floats, n: int, rows: Ints, columns: Ints
) -> Introductions:
    """Who could be introduced to whom, and by whom? From ``rows`` to ``columns``.

    ``weight``, shape (pairs,): how strong each pair's tie is, 0 or more. The intermediary has
    the largest product of weights; among equals the first.
    """
    source = np.concatenate([both.source, both.target])
    near = lists(source, np.concatenate([both.target, both.source]), n)
    strength = np.tile(weight, 2)[near.tie]
    rows = np.unique(rows)
    count = np.diff(near.start)
    first = np.repeat(rows, count[rows])
    one = runs(near.start[rows], count[rows])
    middle = near.other[one]
    two = runs(near.start[middle], count[middle])
    first, one = np.repeat(first, count[middle]), np.repeat(one, count[middle])
    second, value = near.other[two], strength[one] * strength[two]
    belongs = np.zeros(n, dtype=bool)
    belongs[columns] = True
    tied = keys(both.source, both.target, n)
    pair = keys(np.minimum(first, second), np.maximum(first, second), n)
    free = np.flatnonzero(belongs[second] & (first != second) & ~held(tied, pair))
    first, second, middle = first[free], second[free], near.other[one[free]]
    order = np.lexsort((middle, -value[free], second, first))
    first, second = first[order], second[order]
    new = np.ones(len(order), dtype=bool)
    new[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return Introductions(first[new], second[new], middle[order][new], value[free][order][new])
