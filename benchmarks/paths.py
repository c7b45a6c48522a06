"""Distances, reach, chains and betweenness beside networkx, igraph and scipy.

    python benchmarks/paths.py [--only efficiency]
"""

import igraph
import networkx as nx
import numpy as np
from contest import Net, Task, main
from scipy.sparse import csgraph

from partnernet.kernels import levels, paths
from partnernet.kernels.adjacency import matrix
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.krackhardt import least_upper_bound

SMALL, LARGE = (1_000, 10_000), (10_000, 100_000)


def in_networkx(net: Net) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(net.n))
    graph.add_edges_from(zip(net.source.tolist(), net.target.tolist(), strict=True))
    return graph


def in_igraph(net: Net) -> igraph.Graph:
    ties = list(zip(net.source.tolist(), net.target.tolist(), strict=True))
    return igraph.Graph(net.n, ties, directed=True)


def ours_efficiency(net):
    return lambda: paths.global_efficiency(net.source, net.target, net.n, directed=True)


def networkx_efficiency(net):
    graph = in_networkx(net)

    def run():
        lengths = (d for _, found in nx.all_pairs_shortest_path_length(graph)
                   for d in found.values())
        return sum(1 / d for d in lengths if d) / (net.n * (net.n - 1))

    return run


def by_rows(rows_of, n):
    """Mean 1/d from a function that gives some rows of the distance matrix."""
    near = 0.0
    for first in range(0, n, 500):
        steps = rows_of(np.arange(first, min(first + 500, n)))
        near += np.divide(1, steps, out=np.zeros(steps.shape), where=steps > 0).sum()
    return near / (n * (n - 1))


def igraph_efficiency(net):
    graph = in_igraph(net)
    return lambda: by_rows(lambda rows: np.array(graph.distances(rows.tolist())), net.n)


def scipy_efficiency(net):
    ties = matrix(net.source, net.target, net.n)
    return lambda: by_rows(
        lambda rows: csgraph.dijkstra(ties, unweighted=True, indices=rows), net.n
    )


def ours_reach(net):
    front, decision = levels.ends(net.codes)

    def run():
        steps = paths.steps_from(net.source, net.target, net.n, decision, directed=True, most=3)
        return levels.share_within(steps, front)

    return run


def networkx_reach(net):
    graph = in_networkx(net)
    front, decision = (set(np.flatnonzero(x).tolist()) for x in levels.ends(net.codes))

    def run():
        layers = nx.bfs_layers(graph, decision)
        reached = {x for _, layer in zip(range(4), layers, strict=False) for x in layer}
        return len(reached & front) / len(front)

    return run


def ours_chains(net):
    front, _ = levels.ends(net.codes)

    def run():
        chains = levels.chains(net.source, net.target, net.n, net.codes, directed=True)
        return levels.share_within(chains.steps, front)

    return run


def networkx_chains(net):
    graph, codes = in_networkx(net), net.codes.tolist()
    front, decision = (set(np.flatnonzero(x).tolist()) for x in levels.ends(net.codes))

    def run():
        chain = nx.DiGraph((i, j) for i, j in graph.edges if 0 <= codes[i] - codes[j] <= 1)
        chain.add_nodes_from(decision)
        reached = {x for layer in nx.bfs_layers(chain, decision) for x in layer}
        return len(reached & front) / len(front)

    return run


def ours_betweenness(net):
    return lambda: betweenness(net.source, net.target, net.n, directed=True)


def networkx_betweenness(net):
    graph = in_networkx(net)
    return lambda: list(nx.betweenness_centrality(graph, normalized=False).values())


def igraph_betweenness(net):
    graph = in_igraph(net)
    return lambda: graph.betweenness(directed=True)


def ours_upper_bound(net):
    return lambda: least_upper_bound(net.source, net.target, net.n)


TASKS = [
    Task("efficiency, small", SMALL, {
        "partnernet": ours_efficiency, "networkx": networkx_efficiency,
        "igraph": igraph_efficiency, "scipy": scipy_efficiency,
    }),
    Task("efficiency", LARGE, {
        "partnernet": ours_efficiency, "igraph": igraph_efficiency, "scipy": scipy_efficiency,
    }),
    Task("reach in 3 steps", LARGE, {"partnernet": ours_reach, "networkx": networkx_reach}),
    Task("chains", LARGE, {"partnernet": ours_chains, "networkx": networkx_chains}),
    Task("betweenness", SMALL, {
        "partnernet": ours_betweenness, "networkx": networkx_betweenness,
        "igraph": igraph_betweenness,
    }),
    Task("least upper bound", (500, 4_000), {"partnernet": ours_upper_bound}),
]

if __name__ == "__main__":
    main(__file__, TASKS)
