"""Kumu: a workbook of Elements and Connections, or its JSON blueprint."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from partnernet.files.portable import Portable, for_utf8, is_blank
from partnernet.files.writing import write_tables, write_text
from partnernet.vocabulary import sector_key

_SPLIT = re.compile(r"\|")  # Kumu reads "A|B" as two partners


def write_kumu(tables: Portable, path: Path) -> None:
    """Elements by their labels, connections between labels, every attribute beside."""
    clean = for_utf8(tables, "Kumu").cleaned(_SPLIT, "¦", "Kumu")
    clean.lose_all("Kumu", "scales", "levels", "unknown", "about")
    if not clean.directed and not len(clean.ties):
        clean.lose("undirected", "Kumu")
    labels = _labels(clean)
    if any(own != label for own, label in labels.items()):
        clean.lose("ids", "Kumu")
    elements, connections = _elements(clean, labels), _connections(clean, labels)
    if path.suffix.lower() == ".json":
        write_text(path, json.dumps({"elements": _records(elements),
                                     "connections": _records(connections)},
                                    ensure_ascii=False, indent=1))
    else:
        write_tables(path, {"Elements": elements, "Connections": connections})


def _labels(tables: Portable) -> dict[str, str]:
    """Id → label; names serve where each is another's neither."""
    names = [str(name) for name in tables.organisations["name"]]
    apart = len(set(names)) == len(names) and not (set(names) & set(tables.ids) - {
        name for own, name in zip(tables.ids, names, strict=True) if own == name})
    return dict(zip(tables.ids, names if apart else tables.ids, strict=True))


def _elements(tables: Portable, labels: dict[str, str]) -> pd.DataFrame:
    rest = tables.organisations.drop(columns=["id"])
    frame = pd.DataFrame({"ID": tables.ids, "Label": [labels[own] for own in tables.ids]})
    if list(labels.values()) == [str(name) for name in rest["name"]]:
        rest = rest.drop(columns="name")
    if "sector" in rest.columns:
        known = all(is_blank(cell) or sector_key(str(cell)) for cell in rest["sector"])
        frame["Type"] = rest["sector"].tolist()
        if known:
            rest = rest.drop(columns="sector")
    return pd.concat([frame, rest.reset_index(drop=True)], axis=1)


def _connections(tables: Portable, labels: dict[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame({
        "From": [labels[str(own)] for own in tables.ties["source"]],
        "To": [labels[str(own)] for own in tables.ties["target"]],
        "Direction": ["directed" if tables.directed else "undirected"] * len(tables.ties),
    })
    rest = tables.ties.drop(columns=["source", "target"]).reset_index(drop=True)
    return pd.concat([frame, rest.rename(columns={"relation": "Type"})], axis=1)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{_key(str(name)): _value(cell) for name, cell in zip(frame.columns, row, strict=True)
             if not is_blank(cell)} for row in frame.itertuples(index=False)]


def _key(name: str) -> str:
    return name.lower() if name in ("ID", "Label", "Type", "From", "To", "Direction") else name


def _value(cell: Any) -> Any:
    if isinstance(cell, np.generic):
        return cell.item()
    return cell if isinstance(cell, str | int | float | bool) else str(cell)
