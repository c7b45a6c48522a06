"""One engine for chance: draw what could have been, count any statistic on it.

A null model draws replicates in blocks; a statistic takes a whole block at once. Each block has
its own stream, spawned from the seed, and a block's size depends on the data alone: the same seed
gives the same answer for any number of workers. Replicates depend on the order of organisations
and ties, so callers pass both in a canonical order (by id) and no row order matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeVar

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints

Draw_co = TypeVar("Draw_co", covariant=True)
Draw = TypeVar("Draw")
Progress = Callable[[int, int], None]
Seed = int | np.random.SeedSequence

_CELLS_A_BLOCK = 1 << 19


class Interrupted(KeyboardInterrupt):
    """Ctrl-C while replicates were drawn; ``done`` of ``total`` were finished."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__(done, total)
        self.done = done
        self.total = total


class Null(Protocol[Draw_co]):
    """A null model: ``draw(generator, size)`` gives ``size`` replicates, ``block`` at most."""

    @property
    def block(self) -> int:
        """Replicates drawn at once."""
        ...

    def draw(self, generator: np.random.Generator, size: int) -> Draw_co:
        """So many replicates."""
        ...


@dataclass(frozen=True, eq=False)
class Shuffle:
    """The permutation null: who has which label, shuffled within strata.

    ``strata``, shape (n,): organisations trade labels only with their own stratum; those of a
    negative stratum (they have no group) keep their place. A draw has shape (size, n): whose
    label each organisation takes, so that ``codes[draw]`` are the shuffled codes.
    """

    strata: Ints

    @property
    def block(self) -> int:
        """Replicates drawn at once, by the number of organisations alone."""
        return max(1, min(1024, _CELLS_A_BLOCK // max(1, len(self.strata))))

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        # Organisations stratum by stratum, and the strata numbered by first appearance: how the
        # caller numbers them must not change the stream.
        members = np.flatnonzero(self.strata >= 0)
        _, first, number = np.unique(self.strata[members], return_index=True, return_inverse=True)
        rank = np.argsort(np.argsort(first))[number.reshape(-1)]
        order = np.argsort(rank, kind="stable")
        return members[order], rank[order].astype(np.int64)

    def draw(self, generator: np.random.Generator, size: int) -> Ints:
        """Whose label each organisation takes, shape (size, n)."""
        n = len(self.strata)
        members, stratum = self._places
        count = len(members)
        if count < 2:
            return np.broadcast_to(np.arange(n, dtype=np.int64), (size, n)).copy()
        # One sort shuffles every stratum of every replicate: stratum, chance, place in one word.
        place_bits = int(count - 1).bit_length()
        stratum_bits = int(stratum[-1]).bit_length()
        # The 52 random bits of a number from 1 to 2 (drawn several times faster than integers).
        words = (generator.random((size, count)) + 1.0).view(np.uint64)
        words <<= np.uint64(12)
        words >>= np.uint64(stratum_bits)
        mask = np.uint64((1 << place_bits) - 1)
        words &= ~mask
        top = stratum.astype(np.uint64) << np.uint64(64 - stratum_bits) if stratum_bits else 0
        words |= np.arange(count, dtype=np.uint64) | top
        words.sort(axis=1)
        words &= mask
        place = words.view(np.int64)
        if count == n and not stratum_bits:
            return place
        positions = np.broadcast_to(np.arange(n, dtype=np.int64), (size, n)).copy()
        positions[:, members] = members[place]
        return positions


def shuffle_strata(codes: Ints, *within: Ints | Bools) -> Ints:
    """Strata for ``Shuffle``: the grouped organisations, apart by every array in ``within``.

    ``codes``, shape (n,), −1 without a group; each of ``within`` shape (n,), e.g. who answered and
    the level. Returns shape (n,), −1 without a group.
    """
    strata = np.zeros(len(codes), dtype=np.int64)
    for part in within:
        _, number = np.unique(part, return_inverse=True)
        strata = strata * (len(codes) + 1) + number.reshape(-1)
        _, strata = np.unique(strata, return_inverse=True)
        strata = strata.reshape(-1).astype(np.int64)
    return np.where(codes >= 0, strata, -1).astype(np.int64)


def draws(null: Null[Draw], replicates: int, seed: Seed) -> Iterator[Draw]:
    """The replicates of a null model, block by block."""
    for stream, size in _blocks(null, replicates, seed):
        yield null.draw(np.random.default_rng(stream), size)


def replicate(
    statistic: Callable[[Draw], Floats],
    null: Null[Draw],
    replicates: int,
    seed: Seed,
    *,
    workers: int = 1,
    progress: Progress | None = None,
) -> Floats:
    """Any statistic on the replicates of any null model.

    Parameters
    ----------
    statistic : takes a draw of r replicates, returns floats of shape (r, …)
    null : ``Shuffle``, ``DegreeNull``, ``RandomTies``, ``Resample``
    replicates : R
    seed : the same seed gives the same answer for any number of workers
    workers : threads
    progress : called with (done, total) after each block

    Returns
    -------
    floats, shape (R, …).

    Raises
    ------
    Interrupted (a KeyboardInterrupt) on Ctrl-C.
    """
    blocks = _blocks(null, replicates, seed)

    def one(block: tuple[np.random.SeedSequence, int]) -> Floats:
        stream, size = block
        values = statistic(null.draw(np.random.default_rng(stream), size))
        return np.asarray(values, dtype=np.float64)

    results: list[Floats] = []
    done = 0
    try:
        for values in map(one, blocks) if workers < 2 else _threaded(one, blocks, workers):
            results.append(values)
            done += len(values)
            if progress is not None:
                progress(done, replicates)
    except KeyboardInterrupt as stop:
        raise Interrupted(done, replicates) from stop
    return np.concatenate(results)


def _blocks(
    null: Null[Draw], replicates: int, seed: Seed
) -> list[tuple[np.random.SeedSequence, int]]:
    """A stream and a size for each block."""
    if replicates < 1:
        raise ValueError("at least one replicate is needed")
    # A fresh sequence each time: spawning changes the one it is asked of.
    root = (np.random.SeedSequence(seed.entropy, spawn_key=seed.spawn_key)
            if isinstance(seed, np.random.SeedSequence) else np.random.SeedSequence(seed))
    whole, rest = divmod(replicates, null.block)
    sizes = [null.block] * whole + ([rest] if rest else [])
    return list(zip(root.spawn(len(sizes)), sizes, strict=True))


def _threaded(
    one: Callable[[tuple[np.random.SeedSequence, int]], Floats],
    blocks: list[tuple[np.random.SeedSequence, int]],
    workers: int,
) -> Iterator[Floats]:
    """Results in the order of the blocks; nothing new starts after a failure or Ctrl-C."""
    pool = ThreadPoolExecutor(max_workers=workers)
    futures: list[Future[Floats]] = [pool.submit(one, block) for block in blocks]
    try:
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
