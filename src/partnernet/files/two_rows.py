"""Headers in two rows: questions above, the same partners under each of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from partnernet.files.grid import Grid

_ROWS_SEARCHED = 6


def with_one_header(grid: Grid) -> Grid:
    """The grid with its two header rows as one, ``question [partner]``, where it has such.

    Only where two questions or more stand above blocks of columns that hold the same labels, each
    once: nothing else can be meant.
    """
    for place in range(min(grid.height - 2, _ROWS_SEARCHED)):
        above = [text.strip() for text in grid.texts(place)]
        below = [text.strip() for text in grid.texts(place + 1)]
        blocks = _blocks(above, below)
        if blocks is None:
            continue
        header = list(above)
        for start, end in blocks:
            for column in range(start, end):
                header[column] = f"{above[start]} [{below[column]}]"
        kept = np.delete(np.arange(grid.height), place)
        columns = [[header[number] or None if row == place + 1 else column[row] for row in kept]
                   for number, column in enumerate(grid.columns)]
        return replace(grid, columns=columns, numbers=grid.numbers[kept],
                       widths=None if grid.widths is None else grid.widths[kept])
    return grid


def _blocks(above: list[str], below: list[str]) -> list[tuple[int, int]] | None:
    """First column and end of each block of columns under one question; None where these differ."""
    starts = [column for column, text in enumerate(above) if text]
    if not starts:
        return None
    spans = []
    for start, end in zip(starts, [*starts[1:], len(above)], strict=True):
        inside = below[start:end]
        if len(inside) > 1:
            if not all(inside) or len(set(inside)) < len(inside):
                return None
            spans.append((start, end))
    labels = {frozenset(below[start:end]) for start, end in spans}
    return spans if len(spans) > 1 and len(labels) == 1 else None
