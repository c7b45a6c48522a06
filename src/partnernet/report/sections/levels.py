"""Do levels and sectors meet: four kinds of tie, who is reached, and where the chain breaks."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from partnernet.kernels.dyads import Bools
from partnernet.pictures.chain import chain
from partnernet.pictures.kinds import four_kinds
from partnernet.pictures.marks import Picture
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections import ladder, network
from partnernet.report.sections.parts import Sure
from partnernet.studies.balance import statement
from partnernet.studies.findings import LevelName, named
from partnernet.studies.findings.evidence import MOST_STEPS, absence, value_at
from partnernet.words import Count, Message, Names

_CHAIN = 404.0
KINDS = ("internal", "horizontal", "vertical", "diagonal")


def section(context: Context) -> dict[str, Any]:
    """What the levels' template shows."""
    evidence = context.evidence
    empty: dict[str, Any] = {"four": None, "reach": None, "curves": None, "chain": None,
                             "heats": ()}
    if not evidence.ordered:
        written = len(context.alliance.groups(evidence.level)) > 1 and not len(evidence.levels)
        key = "report.levels_unordered" if written else "report.levels_none"
        return {**empty, "lede": [context.say(key)]}
    if not len(evidence.network.source):
        return {**empty, "lede": [context.say("report.levels_no_ties")]}
    return {"lede": _lede(context), "four": _four(context), "reach": _reach(context),
            "curves": ladder.curves(context), "chain": _chain(context),
            "heats": ladder.heats(context)}


def _kinds(context: Context) -> dict[str, dict[str, float]]:
    """The row of each kind of tie; empty where the data lack sectors or levels."""
    table = context.summary.answers["connectivity"].table()
    if not int(table["ties"].sum()):
        return {}
    return {kind: {str(name): value_at(table, kind, str(name)) for name in table.columns}
            for kind in KINDS}


def _lede(context: Context) -> list[Message]:
    """Both axes in a few sentences, then how far the chain goes."""
    evidence, answers = context.evidence, context.summary.answers
    out = list(statement(context.alliance, answers["connectivity"], answers["vertical"],
                         level=evidence.level, steps=MOST_STEPS))
    front = evidence.front
    cut = int((front & ~evidence.chain).sum())
    out.append(context.say("report.levels_ends", plural=cut, n=cut, total=int(front.sum())) if cut
               else context.say("report.levels_holds"))
    return out


# -- picture 5: four kinds of tie ------------------------------------------------------------------


def _four(context: Context) -> Figure | None:
    kinds = _kinds(context)
    if not kinds:
        return None
    answer = context.summary.answers["connectivity"]
    blank = np.full(len(KINDS), np.nan)
    chance = answer.details.get("chance")
    low, high = (blank if chance is None else chance[name].reindex(KINDS).to_numpy(dtype=float)
                 for name in ("low", "high"))
    ties = np.array([int(row["ties"]) for row in kinds.values()])
    expected = np.array([row["expected"] for row in kinds.values()])

    def one(width: float) -> Picture:
        return four_kinds(ties, expected, low, high, width=width, language=context.language)

    drawn = Drawn(one(network.WIDE), one(network.PHONE), "kinds")
    return Figure.of(context, drawn, tables=(_four_table(context, kinds),))


def _four_table(context: Context, kinds: dict[str, dict[str, float]]) -> DataTable:
    say_ = context.say
    columns = [words("report.col_kind"), numbers("report.col_ties"),
               numbers("report.col_share"), numbers("report.col_expected"),
               numbers("report.col_ratio"), numbers("report.col_p_permutation"),
               numbers("report.col_p_degree")]
    rows = [[say_(f"report.kind_{kind}"), int(row["ties"]), elements.share(row["share"]),
             elements.number(row["expected"], 1), elements.number(row["ratio"]),
             elements.chance(row.get("p_permutation", math.nan)),
             elements.chance(row.get("p_degree", math.nan))] for kind, row in kinds.items()]
    if context.team and not all(math.isnan(row["mean_trust"]) for row in kinds.values()):
        columns.append(numbers("report.col_trust"))
        rows = [[*cells, elements.number(row["mean_trust"])]
                for cells, row in zip(rows, kinds.values(), strict=True)]
    return DataTable(say_("report.table_four"), say_("report.table_four_caption"), columns, rows)


# -- picture 6: who is reached in how many steps ---------------------------------------------------


def _reach(context: Context) -> dict[str, Any]:
    evidence = context.evidence
    front, down, total = evidence.front, evidence.down, int(evidence.front.sum())
    columns, so_far = [], 0
    for steps in range(1, MOST_STEPS + 1):
        here = front & (down == steps)
        fresh = int(here.sum())
        so_far += fresh
        columns.append({
            "head": context.say("report.reach_steps", plural=steps, n=steps), "count": so_far,
            "more": context.say("report.reach_more", n=fresh) if steps > 1 and fresh else None,
            "orgs": context.orgs(here), "cut": False})
    cut = front & ((down < 0) | (down > MOST_STEPS))
    columns.append({"head": context.say("report.reach_not"), "count": int(cut.sum()), "more": None,
                    "orgs": context.orgs(cut), "cut": bool(cut.any())})
    level, top = LevelName(evidence.levels.names[-1]), int(evidence.top.sum())
    how = context.say("report.reach_how", plural=top, n=top, level=level) \
        if evidence.network.directed else context.say("report.reach_how_undirected", level=level)
    sectors = ladder.by_sector(context)
    tables = (_reach_table(context, total), *((sectors,) if sectors else ()))
    figure = Figure(context.picture_number(), context.say("report.reach_title"), (how,),
                    tables=tables, notes=_reach_notes(context, total))
    return {"figure": figure, "columns": columns, "of": context.say("report.reach_of", total=total)}


