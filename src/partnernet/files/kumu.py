"""Kumu's JSON: elements and connections, exported or as a blueprint."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from partnernet.errors import InputError, Problem
from partnernet.files.graph import Elements, element
from partnernet.files.text import decoded
from partnernet.words import Message, say

_OWN = ("_id", "id", "from", "to", "direction", "attributes")
_UNDIRECTED = ("undirected", "mutual")


def read_kumu(data: bytes, file: str) -> tuple[Elements, Message | None]:
    """Elements and connections of a file, and a note on its encoding.

    Raises InputError for text that is no JSON, and JSON without elements or connections.
    """
    text = decoded(data, file)
    try:
        found = json.loads(text.text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        at_end = getattr(error, "pos", 0) >= len(text.text.rstrip()) - 1
        cut = line is not None and (at_end or "Unterminated" in str(error))
        key = "json_cut_off" if cut else "json_broken"
        raise InputError(Problem(say(f"input.{key}", line=str(line or 1)), file=file, row=line,
                                 fix=say("input.mend_xml"))) from error
    if not isinstance(found, dict) or not isinstance(found.get("connections"), list):
        raise InputError(Problem(say("input.json_stranger"), file=file,
                                 fix=say("input.mend_stranger")))
    listed = found.get("elements")
    return _elements(listed if isinstance(listed, list) else [], found["connections"], file), \
        text.note


def _elements(listed: Sequence[Any], connections: Sequence[Any], file: str) -> Elements:
    elements, names = Elements(), {}
    labels = [_attributes(each).get("label") for each in listed]
    unique = None not in labels and len({str(label) for label in labels}) == len(labels)
    for number, (each, label) in enumerate(zip(listed, labels, strict=True), start=1):
        own = each.get("_id", each.get("id")) if isinstance(each, dict) else None
        # Kumu's own ids mean nothing to people; its labels do, where they tell elements apart.
        identifier = label if unique else (own if own is not None else label)
        if own is not None:
            names[str(own)] = identifier
        attributes = {_plain(name): _value(value) for name, value in _attributes(each).items()}
        elements.add_node(number, element({"id": _value(identifier)}, attributes))
    said: set[bool] = set()
    for number, each in enumerate(connections, start=1):
        if not isinstance(each, dict):
            raise _stranger(number, file)
        direction = str(each.get("direction") or "directed").lower()
        said.add(direction not in _UNDIRECTED)
        if len(said) == 2:
            raise InputError(Problem(say("input.mixed_direction"), file=file, row=number,
                                     fix=say("input.mend_mixed_direction")))
        ends = {end: names.get(str(each.get(side)), _value(each.get(side)))
                for end, side in (("source", "from"), ("target", "to"))}
        attributes = {_plain(name): _value(value) for name, value in _attributes(each).items()}
        elements.add_edge(number, element(ends, attributes))
    elements.directed = said.pop() if said else None
    return elements


def _stranger(number: int, file: str) -> InputError:
    return InputError(Problem(say("input.json_stranger"), file=file, row=number,
                              fix=say("input.mend_stranger")))


def _attributes(each: Any) -> dict[str, Any]:
    """Attributes, whether in a part of their own (an export) or beside the rest (a blueprint)."""
    if not isinstance(each, dict):
        return {}
    beside = {str(name): value for name, value in each.items() if name not in _OWN}
    inside = each.get("attributes")
    if isinstance(inside, dict):
        beside |= {str(name): value for name, value in inside.items()}
    return beside


def _plain(name: str) -> str:
    return {"element type": "type", "connection type": "type"}.get(name.lower(), name)


def _value(value: Any) -> Any:
    """A value as one cell; lists (tags) as text."""
    if isinstance(value, list):
        return "; ".join(str(part) for part in value) or None
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value != value:
        return None
    return value
