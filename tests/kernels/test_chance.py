"""Shuffles and the driver: uniform, within strata, the same for any number of workers."""

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from partnernet.kernels.chance import Interrupted, Shuffle, draws, replicate, shuffle_strata


def test_every_order_is_equally_likely() -> None:
    rows = np.concatenate(list(draws(Shuffle(np.zeros(4, dtype=np.int64)), 24_000, 1)))
    seen = Counter(map(tuple, rows.tolist()))
    assert set(seen) == set(itertools.permutations(range(4)))
    assert stats.chisquare(list(seen.values())).pvalue > 1e-4


def test_strata_trade_with_themselves_and_the_groupless_stay() -> None:
    strata = np.array([5, -1, 2, 5, 2, 5, 7])
    rows = np.concatenate(list(draws(Shuffle(strata), 12_000, 3)))
    assert (rows[:, 1] == 1).all()
    assert (rows[:, 6] == 6).all()
    assert (strata[rows] == strata).all()
    assert (np.sort(rows, axis=1) == np.arange(7)).all()
    seen = Counter(map(tuple, rows.tolist()))
    assert len(seen) == 12  # 3! · 2!
    assert stats.chisquare(list(seen.values())).pvalue > 1e-4


def test_how_strata_are_numbered_changes_nothing() -> None:
    one = next(draws(Shuffle(np.array([0, 1, 0, 2, 1, 0, 2])), 50, 9))
    other = next(draws(Shuffle(np.array([4, 0, 4, 3, 0, 4, 3])), 50, 9))
    assert (one == other).all()


@given(st.integers(0, 40), st.integers(1, 5), st.integers(0, 10**6))
def test_shuffles_are_permutations_within_strata(n: int, count: int, seed: int) -> None:
    strata = np.random.default_rng(seed).integers(-1, count, n)
    rows = next(draws(Shuffle(strata), 7, seed))
    assert (np.sort(rows, axis=1) == np.arange(n)).all()
    assert (strata[rows] == strata).all()
    assert (rows[:, strata < 0] == np.flatnonzero(strata < 0)).all()


def test_shuffle_strata_crosses_what_it_is_given() -> None:
    codes = np.array([0, 1, -1, 0, 1])
    answered = np.array([True, True, True, False, False])
    level = np.array([3, 1, 3, 3, 3])
    strata = shuffle_strata(codes, answered, level)
    assert strata[2] == -1
    assert strata[3] == strata[4]
    assert len({strata[0], strata[1], strata[3]}) == 3
    assert shuffle_strata(codes).tolist() == [0, 0, -1, 0, 0]


def test_same_seed_same_answer_for_any_number_of_workers() -> None:
    null = Shuffle(np.zeros(3000, dtype=np.int64))
    assert null.block < 500
    results = [
        replicate(lambda rows: rows[:, :50].astype(float), null, 500, seed, workers=workers)
        for seed, workers in ((4, 1), (4, 3), (5, 1), (np.random.SeedSequence(4), 2))
    ]
    assert (results[0] == results[1]).all()
    assert (results[0] == results[3]).all()
    assert (results[0] != results[2]).any()
    assert results[0].shape == (500, 50)


def test_a_seed_sequence_may_be_used_again() -> None:
    seed = np.random.SeedSequence(8)
    null = Shuffle(np.zeros(9, dtype=np.int64))
    first, second = (replicate(lambda rows: rows[:, 0], null, 20, seed) for _ in range(2))
    assert (first == second).all()


def test_progress_counts_up_to_all() -> None:
    calls: list[tuple[int, int]] = []
    null = Shuffle(np.zeros(3000, dtype=np.int64))
    replicate(lambda rows: rows[:, 0], null, 400, 1, progress=lambda *c: calls.append(c))
    done = [c[0] for c in calls]
    assert done == sorted(done)
    assert calls[-1] == (400, 400)
    assert len(calls) > 1


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_says_how_far_it_came(workers: int) -> None:
    null = Shuffle(np.zeros(3000, dtype=np.int64))

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        replicate(lambda rows: rows[:, 0], null, 400, 1, workers=workers, progress=stop)
    assert caught.value.done == null.block
    assert caught.value.total == 400
    assert isinstance(caught.value, KeyboardInterrupt)


def test_no_replicates_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        replicate(lambda rows: rows[:, 0], Shuffle(np.zeros(3, dtype=np.int64)), 0, 1)
