"""False alarms and power of the silo verdict, by simulation.

    python benchmarks/verdict.py [--networks 100] [--replicates 499] [--only odds]

Directed networks of 15, 30, 60 and 120 organisations in four sectors, six ties an organisation,
activity and popularity log-normal (σ = .5). Scenarios: nothing going on; one sector that sends
and draws 2.5 times as much; a fifth silent, most of them in one sector; own sector preferred with
odds × 2 and × 3.
A row is the share of sectors given each verdict, and of sectors significant (Benjamini–Hochberg,
.05) under each null alone, with the greatest standard error of a share.
"""

import argparse
from collections import Counter

import numpy as np

from partnernet.kernels.chance import Shuffle, replicate, shuffle_strata
from partnernet.kernels.dyads import Dyads
from partnernet.kernels.ei_chance import rewired_ei, shuffled_ei
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.silos import ei_table
from partnernet.kernels.verdict import ALPHA, VERDICTS, verdicts

SIZES = (15, 30, 60, 120)
SECTORS, TIES_EACH = 4, 6
SCENARIOS = {
    "no preference": {},
    "no preference, one sector 2.5 times as active and popular": {"active": 2.5},
    "no preference, a fifth silent": {"silent": 0.2},
    "odds × 2": {"odds": 2.0},
    "odds × 3": {"odds": 3.0},
}


def simulated(n: int, random: np.random.Generator, *, odds=1.0, active=1.0, silent=0.0):
    """Ties, sectors and dyads of one network."""
    codes = np.arange(n) % SECTORS
    sends, draws = random.lognormal(0.0, 0.5, (2, n))
    sends[codes == 0] *= active
    draws[codes == 0] *= active
    rate = np.outer(sends, draws) * np.where(codes[:, None] == codes, odds, 1.0)
    np.fill_diagonal(rate, 0.0)
    keys = random.choice(n * n, TIES_EACH * n, replace=False, p=(rate / rate.sum()).ravel())
    source, target = np.sort(keys) // n, np.sort(keys) % n
    answered = np.ones(n, dtype=bool)
    # Silence that depends on the sector: three in four of the silent are of the first.
    quiet = np.where(codes == 0, 3.0, 1 / 3)
    gone = random.choice(n, int(silent * n), replace=False, p=quiet / quiet.sum())
    answered[gone] = False
    told = answered[source]
    none = np.zeros(0, dtype=np.int64)
    return source[told], target[told], codes, Dyads(answered, none, none, "sender")


def judged(n: int, random: np.random.Generator, replicates: int, **scenario) -> Counter[str]:
    """Verdicts of one network, and which null alone would have called a silo."""
    source, target, codes, dyads = simulated(n, random, **scenario)
    table = ei_table(source, target, codes, SECTORS, dyads)
    seed = int(random.integers(0, 2**31))
    shuffles = replicate(lambda rows: shuffled_ei(source, target, codes[rows], SECTORS),
                         Shuffle(shuffle_strata(codes, dyads.answered)), replicates, seed)
    rewirings = replicate(lambda ties: rewired_ei(*ties, codes, SECTORS, directed=True),
                          DegreeNull(source, target, dyads), replicates, seed)
    found = verdicts(table.members[1:], table.ei[1:], shuffles[:, 1:], rewirings[:, 1:])
    count = Counter(found.verdicts)
    count["permutation"] = int((found.permutation.lower_bh <= ALPHA).sum())
    count["degree"] = int((found.degree.lower_bh <= ALPHA).sum())
    return count


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--networks", type=int, default=100)
    parser.add_argument("--replicates", type=int, default=499)
    parser.add_argument("--only", default="", help="part of a scenario's name")
    given = parser.parse_args()
    columns = [*VERDICTS, "permutation", "degree"]
    print("| scenario | organisations |", " | ".join(columns[:5]),
          "| permutation alone | degree alone | error |")
    print("|---|--:|" + "--:|" * 8)
    for name, scenario in SCENARIOS.items():
        for n in SIZES if given.only in name else ():
            random = np.random.default_rng(n)
            count: Counter[str] = Counter()
            for _ in range(given.networks):
                count.update(judged(n, random, given.replicates, **scenario))
            sectors = given.networks * SECTORS
            shares = [count[column] / sectors for column in columns]
            error = max((s * (1 - s) / sectors) ** 0.5 for s in shares)
            print(f"| {name} | {n} |", " | ".join(f"{share:.3f}" for share in shares),
                  f"| {error:.3f} |", flush=True)


if __name__ == "__main__":
    main()
