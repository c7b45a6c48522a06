"""The removal curve of many organisations tells fewer points, each as if all were told."""

from __future__ import annotations

import numpy as np
import pandas as pd

import partnernet as pn


def ring(n: int) -> pn.Partnership:
    """Organisations in a ring, with a tie across from every fifth; sectors by turns."""
    ids = [f"o{k:03d}" for k in range(n)]
    pairs = [(k, (k + 1) % n) for k in range(n)] + [(k, (k + n // 2) % n) for k in range(0, n, 5)]
    return pn.Partnership(
        pd.DataFrame({"id": ids, "sector": [f"s{k % 3}" for k in range(n)]}),
        pd.DataFrame({"source": [ids[a] for a, _ in pairs], "target": [ids[b] for _, b in pairs]}))


def test_fewer_points_are_those_of_the_whole_curve() -> None:
    # Witness: the same question with every departure asked for.
    told = []
    answer = pn.resilience(ring(90), replicates=8, progress=lambda *at: told.append(at))
    few = answer.detail("curve")
    every = pn.resilience(ring(90), size=30, replicates=8).detail("curve")
    assert len(every) == 31
    assert len(few) == 26
    assert few.index[0] == 0
    assert few.index[-1] == 30
    numbers = few.columns.drop("who")
    pd.testing.assert_frame_equal(few[numbers], every.loc[few.index, numbers])
    who = few["who"].iloc[1:].str.split(", ").explode().tolist()
    assert who == every["who"].iloc[1:].tolist()
    assert told[-1][0] == told[-1][1]


def test_a_small_partnership_tells_every_departure() -> None:
    curve = pn.resilience(ring(30), replicates=4).detail("curve")
    assert np.array_equal(curve.index, np.arange(11))
