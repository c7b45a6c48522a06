"""The verdict, case by case, and the network if every silent organisation looked outside."""

import itertools

import numpy as np
import pytest
from chance_cases import RULES, case_of, emon, random_case
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels.chance import Shuffle, replicate
from partnernet.kernels.dyads import everyone
from partnernet.kernels.ei_chance import rewired_ei, shuffled_ei
from partnernet.kernels.mixing import group_sizes
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import benjamini_hochberg, tails
from partnernet.kernels.silos import ei_table
from partnernet.kernels.verdict import (
    LEANING,
    NO_SIGN,
    OPEN,
    SILO,
    TOO_SMALL,
    if_outward,
    least_replicates,
    verdicts,
)

SPREAD = np.linspace(-0.5, 0.5, 999)


def columns(*values: np.ndarray) -> np.ndarray:
    return np.stack(values, axis=1)


def test_each_verdict_in_turn() -> None:
    both, low, high = SPREAD, SPREAD + 2, SPREAD - 2
    ei = np.zeros(5)
    # Beside the replicates 0 is low where they are higher, high where they are lower.
    permutation = columns(low, both, both, low, both)
    degree = columns(low, low, high, both, both)
    found = verdicts(np.full(5, 9), ei, permutation, degree)
    assert found.verdicts == (SILO, LEANING, OPEN, NO_SIGN, NO_SIGN)
    assert found.family.all()
    assert found.permutation.tails.lower[0] == 1 / 1000
    assert found.permutation.lower_bh == pytest.approx(
        benjamini_hochberg(tails(ei, permutation).lower)
    )
    assert found.degree.upper_bh == pytest.approx(benjamini_hochberg(tails(ei, degree).upper))


def test_too_small_to_say() -> None:
    low = SPREAD + 2
    fixed = np.zeros(999)  # every replicate as the data: nothing could be found
    undefined = np.full(999, np.nan)
    ei = np.array([0.0, np.nan, 0.0, 0.0, 0.0])
    members = np.array([2, 5, 5, 5, 5])
    permutation = columns(low, undefined, low, fixed, low)
    degree = columns(low, undefined, low, low, fixed)
    found = verdicts(members, ei, permutation, degree)
    assert found.verdicts == (TOO_SMALL, TOO_SMALL, SILO, TOO_SMALL, TOO_SMALL)
    assert found.candidates.tolist() == [False, False, True, True, True]
    assert found.family.tolist() == [False, False, True, False, False]
    # Those left out are no members of the family that is adjusted for.
    assert found.degree.lower_bh[2] == 1 / 1000
    assert np.isnan(np.delete(found.degree.lower_bh, 2)).all()
    assert not np.isnan(found.degree.tails.lower[0])


def test_the_lowest_value_counts_the_groups_it_could_be_found_among() -> None:
    # The lowest value has p = 20/1000 = .02: enough among two groups, too much among three.
    tied = np.concatenate([np.full(19, -1.0), np.zeros(980)])
    low = SPREAD + 2
    two = verdicts(np.array([9, 9]), np.array([0.0, 0.0]), columns(tied, low), columns(tied, low))
    assert two.verdicts == (NO_SIGN, SILO)
    three = verdicts(np.full(3, 9), np.zeros(3), columns(tied, low, low), columns(tied, low, low))
    assert three.verdicts == (TOO_SMALL, SILO, SILO)
    assert three.permutation.lowest[0] == pytest.approx(0.02)


def test_few_replicates_find_nothing() -> None:
    low = (SPREAD + 2)[:9, None]
    assert verdicts(np.array([9]), np.zeros(1), low, low).verdicts == (TOO_SMALL,)


def test_one_null_may_have_more_replicates() -> None:
    low = (SPREAD + 2)[:, None]
    assert verdicts(np.array([9]), np.zeros(1), low, low[:99]).verdicts == (SILO,)


