import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import EMON, REFERENCE, cases, emon, random_case, relabelled, same

from oracle.roles import role as role_of
from partnernet.kernels import brokerage as module
from partnernet.kernels.brokerage import (
    ROLES,
    bernoulli,
    brokerage,
    brokerage_of,
    open_pairs_between,
)


def triples(case, among):
    """Every a → i → b without a → b; undirected, with a below b."""
    return [
        (a, i, b) for a, i, b in itertools.permutations(among, 3)
        if {(a, i), (i, b)} <= case.tied and (a, b) not in case.tied
        and (case.directed or a < b)
    ]


def by_hand(case, shared=False):
    among = [i for i in range(case.n) if case.codes[i] >= 0]
    met = triples(case, among)
    table = np.full((case.n, len(ROLES)), np.nan)
    table[among] = 0
    for a, i, b in met:
        credit = 1 / sum((a, b) == (x, y) for x, _, y in met) if shared else 1
        role = role_of(*(case.codes[x] for x in (a, i, b)))
        names = {role, "total"}
        if not case.directed and role in ("representative", "gatekeeper"):
            names |= {"representative", "gatekeeper"}
        for name in names:
            table[i, ROLES.index(name)] += credit
    return table


@given(cases(), st.booleans())
@settings(deadline=None, max_examples=150)
def test_triple_by_triple(case, shared):
    found = brokerage(*case.arrays, case.groups, directed=case.directed, shared=shared)
    same(found, by_hand(case, shared))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    found = brokerage(*case.arrays, case.groups, directed=case.directed)
    same(found, brokerage(*other.arrays, other.groups, directed=case.directed)[order])


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("limit", [2**21, 50])
def test_many_groupings_at_once(directed, limit, monkeypatch):
    monkeypatch.setattr(module, "CELLS", limit)
    monkeypatch.setattr(module, "AT_ONCE", limit)
    case = random_case(30, 150, 4, directed=directed)
    random = np.random.default_rng(1)
    labels = np.tile(case.groups, (6, 1))
    has = case.groups >= 0
    labels[:, has] = random.permuted(labels[:, has], axis=1)
    found = brokerage_of(*case.arrays, labels, directed=directed)
    for row, codes in zip(found, labels, strict=True):
        same(row, brokerage(*case.arrays, codes, directed=directed))
    same(brokerage(*case.arrays, case.groups, directed=directed, shared=True),
         by_hand(case, shared=True))


@given(cases(least=1))
@settings(deadline=None, max_examples=80)
def test_open_pairs_between_two_groups(case):
    expected = [0] * case.n
    for a, i, b in triples(case, range(case.n)):
        expected[i] += {case.codes[a], case.codes[b]} == {0, 1}
    found = open_pairs_between(*case.arrays, case.groups, 0, 1, directed=case.directed)
    assert found.tolist() == expected
    with pytest.raises(ValueError):
        open_pairs_between(*case.arrays, case.groups, 1, 1, directed=case.directed)


def table(name, what):
    rows = REFERENCE[name]["sna"][what]
    return np.array([[row[role] for role in ROLES] for row in rows], dtype=float)


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # sna 2.7-1 brokerage: raw.nli, exp.nli, sd.nli.
    case = emon(name)
    same(brokerage(*case.arrays, case.groups, directed=True), table(name, "brokerage_raw"))
    expected, sd = bernoulli(case.groups, len(case.ties) / (case.n * (case.n - 1)))
    same(expected, table(name, "brokerage_expected"))
    same(sd, table(name, "brokerage_sd"))


@pytest.mark.parametrize("codes", [(0, 0, 0, 1, 1, 2, 2, 2), (0, 0, 1, -1, 1, 0, 2, 1, 1)])
def test_moments_by_every_pair_of_triples(codes):
    # Every triple of i, and the covariance of every two that share one tie, written out.
    d = 0.3
    chance = d**2 * (1 - d)
    expected, sd = bernoulli(np.array(codes), d)
    for i in range(len(codes)):
        if codes[i] < 0:
            assert np.isnan(expected[i]).all()
            assert np.isnan(sd[i]).all()
            continue
        others = [x for x in range(len(codes)) if x != i and codes[x] >= 0]
        for k, name in enumerate(ROLES):
            mine = [
                (a, b) for a, b in itertools.permutations(others, 2)
                if name in ("total", role_of(codes[a], codes[i], codes[b]))
            ]
            variance = len(mine) * chance * (1 - chance)
            for (a, b), (x, y) in itertools.permutations(mine, 2):
                if (a == x) != (b == y):
                    variance += d**3 * (1 - d) ** 2 - chance**2
            same(expected[i, k], len(mine) * chance)
            same(sd[i, k], math.sqrt(variance))
