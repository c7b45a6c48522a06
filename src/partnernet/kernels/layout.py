"""Geometry of pictures: which lines cross, what they run over, hulls and curves.

Places are arrays whose last axis is x, y (but see `crossing` and `through`); boxes have left, top,
right, bottom.
"""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints

_NEAR = 1e-6


def crossing(a: Floats, b: Floats, c: Floats, d: Floats) -> Bools:
    """Whether the lines a–b and c–d cross in their insides; a shared end is no crossing.

    x and y stand in the *first* axis, shape (2, ...): this is the inner loop of layouts.
    """
    ab_x, ab_y = b[0] - a[0], b[1] - a[1]
    cd_x, cd_y = d[0] - c[0], d[1] - c[1]
    ac_x, ac_y = c[0] - a[0], c[1] - a[1]
    # sides of c and d as seen from a–b, and of a and b as seen from c–d
    across = ab_x * cd_y - ab_y * cd_x
    side_c = ab_x * ac_y - ab_y * ac_x
    side_a = cd_y * ac_x - cd_x * ac_y
    apart = side_c * (side_c + across) < -_NEAR
    crosses: Bools = apart & (side_a * (side_a - across) < -_NEAR)
    return crosses


def through(a: Floats, b: Floats, boxes: Floats) -> Bools:
    """Whether the line a–b runs through a box; x and y, and the box's sides, in the first axis."""
    near_x, far_x = _stretch(a[0], b[0], boxes[0], boxes[2])
    near_y, far_y = _stretch(a[1], b[1], boxes[1], boxes[3])
    enters = np.maximum(np.maximum(near_x, near_y), 0)
    runs: Bools = enters < np.minimum(np.minimum(far_x, far_y), 1)
    return runs


def _stretch(start: Floats, stop: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """The parameters at which a line enters and leaves a strip.

    A line along the strip is inside for all of its length or never: a step of next to nothing
    gives values far beyond 0 and 1 on the right sides.
    """
    step = stop - start
    step = 1 / np.where(np.abs(step) < 1e-9, 1e-9, step)
    one, other = (low - start) * step, (high - start) * step
    return np.minimum(one, other), np.maximum(one, other)


def curve(a: Floats, b: Floats, push: Floats, count: int) -> tuple[Floats, Floats]:
    """A quadratic curve from a to b whose middle is pushed sideways.

    ``a``, ``b`` (..., 2), ``push`` (...). Returns its control (..., 2) and ``count`` places on it
    (..., count, 2), evenly spaced in the parameter.
    """
    step = b - a
    length = np.maximum(np.hypot(step[..., 0], step[..., 1]), _NEAR)
    normal = np.stack([-step[..., 1], step[..., 0]], -1) / length[..., None]
    control = (a + b) / 2 + normal * (2 * push)[..., None]
    t = np.linspace(0.0, 1.0, count)[:, None]
    places = ((1 - t) ** 2 * a[..., None, :] + 2 * t * (1 - t) * control[..., None, :]
              + t ** 2 * b[..., None, :])
    return control, places


def part_of_curve(a: Floats, control: Floats, b: Floats,
                  start: float, stop: float) -> tuple[Floats, Floats, Floats]:
    """The stretch of a quadratic curve between two parameters, as a quadratic curve."""
    def blossom(u: float, v: float) -> Floats:
        return ((1 - u) * (1 - v) * a + (u * (1 - v) + v * (1 - u)) * control + u * v * b)
    return blossom(start, start), blossom(start, stop), blossom(stop, stop)


def convex_hull(places: Floats) -> Floats:
    """The corners of the convex hull of places (k, 2), in order, each once."""
    points = sorted({(round(float(x), 3), round(float(y), 3)) for x, y in places})
    if len(points) < 3:
        return np.array(points, dtype=np.float64).reshape(-1, 2)

    def half(way: list[tuple[float, float]]) -> list[tuple[float, float]]:
        out: list[tuple[float, float]] = []
        for p in way:
            while len(out) > 1 and ((out[-1][0] - out[-2][0]) * (p[1] - out[-2][1])
                                    - (out[-1][1] - out[-2][1]) * (p[0] - out[-2][0])) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return np.array(half(points) + half(points[::-1]), dtype=np.float64)


def inside_hull(places: Floats, hull: Floats) -> Bools:
    """Whether places (..., 2) lie inside a convex hull whose corners are in order."""
    if len(hull) < 3:
        return np.zeros(places.shape[:-1], dtype=bool)
    edge = np.roll(hull, -1, axis=0) - hull
    away = places[..., None, :] - hull
    side = edge[:, 0] * away[..., 1] - edge[:, 1] * away[..., 0]
    inside: Bools = np.asarray((side > 0).all(-1) | (side < 0).all(-1))
    return inside


def incidence(first: Ints, second: Ints, n: int) -> Ints:
    """The lines at each organisation, shape (n, most lines of one), filled up with −1."""
    ends = np.concatenate([first, second])
    lines = np.tile(np.arange(len(first), dtype=np.int64), 2)
    order = np.lexsort((lines, ends))
    ends, lines = ends[order], lines[order]
    count = np.bincount(ends, minlength=n)
    start = np.concatenate([[0], np.cumsum(count)[:-1]])
    table = np.full((n, max(1, int(count.max(initial=0)))), -1, dtype=np.int64)
    table[ends, np.arange(len(ends)) - start[ends]] = lines
    return table


def pair_up(source: Ints, target: Ints, strength: Floats, told: Bools,
            *, directed: bool) -> tuple[Ints, Ints, Ints, Floats]:
    """Ties as the lines of a map: one a pair.

    Parameters
    ----------
    source, target
        Ties, shape (m,), no tie twice.
    strength
        Oriented strength of each tie, shape (m,), NaN where blank.
    told
        Whether the tie back was observed: the one named answered, and could say. Shape (m,).
    directed
        Whether ties have a direction.

    Returns
    -------
    first, second, says, strength
        One entry a pair. ``says``: 0 both name each other (or undirected), 1 only ``first`` names
        ``second``, 2 likewise, and whether ``second`` would name ``first`` is unknown.
        ``strength``: mean of the given reports, NaN where all are blank.
    """
    low, high = np.minimum(source, target), np.maximum(source, target)
    size = int(high.max(initial=0)) + 1
    keys, at = np.unique(low * np.int64(size) + high, return_inverse=True)
    reports = np.bincount(at, minlength=len(keys))
    known = ~np.isnan(strength)
    given = np.bincount(at[known], minlength=len(keys))
    total = np.bincount(at[known], strength[known], minlength=len(keys))
    mean = np.where(given > 0, total / np.maximum(given, 1), np.nan)
    first, second = keys // size, keys % size
    says = np.zeros(len(keys), dtype=np.int64)
    if directed:
        back = np.zeros(len(keys), dtype=bool)
        back[at[source > target]] = True
        heard = np.zeros(len(keys), dtype=bool)
        heard[at[told]] = True
        alone = reports == 1
        first, second = (np.where(back & alone, second, first),
                         np.where(back & alone, first, second))
        says = np.where(alone, np.where(heard, 1, 2), 0)
    return first, second, says, mean


def width_class(strength: Floats, low: float, high: float) -> Ints:
    """Five classes of line width, 1 to 5, for strengths on a scale; 3 where blank."""
    span = high - low
    unit = (strength - low) / span if span > 0 else np.full(len(strength), 0.5)
    classes = np.clip(np.floor(unit * 4 + 0.5) + 1, 1, 5)
    return np.where(np.isnan(classes), 3, classes).astype(np.int64)
