"""UCINET's and NetDraw's VNA: tables of nodes and ties in one text file."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from partnernet.errors import InputError, Problem
from partnernet.files.graph import MARK, carried_from
from partnernet.files.grid import Grid
from partnernet.files.text import decoded
from partnernet.words import Message, say

_CELL = re.compile(r'"((?:[^"]|"")*)"|([^\s,"]+)|,')
_NUMBER = re.compile(r"^-?(0|[1-9]\d{0,14})(\.\d+)?([eE][+-]?\d+)?$")
_STAR = re.compile(r"^\s*\*\s*(node|tie)\s+(data|properties)", re.IGNORECASE)


def read_vna(data: bytes, file: str) -> tuple[dict[str, Grid], dict[str, Any], Message | None]:
    """The grids "nodes" and "edges" of a file, what our own writer carried, and a note.

    Raises InputError for a quote that is never closed, a row with more or fewer cells than its
    header, and a file without ties.
    """
    text = decoded(data, file)
    tables: dict[str, list[tuple[int, list[Any]]]] = {}
    current: list[tuple[int, list[Any]]] | None = None
    carried: dict[str, Any] = {}
    for number, line in enumerate(text.text.splitlines(), start=1):
        start = _STAR.match(line)
        if line.startswith(f"% {MARK} "):
            carried = carried_from(line[len(MARK) + 3:])
        elif start is not None:
            name = f"{start[1]} {start[2]}".lower()
            current = tables.setdefault(name, [])
        elif line.strip() and current is not None and not line.startswith("%"):
            current.append((number, _cells(line, number, file)))
    if "tie data" not in tables:
        raise InputError(Problem(say("input.vna_no_ties"), file=file, fix=say(
            "input.mend_vna_no_ties")))
    grids = {"edges": _grid(tables["tie data"], "edges", file)}
    nodes = tables.get("node data") or tables.get("node properties")
    if nodes:
        grids["nodes"] = _grid(nodes, "nodes", file)
    return grids, carried, text.note


def _cells(line: str, number: int, file: str) -> list[Any]:
    """Cells between spaces or commas; two commas in a row hold a blank cell."""
    cells: list[Any] = []
    place, after_comma = 0, True
    while place < len(line):
        if line[place].isspace():
            place += 1
            continue
        match = _CELL.match(line, place)
        if match is None:
            raise InputError(Problem(say("input.quote", row=str(number)), file=file, row=number,
                                     fix=say("input.mend_quote")))
        if match[0] == ",":
            if after_comma:
                cells.append(None)
            after_comma = True
        else:
            cells.append(match[1].replace('""', '"') if match[1] is not None else
                         _bare(match[2]))
            after_comma = False
        place = match.end()
    return [cell if cell != "" else None for cell in cells]


def _grid(rows: list[tuple[int, list[Any]]], name: str, file: str) -> Grid:
    width = len(rows[0][1]) if rows else 0
    for number, cells in rows[1:]:
        if len(cells) != width:
            key = "more_cells" if len(cells) > width else "fewer_cells"
            raise InputError(Problem(
                say(f"input.{key}", row=str(number), plural=len(cells), cells=len(cells),
                    width=width), file=file, row=number, fix=say(f"input.mend_{key}")))
    columns = [[cells[place] for _, cells in rows] for place in range(width)]
    return Grid(name, file, None, columns, np.array([n for n, _ in rows], dtype=np.int64))


def _bare(text: str) -> Any:
    """A cell without quotes: a number where it is written as one."""
    if not _NUMBER.match(text):
        return {"true": True, "false": False}.get(text, text)
    return float(text) if "." in text or "e" in text.lower() else int(text)
