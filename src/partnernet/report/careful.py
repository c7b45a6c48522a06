"""What an audience may see: for partners nothing from which one organisation's rating follows.

Careful by construction: the report for partners is written from a copy of the partnership whose
ties carry no strength but the frequency of contact, so that no figure, order, sentence or picture
*can* depend on a rating. Trust returns in one table alone, by pairs of sectors, under the rule of
`trust_cells`; since that table has no totals and nothing else shows trust, no hidden cell follows
from the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from partnernet.errors import PartnernetError
from partnernet.kernels.dyads import Floats, Ints
from partnernet.partnership import Partnership
from partnernet.vocabulary import Scale
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


def seen_trust_scale(alliance: Partnership, audience: str) -> Scale | None:
    """The scale of trust as an audience may see it; None where the data hold no trust.

    Partners see its ends alone: words that were answered become labels, so labels would tell which
    answers were given, and where it is one, everybody's.
    """
    scale = alliance.scales.get("trust")
    return scale if scale is None or audience == "team" else replace(scale, labels={})


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
            source, target = network.source, network.target
            if not network.directed and row != column:
                turned = known & (from_ == column) & (to == row)
                here |= turned
                source, target = np.where(turned, [target, source], [source, target])
            if not here.any():
                continue
            ties[row, column] = int(here.sum())
            open_ = audience == "team" or _may_show(
                source[here], target[here], trust[here], directed=network.directed,
                apart=row != column)
            hidden[row, column] = not open_
            if open_:
                mean[row, column] = float(trust[here].mean())
    return TrustCells(groups.names, mean, hidden, ties)


def _may_show(source: Ints, target: Ints, trust: Floats, *, directed: bool, apart: bool) -> bool:
    """Whether a mean tells nobody a single rating.

    At least five raters and five rated organisations; and whoever leaves out the ratings they know
    still sees answers that `_differ`, since a mean at the end of the scale would give each away.
    Without direction both ends know a rating, and within one sector (not ``apart``) there are ten
    ends.
    """
    ends = np.unique(source if directed else np.r_[source, target])
    sides = (len(np.unique(source)), len(np.unique(target)))
    enough = min(sides) >= LEAST if directed or apart else len(ends) >= 2 * LEAST
    if not enough:
        return False
    unknown = source != ends[:, None] if directed else (
        (source != ends[:, None]) & (target != ends[:, None]))
    raters = source if directed else np.arange(len(source))
    return all(_differ(raters[others], trust[others]) for others in unknown)


def _differ(raters: Ints, trust: Floats) -> bool:
    """Whether two raters or more gave another answer, whichever answer one takes.

    One would not do: where it is known that all but one agree, or that a cell is hidden because all
    do, those who know two of the answers know the rest.
    """
    return bool(len(trust)) and all(len(np.unique(raters[trust != answer])) > 1
                                    for answer in np.unique(trust))
