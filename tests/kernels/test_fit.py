"""Which links of a system are covered by ties, by brute force."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from partnernet.kernels import adjacency
from partnernet.kernels import fit as kernels


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, list, list, list]:
    n, indicators = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    every = list(itertools.permutations(range(indicators), 2))
    links = sorted(draw(st.sets(st.sampled_from(every)))) if every else []
    owned = sorted(draw(st.sets(st.tuples(st.integers(0, indicators - 1), st.integers(0, n - 1)))))
    pairs = list(itertools.combinations(range(n), 2))
    ties = sorted(draw(st.sets(st.sampled_from(pairs)))) if pairs else []
    return n, links, owned, ties


def columns(rows: list) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@given(cases())
def test_covered_links_equal_brute_force_in_every_order(case: tuple[int, list, list, list]
                                                        ) -> None:
    n, links, owned, ties = case
    joint = kernels.meetings(*columns(links), *columns(owned))
    both = np.sort(np.concatenate([adjacency.keys(*columns(ties), n),
                                   adjacency.keys(*columns(ties)[::-1], n)]))
    orders = np.array(list(itertools.permutations(range(n))), dtype=np.int64)
    found = joint.covered(both, n, orders)
    own = {k: {org for indicator, org in owned if indicator == k} for k in range(4)}
    near = {frozenset(tie) for tie in ties}
    assert joint.owned.tolist() == [bool(own[a] and own[b]) for a, b in links]
    for row, places in enumerate(orders):
        for k, (a, b) in enumerate(links):
            met = any(one == other or frozenset((int(places[one]), int(places[other]))) in near
                      for one in own[a] for other in own[b])
            assert found[row, k] == met
