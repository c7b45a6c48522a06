"""Single answers about pairs, from matrices and rosters, put together to one row a tie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks import Origin
from partnernet.checks.references import folded
from partnernet.checks.strengths import BLANK, FAULT, NO_TIE, NUMBER, UNKNOWN, understood
from partnernet.ledger import Part, Record
from partnernet.vocabulary import Scale, answers

Bools = NDArray[np.bool_]
# What a cell says beyond a strength's own states: no tie, and a tie without strength.
ZERO, MARK = 10, 11
TIE = "tie"  # the name of an answer that only says whether there is a tie
_REPORTS = (NUMBER, MARK, FAULT)
_DENIES = (ZERO, NO_TIE)
_PAIR = ["key_source", "key_target", "group"]


def said_by(cell: Any, name: str, scale: Scale) -> int:
    """What one cell says of a pair: a strength's state, ZERO for 0 or no, MARK for yes or x."""
    if cell is None:
        return BLANK
    meaning = understood(cell, name, scale)
    if meaning.state == NUMBER and meaning.value == 0:
        return ZERO
    if isinstance(cell, str) and (meaning.state == FAULT or name == TIE):
        yes = answers.is_yes(cell)
        if yes is not None:
            return MARK if yes else ZERO
    if name == TIE and meaning.state == NUMBER:
        return MARK
    return meaning.state


def reader(name: str, scale: Scale) -> Callable[[Any], int]:
    """`said_by` for the cells of one strength; each distinct cell is looked at once."""
    # Typed: TRUE and 1 are equal, but do not say the same.
    return lru_cache(maxsize=None, typed=True)(lambda cell: said_by(cell, name, scale))


def all_said(cells: Iterable[Any], name: str, scale: Scale) -> list[int]:
    """What each of many cells says."""
    return list(map(reader(name, scale), cells))


def scale_of(scales: dict[str, Any], name: str) -> Scale:
    """The scale of a strength, as stated; else one without limits."""
    stated = scales.get(name)
    return Scale(declared=False) if stated is None else Scale.of(stated, name)


@dataclass(eq=False)
class Replies:
    """Answers one a row: who, about whom, which kind of tie, which strength, what was written.

    ``table`` columns: source, target, relation, name (a strength, or TIE), value, said, number
    (row), header (of the cell), part (into ``parts``), and any more that belong to the
    respondent (respondent, date, wave).
    """

    table: pd.DataFrame
    parts: tuple[Part, ...]

    @property
    def says_no(self) -> bool:
        """Whether anybody writes that there is no tie."""
        return bool(self.table["said"].isin(_DENIES).any())


def put_together(replies: Replies, record: Record) -> tuple[
        tuple[pd.DataFrame, Origin], tuple[pd.DataFrame, Origin]]:
    """Ties with a column a strength, and pairs about which only "don't know" was said.

    Every answer is counted: with the tie that it belongs to, or as used.
    """
    long = replies.table.copy()
    for end in ("source", "target"):
        long[f"key_{end}"] = [folded(label) for label in long[end]]
    long["cells"] = 1
    long = _strengths_to_relations(long)
    long["group"] = _groups(long)
    tied, denied = _any_of(long, _REPORTS), _any_of(long, _DENIES)
    rows = long[tied]
    frame, origin = _wide(rows, replies.parts)
    used = np.bincount(long["part"][~tied], weights=long["cells"][~tied],
                       minlength=len(replies.parts))
    for part, count in zip(replies.parts, used, strict=True):
        record.read(part, int(count))
    unsaid = long[~tied & ~denied & (long["said"] == UNKNOWN).to_numpy()].drop_duplicates(_PAIR)
    unknown = unsaid[["source", "target", "relation"]].reset_index(drop=True).astype(object)
    part = replies.parts[0]
    where = Origin((Part(part.file, part.sheet, "unknown", part.shape),),
                   unsaid["number"].to_numpy(dtype=np.int64))
    return (frame, origin), (unknown, where)


def _strengths_to_relations(long: pd.DataFrame) -> pd.DataFrame:
    """Trust in a partner holds for each kind of tie with it that is reported.

    Where no kind is reported, the strength stays a tie without a kind.
    """
    reported = long["relation"].notna() & long["said"].isin(_REPORTS)
    loose = long["relation"].isna() & (long["name"] != TIE)
    if not reported.any() or not loose.any():
        return long
    who = ["key_source", "key_target", *(name for name in ("respondent", "wave")
                                         if name in long.columns)]
    kinds = long.loc[reported, [*who, "relation"]].drop_duplicates()
    spread = long[loose].reset_index().drop(columns="relation").merge(kinds, on=who, how="left")
    # A cell that now stands in several rows is still one cell.
    spread["cells"] = (~spread["index"].duplicated()).astype(int)
    return pd.concat([long[~loose], spread[long.columns]], ignore_index=True)


def _any_of(long: pd.DataFrame, states: Sequence[int]) -> Bools:
    """For each answer, whether any answer about its pair is one of these."""
    flag = long["said"].isin(states)
    pairs = flag.groupby([long[key] for key in _PAIR], sort=False)
    return pairs.transform("any").to_numpy(dtype=bool)


def _groups(long: pd.DataFrame) -> pd.Series[Any]:
    """What separates two answers about one pair: the kind of tie, and the respondent."""
    columns = [name for name in ("relation", "respondent", "wave") if name in long.columns]
    codes = pd.Series(np.zeros(len(long), dtype=np.int64), index=long.index)
    for name in columns:
        code = pd.factorize(long[name], use_na_sentinel=False)[0]
        codes = codes * (int(code.max(initial=0)) + 1) + code
    return codes


def _wide(rows: pd.DataFrame, parts: Sequence[Part]) -> tuple[pd.DataFrame, Origin]:
    base = rows.drop_duplicates(_PAIR).reset_index(drop=True)
    frame = base[["source", "target", "relation"]].astype(object)
    if base["relation"].isna().all():
        frame = frame.drop(columns="relation")
    cells: dict[str, Any] = {"target": base["header"].to_numpy(dtype=object)}
    # "Don't know" beside a plain yes leaves the strength open, not the tie.
    marked = (rows["said"] == MARK).groupby([rows[key] for key in _PAIR]).transform("any")
    open_strength = (rows["said"] == MARK) | (marked & (rows["said"] == UNKNOWN))
    for name in rows["name"].drop_duplicates():
        if name == TIE or (rows["said"][rows["name"] == name] == MARK).all():
            continue
        own = rows[rows["name"] == name].drop_duplicates(_PAIR)
        own = own.assign(value=own["value"].where(~open_strength[own.index], None))
        found = base[_PAIR].merge(own[[*_PAIR, "value", "header"]], on=_PAIR, how="left")
        frame[name] = found["value"].astype(object).where(found["value"].notna(), None)
        cells[name] = found["header"].fillna(name).to_numpy(dtype=object)
    known = {"source", "target", "relation", "name", "value", "said", "number", "header", "part",
             "key_source", "key_target", "group", "cells"}
    for name in base.columns:
        if name not in known:
            frame[name] = base[name]
    sizes = np.asarray(rows.groupby(_PAIR, sort=False)["cells"].sum(), dtype=np.int64)
    return frame, Origin(tuple(parts), base["number"].to_numpy(dtype=np.int64),
                         base["part"].to_numpy(dtype=np.int64), {}, cells, sizes)
