import itertools
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from structure import EMON, cases, emon, relabelled, same, witness

from partnernet.kernels import betweenness as module
from partnernet.kernels.betweenness import betweenness


def shortest(n, tied, start, end):
    """Every shortest path, written out."""
    found = [[start]]
    while found:
        found = [p + [j] for p in found for j in range(n) if j not in p and (p[-1], j) in tied]
        arrived = [p for p in found if p[-1] == end]
        if arrived:
            return arrived
    return []


def by_hand(case, directed, counts):
    score = [0.0] * case.n
    for a, b in itertools.permutations(range(case.n), 2):
        if not counts(a, b) or (not directed and a > b):
            continue
        ways = shortest(case.n, case.tied if directed else case.either, a, b)
        for i in set(range(case.n)) - {a, b}:
            score[i] += sum(i in way for way in ways) / len(ways) if ways else 0
    return score


@pytest.mark.parametrize("many", [module.MANY, 0])
@given(case=cases())
@settings(deadline=None, max_examples=80)
def test_every_path_written_out(many, case):
    with patch.object(module, "MANY", many):  # of which fronts may be sparse
        check_every_path(case)


def check_every_path(case):
    codes = case.codes

    def across(a, b):
        return codes[a] != codes[b] and min(codes[a], codes[b]) >= 0

    for directed in {case.directed, False}:
        same(betweenness(*case.arrays, directed=directed),
             by_hand(case, directed, lambda a, b: True))
        same(betweenness(*case.arrays, directed=directed, codes=case.groups),
             by_hand(case, directed, across))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter_nor_how_many_starts_at_once(drawn):
    case, order, other = drawn
    found = betweenness(*case.arrays, directed=case.directed)
    same(found, betweenness(*other.arrays, directed=case.directed)[order])


@pytest.mark.parametrize(("cells", "few"), [(1, 0.05), (2**20, 0), (2**20, 2)])
def test_one_start_at_a_time_and_fronts_thick_and_thin(cells, few, monkeypatch):
    case = emon("texas")
    whole = betweenness(*case.arrays, directed=True, codes=case.groups)
    monkeypatch.setattr(module, "CELLS", cells)
    monkeypatch.setattr(module, "FEW", few)
    monkeypatch.setattr(module, "MANY", 0)
    same(betweenness(*case.arrays, directed=True, codes=case.groups), whole)


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # sna 2.7-1 betweenness, gmode digraph and graph.
    case = emon(name)
    same(betweenness(*case.arrays, directed=True), witness(name, "sna", "betweenness_directed"))
    same(betweenness(*case.arrays, directed=False), witness(name, "sna", "betweenness_undirected"))


def test_nobody():
    none = np.zeros(0, dtype=np.int64)
    assert betweenness(none, none, 0, directed=True).shape == (0,)
    assert betweenness(none, none, 3, directed=False).tolist() == [0, 0, 0]
