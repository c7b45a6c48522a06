"""Which of several candidates are not beaten by another in everything one wants much of?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Bools, Floats


def unbeaten(columns: Sequence[Floats]) -> Bools:
    """The Pareto front: nobody is as good in every column and better in one.

    ``columns``: one array of shape (k,) a criterion, more is better; NaN is worst. Returns shape
    (k,).
    """
    table = np.nan_to_num(np.stack([np.asarray(each, dtype=float) for each in columns], axis=1),
                          nan=-np.inf, posinf=np.inf, neginf=-np.inf)
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
