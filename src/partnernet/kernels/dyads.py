"""Which dyads were observed: who answered, and what those who answered could not say."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rule = Literal["sender", "any", "both"]


@dataclass(frozen=True, eq=False)
class Dyads:
    """The observed dyads of n organisations, without an n × n table.

    ``answered``, shape (n,): who answered. ``unknown_source``, ``unknown_target``, shape (k,):
    dyads that somebody who answered could not say (ordered for the rule "sender", else
    ``source < target``), each once. ``rule``: a dyad is observed when its sender answered
    ("sender", ordered dyads), at least one end did ("any") or both ends did ("both"; unordered).
    ``told_source``, ``told_target``, shape (t,): single dyads that are known although nobody
    reported them, such as a tie that somebody means to make.
    """

    answered: Bools
    unknown_source: Ints
    unknown_target: Ints
    rule: Rule
    told_source: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    told_target: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @property
    def n(self) -> int:
        """Number of organisations."""
        return len(self.answered)

    @property
    def directed(self) -> bool:
        """Whether dyads are ordered."""
        return self.rule == "sender"

    @cached_property
    def _unknown_keys(self) -> Ints:
        # Only dyads that would otherwise be observed count; the rest are silent anyway.
        keep = self._reported(self.unknown_source, self.unknown_target)
        return np.unique(self.unknown_source[keep] * np.int64(self.n) + self.unknown_target[keep])

    @cached_property
    def _told_keys(self) -> Ints:
        # Only what was not observed anyway counts.
        source, target = self.told_source, self.told_target
        if not self.directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
        keys = np.unique(source * np.int64(self.n) + target)
        silent = ~self._reported(keys // max(self.n, 1), keys % max(self.n, 1))
        return keys[silent | np.isin(keys, self._unknown_keys)]

    def _reported(self, source: Ints, target: Ints) -> Bools:
        if self.rule == "sender":
            return self.answered[source]
        if self.rule == "any":
            return self.answered[source] | self.answered[target]
        return self.answered[source] & self.answered[target]

    @property
    def everyone(self) -> bool:
        """Whether every dyad is observed."""
        return self.total == self.n * (self.n - 1) // (1 if self.directed else 2)

    @cached_property
    def total(self) -> int:
        """Number of observed dyads."""
        n, k = self.n, int(self.answered.sum())
        silent = n - k
        if self.rule == "sender":
            whole = k * (n - 1)
        elif self.rule == "any":
            whole = n * (n - 1) // 2 - silent * (silent - 1) // 2
        else:
            whole = k * (k - 1) // 2
        return whole - len(self._unknown_keys) + len(self._told_keys)

    def observed(self, source: Ints, target: Ints) -> Bools:
        """Which of these dyads were observed; an unordered dyad may be given either way round."""
        if not self.directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
        seen: Bools = self._reported(source, target) & (source != target)
        if len(self._unknown_keys):
            seen &= ~np.isin(source * np.int64(self.n) + target, self._unknown_keys)
        if len(self._told_keys):
            seen |= np.isin(source * np.int64(self.n) + target, self._told_keys)
        return seen

    def unknown_pairs(self) -> tuple[Ints, Ints]:
        """Source and target of the dyads that could have been observed but were marked unknown."""
        return self._unknown_keys // max(self.n, 1), self._unknown_keys % max(self.n, 1)

    def told_pairs(self) -> tuple[Ints, Ints]:
        """Source and target of the dyads that are known although nobody reported them."""
        return self._told_keys // max(self.n, 1), self._told_keys % max(self.n, 1)

    def between(self, codes: Ints, groups: int) -> Ints:
        """Observed dyads from group r to group s, shape (groups, groups).

        Organisations without a group (code −1) are no end. Unordered dyads stand in one cell and
        its mirror, so their number is the sum of the upper triangle with the diagonal.
        """
        size = np.bincount(codes[codes >= 0], minlength=groups).astype(np.int64)
        told = np.bincount(codes[(codes >= 0) & self.answered], minlength=groups).astype(np.int64)
        if self.rule == "sender":
            table = np.outer(told, size) - np.diag(told)
        else:
            counted = size if self.rule == "any" else told
            table = _pairs(counted)
            if self.rule == "any":
                table = table - _pairs(size - told)
        for change, (source, target) in ((-1, self.unknown_pairs()), (1, self.told_pairs())):
            r, s = codes[source], codes[target]
            known = (r >= 0) & (s >= 0)
            r, s = r[known], s[known]
            np.add.at(table, (r, s), change)
            if not self.directed:
                across = r != s
                np.add.at(table, (s[across], r[across]), change)
        return table

    def within(self, members: Bools) -> Dyads:
        """The dyads among some organisations only, renumbered in their order."""
        number = np.cumsum(members) - 1
        keep = members[self.unknown_source] & members[self.unknown_target]
        told = members[self.told_source] & members[self.told_target]
        return Dyads(self.answered[members], number[self.unknown_source[keep]],
                     number[self.unknown_target[keep]], self.rule, number[self.told_source[told]],
                     number[self.told_target[told]])

    def dense(self) -> Bools:
        """An n × n table (symmetric for unordered dyads); for small n only."""
        i, j = np.indices((self.n, self.n))
        return self.observed(i.ravel(), j.ravel()).reshape(self.n, self.n)


def _pairs(size: Ints) -> Ints:
    """Unordered pairs between groups of these sizes; within a group on the diagonal."""
    table = np.outer(size, size)
    np.fill_diagonal(table, size * (size - 1) // 2)
    return table


def everyone(n: int, *, directed: bool) -> Dyads:
    """Every dyad of n organisations observed."""
    none = np.zeros(0, dtype=np.int64)
    return Dyads(np.ones(n, dtype=bool), none, none, "sender" if directed else "any")
