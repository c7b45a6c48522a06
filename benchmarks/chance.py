"""Permutations, rewirings and communities beside networkx, igraph and python-louvain.

    python benchmarks/chance.py [--only rewirings]

Every rewiring moves each tie as often (``SWEEPS`` times on average) and counts the E–I index of
what comes out. igraph's switches turn no three-cycle, which is no matter on these networks, where
switches reach everything. networkx's directed swaps go along paths of three ties and forget the
start more slowly: of 1,000 organisations' the same number of moves leaves a bias of more than a
standard deviation, so its answer may differ ("wrong"). Answers: what each library says of the
data, whether degrees are kept, and whether the mean of its replicates is ours within five standard
errors.
"""

from functools import partial

import community
import igraph
import networkx as nx
import numpy as np
from contest import Net, Task, main

from partnernet.kernels.chance import Shuffle, replicate
from partnernet.kernels.communities import louvain, modularity
from partnernet.kernels.dyads import everyone
from partnernet.kernels.ei_chance import (
    ei_expected,
    ei_sd,
    rewired_ei,
    shuffled_ei,
    shuffled_whole_ei,
)
from partnernet.kernels.rewiring import SWEEPS, DegreeNull

SMALL, MIDDLE, LARGE = (100, 600), (1000, 8000), (10_000, 100_000)


def ties_of(net: Net, directed: bool) -> tuple[np.ndarray, np.ndarray]:
    if directed:
        return net.source, net.target
    keys = np.unique(np.minimum(net.source, net.target) * net.n
                     + np.maximum(net.source, net.target))
    return keys // net.n, keys % net.n


def e_i(source: np.ndarray, target: np.ndarray, codes: np.ndarray) -> float:
    return 1 - 2 * float((codes[source] == codes[target]).mean())


def in_networkx(net: Net, directed: bool) -> nx.Graph:
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(net.n))
    graph.add_edges_from(zip(*(x.tolist() for x in ties_of(net, directed)), strict=True))
    return graph


def in_igraph(net: Net, directed: bool) -> igraph.Graph:
    pairs = np.column_stack(ties_of(net, directed)).tolist()
    return igraph.Graph(n=net.n, edges=pairs, directed=directed)


# Shuffles of labels.


def ours_shuffles(count: int, net: Net):
    s, t, codes = net.source, net.target, net.codes

    def run():
        values = replicate(lambda rows: shuffled_whole_ei(s, t, codes[rows]),
                           Shuffle(np.zeros(net.n, dtype=np.int64)), count, 1)
        return [e_i(s, t, codes), plausible_shuffle(net, values)]

    return run


def plausible_shuffle(net: Net, values: np.ndarray) -> float:
    strata = np.zeros(net.n, dtype=np.int64)
    groups = int(net.codes.max()) + 1
    mean = ei_expected(net.source, net.target, net.codes, groups, strata)
    sd = ei_sd(net.source, net.target, net.codes, groups, directed=True)
    return float(abs(np.mean(values) - mean) < 5 * sd / len(values) ** 0.5)


def networkx_shuffles(count: int, net: Net):
    graph, random = in_networkx(net, True), np.random.default_rng(1)

    def value(codes: np.ndarray) -> float:
        nx.set_node_attributes(graph, dict(enumerate(codes.tolist())), "sector")
        table = nx.attribute_mixing_matrix(graph, "sector", normalized=False)
        return float(1 - 2 * np.trace(table) / table.sum())

    def run():
        values = [value(random.permutation(net.codes)) for _ in range(count)]
        return [value(net.codes), plausible_shuffle(net, np.array(values))]

    return run


def igraph_shuffles(count: int, net: Net):
    """By modularity, which igraph counts in C, and what groups' degrees add to it."""
    graph, random = in_igraph(net, True), np.random.default_rng(1)
    sent, received = np.array(graph.outdegree()), np.array(graph.indegree())
    ties = graph.ecount()

    def value(codes: np.ndarray) -> float:
        chance = np.bincount(codes, sent) @ np.bincount(codes, received) / ties**2
        return 1 - 2 * (graph.modularity(codes.tolist(), directed=True) + chance)

    def run():
        values = [value(random.permutation(net.codes)) for _ in range(count)]
        return [value(net.codes), plausible_shuffle(net, np.array(values))]

    return run


def ours_shuffles_by_group(count: int, net: Net):
    groups = int(net.codes.max()) + 1

    def run():
        values = replicate(
            lambda rows: shuffled_ei(net.source, net.target, net.codes[rows], groups),
            Shuffle(np.zeros(net.n, dtype=np.int64)), count, 1)
        return [e_i(net.source, net.target, net.codes), plausible_shuffle(net, values[:, 0])]

    return run


def ours_exact(net: Net):
    groups, strata = int(net.codes.max()) + 1, np.zeros(net.n, dtype=np.int64)
    return lambda: [ei_expected(net.source, net.target, net.codes, groups, strata),
                    ei_sd(net.source, net.target, net.codes, groups, directed=True)]


# Rewirings.


def ours_both(net: Net):
    """The bar for a whole answer: 999 shuffles and 999 rewirings, every group's E–I."""
    s, t, codes, groups = net.source, net.target, net.codes, int(net.codes.max()) + 1

    def run():
        replicate(lambda rows: shuffled_ei(s, t, codes[rows], groups),
                  Shuffle(np.zeros(net.n, dtype=np.int64)), 999, 1)
        replicate(lambda ties: rewired_ei(*ties, codes, groups, directed=True),
                  DegreeNull(s, t, everyone(net.n, directed=True)), 999, 1)
        return [e_i(s, t, codes)]

    return run


