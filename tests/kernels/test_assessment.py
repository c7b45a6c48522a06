"""Agreement, alpha, the bootstrap and correlations, against R and against loops."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import spearmanr

from partnernet.kernels import assessment as kernels
from partnernet.kernels.chance import Shuffle, replicate, shuffle_strata

ROWS = np.array([[4, 5, 3, 4], [2, 3, 2, 1], [5, 5, 4, 5], [3, 3, 3, 2], [4, 4, 5, 4], [1, 2, 1, 2],
                 [3, 4, 3, 3], [5, 4, 4, 5], [2, 2, 3, 2], [4, 3, 4, 4], [3, 5, 2, 3],
                 [4, 4, 4, 1]], dtype=float)
TABLES = arrays.arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 4)),
                       elements=st.one_of(st.just(np.nan), st.integers(1, 5).map(float)))


def test_agreement_equals_r() -> None:
    # Witness: R 4.2, multilevel 2.7, rwg(x, g, ranvar = (5^2 - 1)/12), variance cut at ranvar.
    found = kernels.within_agreement(ROWS[:, [0, 3]], 5)
    assert found[0] == pytest.approx(0.242424242424, abs=1e-12)
    assert found[1] == 0.0
    scattered = np.array([[1, 5, 1, 5, 1, 5, 3]], float).T
    assert kernels.within_agreement(scattered, 5)[0] == 0.0  # truncated, not negative


def test_agreement_needs_three_answers_and_a_scale() -> None:
    two = np.array([[4.0], [4.0], [np.nan]])
    assert np.isnan(kernels.within_agreement(two, 5)[0])
    assert kernels.within_agreement(np.full((3, 1), 4.0), 5)[0] == 1.0
    assert np.isnan(kernels.within_agreement(ROWS, 1)).all()


def test_alpha_equals_r() -> None:
    # Witness: R 4.2, psych 2.2.9, alpha(x)$total$raw_alpha.
    assert kernels.cronbach_alpha(ROWS) == (pytest.approx(0.86146400484, abs=1e-11), 12)


def test_alpha_rests_on_complete_rows() -> None:
    holes = ROWS.copy()
    holes[0, 1] = holes[1, 2] = np.nan
    assert kernels.cronbach_alpha(holes) == kernels.cronbach_alpha(ROWS[2:])
    holes[2, 0] = np.nan
    alpha, rows = kernels.cronbach_alpha(holes)
    assert np.isnan(alpha)
    assert rows == 9
    assert np.isnan(kernels.cronbach_alpha(ROWS[:, :1])[0])
    assert np.isnan(kernels.cronbach_alpha(np.full((12, 3), 2.0))[0])


def test_the_interval_equals_r() -> None:
    # Witness: R 4.2, boot 1.3.28.1, 100,000 draws of these paired differences, type "perc":
    # .500 and 1.583 (steps of 1/12).
    differences = np.array([[1, 2, 0, 2, 1, 2, 1, 0, 2, -1, 2, 1]], float).T
    low, high = kernels.bootstrap_interval(differences, 20_000, np.random.SeedSequence(3))
    assert low[0] == pytest.approx(0.5, abs=0.001)
    assert high[0] == pytest.approx(1.583, abs=0.001)


def test_the_interval_draws_only_given_values_and_needs_three() -> None:
    column = np.array([1.0, 2.0, np.nan, 3.0, np.nan])
    both = np.stack([column, column, np.where(column == 3, np.nan, column)], axis=1)
    low, high = kernels.bootstrap_interval(both, 199, np.random.SeedSequence(1))
    assert low[0] == low[1]
    assert 1 <= low[0] < high[0] <= 3
    assert np.isnan([low[2], high[2]]).all()


def test_every_mean_that_can_be_drawn_is_drawn_as_often_as_it_should() -> None:
    # Witness: enumeration of the 27 samples of three values.
    values = np.array([0.0, 1.0, 5.0])
    means = np.sort([np.mean(draw) for draw in itertools.product(values, repeat=3)])
    low, high = kernels.bootstrap_interval(values[:, None], 40_000, np.random.SeedSequence(2),
                                           level=0.6)
    assert low[0] == pytest.approx(np.percentile(means, 20), abs=0.01)
    assert high[0] == pytest.approx(np.percentile(means, 80), abs=0.01)


@given(TABLES, st.data())
def test_scores_of_units_equal_a_loop(table: np.ndarray, data: st.DataObject) -> None:
    items = table.shape[1]
    member = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=items, max_size=items)))
    found = kernels.averaged(table, member, 3)
    for row, unit in itertools.product(range(len(table)), range(3)):
        inside = table[row, member == unit]
        given_ = inside[~np.isnan(inside)]
        if len(given_) and 2 * len(given_) >= len(inside):
            assert found[row, unit] == pytest.approx(given_.mean())
        else:
            assert np.isnan(found[row, unit])


@given(TABLES, st.data())
def test_the_difference_from_the_rest_equals_a_loop(table: np.ndarray,
                                                    data: st.DataObject) -> None:
    n = len(table)
    labels = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
    found = kernels.from_the_rest(table, labels, 3)[0]
    for group, column in itertools.product(range(3), range(table.shape[1])):
        own = [v for v, g in zip(table[:, column], labels, strict=True)
               if g == group and not np.isnan(v)]
        rest = [v for v, g in zip(table[:, column], labels, strict=True)
                if g not in (group, -1) and not np.isnan(v)]
        if own and rest:
            assert found[group, column] == pytest.approx(np.mean(own) - np.mean(rest))
        else:
            assert np.isnan(found[group, column])


def test_rank_correlation_equals_scipy_and_r() -> None:
    from scipy.stats import rankdata  # noqa: PLC0415

    one, other = rankdata(ROWS[:, 0]), rankdata(ROWS[:, 1])
    found = kernels.correlation(one[None], other[None])[0]
    assert found == pytest.approx(spearmanr(ROWS[:, 0], ROWS[:, 1]).statistic)
    # Witness: R 4.2, cor(x[,1], x[,2], method = "spearman").
    assert found == pytest.approx(0.659228164435, abs=1e-12)


def test_ends_are_compared_over_ties_with_two_scores() -> None:
    scores = np.array([1.0, 2.0, 5.0, np.nan, 4.0])
    source, target = np.array([0, 1, 2, 3]), np.array([1, 2, 4, 0])
    # Witness: numpy's corrcoef over the three ties whose ends both have a score.
    expected = np.corrcoef([1, 2, 5], [2, 5, 4])[0, 1]
    assert kernels.ends_correlation(source, target, scores, directed=True)[0] == pytest.approx(
        expected)
    both = np.corrcoef([1, 2, 5, 2, 5, 4], [2, 5, 4, 1, 2, 5])[0, 1]
    assert kernels.ends_correlation(source, target, scores, directed=False)[0] == pytest.approx(
        both)
    assert np.isnan(kernels.ends_correlation(source[:1], target[:1], scores, directed=True)[0])
    assert np.isnan(kernels.ends_correlation(source, target, np.ones(5), directed=True)[0])


def test_shuffled_scores_give_the_enumerated_mean() -> None:
    # Witness: all 24 orders of four scores over a path.
    scores = np.array([1.0, 2.0, 4.0, 8.0])
    source, target = np.array([0, 1, 2]), np.array([1, 2, 3])
    every = [kernels.ends_correlation(source, target, np.array(order), directed=False)[0]
             for order in itertools.permutations(scores)]
    drawn = replicate(lambda draw: kernels.ends_correlation(source, target, scores[draw],
                                                            directed=False),
                      Shuffle(shuffle_strata(np.zeros(4, dtype=np.int64))), 20_000, 5)
    assert drawn.mean() == pytest.approx(np.mean(every), abs=0.01)
