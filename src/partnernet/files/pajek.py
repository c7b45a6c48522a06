"""Pajek networks (.net, and the networks of a .paj project)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from partnernet.errors import InputError, Problem
from partnernet.files.graph import MARK, Elements, carried_from, element
from partnernet.files.text import decoded
from partnernet.words import Message, say

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_SECTION = re.compile(r'^\*(\w+)\s*(?::\s*(\d+))?\s*(?:"([^"]*)"|(.*))?$')
_LINES = ("arcs", "edges", "arcslist", "edgeslist")
_MOST_VERTICES = 5_000_000


@dataclass(eq=False)
class _Network:
    labels: dict[int, str] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    count: int = 0
    ties: list[tuple[int, int, str | None, float | None, bool, int]] = field(default_factory=list)
    carried: dict[str, Any] = field(default_factory=dict)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)


def read_pajek(data: bytes, file: str, values: str | None) -> tuple[Elements, Message | None]:
    """Nodes and edges of the one network in a file, and a note on its encoding.

    Values of lines are ``weight``; those of a matrix are ``values``, as in any matrix; a file of
    our own says what they are.

    Raises InputError for several networks, two kinds of vertices, vertices that are not declared,
    and a mix of arcs and edges.
    """
    text = decoded(data, file)
    network = _Network()
    section, relation, seen = "", None, False
    for number, raw in enumerate(text.text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith(f"% {MARK} "):
            network.carried = carried_from(line[len(MARK) + 3:])
        if not line or line.startswith(("%", "/*")):
            continue
        if line.startswith("*"):
            section, relation = _section(line, number, network, seen, file)
            seen = seen or section == "vertices"
        elif section == "vertices":
            _vertex(line, number, network, file)
        elif section in ("arcs", "edges"):
            _tie(line, number, network, relation, section == "arcs", file)
        elif section in ("arcslist", "edgeslist"):
            _list(line, number, network, relation, section == "arcslist", file)
        elif section == "matrix":
            network.rows.append((number, line.split()))
        elif section == "":
            raise _refuse("pajek_broken", number, file, line=str(number), found=line[:40])
    if not seen:
        raise _refuse("pajek_no_vertices", None, file)
    return _elements(network, values, file), text.note


def _refuse(key: str, at: int | None, file: str, **values: Any) -> InputError:
    return InputError(Problem(say(f"input.{key}", **values), file=file, row=at,
                              fix=say(f"input.mend_{'xml' if key == 'pajek_broken' else key}")))


def _section(line: str, number: int, network: _Network, seen: bool,
             file: str) -> tuple[str, str | None]:
    match = _SECTION.match(line)
    if match is None:
        raise _refuse("pajek_broken", number, file, line=str(number), found=line[:40])
    name, label = match[1].lower(), match[3]
    if name == "vertices":
        if seen:
            raise _refuse("graph_twice", number, file)
        counts = re.findall(r"\d+", line)
        if len(counts) > 1:
            raise _refuse("two_mode", number, file)
        if not counts or len(counts[0]) > 9 or int(counts[0]) > _MOST_VERTICES:
            raise _refuse("pajek_broken", number, file, line=str(number), found=line[:40])
        network.count = int(counts[0])
    elif name not in ("network", "matrix", *_LINES):
        name = f"other {name}"  # partitions and vectors of a project
    if name not in _LINES or match[2] is None:
        return name, label
    # A kind of tie is named once, and meant by its number from then on.
    named = network.relations.setdefault(match[2], label or match[2])
    return name, named


def _number(text: str, number: int, network: _Network, file: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise _refuse("pajek_broken", number, file, line=str(number), found=text[:40])
    if not 1 <= int(text) <= network.count:
        raise _refuse("pajek_vertex", number, file, vertex=text, n=network.count)
    return int(text)


def _vertex(line: str, number: int, network: _Network, file: str) -> None:
    parts = _TOKEN.findall(line)
    vertex = _number(parts[0][1], number, network, file) if parts[0][1] else _number(
        parts[0][0], number, network, file)
    if vertex in network.lines:
        raise _refuse("pajek_twice", number, file, vertex=str(vertex))
    network.lines[vertex] = number
    if len(parts) > 1:
        quoted, plain = parts[1]
        label = quoted or plain
        network.labels[vertex] = re.sub(r"\\(.)", r"\1", label) if quoted else label


def _tie(line: str, number: int, network: _Network, relation: str | None, directed: bool,
         file: str) -> None:
    parts = line.split()
    if len(parts) < 2:
        raise _refuse("pajek_broken", number, file, line=str(number), found=line[:40])
    source, target = (_number(part, number, network, file) for part in parts[:2])
    value = None
    if len(parts) > 2:
        try:
            value = float(parts[2])
        except ValueError:
            if len(parts[2]) > 1 or not parts[2].isalpha():
                raise _refuse("pajek_broken", number, file, line=str(number),
                              found=line[:40]) from None
    network.ties.append((source, target, relation, value, directed, number))


def _list(line: str, number: int, network: _Network, relation: str | None, directed: bool,
          file: str) -> None:
    source, *targets = (_number(part, number, network, file) for part in line.split())
    for target in targets:
        network.ties.append((source, target, relation, None, directed, number))


def _elements(network: _Network, values: str | None, file: str) -> Elements:
    elements = Elements(carried=network.carried)
    if network.rows:
        _take_matrix(network, file)
    directions = {directed for *_, directed, _ in network.ties}
    if len(directions) == 2:
        odd = next(tie for tie in network.ties if tie[4] != network.ties[0][4])
        raise _refuse("mixed_direction", odd[5], file)
    elements.directed = directions.pop() if directions else network.carried.get("directed") is not \
        False
    labels = network.labels
    # A label is an id where it tells its vertex from all others; else the number is.
    unique = len(set(labels.values())) == len(labels) == network.count
    ids = {number: labels[number] if unique else str(number)
           for number in range(1, network.count + 1)}
    for number in range(1, network.count + 1):
        own: dict[str, Any] = {"id": ids[number]}
        if not unique and number in labels:
            own["name"] = labels[number]
        elements.add_node(network.lines.get(number, 0), own)
    stated = network.carried.get("value")
    name = stated if isinstance(stated, str) else values if network.rows else "weight"
    for source, target, relation, value, _, line in network.ties:
        attributes: dict[str, Any] = {} if relation is None else {"relation": relation}
        if value is not None and name:
            attributes[name] = value
        elements.add_edge(line, element({"source": ids[source], "target": ids[target]},
                                        attributes))
    return elements


def _take_matrix(network: _Network, file: str) -> None:
    for row, (number, cells) in enumerate(network.rows[: network.count], start=1):
        if len(cells) != network.count:
            raise _refuse("pajek_broken", number, file, line=str(number), found=str(len(cells)))
        for column, cell in enumerate(cells, start=1):
            try:
                value = float(cell)
            except ValueError:
                raise _refuse("pajek_broken", number, file, line=str(number),
                              found=cell[:40]) from None
            if value:
                network.ties.append((row, column, None, value, True, number))
