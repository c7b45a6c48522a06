"""Tables as pictures: headed rows and columns of coloured cells, at any width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from partnernet.pictures.lettering import LEADING, text_width, tidy, wrap
from partnernet.pictures.marks import Anchor, Box, Drawn, Group, Mark, Rect, Text, polyline
from partnernet.vocabulary.looks import Look

GAP = 3.0
_SIZE = 12.5
_LEAST = 10.0
"""Letters never get smaller."""
_CORNER = 11.0
"""Letters of the words over the heads of the rows."""
_TURNED = 150.0
"""Room for heads that stand upright."""


@dataclass(frozen=True)
class Head:
    """The head of a row or column: its words, and the look of its group."""

    words: str
    look: Look | None = None
    sign: str = ""
    note: str = ""
    """A second line in soft letters, rows only."""


@dataclass(frozen=True)
class Cell:
    """One cell: its colour (a role), a large and a small figure, or marks.

    ``more``: 1 beyond chance, −1 short of it, as a small triangle. ``framed``: a group with
    itself. ``title``: what pointing at it tells.
    """

    role: str = "cell"
    big: str = ""
    small: str = ""
    more: int = 0
    framed: bool = False
    marks: tuple[Mark, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Sizes:
    """How a grid is laid out in a width."""

    left: float
    cell: float
    tall: float
    head: float
    turned: bool
    size: float
    top: float
    """Letters of the heads of columns."""
    big: float = 0.0
    small: float = 0.0
    """Letters of the figures in cells, one size a grid; 0 where one of them does not fit."""
    step: float = 18.0
    """From one mark in a cell to the next."""

    @property
    def pad(self) -> float:
        """Air at the sides of a cell's figures."""
        return 6.0 if self.cell >= 40 else 2.0


def grid(rows: Sequence[Head], columns: Sequence[Head], cells: Sequence[Sequence[Cell]], *,
         width: float, corner: str = "", widest: float = 104.0,
         tall: float = 46.0) -> tuple[list[Drawn], float, float]:
    """Draw a table.

    Parameters
    ----------
    rows, columns
        Heads.
    cells
        A row of cells for each row.
    width
        The width that must not be passed.
    corner
        Words over the heads of the rows.
    widest, tall
        Greatest width of a cell, and its least height.

    Returns
    -------
    marks, width, height
        From (0, 0); the width is smaller where few cells need less.
    """
    sizes, out = layout(rows, columns, width=width, corner=corner, widest=widest, tall=tall)
    sizes = _lettered(sizes, cells)
    y = sizes.head
    for head, row in zip(rows, cells, strict=True):
        high = max([_row_head_tall(head, sizes), sizes.tall,
                    *(_marks_tall(cell, sizes) for cell in row)])
        out += row_head(head, sizes, y, high)
        for k, cell in enumerate(row):
            x = sizes.left + k * (sizes.cell + GAP)
            out.append(Group(tuple(_cell(cell, x, y, sizes, high)), "cell-group", cell.title))
        y += high + GAP
    return out, sizes.left + len(columns) * (sizes.cell + GAP) - GAP, y - GAP


def layout(rows: Sequence[Head], columns: Sequence[Head], *, width: float, corner: str = "",
           widest: float = 104.0, tall: float = 46.0) -> tuple[Sizes, list[Drawn]]:
    """The sizes of a table, and the heads of its columns; for tables with cells of their own."""
    columns = [replace(head, words=tidy(head.words)) for head in columns]
    sizes = _sizes(rows, columns, width, widest, tall, corner)
    out: list[Drawn] = _column_heads(columns, sizes)
    if corner:
        lines = wrap(corner, _CORNER, sizes.left - 8, 3)
        out.append(Text(lines, 0, sizes.head - 8 - (len(lines) - 1) * _CORNER * LEADING,
                        _CORNER, "soft"))
    return sizes, out