def test_wichita_has_a_silo() -> None:
    # The whole is far below chance under both nulls (test_silos.py::test_emon_permutation_p,
    # test_rewiring.py::test_emon_p); so is a group of it.
    net = emon("wichita")
    dyads = everyone(net.n, directed=True)
    table = ei_table(net.source, net.target, net.codes, net.groups, dyads)
    permutation = replicate(
        lambda rows: shuffled_ei(net.source, net.target, net.codes[rows], net.groups),
        Shuffle(np.zeros(net.n, dtype=np.int64)), 999, 1)
    degree = replicate(
        lambda ties: rewired_ei(*ties, net.codes, net.groups, directed=True),
        DegreeNull(net.source, net.target, dyads), 999, 1)
    found = verdicts(table.members[1:], table.ei[1:], permutation[:, 1:], degree[:, 1:])
    assert SILO in found.verdicts
    small = group_sizes(net.codes, net.groups) < 3
    assert all(v == TOO_SMALL for v, s in zip(found.verdicts, small, strict=True) if s)


def test_silent_organisations_name_outside_their_group_the_known_first() -> None:
    tied = [(0, 1), (0, 2), (0, 3), (1, 0), (4, 5), (4, 0), (5, 4), (6, 1)]
    codes = np.array([0, 0, 0, 1, 1, 1, 2])
    case = case_of(7, "sender", tied, [(1, 2)], silent=[4, 5], codes=codes)
    source, target, dyads = if_outward(case.source, case.target, codes, case.dyads,
                                       np.random.default_rng(1))
    pairs = set(zip(source.tolist(), target.tolist(), strict=True))
    assert {p for p in pairs if p[0] not in (4, 5)} == {p for p in tied if p[0] not in (4, 5)}
    for silent in (4, 5):
        named = {t for s, t in pairs if s == silent}
        assert len(named) == 3  # the largest observed out-degree
        assert named <= {0, 1, 2, 6}
    assert (4, 0) in pairs
    assert dyads.answered.all()
    assert [x.tolist() for x in dyads.unknown_pairs()] == [[1], [2]]
    again = if_outward(case.source, case.target, codes, case.dyads, np.random.default_rng(1))
    assert (again[1] == target).all()
    other = if_outward(case.source, case.target, codes, case.dyads, np.random.default_rng(5))
    assert len(other[1]) == len(target)


@given(st.integers(0, 10**6), st.sampled_from(RULES))
def test_what_outward_means(seed: int, rule: str) -> None:
    case = random_case(seed, rule, most=9)
    source, target, dyads = if_outward(case.source, case.target, case.codes, case.dyads,
                                       np.random.default_rng(seed))
    pairs = set(zip(source.tolist(), target.tolist(), strict=True))
    net, codes = case.net, case.codes
    assert len(pairs) == len(source)
    assert dyads.observed(source, target).all()
    assert set(net.observed_ties()) <= pairs
    if rule == "sender":
        largest = max((sum(s == i for s, _ in net.observed_ties()) for i in range(net.n)),
                      default=0)
        for i in range(net.n):
            if net.answered(i):
                continue
            named = {t for s, t in pairs if s == i}
            outside = {j for j in range(net.n) if codes[j] != codes[i]}
            known = {t for s, t in net.ties if s == i} & outside
            assert known <= named <= outside
            assert len(named) == min(max(largest, len(known)), len(outside))
    else:
        unseen = {p for p in itertools.combinations(range(net.n), 2)
                  if p not in net.observed and codes[p[0]] != codes[p[1]]}
        inside = {p for p in net.ties if codes[p[0]] == codes[p[1]]}
        assert pairs == set(net.observed_ties()) | unseen | inside


@pytest.mark.parametrize("groups", [0, 1, 2, 6, 15, 60])
def test_fewest_replicates_that_could_show_a_silo(groups: int) -> None:
    # The lowest p of R replicates is 1 / (R + 1), and all groups are tested together at .05.
    least = least_replicates(groups)
    assert groups / (least + 1) <= 0.05 + 1e-12
    assert least == 0 or groups / least > 0.05
