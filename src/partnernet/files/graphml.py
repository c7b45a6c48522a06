"""GraphML, as networkx, igraph, Gephi, yEd, visone and our own writer write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from partnernet.errors import InputError, Problem
from partnernet.files import safe_xml
from partnernet.files.graph import MARK, Elements, carried_from, element, number_or_text
from partnernet.words import say


def read_graphml(data: bytes, file: str) -> Elements:
    """Nodes and edges of the one graph in a file.

    Raises InputError for several graphs, a graph inside a node, edges with several ends, and a
    mix of directed and undirected edges.
    """
    document = _Document(file)
    safe_xml.parse(data, document, file)
    if not document.graphs:
        raise InputError(Problem(say("input.no_graph"), file=file, fix=say("input.mend_xml")))
    return document.finished()


@dataclass(frozen=True)
class _Key:
    name: str
    kind: str
    of: str
    default: str | None = None


class _Document(safe_xml.Handler):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.elements, self.graphs = Elements(), 0
        self._file, self._default = file, True
        self._keys: dict[str, _Key] = {}
        self._key = self._data = ""
        self._open: list[str] = []
        self._attributes: dict[str, Any] = {}
        self._own: dict[str, str] = {}
        self._line = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "key":
            self._key = attributes.get("id", "")
            self._keys[self._key] = _Key(
                attributes.get("attr.name", self._key), attributes.get("attr.type", "string"),
                attributes.get("for", "all"))
        elif name == "graph":
            self._start_graph(attributes)
        elif name in ("node", "edge"):
            if name in self._open:
                raise self._refuse("graph_nested")
            self._own, self._attributes, self._line = attributes, {}, self.line
        elif name == "data":
            self._data = attributes.get("key", "")
        elif name in ("hyperedge", "port"):
            raise self._refuse("graph_part", part=name)
        self._open.append(name)

    def _start_graph(self, attributes: dict[str, str]) -> None:
        if "node" in self._open or "edge" in self._open:
            raise self._refuse("graph_nested")
        if self.graphs:
            raise self._refuse("graph_twice")
        self.graphs += 1
        self._default = attributes.get("edgedefault", "directed").lower() != "undirected"

    def _refuse(self, key: str, **values: Any) -> InputError:
        return InputError(Problem(say(f"input.{key}", **values), file=self._file,
                                  row=self.line or None, fix=say(f"input.mend_{key}")))

    def end(self, name: str, text: str) -> None:
        self._open.pop()
        if name == "default" and self._key in self._keys:
            self._keys[self._key] = replace(self._keys[self._key], default=text)
        elif name == "data":
            self._end_data(text)
        elif name == "NodeLabel" and text.strip():  # yEd draws its labels inside a data element
            self._attributes.setdefault("label", text.strip())
        elif name == "node":
            self.elements.add_node(self._line, element({"id": self._own.get("id")},
                                                       self._attributes))
        elif name == "edge":
            self._end_edge()

    def _end_data(self, text: str) -> None:
        key = self._keys.get(self._data, _Key(self._data, "string", "all"))
        if self._open and self._open[-1] == "graph":
            if key.name == MARK:
                self.elements.carried = carried_from(text)
        elif text.strip():
            self._attributes[key.name] = number_or_text(text, key.kind)

    def _end_edge(self) -> None:
        stated = self._own.get("directed")
        directed = self._default if stated is None else stated.lower() in ("true", "1")
        if self.elements.directed not in (None, directed):
            raise self._refuse("mixed_direction")
        self.elements.directed = directed
        ends = {end: self._own.get(end) for end in ("source", "target")}
        self.elements.add_edge(self._line, element(ends, self._attributes))

    def finished(self) -> Elements:
        """The elements, with the defaults of attributes that they do not state."""
        for of, elements in (("node", self.elements.nodes), ("edge", self.elements.edges)):
            for key in self._keys.values():
                if key.of in (of, "all"):
                    self.elements.declare(of, key.name)
                if key.default is not None and key.of in (of, "all"):
                    for each in elements:
                        each.setdefault(key.name, number_or_text(key.default, key.kind))
        if self.elements.directed is None:
            self.elements.directed = self._default
        return self.elements
