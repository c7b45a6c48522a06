"""GML, as networkx, igraph, Gephi and yEd write it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from partnernet.errors import InputError, Problem
from partnernet.files.graph import MARK, Elements, carried_from, element
from partnernet.files.text import decoded
from partnernet.words import Message, say

_TOKEN = re.compile(
    r'(?P<blank>\s+)|(?P<comment>#[^\n]*)|(?P<text>"[^"]*")|(?P<open>\[)|(?P<close>\])'
    r"|(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[\s\]\[#]|$))"
    r'|(?P<word>[^\s\[\]"#]+)')
_MOST_DEEP = 50
_ESCAPED = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
Pair = tuple[str, Any, int]


def read_gml(data: bytes, file: str) -> tuple[Elements, Message | None]:
    """Nodes and edges of the one graph in a file, and a note on its encoding.

    Raises InputError for text that is not GML, several graphs, and nodes without an id.
    """
    text = decoded(data, file)
    pairs = _pairs(text.text, file)
    graphs = [(value, line) for key, value, line in pairs
              if key.lower() == "graph" and isinstance(value, list)]
    if len(graphs) > 1:
        raise _refuse("graph_twice", graphs[1][1], file)
    if not graphs:
        raise _refuse("no_graph", None, file)
    return _elements(graphs[0][0], file), text.note


def _refuse(key: str, at: int | None, file: str, **values: Any) -> InputError:
    mend = {"no_graph": "mend_xml", "gml_broken": "mend_xml",
            "gml_cut_off": "mend_xml"}.get(key, f"mend_{key}")
    return InputError(Problem(say(f"input.{key}", **values), file=file, row=at,
                              fix=say(f"input.{mend}")))


def _tokens(text: str, file: str) -> Iterator[tuple[str, str, int]]:
    place, line = 0, 1
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:  # a quote that is never closed
            raise _refuse("gml_cut_off", line, file, line=str(line))
        kind, token = str(match.lastgroup), match[0]
        if kind not in ("blank", "comment"):
            yield kind, token, line
        line += token.count("\n")
        place = match.end()


def _pairs(text: str, file: str) -> list[Pair]:
    """Key, value and line of everything on the top level; lists nest as lists of pairs."""
    top: list[Pair] = []
    stack: list[list[Pair]] = [top]
    key, line = None, 1
    for kind, token, line in _tokens(text, file):
        if kind == "close":
            if key is not None or len(stack) == 1:
                raise _refuse("gml_broken", line, file, line=str(line), found=token)
            stack.pop()
        elif key is None:
            if kind != "word":
                raise _refuse("gml_broken", line, file, line=str(line), found=token[:40])
            key = token
        elif kind == "open":
            inner: list[Pair] = []
            stack[-1].append((key, inner, line))
            stack.append(inner)
            key = None
            if len(stack) > _MOST_DEEP:
                raise _refuse("gml_broken", line, file, line=str(line), found="[[[")
        else:
            stack[-1].append((key, _value(kind, token), line))
            key = None
    if len(stack) > 1 or key is not None:
        raise _refuse("gml_cut_off", line, file, line=str(line))
    return top


def _value(kind: str, token: str) -> Any:
    if kind == "text":
        return _ESCAPED.sub(lambda match: html.unescape(match[0]), token[1:-1])
    if kind == "number":
        number = float(token)
        return int(token) if re.fullmatch(r"[+-]?\d{1,18}", token) else number
    return token


def _elements(graph: list[Pair], file: str) -> Elements:
    elements = Elements()
    elements.directed = any(key.lower() == "directed" and str(value) in ("1", "1.0", "true")
                            for key, value, _ in graph)
    for key, value, line in graph:
        if key == MARK and isinstance(value, str):
            elements.carried = carried_from(value)
        if key.lower() not in ("node", "edge"):
            continue
        if not isinstance(value, list):
            raise _refuse("gml_broken", line, file, line=str(line), found=str(value)[:40])
        own = ("id",) if key.lower() == "node" else ("source", "target")
        ends, attributes = _split(value, own, file)
        if key.lower() == "node":
            elements.add_node(line, element(ends, attributes))
        else:
            elements.add_edge(line, element(ends, attributes))
    return elements


def _split(pairs: list[Pair], own: tuple[str, ...],
           file: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """An element's id or ends, and its attributes; what is nested (graphics) is for drawing."""
    ends: dict[str, Any] = dict.fromkeys(own)
    attributes: dict[str, Any] = {}
    for key, value, where in pairs:
        if key in own:
            if ends[key] is not None:
                raise _refuse("gml_twice", where, file, name=key)
            ends[key] = None if isinstance(value, list) else value
        elif isinstance(value, list):
            continue
        elif key in attributes:
            raise _refuse("gml_twice", where, file, name=key)
        else:
            attributes[key] = value
    return ends, attributes
