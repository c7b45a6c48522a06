"""Communities: found where they are plain, and how far many runs agree on them."""

import importlib.util
import sys

import networkx as nx
import numpy as np
import pytest
from chance_cases import emon, undirected
from scipy import stats

from partnernet.kernels.communities import (
    Partition,
    best_of,
    canonical,
    co_assignment,
    consensus,
    leiden,
    louvain,
    mean_agreement,
    modularity,
    over_representation,
)

PARTITIONS = [louvain]
if importlib.util.find_spec("igraph") is not None:
    PARTITIONS.append(leiden)


def cliques(count: int, size: int) -> tuple[np.ndarray, np.ndarray, int]:
    """A ring of cliques, neighbours joined by one tie."""
    graph = nx.ring_of_cliques(count, size)
    ends = np.array(sorted(tuple(sorted(tie)) for tie in graph.edges))
    return ends[:, 0], ends[:, 1], count * size


def karate() -> tuple[np.ndarray, np.ndarray, int]:
    ends = np.array(sorted(tuple(sorted(tie)) for tie in nx.karate_club_graph().edges))
    return ends[:, 0], ends[:, 1], 34


@pytest.mark.parametrize("partition", PARTITIONS)
def test_cliques_are_found_and_stable(partition: Partition) -> None:
    source, target, n = cliques(5, 6)
    found = consensus(partition, source, target, np.ones(len(source)), n, runs=8, seed=1)
    assert found.labels.tolist() == np.repeat(np.arange(5), 6).tolist()
    assert found.stability == 1.0
    assert (found.block_stability == 1.0).all()
    assert found.agreement == 1.0
    assert found.runs.shape == (8, n)
    graph = nx.ring_of_cliques(5, 6)
    wanted = nx.community.modularity(graph, [set(range(6 * k, 6 * k + 6)) for k in range(5)])
    assert found.modularity == pytest.approx(wanted)


@pytest.mark.parametrize("partition", PARTITIONS)
def test_karate_reaches_its_published_modularity(partition: Partition) -> None:
    # Brandes et al. (2008): the greatest modularity of the karate club is .4198.
    source, target, n = karate()
    found = consensus(best_of(partition, 5), source, target, np.ones(len(source)), n,
                      runs=10, seed=3)
    assert 0.415 < found.modularity <= 0.41979 + 1e-5
    assert 0.5 < found.stability <= 1.0


@pytest.mark.parametrize("partition", PARTITIONS)
def test_same_seed_same_communities(partition: Partition) -> None:
    net = emon("texas")
    source, target = undirected(net.source, net.target, net.n)
    weight = np.ones(len(source))
    one, two = (consensus(partition, source, target, weight, net.n, runs=6, seed=4)
                for _ in range(2))
    assert (one.labels == two.labels).all()
    assert (one.runs == two.runs).all()
    assert one.stability == two.stability
    assert 0.0 < one.stability <= 1.0
    assert one.agreement <= 1.0


def test_weights_count() -> None:
    source, target = np.array([0, 1, 2, 0]), np.array([1, 2, 3, 3])
    strong = np.array([9.0, 1.0, 9.0, 1.0])
    assert canonical(louvain(source, target, strong, 4, 1)).tolist() == [0, 0, 1, 1]
    assert canonical(louvain(source, target, strong[[1, 0, 1, 0]], 4, 1)).tolist() == [0, 1, 1, 0]


def test_isolates_and_nothing_at_all() -> None:
    none = np.zeros(0, dtype=np.int64)
    found = consensus(louvain, none, none, np.zeros(0), 3, runs=3, seed=1)
    assert found.labels.tolist() == [0, 1, 2]
    assert np.isnan([found.stability, found.modularity, *found.block_stability]).all()
    found = consensus(louvain, np.array([1]), np.array([2]), np.ones(1), 4, runs=3, seed=1)
    assert found.labels.tolist() == [1, 0, 0, 2]
    assert found.stability == 1.0


