"""The vertex bootstrap: networks of organisations re-drawn from those there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Dyads, Ints


@dataclass(frozen=True, eq=False)
class Resampled:
    """One re-drawn network of n organisations.

    ``whom``, shape (n,): which organisation each stands for. ``source``, ``target``, shape (m,):
    known ties among them, sorted; undirected ties with source < target. ``tie``, shape (m,): the
    tie of the data that each repeats, so that strengths can follow. ``dyads``: what is observed.
    """

    whom: Ints
    source: Ints
    target: Ints
    tie: Ints
    dyads: Dyads


@dataclass(frozen=True, eq=False)
class Resample:
    """Vertex bootstrap: organisations drawn with replacement, with the dyads between them.

    Two copies of one organisation have no dyad in the data: theirs is a random observed dyad.

    Parameters
    ----------
    source, target : ints, shape (m,), all known ties
    dyads : the observed dyads

    Returns (``draw``)
    ------------------
    list of `Resampled`, one a replicate.

    Source
    ------
    Snijders & Borgatti (1999), Connections 22(2), 161–170.
    """

    source: Ints
    target: Ints
    dyads: Dyads

    @property
    def block(self) -> int:
        """Replicates drawn at once, by the size of the data alone."""
        return max(1, min(256, (1 << 22) // max(1, len(self.source) + self.dyads.n)))

    def draw(self, generator: np.random.Generator, size: int) -> list[Resampled]:
        """So many re-drawn networks."""
        return [self._one(generator) for _ in range(size)]

    def _one(self, generator: np.random.Generator) -> Resampled:
        n, directed = self.dyads.n, self.dyads.directed
        whom = generator.integers(0, n, n) if n else np.zeros(0, dtype=np.int64)
        copies = np.bincount(whom, minlength=n)
        # The copies of each organisation, one after the other.
        seats = np.argsort(whom, kind="stable")
        start = np.cumsum(copies) - copies

        def spread(source: Ints, target: Ints) -> tuple[Ints, Ints, Ints]:
            """Every copy of one end with every copy of the other, and which pair each repeats."""
            count = copies[source] * copies[target]
            which = np.repeat(np.arange(len(source)), count)
            number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
            left, right = np.divmod(number, copies[target[which]])
            return (seats[start[source[which]] + left], seats[start[target[which]] + right],
                    which)

        ends = spread(self.source, self.target)
        twins = self._twins(generator, whom, copies, seats, start)
        source, target, tie = (np.concatenate(pair) for pair in zip(ends, twins, strict=True))
        unknown = spread(*self.dyads.unknown_pairs())[:2]
        if not directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
            unknown = (np.minimum(*unknown), np.maximum(*unknown))
        order = np.lexsort((target, source))
        dyads = Dyads(self.dyads.answered[whom], *unknown, self.dyads.rule)
        return Resampled(whom, source[order], target[order], tie[order], dyads)

    def _twins(self, generator: np.random.Generator, whom: Ints, copies: Ints, seats: Ints,
               start: Ints) -> tuple[Ints, Ints, Ints]:
        """Ties between copies of one organisation: each pair takes a random observed dyad."""
        several = np.flatnonzero(copies > 1)
        pairs = copies[several] ** 2
        which = np.repeat(several, pairs)
        number = np.arange(len(which)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
        left, right = np.divmod(number, copies[which])
        keep = left != right if self.dyads.directed else left < right
        source, target = (seats[start[which[keep]] + side[keep]] for side in (left, right))
        seen = np.flatnonzero(self.dyads.observed(self.source, self.target))
        total = self.dyads.total
        # Only copies of somebody who answered have an observed dyad between them.
        told = self.dyads.answered[whom[source]]
        drawn = generator.random(len(source))
        tied = told & (drawn * total < len(seen)) if total else np.zeros(len(source), dtype=bool)
        repeated = (seen[generator.integers(0, len(seen), int(tied.sum()))] if len(seen)
                    else np.zeros(0, dtype=np.int64))
        return source[tied], target[tied], repeated
