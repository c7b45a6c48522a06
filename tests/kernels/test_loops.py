"""Feedback loops and reach in a system map, by brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels import loops as kernels


def links(draw: st.DrawFn, n: int) -> list[tuple[int, int, int]]:
    pairs = list(itertools.permutations(range(n), 2))
    chosen = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return [(a, b, draw(st.sampled_from([1, -1]))) for a, b in sorted(chosen)]


@st.composite
def maps(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, int]]]:
    n = draw(st.integers(0, 5))
    return n, links(draw, n)


def arrays(found: list[tuple[int, int, int]]) -> tuple[np.ndarray, ...]:
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]


@given(maps(), st.integers(2, 6))
def test_loops_equal_brute_force(drawn: tuple[int, list[tuple[int, int, int]]],
                                 longest: int) -> None:
    n, found = drawn
    sign = {(a, b): s for a, b, s in found}
    expected = {}
    # Witness: every order of every set of indicators, begun at its lowest.
    for size in range(2, min(n, longest) + 1):
        for chosen in itertools.permutations(range(n), size):
            steps = list(zip(chosen, chosen[1:] + chosen[:1], strict=True))
            if chosen[0] == min(chosen) and all(step in sign for step in steps):
                expected[chosen] = int(np.prod([sign[step] for step in steps]))
    loops = kernels.feedback_loops(*arrays(found), n, longest=longest)
    assert dict(zip(loops.members, loops.signs.tolist(), strict=True)) == expected
    assert list(loops.members) == sorted(loops.members, key=lambda loop: (len(loop), loop))
    assert loops.whole


def test_the_search_stops_and_says_so() -> None:
    pairs = [(a, b, 1) for a, b in itertools.permutations(range(6), 2)]
    assert not kernels.feedback_loops(*arrays(pairs), 6, most=20).whole
    assert len(kernels.feedback_loops(*arrays(pairs), 6, most=20).members) == 20


@given(maps())
def test_reach_equals_following_every_link(drawn: tuple[int, list[tuple[int, int, int]]]) -> None:
    n, found = drawn
    source, target, _ = arrays(found)
    reach = kernels.out_reach(source, target, n)
    for start in range(n):
        reached, front = set(), {start}
        while front:
            front = {b for a, b, _ in found if a in front} - reached
            reached |= front
        expected = len(reached - {start}) / (n - 1) if n > 1 else float("nan")
        assert reach[start] == pytest.approx(expected, nan_ok=True)
