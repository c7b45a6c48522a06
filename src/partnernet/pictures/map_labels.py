"""Names and numbers at the marks of a map with more organisations than names have room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import through
from partnernet.kernels.layout_tables import Labels
from partnernet.pictures.lettering import wrap
from partnernet.pictures.map_lanes import Shown


def important_first(contacts: Ints, important: Floats | None) -> list[int]:
    """Organisations by importance, then contacts, then id."""
    weight = contacts.astype(float) if important is None else np.asarray(important, dtype=float)
    return [int(k) for k in np.lexsort((np.arange(len(weight)), -contacts, -weight))]


def choose_sides(labels: Labels, at: Floats, above: Bools, first: Ints, second: Ints,
                 lower: Floats, upper: Floats, fixed: Bools | None = None) -> Bools:
    """Turn words to the side of their mark where fewer lines run, if there is room.

    ``lower``, ``upper``: how far down and up words of each organisation may reach, shape (n,).
    ``fixed``: whose words stay.
    """
    n = len(at)
    who = np.arange(n)
    both = [labels.boxes(who, at[:, 0], at[:, 1], np.full(n, up)) for up in (False, True)]
    a, b = at[first].T[:, :, None], at[second].T[:, :, None]
    runs = [through(a, b, boxes.T[:, None]).sum(0) for boxes in both]
    reach = labels.r + 3
    marks = np.concatenate([at - reach, at + reach], 1)
    up = above.copy()
    boxes = np.where(up[:, None], both[1], both[0])
    for _ in range(2):
        for k in np.argsort(-np.abs(runs[0] - runs[1]), kind="stable"):
            other = both[0 if up[k] else 1][k]
            gain = runs[int(up[k])][k] - runs[int(not up[k])][k]
            rest = who != k
            if fixed is not None and fixed[k]:
                continue
            if (gain > 0 and other[1] >= upper[k] and other[3] <= lower[k]
                    and not _meets(other, boxes[rest]).any()
                    and not _meets(other, marks[rest]).any()):
                up[k], boxes[k] = not up[k], other
    return up


def place_names(names: Sequence[str], shown: Sequence[Shown], at: Floats, above: Bools,
                labels: Labels, left: float, right: float, lower: Floats, upper: Floats,
                size: float, order: Sequence[int]) -> tuple[list[Shown], Bools]:
    """Give a name to the most important as far as no words or marks are covered; numbers stay.

    Returns the words and whether each stands above its mark.
    """
    out, up = list(shown), above.copy()
    reach = labels.r + 3
    marks = np.concatenate([at - reach, at + reach], 1)
    boxes = labels.boxes(np.arange(len(out)), at[:, 0], at[:, 1], up)
    one = np.zeros(1, dtype=np.int64)
    for k in order:
        others = np.arange(len(out)) != k
        for choice, side in ((Shown(wrap(names[k], size, room, most), size), side)
                             for room, most in ((110.0, 2), (84.0, 2), (84.0, 3))
                             for side in (bool(above[k]), not above[k])):
            mine = Labels(np.array([choice.wide / 2 + 2]), np.array([choice.tall]),
                          labels.gap[[k]], labels.r)
            box = mine.boxes(one, at[[k], 0], at[[k], 1], np.array([side]))[0]
            air = box + [-3, -1, 3, 1]
            if (box[0] > left and box[2] < right and box[1] >= upper[k] and box[3] <= lower[k]
                    and not _meets(air, boxes[others]).any()
                    and not _meets(air, marks[others]).any()):
                out[k], up[k], boxes[k] = choice, side, box
                break
    return out, up


def _meets(box: Floats, boxes: Floats) -> Bools:
    """Which boxes a box overlaps."""
    meets: Bools = ((box[0] < boxes[:, 2]) & (boxes[:, 0] < box[2])
                    & (box[1] < boxes[:, 3]) & (boxes[:, 1] < box[3]))
    return meets
