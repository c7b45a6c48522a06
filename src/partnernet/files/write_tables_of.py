"""The same tables as a workbook, a folder of CSV files, or a pair of CSV files for R."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from partnernet.errors import OutputError
from partnernet.files.portable import Portable, for_utf8, is_blank, plain, scales_table
from partnernet.files.scales import written_labels
from partnernet.files.tables import LIVE, MADE_BY
from partnernet.files.writing import new_folder, write_tables
from partnernet.words import say


def sheets_of(tables: Portable) -> dict[str, pd.DataFrame]:
    """The sheets that carry a partnership whole."""
    about = {MADE_BY[0]: MADE_BY[1], "directed": "yes" if tables.directed else "no",
             **tables.about}
    sheets = {"organisations": tables.organisations, "ties": tables.ties}
    if tables.scales:
        sheets["scales"] = scales_table(tables.scales, written_labels)
    if tables.levels:
        sheets["levels"] = pd.DataFrame({"level": list(tables.levels)})
    if len(tables.unknown):
        sheets["unknown"] = tables.unknown.dropna(axis=1, how="all")
    sheets["about"] = pd.DataFrame(list(about.items()), columns=["about", "value"])
    return sheets


def write_workbook(tables: Portable, path: Path) -> None:
    """An Excel workbook: typed cells, never a formula or a link."""
    write_tables(path, sheets_of(for_utf8(tables, "xlsx")))


def write_csv_folder(tables: Portable, path: Path) -> None:
    """A folder of CSV files in UTF-8 that spreadsheets open as they are."""
    clean = for_utf8(tables, "CSV")
    _write_folder(path, {f"{name}.csv": "\ufeff" + csv_text(sheet)
                         for name, sheet in sheets_of(clean).items()})


def write_for_r(tables: Portable, path: Path) -> None:
    """nodes.csv and edges.csv, as R's igraph and network take them.

    ``igraph::graph_from_data_frame(read.csv("edges.csv"), vertices = read.csv("nodes.csv"))``;
    ``network::network(read.csv("edges.csv"), vertices = read.csv("nodes.csv"), ...)`` for sna.
    """
    clean = for_utf8(tables, "R")
    clean.lose_all("R", "scales", "levels", "unknown", "about")
    if not clean.directed:
        clean.lose("undirected", "R")
    # igraph keeps "name" for the ids themselves.
    nodes = clean.organisations.rename(columns={"name": "label"})
    edges = clean.ties.rename(columns={"source": "from", "target": "to"})
    _write_folder(path, {"nodes.csv": csv_text(nodes), "edges.csv": csv_text(edges)})


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV; text that could come alive in a spreadsheet is marked as text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([_guard(str(name)) for name in table.columns])
    columns = [_cells(table[name]) for name in table.columns]
    writer.writerows(zip(*columns, strict=True))
    return stream.getvalue()


def _cells(column: pd.Series[Any]) -> list[str]:
    return ["" if is_blank(cell) else _guard(cell) if isinstance(cell, str) else plain(cell)
            for cell in column.tolist()]


def _guard(text: str) -> str:
    return f"'{text}" if LIVE.match(text) else text


def _write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Write files into a folder that appears whole or not at all."""
    target = Path(os.path.realpath(path))
    if target.is_file():
        raise OutputError(say("files.is_file", path=str(target)))
    ours = {f"{name}.csv" for name in ("organisations", "ties", "scales", "levels", "unknown",
                                       "about", "nodes", "edges")}
    if target.is_dir():
        strange = sorted(entry.name for entry in target.iterdir() if entry.name not in ours)
        if strange:
            raise OutputError(say("files.folder_in_use", path=str(target), name=strange[0]))
    with new_folder(target, replace=True) as new:
        for name, text in files.items():
            (new / name).write_bytes(text.encode("utf-8"))
