"""Relations beside each other: counts by loops, and the same under shuffled organisations."""

import numpy as np
import pytest
from chance_cases import RULES, Case, case_of, random_case
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels import multiplex
from partnernet.kernels.chance import Shuffle, draws, replicate, shuffle_strata
from partnernet.kernels.dyads import Dyads
from partnernet.kernels.multiplex import Layer, multiplexity, overlap, shuffled_overlap
from partnernet.kernels.turnover import jaccard


def two_layers(seed: int, rule: str) -> tuple[Case, Case]:
    """Two relations of the same organisations: who answered is the same, the rest is not."""
    one = random_case(seed, rule, most=8)
    n, rng = one.dyads.n, np.random.default_rng(seed + 1)
    pairs = [(i, j) for i in range(n) for j in range(n)
             if i != j and (one.directed or i < j)]
    tied = [p for p in pairs if rng.random() < 0.4]
    doubtful = [p for p in pairs if p not in tied and rng.random() < 0.15]
    return one, case_of(n, rule, tied, doubtful, answered=one.dyads.answered)


def layer(case: Case) -> Layer:
    return Layer(case.source, case.target, case.dyads)


def by_loops(one: Case, other: Case) -> tuple[int, int, int]:
    seen = one.net.observed & other.net.observed
    first, second = set(one.net.ties) & seen, set(other.net.ties) & seen
    return len(first & second), len(first - second), len(second - first)


@given(st.integers(0, 10**6), st.sampled_from(RULES))
def test_overlap_by_loops(seed: int, rule: str) -> None:
    one, other = two_layers(seed, rule)
    found = overlap(layer(one), layer(other))
    assert found == by_loops(one, other)
    wanted = found[0] / sum(found) if sum(found) else np.nan
    assert float(jaccard(*map(np.float64, found))) == pytest.approx(wanted, nan_ok=True)


@pytest.mark.parametrize("dense", [True, False])
@given(seed=st.integers(0, 10**6), rule=st.sampled_from(RULES))
def test_shuffled_overlap_is_that_of_the_shuffled_relation(
    dense: bool, seed: int, rule: str
) -> None:
    one, other = two_layers(seed, rule)
    n = one.dyads.n
    rows = next(draws(Shuffle(shuffle_strata(np.zeros(n, dtype=np.int64), one.dyads.answered)),
                      5, seed))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multiplex, "_DENSE", 3000 if dense else 0)
        found = shuffled_overlap(layer(one), layer(other), rows)
    for row, counts in zip(rows, found, strict=True):
        # Organisation i of the shuffled relation stands where row[i] stood.
        at = {int(old): new for new, old in enumerate(row)}
        def move(pair: tuple[int, int], at: dict[int, int] = at) -> tuple[int, int]:
            i, j = at[pair[0]], at[pair[1]]
            return (i, j) if one.directed or i < j else (j, i)
        unknown = zip(*(x.tolist() for x in other.dyads.unknown_pairs()), strict=True)
        moved = case_of(n, rule, [move(p) for p in other.net.ties], [move(p) for p in unknown],
                        answered=other.dyads.answered[row])
        assert tuple(counts.tolist()) == by_loops(one, moved)


def test_relations_that_go_together_are_found() -> None:
    one = case_of(9, "sender", [(i, j) for i in range(9) for j in range(9)
                                if i != j and (i * j) % 3 == 1])
    null = Shuffle(np.zeros(9, dtype=np.int64))
    values = replicate(
        lambda rows: jaccard(*shuffled_overlap(layer(one), layer(one), rows).T), null, 499, 1
    )
    assert (values >= 1.0 - 1e-9).mean() < 0.2
    assert values.max() <= 1.0


def test_multiplexity_counts_relations() -> None:
    one = case_of(4, "sender", [(0, 1), (1, 2)])
    two = case_of(4, "sender", [(0, 1), (2, 1)])
    source, target, count = multiplexity([layer(one), layer(two)])
    assert list(zip(source.tolist(), target.tolist(), count.tolist(), strict=True)) == [
        (0, 1, 2), (1, 2, 1), (2, 1, 1)
    ]
    assert [len(part) for part in multiplexity([])] == [0, 0, 0]


def test_no_ties_have_no_overlap() -> None:
    none = np.zeros(0, dtype=np.int64)
    blank = Layer(none, none, Dyads(np.ones(3, dtype=bool), none, none, "sender"))
    assert overlap(blank, blank) == (0, 0, 0)
    rows = np.tile(np.arange(3), (2, 1))
    assert shuffled_overlap(blank, blank, rows).tolist() == [[0, 0, 0], [0, 0, 0]]
    assert np.isnan(jaccard(*np.zeros((3, 2)))).all()
