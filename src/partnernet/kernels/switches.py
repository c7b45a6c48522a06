"""Switches of tie ends that keep every degree, for many networks at once.

A switch takes two ties a→b, c→d and makes them a→d, c→b (undirected: in one of two ways, by
chance). Chosen by chance and refused where it would make a self-tie or a tie that stands, switches
are a symmetric Markov chain on the networks with the same degrees: in the long run each is
equally likely.

Two engines do the same. ``one_at_a_time`` makes one switch in each of R networks per step: best
for small networks, R at once. ``many_at_a_time`` makes many switches of one network at once. Its
ties are paired by chance; each pair that is awake by chance claims the dyads that it empties and
those that it would fill, each other tie the dyad it stands on, and a pair switches only if nobody
else claims any of its four. A switch swaps what a pair empties with what it fills, so the claims,
and with them who may switch, are the same seen from the network that results: the way back is
as likely as the way there, whatever happened elsewhere. (Without the claims on emptied dyads a
pair could take the place another just left, which would not be reversible.) Any one pair may be
the only one awake, so every single switch can happen.

``Barred`` dyads, on which no tie may end but through which the chain must pass, weigh: a network
has weight ``exp(-weight × ties on barred dyads)``, and each switch is taken with Metropolis'
probability.

The chance of each step is drawn before it, over all networks, in a fixed order, so that a compiled
engine can give the same stream.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partnernet.kernels.dyads import Bools, Floats, Ints

_STEPS_AT_ONCE = 64
_EXACT_CELLS = 1 << 24  # a claim table with a cell a dyad up to here, else cells are shared
_AWAKE = 230  # of 256: how often a pair is awake where few dyads are claimed twice


@dataclass(frozen=True, eq=False)
class Barred:
    """Dyads on which no tie may end, and how much a tie there weighs against a network.

    ``table``, shape (n, n), symmetric for undirected networks.
    """

    table: Bools
    weight: float

    def on(self, keys: Ints) -> Bools:
        """Which of these dyads, source · n + target, are barred."""
        return np.asarray(self.table.ravel().take(keys))

    def change(self, now: Ints, new: Ints) -> Ints:
        """Ties on barred dyads that a change of dyads would add, summed over the first axis."""
        return np.asarray(self.on(new).sum(axis=0, dtype=np.int64)
                          - self.on(now).sum(axis=0, dtype=np.int64))

    def allowed(self, change: Ints, chance: Floats) -> Bools:
        """Metropolis: which switches that change the ties on barred dyads by so many go ahead."""
        return np.asarray(chance < np.exp(-self.weight * np.maximum(change, 0)))


@dataclass(eq=False)
class Networks:
    """R networks with the same degrees, changed in place.

    ``source``, ``target``, shape (m, R): the ends of each tie. Directed sources never change.
    """

    n: int
    directed: bool
    source: Ints
    target: Ints

    @classmethod
    def copies(cls, source: Ints, target: Ints, n: int, count: int, directed: bool) -> Networks:
        """So many copies of one network."""
        return cls(n, directed, np.repeat(source[:, None], count, axis=1),
                   np.repeat(target[:, None], count, axis=1))

    @property
    def count(self) -> int:
        """Number of networks."""
        return int(self.target.shape[1])

    def only(self, which: Bools) -> Networks:
        """Some of the networks, as a copy."""
        return Networks(self.n, self.directed, self.source[:, which], self.target[:, which])

    def keys(self, source: Ints, target: Ints) -> Ints:
        """A number for each dyad, source · n + target, the lower end first where undirected."""
        if self.directed:
            return source * self.n + target
        return np.asarray(np.minimum(source, target) * self.n + np.maximum(source, target))


def one_at_a_time(
    networks: Networks, steps: int, generator: np.random.Generator, barred: Barred | None = None
) -> int:
    """Try so many switches in each network, one at a time; returns how many were made in all."""
    ties, count, n = len(networks.target), networks.count, networks.n
    if ties < 2:
        return 0
    column = np.arange(count)
    ends = np.concatenate([networks.source, networks.target]).ravel()
    cells = n * n
    taken = np.zeros(count * cells, dtype=bool)
    taken.reshape(count, cells)[:, :: n + 1] = True  # a self-tie counts as one that stands
    taken[networks.keys(networks.source, networks.target) + column * cells] = True
    offset = column * cells
    made = 0
    for start in range(0, steps, _STEPS_AT_ONCE):
        size = min(_STEPS_AT_ONCE, steps - start)
        tails, heads = _picks(ties, count, size, networks.directed, generator)
        chance = generator.random((size, count)) if barred is not None else None
        # Directed tails never change: the first half of each key is known for all steps.
        rows = ends.take(tails) * n + offset if networks.directed else None
        for step in range(size):
            head = ends.take(heads[step])
            other = head[::-1]
            if rows is not None:
                now, new = rows[step] + head, rows[step] + other
            else:
                tail = ends.take(tails[step])
                now, new = networks.keys(tail, head) + offset, networks.keys(tail, other) + offset
            there = taken.take(new)
            stays = there[0] | there[1]
            if barred is not None and chance is not None:
                stays |= ~barred.allowed(barred.change(now - offset, new - offset), chance[step])
            taken[now] = stays
            taken[new] = there | ~stays
            ends[heads[step]] = np.where(stays, head, other)
            made += count - int(np.count_nonzero(stays))
    both = ends.reshape(2, ties, count)
    networks.source, networks.target = both[0], both[1]
    return made


def _picks(
    ties: int, count: int, size: int, directed: bool, generator: np.random.Generator
) -> tuple[Ints, Ints]:
    """Where the ends of two ties of each network stand, shape (size, 2, count)."""
    column = np.arange(count)
    half = ties * count
    if directed:
        tails = generator.integers(0, ties, size=(size, 2, count)) * count + column
        return tails, tails + half
    tails = generator.integers(0, 2 * ties, size=(size, 2, count)) * count + column
    return tails, np.where(tails < half, tails + half, tails - half)


def many_at_a_time(
    networks: Networks, rounds: int, generator: np.random.Generator, barred: Barred | None = None
) -> int:
    """So many rounds of switches, about m/2 tried in each; returns how many were made in all.

    The pairing of a round is shared by the R networks; who is awake is not. Given the pairings
    the networks are independent, and each is equally likely in the long run.
    """
    ties = len(networks.target)
    if ties < 2:
        return 0
    claims = _Claims(networks, generator)
    dyads = networks.n * networks.n / (1 if networks.directed else 2)
    awake = max(1, min(_AWAKE, int(256 * dyads / (4 * ties))))
    made = 0
    for _ in range(rounds):
        made += _round(networks, claims, awake, generator, barred)
    return made


def _round(
    networks: Networks, claims: _Claims, awake: int, generator: np.random.Generator,
    barred: Barred | None,
) -> int:
    ties, count = networks.target.shape
    pairs = ties // 2
    order = generator.permutation(ties)
    one, two = order[:pairs], order[pairs : 2 * pairs]
    willing = generator.integers(0, 256, size=(pairs, count), dtype=np.uint8) < awake
    a, b, c, d = (networks.source[one], networks.target[one],
                  networks.source[two], networks.target[two])
    if not networks.directed:
        turned = generator.integers(0, 2, size=(pairs, count), dtype=bool)
        c, d = np.where(turned, d, c), np.where(turned, c, d)
    chance = generator.random((pairs, count)) if barred is not None else None
    willing &= (a != c) & (b != d) & (a != d) & (b != c)
    claims.shuffle(generator)
    left = claims.cell(order[2 * pairs :], networks)
    now = np.stack([networks.keys(a, b), networks.keys(c, d)])
    new = np.stack([networks.keys(a, d), networks.keys(c, b)])
    moves = claims.alone(willing, claims.at(now), claims.at(new), left)
    if barred is not None and chance is not None:
        moves &= barred.allowed(barred.change(now, new), chance)
    networks.target[one] = np.where(moves, d, b)
    networks.target[two] = np.where(moves, b, d)
    if not networks.directed:
        networks.source[two] = c
    return int(np.count_nonzero(moves))


class _Claims:
    """Who claims which dyad of each network in one round.

    Nothing is cleared between rounds: every cell is written in a round before it is read. In
    networks of very many dyads several share a cell, other ones each round; pairs that meet in one
    by accident do not switch, which is as true of the way back.
    """

    def __init__(self, networks: Networks, generator: np.random.Generator) -> None:
        ties, count = networks.target.shape
        cells = networks.n**2
        self.exact = cells <= _EXACT_CELLS
        self.bits = 0 if self.exact else max(20, int(64 * ties).bit_length())
        self.cells = cells if self.exact else 1 << self.bits
        kind = np.int16 if ties // 2 < np.iinfo(np.int16).max else np.int32
        self.table: NDArray[np.signedinteger] = np.empty(self.cells * count, dtype=kind)
        self.offset = np.arange(count, dtype=np.int64) * self.cells
        self.names = np.broadcast_to(np.arange(ties // 2, dtype=kind)[:, None], (ties // 2, count))
        self.factor = np.uint64(1)

    def shuffle(self, generator: np.random.Generator) -> None:
        """Which dyads share a cell, anew."""
        if not self.exact:
            odd = int(generator.integers(0, 2**63)) * 2 + 1
            self.factor = np.uint64(odd)

    def at(self, keys: Ints) -> Ints:
        """The cell of each dyad, shape (…, count)."""
        if not self.exact:
            mixed = keys.astype(np.uint64) * self.factor
            keys = (mixed >> np.uint64(64 - self.bits)).astype(np.int64)
        return keys + self.offset

    def cell(self, ties: Ints, networks: Networks) -> Ints:
        """The cells of the ties that have no partner, shape (0 or 1, count)."""
        return self.at(networks.keys(networks.source[ties], networks.target[ties]))

    def alone(self, willing: Bools, empty: Ints, fill: Ints, left: Ints) -> Bools:
        """Which pairs may switch: awake, and nobody else claims a dyad of theirs.

        ``empty``, ``fill``: cells, shape (2, pairs, count); ``left``: shape (0 or 1, count).
        """
        # Pairs that sleep claim only where they stand.
        wanted = np.where(willing, fill, empty)
        table, names = self.table, self.names
        table[left] = -2
        for cells in (*empty, *wanted):
            table[cells] = names
        lost = ~willing
        losers = []
        for cells in (*empty, *wanted):
            beaten = table.take(cells) != names
            lost |= beaten
            losers.append(cells[beaten])
        losers.append(left[table[left] != -2])
        # Whoever was overwritten says so; who wrote last finds it and yields too. Where cells are
        # not shared nobody but another pair's wish can be written over a standing tie.
        table[np.concatenate(losers)] = -1
        for cells in wanted if self.exact else (*empty, *wanted):
            lost |= table.take(cells) == -1
        return ~lost
