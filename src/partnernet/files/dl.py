"""UCINET's DL: fullmatrix and edgelist1, labels listed or embedded, one or several matrices."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from partnernet.errors import InputError, Problem
from partnernet.files.graph import Elements, element
from partnernet.files.grid import Grid
from partnernet.files.matrix import Matrix
from partnernet.files.text import decoded
from partnernet.words import Message, say

_SECTION = re.compile(
    r'"[^"]*"'
    r"|(?P<of>(?:row|column|col|matrix)\s+)?labels?\s*(?P<how>:|embedded)|(?P<data>\bdata\s*:)"
    r"|(?P<setting>\b(?:n|nr|nc|nm|format|diagonal)\s*=\s*(?P<value>[^\s,]+))", re.IGNORECASE)
_TOKEN = re.compile(r'"([^"]*)"|([^\s,"]+)')
_MOST = 20_000


@dataclass(eq=False)
class _Header:
    n: int = 0
    matrices: int = 1
    format: str = "fullmatrix"
    labels: list[str] = field(default_factory=list)
    matrix_labels: list[str] = field(default_factory=list)
    embedded: bool = False


def read_dl(data: bytes, file: str, name: str,
            values: str | None) -> tuple[list[Matrix] | Elements, Message | None]:
    """Matrices, or the nodes and edges of an edge list; and a note on the encoding.

    Raises InputError for two-mode data, formats but fullmatrix and edgelist1, and too few or too
    many values.
    """
    text = decoded(data, file)
    header, body, line = _header(text.text, file)
    if header.format == "fullmatrix":
        return _matrices(header, body, line, name, file), text.note
    return _edges(header, body, line, values, file), text.note


def _refuse(key: str, line: int | None, file: str, **values: Any) -> InputError:
    return InputError(Problem(say(f"input.{key}", **values), file=file, row=line,
                              fix=say(f"input.mend_{key}")))


def _header(text: str, file: str) -> tuple[_Header, str, int]:
    """What stands before the data, the data, and the line where they begin."""
    header, place = _Header(), 2
    settings: dict[str, str] = {}
    while (match := _SECTION.search(text, place)) is not None:
        place = match.end()
        if match[0].startswith('"'):
            continue  # a label, whatever words it holds
        if match["data"]:
            _set(header, settings, file)
            return header, text[place:], text.count("\n", 0, place) + 1
        if match["setting"]:
            settings[match["setting"].split("=")[0].strip().lower()] = match["value"].lower()
        elif match["how"] == ":":
            stop = _next_section(text, place)
            labels = _labels(text[place:stop], int(settings.get("n", "0") or 0)
                             if settings.get("n", "0").isdecimal() else 0)
            if (match["of"] or "").strip().lower() == "matrix":
                header.matrix_labels = labels
            elif header.labels and labels != header.labels:
                raise _refuse("two_mode", None, file)
            else:
                header.labels = labels
        else:
            header.embedded = True
    raise _refuse("dl_no_data", None, file)


def _next_section(text: str, place: int) -> int:
    while (match := _SECTION.search(text, place)) is not None:
        if not match[0].startswith('"'):
            return match.start()
        place = match.end()
    return len(text)


def _labels(text: str, n: int) -> list[str]:
    """Labels one a line, or between commas and spaces; quotes hold those with spaces."""
    lines = [line.strip().strip(",") for line in text.splitlines() if line.strip()]
    if len(lines) == n and n > 1:
        return [line[1:-1] if len(line) > 1 and line[0] == line[-1] == '"' else line
                for line in lines]
    return [quoted or plain for quoted, plain in _TOKEN.findall(text)]


def _set(header: _Header, settings: dict[str, str], file: str) -> None:
    for key in ("n", "nr", "nc", "nm"):
        value = settings.get(key)
        if value is not None and (not value.isdecimal() or len(value) > 6):
            raise _refuse("dl_setting", None, file, name=key, found=value[:40])
    if settings.get("nr") != settings.get("nc"):
        raise _refuse("two_mode", None, file)
    header.n = int(settings.get("n") or settings.get("nr") or len(header.labels))
    header.matrices = int(settings.get("nm", "1"))
    header.format = {"fm": "fullmatrix", "el1": "edgelist1"}.get(
        settings.get("format", "fullmatrix"), settings.get("format", "fullmatrix"))
    if header.format not in ("fullmatrix", "edgelist1"):
        raise _refuse("dl_format", None, file, found=header.format[:40])
    if header.n > _MOST or header.matrices > 1000:
        raise _refuse("dl_setting", None, file, name="n", found=str(header.n))
    if header.labels and len(header.labels) != header.n:
        raise _refuse("dl_labels", None, file, labels=len(header.labels), n=header.n)


def _matrix_name(header: _Header, number: int, name: str) -> str:
    if number < len(header.matrix_labels):
        return header.matrix_labels[number]
    return name if header.matrices == 1 else f"{name} {number + 1}"


def _matrices(header: _Header, body: str, line: int, name: str, file: str) -> list[Matrix]:
    rows = [(number, [quoted or plain for quoted, plain in _TOKEN.findall(row)])
            for number, row in enumerate(body.splitlines(), start=line) if row.strip()]
    tokens = [token for _, row in rows for token in row]
    lines = [number for number, row in rows for _ in row]
    n = header.n
    per_matrix = n * n + (2 * n if header.embedded else 0)
    if len(tokens) != per_matrix * header.matrices:
        raise _refuse("dl_values", lines[-1] if lines else line, file, found=len(tokens),
                      wanted=per_matrix * header.matrices)
    matrices = []
    for number in range(header.matrices):
        start = number * per_matrix
        block, where = tokens[start: start + per_matrix], lines[start: start + per_matrix]
        matrices.append(_matrix(header, block, where, _matrix_name(header, number, name), file))
    return matrices


def _matrix(header: _Header, block: list[str], where: list[int], name: str, file: str) -> Matrix:
    n = header.n
    if header.embedded:
        across, rest, where = block[:n], block[n:], where[n:]
        down = rest[0:: n + 1]
        cells = [rest[row * (n + 1) + 1: (row + 1) * (n + 1)] for row in range(n)]
        numbers = where[0:: n + 1]
    else:
        across = down = header.labels or [str(number + 1) for number in range(n)]
        cells = [block[row * n: (row + 1) * n] for row in range(n)]
        numbers = where[0:: n] if n else []
    columns: list[list[Any]] = [[None, *down]]
    columns += [[across[place], *(cells[row][place] for row in range(n))] for place in range(n)]
    grid = Grid(name, file, None, columns, np.array([0, *numbers], dtype=np.int64))
    return Matrix(grid, 0, list(down), list(across), roster=False)


def _edges(header: _Header, body: str, line: int, values: str | None, file: str) -> Elements:
    elements = Elements(directed=True)
    number = 0
    nodes = dict.fromkeys(header.labels or ())
    if not nodes and not header.embedded:
        nodes = dict.fromkeys(str(place + 1) for place in range(header.n))
    listed = list(nodes)
    for place, row in enumerate(body.splitlines(), start=line):
        parts = [quoted or plain for quoted, plain in _TOKEN.findall(row)]
        if not parts:
            continue
        if row.strip() == "!":
            number += 1
            continue
        if len(parts) not in (2, 3):
            raise _refuse("dl_edge", place, file, found=row.strip()[:60])
        ends = [_end(part, listed, header.embedded) for part in parts[:2]]
        for end in ends:
            nodes.setdefault(end)
        attributes: dict[str, Any] = {}
        if header.matrices > 1 or header.matrix_labels:
            attributes["relation"] = _matrix_name(header, number, "")
        if len(parts) == 3:
            if parts[2] in ("0", "0.0"):
                continue
            if values:
                attributes[values] = parts[2]
        elements.add_edge(place, element({"source": ends[0], "target": ends[1]}, attributes))
    if header.n and len(nodes) > header.n:
        raise _refuse("dl_labels", None, file, labels=len(nodes), n=header.n)
    for label in nodes:
        elements.add_node(line, {"id": label})
    return elements


def _end(text: str, listed: list[str], embedded: bool) -> str:
    """An end by its label, or by its number in the list of labels."""
    if not embedded and text not in listed and text.isdecimal() and 0 < int(text) <= len(listed):
        return listed[int(text) - 1]
    return text
