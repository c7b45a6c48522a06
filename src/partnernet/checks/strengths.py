"""Trust, frequency and other strengths: from what was written to numbers on a scale."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.frames import is_numeric
from partnernet.vocabulary import Scale, answers
from partnernet.vocabulary.groups import folded

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
States = NDArray[np.int8]

# What a cell says of a strength.
NUMBER, BLANK, UNKNOWN, NO_TIE, FAULT = 0, 1, 2, 3, 4
KNOWN: tuple[str, ...] = ("trust", "frequency", "weight")
# Columns of numbers that say who answered when or how often, and measure no tie.
NO_STRENGTHS: tuple[str, ...] = ("date", "respondent", "wave", "reports", "id", "key")
# Numbers that questionnaires use for "don't know" and "no answer".
CODES: frozenset[float] = frozenset((8, 9, 88, 98, 99, 998, 999, 9999, -1, -8, -9, -98, -99, -999))
_NUMBER = re.compile(r"^[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d+)?$")
_RANGE = re.compile(r"^\d+([.,]\d+)?\s*(-|–|to|a|till|al)\s*\d+([.,]\d+)?$")
_DATE = re.compile(r"^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
                   r"|\d{1,2}[-/ ][^\W\d_]{3,}\.?([-/ ]\d{2,4})?)([T ].*)?$")


@dataclass(frozen=True)
class Meaning:
    """What one distinct cell says: its state, its number, and how it was understood.

    ``how``: "number", "comma" (a decimal comma), "point" (a decimal point), "label", "word",
    "mark" (a mark for a blank), "blank"; of a fault: "text", "range", "percent", "date".
    """

    state: int
    value: float = math.nan
    how: str = "number"


def understood(cell: Any, name: str, scale: Scale) -> Meaning:
    """The meaning of one cell in a column of a strength."""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return Meaning(BLANK, how="blank")
    if isinstance(cell, bool | np.bool_):
        return Meaning(FAULT, how="text")
    if isinstance(cell, int | float | np.number):
        return _number(float(cell), name, scale)
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return Meaning(FAULT, how="date")
    return _text(str(cell), name, scale)


def _number(value: float, name: str, scale: Scale) -> Meaning:
    if math.isnan(value):
        return Meaning(BLANK, how="blank")
    if math.isinf(value):
        return Meaning(FAULT, how="text")
    label = scale.labels.get(value)
    return Meaning(NUMBER, value) if label is None else _labelled(value, label, "number", name)


def _labelled(value: float, label: str, how: str, name: str) -> Meaning:
    """A number whose label may say that there is no tie, no answer, or no idea.

    "None" is the lowest trust in a partner one works with, but no tie of any other kind.
    """
    if answers.is_unknown(label):
        return Meaning(UNKNOWN, how=how)
    if answers.is_empty(label):
        return Meaning(BLANK, how="mark")
    words = ("never",) if name == "trust" else ("never", "trust_1")
    state = NUMBER if answers.meaning(label, *words) is None else NO_TIE
    return Meaning(state, value, how)


def _text(text: str, name: str, scale: Scale) -> Meaning:
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return Meaning(BLANK, how="blank")
    own = folded(plain)
    for value, label in scale.labels.items():
        if folded(label) == own:
            said = _labelled(value, label, "label", name)
            none = said.state == NUMBER and answers.says_no_tie(plain)
            return Meaning(NO_TIE, value, "label") if none else said
    if answers.is_unknown(plain):
        return Meaning(UNKNOWN, how="word")
    if answers.is_empty(plain):
        return Meaning(BLANK, how="mark")
    number = plain.replace("−", "-")
    if _NUMBER.match(number):
        value = float(number.replace(",", "."))
        if math.isinf(value):
            return Meaning(FAULT, how="text")
        said = _number(value, name, scale)
        comma = "comma" if "," in number else "point" if "." in number else "number"
        return Meaning(said.state, said.value, comma)
    word = answers.strength(plain, name)
    if answers.says_no_tie(plain):
        return Meaning(NO_TIE, math.nan if word is None else float(word), "word")
    if word is not None and scale.direction == "more":
        return Meaning(NUMBER, float(word), "word")
    return Meaning(FAULT, how=_fault(plain))


def _fault(text: str) -> str:
    if text.endswith("%"):
        return "percent"
    if _RANGE.match(text):
        return "range"
    return "date" if _DATE.match(text) else "text"


@dataclass(frozen=True, eq=False)
class Column:
    """One strength of every row: numbers, what each cell says, and the distinct cells.

    ``codes`` points into ``cells`` and ``meanings``; None where the column was numbers already.
    """

    name: str
    values: Floats
    states: States
    codes: Ints | None
    cells: tuple[Any, ...]
    meanings: tuple[Meaning, ...]

    def cell(self, index: int) -> Any:
        """The cell of a row, as written."""
        if self.codes is None:
            return self.values[index]
        code = int(self.codes[index])
        return None if code < 0 else self.cells[code]

    def where(self, *, how: str) -> Ints:
        """Rows whose cell was understood in this way."""
        if self.codes is None:
            return np.zeros(0, dtype=np.int64)
        wanted = np.array([meaning.how == how for meaning in self.meanings] + [False], dtype=bool)
        return np.flatnonzero(wanted[self.codes])


def read_column(series: pd.Series[Any], name: str, scale: Scale) -> Column:
    """Understand a whole column; each distinct cell is looked at once."""
    if is_numeric(series):
        values = series.to_numpy(dtype=np.float64, na_value=np.nan, copy=True)
        if not np.isinf(values).any():
            return Column(name, values, _numeric_states(values, name, scale), None, (), ())
    cells = series.to_numpy(dtype=object)
    codes, distinct = _told_apart(cells)
    meanings = tuple(understood(cell, name, scale) for cell in distinct)
    numbers = np.array([meaning.value for meaning in meanings] + [math.nan])
    states = np.array([meaning.state for meaning in meanings] + [BLANK], dtype=np.int8)
    return Column(name, numbers[codes], states[codes], codes, tuple(distinct), meanings)


def _told_apart(cells: NDArray[np.object_]) -> tuple[Ints, list[Any]]:
    """Distinct cells; True and 1 are two, since a hash table alone would hold them for one."""
    kinds = pd.api.types.infer_dtype(cells, skipna=True)
    if "boolean" in kinds or "mixed" in kinds:
        codes, pairs = pd.factorize(pd.Index([(type(c).__name__, c) for c in cells],
                                             tupleize_cols=False))
        return np.asarray(codes, dtype=np.int64), [pair[1] for pair in pairs]
    codes, distinct = pd.factorize(cells, use_na_sentinel=True)
    return np.asarray(codes, dtype=np.int64), list(distinct)


def _numeric_states(values: Floats, name: str, scale: Scale) -> States:
    states = np.where(np.isnan(values), BLANK, NUMBER).astype(np.int8)
    for value, label in scale.labels.items():
        said = _labelled(value, label, "number", name)
        if said.state != NUMBER:
            chosen = values == value
            states[chosen] = said.state
            if said.state != NO_TIE:
                values[chosen] = np.nan
    return states
