"""Telling how far long work has come, where its amount becomes known only on the way."""

from __future__ import annotations

from collections.abc import Iterator

from partnernet.kernels.chance import Progress


class Work:
    """Portions of work: `portions` announces them and counts each one when it is done."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress, self._done, self._expected = progress, 0, 0

    def portions(self, count: int, size: int) -> Iterator[slice]:
        """Slices of so many things, so many at a time."""
        self._expected += -(-count // size)
        for first in range(0, count, size):
            yield slice(first, first + size)
            self._done += 1
            if self._progress is not None:
                self._progress(self._done, self._expected)