def _sizes(rows: Sequence[Head], columns: Sequence[Head], width: float, widest: float,
           tall: float, corner: str) -> Sizes:
    """Room for heads and cells."""
    phone = width < 560
    size = 11.0 if phone else _SIZE
    mark = 24.0 if any(head.look for head in rows) else 0.0
    rows = [replace(head, words=tidy(head.words)) for head in rows]
    words = max((text_width(head.words, size) for head in rows), default=0.0)
    word = max((text_width(part, size) for head in rows for part in head.words.split()),
               default=0.0)
    least = mark + min(word, 0.24 * width) + 8
    least = max(least, 0.64 * text_width(corner, _CORNER) + 10)  # in two lines
    left = max(least, min(mark + words + 12, 0.26 * width if phone else 0.28 * width))
    cell = min(widest, (width - left - GAP * (len(columns) - 1)) / max(1, len(columns)))
    top = next((s for s in (size, 11.0, _LEAST)
                if all(_fits(head.words, s, cell - 2) for head in columns)), 0.0)
    fits, top = top > 0, top or min(size, 12.0)
    longest = max((text_width(head.words, top) for head in columns), default=0.0)
    mark_tall = 24.0 if any(head.look for head in columns) else 6.0
    lines = max((len(wrap(head.words, top, cell - 2, 3)) for head in columns), default=1)
    over = len(wrap(corner, _CORNER, left - 8, 3)) if corner else 0
    head = max(mark_tall + (lines * top * LEADING if fits else min(longest, _TURNED)) + 8,
               over * _CORNER * LEADING + 8)
    return Sizes(left, cell, min(tall, max(24.0, cell * 0.9)) if tall == 46.0 else tall, head,
                 not fits, size, top)


def _lettered(sizes: Sizes, cells: Sequence[Sequence[Cell]]) -> Sizes:
    """With the largest letters in which the figures of every cell fit."""
    def fits(cell: Cell, size: float) -> bool:
        sign = 9 if cell.more and sizes.cell >= 46 else 0
        return text_width(cell.big, size, bold=True) <= sizes.cell - 2 * sizes.pad - sign

    every = [cell for row in cells for cell in row if not cell.marks]
    big = next((s for s in (13.0, 12.0, 11.0, _LEAST) if all(fits(c, s) for c in every)), 0.0)
    small = next((s for s in (11.0, _LEAST) if all(
        not cell.big or text_width(cell.small, s) <= sizes.cell - 2 * sizes.pad
        for cell in every)), 0.0)
    most = max((len(cell.marks) for row in cells for cell in row), default=0)
    step = 11.0 if most > 18 else 18.0 if sizes.cell >= 50 else 15.0  # star and diamond fit
    return replace(sizes, big=big, small=small if sizes.tall >= 36 else 0.0, step=step)


def _fits(words: str, size: float, room: float) -> bool:
    """Whether words stand upright over a cell without being parted or cut."""
    lines = wrap(words, size, room, 3)
    return ("".join(lines).replace(" ", "") == words.replace(" ", "")
            and all(text_width(word, size) <= room for word in words.split()))


def _column_heads(columns: Sequence[Head], sizes: Sizes) -> list[Drawn]:
    out: list[Drawn] = []
    base = sizes.head - 8
    for k, head in enumerate(columns):
        x = sizes.left + k * (sizes.cell + GAP)
        if sizes.turned:
            middle = x + sizes.cell / 2
            words = _turned(head.words, sizes.top, sizes.cell)
            start = middle + sizes.top * (0.36 - LEADING * (len(words) - 1) / 2)
            out.append(Text(words, start, base - (22 if head.look else 0), sizes.top, "label",
                            "start", -90))
            if head.look:
                r = min(7.0, sizes.cell / 2.7)
                out.append(Mark(head.look, middle, base - 8, r, False, head.sign))
            continue
        lines = wrap(head.words, sizes.top, sizes.cell - 2, 3)
        first = base - (len(lines) - 1) * sizes.top * LEADING
        out.append(Text(lines, x + 2, first, sizes.top))
        if head.look:
            out.append(Mark(head.look, x + 10.5, first - sizes.top - 7, 6.5, False, head.sign))
    return out


def _turned(words: str, size: float, cell: float) -> tuple[str, ...]:
    """A head that stands upright: in a second line what one has no room for."""
    return wrap(words, size, _TURNED, 2 if cell >= 2.4 * size else 1)


def _row_lines(head: Head, sizes: Sizes) -> tuple[str, ...]:
    return wrap(head.words, sizes.size, sizes.left - (24 if head.look else 0) - 8, 3)


def _row_head_tall(head: Head, sizes: Sizes) -> float:
    return (len(_row_lines(head, sizes)) * sizes.size + (11 if head.note else 0)) * LEADING + 4


