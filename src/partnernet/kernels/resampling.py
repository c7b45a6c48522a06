"""The vertex bootstrap: how much a number would vary had other organisations been there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partnernet.kernels.adjacency import keys, places
from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.kernels.random_ties import random_dyads


@dataclass(frozen=True, eq=False)
class Resampled:
    """One resample of n organisations.

    ``chosen``, shape (n,): which organisation stands in each place, so that ``codes[chosen]`` are
    its groups; ``source``, ``target``, shape (m',): its known ties; ``origin``, shape (m',): the
    tie of the data whose strength each has; ``dyads``: its observed dyads.
    """

    chosen: Ints
    source: Ints
    target: Ints
    origin: Ints
    dyads: Dyads


@dataclass(frozen=True, eq=False)
class Resample:
    """The vertex bootstrap as a null model: a draw is a list of ``Resampled``.

    Parameters
    ----------
    source, target : ints, shape (m,), all known ties
    dyads : the observed dyads

    Organisations are drawn with replacement; a dyad of two places holds what the dyad of their two
    organisations holds. A dyad of two copies of one organisation that answered takes a random
    observed dyad's value, both directions of it together where both were observed; copies of a
    silent one stay silent to each other.

    Source
    ------
    Snijders and Borgatti (1999), Connections 22 (2), 161–170.
    """

    source: Ints
    target: Ints
    dyads: Dyads

    @property
    def block(self) -> int:
        """Resamples drawn at once."""
        return 16

    def draw(self, generator: np.random.Generator, size: int) -> list[Resampled]:
        """So many resamples."""
        return [self._one(generator) for _ in range(size)]

    @cached_property
    def _keys(self) -> tuple[Ints, Ints]:
        """The ties as sorted keys, and where each stands."""
        known = keys(self.source, self.target, self.dyads.n)
        order = np.argsort(known, kind="stable")
        return known[order], order

    def _one(self, generator: np.random.Generator) -> Resampled:
        n, directed = self.dyads.n, self.dyads.directed
        chosen = np.sort(generator.integers(0, n, n))
        copies = np.bincount(chosen, minlength=n)
        first = np.concatenate([[0], np.cumsum(copies)[:-1]])
        places = _Places(copies, first)
        source, target, origin = places.spread(self.source, self.target)
        unknown_source, unknown_target, _ = places.spread(*self.dyads.unknown_pairs())
        twin_source, twin_target, twin_origin = self._twins(chosen, places, generator)
        source = np.concatenate([source, twin_source])
        target = np.concatenate([target, twin_target])
        if not directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
            unknown_source, unknown_target = (np.minimum(unknown_source, unknown_target),
                                              np.maximum(unknown_source, unknown_target))
        order = np.lexsort((target, source))
        dyads = Dyads(self.dyads.answered[chosen], unknown_source, unknown_target,
                      self.dyads.rule)
        return Resampled(chosen, source[order], target[order],
                         np.concatenate([origin, twin_origin])[order], dyads)

    def _twins(
        self, chosen: Ints, places: _Places, generator: np.random.Generator
    ) -> tuple[Ints, Ints, Ints]:
        """Ties between copies of one organisation: each pair takes a random observed dyad."""
        none = np.zeros(0, dtype=np.int64)
        low, high = places.twins()
        told = self.dyads.answered[chosen[low]]
        low, high = low[told], high[told]
        if not len(low) or not self.dyads.total:
            return none, none, none
        source, target = _observed_dyads(self.dyads, generator, len(low))
        there = self._tie(source, target)
        parts = [(low, high, there)]
        if self.dyads.directed:
            back = self._tie(target, source)
            # Where the way back was not observed it tells nothing: another dyad by chance.
            other = self._tie(*_observed_dyads(self.dyads, generator, len(low)))
            back = np.where(self.dyads.observed(target, source), back, other)
            parts.append((high, low, back))
        ties = [(a[k >= 0], b[k >= 0], k[k >= 0]) for a, b, k in parts]
        a, b, k = (np.concatenate(ends) for ends in zip(*ties, strict=True))
        return a, b, k

    def _tie(self, source: Ints, target: Ints) -> Ints:
        """Which tie stands on each dyad, −1 where none does."""
        known, order = self._keys
        if not len(known):
            return np.full(len(source), -1)
        place = places(known, keys(source, target, self.dyads.n))
        return np.where(place >= 0, order[place], -1)


@dataclass(frozen=True, eq=False)
class _Places:
    """Where the copies of each organisation stand: ``copies`` of them from ``first`` on."""

    copies: Ints
    first: Ints

    def spread(self, source: Ints, target: Ints) -> tuple[Ints, Ints, Ints]:
        """Each dyad once for each pair of copies of its ends; with the dyad each came from."""
        count = self.copies[source] * self.copies[target]
        origin = np.repeat(np.arange(len(source)), count)
        rank = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        width = self.copies[target][origin]
        return (self.first[source][origin] + rank // np.maximum(width, 1),
                self.first[target][origin] + rank % np.maximum(width, 1), origin)

    def twins(self) -> tuple[Ints, Ints]:
        """Every pair of places of one organisation, the lower first."""
        several = np.flatnonzero(self.copies > 1)
        low, high, _ = self.spread(several, several)
        return low[low < high], high[low < high]


@dataclass(frozen=True, eq=False)
class Silence:
    """What if some more had not answered? A draw has shape (size, n): who would still have.

    ``answered``, shape (n,): who did; ``share`` of them, one at least, fall silent by chance.
    """

    answered: Bools
    share: float

    @property
    def block(self) -> int:
        """Draws at once."""
        return 16

    def draw(self, generator: np.random.Generator, size: int) -> Bools:
        """So many draws."""
        told = np.flatnonzero(self.answered)
        still = np.tile(self.answered, (size, 1))
        if len(told):
            silent = max(1, round(self.share * len(told)))
            order = np.argsort(generator.random((size, len(told))), axis=1)[:, :silent]
            np.put_along_axis(still, told[order], values=False, axis=1)
        return still


def _observed_dyads(
    dyads: Dyads, generator: np.random.Generator, count: int
) -> tuple[Ints, Ints]:
    """So many random observed dyads."""
    source, target = random_dyads(dyads, generator, count)
    unseen = np.flatnonzero(~dyads.observed(source, target))
    while len(unseen):
        source[unseen], target[unseen] = random_dyads(dyads, generator, len(unseen))
        unseen = unseen[~dyads.observed(source[unseen], target[unseen])]
    return source, target


def each(statistic: Callable[[Resampled], Floats | float]) -> Callable[[list[Resampled]], Floats]:
    """A statistic of one resample made one of a draw, for ``chance.replicate``."""

    def many(resamples: list[Resampled]) -> Floats:
        return np.array([statistic(one) for one in resamples], dtype=np.float64)

    return many


def percentile_interval(replicates: Floats, share: float = 0.95) -> tuple[Floats, Floats]:
    """The middle share of the defined replicates, over the first axis; NaN where none is.

    ``replicates`` shape (R, …); returns two arrays of the rest of the shape.
    """
    tail = (1.0 - share) / 2.0
    defined = (~np.isnan(replicates)).any(axis=0)
    safe = np.where(defined, replicates, 0.0)
    low, high = np.nanquantile(safe, [tail, 1.0 - tail], axis=0)
    return np.where(defined, low, np.nan), np.where(defined, high, np.nan)
