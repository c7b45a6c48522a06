"""Who could bring two sectors together: the bridge, the candidates, what they carry already."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Suggestions
from partnernet.kernels.paths import steps_from
from partnernet.pictures.bridge import bridge as bridge_picture
from partnernet.pictures.marks import Picture
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections import doors, network
from partnernet.studies.findings import SectorName, SectorNames, bridge
from partnernet.studies.findings.evidence import MOST_STEPS, value_at
from partnernet.studies.findings.levels import unheard
from partnernet.words import Count, Message, Number

MOST = 5
_MOST_TRIED = 2
_MIDDLE, _WIDE = 10, 940.0


def section(context: Context) -> dict[str, Any]:
    """What the brokers' template shows: one pair of sectors, then silos, a team, departures."""
    return {**_pair(context), "silos": doors.silos(context), "team": doors.team(context),
            "leaving": doors.leaving(context)}


def _pair(context: Context) -> dict[str, Any]:
    """The two sectors farthest apart, and who could bring them together."""
    between = bridge.pair(context.evidence)
    answer = context.summary.answers.get("brokers")
    empty = {"title": context.say("report.brokers"), "figure": None, "candidates": [], "more": None,
             "tables": (), "introductions": _replies_to_try(context)}
    if between is None or not isinstance(answer, Suggestions):
        return {**empty, "lede": [context.say("report.brokers_none")]}
    table = answer.table()
    if not bridge.is_gap(context.evidence):
        observed, expected = bridge.gap(context.evidence)
        return {**empty, "lede": [context.say(
            "report.brokers_no_gap", sectors=SectorNames(between), observed=int(observed),
            expected=Number(expected, 0))], "tables": (_table(context, between, table),)}
    title = context.say("report.brokers_between", sectors=SectorNames(between))
    if table.empty:
        lede = [context.say("report.brokers_lede_none"), context.say("report.brokers_why")]
        return {**empty, "title": title, "lede": lede}
    drawn = _drawn(context, between, table)
    tables: tuple[DataTable, ...] = (_table(context, between, table),)
    figure = None
    if drawn is not None:
        how = context.say("report.bridge_how", first=SectorName(between[0]),
                          second=SectorName(between[1]))
        figure = Figure.of(context, drawn, title=context.say("report.bridge_title"), how=(how,),
                           tables=tables)
        tables = ()
    more = len(table) - MOST
    return {
        "title": title, "lede": _lede(context, table), "figure": figure, "tables": tables,
        "candidates": [_candidate(context, between, table, str(ident))
                       for ident in table.index[:MOST]],
        "more": context.say("report.more_candidates", plural=more, n=more) if more > 0 else None,
        "introductions": [*_introductions(context, between), *_replies_to_try(context)],
    }


def _drawn(context: Context, between: tuple[str, str], table: pd.DataFrame) -> Drawn | None:
    """The two sectors, and between them the candidates that belong to neither, if there are any."""
    left, right = (context.evidence.members(label) for label in between)
    places = [bridge.place(context.evidence, str(ident)) for ident in table.index]
    middle = [k for k in places if not left[k] and not right[k]][:_MIDDLE]
    if not middle:
        return None

    def one(width: float) -> Picture:
        return bridge_picture(context.members, network.lines(context), left, right, middle,
                              left_name=between[0], right_name=between[1], width=width,
                              language=context.language)

    return Drawn(one(_WIDE), one(network.PHONE), "bridge")


def _overloaded(table: pd.DataFrame) -> list[str]:
    return [str(ident) for ident in table.index[table["overloaded"].astype(bool)]]


def _best(table: pd.DataFrame) -> str | None:
    free = table[~table["overloaded"].astype(bool)]
    return str(free.index[0]) if len(free) else None


def _lede(context: Context, table: pd.DataFrame) -> list[Message]:
    names = context.alliance.names
    out = [context.say("report.brokers_lede", plural=len(table), n=len(table))]
    best, over = _best(table), _overloaded(table)
    if best is not None:
        out.append(context.say("report.brokers_lede_best",
                               org=names[bridge.place(context.evidence, best)]))
    if over:
        out.append(context.say("report.brokers_lede_over",
                               org=names[bridge.place(context.evidence, over[0])]))
    return out