def _reach_notes(context: Context, total: int) -> list[Message]:
    evidence = context.evidence
    if not evidence.network.directed:
        return []
    up = evidence.within(evidence.up, MOST_STEPS)
    return [context.say("report.reach_up", plural=up, n=up, total=total,
                        level=LevelName(evidence.levels.names[-1]),
                        steps=Count("steps", MOST_STEPS))]


def _reach_table(context: Context, total: int) -> DataTable:
    evidence = context.evidence
    steps = range(1, MOST_STEPS + 1)
    columns = [words("report.col_direction")] + [
        numbers("report.reach_steps", plural=k, n=k) for k in steps]
    ways = [("report.down", evidence.down)]
    if evidence.network.directed:
        ways.append(("report.up", evidence.up))
    rows = [[context.say(way), *(evidence.within(found, k) for k in steps)]
            for way, found in ways]
    return DataTable(context.say("report.table_reach"),
                              context.say("report.table_reach_caption", total=total), columns, rows)


# -- picture 7: the chain --------------------------------------------------------------------------


def _chain(context: Context) -> dict[str, Any]:
    evidence = context.evidence
    names, codes = evidence.levels.names, evidence.levels.codes
    missed = [(codes == k) & ~evidence.chain for k in range(len(names))]
    cut = any(members.any() for members in missed)
    top = LevelName(names[-1])

    def one(width: float) -> Picture:
        return chain(context.members, codes, names, evidence.ladder.chain_namers, evidence.chain,
                     width=width, language=context.language)

    drawn = Drawn(one(_CHAIN), one(network.PHONE), "chain")
    figure = Figure.of(context, drawn, title=context.say("report.chain_title" if cut
                                                         else "report.chain_title_whole"),
                       how=(context.say("report.chain_how", level=top),),
                       tables=(_chain_table(context, missed),))
    return {"figure": figure, "said": _chain_words(context, missed),
            "sure": Sure(*absence(evidence, "findings.reason_link"))}


def _chain_words(context: Context, missed: list[Bools]) -> list[tuple[Message | None, Message]]:
    evidence, names = context.evidence, context.evidence.levels.names
    out: list[tuple[Message | None, Message]] = []
    for rank, members in reversed(list(enumerate(missed))):
        if members.any():
            at = context.say("report.chain_at", level=LevelName(evidence.levels.names[rank]))
            out.append((at, _cut_words(context, members, rank)))
    total = int(evidence.front.sum())
    held = int((evidence.front & evidence.chain).sum())
    out.append((None, context.say("report.chain_end", plural=held, n=held, total=total) if held
                else context.say("report.chain_end_none", total=total)))
    upwards = evidence.figure("vertical", "chain_intact_up")
    if evidence.network.directed and not math.isnan(upwards):
        out.append((None, context.say("report.chain_up", n=round(upwards * total), total=total)))
    empty = [name for name in context.alliance.levels or ()
             if name not in evidence.levels.keys and name not in names]
    if empty:
        out.append((None, context.say("report.levels_empty",
                                      levels=Names(tuple(map(LevelName, empty))))))
    return out


def _cut_words(context: Context, members: Bools, rank: int) -> Message:
    """Whether those who are cut off ask upwards without an answer, or are simply not named."""
    network, codes = context.evidence.network, context.evidence.levels.codes
    who = context.evidence.who(members)
    upwards = codes[network.target] > rank
    asking = np.isin(np.flatnonzero(members), network.source[upwards])
    answered = np.isin(np.flatnonzero(members), network.target[codes[network.source] > rank])
    if network.directed and asking.all() and not answered.any():
        return context.say("report.chain_ask", plural=len(who), names=named(who, 8))
    return context.say("report.chain_cut", plural=len(who), names=named(who, 8))


def _chain_table(context: Context, missed: list[Bools]) -> DataTable:
    evidence = context.evidence
    columns = [words("report.col_level"), numbers("report.col_reached"),
               numbers("report.col_of"), words("report.col_not_reached")]
    rows = []
    for rank, members in reversed(list(enumerate(missed))):
        here = int((evidence.levels.codes == rank).sum())
        cut = evidence.who(members)
        rows.append([evidence.levels.names[rank], here - len(cut), here,
                     Names(tuple(cut)) if cut else context.say("report.nobody")])
    return DataTable(context.say("report.table_chain"), context.say("report.table_chain_caption"),
                              columns, rows)
