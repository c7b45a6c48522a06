"""From rows of answers to one score an organisation and item."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from partnernet.checks import RULES, Directory
from partnernet.checks.listed import Listed, dates, listed, refuse_rows
from partnernet.errors import OptionError, choose, nearest
from partnernet.instruments.instrument import Instrument
from partnernet.instruments.loading import from_table, load
from partnernet.kernels import disclosure
from partnernet.kernels.dyads import Floats, Ints
from partnernet.vocabulary import Scale
from partnernet.words import say

Wanted = Instrument | str | os.PathLike[str] | None


@dataclass(frozen=True, eq=False)
class Scored:
    """Answers as numbers: ``performance``, ``importance``, shape (n, items), NaN where blank.

    ``ids``: of the organisations, sorted. ``combined``: how many answers were combined.
    """

    instrument: Instrument
    ids: tuple[str, ...]
    performance: Floats
    importance: Floats
    combined: int


def scored(answers: Any, instrument: Wanted, *, directory: Directory | None = None,
           ids: Sequence[str] | None = None, combine: str | None = None,
           scale: tuple[float, float] | None = None) -> Scored:
    """Check answers against a questionnaire; one score an organisation and item.

    ``ids``: the organisations wanted, in order; not given: those that answered, sorted.

    Raises
    ------
    InputError
        Answers off the scale, unknown items, several answers without ``combine``.
    OptionError, UnknownName
        An option that makes no sense.
    """
    if combine is not None:
        combine = choose("rule", combine, RULES)
    questionnaire = None if instrument is None else (
        instrument if isinstance(instrument, Instrument) else load(instrument))
    wanted = questionnaire.scale if questionnaire is not None else _scale(scale)
    made = listed(answers, "answers", directory=directory, scale=wanted)
    if questionnaire is None:
        questionnaire = _from_rows(made, wanted)
    made = _by_ids(made, questionnaire)
    _refuse_unknown_items(made, questionnaire)
    rows, combined = _settled(made, combine)
    order = tuple(sorted(set(rows["organisation"]))) if ids is None else tuple(ids)
    tables = [_matrix(rows, name, order, questionnaire.ids) for name in
              ("performance", "importance")]
    return Scored(questionnaire, order, tables[0], tables[1], combined)


def without_few(given: Scored, least: int) -> tuple[Scored, int]:
    """The scores without what fewer than ``least`` organisations gave, and how many answers were
    left out because the other figure would tell them."""
    if least <= 1:
        return given, 0
    cells = [(item.domain, item.stage) for item in given.instrument.items]
    place = np.array([cells.index(cell) for cell in cells], dtype=np.int64)
    performance, importance, unpaired = disclosure.without_few(
        given.performance, given.importance, place, least)
    return replace(given, performance=performance, importance=importance), unpaired


def _scale(scale: tuple[float, float] | None) -> Scale:
    if scale is None:
        raise OptionError(say("instruments.needs_scale"))
    return Scale.of({"low": scale[0], "high": scale[1]}, "performance")


def _from_rows(made: Listed, scale: Scale) -> Instrument:
    """A plain questionnaire from the columns item, domain and stage."""
    rows = made.rows
    domain = rows["domain"] if "domain" in rows else pd.Series([None] * len(rows), dtype=object)
    stage = rows["stage"] if "stage" in rows else pd.Series([None] * len(rows), dtype=object)
    blank = np.flatnonzero(domain.isna())
    refuse_rows(made, [(int(place), "item", say("beyond.needs_domain"), say("beyond.mend_domain"))
                       for place in blank[:1]])
    triples = dict.fromkeys(zip(rows["item"], domain, stage.where(stage.notna(), ""), strict=True))
    once = {item: (item, where, when) for item, where, when in reversed(list(triples))}
    ordered = [once[item] for item in dict.fromkeys(rows["item"])]
    return from_table(ordered, scale.low or 0.0, scale.high or 0.0,
                      importance="importance" in rows)


def _by_ids(made: Listed, instrument: Instrument) -> Listed:
    """The answers by the ids of items, where their words were written instead."""
    items = made.rows["item"]
    known = set(instrument.ids)
    meant = {label: own for label in items.dropna().unique() if label not in known
             and (own := instrument.item(str(label))) is not None}
    return made if not meant else replace(made, rows=made.rows.assign(item=items.replace(meant)))


def _refuse_unknown_items(made: Listed, instrument: Instrument) -> None:
    items = made.rows["item"]
    known = items.isin(instrument.ids)
    first = items[~known].drop_duplicates()
    found = []
    for place, item in first.items():
        near = nearest(str(item), instrument.ids)
        fix = say("beyond.mend_item") if near is None else say("beyond.mend_item_near", near=near)
        found.append((int(str(place)), "item", say("beyond.unknown_item", found=str(item)), fix))
    refuse_rows(made, found)


def _settled(made: Listed, combine: str | None) -> tuple[pd.DataFrame, int]:
    """One row an organisation and item, and how many rows were combined into others."""
    rows, keys = made.rows, ["organisation", "item"]
    if "importance" not in rows:
        rows = rows.assign(importance=np.nan)
    values = ["performance", "importance"]
    again = rows.duplicated(keys, keep=False)
    if not again.any():
        return rows, 0
    if combine is None:
        same = rows.duplicated([*keys, *values])
        distinct = rows[~same]
        clash = distinct[distinct.duplicated(keys)]
        refuse_rows(made, [
            (int(str(place)), "item", say("beyond.several_answers", id=row["organisation"],
                                          item=row["item"]), say("beyond.mend_combine"))
            for place, row in clash.iterrows()])
        return distinct, 0
    if combine == "latest":
        rows = _latest(made, rows)
    # The first answer that says something; "latest" has sorted the newest first.
    rule = "first" if combine == "latest" else combine
    made_one = rows.groupby(keys, sort=False)[values].agg(rule).reset_index()
    return made_one, len(rows) - len(made_one)


def _latest(made: Listed, rows: pd.DataFrame) -> pd.DataFrame:
    """The newest answers first."""
    if "date" not in rows:
        raise OptionError(say("input.latest_needs_date"))
    order: Ints = np.argsort(-dates(made), kind="stable")
    return rows.iloc[order]


def _matrix(rows: pd.DataFrame, name: str, ids: Sequence[str], items: Sequence[str]) -> Floats:
    place = pd.Index(ids).get_indexer(pd.Index(rows["organisation"]))
    column = pd.Index(items).get_indexer(pd.Index(rows["item"]))
    table = np.full((len(ids), len(items)), np.nan)
    inside = place >= 0
    table[place[inside], column[inside]] = rows[name].to_numpy(dtype=np.float64)[inside]
    return table
