"""Dates of answers, needed only to find the latest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.frames import texts
from partnernet.checks.origin import Desk, Origin
from partnernet.words import say

Ints = NDArray[np.int64]
_FORMS = {"day": ("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
          "month": ("%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S")}


def moments(series: pd.Series[Any], rows: Ints, origin: Origin, desk: Desk) -> Ints:
    """Dates as numbers that grow with time; rows without a readable date become problems.

    Dates with the year first are taken as they are; 03/04/2026 only where other dates of the
    column show whether the day or the month comes first.
    """
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        parsed = pd.Series(pd.to_datetime(series, utc=True).to_numpy())
    else:
        parsed = _from_text(series)
    for place in np.flatnonzero(parsed.isna().to_numpy())[:100]:
        cell = series.iloc[place]
        desk.problem(origin, say("input.date_unreadable", found=str(cell)),
                     index=int(rows[place]), column="date", found=cell,
                     fix=say("input.mend_date_column"))
    return parsed.fillna(pd.Timestamp(0)).to_numpy(dtype="datetime64[ns]").astype(np.int64)


def _from_text(series: pd.Series[Any]) -> pd.Series[Any]:
    cells = pd.Series([None if text is None else text.strip() for text in texts(series)],
                      dtype=object)
    found = _parsed(cells, "ISO8601")
    rest = found.isna() & cells.notna()
    if not rest.any():
        return found
    ways = []
    for forms in _FORMS.values():
        guess = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[ns]")
        for form in forms:
            guess = guess.fillna(_parsed(cells.where(rest), form))
        ways.append(guess)
    whole = [guess for guess in ways if guess[rest].notna().all()]
    # Where both ways fit, the day and the month cannot be told apart unless they agree.
    if len(whole) == 2 and not whole[0][rest].equals(whole[1][rest]):
        return found
    return found.fillna(whole[0]) if whole else found


def _parsed(cells: pd.Series[Any], form: str) -> pd.Series[Any]:
    parsed = pd.to_datetime(cells, format=form, errors="coerce", utc=True)
    return parsed.dt.tz_localize(None).astype("datetime64[ns]")
