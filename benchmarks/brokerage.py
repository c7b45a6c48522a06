"""Roles, structural holes and introductions beside networkx, and R's sna where R is there.

    python benchmarks/brokerage.py [--only constraint]
"""

import subprocess
import tempfile
from pathlib import Path

import networkx as nx
import numpy as np
from contest import Net, Task, main

from partnernet.kernels.bridging import bridging
from partnernet.kernels.brokerage import brokerage
from partnernet.kernels.holes import constraint, effective_size
from partnernet.kernels.introductions import efficiency_gains
from partnernet.kernels.key_players import disrupt
from partnernet.kernels.paths import distance_matrix

MIDDLE, HUGE = (10_000, 100_000), (100_000, 1_000_000)

IN_R = """
suppressMessages(library(sna))
a <- commandArgs(TRUE)
e <- as.matrix(read.csv(a[1], header = FALSE)); k <- scan(a[2], quiet = TRUE)
g <- cbind(e + 1, 1); attr(g, "n") <- length(k)
s <- sapply(1:3, function(i) system.time(b <<- brokerage(g, k))["elapsed"])
write.table(b$raw.nli, a[3], row.names = FALSE, col.names = FALSE)
cat(s)
"""


def in_networkx(net: Net) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(net.n))
    graph.add_edges_from(zip(net.source.tolist(), net.target.tolist(), strict=True))
    return graph


def ours_brokerage(net):
    return lambda: brokerage(net.source, net.target, net.n, net.codes, directed=True)


def networkx_brokerage(net):
    """As one would write it by hand."""
    graph, group = in_networkx(net), net.codes.tolist()

    def run():
        table = np.zeros((net.n, 6))
        for i in graph:
            row, mine = [0] * 6, group[i]
            onward = set(graph.successors(i))
            for a in graph.predecessors(i):
                theirs = group[a]
                for b in onward - set(graph.successors(a)) - {a}:
                    other = group[b]
                    if theirs == mine:
                        row[0 if other == mine else 2] += 1
                    elif other == mine:
                        row[3] += 1
                    else:
                        row[1 if theirs == other else 4] += 1
            table[i] = [*row[:5], sum(row)]
        return table

    return run


def sna_brokerage(net):
    folder = Path(tempfile.mkdtemp())
    ties, groups, out, script = (folder / x for x in ("ties.csv", "groups.txt", "out.txt", "b.R"))
    np.savetxt(ties, np.column_stack([net.source, net.target]), fmt="%d", delimiter=",")
    np.savetxt(groups, net.codes, fmt="%d")
    script.write_text(IN_R)

    def run():
        command = ["Rscript", str(script), str(ties), str(groups), str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return np.loadtxt(out), [float(x) for x in done.stdout.split()]

    return run


def ours_constraint(net):
    return lambda: constraint(net.source, net.target, net.n)


def networkx_constraint(net):
    graph = in_networkx(net)
    return lambda: list(nx.constraint(graph).values())


def ours_effective_size(net):
    return lambda: effective_size(net.source, net.target, net.n)


def networkx_effective_size(net):
    graph = in_networkx(net)
    return lambda: list(nx.effective_size(graph).values())


def ours_introductions(net):
    steps = distance_matrix(net.source, net.target, net.n, directed=False)
    first, second = np.flatnonzero(net.codes == 0), np.flatnonzero(net.codes == 1)
    return lambda: efficiency_gains(steps, net.codes, first, second)


def ours_introductions_everybody(net):
    steps = distance_matrix(net.source, net.target, net.n, directed=False)
    everybody = np.arange(net.n)
    return lambda: efficiency_gains(steps, net.codes, everybody, everybody)


def ours_bridging(net):
    return lambda: bridging(net.source, net.target, net.n)


def ours_key_players(by_distance):
    def contender(net):
        return lambda: disrupt(net.source, net.target, net.n, 3, by_distance=by_distance).value

    return contender


TASKS = [
    Task("brokerage", MIDDLE, {
        "partnernet": ours_brokerage, "networkx by hand": networkx_brokerage, "sna": sna_brokerage,
    }),
    Task("constraint", MIDDLE, {"partnernet": ours_constraint, "networkx": networkx_constraint}),
    Task("effective size", MIDDLE, {
        "partnernet": ours_effective_size, "networkx": networkx_effective_size,
    }, unlike=("networkx",)),
    Task("brokerage, huge", HUGE, {"partnernet": ours_brokerage}),
    Task("constraint, huge", HUGE, {"partnernet": ours_constraint}),
    Task("effective size, huge", HUGE, {"partnernet": ours_effective_size}),
    Task("bridging", (500, 4_000), {"partnernet": ours_bridging}),
    Task("key players, apart", (1_000, 8_000), {"partnernet": ours_key_players(False)}),
    Task("key players, further", (1_000, 8_000), {"partnernet": ours_key_players(True)}, runs=1),
    Task("introductions of everybody", (200, 1_000), {"partnernet": ours_introductions_everybody}),
    Task("introductions of two groups", (1_000, 8_000), {"partnernet": ours_introductions}),
]

if __name__ == "__main__":
    main(__file__, TASKS)
