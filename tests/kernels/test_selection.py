import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import cases, distances, random_case

from partnernet.kernels.selection import Quota, board, smallest_cover


def reached(case, chosen, steps):
    d = distances(case.n, case.either)
    return {j for j in range(case.n)
            if j in chosen or any(d.get((i, j), steps + 1) <= steps for i in chosen)}


def best_by_hand(case, size, steps, quota, include, exclude, apart):
    best = None
    for chosen in itertools.combinations(range(case.n), size):
        seats = [sum(case.codes[i] == g for i in chosen) for g in range(3)]
        if (
            all(low <= s <= high for low, s, high in zip(quota.least, seats, quota.most,
                                                         strict=True))
            and set(include) <= set(chosen) and not set(exclude) & set(chosen)
            and all(len(set(few) & set(chosen)) <= 1 for few in apart)
        ):
            best = max(best or 0, len(reached(case, set(chosen), steps)))
    return best


@given(cases(least=1), st.data())
@settings(deadline=None, max_examples=80)
def test_the_best_of_every_board(case, data):
    size, steps = data.draw(st.integers(0, min(4, case.n))), data.draw(st.integers(0, 2))
    least = data.draw(st.lists(st.integers(0, 1), min_size=3, max_size=3))
    most = [low + data.draw(st.integers(0, 3)) for low in least]
    some = st.lists(st.integers(0, case.n - 1), max_size=2, unique=True)
    include, exclude, few = data.draw(some), data.draw(some), data.draw(some)
    quota = Quota(case.groups, np.array(least), np.array(most))
    expected = best_by_hand(case, size, steps, quota, include, exclude, [few])
    found = board(*case.arrays, size, steps=steps, quotas=[quota], include=include,
                  exclude=exclude, apart=[few])
    if expected is None:
        assert found is None
        return
    assert (found.value, found.gap, len(found.chosen)) == (expected, 0, size)
    assert set(np.flatnonzero(found.covered)) == reached(case, set(found.chosen.tolist()), steps)


def test_a_board_of_a_larger_network():
    case = random_case(120, 400, 1, directed=False)
    found = board(*case.arrays, 5, quotas=[Quota(case.groups, np.ones(4), np.full(4, 5))])
    assert found.gap == 0
    assert set(range(4)) <= set(case.groups[found.chosen].tolist())


@given(st.integers(0, 7), st.integers(0, 4), st.integers(0, 2**32))
@settings(deadline=None, max_examples=80)
def test_the_smallest_set_that_reaches_everything(n, things, seed):
    table = np.random.default_rng(seed).random((n, things)) < 0.4
    found = smallest_cover(table)
    sizes = [k for k in range(n + 1) for few in itertools.combinations(range(n), k)
             if table[list(few)].any(axis=0).all()]
    if not sizes:
        assert found is None
    else:
        assert len(found) == min(sizes)
        assert table[found].any(axis=0).all()


def test_among_equals_the_earlier():
    assert smallest_cover(np.ones((5, 2), dtype=bool)).tolist() == [0]


@pytest.mark.parametrize("n", [0, 1])
def test_hardly_anybody(n):
    none = np.zeros(0, dtype=np.int64)
    assert board(none, none, n, 1) is None if n == 0 else board(none, none, n, 1).value == 1
