"""The table of organisations: one row each, an id, a name, and groups written one way."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from partnernet.checks.frames import blank_rows, cell_text, coded, spread, without_invisible
from partnernet.checks.origin import MOST_ROWS_NAMED, Desk, numbers
from partnernet.checks.references import folded, garbled, visible
from partnernet.errors import MOST_PROBLEMS, nearest
from partnernet.vocabulary import answers, headers
from partnernet.words import Names, say

Ints = NDArray[np.int64]
LONG_NAME = 200  # characters from which a name is noted as long
_ALIKE = 93.0  # score out of 100 from which two names are noted as near-identical
_MOST_COMPARED = 1000  # organisations up to which every pair of names is compared
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, eq=False)
class Listed:
    """The organisations that stand: their table, and which input row each one is."""

    frame: pd.DataFrame
    rows: Ints

    @property
    def ids(self) -> list[str]:
        """Ids in file order."""
        return self.frame["id"].tolist()

    @property
    def names(self) -> list[str]:
        """Names in file order."""
        return self.frame["name"].tolist()


def listed(frame: pd.DataFrame, desk: Desk) -> Listed | None:
    """The organisations of a table; None where it has no column of ids."""
    origin = desk.organisations
    desk.record.read(origin.parts[0], len(frame))
    if "id" not in frame.columns:
        missing_column("id", "organisations", frame, desk)
        return None
    blank = np.flatnonzero(blank_rows(frame))
    if len(blank):
        desk.event("excluded", say("ledger.blank_row"), origin, indices=blank)
    keep = np.ones(len(frame), dtype=bool)
    keep[blank] = False
    codes, ids = coded(frame["id"])
    _refuse_blank_ids(frame, codes, keep, desk)
    _refuse_totals(frame, codes, ids, keep, desk)
    keep &= codes >= 0
    keep = _without_repeats(frame, codes, ids, keep, desk)
    rows = np.flatnonzero(keep)
    taken = frame.iloc[rows].reset_index(drop=True)
    taken["id"] = spread(codes[rows], ids)
    taken["name"] = _names(taken)
    columns = ("id", "name") if "name" in frame.columns else ("id",)
    _note_odd_names(taken, rows, columns, desk)
    return Listed(taken[_order_columns(taken)], rows)


def named_in_ties(ids: list[str], rows: Ints, desk: Desk) -> Listed:
    """The organisations that ties name, where no list of them was given; noted."""
    desk.event("noted", say("ledger.no_list", plural=len(ids), n=len(ids)), desk.ties)
    frame = pd.DataFrame({"id": ids, "name": ids}, dtype=object)
    _note_odd_names(frame, rows, ("id",), desk)
    return Listed(frame, rows)


def rows_with_ends(frame: pd.DataFrame, table: str, desk: Desk) -> Ints | None:
    """Rows of ties or unknown pairs in which anything stands; None without source or target."""
    missing = [end for end in ("source", "target") if end not in frame.columns]
    for end in missing:
        missing_column(end, table, frame, desk)
    if missing:
        return None
    blank = blank_rows(frame)
    if blank.any():
        desk.event("excluded", say("ledger.blank_row"), getattr(desk, table),
                   indices=np.flatnonzero(blank))
    return np.flatnonzero(~blank)


def missing_column(name: str, table: str, frame: pd.DataFrame, desk: Desk) -> None:
    """Refuse a table that lacks a column it must have, naming the likeliest one."""
    origin = getattr(desk, table)
    columns = [origin.header(str(column)) for column in frame.columns]
    alias = next((c for c in columns if headers.field(c, table) == name), None)
    near = alias or nearest(name, columns)
    found = Names(tuple(visible(c, 40) for c in columns), most=12) if columns else None
    if near is not None:
        fix = say("input.rename_column", near=visible(near, 40), name=name)
    else:
        fix = say("input.name_column", name=name)
    if found is None:
        desk.problem(origin, say("input.no_columns", column=name), column=name, fix=fix)
    else:
        desk.problem(origin, say("input.no_column", column=name, found=found), column=name, fix=fix)


def _refuse_blank_ids(frame: pd.DataFrame, codes: Ints, keep: NDArray[np.bool_],
                      desk: Desk) -> None:
    blank = np.flatnonzero((codes < 0) & keep)
    desk.more_problems(max(0, len(blank) - MOST_PROBLEMS))
    for index in blank[:MOST_PROBLEMS]:
        desk.problem(desk.organisations, say("input.blank_id"), index=int(index), column="id",
                     fix=say("input.give_id"))


def _refuse_totals(frame: pd.DataFrame, codes: Ints, ids: list[str], keep: NDArray[np.bool_],
                   desk: Desk) -> None:
    """A row named "Total" with nothing but numbers beside it is a sum, not an organisation."""
    suspects = [code for code, text in enumerate(ids) if answers.is_total(text)]
    others = [name for name in frame.columns if name not in ("id",)]
    for index in np.flatnonzero(np.isin(codes, suspects) & keep) if suspects else ():
        cells = [cell_text(frame[name].iloc[index]) for name in others]
        if all(cell is None or _DIGITS.search(cell) for cell in cells):
            desk.problem(desk.organisations, say("input.total_row", found=ids[codes[index]]),
                         index=int(index), column="id", found=ids[codes[index]],
                         fix=say("input.delete_row"))
            keep[index] = False


def _without_repeats(frame: pd.DataFrame, codes: Ints, ids: list[str], keep: NDArray[np.bool_],
                     desk: Desk) -> NDArray[np.bool_]:
    """Merge rows that repeat an organisation word for word; refuse those that contradict."""
    where = np.flatnonzero(keep)
    again = pd.Series(codes[where]).duplicated(keep="first").to_numpy()
    if not again.any():
        return keep
    first = {int(code): int(row) for code, row in
             zip(codes[where[~again]], where[~again], strict=True)}
    others = [str(name) for name in frame.columns if name != "id"]
    for index in where[again]:
        code = int(codes[index])
        one = {name: cell_text(frame[name].iloc[first[code]]) for name in others}
        two = {name: cell_text(frame[name].iloc[index]) for name in others}
        differ = [name for name in others if one[name] != two[name]]
        number = str(desk.organisations.row(first[code]))
        keep[index] = False
        if not differ:
            desk.event("merged", say("ledger.organisation_repeated", id=visible(ids[code]),
                                     row=number), desk.organisations, indices=[int(index)],
                       column="id", values=ids[code])
            continue
        name = differ[0]
        desk.problem(
            desk.organisations,
            say("input.organisation_contradicts", id=visible(ids[code]), row=number,
                again=str(desk.organisations.row(int(index))),
                column=desk.organisations.header(name), one=visible(one[name] or "–"),
                two=visible(two[name] or "–")),
            index=int(index), column=name, found=two[name], fix=say("input.one_row_each"))
    return keep


def _names(taken: pd.DataFrame) -> list[str]:
    """Names, the id where no name is written."""
    ids: list[str] = taken["id"].tolist()
    if "name" not in taken.columns:
        return ids
    codes, names = coded(taken["name"])
    return [ids[position] if code < 0 else names[code] for position, code in enumerate(codes)]


def _order_columns(taken: pd.DataFrame) -> list[str]:
    first = [name for name in ("id", "name", "sector", "level", "answered") if name in taken]
    return [*first, *(name for name in taken.columns if name not in first)]


def _note_odd_names(taken: pd.DataFrame, rows: Ints, columns: tuple[str, ...],
                    desk: Desk) -> None:
    """Note invisible characters, long names, shared names and names that are nearly the same."""
    origin = desk.organisations
    for column in columns:
        for position, text in enumerate(taken[column]):
            if text.isascii() and len(text) <= LONG_NAME:
                continue
            index = [int(rows[position])]
            if without_invisible(text) != text:
                desk.event("noted", say("ledger.invisible", found=visible(text)), origin,
                           indices=index, column=column, values=text)
            meant = garbled(text)
            if meant is not None:
                desk.event("noted", say("ledger.garbled", found=visible(text),
                                        meant=visible(meant)), origin, indices=index,
                           column=column, values=text)
            if len(text) > LONG_NAME:
                desk.event("noted", say("ledger.long_name", n=len(text)), origin,
                           indices=index, column=column, values=text)
    _note_shared_names(taken, rows, desk)
    _note_near_ids(taken, rows, desk)
    _note_near_names(taken, rows, desk)


def _note_shared_names(taken: pd.DataFrame, rows: Ints, desk: Desk) -> None:
    names = taken["name"]
    for name, group in names[names.duplicated(keep=False)].groupby(names, sort=False):
        where = rows[group.index.to_numpy()]
        desk.event("noted", say("ledger.shared_name", name=visible(str(name)),
                                rows=Names(numbers(desk.organisations, where),
                                           most=MOST_ROWS_NAMED)),
                   desk.organisations, indices=where[:1], column="name", values=str(name))


def _note_near_ids(taken: pd.DataFrame, rows: Ints, desk: Desk) -> None:
    """Ids that differ only in what a reference is forgiven; each must be written exactly."""
    ids, names = taken["id"].tolist(), taken["name"].tolist()
    first: dict[str, int] = {}
    for place, ident in enumerate(ids):
        one = first.setdefault(folded(ident), place)
        # Names that serve as ids are compared as names.
        if one == place or (names[one] == ids[one] and names[place] == ident):
            continue
        desk.event("noted", say("ledger.near_names", one=visible(ids[one]), two=visible(ident),
                                row=str(desk.organisations.row(int(rows[one])))),
                   desk.organisations, indices=[int(rows[place])], column="id", values=ident)


def _note_near_names(taken: pd.DataFrame, rows: Ints, desk: Desk) -> None:
    plain = [folded(name) for name in taken["name"].drop_duplicates()]
    names = taken["name"].drop_duplicates().tolist()
    where = taken["name"].drop_duplicates().index.to_numpy()
    if not 1 < len(names) <= _MOST_COMPARED:
        return
    score = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    for one, two in zip(*np.nonzero(np.triu(score, 1)), strict=True):
        # "School 1" and "School 2" are near in letters, but their numbers tell them apart.
        if _DIGITS.findall(plain[one]) != _DIGITS.findall(plain[two]):
            continue
        desk.event("noted", say("ledger.near_names", one=visible(names[one]),
                                two=visible(names[two]),
                                row=str(desk.organisations.row(int(rows[where[one]])))),
                   desk.organisations, indices=[int(rows[where[two]])], column="name",
                   values=names[two])
