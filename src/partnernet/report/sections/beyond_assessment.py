"""How partners rate their cooperation: domains by stages, gaps, sectors, and the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.pictures.assessment import assessment_grid
from partnernet.pictures.scatter import Points, importance_performance
from partnernet.report import elements
from partnernet.report.careful import LEAST
from partnernet.report.careful_beyond import shown_groups
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections.beyond_rated import Rated, Where
from partnernet.report.sections.network import PHONE
from partnernet.report.sections.parts import Block, Heat, Part, Sure
from partnernet.studies.findings import Opening, SectorNames
from partnernet.studies.findings.evidence import ALPHA
from partnernet.words import Message, Number, say

_WIDE, _PLAIN = 760.0, 560.0
_MEETING = 3
_APART = (1.0, 0.5)
_UNSHADED = "hx"  # the shade of a cell that chance explains


def part(context: Context) -> Part | None:
    """The part; None where nothing may be shown."""
    rated = Rated.of(context)
    if rated is None:
        return None
    blocks = [_grid(rated), *_importance(rated), *_sectors(rated), *_network(rated)]
    return Part("assessment", say("parts.assessment"), list(_lede(rated)), _certain(rated), blocks)


# -- the answer ------------------------------------------------------------------------------------


def _lede(rated: Rated) -> Iterator[Message]:
    scale, cells, sure = rated.instrument.scale, rated.cells, rated.sure
    ends: dict[str, Any] = {"low": Number(scale.low or 0, 0), "high": Number(scale.high or 0, 0)}
    if len(sure):
        first = sure.iloc[0]
        yield say("parts.gap_widest", place=rated.where(sure.index[0]),
                  mean=Number(float(first["mean"]), 1),
                  importance=Number(float(first["importance"]), 1), **ends)
    elif cells["gap"].notna().any():
        yield say("parts.gap_none")
    else:
        known = cells["mean"].dropna().sort_values(kind="stable")
        if len(known):
            yield say("parts.rated_ends", best=rated.where(known.index[-1]),
                      worst=rated.where(known.index[0]), most=Number(float(known.iloc[-1]), 1),
                      least=Number(float(known.iloc[0]), 1), **ends)
    n = int(rated.whole["answers"])
    total = len(rated.context.alliance)
    if rated.totals:
        yield say("parts.rated", plural=n, n=n, total=total,
                  mean=Number(float(rated.whole["mean"]), 1))
    else:
        yield say("parts.rated_few", plural=n, n=n, total=total)
    wide = _unsure(rated, cells, sure)
    if wide is not None:
        row = cells.loc[[wide]].iloc[0]
        count = int(row["answers"])
        yield say("parts.gap_unsure", plural=count, n=count, place=Opening(rated.where(wide)),
                  gap=Number(float(row["gap"]), 1))


def _unsure(rated: Rated, cells: pd.DataFrame, sure: pd.DataFrame) -> tuple[str, str] | None:
    """A cell whose gap is as wide as the sure ones', but rated by less than half."""
    if not len(sure):
        return None
    least = float(sure["gap"].iloc[min(len(sure), _MEETING) - 1])
    others = cells.drop(index=sure.index)
    few = others[(others["gap"] >= least) & (2 * others["answers"] < rated.whole["answers"])]
    return None if few.empty else few.sort_values("gap", kind="stable").index[-1]


def _certain(rated: Rated) -> Sure | None:
    """Of the widest gap: does it stand whatever the silent had said?"""
    sure, cells = rated.sure, rated.cells
    if not cells["gap"].notna().any():
        return None
    total = len(rated.context.alliance)
    if not len(sure):
        return Sure("open", say("parts.gap_open"))
    row = sure.iloc[0]
    both = _gave_both(rated, sure.index[0])
    silent = total - both
    worst = float(row["gap"]) * both - silent * (rated.instrument.points - 1)
    if not silent:
        return Sure("firm", say("parts.gap_all"))
    if worst > 0:
        return Sure("firm", say("parts.gap_firm", plural=silent, n=silent))
    return Sure("likely", say("parts.gap_likely", plural=silent, n=silent,
                              low=Number(float(row["gap_low"]), 1),
                              high=Number(float(row["gap_high"]), 1)))


