"""Small partnerships for the report's tests: one with everything, and every thin kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from partnernet.partnership import Partnership

DAY = date(2026, 4, 14)
CHROMIUM = "/usr/bin/chromium"
SECTORS = ("health", "social", "voluntary", "education", "government")
LEVELS = ("neighbourhood", "municipal", "regional", "national")
TRUST = {"low": 1, "high": 5, "integer": True, "labels": {1: "none", 5: "a great deal"}}
FREQUENCY = {"low": 0, "high": 5, "integer": True,
             "labels": {0: "never", 1: "yearly", 2: "quarterly", 3: "monthly", 4: "weekly",
                        5: "daily"}}


def full(*, n: int = 26, seed: int = 3, trust_seed: int = 0, silent: int = 3,
         names: Mapping[int, str] | None = None) -> Partnership:
    """Sectors, levels, trust, frequency, relations, silent ones; health keeps to itself.

    ``trust_seed`` changes the trust ratings and nothing else.
    """
    rng = np.random.default_rng(seed)
    sector = rng.choice(len(SECTORS), n, p=[0.3, 0.2, 0.2, 0.15, 0.15])
    level = np.r_[np.arange(4), rng.choice(4, n - 4, p=[0.4, 0.35, 0.15, 0.1])]
    ids = [f"M{k:02d}" for k in range(n)]
    labels = {k: f"Organisation {k}" for k in range(n)} | dict(names or {})
    close = np.where(sector[:, None] == sector, 0.12, 0.16)
    health = sector == 0
    close[np.ix_(health, health)] = 0.75
    close[np.ix_(health, ~health)] = close[np.ix_(~health, health)] = 0.05
    tied = rng.random((n, n)) < close
    np.fill_diagonal(tied, False)
    answered = np.ones(n, dtype=bool)
    answered[rng.choice(n, silent, replace=False)] = False
    tied[~answered] = False
    source, target = np.nonzero(tied)
    trust = np.random.default_rng(trust_seed).integers(1, 6, len(source))
    return Partnership(
        pd.DataFrame({"id": ids, "name": [labels[k] for k in range(n)],
                      "sector": [SECTORS[s] for s in sector],
                      "level": [LEVELS[k] for k in level], "answered": answered}),
        pd.DataFrame({"source": [ids[i] for i in source], "target": [ids[j] for j in target],
                      "relation": rng.choice(["information", "projects"], len(source)),
                      "trust": trust, "frequency": rng.integers(1, 6, len(source))}),
        scales={"trust": TRUST, "frequency": FREQUENCY}, levels=LEVELS)


def _made(columns: Mapping[str, Any], ties: Mapping[str, Any] | None = None,
          **options: Any) -> Partnership:
    return Partnership(pd.DataFrame(columns), None if ties is None else pd.DataFrame(ties),
                       **options)


def thin() -> dict[str, Partnership]:
    """Partnerships in which something is missing, by what it is."""
    ids = list("ABCDEFGH")
    ties = {"source": list("AABCDEFGHB"), "target": list("BCCDEFGHAA")}
    sector = ["health"] * 3 + ["social"] * 3 + ["voluntary"] * 2
    level = ["municipal", "municipal", "neighbourhood", "neighbourhood", "regional", "municipal",
             "regional", "neighbourhood"]
    both = {"id": ids, "sector": sector, "level": level}
    return {
        "nobody at all": _made({"id": []}),
        "one organisation": _made({"id": ["A"], "sector": ["health"], "level": ["municipal"]}),
        "two organisations": _made({"id": ["A", "B"]}, {"source": ["A"], "target": ["B"]}),
        "no ties": _made(both),
        "one sector": _made({**both, "sector": ["health"] * 8}, ties),
        "no sectors": _made({"id": ids, "level": level}, ties),
        "no levels": _made({"id": ids, "sector": sector}, ties),
        "one level": _made({**both, "level": ["municipal"] * 8}, ties),
        "no groups": _made({"id": ids}, ties),
        "nobody answered": _made(both, ties, answered=[]),
        "half answered": _made(both, ties, answered=ids[:4]),
        "undirected": _made(both, {"source": list("AABCDEFG"), "target": list("BCCDEFGH")},
                            directed=False),
        "unordered levels": _made({**both, "level": list("xyzxyzxy")}, ties),
        "unknown pairs": _made(both, ties, unknown=[("C", "A"), ("D", "A")]),
        "blank groups": _made({"id": ids, "sector": ["health", None] * 4,
                               "level": [None] * 4 + level[4:]}, ties),
        "two parts": _made(both, {"source": list("ABCFG"), "target": list("BCAGF")}),
    }


HOSTILE = {
    0: "<script>document.title='pwned'</script>",
    1: "\"><img src=x onerror=\"document.title='pwned'\">",
    2: "</title></style></svg><script>document.title='pwned'</script>",
    3: "{{ 7*7 }} {% raw %} {names} %s",
    4: "javascript:document.title='pwned'",
    5: "=HYPERLINK(\"http://evil.example\",\"x\")",
    6: "‮gnitirw desrever‬ \x07 ] ]> &lt;b&gt;",
    7: "A" * 120,
    8: "Ñandú, «Ångström» & Söhne’s",
}
