"""Several rounds of a survey in one file: one is chosen by name, never silently."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks import Origin, visible
from partnernet.checks.frames import coded, texts
from partnernet.checks.references import folded
from partnernet.errors import Problem, UnknownName
from partnernet.files.draft import Draft
from partnernet.files.tables import Book
from partnernet.words import Names, say

Ints = NDArray[np.int64]


def choose_wave(draft: Draft, wave: Any, book: Book) -> None:
    """Keep one wave of the survey; several without a choice are refused with their names.

    Raises UnknownName for a wave that the file does not have.
    """
    if "wave" not in draft.ties.columns:
        if wave is not None:
            raise UnknownName("wave", wave)
        return
    codes, labels = coded(draft.ties["wave"])
    if wave is None:
        if len(labels) > 1:
            _refuse(draft.ties_origin, int(np.flatnonzero(codes == 1)[0]), labels, book)
            # The other checks look at one wave, lest every pair seem to stand twice.
            draft.ties, draft.ties_origin = _kept(draft.ties, draft.ties_origin, codes == 0)
        return
    own = folded(str(wave))
    chosen = next((code for code, label in enumerate(labels) if folded(label) == own), None)
    if chosen is None:
        raise UnknownName("wave", wave, labels)
    other = np.flatnonzero((codes != chosen) & (codes >= 0))
    _exclude(other, [labels[code] for code in codes[other]], draft.ties_origin, book)
    draft.ties, draft.ties_origin = _kept(draft.ties, draft.ties_origin,
                                          (codes == chosen) | (codes < 0))
    listed = draft.organisations
    if listed is not None and draft.organisations_origin and "wave" in listed.columns:
        same = np.array([text is None or folded(text) == own for text in texts(listed["wave"])],
                        dtype=bool)
        draft.organisations, draft.organisations_origin = _kept(
            listed, draft.organisations_origin, same)


def _kept(frame: pd.DataFrame, origin: Origin,
          keep: NDArray[np.bool_]) -> tuple[pd.DataFrame, Origin]:
    return frame[keep].reset_index(drop=True), origin.take(np.flatnonzero(keep))


def _refuse(origin: Origin, row: int, labels: list[str], book: Book) -> None:
    part = origin.at(row)
    waves = Names(tuple(visible(label) for label in labels), most=12)
    book.problems.add(Problem(say("input.several_waves", waves=waves), file=part.file,
                              sheet=part.sheet, row=origin.row(row),
                              column=origin.header("wave"), fix=say("input.mend_several_waves")))


def _exclude(rows: Ints, labels: list[str], origin: Origin, book: Book) -> None:
    """Rows of the other waves are read and excluded."""
    said = {label: say("ledger.other_wave", wave=visible(label)) for label in set(labels)}
    for number, part in enumerate(origin.parts):
        own = np.arange(len(rows)) if origin.part is None else np.flatnonzero(
            origin.part[rows] == number)
        if len(own):
            sizes = len(own) if origin.sizes is None else int(origin.sizes[rows[own]].sum())
            book.record.read(part, sizes)
            book.record.add("excluded", [said[labels[place]] for place in own], part,
                            rows=origin.row_numbers(rows[own]), column=origin.header("wave"),
                            count=sizes)
        if origin.part is None:
            return