def _gave_both(rated: Rated, cell: tuple[str, str]) -> int:
    """How many rated both, performance and importance, of at least half of a cell's items."""
    items = [item.id for item in rated.instrument.items
             if item.domain == cell[0] and (not cell[1] or item.stage == cell[1])]
    table = rated.seen.table
    paired = table[table["item"].isin(items) & table["performance"].notna()
                   & table["importance"].notna()]
    return int((2 * paired.groupby("organisation").size() >= len(items)).sum())


# -- the grid and what is behind it ----------------------------------------------------------------


def _grid(rated: Rated) -> Block:
    made, language, context = rated.instrument, rated.context.language, rated.context
    frame = rated.cells
    stages = list(made.stages) or [""]
    sure = set(rated.sure.index)
    index = [(domain, stage) for domain in made.domains for stage in stages]

    def column(name: str) -> Floats:
        return np.array([frame[name].get(key, np.nan) for key in index], dtype=float).reshape(
            len(made.domains), len(stages))

    answers: Ints = np.nan_to_num(column("answers")).astype(np.int64)
    hidden = np.array([_left_out(rated, key) for key in index]).reshape(answers.shape)
    marked: Bools = np.array([key in sure for key in index]).reshape(answers.shape)
    heads = [made.text(key, language) for key in stages] if made.stages else [
        context.word("parts.every_item")]

    def draw(width: float) -> Any:
        return assessment_grid(
            [made.text(key, language) for key in made.domains], heads, column("mean"),
            column("gap"), marked, np.where(hidden, 1, answers),
            least=1 if context.team else LEAST, scale=float(made.points - 1), width=width,
            language=language)

    drawn = Drawn(draw(_WIDE), draw(PHONE), "assessment-grid")
    tables = [_cells_table(rated)]
    items = _items_table(rated)
    if len(made.items) > len(index) and items.rows:
        tables.append(items)
    return Block(figure=Figure.of(context, drawn, tables=tables, notes=_left_out_notes(rated)))


def _left_out(rated: Rated, cell: tuple[str, str]) -> bool:
    """Whether every statement of a cell was left out for this audience."""
    items = {item.id for item in rated.instrument.items
             if item.domain == cell[0] and (not cell[1] or item.stage == cell[1])}
    return bool(items) and items <= rated.seen.items


def _left_out_notes(rated: Rated) -> list[Message]:
    notes = []
    if rated.seen.items:
        n = len(rated.seen.items)
        notes.append(say("parts.items_left_out", plural=n, n=n, least=LEAST))
    if rated.seen.unpaired:
        n = rated.seen.unpaired
        notes.append(say("parts.unpaired", plural=n, n=n, least=LEAST))
    if rated.seen.together:
        n = len(rated.seen.together)
        notes.append(say("parts.items_together", plural=n, n=n, least=LEAST))
    return notes


def _figures_of(rated: Rated, row: Mapping[Any, Any]) -> list[Any]:
    digits = rated.digits
    low, high = float(row["gap_low"]), float(row["gap_high"])
    return [int(row["answers"]), elements.number(float(row["mean"]), digits),
            elements.number(float(row["importance"]), digits),
            elements.number(float(row["gap"]), digits, signed=True),
            elements.span(low, high, digits, signed=True),
            elements.number(float(row["agreement"]), digits)]


def _columns() -> list[elements.Column]:
    return [numbers("report.col_organisations"), numbers("parts.col_mean"),
            numbers("parts.col_importance"), numbers("parts.col_gap"),
            numbers("parts.col_range"), numbers("parts.col_agreement")]


def _cells_table(rated: Rated) -> DataTable:
    """Cells, then domains, stages and the whole where totals may be shown."""
    language, frame = rated.context.language, rated.answer.frame
    parts = ["cell"] if rated.instrument.stages else []
    parts += ["domain", "stage", "whole"] if rated.totals else [] if parts else ["domain"]
    rows = []
    for row in frame.reset_index().to_dict("records"):
        domain, stage = str(row["domain"]), str(row["stage"])
        if row["part"] not in parts or not int(row["answers"]):
            continue
        heads = [rated.instrument.text(domain, language) if domain else say("report.whole")]
        if rated.instrument.stages:
            heads.append(rated.instrument.text(stage, language) if stage
                         else say("parts.every_stage"))
        rows.append([*heads, *_figures_of(rated, row)])
    columns = [words("parts.col_domain")]
    columns += [words("parts.col_stage")] if rated.instrument.stages else []
    return DataTable(say("parts.table_cells"), say("parts.table_cells_caption"),
                     [*columns, *_columns()], rows)


