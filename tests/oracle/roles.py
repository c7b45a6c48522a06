"""Gould & Fernandez's roles, structural holes, bridges, one organisation at a time."""

import itertools
import math
from typing import Any

from oracle.cohesion import undirected
from oracle.data import NAN, Net, grouped, only, ratio
from oracle.levels import crossings
from oracle.paths import betweenness, components, distances, efficiency

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")
BURT = ("constraint", "effective_size", "burt_efficiency", "burt_hierarchy")
OF_A_GROUP = ("participation", "cross_group_betweenness", "brokerage")


def role(first: Any, middle: Any, last: Any) -> str:
    if first == middle == last:
        return "coordinator"
    if first == last:
        return "itinerant"
    if first == middle:
        return "representative"
    return "gatekeeper" if middle == last else "liaison"


def brokered(net: Net, i: int, a: int, b: int) -> bool:
    """Whether a→i→b stands and a→b does not."""
    return i not in (a, b) and net.tied(a, i) and net.tied(i, b) and not net.tied(a, b)


def brokerage(net: Net, by: str, shared: bool = False) -> list[dict[str, float]]:
    """Counts of each organisation; shared: a pair's credit is split among its brokers."""
    keep = grouped(net, by)
    part = only(net, keep)
    group = part.group(by)
    rows: list[dict[str, float]] = [dict.fromkeys(ROLES, NAN) for _ in range(net.n)]
    for i in range(part.n):
        row = dict.fromkeys(ROLES, 0.0)
        for a, b in itertools.permutations(range(part.n), 2):
            if not brokered(part, i, a, b) or (not net.directed and a > b):
                continue
            credit = 1.0
            if shared:
                credit = 1 / sum(brokered(part, other, a, b) for other in range(part.n))
            name = role(group[a], group[i], group[b])
            row["total"] += credit
            row[name] += credit
            if not net.directed and name in ("representative", "gatekeeper"):
                row["gatekeeper" if name == "representative" else "representative"] += credit
        rows[keep[i]] = row
    return rows


def falling(x: int, k: int) -> int:
    return math.prod(x - step for step in range(k))


def bernoulli(net: Net, by: str, i: int) -> dict[str, tuple[float, float]]:
    """Expectation and sd when each tie stands by itself with the density's chance.

    Not the closed form: every triple of i is written down, and every pair of them whose
    outcomes are not independent (they share one tie of i) adds its covariance.
    """
    keep = grouped(net, by)
    part = only(net, keep)
    middle, group = keep.index(i), part.group(by)
    # without a dyad there is no triple either, and of none 0 are expected
    d = len(part.observed_ties()) / max(len(part.observed), 1)
    chance = d**2 * (1 - d)
    moments = {}
    for name in ROLES:
        triples = [
            (a, b)
            for a, b in itertools.permutations([x for x in range(part.n) if x != middle], 2)
            if name in ("total", role(group[a], group[middle], group[b]))
        ]
        variance = len(triples) * chance * (1 - chance)
        for (a, b), (x, y) in itertools.permutations(triples, 2):
            if (a == x) != (b == y):
                variance += d**3 * (1 - d) ** 2 - chance**2
        moments[name] = (len(triples) * chance, math.sqrt(max(variance, 0)))
    return moments


def holes(net: Net, weight: str | None = None) -> list[dict[str, float]]:
    w = [[0.0] * net.n for _ in range(net.n)]
    for (i, j), strength in net.ties.items():
        value = 1.0 if weight is None else strength[weight] or 0.0
        w[i][j] += value
        if not net.directed:
            w[j][i] += value
    both = [[w[i][j] + w[j][i] for j in range(net.n)] for i in range(net.n)]
    return [holes_of(both, i) for i in range(net.n)]


def holes_of(both: list[list[float]], i: int) -> dict[str, float]:
    """Burt's measures of i; both holds w_ij + w_ji."""
    whole = range(len(both))
    contacts = [j for j in whole if both[i][j] > 0]
    if not contacts:
        return dict.fromkeys(
            ("constraint", "effective_size", "burt_efficiency", "burt_hierarchy"), NAN
        )
    n = len(contacts)

    def p(a: int, b: int) -> float:
        return ratio(both[a][b], sum(both[a])) if sum(both[a]) else 0.0

    def m(a: int, b: int) -> float:
        return both[a][b] / max(both[a])

    share = [
        (p(i, j) + sum(p(i, q) * p(q, j) for q in whole if q not in (i, j))) ** 2 for j in contacts
    ]
    constraint = sum(share)
    size = sum(1 - sum(p(i, q) * m(j, q) for q in whole if q not in (i, j)) for j in contacts)
    r = [c * n / constraint for c in share]
    return {
        "constraint": constraint,
        "effective_size": size,
        "burt_efficiency": size / n,
        "burt_hierarchy": (
            sum(x * math.log(x) for x in r if x > 0) / (n * math.log(n)) if n > 1 else 1.0
        ),
    }


def bridging(net: Net) -> list[float]:
    """Mean drop in mean 1/d when one of i's ties goes (Valente & Fujimoto 2010)."""
    net = undirected(net)
    whole = range(net.n)
    before = efficiency(whole, net.tied)
    rows = []
    for i in whole:
        drops = []
        for gone in [t for t in net.ties if i in t]:
            left = Net(
                net.labels,
                False,
                {t: s for t, s in net.ties.items() if t != gone},
                net.observed,
                net.ranks,
            )
            drops.append((before or 0.0) - (efficiency(whole, left.tied) or 0.0))
        rows.append(ratio(sum(drops), len(drops)))
    return rows