def rewired(net: Net, directed: bool, count: int) -> np.ndarray:
    source, target = ties_of(net, directed)
    null = DegreeNull(source, target, everyone(net.n, directed=directed))
    groups = int(net.codes.max()) + 1
    return replicate(
        lambda ties: rewired_ei(*ties, net.codes, groups, directed=directed)[:, 0], null, count, 1)


def plausible_rewiring(reference: np.ndarray, values: list[float]) -> float:
    error = reference.std() * (1 / len(values) + 1 / len(reference)) ** 0.5
    return float(abs(np.mean(values) - reference.mean()) < 5 * error)


def ours_rewirings(directed: bool, count: int, net: Net):
    source, target = ties_of(net, directed)
    null = DegreeNull(source, target, everyone(net.n, directed=directed))

    def run():
        values = rewired(net, directed, count)
        ties = null.draw(np.random.default_rng(1), 1)
        kept = degrees(net.n, ties.source[0], ties.target[0], directed) == degrees(
            net.n, source, target, directed)
        return [float(kept), float(len(values) == count)]

    return run


def degrees(n: int, source: np.ndarray, target: np.ndarray, directed: bool) -> list[int]:
    out, into = np.bincount(source, minlength=n), np.bincount(target, minlength=n)
    return [*out.tolist(), *into.tolist()] if directed else (out + into).tolist()


def networkx_rewirings(directed: bool, count: int, net: Net):
    graph, reference = in_networkx(net, directed), rewired(net, directed, 200)
    ties, codes = graph.number_of_edges(), net.codes.tolist()

    def one(seed: int) -> tuple[float, nx.Graph]:
        copy = graph.copy()
        if directed:
            swaps = SWEEPS * ties // 3
            nx.directed_edge_swap(copy, nswap=swaps, max_tries=100 * swaps, seed=seed)
        else:
            swaps = SWEEPS * ties // 2
            nx.double_edge_swap(copy, nswap=swaps, max_tries=100 * swaps, seed=seed)
        same = sum(codes[a] == codes[b] for a, b in copy.edges)
        return 1 - 2 * same / ties, copy

    def run():
        found = [one(seed) for seed in range(count)]
        kept = dict(found[0][1].degree) == dict(graph.degree)
        return [float(kept), plausible_rewiring(reference, [value for value, _ in found])]

    return run


def igraph_rewirings(directed: bool, count: int, net: Net):
    graph, reference = in_igraph(net, directed), rewired(net, directed, 200)
    tries = int(SWEEPS * graph.ecount() / 2 / 0.9)  # about a tenth of its tries fails

    def run():
        values = []
        for _ in range(count):
            copy = graph.copy()
            copy.rewire(n=tries)
            ends = np.array(copy.get_edgelist())
            values.append(e_i(ends[:, 0], ends[:, 1], net.codes))
        kept = copy.degree(mode="out") == graph.degree(mode="out")
        return [float(kept), plausible_rewiring(reference, values)]

    return run


# One run of Louvain: ours is python-louvain's.


def good(net: Net, labels: np.ndarray) -> list[float]:
    """1 if about as good a partition as ten runs of igraph's find."""
    graph = in_igraph(net, False)
    best = max(graph.community_multilevel().modularity for _ in range(10))
    source, target = ties_of(net, False)
    value = modularity(source, target, np.ones(len(source)), np.asarray(labels))
    return [float(value > 0.93 * best)]


def ours_louvain(net: Net):
    source, target = ties_of(net, False)
    return lambda: good(net, louvain(source, target, np.ones(len(source)), net.n, 1))


def python_louvain(net: Net):
    graph = in_networkx(net, False)

    def run():
        found = community.best_partition(graph, random_state=1)
        return good(net, np.array([found[i] for i in range(net.n)]))

    return run


def networkx_louvain(net: Net):
    graph = in_networkx(net, False)

    def run():
        labels = np.empty(net.n, dtype=np.int64)
        for number, members in enumerate(nx.community.louvain_communities(graph, seed=1)):
            labels[list(members)] = number
        return good(net, labels)

    return run


def igraph_louvain(net: Net):
    graph = in_igraph(net, False)
    return lambda: good(net, np.array(graph.community_multilevel().membership))


def shuffles(count: int, size: tuple[int, int]) -> Task:
    return Task(f"{count:,} shuffles of E–I", size, {
        "partnernet": partial(ours_shuffles, count),
        "networkx": partial(networkx_shuffles, count),
        "igraph": partial(igraph_shuffles, count),
    })


def rewirings(directed: bool, count: int, size: tuple[int, int]) -> Task:
    name = f"{count} rewirings, {'directed' if directed else 'undirected'}"
    return Task(name, size, {
        "partnernet": partial(ours_rewirings, directed, count),
        "networkx": partial(networkx_rewirings, directed, count),
        "igraph": partial(igraph_rewirings, directed, count),
    }, unlike=("networkx",) if directed else ())


TASKS = [
    shuffles(999, SMALL),
    shuffles(99, MIDDLE),
    Task("1,000 shuffles of E–I (bar: 1 s)", LARGE,
         {"partnernet": partial(ours_shuffles, 1000),
          "partnernet, every group": partial(ours_shuffles_by_group, 1000)}),
    Task("exact mean and sd of E–I (bar: .05 s)", LARGE, {"partnernet": ours_exact}),
    Task("999 shuffles and 999 rewirings (bar: 4 s, 500 MB)", SMALL, {"partnernet": ours_both}),
    rewirings(True, 199, SMALL),
    rewirings(False, 199, SMALL),
    rewirings(True, 20, MIDDLE),
    rewirings(False, 20, MIDDLE),
    Task("Louvain once", MIDDLE, {
        "partnernet": ours_louvain, "python-louvain": python_louvain,
        "networkx": networkx_louvain, "igraph": igraph_louvain,
    }),
]

if __name__ == "__main__":
    main(__file__, TASKS)
