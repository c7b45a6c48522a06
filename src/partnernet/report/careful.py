"""What an audience may see: for partners nothing from which one organisation's rating follows.

Careful by construction: the report for partners is written from a copy of the partnership whose
ties carry no strength but the frequency of contact, so that no figure, order, sentence or picture
*can* depend on a rating. Trust returns in one table alone, by pairs of sectors, under the rule of
`trust_cells`; since that table has no totals and nothing else shows trust, no hidden cell follows
from the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnernet.errors import PartnernetError
from partnernet.kernels.dyads import Floats, Ints
from partnernet.partnership import Partnership
from partnernet.words import say

AUDIENCES = {"partners": "what organisations say of each other is left out",
             "team": "everything, trust by name too"}
LEAST = 5
"""Raters and rated organisations that a cell of trust must have."""
_ALLOWED = ("source", "target", "relation", "frequency")


def refuse_unsafe(alliance: Partnership, audience: str) -> None:
    """PartnernetError where a view by trust would show who trusts whom."""
    if audience == "partners" and any(name.startswith("min_") and not name.startswith(
            "min_frequency") for name in alliance.filters):
        raise PartnernetError(say("report.bad_audience_trust"))


def seen_by(alliance: Partnership, audience: str) -> Partnership:
    """The partnership as an audience may see it."""
    if audience == "team":
        return alliance
    ratings = [str(name) for name in alliance.ties.columns if name not in _ALLOWED]
    return alliance.without(*ratings)


@dataclass(frozen=True, eq=False)
class TrustCells:
    """Mean oriented trust from sector (rows) to sector (columns), NaN where hidden or absent.

    ``hidden``: cells that hold ratings but may not be shown. ``ties``: ratings behind each cell.
    """

    sectors: tuple[str, ...]
    mean: Floats
    hidden: np.ndarray[tuple[int, int], np.dtype[np.bool_]]
    ties: Ints


def trust_cells(alliance: Partnership, sector: str, audience: str) -> TrustCells | None:
    """Trust between sectors as an audience may see it; None where the data hold none."""
    network, groups = alliance.network(), alliance.groups(sector)
    trust = network.strength.get("trust")
    if trust is None or not len(groups):
        return None
    from_, to = groups.codes[network.source], groups.codes[network.target]
    known = network.observed & ~np.isnan(trust) & (from_ >= 0) & (to >= 0)
    if not known.any():
        return None
    k = len(groups)
    mean, ties = np.full((k, k), np.nan), np.zeros((k, k), dtype=np.int64)
    hidden = np.zeros((k, k), dtype=bool)
    for row in range(k):
        for column in range(k):
            here = known & (from_ == row) & (to == column)
            if not network.directed:
                here |= known & (from_ == column) & (to == row)
            if not here.any():
                continue
            ties[row, column] = int(here.sum())
            open_ = audience == "team" or _may_show(
                network.source[here], network.target[here], trust[here], directed=network.directed)
            hidden[row, column] = not open_
            if open_:
                mean[row, column] = float(trust[here].mean())
    return TrustCells(groups.names, mean, hidden, ties)


def _may_show(source: Ints, target: Ints, trust: Floats, *, directed: bool) -> bool:
    """Whether a mean tells nobody a single rating.

    At least five raters and five rated organisations; and whoever leaves their own ratings out
    still sees different answers, since a mean at the end of the scale would give each away.
    """
    if not directed:
        ends = np.union1d(source, target)
        source, target, trust = (np.r_[source, target], np.r_[target, source], np.r_[trust, trust])
        if len(ends) < 2 * LEAST:
            return False
    raters = np.unique(source)
    if len(raters) < LEAST or len(np.unique(target)) < LEAST:
        return False
    return all(len(np.unique(trust[source != rater])) > 1 for rater in raters)
