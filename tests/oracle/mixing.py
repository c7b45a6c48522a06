"""The mixing table and the indices of segregation."""

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from oracle.data import NAN, Net, average, grouped, only, ratio
from oracle.nulls import shuffles

Cells = dict[tuple[str, str], float]


def names(net: Net, by: str) -> list[str]:
    return sorted({g for g in net.group(by) if g is not None})


def tally(net: Net, by: str, dyads: list[tuple[int, int]]) -> Cells:
    """How many of these dyads fall in each block; undirected: the cell and its mirror."""
    group = net.group(by)
    cells: Cells = {(r, s): 0 for r in names(net, by) for s in names(net, by)}
    for i, j in dyads:
        r, s = group[i], group[j]
        if r is None or s is None:
            continue
        cells[r, s] += 1
        if not net.directed and r != s:
            cells[s, r] += 1
    return cells


def shuffled_tallies(net: Net, by: str) -> Iterator[Cells]:
    """The observed table under every shuffle of labels within answered and silent."""
    classes = [net.answered(i) for i in range(net.n)]
    for group in shuffles(net.group(by), list(classes)):
        relabelled = [{**row, by: g} for row, g in zip(net.labels, group, strict=True)]
        yield tally(replace(net, labels=relabelled), by, net.observed_ties())


def expected(net: Net, by: str, model: str) -> Cells:
    net = only(net, grouped(net, by))
    ties, n, group = net.observed_ties(), net.n, net.group(by)
    m = len(ties)
    room = tally(net, by, sorted(net.observed))
    size = {g: group.count(g) for g in names(net, by)}
    sent = {g: sum(group[i] == g for i, _ in ties) for g in size}
    received = {g: sum(group[j] == g for _, j in ties) for g in size}
    degree = {g: sent[g] + received[g] for g in size}
    cells: Cells = {}
    for r in size:
        for s in size:
            others = size[s] - (r == s)
            if model == "density":
                cells[r, s] = ratio(m, len(net.observed)) * room[r, s]
            elif model == "configuration" and net.directed:
                cells[r, s] = ratio(sent[r] * received[s], m)
            elif model == "configuration":
                cells[r, s] = ratio(degree[r] * degree[s], 4 * m if r == s else 2 * m)
            elif model == "outdegree" and net.directed:
                cells[r, s] = ratio(sent[r] * others, n - 1)
            elif r == s:
                cells[r, s] = ratio(degree[r] * others, 2 * (n - 1))
            else:
                cells[r, s] = ratio(degree[r] * size[s] + degree[s] * size[r], 2 * (n - 1))
    return cells


def over_expected(net: Net, by: str, model: str) -> Cells:
    observed, chance = tally(net, by, net.observed_ties()), expected(net, by, model)
    room = tally(net, by, sorted(net.observed))
    return {c: ratio(observed[c], chance[c]) if room[c] else NAN for c in observed}


def block_means(net: Net, by: str, name: str) -> Cells:
    group = net.group(by)
    cells: Cells = {}
    for r in names(net, by):
        for s in names(net, by):
            pairs = [(r, s)] if net.directed else [(r, s), (s, r)]
            inside = [(i, j) for i, j in net.observed_ties() if (group[i], group[j]) in pairs]
            cells[r, s] = average(net, inside, name)
    return cells


def modularity(net: Net, group: list[Any]) -> float:
    """Leicht & Newman over every ordered pair; undirected: Newman over every pair of ends."""
    ties = net.observed_ties()
    arcs = ties if net.directed else ties + [(j, i) for i, j in ties]
    m = len(arcs)
    total = 0.0
    for i in range(net.n):
        for j in range(net.n):
            if group[i] == group[j]:
                chance = sum(a == i for a, _ in arcs) * sum(b == j for _, b in arcs)
                total += ((i, j) in arcs) - ratio(chance, m)
    return ratio(total, m)


def assortativity(arcs: list[tuple[int, int]], group: list[Any]) -> float:
    m = len(arcs)
    if m == 0:
        return NAN
    same = sum(group[i] == group[j] for i, j in arcs) / m
    chance = sum(group[i] == group[j] for i, _ in arcs for _, j in arcs) / m**2
    return ratio(same - chance, 1 - chance)


def both_ways(net: Net, ties: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return ties if net.directed else ties + [(j, i) for i, j in ties]


def segregation(net: Net, by: str) -> dict[str, float]:
    net = only(net, grouped(net, by))
    ties, group = net.observed_ties(), net.group(by)
    inside = [t for t in ties if group[t[0]] == group[t[1]]]
    between = [t for t in ties if group[t[0]] != group[t[1]]]
    w = sum(group[i] == group[j] for i, j in net.observed)
    b = len(net.observed) - w
    several = len(names(net, by)) > 1
    r = assortativity(both_ways(net, ties), group)
    without = [
        assortativity(both_ways(net, [t for t in ties if t != gone]), group) for gone in ties
    ]
    shares = [ratio(group.count(g), net.n) for g in names(net, by)]
    odds = NAN
    if ties and w and b:
        cells = [len(inside), len(between), w - len(inside), b - len(between)]
        if 0 in cells:
            cells = [c + 0.5 for c in cells]
        odds = cells[0] * cells[3] / (cells[1] * cells[2])
    return {
        "odds_ratio": odds,
        "yule_q": ratio(odds - 1, odds + 1) if odds == odds else NAN,
        "assortativity": r if several else NAN,
        "assortativity_se": (
            math.sqrt(sum((x - r) ** 2 for x in without)) if several and ties else NAN
        ),
        "modularity": modularity(net, group) if several else NAN,
        "freeman": 1 - ratio(ratio(len(between), len(ties)), ratio(b, len(net.observed))),
        "blau": 1 - sum(s**2 for s in shares) if net.n else NAN,
        "trust_inside": average(net, inside, "trust"),
        "trust_between": average(net, between, "trust"),
        "frequency_inside": average(net, inside, "frequency"),
        "frequency_between": average(net, between, "frequency"),
    }
