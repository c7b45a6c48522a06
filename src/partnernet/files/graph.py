"""Other tools' files become two tables: nodes and edges, with the lines they stand in."""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from partnernet.errors import OptionError, Problem
from partnernet.files.draft import Draft, origin_of
from partnernet.files.grid import Grid
from partnernet.files.tables import Book, read_table
from partnernet.vocabulary import Scale

MARK = "partnernet"  # under this name our own files carry what a format has no place for


@dataclass(eq=False)
class Elements:
    """Nodes and edges as they stand in a file: attributes by name, and the line of each.

    ``directed``: what the file says; None where it says nothing. ``declared``: "node" and "edge" →
    attributes that the file announces, whether or not an element has them. ``carried``: what our
    own writer put under the name ``partnernet``.
    """

    nodes: list[dict[str, Any]] = field(default_factory=list)
    edges: list[dict[str, Any]] = field(default_factory=list)
    node_lines: list[int] = field(default_factory=list)
    edge_lines: list[int] = field(default_factory=list)
    directed: bool | None = None
    declared: dict[str, list[str]] = field(default_factory=dict)
    carried: dict[str, Any] = field(default_factory=dict)

    def declare(self, of: str, name: str) -> None:
        """The file announces an attribute of nodes or edges."""
        self.declared.setdefault(of, []).append(name)

    def add_node(self, line: int, attributes: dict[str, Any]) -> None:
        """One more node."""
        self.nodes.append(attributes)
        self.node_lines.append(line)

    def add_edge(self, line: int, attributes: dict[str, Any]) -> None:
        """One more edge."""
        self.edges.append(attributes)
        self.edge_lines.append(line)


def carried_from(text: str) -> dict[str, Any]:
    """What our own writer put into a file; nothing where it cannot be understood."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def draft_from(elements: Elements, file: str, book: Book) -> Draft | None:
    """The draft of nodes and edges; their headers are read like those of any table."""
    told = elements.declared
    nodes = _grid(elements.nodes, elements.node_lines,
                  ("id", *_apart(told.get("node", ()), ("id",))), "nodes", file)
    edges = _grid(elements.edges, elements.edge_lines,
                  ("source", "target", *_apart(told.get("edge", ()), ("source", "target"))),
                  "edges", file)
    book.renames.exact = bool(elements.carried)
    listing = read_table(nodes, "organisations", book)
    ties = read_table(edges, "ties", book)
    if listing is None or ties is None:
        return None
    draft = Draft(ties.frame, origin_of(ties), listing.frame, origin_of(listing),
                  directed=elements.directed)
    carry(draft, elements.carried, file, book)
    return draft


def _grid(elements: Sequence[Mapping[str, Any]], lines: Sequence[int], first: Sequence[str],
          name: str, file: str) -> Grid:
    """Elements as a grid with a header; attributes that have the name of an end are told apart."""
    names: dict[str, None] = dict.fromkeys(first)
    for element in elements:
        names.update(dict.fromkeys(element))
    columns: list[list[Any]] = [[name, *(element.get(name) for element in elements)]
                                for name in names]
    numbers = np.array([0, *lines], dtype=np.int64)
    return Grid(name, file, None, columns, numbers)


def _apart(names: Iterable[str], own: Container[str]) -> list[str]:
    """Names of attributes; those that are an element's own name are told apart."""
    return [f"{name} (attribute)" if name in own else name for name in names]


def element(own: Mapping[str, Any], attributes: Mapping[str, Any]) -> dict[str, Any]:
    """An element's own id or ends, and its attributes; those of the same name are told apart."""
    return {**own, **dict(zip(_apart(attributes, own), attributes.values(), strict=True))}


def number_or_text(text: str, kind: str) -> Any:
    """A value by the type that its file states; text where it is not of that type."""
    kind = kind.lower()
    if kind in ("boolean", "bool") and text.strip().lower() in ("true", "false", "1", "0"):
        return text.strip().lower() in ("true", "1")
    try:
        if kind in ("int", "integer", "long", "short", "byte"):
            return int(text)
        if kind in ("float", "double", "decimal", "bigdecimal"):
            value = float(text)
            return value if math.isfinite(value) else text
    except ValueError:
        return text
    return text


def carry(draft: Draft, carried: dict[str, Any], file: str, book: Book) -> None:
    """Put scales, levels and unknown pairs that our own writer left in the file into a draft."""
    scales = carried.get("scales")
    for name, stated in (scales.items() if isinstance(scales, dict) else ()):
        try:
            draft.scales[str(name)] = _scale(stated, str(name))
        except OptionError as error:
            book.problems.add(Problem(error.message, file=file))
    if isinstance(carried.get("directed"), bool):
        draft.directed = carried["directed"]
    about = carried.get("about")
    book.about |= {str(key): str(value) for key, value in
                   (about.items() if isinstance(about, dict) else ())}
    silent = carried.get("silent")
    if isinstance(silent, list) and draft.organisations is not None:
        told = set(map(str, silent))
        draft.organisations = draft.organisations.assign(
            answered=[cell not in told for cell in draft.organisations["id"]])
    levels = carried.get("levels")
    if isinstance(levels, list) and levels:
        draft.levels = tuple(str(level) for level in levels)
    unknown = carried.get("unknown")
    if isinstance(unknown, list) and unknown and all(
            isinstance(pair, list) and len(pair) in (2, 3) for pair in unknown):
        rows = [[*pair, None][:3] for pair in unknown]
        draft.unknown = pd.DataFrame(rows, columns=["source", "target", "relation"], dtype=object)


def _scale(stated: Any, name: str) -> Scale:
    if isinstance(stated, dict) and isinstance(stated.get("labels"), dict):
        labels = {}
        for value, label in stated["labels"].items():
            try:
                labels[float(value)] = label
            except ValueError:
                continue
        stated = {**stated, "labels": labels}
    return Scale.of(stated, name)
