"""Kinds of tie, a level's own network, and the connection between levels."""

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from oracle.cohesion import krackhardt, reciprocity, undirected
from oracle.data import NAN, Net, average, grouped, only, ratio
from oracle.nulls import Spread, shuffles
from oracle.paths import distances, efficiency
from oracle.silos import ei, number

KINDS = ("internal", "horizontal", "vertical", "diagonal")


def kind(first: tuple[Any, Any], second: tuple[Any, Any]) -> str:
    same_sector, same_level = first[0] == second[0], first[1] == second[1]
    if same_level:
        return "internal" if same_sector else "horizontal"
    return "vertical" if same_sector else "diagonal"


def connectivity(net: Net) -> dict[str, dict[str, float]]:
    net = only(net, grouped(net, "sector", "level"))
    who = list(zip(net.group("sector"), net.group("level"), strict=True))
    ties = net.observed_ties()
    rows = {}
    for name in KINDS:
        mine = [t for t in ties if kind(who[t[0]], who[t[1]]) == name]
        room = {d for d in net.observed if kind(who[d[0]], who[d[1]]) == name}
        part = Net(net.labels, net.directed, {t: net.ties[t] for t in mine}, room, net.ranks)
        rows[name] = {
            "ties": len(mine),
            "share": ratio(len(mine), len(ties)),
            "density": ratio(len(mine), len(room)),
            "expected_density": ratio(len(ties), len(net.observed)) * len(room),
            "expected_permutation": kinds_permuted(net, name, "both").mean if ties else NAN,
            "mean_trust": average(net, mine, "trust"),
            "mean_frequency": average(net, mine, "frequency"),
            "reciprocity": reciprocity(part),
        }
    return rows


def kinds_permuted(net: Net, name: str, what: str) -> Spread:
    """Ties of a kind when sectors, levels, or whole organisations' labels are shuffled."""
    net = only(net, grouped(net, "sector", "level"))
    sectors, levels, ties = net.group("sector"), net.group("level"), net.observed_ties()
    who = list(zip(sectors, levels, strict=True))
    spoke = [net.answered(i) for i in range(net.n)]

    def counted(labels: list[Any]) -> Fraction:
        return Fraction(sum(kind(labels[i], labels[j]) == name for i, j in ties))

    if what == "sector":
        strata = shuffles(sectors, list(zip(levels, spoke, strict=True)))
        states = (list(zip(s, levels, strict=True)) for s in strata)
    elif what == "level":
        strata = shuffles(levels, list(zip(sectors, spoke, strict=True)))
        states = (list(zip(sectors, s, strict=True)) for s in strata)
    else:
        states = (list(s) for s in shuffles(who, list(spoke)))
    return Spread((counted(state) for state in states), counted(who))


def horizontal(net: Net) -> dict[str, dict[str, float]]:
    rows = {}
    for level in dict.fromkeys(g for g in net.group("level") if g is not None):
        own = only(net, [i for i in range(net.n) if net.labels[i]["level"] == level])
        inside = only(own, grouped(own, "sector"))
        sector = inside.group("sector")
        across = [d for d in inside.observed if sector[d[0]] != sector[d[1]]]
        paths = efficiency(range(own.n), own.tied)
        several = len(set(sector)) > 1
        rows[level] = {
            "members": own.n,
            "ties": len(own.observed_ties()),
            "density": ratio(len(own.observed_ties()), len(own.observed)),
            "cross_sector_density": ratio(sum(d in inside.ties for d in across), len(across)),
            "ei_index": number(ei(sector, inside.observed_ties())) if several else NAN,
            "global_efficiency": NAN if paths is None else paths,
        }
    return rows


def ends(net: Net) -> tuple[list[int], list[int]]:
    """The front line and the decision level."""
    present = sorted({r for r in net.ranks if r is not None})
    if not present:
        return [], []
    return (
        [i for i in range(net.n) if net.ranks[i] == present[0]],
        [i for i in range(net.n) if net.ranks[i] == present[-1]],
    )


def reach(net: Net, steps: int, up: bool) -> float:
    front, decision = ends(net)
    d = distances(range(net.n), net.tied)
    pair: Callable[[int, int], tuple[int, int]] = (
        (lambda f, t: (f, t)) if up else (lambda f, t: (t, f))
    )
    reached = sum(any(d.get(pair(f, t), steps + 1) <= steps for t in decision) for f in front)
    return ratio(reached, len(front))


def chain(net: Net, up: bool) -> float:
    front, decision = ends(net)
    if up:
        front_reaches = distances(range(net.n), lambda i, j: climbs(net, i, j, 1))
        return ratio(sum(any((f, t) in front_reaches for t in decision) for f in front), len(front))
    reaches = distances(range(net.n), lambda i, j: climbs(net, i, j, -1))
    return ratio(sum(any((t, f) in reaches for t in decision) for f in front), len(front))


def climbs(net: Net, i: int, j: int, step: int) -> bool:
    first, second = net.ranks[i], net.ranks[j]
    if first is None or second is None or not net.tied(i, j):
        return False
    return second - first in (0, step)


