"""Places by closeness: stress majorisation, then words pushed apart and outlined groups kept clear.

Stress majorisation: Gansner, Koren & North 2005, Graph drawing by stress majorization.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import shortest_path

from partnernet.kernels.adjacency import matrix
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import convex_hull, inside_hull

_ITERATIONS = 160


def closeness(first: Ints, second: Ints, width: Floats, n: int,
              groups: Sequence[Bools], seed: int) -> Floats:
    """Places whose distances follow the steps between organisations, shape (n, 2).

    ``width`` 1 to 5: the stronger a line, the shorter. ``groups``: outlined ones are drawn closer
    together and away from the rest. The longer axis lies along x; no unit.
    """
    if n < 3:
        return np.stack([np.linspace(0, 1, n), np.zeros(n)], -1)
    apart, weight = _wanted(first, second, width, n, groups)
    np.fill_diagonal(weight, 0)
    rng = np.random.default_rng(seed)
    best: Floats | None = None
    least = np.inf
    for start in (_scaling(apart), rng.normal(size=(n, 2)) * apart.mean()):
        places, stress = _majorise(start + rng.normal(size=(n, 2)) * 1e-3, apart, weight)
        if stress < least - 1e-9:
            best, least = places, stress
    assert best is not None  # one of two starts has a finite stress
    return _upright(best)


def _wanted(first: Ints, second: Ints, width: Floats, n: int,
            groups: Sequence[Bools]) -> tuple[Floats, Floats]:
    """The distance wanted for each pair, and how much it matters."""
    apart = shortest_path(matrix(first, second, n, 1.3 - 0.1 * width), directed=False)
    reached = np.isfinite(apart)
    apart[~reached] = apart[reached].max() * 0.75 + 1.0
    matters = np.where(reached, 1.0, 0.1)
    for group in groups:
        inside = group[:, None] & group[None, :]
        across = group[:, None] != group[None, :]
        # members of an outlined group that no path joins still stand with the rest of it
        apart[inside & ~reached] = 1.6
        matters[inside] = 1.0
        apart = np.where(inside, apart * 0.72, np.where(across, apart * 1.15 + 0.25, apart))
    np.fill_diagonal(apart, 1.0)
    apart = np.maximum(apart, 0.3)
    return apart, matters * apart ** -2.0


def _scaling(apart: Floats) -> Floats:
    """Classical scaling, a start."""
    square = apart ** 2
    np.fill_diagonal(square, 0)
    centred = square - square.mean(0) - square.mean(1)[:, None] + square.mean()
    values, vectors = np.linalg.eigh(-0.5 * centred)
    places: Floats = vectors[:, -2:] * np.sqrt(np.maximum(values[-2:], 1e-9))
    # a fixed sign, so that the picture does not depend on the solver's
    largest = np.abs(places).argmax(0)
    fixed: Floats = places * np.where(places[largest, [0, 1]] < 0, -1.0, 1.0)
    return fixed


def _majorise(places: Floats, apart: Floats, weight: Floats) -> tuple[Floats, float]:
    """Places of less and less stress, and what is left of it."""
    n = len(places)
    laplace = np.diag(weight.sum(1)) - weight
    inverse = np.linalg.inv(laplace + 1.0 / n) - 1.0 / n
    for _ in range(_ITERATIONS):
        pull = weight * apart / np.maximum(_distances(places), 1e-9)
        np.fill_diagonal(pull, 0)
        places = inverse @ (pull.sum(1)[:, None] * places - pull @ places)
    return places, float((weight * (_distances(places) - apart) ** 2).sum())


def _distances(places: Floats) -> Floats:
    step = places[:, None] - places[None]
    distance: Floats = np.hypot(step[..., 0], step[..., 1])
    return distance


def _upright(places: Floats) -> Floats:
    """Turned so that the longer axis lies along x, and always the same way round."""
    places = places - places.mean(0)
    _, _, axes = np.linalg.svd(places, full_matrices=False)
    turned: Floats = places @ axes.T
    skew = (turned ** 3).sum(0)
    upright: Floats = turned * np.where(skew < 0, -1.0, 1.0)
    return upright


@dataclass(frozen=True, eq=False)
class Room:
    """What an organisation takes: half its width, how far up and down from its mark; (n,)."""

    half: Floats
    up: Floats
    down: Floats

    def corners(self, at: Floats, pad: float) -> Floats:
        """The corners of all boxes, shape (n, 4, 2)."""
        left, right = at[:, 0] - self.half - pad, at[:, 0] + self.half + pad
        top, bottom = at[:, 1] - self.up - pad, at[:, 1] + self.down + pad
        return np.stack([np.stack([left, top], -1), np.stack([right, top], -1),
                         np.stack([right, bottom], -1), np.stack([left, bottom], -1)], 1)


def push_apart(at: Floats, room: Room, groups: Sequence[Bools], width: float,
               rounds: int = 500) -> tuple[Floats, float]:
    """Push boxes apart, and strangers out of the hulls of groups; the frame is open downwards.

    Returns the places, shape (n, 2), and how much still overlaps after the last round, in units.
    """
    left_edge, right_edge = room.half + 4, np.maximum(width - room.half - 4, room.half + 4)
    at = np.stack([np.clip(at[:, 0], left_edge, right_edge), at[:, 1]], -1)
    order = np.arange(len(at))
    tie_break = np.sign(order[:, None] - order[None, :]).astype(float)
    left = np.inf
    for k in range(rounds):
        # later rounds push rather up and down: sideways the frame may leave no room
        push, left = _overlaps(at, room, tie_break, 1.2 * (1 - k / rounds))
        for group in groups:
            left += _expel(at, room, group, width)
        if left < 0.25:
            break
        at += push
        at[:, 0] = np.clip(at[:, 0], left_edge, right_edge)
    else:
        if not groups:  # what pushing did not part is moved down until it is free
            at, left = _moved_down(at, room), 0.0
    at[:, 1] += 8 - float((at[:, 1] - room.up).min(initial=np.inf))
    return at, float(left)


def _moved_down(at: Floats, room: Room) -> Floats:
    """From the top, each box as far down as it must go to be free of those above."""
    out = at.copy()
    done: list[int] = []
    for k in np.lexsort((at[:, 0], at[:, 1] - room.up)).tolist():
        others = np.array(done, dtype=np.int64)
        beside = others[np.abs(out[others, 0] - out[k, 0]) < room.half[others] + room.half[k]]
        top, bottom = out[beside, 1] - room.up[beside], out[beside, 1] + room.down[beside]
        while True:
            meets = (top < out[k, 1] + room.down[k]) & (out[k, 1] - room.up[k] < bottom)
            if not meets.any():
                break
            out[k, 1] = bottom[meets].min() + room.up[k] + 0.01
        done.append(k)
    return out


def _overlaps(at: Floats, room: Room, tie_break: Floats,
              sideways_first: float) -> tuple[Floats, float]:
    """The push on every organisation, and the largest overlap."""
    dx = at[:, None, 0] - at[None, :, 0]
    over_x = room.half[:, None] + room.half[None, :] - np.abs(dx)
    top, bottom = at[:, 1] - room.up, at[:, 1] + room.down
    over_y = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    meets = (over_x > 0) & (over_y > 0)
    np.fill_diagonal(meets, False)
    if not meets.any():
        return np.zeros_like(at), 0.0
    dy = (top + bottom)[:, None] - (top + bottom)[None, :]
    sideways = over_x < over_y * sideways_first
    way_x = np.where(np.abs(dx) > 1e-6, np.sign(dx), tie_break)
    way_y = np.where(np.abs(dy) > 1e-6, np.sign(dy), tie_break)
    push_x = np.where(meets & sideways, way_x * (over_x + 0.3) * 0.3, 0).sum(1)
    push_y = np.where(meets & ~sideways, way_y * (over_y + 0.3) * 0.3, 0).sum(1)
    limit = 14.0
    push = np.stack([np.clip(push_x, -limit, limit), np.clip(push_y, -limit, limit)], -1)
    return push, float(np.minimum(over_x, over_y)[meets].max())


def hull_of(at: Floats, room: Room, group: Bools, pad: float = 6.0) -> Floats:
    """The corners of a group's hull round marks and words."""
    return convex_hull(room.corners(at[group], pad).reshape(-1, 2) if group.all()
                       else _some(room, group).corners(at[group], pad).reshape(-1, 2))


def _some(room: Room, which: Bools) -> Room:
    return Room(room.half[which], room.up[which], room.down[which])


def _expel(at: Floats, room: Room, group: Bools, width: float) -> float:
    """Push strangers that touch the hull of a group away from its middle; the way pushed."""
    if group.sum() < 2 or group.all():
        return 0.0
    hull = hull_of(at, room, group)
    strangers = np.flatnonzero(~group)
    corners = _some(room, ~group).corners(at[strangers], 3.0)
    # corners and the middles of the edges: a narrow hull can pass between two corners
    places = np.concatenate([corners, (corners + np.roll(corners, -1, 1)) / 2,
                             at[strangers, None]], 1)
    touches = inside_hull(places, hull).any(1)
    if not touches.any():
        return 0.0
    away = at[strangers[touches]] - at[group].mean(0)
    if np.ptp(hull[:, 0]) > 0.5 * width:  # no room beside it: only above and below
        away[:, 0] *= 0.1
        away[:, 1] = np.where(np.abs(away[:, 1]) < 1, 1.0, away[:, 1])
    away /= np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-6)[:, None]
    at[strangers[touches]] += away * 4
    return 4.0
