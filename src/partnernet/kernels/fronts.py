"""Which of several candidates are not beaten by another in everything one wants much of?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.significance import SAME


def grades(values: Floats) -> Ints:
    """Each value's place from the lowest, 0, up; what is equal but for rounding shares one.

    NaN comes below everything. Returns shape (k,).
    """
    order = np.argsort(values, kind="stable")  # NaN last
    held = np.asarray(values, dtype=float)[order]
    known = ~np.isnan(held)
    held = held[known]
    finite = held[np.isfinite(held)]
    slack = SAME * np.abs(finite).max(initial=0.0)
    with np.errstate(invalid="ignore"):  # two infinities are no step apart
        steps = np.diff(held) > slack
    out = np.full(len(order), -1, dtype=np.int64)
    out[order[known]] = np.concatenate([np.zeros(min(1, len(held)), dtype=np.int64),
                                        steps.cumsum()])
    return out


def unbeaten(columns: Sequence[Floats]) -> Bools:
    """The Pareto front: nobody is as good in every column and better in one.

    ``columns``: one array of shape (k,) a criterion, more is better; NaN is worst, and what is
    equal but for rounding is equal. Returns shape (k,).
    """
    table = np.stack([grades(np.asarray(each, dtype=float)) for each in columns], axis=1)
    different, place = np.unique(table, axis=0, return_inverse=True)
    # Best first criterion first: whoever comes later cannot beat whoever comes earlier, so the
    # first of those left is on the front, and takes out all that it beats.
    left = np.arange(len(different))[::-1]
    front = np.zeros(len(different), dtype=bool)
    while len(left):
        best = left[0]
        front[best] = True
        left = left[1:]
        left = left[(different[left] > different[best]).any(axis=1)]
    return front[place.reshape(-1)]
