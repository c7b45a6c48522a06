"""Several partners in one cell, as Kumu writes them (``A|B``) or people do (``A; B``): two ties."""

from __future__ import annotations

import numpy as np

from partnernet.checks.frames import texts
from partnernet.files.draft import Draft, directory_of
from partnernet.files.tables import Book
from partnernet.words import say


def split_multiples(draft: Draft, book: Book) -> None:
    """Give each partner of a cell a row of its own, noted.

    Only where the whole text is no organisation and each of its parts is one (or no list of
    organisations says otherwise, and the file has the headers of Kumu).
    """
    if "target" not in draft.ties.columns:
        return
    cells = texts(draft.ties["target"])
    directory = directory_of(draft.organisations)
    marks = "|" if directory is None else "|;,\n"
    several = {text for text in set(cells) if text is not None and not set(marks).isdisjoint(text)}
    suspects = [row for row, text in enumerate(cells) if text in several] if several else []
    if not suspects:
        return
    is_kumu = {str(name).lower() for name in draft.ties_origin.columns.values()} >= {"from", "to"}
    parts: dict[int, list[str]] = {}
    written: dict[int, str] = {}
    for row in suspects:
        mark = next(mark for mark in marks if mark in str(cells[row]))
        split = [part.strip() for part in str(cells[row]).split(mark) if part.strip()]
        if directory is None:
            whole = not is_kumu
        else:
            whole = directory.find(str(cells[row])).position >= 0 or any(
                directory.find(part).position < 0 for part in split)
        if not whole and split:
            parts[row] = split
            written[row] = "↵" if mark == "\n" else mark
    if not parts:
        return
    times = np.array([len(parts.get(row, [0])) for row in range(len(cells))], dtype=np.int64)
    order = np.repeat(np.arange(len(cells)), times)
    first = np.r_[True, order[1:] != order[:-1]]
    origin = draft.ties_origin
    for row in parts:
        book.record.add("noted", say("ledger.several_partners", n=len(parts[row]),
                                       mark=written[row]),
                        origin.at(row), rows=origin.row(row), column=origin.header("target"),
                        values=cells[row])
    targets = [target for row, text in enumerate(cells) for target in parts.get(row, [text])]
    draft.ties = draft.ties.iloc[order].reset_index(drop=True).assign(
        target=np.array(targets, dtype=object))
    draft.ties_origin = origin.take(order, sizes=first.astype(np.int64))
