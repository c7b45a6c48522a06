import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partnernet.kernels import bits


@given(st.integers(1, 5), st.integers(1, 200), st.integers(0, 2**32))
@settings(deadline=None, max_examples=50)
def test_packing_and_counting_agree_with_the_table(rows, width, seed):
    table = np.random.default_rng(seed).random((rows, width)) < 0.4
    words = bits.packed(table)
    assert np.array_equal(bits.unpacked(words, width), table)
    assert np.array_equal(bits.row_totals(words), table.sum(axis=1))
    assert bits.total(words) == table.sum()
    again = bits.empty(rows, width)
    bits.place(again, *np.nonzero(table))
    assert np.array_equal(again, words)


def test_counting_without_numpys_own_count(monkeypatch):
    # numpy 1.26 has no bitwise_count.
    words = np.random.default_rng(1).integers(0, 2**63, (3, 4)).astype(np.uint64)
    expected = bits.popcount(words)
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert np.array_equal(bits.popcount(words), expected)


@pytest.mark.parametrize("n", [3, 400])
def test_a_long_line_is_walked_to_its_end(n):
    # A line passes one bit at a time: the way through few organisations and through many.
    flood = bits.Flood(np.arange(n - 1), np.arange(1, n), n)
    start = bits.empty(n, 1)
    start[0] = 1
    arrived = [(distance, int(np.flatnonzero(new[:, 0])[0])) for distance, new in flood.walk(start)]
    assert arrived == [(k, k) for k in range(1, n)]


def test_bits_enter_only_where_allowed_and_stop_in_time():
    flood = bits.Flood(np.array([0, 1, 2]), np.array([1, 2, 3]), 4)
    start = bits.empty(4, 2)
    start[0] = 3
    allowed = np.array([3, 3, 1, 3], dtype=np.uint64)[:, None]
    assert [int(new.max()) for _, new in flood.walk(start, allowed=allowed)] == [3, 1, 1]
    assert len(list(flood.walk(start, most=2))) == 2
