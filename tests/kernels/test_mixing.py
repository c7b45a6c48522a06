"""Block tables and their expectations, against the oracle's loops and published values."""

import numpy as np
import pytest
from chance_cases import RULES, Case, emon, random_case
from hypothesis import given
from hypothesis import strategies as st
from structure import REFERENCE

from oracle import mixing as oracle
from oracle.data import grouped, only
from partnernet.kernels.mixing import (
    all_dyads,
    among_grouped,
    group_sizes,
    mixing_counts,
    mixing_expected,
    mixing_means,
    mixing_ratio,
    mixing_sums,
    observed_dyads,
)

seeds = st.integers(0, 10**6)


def table_of(cells: dict[tuple[str, str], float], case: Case) -> np.ndarray:
    names = [case.name(g) for g in range(case.groups)]
    return np.array([[cells.get((r, s), 0) for s in names] for r in names], dtype=float)


def present(case: Case) -> np.ndarray:
    return np.flatnonzero(group_sizes(case.codes, case.groups))


@given(seeds, st.sampled_from(RULES))
def test_counts_and_dyads_are_the_oracles(seed: int, rule: str) -> None:
    case = random_case(seed, rule, blank=True)
    found = mixing_counts(*case.seen, case.codes, case.groups, directed=case.directed)
    expected = oracle.tally(case.net, "sector", case.net.observed_ties())
    assert (found == table_of(expected, case)).all()
    between = oracle.tally(case.net, "sector", sorted(case.net.observed))
    assert (observed_dyads(case.dyads, case.codes[None], case.groups)[0]
            == table_of(between, case)).all()
    every = oracle.tally(case.net, "sector", list(case.net.dyads()))
    size = group_sizes(case.codes, case.groups)
    assert (all_dyads(size, directed=case.directed) == table_of(every, case)).all()


@given(seeds, st.sampled_from(RULES), st.sampled_from(["density", "configuration", "outdegree"]))
def test_expectations_are_the_oracles_and_sum_to_the_ties(
    seed: int, rule: str, model: str
) -> None:
    case = random_case(seed, rule, blank=True)
    part = among_grouped(case.source, case.target, case.codes, case.groups, case.dyads)
    seen = part.dyads.observed(part.source, part.target)
    counts = mixing_counts(part.source[seen], part.target[seen], part.codes, part.groups,
                           directed=case.directed)
    dyads = part.dyads.between(part.codes, part.groups)
    size = group_sizes(part.codes, part.groups)
    found = mixing_expected(model, counts, dyads, size, directed=case.directed)
    cells = oracle.expected(case.net, "sector", model)
    there = present(case)
    block = np.ix_(there, there)
    wanted = table_of(cells, case)
    if counts.any():
        assert found[block] == pytest.approx(wanted[block])
        whole = found if case.directed else np.triu(found)
        assert whole.sum() == pytest.approx(seen.sum())
    ratio = mixing_ratio(counts, found, dyads)
    over = table_of(oracle.over_expected(case.net, "sector", model), case)
    assert ratio[block] == pytest.approx(over[block], nan_ok=True)


@given(seeds, st.sampled_from(RULES))
def test_many_labellings_and_many_networks_at_once(seed: int, rule: str) -> None:
    case = random_case(seed, rule, blank=True)
    rng = np.random.default_rng(seed)
    labels = rng.permuted(np.tile(case.codes, (5, 1)), axis=1)
    source, target = case.seen
    each = [mixing_counts(source, target, row, case.groups, directed=case.directed)
            for row in labels]
    assert (mixing_counts(source, target, labels, case.groups, directed=case.directed)
            == np.array(each)).all()
    sources = np.stack([rng.permutation(source) for _ in range(5)])
    targets = np.tile(target, (5, 1))
    each = [mixing_counts(a, b, case.codes, case.groups, directed=case.directed)
            for a, b in zip(sources, targets, strict=True)]
    assert (mixing_counts(sources, targets, case.codes, case.groups, directed=case.directed)
            == np.array(each)).all()
    each = [mixing_counts(a, b, row, case.groups, directed=case.directed)
            for a, b, row in zip(sources, targets, labels, strict=True)]
    assert (mixing_counts(sources, targets, labels, case.groups, directed=case.directed)
            == np.array(each)).all()
    between = [case.dyads.between(row, case.groups) for row in labels]
    assert (observed_dyads(case.dyads, labels, case.groups) == np.array(between)).all()
    size = group_sizes(case.codes, case.groups)
    stacked = mixing_expected("outdegree", np.array(each), between[0], size,
                              directed=case.directed)
    for table, row in zip(each, stacked, strict=True):
        one = mixing_expected("outdegree", table, between[0], size, directed=case.directed)
        assert row == pytest.approx(one, nan_ok=True)


