"""Which outcomes sectors share, which one sector holds alone, and who shares none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Table
from partnernet.kernels.dyads import Ints
from partnernet.pictures.shared import outcomes_by_sector
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections.network import PHONE
from partnernet.report.sections.parts import Block, Part, Sure, how_marks
from partnernet.studies.findings.evidence import ALPHA
from partnernet.words import Message, Names, Number, say

_WIDE = 760.0
_MOST_NAMED, _MOST_PAIRS = 6, 6


def part(context: Context) -> Part | None:
    """The part; None where no outcomes were given."""
    beyond = context.beyond
    if beyond is None or beyond.outcomes is None or beyond.given.outcomes is None:
        return None
    answer = beyond.outcomes
    figure = _figure(context, answer, beyond.given.outcomes.rows)
    return Part("outcomes", say("parts.outcomes"), list(_lede(context, answer)),
                _certain(context, answer), [Block(figure=figure), *_unshared(context, answer)])


def _whole(answer: Table, measure: str, column: str) -> float:
    table = answer.details["whole"].set_index("measure")
    return float(table[column].to_numpy(float)[table.index.get_loc(measure)])


def _lede(context: Context, answer: Table) -> Iterator[Message]:
    told = answer.frame[answer.frame["sectors"] > 0]
    total = len(told)
    if not total or not len(context.evidence.sectors):
        yield say("parts.outcomes_no_sectors", plural=len(answer.frame), n=len(answer.frame))
        return
    alone = [str(name) for name in told.index[told["silo"]]]
    shared = total - len(alone)
    yield say("parts.outcomes_shared", plural=shared, n=shared, total=total) if shared else say(
        "parts.outcomes_none", total=total)
    if not alone:
        return
    yield say("parts.outcomes_alone", plural=len(alone), names=Names(tuple(alone),
                                                                    most=_MOST_NAMED))
    expected = _whole(answer, "silo_share", "expected")
    if not np.isnan(expected):
        few = total * expected < 0.5
        yield say("parts.outcomes_chance_none") if few else say(
            "parts.outcomes_chance", expected=Number(total * expected, 1))


def _certain(context: Context, answer: Table) -> Sure | None:
    """Beside tables with the same margins; a list of outcomes is never known to be whole."""
    p, observed = (_whole(answer, "silo_share", name) for name in ("p", "value"))
    if np.isnan(p):
        return None
    if p > ALPHA:
        return Sure("open", say("parts.outcomes_open"))
    way = "more" if observed > _whole(answer, "silo_share", "expected") else "fewer"
    return Sure("likely", say(f"parts.outcomes_likely_{way}", p=elements.chance(p)))


def _places(context: Context, answer: Table, rows: pd.DataFrame) -> tuple[list[str], Ints, Ints]:
    """Outcomes, and the places of organisations and outcomes of each pair, once each."""
    once = rows[["organisation", "outcome"]].drop_duplicates()
    names = [str(name) for name in answer.frame.index]
    who = pd.Index(context.alliance.ids).get_indexer(pd.Index(once["organisation"]))
    which = pd.Index(names).get_indexer(pd.Index(once["outcome"].astype(str)))
    return names, who.astype(np.int64), which.astype(np.int64)


def _figure(context: Context, answer: Table, rows: pd.DataFrame) -> Figure:
    names, who, which = _places(context, answer, rows)

    def draw(width: float) -> Any:
        return outcomes_by_sector(context.members, names, who, which, width=width,
                                  language=context.language)

    tables = [_table(context, answer, who, which), *_pairs(context, answer)]
    drawn = Drawn(draw(_WIDE), draw(PHONE), "outcomes")
    return Figure.of(context, drawn, how=how_marks(context, drawn), tables=tables)


def _table(context: Context, answer: Table, who: Ints, which: Ints) -> DataTable:
    alliance, rows = context.alliance, []
    frame = answer.frame
    order = sorted(range(len(frame)), key=lambda k: (
        -int(frame["sectors"].iloc[k]), str(frame.index[k]).casefold()))
    for k in order:
        row = frame.iloc[k]
        members = context.sorted([int(i) for i in who[which == k]])
        rows.append([str(frame.index[k]), int(row["organisations"]), int(row["sectors"]),
                     elements.number(float(row["breadth"])),
                     Names(tuple(alliance.names[i] for i in members))])
    columns = [words("parts.col_outcome"), numbers("report.col_organisations"),
               numbers("parts.col_sectors"), numbers("parts.col_breadth"),
               words("parts.col_who")]
    return DataTable(say("parts.table_outcomes"), say("parts.table_outcomes_caption"), columns,
                     rows)


def _pairs(context: Context, answer: Table) -> Iterator[DataTable]:
    pairs = answer.details["pairs"]
    if len(pairs):
        ordered = pairs.sort_values("outcomes", kind="stable")
        yield DataTable(
            say("parts.table_pairs"), say("parts.table_pairs_caption"),
            [words("report.col_sector"), words("parts.col_other_sector"),
             numbers("parts.col_shared")],
            [[str(row["sector_a"]), str(row["sector_b"]), int(row["outcomes"])]
             for row in ordered.to_dict("records")])


def _unshared(context: Context, answer: Table) -> Iterator[Block]:
    """Organisations with no part in a shared outcome, and sectors that share none."""
    notes = []
    pairs, present = answer.details["pairs"], set(context.evidence.sectors.names)
    none = pairs[(pairs["outcomes"] == 0) & pairs["sector_a"].isin(present)
                 & pairs["sector_b"].isin(present)]
    if len(none):
        listed = tuple(f"{a} – {b}" for a, b in zip(none["sector_a"], none["sector_b"],
                                                    strict=True))
        notes.append(say("parts.pairs_none", names=Names(listed, most=_MOST_PAIRS)))
    table = answer.details["unshared"]
    place = {ident: k for k, ident in enumerate(context.alliance.ids)}
    lines = []
    for key, some in (("parts.own_only", True), ("parts.no_outcome", False)):
        here = [place[str(ident)] for ident in table.index[(table["outcomes"] > 0) == some]]
        if here:
            lines.append((say(key, plural=len(here), n=len(here)),
                          [context.org(k) for k in context.sorted(here)]))
    if lines or notes:
        yield Block(say("parts.unshared"), notes, groups=lines)