def cross_group_betweenness(net: Net, by: str) -> list[float]:
    group = net.group(by)

    def counts(a: int, b: int) -> bool:
        return group[a] is not None and group[b] is not None and group[a] != group[b]

    found = betweenness(range(net.n), net.tied, net.directed, counts)
    return [found[i] for i in range(net.n)]


def honest(net: Net, i: int) -> dict[str, float]:
    counts = [0, 0, 0]
    for a, b in itertools.combinations(net.contacts(i), 2):
        counts[net.tied(a, b) + (net.tied(b, a))] += 1
    return {
        "honest_broker_pure": counts[0],
        "honest_broker_weak": counts[1] if net.directed else NAN,
        "honest_broker_none": counts[2],
    }


def bridges(net: Net, by: str) -> list[dict[str, float]]:
    whole, group = range(net.n), net.group(by)
    raw = betweenness(whole, net.tied, net.directed, lambda a, b: True)
    flat = betweenness(whole, net.either, False, lambda a, b: True)
    size = {i: len(part) for part in components(net) for i in part}
    cross, drop = cross_group_betweenness(net, by), bridging(net)
    totals, burt = brokerage(net, by), holes(net)
    rows = []
    for i in whole:
        contacts = net.contacts(i)
        placed = [group[j] for j in contacts if group[j] is not None]
        shares = [placed.count(g) / len(placed) for g in set(placed)]
        crossing = [
            crossings(net, i, up) if net.ranks[i] is not None else NAN for up in (True, False)
        ]
        rows.append(
            {
                "betweenness": raw[i],
                "cross_group_betweenness": cross[i],
                "everett_valente": (
                    (2 * flat[i] + size[i] - 1) / len(contacts) if flat[i] > 0 else 0.0
                ),
                "bridging": drop[i],
                "participation": 1 - sum(s**2 for s in shares) if placed else NAN,
                **honest(net, i),
                "scale_crossing_up": crossing[0],
                "scale_crossing_down": crossing[1],
                "brokerage": totals[i]["total"],
                "constraint": burt[i]["constraint"],
                "effective_size": burt[i]["effective_size"],
            }
        )
        if group[i] is None:
            rows[-1].update(dict.fromkeys(OF_A_GROUP, NAN))
    return rows


def loads(net: Net) -> list[float]:
    degree = [len(net.contacts(i)) for i in range(net.n)]
    return [ratio(d * net.n, sum(degree)) for d in degree]


def brokers(net: Net, by: str, a: str, b: str) -> dict[int, dict[str, float]]:
    """The criteria of every candidate to connect two groups."""
    group, load, cross = net.group(by), loads(net), cross_group_betweenness(net, by)
    rows = {}
    for i in range(net.n):
        contacts = net.contacts(i)
        if not all(any(group[j] == g for j in contacts) for g in (a, b)):
            continue
        row = {}
        for side, name in (("a", a), ("b", b)):
            others = [j for j in range(net.n) if j != i and group[j] == name]
            row[f"reach_{side}"] = ratio(sum(j in contacts for j in others), len(others))
            told = [net.ties[net.key(j, i)]["trust"] for j in others if net.tied(j, i)]
            told = [t for t in told if t is not None]
            row[f"trust_from_{side}"] = ratio(sum(told), len(told))
        triples = [
            (x, y)
            for x, y in itertools.permutations(range(net.n), 2)
            if (group[x], group[y]) in ((a, b), (b, a))
            and brokered(net, i, x, y)
            and (net.directed or x < y)
        ]
        row["brokerage"] = len(triples)
        row["cross_group_betweenness"] = cross[i]
        row["load"] = load[i]
        total = sum(c for c in cross if not math.isnan(c))
        row["overloaded"] = load[i] >= 2 or cross[i] > total / 3 + 1e-9
        rows[i] = row
    for row in rows.values():
        row["rank"] = sum(place(rows, row, c) for c in CRITERIA) / len(CRITERIA)
        row["pareto"] = not any(dominates(other, row) for other in rows.values())
    return rows


CRITERIA = {"reach_a": 1, "reach_b": 1, "cross_group_betweenness": 1, "brokerage": 1, "load": -1}


def better(row: dict[str, float], other: dict[str, float], criterion: str) -> float:
    """How much better a row is; undefined counts as nothing."""
    first, second = (0.0 if math.isnan(r[criterion]) else r[criterion] for r in (row, other))
    difference = CRITERIA[criterion] * (first - second)
    return 0.0 if abs(difference) < 1e-9 else difference


def place(rows: dict[int, dict[str, float]], row: dict[str, float], criterion: str) -> float:
    """Rank by one criterion, best 1; equals share the mean of their places."""
    ahead = sum(better(other, row, criterion) > 0 for other in rows.values())
    level = sum(better(other, row, criterion) == 0 for other in rows.values())
    return ahead + (level + 1) / 2


def dominates(row: dict[str, float], other: dict[str, float]) -> bool:
    leads = [better(row, other, c) for c in CRITERIA]
    return min(leads) >= 0 and max(leads) > 0


def reachable_within(net: Net, chosen: tuple[int, ...], steps: int) -> int:
    d = distances(range(net.n), net.either)
    return sum(
        i in chosen or any(d.get((c, i), steps + 1) <= steps for c in chosen) for i in range(net.n)
    )
