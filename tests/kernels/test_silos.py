"""The E–I index, its bounds, range and exact moments, against loops, enumeration and print."""

import numpy as np
import pytest
from chance_cases import RULES, emon, random_case
from hypothesis import given, settings
from hypothesis import strategies as st

from oracle import silos as oracle
from partnernet.kernels.chance import Shuffle, replicate, shuffle_strata
from partnernet.kernels.dyads import everyone
from partnernet.kernels.ei_chance import (
    ei_expected,
    ei_sd,
    rewired_ei,
    same_group_chance,
    shuffled_ei,
    shuffled_whole_ei,
)
from partnernet.kernels.mixing import among_grouped, group_sizes, mixing_counts
from partnernet.kernels.silos import coleman, ei_index, ei_table, inside_outside

seeds = st.integers(0, 10**6)
COLUMNS = {
    "members": "members", "ties": "ties", "ei": "ei_index", "minimum": "ei_min",
    "maximum": "ei_max", "rescaled": "ei_rescaled", "low": "ei_low", "high": "ei_high",
    "expected_random": "ei_expected_random", "coleman": "coleman", "conductance": "conductance",
}


@given(seeds, st.sampled_from(RULES))
def test_every_closed_form_number_is_the_oracles(seed: int, rule: str) -> None:
    case = random_case(seed, rule, blank=True)
    part = among_grouped(case.source, case.target, case.codes, case.groups, case.dyads)
    found = ei_table(part.source, part.target, part.codes, part.groups, part.dyads)
    rows = oracle.silos(case.net, "sector")
    for place, name in enumerate([oracle.WHOLE, *map(case.name, range(case.groups))]):
        if name not in rows:
            assert found.members[place] == 0
            continue
        for field, column in COLUMNS.items():
            value = getattr(found, field)[place]
            assert value == pytest.approx(rows[name][column], nan_ok=True), (field, name)


@settings(max_examples=40)
@given(seeds, st.sampled_from(RULES), st.booleans())
def test_exact_moments_are_those_of_every_permutation(
    seed: int, rule: str, everybody: bool
) -> None:
    case = random_case(seed, rule, most=7, everybody=everybody)
    source, target = case.seen
    spread = oracle.permuted(case.net, "sector")
    strata = shuffle_strata(case.codes, case.dyads.answered)
    found = ei_expected(source, target, case.codes, case.groups, strata)
    if np.count_nonzero(group_sizes(case.codes, case.groups)) < 2:
        assert np.isnan(found)
        return
    assert found == pytest.approx(spread.mean, nan_ok=True)
    if everybody:
        sd = ei_sd(source, target, case.codes, case.groups, directed=case.directed)
        assert sd == pytest.approx(spread.sd, nan_ok=True, abs=1e-9)


@pytest.mark.parametrize("rule", RULES)
def test_replicates_have_the_exact_moments_and_the_oracles_tail(rule: str) -> None:
    case = random_case(93, rule, most=8, density=0.4)
    informative = 0
    source, target = case.seen
    null = Shuffle(shuffle_strata(case.codes, case.dyads.answered))
    values = replicate(lambda rows: shuffled_ei(source, target, case.codes[rows], case.groups),
                       null, 20_000, 1)
    ei = ei_index(*inside_outside(
        mixing_counts(source, target, case.codes, case.groups, directed=case.directed),
        directed=case.directed))
    for place, name in enumerate([oracle.WHOLE, *map(case.name, range(case.groups))]):
        spread = oracle.permuted(case.net, "sector", name)
        if np.isnan(spread.lower):
            continue
        column = values[:, place]
        assert np.nanmean(column) == pytest.approx(spread.mean, abs=5 * spread.sd / 141 + 1e-9)
        lower = (column <= ei[place] + 1e-9).mean()
        assert lower == pytest.approx(spread.lower, abs=0.018)
        informative += spread.sd > 0.05
    assert informative >= 3


