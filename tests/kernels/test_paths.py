import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import EMON, cases, distances, emon, random_case, relabelled, same, witness

from partnernet.kernels import bits, paths

WAYS = pytest.mark.parametrize("directed", [True, False])


def steps_of(case, directed):
    return distances(case.n, case.tied if directed else case.either)


@WAYS
@given(case=cases())
@settings(deadline=None, max_examples=60)
def test_all_distances_by_walking(case, directed):
    if directed and not case.directed:
        return
    n, found = case.n, steps_of(case, directed)
    table = paths.distance_matrix(*case.arrays, directed=directed)
    counts = paths.distance_counts(*case.arrays, directed=directed)
    for i, j in itertools.product(range(n), repeat=2):
        assert table[i, j] == (0 if i == j else found.get((i, j), -1))
    for d, count in enumerate(counts):
        assert count == sum(x == d for x in found.values())
    assert counts.sum() == len(found)
    near = sum(1 / d for d in found.values())
    same(paths.global_efficiency(*case.arrays, directed=directed),
         near / (n * (n - 1)) if n > 1 else np.nan)
    own = [sum(1 / d for (i, _), d in found.items() if i == k) for k in range(n)]
    same(paths.harmonic_closeness(*case.arrays, directed=directed),
         [x / (n - 1) if n > 1 else np.nan for x in own])


@WAYS
@given(case=cases(), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_reach_and_nearness_of_sets(case, directed, seed):
    if directed and not case.directed:
        return
    n, found = case.n, steps_of(case, directed)
    starts, ends = np.random.default_rng(seed).random((2, n)) < 0.5
    steps = paths.steps_from(*case.arrays, starts, directed=directed)
    within = paths.steps_from(*case.arrays, starts, directed=directed, most=1)
    for j in range(n):
        near = [found[i, j] for i in range(n) if starts[i] and (i, j) in found]
        expected = 0 if starts[j] else min(near, default=-1)
        assert steps[j] == expected
        assert within[j] == (expected if expected <= 1 else -1)
    pairs = [(i, j) for i in range(n) for j in range(n) if starts[i] and ends[j] and i != j]
    near = sum(1 / found[p] for p in pairs if p in found)
    same(paths.mean_inverse_distance(*case.arrays, starts, ends, directed=directed),
         near / len(pairs) if pairs else np.nan)


@WAYS
@given(case=cases())
@settings(deadline=None, max_examples=60)
def test_cross_group_efficiency_by_walking(case, directed):
    if directed and not case.directed:
        return
    found, codes = steps_of(case, directed), case.codes
    pairs = [(i, j) for i, j in itertools.permutations(range(case.n), 2)
             if codes[i] != codes[j] and min(codes[i], codes[j]) >= 0]
    near = sum(1 / found[p] for p in pairs if p in found)
    same(paths.cross_group_efficiency(*case.arrays, case.groups, directed=directed),
         near / len(pairs) if pairs else np.nan)


def test_many_batches_give_what_one_gives(monkeypatch):
    case = random_case(300, 700, 5)
    codes = case.groups
    one = (paths.distance_counts(*case.arrays, directed=True),
           paths.cross_group_efficiency(*case.arrays, codes),
           paths.distance_matrix(*case.arrays, directed=False))
    monkeypatch.setattr(bits, "GATHERED", 1)
    many = (paths.distance_counts(*case.arrays, directed=True),
            paths.cross_group_efficiency(*case.arrays, codes),
            paths.distance_matrix(*case.arrays, directed=False))
    for a, b in zip(one, many, strict=True):
        same(a, b)


@given(cases())
@settings(deadline=None, max_examples=60)
def test_distances_of_strength_by_relaxing(case):
    n = case.n
    strength = np.array(case.strength)
    length = {}
    for (i, j), s in zip(case.ties, case.strength, strict=True):
        if s > 0:
            for pair in ((i, j),) if case.directed else ((i, j), (j, i)):
                length[pair] = min(length.get(pair, np.inf), 1 / s)
    table = np.full((n, n), np.inf)
    for i in range(n):
        table[i, i] = 0
    for pair, d in length.items():
        table[pair] = d
    for k, i, j in itertools.product(range(n), repeat=3):  # Floyd & Warshall
        table[i, j] = min(table[i, j], table[i, k] + table[k, j])
    found = paths.strength_distances(*case.arrays, strength, directed=case.directed)
    np.testing.assert_allclose(found, table)
    off = ~np.eye(n, dtype=bool)
    same(paths.inverse(found)[off], [0 if np.isinf(d) else 1 / d for d in table[off]])


def test_two_reports_of_a_pair_take_the_shorter_way():
    found = paths.strength_distances(
        np.array([0, 1]), np.array([1, 0]), 2, np.array([2.0, 4.0]), directed=False
    )
    assert found.tolist() == [[0, 0.25], [0.25, 0]]


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    found = paths.harmonic_closeness(*case.arrays, directed=case.directed)
    moved = paths.harmonic_closeness(*other.arrays, directed=case.directed)
    same(found, moved[order])


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # igraph 1.3.5 global_efficiency.
    case = emon(name)
    same(paths.global_efficiency(*case.arrays, directed=True),
         witness(name, "igraph", "global_efficiency_directed"))
    same(paths.global_efficiency(*case.arrays, directed=False),
         witness(name, "igraph", "global_efficiency_undirected"))
