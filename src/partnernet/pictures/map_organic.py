"""The organic map's places: near those one works with, words apart, outlined groups together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout_springs import Room, closeness, hull_of, push_apart
from partnernet.kernels.layout_tables import Labels
from partnernet.pictures.scene import Hull

_TRIES = 9


@dataclass(frozen=True, eq=False)
class Settled:
    """Places, shape (n, 2), the height of the picture, and the corners of each hull.

    ``alone``: the baseline of the heading over those without contact; None without such.
    """

    at: Floats
    height: float
    hulls: tuple[Floats, ...]
    alone: float | None


def settle(first: Ints, second: Ints, line_width: Floats, labels: Labels, width: float,
           hulls: Sequence[Hull], seed: int) -> Settled:
    """Find the places; the picture grows downwards until nothing overlaps."""
    n = len(labels.half)
    room = Room(np.maximum(labels.half, labels.r) + 4, np.full(n, labels.r + 7),
                labels.r + labels.gap + labels.tall + 5)
    outlined = np.zeros(n, dtype=bool)
    for hull in hulls:
        outlined |= hull.members
    alone = np.bincount(np.concatenate([first, second]), minlength=n) == 0
    alone &= ~outlined
    if (~alone).sum() < 3:
        alone[:] = False
    number = np.cumsum(~alone) - 1
    groups = [hull.members[~alone] for hull in hulls]
    main = Room(room.half[~alone], room.up[~alone], room.down[~alone])
    at = np.zeros((n, 2))
    at[~alone], bottom = _settle(number[first], number[second], line_width, main, width, groups,
                                 seed)
    corners = tuple(_inside(hull_of(at[~alone], main, group), width, bottom) if group.any()
                    else np.zeros((0, 2)) for group in groups)
    if not alone.any():
        return Settled(at, bottom, corners, None)
    at[alone], height = _rows(room, alone, width, bottom + 24)
    return Settled(at, height, corners, bottom + 12)


def _settle(first: Ints, second: Ints, line_width: Floats, room: Room, width: float,
            groups: Sequence[Bools], seed: int) -> tuple[Floats, float]:
    """Places of those with contacts, and the height they take."""
    n = len(room.half)
    at = closeness(first, second, line_width, n, groups, seed)
    phone = width < 560
    if phone:
        at = at[:, ::-1]
    area = float((2 * room.half * (room.up + room.down)).sum())
    height = max(width * (1.15 if phone else 0.6), area * (2.0 if phone else 1.7) / width)
    at = _spread(at, room, width, height)
    for attempt in range(_TRIES):
        at, left = push_apart(at, room, groups, width, rounds=300 if n <= 80 else 160)
        if left < 0.25 or attempt == _TRIES - 1:
            break
        at[:, 1] *= 1.12
    return at, float((at[:, 1] + room.down).max(initial=0)) + 12


def _rows(room: Room, which: Bools, width: float, top: float) -> tuple[Floats, float]:
    """Rows underneath for those without contact, and where they end."""
    half = room.half[which]
    at = np.zeros((len(half), 2))
    x, y = 8.0, top + float(room.up[which].max())
    tall = float(room.up[which].max() + room.down[which].max())
    for k, reach in enumerate(half):
        if x + 2 * reach > width - 4 and x > 8:
            x, y = 8.0, y + tall
        at[k] = x + reach, y
        x += 2 * reach + 6
    return at, y + float(room.down[which].max()) + 8


def _inside(corners: Floats, width: float, height: float) -> Floats:
    """Corners kept within the frame."""
    return np.clip(corners, 2.0, [width - 2.0, height - 2.0])


def _spread(at: Floats, room: Room, width: float, height: float) -> Floats:
    """Stretched to the frame, each axis by itself."""
    low, high = at.min(0), at.max(0)
    span = np.where(high - low > 1e-9, high - low, 1.0)
    edge = np.array([float(room.half.max()) + 8, float(room.up.max()) + 8])
    foot = np.array([float(room.half.max()) + 8, float(room.down.max()) + 8])
    inner = np.maximum(np.array([width, height]) - edge - foot, 10.0)
    out: Floats = (at - low) / span * inner + edge
    return out
