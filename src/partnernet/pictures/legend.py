"""Legends: the samples of lines and marks, and a legend drawn under its picture."""

from __future__ import annotations

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
_SHORT, _LONG = 5, 24  # entries up to which a legend is one column, and two
_NAME = 220.0  # a column that names may be wrapped in


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
    for block in sorted(picture.legend, key=_is_long):
        if _is_long(block):  # a list of many names stands underneath, over the whole width
            marks, height = _block(block, picture.width - 2 * margin, size)
            drawn += [moved(mark, margin, max(tops)) for mark in marks]
            tops = [max(tops) + height + 12] * columns
            continue
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
    columns = _columns(block, wide, size)
    part = wide / columns
    rows = -(-len(block.entries) // columns)
    bottoms = [y] * columns
    for k, entry in enumerate(block.entries):
        column = k // rows
        left = column * part
        lines = wrap(entry.said, size, part - indent - (8 if columns > 1 else 0), 4)
        height = max(_ROW, len(lines) * size * LEADING + 6)
        middle = bottoms[column] + height / 2
        out += [moved(mark, left + sample / 2, middle) for mark in entry.sample]
        first = middle - (len(lines) - 1) * size * LEADING / 2 + size * 0.36
        out.append(Text(lines, left + indent, first, size))
        bottoms[column] += height
    return out, max(bottoms)


def _is_long(block: Block) -> bool:
    return len(block.entries) > _LONG


def _columns(block: Block, wide: float, size: float) -> int:
    """How many columns of entries stand side by side; few stand under each other."""
    if len(block.entries) <= _SHORT:
        return 1
    sample = max(entry.wide for entry in block.entries)
    room = sample + 16 + max(text_width(entry.said, size) for entry in block.entries)
    if not _is_long(block):
        return 2 if 2 * room <= wide else 1
    return max(1, int(wide / min(room, _NAME)))
