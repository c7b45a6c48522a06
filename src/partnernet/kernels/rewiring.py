"""The degree null: networks in which everybody has as many ties as in the data, else by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from partnernet.kernels.adjacency import held
from partnernet.kernels.dyads import Bools, Dyads, Ints
from partnernet.kernels.switches import Barred, Networks, many_at_a_time, one_at_a_time

SWEEPS = 12  # switches a tie in one run
_MOST_TRIES = 50  # times SWEEPS tries a tie, however few of them succeed
_PILOT_NETWORKS = 64
_PILOT_SEED = 1999
_MANY_TIES = 2000  # ties up to which all pairs are looked at
_SMALL = 160  # organisations up to which R networks with a cell a dyad fit the cache
_FEW_TIES, _DENSE = 200, 0.15
_LONG = 20_000  # steps from which fewer networks run together, so that progress shows
_BARRED_TIES = 0.25  # expected ties on barred dyads that the weight aims at


class Ties(NamedTuple):
    """R networks: ``source``, ``target``, shape (R, m); undirected with ``source < target``."""

    source: Ints
    target: Ints


@dataclass(frozen=True, eq=False)
class DegreeNull:
    """Uniform over the simple networks with every observed in- and out-degree.

    Parameters
    ----------
    source, target : ints, shape (m,), the *observed* ties
    dyads : the observed dyads: no replicate has a tie on any other

    Returns (``draw``)
    ------------------
    Ties, shape (size, m). Where nothing can be rewired every replicate is the data.

    How
    ---
    A Markov chain of switches from the data for each replicate (``switches``). Directed: switches
    reach every network with the same degrees but for the two directions of some three-cycles
    (Rao, Jana and Bandyopadhyay 1996). A cycle that no switch can turn stands in every network
    with these degrees (LaMar 2012; Berger and Müller-Hannemann 2010), so its three organisations
    are the only ones with their in- and out-degree: were there a fourth, it could stand in for any
    of the three. Such cycles are turned by the toss of a coin. Silent organisations send no tie
    and need nothing more. Single unknown dyads, and undirected dyads between two silent ones, are
    passed through: the chain may put a tie there, at a weight, and only networks without one are
    kept, looked at once every full run.

    How long
    --------
    Until each tie has been switched ``SWEEPS`` = 12 times on average, as a trial run on the data
    tells (at most 600 tries a tie). Mixing (benchmarks/rewiring.py: dense, sparse and hub-ridden
    networks with strong silos): with each switch of a tie about a third or less is left of the
    start, so that a network 45 standard deviations away from chance is within a ten-thousandth of
    one; E–I is the slowest, reciprocity and transitive triples forget sooner.

    Source
    ------
    Switches: Rao, Jana and Bandyopadhyay (1996), Sankhyā A 58, 225–242; many at once: cf.
    Allendorf, Meyer, Penschuck and Tran (2022), "Parallel global edge switching".
    """

    source: Ints
    target: Ints
    dyads: Dyads

    @property
    def block(self) -> int:
        """Replicates drawn at once, by the network alone: fewer where each takes long."""
        if self._few:
            wanted = 1024 if self.effort <= _LONG else 256
        else:
            wanted = self._spread * max(1, 64 // self._spread)
        return max(1, min(wanted, (1 << 22) // max(1, len(self.source))))

    def draw(self, generator: np.random.Generator, size: int) -> Ties:
        """So many rewired networks."""
        together = size if self._few else self._spread
        parts = [self._run(generator, min(together, size - start))
                 for start in range(0, size, together)]
        source = np.concatenate(
            [np.broadcast_to(part.source, part.target.shape) for part in parts], axis=1).T
        target = np.concatenate([part.target for part in parts], axis=1).T
        if not self.dyads.directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
        return Ties(np.ascontiguousarray(source), np.ascontiguousarray(target))

    @property
    def _few(self) -> bool:
        """Whether one switch at a time is faster: few ties, or so dense that many would meet."""
        n, ties = self.dyads.n, len(self.source)
        dense = ties > _DENSE * n * (n - 1) / (1 if self.dyads.directed else 2)
        return n <= _SMALL and (ties < _FEW_TIES or dense)

    @property
    def _spread(self) -> int:
        """How many networks' claims fit the cache when many ties are switched at once."""
        return max(1, (1 << 18) // max(1, self.dyads.n**2))

    @cached_property
    def barred(self) -> Barred | None:
        """Unobserved dyads on which switches could put a tie, and their weight."""
        n, unknown = self.dyads.n, self.dyads.unknown_pairs()
        quiet = self.dyads.rule == "any" and int((~self.dyads.answered).sum()) > 1
        if not len(unknown[0]) and not quiet:
            return None
        table = np.zeros((n, n), dtype=bool)
        table[unknown] = True
        if not self.dyads.directed:
            table[unknown[::-1]] = True
        if quiet:
            silent = np.flatnonzero(~self.dyads.answered)
            table[np.ix_(silent, silent)] = True
        self._bar_around_told(table)
        np.fill_diagonal(table, False)
        expected = self._expected_ties(table)
        if expected == 0.0:
            return None
        return Barred(table, max(0.0, float(np.log(expected / _BARRED_TIES))))

    def _bar_around_told(self, table: Bools) -> None:
        """A silent organisation with a known tie may keep it, and have no other."""
        source, target = self.dyads.told_pairs()
        if not len(source):
            return
        if self.dyads.rule != "any":
            touched = np.zeros(self.dyads.n, dtype=bool)
            touched[source] = True
            if not self.dyads.directed:
                touched[target] = True
            touched &= ~self.dyads.answered
            table[touched] = True
            if not self.dyads.directed:
                table[:, touched] = True
        table[source, target] = False
        if not self.dyads.directed:
            table[target, source] = False

    def _expected_ties(self, table: Bools) -> float:
        """About how many ties would stand on these dyads if nothing were barred."""
        n, ties = self.dyads.n, max(1, len(self.source))
        row, column = np.nonzero(table)
        sent = np.bincount(self.source, minlength=n)
        received = np.bincount(self.target, minlength=n)
        if not self.dyads.directed:
            row, column = row[row < column], column[row < column]
            sent = received = sent + received
            ties = 2 * ties
        odds = sent[row] * received[column] / ties
        return float((odds / (1.0 + odds)).sum())

    @cached_property
    def _cycles(self) -> Ints:
        """Three-cycles of organisations that alone have their degrees, shape (cycles, 3)."""
        none = np.zeros((0, 3), dtype=np.int64)
        if not self.dyads.directed:
            return none
        n = self.dyads.n
        degrees = np.bincount(self.source, minlength=n) * (n + 1) + np.bincount(
            self.target, minlength=n)
        _, number, size = np.unique(degrees, return_inverse=True, return_counts=True)
        alone = np.flatnonzero(size[number.reshape(-1)] == 3)
        trios = alone[np.argsort(number.reshape(-1)[alone], kind="stable")].reshape(-1, 3)
        keys = np.sort(self.source * n + self.target)
        x, y, z = trios.T
        ways = [held(keys, x * n + y), held(keys, y * n + z), held(keys, z * n + x)]
        back = [held(keys, y * n + x), held(keys, z * n + y), held(keys, x * n + z)]
        one_way = np.all(ways, axis=0) & ~np.any(back, axis=0)
        other_way = np.all(back, axis=0) & ~np.any(ways, axis=0)
        return np.concatenate([none, trios[one_way | other_way]])

    @cached_property
    def effort(self) -> int:
        """Steps (small networks) or rounds (large ones) of one run, told by a trial run."""
        ties = len(self.source)
        most = _MOST_TRIES * SWEEPS
        if ties < 2:
            return 0
        generator = np.random.default_rng(_PILOT_SEED)
        if self._few:
            trial, each = 2 * ties, 2.0 / ties  # one try touches two ties
        else:
            trial, each = 4, 1.0
        networks = self._start(_PILOT_NETWORKS if self._few else min(_PILOT_NETWORKS, self._spread))
        self._step(networks, trial, generator)
        made = self._step(networks, trial, generator)
        if not made and ties <= _MANY_TIES and not self._loose():
            return 0
        switched = 2.0 * made / (ties * networks.count * trial)  # a tie a step or round
        return int(np.ceil(min(SWEEPS / max(switched, 1e-12), most / each)))

    def _loose(self) -> bool:
        """Whether any switch at all is possible from the data."""
        n, (one, two) = self.dyads.n, np.triu_indices(len(self.source), 1)
        keys = Networks(n, self.dyads.directed, self.source, self.target).keys
        stands = np.eye(n, dtype=bool).ravel()
        stands[keys(self.source, self.target)] = True
        a, b, c, d = self.source[one], self.target[one], self.source[two], self.target[two]
        free = ~stands[keys(a, d)] & ~stands[keys(c, b)]
        if not self.dyads.directed:
            free |= ~stands[keys(a, c)] & ~stands[keys(b, d)]
        return bool(free.any())

    def _start(self, count: int) -> Networks:
        return Networks.copies(self.source, self.target, self.dyads.n, count, self.dyads.directed)

    def _run(self, generator: np.random.Generator, count: int) -> Networks:
        """So many chains from the data, each until it stands on no barred dyad."""
        networks = self._start(count)
        self._walk(networks, generator)
        if self.barred is None:
            return networks
        done = self.barred.on(networks.keys(networks.source, networks.target)).sum(axis=0) == 0
        while not done.all():
            # A whole run between looks: a shorter one would favour what is near the barred.
            rest = networks.only(~done)
            self._walk(rest, generator)
            networks.target[:, ~done] = rest.target
            if not networks.directed:
                networks.source[:, ~done] = rest.source
            done[~done] = self.barred.on(rest.keys(rest.source, rest.target)).sum(axis=0) == 0
        return networks

    def _step(self, networks: Networks, effort: int, generator: np.random.Generator) -> int:
        if self._few:
            return one_at_a_time(networks, effort, generator, self.barred)
        return many_at_a_time(networks, effort, generator, self.barred)

    def _walk(self, networks: Networks, generator: np.random.Generator) -> None:
        cycles = self._cycles
        # Which way round a cycle stands can matter to what is barred: turn it on the way.
        parts = 16 if len(cycles) and self.barred is not None else 1
        for part in range(parts):
            effort = self.effort * (part + 1) // parts - self.effort * part // parts
            self._step(networks, effort, generator)
            if len(cycles):
                _turn(networks, self.source, cycles, generator, self.barred)


def _turn(
    networks: Networks, source: Ints, cycles: Ints, generator: np.random.Generator,
    barred: Barred | None,
) -> None:
    """Turn each three-cycle round by the toss of a coin, in each network where it stands."""
    for trio in cycles:
        heads = generator.integers(0, 2, size=networks.count, dtype=bool)
        chance = generator.random(networks.count)
        slots = [np.flatnonzero(source == x) for x in trio]
        inside = [np.isin(networks.target[rows], trio) for rows in slots]
        alone = np.all([part.sum(axis=0) == 1 for part in inside], axis=0)
        whom = np.array([np.where(part, networks.target[rows], 0).sum(axis=0)
                         for rows, part in zip(slots, inside, strict=True)])
        cycle = alone & np.all(np.sort(whom, axis=0) == np.sort(trio)[:, None], axis=0)
        turned = int(trio.sum()) - trio[:, None] - whom
        if barred is not None:
            now, new = (trio[:, None] * networks.n + np.where(cycle, ends, 0)
                        for ends in (whom, turned))
            heads &= barred.allowed(barred.change(now, new), chance)
        heads &= cycle
        for place, (rows, part) in enumerate(zip(slots, inside, strict=True)):
            networks.target[rows] = np.where(part & heads, turned[place], networks.target[rows])

