"""Whether ties have a direction: what the file says goes before the default."""

from __future__ import annotations

import numpy as np

from partnernet.checks.frames import texts
from partnernet.errors import Problem
from partnernet.files.draft import Draft
from partnernet.files.tables import Book
from partnernet.words import say

_UNDIRECTED = ("undirected", "mutual")


def settle_direction(draft: Draft, directed: bool, book: Book) -> bool:
    """Whether the ties are to be read as directed; a file that mixes both kinds is refused.

    A column of directions (Gephi's Type, Kumu's Direction) is used up.
    """
    if "direction" in draft.ties.columns:
        draft.directed = _from_column(draft, book)
        draft.ties = draft.ties.drop(columns="direction")
    if draft.directed is False and directed:
        book.record.add("noted", say("ledger.undirected_file"), draft.ties_origin.parts[0])
        return False
    return directed


def _from_column(draft: Draft, book: Book) -> bool | None:
    said = [None if text is None else text.strip().lower()
            for text in texts(draft.ties["direction"])]
    known = {text for text in said if text is not None}
    if not known:
        return None
    undirected = {text for text in known if text in _UNDIRECTED}
    if undirected and undirected != known:
        first = said[int(np.flatnonzero([text is not None for text in said])[0])]
        odd = next(row for row, text in enumerate(said)
                   if text is not None and (text in _UNDIRECTED) != (first in _UNDIRECTED))
        part = draft.ties_origin.at(odd)
        book.problems.add(Problem(
            say("input.mixed_direction"), file=part.file, sheet=part.sheet,
            row=draft.ties_origin.row(odd), column=draft.ties_origin.header("direction"),
            found=said[odd], fix=say("input.mend_mixed_direction")))
        return None
    return not undirected
