"""No figure of a few follows from those that are shown: against every sum and difference."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels import disclosure
from partnernet.kernels.dyads import Bools, Ints

LEAST = 3


def told(sums: list[np.ndarray], who: np.ndarray, least: int) -> list[tuple[int, ...]]:
    """Every set of fewer than ``least`` organisations whose sum follows, by brute force: ranks."""
    seen = np.array(sums, dtype=float)
    rank = np.linalg.matrix_rank(seen)
    found = []
    for size in range(1, least):
        for some in itertools.combinations(np.flatnonzero(who).tolist(), size):
            wanted = np.zeros(len(who))
            wanted[list(some)] = 1
            if np.linalg.matrix_rank(np.vstack([seen, wanted])) == rank:
                found.append(some)
    return found


@st.composite
def groupings(draw: st.DrawFn) -> tuple[Ints, Ints, Bools]:
    n = draw(st.integers(1, 11))
    codes = [np.array(draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)))
             for _ in range(2)]
    answered = draw(st.lists(st.lists(st.booleans(), min_size=2, max_size=2), min_size=n,
                             max_size=n))
    return codes[0], codes[1], np.array(answered)


@given(groupings())
def test_nothing_shown_tells_of_a_few(case: tuple[Ints, Ints, Bools]) -> None:
    sectors, levels, answered = case
    total = answered.sum(axis=0)

    def counts(codes: Ints) -> Ints:
        return np.stack([answered[codes == k].sum(axis=0) for k in range(3)], axis=1)

    first = disclosure.shown_groups(counts(sectors), total, LEAST)
    second = disclosure.shown_beside(
        levels, disclosure.shown_groups(counts(levels), total, LEAST), sectors, first, answered,
        LEAST)
    for unit in range(2):
        who = answered[:, unit]
        if who.sum() < LEAST:
            continue
        sums = [who, *(who & (sectors == k) for k in np.flatnonzero(first)),
                *(who & (levels == k) for k in np.flatnonzero(second))]
        assert told(sums, who, LEAST) == []


def test_a_group_that_holds_another_is_hidden() -> None:
    sectors = np.array([0] * 5 + [1] * 2 + [-1] * 5)
    levels = np.array([0] * 7 + [1] * 5)
    everybody = np.ones((12, 1), dtype=bool)
    alone = np.array([True, True])
    # Level 0 less sector 0 would be two organisations.
    assert disclosure.shown_beside(levels, alone, sectors, np.array([True, False]), everybody,
                                   5).tolist() == [False, False]
    assert disclosure.shown_beside(levels, alone, sectors, np.array([False, False]), everybody,
                                   5).tolist() == [True, True]


def test_a_hidden_group_is_hidden_among_enough() -> None:
    # 9 in all: 6 and 3; hiding 3 alone would leave them as the rest.
    assert not disclosure.shown_groups(np.array([[6, 3]]), np.array([9]), 5).any()
    assert disclosure.shown_groups(np.array([[6, 3, 4]]), np.array([13]), 5).tolist() == [
        True, False, False]


@pytest.mark.parametrize("row", [[7, 1, 1], [5, 5, 2], [9, 6, 4]])
def test_a_rest_of_few_is_joined_by_the_smallest(row: list[int]) -> None:
    cells, totals = disclosure.shown_sums(np.array([row]), 5)
    rest = sum(n for n, shown in zip(row, cells[0], strict=True) if not shown)
    assert totals.all()
    assert rest == 0 or rest >= 5


def test_what_few_gave_is_taken_out() -> None:
    nan = np.nan
    performance = np.array([[3, 4, nan], [2, nan, nan], [4, nan, 1], [5, 2, 2.0]])
    importance = np.array([[5, 5, nan], [nan, nan, nan], [4, nan, 5], [4, 5, 5.0]])
    seen, wanted, unpaired = disclosure.without_few(performance, importance,
                                                    np.array([0, 1, 2]), 3)
    assert np.isnan(seen[:, 1:]).all()  # two organisations each
    assert unpaired == 1  # the one that gave no importance
    assert seen[:, 0].tolist()[::2] == [3, 4]
    assert np.isnan(seen[1, 0])
    assert wanted[[0, 2, 3], 0].tolist() == [5, 4, 4]
