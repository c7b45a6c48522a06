"""Which set of organisations, which new tie, is best, by trying all of them."""

import itertools
from typing import Any

from oracle.cohesion import undirected
from oracle.data import NAN, Net, grouped, only, ratio
from oracle.levels import reach
from oracle.paths import components, distances, efficiency
from oracle.roles import loads, reachable_within
from oracle.silos import ei, number, permuted


def fragmentation(net: Net, by_distance: bool) -> float:
    if net.n < 2:
        return NAN
    if by_distance:
        return 1 - (efficiency(range(net.n), net.either) or 0.0)
    together = sum(len(p) * (len(p) - 1) for p in components(net))
    return 1 - together / (net.n * (net.n - 1))


def objective(net: Net, chosen: tuple[int, ...], aim: str, steps: int) -> float:
    if aim.startswith("disrupt"):
        left = only(net, [i for i in range(net.n) if i not in chosen])
        return fragmentation(left, by_distance=aim == "disrupt_distance")
    if aim == "diffuse":
        return reachable_within(net, chosen, steps)
    d = distances(range(net.n), net.either)
    near = [
        0 if i in chosen else min((d[c, i] for c in chosen if (c, i) in d), default=None)
        for i in range(net.n)
    ]
    return ratio(sum(1 if x == 0 else 1 / x for x in near if x is not None), net.n)


def key_players(net: Net, size: int, aim: str, steps: int = 1) -> float:
    """The best objective of all sets of this size."""
    if size > net.n:
        return NAN
    values = [
        objective(net, chosen, aim, steps) for chosen in itertools.combinations(range(net.n), size)
    ]
    return max((v for v in values if v == v), default=NAN)


def board(
    net: Net,
    size: int,
    steps: int,
    by: str = "sector",
    least: dict[str, int] | None = None,
    most: dict[str, int] | None = None,
) -> float:
    """Most organisations within reach of any board that keeps the quotas; NaN if none does."""
    group: list[Any] = net.group(by)
    best = NAN
    for chosen in itertools.combinations(range(net.n), size):
        held = [group[i] for i in chosen]
        enough = all(held.count(g) >= k for g, k in (least or {}).items())
        if enough and all(held.count(g) <= k for g, k in (most or {}).items()):
            value = reachable_within(net, chosen, steps)
            best = value if best != best else max(best, value)
    return best


def cross_group_efficiency(net: Net, by: str) -> float:
    group, d = net.group(by), distances(range(net.n), net.either)
    pairs = [
        (i, j)
        for i, j in itertools.permutations(range(net.n), 2)
        if None not in (group[i], group[j]) and group[i] != group[j]
    ]
    return ratio(sum(1 / d[p] for p in pairs if p in d), len(pairs))


def distance_to_chance(net: Net, by: str) -> float:
    part = only(net, grouped(net, by))
    value = number(ei(part.group(by), part.observed_ties()))
    return abs(value - permuted(net, by).mean) if len(set(part.group(by))) > 1 else NAN


def with_tie(net: Net, i: int, j: int) -> Net:
    """The network with one more undirected tie, which counts as observed."""
    ties, observed = dict(net.ties), set(net.observed)
    for pair in {net.key(i, j), net.key(j, i)}:
        ties.setdefault(pair, {"trust": None, "frequency": None})
        observed.add(pair)
    return Net(net.labels, net.directed, ties, observed, net.ranks)


def introductions(net: Net, by: str, a: str, b: str) -> dict[tuple[int, int], dict[str, float]]:
    """Gains of every tie across two groups that some contact of both could introduce."""
    group, rows = net.group(by), {}
    for i, j in itertools.permutations(range(net.n), 2):
        if (group[i], group[j]) != (a, b) or net.either(i, j):
            continue
        if not set(net.contacts(i)) & set(net.contacts(j)):
            continue
        after = with_tie(net, i, j)
        several = len({r for r in net.ranks if r is not None}) > 1
        rows[i, j] = {
            "gain_efficiency": cross_group_efficiency(after, by) - cross_group_efficiency(net, by),
            "gain_reach": reach(after, 2, up=False) - reach(net, 2, up=False) if several else NAN,
            "gain_ei": distance_to_chance(net, by) - distance_to_chance(after, by),
        }
    return rows


def acceptance(net: Net, i: int, j: int, c: int) -> float:
    """Chance weight of an introduction by c where no strength is used."""
    load = loads(net)
    said = [1.0 if net.tied(x, c) and net.tied(c, x) else 0.5 for x in (i, j)]
    return said[0] * said[1] / (1 + max(0, load[i] - 1) + max(0, load[j] - 1))


def articulations(net: Net) -> list[int]:
    """Organisations whose leaving splits the part they are in."""
    flat = undirected(net)
    found = []
    for i in range(net.n):
        left = only(flat, [j for j in range(net.n) if j != i])
        alone = not flat.contacts(i)
        found += [i] * (not alone and len(components(left)) > len(components(flat)))
    return found


def loss_of_efficiency(net: Net, gone: list[int], by: str) -> float:
    """Change of cross-group efficiency among those who remain when some leave."""
    left = only(net, [i for i in range(net.n) if i not in gone])
    return cross_group_efficiency(left, by) - cross_group_efficiency(net, by)
