"""What lines between the slots of lanes do, tabled once, so that a search need only look it up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import through

Signs = NDArray[np.int8]
_FAR = 1e6
_AIR = 3.0
"""Round a mark, where a line already seems to touch it."""


@dataclass(frozen=True, eq=False)
class Slots:
    """Where organisations can stand: x, y, lane, and whether words stand above; shape (s,)."""

    x: Floats
    y: Floats
    lane: Ints
    above: Bools


@dataclass(frozen=True, eq=False)
class Labels:
    """Sizes of the words at each organisation, shape (n,), and the radius of all marks.

    ``gap``: from the edge of the mark to its words.
    """

    half: Floats
    tall: Floats
    gap: Floats
    r: float

    def boxes(self, who: Ints, x: Floats, y: Floats, above: Bools) -> Floats:
        """The boxes of the words of ``who`` at places, shape (..., 4)."""
        far = self.r + self.gap[who]
        top = np.where(above, y - far - 2 - self.tall[who], y + far)
        half = self.half[who]
        return np.stack([x - half, top, x + half, top + self.tall[who] + 1], -1)


@dataclass(frozen=True, eq=False)
class Tables:
    """For the line from slot s to slot t, and slot u; shapes (s, s, s).

    ``side``: on which side u lies, −1, 0 or 1. ``hits``: whether the line runs over a mark on u.
    ``aside``, one a height of words, shape (heights, s, s, s): how near the line comes to the
    middle of words at u, within their height; far where it does not.
    """

    side: Signs
    hits: Bools
    aside: NDArray[np.float32]


def tables(slots: Slots, r: float, gap: float, heights: Floats) -> Tables:
    """Table all lines between slots."""
    x, y = slots.x, slots.y
    size = len(x)
    dx, dy = x[None, :] - x[:, None], y[None, :] - y[:, None]
    side = np.empty((size, size, size), dtype=np.int8)
    hits = np.empty((size, size, size), dtype=bool)
    aside = np.empty((len(heights), size, size, size), dtype=np.float32)
    a, b = np.stack([x, y])[:, :, None], np.stack([x, y])[:, None, :]
    for u in range(size):
        turn = dx * (y[u] - y[:, None]) - dy * (x[u] - x[:, None])
        side[:, :, u] = np.sign(np.where(np.abs(turn) < 1e-6, 0, turn))
        far = r + _AIR
        box = np.array([x[u] - far, y[u] - far, x[u] + far, y[u] + far])
        hit = through(a, b, box)
        hit[u, :] = hit[:, u] = False
        hits[:, :, u] = hit
        for h, tall in enumerate(heights):
            top = y[u] - r - gap - 2 - tall if slots.above[u] else y[u] + r + gap
            near = _aside(x, y, float(x[u]), float(top), float(top + tall + 1))
            near[u, :] = near[:, u] = _FAR
            aside[h, :, :, u] = near
    return Tables(side, hits, aside)


def _aside(x: Floats, y: Floats, middle: float, top: float, bottom: float) -> Floats:
    """Least sideways distance of every line between slots from a place, within a strip."""
    start, stop = y[:, None], y[None, :]
    step = stop - start
    level = np.abs(step) < 1e-9
    with np.errstate(divide="ignore", invalid="ignore"):
        enter = np.where(level, 0.0, (top - start) / step)
        leave = np.where(level, 1.0, (bottom - start) / step)
    low = np.maximum(np.minimum(enter, leave), 0)
    high = np.minimum(np.maximum(enter, leave), 1)
    outside = (low >= high) | (level & ((start < top) | (start > bottom)))
    x_low = x[:, None] + low * (x[None, :] - x[:, None]) - middle
    x_high = x[:, None] + high * (x[None, :] - x[:, None]) - middle
    near = np.where(x_low * x_high <= 0, 0.0, np.minimum(np.abs(x_low), np.abs(x_high)))
    return np.where(outside, _FAR, near)