def _candidate(context: Context, between: tuple[str, str], table: pd.DataFrame,
               ident: str) -> dict[str, Any]:
    evidence = context.evidence
    at = bridge.place(evidence, ident)
    first, second = bridge.sides(evidence, between, ident)
    contacts, load = int(evidence.contacts[at]), bridge.load(evidence, ident)
    over = ident in _overloaded(table)
    why = [context.say("report.cand_knows", orgs_a=Count("organisations", first),
                       orgs_b=Count("organisations", second), first=SectorName(between[0]),
                       second=SectorName(between[1]))]
    own = evidence.sectors.codes[at]
    if own >= 0 and evidence.sectors.names[own] in between:
        sector = SectorName(evidence.sectors.names[own])
        why.append(context.say("report.cand_member", sector=sector))
    if min(first, second) == 1:
        why.append(context.say("report.cand_thin"))
    if evidence.silent[at]:
        why.append(context.say("report.cand_silent"))
    if over:
        key = "report.cand_over" if load >= doors.BUSY else "report.cand_over_routes"
        told = {"contacts": Count("contacts", contacts), "load": Number(load, 1)} \
            if load >= doors.BUSY else {}
        why.append(context.say(key, **told))
    else:
        why.append(context.say("report.cand_room", contacts=Count("contacts", contacts)))
    flag = "over" if over else "best" if ident == _best(table) else ""
    word = {"over": "report.over_used", "best": "report.best_placed"}.get(flag)
    return {"org": context.org(at), "why": why, "flag": flag,
            "flag_word": context.say(word) if word else None,
            "facts": _facts(context, between, table, ident, over=over)}


def _facts(context: Context, between: tuple[str, str], table: pd.DataFrame, ident: str, *,
           over: bool) -> list[tuple[Message, Any, Any]]:
    evidence = context.evidence
    contacts = int(evidence.contacts[bridge.place(evidence, ident)])
    busiest = max(int(evidence.contacts.max()), 1)
    pairs, most = value_at(table, ident, "brokerage"), max(float(table["brokerage"].max()), 1.0)
    say_ = context.say
    facts: list[tuple[Message, Any, Any]] = [
        (say_("report.meter_contacts"), elements.meter(contacts / busiest, alert=over), contacts),
        (say_("report.meter_pairs"), elements.meter(pairs / most), elements.number(pairs, 0)),
        (say_("report.meter_place"), None, _place(context, table, ident)),
    ]
    if context.team:
        for side, label in zip(("a", "b"), between, strict=True):
            trust = value_at(table, ident, f"trust_from_{side}")
            facts.append((context.say("report.meter_trust", sector=SectorName(label)), None,
                          elements.number(trust, 1)))
    return facts


def _place(context: Context, table: pd.DataFrame, ident: str) -> Message:
    """The mean place over the criteria, and where re-drawn data put it."""
    place, low, high = (value_at(table, ident, name) for name in ("rank", "rank_low", "rank_high"))
    told = {"place": Number(place, 1), "total": len(table)}
    if math.isnan(low) or math.isnan(high):
        return context.say("report.place_plain", **told)
    return context.say("report.place_range", low=Number(low, 1), high=Number(high, 1), **told)


def _table(context: Context, between: tuple[str, str], table: pd.DataFrame) -> DataTable:
    say_ = context.say
    columns = [words("report.col_organisation"),
               *(numbers("report.col_contacts_in", sector=label) for label in between),
               numbers("report.col_brokerage"), numbers("report.col_contacts"),
               numbers("report.col_load"), numbers("report.col_rank")]
    if context.team:
        columns += [numbers("report.meter_trust", sector=SectorName(label))
                    for label in between]
    rows = []
    for ident in map(str, table.index):
        at = bridge.place(context.evidence, ident)
        cells = [context.org(at), *bridge.sides(context.evidence, between, ident),
                 elements.number(value_at(table, ident, "brokerage"), 0),
                 int(context.evidence.contacts[at]),
                 elements.number(bridge.load(context.evidence, ident), 1),
                 _place(context, table, ident)]
        if context.team:
            cells += [elements.number(value_at(table, ident, f"trust_from_{side}"), 1)
                      for side in ("a", "b")]
        rows.append(cells)
    return DataTable(say_("report.table_brokers"), say_("report.table_brokers_caption"), columns,
                     rows)


