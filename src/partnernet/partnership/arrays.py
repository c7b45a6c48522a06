"""The arrays that measures take: networks and groups, in the order of the sorted ids."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd

from partnernet.errors import UnknownName
from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.vocabulary import level_key, sector_key

Confirm = Literal["either", "both"] | None
CONFIRM: dict[Literal["either", "both"], str] = {
    "either": "a tie if either side reports it",
    "both": "a tie if both sides report it",
}


class Found(Protocol):
    """A membership found in the ties, as `communities` gives it."""

    @property
    def membership(self) -> pd.Series:
        """Group of each organisation, by id."""
        ...


By = str | Sequence[str] | Mapping[Hashable, Any] | pd.Series | Found


@dataclass(frozen=True, eq=False)
class Network:
    """The arrays of one view: one tie an ordered pair (unordered when undirected).

    ``source``, ``target``: positions in the sorted ids, shape (m,), sorted, undirected ties once
    with source < target. ``observed``, shape (m,): the tie stands on an observed dyad.
    ``strength``: attribute → oriented strength, shape (m,), NaN where blank; over several relations
    the strongest, under ``confirm`` the mean of the given reports. ``reports``, shape (m,): how
    many sides reported the tie (1 unless under ``confirm``).
    """

    n: int
    directed: bool
    source: Ints
    target: Ints
    observed: Bools
    dyads: Dyads
    strength: dict[str, Floats]
    reports: Ints

    @property
    def m(self) -> int:
        """Number of observed ties."""
        return int(self.observed.sum())

    def only_observed(self) -> tuple[Ints, Ints]:
        """Source and target of the observed ties."""
        return self.source[self.observed], self.target[self.observed]


@dataclass(frozen=True, eq=False)
class Groups:
    """Which group each organisation is in: names in order, ``codes`` shape (n,), −1 for none."""

    by: str
    names: tuple[str, ...]
    codes: Ints
    keys: tuple[str | None, ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    def place(self, name: str) -> int:
        """The group meant by a label, or by its known key or its name in another language.

        UnknownName with the nearest label otherwise.
        """
        if name in self.names:
            return self.names.index(name)
        known = {"sector": sector_key, "level": level_key}.get(self.by)
        key = None if known is None else known(name)
        if key is not None and key in self.keys:
            return self.keys.index(key)
        raise UnknownName(self.by if known else "group", name, self.names)

    @property
    def sizes(self) -> Ints:
        """Members of each group, shape (groups,)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.names)).astype(np.int64)


def declared_level(label: str, levels: Sequence[str]) -> str | None:
    """The declared level that a label means: itself, or the one of the same known key."""
    if label in levels:
        return label
    key = level_key(label)
    return next((level for level in levels if key is not None and level_key(level) == key), None)


def coded(by: str, labels: pd.Series, known: Callable[[str], str | None],
           order: Sequence[str]) -> Groups:
    """Codes of labels: known ones in their order, the others by name, blank −1."""
    written = {str(label) for label in labels.dropna()}
    rank = {key: k for k, key in enumerate(order)}
    keyed = {label: known(label) for label in written}

    def place(label: str) -> tuple[int, str, str]:
        return rank.get(keyed[label] or "", len(rank)), label.casefold(), label

    names = sorted(written, key=place)
    code = {name: k for k, name in enumerate(names)}
    codes = np.array([-1 if pd.isna(label) else code[str(label)] for label in labels],
                     dtype=np.int64)
    return Groups(by, tuple(names), codes, tuple(keyed[name] for name in names))


def undirected(network: Network, confirm: Literal["either", "both"]) -> Network:
    """Directed reports seen as undirected ties, with the mean of the given reports."""
    n = np.int64(max(network.n, 1))
    low = np.minimum(network.source, network.target)
    high = np.maximum(network.source, network.target)
    keys, inverse, reports = np.unique(low * n + high, return_inverse=True, return_counts=True)
    keep = reports == 2 if confirm == "both" else np.ones(len(keys), dtype=bool)
    strength = {}
    for name, values in network.strength.items():
        given = ~np.isnan(values)
        total = np.bincount(inverse[given], weights=values[given], minlength=len(keys))
        count = np.bincount(inverse[given], minlength=len(keys))
        strength[name] = np.divide(total, count, out=np.full(len(keys), np.nan),
                                   where=count > 0)[keep]
    left, right = network.dyads.unknown_pairs()
    unknown = np.unique(np.minimum(left, right) * n + np.maximum(left, right))
    told = network.dyads.told_pairs()
    # A pair is known from both sides where each direction was told or reported.
    known = network.dyads.observed(*told) & network.dyads.observed(*told[::-1])
    dyads = Dyads(network.dyads.answered, unknown // n, unknown % n, "both",
                  told[0][known], told[1][known])
    source, target = keys[keep] // n, keys[keep] % n
    return Network(network.n, False, source, target, dyads.observed(source, target), dyads,
                   strength, reports[keep].astype(np.int64))
