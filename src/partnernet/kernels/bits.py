"""Sets of up to many thousand things in rows of 64-bit words, and floods that carry them.

A flood walks all starts at once: each organisation holds a row of bits, one bit a start, and a
step along every tie is one OR of whole words. Sixty-four searches cost as much as one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from partnernet.kernels.dyads import Bools, Ints

Words = NDArray[np.uint64]
Bytes = NDArray[np.uint8]

WIDTH = 64
# Words that one step may gather: small enough to stay near the processor.
GATHERED = 2**21

_SET_IN_BYTE = np.array([bin(value).count("1") for value in range(256)], dtype=np.uint8)


def empty(rows: int, bits: int) -> Words:
    """Rows of words with room for this many bits, none set."""
    return np.zeros((rows, max(1, -(-bits // WIDTH))), dtype=np.uint64)


def place(words: Words, rows: Ints, bits: Ints) -> None:
    """Set one bit in each of these rows."""
    value = np.left_shift(np.uint64(1), (bits % WIDTH).astype(np.uint64))
    np.bitwise_or.at(words, (rows, bits // WIDTH), value)


def packed(table: Bools) -> Words:
    """Each row of a table of yes and no as words."""
    rows, bits = table.shape
    room = max(1, -(-bits // WIDTH))
    out = np.zeros((rows, room * 8), dtype=np.uint8)
    out[:, : -(-bits // 8)] = np.packbits(table, axis=1, bitorder="little")
    return out.view(np.uint64)


def unpacked(words: Words, bits: int) -> Bytes:
    """Each row of words as 0 and 1, shape (rows, bits)."""
    raw = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(raw, axis=1, count=bits, bitorder="little")


def popcount(words: Words) -> Bytes:
    """How many bits are set in each word? Same shape."""
    counted: Bytes
    if hasattr(np, "bitwise_count"):
        counted = np.bitwise_count(words)
        return counted
    raw = np.ascontiguousarray(words).view(np.uint8)
    counted = _SET_IN_BYTE[raw].reshape(*words.shape, 8).sum(axis=-1, dtype=np.uint8)
    return counted


def total(words: Words) -> int:
    """How many bits are set in all?"""
    return int(popcount(words).sum(dtype=np.int64))


def row_totals(words: Words) -> Ints:
    """How many bits are set in each row? Shape (rows,)."""
    count: Ints = popcount(words).sum(axis=1, dtype=np.int64)
    return count


def words_at_once(ties: int) -> int:
    """How many words wide a flood along this many ties should be."""
    return max(1, GATHERED // max(ties, 1))


class Flood:
    """Steps from many starts at once along ties that are prepared only once."""

    def __init__(self, source: Ints, target: Ints, n: int) -> None:
        order = np.argsort(target, kind="stable")
        self.n = n
        self._from = source[order]
        self._to = target[order]
        self._heads, self._first = np.unique(self._to, return_index=True)

    def beside(self, start: Words) -> Words:
        """The bits that any neighbour passes on in one step, whether held already or not."""
        found = np.zeros_like(start)
        if len(self._from):
            buffer = np.empty((len(self._from), start.shape[1]), dtype=np.uint64)
            heads, arrived = self._step(start, buffer)
            found[heads] = arrived
        return found

    def walk(
        self, start: Words, *, allowed: Words | None = None, most: int | None = None
    ) -> Iterator[tuple[int, Words]]:
        """Yield, for each distance from 1, the bits that arrive there for the first time.

        ``start``, shape (n, words): the bits each organisation holds at distance 0. ``allowed``,
        same shape: bits that may enter an organisation at all. ``most``: steps at most. The
        array that is yielded is used again in the next step.
        """
        if not len(self._from):
            return
        seen, frontier = start.copy(), start.copy()
        buffer = np.empty((len(self._from), start.shape[1]), dtype=np.uint64)
        distance = 0
        while most is None or distance < most:
            heads, arrived = self._step(frontier, buffer)
            arrived &= ~seen[heads]
            if allowed is not None:
                arrived &= allowed[heads]
            if not arrived.any():
                return
            distance += 1
            frontier[:] = 0
            frontier[heads] = arrived
            seen[heads] |= arrived
            yield distance, frontier

    def _step(self, frontier: Words, buffer: Words) -> tuple[Ints, Words]:
        """Who is reached by one more step, and by which bits."""
        active: Bools = np.asarray(frontier.any(axis=1))
        if 4 * np.count_nonzero(active) > self.n:
            # mode="clip" lets numpy fill the buffer in place; no index is out of range.
            np.take(frontier, self._from, axis=0, out=buffer, mode="clip")
            return self._heads, np.bitwise_or.reduceat(buffer, self._first, axis=0)
        # Far from the start, and on long thin networks, few organisations pass anything on.
        ties = np.flatnonzero(active[self._from])
        if not len(ties):
            return self._heads[:0], frontier[:0]
        to = self._to[ties]
        first = np.flatnonzero(np.r_[True, to[1:] != to[:-1]])
        gathered = frontier[self._from[ties]]
        return to[first], np.bitwise_or.reduceat(gathered, first, axis=0)
