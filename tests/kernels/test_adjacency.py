import numpy as np
from hypothesis import given, settings
from structure import cases

from partnernet.kernels import adjacency


@given(cases())
@settings(deadline=None, max_examples=60)
def test_lists_pairs_and_steps(case):
    source, target, n = case.arrays
    found = adjacency.lists(source, target, n)
    for i in range(n):
        run = slice(found.start[i], found.start[i + 1])
        assert found.other[run].tolist() == sorted(j for a, j in case.ties if a == i)
        assert all(case.ties[k][0] == i for k in found.tie[run])
    both = adjacency.pairs(source, target, n)
    assert list(zip(both.source, both.target, strict=True)) == sorted(
        {(min(t), max(t)) for t in case.ties}
    )
    for k, tie in enumerate(case.ties):
        assert (both.source[both.pair[k]], both.target[both.pair[k]]) == (min(tie), max(tie))
    assert both.reports.tolist() == [
        ((i, j) in case.ties) + ((j, i) in case.ties)
        for i, j in zip(both.source, both.target, strict=True)
    ]
    steps = adjacency.walkable(source, target, n, directed=case.directed)
    assert set(zip(*(x.tolist() for x in steps), strict=True)) == case.tied
    degree = adjacency.degrees(source, target, n)
    assert degree.tolist() == [len(case.contacts(i)) for i in range(n)]


@given(cases(least=1))
@settings(deadline=None, max_examples=40)
def test_looking_dyads_up(case):
    source, target, n = case.arrays
    i, j = (x.ravel() for x in np.indices((n, n)))
    known = np.sort(adjacency.keys(source, target, n))
    wanted = adjacency.keys(i, j, n)
    held = adjacency.held(known, wanted)
    assert {(a, b) for a, b, h in zip(i, j, held, strict=True) if h} == set(case.ties)
    place = adjacency.places(known, wanted)
    assert np.array_equal(known[place[held]], wanted[held])
    table = adjacency.matrix(source, target, n).toarray()
    assert np.array_equal(table.ravel() == 1, held)
