import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import Case, cases, distances, random_case, relabelled, same

from partnernet.kernels import key_players as module
from partnernet.kernels.key_players import diffuse, disrupt

AIMS = ("disrupt", "disrupt_distance", "diffuse_1", "diffuse_2", "diffuse_distance")


def value_of(case, chosen, aim):
    n = case.n
    if aim.startswith("disrupt"):
        stay = [i for i in range(n) if i not in chosen]
        pairs = len(stay) * (len(stay) - 1)
        if not pairs:
            return np.nan
        d = distances(n, case.either, stay).values()
        return 1 - (sum(1 / x for x in d) if aim == "disrupt_distance" else len(d)) / pairs
    d = distances(n, case.either)
    near = [0 if j in chosen else min((d[i, j] for i in chosen if (i, j) in d), default=None)
            for j in range(n)]
    if aim == "diffuse_distance":
        return sum(1 / max(x, 1) for x in near if x is not None) / n if n else np.nan
    return sum(x is not None and x <= int(aim[-1]) for x in near)


def best_by_hand(case, size, aim):
    values = [value_of(case, set(s), aim) for s in itertools.combinations(range(case.n), size)]
    return max((v for v in values if v == v), default=np.nan)


def found_for(case, size, aim):
    if aim.startswith("disrupt"):
        return disrupt(*case.arrays, size, by_distance=aim == "disrupt_distance")
    steps = None if aim == "diffuse_distance" else int(aim[-1])
    return diffuse(*case.arrays, size, steps=steps)


@given(cases(), st.integers(0, 5), st.sampled_from(AIMS))
@settings(deadline=None, max_examples=150)
def test_the_best_of_every_set(case, size, aim):
    found = found_for(case, size, aim)
    expected = best_by_hand(case, size, aim) if case.n else np.nan
    same(found.value, expected)
    same(found.upper, expected)
    assert found.exact
    if found.value == found.value:
        assert len(found.chosen) == size
        same(value_of(case, set(found.chosen.tolist()), aim), expected)


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("seed", range(3))
def test_larger_networks_exactly_and_by_search(aim, seed, monkeypatch):
    case = random_case(16, 22 + 6 * seed, seed, directed=False)
    expected = best_by_hand(case, 3, aim)
    monkeypatch.setattr(module, "SETS", (1, 7))
    same(found_for(case, 3, aim).value, expected)
    monkeypatch.setattr(module, "EXACT", 0)
    # Every pair looked into, or only the ways to hubs.
    for looked_into in (module.LOOKED_INTO, (0, 0)):
        monkeypatch.setattr(module, "LOOKED_INTO", looked_into)
        searched = found_for(case, 3, aim)
        assert not searched.exact
        assert searched.value <= expected + 1e-12
        assert searched.upper >= expected - 1e-12
        assert searched.value >= 0.9 * expected
        same(value_of(case, set(searched.chosen.tolist()), aim), searched.value)


@given(relabelled(least=3), st.sampled_from(AIMS))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn, aim):
    case, _, other = drawn
    same(found_for(case, 2, aim).value, found_for(other, 2, aim).value)


@pytest.mark.parametrize("looked_into", [(12, 12), (0, 0)])
@pytest.mark.parametrize("ties", [18, 45])
def test_bounds_hold_for_every_set(looked_into, ties, monkeypatch):
    # No set passes the base and what its members add at most: the reason why stopping is exact.
    monkeypatch.setattr(module, "LOOKED_INTO", looked_into)
    case = random_case(12, ties, 5, directed=False)
    for aim in ("disrupt", "disrupt_distance"):
        goal = module._disruption(*case.arrays, 3, by_distance=aim == "disrupt_distance")
        sets = module._every_set(12, 3)
        assert (goal.values(sets) <= goal.base + goal.most[sets].sum(axis=1) + 1e-12).all()


