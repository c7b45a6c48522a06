"""What findings are chosen from: the answers, and a few counts of who is tied to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy import sparse

from partnernet.answers import Answer, Figures
from partnernet.kernels.adjacency import Pairs, pairs
from partnernet.kernels.dyads import Bools, Ints
from partnernet.ladder import Ladder
from partnernet.partnership import Groups, Network, Partnership
from partnernet.studies.findings.shape import Certainty
from partnernet.words import Message, say

ALPHA = 0.05
MOST_STEPS = 3


@dataclass(frozen=True, eq=False)
class Evidence:
    """A partnership, the answers given about it, and the counts that sentences need.

    Arrays are in the order of ``alliance.ids``.
    """

    alliance: Partnership
    answers: Mapping[str, Answer]
    sector: str = "sector"
    level: str = "level"

    def figure(self, measure: str, name: str) -> float:
        """One named number, NaN where the answer or the number is missing."""
        answer = self.answers.get(measure)
        return answer[name] if isinstance(answer, Figures) and name in answer else math.nan

    def cell(self, measure: str, name: str, column: str) -> float:
        """One cell of a table of figures, NaN where it is missing."""
        answer = self.answers.get(measure)
        if not isinstance(answer, Figures) or name not in answer or column not in answer.frame:
            return math.nan
        return answer.get(name, column)

    @cached_property
    def network(self) -> Network:
        """The reports as they are."""
        return self.alliance.network()

    @cached_property
    def pairs(self) -> Pairs:
        """Pairs in contact by either report, each once."""
        return pairs(self.network.source, self.network.target, self.network.n)

    @cached_property
    def links(self) -> sparse.csr_array[np.int64, tuple[int, int]]:
        """Who is in contact with whom, shape (n, n), symmetric ones."""
        n, first, second = self.network.n, self.pairs.source, self.pairs.target
        ones = np.ones(2 * len(first), dtype=np.int64)
        return sparse.csr_array((ones, (np.r_[first, second], np.r_[second, first])), shape=(n, n))

    @cached_property
    def contacts(self) -> Ints:
        """Number of contacts of each organisation, shape (n,)."""
        return np.diff(self.links.indptr).astype(np.int64)

    def contacts_of(self, k: int) -> Bools:
        """Who is in contact with an organisation, shape (n,)."""
        here = np.zeros(self.network.n, dtype=bool)
        here[self.links.indices[self.links.indptr[k]:self.links.indptr[k + 1]]] = True
        return here

    def checkable(self, first: Ints, second: Ints) -> Bools:
        """Which pairs somebody could report: one of the two answered and could say."""
        dyads = self.network.dyads
        seen: Bools = dyads.observed(first, second) | dyads.observed(second, first)
        return seen

    @cached_property
    def in_contact(self) -> tuple[int, int]:
        """Pairs in contact and all pairs, among those that somebody could report."""
        n, dyads = self.network.n, self.network.dyads
        tied = int(self.checkable(self.pairs.source, self.pairs.target).sum())
        if not self.network.directed:
            return tied, dyads.total
        silent = int(self.silent.sum())
        source, target = dyads.unknown_pairs()
        key = np.unique(np.minimum(source, target) * np.int64(max(n, 1))
                        + np.maximum(source, target))
        first, second = key // max(n, 1), key % max(n, 1)
        lost = ~self.checkable(first, second) & ~(self.silent[first] & self.silent[second])
        return tied, n * (n - 1) // 2 - silent * (silent - 1) // 2 - int(lost.sum())

    @property
    def silent(self) -> Bools:
        """Who did not answer, shape (n,)."""
        members: Bools = ~self.network.dyads.answered
        return members

    @property
    def everybody(self) -> bool:
        """Whether every dyad is observed: all answered and nobody said "don't know"."""
        return self.network.dyads.everyone

    @cached_property
    def unseen(self) -> int:
        """Number of dyads that nobody could or did report."""
        n = self.network.n
        dyads = n * (n - 1) if self.network.directed else n * (n - 1) // 2
        return dyads - self.network.dyads.total

    @cached_property
    def sectors(self) -> Groups:
        """The sectors."""
        return self.alliance.groups(self.sector)

    @cached_property
    def levels(self) -> Groups:
        """The ordered levels that somebody is at, near to far."""
        return self.alliance.ranks(self.level)

    @property
    def ordered(self) -> bool:
        """Whether at least two ordered levels are present."""
        return len(self.levels) >= 2

    @cached_property
    def ladder(self) -> Ladder:
        """The levels, and how far the known ties lead along them."""
        return Ladder.of(self.network, self.levels)

    @property
    def front(self) -> Bools:
        """Who is on the lowest present level, shape (n,)."""
        return self.ladder.frontline

    @property
    def top(self) -> Bools:
        """Who is on the highest present level, shape (n,)."""
        return self.ladder.decision

    @property
    def down(self) -> Ints:
        """Steps from the decision level along ties, −1 where not reached, shape (n,)."""
        return self.ladder.steps(up=False)

    @property
    def up(self) -> Ints:
        """Steps to the decision level along ties, −1 where it is not reached, shape (n,)."""
        return self.ladder.steps(up=True)

    @property
    def chain(self) -> Bools:
        """Reached from the decision level one level at a time, shape (n,)."""
        return self.ladder.chain_steps(up=False) >= 0

    def within(self, steps: Ints, most: int) -> int:
        """How many front-line organisations are within so many steps."""
        return int(((steps >= 0) & (steps <= most) & self.front).sum())

    def nearer(self, first: Bools, second: Bools) -> Ints:
        """How many pairs of two groups a new contact i–j would bring within two steps.

        Shape (members of the first, members of the second); −1 where the two are in contact.
        """
        rows, columns = np.flatnonzero(first), np.flatnonzero(second)
        direct = self.links[rows][:, columns]
        tied = direct.toarray()
        far = (tied + (self.links[rows] @ self.links[:, columns]).toarray() == 0).astype(np.int64)
        gain = far + far @ self.links[columns][:, columns] + self.links[rows][:, rows] @ far
        found: Ints = np.where(tied > 0, -1, gain)
        return found

    def who(self, members: Bools) -> list[str]:
        """Names of some organisations, in alphabetical order."""
        return sorted(np.array(self.alliance.names, dtype=object)[members], key=str.casefold)

    def members(self, label: str) -> Bools:
        """Who belongs to a sector, shape (n,)."""
        members: Bools = self.sectors.codes == self.sectors.names.index(label)
        return members

    def between(self, first: Bools, second: Bools) -> tuple[int, int]:
        """Pairs in contact and pairs that could be checked, between two sets of organisations."""
        left, right = np.meshgrid(np.flatnonzero(first), np.flatnonzero(second))
        possible = int(self.checkable(left.ravel(), right.ravel()).sum())
        ends = self.pairs.source, self.pairs.target
        here = (first[ends[0]] & second[ends[1]]) | (second[ends[0]] & first[ends[1]])
        return int((here & self.checkable(*ends)).sum()), possible


def absence(evidence: Evidence, silent_key: str) -> tuple[Certainty, Message]:
    """How sure it is that ties are absent, and why; the key says what the silent could add."""
    silent = int(evidence.silent.sum())
    if evidence.everybody:
        return "firm", say("findings.reason_everybody")
    if silent:
        return "likely", say(silent_key, plural=silent, n=silent)
    return "likely", say("findings.reason_pairs", plural=evidence.unseen, n=evidence.unseen)


def value_at(table: pd.DataFrame, row: object, column: str) -> float:
    """One number of a table, NaN where the table lacks the column."""
    if column not in table:
        return math.nan
    return float(table[column].to_numpy(dtype=float)[list(table.index).index(row)])


def barely(p: float, replicates: int) -> bool:
    """Whether a p lies so near .05 that another seed could fall on the other side."""
    return abs(p - ALPHA) <= 2 * math.sqrt(p * (1 - p) / replicates)