def row_head(head: Head, sizes: Sizes, y: float, high: float) -> list[Drawn]:
    """The head of a row ``high`` units tall."""
    lines = _row_lines(head, sizes)
    count = len(lines) + (0.9 if head.note else 0)
    first = y + high / 2 - (count - 1) * sizes.size * LEADING / 2 + sizes.size * 0.36
    x = 24.0 if head.look else 0.0
    out: list[Drawn] = [Text(lines, x, first, sizes.size)]
    if head.note:
        out.append(Text((head.note,), x, first + len(lines) * sizes.size * LEADING, 11.0, "soft"))
    if head.look:
        out.append(Mark(head.look, 10, y + high / 2, 7, False, head.sign))
    return out


def _marks_on_row(sizes: Sizes) -> int:
    return max(1, int((sizes.cell - 6) / sizes.step))


def _marks_tall(cell: Cell, sizes: Sizes) -> float:
    if not cell.marks:
        return 0.0
    rows = -(-len(cell.marks) // _marks_on_row(sizes))
    return rows * sizes.step + 7 + (13 if cell.small else 0)


def _cell(cell: Cell, x: float, y: float, sizes: Sizes, high: float) -> list[Drawn]:
    """One cell: its ground, its figures as far as they fit, its marks."""
    out: list[Drawn] = [Rect(x, y, sizes.cell, high, cell.role)]
    if cell.framed:
        out.append(Rect(x + 0.9, y + 0.9, sizes.cell - 1.8, high - 1.8, "framed"))
    if cell.marks:
        out += _marks(cell, x, y, sizes)
        if cell.small:
            out.append(Text((cell.small,), x + 6, y + high - 5, 11.0, "soft"))
        return out
    start = sizes.cell >= 40
    at = x + (sizes.pad if start else sizes.cell / 2)
    anchor: Anchor = "start" if start else "middle"
    small = sizes.small if cell.small and cell.big else 0.0
    if cell.big and sizes.big:
        beneath = cell.more and sizes.cell < 46
        down = y + high / 2 + (-2 if small else 0 if beneath else sizes.big * 0.36)
        out.append(Text((cell.big,), at, down, sizes.big, "strong", anchor))
    if small:
        out.append(Text((cell.small,), at, y + high / 2 + 13, small, "label", anchor))
    elif cell.small and not cell.big:
        out.append(_note(cell.small, x, y, sizes, high))
    if cell.more:
        out.append(more_mark(x + sizes.cell - 9, y + 9, cell.more) if sizes.cell >= 46
                   else more_mark(x + sizes.cell / 2, y + high - 7, cell.more, 3.2))
    return out


def _note(words: str, x: float, y: float, sizes: Sizes, high: float) -> Text:
    """A soft word in a cell without a figure; a dash where it does not fit."""
    if max(text_width(word, _LEAST) for word in words.split()) > sizes.cell - 2:
        words = "–"
    lines = wrap(words, _LEAST, sizes.cell - 2, 2)
    first = y + high / 2 + 4 - (len(lines) - 1) * _LEAST * LEADING / 2
    return Text(lines, x + sizes.cell / 2, first, _LEAST, "soft", "middle")


def _marks(cell: Cell, x: float, y: float, sizes: Sizes) -> list[Drawn]:
    each, step = _marks_on_row(sizes), sizes.step
    r = 6.4 if step > 16 else 5.3 if step > 12 else 3.8
    edge = 4.0 if sizes.cell >= 30 else (sizes.cell - each * step) / 2
    return [replace(mark, r=r, x=x + edge + step * (k % each + 0.5),
                    y=y + 4 + step * (k // each + 0.5)) for k, mark in enumerate(cell.marks)]


def more_mark(x: float, y: float, more: int, size: float = 4.0) -> Drawn:
    """A small triangle: up, more than chance; down, fewer."""
    tip = -1 if more > 0 else 1
    return polyline([(x, y + tip * size), (x - size, y - tip * size * 0.8),
                     (x + size, y - tip * size * 0.8)], "fact", closed=True)


def cell_boxes(marks: Sequence[Drawn]) -> list[Box]:
    """The boxes of the cells among marks, in order."""
    return [mark.marks[0].box() for mark in marks
            if isinstance(mark, Group) and mark.role == "cell-group"]
