"""The degree null is uniform: against every network with the same degrees, on small ones."""

import itertools
from collections import Counter

import numpy as np
import pytest
from chance_cases import Case, case_of, emon, random_case
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from oracle.nulls import same_degrees
from partnernet.kernels import rewiring, switches
from partnernet.kernels.chance import draws, replicate
from partnernet.kernels.dyads import everyone
from partnernet.kernels.ei_chance import rewired_ei
from partnernet.kernels.rewiring import DegreeNull, Ties

ENGINES = ("one at a time", "many at a time")
SIGNIFICANT = 1e-4  # a fixed seed: this either holds or it does not


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both engines, whatever the size of the network."""
    monkeypatch.setattr(rewiring, "_SMALL", 10**9 if request.param == ENGINES[0] else 0)
    return str(request.param)


def drawn(case: Case, replicates: int, seed: int = 1) -> Ties:
    null = DegreeNull(*case.seen, case.dyads)
    parts = list(draws(null, replicates, seed))
    return Ties(*(np.concatenate(ends) for ends in zip(*parts, strict=True)))


def check_uniform(case: Case, replicates: int = 6000) -> int:
    """Every state is reached, no other is, all equally often; returns their number."""
    states = {tuple(sorted(state)) for state in same_degrees(case.net)}
    ties = drawn(case, replicates)
    seen = Counter(
        tuple(sorted(zip(*ends, strict=True)))
        for ends in zip(ties.source.tolist(), ties.target.tolist(), strict=True)
    )
    assert set(seen) <= states
    if len(states) > 1:
        assert stats.chisquare([seen[state] for state in states]).pvalue > SIGNIFICANT
    return len(states)


def test_a_three_cycle_turns(engine: str) -> None:
    # Rao, Jana and Bandyopadhyay (1996): switches alone never do.
    assert check_uniform(case_of(3, "sender", [(0, 1), (1, 2), (2, 0)])) == 2
    # Everybody names organisation 3: the cycle stands in every network with these degrees.
    tied = [(0, 1), (1, 2), (2, 0), (0, 3), (1, 3), (2, 3)]
    assert check_uniform(case_of(4, "sender", tied)) == 2
    # Two cycles, each alone with its degrees.
    tied = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3),
            *itertools.product((0, 1, 2), (3, 4, 5))]
    assert check_uniform(case_of(6, "sender", tied)) == 4


def test_four_organisations_without_constraint(engine: str) -> None:
    tied = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 0)]
    assert check_uniform(case_of(4, "sender", tied)) > 4


def test_whole_rows_silent(engine: str) -> None:
    tied = [(0, 1), (1, 2), (2, 0), (0, 3), (1, 4), (2, 3)]
    assert check_uniform(case_of(5, "sender", tied, silent=[3, 4])) > 10


@pytest.mark.parametrize(
    ("tied", "doubtful", "states"),
    [
        # Neither a switch nor a turned cycle leads from one state to another here but through a
        # barred dyad (searched by enumeration).
        ([(1, 2), (1, 3), (2, 1), (3, 0), (3, 2)], [(0, 1), (0, 2), (2, 0)], 2),
        ([(0, 3), (1, 2), (2, 3), (3, 0)], [(0, 2), (1, 0)], 2),
        ([(0, 2), (0, 3), (1, 0), (1, 3), (2, 1), (3, 1)], [(2, 0), (3, 2)], 4),
        ([(0, 1), (1, 3), (2, 0), (3, 0), (3, 2)], [(0, 2), (2, 3), (3, 1)], 2),
        # A cycle that may turn one way only.
        ([(0, 1), (1, 2), (2, 0), (0, 3), (1, 3), (2, 3)], [(1, 0)], 1),
    ],
)
def test_single_unknown_dyads(
    engine: str, tied: list[tuple[int, int]], doubtful: list[tuple[int, int]], states: int
) -> None:
    assert check_uniform(case_of(4, "sender", tied, doubtful), 1000) == states


def test_undirected_with_unknown_dyads(engine: str) -> None:
    # The two perfect matchings of a hexagon, all other dyads unknown: no single switch leads over.
    ring = {(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (0, 5)}
    rest = [pair for pair in itertools.combinations(range(6), 2) if pair not in ring]
    assert check_uniform(case_of(6, "both", [(0, 1), (2, 3), (4, 5)], rest), 500) == 2


@pytest.mark.parametrize("rule", ["any", "both"])
def test_undirected(engine: str, rule: str) -> None:
    tied = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (0, 5)]
    assert check_uniform(case_of(6, rule, tied)) > 10


def test_no_tie_between_two_silent_ends(engine: str) -> None:
    tied = [(0, 1), (0, 4), (1, 3), (2, 5), (1, 5), (2, 4)]
    assert check_uniform(case_of(6, "any", tied, silent=[3, 4, 5]), 3000) > 5


@pytest.mark.parametrize("rule", ["sender", "any", "both"])
def test_random_small_networks(engine: str, rule: str) -> None:
    sizes = [
        check_uniform(random_case(seed, rule, most=5), 1500)
        for seed in range(12)
        if len(random_case(seed, rule, most=5).seen[0]) > 1
    ]
    assert max(sizes) > 1


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from(["sender", "any", "both"]))
def test_degrees_stay_and_nothing_stands_where_nobody_could_say(seed: int, rule: str) -> None:
    case = random_case(seed, rule, most=14)
    source, target = case.seen
    ties = drawn(case, 5, seed)
    n = case.dyads.n
    for s, t in zip(*ties, strict=True):
        if rule == "sender":
            assert (np.bincount(s, minlength=n) == np.bincount(source, minlength=n)).all()
            assert (np.bincount(t, minlength=n) == np.bincount(target, minlength=n)).all()
        else:
            assert (s < t).all()
            ends = [np.bincount(np.concatenate(both), minlength=n)
                    for both in ((s, t), (source, target))]
            assert (ends[0] == ends[1]).all()
        assert case.dyads.observed(s, t).all()
        assert len(np.unique(s * n + t)) == len(source)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("directed", [True, False])
def test_larger_networks(monkeypatch: pytest.MonkeyPatch, shared: bool, directed: bool) -> None:
    if shared:  # as in networks of more than 4,096 organisations
        monkeypatch.setattr(switches, "_EXACT_CELLS", 1)
    rng = np.random.default_rng(3)
    n, m = 300, 1500
    keys = np.sort(rng.choice(n * n, 3 * m, replace=False))
    source, target = keys // n, keys % n
    keep = source < target if not directed else source != target
    source, target = source[keep][:m], target[keep][:m]
    ties = next(draws(DegreeNull(source, target, everyone(n, directed=directed)), 6, 1))
    for s, t in zip(*ties, strict=True):
        assert len(np.unique(s * n + t)) == len(source)
        assert (s != t).all()
        ends = [np.concatenate([np.bincount(x, minlength=n), np.bincount(y, minlength=n)])
                for x, y in ((s, t), (source, target))]
        if not directed:
            ends = [e[:n] + e[n:] for e in ends]
        assert (ends[0] == ends[1]).all()
        # Little of the data is left: about the density.
        assert np.isin(s * n + t, source * n + target).mean() < 0.1


def test_shared_cells_are_uniform_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewiring, "_SMALL", 0)
    monkeypatch.setattr(switches, "_EXACT_CELLS", 1)
    monkeypatch.setattr(switches._Claims, "_mixed", _crowded)
    tied = [(0, 1), (1, 2), (2, 0), (2, 3), (3, 0)]
    assert check_uniform(case_of(4, "sender", tied), 1000) > 4


def _crowded(self: switches._Claims, keys: np.ndarray) -> np.ndarray:
    """Very few cells, so that strangers meet all the time."""
    mixed = keys.astype(np.uint64) * self.factor
    return (mixed >> np.uint64(59)).astype(np.int64)


@pytest.mark.parametrize("tied", [[], [(0, 1)], [(0, 1), (0, 2), (0, 3)]])
def test_where_nothing_can_be_rewired_every_replicate_is_the_data(
    engine: str, tied: list[tuple[int, int]]
) -> None:
    ties = drawn(case_of(4, "sender", tied), 7)
    assert ties.source.shape == (7, len(tied))
    for s, t in zip(*ties, strict=True):
        assert sorted(zip(s.tolist(), t.tolist(), strict=True)) == tied


def test_same_seed_same_networks_for_any_number_of_workers() -> None:
    net = emon("texas")
    null = DegreeNull(net.source, net.target, everyone(net.n, directed=True))

    def statistic(ties: Ties) -> np.ndarray:
        return rewired_ei(ties.source, ties.target, net.codes, net.groups, directed=True)

    one, two = (replicate(statistic, null, 1100, 5, workers=workers) for workers in (1, 2))
    assert np.array_equal(one, two, equal_nan=True)


@pytest.mark.parametrize(
    ("name", "p", "small"),
    [("wichita", 0.0, 160), ("texas", 0.010, 160), ("hurr_frederic", 0.183, 160),
     ("cheyenne", 0.021, 160), ("texas", 0.010, 0)],
)
def test_emon_p(monkeypatch: pytest.MonkeyPatch, name: str, p: float, small: int) -> None:
    # METHODS §7: one-sided p of the E–I index from 100,000 digraphs.
    monkeypatch.setattr(rewiring, "_SMALL", small)
    net = emon(name)
    null = DegreeNull(net.source, net.target, everyone(net.n, directed=True))
    count = 3000 if small else 1000
    values = replicate(
        lambda ties: rewired_ei(ties.source, ties.target, net.codes, net.groups,
                                directed=True)[:, 0], null, count, 2)
    same = net.codes[net.source] == net.codes[net.target]
    lower = (values <= 1 - 2 * same.mean() + 1e-9).mean()
    assert lower == pytest.approx(p, abs=4 * np.sqrt(max(p, 0.002) / count))
