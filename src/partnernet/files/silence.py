"""What nobody wrote in a survey: who did not answer, and which partners were left blank."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import pandas as pd

from partnernet.checks import Directory, Origin, visible
from partnernet.checks.references import folded
from partnernet.checks.strengths import BLANK
from partnernet.files.tables import Book
from partnernet.ledger import Part
from partnernet.words import say

_PAIR = ["source", "target"]


def _key(label: str, directory: Directory | None) -> Hashable:
    """What two labels of one organisation share."""
    place = -1 if directory is None else directory.find(label).position
    return folded(label) if place < 0 else place


def silent_ones(respondents: Iterable[str], listed: Iterable[str], spoke: Iterable[str],
                directory: Directory | None, part: Part, book: Book) -> list[str]:
    """Organisations that did not answer, each noted.

    ``respondents``: those with a row or sheet of their own, which may be blank; ``listed``:
    everybody asked about; ``spoke``: those who said something.
    """
    heard = {_key(label, directory) for label in spoke}
    silent: dict[Hashable, str] = {}
    everybody = listed if directory is None else directory.ids
    for labels, reason in ((respondents, "ledger.blank_matrix_row"), (everybody, "ledger.no_row")):
        for label in labels:
            key = _key(label, directory)
            if label and key not in heard and key not in silent:
                silent[key] = label
                book.record.add("noted", say(reason, name=visible(label)), part, values=label)
    return list(silent.values())


def blank_pairs(long: pd.DataFrame, says_no: bool, silent: Iterable[str], part: Part,
                book: Book) -> tuple[pd.DataFrame, Origin]:
    """Pairs left blank by those who answered, where somebody writes that there is no tie."""
    quiet = {folded(label) for label in silent}
    names = {label: folded(label) for label in (*long["source"].unique(),
                                                *long["target"].unique())}
    source, target = (long[end].map(names) for end in _PAIR)
    empty = (long["said"] == BLANK).groupby([source, target]).transform("all")
    left = empty & (source != target) & ~source.isin(quiet)
    blank = long[left.to_numpy(dtype=bool) & says_no].drop_duplicates(_PAIR)
    if len(blank):
        book.record.add("noted", say("ledger.blank_cells_unknown", plural=len(blank),
                                     n=len(blank)), part)
    frame = blank[_PAIR].reset_index(drop=True).astype(object)
    frame["relation"] = None
    return frame, Origin((Part(part.file, part.sheet, "unknown", part.shape),),
                         blank["number"].to_numpy(dtype=np.int64))
