"""Random small partnerships as plain tables, for the oracle and the library alike."""

import itertools
from typing import Any

import pandas as pd
from hypothesis import strategies as st

import partnernet as pn
from oracle.data import Plain

SECTORS = ("health", "social", "education")
KNOWN = ("neighbourhood", "municipal", "regional")
DECLARED = ("low", "middle", "high", "top")
RELATIONS = ("information", "projects")
SCALES = {
    "trust": {"low": 1, "high": 5, "integer": True, "direction": "more"},
    "frequency": {"low": 1, "high": 4, "integer": True, "direction": "less"},
}


def labels(names: tuple[str, ...], blanks: bool) -> Any:
    choices = st.sampled_from(names)
    return st.one_of(st.none(), choices, choices, choices) if blanks else choices


@st.composite
def plains(
    draw: Any,
    *,
    least: int = 0,
    most: int = 7,
    directed: bool | None = None,
    everybody: bool = False,
    blanks: bool | None = None,
    sectors: tuple[str, ...] = SECTORS,
) -> Plain:
    """A partnership of a few organisations.

    Silent organisations, unknown dyads, blank strengths, several relations, blank sectors and
    levels, declared, known or unordered levels: each in some of the draws.
    """
    n = draw(st.integers(least, most))
    towards = draw(st.booleans()) if directed is None else directed
    holes = draw(st.booleans()) if blanks is None else blanks
    order = draw(st.sampled_from([None, DECLARED, None if not holes else ()]))
    names = {None: KNOWN, DECLARED: DECLARED}.get(order, (*KNOWN[:2], "somewhere"))
    silent = set() if everybody else draw(st.sets(st.integers(0, max(n - 1, 0)), max_size=n // 2))
    organisations = [
        {
            "id": f"o{i}",
            "sector": draw(labels(sectors, holes)),
            "level": draw(labels(names, holes)),
            "answered": i not in silent,
        }
        for i in range(n)
    ]
    pairs = [p for p in itertools.permutations(range(n), 2) if towards or p[0] < p[1]]
    several = draw(st.booleans())
    ties, tied = [], set()
    for pair in pairs:
        found = draw(st.sets(st.sampled_from(RELATIONS), max_size=2))
        for relation in sorted(found) if several else sorted(found)[:1]:
            tied.add(pair)
            ties.append(draw(rows(pair, relation if several else None, towards)))
    free = [p for p in pairs if p not in tied]
    unknown = []
    if free and not everybody:
        unknown = sorted(draw(st.sets(st.sampled_from(free), max_size=2)))
    return Plain(
        organisations,
        ties,
        [(f"o{i}", f"o{j}") for i, j in unknown],
        draw(st.sampled_from([SCALES, {}, {"frequency": SCALES["frequency"]}])),
        order or None,
        towards,
    )


@st.composite
def rows(draw: Any, pair: tuple[int, int], relation: str | None, towards: bool) -> dict[str, Any]:
    """One tie; undirected ones are written in either order."""
    i, j = pair if towards or draw(st.booleans()) else pair[::-1]
    return {
        "source": f"o{i}",
        "target": f"o{j}",
        "relation": relation,
        "trust": draw(st.one_of(st.none(), st.integers(1, 5))),
        "frequency": draw(st.one_of(st.none(), st.integers(1, 4))),
    }


def tables(plain: Plain) -> dict[str, Any]:
    """What `partnernet.Partnership` takes, as keyword arguments."""
    organisations = pd.DataFrame(
        [{k: row[k] for k in ("id", "sector", "level")} for row in plain.organisations],
        columns=["id", "sector", "level"],
        dtype=object,
    )
    columns = ["source", "target", "trust", "frequency"]
    if any(row["relation"] is not None for row in plain.ties):
        columns.insert(2, "relation")
    ties = pd.DataFrame([[row[c] for c in columns] for row in plain.ties], columns=columns)
    ties = ties.astype({"trust": float, "frequency": float})
    return {
        "organisations": organisations,
        "ties": ties,
        "answered": [row["id"] for row in plain.organisations if row["answered"]],
        "unknown": list(plain.unknown),
        "scales": plain.scales,
        "levels": plain.levels,
        "directed": plain.directed,
    }


def partnership(plain: Plain) -> pn.Partnership:
    """The library's object of the same data."""
    return pn.Partnership(**tables(plain))
