"""GEXF, as Gephi, networkx and our own writer write it."""

from __future__ import annotations

from typing import Any

from partnernet.errors import InputError, Problem
from partnernet.files import safe_xml
from partnernet.files.graph import MARK, Elements, carried_from, element, number_or_text
from partnernet.words import say

_UNDIRECTED = ("undirected", "mutual")


def read_gexf(data: bytes, file: str) -> Elements:
    """Nodes and edges of the one graph in a file.

    Raises InputError for several graphs, nodes inside nodes, and a mix of directed and undirected
    edges.
    """
    document = _Document(file)
    safe_xml.parse(data, document, file)
    if not document.graphs:
        raise InputError(Problem(say("input.no_graph"), file=file, fix=say("input.mend_xml")))
    return document.finished()


class _Document(safe_xml.Handler):
    def __init__(self, file: str) -> None:
        super().__init__()
        self.elements, self.graphs = Elements(), 0
        self._file, self._default = file, "undirected"
        self._of, self._attribute = "node", ""
        self._titles: dict[tuple[str, str], tuple[str, str]] = {}
        self._defaults: dict[tuple[str, str], str] = {}
        self._open: list[str] = []
        self._own: dict[str, str] = {}
        self._attributes: dict[str, Any] = {}
        self._line = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "graph":
            if self.graphs:
                raise self._refuse("graph_twice")
            self.graphs += 1
            # The schema's own default is undirected.
            self._default = attributes.get("defaultedgetype", "undirected").lower()
        elif name == "attributes":
            self._of = attributes.get("class", "node")
        elif name == "attribute":
            self._attribute = attributes.get("id", "")
            self._titles[(self._of, self._attribute)] = (
                attributes.get("title", self._attribute), attributes.get("type", "string"))
            self.elements.declare(self._of, self._titles[(self._of, self._attribute)][0])
        elif name in ("node", "edge"):
            if name in self._open:
                raise self._refuse("graph_nested")
            self._own, self._attributes, self._line = attributes, {}, self.line
        elif name == "attvalue" and self._open:
            self._take(attributes)
        self._open.append(name)

    def _refuse(self, key: str) -> InputError:
        return InputError(Problem(say(f"input.{key}"), file=self._file, row=self.line or None,
                                  fix=say(f"input.mend_{key}")))

    def _take(self, attributes: dict[str, str]) -> None:
        of = "edge" if "edge" in self._open else "node"
        identifier = attributes.get("for", attributes.get("id", ""))
        title, kind = self._titles.get((of, identifier), (identifier, "string"))
        value = attributes.get("value", "")
        if value.strip():
            self._attributes[title] = number_or_text(value, kind)

    def end(self, name: str, text: str) -> None:
        self._open.pop()
        if name == "default":
            self._defaults[(self._of, self._attribute)] = text
        elif name == "description" and text.startswith(f"{MARK} "):
            self.elements.carried = carried_from(text[len(MARK) + 1:])
        elif name == "node":
            label = "name" if self.elements.carried else "label"
            own = {"id": self._own.get("id"), label: self._own.get("label") or None}
            self.elements.add_node(self._line, element(own, self._attributes))
        elif name == "edge":
            self._end_edge()

    def _end_edge(self) -> None:
        kind = self._own.get("type", self._default).lower()
        directed = kind not in _UNDIRECTED
        if self.elements.directed not in (None, directed):
            raise self._refuse("mixed_direction")
        self.elements.directed = directed
        own: dict[str, Any] = {end: self._own.get(end) for end in ("source", "target")}
        for name in ("weight", "label", "kind"):
            if self._own.get(name):
                value = self._own[name]
                own[name] = number_or_text(value, "double") if name == "weight" else value
        self.elements.add_edge(self._line, element(own, self._attributes))

    def finished(self) -> Elements:
        """The elements, with the defaults of attributes that they do not state."""
        for of, elements in (("node", self.elements.nodes), ("edge", self.elements.edges)):
            for (other, identifier), default in self._defaults.items():
                if other == of:
                    title, kind = self._titles[(of, identifier)]
                    for each in elements:
                        each.setdefault(title, number_or_text(default, kind))
        if self.elements.directed is None:
            self.elements.directed = self._default not in _UNDIRECTED
        return self.elements
