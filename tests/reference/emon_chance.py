"""How often chance gives four EMON networks an E–I index as low as theirs, in numpy alone.

Nothing of the library is used. `python emon_chance.py` prints, for each network, one-sided p of
2,000,000 permutations of the sponsors and of 100,000 digraphs with the same degrees. The digraphs
are ends of 20,000 chains that start at the data and switch the targets of two arcs or turn a
circle of three round, where no loop and no double arc comes of it: 30 switches tried for each arc
before the first digraph, 15 before each of the other four.

With numpy 2.4.6, permutations and digraphs: @@
"""

import csv
from pathlib import Path

import numpy as np

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "emon"
CHAINS, DIGRAPHS, PERMUTED, AT_ONCE = 20_000, 5, 2_000_000, 10_000


def read(name):
    """Sponsors as numbers, and the arcs as two arrays of places."""
    with (SAMPLES / name / "organisations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with (SAMPLES / name / "ties.csv").open(encoding="utf-8", newline="") as file:
        ties = list(csv.DictReader(file))
    ids = [row["id"] for row in rows]
    sponsors = sorted({row["sponsorship"] for row in rows})
    code = np.array([sponsors.index(row["sponsorship"]) for row in rows])
    source, target = (np.array([ids.index(tie[end]) for tie in ties])
                      for end in ("source", "target"))
    return code, source, target


def of_permutations(code, source, target, rng):
    own = np.count_nonzero(code[source] == code[target])
    low = 0
    for _ in range(PERMUTED // AT_ONCE):
        other = rng.permuted(np.tile(code, (AT_ONCE, 1)), axis=1)
        low += np.count_nonzero((other[:, source] == other[:, target]).sum(axis=1) >= own)
    return low / PERMUTED


def of_digraphs(code, source, target, rng):
    n, m, every = len(code), len(source), np.arange(CHAINS)
    own = np.count_nonzero(code[source] == code[target])
    tied = np.zeros((CHAINS, n, n), dtype=bool)
    tied[:, source, target] = True
    tail, head = np.tile(source, (CHAINS, 1)), np.tile(target, (CHAINS, 1))

    def switch():
        x, y = rng.integers(m, size=(2, CHAINS))
        a, b, c, d = tail[every, x], head[every, x], tail[every, y], head[every, y]
        may = (a != d) & (c != b) & ~tied[every, a, d] & ~tied[every, c, b]
        k, a, b, c, d, x, y = (each[may] for each in (every, a, b, c, d, x, y))
        tied[k, a, b] = tied[k, c, d] = False
        tied[k, a, d] = tied[k, c, b] = True
        head[k, x], head[k, y] = d, b

    def turn():
        i, j, k = rng.integers(n, size=(3, CHAINS))
        round_ = [(i, j), (j, k), (k, i)]
        may = np.all([tied[every, a, b] & ~tied[every, b, a] for a, b in round_], axis=0)
        for chain in every[may]:
            for a, b in ((a[chain], b[chain]) for a, b in round_):
                tied[chain, a, b], tied[chain, b, a] = False, True
                arc = np.flatnonzero((tail[chain] == a) & (head[chain] == b))[0]
                tail[chain, arc], head[chain, arc] = b, a

    low = 0
    for digraph in range(DIGRAPHS):
        for step in range(15 * m if digraph else 30 * m):
            switch()
            if step % 10 == 0:
                turn()
        low += np.count_nonzero((code[tail] == code[head]).sum(axis=1) >= own)
    assert (tied.sum(axis=2) == np.bincount(source, minlength=n)).all()
    assert (tied.sum(axis=1) == np.bincount(target, minlength=n)).all()
    assert tied[every[:, None], tail, head].all()
    return low / (CHAINS * DIGRAPHS)


if __name__ == "__main__":
    for name in ("wichita", "texas", "hurr_frederic", "cheyenne"):
        network, rng = read(name), np.random.default_rng(1988)
        print(name, of_permutations(*network, rng), of_digraphs(*network, rng), flush=True)
