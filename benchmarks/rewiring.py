"""How long a rewiring must be, and whether every network is then equally likely.

    python benchmarks/rewiring.py [--only mixing|uniform] [--replicates 2000]

*Mixing*: from networks with strong silos (odds × 8), what is left of the start, in sd of the null,
after each tie has been switched so many times: E–I, reciprocity, transitive triples. The error of
a mean over the replicates is given beside it.

*Uniform*: small networks, all networks with the same degrees and no tie on an unobserved dyad
written out, and how often each was drawn: χ² and its p, for both engines.
"""

import argparse
import itertools
from dataclasses import replace

import numpy as np
from scipy import stats

from partnernet.kernels import rewiring
from partnernet.kernels.dyads import Dyads, everyone
from partnernet.kernels.ei_chance import rewired_ei
from partnernet.kernels.rewiring import DegreeNull

SWITCHES = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20)
LONG = 60


def silos(n: int, ties: int, groups: int, hubs: bool, directed: bool, seed: int):
    """A network with strong silos; with hubs, weights of activity from a Pareto law (2)."""
    random = np.random.default_rng(seed)
    codes = random.integers(0, groups, n)
    weights = [random.pareto(2.0, n) + 0.3 if hubs else np.ones(n) for _ in range(2)]
    chance = np.outer(*weights) * np.where(codes[:, None] == codes, 8.0, 1.0)
    np.fill_diagonal(chance, 0.0)
    if not directed:
        chance = np.triu(chance + chance.T, 1)
    keys = random.choice(n * n, ties, replace=False, p=(chance / chance.sum()).ravel())
    keys.sort()
    return keys // n, keys % n, codes


def statistics(ties, codes: np.ndarray, directed: bool) -> np.ndarray:
    """E–I, reciprocity, transitive triples of each network, shape (R, 3)."""
    n, groups = len(codes), int(codes.max()) + 1
    table = np.zeros((n, n), dtype=np.float32)
    rows = []
    for source, target in zip(*ties, strict=True):
        table[:] = 0.0
        table[source, target] = 1.0
        if not directed:
            table[target, source] = 1.0
        mutual = float((table * table.T).sum()) / len(source)
        rows.append((mutual, float(((table @ table) * table).sum())))
    ei = rewired_ei(*ties, codes, groups, directed=directed)[:, :1]
    return np.hstack([ei, np.array(rows)])


def mixing(replicates: int) -> None:
    cases = {
        "100 / 600": (100, 600, 5, False, True), "100 / 600, hubs": (100, 600, 5, True, True),
        "30 / 400": (30, 400, 4, False, True), "60 / 200, undirected, hubs":
            (60, 200, 4, True, False), "300 / 1,500, hubs": (300, 1500, 5, True, True),
    }
    print("| organisations / ties | switches a tie | tries a tie | E–I | reciprocity "
          "| transitive triples | error |\n|---|--:|--:|--:|--:|--:|--:|")
    for name, (n, m, groups, hubs, directed) in cases.items():
        source, target, codes = silos(n, m, groups, hubs, directed, 5)
        null = DegreeNull(source, target, everyone(n, directed=directed))
        tries = 2.0 / m if null._few else 1.0

        def run(switches: int, null=null, codes=codes, directed=directed):
            rewiring.SWEEPS = switches
            fresh = replace(null)
            ties = fresh.draw(np.random.default_rng(1000 + switches), replicates)
            return statistics(ties, codes, directed), fresh.effort

        end, _ = run(LONG)
        mean, sd = end.mean(axis=0), np.maximum(end.std(axis=0), 1e-12)
        start = (statistics((source[None], target[None]), codes, directed)[0] - mean) / sd
        show(name, 0, 0.0, start, directed, 0.0)
        for switches in SWITCHES:
            values, effort = run(switches)
            left = (values.mean(axis=0) - mean) / sd
            show(name, switches, effort * tries, left, directed, (2 / replicates) ** 0.5)


def show(name: str, switches: int, tries: float, left, directed: bool, error: float) -> None:
    mutual = f"{left[1]:.3f}" if directed else ""
    print(f"| {name} | {switches} | {tries:.0f} | {left[0]:.3f} | {mutual} | {left[2]:.3f} "
          f"| {error:.3f} |", flush=True)


SMALL = {
    "three-cycle": (3, "sender", [(0, 1), (1, 2), (2, 0)], [], []),
    "three-cycle that names a fourth": (
        4, "sender", [(0, 1), (1, 2), (2, 0), (0, 3), (1, 3), (2, 3)], [], []),
    "five organisations": (
        5, "sender", [(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 0), (0, 3)], [], []),
    "two silent": (
        5, "sender", [(0, 1), (1, 2), (2, 0), (0, 3), (1, 4), (2, 3)], [], [3, 4]),
    "unknown dyads": (
        4, "sender", [(0, 2), (0, 3), (1, 0), (1, 3), (2, 1), (3, 1)], [(2, 0), (3, 2)], []),
    "undirected": (6, "any", [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (0, 5)], [], []),
    "undirected, three silent": (
        6, "any", [(0, 1), (0, 4), (1, 3), (2, 5), (1, 5), (2, 4)], [], [3, 4, 5]),
}


def states(ties, dyads: Dyads) -> set[tuple[tuple[int, int], ...]]:
    """Every set of observed dyads with the degrees of these ties."""
    n = dyads.n
    free = [(i, j) for i in range(n) for j in range(n)
            if (dyads.directed or i < j) and dyads.observed(np.array([i]), np.array([j]))[0]]

    def ends(some) -> list[int]:
        return sorted([i for i, _ in some] + [j + n * dyads.directed for _, j in some])

    wanted = ends(ties)
    return {some for some in itertools.combinations(free, len(ties)) if ends(some) == wanted}


def uniform(replicates: int) -> None:
    print("| network | networks with its degrees | engine | χ² | p |\n|---|--:|---|--:|--:|")
    for name, (n, rule, ties, unknown, silent) in SMALL.items():
        marks = np.array(unknown, dtype=np.int64).reshape(-1, 2)
        dyads = Dyads(~np.isin(np.arange(n), silent), marks[:, 0], marks[:, 1], rule)
        source, target = np.array(sorted(ties)).T
        every = states(sorted(ties), dyads)
        for engine, limit in (("one switch at a time", 10**9), ("many at a time", 0)):
            rewiring._SMALL = limit
            drawn = DegreeNull(source, target, dyads).draw(np.random.default_rng(1), replicates)
            counts = dict.fromkeys(every, 0)
            for s, t in zip(*drawn, strict=True):
                counts[tuple(sorted(zip(s.tolist(), t.tolist(), strict=True)))] += 1
            if len(every) > 1:
                found = stats.chisquare(list(counts.values()))
                print(f"| {name} | {len(every)} | {engine} | {found.statistic:.1f} "
                      f"| {found.pvalue:.2f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", choices=["mixing", "uniform"])
    parser.add_argument("--replicates", type=int, default=2000)
    given = parser.parse_args()
    if given.only != "uniform":
        mixing(given.replicates)
        print()
    if given.only != "mixing":
        uniform(5 * given.replicates)
