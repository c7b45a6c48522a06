"""A value among what chance gives: histograms of null replicates, one row a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Floats
from partnernet.pictures.frame import ticks, writer
from partnernet.pictures.legend import area_entry
from partnernet.pictures.lettering import LEADING, text_width, tidy, wrap
from partnernet.pictures.marks import Block, Drawn, Entry, Group, Mark, Picture, Rect, Text, line
from partnernet.pictures.phrases import Phrases
from partnernet.vocabulary.looks import Look
from partnernet.words import Number

_TALL = 52.0


@dataclass(frozen=True, eq=False)
class NullRow:
    """One row: a group or a null model.

    ``replicates``: the statistic under chance, shape (r,), NaN left out. ``low``, ``high``:
    non-response bounds, NaN if there are none. ``note``: a second line, such as the null's name.
    """

    name: str
    value: float
    replicates: Floats
    low: float = float("nan")
    high: float = float("nan")
    look: Look | None = None
    sign: str = ""
    note: str = ""


def null_histograms(rows: Sequence[NullRow], *, x_words: str, title: str = "",
                    bounds: tuple[float, float] | None = None, width: float = 760.0,
                    language: str = "en") -> Picture:
    """Draw each value on the histogram of what chance gives.

    Parameters
    ----------
    rows
        What to draw, one under the other, on one scale.
    x_words
        What the scale measures.
    title
        Title; empty takes the catalogue's.
    bounds
        Ends of the scale; None takes the range of all that is drawn.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Bars: replicates; upright and mark: the value; whisker: non-response bounds.
    """
    word = Phrases(language)
    phone = width < 560
    low, high = bounds or _range(rows)
    size = 12.0 if phone else 13.0
    names = max((text_width(tidy(row.name), size, bold=True) for row in rows), default=0.0)
    left = min(names + 36, (0.34 if phone else 0.28) * width)
    right = width - 16.0

    def x(value: float) -> float:
        return left + (right - left) * (min(high, max(low, value)) - low) / (high - low or 1.0)

    out: list[Drawn] = []
    top = 4.0
    for row in rows:
        out.append(_row(row, x, low, high, top, left, size, language))
        top += _TALL + 14
    marks = ticks(low, high, max(3, int((right - left) / 70)))
    write = writer(language, marks)
    grid: list[Drawn] = [line(x(value), 0, x(value), top, "grid") for value in marks]
    out = [*grid, *out, line(left, top, right, top, "axis")]
    out += [Text((write(value),), x(value), top + 16, 11.5, "soft", "middle") for value in marks]
    out.append(Text(wrap(x_words, 12, right - left, 2), right, top + 34, 12, "soft", "end"))
    return Picture(width, top + 40, tuple(out), title or word("nulls"),
                   word("nulls_about", rows=len(rows)), word("nulls_how"),
                   (_legend(rows, word),), "nulls")


def _range(rows: Sequence[NullRow]) -> tuple[float, float]:
    every = np.concatenate([np.array([row.value, row.low, row.high, *row.replicates])
                            for row in rows]) if rows else np.array([0.0, 1.0])
    every = every[~np.isnan(every)]
    if not len(every):
        return 0.0, 1.0
    low, high = float(every.min()), float(every.max())
    pad = 0.04 * (high - low) or 0.5
    return low - pad, high + pad


def _row(row: NullRow, x: Callable[[float], float], low: float, high: float, top: float,
         left: float, size: float, language: str) -> Group:
    base = top + _TALL
    out: list[Drawn] = []
    known = row.replicates[~np.isnan(row.replicates)]
    if len(known):
        counts, edges = np.histogram(known, bins=_bins(known, low, high), range=(low, high))
        most = max(1, int(counts.max()))
        for count, start, stop in zip(counts, edges[:-1], edges[1:], strict=True):
            if count:
                tall = 34 * count / most
                out.append(Rect(x(start), base - tall, x(stop) - x(start), tall, "chance"))
    out.append(line(left, base, x(high), base, "rule"))
    if not np.isnan(row.low + row.high):
        y = top + 9
        out += [line(x(row.low), y, x(row.high), y, "bound"),
                line(x(row.low), y - 4, x(row.low), y + 4, "bound"),
                line(x(row.high), y - 4, x(row.high), y + 4, "bound")]
    if not np.isnan(row.value):
        out.append(line(x(row.value), top + 9, x(row.value), base, "mean"))
        out.append(Mark(row.look, x(row.value), top + 9, 6.5, False, row.sign) if row.look
                   else Rect(x(row.value) - 4, top + 5, 8, 8, "fact"))
    room = left - 34
    lines = wrap(row.name, size, room, 2, bold=True)
    first = base - 8 - (len(lines) - 1) * size * LEADING - (13 if row.note else 0)
    out.append(Text(lines, 22 if row.look else 0, first, size, "strong"))
    if row.note:
        out.append(Text(wrap(row.note, 11.5, room + 10, 1), 22 if row.look else 0, base - 5, 11.5,
                        "soft"))
    if row.look:
        out.append(Mark(row.look, 10, first - 4, 6.5, False, row.sign))
    beyond = int((known <= row.value).sum()) if len(known) else 0
    return Group(tuple(out), "null-row", Phrases(language)(
        "null_about", name=tidy(row.name), value=Number(row.value, 2, signed=True),
        beyond=beyond, total=len(known)))


def _bins(known: Floats, low: float, high: float) -> int:
    """Bars enough to show a shape; no more than there are different values."""
    span = float(known.max() - known.min())
    if span <= 0:
        return 40
    different = len(np.unique(known.round(6)))
    return int(np.clip(min(28, different) * (high - low) / span, 12, 120))


def _legend(rows: Sequence[NullRow], word: Phrases) -> Block:
    entries = [area_entry("chance", word("nulls_chance")),
               Entry((line(0, -8, 0, 8, "mean"), Rect(-4, -9, 8, 8, "fact")),
                     word("nulls_value"), None, 46)]
    if any(not np.isnan(row.low + row.high) for row in rows):
        entries.append(Entry((line(-20, 0, 20, 0, "bound"), line(-20, -5, -20, 5, "bound"),
                              line(20, -5, 20, 5, "bound")), word("strip_bounds"), None, 46))
    return Block("", tuple(entries))
