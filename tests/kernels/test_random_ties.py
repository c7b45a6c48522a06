"""Random networks on observed dyads: every set of dyads equally likely."""

import itertools
from collections import Counter

import numpy as np
import pytest
from chance_cases import RULES, Case, case_of, random_case
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from partnernet.kernels import random_ties
from partnernet.kernels.chance import draws
from partnernet.kernels.random_ties import RandomTies, random_dyads

CASES = {
    "sender": case_of(4, "sender", [], [(0, 1)], silent=[3]),
    "any": case_of(5, "any", [], [(0, 1)], silent=[2, 3, 4]),
    "both": case_of(5, "both", [], [(0, 1)], silent=[4]),
}


@pytest.mark.parametrize("how", ["list", "trial"])
@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("count", [1, 3])
def test_every_set_of_observed_dyads_is_equally_likely(
    monkeypatch: pytest.MonkeyPatch, rule: str, count: int, how: str
) -> None:
    monkeypatch.setattr(random_ties, "_DENSE", {"list": 10**6, "trial": 0}[how])
    case = CASES[rule]
    seen: Counter[tuple[tuple[int, int], ...]] = Counter()
    for source, target in draws(RandomTies(count, case.dyads), 9000, 4):
        for s, t in zip(source.tolist(), target.tolist(), strict=True):
            seen[tuple(zip(s, t, strict=True))] += 1
    every = set(itertools.combinations(sorted(case.net.observed), count))
    assert set(seen) == every
    assert stats.chisquare(list(seen.values())).pvalue > 1e-4


@given(st.integers(0, 10**6), st.sampled_from(RULES), st.booleans())
def test_ties_are_distinct_observed_and_sorted(seed: int, rule: str, all_of_them: bool) -> None:
    case: Case = random_case(seed, rule, most=12)
    total = case.dyads.total
    count = total if all_of_them else seed % (total + 1)
    source, target = next(draws(RandomTies(count, case.dyads), 4, seed))
    assert source.shape == (4, count)
    for s, t in zip(source, target, strict=True):
        keys = s * case.dyads.n + t
        assert (np.diff(keys) > 0).all()
        assert case.dyads.observed(s, t).all()


def test_more_ties_than_dyads_are_refused() -> None:
    with pytest.raises(ValueError, match="more ties"):
        next(draws(RandomTies(99, CASES["both"].dyads), 2, 1))


@pytest.mark.parametrize("rule", RULES)
def test_random_dyads_are_equally_likely(rule: str) -> None:
    case = CASES[rule]
    source, target = random_dyads(case.dyads, np.random.default_rng(2), 20_000)
    seen = case.dyads.observed(source, target)
    counts = Counter(zip(source[seen].tolist(), target[seen].tolist(), strict=True))
    assert set(counts) == case.net.observed
    assert stats.chisquare(list(counts.values())).pvalue > 1e-4
