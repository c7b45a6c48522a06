"""p values, their errors, and several tests at once."""

import numpy as np
import pytest

from partnernet.kernels.significance import (
    benjamini_hochberg,
    lowest_attainable,
    mean_and_sd,
    monte_carlo_error,
    tails,
)


def test_p_counts_the_data_among_the_replicates() -> None:
    # By hand: of 4 replicates, 2 are ≤ 2 and 3 are ≥ 2.
    found = tails(np.float64(2.0), np.array([1.0, 2.0, 3.0, 4.0]))
    assert found.lower == pytest.approx(3 / 5)
    assert found.upper == pytest.approx(4 / 5)
    assert found.two_sided == 1.0
    assert found.mean == 2.5
    assert found.sd == pytest.approx(np.std([1, 2, 3, 4], ddof=1))
    assert found.z == pytest.approx(-0.5 / found.sd)
    assert found.error_lower == pytest.approx(np.sqrt(0.6 * 0.4 / 4))


def test_p_is_never_zero_and_two_sided_never_above_one() -> None:
    found = tails(np.float64(-5.0), np.arange(99.0))
    assert found.lower == 1 / 100
    assert found.two_sided == 2 / 100
    assert found.upper == 1.0


def test_undefined_replicates_never_count_as_extreme_but_stay_in_the_denominator() -> None:
    found = tails(np.array([1.0, np.nan]), np.array([[np.nan, 1.0], [1.0, 2.0], [2.0, 3.0]]))
    assert found.lower[0] == 2 / 4
    assert found.upper[0] == 3 / 4
    assert found.mean[0] == 1.5
    assert np.isnan([found.lower[1], found.upper[1], found.two_sided[1], found.z[1]]).all()
    assert found.mean[1] == 2.0


def test_rounding_does_not_make_a_value_extreme() -> None:
    third = 1 - 2 / 3
    assert tails(np.float64(1 / 3), np.array([third, third, 1.0])).lower == 3 / 4
    assert tails(np.float64(third), np.array([1 / 3, 1 / 3, 0.0])).upper == 3 / 4
    assert tails(np.float64(0.0), np.array([1e-17, 1.0])).lower == 2 / 3


def test_replicates_that_do_not_vary_have_no_z() -> None:
    found = tails(np.float64(0.1), np.full(9, 0.3) / 3)
    assert np.isnan(found.z)
    assert found.lower == 1.0


def test_mean_and_sd_need_enough_replicates() -> None:
    mean, sd = mean_and_sd(np.array([[1.0, np.nan], [np.nan, np.nan]]))
    assert mean[0] == 1.0
    assert np.isnan([mean[1], *sd]).all()


def test_lowest_attainable_looks_at_the_data_too() -> None:
    replicates = np.array([[0.5, np.nan], [0.5, np.nan], [1.0, np.nan]])
    assert lowest_attainable(np.array([0.5, np.nan]), replicates)[0] == 3 / 4
    assert lowest_attainable(np.array([0.0, np.nan]), replicates)[0] == 1 / 4
    assert np.isnan(lowest_attainable(np.array([0.0, np.nan]), replicates)[1])
    # A group that never has a tie but in the data.
    assert lowest_attainable(np.array([0.0, 0.0]), replicates)[1] == 1 / 4


def test_benjamini_hochberg_agrees_with_r() -> None:
    # R 4.2.2: p.adjust(c(.01, .04, .03, NA, .005, .9), "BH")
    p = np.array([0.01, 0.04, 0.03, np.nan, 0.005, 0.9])
    assert benjamini_hochberg(p) == pytest.approx(
        [0.025, 0.05, 0.05, np.nan, 0.025, 0.9], nan_ok=True
    )
    assert benjamini_hochberg(np.array([[0.02], [0.03]])) == pytest.approx(
        np.array([[0.03], [0.03]])
    )
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()
    assert benjamini_hochberg(np.zeros(0)).shape == (0,)


def test_monte_carlo_error() -> None:
    by_hand = np.sqrt(0.05 * 0.95 / 999)  # of a share
    assert monte_carlo_error(np.float64(0.05), 999) == pytest.approx(by_hand)
    assert np.isnan(monte_carlo_error(np.float64(0.05), 0))