def test_runs_that_disagree_lead_to_what_most_agree_on() -> None:
    # Two triangles and one between them that each run puts elsewhere; most runs put it right.
    runs = [[0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1, 1]]

    def partition(source: np.ndarray, target: np.ndarray, weight: np.ndarray, n: int,
                  seed: int) -> np.ndarray:
        if not (weight == 1.0).all() or len(source) != 8:  # the network of agreement
            return louvain(source, target, weight, n, seed)
        return np.array(runs[next(turn) % 3])

    turn = iter(range(99))
    source = np.array([0, 0, 1, 2, 3, 4, 4, 5])
    target = np.array([1, 2, 2, 3, 4, 5, 6, 6])
    found = consensus(partition, source, target, np.ones(8), 7, runs=3, seed=1)
    assert found.labels.tolist() == [0, 0, 0, 0, 1, 1, 1]
    # By hand: 3 of 3 runs for pairs of the triangles, 2 of 3 for those with the fourth.
    assert found.stability == pytest.approx((3 + 3 * 2 / 3 + 3) / 9)
    assert found.agreement < 1.0


def test_progress_counts_the_runs() -> None:
    source, target, n = cliques(3, 4)
    calls: list[tuple[int, int]] = []
    consensus(louvain, source, target, np.ones(len(source)), n, runs=4, seed=1,
              progress=lambda *c: calls.append(c))
    assert calls == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_canonical_numbers_by_size_then_first() -> None:
    assert canonical(np.array([7, 3, 3, 7, 5])).tolist() == [0, 1, 1, 0, 2]
    assert canonical(np.array([2, 3, 3, 3])).tolist() == [1, 0, 0, 0]


def test_co_assignment_and_agreement_by_hand() -> None:
    runs = np.array([[0, 0, 1], [0, 1, 1]])
    assert co_assignment(runs).toarray().tolist() == [[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]]
    assert mean_agreement(np.tile(runs[:1], (3, 1))) == 1.0
    assert np.isnan(mean_agreement(runs[:1]))


def test_modularity_is_networkxs() -> None:
    graph = nx.karate_club_graph()
    ends = np.array([(a, b) for a, b in graph.edges])
    weight = np.array([d["weight"] for *_, d in graph.edges(data=True)], dtype=float)
    labels = np.arange(34) % 3
    wanted = nx.community.modularity(graph, [set(np.flatnonzero(labels == k)) for k in range(3)])
    assert modularity(ends[:, 0], ends[:, 1], weight, labels) == pytest.approx(wanted)


def test_leiden_refuses_blank_strengths() -> None:
    if leiden not in PARTITIONS:
        pytest.skip("igraph is not installed")
    with pytest.raises(ValueError, match="blank"):
        leiden(np.array([0]), np.array([1]), np.array([np.nan]), 2, 1)


def test_leiden_without_igraph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "igraph", None)
    with pytest.raises(ModuleNotFoundError):
        leiden(np.array([0]), np.array([1]), np.ones(1), 2, 1)


def test_over_representation_is_fishers_exact_test() -> None:
    labels = np.array([0] * 6 + [1] * 5)
    codes = np.array([0, 0, 0, 0, 1, -1, 0, 1, 1, 1, 1])
    found, expected, p, adjusted = over_representation(labels, codes, 2, 2)
    assert found.tolist() == [[4, 1], [1, 4]]
    assert expected.tolist() == [[2.5, 2.5], [2.5, 2.5]]
    # scipy.stats.fisher_exact, one-sided.
    assert p[0, 0] == pytest.approx(stats.fisher_exact([[4, 1], [1, 4]], "greater").pvalue)
    assert p[1, 1] == pytest.approx(p[0, 0])
    assert adjusted.shape == (2, 2)
    assert np.isnan(over_representation(labels, np.full(11, -1), 2, 2)[2]).all()
