"""How lines run between marks: straight where they can, bowed round marks and words otherwise."""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import curve

_BOWS = np.array([0, 8, -8, 16, -16, 26, -26, 38, -38, 52, -52, 68, -68, 86, -86], dtype=float)
_SAMPLES = 44
_CELL = 4.0


def bows(at: Floats, boxes: Floats, first: Ints, second: Ints, order: Ints, r: float,
         frame: tuple[float, float, float, float]) -> Floats:
    """The sideways push of each line.

    Parameters
    ----------
    at
        Places of the marks, shape (n, 2).
    boxes
        Boxes of their words, shape (n, 4).
    first, second
        The lines, shape (m,).
    order
        Which line chooses first, shape (m,).
    r
        Radius of the marks.
    frame
        Left, top, right, bottom that no line leaves.

    Returns
    -------
    Floats
        Push of the middle of each line, in units, shape (m,).
    """
    out = np.zeros(len(first))
    laid = _Laid(frame)
    top, bottom = np.minimum(boxes[:, 1], at[:, 1]), np.maximum(boxes[:, 3], at[:, 1])
    for e in order:
        a, b = int(first[e]), int(second[e])
        length = float(np.hypot(*(at[a] - at[b])))
        pushes = _BOWS[np.abs(_BOWS) <= 0.42 * length + 4]
        _, places = curve(np.broadcast_to(at[a], (len(pushes), 2)),
                          np.broadcast_to(at[b], (len(pushes), 2)), pushes, _SAMPLES)
        body = places[:, 2:-2]
        fits = ((body[..., 0].min(1) >= frame[0]) & (body[..., 1].min(1) >= frame[1])
                & (body[..., 0].max(1) <= frame[2]) & (body[..., 1].max(1) <= frame[3]))
        fits[0] |= not fits.any()
        pushes, body = pushes[fits], body[fits]
        # only those that some way of the line can touch
        low, high = body.min((0, 1)) - r - 9, body.max((0, 1)) + r + 9
        others = ((boxes[:, 2] > low[0]) & (boxes[:, 0] < high[0]) & (top < high[1])
                  & (bottom > low[1]))
        others[[a, b]] = False
        score = _over(body, at[others], boxes[others], r) + 0.035 * np.abs(pushes)
        free = _free(body, at[a], at[b])
        score += 0.55 * 0.6 * (laid.beside(body) & free).sum(1)
        best = int(np.argmin(score))
        out[e] = pushes[best]
        laid.add(body[best][free[best]])
    return out


def _over(body: Floats, at: Floats, boxes: Floats, r: float) -> Floats:
    """Cost of marks hit and words run over, for each way of a line."""
    x, y = body[:, :, None, 0], body[:, :, None, 1]
    gap = ((x - at[:, 0]) ** 2 + (y - at[:, 1]) ** 2).min(1)
    hit = gap < (r + 4) ** 2
    close = ~hit & (gap < (r + 9) ** 2)
    inside = ((x > boxes[:, 0]) & (x < boxes[:, 2]) & (y > boxes[:, 1]) & (y < boxes[:, 3])).sum(1)
    cost: Floats = (9.0 * hit.sum(1) + 2.7 * close.sum(1)
                    + 0.55 * np.minimum(inside, 7).sum(1))
    return cost


def _free(body: Floats, a: Floats, b: Floats) -> Bools:
    """Places far enough from both ends, where lines to one mark come together anyway."""
    def near(end: Floats) -> Floats:
        far: Floats = np.minimum(np.hypot(body[..., 0] - end[0], body[..., 1] - end[1]), 60)
        return far

    free: Bools = near(a) + near(b) > 100
    return free


class _Laid:
    """Where lines already run, as a raster."""

    def __init__(self, frame: tuple[float, float, float, float]) -> None:
        self.left, self.top = frame[0] - 2 * _CELL, frame[1] - 2 * _CELL
        wide = int((frame[2] - self.left) / _CELL) + 4
        tall = int((frame[3] - self.top) / _CELL) + 4
        self.raster = np.zeros((wide, tall), dtype=bool)

    def _cells(self, places: Floats) -> tuple[Ints, Ints]:
        x = ((places[..., 0] - self.left) / _CELL).astype(np.int64)
        y = ((places[..., 1] - self.top) / _CELL).astype(np.int64)
        return (np.clip(x, 1, self.raster.shape[0] - 2), np.clip(y, 1, self.raster.shape[1] - 2))

    def beside(self, places: Floats) -> Bools:
        """Whether a line runs in the cell or a neighbour of it."""
        x, y = self._cells(places)
        taken: Bools = self.raster[x, y]
        return taken

    def add(self, places: Floats) -> None:
        """Take the cells of a line, and those beside."""
        if not len(places):
            return
        # places in between, so that no cell is jumped over
        dense = np.concatenate([places, (places[1:] + places[:-1]) / 2])
        x, y = self._cells(dense)
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx == 0 or dy == 0:
                    self.raster[x + dx, y + dy] = True
