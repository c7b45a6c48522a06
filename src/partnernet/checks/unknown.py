"""Pairs that a respondent could not say anything about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.ends import matched
from partnernet.checks.frames import coded, taken
from partnernet.checks.organisations import rows_with_ends
from partnernet.checks.origin import Desk
from partnernet.checks.references import Directory, visible
from partnernet.checks.repeats import Rows
from partnernet.checks.said import DONT_KNOW, TIE
from partnernet.errors import MOST_PROBLEMS, OptionError
from partnernet.vocabulary.groups import folded
from partnernet.words import say

Ints = NDArray[np.int64]


def as_frame(unknown: Any) -> pd.DataFrame:
    """The user's pairs, or table with source, target and perhaps relation, as a data frame.

    Raises OptionError for anything else.
    """
    if hasattr(unknown, "columns") or hasattr(unknown, "__dataframe__"):
        return taken(unknown, "unknown")
    if isinstance(unknown, str | bytes) or not isinstance(unknown, Iterable):
        raise OptionError(say("input.unknown_pairs", found=visible(str(unknown))))
    pairs = []
    for pair in unknown:
        if isinstance(pair, str | bytes) or not isinstance(pair, Iterable):
            raise OptionError(say("input.unknown_pairs", found=visible(str(pair))))
        listed = list(pair)
        if len(listed) not in (2, 3):
            raise OptionError(say("input.unknown_pairs", found=visible(str(pair))))
        pairs.append([*listed, None][:3])
    return pd.DataFrame(pairs, columns=["source", "target", "relation"], dtype=object)


def unknown_pairs(unknown: Any, rows: Rows, relations: list[str], directory: Directory,
                  directed: bool, desk: Desk) -> pd.DataFrame:
    """Positions and relation of every pair marked unknown, each once; refuse those with a tie."""
    dont_know = rows.take(rows.said == DONT_KNOW)
    source, target = [dont_know.source], [dont_know.target]
    relation, index = [dont_know.relation], [dont_know.index]
    spoken = [np.ones(len(dont_know.index), dtype=bool)]
    if unknown is not None:
        frame = as_frame(unknown)
        part = _stated(frame, relations, directory, desk)
        if part is not None:
            for listed, values in zip((source, target, relation, index), part, strict=True):
                listed.append(values)
            spoken.append(np.zeros(len(part[0]), dtype=bool))
    table = pd.DataFrame({
        "source": np.concatenate(source), "target": np.concatenate(target),
        "relation": np.concatenate(relation), "index": np.concatenate(index),
        "in_ties": np.concatenate(spoken),
    })
    table = table[(table["source"] >= 0) & (table["target"] >= 0)
                  & (table["source"] != table["target"])]
    if not directed:
        low = table[["source", "target"]].min(axis=1)
        table["target"] = table[["source", "target"]].max(axis=1)
        table["source"] = low
    table = table.drop_duplicates(["source", "target", "relation"])
    _refuse_ties(table, rows.take(rows.said == TIE), directory, desk)
    return table[["source", "target", "relation"]].reset_index(drop=True)


def _stated(frame: pd.DataFrame, relations: list[str], directory: Directory,
            desk: Desk) -> tuple[Ints, Ints, Ints, Ints] | None:
    origin = desk.unknown
    desk.record.read(origin.parts[0], len(frame))
    rows = rows_with_ends(frame, "unknown", desk)
    if rows is None:
        return None
    ends = matched(frame, rows, directory, origin, desk)
    rows = ends.rows
    relation = np.full(len(rows), -1, dtype=np.int64)
    if "relation" in frame.columns:
        codes, labels = coded(frame["relation"].iloc[rows])
        known = {folded(label): code for code, label in enumerate(relations)}
        for code, label in enumerate(labels):
            place = known.get(folded(label))
            if place is None:
                # A kind of tie that nobody reports: kept, so that it can be told.
                place = known[folded(label)] = len(relations)
                relations.append(label)
            relation[codes == code] = place
    return ends.source, ends.target, relation, rows


def _refuse_ties(table: pd.DataFrame, ties: Rows, directory: Directory, desk: Desk) -> None:
    """A pair cannot be both tied and unknown, in one kind of tie."""
    n = max(len(directory.ids), 1)
    tied = pd.DataFrame({"pair": ties.source * n + ties.target, "relation": ties.relation,
                         "tie": ties.index})
    unknown = table.assign(pair=table["source"] * n + table["target"])
    both = unknown.merge(tied.drop_duplicates(["pair", "relation"]), on="pair",
                         suffixes=("", "_of_tie"))
    both = both[(both["relation"] == both["relation_of_tie"]) | (both["relation"] < 0)]
    both = both.drop_duplicates(["pair", "relation"])
    for row in both.head(MOST_PROBLEMS).to_dict("records"):
        origin = desk.ties if row["in_ties"] else desk.unknown
        desk.problem(
            origin, say("input.tied_and_unknown", source=visible(directory.ids[row["source"]]),
                        target=visible(directory.ids[row["target"]]),
                        row=str(desk.ties.row(row["tie"]))),
            index=int(row["index"]), column="target", fix=say("input.mend_tied_and_unknown"))
    desk.more_problems(max(0, len(both) - MOST_PROBLEMS))
