"""Tables with given margins: every one as likely as any other, by enumeration; indices by loops."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.stats import chisquare

from partnernet.kernels import two_mode
from partnernet.kernels.chance import draws

CASES = {
    "three by three": [[1, 1, 0], [0, 1, 1], [1, 0, 0]],
    "four by three": [[1, 1, 0], [1, 0, 0], [0, 1, 1], [0, 0, 1]],
    "three by five": [[1, 1, 0, 0, 1], [0, 1, 1, 0, 0], [0, 0, 0, 1, 1]],
    "a checkerboard": [[1, 0], [0, 1]],
    "a full and an empty line": [[1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 0, 0], [0, 1, 1, 0],
                                 [1, 0, 0, 1]],
    "five lines": [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1]],
}


def every_table(table: np.ndarray) -> list[bytes]:
    """Witness: all 0/1 tables with the same margins, by trying every choice of each row."""
    n, k = table.shape
    choices = [[np.isin(np.arange(k), chosen) for chosen in
                itertools.combinations(range(k), int(row.sum()))] for row in table]
    return [np.array(rows).tobytes() for rows in itertools.product(*choices)
            if (np.array(rows).sum(axis=0) == table.sum(axis=0)).all()]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("turned", [False, True])
def test_every_table_is_as_likely(case: str, turned: bool) -> None:
    table = np.array(CASES[case], dtype=bool)
    table = table.T.copy() if turned else table
    known = every_table(table)
    assert len(known) > 1
    drawn = np.concatenate(list(draws(two_mode.MarginNull(table), 400 * len(known), 11)))
    assert (drawn.sum(axis=1) == table.sum(axis=0)).all()
    assert (drawn.sum(axis=2) == table.sum(axis=1)).all()
    seen = [np.ascontiguousarray(one).tobytes() for one in drawn]
    counts = [seen.count(one) for one in known]
    assert sum(counts) == len(seen)  # nothing else is ever drawn
    assert chisquare(counts).pvalue > 1e-4


def test_a_table_with_one_choice_stays() -> None:
    for table in (np.ones((2, 3), bool), np.zeros((2, 3), bool), np.zeros((0, 3), bool),
                  np.array([[True, False]]), np.eye(1, dtype=bool)):
        drawn = two_mode.MarginNull(table).draw(np.random.default_rng(1), 5)
        assert drawn.shape == (5, *table.shape)
        assert (drawn == table).all()


def test_twenty_organisations_are_mixed_as_far_as_twice_the_rounds_mix_them() -> None:
    rng = np.random.default_rng(5)
    table = rng.random((40, 14)) < 0.12
    codes = rng.integers(0, 6, 40)
    means = []
    for rounds in (60, 200):
        null = two_mode.MarginNull(table, rounds)
        drawn = np.concatenate(list(draws(null, 2000, 3)))
        found = two_mode.sharing(two_mode.members_by_group(drawn, codes, 6))
        means.append((found.mean(axis=0), found.std(axis=0) / np.sqrt(2000)))
    apart = np.abs(means[0][0] - means[1][0])
    assert (apart <= 4 * np.hypot(means[0][1], means[1][1])).all()


TABLES = arrays.arrays(bool, st.tuples(st.integers(0, 6), st.integers(0, 5)))


@given(TABLES, st.data())
def test_indices_equal_a_loop(table: np.ndarray, data: st.DataObject) -> None:
    n, k = table.shape
    codes = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=n, max_size=n)),
                     dtype=np.int64)
    counts = two_mode.members_by_group(table, codes, 3)
    wide = two_mode.breadth(counts)
    silos, shared, widths = 0, 0, []
    for outcome in range(k):
        own = [codes[i] for i in range(n) if table[i, outcome] and codes[i] >= 0]
        assert counts[:, outcome].tolist() == [own.count(g) for g in range(3)]
        if not own:
            assert np.isnan(wide[outcome])
            continue
        blau = 1 - sum((own.count(g) / len(own)) ** 2 for g in range(3))
        assert wide[outcome] == pytest.approx(blau)
        widths.append(blau)
        silos += len(set(own)) == 1
        shared += len(set(own)) > 1
    found = two_mode.sharing(counts)
    if widths:
        assert found.tolist() == pytest.approx(
            [silos / len(widths), np.mean(widths), shared / len(widths)])
    else:
        assert np.isnan(found).all()
    pairs = two_mode.shared_by_pairs(counts)
    for a, b in itertools.product(range(3), repeat=2):
        assert pairs[a, b] == sum((counts[a, o] > 0) & (counts[b, o] > 0) for o in range(k))
