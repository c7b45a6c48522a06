"""Communities that stand whatever the seed: consensus over many runs, and how stable it is."""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from dataclasses import dataclass

import community
import networkx as nx
import numpy as np
from scipy import sparse, stats

from partnernet.kernels.agreement import agreement
from partnernet.kernels.chance import Progress
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.significance import benjamini_hochberg

THRESHOLD = 0.5  # τ: pairs together in fewer runs than this are no evidence
_MOST_ROUNDS = 20

Partition = Callable[[Ints, Ints, Floats, int, int], Ints]
"""(source, target, weight, n, seed) → the community of each organisation, shape (n,)."""


@dataclass(frozen=True, eq=False)
class Consensus:
    """What many runs agree on.

    ``labels``, shape (n,): communities, the largest first, then by their first organisation.
    ``stability``: mean share of runs that put two organisations of a community together, over all
    such pairs; ``block_stability``, shape (communities,), the same for each (NaN for one alone).
    ``agreement``: mean pairwise AMI of the runs. ``modularity`` of the labels.
    ``runs``, shape (runs, n): each run's communities.
    """

    labels: Ints
    stability: float
    block_stability: Floats
    agreement: float
    modularity: float
    runs: Ints


def consensus(
    partition: Partition,
    source: Ints,
    target: Ints,
    weight: Floats,
    n: int,
    *,
    runs: int,
    seed: int,
    progress: Progress | None = None,
) -> Consensus:
    """Communities on which many seeded runs agree.

    Parameters
    ----------
    partition : one run, e.g. ``louvain`` or ``leiden``
    source, target : ints, shape (m,), undirected ties
    weight : floats, shape (m,), above 0
    n : organisations, in a canonical order
    runs : how many seeded runs
    progress : called with (runs done, runs) while the network itself is partitioned

    Returns
    -------
    Consensus.

    Source
    ------
    Lancichinetti and Fortunato (2012), Scientific Reports 2, 336: runs on the network, then on the
    network of who was put together how often (below τ = .5 left out), until all agree.
    """
    seeds = np.random.SeedSequence(seed).generate_state(runs * _MOST_ROUNDS).astype(np.int64)
    found = np.empty((runs, n), dtype=np.int64)
    for run in range(runs):
        found[run] = canonical(partition(source, target, weight, n, int(seeds[run])))
        if progress is not None:
            progress(run + 1, runs)
    first, together = found, co_assignment(found)
    shared = together
    for stage in range(1, _MOST_ROUNDS):
        if (found == found[0]).all():
            break
        ends = _consensus_ties(shared)
        found = np.stack([
            canonical(partition(*ends, n, int(seeds[stage * runs + run]))) for run in range(runs)
        ])
        shared = co_assignment(found)
    labels = max(found, key=lambda run: modularity(source, target, weight, run))
    stability, blocks = _stability(labels, together)
    return Consensus(labels, stability, blocks, mean_agreement(first),
                     modularity(source, target, weight, labels), first)


def canonical(labels: Ints) -> Ints:
    """The same communities, numbered by size, the largest first, then by first organisation."""
    _, first, number, size = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.argsort(np.lexsort((first, -size)))
    return rank[number.reshape(-1)].astype(np.int64)


def co_assignment(runs: Ints) -> sparse.csr_array:
    """Share of runs that put two organisations together, sparse, shape (n, n), diagonal 1."""
    count, n = runs.shape
    width = int(runs.max(initial=0)) + 1
    column = (runs + np.arange(count)[:, None] * width).ravel()
    row = np.tile(np.arange(n), count)
    member = sparse.csr_array((np.ones(len(row)), (row, column)), shape=(n, count * width))
    return sparse.csr_array((member @ member.T) / count)


def _consensus_ties(together: sparse.csr_array) -> tuple[Ints, Ints, Floats]:
    """Who was put together often enough; whoever would be left alone keeps its strongest."""
    pairs = sparse.triu(together, k=1).tocoo()
    row, column = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
    value = np.asarray(pairs.data, dtype=np.float64)
    often = value >= THRESHOLD
    n = together.shape[0]
    kept = np.zeros(n, dtype=bool)
    kept[row[often]] = kept[column[often]] = True
    ends, others = np.concatenate([row, column]), np.concatenate([column, row])
    place = np.tile(np.arange(len(row)), 2)
    # Strongest first, then the other end that comes first.
    order = np.lexsort((others, -np.tile(value, 2), ends))
    leading = np.ones(len(order), dtype=bool)
    leading[1:] = ends[order][1:] != ends[order][:-1]
    strongest = order[leading]
    often[place[strongest[~kept[ends[strongest]]]]] = True
    order = np.lexsort((column[often], row[often]))
    return row[often][order], column[often][order], value[often][order]


