import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from structure import Case, cases, emon, random_case, relabelled, same

from partnernet.kernels import core


def fit_of(case, members):
    """Correlation of ties with the ideal pattern, core–periphery pairs left out."""
    cells = [
        (float((i, j) in case.either), float(i in members))
        for i, j in itertools.combinations(range(case.n), 2)
        if (i in members) == (j in members)
    ]
    if not cells:
        return math.nan
    tie, ideal = (sum(c[k] for c in cells) / len(cells) for k in (0, 1))
    across = sum((t - tie) * (c - ideal) for t, c in cells)
    spread = sum((t - tie) ** 2 for t, _ in cells) * sum((c - ideal) ** 2 for _, c in cells)
    return across / math.sqrt(spread) if spread > 1e-12 else math.nan


def best_of_all(case):
    fits = [
        fit_of(case, set(members))
        for size in range(case.n + 1)
        for members in itertools.combinations(range(case.n), size)
    ]
    return max((f for f in fits if not math.isnan(f)), default=math.nan)


@given(cases())
@settings(deadline=None, max_examples=100)
def test_the_best_of_all_cores_is_found(case):
    found = core.core_periphery(*case.arrays)
    same(found.fit, best_of_all(case))
    if math.isnan(found.fit):
        assert not found.members.any()
    else:
        same(found.fit, fit_of(case, set(np.flatnonzero(found.members).tolist())))
        same(core.core_fit(*case.arrays, found.members), found.fit)


@pytest.mark.parametrize("seed", range(6))
def test_also_among_ten(seed):
    case = random_case(10, 8 + 4 * seed, seed, directed=False)
    same(core.core_periphery(*case.arrays).fit, best_of_all(case))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, _, other = drawn
    same(core.core_periphery(*case.arrays).fit, core.core_periphery(*other.arrays).fit)


def test_many_networks_at_once(monkeypatch):
    drawn = [random_case(12, 30, seed) for seed in range(5)]
    source, target = (np.stack([c.arrays[k] for c in drawn]) for k in (0, 1))
    expected = [core.core_periphery(*c.arrays).fit for c in drawn]
    same(core.core_fits(source, target, 12), expected)
    monkeypatch.setattr(core, "CELLS", 1)
    same(core.core_fits(source, target, 12), expected)
    assert core.core_fits(source[:0], target[:0], 12).shape == (0,)


def test_an_ideal_core_fits_perfectly():
    # The ideal pattern of Borgatti & Everett (1999): core tied within and outwards only.
    ties = tuple(
        (i, j) for i, j in itertools.combinations(range(10), 2) if i < 4 and (j < 4 or j % 4 == i)
    )
    found = core.core_periphery(*Case(10, False, ties, (0,) * 10).arrays)
    assert found.fit == 1
    assert np.flatnonzero(found.members).tolist() == [0, 1, 2, 3]


def test_emon_is_stable_under_a_wider_search(monkeypatch):
    few = core.core_periphery(*emon("texas").arrays).fit
    monkeypatch.setattr(core, "STARTS", 25)
    assert core.core_periphery(*emon("texas").arrays).fit == few


def test_a_core_that_no_cut_by_degree_shows():
    # All 256 splits: the triangle 3, 4, 5 fits best; cuts by degree end at 5 and 6.
    ties = ((0, 1), (0, 2), (1, 6), (2, 6), (3, 4), (3, 5), (4, 5), (5, 6))
    case = Case(8, False, ties, (0,) * 8)
    found = core.core_periphery(*case.arrays)
    same(found.fit, best_of_all(case))
    assert np.flatnonzero(found.members).tolist() == [3, 4, 5]


def test_a_group_tied_within_itself_is_the_core_though_others_are_busier():
    # Ten of sixty are all tied; the others have more ties each, all of them between two halves.
    random = np.random.default_rng(5)
    loose = {(i, j) for i in range(10, 35) for j in range(35, 60) if random.random() < 0.5}
    ties = (*itertools.combinations(range(10), 2), *sorted(loose))
    found = core.core_periphery(*Case(60, False, ties, (0,) * 60).arrays)
    assert np.flatnonzero(found.members).tolist() == list(range(10))
