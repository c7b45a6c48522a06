"""What goes round in a system map: feedback loops and how far a change carries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import networkx as nx
import numpy as np

from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.paths import distance_matrix

MOST_LOOPS = 20_000


@dataclass(frozen=True, eq=False)
class Loops:
    """Feedback loops of a system map.

    ``members``: positions in order, each loop beginning at its lowest. ``signs``: +1 where a change
    comes back strengthened, −1 where it is held in check. ``whole``: whether none was left out.
    """

    members: tuple[tuple[int, ...], ...]
    signs: Ints
    whole: bool


def feedback_loops(source: Ints, target: Ints, sign: Ints, n: int, *, longest: int = 6,
                   most: int = MOST_LOOPS) -> Loops:
    """Every simple cycle of at most ``longest`` links, the shortest first.

    ``source``, ``target``, ``sign`` (+1 or −1), shape (links,), each ordered pair once. Beyond
    ``most`` loops the search stops, and says so.

    Source: Gupta and Suzumura (2021) for the bounded search, as networkx ≥ 3.1 has it.
    """
    graph = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    found = list(islice(nx.simple_cycles(graph, length_bound=longest), most + 1))
    turned = sorted((_from_lowest(cycle) for cycle in found[:most]),
                    key=lambda cycle: (len(cycle), cycle))
    of = {(int(a), int(b)): int(c) for a, b, c in zip(source, target, sign, strict=True)}
    signs = [int(np.prod([of[a, b] for a, b in zip(cycle, cycle[1:] + cycle[:1], strict=True)]))
             for cycle in turned]
    return Loops(tuple(turned), np.array(signs, dtype=np.int64), len(found) <= most)


def _from_lowest(cycle: list[int]) -> tuple[int, ...]:
    start = cycle.index(min(cycle))
    return tuple(cycle[start:] + cycle[:start])


def out_reach(source: Ints, target: Ints, n: int) -> Floats:
    """Share of the other indicators that a change in each can get to along links, shape (n,).

    NaN for an indicator alone.
    """
    if n < 2:
        return np.full(n, np.nan)
    steps = distance_matrix(source, target, n, directed=True)
    return np.asarray(((steps > 0).sum(axis=1)) / (n - 1), dtype=np.float64)