def test_the_one_between_two_clusters_breaks_them():
    # Borgatti (2006)'s point: who breaks a network need not be who has most ties in it.
    ties = (*itertools.combinations(range(4), 2), *itertools.combinations(range(5, 9), 2))
    case = Case(9, False, (*ties, (3, 4), (4, 5)), (0,) * 9)
    found = disrupt(*case.arrays, 1, by_distance=False)
    assert found.chosen.tolist() == [4]
    same(found.value, 1 - 24 / 56)
    assert diffuse(*case.arrays, 2, steps=1).value == 9


# The network of 32 that pyntacle bundles as figure_8, after Borgatti (2006), as its ties once each.
FIGURE_8 = (
    "HS-PS HS-KR BR-WD BR-KR BR-GM BR-BS3 WD-PS WD-KR WD-GM WD-BS3 WD-SF WD-HA PS-WS PS-KR PS-GM "
    "PS-BS3 WS-KR WS-GM WS-BS3 KR-GM KR-BS3 KR-SF KR-JE GM-BS3 GM-SF BS3-SF BS3-JE BS3-LR GS-DI "
    "DI-KA DI-HA KA-PH DB-BW BW-PH BW-BM PH-BM PH-SR BM-HA BM-LK BM-CR BM-SR SR-HB HB-TO HB-CD "
    "HB-NP HB-EE TO-MJ TO-BS TO-NP MJ-BS WL-CD CD-BS CD-NP BS-NP NP-BS2 BS2-MG")


def test_pairs_that_pyntacle_finds():
    # pyntacle, test_sets/output/keyplayer/figure8_kpfinder_bruteforce.txt: the best pairs of all.
    # It does not count the two themselves among those reached: 25 and .64063 there.
    named = [tie.split("-") for tie in FIGURE_8.split()]
    names = sorted({end for tie in named for end in tie})
    ends = np.array([[names.index(end) for end in tie] for tie in named])
    ties = ends[:, 0].copy(), ends[:, 1].copy(), len(names)

    def chosen(found):
        return {names[k] for k in found.chosen}

    apart = disrupt(*ties, 2, by_distance=False)
    assert round(apart.value, 5) == 0.70575
    assert chosen(apart) in ({"WD", "HB"}, {"HA", "HB"})
    longer = disrupt(*ties, 2, by_distance=True)
    assert (round(longer.value, 5), chosen(longer)) == (0.81506, {"WD", "HB"})
    reached = diffuse(*ties, 2, steps=2)
    assert (reached.value - 2, chosen(reached)) == (25, {"HA", "NP"})
    near = diffuse(*ties, 2)
    assert near.value - 2 / 32 == pytest.approx(0.64063, abs=6e-6)
    assert chosen(near) in ({"KR", "HB"}, {"BS3", "HB"})
    assert disrupt(*ties, 0, by_distance=True).value == pytest.approx(0.64755, abs=5e-6)


@pytest.mark.parametrize("aim", AIMS)
def test_progress_ends_with_nothing_expected(aim):
    told = []
    case = random_case(12, 18, 5, directed=False)
    by_distance = aim == "disrupt_distance"
    steps = None if aim == "diffuse_distance" else 1
    found = (disrupt(*case.arrays, 2, by_distance=by_distance, progress=lambda *at: told.append(at))
             if aim.startswith("disrupt") else
             diffuse(*case.arrays, 2, steps=steps, progress=lambda *at: told.append(at)))
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert told[-1][0] <= told[-1][1]
    same(found.value, found_for(case, 2, "diffuse_1" if aim == "diffuse_2" else aim).value)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_reach_of_one_step_is_networkxs_group_degree(size):
    # networkx group_degree_centrality: contacts of the group, over those outside it.
    case = random_case(14, 24, 8, directed=False)
    graph = nx.Graph(case.ties)
    graph.add_nodes_from(range(case.n))
    best = max(nx.group_degree_centrality(graph, group) * (case.n - size) + size
               for group in itertools.combinations(range(case.n), size))
    assert diffuse(*case.arrays, size, steps=1).value == pytest.approx(best)
