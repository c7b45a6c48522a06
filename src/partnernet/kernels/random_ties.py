"""The random null: as many ties as in the data, anywhere that somebody could have reported one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.kernels.rewiring import Ties
from partnernet.kernels.significance import Tails

_DENSE = 4  # observed dyads a tie up to which listing them all is cheap


def counted_in_blocks(observed: Floats, room: Ints, count: int, total: int) -> Tails:
    """Where counts of ties by block stand if all are placed at random: exact, hypergeometric.

    ``observed``, ``room``: ties and observed dyads of each block, any shape. ``count``, ``total``:
    of the whole. z is NaN where nothing can vary.
    """
    law = stats.hypergeom(total, room, count)
    lower, upper = law.cdf(observed), law.sf(observed - 1)
    share = room / total
    mean = np.asarray(count * share)
    sd = np.sqrt(mean * (1 - share) * (total - count) / max(1, total - 1))
    z = np.divide(observed - mean, sd, out=np.full(np.shape(observed), np.nan), where=sd > 0)
    none = np.zeros(np.shape(observed))
    return Tails(lower, upper, np.minimum(1, 2 * np.minimum(lower, upper)), mean, sd, z, none, none)


@dataclass(frozen=True, eq=False)
class RandomTies:
    """G(n, m) on observed dyads: ``count`` ties placed uniformly without replacement.

    A draw is ``Ties``, shape (size, count), each row sorted by (source, target).
    """

    count: int
    dyads: Dyads

    @property
    def block(self) -> int:
        """Replicates drawn at once, by the size of the network alone."""
        return max(1, min(1024, (1 << 22) // max(1, _DENSE * self.count)))

    def draw(self, generator: np.random.Generator, size: int) -> Ties:
        """So many random networks."""
        if self.count > self.dyads.total:
            raise ValueError("more ties than observed dyads")
        if self.count == 0:
            return Ties(np.zeros((size, 0), dtype=np.int64), np.zeros((size, 0), dtype=np.int64))
        if self.dyads.total <= _DENSE * self.count:
            keys = self._from_a_list(generator, size)
        else:
            keys = self._by_trial(generator, size)
        keys.sort(axis=1)
        return Ties(keys // self.dyads.n, keys % self.dyads.n)

    @cached_property
    def _every(self) -> Ints:
        """All observed dyads, source · n + target."""
        n = self.dyads.n
        told = np.flatnonzero(self.dyads.answered)
        every = np.arange(n, dtype=np.int64)
        senders = every if self.dyads.rule == "any" else told
        others = told if self.dyads.rule == "both" else every
        source, target = np.repeat(senders, len(others)), np.tile(others, len(senders))
        if not self.dyads.directed:
            source, target = source[source < target], target[source < target]
        return (source * n + target)[self.dyads.observed(source, target)]

    def _from_a_list(self, generator: np.random.Generator, size: int) -> Ints:
        chance = generator.random((size, len(self._every)))
        first = np.argpartition(chance, self.count - 1, axis=1)[:, : self.count]
        return self._every[first]

    def _by_trial(self, generator: np.random.Generator, size: int) -> Ints:
        """Draw dyads one after another, passing over the unobserved and those already drawn."""
        blank = np.int64(self.dyads.n**2)
        keys = np.full((size, self.count), blank)
        row, column = np.indices(keys.shape).reshape(2, -1)
        while len(row):
            source, target = random_dyads(self.dyads, generator, len(row))
            drawn = source * self.dyads.n + target
            keys[row, column] = np.where(self.dyads.observed(source, target), drawn, blank)
            # Of equal ones the first drawn stays: earlier rounds, then earlier places. No round
            # draws more than are missing, so this is drawing until there are enough.
            again = _repeated(keys, row, column) | (keys[row, column] == blank)
            row, column = row[again], column[again]
            keys[row, column] = blank
        return keys


def _repeated(keys: Ints, row: Ints, column: Ints) -> Bools:
    """Which of the newly drawn entries equal one of their row that was drawn before them."""
    fresh = np.zeros(keys.shape, dtype=np.int64)
    fresh[row, column] = 1
    # Key, settled before fresh, place, in one word: sorting puts the first of a key first.
    bits = int(keys.shape[1] - 1).bit_length()
    words = np.sort((keys << (bits + 1)) | (fresh << bits) | np.arange(keys.shape[1]), axis=1)
    ranked, place = words >> (bits + 1), words & ((1 << bits) - 1)
    repeat = np.zeros(keys.shape, dtype=bool)
    np.put_along_axis(repeat, place[:, 1:], ranked[:, 1:] == ranked[:, :-1], axis=1)
    return np.asarray(repeat[row, column])


def random_dyads(
    dyads: Dyads, generator: np.random.Generator, count: int
) -> tuple[Ints, Ints]:
    """Dyads by chance, each equally likely, the lower end first where unordered.

    Among those whose sender (rule "both": whose two ends) answered; some may be unknown, and
    under the rule "any" some have two silent ends: the caller passes over the unobserved.
    """
    told = np.flatnonzero(dyads.answered)
    senders = np.arange(dyads.n) if dyads.rule == "any" else told
    others = told if dyads.rule == "both" else np.arange(dyads.n)
    place = generator.integers(0, len(senders), count)
    source = senders[place]
    # Draw among one fewer and step over oneself: the place of the sender among the others.
    own = np.searchsorted(others, source)
    target = generator.integers(0, len(others) - 1, count)
    target = others[target + (target >= own)]
    if not dyads.directed:
        source, target = np.minimum(source, target), np.maximum(source, target)
    return source, target