def crossings(net: Net, i: int, up: bool) -> int:
    """Triples a→i→b that climb (or descend) through i's level, with a and b untied."""
    found = 0
    for a, b in itertools.permutations(range(net.n), 2):
        if i in (a, b) or not (net.tied(a, i) and net.tied(i, b)) or net.tied(a, b):
            continue
        low, middle, high = (net.ranks[x] for x in ((a, i, b) if up else (b, i, a)))
        if low is not None and middle is not None and high is not None:
            found += low < middle < high
    return found


def triads(net: Net) -> tuple[int, int]:
    still_open = closed = 0
    for a, i, b in itertools.permutations(range(net.n), 3):
        low, middle, high = net.ranks[a], net.ranks[i], net.ranks[b]
        if low is None or middle is None or high is None or not low < middle < high:
            continue
        if net.either(a, i) and net.either(i, b):
            closed += net.either(a, b)
            still_open += not net.either(a, b)
    return still_open, closed


def stovepipe(net: Net) -> dict[str, float]:
    sector, same, cross = within_and_between(net)
    chance = stovepipe_permuted(net)
    value = number(difference(sector, same, cross))
    return {
        "ei_same_level": number(ei(sector, same)),
        "ei_cross_level": number(ei(sector, cross)),
        "stovepipe": value,
        "stovepipe_expected": chance.mean,
        "stovepipe_excess": value - chance.mean,
    }


Ties = list[tuple[int, int]]


def on_levels(net: Net) -> Net:
    return only(net, [i for i in grouped(net, "sector") if net.ranks[i] is not None])


def within_and_between(net: Net) -> tuple[list[Any], Ties, Ties]:
    """Sectors, and the observed ties on one level and between levels (none with one sector)."""
    net = on_levels(net)
    sector, rank = net.group("sector"), net.ranks
    ties = net.observed_ties() if len(set(sector)) > 1 else []
    same = [t for t in ties if rank[t[0]] == rank[t[1]]]
    return sector, same, [t for t in ties if rank[t[0]] != rank[t[1]]]


def difference(sector: list[Any], same: Ties, cross: Ties) -> Fraction | None:
    first, second = ei(sector, same), ei(sector, cross)
    return None if first is None or second is None else first - second


def stovepipe_permuted(net: Net) -> Spread:
    """The difference under every shuffle of sectors within levels, answered and silent apart."""
    sector, same, cross = within_and_between(net)
    net = on_levels(net)
    classes = [(net.ranks[i], net.answered(i)) for i in range(net.n)]
    states = shuffles(sector, list(classes))
    return Spread((difference(s, same, cross) for s in states), difference(sector, same, cross))


def span(net: Net, low: int, high: int) -> float:
    net = only(net, [i for i in range(net.n) if net.ranks[i] is not None])

    def share(dyads: list[tuple[int, int]]) -> float:
        far = [abs((net.ranks[i] or 0) - (net.ranks[j] or 0)) for i, j in dyads]
        return ratio(sum(low <= f <= high for f in far), len(far))

    return ratio(share(net.observed_ties()), share(sorted(net.observed)))


def vertical(net: Net) -> dict[str, float]:
    several = len({r for r in net.ranks if r is not None}) > 1
    front, decision = ends(net)
    d = distances(range(net.n), net.tied)
    pairs = [(f, t) for f in front for t in decision]
    figures = {f"span_{k}": span(net, k, k if k < 2 else 99) for k in (0, 1, 2)}
    figures["skip_ratio"] = figures["span_2"]
    for k in (1, 2, 3):
        figures[f"reach_down_{k}"] = reach(net, k, up=False)
        figures[f"reach_up_{k}"] = reach(net, k, up=True)
    figures["efficiency_down"] = ratio(
        sum(1 / d[t, f] for f, t in pairs if (t, f) in d), len(pairs)
    )
    figures["efficiency_up"] = ratio(sum(1 / d[f, t] for f, t in pairs if (f, t) in d), len(pairs))
    figures["chain_intact"] = chain(net, up=False)
    figures["chain_intact_up"] = chain(net, up=True)
    if not several:
        figures = dict.fromkeys(figures, NAN)
    still_open, closed = triads(net)
    return {
        **figures,
        "scale_crossing_up": sum(crossings(net, i, up=True) for i in range(net.n)),
        "scale_crossing_down": sum(crossings(net, i, up=False) for i in range(net.n)),
        "triads_open": still_open,
        "triads_closed": closed,
        **stovepipe(net),
        **krackhardt(net),
    }


def voices(net: Net, by: str) -> dict[str, dict[str, float]]:
    """Members, their share, the share of all tie ends, and mean closeness, undirected."""
    group, ties = net.group(by), undirected(net).ties
    d = distances(range(net.n), net.either)
    rows = {}
    for name in {g for g in group if g is not None}:
        members = [i for i in range(net.n) if group[i] == name]
        closeness = [
            ratio(sum(1 / d[i, j] for j in range(net.n) if (i, j) in d), net.n - 1) for i in members
        ]
        mine = sum((group[i] == name) + (group[j] == name) for i, j in ties)
        rows[name] = {
            "members": len(members),
            "members_share": ratio(len(members), net.n),
            "ties_share": ratio(mine, 2 * len(ties)),
            "closeness": ratio(sum(closeness), len(members)),
        }
    return rows
