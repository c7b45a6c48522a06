"""Curves: how reach grows with steps, and what removing organisations does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Floats
from partnernet.pictures.frame import Frame, margin, scales, side_labels
from partnernet.pictures.lettering import text_width
from partnernet.pictures.marks import Circle, Drawn, Group, Picture, Point, polyline
from partnernet.pictures.phrases import Phrases
from partnernet.words import Number, Share

_STYLES = ("curve", "curve broken", "curve dotted", "pale", "pale broken", "pale dotted")


@dataclass(frozen=True, eq=False)
class Curve:
    """One curve: its name, its values, shape (k,), and perhaps a range around it."""

    name: str
    values: Floats
    low: Floats | None = None
    high: Floats | None = None


def reach_curves(curves: Sequence[Curve], *, most: int | None = None, width: float = 620.0,
                 language: str = "en") -> Picture:
    """Draw the share of front-line organisations reached in 1, 2, 3 … steps, a curve a reading.

    Parameters
    ----------
    curves
        Values: shares from 1 step on, shape (k,), NaN where undefined.
    most
        Steps shown; None shows all.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Curves told apart by dash and by their names at their ends.
    """
    word = Phrases(language)
    longest = max((len(curve.values) for curve in curves), default=1)
    steps = np.arange(1, (most or longest) + 1, dtype=float)
    return _chart(curves, steps, word("curves_reach"), word("curves_reach_how"),
                  word("axis_steps"), word("axis_reached"), True, width, language,
                  ticks=list(steps))


def removal_curves(curves: Sequence[Curve], removed: Floats, *, y_words: str = "",
                   width: float = 620.0, language: str = "en") -> Picture:
    """Draw what is left as organisations leave, in one order or another.

    Parameters
    ----------
    curves
        What is left (a share of what there was) after each removal, shape (k,); chance with its
        range.
    removed
        How many have left, shape (k,).
    y_words
        What is left, in words.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Curves told apart by dash and by their names at their ends; a band is a range.
    """
    word = Phrases(language)
    return _chart(curves, removed, word("curves_removal"), word("curves_removal_how"),
                  word("axis_removed"), y_words or word("axis_left"), True, width, language)


def _chart(curves: Sequence[Curve], x: Floats, title: str, how: str, x_words: str, y_words: str,
           percent: bool, width: float, language: str, ticks: list[float] | None = None) -> Picture:
    phone = width < 560
    size = 11.5 if phone else 12.5
    names = max((text_width(curve.name, size) for curve in curves), default=0.0)
    room = min(names + 4, 0.3 * width)
    top = 1.0 if percent else max(float(np.nanmax(curve.values)) for curve in curves)
    frame = Frame(margin(language, 0, top, percent=percent), 34, width - room - 24, 300,
                  float(x[0]), float(x[-1]), 0.0, top)
    out = scales(frame, language, x_words=x_words, y_words=y_words, y_percent=percent,
                 x_whole=True, x_ticks=ticks)
    ends: list[tuple[float, float]] = []
    told: list[str] = []
    for curve in curves:
        if curve.low is not None and curve.high is not None:
            out.append(_band(frame, x, curve.low, curve.high))
    for k, curve in enumerate(curves):
        marks, end = _curve(frame, x, curve, _STYLES[k % len(_STYLES)], language, percent)
        out += marks
        if end is not None:
            ends.append(end)
            told.append(curve.name)
    out += side_labels(frame, told, [end for _, end in ends], room, size, [at for at, _ in ends])
    about = "; ".join(f"{curve.name}: " + ", ".join(
        _write(float(v), percent, language) for v in curve.values[:len(x)]) for curve in curves)
    return Picture(width, 344, tuple(out), title, about, how, (), "curves")


def _write(value: float, percent: bool, language: str) -> str:
    return (Share(value) if percent else Number(value, 2)).shown(language)


def _curve(frame: Frame, x: Floats, curve: Curve, role: str, language: str,
           percent: bool) -> tuple[list[Drawn], tuple[float, float] | None]:
    known = [k for k in range(min(len(x), len(curve.values))) if not np.isnan(curve.values[k])]
    if not known:
        return [], None
    points: list[Point] = [(frame.x(float(x[k])), frame.y(float(curve.values[k]))) for k in known]
    out: list[Drawn] = [polyline(points, role)] if len(points) > 1 else []
    if len(points) <= 14:
        out += [Group((Circle(px, py, 3.2, "dot"),), "point",
                      f"{curve.name}: {_write(float(curve.values[k]), percent, language)}")
                for k, (px, py) in zip(known, points, strict=True)]
    return out, (float(x[known[-1]]), float(curve.values[known[-1]]))


def _band(frame: Frame, x: Floats, low: Floats, high: Floats) -> Drawn:
    count = min(len(x), len(low))
    upper = [(frame.x(float(x[k])), frame.y(float(high[k]))) for k in range(count)]
    lower = [(frame.x(float(x[k])), frame.y(float(low[k]))) for k in range(count)]
    return polyline([*upper, *lower[::-1]], "faint-area", closed=True)
