"""Plain tables and the network that a measure sees: who is tied, which dyads are observed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

NAN = math.nan
KNOWN_LEVELS = ("neighbourhood", "municipal", "regional", "national", "international")
STRENGTHS = ("trust", "frequency")


@dataclass(frozen=True)
class Plain:
    """The two tables as lists of rows, who answered, and what nobody could say."""

    organisations: list[dict[str, Any]]  # id, sector, level (None where blank), answered
    ties: list[dict[str, Any]]  # source, target, relation, trust, frequency (None where blank)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    scales: dict[str, dict[str, Any]] = field(default_factory=dict)
    levels: tuple[str, ...] | None = None
    directed: bool = True


@dataclass(frozen=True)
class Net:
    """Organisations as 0 … n−1; an undirected tie or dyad stands once, lower number first."""

    labels: list[dict[str, Any]]
    directed: bool
    ties: dict[tuple[int, int], dict[str, float | None]]  # known ties, oriented strengths
    observed: set[tuple[int, int]]  # observed dyads
    ranks: list[int | None]

    @property
    def n(self) -> int:
        return len(self.labels)

    def answered(self, i: int) -> bool:
        return bool(self.labels[i]["answered"])

    def key(self, i: int, j: int) -> tuple[int, int]:
        return (i, j) if self.directed or i < j else (j, i)

    def tied(self, i: int, j: int) -> bool:
        return i != j and self.key(i, j) in self.ties

    def either(self, i: int, j: int) -> bool:
        return self.tied(i, j) or self.tied(j, i)

    def dyads(self) -> Iterator[tuple[int, int]]:
        for i in range(self.n):
            for j in range(self.n):
                if i != j and (self.directed or i < j):
                    yield i, j

    def observed_ties(self) -> list[tuple[int, int]]:
        return [dyad for dyad in self.dyads() if dyad in self.ties and dyad in self.observed]

    def contacts(self, i: int) -> list[int]:
        return [j for j in range(self.n) if self.either(i, j)]

    def group(self, by: str) -> list[str | None]:
        return [row.get(by) for row in self.labels]


def oriented(plain: Plain, name: str, value: float | None) -> float | None:
    """Large is strong, whatever the scale's direction."""
    scale = plain.scales.get(name, {})
    if value is not None and scale.get("direction") == "less":
        return float(scale["low"] + scale["high"] - value)
    return None if value is None else float(value)


def ranks(plain: Plain) -> list[int | None]:
    """Position of each organisation among the ordered levels that are present."""
    order = list(plain.levels) if plain.levels is not None else list(KNOWN_LEVELS)
    present = [name for name in order if any(o["level"] == name for o in plain.organisations)]
    return [
        present.index(o["level"]) if o["level"] in present else None for o in plain.organisations
    ]


def reaches(plain: Plain, tie: dict[str, Any], minimum: dict[str, float | None]) -> bool | None:
    """Whether a row reaches every minimum asked for; None where a blank strength leaves it open.

    A row that falls short of one minimum is out, whatever its blank strength would have said.
    """
    open_question = False
    for name, threshold in minimum.items():
        if threshold is None:
            continue
        value, wanted = oriented(plain, name, tie[name]), oriented(plain, name, threshold)
        if value is None:
            open_question = True
        elif wanted is not None and value < wanted:
            return False
    return None if open_question else True


def network(
    plain: Plain,
    *,
    relation: str | None = None,
    min_trust: float | None = None,
    min_frequency: float | None = None,
    confirm: str | None = None,
) -> Net:
    """The network of a view: one tie an ordered pair, with its strongest strength."""
    position = {row["id"]: i for i, row in enumerate(plain.organisations)}
    minimum = {"trust": min_trust, "frequency": min_frequency}
    net = Net(plain.organisations, plain.directed, {}, set(), ranks(plain))
    unsaid = {net.key(position[a], position[b]) for a, b in plain.unknown}
    for tie in plain.ties:
        if relation is not None and tie["relation"] != relation:
            continue
        pair = net.key(position[tie["source"]], position[tie["target"]])
        passes = reaches(plain, tie, minimum)
        if passes is None:
            unsaid.add(pair)
        elif passes:
            strength = net.ties.setdefault(pair, dict.fromkeys(STRENGTHS))
            for name in STRENGTHS:
                value = oriented(plain, name, tie[name])
                if value is not None and (strength[name] is None or value > strength[name]):
                    strength[name] = value
    for i, j in net.dyads():
        somebody = net.answered(i) or (not plain.directed and net.answered(j))
        if somebody and ((i, j) in net.ties or (i, j) not in unsaid):
            net.observed.add((i, j))
    return net if confirm is None else confirmed(net, confirm)


def confirmed(net: Net, rule: str) -> Net:
    """Directed reports seen as undirected: a tie if either end, or both, report it."""
    if not net.directed:
        return net
    ties: dict[tuple[int, int], dict[str, float | None]] = {}
    observed = set()
    for i in range(net.n):
        for j in range(i + 1, net.n):
            reports = [net.ties[d] for d in ((i, j), (j, i)) if d in net.ties]
            if len(reports) >= {"either": 1, "both": 2}[rule]:
                ties[i, j] = {name: mean([r[name] for r in reports]) for name in STRENGTHS}
            if (i, j) in net.observed and (j, i) in net.observed:
                observed.add((i, j))
    return Net(net.labels, False, ties, observed, net.ranks)


def mean(values: list[Any]) -> float | None:
    """Mean of what is given; None where nothing is."""
    given = [v for v in values if v is not None]
    return sum(given) / len(given) if given else None


def ratio(above: float, below: float) -> float:
    """A quotient, undefined where there is nothing to divide by."""
    return float(above / below) if below != 0 else NAN


def only(net: Net, keep: list[int]) -> Net:
    """The network of some organisations among themselves."""
    place = {old: new for new, old in enumerate(keep)}

    def inside(pair: tuple[int, int]) -> bool:
        return pair[0] in place and pair[1] in place

    def move(pair: tuple[int, int]) -> tuple[int, int]:
        return place[pair[0]], place[pair[1]]

    return Net(
        [net.labels[i] for i in keep],
        net.directed,
        {move(p): s for p, s in net.ties.items() if inside(p)},
        {move(p) for p in net.observed if inside(p)},
        [net.ranks[i] for i in keep],
    )


def grouped(net: Net, *attributes: str) -> list[int]:
    """Organisations that have every one of these attributes."""
    return [i for i in range(net.n) if all(net.labels[i].get(a) is not None for a in attributes)]


def average(net: Net, ties: list[tuple[int, int]], name: str) -> float:
    """Mean oriented strength over ties that have one."""
    value = mean([net.ties[t][name] for t in ties])
    return NAN if value is None else value
