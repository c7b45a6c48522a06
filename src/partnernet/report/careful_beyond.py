"""What partners may see of answers and amounts: no figure of fewer than five organisations.

Careful by construction, as with ties: what stands on too few is taken out before anything is
computed, so that no figure, picture or sentence can depend on it. Groups are shown or hidden
together, and so that those hidden are five or more, or none: nothing follows from totals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from partnernet.instruments import Instrument
from partnernet.instruments.scoring import Scored
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.report.careful import LEAST

TOTALS = 2 * LEAST
"""Organisations from which on a total beside its parts tells nothing of a few of them."""


@dataclass(frozen=True, eq=False)
class SeenAnswers:
    """Answers as an audience may see them: one row an organisation and item.

    ``items``: ids of statements left out because too few rated them. ``unpaired``: answers left
    out because so few gave one of the two figures that the other would tell theirs.
    """

    table: pd.DataFrame
    items: frozenset[str]
    unpaired: int


def seen_answers(given: Scored, audience: str) -> SeenAnswers:
    """The answers from which a report is written."""
    performance, importance = given.performance.copy(), given.importance.copy()
    ids = np.array(given.instrument.ids, dtype=object)
    unpaired, before = 0, (~np.isnan(performance)).any(axis=0)
    if audience == "partners":
        for table in (performance, importance):
            table[:, _few(table)] = np.nan
        _leave_out_small_cells(performance, importance, given.instrument)
        unpaired = _leave_out_unpaired(performance, importance)
    items = frozenset(ids[before & np.isnan(performance).all(axis=0)].tolist())
    rows, columns = np.nonzero(~np.isnan(performance) | ~np.isnan(importance))
    who = np.array(given.ids, dtype=object)
    return SeenAnswers(pd.DataFrame({
        "organisation": who[rows], "item": ids[columns],
        "performance": performance[rows, columns],
        "importance": importance[rows, columns]}), items, unpaired)


def _few(table: Floats) -> Bools:
    """Items that one to four organisations rated."""
    given = (~np.isnan(table)).sum(axis=0)
    return np.asarray((given > 0) & (given < LEAST))


def _leave_out_small_cells(performance: Floats, importance: Floats, made: Instrument) -> None:
    """Take out the items of cells that fewer than five organisations answered by half."""
    cells = [(item.domain, item.stage) for item in made.items]
    for cell in set(cells):
        inside = np.array([here == cell for here in cells])
        count = (~np.isnan(performance[:, inside])).sum(axis=1)
        answered = int((2 * count >= inside.sum()).sum())
        if answered < LEAST:
            performance[:, inside] = importance[:, inside] = np.nan


def _leave_out_unpaired(performance: Floats, importance: Floats) -> int:
    """Take out figures that one to four organisations gave without the other one.

    The mean of all, the mean of those who gave both, and how many they were, would tell the mean
    of these few.
    """
    left = 0
    # A gap of fewer than five is none: their importance is left out first.
    pairs = (~np.isnan(performance) & ~np.isnan(importance)).sum(axis=0)
    importance[:, (pairs > 0) & (pairs < LEAST)] = np.nan
    for table, other in ((performance, importance), (importance, performance)):
        alone = ~np.isnan(table) & np.isnan(other)
        both = (~np.isnan(table) & ~np.isnan(other)).any(axis=0)
        few = (alone.sum(axis=0) < LEAST) & both
        table[alone & few] = np.nan
        left += int((alone & few).sum())
    return left


def shown_groups(counts: Ints, total: Ints) -> Bools:
    """Which groups a table of all units may show, shape (groups,).

    ``counts``: organisations of each unit and group, shape (units, groups); ``total``: of each
    unit, those without a group too. The same groups are shown in every row, each with at least
    five organisations; in every row those not shown are none, or five or more together: else the
    smallest group shown is hidden too.
    """
    shown = np.asarray((counts >= LEAST).all(axis=0))
    while shown.any():
        hidden = total - counts[:, shown].sum(axis=1)
        if not ((hidden > 0) & (hidden < LEAST)).any():
            break
        order = np.where(shown, counts.sum(axis=0), np.iinfo(np.int64).max)
        shown[int(order.argmin())] = False
    return shown


def shown_sums(givers: Ints) -> tuple[Bools, Bools]:
    """Which sums of a table (rows × columns), and which totals of its rows, may be shown.

    ``givers``: organisations behind each cell. A cell needs five; a row's total needs five and may
    not tell a hidden rest of fewer. Where it would, the smallest cell shown is hidden too.
    """
    cells = givers >= LEAST
    totals = givers.sum(axis=1) >= LEAST
    for row in np.flatnonzero(totals):
        while cells[row].any():
            rest = int(givers[row][~cells[row]].sum())
            if not 0 < rest < LEAST:
                break
            order = np.where(cells[row], givers[row], np.iinfo(np.int64).max)
            cells[row, int(order.argmin())] = False
    return cells, totals
