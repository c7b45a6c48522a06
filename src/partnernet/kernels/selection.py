"""Whom to choose so that everybody is near and every group has its seats? Exact, with proof.

Mixed-integer programmes solved by HiGHS through scipy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from partnernet.kernels import bits
from partnernet.kernels.adjacency import matrix
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.key_players import within


@dataclass(frozen=True, eq=False)
class Quota:
    """Seats by group: ``codes``, shape (n,), −1 no group; ``least`` and ``most``, (groups,)."""

    codes: Ints
    least: Ints
    most: Ints


@dataclass(frozen=True, eq=False)
class Board:
    """The organisations chosen, ascending, and whom they reach, shape (n,).

    ``upper``: what no board that keeps the quotas can pass; ``gap`` = (upper − value) / upper,
    0 where the board is proven best.
    """

    chosen: Ints
    covered: Bools
    upper: float

    @property
    def value(self) -> int:
        """How many organisations the board reaches, its members counted."""
        return int(self.covered.sum())

    @property
    def gap(self) -> float:
        """How far, at most, from the best; 0 proven best."""
        return (self.upper - self.value) / self.upper if self.upper else 0.0


def board(
    source: Ints,
    target: Ints,
    n: int,
    size: int,
    *,
    steps: int = 1,
    quotas: Sequence[Quota] = (),
    include: Sequence[int] = (),
    exclude: Sequence[int] = (),
    apart: Sequence[Sequence[int]] = (),
    seconds: float = 60.0,
) -> Board | None:
    """Which board of this size is at most so many steps from most organisations? Undirected.

    ``apart``: sets of organisations of which at most one may sit. Returns None where no board
    keeps all the rules, or none was found in the time.
    """
    covered = _covered_by(within(source, target, n, steps), n)
    low, high = np.zeros(2 * n), np.ones(2 * n)
    low[list(include)] = 1
    high[list(exclude)] = 0
    if n == 0 or (low > high).any():
        return None
    # Variables: seat of i (0 or 1), then coverage of j, at most the seats that reach it.
    reach = sparse.hstack([-covered, matrix(np.arange(n), np.arange(n), n)], format="csr")
    rules = [LinearConstraint(reach, -np.inf, 0), *_rules(n, size, quotas, apart)]
    result = milp(
        np.r_[np.zeros(n), -np.ones(n)],
        integrality=np.repeat([1, 0], n),
        bounds=Bounds(low, high),
        constraints=rules,
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return None
    chosen = np.flatnonzero(result.x[:n] > 0.5)
    reached = covered[:, chosen].sum(axis=1) > 0
    # Coverage counts whole organisations; a bound that the solver leaves at 11.999… is 12 − ε.
    upper = np.floor(-float(result.mip_dual_bound) + 1e-6)
    return Board(chosen, reached, max(float(upper), float(reached.sum())))


def _covered_by(balls: bits.Words, n: int) -> sparse.csr_array:
    """Row j: the organisations from which j is reached."""
    rows, columns = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    size = max(1, 2**22 // max(n, 1))
    for first in range(0, n, size):
        i, j = np.nonzero(bits.unpacked(balls[first : first + size], n))
        rows.append(i + first)
        columns.append(j)
    i, j = np.concatenate(rows), np.concatenate(columns)
    return matrix(i, j, n)


def _rules(
    n: int, size: int, quotas: Sequence[Quota], apart: Sequence[Sequence[int]]
) -> list[LinearConstraint]:
    rules = [_seats([(np.ones(n), size, size)], n)]
    rules += [_seats(_of_quota(quota), n) for quota in quotas]
    rules += [_seats([(np.isin(np.arange(n), list(few)), 0, 1)], n) for few in apart]
    return rules


def _seats(rows: list[tuple[Floats | Bools, float, float]], n: int) -> LinearConstraint:
    """Each row: who counts, and how many of them must and may sit."""
    counted = np.array([row for row, _, _ in rows], dtype=float).reshape(-1, n)
    table = sparse.csr_array(np.hstack([counted, np.zeros_like(counted)]))
    return LinearConstraint(table, [low for _, low, _ in rows], [high for _, _, high in rows])


def _of_quota(quota: Quota) -> list[tuple[Floats | Bools, float, float]]:
    return [
        (quota.codes == group, float(least), float(most))
        for group, (least, most) in enumerate(zip(quota.least, quota.most, strict=True))
    ]


def smallest_cover(reaches: Bools, *, seconds: float = 60.0) -> Ints | None:
    """Which smallest set reaches everything together, such as all silos?

    ``reaches``, shape (n, things): what each organisation reaches. Returns the chosen,
    ascending; None where something is reached by nobody, or no set was found in the time.
    """
    n, things = reaches.shape
    if not things:
        return np.zeros(0, dtype=np.int64)
    if not reaches.any(axis=0).all():
        return None
    # Among sets of equal size the earlier organisations, by less than one seat in all.
    preference = np.arange(n) / (n * n + 1)
    result = milp(
        1 + preference,
        integrality=np.ones(n, dtype=np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(sparse.csr_array(reaches.T.astype(float)), 1, np.inf),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        return None
    chosen: Ints = np.flatnonzero(result.x > 0.5)
    return chosen
