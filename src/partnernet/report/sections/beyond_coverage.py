"""Who puts what into which theme, and what is done where: two grids and what remains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from partnernet.instruments import Instrument, load
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.measures.coverage import coverage as covered
from partnernet.pictures.shared import (
    DONE,
    PLANNED,
    UNDER_WAY,
    coverage_grid,
    outcomes_by_sector,
)
from partnernet.report import elements
from partnernet.report.careful import LEAST
from partnernet.report.careful_beyond import shown_sums
from partnernet.report.context import Context
from partnernet.report.elements import Column, DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections.network import PHONE
from partnernet.report.sections.parts import Block, Part, Sure, how_marks
from partnernet.studies.findings import SectorName
from partnernet.words import Message, Names, Shown, say, show

_WIDE = 760.0
_MOST_NAMED = 6
_STATUS = {"": 0, "planned": PLANNED, "under_way": UNDER_WAY, "done": DONE}


# -- resources -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ThemeOf(Shown):
    """A theme and who carries it alone: ``healthy food (the voluntary sector)``."""

    theme: str
    sector: str

    def shown(self, language: str) -> str:
        """The theme, the sector in brackets."""
        return f"{self.theme} ({show(SectorName(self.sector), language)})"


@dataclass(frozen=True, eq=False)
class _Put:
    """What is put in: a row a theme and organisation.

    ``themes``: in order of first mention; ``givers``: organisations by theme and sector, the last
    column those without one; ``amounts``: name → sums, and organisations that give anything of it,
    same shape.
    """

    themes: list[str]
    who: Ints
    which: Ints
    givers: Ints
    amounts: dict[str, tuple[Floats, Ints]]


def resources(context: Context) -> Part | None:
    """The part; None where no resources were given."""
    table = None if context.beyond is None else context.beyond.given.resources
    if table is None:
        return None
    put = _put(context, table.rows)
    names = context.evidence.sectors.names
    breadth = (put.givers[:, :len(names)] > 0).sum(axis=1)
    alone = [ThemeOf(put.themes[t], names[int(put.givers[t, :len(names)].argmax())])
             for t in np.flatnonzero((breadth == 1) & (put.givers[:, -1] == 0))]
    n = len(set(put.who.tolist()))
    return Part("resources", say("parts.resources"),
                list(_resources_lede(put, alone, n, len(context.alliance))),
                Sure("likely", say("parts.listed_only")), [_resources_block(context, put)])


def _resources_lede(put: _Put, alone: list[ThemeOf], n: int, total: int) -> Iterator[Message]:
    if alone:
        yield say("parts.carried_alone", plural=len(alone), n=len(alone), total=len(put.themes),
                  themes=Names(tuple(alone), most=_MOST_NAMED))
    else:
        yield say("parts.carried_together", plural=len(put.themes), n=len(put.themes))
    yield say("parts.givers", plural=n, n=n, total=total)


def _put(context: Context, rows: pd.DataFrame) -> _Put:
    themes = [str(name) for name in dict.fromkeys(rows["theme"])]
    which = pd.Index(themes).get_indexer(pd.Index(rows["theme"].astype(str))).astype(np.int64)
    who = pd.Index(context.alliance.ids).get_indexer(pd.Index(rows["organisation"])).astype(
        np.int64)
    k = len(context.evidence.sectors)
    sector = context.evidence.sectors.codes[who]
    sector = np.where(sector < 0, k, sector)
    shape = len(themes), k + 1

    def giving(some: Bools) -> Ints:
        once = np.unique(np.stack([which, sector, who])[:, some], axis=1)
        table = np.zeros(shape, dtype=np.int64)
        np.add.at(table, (once[0], once[1]), 1)
        return table

    amounts = {}
    for name in rows.columns:
        if name in ("organisation", "theme") or not pd.api.types.is_numeric_dtype(rows[name]):
            continue
        given = np.nan_to_num(rows[name].to_numpy(float))
        sums = np.zeros(shape)
        np.add.at(sums, (which, sector), given)
        amounts[str(name)] = sums, giving(given != 0)
    return _Put(themes, who, which, giving(np.ones(len(rows), dtype=bool)), amounts)


def _resources_block(context: Context, put: _Put) -> Block:
    pairs = np.unique(np.stack([put.who, put.which]), axis=1)

    def draw(width: float) -> Any:
        made = outcomes_by_sector(context.members, put.themes, pairs[0], pairs[1], width=width,
                                  language=context.language)
        return replace(made, title=context.word("parts.resources_title"),
                       how=context.word("parts.resources_how"),
                       description=context.word("parts.resources_about", themes=len(put.themes)))

    drawn = Drawn(draw(_WIDE), draw(PHONE), "resources")
    hidden = not context.team and any(
        not shown_sums(givers)[0][givers > 0].all() for _, givers in put.amounts.values())
    notes = [say("parts.sums_hidden", least=LEAST)] if hidden else []
    return Block(figure=Figure.of(context, drawn, notes=notes, how=how_marks(context, drawn),
                                  tables=[_sums(context, put, name) for name in put.amounts]))


def _sums(context: Context, put: _Put, name: str) -> DataTable:
    """One amount by theme and sector, with totals of themes."""
    amounts, givers = put.amounts[name]
    cells, totals = shown_sums(givers)
    if context.team:
        cells, totals = givers > 0, givers.sum(axis=1) > 0
    sectors: list[Any] = [*context.evidence.sectors.names, say("report.not_stated")]
    kept = [g for g in range(len(sectors)) if put.givers[:, g].any()]
    columns = [words("parts.col_theme"), *(Column(sectors[g], numeric=True) for g in kept),
               numbers("parts.col_total")]

    def cell(value: float, n: int, *, shown: bool) -> Any:
        return "–" if not n else elements.number(value, 0) if shown else say("parts.too_few")

    rows = [[theme, *(cell(float(amounts[t, g]), int(givers[t, g]), shown=bool(cells[t, g]))
                      for g in kept),
             cell(float(amounts[t].sum()), int(givers[t].sum()), shown=bool(totals[t]))]
            for t, theme in enumerate(put.themes)]
    return DataTable(say("parts.table_sums", name=name), say("parts.table_sums_caption"), columns,
                     rows)


# -- what is done where ----------------------------------------------------------------------------


def coverage(context: Context) -> Part | None:
    """The part; None where no initiatives were given."""
    table = None if context.beyond is None else context.beyond.given.initiatives
    if table is None:
        return None
    rows = _initiatives(context, table.rows)
    answer = covered(rows[["initiative", "theme", "place", "status"]],
                     themes=_themes(context, rows))
    themes, places = answer.settings["themes"], answer.settings["places"]
    shape = len(places), len(themes)
    count = answer.frame["initiatives"].to_numpy(np.int64).reshape(shape)
    # Without a status something is there all the same: under way.
    status = np.array([_STATUS[str(name)] for name in answer.frame["status"]]).reshape(shape)
    status = np.where((status == 0) & (count > 0), UNDER_WAY, status)
    absent = [theme for t, theme in enumerate(themes) if not status[:, t].any()]
    figure = _coverage_figure(context, rows, places, themes, status, count)
    return Part("coverage", say("parts.coverage"),
                list(_coverage_lede(rows, places, themes, status, absent)),
                Sure("likely", say("parts.listed_only")),
                [Block(figure=figure), *_remaining(places, themes, status, absent)])


def _initiatives(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    """Initiatives with a place each, and themes in the language where they are known."""
    out = rows.copy()
    nowhere, nothing = context.word("parts.no_place"), [None] * len(out)
    out["place"] = [name if isinstance(name, str) else nowhere
                    for name in out.get("place", nothing)]
    out["status"] = [name if isinstance(name, str) else None
                     for name in out.get("status", nothing)]
    made = load("six_principles")
    out["theme"] = [_known(made, str(name), context.language) for name in out["theme"]]
    return out


def _known(made: Instrument, theme: str, language: str) -> str:
    """A bundled principle in the language; any other theme as written."""
    key = made.key(theme)
    return theme if key is None else made.text(key, language)


def _themes(context: Context, rows: pd.DataFrame) -> list[str] | None:
    """All six principles where the themes are among them; otherwise those that occur."""
    made = load("six_principles")
    known = [made.text(key, context.language) for key in made.domains]
    return known if set(rows["theme"]) <= set(known) else None


def _coverage_lede(rows: pd.DataFrame, places: Sequence[str], themes: Sequence[str], status: Ints,
                   absent: list[str]) -> Iterator[Message]:
    if absent:
        yield say("parts.themes_absent", plural=len(absent), themes=Names(tuple(absent),
                                                                         most=_MOST_NAMED))
    nothing = int((status == 0).sum())
    yield say("parts.cells_empty", plural=nothing, n=nothing, total=status.size,
              themes=len(themes), places=len(places)) if nothing else say("parts.cells_full")
    n = int(rows["initiative"].nunique())
    done = int(rows.loc[rows["status"] == "done", "initiative"].nunique())
    yield say("parts.initiatives", plural=n, n=n)
    yield say("parts.initiatives_done", plural=done, n=done) if done else say(
        "parts.initiatives_none")


def _coverage_figure(context: Context, rows: pd.DataFrame, places: Sequence[str],
                     themes: Sequence[str], status: Ints, count: Ints) -> Figure:
    def draw(width: float) -> Any:
        return coverage_grid(places, themes, status, count, width=width,
                             language=context.language)

    return Figure.of(context, Drawn(draw(_WIDE), draw(PHONE), "coverage"),
                     tables=[_initiatives_table(context, rows)])


def _initiatives_table(context: Context, rows: pd.DataFrame) -> DataTable:
    name = dict(zip(context.alliance.ids, context.alliance.names, strict=True))
    owners = "organisation" in rows and rows["organisation"].notna().any()
    table = []
    for row in rows.to_dict("records"):
        cells = [str(row["initiative"]), str(row["theme"]), str(row["place"]),
                 say(f"pictures.status_{row['status']}") if row["status"] else "–"]
        if owners:
            cells.append(name.get(row["organisation"], "–"))
        table.append(cells)
    columns = [words("parts.col_initiative"), words("parts.col_theme"), words("parts.col_place"),
               words("parts.col_status")]
    columns += [words("report.col_organisation")] if owners else []
    return DataTable(say("parts.table_initiatives", plural=len(table), n=len(table)),
                     say("parts.table_initiatives_caption"), columns, table)


def _remaining(places: Sequence[str], themes: Sequence[str], status: Ints, absent: list[str]
               ) -> Iterator[Block]:
    """Place by place, the themes with nothing; those that are nowhere were told already."""
    lines = []
    for p, place in enumerate(places):
        here = tuple(theme for t, theme in enumerate(themes)
                     if not status[p, t] and theme not in absent)
        if here:
            lines.append(say("parts.remaining_line", place=place, themes=Names(here)))
    if lines:
        yield Block(say("parts.remaining"), lines=lines)
