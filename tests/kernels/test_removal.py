import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import Case, cases, distances, random_case, same

from partnernet.kernels import bits, removal


def left_by_hand(case, gone):
    """Together, largest, mean 1/d of all and across groups, of those who stay."""
    stay = [i for i in range(case.n) if not gone[i]]
    d = distances(case.n, case.either, stay)
    pairs = list(itertools.permutations(stay, 2))
    across = [(i, j) for i, j in pairs
              if case.codes[i] != case.codes[j] and min(case.codes[i], case.codes[j]) >= 0]
    return (
        len(d),
        max((1 + sum((i, j) in d for j in stay) for i in stay), default=0),
        1 - len(d) / len(pairs) if pairs else np.nan,
        sum(1 / x for x in d.values()) / len(pairs) if pairs else np.nan,
        sum(1 / d[p] for p in across if p in d) / len(across) if across else np.nan,
    )


def check(case, gone):
    expected = np.array([left_by_hand(case, row) for row in gone]).reshape(-1, 5).T
    left = removal.left_together(*case.arrays, gone)
    same(left.together, expected[0])
    same(left.largest, expected[1])
    same(removal.fragmentation_left(*case.arrays, gone), expected[2])
    same(removal.efficiency_left(*case.arrays, gone), expected[3])
    same(removal.efficiency_left(*case.arrays, gone, case.groups), expected[4])


@given(cases(), st.integers(0, 2**32))
@settings(deadline=None, max_examples=80)
def test_every_scenario_by_walking(case, seed):
    check(case, np.random.default_rng(seed).random((6, case.n)) < 0.3)


@pytest.mark.parametrize("gathered", [2**21, 1])
def test_more_scenarios_than_bits_and_organisations_than_a_word(gathered, monkeypatch):
    monkeypatch.setattr(bits, "GATHERED", gathered)
    case = random_case(70, 90, 1, directed=False)
    check(case, np.random.default_rng(1).random((90, 70)) < 0.3)


def test_leaving_one_after_the_other():
    orders = np.array([[2, 0, 1], [1, 2, 0]])
    gone = removal.departures(orders, 2, 4)
    assert [np.flatnonzero(row).tolist() for row in gone] == [[], [2], [0, 2], [], [1], [1, 2]]


def test_the_busiest_leave_first():
    # A star round 0 with a line 4-5-6-7: after 0, the line's inner organisations are busiest.
    case = Case(8, False, ((0, 1), (0, 2), (0, 3), (0, 4), (4, 5), (5, 6), (6, 7)), (0,) * 8)
    assert removal.targeted_order(*case.arrays, 2).tolist() == [0, 5]
    assert removal.targeted_order(*case.arrays, 1, by="betweenness").tolist() == [0]
    assert len(removal.targeted_order(*case.arrays, 20)) == 8


@given(cases(), st.integers(0, 10**6))
@settings(deadline=None, max_examples=60)
def test_which_groups_still_have_a_way_to_another(case, seed):
    random = np.random.default_rng(seed)
    codes = random.integers(-1, 3, case.n)
    gone = random.random((4, case.n)) < 0.3
    found = removal.groups_joined(*case.arrays, gone, codes, 3)
    for left, joined in zip(gone, found, strict=True):
        graph = nx.Graph()
        graph.add_nodes_from(np.flatnonzero(~left).tolist())
        graph.add_edges_from((a, b) for a, b in zip(*case.arrays[:2], strict=True)
                             if not left[a] and not left[b])
        for group in range(3):
            assert joined[group] == any(
                codes[a] == group and codes[b] not in (-1, group)
                for part in nx.connected_components(graph) for a in part for b in part)


def test_a_way_may_lead_through_who_has_no_group():
    # 0 (a) – 1 (none) – 2 (b): both groups hang on 1.
    codes = np.array([0, -1, 1])
    found = removal.groups_joined(np.array([0, 1]), np.array([1, 2]), 3,
                                  np.array([[False] * 3, [False, True, False]]), codes, 2)
    assert found.tolist() == [[True, True], [False, False]]
