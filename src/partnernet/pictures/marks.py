"""What a picture is made of: outlines, marks and words at places, before anybody paints them.

A picture function turns arrays into these; ``svg`` and ``axes`` paint them. Places are in units of
about one screen pixel, x to the right, y downwards. How a thing looks is said by its ``role``:
words separated by spaces, each a row of ``style.STYLES``; never a colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from partnernet.pictures.lettering import LEADING, text_width
from partnernet.vocabulary.looks import Look

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Step = tuple[str, tuple[float, ...]]
"""One step of an outline: M, L, Q or C with absolute places, or Z."""
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Path:
    """A line or an outline; ``width`` only where the width itself is a datum."""

    steps: tuple[Step, ...]
    role: str
    width: float | None = None

    def points(self) -> list[Point]:
        """Every place that the steps name, controls too: the path stays inside their hull."""
        return [(numbers[k], numbers[k + 1]) for _, numbers in self.steps
                for k in range(0, len(numbers), 2)]

    def box(self) -> Box:
        """The box around the path, without its line width."""
        points = self.points()
        return (min(p[0] for p in points), min(p[1] for p in points),
                max(p[0] for p in points), max(p[1] for p in points))


@dataclass(frozen=True)
class Rect:
    """A box: a band, a bar, a cell."""

    x: float
    y: float
    width: float
    height: float
    role: str
    radius: float = 0.0

    def box(self) -> Box:
        """The box itself."""
        return self.x, self.y, self.x + self.width, self.y + self.height


@dataclass(frozen=True)
class Circle:
    """A circle: a dot, a ring."""

    x: float
    y: float
    r: float
    role: str

    def box(self) -> Box:
        """The box around it."""
        return self.x - self.r, self.y - self.r, self.x + self.r, self.y + self.r


@dataclass(frozen=True)
class Mark:
    """An organisation, or a group in a legend: the look of its group.

    ``hollow``: it did not answer. ``sign``: a letter inside, where groups outnumber looks.
    """

    look: Look
    x: float
    y: float
    r: float
    hollow: bool = False
    sign: str = ""
    role: str = ""

    def box(self) -> Box:
        """The box around it; the widest shape reaches 1.3 times the radius."""
        reach = self.r * 1.3
        return self.x - reach, self.y - reach, self.x + reach, self.y + reach


@dataclass(frozen=True)
class Text:
    """Lines of words; ``y`` is the baseline of the first, ``turn`` degrees clockwise about it."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float
    role: str = "label"
    anchor: Anchor = "start"
    turn: float = 0.0

    @property
    def wide(self) -> float:
        """Width of the widest line, estimated."""
        bold = "strong" in self.role or "number" in self.role or "on-mark" in self.role
        return max(text_width(line, self.size, bold=bold) for line in self.lines)

    def box(self) -> Box:
        """The box around the words, estimated."""
        wide = self.wide
        left = {"start": 0.0, "middle": -wide / 2, "end": -wide}[self.anchor]
        top = -0.76 * self.size
        bottom = top + (1.0 + LEADING * (len(self.lines) - 1)) * self.size
        if not self.turn:
            return self.x + left, self.y + top, self.x + left + wide, self.y + bottom
        angle = math.radians(self.turn)
        corners = [(x * math.cos(angle) - y * math.sin(angle),
                    x * math.sin(angle) + y * math.cos(angle))
                   for x in (left, left + wide) for y in (top, bottom)]
        return (self.x + min(c[0] for c in corners), self.y + min(c[1] for c in corners),
                self.x + max(c[0] for c in corners), self.y + max(c[1] for c in corners))


@dataclass(frozen=True)
class Group:
    """Things that belong together: an organisation with its label, a tie with its arrow.

    ``data``: name → code (``org`` → ``o3``), for highlighting; never a value of a datum.
    ``title``: what pointing at it tells, and what a screen reader says.
    """

    marks: tuple[Drawn, ...]
    role: str
    title: str = ""
    data: tuple[tuple[str, str], ...] = ()

    def box(self) -> Box:
        """The box around all of it."""
        return around([mark.box() for mark in self.marks])


Drawn = Path | Rect | Circle | Mark | Text | Group


@dataclass(frozen=True)
class Entry:
    """One line of a legend: a sample, its words, and how many there are."""

    sample: tuple[Drawn, ...]
    words: str
    count: int | None = None
    wide: float = 22.0
    """Width that the sample needs; its marks stand around (0, 0), the left edge at −wide/2."""

    @property
    def said(self) -> str:
        """The words, with the count behind them."""
        return self.words if self.count is None else f"{self.words} ({self.count})"


