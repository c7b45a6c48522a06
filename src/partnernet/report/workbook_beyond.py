"""The tables behind the parts beyond the ties, as sheets: the same cells that the page shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from partnernet.report.context import Context
from partnernet.report.elements import DataTable
from partnernet.report.sections import beyond
from partnernet.report.sections.parts import Block, Heat
from partnernet.words import Number, Share, show

_MOST = 31
"""Letters that the name of a sheet may have."""


def sheets_beyond(context: Context) -> dict[str, pd.DataFrame]:
    """Sheet → table; none without tables beyond the ties."""
    if context.beyond is None:
        return {}
    out: dict[str, pd.DataFrame] = {}
    for part in beyond.parts(context):
        title = context.word(f"parts.nav_{part.ident}")
        for block in part.blocks:
            for frame in _frames(context, block):
                number = sum(name.startswith(title) for name in out)
                out[f"{title[:_MOST - 3]} {number + 1}"] = frame
    return out


def _frames(context: Context, block: Block) -> Iterator[pd.DataFrame]:
    tables = [*block.tables, *(block.figure.tables if block.figure else ())]
    yield from (_frame(context, table) for table in tables)
    if block.heat is not None:
        yield _heat(context, block.heat)


def _frame(context: Context, table: DataTable) -> pd.DataFrame:
    heads = [context.text(column.head) for column in table.columns]
    return pd.DataFrame([[_value(context, cell) for cell in row] for row in table.rows],
                        columns=_apart(heads))


def _heat(context: Context, heat: Heat) -> pd.DataFrame:
    heads = ["", *(context.text(name) for _, name in heat.heads)]
    return pd.DataFrame([[context.text(head), *(_value(context, big) for _, big, _ in cells)]
                         for head, cells in heat.rows], columns=_apart(heads))


def _apart(heads: list[str]) -> list[str]:
    """Heads that stand twice, told apart."""
    return [f"{head} ({heads[:k].count(head) + 1})" if head in heads[:k] else head
            for k, head in enumerate(heads)]


def _value(context: Context, cell: Any) -> Any:
    """Numbers as numbers, rounded as the page shows them; the rest as text."""
    if isinstance(cell, Number):
        return round(cell.value, cell.digits)
    if isinstance(cell, Share):
        return round(cell.value, cell.digits + 2)
    return cell if isinstance(cell, int) else show(cell, context.language)
