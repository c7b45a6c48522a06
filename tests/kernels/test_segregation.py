"""The other segregation indices: against the oracle's loops, igraph, and print."""

import numpy as np
import pytest
from chance_cases import RULES, emon, random_case, undirected
from hypothesis import given
from hypothesis import strategies as st
from structure import EMON, REFERENCE

from oracle import mixing as oracle
from partnernet.kernels import segregation
from partnernet.kernels.mixing import among_grouped, group_sizes, mixing_counts, observed_dyads

seeds = st.integers(0, 10**6)


@given(seeds, st.sampled_from(RULES))
def test_every_index_is_the_oracles(seed: int, rule: str) -> None:
    case = random_case(seed, rule, blank=True)
    part = among_grouped(case.source, case.target, case.codes, case.groups, case.dyads)
    seen = part.dyads.observed(part.source, part.target)
    source, target = part.source[seen], part.target[seen]
    strength = np.random.default_rng(seed).integers(1, 6, len(seen)).astype(float)
    strength[::3] = np.nan
    for (i, j), value in zip(sorted(case.net.ties), _all(strength, part.kept), strict=True):
        case.net.ties[i, j]["trust"] = None if np.isnan(value) else float(value)
    wanted = oracle.segregation(case.net, "sector")
    directed = case.directed
    size = group_sizes(part.codes, part.groups)
    table = mixing_counts(source, target, part.codes, part.groups, directed=directed)
    dyads = part.dyads.between(part.codes, part.groups)
    inside, between = segregation.inside_and_between(source, target, strength[seen], part.codes)
    found = {
        "odds_ratio": segregation.odds_ratio(table, dyads, directed=directed),
        "yule_q": segregation.yule_q(table, dyads, directed=directed),
        "freeman": segregation.freeman(table, dyads, directed=directed),
        "modularity": segregation.modularity(table, size, directed=directed),
        "assortativity": segregation.assortativity(table, size, directed=directed),
        "assortativity_se": segregation.assortativity_se(table, size, directed=directed),
        "blau": segregation.blau(size),
        "trust_inside": inside,
        "trust_between": between,
    }
    if wanted["yule_q"] == 0:
        found["yule_q"] = found["yule_q"] + 0.0
    for name, value in found.items():
        assert float(value) == pytest.approx(wanted[name], nan_ok=True, abs=1e-9), name


