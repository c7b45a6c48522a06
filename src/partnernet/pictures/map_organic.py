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
TITLE = 18.0
"""Room for the name of an outlined group, where there are several."""


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
    if not n:
        return Settled(np.zeros((0, 2)), 40.0, tuple(np.zeros((0, 2)) for _ in hulls), None)
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
    at = closeness(first, second, line_width, len(room.half), groups, seed)
    if width < 560:
        at = at[:, ::-1]
    if len(groups) <= 1:
        start = _spread(at, room, width, _height(room, width))
        for _ in range(_TRIES):
            placed, left = push_apart(start, room, groups, width,
                                      rounds=300 if len(at) <= 80 else 160)
            if left < 0.25:
                return placed, _bottom(placed, room)
            start[:, 1] *= 1.12
    placed = _islands(at, first, second, line_width, room, width, groups, seed)
    return placed, _bottom(placed, room)


def _height(room: Room, width: float) -> float:
    """A height in which all boxes have air."""
    area = float((2 * room.half * (room.up + room.down)).sum())
    return max(width * (1.15 if width < 560 else 0.6), area * (2.0 if width < 560 else 1.7) / width)


def _bottom(at: Floats, room: Room) -> float:
    return float((at[:, 1] + room.down).max(initial=0)) + 12


def _islands(at: Floats, first: Ints, second: Ints, line_width: Floats, room: Room, width: float,
             groups: Sequence[Bools], seed: int) -> Floats:
    """Each outlined group is settled by itself and then moved as a whole, so outlines keep apart.

    Whoever belongs to several groups stands with the first.
    """
    n = len(at)
    unit = np.full(n, -1, dtype=np.int64)
    for g, group in enumerate(groups):
        unit[group & (unit < 0)] = g
    single = np.flatnonzero(unit < 0)
    unit[single] = len(groups) + np.arange(len(single))
    inner = np.zeros((n, 2))
    boxes: list[tuple[int, float, float, float, float]] = []
    for code in np.unique(unit).tolist():
        mine = unit == code
        own = Room(room.half[mine], room.up[mine], room.down[mine])
        if mine.sum() > 1:
            inner[mine] = _island(first, second, line_width, mine, own, width, seed)
        box = own.corners(inner[mine], 10.0 if mine.sum() > 1 else 0.0).reshape(-1, 2)
        inner[mine] -= box.min(0)
        wide, tall = np.ptp(box, axis=0)
        if code < len(groups):  # room for its name over the outline
            inner[mine, 1] += TITLE
            tall += TITLE
        boxes.append((code, float(wide), float(tall), *at[mine].mean(0).tolist()))
    grouped = [box for box in boxes if box[0] < len(groups)]
    corner, bottom = _shelves(grouped, width, 6.0)
    corner |= _shelves([box for box in boxes if box[0] >= len(groups)], width, bottom)[0]
    return np.array([inner[k] + corner[int(unit[k])] for k in range(n)])


def _shelves(boxes: Sequence[tuple[int, float, float, float, float]], width: float,
             top: float) -> tuple[dict[int, tuple[float, float]], float]:
    """Boxes (code, width, height, x and y of whom they hold) in rows: their corners, the end."""
    corner: dict[int, tuple[float, float]] = {}
    rows: list[list[tuple[int, float, float, float, float]]] = []
    for box in sorted(boxes, key=lambda box: (box[4], box[0])):
        if not rows or sum(b[1] + 8 for b in rows[-1]) + box[1] > width - 8:
            rows.append([])
        rows[-1].append(box)
    for row in rows:
        free = max(0.0, width - 8 - sum(box[1] for box in row)) / (len(row) + 1)
        tall = max(box[2] for box in row)
        x = 4.0
        for box in sorted(row, key=lambda box: (box[3], box[0])):
            x += free
            corner[box[0]] = (x, top + (tall - box[2]) / 2)
            x += box[1]
        top += tall + 12
    return corner, top


def _island(first: Ints, second: Ints, line_width: Floats, mine: Bools, room: Room, width: float,
            seed: int) -> Floats:
    """Places within one outlined group."""
    number = np.cumsum(mine) - 1
    keep = mine[first] & mine[second]
    n = int(mine.sum())
    at = closeness(number[first[keep]], number[second[keep]], line_width[keep], n, (), seed)
    area = float((2 * room.half * (room.up + room.down)).sum())
    widest = float(room.half.max()) * 2 + 8
    frame = min(width - 30, max(widest + 8, (2.4 * area) ** 0.5))
    start = _spread(at, room, frame, 1.5 * area / frame)
    for _ in range(_TRIES):
        placed, left = push_apart(start, room, (), frame, rounds=300)
        if left < 0.25:
            break
        start[:, 1] *= 1.15
    return placed


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
