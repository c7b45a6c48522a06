"""Cohesion, quality, core and periphery."""

import itertools
import math

from oracle.data import NAN, Net, Plain, average, confirmed, ratio
from oracle.paths import betweenness, components, distances, efficiency


def pair_counts(net: Net) -> tuple[int, int]:
    """Mutual and one-sided pairs among those observed both ways."""
    mutual = one_sided = 0
    for i in range(net.n):
        for j in range(i + 1, net.n):
            if (i, j) in net.observed and (j, i) in net.observed:
                reports = net.tied(i, j) + net.tied(j, i)
                mutual += reports == 2
                one_sided += reports == 1
    return mutual, one_sided


def reciprocity(net: Net) -> float:
    mutual, one_sided = pair_counts(net)
    return ratio(2 * mutual, 2 * mutual + one_sided) if net.directed else NAN


def transitivity(net: Net) -> float:
    triples = closed = 0
    for middle in range(net.n):
        for a, b in itertools.combinations(net.contacts(middle), 2):
            triples += 1
            closed += net.either(a, b)
    return ratio(closed, triples)


def local_efficiency(net: Net) -> float:
    values = [efficiency(net.contacts(i), net.either) or 0.0 for i in range(net.n)]
    return ratio(sum(values), net.n)


def centralisation(values: list[float], most: float) -> float:
    return ratio(sum(max(values) - v for v in values), most) if len(values) > 2 else NAN


def cohesion(net: Net) -> dict[str, float]:
    n, whole = net.n, range(net.n)
    ties, parts = net.observed_ties(), components(net)
    between = betweenness(whole, net.either, False, lambda a, b: True)
    directed_efficiency = efficiency(whole, net.tied)
    undirected_efficiency = efficiency(whole, net.either)
    connected = ratio(sum(len(p) * (len(p) - 1) for p in parts), n * (n - 1))
    return {
        "density": ratio(len(ties), len(net.observed)),
        "reciprocity": reciprocity(net),
        "transitivity": transitivity(net),
        "connectedness": connected,
        "fragmentation": 1 - connected,
        "components": len(parts),
        "largest_component": max((len(p) for p in parts), default=0),
        "isolates": sum(not net.contacts(i) for i in whole),
        "global_efficiency": NAN if directed_efficiency is None else directed_efficiency,
        "global_efficiency_undirected": (
            NAN if undirected_efficiency is None else undirected_efficiency
        ),
        "local_efficiency": local_efficiency(net),
        "degree_centralisation": centralisation(
            [len(net.contacts(i)) for i in whole], (n - 1) * (n - 2)
        ),
        "betweenness_centralisation": centralisation(
            [between[i] for i in whole], (n - 1) ** 2 * (n - 2) / 2
        ),
        "mean_trust": average(net, ties, "trust"),
        "mean_frequency": average(net, ties, "frequency"),
    }


def quality(plain: Plain, net: Net) -> dict[str, float]:
    mutual, one_sided = pair_counts(net)
    gaps = []
    for i in range(net.n):
        for j in range(i + 1, net.n):
            both = (i, j) in net.observed and (j, i) in net.observed
            if net.directed and both and net.tied(i, j) and net.tied(j, i):
                first, second = net.ties[i, j]["trust"], net.ties[j, i]["trust"]
                if first is not None and second is not None:
                    gaps.append(abs(first - second))
    blank = {
        f"blank_{name}": ratio(sum(row[name] is None for row in rows), len(rows))
        for rows, names in (
            (plain.ties, ("trust", "frequency")),
            (plain.organisations, ("sector", "level")),
        )
        for name in names
    }
    return {
        "response_rate": ratio(sum(net.answered(i) for i in range(net.n)), net.n),
        "confirmation": ratio(mutual, mutual + one_sided) if net.directed else NAN,
        "trust_disagreement": ratio(sum(gaps), len(gaps)),
        **blank,
    }


def core_fit(net: Net, core: set[int]) -> float:
    """Correlation of ties with the ideal pattern; core–periphery pairs left out."""
    cells = [
        (float(net.either(i, j)), float(i in core))
        for i in range(net.n)
        for j in range(i + 1, net.n)
        if (i in core) == (j in core)
    ]
    if not cells:
        return NAN
    tie, ideal = (sum(c[k] for c in cells) / len(cells) for k in (0, 1))
    across = sum((t - tie) * (c - ideal) for t, c in cells)
    spread = sum((t - tie) ** 2 for t, _ in cells) * sum((c - ideal) ** 2 for _, c in cells)
    return across / math.sqrt(spread) if spread > 0 else NAN


def best_core_fit(net: Net) -> float:
    """The highest fit of all memberships."""
    fits = [
        core_fit(net, set(core))
        for size in range(net.n + 1)
        for core in itertools.combinations(range(net.n), size)
    ]
    return max((f for f in fits if not math.isnan(f)), default=NAN)


def krackhardt(net: Net) -> dict[str, float]:
    parts, m = components(net), len(net.ties)
    reach = distances(range(net.n), net.tied)
    pairs = list(itertools.combinations(range(net.n), 2))
    both = sum((i, j) in reach and (j, i) in reach for i, j in pairs)
    one = sum(((i, j) in reach) != ((j, i) in reach) for i, j in pairs)
    spare = sum(
        (len(p) - 1) ** 2 if net.directed else (len(p) - 1) * (len(p) - 2) / 2 for p in parts
    )
    most = sum((len(p) - 1) * (len(p) - 2) / 2 for p in parts)
    n = net.n
    return {
        "krackhardt_connectedness": ratio(sum(len(p) * (len(p) - 1) for p in parts), n * (n - 1)),
        "krackhardt_hierarchy": ratio(one, one + both) if net.directed else NAN,
        "krackhardt_efficiency": 1 - ratio(m - sum(len(p) - 1 for p in parts), spare),
        "krackhardt_lub": 1 - ratio(lub_violations(net, parts), most) if net.directed else NAN,
    }


def lub_violations(net: Net, parts: list[list[int]]) -> int:
    reach = set(distances(range(net.n), net.tied)) | {(i, i) for i in range(net.n)}
    violations = 0
    for part in parts:
        for a, b in itertools.combinations(part, 2):
            bounds = [u for u in range(net.n) if (u, a) in reach and (u, b) in reach]
            least = [u for u in bounds if all((v, u) in reach for v in bounds)]
            violations += not least
    return violations


def undirected(net: Net) -> Net:
    return confirmed(net, "either")
