"""Trust made of several items, where the file itself states so."""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnernet.checks import visible
from partnernet.checks.strengths import KNOWN, NUMBER, read_column
from partnernet.files.draft import Draft
from partnernet.files.replies import scale_of
from partnernet.files.survey_form import items_of
from partnernet.files.tables import Book
from partnernet.vocabulary import headers
from partnernet.words import say


def average_items(draft: Draft, book: Book) -> None:
    """Add a strength that the sheet about calls the mean of others ("mean of a; b; c").

    A tie has it where at least half of the items were answered; the items stay as they are. A
    column that states the strength itself goes before the rule.
    """
    for fact in list(book.about):
        name = headers.field(fact, "ties")
        items = items_of(book.about[fact]) if name in KNOWN else None
        if name is None or items is None:
            continue
        del book.about[fact]
        if name in draft.ties.columns:
            continue
        # An item that nobody answered has no column, but the form's scales name it.
        known = {each.casefold(): each for each in (*draft.scales, *map(str, draft.ties.columns))}
        own = [known[item.casefold()] for item in items if item.casefold() in known]
        if len(own) == len(items):
            _add(draft, name, own, book)
        else:
            book.record.add("noted", say("ledger.mean_not_made", name=name,
                                         items=visible("; ".join(items), 120)),
                            draft.ties_origin.parts[0])


def _add(draft: Draft, name: str, items: list[str], book: Book) -> None:
    values = np.full((len(draft.ties), len(items)), np.nan)
    for place, item in enumerate(items):
        if item not in draft.ties.columns:
            continue
        column = read_column(draft.ties[item], item, scale_of(draft.scales, item))
        values[:, place] = np.where(column.states == NUMBER, column.values, np.nan)
    given = (~np.isnan(values)).sum(axis=1)
    enough = given * 2 >= len(items)
    means = np.divide(np.nansum(values, axis=1), given, where=given > 0,
                      out=np.full(len(values), np.nan))
    draft.ties[name] = pd.Series(np.where(enough, means, np.nan), dtype=float)
    scales = [scale_of(draft.scales, item) for item in items]
    first = scales[0]
    if name not in draft.scales and first.ranged and all(
            (each.low, each.high, each.direction) == (first.low, first.high, first.direction)
            for each in scales):
        draft.scales[name] = {"low": first.low, "high": first.high, "integer": False,
                              "direction": first.direction}
    book.record.add("noted", say("ledger.mean_made", name=name,
                                 items=visible("; ".join(items), 120)),
                    draft.ties_origin.parts[0])
