"""The ordered levels as a ladder: who stands at its two ends, and how far ties lead along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from partnernet.errors import UnknownName
from partnernet.kernels import levels, paths
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.mixing import blocks_by_outdegree
from partnernet.partnership import Groups, Network

STEPS = (1, 2, 3)
_CURVE = 8  # steps to which the reach curve is told
_CLOSING = 20  # dyads told that would close most triads
_WAYS = (("down", False), ("up", True))


@dataclass(frozen=True, eq=False)
class Ladder:
    """The present levels, near to far, who is at the two ends, and the known ties.

    ``ranks``: each one's level, −1 without, shape (n,). ``frontline``, ``decision``: who is on the
    two levels that count as the ends, shape (n,).
    """

    network: Network
    ranks: Ints
    names: tuple[str, ...]
    frontline: Bools
    decision: Bools

    @classmethod
    def of(cls, network: Network, order: Groups, frontline: str | None = None,
           decision: str | None = None) -> Ladder:
        """Of ordered levels; the lowest and the highest are the ends, unless others are named.

        Raises
        ------
        UnknownName
            A level that nobody is at.
        """
        ends = []
        for name, default in ((frontline, 0), (decision, len(order) - 1)):
            if name is not None and name not in order.names:
                raise UnknownName("level", name, order.names)
            place = default if name is None else order.names.index(name)
            ends.append((order.codes == place) & (len(order) > 0))
        return cls(network, order.codes, order.names, *ends)

    @property
    def several(self) -> bool:
        """Whether there are two levels or more, and somebody at both ends."""
        return len(self.names) > 1 and bool(self.frontline.any() and self.decision.any())

    @property
    def ties(self) -> tuple[Ints, Ints, int]:
        """Source, target, and how many organisations."""
        return self.network.source, self.network.target, self.network.n

    # -- steps -----------------------------------------------------------------------------------

    def steps(self, *, up: bool) -> Ints:
        """Steps from the decision level to each organisation, or (up) from each to it; −1: none."""
        return self._both_ways[up]

    @cached_property
    def _both_ways(self) -> tuple[Ints, Ints]:
        source, target, n = self.ties
        down, up = (paths.steps_from(*ends, n, self.decision, directed=self.network.directed)
                    for ends in ((source, target), (target, source)))
        return down, up

    def chain_steps(self, *, up: bool) -> Ints:
        """Steps of the shortest chain between the decision level and each; −1: none."""
        return self._chains[up]

    @cached_property
    def _chains(self) -> tuple[Ints, Ints]:
        down, up = (paths.steps_from(*self._chain_ties(up=way), self.network.n, self.decision,
                                     directed=True) for _, way in _WAYS)
        return down, up

    def _chain_ties(self, *, up: bool) -> tuple[Ints, Ints]:
        """The steps of a chain, all leading away from the decision level."""
        start, end = levels.chain_ties(*self.ties, self.ranks, directed=self.network.directed,
                                       up=up)
        return (end, start) if up else (start, end)

    @property
    def chain_namers(self) -> Ints:
        """Who is the first to name each on its shortest chain down, −1 for none, shape (n,)."""
        return levels.first_namers(*self._chain_ties(up=False), self.chain_steps(up=False))

    # -- figures and tables ----------------------------------------------------------------------

    def along(self) -> dict[str, float]:
        """``reach_down_k``, ``reach_up_k``, ``efficiency_…`` and ``chain_intact…``, 0 to 1."""
        values: dict[str, float] = {}
        for way, up in _WAYS:
            values |= self.reach(f"reach_{way}", up=up)
        for way, starts, ends in (("down", self.decision, self.frontline),
                                  ("up", self.frontline, self.decision)):
            values[f"efficiency_{way}"] = paths.mean_inverse_distance(
                *self.ties, starts, ends, directed=self.network.directed)
        for name, up in (("chain_intact", False), ("chain_intact_up", True)):
            values[name] = levels.share_within(self.chain_steps(up=up), self.frontline)
        return values

    def reach(self, name: str, *, up: bool) -> dict[str, float]:
        """Share of the front line reached (or reaching) in 1, 2, 3 steps: ``name_1`` …"""
        return {f"{name}_{k}": levels.share_within(self.steps(up=up), self.frontline, k)
                for k in STEPS}

    def level_mixing(self) -> pd.DataFrame:
        """Level × level: observed, expected by out-degree and ratio, one row a block."""
        network = self.network
        found = blocks_by_outdegree(network.source, network.target, self.ranks, len(self.names),
                                    network.dyads)
        index = pd.MultiIndex.from_product([self.names, self.names], names=["from", "to"])
        return pd.DataFrame(
            {"observed": found.observed.ravel(), "expected": found.expected.ravel(),
             "ratio": found.ratio.ravel(), "observed_dyads": found.dyads.ravel()}, index=index)

    def reach_by_sector(self, sectors: Groups) -> pd.DataFrame:
        """Share of each sector's frontline organisations that is reached, and that reaches."""
        columns: dict[str, Floats | Ints] = {
            "frontline": np.bincount(sectors.codes[self.frontline & (sectors.codes >= 0)],
                                     minlength=len(sectors))}
        for way, up in _WAYS:
            steps = self.steps(up=up)
            for k in STEPS:
                columns[f"reach_{way}_{k}"] = levels.shares_by_group(
                    (steps >= 0) & (steps <= k), self.frontline, sectors.codes, len(sectors))
            columns["chain_intact_up" if up else "chain_intact"] = levels.shares_by_group(
                self.chain_steps(up=up) >= 0, self.frontline, sectors.codes, len(sectors))
        return pd.DataFrame(columns, index=pd.Index(sectors.names, name="sector"))

    def reach_curve(self) -> pd.DataFrame:
        """Share of the front line reached, and reaching, in at most k steps."""
        return pd.DataFrame(
            {f"reach_{way}": [levels.share_within(self.steps(up=up), self.frontline, k)
                              for k in range(1, _CURVE + 1)] for way, up in _WAYS},
            index=pd.RangeIndex(1, _CURVE + 1, name="steps"))

    def broken_links(self, sectors: Groups, ids: tuple[str, ...]) -> pd.DataFrame:
        """Where the chain breaks: way, sector, between which levels, and whom it misses."""
        rows = []
        for way, up in _WAYS:
            lost = self.frontline & (self.chain_steps(up=up) < 0)
            attained = levels.chains(*self.ties, self.ranks, directed=self.network.directed,
                                     up=up).attained
            keys = sorted({(int(attained[k]), int(sectors.codes[k]))
                           for k in np.flatnonzero(lost)})
            for height, code in keys:
                which = np.flatnonzero(lost & (attained == height) & (sectors.codes == code))
                above = min(height + 1, len(self.names) - 1)
                rows.append((way, sectors.names[code] if code >= 0 else None, self.names[above],
                             self.names[height], len(which), ", ".join(ids[k] for k in which)))
        columns = ["way", "sector", "level_above", "level_below", "organisations", "ids"]
        return pd.DataFrame(rows, columns=columns)

    def not_reached(self, ids: tuple[str, ...]) -> pd.DataFrame:
        """Each frontline organisation's steps from and to the decision level, and by chain."""
        front = np.flatnonzero(self.frontline)
        columns = {"steps_down": self.steps(up=False), "steps_up": self.steps(up=True),
                   "chain_down": self.chain_steps(up=False), "chain_up": self.chain_steps(up=True)}
        table = {name: np.where(steps[front] >= 0, steps[front].astype(float), np.nan)
                 for name, steps in columns.items()}
        return pd.DataFrame(table, index=pd.Index([ids[k] for k in front], name="id",
                                                  dtype=object))

    def closing_dyads(self, ids: tuple[str, ...]) -> pd.DataFrame:
        """The dyads that would close most triads over three levels."""
        found = levels.closing_dyads(*self.ties, self.ranks, most=_CLOSING)
        return pd.DataFrame({
            "organisation_low": [ids[k] for k in found.low],
            "organisation_high": [ids[k] for k in found.high], "triads_closed": found.triads})
