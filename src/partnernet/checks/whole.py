"""The whole check: two tables in, a checked pair with its ledger out, or all problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.answered import who_answered
from partnernet.checks.ends import Ends, derived, matched
from partnernet.checks.frames import coded, is_numeric, spread, taken
from partnernet.checks.groups import declared_levels, order_of_levels, unified
from partnernet.checks.organisations import Listed, listed, named_in_ties, rows_with_ends
from partnernet.checks.origin import Desk, Origin
from partnernet.checks.references import Directory
from partnernet.checks.repeats import Rows, refuse_unknown_rule, settled
from partnernet.checks.said import NONE, TIE, read_strengths
from partnernet.checks.strengths import KNOWN, NO_STRENGTHS
from partnernet.checks.unknown import unknown_pairs
from partnernet.errors import Problems
from partnernet.ledger import Ledger, Part, Record
from partnernet.vocabulary import Scale
from partnernet.words import Share, say

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Checked:
    """Two tables that can be taken as they are.

    ``organisations``: id, name (text), sector, level and answered (truth values) where given, then
    the rest, in file order.
    ``ties``: source, target (ids as listed), relation, trust, frequency where given, then the
    rest, in file order. ``source``, ``target``, shape (ties,): positions among the organisations.
    ``answered``, shape (organisations,). ``unknown``: source, target, relation (None: every
    relation) as ids. ``scales``: one for each strength. ``levels``: the declared order, or None.
    ``about``: what the file's sheet of that name says (title, place, synthetic …).
    """

    organisations: pd.DataFrame
    ties: pd.DataFrame
    source: Ints
    target: Ints
    answered: Bools
    unknown: pd.DataFrame
    scales: dict[str, Scale]
    levels: tuple[str, ...] | None
    ledger: Ledger
    directed: bool = True
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Origins:
    """Where the rows of the tables come from; data frames handed over have no file."""

    organisations: Origin = Origin((Part(None, "organisations", "organisations"),))
    ties: Origin = Origin((Part(None, "ties", "ties"),))
    unknown: Origin = Origin((Part(None, "unknown", "unknown"),))


def check(organisations: Any, ties: Any, *, scales: Mapping[str, Any] | None = None,
          levels: Sequence[str] | None = None, directed: bool = True,
          answered: Iterable[Any] | None = None, unknown: Any = None, combine: str | None = None,
          origins: Origins | None = None, record: Record | None = None,
          problems: Problems | None = None) -> Checked:
    """Check two tables: are they a partnership whose numbers can be trusted?

    Parameters
    ----------
    organisations : data frame (pandas, polars or another that narwhals reads) or None
        One row an organisation; column id, and perhaps name, sector, level, answered, any more.
        None: the organisations are those named in the ties.
    ties : data frame
        One row a tie; columns source and target (an id or a name), and perhaps relation, trust,
        frequency, any more.
    scales : mapping, optional
        Strength → low, high, integer, direction, labels. Not said: no range check, noted.
    levels : sequence of str, optional
        Levels from near to far, where they are not those that partnernet knows.
    directed : bool
        Whether a tie has a direction.
    answered : ids, optional
        Who answered; not said: the column answered, else everybody.
    unknown : pairs or data frame, optional
        (source, target) pairs, perhaps with a relation, that a respondent could not say.
    combine : {"mean", "max", "first", "latest"}, optional
        What to do with several answers about one pair; not said: they are refused. "max" is the
        strongest; "latest" needs a column date.
    origins, record, problems : optional
        From a reader: where rows come from, and what it has already written down.

    Returns
    -------
    Checked
        Tables, positions, who answered, unknown pairs, scales, levels, ledger.

    Missing
    -------
    A blank strength stays blank and is noted; a row that only says "don't know" makes the pair
    unknown; a row that only says *never* or *none* is an observed non-tie.

    Raises
    ------
    InputError
        With every problem found, each with its place and how to mend it.
    OptionError, UnknownName
        An option that makes no sense, or that names what is not there.
    """
    refuse_unknown_rule(combine)
    stated = {str(name): Scale.of(scale, str(name)) for name, scale in (scales or {}).items()}
    order = declared_levels(levels)
    where = origins or Origins()
    desk = Desk(problems or Problems(), record or Record(), where.organisations, where.ties,
                where.unknown)
    tie_frame = taken(ties, "ties")
    rows_told = _rows_that_say(tie_frame, desk)
    whole = _organisations(organisations, tie_frame, rows_told, desk)
    if whole is None or rows_told is None:
        desk.problems.raise_if_any()
        raise AssertionError("a missing column is always a problem")  # pragma: no cover
    directory = Directory(whole.ids, whole.names)
    frame, order = _grouped(whole, order, desk)
    told = who_answered(whole, directory, answered, desk)
    _note_response(told, desk)
    if answered is not None or "answered" in frame.columns:
        frame["answered"] = told
    ends = matched(tie_frame, rows_told, directory, desk.ties, desk)
    rows, relations = _settled(tie_frame, ends, whole, stated, directed, combine, desk)
    unknown_table = unknown_pairs(unknown, rows, relations, directory, directed, desk)
    desk.problems.raise_if_any()
    tied = _ties_only(rows, told, directed, desk)
    return _checked(frame, tied, relations, stated, told, unknown_table, order, directed, desk)


def _rows_that_say(frame: pd.DataFrame, desk: Desk) -> Ints | None:
    """Rows of ties in which anything stands; None where source or target is missing."""
    _count_read(desk.ties, len(frame), desk)
    return rows_with_ends(frame, "ties", desk)


def _count_read(origin: Origin, size: int, desk: Desk) -> None:
    part = np.zeros(size, dtype=np.int64) if origin.part is None else origin.part
    weights = np.ones(size) if origin.sizes is None else origin.sizes
    counts = np.bincount(part, weights=weights, minlength=len(origin.parts)).astype(np.int64)
    for each, count in zip(origin.parts, counts, strict=True):
        desk.record.read(each, int(count))


def _organisations(table: Any, ties: pd.DataFrame, rows: Ints | None, desk: Desk) -> Listed | None:
    if table is not None:
        return listed(taken(table, "organisations"), desk)
    if rows is None:
        return None
    ids, first = derived(ties, rows)
    part = desk.ties.parts[0]
    desk.organisations = Origin((replace(part, table="organisations"),),
                                rows=desk.ties.row_numbers(np.arange(len(ties))))
    return named_in_ties(ids, first, desk)


def _grouped(whole: Listed, order: tuple[str, ...] | None,
             desk: Desk) -> tuple[pd.DataFrame, tuple[str, ...] | None]:
    """Sectors and levels in one spelling each, and the order of levels in it."""
    frame = whole.frame.copy()
    for by in ("sector", "level"):
        if by not in frame.columns:
            continue
        labels = unified(frame[by], by, whole.rows, desk.organisations, desk, order)
        missing = np.array([label is None for label in labels], dtype=bool)
        if missing.any():
            desk.event("noted", say(f"ledger.{by}_missing"), desk.organisations,
                       indices=whole.rows[missing], column=by)
        frame[by] = labels
        if by == "level":
            order = order_of_levels(labels, order, desk.organisations, desk)
    return frame, order


def _note_response(answered: Bools, desk: Desk) -> None:
    """The response rate, where not everybody answered."""
    if not answered.all():
        desk.event("noted", say("ledger.response_rate", share=Share(float(answered.mean())),
                                answered=int(answered.sum()), total=len(answered)),
                   desk.organisations)


def _settled(frame: pd.DataFrame, ends: Ends, whole: Listed, scales: dict[str, Scale],
             directed: bool, combine: str | None, desk: Desk) -> tuple[Rows, list[str]]:
    """Rows of ties with both ends known, one for each pair and kind of tie."""
    origin = desk.ties
    relation: Ints = np.full(len(ends.rows), -1, dtype=np.int64)
    relations: list[str] = []
    if "relation" in frame.columns:
        labels = unified(frame["relation"].iloc[ends.rows], "relation", ends.rows, origin, desk)
        relation, relations = coded(pd.Series(labels, dtype=object))
    columns, said = read_strengths(frame, ends.rows, scales, origin, desk)
    source, target = ends.source, ends.target
    forward = np.ones(len(source), dtype=bool)
    if not directed:
        forward = source <= target
        source, target = np.minimum(source, target), np.maximum(source, target)
    rows = Rows(frame, ends.rows, source, target, relation, said,
                {name: column.values for name, column in columns.items()}, forward)
    self_tie = (source == target) & (source >= 0)
    if self_tie.any():
        ids = spread(source[self_tie], whole.ids)
        desk.event("excluded", say("ledger.self_tie"), origin, indices=ends.rows[self_tie],
                   column="target", values=ids)
    rows = rows.take(~self_tie & (ends.source >= 0) & (ends.target >= 0))
    # A mean of whole answers need not be whole.
    settled_rows = settled(rows, len(whole.ids), whole.ids, scales, combine, origin, desk)
    if combine == "mean":
        _loosen(settled_rows, scales, origin, desk)
    return settled_rows, relations


def _loosen(rows: Rows, scales: dict[str, Scale], origin: Origin, desk: Desk) -> None:
    for name, values in rows.strengths.items():
        known = values[~np.isnan(values)]
        if scales[name].integer and (known != np.floor(known)).any():
            scales[name] = replace(scales[name], integer=False)
            desk.event("noted", say("ledger.scale_loosened", column=origin.header(name) or name),
                       origin, column=name)


def _ties_only(rows: Rows, answered: Bools, directed: bool, desk: Desk) -> Rows:
    """The rows that report a tie; non-ties are excluded, ties of the silent are noted."""
    none = rows.said == NONE
    if none.any():
        desk.event("excluded", say("ledger.no_tie"), desk.ties, indices=rows.index[none])
    ties = rows.take(rows.said == TIE)
    silent = ~answered[ties.source]
    if not directed:
        silent &= ~answered[ties.target]
    if silent.any():
        desk.event("noted", say("ledger.tie_of_silent"), desk.ties, indices=ties.index[silent],
                   column="source")
    if not len(ties.index) and len(answered) > 1:
        desk.event("noted", say("ledger.no_ties"), desk.ties)
    return ties


def _checked(frame: pd.DataFrame, ties: Rows, relations: list[str], scales: dict[str, Scale],
             answered: Bools, unknown: pd.DataFrame, levels: tuple[str, ...] | None,
             directed: bool, desk: Desk) -> Checked:
    ids = frame["id"].tolist()
    table = _tie_table(ties, relations, ids)
    scales = _scales_of(table, scales, desk)
    named = pd.DataFrame({
        "source": spread(unknown["source"].to_numpy(), ids),
        "target": spread(unknown["target"].to_numpy(), ids),
        "relation": spread(unknown["relation"].to_numpy(), relations),
    }, dtype=object)
    return Checked(frame.reset_index(drop=True), table, ties.source, ties.target, answered, named,
                   scales, levels, desk.record.close(), directed)


def _scales_of(table: pd.DataFrame, scales: dict[str, Scale], desk: Desk) -> dict[str, Scale]:
    """A scale for each strength that ties have: those stated, and any other column of numbers."""
    for name in scales:
        if name not in table.columns and name not in KNOWN:
            desk.event("noted", say("ledger.scale_unused", column=name), desk.ties)
    kept = {name: scale for name, scale in scales.items() if name in table.columns}
    for name in table.columns:
        about_answers = name in NO_STRENGTHS or name.endswith(("_lowest", "_highest"))
        if name not in kept and not about_answers and is_numeric(table[name]):
            kept[name] = Scale(declared=False)
    return kept


def _tie_table(ties: Rows, relations: list[str], ids: list[str]) -> pd.DataFrame:
    columns: dict[str, Any] = {"source": spread(ties.source, ids),
                               "target": spread(ties.target, ids)}
    if "relation" in ties.frame.columns:
        columns["relation"] = spread(ties.relation, relations)
    first = [name for name in ("trust", "frequency") if name in ties.strengths]
    skip = {"source", "target", "relation", *first}
    if ties.reports is not None:
        skip.add("respondent")  # a row now stands for several people
    whole = len(ties.index) == len(ties.frame)
    for name in [*first, *(str(n) for n in ties.frame.columns if n not in skip)]:
        if name in ties.strengths:
            columns[name] = ties.strengths[name]
        else:
            column = ties.frame[name]
            columns[name] = column if whole else column.iloc[ties.index].reset_index(drop=True)
    if ties.reports is not None and ties.spread is not None:
        columns["reports"] = ties.reports
        for name, (low, high) in ties.spread.items():
            columns[f"{name}_lowest"], columns[f"{name}_highest"] = low, high
    return pd.DataFrame(columns)
