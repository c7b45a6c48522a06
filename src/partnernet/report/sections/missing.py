"""Who is missing: who is at the table, who did not answer and whom to ask, who is on the edge."""

from __future__ import annotations

from typing import Any

import numpy as np
from markupsafe import Markup

from partnernet.report.context import Context
from partnernet.report.figures import Figure
from partnernet.studies.findings import LevelName, Opening, SectorName, named
from partnernet.vocabulary import SECTORS
from partnernet.words import Message, Names

EDGE = 2
_KNOWN = {
    "health": "report.known_health", "social": "report.known_social",
    "voluntary": "report.known_voluntary", "anchor institution": "report.known_anchor_institution",
    "government": "report.known_government", "education": "report.known_education",
    "business": "report.known_business", "residents": "report.known_residents",
}
_MOST_ASKED = 12


def section(context: Context) -> dict[str, Any]:
    """What the template of the missing shows."""
    grid = _grid(context)
    return {"lede": _lede(context, grid), "grid": grid, "facts": _facts(context, grid)}


def edge(context: Context) -> list[int]:
    """Organisations with two contacts or fewer, the fewest first; nobody where most are like that.
    """
    contacts = context.evidence.contacts
    few = np.flatnonzero(contacts <= EDGE).tolist()
    if 2 * len(few) > len(contacts):
        return []
    return sorted(context.sorted(few), key=lambda k: int(contacts[k]))


def gaps(grid: dict[str, Any] | None) -> int:
    """How many combinations of level and sector have nobody."""
    if grid is None or not grid["levels"]:
        return 0
    return sum(not cell["marks"] for row in grid["rows"] for cell in row["cells"])


def _lede(context: Context, grid: dict[str, Any] | None) -> list[Message]:
    silent, total = int(context.evidence.silent.sum()), len(context.alliance)
    if not total:
        return [context.say("findings.no_organisations")]
    out = [context.say("report.missing_silent", plural=silent, n=silent) if silent
           else context.say("report.missing_everybody")]
    empty = gaps(grid)
    if empty:
        out.append(context.say("report.missing_gaps", plural=empty, n=empty))
    few = len(edge(context))
    if few:
        out.append(context.say("report.missing_edge", plural=few, n=few))
    return out


def _grid(context: Context) -> dict[str, Any] | None:
    """Picture 9: the organisations of each level (rows) and sector (columns)."""
    sectors, alliance = context.evidence.sectors, context.alliance
    if not len(sectors) or not len(alliance):
        return None
    levels = alliance.groups(context.evidence.level)
    ranks = [(name, levels.codes == k) for k, name in reversed(list(enumerate(levels.names)))]
    if not ranks:
        ranks = [("", np.ones(len(alliance), dtype=bool))]
    elif (levels.codes < 0).any():
        ranks.append(("", levels.codes < 0))
    columns = [(context.sector_mark(g), name, sectors.codes == g)
               for g, name in enumerate(sectors.names)]
    if (sectors.codes < 0).any():
        columns.append((Markup(""), context.word("report.not_stated"), sectors.codes < 0))
    plain = "report.without_level" if len(levels) else "report.all_levels"
    rows = [{"head": name or context.say(plain),
             "cells": [_cell(context, here & members) for _, _, members in columns]}
            for name, here in ranks]
    how = "report.presence_how" if len(levels) else "report.presence_how_sectors"
    figure = Figure(context.picture_number(), context.say("report.presence_title"),
                    (context.say(how),))
    return {"figure": figure, "heads": [column[:2] for column in columns], "rows": rows,
            "levels": len(levels) > 0}


def _cell(context: Context, members: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, Any]:
    from_mark = [context.mark(k) for k in context.sorted(np.flatnonzero(members).tolist())]
    return {"marks": from_mark[:40], "count": len(from_mark)}


def _facts(context: Context, grid: dict[str, Any] | None) -> list[tuple[Message, list[Any]]]:
    """Terms and what stands behind each."""
    evidence, say = context.evidence, context.say
    facts: list[tuple[Message, list[Any]]] = []
    if evidence.silent.any():
        facts.append((say("report.did_not_answer"), [
            Markup(", ").join(context.orgs(evidence.silent)), say("report.did_not_answer_note")]))
        facts.append((say("report.ask_first"), _asks(context)))
    unknown = len(evidence.network.dyads.unknown_pairs()[0])
    if unknown:
        facts.append((say("report.could_not_say"),
                      [say("report.could_not_say_note", plural=unknown, n=unknown)]))
    few = edge(context)
    if few:
        listed = Names(tuple(say("report.with_count", name=context.alliance.names[k],
                                 n=int(evidence.contacts[k])) for k in few), most=12)
        facts.append((say("report.on_the_edge"), [say("report.on_the_edge_note", names=listed)]))
    nobody = _nobody(context, grid)
    if nobody:
        facts.append((say("report.nobody_there"), list(nobody)))
    blank = evidence.sectors.codes < 0
    if blank.any() and len(evidence.sectors):
        facts.append((say("report.no_sector_column"),
                      [say("report.no_sector_note", names=named(evidence.who(blank), 8))]))
    absent = _absent(context)
    if absent:
        facts.append((say("report.known_absent"),
                      [say("report.known_absent_note", sectors=Opening(absent))]))
    return facts


def _asks(context: Context) -> list[Message]:
    """Those who did not answer, the most named first, and who could pass the question on."""
    evidence, names = context.evidence, context.alliance.names
    network = evidence.network
    named_by = {int(k): sorted(network.source[network.target == k].tolist())
                for k in np.flatnonzero(evidence.silent)}
    if not network.directed:
        named_by = {k: np.flatnonzero(evidence.contacts_of(k) & ~evidence.silent).tolist()
                    for k in named_by}
    out = []
    for k in sorted(context.sorted(list(named_by)), key=lambda k: -len(named_by[k])):
        who = context.sorted([int(i) for i in named_by[k]])
        out.append(context.say("report.ask_one", plural=len(who), org=names[k], n=len(who),
                               names=named([names[i] for i in who], 3)) if who
                   else context.say("report.ask_nobody", org=names[k]))
    return out[:_MOST_ASKED]


def _nobody(context: Context, grid: dict[str, Any] | None) -> list[Message]:
    """Sector by sector, the levels at which it has nobody."""
    levels = context.alliance.groups(context.evidence.level)
    if grid is None or len(levels) < 2:
        return []
    sectors, out = context.evidence.sectors, []
    for g, name in enumerate(sectors.names):
        empty = [level for k, level in reversed(list(enumerate(levels.names)))
                 if not ((sectors.codes == g) & (levels.codes == k)).any()]
        if empty:
            out.append(context.say("report.nobody_at", sector=Opening(SectorName(name)),
                                   levels=Names(tuple(map(LevelName, empty)))))
    return out


def _absent(context: Context) -> Names | None:
    """Known sectors that no organisation is of; only where the data use the known ones."""
    keys = set(context.evidence.sectors.keys)
    if len(keys - {None}) < 3:
        return None
    absent = [key for key in SECTORS if key not in keys and key in _KNOWN]
    return Names(tuple(context.say(_KNOWN[key]) for key in absent)) if absent else None
