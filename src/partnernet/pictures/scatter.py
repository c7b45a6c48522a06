"""Organisations, or items, between two scales, with names that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Bools, Floats
from partnernet.pictures.frame import Frame, margin, scales
from partnernet.pictures.lettering import LEADING, short, text_width, wrap
from partnernet.pictures.marks import (
    Anchor,
    Circle,
    Drawn,
    Group,
    Mark,
    Picture,
    Text,
    line,
    polyline,
)
from partnernet.pictures.phrases import Phrases
from partnernet.vocabulary.looks import Look
from partnernet.words import Number

_SIZE = 12.0


@dataclass(frozen=True, eq=False)
class Points:
    """What is drawn: names, places on both scales, shape (k,), and perhaps a look each.

    ``codes``: ``data-org`` of each, where they are organisations.
    """

    names: Sequence[str]
    x: Floats
    y: Floats
    looks: Sequence[Look] | None = None
    signs: Sequence[str] | None = None
    codes: Sequence[str] | None = None


def pareto(points: Points, best: Bools, *, x_words: str, y_words: str, x_percent: bool = False,
           y_percent: bool = False, width: float = 620.0, language: str = "en") -> Picture:
    """Draw candidates between two things one wants much of; the best ones are named.

    Parameters
    ----------
    points
        Candidates.
    best
        Whether no other candidate is at least as good in both and better in one, shape (k,).
    x_words, y_words
        What the scales measure.
    x_percent, y_percent, width, language
        As everywhere.

    Returns
    -------
    Picture
        The best joined by steps and named; the others pale, named as far as there is room.
    """
    word = Phrases(language)
    frame = _frame(points, width, language, y_percent)
    out = scales(frame, language, x_words=x_words, y_words=y_words, x_percent=x_percent,
                 y_percent=y_percent)
    out += _steps(points, best, frame)
    out += _points(points, frame, ~best, [*np.flatnonzero(best), *np.flatnonzero(~best)],
                   language)
    about = word("pareto_about", best=", ".join(
        name for name, first in zip(points.names, best, strict=True) if first))
    return Picture(width, frame.bottom + 44, tuple(out), word("pareto"), about,
                   word("pareto_how"), (), "scatter")


def importance_performance(points: Points, low: float, high: float, *, width: float = 560.0,
                           language: str = "en") -> Picture:
    """Draw items by how important and how well done they are, on one scale.

    Parameters
    ----------
    points
        Items: ``x`` performance, ``y`` importance.
    low, high
        Ends of the scale.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Above the diagonal more important than well done: the gap. The items with the widest gaps
        are named first.
    """
    word = Phrases(language)
    frame = Frame(margin(language, low, high), 40, width - 14, 40 + min(width - 60, 420),
                  low, high, low, high)
    out = scales(frame, language, x_words=word("axis_performance"),
                 y_words=word("axis_importance"))
    out.insert(0, polyline([(frame.left, frame.bottom), (frame.right, frame.top),
                            (frame.left, frame.top)], "faint-area", closed=True))
    out.append(line(frame.left, frame.bottom, frame.right, frame.top, "zero"))
    room = wrap(word("gap_here"), 11.5, 150, 2)
    out.append(Text(room, frame.left + 8, frame.top + 16, 11.5, "soft"))
    gap = np.asarray(points.y) - np.asarray(points.x)
    order = np.lexsort((np.arange(len(gap)), -np.nan_to_num(gap, nan=-np.inf)))
    reserved = [(frame.left, frame.top, frame.left + 160, frame.top + 34)]
    out += _points(points, frame, gap <= 0, [int(k) for k in order], language, reserved)
    return Picture(width, frame.bottom + 44, tuple(out), word("importance"),
                   word("importance_about", items=len(gap), above=int((gap > 0).sum())),
                   word("importance_how"), (), "scatter")


def _frame(points: Points, width: float, language: str, y_percent: bool) -> Frame:
    def ends(values: Floats) -> tuple[float, float]:
        known = values[~np.isnan(values)]
        if not len(known):
            return 0.0, 1.0
        low, high = min(0.0, float(known.min())), float(known.max())
        return low, high + 0.06 * (high - low or 1.0)

    x, y = ends(np.asarray(points.x)), ends(np.asarray(points.y))
    return Frame(margin(language, *y, percent=y_percent), 40, width - 14, 340, *x, *y)


def _steps(points: Points, best: Bools, frame: Frame) -> list[Drawn]:
    """The stairs that the best make."""
    order = sorted(np.flatnonzero(best), key=lambda k: (points.x[k], -points.y[k]))
    if not order:
        return []
    places = [(frame.x(float(points.x[k])), frame.y(float(points.y[k]))) for k in order]
    stairs = [(frame.left, places[0][1])]
    for (x0, _), (_, y1) in zip(places[:-1], places[1:], strict=True):
        stairs += [(x0, stairs[-1][1]), (x0, y1)]
    stairs += [(places[-1][0], stairs[-1][1]), (places[-1][0], frame.bottom)]
    return [polyline(stairs, "pale broken")]


def _points(points: Points, frame: Frame, pale: Bools, order: Sequence[int], language: str,
            reserved: Sequence[tuple[float, float, float, float]] = ()) -> list[Drawn]:
    """Marks with names; a name is left out where it would cover a mark or a name."""
    order = [int(k) for k in order if not np.isnan(points.x[k] + points.y[k])]
    at = {k: (frame.x(float(points.x[k])), frame.y(float(points.y[k]))) for k in order}
    taken: list[tuple[float, float, float, float]] = [
        (x - 8, y - 8, x + 8, y + 8) for x, y in at.values()]
    taken += reserved
    out: list[Drawn] = []
    for k in order:
        x, y = at[k]
        dim = "dim" if pale[k] else ""
        mark: Drawn = (Mark(points.looks[k], x, y, 6.5, False,
                            points.signs[k] if points.signs else "", dim)
                       if points.looks else Circle(x, y, 4.2, f"dot {dim}".strip()))
        marks: list[Drawn] = [mark]
        words = _name(points.names[k], x, y, frame, taken, "soft" if pale[k] else "label")
        if words is not None:
            marks.append(words)
            taken.append(words.box())
        title = (f"{short(points.names[k])}: {Number(float(points.x[k])).shown(language)}; "
                 f"{Number(float(points.y[k])).shown(language)}")
        data = (("org", points.codes[k]),) if points.codes else ()
        out.append(Group(tuple(marks), "node" if points.codes else "point", title, data))
    return out


def _name(name: str, x: float, y: float, frame: Frame,
          taken: Sequence[tuple[float, float, float, float]], role: str) -> Text | None:
    """A name beside its mark, where it fits; None where it does not."""
    for room in (170.0, 110.0):
        lines = wrap(name, _SIZE, room, 3)
        tall = len(lines) * _SIZE * LEADING
        wide = max(text_width(each, _SIZE) for each in lines)
        spots: tuple[tuple[float, float, Anchor], ...] = (
            (x + 11, y + 4 - (tall - _SIZE * LEADING) / 2, "start"),
            (x - 11, y + 4 - (tall - _SIZE * LEADING) / 2, "end"),
            (x, y - 12 - tall + _SIZE * LEADING, "middle"), (x, y + 22, "middle"),
            (x + 8, y - 9 - tall + _SIZE * LEADING, "start"), (x + 8, y + 19, "start"),
            (x - 8, y - 9 - tall + _SIZE * LEADING, "end"), (x - 8, y + 19, "end"))
        for left, base, anchor in spots:
            text = Text(lines, left, base, _SIZE, f"{role} on-paper", anchor)
            box = text.box()
            inside = (box[0] > frame.left + 2 and box[2] < frame.right + 12
                      and box[1] > 24 and box[3] < frame.bottom - 2)
            if inside and wide <= room and not any(_meet(box, other) for other in taken
                                                   if not _is_own(other, x, y)):
                return text
    return None


def _is_own(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return abs((box[0] + box[2]) / 2 - x) < 0.01 and abs((box[1] + box[3]) / 2 - y) < 0.01


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] + 2 and b[0] < a[2] + 2 and a[1] < b[3] + 1 and b[1] < a[3] + 1
