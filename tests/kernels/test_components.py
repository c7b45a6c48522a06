import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from structure import (
    EMON,
    REFERENCE,
    cases,
    distances,
    emon,
    random_case,
    relabelled,
    same,
    witness,
)

from partnernet.kernels import components


def parts_of(case, tied):
    reach = distances(case.n, tied)
    label, found = [-1] * case.n, 0
    for i in range(case.n):
        if label[i] < 0:
            for j in range(case.n):
                if i == j or ((i, j) in reach and (j, i) in reach):
                    label[j] = found
            found += 1
    return label


@given(cases())
@settings(deadline=None, max_examples=80)
def test_parts_by_walking(case):
    source, target, n = case.arrays
    label = components.weak(source, target, n)
    assert label.tolist() == parts_of(case, case.either)
    if case.directed:
        assert components.strong(source, target, n).tolist() == parts_of(case, case.tied)
    assert components.sizes(label).sum() == n
    assert components.isolates(source, target, n).tolist() == [
        not case.contacts(i) for i in range(n)
    ]
    joined = len(distances(n, case.either))
    same(components.connectedness(label), joined / (n * (n - 1)) if n > 1 else np.nan)


@given(cases())
@settings(deadline=None, max_examples=80)
def test_joints_split_their_part_and_parts_do_not_split(case):
    parts = components.biconnected(*case.arrays)
    whole = set(range(case.n))
    for i in whole:
        around = case.contacts(i)
        left = distances(case.n, case.either, whole - {i})
        splits = any(pair not in left for pair in itertools.permutations(around, 2))
        assert parts.joints[i] == splits
    inside = [set(part.tolist()) for part in parts.members]
    for pair in case.either:
        assert sum(set(pair) <= part for part in inside) == 1
    for part in inside:
        for gone in part if len(part) > 2 else ():
            left = distances(case.n, case.either, part - {gone})
            assert len(left) == (len(part) - 1) * (len(part) - 2)


@given(cases())
@settings(deadline=None, max_examples=80)
def test_vertex_connectivity_by_removing_every_set(case):
    expected = max(case.n - 1, 0)
    for k in range(case.n - 1):
        for gone in itertools.combinations(range(case.n), k):
            left = set(range(case.n)) - set(gone)
            if len(distances(case.n, case.either, left)) < len(left) * (len(left) - 1):
                expected = min(expected, k)
    assert components.vertex_connectivity(*case.arrays) == expected


@given(relabelled())
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    label, moved = components.weak(*case.arrays), components.weak(*other.arrays)
    assert np.array_equal(
        label[:, None] == label, moved[order][:, None] == moved[order]
    )
    assert components.vertex_connectivity(*case.arrays) == components.vertex_connectivity(
        *other.arrays
    )
    joints = components.biconnected(*other.arrays).joints
    assert np.array_equal(components.biconnected(*case.arrays).joints, joints[order])


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # igraph 1.3.5 vertex_connectivity and articulation_points; sna 2.7-1 connectedness.
    case = emon(name)
    assert components.vertex_connectivity(*case.arrays) == witness(
        name, "igraph", "vertex_connectivity_undirected"
    )
    joints = np.flatnonzero(components.biconnected(*case.arrays).joints)
    ids = REFERENCE[name]["ids"]
    assert sorted(ids[j] for j in joints) == sorted(witness(name, "igraph", "articulation_points"))
    same(components.connectedness(components.weak(*case.arrays)),
         witness(name, "sna", "krackhardt_connectedness"))


def test_a_denser_network_needs_flows():
    # networkx 3.6.1 node_connectivity.
    nx = pytest.importorskip("networkx")
    for seed in range(5):
        case = random_case(20, 70, seed, directed=False)
        graph = nx.Graph(case.ties)
        graph.add_nodes_from(range(20))
        assert components.vertex_connectivity(*case.arrays) == nx.node_connectivity(graph)


def test_who_stays_is_renumbered():
    source, target = np.array([0, 1, 3]), np.array([1, 3, 4])
    stay = np.array([True, True, False, True, False])
    left = components.without(source, target, stay)
    assert [x.tolist() for x in left] == [[0, 1], [1, 2]]