@given(seeds, st.sampled_from(RULES))
def test_fast_replicates_are_the_plain_ones(seed: int, rule: str) -> None:
    case = random_case(seed, rule, most=20, groups=4)
    source, target = case.seen
    labels = np.random.default_rng(seed).permuted(np.tile(case.codes, (70, 1)), axis=1)
    plain = ei_index(*inside_outside(
        mixing_counts(source, target, labels, case.groups, directed=case.directed),
        directed=case.directed))
    found = shuffled_ei(source, target, labels, case.groups)
    assert found == pytest.approx(plain, nan_ok=True)
    assert shuffled_whole_ei(source, target, labels) == pytest.approx(plain[:, 0], nan_ok=True)
    tables = rewired_ei(np.tile(source, (2, 1)), np.tile(target, (2, 1)), case.codes, case.groups,
                        directed=case.directed)
    one = ei_table(case.source, case.target, case.codes, case.groups, case.dyads)
    if np.count_nonzero(one.members[1:]) > 1:
        assert tables[1] == pytest.approx(one.ei, nan_ok=True)


def test_long_columns_are_counted_without_overflow() -> None:
    # 700 ties, all internal: more than a byte holds.
    source, target = np.divmod(np.arange(900), 30)
    keep = source != target
    source, target = source[keep][:700], target[keep][:700]
    labels = np.zeros((3, 30), dtype=np.int64)
    labels[1, :] = np.arange(30)
    found = shuffled_ei(source, target, labels, 200)
    assert found[:, 0].tolist() == [-1, 1, -1]


def test_emon_mt_st_helens_permutation_sd() -> None:
    # Mantel's moments written out: oracle/test_oracle.py::test_mantel_sd_of_mt_st_helens.
    net = emon("mt_st_helens")
    sd = ei_sd(net.source, net.target, net.codes, net.groups, directed=True)
    assert sd == pytest.approx(0.0896, abs=5e-5)
    values = replicate(lambda rows: shuffled_whole_ei(net.source, net.target, net.codes[rows]),
                       Shuffle(np.zeros(net.n, dtype=np.int64)), 20_000, 1)
    assert values.std() == pytest.approx(sd, rel=0.02)


@pytest.mark.parametrize(
    ("name", "ei", "p"),
    [("wichita", 0.450, 0.0), ("texas", 0.269, 0.181), ("hurr_frederic", 0.390, 0.071),
     ("cheyenne", 0.663, 0.252)],
)
def test_emon_permutation_p(name: str, ei: float, p: float) -> None:
    # METHODS §7: E–I and one-sided p from 200,000 permutations.
    net = emon(name)
    found = ei_table(net.source, net.target, net.codes, net.groups,
                     everyone(net.n, directed=True))
    assert found.ei[0] == pytest.approx(ei, abs=5e-4)
    values = replicate(lambda rows: shuffled_whole_ei(net.source, net.target, net.codes[rows]),
                       Shuffle(np.zeros(net.n, dtype=np.int64)), 40_000, 2)
    assert (values <= found.ei[0] + 1e-9).mean() == pytest.approx(p, abs=0.008)


def test_coleman_1958() -> None:
    # Coleman (1958): counts [[45, 15], [20, 20]], sizes 60 and 40: .38125 and .175.
    table, size = np.array([[45, 15], [20, 20]]), np.array([60, 40])
    assert coleman(table, size, directed=True) == pytest.approx([0.38125, 0.175], abs=1e-9)


def test_nothing_to_compare_is_undefined() -> None:
    source, target = np.array([0, 1]), np.array([1, 2])
    found = ei_table(source, target, np.zeros(3, dtype=np.int64), 1, everyone(3, directed=True))
    assert found.ties.tolist() == [2, 2]
    assert np.isnan([found.ei, found.minimum, found.low, found.conductance]).all()
    none = np.zeros(0, dtype=np.int64)
    codes = np.array([0, 1, 1])
    assert np.isnan(ei_expected(none, none, codes, 2, codes))
    assert np.isnan(ei_sd(none, none, codes, 2, directed=True))
    assert np.isnan(ei_expected(source, target, np.zeros(3, dtype=np.int64), 1, codes))
    assert np.isnan(shuffled_whole_ei(none, none, codes[None])).all()
    assert np.isnan(shuffled_ei(none, none, codes[None], 2)).all()


def test_same_group_chance_by_hand() -> None:
    # Answered 0 1 2 with groups a a b, silent 3 4 with a b.
    codes, answered = np.array([0, 0, 1, 0, 1]), np.array([1, 1, 1, 0, 0])
    found = same_group_chance(np.array([0, 0, 3]), np.array([1, 3, 4]), codes, 2, answered)
    assert found == pytest.approx([2 / 6, (2 * 1 + 1 * 1) / 6, 0.0])
