"""Which organisations hang together, and what holds them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import networkx as nx
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from partnernet.kernels.adjacency import (
    Pairs,
    contacts_of,
    held,
    keys,
    matrix,
    pairs,
)
from partnernet.kernels.dyads import Bools, Ints


def weak(source: Ints, target: Ints, n: int) -> Ints:
    """Which part is each organisation in, whatever the direction of ties? Shape (n,).

    Parts are numbered 0, 1, … in the order of their first organisation.
    """
    return _labels(source, target, n, "weak")


def strong(source: Ints, target: Ints, n: int) -> Ints:
    """Which organisations reach each other along the ties' direction? Numbered as in `weak`."""
    return _labels(source, target, n, "strong")


def _labels(source: Ints, target: Ints, n: int, connection: Literal["weak", "strong"]) -> Ints:
    if n == 0:
        return np.zeros(0, dtype=np.int64)
    _, found = csgraph.connected_components(matrix(source, target, n), connection=connection)
    _, first, label = np.unique(found, return_index=True, return_inverse=True)
    number = np.empty(len(first), dtype=np.int64)
    number[np.argsort(first)] = np.arange(len(first))
    return number[label]


def sizes(labels: Ints) -> Ints:
    """How many organisations has each part? Shape (parts,)."""
    return np.bincount(labels).astype(np.int64) if len(labels) else labels


def connectedness(labels: Ints) -> float:
    """What share of pairs is in one part? 0 to 1; NaN below two organisations.

    1 − it is fragmentation (Borgatti 2006). Source: Krackhardt (1994).
    """
    n, size = len(labels), sizes(labels)
    if n < 2:
        return float("nan")
    return float((size * (size - 1)).sum() / (n * (n - 1)))


def isolates(source: Ints, target: Ints, n: int) -> Bools:
    """Which organisations have no tie at all? Shape (n,)."""
    alone = np.ones(n, dtype=bool)
    alone[source] = False
    alone[target] = False
    return alone


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts that stay whole when any one organisation leaves, and who joins them.

    ``members``: one array of organisations a part, largest part first, then by first member.
    ``joints``, shape (n,): the organisations whose leaving splits the part they are in.
    """

    members: tuple[Ints, ...]
    joints: Bools


def biconnected(source: Ints, target: Ints, n: int) -> Parts:
    """Where would the partnership break if a single organisation left? Undirected.

    Two organisations with a tie that nothing doubles are a part of their own; an organisation
    without ties is in none. Source: Hopcroft & Tarjan (1973), as in networkx.
    """
    graph = _graph(pairs(source, target, n), n)
    found = [np.sort(np.fromiter(part, np.int64)) for part in nx.biconnected_components(graph)]
    found.sort(key=lambda part: (-len(part), part.tolist()))
    joints = np.bincount(np.concatenate([*found, np.zeros(0, np.int64)]), minlength=n) > 1
    return Parts(tuple(found), joints)


def _graph(both: Pairs, n: int) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(both.source.tolist(), both.target.tolist(), strict=True))
    return graph


def vertex_connectivity(source: Ints, target: Ints, n: int) -> int:
    """How many organisations must leave before the rest falls apart? Undirected.

    n − 1 where everybody is tied to everybody; 0 where it is apart already, or n < 2.
    Source: Esfahanian & Hakimi (1984): the least separating set divides an organisation with
    fewest contacts from one that is no contact of it, or two of its contacts from each other.
    """
    both = pairs(source, target, n)
    degree = contacts_of(both, n)
    if n < 2 or len(sizes(weak(source, target, n))) > 1:
        return 0
    least = int(degree.min())
    if least == n - 1:
        return least
    if least > 1 and biconnected(source, target, n).joints.any():
        return 1
    if least < 3:  # where no single organisation cuts it, two contacts are two ways out
        return least
    return _fewest_separating(both, degree, n)


def _fewest_separating(both: Pairs, degree: Ints, n: int) -> int:
    """The least number of paths without common organisations between the pairs that matter."""
    hub, best = int(np.argmin(degree)), int(degree.min())
    flow = _split(both, n)
    tie = keys(both.source, both.target, n)
    around = np.r_[both.target[both.source == hub], both.source[both.target == hub]]
    away = np.setdiff1d(np.arange(n), np.r_[around, hub])
    x, y = np.triu_indices(len(around), 1)
    low, high = np.minimum(around[x], around[y]), np.maximum(around[x], around[y])
    apart = ~held(tie, keys(low, high, n))
    ends = np.concatenate([
        np.column_stack([np.full(len(away), hub), away]),
        np.column_stack([low[apart], high[apart]]),
    ])
    for start, end in ends.tolist():
        found = csgraph.maximum_flow(flow, start + n, end).flow_value
        best = min(best, int(found))
    return best


def _split(both: Pairs, n: int) -> sparse.csr_array:
    """Each organisation as an entry (0 … n−1) and an exit (n …) that one path may pass."""
    inside = np.arange(n)
    start = np.concatenate([inside, both.source + n, both.target + n])
    end = np.concatenate([inside + n, both.target, both.source])
    return sparse.csr_array(matrix(start, end, 2 * n).astype(np.int32))


def without(source: Ints, target: Ints, stay: Bools) -> tuple[Ints, Ints]:
    """The ties among those who stay, renumbered in their order."""
    number = np.cumsum(stay) - 1
    keep = stay[source] & stay[target]
    return number[source[keep]], number[target[keep]]