def _stability(labels: Ints, together: sparse.csr_array) -> tuple[float, Floats]:
    """Mean co-assignment over pairs of one community: of all, and of each."""
    pairs = sparse.triu(together, k=1).tocoo()
    inside = labels[pairs.row] == labels[pairs.col]
    blocks = int(labels.max(initial=-1)) + 1
    total = np.bincount(labels[pairs.row[inside]], pairs.data[inside], minlength=blocks)
    size = np.bincount(labels, minlength=blocks)
    count = size * (size - 1) / 2.0
    each = np.where(count > 0, total / np.where(count > 0, count, 1.0), np.nan)
    whole = float(total.sum() / count.sum()) if count.sum() else np.nan
    return whole, each


def mean_agreement(runs: Ints) -> float:
    """Mean AMI over all pairs of runs; equal runs agree by 1. NaN with one run."""
    count = len(runs)
    if count < 2:
        return np.nan
    distinct, times = np.unique(runs, axis=0, return_counts=True)
    total = float((times * (times - 1) / 2).sum())
    for place, one in enumerate(distinct):
        for other, weight in zip(distinct[place + 1 :], times[place + 1 :], strict=True):
            total += float(agreement(one, other)[0]) * float(times[place] * weight)
    return total / (count * (count - 1) / 2)


def modularity(source: Ints, target: Ints, weight: Floats, labels: Ints) -> float:
    """Weighted undirected modularity of a partition; NaN without ties."""
    whole = float(weight.sum())
    if not whole:
        return np.nan
    inside = float(weight[labels[source] == labels[target]].sum())
    volume = (np.bincount(labels[source], weight, minlength=int(labels.max()) + 1)
              + np.bincount(labels[target], weight, minlength=int(labels.max()) + 1))
    return inside / whole - float(((volume / (2 * whole)) ** 2).sum())


def best_of(partition: Partition, tries: int) -> Partition:
    """The run of highest modularity of several, the first where some are equal."""

    def best(source: Ints, target: Ints, weight: Floats, n: int, seed: int) -> Ints:
        seeds = np.random.SeedSequence(seed).generate_state(tries)
        found = [canonical(partition(source, target, weight, n, int(one))) for one in seeds]
        return max(found, key=lambda run: modularity(source, target, weight, run))

    return best


def louvain(source: Ints, target: Ints, weight: Floats, n: int, seed: int) -> Ints:
    """One run of Louvain (Blondel et al. 2008) by python-louvain.

    It depends on the order of organisations and ties: pass both in a canonical order.
    """
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    ties = zip(source.tolist(), target.tolist(), weight.tolist(), strict=True)
    graph.add_weighted_edges_from(ties)
    if not graph.number_of_edges():
        return np.arange(n, dtype=np.int64)
    found = community.best_partition(graph, weight="weight", random_state=seed % 2**32)
    return np.array([found[i] for i in range(n)], dtype=np.int64)


def leiden(source: Ints, target: Ints, weight: Floats, n: int, seed: int) -> Ints:
    """One run of Leiden (Traag, Waltman and van Eck 2019) by igraph, an optional package.

    Raises ModuleNotFoundError where igraph is not installed.
    """
    igraph = importlib.import_module("igraph")
    if not np.isfinite(weight).all():
        raise ValueError("igraph takes a blank strength for a tie: leave it out")
    igraph.set_random_number_generator(random.Random(seed))
    try:
        graph = igraph.Graph(n=n, edges=np.column_stack([source, target]).tolist())
        found = graph.community_leiden(
            objective_function="modularity", weights=weight.tolist(), n_iterations=-1
        )
    finally:
        igraph.set_random_number_generator(random)
    return np.array(found.membership, dtype=np.int64)


def over_representation(labels: Ints, codes: Ints, blocks: int, groups: int) -> tuple[Floats, ...]:
    """Which communities hold more of a group than a draw without replacement would.

    Parameters
    ----------
    labels : ints, shape (n,), communities 0 … blocks − 1
    codes : ints, shape (n,), groups, −1 without one: left out

    Returns
    -------
    members found, members expected, p (upper tail), p adjusted over all cells (Benjamini–
    Hochberg); each shape (blocks, groups), NaN p where the community or the group is empty.
    """
    grouped = codes >= 0
    cells = labels[grouped] * groups + codes[grouped]
    found = np.bincount(cells, minlength=blocks * groups).reshape(blocks, groups)
    community_size, group_size = found.sum(axis=1), found.sum(axis=0)
    n = int(found.sum())
    product = np.outer(community_size, group_size)
    expected = product / max(1, n)
    p = stats.hypergeom.sf(found - 1, n, group_size[None, :], community_size[:, None])
    p = np.where(product > 0, p, np.nan)
    return found.astype(np.float64), expected, p, benjamini_hochberg(p)
