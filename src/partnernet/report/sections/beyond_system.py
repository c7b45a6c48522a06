"""The system map: what acts on what, what feeds itself, and which links need a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from partnernet.answers import Figures
from partnernet.pictures.pairs import Pair, needed_meetings
from partnernet.pictures.system import System, system_map
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections.network import PHONE
from partnernet.report.sections.parts import Block, Part, Sure
from partnernet.studies.findings.evidence import ALPHA
from partnernet.system_map import SystemMap
from partnernet.vocabulary import sector_key
from partnernet.vocabulary.looks import looks_for
from partnernet.words import Count, Message, Names, Share, say

_WIDE, _ROWS = 940.0, 700.0
_MOST_LOOPS, _MOST_DRAWN = 6, 12


def part(context: Context) -> Part | None:
    """The part; None where no system map was given."""
    beyond = context.beyond
    if beyond is None or beyond.fit is None or beyond.given.system_map is None:
        return None
    system, answer = beyond.given.system_map, beyond.fit
    blocks = [Block(figure=_map(context, system, answer)), *_meetings(context, answer),
              *_loops(system)]
    return Part("system", say("parts.system"), list(_lede(system, answer)),
                _certain(context, system, answer), blocks)


def _lede(system: SystemMap, answer: Figures) -> Iterator[Message]:
    links, uncovered = answer.details["links"], answer.details["uncovered"]
    owned = int(links["covered"].notna().sum())
    if not owned:
        yield say("parts.fit_none", links=Count("links", len(links)),
                  indicators=Count("indicators", len(system)))
    elif len(uncovered):
        yield say("parts.fit_open", plural=len(uncovered), n=len(uncovered), total=owned)
        first = uncovered.iloc[0]
        yield say("parts.fit_first", source=str(first["source_name"]),
                  target=str(first["target_name"]))
    else:
        yield say("parts.fit_all", links=Count("links", owned))
    expected, p = (answer.get("fit", name) for name in ("expected", "p_permutation"))
    if p <= ALPHA:
        better = answer["fit"] > expected
        yield say("parts.fit_better" if better else "parts.fit_worse",
                  share=Share(answer["fit"]), expected=Share(expected))
    elif not np.isnan(p):
        yield say("parts.fit_chance", share=Share(answer["fit"]))
    alone = answer.details["unowned"]
    if len(alone):
        yield say("parts.unowned", plural=len(alone), names=Names(tuple(alone["name"]), most=6))


def _certain(context: Context, system: SystemMap, answer: Figures) -> Sure | None:
    """Could what the silent would have said cover a link?"""
    uncovered = answer.details["uncovered"]
    if not answer.details["links"]["covered"].notna().any():
        return None
    place = {ident: k for k, ident in enumerate(context.alliance.ids)}
    silent = context.evidence.silent
    hushed = [any(silent[place[who]] for who in own if who in place) for own in system.owners]
    at = {ident: k for k, ident in enumerate(system.ids)}
    doubtful = sum(hushed[at[a]] or hushed[at[b]] for a, b in zip(
        uncovered["source"], uncovered["target"], strict=True))
    if doubtful:
        return Sure("likely", say("parts.fit_likely", plural=doubtful, n=doubtful))
    return Sure("firm", say("parts.fit_firm"))


# -- the map ---------------------------------------------------------------------------------------


def _system(context: Context, system: SystemMap, answer: Figures) -> System:
    """The map as its picture takes it, links in the order of `SystemMap.ties`."""
    source, target, sign, strength = system.ties
    sectors, codes = list(system.sectors), system.sector_codes.copy()
    keys = [sector_key(name) for name in sectors]
    if (codes < 0).any():
        codes[codes < 0] = len(sectors)
        sectors.append(context.word("report.not_stated"))
        keys.append(None)
    known = strength[~np.isnan(strength)]
    top = float(known.max()) if len(known) else 1.0
    width = np.where(np.isnan(strength), 2, np.ceil(5 * strength / (top or 1.0)))
    covered = answer.details["links"]["covered"].to_numpy(float)
    return System(system.names, codes, sectors, looks_for(keys),
                  np.array([bool(own) for own in system.owners]), source, target, sign > 0,
                  np.clip(width, 1, 5).astype(np.int64),
                  np.where(np.isnan(covered), -1, covered).astype(np.int64))


def _map(context: Context, system: SystemMap, answer: Figures) -> Figure:
    made = _system(context, system, answer)

    def draw(width: float) -> Any:
        return system_map(made, width=width, language=context.language, seed=context.seed)

    return Figure.of(context, Drawn(draw(_WIDE), draw(PHONE), "system-map"),
                     tables=[_links(answer), *_influence(system), _leverage(system)])


def _links(answer: Figures) -> DataTable:
    rows = []
    for row in answer.details["links"].to_dict("records"):
        covered = row["covered"]
        told = say("report.not_known") if np.isnan(covered) else say(
            "report.yes" if covered else "report.no")
        rows.append([row["source_name"], row["sign"], row["target_name"],
                     elements.number(float(row["strength"]), 0), told])
    columns = [words("parts.col_from"), words("parts.col_sign"), words("parts.col_to"),
               numbers("parts.col_strength"), words("parts.col_covered")]
    return DataTable(say("parts.table_links", plural=len(rows), n=len(rows)),
                     say("parts.table_links_caption"), columns, rows)


def _influence(system: SystemMap) -> Iterator[DataTable]:
    frame = system.influence().frame
    if len(frame):
        yield DataTable(
            say("parts.table_influence"), say("parts.table_influence_caption"),
            [words("parts.col_from"), words("parts.col_to"), numbers("parts.col_links"),
             numbers("parts.col_positive"), numbers("parts.col_negative")],
            [[str(row["source"]), str(row["target"]), int(row["links"]), int(row["positive"]),
              int(row["negative"])] for row in frame.reset_index().to_dict("records")])


def _leverage(system: SystemMap) -> DataTable:
    frame = system.leverage().frame.sort_values(["betweenness", "out_reach"], ascending=False,
                                                kind="stable")
    return DataTable(
        say("parts.table_leverage"), say("parts.table_leverage_caption"),
        [words("parts.col_indicator"), words("report.col_sector"), numbers("parts.col_links_out"),
         numbers("parts.col_links_in"), numbers("parts.col_reach"), numbers("parts.col_between")],
        [[str(row["name"]), str(row["sector"]) if isinstance(row["sector"], str) else "–",
          int(row["links_out"]), int(row["links_in"]), elements.share(float(row["out_reach"])),
          elements.number(float(row["betweenness"]), 0)] for _, row in frame.iterrows()])


# -- meetings and loops ----------------------------------------------------------------------------


def _few(names: Any) -> Names:
    """Those responsible, two at most by name."""
    return Names(tuple(str(names).split("; ")), most=2)


def _meetings(context: Context, answer: Figures) -> Iterator[Block]:
    table = answer.details["uncovered"].to_dict("records")
    if not table:
        return
    pairs = []
    for row in table:
        strength = float(row["strength"])
        about = say("parts.meet", one=_few(row["responsible_source"]),
                    other=_few(row["responsible_target"]))
        pairs.append(Pair(str(row["source_name"]), str(row["target_name"]),
                          about.text(context.language), 1.0 if np.isnan(strength) else strength))

    def draw(width: float) -> Any:
        return needed_meetings(pairs, most=_MOST_DRAWN, width=width, language=context.language)

    rows = [[row["source_name"], row["sign"], row["target_name"], row["responsible_source"],
             row["responsible_target"],
             "–" if np.isnan(row["distance"]) else int(row["distance"])] for row in table]
    columns = [words("parts.col_from"), words("parts.col_sign"), words("parts.col_to"),
               words("parts.col_responsible_from"), words("parts.col_responsible_to"),
               numbers("parts.col_steps")]
    behind = DataTable(say("parts.table_meetings", plural=len(rows), n=len(rows)),
                       say("parts.table_meetings_caption"), columns, rows)
    yield Block(figure=Figure.of(context, Drawn(draw(_ROWS), draw(PHONE), "meetings"),
                                 tables=[behind]))


def _loops(system: SystemMap) -> Iterator[Block]:
    """What comes back to where it began."""
    found = system.loops()
    frame = found.frame
    if frame.empty:
        return
    name = dict(zip(system.ids, system.names, strict=True))
    told = [(say(f"parts.loop_{row['kind']}"),
             " → ".join(name.get(key, key) for key in str(row["indicators"]).split(" → ")),
             int(row["sectors"])) for row in frame.to_dict("records")]
    plus = int((frame["kind"] == "reinforcing").sum())
    notes = [say("parts.loops", plural=len(frame), n=len(frame), reinforcing=plus,
                 balancing=len(frame) - plus), *found.caveats]
    rows = [[way, kind, sectors] for kind, way, sectors in told]
    behind = DataTable(say("parts.table_loops"), say("parts.table_loops_caption"),
                       [words("parts.col_loop"), words("parts.col_kind"),
                        numbers("parts.col_sectors")], rows)
    yield Block(say("parts.feeds_itself"), notes,
                lines=[say("parts.loop_line", kind=kind, way=way)
                       for kind, way, _ in told[:_MOST_LOOPS]],
                tables=[behind] if len(told) > _MOST_LOOPS else [])
