"""The vertex bootstrap: each dyad comes from where it should."""

import numpy as np
import pytest
from chance_cases import RULES, emon, random_case
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels.chance import draws, replicate
from partnernet.kernels.dyads import everyone
from partnernet.kernels.resampling import Resample, Resampled, each, percentile_interval


@given(st.integers(0, 10**6), st.sampled_from(RULES))
def test_dyads_of_two_organisations_hold_what_theirs_hold(seed: int, rule: str) -> None:
    case = random_case(seed, rule, most=9)
    dense, n = case.dyads.dense(), case.dyads.n
    tied = np.full((n, n), -1)
    tied[case.source, case.target] = np.arange(len(case.source))
    if not case.directed:
        tied = np.maximum(tied, tied.T)
    for one in next(draws(Resample(case.source, case.target, case.dyads), 4, seed)):
        assert one.dyads.rule == rule
        mine = np.full((n, n), -1)
        mine[one.source, one.target] = one.origin
        if not case.directed:
            assert (one.source < one.target).all()
            mine = np.maximum(mine, mine.T)
        keys = one.source * n + one.target
        assert (np.diff(keys) > 0).all()
        apart = one.chosen[:, None] != one.chosen
        assert (mine[apart] == tied[np.ix_(one.chosen, one.chosen)][apart]).all()
        assert (one.dyads.dense()[apart] == dense[np.ix_(one.chosen, one.chosen)][apart]).all()
        twins = ~apart & ~np.eye(n, dtype=bool)
        told = case.dyads.answered[one.chosen]
        assert (one.dyads.dense()[twins] == np.broadcast_to(told[:, None], (n, n))[twins]).all()
        # No tie between two copies of a silent organisation; every other has a tie of the data.
        assert (mine[twins & ~told[:, None]] == -1).all()


def test_twins_take_the_density_and_keep_mutual_ties() -> None:
    # Three organisations, one of two pairs mutual: a twin pair is tied both ways or not at all.
    pairs = np.array([[0, 1], [1, 0]])
    null = Resample(pairs[:, 0], pairs[:, 1], everyone(3, directed=True))
    both = one_way = neither = 0
    for part in draws(null, 3000, 1):
        for one in part:
            table = np.zeros((3, 3), dtype=bool)
            table[one.source, one.target] = True
            for i, j in ((0, 1), (0, 2), (1, 2)):
                if one.chosen[i] == one.chosen[j]:
                    both += table[i, j] and table[j, i]
                    one_way += table[i, j] != table[j, i]
                    neither += not table[i, j] and not table[j, i]
    assert one_way == 0
    assert both / (both + neither) == pytest.approx(1 / 3, abs=0.03)  # density


def test_the_spread_of_density_is_snijders_and_borgattis() -> None:
    # Snijders and Borgatti (1999): the bootstrap sd of density exceeds that of independent dyads.
    net = emon("texas")
    null = Resample(net.source, net.target, everyone(net.n, directed=True))

    def density(one: Resampled) -> float:
        return len(one.source) / (net.n * (net.n - 1))

    values = replicate(each(density), null, 800, 3)
    d = len(net.source) / (net.n * (net.n - 1))
    assert values.mean() == pytest.approx(d, abs=4 * values.std() / 28)
    assert values.std() > 1.5 * np.sqrt(d * (1 - d) / (net.n * (net.n - 1)))
    low, high = percentile_interval(values)
    assert low < d < high


def test_same_seed_same_resamples_for_any_number_of_workers() -> None:
    net = emon("cheyenne")
    null = Resample(net.source, net.target, everyone(net.n, directed=True))
    one, two = (replicate(each(lambda r: float(r.source.sum())), null, 50, 3, workers=w)
                for w in (1, 2))
    assert (one == two).all()


def test_percentile_interval_leaves_the_undefined_out() -> None:
    values = np.array([[0.0, np.nan], [1.0, np.nan], [np.nan, np.nan]])
    low, high = percentile_interval(values, 0.5)
    assert low[0] == 0.25
    assert high[0] == 0.75
    assert np.isnan([low[1], high[1]]).all()


def test_nothing_to_resample() -> None:
    none = np.zeros(0, dtype=np.int64)
    one = next(draws(Resample(none, none, everyone(1, directed=True)), 2, 1))[0]
    assert one.chosen.tolist() == [0]
    assert not len(one.source)
