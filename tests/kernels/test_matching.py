"""Who teaches whom: the best pairing, by brute force."""

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import optimize

from partnernet.kernels import matching as kernels

VALUES = st.integers(1, 4).flatmap(lambda n: arrays.arrays(
    float, (n, n), elements=st.sampled_from([0.0, 0.0, 0.5, 1.0, 1.5, 4.0])))


def brute(value: np.ndarray, most: int) -> float:
    """Witness: every set of pairs in which nobody teaches or learns too often."""
    n = len(value)
    pairs = [(i, j) for i, j in itertools.permutations(range(n), 2) if value[i, j] > 0]
    best = 0.0
    for chosen in itertools.product([0, 1], repeat=len(pairs)):
        kept = [pair for pair, inside in zip(pairs, chosen, strict=True) if inside]
        if all(sum(pair[end] == k for pair in kept) <= most for end in (0, 1) for k in range(n)):
            best = max(best, sum(value[pair] for pair in kept))
    return best


@given(VALUES, st.integers(1, 3))
@settings(max_examples=40)
def test_the_best_pairing_equals_brute_force(value: np.ndarray, most: int) -> None:
    teacher, learner = kernels.best_pairs(value, most)
    assert value[teacher, learner].sum() == pytest.approx(brute(value, most))
    assert (teacher != learner).all()
    assert len(set(zip(teacher.tolist(), learner.tolist(), strict=True))) == len(teacher)
    for ends in (teacher, learner):
        assert np.bincount(ends, minlength=len(value)).max(initial=0) <= most


@pytest.mark.parametrize("most", [2, 3])
def test_larger_ones_equal_an_integer_programme(most: int) -> None:
    # Witness: scipy's milp over all pairs at once.
    value = np.maximum(np.random.default_rng(most).normal(size=(30, 30)), 0)
    np.fill_diagonal(value, 0)
    rows = np.kron(np.eye(30), np.ones(30))
    columns = np.kron(np.ones(30), np.eye(30))
    exact = optimize.milp(-value.ravel(), integrality=np.ones(900), bounds=(0, 1),
                          constraints=optimize.LinearConstraint(
                              np.vstack([rows, columns]), 0, most))
    teacher, learner = kernels.best_pairs(value, most)
    assert value[teacher, learner].sum() == pytest.approx(-exact.fun)


def test_lessons_count_differences_that_are_wide_enough() -> None:
    scores = np.array([[3.0, 1.0], [2.0, 4.0], [np.nan, 3.0]])
    assert kernels.lessons(scores, 0.0).tolist() == [[0, 1, 0], [3, 0, 1], [2, 0, 0]]
    assert kernels.lessons(scores, 1.0).tolist() == [[0, 0, 0], [3, 0, 0], [2, 0, 0]]


@pytest.mark.parametrize(("places", "most"), [(1000, 1), (300, 2)])
def test_many_places_are_quick(places: int, most: int) -> None:
    scores = np.random.default_rng(1).normal(3, 1, (places, 5))
    start = time.perf_counter()
    teacher, _ = kernels.best_pairs(kernels.lessons(scores, 0.5), most)
    assert len(teacher) > 0.9 * places * most
    assert time.perf_counter() - start < 20