def _items_table(rated: Rated) -> DataTable:
    language, frame = rated.context.language, rated.answer.frame
    rows = [[rated.instrument.text(str(row["item"]), language), *_figures_of(rated, row)]
            for row in frame.reset_index().to_dict("records")
            if row["part"] == "item" and int(row["answers"])
            and (row["domain"], row["stage"]) not in rated.seen.together]
    return DataTable(say("parts.table_items"), say("parts.table_cells_caption"),
                     [words("parts.col_item"), *_columns()], rows)


def _importance(rated: Rated) -> Iterator[Block]:
    known = rated.cells.dropna(subset=["mean", "importance"])
    if len(known) < 2:
        return
    scale, context = rated.instrument.scale, rated.context
    points = Points([rated.name(key) for key in known.index], known["mean"].to_numpy(float),
                    known["importance"].to_numpy(float))

    def draw(width: float) -> Any:
        return importance_performance(points, scale.low or 0.0, scale.high or 1.0, width=width,
                                      language=context.language)

    drawn = Drawn(draw(_PLAIN), draw(PHONE), "importance")
    yield Block(figure=Figure.of(context, drawn))


# -- sectors ---------------------------------------------------------------------------------------


def _sectors(rated: Rated) -> Iterator[Block]:
    """Domains (rows) by sectors: means, shaded where a sector differs by more than chance gives."""
    table = rated.answer.details.get("by_sector")
    context = rated.context
    names = context.evidence.sectors.names
    if table is None or table.empty or len(names) < 2 or not rated.totals:
        return
    units = [("domain", domain, "") for domain in rated.instrument.domains]
    units.append(("whole", "", ""))
    counts = np.array([[int(table["answers"].get((*unit, name), 0)) for name in names]
                       for unit in units])
    totals = np.array([int(rated.answer.frame["answers"].get((*unit, ""), 0)) for unit in units])
    given = totals > 0
    shown = counts.sum(axis=0) > 0 if context.team else shown_groups(counts[given], totals[given])
    heat = _sector_heat(rated, table, names, shown, units) if shown.any() else None
    yield Block(say("parts.by_sector"), [*_heat_notes(heat), *_hidden(names, shown, counts)],
                heat=heat)


def _heat_notes(heat: Heat | None) -> list[Message]:
    """How to read the table: what is shaded, or that nothing is."""
    if heat is None:
        return []
    shaded = any(shade != _UNSHADED for _, cells in heat.rows for shade, _, _ in cells)
    return [say("parts.by_sector_how"),
            say("parts.by_sector_shaded" if shaded else "parts.by_sector_alike")]


def _hidden(names: tuple[str, ...], shown: Bools, counts: Ints) -> list[Message]:
    """Which sectors are not shown."""
    hidden = tuple(name for name, on, some in zip(names, shown, counts.sum(axis=0), strict=True)
                   if some and not on)
    return [say("parts.sectors_hidden", plural=len(hidden), least=LEAST,
                sectors=Opening(SectorNames(hidden)))] if hidden else []


def _sector_heat(rated: Rated, table: pd.DataFrame, names: tuple[str, ...], shown: Bools,
                 units: list[tuple[str, str, str]]) -> Heat:
    context, rows = rated.context, []
    for unit in units:
        head = rated.instrument.text(unit[1], context.language) if unit[1] else Opening(
            say("report.whole"))
        cells = []
        for name, on in zip(names, shown, strict=True):
            if on:
                row = table.loc[[(*unit, name)]].iloc[0]
                cells.append((_shade(row), elements.number(float(row["mean"]), 1),
                              int(row["answers"])))
        rows.append((head, cells))
    heads = [(context.sector_mark(g), name) for g, name in enumerate(names) if shown[g]]
    return Heat(say("parts.by_sector_caption"), "", heads, rows)