def _all(strength: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """The strengths of the kept ties at their places among all, blank elsewhere."""
    values = np.full(len(kept), np.nan)
    values[kept] = strength
    return values


@given(seeds, st.sampled_from(RULES))
def test_many_tables_at_once(seed: int, rule: str) -> None:
    case = random_case(seed, rule)
    source, target = case.seen
    labels = np.random.default_rng(seed).permuted(np.tile(case.codes, (4, 1)), axis=1)
    size = group_sizes(case.codes, case.groups)
    tables = mixing_counts(source, target, labels, case.groups, directed=case.directed)
    dyads = observed_dyads(case.dyads, labels, case.groups)
    strength = np.arange(len(source), dtype=float)
    many = segregation.inside_and_between(source, target, strength, labels)
    for r in range(4):
        for index in (segregation.odds_ratio, segregation.yule_q, segregation.freeman):
            one = index(tables[r], dyads[r], directed=case.directed)
            stacked = index(tables, dyads, directed=case.directed)[r]
            assert stacked == pytest.approx(float(one), nan_ok=True)
        for by_size in (segregation.modularity, segregation.assortativity):
            one = by_size(tables[r], size, directed=case.directed)
            stacked = by_size(tables, size, directed=case.directed)[r]
            assert stacked == pytest.approx(float(one), nan_ok=True)
        assert many[r] == pytest.approx(
            segregation.inside_and_between(source, target, strength, labels[r]), nan_ok=True
        )


@pytest.mark.parametrize("name", EMON)
def test_emon_assortativity_and_modularity_are_igraphs(name: str) -> None:
    # igraph 1.3.5 in R 4.2.2 (tests/reference/emon_reference.R).
    reference = REFERENCE[name]["igraph"]
    net = emon(name)
    size = group_sizes(net.codes, net.groups)
    table = mixing_counts(net.source, net.target, net.codes, net.groups, directed=True)
    assert float(segregation.assortativity(table, size, directed=True)) == pytest.approx(
        reference["assortativity_nominal_directed"]
    )
    ties = undirected(net.source, net.target, net.n)
    table = mixing_counts(*ties, net.codes, net.groups, directed=False)
    assert float(segregation.assortativity(table, size, directed=False)) == pytest.approx(
        reference["assortativity_nominal_undirected"]
    )
    assert float(segregation.modularity(table, size, directed=False)) == pytest.approx(
        reference["modularity_undirected"]
    )


def test_catania_couples() -> None:
    # Newman (2003), table 1 (Catania et al. 1992), mixing of couples by race: r = .621, and the
    # table is directed: women's in rows, men's in columns, as shares; 1958 couples.
    shares = np.array([
        [0.258, 0.016, 0.035, 0.013],
        [0.012, 0.157, 0.058, 0.019],
        [0.013, 0.023, 0.306, 0.035],
        [0.005, 0.007, 0.024, 0.016],
    ])
    r = segregation.assortativity(shares, np.ones(4, dtype=np.int64), directed=True)
    # Printed to three digits, the shares sum to .997.
    assert float(r) == pytest.approx(0.621, abs=3e-3)
    counts = np.round(shares * 1958)
    se = segregation.assortativity_se(counts, np.ones(4, dtype=np.int64), directed=True)
    assert se == pytest.approx(0.014, abs=1e-3)  # Newman: σ = .014


def test_freeman_1978() -> None:
    # White's kinship positions, five of men and five of women, 22 ties of which 9 cross: the one
    # table with the values that the R package netseg 1.0-3 prints (freeman .26, gamix .1801242).
    table, dyads = np.array([[6, 9], [9, 7]]), np.array([[10, 25], [25, 10]])
    gamix = 12 / 21 + 14 / 23 - 1
    assert gamix == pytest.approx(0.1801242, abs=5e-8)
    assert float(segregation.freeman(table, dyads, directed=False)) == pytest.approx(
        0.26, abs=5e-3
    )


def test_odds_by_hand() -> None:
    # a = 6 inside of 10, b = 3 across of 12; with an empty cell ½ is added to all four.
    dyads, table = np.array([[10, 6], [6, 0]]), np.array([[6, 3], [0, 0]])
    found = float(segregation.odds_ratio(table, dyads, directed=True))
    assert found == pytest.approx((6 / 4) / (3 / 9))
    assert float(segregation.yule_q(table, dyads, directed=True)) == pytest.approx(
        (found - 1) / (found + 1)
    )
    none = np.array([[6, 0], [0, 0]])
    assert float(segregation.odds_ratio(none, dyads, directed=True)) == pytest.approx(
        (6.5 / 4.5) / (0.5 / 12.5)
    )


def test_diversity_counts_declared_categories() -> None:
    # Blau (1977): four equal parts give ¾, the most that four categories allow.
    assert segregation.blau(np.array([5, 5, 5, 5])) == pytest.approx(0.75)
    assert segregation.iqv(np.array([5, 5, 5, 5])) == pytest.approx(1.0)
    assert segregation.iqv(np.array([5, 5, 0])) == pytest.approx(0.75)
    assert segregation.blau(np.array([5, 0])) == 0.0
    assert np.isnan([segregation.blau(np.array([0, 0])), segregation.iqv(np.array([4]))]).all()


def test_one_group_is_nothing_to_compare() -> None:
    size, table = np.array([3, 0]), np.array([[4, 0], [0, 0]])
    dyads = np.array([[6, 0], [0, 0]])
    values = [
        segregation.modularity(table, size, directed=True),
        segregation.assortativity(table, size, directed=True),
        segregation.assortativity_se(table, size, directed=True),
        segregation.freeman(table, dyads, directed=True),
        segregation.odds_ratio(table, dyads, directed=True),
        segregation.assortativity_se(np.zeros((2, 2)), np.array([1, 1]), directed=True),
    ]
    assert np.isnan([float(v) for v in values]).all()
