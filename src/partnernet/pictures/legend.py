"""Legends: the samples of lines and marks, and a legend drawn under its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from partnernet.pictures.lettering import LEADING, text_width, wrap
from partnernet.pictures.marks import (
    Block,
    Drawn,
    Entry,
    Mark,
    Picture,
    Rect,
    Text,
    line,
    moved,
    polyline,
)
from partnernet.vocabulary.looks import Look

_SIZE = 12.0
_ROW = 20.0
_GAP = 26.0


def mark_entry(look: Look, words: str, count: int | None = None, *, hollow: bool = False,
               sign: str = "") -> Entry:
    """A mark and its words."""
    return Entry((Mark(look, 0, 0, 7, hollow, sign),), words, count)


def line_entry(role: str, words: str, count: int | None = None, *, arrow: bool = False) -> Entry:
    """A line and its words."""
    sample: list[Drawn] = [line(-21, 0, 12 if arrow else 21, 0, role)]
    if arrow:
        sample.append(polyline([(21, 0), (13, -4), (13, 4)], "arrow", closed=True))
    return Entry(tuple(sample), words, count, wide=46)


def area_entry(role: str, words: str, count: int | None = None) -> Entry:
    """A patch of colour and its words."""
    return Entry((Rect(-21, -6, 42, 12, role, 3),), words, count, wide=46)


def with_legend(picture: Picture) -> Picture:
    """The picture with its legend drawn underneath, in as many columns as there is room for."""
    if not picture.legend:
        return picture
    margin, size = 10.0, _SIZE
    columns = max(1, min(len(picture.legend), int((picture.width - 2 * margin + _GAP) / 200)))
    wide = (picture.width - 2 * margin - _GAP * (columns - 1)) / columns
    drawn: list[Drawn] = list(picture.marks)
    tops = [picture.height + 16.0] * columns
    for block in picture.legend:
        column = min(range(columns), key=lambda k: tops[k])
        marks, height = _block(block, wide, size)
        left = margin + column * (wide + _GAP)
        drawn += [moved(mark, left, tops[column]) for mark in marks]
        tops[column] += height + 12
    return replace(picture, height=max(tops), marks=tuple(drawn), legend=())


def _block(block: Block, wide: float, size: float) -> tuple[list[Drawn], float]:
    """The marks of one block from (0, 0), and its height."""
    out: list[Drawn] = []
    y = 0.0
    if block.heading:
        lines = wrap(block.heading, size, wide, 2, bold=True)
        out.append(Text(lines, 0, size, size, "strong"))
        y = size * LEADING * len(lines) + 6
    # words of one block start at one edge, whatever the width of their samples
    sample = max(entry.wide for entry in block.entries)
    indent = sample + 8
    pairs = _two_columns(block.entries, wide, size)
    columns = 2 if pairs else 1
    half = wide / columns
    rows = -(-len(block.entries) // columns)
    bottoms = [y, y]
    for k, entry in enumerate(block.entries):
        column = k // rows
        left = column * half
        lines = wrap(entry.said, size, half - indent - (8 if pairs else 0), 4)
        height = max(_ROW, len(lines) * size * LEADING + 6)
        middle = bottoms[column] + height / 2
        out += [moved(mark, left + sample / 2, middle) for mark in entry.sample]
        first = middle - (len(lines) - 1) * size * LEADING / 2 + size * 0.36
        out.append(Text(lines, left + indent, first, size))
        bottoms[column] += height
    return out, max(bottoms)


def _two_columns(entries: Sequence[Entry], wide: float, size: float) -> bool:
    """Whether short entries may stand in two columns."""
    room = wide / 2 - 8
    sample = max(entry.wide for entry in entries)
    return len(entries) > 5 and all(
        sample + 8 + text_width(entry.said, size) <= room for entry in entries)
