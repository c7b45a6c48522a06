"""What partners may see of answers and amounts: no figure of fewer than five organisations.

Careful by construction, as with ties: what stands on too few is taken out before anything is
computed, so that no figure, picture or sentence can depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from partnernet.instruments.scoring import Scored, without_few
from partnernet.kernels import disclosure
from partnernet.kernels.dyads import Bools, Ints
from partnernet.report.careful import LEAST

TOTALS = 2 * LEAST
"""Organisations from which on a total beside its parts tells nothing of a few of them."""


@dataclass(frozen=True, eq=False)
class SeenAnswers:
    """Answers as an audience may see them: one row an organisation and item.

    ``items``: ids of statements left out because too few rated them. ``unpaired``: answers left
    out because so few gave one of the two figures that the other would tell theirs. ``together``:
    (domain, stage) of which only the figure of all items may stand, and none of one item.
    """

    table: pd.DataFrame
    items: frozenset[str]
    unpaired: int
    together: frozenset[tuple[str, str]] = frozenset()


def seen_answers(given: Scored, audience: str) -> SeenAnswers:
    """The answers from which a report is written."""
    ids = np.array(given.instrument.ids, dtype=object)
    least = LEAST if audience == "partners" else 1
    seen, unpaired = without_few(given, least)
    before, after = ((~np.isnan(each.performance)).any(axis=0) for each in (given, seen))
    items = frozenset(ids[before & ~after].tolist())
    performance, importance = seen.performance, seen.importance
    rows, columns = np.nonzero(~np.isnan(performance) | ~np.isnan(importance))
    who = np.array(given.ids, dtype=object)
    return SeenAnswers(pd.DataFrame({
        "organisation": who[rows], "item": ids[columns],
        "performance": performance[rows, columns],
        "importance": importance[rows, columns]}), items, unpaired, _together(seen, least))


def _together(seen: Scored, least: int) -> frozenset[tuple[str, str]]:
    """Units whose items, one by one, would tell what those who left blanks answered."""
    cells = [(item.domain, item.stage) for item in seen.instrument.items]
    inside = {cell: [k for k, other in enumerate(cells) if other == cell] for cell in cells}
    return frozenset(cell for cell, items in inside.items() if disclosure.blanks_tell(
        seen.performance[:, items], seen.importance[:, items], least))


def shown_groups(counts: Ints, total: Ints) -> Bools:
    """Which groups a table of all units may show; see `disclosure.shown_groups`."""
    return disclosure.shown_groups(counts, total, LEAST)


def shown_sums(givers: Ints) -> tuple[Bools, Bools]:
    """Which sums, and which totals of rows, may be shown; see `disclosure.shown_sums`."""
    return disclosure.shown_sums(givers, LEAST)