def _shade(row: pd.Series[Any]) -> str:
    """Shaded by the difference from the rest, where chance hardly gives it."""
    apart, p = float(row["difference"]), float(row["p_permutation_bh"])
    if np.isnan(apart) or not p <= ALPHA:
        return _UNSHADED
    far = abs(apart) >= _APART[0]
    return ("h5" if far else "h4") if apart > 0 else ("h0" if far else "h1")


# -- the network -----------------------------------------------------------------------------------


def _network(rated: Rated) -> Iterator[Block]:
    """Do tied organisations see it alike, and who has few contacts outside?"""
    table = rated.answer.details.get("network")
    if table is None or not rated.totals or table[["spread", "contacts_correlation"]].isna().all(
            axis=None):
        return
    yield Block(say("parts.beside_network"), list(_network_said(rated, table)),
                sure=_network_sure(rated, table), tables=[_network_table(rated, table)])


def _network_said(rated: Rated, table: pd.DataFrame) -> Iterator[Message]:
    few = _with_contacts(table)
    for domain, row in few.iterrows():
        way = "lower" if row["contacts_correlation"] > 0 else "higher"
        yield say(f"parts.contacts_{way}", domain=Where(rated.instrument, str(domain), ""),
                  r=Number(float(row["contacts_correlation"]), 2, signed=True))
    if few.empty and table["contacts_correlation"].notna().any():
        yield say("parts.contacts_no")
    whole = table.loc[["(whole)"]].iloc[0]
    if not np.isnan(whole["spread"]):
        alike = whole["spread_p"] <= ALPHA
        way = "no" if not alike else "yes" if whole["spread"] > whole["spread_expected"] else "less"
        yield say(f"parts.alike_{way}", r=Number(float(whole["spread"]), 2, signed=True),
                  expected=Number(float(whole["spread_expected"]), 2, signed=True))


def _with_contacts(table: pd.DataFrame) -> pd.DataFrame:
    domains = table.drop(index="(whole)")
    return domains[domains["contacts_correlation_p_bh"] <= ALPHA]


def _network_sure(rated: Rated, table: pd.DataFrame) -> Sure | None:
    """A tendency among those who answered: never firm while somebody is silent."""
    few = _with_contacts(table)
    if few.empty:
        return None
    silent = len(rated.context.alliance) - int(rated.whole["answers"])
    p = elements.chance(float(few["contacts_correlation_p_bh"].max()))
    if silent:
        return Sure("likely", say("parts.contacts_likely", plural=silent, n=silent, p=p))
    return Sure("firm", say("parts.contacts_firm", p=p))


def _network_table(rated: Rated, table: pd.DataFrame) -> DataTable:
    columns = [words("parts.col_domain"), numbers("report.col_organisations"),
               numbers("parts.col_spread"), numbers("report.col_by_chance"),
               numbers("report.col_p_permutation"), numbers("parts.col_contacts"),
               numbers("report.col_p_permutation")]
    rows = []
    for domain, row in table.iterrows():
        head = say("report.whole") if domain == "(whole)" else rated.instrument.text(
            str(domain), rated.context.language)
        rows.append([head, int(row["answers"]),
                     elements.number(float(row["spread"]), signed=True),
                     elements.number(float(row["spread_expected"]), signed=True),
                     elements.chance(float(row["spread_p_bh"])),
                     elements.number(float(row["contacts_correlation"]), signed=True),
                     elements.chance(float(row["contacts_correlation_p_bh"]))])
    return DataTable(say("parts.table_network"), say("parts.table_network_caption"), columns, rows)


# -- for the next meeting --------------------------------------------------------------------------


def guiding(context: Context) -> list[dict[str, Any]]:
    """Guiding questions of the cells whose gap is widest and sure, three at most."""
    rated = Rated.of(context)
    if rated is None:
        return []
    asked = rated.answer.details["questions"]
    out = []
    for key in rated.sure.index[:_MEETING]:
        here = asked[(asked["domain"] == key[0]) & (asked["stage"] == key[1])]
        if len(here):
            gap = Number(float(rated.cells.loc[key, "gap"]), 1)
            out.append({"place": Opening(rated.where(key)), "why": say("parts.guiding_gap",
                                                                      gap=gap),
                        "questions": list(here["question"])})
    return out
