"""Pajek, UCINET DL and VNA: plain text, one line a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from partnernet.files.graph import MARK
from partnernet.files.portable import Portable, for_lines, is_blank, plain
from partnernet.files.writing import write_text

_QUOTE = re.compile("\"")


def _value_column(tables: Portable, format: str) -> str | None:
    """The one strength that a format with a single value carries; the others are told."""
    strengths = tables.strengths
    kept = strengths[0] if strengths else None
    others = [name for name in tables.tie_attributes if name not in ("relation", kept)]
    tables.lose_columns(others, "tie_attributes", format)
    if kept is not None and tables.ties[kept].isna().any():
        tables.lose("blanks", format, column=kept)
    return kept


def _lose_nodes(tables: Portable, format: str) -> None:
    """Formats with a label a node have no place for anything more."""
    same = (tables.organisations["name"] == tables.organisations["id"]).all()
    tables.lose_columns([name for name in tables.attributes
                         if not (name == "name" and same) and name != "answered"],
                        "attributes", format)


def _relations(tables: Portable) -> list[str | None]:
    if "relation" not in tables.ties.columns:
        return [None]
    cells = [None if is_blank(cell) else str(cell) for cell in tables.ties["relation"].tolist()]
    return list(dict.fromkeys(cells)) or [None]


def _ties(tables: Portable, value: str | None) -> list[tuple[str, str, str | None, Any]]:
    size = len(tables.ties)
    relations = tables.ties["relation"].tolist() if "relation" in tables.ties.columns else \
        [None] * size
    values = tables.ties[value].tolist() if value is not None else [None] * size
    return [(str(source), str(target), None if is_blank(kind) else str(kind),
             None if is_blank(cell) else cell)
            for source, target, kind, cell in zip(
                tables.ties["source"], tables.ties["target"], relations, values, strict=True)]


def write_pajek(tables: Portable, path: Path) -> None:
    """Pajek .net: labels, one value a line, one list for each kind of tie."""
    clean = for_lines(tables, "Pajek")
    value = _value_column(clean, "Pajek")
    _lose_nodes(clean, "Pajek")
    write_text(path, "".join(_pajek(clean, value)))


def _pajek(tables: Portable, value: str | None) -> Iterator[str]:
    number = {own: place for place, own in enumerate(tables.ids, start=1)}
    yield f"% {MARK} {tables.carried(value=value, silent=tables.silent)}\n"
    yield f"*Vertices {len(number)}\n"
    for own, vertex in number.items():
        label = own.replace("\\", "\\\\").replace('"', '\\"')
        yield f'{vertex} "{label}"\n'
    kind = "Arcs" if tables.directed else "Edges"
    ties = _ties(tables, value)
    for place, relation in enumerate(_relations(tables), start=1):
        named = "" if relation is None else f' :{place} "{_pajek_name(relation)}"'
        yield f"*{kind}{named}\n"
        for source, target, about, cell in ties:
            if about == relation:
                weight = "" if cell is None else f" {plain(cell)}"
                yield f"{number[source]} {number[target]}{weight}\n"


def _pajek_name(text: str) -> str:
    return text.replace('"', "'")


def write_dl(tables: Portable, path: Path) -> None:
    """UCINET DL, edgelist1: labels, one value a tie, one matrix for each kind of tie."""
    clean = for_lines(tables, "DL").cleaned(_QUOTE, "'", "DL")
    value = _value_column(clean, "DL")
    _lose_nodes(clean, "DL")
    clean.lose_all("DL", "scales", "levels", "unknown", "answered", "about")
    if not clean.directed:
        clean.lose("undirected", "DL")
    if value not in (None, "trust"):  # what a reader takes it for, if nothing is said
        clean.lose("value_name", "DL", column=value)
    if value is not None and (clean.ties[value] == 0).any():
        clean.lose("zeros", "DL", column=value)
    write_text(path, "".join(_dl(clean, value)))


def _dl(tables: Portable, value: str | None) -> Iterator[str]:
    relations = _relations(tables)
    names = [relation or "ties" for relation in relations]
    several = f" nm={len(relations)}" if len(relations) > 1 else ""
    yield f"dl n={len(tables.ids)}{several} format=edgelist1\nlabels:\n"
    yield from (f'"{own}"\n' for own in tables.ids)
    if relations != [None]:
        yield "matrix labels:\n"
        yield from (f'"{each}"\n' for each in names)
    yield "data:\n"
    ties = _ties(tables, value)
    for place, relation in enumerate(relations):
        if place:
            yield "!\n"
        for source, target, own, cell in ties:
            if own == relation:
                weight = "" if cell is None else f" {plain(cell)}"
                yield f'"{source}" "{target}"{weight}\n'
                if not tables.directed:
                    yield f'"{target}" "{source}"{weight}\n'


def write_vna(tables: Portable, path: Path) -> None:
    """VNA as NetDraw reads it: every attribute of organisations and ties."""
    write_text(path, "".join(_vna(for_lines(tables, "VNA"))))


def _vna(tables: Portable) -> Iterator[str]:
    yield f"% {MARK} {tables.carried()}\n"
    yield "*Node data\n"
    yield _vna_line(["id", *tables.attributes])
    columns = [tables.organisations[name].tolist() for name in ("id", *tables.attributes)]
    yield from (_vna_line(row) for row in zip(*columns, strict=True))
    yield "*Tie data\n"
    # Our own headers, which NetDraw takes by their place.
    yield _vna_line(["source", "target", *tables.tie_attributes])
    columns = [tables.ties[name].tolist() for name in ("source", "target",
                                                       *tables.tie_attributes)]
    yield from (_vna_line(row) for row in zip(*columns, strict=True))


def _vna_line(cells: Any) -> str:
    return " ".join(_vna_cell(cell) for cell in cells) + "\n"


def _vna_cell(cell: Any) -> str:
    if is_blank(cell):
        return '""'
    if isinstance(cell, str):
        return '"' + cell.replace('"', '""') + '"'
    return plain(cell)
