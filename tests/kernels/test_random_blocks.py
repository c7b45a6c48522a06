"""Counts of ties by block if all are placed at random: against every placement."""

import itertools

import numpy as np
import pytest

from partnernet.kernels.random_ties import counted_in_blocks


@pytest.mark.parametrize("count", [0, 1, 3, 6])
def test_every_placement(count: int) -> None:
    room = np.array([1, 2, 3])
    block = np.repeat(np.arange(3), room)
    every = np.array([np.bincount(block[list(chosen)], minlength=3) if chosen else np.zeros(3)
                      for chosen in itertools.combinations(range(6), count)])
    for observed in np.unique(every, axis=0):
        found = counted_in_blocks(observed, room, count, 6)
        lower, upper = (every <= observed).mean(axis=0), (every >= observed).mean(axis=0)
        assert found.lower == pytest.approx(lower)
        assert found.upper == pytest.approx(upper)
        assert found.two_sided == pytest.approx(np.minimum(1, 2 * np.minimum(lower, upper)))
        assert found.mean == pytest.approx(every.mean(axis=0))
        assert found.sd == pytest.approx(every.std(axis=0))
        with np.errstate(invalid="ignore", divide="ignore"):
            z = (observed - every.mean(axis=0)) / every.std(axis=0)
        assert found.z == pytest.approx(np.where(every.std(axis=0) > 0, z, np.nan), nan_ok=True)
