"""Is there a core that is tied within itself, and a periphery that is not?

Borgatti & Everett (1999): over the pairs within the core and within the periphery (those between
the two are left out), the correlation of tied or not with core or not. The best core is looked
for from several cuts of the organisations by degree and from several organisations with their
contacts, moving one at a time, then exchanging two; the same search serves the data and every
replicate of a null, so they can be compared. By cuts alone a silo that is the core is overlooked.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from partnernet.kernels.adjacency import Lists, lists, runs
from partnernet.kernels.dyads import Bools, Floats, Ints

# Cuts by degree, and as many organisations with their contacts, from which the search starts. Of
# 2,916 networks of 4 to 10 drawn at random none was left below its best fit (by cuts alone, one in
# a hundred was).
STARTS = 12
# Up to so many organisations, contacts are starts and exchanges are tried as well: they take n²
# cells.
SMALL = 2000
# Cells of a table held at once.
CELLS = 2**21
_BETTER = 1e-12


class Core(NamedTuple):
    """The best fit found, −1 to 1, and who is in the core, shape (n,).

    NaN and nobody where no split has anything to compare.
    """

    fit: float
    members: Bools


def core_periphery(source: Ints, target: Ints, n: int) -> Core:
    """Which organisations make the core, and how well does core and periphery describe the ties?

    Undirected. Where several cores fit equally well the first that is met is taken.
    """
    fits, members = _search(source[None, :], target[None, :], n)
    return Core(float(fits[0]), members[0])


def core_fits(source: Ints, target: Ints, n: int) -> Floats:
    """The best fit of each of many networks with equally many ties, as under a degree null.

    ``source``, ``target``, shape (replicates, ties). Returns shape (replicates,).
    """
    at_once = max(1, CELLS // max(1, n * (n if n <= SMALL else STARTS)))
    some = [
        _search(source[first : first + at_once], target[first : first + at_once], n)[0]
        for first in range(0, len(source), at_once)
    ]
    return np.concatenate([*some, np.zeros(0)])


def core_fit(source: Ints, target: Ints, n: int, members: Bools) -> float:
    """How well does this core describe the ties? −1 to 1; NaN with nothing to compare."""
    ties = _Ties.of(source[None, :], target[None, :], n)
    state = _State.of(ties, np.zeros(1, dtype=np.int64), members[None, :])
    fit = float(state.fit()[0])
    return fit if np.isfinite(fit) else float("nan")


class _Ties(NamedTuple):
    """Several undirected networks; organisation v of network r has the number r·n + v."""

    near: Lists
    degree: Ints
    total: Ints

    @classmethod
    def of(cls, source: Ints, target: Ints, n: int) -> _Ties:
        base = np.arange(len(source))[:, None] * n
        low, high = np.minimum(source, target) + base, np.maximum(source, target) + base
        size = len(source) * n
        once = np.unique(low.ravel() * np.int64(max(size, 1)) + high.ravel())
        low, high = once // max(size, 1), once % max(size, 1)
        near = lists(np.r_[low, high], np.r_[high, low], size)
        degree = np.diff(near.start).reshape(len(source), n)
        return cls(near, degree, degree.sum(axis=1) // 2)


def _search(source: Ints, target: Ints, n: int) -> tuple[Floats, Bools]:
    """Best fit and core of each network, shapes (networks,) and (networks, n)."""
    ties = _Ties.of(source, target, n)
    if n < 3:
        return np.full(len(source), np.nan), np.zeros((len(source), n), dtype=bool)
    which, members = _cuts(ties, n)
    if n <= SMALL:
        circles = _circles(ties, n)
        which = np.concatenate([which, circles.which])
        members = np.concatenate([members, circles.members])
    state = _State.of(ties, which, members)
    state.move()
    best = state.best_of_each(len(source))
    while n <= SMALL and best.exchange():
        best.move()
    fits = best.fit()
    return np.where(np.isfinite(fits), fits, np.nan), best.members & np.isfinite(fits)[:, None]


def _cuts(ties: _Ties, n: int) -> tuple[Ints, Bools]:
    """The best cuts by degree of each network: which network, and who is in the core."""
    networks = len(ties.total)
    # Equal degrees are told apart by those of the contacts, not by the order of the rows.
    reach = np.zeros(networks * n)
    owner = np.repeat(np.arange(networks * n), np.diff(ties.near.start))
    np.add.at(reach, owner, ties.degree.ravel()[ties.near.other])
    order = np.lexsort((-reach.reshape(networks, n), -ties.degree), axis=1)
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(n), order.shape), axis=1)
    # A tie is within the core from the cut on that takes in the later of its ends.
    later = np.maximum(place.ravel()[owner], place.ravel()[ties.near.other])
    cell = owner // n * n + later
    inside = np.bincount(cell, minlength=networks * n).reshape(networks, n).cumsum(axis=1) // 2
    degrees = np.take_along_axis(ties.degree, order, axis=1).cumsum(axis=1)
    outside = ties.total[:, None] - degrees + inside
    fits = _correlation(np.arange(1, n + 1), inside, outside, n)
    best = np.argsort(-fits, axis=1, kind="stable")[:, :STARTS]
    which = np.repeat(np.arange(networks), best.shape[1])
    return which, place[which] <= best.ravel()[:, None]


def _circles(ties: _Ties, n: int) -> _State:
    """The best of the organisations with their contacts, as starts in each network."""
    networks = len(ties.total)
    members = np.zeros((networks * n, n), dtype=bool)
    everybody = np.arange(networks * n)
    members[everybody, everybody % n] = True
    members[np.repeat(everybody, np.diff(ties.near.start)), ties.near.other % n] = True
    state = _State.of(ties, everybody // n, members)
    best = np.argsort(-state.fit().reshape(networks, n), axis=1, kind="stable")[:, :STARTS]
    return state.of_rows((best + np.arange(networks)[:, None] * n).ravel())


def _correlation(size: Ints, inside: Ints, outside: Ints, n: int) -> Floats:
    """Fit of cores of this size with so many ties within core and periphery; −∞ undefined."""
    core, rest = size * (size - 1) / 2, (n - size) * (n - size - 1) / 2
    room, tied = core + rest, inside + outside
    spread = core * rest * tied * (room - tied)
    across = inside * rest - outside * core
    there = spread > 0
    fit: Floats = np.divide(
        across, np.sqrt(spread, where=there, out=np.ones(np.shape(spread))),
        out=np.full(np.shape(spread), -np.inf), where=there,
    )
    return fit


class _State:
    """Searches under way, one a row: their network, who is in the core, and what follows."""

    def __init__(self, ties: _Ties, which: Ints, members: Bools, known: Ints) -> None:
        self.ties = ties
        self.which = which
        self.members = members
        self.known = known  # contacts in the core, of everybody
        self.n = members.shape[1]

    @classmethod
    def of(cls, ties: _Ties, which: Ints, members: Bools) -> _State:
        state = cls(ties, which, members, np.zeros(members.shape, dtype=np.int64))
        row, who = np.nonzero(members)
        state._tell(row, who, np.ones(len(row), dtype=np.int64))
        return state

    def _tell(self, row: Ints, who: Ints, by: Ints) -> None:
        """Contacts of ``who`` in search ``row`` have one more or fewer contact in the core."""
        owner = self.which[row] * self.n + who
        start = self.ties.near.start
        count = start[owner + 1] - start[owner]
        other = self.ties.near.other[runs(start[owner], count)] % self.n
        np.add.at(self.known, (np.repeat(row, count), other), np.repeat(by, count))

    def _counts(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Size of the core, ties within core and periphery (as columns), degrees."""
        degree = self.ties.degree[self.which]
        size = self.members.sum(axis=1, keepdims=True)
        inside = (self.known * self.members).sum(axis=1, keepdims=True) // 2
        held: Ints = (degree * self.members).sum(axis=1, keepdims=True)
        return size, inside, self.ties.total[self.which][:, None] - held + inside, degree

    def fit(self) -> Floats:
        """The fit of each search as it stands, shape (searches,)."""
        size, inside, outside, _ = self._counts()
        return _correlation(size, inside, outside, self.n)[:, 0]

    def of_rows(self, row: Ints) -> _State:
        """Some of the searches, apart from the others."""
        return _State(self.ties, self.which[row], self.members[row], self.known[row])

    def best_of_each(self, networks: int) -> _State:
        """The search that got furthest in each network."""
        order = np.lexsort((-self.fit(), self.which))
        return self.of_rows(order[np.searchsorted(self.which[order], np.arange(networks))])

    def move(self) -> None:
        """Move one organisation a search in or out of the core for as long as that helps."""
        active = np.arange(len(self.which))
        while len(active):
            some = self.of_rows(active)
            size, inside, outside, degree = some._counts()
            by = 1 - 2 * some.members.astype(np.int64)
            fits = _correlation(
                size + by, inside + by * some.known, outside - by * (degree - some.known), self.n
            )
            now = _correlation(size, inside, outside, self.n)[:, 0]
            who = fits.argmax(axis=1)
            better = np.flatnonzero(fits[np.arange(len(who)), who] > now + _BETTER)
            active, who = active[better], who[better]
            self.members[active, who] = ~self.members[active, who]
            self._tell(active, who, np.where(self.members[active, who], 1, -1))

    def exchange(self) -> bool:
        """Exchange one of the core for one of the periphery in each search where that helps."""
        changed = False
        at_once = max(1, CELLS // self.n**2)
        for first in range(0, len(self.which), at_once):
            row = np.arange(first, min(first + at_once, len(self.which)))
            changed |= self._exchange(row)
        return changed

    def _exchange(self, row: Ints) -> bool:
        some = self.of_rows(row)
        size, inside, outside, degree = some._counts()
        # Gain of ties within the core if x leaves and y comes, [search, x, y].
        gain = some.known[:, None, :] - some.known[:, :, None] - some._table()
        held = degree[:, None, :] - degree[:, :, None]
        fits = _correlation(
            size[:, :, None], inside[:, :, None] + gain, outside[:, :, None] + gain - held, self.n
        )
        fits[~(some.members[:, :, None] & ~some.members[:, None, :])] = -np.inf
        flat = fits.reshape(len(row), -1)
        pair = flat.argmax(axis=1)
        now = _correlation(size, inside, outside, self.n)[:, 0]
        better = np.flatnonzero(flat[np.arange(len(row)), pair] > now + _BETTER)
        leaving, coming, row = pair[better] // self.n, pair[better] % self.n, row[better]
        self.members[row, leaving], self.members[row, coming] = False, True
        one = np.ones(len(row), dtype=np.int64)
        self._tell(row, leaving, -one)
        self._tell(row, coming, one)
        return len(row) > 0

    def _table(self) -> Ints:
        """Who is tied to whom in each search's network, shape (searches, n, n)."""
        table = np.zeros((len(self.which), self.n, self.n), dtype=np.int64)
        row = np.repeat(np.arange(len(self.which)), self.n)
        who = np.tile(np.arange(self.n), len(self.which))
        owner = self.which[row] * self.n + who
        start = self.ties.near.start
        count = start[owner + 1] - start[owner]
        other = self.ties.near.other[runs(start[owner], count)] % self.n
        table[np.repeat(row, count), np.repeat(who, count), other] = 1
        return table
