"""Who works with whom: the map, its legend, and the organisations and ties behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from partnernet.kernels.dyads import Bools
from partnernet.pictures.map import network_map
from partnernet.pictures.marks import Picture
from partnernet.pictures.scene import Hull, Lines, MapOptions
from partnernet.report import scales
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.studies.findings.levels import unheard
from partnernet.words import Message, Word

WIDE, PHONE = 940.0, 372.0


def section(context: Context) -> dict[str, Any]:
    """What the map's template shows."""
    lede = _lede(context)
    if len(context.alliance) < 2 or not len(context.evidence.network.source):
        return {"lede": lede, "figure": None, "tables": tables(context)}
    variant = "lanes" if len(context.evidence.levels) else "organic"
    not_reached = unheard(context.evidence) if context.evidence.ordered else None
    hulls = [] if variant == "lanes" else silo_hulls(context)
    figure = Figure(
        context.picture_number(), context.say(f"report.map_title_{variant}"),
        (context.say(f"report.map_how_{variant}"), *_width_words(context)),
        draw(context, variant, "map", not_reached=not_reached, hulls=hulls), tables(context),
        told=context.say("report.point"))
    return {"lede": lede, "figure": figure, "tables": ()}


def _lede(context: Context) -> list[Message]:
    evidence = context.evidence
    if len(context.alliance) < 2:
        return [context.say("report.map_one" if len(context.alliance) else
                            "findings.no_organisations")]
    if not len(evidence.network.source):
        return [context.say("report.map_none")]
    says = lines(context).says
    both, one, silent = (int((says == code).sum()) for code in (0, 1, 2))
    out = [context.say("report.map_lede", plural=len(says), n=len(says))]
    if evidence.network.directed:
        out.append(context.say("report.map_lede_sides", both=both, one=one))
        if silent:
            out.append(context.say("report.map_lede_silent", plural=silent, n=silent))
    return out


def _strength(context: Context) -> str | None:
    """What line width shows: trust for the team, how often for everybody; None without either."""
    there = context.evidence.network.strength
    wanted = ("trust", "frequency") if context.team else ("frequency",)
    return next((name for name in wanted if name in there
                 and not np.isnan(there[name]).all()), None)


def _width_words(context: Context) -> tuple[Message, ...]:
    name = _strength(context)
    return () if name is None else (
        context.say("report.map_how_trust" if name == "trust" else "report.map_how_width"),)


def lines(context: Context) -> Lines:
    """The lines of every map: one a pair, with who says so and how wide."""
    return context.alliance.lines(_strength(context))


def draw(context: Context, variant: str, ident: str, *, not_reached: Bools | None = None,
         hulls: Sequence[Hull] = ()) -> Drawn:
    """A map for the page and one for the phone."""
    evidence, name = context.evidence, _strength(context)
    told: dict[str, Any] = {}
    if name is not None:
        told = {"strength_word": context.text(Word(f"report.word_{name}")).capitalize(),
                "strengths": scales.widths(context.alliance.scales[name],
                                           evidence.network.strength[name], context.language)}
    options = MapOptions(
        not_reached=not_reached if not_reached is not None and not_reached.any() else None,
        hulls=hulls, group_word=context.word("report.col_sector"),
        directed=evidence.network.directed, reach_note=context.word("report.map_not_reached"),
        **told)

    def one(width: float) -> Picture:
        return network_map(
            context.members, lines(context), level=evidence.levels.codes,
            levels=evidence.levels.names, options=options, variant=variant, width=width,
            language=context.language, seed=context.seed)

    return Drawn(one(WIDE), one(PHONE), ident)


def silo_hulls(context: Context) -> list[Hull]:
    """An outline for each sector that works as a silo, and a quieter one for those that lean."""
    evidence, answer = context.evidence, context.summary.answers["silos"]
    table = answer.table()
    out = []
    for verdict in ("silo", "leaning"):
        for label in table.index[table["verdict"] == verdict]:
            out.append(Hull(evidence.members(str(label)), str(label), alert=verdict == "silo"))
        if out:
            break
    return out


