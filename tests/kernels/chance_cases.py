"""Small networks as arrays and as the oracle's plain data, and the seven EMON networks."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from oracle.data import Net
from partnernet.kernels.dyads import Bools, Dyads, Ints

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "emon"
RULES = ("sender", "any", "both")


@dataclass(frozen=True, eq=False)
class Case:
    """One network twice: arrays for the kernels, plain data for the oracle."""

    source: Ints
    target: Ints
    codes: Ints
    groups: int
    dyads: Dyads
    net: Net

    @property
    def directed(self) -> bool:
        return self.dyads.directed

    @property
    def seen(self) -> tuple[Ints, Ints]:
        keep = self.dyads.observed(self.source, self.target)
        return self.source[keep], self.target[keep]

    def name(self, code: int) -> str:
        return f"g{code}"


def random_case(
    seed: int,
    rule: str,
    *,
    most: int = 9,
    groups: int = 3,
    everybody: bool = False,
    blank: bool = False,
    density: float | None = None,
) -> Case:
    """A random network: some silent, some dyads unknown, some without a group where ``blank``."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, most + 1))
    directed = rule == "sender"
    answered = np.ones(n, dtype=bool) if everybody else rng.random(n) < 0.75
    share = density if density is not None else rng.uniform(0.05, 0.7)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and (directed or i < j)]
    tied = {pair for pair in pairs if rng.random() < share}
    doubtful = set() if everybody else {p for p in pairs if p not in tied and rng.random() < 0.1}
    codes = rng.integers(-1 if blank else 0, groups, n)
    return case_of(n, rule, tied, doubtful, answered=answered, codes=codes)


def case_of(
    n: int,
    rule: str,
    tied: Iterable[tuple[int, int]],
    doubtful: Iterable[tuple[int, int]] = (),
    *,
    silent: Iterable[int] = (),
    answered: Bools | None = None,
    codes: Ints | None = None,
) -> Case:
    """A network from its ties, its unknown dyads and who is silent."""
    directed = rule == "sender"
    if answered is None:
        answered = ~np.isin(np.arange(n), list(silent))
    if codes is None:
        codes = np.zeros(n, dtype=np.int64)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and (directed or i < j)]

    def seen(i: int, j: int) -> bool:
        reported = {
            "sender": answered[i], "any": answered[i] or answered[j],
            "both": answered[i] and answered[j],
        }[rule]
        return bool(reported) and (i, j) not in doubtful

    labels = [
        {"sector": f"g{codes[i]}" if codes[i] >= 0 else None, "answered": bool(answered[i])}
        for i in range(n)
    ]
    blank_strengths = {"trust": None, "frequency": None}
    ties = {pair: dict(blank_strengths) for pair in sorted(tied)}
    net = Net(labels, directed, ties, {p for p in pairs if seen(*p)}, [None] * n)
    source, target = _two_arrays(sorted(tied))
    dyads = Dyads(answered, *_two_arrays(sorted(doubtful)), rule)  # type: ignore[arg-type]
    groups = int(codes.max(initial=0)) + 1
    return Case(source, target, codes.astype(np.int64), groups, dyads, net)


def _two_arrays(pairs: list[tuple[int, int]]) -> tuple[Ints, Ints]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0].copy(), table[:, 1].copy()


@dataclass(frozen=True, eq=False)
class Emon:
    """An EMON network: ties of contact, grouped by sponsorship."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    codes: Ints
    source: Ints
    target: Ints

    @property
    def n(self) -> int:
        return len(self.ids)

    @property
    def groups(self) -> int:
        return len(self.names)


def emon(name: str) -> Emon:
    with (SAMPLES / name / "organisations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = tuple(row["id"] for row in rows)
    names = tuple(sorted({row["sponsorship"] for row in rows}))
    codes = np.array([names.index(row["sponsorship"]) for row in rows], dtype=np.int64)
    place = {identifier: i for i, identifier in enumerate(ids)}
    with (SAMPLES / name / "ties.csv").open(encoding="utf-8", newline="") as file:
        ties = sorted((place[r["source"]], place[r["target"]]) for r in csv.DictReader(file))
    source, target = _two_arrays(ties)
    return Emon(ids, names, codes, source, target)


def undirected(source: Ints, target: Ints, n: int) -> tuple[Ints, Ints]:
    """A tie where either reports it."""
    keys = np.unique(np.minimum(source, target) * n + np.maximum(source, target))
    return keys // n, keys % n
