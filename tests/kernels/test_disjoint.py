import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import Case, cases, distances, random_case

from partnernet.kernels import bits, disjoint
from partnernet.kernels.disjoint import longest_ways, ways_to_hubs


def check(case, leaving):
    steps, bound = longest_ways(*case.arrays, leaving)
    before = distances(case.n, case.either)
    worst = dict(before)
    for gone in itertools.combinations(range(case.n), leaving):
        left = set(range(case.n)) - set(gone)
        after = distances(case.n, case.either, left)
        for pair in itertools.permutations(left, 2):
            if pair in before:
                worst[pair] = max(worst[pair], after.get(pair, np.inf))
    to_hub, between = ways_to_hubs(*case.arrays, leaving)
    for i, j in itertools.permutations(range(case.n), 2):
        if (i, j) not in case.either:
            assert to_hub[i] + between + to_hub[j] >= worst.get((i, j), np.inf)
        assert steps[i, j] == before.get((i, j), np.inf)
        assert bound[i, j] >= worst.get((i, j), np.inf)
        if leaving == 0:
            assert bound[i, j] == steps[i, j]
    assert not steps.diagonal().any()


@given(cases(), st.integers(0, 3))
@settings(deadline=None, max_examples=80)
def test_no_departures_drive_two_further_apart(case, leaving):
    check(case, leaving)


@pytest.mark.parametrize("gathered", [2**21, 1])
def test_larger(gathered, monkeypatch):
    monkeypatch.setattr(bits, "GATHERED", gathered)
    check(random_case(16, 40, 2, directed=False), 2)


def test_a_ring_has_two_ways_round():
    ring = Case(6, False, ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)), (0,) * 6)
    _, bound = longest_ways(*ring.arrays, 1)
    assert bound[0].tolist() == [0, 1, 4, 3, 4, 1]
    _, bound = longest_ways(*ring.arrays, 2)
    assert bound[0].tolist() == [0, 1, np.inf, np.inf, np.inf, 1]


def test_hubs_in_a_core_with_pendants(monkeypatch):
    # Six who are all tied to each other, six more tied to three of them each, one more to one.
    monkeypatch.setattr(disjoint, "HUBS", 2)
    core = tuple(itertools.combinations(range(6), 2))
    around = tuple(((i + step) % 6, 6 + i) for i in range(6) for step in range(3))
    case = Case(13, False, (*core, *around, (0, 12)), (0,) * 13)
    to_hub, between = ways_to_hubs(*case.arrays, 2)
    assert between == 1
    assert to_hub.tolist() == [0] * 6 + [1] * 6 + [np.inf]
    assert np.isinf(ways_to_hubs(*case.arrays, 6)[0]).all()
