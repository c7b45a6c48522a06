"""What a reader hands to the check: frames, where their rows come from, what the file says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks import Directory, Origin, Origins
from partnernet.checks.frames import texts
from partnernet.files.tables import Table
from partnernet.ledger import Part

Ints = NDArray[np.int64]


@dataclass(eq=False)
class Draft:
    """Tables before the check.

    ``directed``: what the file says of itself; None where it says nothing. ``scales``: strength →
    mapping as in ``scales=``. ``levels``: the order that the file states.
    """

    ties: pd.DataFrame
    ties_origin: Origin
    organisations: pd.DataFrame | None = None
    organisations_origin: Origin | None = None
    unknown: pd.DataFrame | None = None
    unknown_origin: Origin | None = None
    directed: bool | None = None
    scales: dict[str, Any] = field(default_factory=dict)
    levels: tuple[str, ...] | None = None

    def origins(self) -> Origins:
        """Where the rows of all tables come from."""
        part = self.ties_origin.parts[0]
        nowhere = Origin((Part(part.file, part.sheet, "organisations"),))
        unknown = Origin((Part(part.file, part.sheet, "unknown"),))
        return Origins(self.organisations_origin or nowhere, self.ties_origin,
                       self.unknown_origin or unknown)


def origin_of(table: Table) -> Origin:
    """Where the rows of one table come from."""
    return Origin((table.part,), table.numbers, columns=table.columns)


def directory_of(organisations: pd.DataFrame | None) -> Directory | None:
    """The listed organisations, to be matched before the check; None where there is no list."""
    if organisations is None or "id" not in organisations.columns:
        return None
    ids = ["" if text is None else text for text in texts(organisations["id"])]
    names = ids
    if "name" in organisations.columns:
        names = [name or own for name, own in
                 zip(texts(organisations["name"]), ids, strict=True)]
    return Directory(ids, names)


def several(parts: Sequence[tuple[pd.DataFrame, Origin]]) -> tuple[pd.DataFrame, Origin]:
    """Frames of several sheets or files as one, each row with its own origin."""
    if len(parts) == 1:
        return parts[0]
    frame = pd.concat([frame for frame, _ in parts], ignore_index=True)
    rows = np.concatenate([origin.row_numbers(np.arange(len(frame))) for frame, origin in parts])
    number, all_parts, part_of_row = 0, [], []
    for each, origin in parts:
        part = np.zeros(len(each), dtype=np.int64) if origin.part is None else origin.part
        part_of_row.append(part + number)
        all_parts += list(origin.parts)
        number += len(origin.parts)
    sizes = [np.ones(len(each), dtype=np.int64) if origin.sizes is None else origin.sizes
             for each, origin in parts]
    sized = any(origin.sizes is not None for _, origin in parts)
    columns: dict[str, str] = {}
    for _, origin in parts:
        columns.update(origin.columns)
    cells = _joined_cells(parts)
    return frame, Origin(tuple(all_parts), rows, np.concatenate(part_of_row), columns, cells,
                         np.concatenate(sizes) if sized else None)


def _joined_cells(parts: Sequence[tuple[pd.DataFrame, Origin]]) -> Mapping[str, Any]:
    names: Iterable[str] = dict.fromkeys(name for _, origin in parts for name in origin.cells)
    joined = {}
    for name in names:
        pieces = []
        for frame, origin in parts:
            plain = np.full(len(frame), origin.columns.get(name, name), dtype=object)
            pieces.append(origin.cells.get(name, plain))
        joined[name] = np.concatenate(pieces)
    return joined