# -- introductions, and replies that would reach further -------------------------------------------


def _introductions(context: Context, between: tuple[str, str]) -> list[dict[str, Any]]:
    """New contacts across the two sectors, through somebody who has room.

    Each organisation is proposed once; those who are over-used are asked for nothing.
    """
    answer, evidence = context.summary.answers.get("introductions"), context.evidence
    if not isinstance(answer, Suggestions) or answer.table().empty:
        return []
    first, second = (evidence.members(label) for label in between)
    nearer = evidence.nearer(first, second)
    usual = float(nearer[nearer >= 0].mean())
    place = {ident: k for k, ident in enumerate(context.alliance.ids)}
    row, column = np.cumsum(first) - 1, np.cumsum(second) - 1
    table = answer.table()
    table["nearer"] = [int(nearer[row[place[a]], column[place[b]]]) for a, b in
                       zip(table["organisation_a"], table["organisation_b"], strict=True)]
    # What can be hoped for: the gain, as far as the two are likely to take it up.
    table["hope"] = table["nearer"] * table["acceptance"]
    table = table.sort_values(["hope", "organisation_a", "organisation_b"],
                              ascending=[False, True, True])
    over = set(_overloaded(context.summary.answers["brokers"].table()))
    used: set[str] = set()
    out: list[dict[str, Any]] = []
    for a, b, c, gain in table[["organisation_a", "organisation_b", "intermediary",
                                "nearer"]].itertuples(index=False):
        busy = c in over or bridge.load(evidence, c) >= doors.BUSY
        silent = any(evidence.silent[place[each]] for each in (a, b, c))
        if gain <= 0 or busy or silent or {a, b} & used or len(out) == _MOST_TRIED:
            continue
        used |= {a, b}
        out.append(_introduction(context, (place[a], place[b], place[c]), int(gain), usual))
    return out


def _introduction(context: Context, who: tuple[int, int, int], gain: int,
                  usual: float) -> dict[str, Any]:
    names = context.alliance.names
    a, b, c = who
    contacts = Count("contacts", int(context.evidence.contacts[c]))
    return {
        "first": context.org(a), "word": context.say("report.intro_meets"),
        "second": context.org(b),
        "why": [context.say("report.intro_ask", a=names[a], b=names[b], c=names[c]),
                context.say("report.intro_gain", plural=gain, n=gain, random=Number(usual, 1)),
                context.say("report.intro_cost", c=names[c], contacts=contacts)]}


def _replies_to_try(context: Context) -> list[dict[str, Any]]:
    """For each one not reached: whose reply to a contact already sought would reach most.

    Only organisations that are already named from below and do not name back are proposed, so a
    reply needs nobody to introduce the two.
    """
    evidence = context.evidence
    if not evidence.ordered or not evidence.network.directed:
        return []
    before = evidence.within(evidence.down, MOST_STEPS)
    out, used = [], set()
    for after, above, below in sorted(_replies(context), key=lambda reply: (
            -reply[0], int(evidence.contacts[reply[1]]), reply[1], reply[2])):
        if below in used or after <= before:
            continue
        used.add(below)
        names = context.alliance.names
        out.append({
            "first": context.org(above), "word": context.say("report.intro_answers"),
            "second": context.org(below),
            "why": [context.say("report.intro_answer", below=names[below], above=names[above],
                                steps=Count("steps", MOST_STEPS), before=before, after=after,
                                total=int(evidence.front.sum()))]})
    return out[:_MOST_TRIED]


def _replies(context: Context) -> list[tuple[int, int, int]]:
    """(front-line organisations then reached, who would reply, to whom)."""
    evidence, network = context.evidence, context.evidence.network
    out, codes = unheard(evidence), evidence.levels.codes
    asked = network.source, network.target
    tied = set(zip(*(ends.tolist() for ends in asked), strict=True))
    found = []
    for below, above in zip(*(ends.tolist() for ends in asked), strict=True):
        if not out[below] or codes[above] <= codes[below] or (above, below) in tied:
            continue
        if evidence.silent[above]:
            continue
        down = steps_from(np.r_[network.source, above], np.r_[network.target, below], network.n,
                          evidence.top, directed=True)
        found.append((evidence.within(down, MOST_STEPS), above, below))
    return found
