import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from structure import EMON, Case, cases, distances, emon, relabelled, same, witness

from partnernet.kernels import components, krackhardt


def parts_of(case):
    reach = distances(case.n, case.either)
    return [
        [i for i in range(case.n) if i == first or (first, i) in reach]
        for first in range(case.n)
        if not any((i, first) in reach for i in range(first))
    ]


def by_hand(case):
    """Hierarchy, efficiency and least upper bound, pair by pair."""
    reach = set(distances(case.n, case.tied)) | {(i, i) for i in range(case.n)}
    both = one = bad = 0
    for i, j in itertools.combinations(range(case.n), 2):
        both += (i, j) in reach and (j, i) in reach
        one += ((i, j) in reach) != ((j, i) in reach)
    parts = parts_of(case)
    for part in parts:
        for i, j in itertools.combinations(part, 2):
            bounds = [u for u in range(case.n) if (u, i) in reach and (u, j) in reach]
            bad += not any(all((v, u) in reach for v in bounds) for u in bounds)
    rest = [len(p) - 1 for p in parts]
    most = sum(r * (r - 1) / 2 for r in rest)
    room = sum(r**2 for r in rest) if case.directed else most
    return (
        one / (one + both) if one + both else np.nan,
        1 - (len(case.ties) - sum(rest)) / room if room else np.nan,
        1 - bad / most if most else np.nan,
    )


def dimensions(case):
    return (
        krackhardt.hierarchy(*case.arrays),
        krackhardt.efficiency(*case.arrays, directed=case.directed),
        krackhardt.least_upper_bound(*case.arrays),
    )


@given(cases())
@settings(deadline=None, max_examples=150)
def test_pair_by_pair(case):
    expected = by_hand(case)
    if case.directed:
        same(dimensions(case), expected)
    else:
        same(krackhardt.efficiency(*case.arrays, directed=False), expected[1])


@given(relabelled(least=1, directed=True))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, _, other = drawn
    same(dimensions(case), dimensions(other))


def test_a_few_pairs_at_a_time(monkeypatch):
    monkeypatch.setattr(krackhardt, "WORDS_AT_ONCE", 1)
    random = np.random.default_rng(2)
    for _ in range(10):
        # A sparse order of many classes, wider than one word.
        i, j = np.nonzero(np.triu(random.random((80, 80)) < 0.02, 1))
        case = Case(80, True, tuple(zip(i.tolist(), j.tolist(), strict=True)), (0,) * 80)
        same(dimensions(case), by_hand(case))


@pytest.mark.parametrize(("ties", "lub"), [
    # Krackhardt (1994): a tree has 1 on every dimension.
    ([(0, 1), (0, 2), (1, 3), (1, 4), (2, 5)], 1),
    # The diamond a→b, a→c, b→d, c→d has a least upper bound for every pair,
    ([(0, 1), (0, 2), (1, 3), (2, 3)], 1),
    # with b→e, c→e too, d and e have two lowest bounds: 1 of (5−1)(5−2)/2 = 6 pairs violates.
    ([(0, 1), (0, 2), (1, 3), (2, 3), (1, 4), (2, 4)], 5 / 6),
])
def test_least_upper_bound_by_definition(ties, lub):
    n = 1 + max(max(t) for t in ties)
    same(krackhardt.least_upper_bound(*Case(n, True, tuple(ties), (0,) * n).arrays), lub)


def test_an_out_tree_has_one_on_all_four():
    # Krackhardt (1994).
    tree = Case(6, True, ((0, 1), (0, 2), (1, 3), (1, 4), (2, 5)), (0,) * 6)
    same(dimensions(tree), (1, 1, 1))
    assert components.connectedness(components.weak(*tree.arrays)) == 1


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # sna 2.7-1: hierarchy(measure="krackhardt"), efficiency. Its lubness is another measure.
    case = emon(name)
    hierarchy, efficiency, lub = dimensions(case)
    same(hierarchy, witness(name, "sna", "krackhardt_hierarchy"))
    same(efficiency, witness(name, "sna", "krackhardt_efficiency"))
    same(lub, by_hand(case)[2])


def test_emon_lake_pomona():
    # One of 171 pairs has no least upper bound: .9942, by listing every bound (`by_hand` too).
    same(krackhardt.least_upper_bound(*emon("lake_pomona").arrays), 170 / 171)
