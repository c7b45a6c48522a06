"""What findings are chosen from: the answers, and a few counts of who is tied to whom."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from partnernet.answers import Answer, Figures
from partnernet.kernels.dyads import Bools, Ints
from partnernet.kernels.levels import chain_ties
from partnernet.kernels.paths import steps_from
from partnernet.partnership import Groups, Network, Partnership

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
    def contact(self) -> Bools:
        """Who is in contact with whom by either report, shape (n, n), symmetric."""
        n = self.network.n
        table = np.zeros((n, n), dtype=bool)
        table[self.network.source, self.network.target] = True
        either: Bools = table | table.T
        return either

    @cached_property
    def checkable(self) -> Bools:
        """Pairs that somebody could report: one of the two answered and could say."""
        seen = self.network.dyads.dense()
        either: Bools = seen | seen.T
        np.fill_diagonal(either, False)
        return either

    @cached_property
    def contacts(self) -> Ints:
        """Number of contacts of each organisation, shape (n,)."""
        counts: Ints = self.contact.sum(axis=1).astype(np.int64)
        return counts

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

    @property
    def front(self) -> Bools:
        """Who is on the lowest present level, shape (n,)."""
        members: Bools = self.levels.codes == 0
        return members

    @property
    def top(self) -> Bools:
        """Who is on the highest present level, shape (n,)."""
        members: Bools = self.levels.codes == len(self.levels) - 1
        return members

    @cached_property
    def down(self) -> Ints:
        """Steps from the decision level along ties, −1 where not reached, shape (n,)."""
        network = self.network
        return steps_from(network.source, network.target, network.n, self.top,
                          directed=network.directed)

    @cached_property
    def up(self) -> Ints:
        """Steps to the decision level along ties, −1 where it is not reached, shape (n,)."""
        network = self.network
        return steps_from(network.target, network.source, network.n, self.top,
                          directed=network.directed)

    @cached_property
    def chain_steps(self) -> Ints:
        """Steps from the decision level where each stays on its level or goes one down; −1: none.

        Shape (n,).
        """
        source, target = self._chain_ties
        return steps_from(source, target, self.network.n, self.top, directed=True)

    @cached_property
    def _chain_ties(self) -> tuple[Ints, Ints]:
        network = self.network
        return chain_ties(network.source, network.target, network.n, self.levels.codes, up=False,
                          directed=network.directed)

    @property
    def chain(self) -> Bools:
        """Reached from the decision level one level at a time, shape (n,)."""
        return self.chain_steps >= 0

    @property
    def chain_parent(self) -> Ints:
        """Who is the first to name each on its shortest chain, −1 for none, shape (n,)."""
        source, target = self._chain_ties
        first = (self.chain_steps[source] >= 0) & (
            self.chain_steps[target] == self.chain_steps[source] + 1)
        parent = np.full(self.network.n, -1, dtype=np.int64)
        # Written backwards, so that the first in the order of ids stays.
        parent[target[first][::-1]] = source[first][::-1]
        return parent

    def within(self, steps: Ints, most: int) -> int:
        """How many front-line organisations are within so many steps."""
        return int(((steps >= 0) & (steps <= most) & self.front).sum())

    def nearer(self, first: Bools, second: Bools) -> Ints:
        """How many pairs of two groups a new contact i–j would bring within two steps.

        Shape (n, n): rows of the first group, columns of the second, 0 elsewhere.
        """
        near = self.contact.astype(np.int64)
        far = (near + near @ near == 0) & first[:, None] & second[None, :]
        there = far.astype(np.int64)
        gain = there + there @ (near * second[None, :]) + (near * first[:, None]) @ there
        found: Ints = gain * (first[:, None] & second[None, :])
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
        block = np.ix_(first, second)
        seen = self.checkable[block]
        return int((self.contact[block] & seen).sum()), int(seen.sum())


def value_at(table: pd.DataFrame, row: object, column: str) -> float:
    """One number of a table, NaN where the table lacks the column."""
    if column not in table:
        return math.nan
    return float(table[column].to_numpy(dtype=float)[list(table.index).index(row)])


def barely(p: float, replicates: int) -> bool:
    """Whether a p lies so near .05 that another seed could fall on the other side."""
    return abs(p - ALPHA) <= 2 * math.sqrt(p * (1 - p) / replicates)