def tables(context: Context) -> tuple[DataTable, ...]:
    """The organisations and the ties."""
    found = (_organisations(context),) if len(context.alliance) else ()
    return (*found, _ties(context)) if len(context.evidence.network.source) else found


def _organisations(context: Context) -> DataTable:
    evidence, say = context.evidence, context.say
    network, n = evidence.network, len(context.alliance)
    out_, in_ = (np.bincount(ends, minlength=n) for ends in (network.source, network.target))
    columns = [words("report.col_organisation"), words("report.col_sector"),
               words("report.col_level"), words("report.col_answered"),
               numbers("report.col_contacts")]
    if network.directed:
        columns += [numbers("report.col_names"), numbers("report.col_named")]
    sector, level = evidence.sectors, context.alliance.groups(evidence.level)
    rows = []
    for k in context.sorted(range(n)):
        silent = bool(evidence.silent[k])
        row: list[Any] = [context.org(k), _label(sector.names, sector.codes[k]),
                          _label(level.names, level.codes[k]),
                          say("report.no" if silent else "report.yes"),
                          int(evidence.contacts[k])]
        if network.directed:
            row += ["–" if silent else int(out_[k]), int(in_[k])]
        rows.append(row)
    return DataTable(say("report.table_orgs", plural=n, n=n), say("report.table_orgs_caption"),
                              columns, rows)


def _label(names: Sequence[str], code: int) -> str:
    return names[code] if code >= 0 else "–"


def _ties(context: Context) -> DataTable:
    network, say = context.evidence.network, context.say
    alliance, names = context.alliance, context.alliance.names
    relations = _relations(context)
    shown = [name for name in ("frequency", *(("trust",) if context.team else ()))
             if name in network.strength]
    columns = [words("report.col_reporter" if network.directed else "report.col_end"),
               words("report.col_partner" if network.directed else "report.col_other_end")]
    columns += [words("report.col_relation")] if relations else []
    columns += [words(f"report.col_{name}") for name in shown]
    columns += [words("report.col_back")] if network.directed else []
    tied = set(zip(network.source.tolist(), network.target.tolist(), strict=True))
    back = network.dyads.observed(network.target, network.source)
    rank = {k: place for place, k in enumerate(context.sorted(range(len(names))))}
    rows = []
    for e in sorted(range(len(network.source)), key=lambda e: (
            rank[int(network.source[e])], rank[int(network.target[e])])):
        i, j = int(network.source[e]), int(network.target[e])
        row: list[Any] = [names[i], names[j]]
        row += [", ".join(relations[i, j])] if relations else []
        row += [scales.words(alliance.scales[name], float(network.strength[name][e]),
                             context.language) for name in shown]
        if network.directed:
            row.append(say("report.yes" if (j, i) in tied else
                           "report.no" if back[e] else "report.not_known"))
        rows.append(row)
    m = len(rows)
    return DataTable(say("report.table_ties", plural=m, n=m), say("report.table_ties_caption"),
                              columns, rows)


def _relations(context: Context) -> dict[tuple[int, int], list[str]]:
    """Kinds of tie of each pair, sorted; empty where the data name none."""
    if not context.alliance.relations:
        return {}
    place = {ident: k for k, ident in enumerate(context.alliance.ids)}
    ties = context.alliance.ties
    found: dict[tuple[int, int], set[str]] = {}
    for source, target, relation in zip(ties["source"], ties["target"], ties["relation"],
                                        strict=True):
        ends = place[source], place[target]
        if not context.evidence.network.directed:
            ends = min(ends), max(ends)
        kinds = found.setdefault(ends, set())
        if isinstance(relation, str):
            kinds.add(relation)
    return {ends: sorted(kinds) for ends, kinds in found.items()}
