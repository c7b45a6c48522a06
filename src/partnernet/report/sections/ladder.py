"""How far reach goes, step by step; and which levels name which, beside chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.kernels.dyads import Floats
from partnernet.measures.mixing import mixing
from partnernet.measures.vertical import vertical
from partnernet.pictures.curves import Curve, reach_curves
from partnernet.pictures.grid import Head
from partnernet.pictures.heat import ratio_heat
from partnernet.pictures.marks import Picture
from partnernet.report import elements, scales
from partnernet.report.context import Context
from partnernet.report.elements import Column, DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections import network
from partnernet.studies.findings import LevelName
from partnernet.studies.findings.evidence import MOST_STEPS
from partnernet.words import Count, Message, show

_TRUSTED = 0.6  # of the way up the scale, from which a tie counts as trusted
_MOST_ROWS, _MOST_COLUMNS = 12, 8
_CURVES, _HEAT = 720.0, 760.0


@dataclass(frozen=True, eq=False)
class _Trusted:
    """Reach along trusted ties alone: the curve, and the value from which a tie counts."""

    curve: pd.DataFrame
    least: str


# -- reach, step by step ---------------------------------------------------------------------------


def curves(context: Context) -> Figure | None:
    """The share of the front line within 1, 2, 3 … steps; for the team also by trusted ties."""
    found = context.summary.answers["vertical"].details.get("reach_curve")
    if found is None or not len(found):
        return None
    trusted = _trusted(context)
    ways = ("down", "up") if context.evidence.network.directed else ("down",)
    told = [(f"pictures.curve_{way}" if len(ways) > 1 else "pictures.curve_all",
             _values(found, way)) for way in ways]
    if trusted is not None:
        told += [(f"report.curve_trusted_{way}" if len(ways) > 1 else "report.curve_trusted",
                  _values(trusted.curve, way)) for way in ways]
    most = _still(np.array([values for _, values in told]))

    def one(width: float) -> Picture:
        return reach_curves([Curve(context.word(key), values) for key, values in told],
                            most=most, width=width, language=context.language)

    level = LevelName(context.evidence.levels.names[-1])
    how = [context.say("report.curves_how" if len(ways) > 1 else "report.curves_how_undirected",
                       level=level)]
    if trusted is not None:
        how.append(context.say("report.curves_trusted", least=trusted.least))
    return Figure.of(
        context, Drawn(one(_CURVES), one(network.PHONE), "curves"),
        title=context.say("report.curves_title"), how=how,
        notes=_notes(context, trusted, level), tables=(_curve_table(context, told, most),))


def _values(frame: pd.DataFrame, way: str) -> Floats:
    return frame[f"reach_{way}"].to_numpy(dtype=float)


def _still(shares: Floats) -> int:
    """Steps to show: until no curve rises any more, and those that the report speaks of."""
    rises = np.flatnonzero((np.diff(shares, axis=1) > 1e-9).any(axis=0))
    last = int(rises.max()) + 2 if len(rises) else 1
    return min(max(MOST_STEPS, last + 1), int(shares.shape[1]))


def _trusted(context: Context) -> _Trusted | None:
    """Reach along ties rated high enough, for those who may see ratings."""
    trust = context.evidence.network.strength.get("trust")
    scale = context.alliance.scales.get("trust")
    if not context.team or trust is None or scale is None:
        return None
    told = np.unique(trust[~np.isnan(trust)])
    low, high = scale.ends(trust)
    enough = told[told >= low + _TRUSTED * (high - low)]
    if not len(enough) or not high > low or enough[0] == told[0]:
        return None
    least = float(scale.oriented(enough[:1])[0])
    evidence = context.evidence
    answer = vertical(context.alliance.view(min_trust=least), sector=evidence.sector,
                      level=evidence.level, null=None)
    found = answer.details.get("reach_curve")
    word = scales.words(scale, float(enough[0]), context.language)
    return None if found is None else _Trusted(found, word)


def _notes(context: Context, trusted: _Trusted | None, level: LevelName) -> list[Message]:
    """What trusted ties alone would reach, beside what all ties reach."""
    if trusted is None:
        return []
    total = int(context.evidence.front.sum())
    every = context.evidence.within(context.evidence.down, MOST_STEPS)
    some = round(float(trusted.curve["reach_down"].iloc[MOST_STEPS - 1]) * total)
    key = "report.curves_trusted_all" if some == every else "report.curves_trusted_some"
    return [context.say(key, plural=some, some=some, every=every, total=total, level=level,
                        steps=Count("steps", MOST_STEPS))]


def _curve_table(context: Context, told: list[tuple[str, Floats]], most: int) -> DataTable:
    columns = [words("report.col_direction")] + [
        numbers("report.reach_steps", plural=k, n=k) for k in range(1, most + 1)]
    rows = [[context.say(key), *(elements.share(float(value)) for value in values[:most])]
            for key, values in told]
    return DataTable(context.say("report.table_curves"), context.say("report.table_curves_caption"),
                     columns, rows)


def by_sector(context: Context) -> DataTable | None:
    """Reach of each sector that is on the front line."""
    found = context.summary.answers["vertical"].details.get("reach")
    if found is None:
        return None
    here = found[found["frontline"] > 0]
    if len(here) < 2:
        return None
    ways = ("down", "up") if context.evidence.network.directed else ("down",)
    columns: list[Column] = [words("report.col_sector"), numbers("report.col_front")]
    columns += [numbers(f"report.col_within_{way}", steps=Count("steps", MOST_STEPS))
                for way in ways]
    columns.append(numbers("report.col_chain"))
    names = [*(f"reach_{way}_{MOST_STEPS}" for way in ways), "chain_intact"]
    rows = [[str(sector), int(row["frontline"]),
             *(elements.share(float(row[name])) for name in names)]
            for sector, row in here.iterrows()]
    return DataTable(context.say("report.table_reach_sector"),
                     context.say("report.table_reach_sector_caption"), columns, rows)


# -- which levels name which -----------------------------------------------------------------------


def heats(context: Context) -> list[Figure]:
    """Level by level and sector by level, observed over expected."""
    found = []
    levels = context.evidence.levels.names[::-1]
    if 2 <= len(levels) <= _MOST_COLUMNS:
        table = context.summary.answers["vertical"].details["level_mixing"]
        observed, expected = (
            table[name].unstack().reindex(index=levels, columns=levels).to_numpy(dtype=float)
            for name in ("observed", "expected"))
        if not np.nansum(expected):  # nobody answered: nothing could be observed
            return []
        found.append(_heat(context, "levels", [Head(name) for name in levels], observed, expected))
        groups = context.evidence.sectors
        if 2 <= len(groups) <= _MOST_ROWS:
            observed, expected = _sectors_to_levels(context)
            found.append(_heat(context, "sector_levels", scenes.heads(groups), observed, expected))
    return found


def _sectors_to_levels(context: Context) -> tuple[Floats, Floats]:
    """Ties from each sector to each level, highest first: blocks of sector and level, added up."""
    evidence = context.evidence
    crossed = context.alliance.groups((evidence.sector, evidence.level))
    answer = mixing(context.alliance, by=(evidence.sector, evidence.level), null=None)
    place = {name: k for k, name in enumerate(map(str, answer.counts.index))}
    sectors, levels = evidence.sectors.codes, evidence.levels.codes
    shape = len(evidence.sectors), len(evidence.levels)
    out = np.zeros((2, *shape))
    ends = [(int(np.flatnonzero(crossed.codes == code)[0]), place[name])
            for code, name in enumerate(crossed.names) if (crossed.codes == code).any()]
    for k, frame in enumerate((answer.observed, answer.expected())):
        values = np.nan_to_num(frame.to_numpy(dtype=float))
        for first, row in ends:
            for second, column in ends:
                if sectors[first] >= 0 and levels[second] >= 0 and levels[first] >= 0:
                    out[k, sectors[first], levels[second]] += values[row, column]
    return out[0, :, ::-1], out[1, :, ::-1]


def _heat(context: Context, name: str, rows: list[Head], observed: Floats, expected: Floats
          ) -> Figure:
    directed = context.evidence.network.directed
    columns = [Head(level) for level in context.evidence.levels.names[::-1]]
    title = context.say(f"report.heat_{name}" if directed else f"report.heat_{name}_undirected")

    def one(width: float) -> Picture:
        return ratio_heat(rows, columns, np.rint(observed).astype(np.int64), expected,
                          own=name == "levels", directed=directed,
                          title=show(title, context.language), width=width,
                          language=context.language)

    drawn = Drawn(one(_HEAT), one(network.PHONE), f"heat-{name}")
    return Figure.of(context, drawn, title=title, notes=[context.say("report.heat_hint")],
                     tables=(_heat_table(context, name, rows, observed, expected),))


def _heat_table(context: Context, name: str, rows: list[Head], observed: Floats,
                expected: Floats) -> DataTable:
    levels = context.evidence.levels.names[::-1]
    columns = [words("report.col_sector" if name == "sector_levels" else "report.col_level"),
               words("report.col_names_level"), numbers("report.col_ties"),
               numbers("report.col_expected"), numbers("report.col_ratio")]
    cells = [[head.words, level, round(float(observed[r, c])),
              elements.number(float(expected[r, c]), 1),
              elements.number(float(observed[r, c] / expected[r, c]) if expected[r, c] > 0
                              else math.nan)]
             for r, head in enumerate(rows) for c, level in enumerate(levels)]
    return DataTable(context.say(f"report.table_heat_{name}"),
                     context.say("report.table_heat_caption"), columns, cells)
