"""The null models, written out: every shuffle of labels, every network with the same degrees."""

import itertools
from collections.abc import Callable, Hashable, Iterable, Iterator
from fractions import Fraction
from typing import Any

from oracle.data import Net


def arrangements(labels: list[Any]) -> Iterator[list[Any]]:
    """Every distinct order of the labels; each stands for equally many permutations."""
    if not labels:
        yield []
        return
    for label in dict.fromkeys(labels):
        rest = list(labels)
        rest.remove(label)
        for tail in arrangements(rest):
            yield [label, *tail]


def shuffles(labels: list[Any], classes: list[Hashable]) -> Iterator[list[Any]]:
    """Every arrangement of labels over positions that keeps each class's labels within it."""
    members = [[i for i, c in enumerate(classes) if c == k] for k in dict.fromkeys(classes)]
    for parts in itertools.product(
        *(list(arrangements([labels[i] for i in inside])) for inside in members)
    ):
        shuffled = list(labels)
        for inside, part in zip(members, parts, strict=True):
            for i, label in zip(inside, part, strict=True):
                shuffled[i] = label
        yield shuffled


def same_degrees(net: Net) -> list[set[tuple[int, int]]]:
    """Every set of observed dyads that gives each organisation its in- and out-degree."""
    wanted = {(side, i): 0 for side in (0, 1) for i in range(net.n)}

    def ends(dyad: tuple[int, int]) -> list[tuple[int, int]]:
        i, j = dyad
        return [(0, i), (1, j)] if net.directed else [(0, i), (0, j)]

    for tie in net.observed_ties():
        for end in ends(tie):
            wanted[end] += 1
    free = sorted(net.observed)
    found: list[set[tuple[int, int]]] = []

    def extend(at: int, chosen: set[tuple[int, int]]) -> None:
        if at == len(free):
            if not any(wanted.values()):
                found.append(set(chosen))
            return
        if all(wanted[end] for end in ends(free[at])):
            for end in ends(free[at]):
                wanted[end] -= 1
            extend(at + 1, chosen | {free[at]})
            for end in ends(free[at]):
                wanted[end] += 1
        later = {end for dyad in free[at + 1 :] for end in ends(dyad)}
        if all(wanted[end] == 0 or end in later for end in ends(free[at])):
            extend(at + 1, chosen)

    extend(0, set())
    return found


class Spread:
    """Mean, variance and tails of a statistic over equally likely states."""

    def __init__(self, values: Iterable[Fraction | float | None], data: Any) -> None:
        every = list(values)
        given = [v for v in every if v is not None]
        self.values = given
        self.defined = len(given) / len(every) if every else 0.0
        self.mean = float(sum(given) / len(given)) if given else float("nan")
        self.variance = (
            float(sum((v - sum(given) / len(given)) ** 2 for v in given) / len(given))
            if given
            else float("nan")
        )
        self.sd = self.variance**0.5
        if data is None or not every:
            self.lower = self.upper = float("nan")
        else:
            self.lower = sum(v <= data for v in given) / len(every)
            self.upper = sum(v >= data for v in given) / len(every)
        self.two_sided = min(1.0, 2 * min(self.lower, self.upper))


def spread(states: Iterable[Any], statistic: Callable[[Any], Any], data: Any) -> Spread:
    return Spread((statistic(state) for state in states), data)
