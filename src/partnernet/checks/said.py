"""What each row of ties says, all its strengths together: a tie, no tie, or don't know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.origin import Desk, Origin
from partnernet.checks.references import visible
from partnernet.checks.strengths import (
    BLANK,
    CODES,
    FAULT,
    KNOWN,
    NO_TIE,
    NUMBER,
    UNKNOWN,
    Column,
    read_column,
)
from partnernet.errors import MOST_PROBLEMS
from partnernet.vocabulary import Scale
from partnernet.words import Message, say

Ints = NDArray[np.int64]
States = NDArray[np.int8]
TIE, NONE, DONT_KNOW = 0, 1, 2


def strengths_of(frame: pd.DataFrame, scales: Mapping[str, Scale]) -> list[str]:
    """Which columns of the ties are strengths: the known ones and those with a scale."""
    return [str(name) for name in frame.columns if name in KNOWN or name in scales]


def read_strengths(frame: pd.DataFrame, rows: Ints, scales: dict[str, Scale], origin: Origin,
                   desk: Desk) -> tuple[dict[str, Column], States]:
    """Every strength as numbers, and what each row says; faults become problems.

    A row says "no tie" where all that it gives is *never* or *none*, and "don't know" where that
    is all it gives. Scales that nobody declared are added to ``scales``, noted.
    """
    columns: dict[str, Column] = {}
    for name in strengths_of(frame, scales):
        if name not in scales:
            scales[name] = Scale(declared=False)
            desk.event("noted", say("ledger.scale_undeclared", column=origin.header(name) or name),
                       origin, column=name)
        column = read_column(frame[name].iloc[rows], name, scales[name])
        columns[name] = column
    said = _said(columns, len(rows))
    for column in columns.values():
        _refuse_faults(column, said, scales[column.name], rows, origin, desk)
        _note(column, said, scales, rows, origin, desk)
    _record(said, rows, origin, desk)
    return columns, said


def _said(columns: Mapping[str, Column], size: int) -> States:
    counts = {state: np.zeros(size, dtype=np.int64) for state in (NUMBER, UNKNOWN, NO_TIE)}
    for column in columns.values():
        for state in counts:
            counts[state] += column.states == state
        counts[NUMBER] += column.states == FAULT
    said = np.full(size, TIE, dtype=np.int8)
    silent = counts[NUMBER] == 0
    said[silent & (counts[NO_TIE] > 0)] = NONE
    said[silent & (counts[NO_TIE] == 0) & (counts[UNKNOWN] > 0)] = DONT_KNOW
    return said


def _refuse_faults(column: Column, said: States, scale: Scale, rows: Ints, origin: Origin,
                   desk: Desk) -> None:
    """Refuse what is no number, what stands off the scale, and a mix of decimal marks."""
    wrong = column.states == FAULT
    tie = said == TIE
    # "Never" beside a real strength needs a number of its own.
    numberless = tie & (column.states == NO_TIE) & np.isnan(column.values)
    off = tie & scale.faulty(column.values) & np.isin(column.states, (NUMBER, NO_TIE))
    places = np.flatnonzero(wrong | numberless | off)
    for place in places[:MOST_PROBLEMS]:
        cell = column.cell(int(place))
        what, fix = _fault(column, int(place), cell, scale, origin)
        desk.problem(origin, what, index=int(rows[place]), column=column.name, found=_shown(cell),
                     expected=expected(scale), fix=fix)
    desk.more_problems(max(0, len(places) - MOST_PROBLEMS))
    comma, point = column.where(how="comma"), column.where(how="point")
    if len(comma) and len(point):
        fewer, other = (comma, point) if len(comma) <= len(point) else (point, comma)
        place = int(fewer[0])
        desk.problem(origin, say("input.decimal_marks", found=_shown(column.cell(place)),
                                 other=_shown(column.cell(int(other[0]))),
                                 row=str(origin.row(int(rows[other[0]])))),
                     index=int(rows[place]), column=column.name, found=_shown(column.cell(place)),
                     fix=say("input.one_decimal_mark"))


def _fault(column: Column, place: int, cell: object, scale: Scale,
           origin: Origin) -> tuple[Message, Message]:
    found = _shown(cell)
    name = origin.header(column.name) or column.name
    if column.states[place] == FAULT:
        how = column.meanings[int(column.codes[place])].how if column.codes is not None else "text"
        return say(f"input.fault_{how}", found=found, column=name), say(f"input.mend_{how}")
    if column.states[place] == NO_TIE:
        return say("input.never_off_scale", found=found, column=name), say("input.mend_never")
    if column.values[place] in CODES:
        return say("input.off_scale", found=found, column=name), say("input.mend_code", code=found)
    if scale.fault(float(column.values[place])) == "integer":
        return say("input.not_whole", found=found, column=name), say("input.mend_whole")
    return say("input.off_scale", found=found, column=name), say("input.mend_scale")


def expected(scale: Scale) -> Message:
    """What a scale expects, in words."""
    kind = "whole" if scale.integer else "number"
    if scale.ranged:
        return say(f"input.{kind}_between", low=_plain(scale.low), high=_plain(scale.high))
    if scale.low is not None:
        return say(f"input.{kind}_from", low=_plain(scale.low))
    if scale.high is not None:
        return say(f"input.{kind}_to", high=_plain(scale.high))
    return say(f"input.{kind}")


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _shown(cell: object) -> str:
    return f"{cell:g}" if isinstance(cell, float) else visible(str(cell))


def _note(column: Column, said: States, scales: dict[str, Scale], rows: Ints, origin: Origin,
          desk: Desk) -> None:
    """Note blanks in a tie, marks for a blank, decimal commas and words read as numbers."""
    name, header = column.name, origin.header(column.name) or column.name
    kept = (said == TIE) & np.isin(column.states, (BLANK, UNKNOWN))
    for state, key in ((BLANK, "ledger.strength_missing"), (UNKNOWN, "ledger.strength_unknown")):
        places = np.flatnonzero(kept & (column.states == state))
        if len(places):
            values = np.array([column.cell(int(p)) for p in places], dtype=object) \
                if column.codes is not None else None
            desk.event("noted", say(key, column=header), origin, indices=rows[places],
                       column=name, values=values)
    comma = column.where(how="comma")
    if len(comma):
        desk.event("noted", say("ledger.decimal_comma", plural=len(comma), n=len(comma),
                                column=header), origin, column=name,
                   values=_shown(column.cell(int(comma[0]))))
    _note_words(column, scales, origin, desk)


def _note_words(column: Column, scales: dict[str, Scale], origin: Origin, desk: Desk) -> None:
    """Words of our own list become labels of the scale, so that they can be shown again."""
    words = {meaning.value: str(cell) for meaning, cell in
             zip(column.meanings, column.cells, strict=True)
             if meaning.how == "word" and not np.isnan(meaning.value)}
    if not words:
        return
    scale = scales[column.name]
    listed = tuple(f"{visible(word)} = {value:g}" for value, word in sorted(words.items()))
    desk.event("noted", say("ledger.words_read", column=origin.header(column.name) or column.name,
                            words="; ".join(listed)), origin, column=column.name)
    labels = {value: word for value, word in sorted(words.items()) if scale.fault(value) is None}
    scales[column.name] = replace(scale, labels={**labels, **scale.labels})


def _record(said: States, rows: Ints, origin: Origin, desk: Desk) -> None:
    unknown = np.flatnonzero(said == DONT_KNOW)
    if len(unknown):
        desk.event("noted", say("ledger.dont_know"), origin, indices=rows[unknown])
