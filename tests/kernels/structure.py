"""Small networks to try the kernels on, and the slowest possible way to walk through them."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
# R 4.2.2, sna 2.7-1, igraph 1.3.5: tests/reference/emon_reference.R.
_FILE = ROOT / "tests/reference/emon_reference.json"
REFERENCE = json.loads(_FILE.read_text("utf-8"))["networks"]
EMON = sorted(REFERENCE)


@dataclass(frozen=True)
class Case:
    """A network as the kernels take it (`arrays`), and as a set of pairs that stand (`tied`)."""

    n: int
    directed: bool
    ties: tuple[tuple[int, int], ...]
    codes: tuple[int, ...]
    strength: tuple[float, ...] = ()

    @property
    def arrays(self):
        pairs = np.array(self.ties, dtype=np.int64).reshape(-1, 2)
        return pairs[:, 0].copy(), pairs[:, 1].copy(), self.n

    @property
    def groups(self):
        return np.array(self.codes, dtype=np.int64)

    @property
    def tied(self):
        stand = set(self.ties)
        return stand if self.directed else stand | {(j, i) for i, j in stand}

    @property
    def either(self):
        return self.tied | {(j, i) for i, j in self.tied}

    def contacts(self, i):
        return sorted({j for a, j in self.either if a == i})

    def relabelled(self, order):
        """The same network, organisation i renamed to order[i]."""
        moved = [(order[i], order[j]) for i, j in self.ties]
        if not self.directed:
            moved = [(min(pair), max(pair)) for pair in moved]
        place = sorted(range(len(moved)), key=moved.__getitem__)
        codes = [0] * self.n
        for i, code in enumerate(self.codes):
            codes[order[i]] = code
        return Case(
            self.n, self.directed, tuple(moved[k] for k in place), tuple(codes),
            tuple(self.strength[k] for k in place) if self.strength else (),
        )


@st.composite
def cases(draw, most=7, directed=None, least=0, groups=3):
    """Any small network, directed or not, some organisations without a group."""
    n = draw(st.integers(least, most))
    way = draw(st.booleans()) if directed is None else directed
    room = [(i, j) for i in range(n) for j in range(n) if (i != j if way else i < j)]
    kept = draw(st.lists(st.booleans(), min_size=len(room), max_size=len(room)))
    ties = tuple(pair for pair, keep in zip(room, kept, strict=True) if keep)
    codes = draw(st.lists(st.integers(-1, groups - 1), min_size=n, max_size=n))
    strength = draw(st.lists(
        st.sampled_from([float("nan"), 0.0, 1.0, 2.0, 5.0]),
        min_size=len(ties), max_size=len(ties),
    ))
    return Case(n, way, ties, tuple(codes), tuple(strength))


@st.composite
def relabelled(draw, **options):
    """A network, the order of its relabelling, and the relabelled network."""
    case = draw(cases(**options))
    order = draw(st.permutations(range(case.n)))
    return case, np.array(order, dtype=np.int64), case.relabelled(order)


def random_case(n, ties, seed, directed=True, groups=4):
    """A larger random network, for what hypothesis would draw too small."""
    random = np.random.default_rng(seed)
    i, j = np.nonzero(~np.eye(n, dtype=bool) if directed else np.triu(np.ones((n, n)), 1))
    chosen = np.sort(random.permutation(len(i))[:ties])
    pairs = tuple(zip(i[chosen].tolist(), j[chosen].tolist(), strict=True))
    codes = random.integers(-1, groups, n)
    return Case(n, directed, pairs, tuple(codes.tolist()))


def emon(name):
    """A network of Drabek et al. as a case, sponsors as groups in order of name."""
    folder = ROOT / "data/samples/emon" / name
    with (folder / "organisations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (folder / "ties.csv").open(encoding="utf-8") as file:
        ties = list(csv.DictReader(file))
    place = {row["id"]: k for k, row in enumerate(rows)}
    assert list(place) == REFERENCE[name]["ids"]
    names = sorted(set(REFERENCE[name]["groups"]))
    codes = tuple(names.index(group) for group in REFERENCE[name]["groups"])
    found = sorted((place[t["source"]], place[t["target"]], 5.0 - float(t["frequency"]))
                   for t in ties)
    return Case(len(rows), True, tuple((i, j) for i, j, _ in found), codes,
                tuple(s for _, _, s in found))


def witness(name, software, measure):
    """A value of the reference file; per organisation an array, NaN where the software has none."""
    value = REFERENCE[name][software][measure]
    if isinstance(value, dict):
        ids = REFERENCE[name]["ids"]
        return np.array([np.nan if value[i] is None else value[i] for i in ids], dtype=float)
    return value


def distances(n, tied, inside=None):
    """Steps between all ordered pairs that have a path, by walking one step at a time."""
    inside = set(range(n)) if inside is None else set(inside)
    found = {}
    for start in inside:
        seen, edge, step = {start}, [start], 0
        while edge:
            step += 1
            edge = sorted({j for i in edge for j in inside - seen if (i, j) in tied})
            found.update({(start, j): step for j in edge})
            seen.update(edge)
    return found


def same(found, expected):
    """Equal within 1e-9, NaN where NaN is expected."""
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9, equal_nan=True)