@dataclass(frozen=True)
class Block:
    """A heading of a legend and what stands under it."""

    heading: str
    entries: tuple[Entry, ...]
    kind: str = ""
    """``numbers`` where it only tells the names behind numbers, which a page's table has too."""


@dataclass(frozen=True)
class Picture:
    """A whole picture: its size, its marks in the order of painting, its words.

    ``how``: how to read it, one sentence or two. ``legend``: for the report to write in HTML, or
    for `partnernet.pictures.legend.with_legend` to draw underneath.
    """

    width: float
    height: float
    marks: tuple[Drawn, ...]
    title: str
    description: str
    how: str = ""
    legend: tuple[Block, ...] = ()
    kind: str = ""
    """A class of the whole, ``map``, ``bridge``, so that a page can size it."""
    paper: bool = field(default=True, kw_only=True)
    """Whether matplotlib lays a sheet of paper under it."""

    def all(self) -> Iterator[Drawn]:
        """Every mark, those inside groups too."""
        return everything(self.marks)

    def texts(self) -> list[Text]:
        """All words that are drawn."""
        return [mark for mark in self.all() if isinstance(mark, Text)]

    def outside(self, slack: float = 0.5) -> list[Drawn]:
        """The marks that leave the frame."""
        def leaves(box: Box) -> bool:
            return (box[0] < -slack or box[1] < -slack
                    or box[2] > self.width + slack or box[3] > self.height + slack)
        return [mark for mark in self.all()
                if not isinstance(mark, Group | Path) and leaves(mark.box())
                or isinstance(mark, Path) and any(
                    leaves((x, y, x, y)) for x, y in _places(mark))]


def everything(marks: Sequence[Drawn]) -> Iterator[Drawn]:
    """Every mark, those inside groups too, a group before its own."""
    for mark in marks:
        yield mark
        if isinstance(mark, Group):
            yield from everything(mark.marks)


def _places(path: Path) -> list[Point]:
    """Places on the path: ends and middles of its steps (a control may leave the frame)."""
    out: list[Point] = []
    here = (0.0, 0.0)
    for letter, numbers in path.steps:
        if letter in "ML":
            out.append((numbers[0], numbers[1]))
        elif letter == "Q":
            out += [((here[0] + 2 * numbers[0] + numbers[2]) / 4,
                     (here[1] + 2 * numbers[1] + numbers[3]) / 4), (numbers[2], numbers[3])]
        elif letter == "C":
            out += [((here[0] + 3 * numbers[0] + 3 * numbers[2] + numbers[4]) / 8,
                     (here[1] + 3 * numbers[1] + 3 * numbers[3] + numbers[5]) / 8),
                    (numbers[4], numbers[5])]
        here = out[-1] if out else here
    return out


def around(boxes: Sequence[Box]) -> Box:
    """The box around boxes."""
    return (min(b[0] for b in boxes), min(b[1] for b in boxes),
            max(b[2] for b in boxes), max(b[3] for b in boxes))


def line(x1: float, y1: float, x2: float, y2: float, role: str,
         width: float | None = None) -> Path:
    """A straight line."""
    return Path((("M", (x1, y1)), ("L", (x2, y2))), role, width)


def polyline(points: Sequence[Point], role: str, *, closed: bool = False) -> Path:
    """A line through places, closed to an area if asked."""
    steps: list[Step] = [("M" if k == 0 else "L", (float(x), float(y)))
                         for k, (x, y) in enumerate(points)]
    return Path((*steps, *([("Z", ())] if closed else [])), role)


def rounded(points: Sequence[Point], radius: float, role: str) -> Path:
    """A closed outline with round corners."""
    steps: list[Step] = []
    for k, corner in enumerate(points):
        before, after = points[k - 1], points[(k + 1) % len(points)]
        start, stop = _towards(corner, before, radius), _towards(corner, after, radius)
        steps += [("M" if k == 0 else "L", start), ("Q", (*corner, *stop))]
    return Path((*steps, ("Z", ())), role)


def _towards(start: Point, stop: Point, far: float) -> Point:
    """The place ``far`` along the way, at most half of it."""
    length = math.dist(start, stop) or 1.0
    share = min(far, length / 2) / length
    return start[0] + (stop[0] - start[0]) * share, start[1] + (stop[1] - start[1]) * share


def moved(mark: Drawn, dx: float, dy: float) -> Drawn:
    """The same thing elsewhere."""
    if isinstance(mark, Group):
        return replace(mark, marks=tuple(moved(inner, dx, dy) for inner in mark.marks))
    if isinstance(mark, Path):
        shift = (dx, dy)
        return replace(mark, steps=tuple(
            (letter, tuple(number + shift[k % 2] for k, number in enumerate(numbers)))
            for letter, numbers in mark.steps))
    return replace(mark, x=mark.x + dx, y=mark.y + dy)
