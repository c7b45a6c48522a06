"""From any data frame to plain columns: text with blanks, whatever the library or the type."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.errors import InputError, Problem
from partnernet.words import say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Objects = NDArray[np.object_]


def taken(table: Any, what: str) -> pd.DataFrame:
    """A pandas copy of a data frame of any library, with text headers and rows counted from 0.

    Raises TypeError for anything but a data frame, InputError where two columns have one name.
    """
    if isinstance(table, pd.DataFrame):
        frame = table.copy(deep=False)
    else:
        try:
            eager = nw.from_native(table)
        except TypeError as error:
            raise TypeError(
                f"{what} must be a data frame (pandas, polars or another that narwhals reads), "
                f"not {type(table).__name__}"
            ) from error
        if isinstance(eager, nw.LazyFrame):
            eager = eager.collect()
        # Column by column, since some libraries need a further package for the whole.
        frame = pd.DataFrame({name: _column(eager[name]) for name in eager.columns})
    frame.columns = pd.Index([str(name) for name in frame.columns], dtype=object)
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise InputError(Problem(say("input.column_twice", column=twice[0]), sheet=what,
                                 column=str(twice[0])))
    return frame.reset_index(drop=True)


def _column(series: Any) -> Any:
    if series.dtype.is_numeric() and not series.null_count():
        return series.to_numpy()
    return pd.Series(series.to_list(), dtype=object if series.dtype == nw.String else None)


def is_numeric(series: pd.Series[Any]) -> bool:
    """Whether a column holds numbers (not truth values) by its type."""
    return bool(pd.api.types.is_numeric_dtype(series.dtype)
                and not pd.api.types.is_bool_dtype(series.dtype))


def cell_text(value: Any) -> str | None:
    """One cell as text: 3.0 as "3"; None for a blank of any kind."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return value if printed(value) else None
    if isinstance(value, float | np.floating):
        if math.isnan(value):
            return None
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    return str(value)


def printed(text: str) -> bool:
    """Whether a text shows anything: not only spaces and invisible marks."""
    stripped = text.strip()
    if not stripped:
        return False
    return stripped.isascii() or bool(without_invisible(stripped).strip())


def without_invisible(text: str) -> str:
    """The text without zero-width characters and marks of direction."""
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def coded(series: pd.Series[Any]) -> tuple[Ints, list[str]]:
    """Each cell's text as a number into the list of distinct texts; −1 for a blank.

    Distinct texts stand in order of first appearance.
    """
    values: Any = series
    if not is_numeric(series):
        values = series.to_numpy(dtype=object)
        if _mixed(values):
            # True equals 1 to a hash table, so cells of several types are told apart as text.
            values = np.array([cell_text(value) for value in values], dtype=object)
    codes, uniques = pd.factorize(values, use_na_sentinel=True)
    return _retold(np.asarray(codes, dtype=np.int64), [cell_text(value) for value in uniques])


def _mixed(values: Objects) -> bool:
    return pd.api.types.infer_dtype(values, skipna=True) not in ("string", "empty")


def _retold(codes: Ints, texts: list[str | None]) -> tuple[Ints, list[str]]:
    """The same codes after cells of one text (3 and "3") became one, and blanks −1."""
    place: dict[str, int] = {}
    new = np.full(len(texts) + 1, -1, dtype=np.int64)  # the last one serves the code −1
    for old, text in enumerate(texts):
        if text is not None:
            new[old] = place.setdefault(text, len(place))
    return new[codes], list(place)


def texts(series: pd.Series[Any]) -> Objects:
    """A column as text, None where blank."""
    codes, distinct = coded(series)
    return spread(codes, distinct)


def spread(codes: Ints, distinct: Iterable[Any]) -> Objects:
    """The values that codes stand for; None for −1."""
    listed = list(distinct)
    values = np.empty(len(listed) + 1, dtype=object)
    for position, value in enumerate(listed):
        values[position] = value
    values[-1] = None
    # An empty column of pandas may come back as floats.
    return values[np.asarray(codes, dtype=np.int64)]


def blank_rows(frame: pd.DataFrame) -> Bools:
    """Rows in which no cell says anything."""
    blank = np.ones(len(frame), dtype=bool)
    # Columns of numbers first: they are quick to look at and often settle every row.
    columns = [frame[name] for name in frame.columns]
    for whole in sorted(columns, key=lambda column: not is_numeric(column)):
        left = np.flatnonzero(blank)
        if not len(left):
            break
        column = whole if len(left) == len(frame) else whole.iloc[left]
        blank[left] = column.isna().to_numpy() if is_numeric(column) else coded(column)[0] < 0
    return blank
