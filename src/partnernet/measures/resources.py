"""Who puts what into which theme, and which themes does one sector carry alone?"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Table
from partnernet.asking import ask, need_partnership
from partnernet.checks import Directory
from partnernet.checks.listed import Listed, listed
from partnernet.errors import InputError, Problem
from partnernet.partnership import By, Groups, Partnership
from partnernet.pictures.grid import Cell, Head, grid
from partnernet.pictures.marks import Picture
from partnernet.pictures.scene import signs
from partnernet.vocabulary.looks import looks_for
from partnernet.words import Message, Names, Number, Share, say

_FIELDS = ("organisation", "theme")


def resources(table: Any, alliance: Partnership, *, by: By = "sector") -> Table:
    """Which sector puts how much into which theme?

    Parameters
    ----------
    table : table
        What `read_resources` gave, or a data frame: organisation, theme, and one column or more of
        amounts (hours, money …).
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping.

    Returns
    -------
    Table
        Index ``(resource, theme, sector)``, a row where anything is put in: ``organisations``,
        ``amount`` its sum, ``amount_share`` of the theme's whole, 0 to 1. Details: ``alone``,
        themes that one sector carries alone (with all of an amount above 0), and ``totals`` by
        resource and theme.

    Missing
    -------
    Blank amounts add nothing, counted in a caveat; organisations without a sector are in the
    totals, not in the rows.

    Raises
    ------
    InputError
        Organisations that are not listed, blanks, no column of amounts.

    Examples
    --------
    >>> import partnernet as pn
    >>> read = pn.read_resources(pn.samples.path("penaluz_beyond"))
    >>> answer = pn.resources(read, pn.samples.load("penaluz"))
    >>> sorted(set(answer.detail("alone")["theme"]))
    ['healthy food']
    """
    need_partnership(alliance)
    made = listed(table, "resources", directory=Directory(alliance.ids, alliance.names))
    amounts = _amounts(made)
    question = ask("resources", alliance, by=by, uses_ties=False)
    groups = question.groups
    place = pd.Index(alliance.ids).get_indexer(pd.Index(made.rows["organisation"]))
    long = made.rows[[*_FIELDS, *amounts]].melt(list(_FIELDS), var_name="resource",
                                                value_name="amount")
    long["code"] = np.tile(groups.codes[place], len(amounts))
    blank = int(long["amount"].isna().sum())
    if blank:
        question.caveat("resources.blank", plural=blank, n=blank)
    order = list(dict.fromkeys(made.rows["theme"]))
    totals = _totals(long, amounts, order)
    frame = _frame(long, totals, groups, amounts, order)
    alone = frame[(frame["amount_share"] > 1 - 1e-9)].reset_index()
    return Table(**question.shared(), frame=frame,
                 details={"alone": alone[["resource", "theme", groups.by, "amount"]],
                          "totals": totals},
                 findings=_findings(alone, totals, groups.by),
                 drawing=partial(_draw, frame, tuple(amounts), tuple(order), groups))


def _amounts(made: Listed) -> list[str]:
    """Every further column of numbers."""
    found = [str(name) for name in made.rows.columns
             if name not in _FIELDS and made.rows[name].dtype == np.float64]
    if not found and len(made.rows):
        part = made.origin.parts[0]
        raise InputError(Problem(say("beyond.no_amounts"), file=part.file, sheet=part.sheet,
                                 fix=say("beyond.mend_amounts")))
    return found


def _totals(long: pd.DataFrame, amounts: list[str], order: list[str]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([amounts, order], names=["resource", "theme"])
    given = long[long["amount"] > 0]
    by = [given["resource"], given["theme"]]
    return pd.DataFrame({
        "organisations": given.groupby(by)["organisation"].nunique().reindex(
            index, fill_value=0).astype(np.int64),
        "amount": long.groupby(["resource", "theme"])["amount"].sum().reindex(
            index, fill_value=0.0)}, index=index)


def _frame(long: pd.DataFrame, totals: pd.DataFrame, groups: Groups, amounts: list[str],
           order: list[str]) -> pd.DataFrame:
    names = ["resource", "theme", groups.by]
    grouped = long[(long["code"] >= 0) & long["amount"].notna() & (long["amount"] != 0)]
    summed = grouped.groupby(["resource", "theme", "code"]).agg(
        organisations=("organisation", "nunique"), amount=("amount", "sum")).reset_index()
    summed["at"] = summed["resource"].map(amounts.index) if len(summed) else 0
    summed["row"] = summed["theme"].map(order.index) if len(summed) else 0
    summed = summed.sort_values(["at", "row", "code"], ignore_index=True)
    index = pd.MultiIndex.from_arrays(
        [summed["resource"], summed["theme"],
         pd.Series([groups.names[code] for code in summed["code"]], dtype=object)], names=names)
    whole = totals["amount"].reindex(pd.MultiIndex.from_frame(summed[["resource", "theme"]]))
    amount = summed["amount"].to_numpy(dtype=np.float64)
    total = whole.to_numpy(dtype=np.float64)
    share = np.divide(amount, total, out=np.full(len(amount), np.nan), where=total != 0)
    return pd.DataFrame({"organisations": summed["organisations"].to_numpy(dtype=np.int64),
                         "amount": amount, "amount_share": share}, index=index)


def _findings(alone: pd.DataFrame, totals: pd.DataFrame, by: str) -> tuple[Message, ...]:
    found: list[Message] = []
    whole = totals[totals["amount"] > 0].groupby(level="theme").size()
    for (theme, sector), rows in alone.groupby(["theme", by], sort=False):
        if len(rows) == whole.get(theme, 0):  # alone in every resource that the theme has
            found.append(say("resources.alone", theme=str(theme), sector=str(sector)))
        else:
            found.append(say("resources.alone_in", theme=str(theme), sector=str(sector),
                             resources=Names(tuple(rows["resource"]))))
    return tuple(found)


def _draw(frame: pd.DataFrame, amounts: tuple[str, ...], order: tuple[str, ...], groups: Groups, *,
          language: str) -> Picture:
    """Themes by sectors: the share of each theme's first resource."""
    keys = groups.keys or (None,) * len(groups)
    looks = looks_for(keys)
    letters = signs(looks)
    resource = amounts[0] if amounts else ""
    own = frame.xs(resource, level="resource") if len(frame) and resource in \
        frame.index.get_level_values("resource") else frame.iloc[:0]
    cells = []
    for theme in order:
        line = []
        for name in groups.names:
            here = (theme, name) in own.index
            share = float(own.loc[(theme, name), "amount_share"]) if here else 0.0  # type: ignore[arg-type]  # one cell
            amount = float(own.loc[(theme, name), "amount"]) if here else 0.0  # type: ignore[arg-type]  # one cell
            line.append(Cell("cell" if here else "blank",
                             Share(share).shown(language) if here else "",
                             Number(amount, 0).shown(language) if here else "–", 0,
                             here and share > 1 - 1e-9, (),
                             f"{theme}, {name}: {Number(amount, 0).shown(language)} ({resource})"))
        cells.append(line)
    marks, wide, high = grid([Head(theme) for theme in order],
                             [Head(name, look, letter) for name, look, letter in
                              zip(groups.names, looks, letters, strict=True)],
                             cells, width=760.0)
    title = say("resources.title", resource=resource).text(language)
    return Picture(wide, high, tuple(marks), title,
                   say("resources.about", themes=len(order)).text(language),
                   say("resources.how").text(language), (), "resources")
