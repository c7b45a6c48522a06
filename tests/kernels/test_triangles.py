import itertools

import numpy as np
from hypothesis import given, settings
from structure import cases, random_case

from partnernet.kernels import adjacency, triangles


def every_triangle(case):
    return {
        three for three in itertools.combinations(range(case.n), 3)
        if all(pair in case.either for pair in itertools.combinations(three, 2))
    }


def check(case):
    source, target, n = case.arrays
    both = adjacency.pairs(source, target, n)
    met = []
    for some in triangles.triangles(both, n):
        for corners, sides in zip(some.corners.T.tolist(), some.sides.T.tolist(), strict=True):
            met.append(tuple(sorted(corners)))
            for corner, side in zip(corners, sides, strict=True):
                ends = {int(both.source[side]), int(both.target[side])}
                assert ends == set(corners) - {corner}
    assert sorted(met) == sorted(every_triangle(case))


@given(cases())
@settings(deadline=None, max_examples=60)
def test_every_triangle_once(case):
    check(case)


def test_in_small_portions_and_through_the_rough_table(monkeypatch):
    monkeypatch.setattr(triangles, "AT_ONCE", 20)
    monkeypatch.setattr(triangles, "_HASHED_FROM", 10)
    for seed in range(3):
        check(random_case(25, 120, seed, directed=False))


@given(cases(directed=True))
@settings(deadline=None, max_examples=60)
def test_short_cuts_one_by_one(case):
    source, target, n = case.arrays
    both = adjacency.pairs(source, target, n)
    met = [
        triple
        for some in triangles.short_cuts(both, n, source, target)
        for triple in zip(some.first.tolist(), some.middle.tolist(), some.last.tolist(),
                          strict=True)
    ]
    expected = [
        (a, i, b) for a, i, b in itertools.permutations(range(n), 3)
        if {(a, i), (i, b), (a, b)} <= case.tied
    ]
    assert sorted(met) == expected


def test_corner_totals_with_weights():
    both = adjacency.pairs(np.array([0, 0, 1, 2]), np.array([1, 2, 2, 3]), 4)
    assert triangles.corner_totals(both, 4).tolist() == [1, 1, 1, 0]
    weighted = triangles.corner_totals(both, 4, np.array([10.0, 20.0, 30.0, 40.0]))
    assert weighted.tolist() == [30, 20, 10, 0]
