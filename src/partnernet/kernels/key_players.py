"""Whose leaving would break the partnership, and who reaches it best? Borgatti (2006).

Sets of k organisations, undirected. Exact where there are at most `EXACT` sets; else greedy,
then exchanges of one for one for as long as they help, with a bound that no set passes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np

from partnernet.kernels import bits
from partnernet.kernels.adjacency import pairs, walkable
from partnernet.kernels.betweenness import Worth, passing
from partnernet.kernels.bits import Words
from partnernet.kernels.chance import Progress
from partnernet.kernels.components import sizes, weak
from partnernet.kernels.disjoint import longest_ways, ways_to_hubs
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.paths import distance_matrix, harmonic_closeness, inverse
from partnernet.kernels.progress import Work
from partnernet.kernels.removal import left_together, nearness_left

EXACT = 10**6
# Where gains can grow with the set: first members from which a greedy search starts, and
# organisations that it may add or an exchange bring in, those that could add most at most.
# More than one beginning only up to so many organisations, and from so many sets on.
BEGINNINGS = 8
MANY = 200
FEW = 20_000
# What every pair has to lose is looked into up to so many organisations, and up to so many where
# that spares looking at the distances of most sets: it takes n² cells, and long.
LOOKED_INTO = 300, 1500
# Fewest and most organisations, and the steps along ties that looking at them all may take.
PROMISING = 20, 100
STEPS = 2 * 10**9
# Sets looked at together, at least and at most, and entries of a table held at once.
SETS = 32, 2**14
CELLS = 2**21
_BETTER = 1e-12


@dataclass(frozen=True, eq=False)
class KeyPlayers:
    """The best set found, ascending; its value, and what no set of that size can pass.

    ``upper`` equals ``value`` where the search was exact. NaN and nobody where undefined.
    """

    chosen: Ints
    value: float
    upper: float
    exact: bool


@dataclass(frozen=True, eq=False)
class _Aim:
    """What is to be made large: of each of many sets, shape (sets, k) → (sets,).

    ``most``, shape (n,): what each organisation adds to the value of any set at most, over
    ``base``; a set's value is at most ``base`` and the sum of its members'. ``limit``: no
    value at all is larger.
    """

    values: Callable[[Ints], Floats]
    most: Floats
    base: float
    limit: float
    additive: bool  # gains only shrink as the set grows, so gains over any set bound all
    promising: int = PROMISING[1]  # how many organisations to try, where not all


def disrupt(
    source: Ints, target: Ints, n: int, size: int, *, by_distance: bool,
    progress: Progress | None = None,
) -> KeyPlayers:
    """Which organisations' leaving would most break what remains?

    Value: of the n − size who remain, the share of pairs that cannot reach each other (F), or,
    ``by_distance``, 1 − mean 1/d; 0 to 1, NaN where fewer than two remain.
    """
    if size < 0 or n - size < 2:
        return _undefined()
    work = Work(progress)
    aim = _disruption(source, target, n, size, by_distance=by_distance, work=work)
    return _best(aim, n, size, work)


def diffuse(
    source: Ints, target: Ints, n: int, size: int, *, steps: int | None = None,
    progress: Progress | None = None,
) -> KeyPlayers:
    """Which organisations reach most of the others?

    Value: how many organisations are at most ``steps`` away from the set, members counted; with
    ``steps=None`` Σ 1/d(set, j)/n, members counting 1. NaN where size > n.
    """
    if not 0 <= size <= n or n == 0:
        return _undefined()
    aim = _distance_reach(source, target, n) if steps is None else _reach(source, target, n, steps)
    return _best(aim, n, size, Work(progress))


def _undefined() -> KeyPlayers:
    return KeyPlayers(np.zeros(0, dtype=np.int64), float("nan"), float("nan"), exact=True)


def _disruption(
    source: Ints, target: Ints, n: int, size: int, *, by_distance: bool, work: Work | None = None
) -> _Aim:
    """A pair loses only with all its shortest paths, so Σ of its paths' shares over the set ≥ 1.

    So no set takes more from Σ 1/d, or from the pairs together, than its members' own pairs and
    their betweenness with each pair counted as what it has to lose at most.
    """
    both = pairs(source, target, n)
    ties = both.source, both.target, n
    room = (n - size) * (n - size - 1)
    if by_distance:
        whole = float(nearness_left(*ties, np.zeros((1, n), dtype=bool))[0])
        own: Floats = 2 * (n - 1) * harmonic_closeness(*ties, directed=False)
    else:
        whole = float(left_together(*ties, np.zeros((1, n), dtype=bool)).together[0])
        label = weak(*ties)
        own = 2.0 * (sizes(label)[label] - 1).astype(np.float64)
    if n <= LOOKED_INTO[by_distance and size > 1 and comb(n, size) <= EXACT]:
        worth = _worth_of_pairs(ties, size, by_distance=by_distance, work=work or Work())
    else:
        worth = _worth_by_hubs(ties, size, by_distance=by_distance)
    between = passing(*ties, np.arange(n), worth, directed=False)
    # Distances take a search from everybody for each set; falling apart, one for many sets.
    most = STEPS // max(1, n * len(both)) if by_distance else STEPS // max(1, 10 * len(both))
    fewest, limit = PROMISING if by_distance else (PROMISING[1], max(PROMISING[1], n))
    return _Aim(_broken(ties, by_distance=by_distance), (own + between) / room, 1 - whole / room,
                1.0, additive=False, promising=int(np.clip(most, fewest, limit)))


def _broken(ties: tuple[Ints, Ints, int], *, by_distance: bool) -> Callable[[Ints], Floats]:
    """What share of the pairs that remain is lost, or of their nearness, for each set."""

    def values(sets: Ints) -> Floats:
        gone, left = _marked(sets, ties[2]), ties[2] - sets.shape[1]
        kept = nearness_left(*ties, gone) if by_distance else left_together(*ties, gone).together
        broken: Floats = 1 - kept / (left * (left - 1))
        return broken

    return values


def _worth_of_pairs(
    ties: tuple[Ints, Ints, int], leaving: int, *, by_distance: bool, work: Work
) -> Worth:
    """What each pair loses at most when so many leave, every pair looked into."""
    steps, after = longest_ways(*ties, leaving, work)
    stake: Floats = inverse(steps) - inverse(after)
    if not by_distance:
        stake = (np.isinf(after) & np.isfinite(steps)).astype(np.float64)
    return lambda starts, distance: stake[:, starts]


def _worth_by_hubs(ties: tuple[Ints, Ints, int], leaving: int, *, by_distance: bool) -> Worth:
    """What each pair loses at most when so many leave, as far as hubs that stay tell."""
    to_hub, between = ways_to_hubs(*ties, leaving)

    def worth(starts: Ints, distance: Ints) -> Floats:
        after = to_hub[:, None] + between + to_hub[starts]
        # Nobody is between two who are tied.
        apart = distance > 1
        if not by_distance:
            return (apart & np.isinf(after)).astype(np.float64)
        now = inverse(distance.astype(np.float64))
        lost: Floats = np.where(apart, np.maximum(now - inverse(after), 0), 0)
        return lost

    return worth


def _marked(sets: Ints, n: int) -> Bools:
    gone = np.zeros((len(sets), n), dtype=bool)
    np.put_along_axis(gone, sets, True, axis=1)
    return gone


def _reach(source: Ints, target: Ints, n: int, steps: int) -> _Aim:
    balls = within(source, target, n, steps)

    def values(sets: Ints) -> Floats:
        covered = np.zeros((len(sets), balls.shape[1]), dtype=np.uint64)
        for member in sets.T:
            covered |= balls[member]
        return bits.row_totals(covered).astype(float)

    return _Aim(values, bits.row_totals(balls).astype(float), 0.0, float(n), additive=True)


def within(source: Ints, target: Ints, n: int, steps: int) -> Words:
    """Whom does each organisation reach in so many steps, itself too? A row of bits each."""
    start = bits.packed(np.eye(n, dtype=bool))
    found = start.copy()
    flood = bits.Flood(*walkable(source, target, n, directed=False), n)
    for _, new in flood.walk(start, most=steps):
        found |= new
    return found


def _distance_reach(source: Ints, target: Ints, n: int) -> _Aim:
    near = inverse(distance_matrix(source, target, n, directed=False).astype(float))
    np.fill_diagonal(near, 1)
    near /= n

    def values(sets: Ints) -> Floats:
        found, at_once = np.zeros(len(sets)), max(1, CELLS // n)
        for first in range(0, len(sets) if sets.shape[1] else 0, at_once):
            some = sets[first : first + at_once]
            nearest = near[some[:, 0]]
            for member in some.T[1:]:
                np.maximum(nearest, near[member], out=nearest)
            found[first : first + at_once] = nearest.sum(axis=1)
        return found

    return _Aim(values, near.sum(axis=1), 0.0, 1.0, additive=True)


def _best(aim: _Aim, n: int, size: int, work: Work) -> KeyPlayers:
    chosen, value, added = _search(aim, n, size, work)
    if comb(n, size) <= EXACT:
        chosen, value = _exhaust(aim, n, chosen, value, work)
        return KeyPlayers(chosen, value, value, exact=True)
    upper = min(aim.limit, aim.base + _largest(aim.most, size), added)
    return KeyPlayers(chosen, value, max(upper, value), exact=False)


def _largest(gain: Floats, count: int) -> float:
    return float(np.sort(gain)[len(gain) - count :].sum())


def _search(aim: _Aim, n: int, size: int, work: Work) -> tuple[Ints, float, float]:
    """The best set that greedy searches and exchanges find, its value, and a bound."""
    again = not aim.additive and size > 1 and n <= MANY and comb(n, size) > min(FEW, EXACT)
    beginning = _promising(aim, BEGINNINGS if again else 0)
    found, upper, value = np.zeros(0, dtype=np.int64), np.inf, -np.inf
    for first in [beginning[:0], *beginning[:, None]]:
        greedy, added = _greedy(aim, n, size, first, work)
        chosen, reached = _exchange(aim, n, greedy, work)
        upper = min(upper, added)
        if reached > value + _BETTER:
            found, value = chosen, reached
    return found, value, upper


def _greedy(aim: _Aim, n: int, size: int, chosen: Ints, work: Work) -> tuple[Ints, float]:
    """Add the best one at a time; and a bound from the gains met on the way (Nemhauser et al.)."""
    upper, value = np.inf, float(aim.values(chosen[None, :])[0])
    while True:
        if len(chosen) == size and not aim.additive:
            return np.sort(chosen), upper
        open_to = np.arange(n) if aim.additive else _promising(aim, aim.promising + size)
        others = np.setdiff1d(open_to, chosen)
        if not len(others):
            return chosen, upper
        sets = np.column_stack([np.tile(chosen, (len(others), 1)), others])
        found = _in_portions(aim, sets, n, work)
        if aim.additive:
            gain = np.maximum(found - value, 0)
            upper = min(upper, value + _largest(gain, min(size, len(gain))))
        if len(chosen) == size:
            return np.sort(chosen), upper
        best = int(found.argmax())
        chosen, value = sets[best], float(found[best])


def _portion(n: int) -> int:
    """How many sets to look at together."""
    return min(max(SETS[0], 8 * CELLS // n**2), SETS[1])


def _in_portions(aim: _Aim, sets: Ints, n: int, work: Work) -> Floats:
    found = [aim.values(sets[some]) for some in work.portions(len(sets), _portion(n))]
    return np.concatenate([*found, np.zeros(0)])


def _promising(aim: _Aim, count: int) -> Ints:
    return np.argsort(-aim.most, kind="stable")[:count]


def _exchange(aim: _Aim, n: int, chosen: Ints, work: Work) -> tuple[Ints, float]:
    """Exchange one member for one other for as long as the best exchange helps."""
    value = float(aim.values(chosen[None, :])[0])
    promising = _promising(aim, aim.promising + len(chosen))
    while len(chosen):
        coming = np.setdiff1d(promising, chosen)
        place, other = (x.ravel() for x in np.meshgrid(np.arange(len(chosen)), coming))
        sets = np.tile(chosen, (len(place), 1))
        sets[np.arange(len(place)), place] = other
        found = _in_portions(aim, sets, n, work)
        if not len(found) or found.max() <= value + _BETTER:
            break
        best = int(found.argmax())
        chosen, value = np.sort(sets[best]), float(found[best])
    return chosen, value


def _exhaust(aim: _Aim, n: int, chosen: Ints, value: float, work: Work) -> tuple[Ints, float]:
    """Look at every set that could still be better, the most promising first."""
    sets = _every_set(n, len(chosen))
    promise = aim.base + aim.most[sets].sum(axis=1)
    possible = np.flatnonzero(promise > value + _BETTER)
    order = possible[np.argsort(-promise[possible], kind="stable")]
    for portion in work.portions(len(order), _portion(n)):
        some = order[portion]
        some = some[promise[some] > value + _BETTER]
        if not len(some):
            break
        found = aim.values(sets[some])
        best = int(found.argmax())
        if found[best] > value + _BETTER:
            chosen, value = sets[some[best]], float(found[best])
    return chosen, value


def _every_set(n: int, size: int) -> Ints:
    count = comb(n, size)
    flat = np.fromiter(chain.from_iterable(combinations(range(n), size)), np.int64, count * size)
    return flat.reshape(count, size)


def value_of_each(
    source: Ints, target: Ints, n: int, chosen: Ints, *, disrupt: bool, by_distance: bool,
    steps: int | None,
) -> list[float]:
    """The value of each chosen organisation by itself, as `disrupt` or `diffuse` count it."""
    if not len(chosen) or (disrupt and n < 3):
        return [float("nan")] * len(chosen)
    if disrupt:
        values = _broken((source, target, n), by_distance=by_distance)
    elif steps is None:
        values = _distance_reach(source, target, n).values
    else:
        values = _reach(source, target, n, steps).values
    return [float(value) for value in values(chosen[:, None])]
