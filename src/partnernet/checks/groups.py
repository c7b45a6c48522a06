"""Sectors, levels and kinds of tie: one group, one spelling; and the order of levels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.frames import coded, spread
from partnernet.checks.origin import Desk, Origin
from partnernet.checks.references import visible
from partnernet.errors import OptionError
from partnernet.ledger import Fate
from partnernet.vocabulary import answers, group_key, level_key
from partnernet.vocabulary.groups import folded
from partnernet.words import Message, say

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]


def declared_levels(levels: Iterable[Any] | None) -> tuple[str, ...] | None:
    """The order of levels that a user states, from near to far.

    Raises OptionError where it is a single text, empty, or names a level twice.
    """
    if levels is None:
        return None
    if isinstance(levels, str):
        raise OptionError(say("input.levels_text", found=levels))
    stated = tuple(str(level) for level in levels)
    keys = [folded(level) for level in stated]
    if not stated or any(not key for key in keys):
        raise OptionError(say("input.levels_empty"))
    twice = [level for level, key in zip(stated, keys, strict=True) if keys.count(key) > 1]
    if twice:
        raise OptionError(say("input.levels_twice", level=twice[0]))
    return stated


def unified(column: pd.Series[Any], by: str, rows: Ints, origin: Origin, desk: Desk,
            declared: Sequence[str] | None = None) -> Objects:
    """A column of labels in which each group has one spelling, the first written.

    ``by`` is the column's field; sectors and levels are one in every language. Blanks and marks for
    a blank become None there. A level that was declared is never merged with another declared one.
    """
    codes, labels = coded(column)
    blank = np.array([answers.is_empty(label) for label in labels] + [False], dtype=bool)
    if by not in ("sector", "level"):
        blank[:] = False
    marked = np.flatnonzero(blank[codes] & (codes >= 0))
    if len(marked):
        desk.event("noted", say("ledger.blank_mark", column=origin.header(by) or by), origin,
                   indices=rows[marked], column=by, values=spread(codes[marked], labels))
    first: dict[str, str] = {}
    shown: list[str | None] = []
    for code, label in enumerate(labels):
        if blank[code]:
            shown.append(None)
            continue
        key = _key(label, by, declared)
        shown.append(first.setdefault(key, label))
    reasons = [None if text is None or text == label else
               say("ledger.one_group", found=visible(label), shown=visible(text))
               for label, text in zip(labels, shown, strict=True)]
    events_by_code(codes, reasons, labels, "noted", rows, by, origin, desk)
    return spread(codes, shown)


def events_by_code(codes: Ints, reasons: Sequence[Message | None], labels: Sequence[str],
                   fate: Fate, rows: Ints, column: str, origin: Origin, desk: Desk) -> None:
    """Write an event for every row whose code has a reason."""
    has = np.array([reason is not None for reason in reasons] + [False], dtype=bool)
    where = np.flatnonzero(has[codes])
    if len(where):
        desk.event(fate, list(spread(codes[where], reasons)), origin, indices=rows[where],
                   column=column, values=spread(codes[where], labels))


def _key(label: str, by: str, declared: Sequence[str] | None) -> str:
    own = folded(label)
    if by == "level" and declared is not None:
        match = match_level(label, declared)
        # Two levels that were declared apart stay apart, whatever our own words say.
        return own if match is None else f"declared {match}"
    return group_key(label, by)


def match_level(label: str, declared: Sequence[str]) -> int | None:
    """The place of a label in a declared order: by its letters, else by its known key."""
    own = folded(label)
    for place, level in enumerate(declared):
        if folded(level) == own:
            return place
    key = level_key(label)
    same = [place for place, level in enumerate(declared)
            if key is not None and level_key(level) == key]
    return same[0] if len(same) == 1 else None


def order_of_levels(column: Objects, declared: Sequence[str] | None, origin: Origin,
                    desk: Desk) -> tuple[str, ...] | None:
    """The declared order in the spelling of the data; levels without a place in it are noted."""
    present = [label for label in dict.fromkeys(column) if label is not None]
    if declared is None:
        strange = [label for label in present if level_key(label) is None]
    else:
        strange = [label for label in present if match_level(label, declared) is None]
    for label in strange:
        desk.event("noted", say("ledger.level_without_order", level=visible(label)), origin,
                   column="level", values=label)
    if declared is None:
        return None
    spelled = list(declared)
    for label in present:
        place = match_level(label, declared)
        if place is not None:
            spelled[place] = label
    return tuple(spelled)
