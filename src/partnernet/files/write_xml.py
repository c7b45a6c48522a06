"""GraphML and GEXF, with every attribute, and under our name what they have no place for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from partnernet.files.graph import MARK
from partnernet.files.portable import Portable, for_xml, is_blank, kind_of, plain
from partnernet.files.writing import write_text

_IN_ATTRIBUTE = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _attribute(text: str) -> str:
    return quoteattr(text, _IN_ATTRIBUTE)


def _content(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


def write_graphml(tables: Portable, path: Path) -> None:
    """GraphML as networkx, igraph and Gephi read it."""
    write_text(path, "".join(_graphml(for_xml(tables, "GraphML"))))


def _graphml(tables: Portable) -> Iterator[str]:
    yield _HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield f'  <key id="{MARK}" for="graph" attr.name="{MARK}" attr.type="string"/>\n'
    keys: dict[tuple[str, str], str] = {}
    for of, frame, names in (("node", tables.organisations, tables.attributes),
                             ("edge", tables.ties, tables.tie_attributes)):
        for number, name in enumerate(names):
            keys[(of, name)] = key = f"{of[0]}{number}"
            yield (f'  <key id="{key}" for="{of}" attr.name={_attribute(name)} '
                   f'attr.type="{kind_of(frame[name])}"/>\n')
    yield f'  <graph edgedefault="{"directed" if tables.directed else "undirected"}">\n'
    yield f'    <data key="{MARK}">{_content(tables.carried())}</data>\n'
    for own, *rest in _rows(tables.organisations, ["id", *tables.attributes]):
        yield f"    <node id={_attribute(str(own))}>"
        yield from _data("node", tables.attributes, rest, keys)
        yield "</node>\n"
    for source, target, *rest in _rows(tables.ties, ["source", "target", *tables.tie_attributes]):
        yield f"    <edge source={_attribute(str(source))} target={_attribute(str(target))}>"
        yield from _data("edge", tables.tie_attributes, rest, keys)
        yield "</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _rows(frame: pd.DataFrame, names: list[str]) -> Iterator[tuple[Any, ...]]:
    return zip(*(frame[name].tolist() for name in names), strict=True)


def _data(of: str, names: list[str], cells: list[Any],
          keys: dict[tuple[str, str], str]) -> Iterator[str]:
    for name, cell in zip(names, cells, strict=True):
        if not is_blank(cell):
            yield f'<data key="{keys[(of, name)]}">{_content(plain(cell))}</data>'


def write_gexf(tables: Portable, path: Path) -> None:
    """GEXF 1.3 as Gephi reads it."""
    write_text(path, "".join(_gexf(for_xml(tables, "GEXF"))))


def _gexf(tables: Portable) -> Iterator[str]:
    direction = "directed" if tables.directed else "undirected"
    yield _HEAD + '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield f"  <meta><description>{MARK} {_content(tables.carried())}</description></meta>\n"
    yield f'  <graph defaultedgetype="{direction}" mode="static">\n'
    nodes = [name for name in tables.attributes if name != "name"]
    edges = [name for name in tables.tie_attributes if name != "weight"]
    for of, frame, names in (("node", tables.organisations, nodes), ("edge", tables.ties, edges)):
        yield f'    <attributes class="{of}">\n'
        for number, name in enumerate(names):
            yield (f'      <attribute id="{number}" title={_attribute(name)} '
                   f'type="{kind_of(frame[name])}"/>\n')
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for own, label, *cells in _rows(tables.organisations, ["id", "name", *nodes]):
        yield f"      <node id={_attribute(str(own))} label={_attribute(str(label))}>"
        yield from _values(cells)
        yield "</node>\n"
    yield "    </nodes>\n    <edges>\n"
    weights = tables.ties["weight"].tolist() if "weight" in tables.ties.columns else \
        [None] * len(tables.ties)
    rows = _rows(tables.ties, ["source", "target", *edges])
    for number, ((source, target, *cells), weight) in enumerate(zip(rows, weights, strict=True)):
        weighed = "" if is_blank(weight) else f" weight={_attribute(plain(weight))}"
        yield (f'      <edge id="{number}" source={_attribute(str(source))} '
               f"target={_attribute(str(target))}{weighed}>")
        yield from _values(cells)
        yield "</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _values(cells: list[Any]) -> Iterator[str]:
    told = [f'<attvalue for="{number}" value={_attribute(plain(cell))}/>'
            for number, cell in enumerate(cells) if not is_blank(cell)]
    if told:
        yield "<attvalues>" + "".join(told) + "</attvalues>"
