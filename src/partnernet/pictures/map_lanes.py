"""The lanes of a map: bands of levels, highest on top, and slots to stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Ints
from partnernet.kernels.layout_tables import Slots
from partnernet.pictures.lettering import LEADING, text_width, wrap

_PHONE = 560.0
_LINES = 4
MANY = 60
"""Beyond so many organisations most carry a number instead of their name."""


@dataclass(frozen=True)
class Measures:
    """Sizes of one map: how many on a row, letters, radius, room."""

    width: float
    row: int
    size: float
    r: float
    gutter: float
    pitch: float
    named: bool
    head: float

    @property
    def inner(self) -> float:
        """Width that organisations stand on."""
        return self.width - self.gutter - 16

    @property
    def phone(self) -> bool:
        """Whether the map is for a phone: bands titled on top, words always below."""
        return self.width < _PHONE


def measures(width: float, n: int, gutter: float) -> Measures:
    """The sizes for so many organisations on so wide a picture."""
    phone = width < _PHONE
    named = n <= MANY
    if phone:
        row = 3 if named else 7
        return Measures(width, row, 11.0, 8.5 if named else 6.0, 0.0, 30.0 if named else 24.0,
                        named, 24.0)
    row = 7 if named else 14 if n <= 170 else 20
    row = max(3, round(row * width / 940))
    return Measures(width, row, 12.5 if named else 11.0, 10.0 if named else 7.0, gutter,
                    58.0 if named else 38.0, named, 0.0)


@dataclass(frozen=True, eq=False)
class Plan:
    """Where organisations can stand, and the bands; ``room``: width of words in each lane."""

    slots: Slots
    bands: tuple[tuple[float, float], ...]
    height: float
    room: tuple[float, ...]


def rows_of(count: int, row: int) -> list[tuple[int, float]]:
    """Rows of a lane: places on each, and how far it is set aside, in steps."""
    if count <= row:
        return [(min(row, max(3, count + 2)), 0.0)]
    rows = 2
    while rows * row - rows // 2 < count:
        rows += 1
    each = min(row, -(-(count + 1) // rows))
    while rows * each < count:
        each += 1
    return [(each, 0.5 * (k % 2)) for k in range(rows)]


def plan(lane: Ints, room_for: Sequence[Sequence[str]], least: Sequence[float],
         m: Measures) -> Plan:
    """Slots and bands for lanes from the top.

    ``lane``: lane of each organisation; ``room_for``: the names in each lane, for the height of
    words; ``least``: the least height of each band, for its own words.
    """
    lanes = len(room_for)
    layout = [rows_of(int((lane == code).sum()), m.row) if (lane == code).any() else []
              for code in range(lanes)]
    total = sum(map(len, layout))
    x: list[float] = []
    y: list[float] = []
    of: list[int] = []
    above: list[bool] = []
    bands: list[tuple[float, float]] = []
    room: list[float] = []
    top, seen = 0.0, 0
    for code, rows in enumerate(layout):
        steps = max((count + (0.5 if len(rows) > 1 else 0.0) for count, _ in rows), default=1.0)
        step = m.inner / steps
        room.append(min(step - 7, 132.0 if m.named else step - 7))
        tall = _tallest(room_for[code], room[-1], m)
        start, here = top, top + m.head
        for k, (count, aside) in enumerate(rows):
            up = not m.phone and (seen + k) < (total - 1) / 2
            before = not m.phone and k > 0 and (seen + k - 1) < (total - 1) / 2
            here += _lead(k, up, before, tall, m)
            for c in range(count):
                x.append(m.gutter + 8 + step * (c + 0.5 + aside))
                y.append(here)
                of.append(code)
                above.append(up)
        seen += len(rows)
        last_up = not m.phone and bool(rows) and (seen - 1) < (total - 1) / 2
        top = here + _tail(last_up, tall, m) if rows else start + max(34.0, m.head + 10)
        lacking = max(0.0, start + least[code] - top)
        for k in range(len(y) - sum(count for count, _ in rows), len(y)):
            y[k] += lacking / 2
        top += lacking
        bands.append((start, top))
    slots = Slots(np.array(x), np.array(y), np.array(of, dtype=np.int64), np.array(above))
    return Plan(slots, tuple(bands), top, tuple(room))


def _tallest(names: Sequence[str], room: float, m: Measures) -> float:
    """Height of the tallest words in a lane."""
    if not m.named:
        return 11.0
    return max((shown_name(name, m.size, room).tall for name in names), default=m.size * LEADING)


@dataclass(frozen=True)
class Shown:
    """The words at a mark: lines of its name, or its number."""

    lines: tuple[str, ...]
    size: float

    @property
    def named(self) -> bool:
        """Whether it is a name."""
        return not self.lines[0].isdigit()

    @property
    def wide(self) -> float:
        """Width of the widest line."""
        return max(text_width(line, self.size) for line in self.lines)

    @property
    def tall(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.size * LEADING


def shown_name(name: str, size: float, room: float) -> Shown:
    """A name under its mark: a little smaller, or over the room, before a word is parted."""
    longest = max((text_width(word, 1.0) for word in name.split()[:12]), default=0.0)
    for letters in (size, max(0.9 * size, 10.0)):
        if longest * letters <= room + 5:
            return Shown(wrap(name, letters, max(room, longest * letters), _LINES), letters)
    return Shown(wrap(name, size, room, _LINES), size)


def _lead(k: int, up: bool, before: bool, tall: float, m: Measures) -> float:
    """From the band's top, or the row above, down to a row."""
    if k == 0:
        return m.r + 7 + tall + 12 if up else m.r + (16 if m.phone else 40)
    words = (0 if before else tall + m.r + 5) + (tall + m.r + 7 if up else 0)
    free = m.pitch + (m.r + 14 if before and not up else 0)
    return words + free + (m.r if not up else 0)


def _tail(up: bool, tall: float, m: Measures) -> float:
    """From the last row of a band down to its end."""
    return m.r + 28 if up else m.r + 5 + tall + (10 if m.phone else 16)
