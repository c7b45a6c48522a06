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

    ``source``, ``target``, shape (m, R): the ends of each tie. Directed sources never change and
    stand once, shape (m, 1).
    """

    n: int
    directed: bool
    source: Ints
    target: Ints

    @classmethod
    def copies(cls, source: Ints, target: Ints, n: int, count: int, directed: bool) -> Networks:
        """So many copies of one network."""
        return cls(n, directed, np.repeat(source[:, None], 1 if directed else count, axis=1),
                   np.repeat(target[:, None], count, axis=1))

    @property
    def count(self) -> int:
        """Number of networks."""
        return int(self.target.shape[1])

    def only(self, which: Bools) -> Networks:
        """Some of the networks, as a copy."""
        source = self.source if self.directed else self.source[:, which]
        return Networks(self.n, self.directed, source, self.target[:, which])

    def keys(self, source: Ints, target: Ints, out: Ints | None = None) -> Ints:
        """A number for each dyad, source · n + target, the lower end first where undirected."""
        if self.directed:
            return np.asarray(np.add(source * self.n, target, out=out))
        # lower · n + higher = lower · (n − 1) + both
        keys = np.asarray(np.minimum(source, target, out=out))
        keys *= self.n - 1
        keys += source
        keys += target
        return keys


def one_at_a_time(
    networks: Networks, steps: int, generator: np.random.Generator, barred: Barred | None = None
) -> int:
    """Try so many switches in each network, one at a time; returns how many were made in all."""
    ties, count, n = len(networks.target), networks.count, networks.n
    if ties < 2:
        return 0
    sources = np.broadcast_to(networks.source, networks.target.shape)
    ends = np.concatenate([sources, networks.target]).ravel()
    offset = np.arange(count) * (n * n)
    taken = np.zeros(count * n * n, dtype=bool)
    taken.reshape(count, n * n)[:, :: n + 1] = True  # a self-tie counts as one that stands
    taken[networks.keys(networks.source, networks.target) + offset] = True
    made = 0
    for start in range(0, steps, _STEPS_AT_ONCE):
        size = min(_STEPS_AT_ONCE, steps - start)
        tails, heads = _picks(ties, count, size, networks.directed, generator)
        chance = generator.random((size, count)) if barred is not None else None
        # Each tail with the head it has, then with the other one: shape (size, 2, 2, count).
        heads = np.stack([heads, heads[:, ::-1]], axis=1)
        # Directed tails never change: the first half of each key is known for all steps.
        rows = ends.take(tails) * n + offset if networks.directed else None
        for step in range(size):
            head = ends.take(heads[step])
            if rows is not None:
                keys = rows[step] + head
            else:
                keys = networks.keys(ends.take(tails[step]), head)
                keys += offset
            there = taken.take(keys[1])
            stays = there[0] | there[1]
            if barred is not None and chance is not None:
                change = barred.change(keys[0] - offset, keys[1] - offset)
                stays |= ~barred.allowed(change, chance[step])
            taken[keys[0]] = stays
            taken[keys[1]] = there | ~stays
            ends[heads[step, 0]] = np.where(stays, head[0], head[1])
            made += count - int(np.count_nonzero(stays))
    both = ends.reshape(2, ties, count)
    networks.source, networks.target = both[0, :, :1] if networks.directed else both[0], both[1]
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
    claims = _Claims(networks)
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
    one, two, left = order[:pairs], order[pairs : 2 * pairs], order[2 * pairs :]
    asleep = generator.integers(0, 256, size=(pairs, count), dtype=np.uint8) >= awake
    a, b, c, d = (networks.source[one], networks.target[one],
                  networks.source[two], networks.target[two])
    if not networks.directed:
        turned = generator.integers(0, 2, size=(pairs, count), dtype=bool)
        c, d = np.where(turned, d, c), np.where(turned, c, d)
    chance = generator.random((pairs, count)) if barred is not None else None
    for same in (a == c, b == d, a == d, b == c):
        asleep |= same
    # Pairs that sleep wish for nothing but to stay.
    to_one, to_two = np.where(asleep, b, d), np.where(asleep, d, b)
    keys = claims.cells
    for place, (source, target) in enumerate(((a, b), (c, d), (a, to_one), (c, to_two))):
        networks.keys(source, target, out=keys[place])
    allowed = None
    if barred is not None and chance is not None:
        allowed = barred.allowed(barred.change(keys[:2], keys[2:]), chance)
    claims.share(generator)
    moves = claims.alone(asleep, claims.of(networks, left))
    if allowed is not None:
        moves &= allowed
    networks.target[one] = np.where(moves, d, b)
    networks.target[two] = np.where(moves, b, d)
    if not networks.directed:
        networks.source[two] = c
    return int(np.count_nonzero(moves))


class _Claims:
    """Who claims which dyad of each network in one round.

    ``cells``, shape (4, pairs, count): the two dyads that each pair would empty, the two that it
    would fill. The table is never cleared: every cell is written in a round before it is read. In
    networks of very many dyads several share a cell, other ones each round; pairs that meet in one
    by accident do not switch, which is as true of the way back.
    """

    def __init__(self, networks: Networks) -> None:
        ties, count = networks.target.shape
        self.exact = networks.n**2 <= _EXACT_CELLS
        self.bits = max(20, int(64 * ties).bit_length())
        size = networks.n**2 if self.exact else 1 << self.bits
        kind = np.int16 if ties // 2 < np.iinfo(np.int16).max else np.int32
        self.table: NDArray[np.signedinteger] = np.empty(size * count, dtype=kind)
        self.offset = np.arange(count, dtype=np.int64) * size
        shape = (4, ties // 2, count)
        self.cells = np.empty(shape, dtype=np.int64)
        self.names: NDArray[np.signedinteger] = np.ascontiguousarray(
            np.broadcast_to(np.arange(ties // 2, dtype=kind)[:, None], shape))
        self.factor = np.uint64(1)

    def share(self, generator: np.random.Generator) -> None:
        """From dyads to cells, in place; which dyads share one is new in each round."""
        if not self.exact:
            self.factor = np.uint64(int(generator.integers(0, 2**63)) * 2 + 1)
            self.cells[:] = self._mixed(self.cells)
        self.cells += self.offset

    def of(self, networks: Networks, ties: Ints) -> Ints:
        """The cells of the ties that have no partner, shape (0 or 1, count)."""
        keys = networks.keys(networks.source[ties], networks.target[ties])
        return (keys if self.exact else self._mixed(keys)) + self.offset

    def _mixed(self, keys: Ints) -> Ints:
        mixed = keys.astype(np.uint64) * self.factor
        return (mixed >> np.uint64(64 - self.bits)).astype(np.int64)

    def alone(self, asleep: Bools, left: Ints) -> Bools:
        """Which pairs may switch: awake, and nobody else claims a dyad of theirs."""
        cells, table = self.cells, self.table
        table[left] = -2
        table[cells] = self.names  # the emptied first, then the filled
        beaten = table.take(cells) != self.names
        lost = asleep | beaten.any(axis=0)
        # Whoever was written over says so; who wrote last finds it and yields too. Where cells are
        # not shared nothing but another pair's wish can be written over a standing tie.
        table[cells.ravel().take(np.flatnonzero(beaten))] = -1
        table[left[table[left] != -2]] = -1
        marked = table.take(cells[2:] if self.exact else cells) == -1
        return np.asarray(~(lost | marked.any(axis=0)))