@given(seeds, st.sampled_from(RULES))
def test_mean_strengths_leave_blanks_out(seed: int, rule: str) -> None:
    case = random_case(seed, rule, blank=True)
    rng = np.random.default_rng(seed)
    source, target = case.seen
    strength = rng.integers(1, 6, len(source)).astype(float)
    strength[rng.random(len(source)) < 0.3] = np.nan
    for i, j, value in zip(source, target, strength, strict=True):
        case.net.ties[int(i), int(j)]["trust"] = None if np.isnan(value) else float(value)
    found = mixing_means(source, target, strength, case.codes, case.groups,
                         directed=case.directed)
    wanted = table_of(oracle.block_means(case.net, "sector", "trust"), case)
    there = present(case)
    assert found[np.ix_(there, there)] == pytest.approx(wanted[np.ix_(there, there)], nan_ok=True)
    many = mixing_means(source, target, strength, np.tile(case.codes, (3, 1)), case.groups,
                        directed=case.directed)
    assert many[2] == pytest.approx(found, nan_ok=True)


def test_own_blocks_of_small_sectors_look_too_full_under_configuration() -> None:
    # No preference, sectors of 6, 4, 3, 2: every dyad tied alike.
    size = np.array([6, 4, 3, 2])
    counts = all_dyads(size, directed=True)
    found = mixing_ratio(
        counts, mixing_expected("configuration", counts, counts, size, directed=True), counts
    )
    # (n_r − 1)/n_r over (n − 1)/n, by hand.
    assert np.diagonal(found) == pytest.approx((size - 1) / size * 15 / 14)
    assert np.round(np.diagonal(found), 1) == pytest.approx([0.9, 0.8, 0.7, 0.5])
    for model in ("density", "outdegree"):
        expected = mixing_expected(model, counts, counts, size, directed=True)
        assert mixing_ratio(counts, expected, counts) == pytest.approx(1.0)


@pytest.mark.parametrize("name", ["cheyenne", "texas", "wichita", "mt_st_helens"])
def test_emon_tables_are_network_and_igraphs(name: str) -> None:
    # R 4.2.2 (tests/reference/emon_reference.R).
    reference = REFERENCE[name]["igraph"]["mixing"]
    net = emon(name)
    order = [net.names.index(g) for g in reference["groups"]]
    counts = mixing_counts(net.source, net.target, net.codes, net.groups, directed=True)
    assert counts[np.ix_(order, order)].tolist() == reference["counts"]


def test_sums_of_strength_and_nothing_at_all() -> None:
    none = np.zeros(0, dtype=np.int64)
    codes = np.array([0, 1])
    assert not mixing_counts(none, none, codes, 2, directed=True).any()
    assert not mixing_counts(none, none, np.tile(codes, (3, 1)), 2, directed=False).any()
    sums = mixing_sums(np.array([0]), np.array([1]), np.array([2.5]), codes, 2, directed=False)
    assert sums.tolist() == [[0, 2.5], [2.5, 0]]
    counts = np.zeros((2, 2), dtype=np.int64)
    for model in ("density", "configuration", "outdegree"):
        expected = mixing_expected(model, counts, np.ones((2, 2), dtype=np.int64),
                                   np.array([1, 1]), directed=True)
        # Without ties the configuration expectation is nothing over nothing.
        assert np.isnan(expected).all() if model == "configuration" else not expected.any()
        assert np.isnan(mixing_ratio(counts, expected, counts)).all()
    nobody = mixing_expected("density", counts, counts, np.array([1, 1]), directed=True)
    assert np.isnan(nobody).all()


def test_among_grouped_renumbers_in_order() -> None:
    case = random_case(7, "sender", blank=True, most=9)
    part = among_grouped(case.source, case.target, case.codes, case.groups, case.dyads)
    inner = only(case.net, grouped(case.net, "sector"))
    assert sorted(zip(part.source.tolist(), part.target.tolist(), strict=True)) == sorted(
        inner.ties
    )
    assert part.kept.sum() == len(part.source)
