import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import EMON, cases, distances, emon, random_case, relabelled, same, witness

from partnernet.kernels import adjacency, cohesion
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.dyads import Dyads, everyone


@st.composite
def reported(draw):
    """A directed network in which some did not answer and some dyads are unknown."""
    case = draw(cases(directed=True))
    answered = draw(st.lists(st.booleans(), min_size=case.n, max_size=case.n))
    free = [(i, j) for i, j in itertools.permutations(range(case.n), 2) if (i, j) not in case.ties]
    unknown = draw(st.lists(st.sampled_from(free), unique=True, max_size=5)) if free else []
    pairs = np.array(unknown, dtype=np.int64).reshape(-1, 2)
    dyads = Dyads(np.array(answered, dtype=bool), pairs[:, 0], pairs[:, 1], "sender")
    seen = {(i, j) for i, j in itertools.permutations(range(case.n), 2)
            if answered[i] and (i, j) not in unknown}
    return case, dyads, seen


@given(reported())
@settings(deadline=None, max_examples=80)
def test_reciprocity_of_what_was_seen_both_ways(drawn):
    case, dyads, seen = drawn
    mutual = one_sided = 0
    for i, j in itertools.combinations(range(case.n), 2):
        if (i, j) in seen and (j, i) in seen:
            reports = ((i, j) in case.tied) + ((j, i) in case.tied)
            mutual += reports == 2
            one_sided += reports == 1
    source, target, _ = case.arrays
    found = cohesion.mutuality(source, target, dyads)
    assert found == (mutual, one_sided)
    ties = 2 * mutual + one_sided
    same(found.reciprocity, 2 * mutual / ties if ties else np.nan)
    same(found.confirmation, mutual / (mutual + one_sided) if ties else np.nan)
    observed = sum(tie in seen for tie in case.ties)
    same(cohesion.density(int(dyads.observed(source, target).sum()), dyads.total),
         observed / len(seen) if seen else np.nan)


@given(cases())
@settings(deadline=None, max_examples=80)
def test_closed_triples_one_by_one(case):
    triples = closed = 0
    shares = []
    for i in range(case.n):
        around = list(itertools.combinations(case.contacts(i), 2))
        hit = sum(pair in case.either for pair in around)
        triples, closed = triples + len(around), closed + hit
        shares.append(hit / len(around) if around else np.nan)
    same(cohesion.transitivity(*case.arrays), closed / triples if triples else np.nan)
    same(cohesion.clustering(*case.arrays), shares)


@given(cases())
@settings(deadline=None, max_examples=80)
def test_local_efficiency_inside_the_neighbourhood_only(case):
    expected = []
    for i in range(case.n):
        around = case.contacts(i)
        inside = distances(case.n, case.either, around)
        room = len(around) * (len(around) - 1)
        expected.append(sum(1 / d for d in inside.values()) / room if room else 0.0)
    same(cohesion.local_efficiency(*case.arrays), expected)


def test_local_efficiency_of_hubs_wider_than_a_word():
    case = random_case(90, 1500, 3, directed=False)
    expected = []
    for i in range(case.n):
        around = case.contacts(i)
        inside = distances(case.n, case.either, around)
        expected.append(sum(1 / d for d in inside.values()) / (len(around) * (len(around) - 1)))
    wide = random_case(90, 3600, 4, directed=False)
    assert adjacency.degrees(*wide.arrays).max() > 64
    same(cohesion.local_efficiency(*case.arrays), expected)
    around = wide.contacts(0)
    inside = distances(wide.n, wide.either, around)
    same(cohesion.local_efficiency(*wide.arrays)[0],
         sum(1 / d for d in inside.values()) / (len(around) * (len(around) - 1)))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    same(cohesion.transitivity(*case.arrays), cohesion.transitivity(*other.arrays))
    same(cohesion.local_efficiency(*case.arrays), cohesion.local_efficiency(*other.arrays)[order])


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # sna 2.7-1: gden, grecip (edgewise; dyadic.nonnull), centralization. igraph 1.3.5.
    case = emon(name)
    source, target, n = case.arrays
    dyads = everyone(n, directed=True)
    same(cohesion.density(len(source), dyads.total), witness(name, "sna", "density"))
    found = cohesion.mutuality(source, target, dyads)
    same(found.reciprocity, witness(name, "sna", "reciprocity_edgewise"))
    same(found.confirmation, witness(name, "sna", "reciprocity_dyadic_nonnull"))
    same(cohesion.transitivity(source, target, n),
         witness(name, "igraph", "transitivity_undirected"))
    same(cohesion.degree_centralisation(adjacency.degrees(source, target, n)),
         witness(name, "sna", "degree_centralisation_undirected"))
    same(cohesion.betweenness_centralisation(betweenness(source, target, n, directed=False)),
         witness(name, "sna", "betweenness_centralisation_undirected"))


def test_a_star_is_as_central_as_can_be():
    # Freeman (1979): both centralisations are 1 for a star, 0 for a circle.
    star = np.zeros(5, dtype=np.int64), np.arange(1, 6), 6
    ring = np.arange(6), (np.arange(6) + 1) % 6, 6
    for ties, expected in ((star, 1), (ring, 0)):
        assert cohesion.degree_centralisation(adjacency.degrees(*ties)) == expected
        score = betweenness(*ties, directed=False)
        same(cohesion.betweenness_centralisation(score), expected)
    assert np.isnan(cohesion.degree_centralisation(np.array([1, 1])))
    assert np.isnan(cohesion.betweenness_centralisation(np.zeros(2)))
