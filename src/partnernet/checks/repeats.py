"""Rows that speak of one pair more than once: merged when they agree, else refused or combined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.dates import moments
from partnernet.checks.frames import coded
from partnernet.checks.origin import Desk, Origin
from partnernet.checks.references import visible
from partnernet.checks.said import DONT_KNOW, TIE
from partnernet.errors import MOST_PROBLEMS, OptionError, choose
from partnernet.vocabulary import Scale
from partnernet.words import Names, say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
States = NDArray[np.int8]
RULES: tuple[str, ...] = ("mean", "max", "first", "latest")
# Columns that say who answered when, not what; two rows that differ only there agree.
_ABOUT_THE_ANSWER = ("date", "respondent", "wave")
_MOST_TOLD = 2000  # merged rows up to which each names the row it was merged into


@dataclass(eq=False)
class Rows:
    """Rows of ties being settled; all arrays have one entry a row and stand in file order.

    ``index``: the row of the frame. ``relation``: codes into ``relations``, −1 for none.
    ``reports``, ``lowest``, ``highest`` are filled where several answers were combined.
    """

    frame: pd.DataFrame
    index: Ints
    source: Ints
    target: Ints
    relation: Ints
    said: States
    strengths: dict[str, Floats]
    forward: Bools
    reports: Ints | None = None
    spread: dict[str, tuple[Floats, Floats]] | None = None

    def take(self, keep: Ints | Bools) -> Rows:
        """Some of the rows."""
        return Rows(self.frame, self.index[keep], self.source[keep], self.target[keep],
                    self.relation[keep], self.said[keep],
                    {name: values[keep] for name, values in self.strengths.items()},
                    self.forward[keep],
                    None if self.reports is None else self.reports[keep],
                    None if self.spread is None else {
                        name: (low[keep], high[keep]) for name, (low, high) in self.spread.items()})

    def keys(self, n: int) -> Ints:
        """One number for each pair and kind of tie."""
        pair = self.source * np.int64(n) + self.target
        return (self.relation + 1) * np.int64(n) * np.int64(n) + pair


def settled(rows: Rows, n: int, ids: list[str], scales: Mapping[str, Scale],
            combine: str | None, origin: Origin, desk: Desk) -> Rows:
    """One row for each pair and kind of tie."""
    if combine is None:
        flagged = _refuse_several_respondents(rows, ids, origin, desk)
    keys = rows.keys(n)
    repeated = pd.Series(keys).duplicated(keep=False).to_numpy()
    if not repeated.any():
        return rows
    where = np.flatnonzero(repeated)
    if combine is None:
        return _merged(rows, where, keys, ids, flagged, origin, desk)
    if combine == "latest" and "date" not in rows.frame.columns:
        raise OptionError(say("input.latest_needs_date"))
    return _combined(rows, where, keys, combine, scales, origin, desk)


def _refuse_several_respondents(rows: Rows, ids: list[str], origin: Origin, desk: Desk) -> Ints:
    """Organisations for which several people answered, each a problem without a rule."""
    none = np.zeros(0, dtype=np.int64)
    if "respondent" not in rows.frame.columns:
        return none
    codes, labels = coded(rows.frame["respondent"].iloc[rows.index])
    pairs = pd.DataFrame({"source": rows.source, "respondent": codes}).drop_duplicates()
    pairs = pairs[pairs["respondent"] >= 0]
    counts = pairs.groupby("source")["respondent"].nunique()
    several = counts.index[counts > 1].to_numpy(dtype=np.int64)
    for position in several[:MOST_PROBLEMS]:
        people = pairs.loc[pairs["source"] == position, "respondent"]
        where = rows.index[np.flatnonzero(rows.source == position)]
        desk.problem(
            origin,
            say("input.several_respondents", id=visible(ids[int(position)]), n=len(people),
                people=Names(tuple(visible(labels[int(code)]) for code in people), most=5)),
            index=int(where[0]), column="respondent", fix=say("input.say_combine"))
    desk.more_problems(max(0, len(several) - MOST_PROBLEMS))
    return several


def _merged(rows: Rows, where: Ints, keys: Ints, ids: list[str], flagged: Ints,
            origin: Origin, desk: Desk) -> Rows:
    """Merge rows that agree in everything; refuse pairs whose rows do not."""
    told = _told(rows, where)
    first = pd.Series(where).groupby(keys[where], sort=False).transform("first").to_numpy()
    place = {int(row): number for number, row in enumerate(where)}
    number_of_first = np.array([place[int(row)] for row in first], dtype=np.int64)
    differs = np.zeros(len(where), dtype=bool)
    column_of = np.full(len(where), -1, dtype=np.int64)
    for number, codes in enumerate(told.values()):
        other = codes != codes[number_of_first]
        column_of[other & ~differs] = number
        differs |= other
    _refuse_contradictions(rows, where, first, differs, column_of, list(told), ids, flagged,
                           origin, desk)
    again = (where != first) & ~differs
    if again.any():
        _merge_event(rows, where[again], first[again], "ledger.tie_repeated", {}, origin, desk)
    keep = np.ones(len(rows.index), dtype=bool)
    keep[where[where != first]] = False
    return rows.take(keep)


def _told(rows: Rows, where: Ints) -> dict[str, Ints]:
    """What repeated rows say, column by column, as codes that are equal where the cells are."""
    told: dict[str, Ints] = {"said": rows.said[where].astype(np.int64)}
    for name, values in rows.strengths.items():
        told[name] = pd.factorize(values[where], use_na_sentinel=True)[0].astype(np.int64)
    skip = {"source", "target", "relation", *_ABOUT_THE_ANSWER, *rows.strengths}
    for name in rows.frame.columns:
        if name not in skip:
            told[str(name)] = coded(rows.frame[name].iloc[rows.index[where]])[0]
    return told


def _refuse_contradictions(rows: Rows, where: Ints, first: Ints, differs: Bools, column_of: Ints,
                           names: list[str], ids: list[str], flagged: Ints,
                           origin: Origin, desk: Desk) -> None:
    odd = np.flatnonzero(differs & ~np.isin(rows.source[where], flagged))
    for number in odd[:MOST_PROBLEMS]:
        row, earlier = int(where[number]), int(first[number])
        name = names[int(column_of[number])]
        column = _telling(rows, row, earlier) if name == "said" else name
        # Undirected data give a pair twice when both sides report it: they must be symmetric.
        mirrored = bool(rows.forward[row] != rows.forward[earlier])
        key = "input.not_symmetric" if mirrored else "input.tie_contradicts"
        desk.problem(
            origin,
            say(key, source=visible(ids[int(rows.source[row])]),
                target=visible(ids[int(rows.target[row])]),
                row=str(origin.row(int(rows.index[earlier]))),
                again=str(origin.row(int(rows.index[row]))), column=origin.header(column) or "",
                one=_cell(rows, column, earlier), two=_cell(rows, column, row)),
            index=int(rows.index[row]), column=column, found=_cell(rows, column, row),
            fix=say("input.say_combine_pair"))
    desk.more_problems(max(0, len(odd) - MOST_PROBLEMS))


def _telling(rows: Rows, one: int, two: int) -> str:
    """The strength in which two rows differ when one says "no tie" and the other a tie."""
    for name, values in rows.strengths.items():
        if values[one] != values[two]:
            return name
    return "target"


def _cell(rows: Rows, name: str, row: int) -> str:
    value = rows.frame[name].iloc[int(rows.index[row])] if name in rows.frame.columns else None
    if value is None or value != value:
        return "–"
    if isinstance(value, float | np.floating):
        return f"{value:g}"
    return visible(str(value))


def _merge_event(rows: Rows, later: Ints, first: Ints, key: str, values: dict[str, Any],
                 origin: Origin, desk: Desk) -> None:
    if len(later) > _MOST_TOLD:
        desk.event("merged", say(f"{key}_earlier", **values), origin, indices=rows.index[later])
        return
    said = {row: say(key, row=str(origin.row(int(rows.index[row]))), **values)
            for row in dict.fromkeys(first.tolist())}
    desk.event("merged", [said[row] for row in first.tolist()], origin, indices=rows.index[later])


def _combined(rows: Rows, where: Ints, keys: Ints, rule: str, scales: Mapping[str, Scale],
              origin: Origin, desk: Desk) -> Rows:
    """One row for each pair from all that was said of it, by the user's rule.

    A tie stands if any answer reports one; else the answer is "no tie" if any says so, else "don't
    know". Under first and latest that answer alone counts which is first or latest of those that
    know. Strengths are combined over the answers that report a tie and give them.
    """
    order = _in_order(rows, where, keys, rule, origin, desk)
    sorted_keys = keys[order]
    starts = np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
    sizes = np.diff(np.r_[starts, len(order)])
    group = np.repeat(np.arange(len(starts)), sizes)
    knows = rows.said[order] != DONT_KNOW
    if rule in ("first", "latest"):
        chosen = _first_true(knows, group, starts)
        said = rows.said[order[chosen]]
    else:
        chosen = None
        said = np.minimum.reduceat(rows.said[order], starts)
    ties = rows.said[order] == TIE
    first = np.minimum.reduceat(order, starts)
    strengths, ranges = {}, {}
    for name, values in rows.strengths.items():
        given = np.where(ties, values[order], np.nan)
        low, high = _extremes(given, group, len(starts))
        ranges[name] = (low, high)
        if chosen is not None:
            strengths[name] = values[order[chosen]]
        elif rule == "max":
            strengths[name] = low if scales[name].direction == "less" else high
        else:
            strengths[name] = _means(given, group, len(starts))
    _merge_event(rows, np.setdiff1d(order, first), first[group][~np.isin(order, first)][
        np.argsort(order[~np.isin(order, first)])], "ledger.tie_combined",
        {"rule": say(f"ledger.rule_{rule}")}, origin, desk)
    return _put_together(rows, order, first, said, strengths, ranges,
                         np.bincount(group, weights=ties).astype(np.int64))


def _in_order(rows: Rows, where: Ints, keys: Ints, rule: str, origin: Origin,
              desk: Desk) -> Ints:
    """Repeated rows pair by pair; within one the first in the file, or the latest, comes first."""
    if rule != "latest":
        return where[np.argsort(keys[where], kind="stable")]
    when = moments(rows.frame["date"].iloc[rows.index[where]], rows.index[where], origin, desk)
    return where[np.lexsort((where, -when, keys[where]))]


def _first_true(flags: Bools, group: Ints, starts: Ints) -> Ints:
    """Position of the first flagged entry in each group; of the first entry where none is."""
    places = np.where(flags, np.arange(len(flags)), len(flags))
    best = np.minimum.reduceat(places, starts)
    return np.where(best == len(flags), starts, best)


def _extremes(values: Floats, group: Ints, count: int) -> tuple[Floats, Floats]:
    low, high = np.full(count, np.inf), np.full(count, -np.inf)
    given = ~np.isnan(values)
    np.minimum.at(low, group[given], values[given])
    np.maximum.at(high, group[given], values[given])
    return np.where(np.isinf(low), np.nan, low), np.where(np.isinf(high), np.nan, high)


def _means(values: Floats, group: Ints, count: int) -> Floats:
    # Summed in order of size, so that the order of rows cannot change a digit.
    order = np.lexsort((values, group))
    given = order[~np.isnan(values[order])]
    total = np.bincount(group[given], weights=values[given], minlength=count)
    number = np.bincount(group[given], minlength=count)
    means: Floats = np.divide(total, number, out=np.full(count, np.nan), where=number > 0)
    return means


def _put_together(rows: Rows, order: Ints, first: Ints, said: States,
                  strengths: dict[str, Floats], ranges: dict[str, tuple[Floats, Floats]],
                  reports: Ints) -> Rows:
    size = len(rows.index)
    whole = rows.take(np.arange(size))
    whole.said[first] = said
    whole.reports = np.ones(size, dtype=np.int64)
    whole.reports[first] = reports
    whole.spread = {}
    for name, values in whole.strengths.items():
        low, high = values.copy(), values.copy()
        low[first], high[first] = ranges[name]
        values[first] = strengths[name]
        whole.spread[name] = (low, high)
    keep = np.ones(size, dtype=bool)
    keep[np.setdiff1d(order, first)] = False
    return whole.take(keep)


def refuse_unknown_rule(rule: str | None) -> None:
    """Raise UnknownName for a rule that does not exist."""
    if rule is not None:
        choose("rule", rule, RULES)
