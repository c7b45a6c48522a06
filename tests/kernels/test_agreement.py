"""AMI and ARI: against every arrangement of the labels, and published values."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels.agreement import agreement, expected_mutual_information
from partnernet.kernels.chance import Shuffle, draws


def mutual_information(one: list[int], other: list[int]) -> float:
    n = len(one)
    total = 0.0
    for a in set(one):
        for b in set(other):
            both = sum(x == a and y == b for x, y in zip(one, other, strict=True))
            if both:
                total += both / n * np.log(both * n / (one.count(a) * other.count(b)))
    return total


@given(st.lists(st.integers(0, 2), min_size=2, max_size=6), st.integers(0, 10**6))
def test_expected_information_is_that_of_every_arrangement(one: list[int], seed: int) -> None:
    other = np.random.default_rng(seed).integers(0, 3, len(one)).tolist()
    every = [mutual_information(one, list(p)) for p in itertools.permutations(other)]
    found = expected_mutual_information(np.bincount(one), np.bincount(other))
    assert found == pytest.approx(np.mean(every))


def test_published_values() -> None:
    # scikit-learn's user guide (1.x): AMI 0.22504…, ARI 0.24242… of these labels, AMI over the
    # arithmetic mean of the entropies: 0.29879….
    one, other = np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])
    ami, ari = agreement(one, other)
    assert ari == pytest.approx(0.24242424242424243)
    assert ami == pytest.approx(0.29879245817089006)
    assert agreement(one, one) == pytest.approx([1.0, 1.0])
    assert agreement(np.array([0, 0, 0, 0]), np.array([0, 1, 2, 3])) == pytest.approx([0.0, 0.0])


def test_rand_index_by_hand() -> None:
    # Hubert and Arabie (1985), eq. 5: (Σ C(n_ij, 2) − e)/((A + B)/2 − e), e = AB/C(n, 2).
    table = np.array([[2, 1, 0], [1, 2, 0], [0, 1, 3]])
    one = np.repeat(np.arange(3), table.sum(axis=1))
    other = np.concatenate([np.repeat(np.arange(3), row) for row in table])
    pairs = [1 + 1 + 3, 3 + 3 + 6, 3 + 6 + 3]
    expected = pairs[1] * pairs[2] / 45
    wanted = (pairs[0] - expected) / ((pairs[1] + pairs[2]) / 2 - expected)
    assert agreement(one, other)[1] == pytest.approx(wanted)


def test_shuffles_average_nothing() -> None:
    rng = np.random.default_rng(1)
    one, other = rng.integers(0, 4, 60), rng.integers(0, 3, 60)
    rows = next(draws(Shuffle(np.zeros(60, dtype=np.int64)), 1000, 2))
    values = agreement(one, other[rows])
    assert values.shape == (1000, 2)
    assert abs(values.mean(axis=0)).max() < 0.005
    for place in range(5):
        assert values[place] == pytest.approx(agreement(one, other[rows[place]]))


def test_nothing_to_agree_on() -> None:
    same = np.zeros(4, dtype=np.int64)
    assert np.isnan(agreement(same, same)).all()
    assert np.isnan(agreement(np.arange(4), np.arange(4))).all()
    assert np.isnan(agreement(np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64))).all()
