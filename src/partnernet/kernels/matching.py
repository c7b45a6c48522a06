"""Who teaches whom: the pairing of greatest value in which nobody is asked too often."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import optimize, sparse

from partnernet.kernels.dyads import Bools, Floats, Ints

_FEW = 8
_SAME = 1e-9


def lessons(scores: Floats, least: float) -> Floats:
    """What each place could learn from each: the sum of the differences that are wide enough.

    ``scores``, shape (n, domains), NaN where a place has none. Returns shape (n, n), teachers in
    rows: Σ over domains of score(teacher) − score(learner) where that is above ``least``.
    """
    value = np.zeros((len(scores), len(scores)))
    for column in scores.T:
        apart = column[:, None] - column[None, :]
        value += np.where(wide_enough(apart, least), apart, 0.0)
    return value


def wide_enough(apart: Floats, least: float) -> Bools:
    """Which differences are above ``least``, not by rounding alone; NaN is above nothing."""
    above: Bools = apart > least + _SAME * max(1.0, abs(least))
    return above


def best_pairs(value: Floats, most: int = 1) -> tuple[Ints, Ints]:
    """Teachers and learners of the pairing with the greatest total value.

    ``value``, shape (n, n), teachers in rows, 0 or more. Every place teaches at most ``most`` and
    learns from at most ``most`` others. Pairs without value are left out. Exact: one turn each is
    an assignment; with more, a linear programme whose corners are whole (the constraints of a
    two-sided graph), widened until no other pair would pay.
    """
    n = len(value)
    value = np.where(np.eye(n, dtype=bool), 0.0, np.maximum(value, 0.0))
    if n < 2 or not (value > 0).any():
        none = np.zeros(0, dtype=np.int64)
        return none, none
    if most == 1:
        teacher, learner = optimize.linear_sum_assignment(value, maximize=True)
    else:
        teacher, learner = _several(value, most)
    keep = value[teacher, learner] > 0
    order = np.lexsort((learner[keep], teacher[keep]))
    return (teacher[keep][order].astype(np.int64), learner[keep][order].astype(np.int64))


def _several(value: Floats, most: int) -> tuple[Ints, Ints]:
    """The best pairing with several turns each.

    The best assignment, then the best of what is left, and so on: where their total is as many
    times the first, nothing is better. Else the linear programme, begun with their pairs.
    """
    left, inside, totals = value.copy(), np.zeros(value.shape, dtype=bool), []
    for _ in range(most):
        teacher, learner = optimize.linear_sum_assignment(left, maximize=True)
        totals.append(float(left[teacher, learner].sum()))
        inside[teacher, learner] = True
        left[teacher, learner] = 0.0
    inside &= value > 0
    if sum(totals) >= most * totals[0] * (1 - _SAME):
        teacher, learner = np.nonzero(inside)
        return teacher, learner
    inside |= _best_few(value, value > 0)
    while True:
        teacher, learner = np.nonzero(inside)
        chosen, prices = _solved(value, teacher, learner, most)
        worth = value - prices[0][:, None] - prices[1][None, :]
        missed = ~inside & (worth > _SAME * max(1.0, float(value.max())))
        if not missed.any():
            return teacher[chosen], learner[chosen]
        inside |= _best_few(worth, missed)


def _best_few(worth: Floats, among: Bools) -> Bools:
    """The few pairs worth most of each teacher and of each learner, among some."""
    n = len(worth)
    few = min(n, _FEW)
    wanted = np.where(among, worth, -np.inf)
    inside, lines = np.zeros((n, n), dtype=bool), np.arange(n)
    inside[lines[:, None], np.argpartition(-wanted, few - 1, axis=1)[:, :few]] = True
    inside[np.argpartition(-wanted, few - 1, axis=0)[:few], lines[None, :]] = True
    return inside & among


def _solved(value: Floats, teacher: Ints, learner: Ints, most: int
            ) -> tuple[Bools, tuple[Floats, Floats]]:
    """The best of these pairs, and what one more turn of each teacher and learner is worth."""
    n, pairs = len(value), len(teacher)
    ones, column = np.ones(2 * pairs), np.tile(np.arange(pairs), 2)
    limits = sparse.csr_array((ones, (np.r_[teacher, n + learner], column)), shape=(2 * n, pairs))
    # The simplex method ends in a corner, where every pair is wholly in or out.
    solve: Any = optimize.linprog  # its stubs know no sparse limits
    found = solve(-value[teacher, learner], A_ub=limits, b_ub=np.full(2 * n, float(most)),
                  bounds=(0, 1), method="highs-ds")
    if found.status != 0:
        raise RuntimeError(f"no pairing was found: {found.message}")
    prices = -np.asarray(found.ineqlin.marginals)
    return np.asarray(found.x) > 0.5, (prices[:n], prices[n:])
