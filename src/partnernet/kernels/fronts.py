"""Which of several candidates are not beaten by another in everything one wants much of?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Bools, Floats

_ROWS = 512  # candidates compared with all others at once


def unbeaten(columns: Sequence[Floats]) -> Bools:
    """The Pareto front: nobody is as good in every column and better in one.

    ``columns``: one array of shape (k,) a criterion, more is better; NaN is worst. Returns shape
    (k,).
    """
    table = np.nan_to_num(np.stack([np.asarray(each, dtype=float) for each in columns], axis=1),
                          nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    beaten = np.zeros(len(table), dtype=bool)
    for first in range(0, len(table), _ROWS):
        some = table[first : first + _ROWS]
        as_good = (table[None] >= some[:, None]).all(axis=2)
        better = (table[None] > some[:, None]).any(axis=2)
        beaten[first : first + _ROWS] = (as_good & better).any(axis=1)
    return ~beaten
