"""Beyond one pair of sectors: doors out of each silo, a team for all, and what if one leaves."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import OrganisationTable, Suggestions
from partnernet.kernels.dyads import Bools
from partnernet.kernels.selection import smallest_cover
from partnernet.pictures.curves import Curve, removal_curves
from partnernet.pictures.marks import Picture
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections import network
from partnernet.studies.findings import Opening, SectorName, bridge, named
from partnernet.studies.findings.evidence import value_at
from partnernet.studies.findings.silo import sectors
from partnernet.suggest.brokers import brokers
from partnernet.suggest.resilience import resilience
from partnernet.words import Count, Message, Share

BUSY = 2.0
"""Contacts over the mean of all from which an organisation counts as over-used."""
_DRAWS, _ORDERS = 99, 100
_SHOWN, _MOST_LEAVING = 3, 10
_MOST_ORGANISATIONS = 400
_FELT = 0.005  # a change of closeness below half a per cent is none
_CURVES = 720.0


# -- each silo and everyone else -------------------------------------------------------------------


def silos(context: Context) -> list[dict[str, Any]]:
    """For each sector that is a silo: who has contacts inside and outside, and room."""
    evidence = context.evidence
    if int((evidence.sectors.sizes > 0).sum()) < 3:
        return []  # with two sectors, the rest is the other one
    return [_silo(context, row.label) for row in sectors(evidence) if row.verdict == "silo"]


def _silo(context: Context, label: str) -> dict[str, Any]:
    inside, sector = context.evidence.members(label), SectorName(label)
    found = _between(context, inside)
    heading = context.say("report.doors_between", sector=sector)
    if found.table().empty:
        return {"heading": heading, "table": None, "doors": [],
                "lines": [context.say("report.doors_none", sector=sector)]}
    table = found.table()
    over = table["overloaded"].to_numpy(dtype=bool)
    lines = [context.say("report.doors_lede", plural=len(table), n=len(table), sector=sector)]
    busy = [context.alliance.names[bridge.place(context.evidence, str(ident))]
            for ident in table.index[over]]
    if over.all():
        lines.append(context.say("report.doors_all_over", plural=len(table)))
    elif busy:
        lines.append(context.say("report.doors_over", plural=len(busy), names=named(busy)))
    doors = [_door(context, inside, str(ident)) for ident in table.index[~over][:_SHOWN]]
    return {"heading": heading, "lines": lines, "doors": doors,
            "table": _doors_table(context, inside, label, table)}


def _between(context: Context, inside: Bools) -> Suggestions:
    """Brokers between some organisations and all others that have a sector."""
    with_sector = context.evidence.sectors.codes >= 0
    side: dict[Hashable, Any] = {
        ident: "inside" if member else "outside" for ident, member, has in zip(
            context.alliance.ids, inside.tolist(), with_sector.tolist(), strict=True) if has}
    return brokers(context.alliance, by=side, between=("inside", "outside"), limit=None,
                   replicates=_DRAWS, seed=context.seed)


def _contacts(context: Context, inside: Bools, ident: str) -> tuple[int, int]:
    """How many contacts an organisation has inside and outside."""
    here = context.evidence.contacts_of(bridge.place(context.evidence, ident))
    return int((here & inside).sum()), int((here & ~inside).sum())


def _door(context: Context, inside: Bools, ident: str) -> dict[str, Any]:
    at = bridge.place(context.evidence, ident)
    first, second = _contacts(context, inside, ident)
    key = "report.door_member" if inside[at] else "report.door_outsider"
    why = [context.say(key, orgs_a=Count("organisations", first),
                       orgs_b=Count("organisations", second))]
    if min(first, second) == 1:
        why.append(context.say("report.cand_thin"))
    if context.evidence.silent[at]:
        why.append(context.say("report.cand_silent"))
    return {"org": context.org(at), "why": why}


def _doors_table(context: Context, inside: Bools, label: str, table: pd.DataFrame) -> DataTable:
    columns = [words("report.col_organisation"), words("report.col_sector"),
               numbers("report.col_contacts_in", sector=label),
               numbers("report.col_contacts_out"), numbers("report.col_brokerage"),
               numbers("report.col_load"), numbers("report.col_rank")]
    if context.team:
        columns += [numbers("report.meter_trust", sector=SectorName(label)),
                    numbers("report.col_trust_out")]
    rows = []
    for ident in map(str, table.index):
        at = bridge.place(context.evidence, ident)
        sector = context.evidence.sectors.codes[at]
        load = bridge.load(context.evidence, ident)
        cells = [context.org(at),
                 context.evidence.sectors.names[sector] if sector >= 0 else "–",
                 *_contacts(context, inside, ident),
                 elements.number(value_at(table, ident, "brokerage"), 0),
                 elements.number(load, 1),
                 elements.number(value_at(table, ident, "rank"), 1)]
        if context.team:
            cells += [elements.number(value_at(table, ident, f"trust_from_{side}"), 1)
                      for side in ("a", "b")]
        rows.append(cells)
    return DataTable(context.say("report.table_doors", sector=SectorName(label)),
                     context.say("report.table_doors_caption"), columns, rows)


# -- a team that reaches every sector --------------------------------------------------------------


def team(context: Context) -> list[Message]:
    """The fewest organisations with contacts in every sector, and the fewest with room."""
    evidence, answer = context.evidence, context.summary.answers.get("brokers")
    if not isinstance(answer, Suggestions) or "team" not in answer.details \
            or int((evidence.sectors.sizes > 0).sum()) < 3:
        return []
    chosen = [bridge.place(evidence, str(ident)) for ident in answer.details["team"].index]
    if not chosen:
        return []
    member = np.zeros((len(context.alliance), len(evidence.sectors)), dtype=np.int64)
    known = np.flatnonzero(evidence.sectors.codes >= 0)
    member[known, evidence.sectors.codes[known]] = 1
    reaches: Bools = np.asarray(evidence.links @ member) > 0
    reached, total = int(reaches.any(axis=0).sum()), int((evidence.sectors.sizes > 0).sum())
    out = [_team_words(context, "team", chosen)]
    if reached < total:
        out.append(context.say("report.team_beyond", plural=total - reached, n=total - reached))
    mean = float(evidence.contacts.mean())
    busy = evidence.contacts >= BUSY * mean
    if busy[chosen].any():
        free = np.flatnonzero(~busy)
        others = smallest_cover(reaches[free][:, reaches.any(axis=0)])
        over = named([context.alliance.names[k] for k in chosen if busy[k]])
        out.append(context.say("report.team_over", plural=int(busy[chosen].sum()), names=over))
        out.append(context.say("report.team_no_other") if others is None or not len(others) else
                   _team_words(context, "team_room", free[others].tolist()))
    return out


def _team_words(context: Context, key: str, places: list[int]) -> Message:
    names = [context.alliance.names[k] for k in context.sorted(places)]
    return context.say(f"report.{key}", plural=len(names), n=len(names), names=named(names, 6))


# -- what if the busiest leaves --------------------------------------------------------------------


def leaving(context: Context) -> dict[str, Any] | None:
    """What breaks if the busiest leaves, and what is left as more do."""
    evidence, n = context.evidence, len(context.alliance)
    if not 3 <= n <= _MOST_ORGANISATIONS or not len(evidence.network.source):
        return None
    size = max(1, min(_MOST_LEAVING, n // 3))
    answer = resilience(context.alliance, by=evidence.sector, size=size, replicates=_ORDERS,
                        seed=context.seed)
    curve = answer.details["curve"]
    figure = None
    start = float(curve["targeted_efficiency"].iloc[0])
    if len(curve) > 2 and not math.isnan(start) and start > 0:
        figure = _figure(context, curve, start)
    return {"lines": [*_busiest(context, answer, start), *answer.findings], "figure": figure}


def _busiest(context: Context, answer: OrganisationTable, start: float) -> list[Message]:
    """The organisation with most contacts, and what those who stay would lose."""
    evidence, names = context.evidence, context.alliance.names
    at = context.sorted(np.flatnonzero(evidence.contacts == evidence.contacts.max()).tolist())[0]
    table, ident = answer.table(), context.alliance.ids[at]
    lost, groups = (int(value_at(table, ident, name))
                    for name in ("organisations_cut_off", "groups_cut_off"))
    told: dict[str, Any] = {"org": Opening(names[at]), "n": int(evidence.contacts[at])}
    out = [context.say("report.leaves_lost", plural=lost, lost=lost, **told) if lost
           else context.say("report.leaves_none", **told)]
    if groups:
        out.append(context.say("report.leaves_sectors", plural=groups, n=groups))
    change = value_at(table, ident, "delta_efficiency") / start if start else math.nan
    if math.isnan(change):
        return out
    usual = float(answer.details["curve"]["random_efficiency"].iloc[1]) / start - 1
    if change > -_FELT:
        return [*out, context.say("report.leaves_as_close")]
    if usual > -_FELT:
        return [*out, context.say("report.leaves_closeness_alone", share=Share(-change))]
    return [*out, context.say("report.leaves_closeness", share=Share(-change),
                              usual=Share(-usual))]


def _figure(context: Context, curve: pd.DataFrame, start: float) -> Figure:
    left = curve.index.to_numpy(dtype=float)
    targeted, mean, low, high = (
        curve[name].to_numpy(dtype=float) / start for name in (
            "targeted_efficiency", "random_efficiency", "random_efficiency_low",
            "random_efficiency_high"))
    # Without one that is far from all, those who stay are closer: the axis ends at today's.
    told = [Curve(context.word("pictures.targeted"), np.minimum(targeted, 1)),
            Curve(context.word("pictures.at_random"), *(np.minimum(values, 1)
                                                        for values in (mean, low, high)))]

    def one(width: float) -> Picture:
        return removal_curves(told, left, y_words=context.word("report.leaves_axis"), width=width,
                              language=context.language)

    ids = dict(zip(context.alliance.ids, context.alliance.names, strict=True))
    columns = [numbers("report.col_left"), words("report.col_who_left"),
               numbers("report.col_targeted"), numbers("report.col_random")]
    rows = [[int(k), ids.get(who, "–"), elements.share(float(targeted[k])),
             context.say("report.shares", mean=Share(float(mean[k])), low=Share(float(low[k])),
                         high=Share(float(high[k])))]
            for k, who in enumerate(curve["who"])]
    table = DataTable(context.say("report.table_leaves"),
                      context.say("report.table_leaves_caption"), columns, rows)
    ends = [context.say("report.leaves_ends")] if np.isnan([targeted, mean]).any() else []
    return Figure.of(context, Drawn(one(_CURVES), one(network.PHONE), "leaving"),
                     how=(context.say("report.leaves_how"), *ends), tables=(table,))
