"""The two ends of every tie: matched to the listed organisations, or refused with a suggestion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.frames import coded
from partnernet.checks.groups import events_by_code
from partnernet.checks.origin import MOST_ROWS_NAMED, Desk, Origin, numbers
from partnernet.checks.references import Directory, Found, folded, latin, visible
from partnernet.errors import MOST_PROBLEMS, nearest
from partnernet.vocabulary import answers
from partnernet.words import Message, Names, say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
ENDS = ("source", "target")


@dataclass(frozen=True, eq=False)
class Ends:
    """Positions of both ends among the listed organisations; −1 where there is none.

    ``rows``: which rows of the table they belong to (those that say something).
    """

    rows: Ints
    source: Ints
    target: Ints


def matched(frame: pd.DataFrame, rows: Ints, directory: Directory, origin: Origin,
            desk: Desk) -> Ends:
    """Match both ends of the rows; every failure becomes a problem."""
    columns = {end: coded(frame[end].iloc[rows] if len(rows) < len(frame) else frame[end])
               for end in ENDS}
    totals = _totals(columns, directory)
    _refuse_totals(columns, totals, rows, origin, desk)
    positions = {end: _positions(end, *columns[end], rows, directory, totals, origin, desk)
                 for end in ENDS}
    _refuse_blank_ends(columns, totals, rows, origin, desk)
    # A total row is refused once; its numbers mean nothing to the other checks.
    return Ends(rows[~totals], positions["source"][~totals], positions["target"][~totals])


def _totals(columns: dict[str, tuple[Ints, list[str]]], directory: Directory) -> Bools:
    """Rows that are a sum or a mean: a total word that no organisation is called."""
    total = np.zeros(len(columns["source"][0]), dtype=bool)
    for codes, labels in columns.values():
        suspect = np.array([not directory.find(label).positions and answers.is_total(label)
                            for label in labels] + [False], dtype=bool)
        if suspect.any():
            total |= suspect[codes]
    return total


def _refuse_totals(columns: dict[str, tuple[Ints, list[str]]], totals: Bools, rows: Ints,
                   origin: Origin, desk: Desk) -> None:
    for place in np.flatnonzero(totals)[:MOST_PROBLEMS]:
        end, label = next((end, labels[codes[place]]) for end, (codes, labels) in columns.items()
                          if codes[place] >= 0 and answers.is_total(labels[codes[place]]))
        desk.problem(origin, say("input.total_row", found=label), index=int(rows[place]),
                     column=end, found=label, fix=say("input.delete_row"))


def _refuse_blank_ends(columns: dict[str, tuple[Ints, list[str]]], totals: Bools, rows: Ints,
                       origin: Origin, desk: Desk) -> None:
    for end, (codes, _) in columns.items():
        blank = np.flatnonzero((codes < 0) & ~totals)
        for place in blank[:MOST_PROBLEMS]:
            desk.problem(origin, say(f"input.blank_{end}"), index=int(rows[place]), column=end,
                         fix=say("input.fill_end"))
        desk.more_problems(max(0, len(blank) - MOST_PROBLEMS))


def _positions(end: str, codes: Ints, labels: list[str], rows: Ints, directory: Directory,
               totals: Bools, origin: Origin, desk: Desk) -> Ints:
    """Positions of one end; repairs go to the ledger, unlisted names to the problems."""
    found = [directory.find(label) for label in labels]
    reasons: list[Message | None] = []
    by_name = 0
    for label, match in zip(labels, found, strict=True):
        repaired = match.position >= 0 and match.differs is not None
        reasons.append(_repair(label, match, directory) if repaired else None)
        by_name += match.by_name and match.position >= 0
    events_by_code(codes, reasons, labels, "repaired", rows, end, origin, desk)
    if by_name:
        desk.event("noted", say("ledger.by_name", plural=by_name, n=by_name,
                                column=origin.header(end) or end), origin, column=end)
    lost = [code for code, match in enumerate(found) if match.position < 0]
    _refuse_unlisted(end, codes, labels, found, lost, rows, directory, totals, origin, desk)
    places = np.array([match.position for match in found] + [-1], dtype=np.int64)
    return places[codes]


def _repair(label: str, match: Found, directory: Directory) -> Message:
    """What the ledger says of a forgiven difference from an id, or from a name."""
    listed = directory.ids[match.position]
    if folded(listed) != folded(label):
        listed = directory.names[match.position]
    return match.repair(label, listed)


def _refuse_unlisted(end: str, codes: Ints, labels: list[str], found: Sequence[Found],
                     lost: list[int], rows: Ints, directory: Directory, totals: Bools,
                     origin: Origin, desk: Desk) -> None:
    """One problem for each name that is not listed, with every row that has it."""
    options = list(dict.fromkeys((*directory.ids, *directory.names))) if lost else []
    kept = 0
    for code in lost:
        if kept == MOST_PROBLEMS:
            desk.more_problems(len(lost) - kept)
            return
        where = np.flatnonzero((codes == code) & ~totals)
        if not len(where):
            continue
        kept += 1
        label = labels[code]
        many = found[code].positions
        if many:
            shown = Names(tuple(visible(directory.ids[position]) for position in many), most=5)
            what, fix = say("input.ambiguous_end", name=visible(label), ids=shown), \
                say("input.use_id")
        else:
            what, fix = say("input.unlisted", name=visible(label)), _suggestion(label, options)
        if len(np.unique(origin.row_numbers(rows[where]))) > 1:
            what = say("input.in_rows", what=what,
                       rows=Names(numbers(origin, rows[where]), most=MOST_ROWS_NAMED))
        desk.problem(origin, what, index=int(rows[where[0]]), column=end, found=label, fix=fix)


def _suggestion(label: str, options: list[str]) -> Message:
    alike = latin(label)
    if alike != label and alike in options:
        return say("input.other_alphabet", near=visible(alike))
    near = nearest(label, options)
    if near is None:
        return say("input.list_it", name=visible(label))
    return say("input.did_you_mean", near=visible(near), name=visible(label))


def derived(frame: pd.DataFrame, rows: Ints) -> tuple[list[str], Ints]:
    """Organisations named in ties that come without a list, and the row that names each first.

    Names that differ only in a forgivable way are one, as first written.
    """
    both = [coded(frame[end].iloc[rows]) for end in ENDS]
    appears: list[tuple[int, int, str]] = []
    for order, (codes, labels) in enumerate(both):
        first = pd.Series(codes).drop_duplicates()
        appears += [(place, order, labels[code])
                    for place, code in zip(first.index.tolist(), first.tolist(), strict=True)
                    if code >= 0 and not answers.is_total(labels[code])]
    ids: dict[str, tuple[str, int]] = {}
    for place, _, label in sorted(appears):
        ids.setdefault(folded(label), (label, int(rows[place])))
    return [label for label, _ in ids.values()], np.array(
        [row for _, row in ids.values()], dtype=np.int64)

