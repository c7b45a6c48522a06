"""Frames of charts: ticks at round numbers, a scale each way, words that keep apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from partnernet.pictures.lettering import LEADING, text_width, wrap
from partnernet.pictures.marks import Drawn, Text, line
from partnernet.words import Number, Share


def ticks(low: float, high: float, most: int = 6, *, whole: bool = False) -> list[float]:
    """Round numbers from ``low`` to ``high``, at most so many; ``whole``: of things counted."""
    if not high > low:
        return [low]
    raw = (high - low) / max(1, most - 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * k for k in (1, 2, 2.5, 5, 10) if power * k >= raw * 0.999
                and not (whole and power * k % 1))
    step = max(step, 1.0) if whole else step
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]


def digits(values: Sequence[float]) -> int:
    """Decimals that tell these ticks apart."""
    for count in range(4):
        if all(abs(value - round(value, count)) < 1e-9 for value in values):
            return count
    return 4


@dataclass(frozen=True)
class Frame:
    """The inside of a chart, and what its scales run over."""

    left: float
    top: float
    right: float
    bottom: float
    x_low: float
    x_high: float
    y_low: float
    y_high: float

    def x(self, value: float) -> float:
        """Where a value stands sideways."""
        span = self.x_high - self.x_low or 1.0
        return self.left + (self.right - self.left) * (value - self.x_low) / span

    def y(self, value: float) -> float:
        """Where a value stands upwards."""
        span = self.y_high - self.y_low or 1.0
        return self.bottom - (self.bottom - self.top) * (value - self.y_low) / span


def writer(language: str, values: Sequence[float], *, percent: bool = False,
           signed: bool = False) -> Callable[[float], str]:
    """How the numbers at ticks are written."""
    count = digits([value * 100 for value in values] if percent else values)

    def write(value: float) -> str:
        if percent:
            return Share(value, count).shown(language)
        return Number(value, count, signed).shown(language)

    return write


def scales(frame: Frame, language: str, *, x_words: str, y_words: str, x_percent: bool = False,
           y_percent: bool = False, x_whole: bool = False,
           x_ticks: Sequence[float] | None = None) -> list[Drawn]:
    """Grid lines, ticks and the words of both scales; the words of y stand on top."""
    out: list[Drawn] = []
    ups = ticks(frame.y_low, frame.y_high, max(3, int((frame.bottom - frame.top) / 44)))
    write = writer(language, ups, percent=y_percent)
    for value in ups:
        y = frame.y(value)
        out.append(line(frame.left, y, frame.right, y, "grid"))
        out.append(Text((write(value),), frame.left - 7, y + 4, 11.5, "soft", "end"))
    along = list(x_ticks) if x_ticks is not None else ticks(
        frame.x_low, frame.x_high, max(3, int((frame.right - frame.left) / 62)),
        whole=x_whole)
    write = writer(language, along, percent=x_percent)
    for value in along:
        x = frame.x(value)
        out.append(line(x, frame.bottom, x, frame.bottom + 4, "axis"))
        out.append(Text((write(value),), x, frame.bottom + 17, 11.5, "soft", "middle"))
    out.append(line(frame.left, frame.bottom, frame.right, frame.bottom, "axis"))
    out.append(Text(wrap(y_words, 12, frame.right - 4, 2), 2, 13, 12, "soft"))
    lines = wrap(x_words, 12, frame.right - frame.left, 2)
    out.append(Text(lines, frame.right, frame.bottom + 35, 12, "soft", "end"))
    return out


def margin(language: str, low: float, high: float, *, percent: bool = False) -> float:
    """Room at the left for the numbers of a scale."""
    widest = 0.0
    for most in range(3, 12):  # however many ticks there will be room for
        values = ticks(low, high, most)
        write = writer(language, values, percent=percent)
        widest = max([widest, *(text_width(write(value), 11.5) for value in values)])
    return widest + 12


def spread(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Places near those wanted, each at least its gap below the one before, within limits."""
    order = sorted(range(len(wanted)), key=lambda k: (wanted[k], k))
    places = [wanted[k] for k in order]
    for _ in range(60):
        moved = False
        for k in range(len(places) - 1):
            need = (gaps[order[k]] + gaps[order[k + 1]]) / 2
            short = need - (places[k + 1] - places[k])
            if short > 1e-6:
                places[k] -= short / 2
                places[k + 1] += short / 2
                moved = True
        for k in range(len(places)):
            places[k] = min(high, max(low, places[k]))
        if not moved:
            break
    out = [0.0] * len(wanted)
    for k, place in zip(order, places, strict=True):
        out[k] = place
    return out


def side_labels(frame: Frame, names: Sequence[str], values: Sequence[float], room: float,
                size: float = 12.5, ends_at: Sequence[float] | None = None) -> list[Drawn]:
    """Names at the right of curves, kept apart, each joined to its end; ``ends_at``: where, in x.
    """
    lines = [wrap(name, size, room, 3) for name in names]
    gaps = [len(each) * size * LEADING + 5 for each in lines]
    ends = [frame.y(value) for value in values]
    places = spread(ends, gaps, frame.top, frame.bottom)
    out: list[Drawn] = []
    stops = [frame.right] * len(ends) if ends_at is None else [frame.x(at) for at in ends_at]
    for each, end, place, stop in zip(lines, ends, places, stops, strict=True):
        x = frame.right + 16
        if stop < frame.right:
            out.append(line(stop + 5, end, frame.right + 3, end, "zero"))
        out.append(line(frame.right + 3, end, x - 3, place, "rule"))
        first = place - (len(each) - 1) * size * LEADING / 2 + size * 0.36
        out.append(Text(each, x, first, size))
    return out
