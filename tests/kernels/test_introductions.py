import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import Case, cases, distances, random_case, relabelled, same

from partnernet.kernels import introductions as module
from partnernet.kernels import levels, paths
from partnernet.kernels.adjacency import pairs, walkable
from partnernet.kernels.introductions import (
    efficiency_gains,
    efficiency_of,
    introductions,
    plan_gains,
    reach_gains,
    with_tie,
)


def efficiency(case, more=()):
    tied = case.either | set(more) | {(j, i) for i, j in more}
    d = distances(case.n, tied)
    wanted = [p for p in itertools.permutations(range(case.n), 2)
              if case.codes[p[0]] != case.codes[p[1]] and min(case.codes[i] for i in p) >= 0]
    return sum(1 / d[p] for p in wanted if p in d) / len(wanted) if wanted else np.nan


def gains_by_hand(case):
    before = efficiency(case)
    table = np.zeros((case.n, case.n))
    for u, v in itertools.permutations(range(case.n), 2):
        table[u, v] = efficiency(case, [(u, v)]) - before
    return table


@given(cases(least=1))
@settings(deadline=None, max_examples=100)
def test_every_tie_put_in(case):
    steps = paths.distance_matrix(*case.arrays, directed=False)
    everyone = np.arange(case.n)
    same(efficiency_of(steps, case.groups), efficiency(case))
    expected = gains_by_hand(case)
    if np.isnan(efficiency(case)):
        expected[:] = np.nan
    same(efficiency_gains(steps, case.groups, everyone, everyone), expected)
    some = everyone[::2]
    same(efficiency_gains(steps, case.groups, some, everyone), expected[some])


@pytest.mark.parametrize("sparse", [0, 2])
@pytest.mark.parametrize("shape", ["line", "islands", "random"])
def test_gains_of_larger_networks(shape, sparse, monkeypatch):
    # All shells dense, all shells sparse; long ways; pieces that a tie would join.
    monkeypatch.setattr(module, "_SPARSE", sparse)
    n = 14
    ties = {
        "line": tuple((i, i + 1) for i in range(n - 1)),
        "islands": tuple((i, i + 1) for i in range(n - 1) if i % 5 != 4),
        "random": random_case(n, 20, 3, directed=False).ties,
    }[shape]
    case = Case(n, False, ties, tuple(i % 3 - (i == 7) for i in range(n)))
    steps = paths.distance_matrix(*case.arrays, directed=False)
    same(efficiency_gains(steps, case.groups, np.arange(n), np.arange(n)), gains_by_hand(case))


@given(cases(least=2), st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_plans_of_several_ties(case, seed):
    u, v = np.random.default_rng(seed).integers(0, case.n, (2, 4, 3))
    v = np.where(u == v, (v + 1) % case.n, v)
    steps = paths.distance_matrix(*case.arrays, directed=False)
    before = efficiency(case)
    expected = [
        efficiency(case, list(zip(a.tolist(), b.tolist(), strict=True))) - before
        for a, b in zip(u, v, strict=True)
    ]
    same(plan_gains(steps, case.groups, u, v), expected)
    more = distances(case.n, case.either | {(u[0, 0], v[0, 0]), (v[0, 0], u[0, 0])})
    after = with_tie(steps, int(u[0, 0]), int(v[0, 0]))
    for i, j in itertools.permutations(range(case.n), 2):
        assert after[i, j] == more.get((i, j), -1)


@given(cases(least=1), st.integers(0, 3))
@settings(deadline=None, max_examples=100)
def test_reach_with_every_tie_put_in(case, most):
    ranks = levels.present(case.groups)
    front, decision = levels.ends(ranks)

    def share(tied):
        d = distances(case.n, tied)
        hit = [any(j == i or d.get((i, j), most + 1) <= most for i in np.flatnonzero(decision))
               for j in np.flatnonzero(front)]
        return np.mean(hit) if hit else np.nan

    steps = paths.steps_from(*case.arrays, decision, directed=case.directed)
    ways = walkable(*case.arrays, directed=case.directed)
    found = reach_gains(*ways, case.n, steps, front, most)
    before = share(case.tied)
    for u, v in itertools.permutations(range(case.n), 2):
        same(found[u, v], share(case.tied | {(u, v), (v, u)}) - before)


@given(cases(least=1), st.integers(0, 2**32))
@settings(deadline=None, max_examples=80)
def test_who_can_introduce_whom(case, seed):
    source, target, n = case.arrays
    both = pairs(source, target, n)
    random = np.random.default_rng(seed)
    weight = random.integers(0, 4, len(both)) / 3
    rows, columns = np.flatnonzero(random.random(n) < 0.6), np.flatnonzero(random.random(n) < 0.6)
    w = {}
    for i, j, s in zip(both.source.tolist(), both.target.tolist(), weight, strict=True):
        w[i, j] = w[j, i] = s
    expected = []
    for i, j in itertools.product(rows.tolist(), columns.tolist()):
        between = [c for c in case.contacts(i) if c in case.contacts(j)]
        if i != j and (i, j) not in case.either and between:
            best = max(between, key=lambda c: (w[i, c] * w[c, j], -c))
            expected.append((i, j, best, w[i, best] * w[best, j]))
    found = introductions(both, weight, n, rows, columns)
    assert list(zip(*(x.tolist() for x in found), strict=True)) == expected


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    everyone = np.arange(case.n)
    here, there = (
        efficiency_gains(paths.distance_matrix(*x.arrays, directed=False), x.groups,
                         everyone, everyone)
        for x in (case, other)
    )
    same(here, there[np.ix_(order, order)])
