"""Four kinds of tie: same or other sector, same or other level, against chance."""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Floats, Ints
from partnernet.pictures.lettering import LEADING, text_width, wrap
from partnernet.pictures.marks import (
    Anchor,
    Block,
    Drawn,
    Entry,
    Group,
    Mark,
    Picture,
    Rect,
    Text,
    line,
    moved,
)
from partnernet.vocabulary.looks import KNOWN, Look
from partnernet.words import Count, Number, render

KINDS = ("internal", "horizontal", "vertical", "diagonal")
_DIAGRAM = 372.0


def four_kinds(ties: Ints, expected: Floats, low: Floats, high: Floats, *,
               looks: tuple[Look, Look] = (KNOWN["voluntary"], KNOWN["social"]),
               width: float = 940.0, language: str = "en") -> Picture:
    """Draw how many ties are of each kind, and what chance gives.

    Parameters
    ----------
    ties, expected, low, high
        Ties, their mean under shuffles and the middle 95 % of shuffles, in the order of `KINDS`,
        shape (4,); NaN where there is no null.
    looks
        Of the two sectors that stand for all.
    width, language
        As everywhere; below 700 the bars stand under the diagram.

    Returns
    -------
    Picture
        Two bands with one line a kind, its width the count, and bars on their bars of chance.
    """
    stacked = width < 700
    diagram = _diagram(ties, looks, language)
    wide = min(width, _DIAGRAM) if stacked else _DIAGRAM
    bars, high_ = _bars(ties, expected, low, high, width if stacked else width - wide - 52,
                        language)
    dx, dy = (0.0, 280.0 + 22) if stacked else (wide + 52, 0.0)
    marks = [*diagram, *(moved(mark, dx, dy) for mark in bars)]
    height = dy + high_ if stacked else max(280.0, high_)
    legend = Block("", (Entry((Rect(-21, -6, 42, 12, "chance", 3), line(4, -6, 4, 6, "mean")),
                              render("pictures.strip_chance", language), None, 46),))
    return Picture(width, height, tuple(marks), render("pictures.kinds", language),
                   render("pictures.kinds_about", language), render(
                       "pictures.kinds_how", language, ties=Count("ties", int(ties.sum()))),
                   (legend,) if not np.isnan(expected).all() else (), "kinds")


def _diagram(ties: Ints, looks: tuple[Look, Look], language: str) -> list[Drawn]:
    """Two levels, two sectors, four lines."""
    share = ties / max(1, int(ties.sum()))
    places = {"a1": (58.0, 78.0), "a2": (170.0, 78.0), "b": (318.0, 78.0), "c": (58.0, 204.0),
              "d": (318.0, 204.0)}
    ends = (("a1", "a2"), ("a2", "b"), ("a1", "c"), ("a2", "d"))
    out: list[Drawn] = [
        Rect(0, 0, _DIAGRAM, 140, "band"), Rect(0, 140, _DIAGRAM, 140, "band second"),
        Text((render("pictures.one_level", language),), 12, 22, 12.5, "strong"),
        Text((render("pictures.another_level", language),), 12, 270, 12.5, "strong")]
    for k, (start, stop) in enumerate(ends):
        out.append(line(*places[start], *places[stop], "count", 1.2 + 20 * float(share[k])))
    for name, at in places.items():
        out.append(Mark(looks[1] if name in "bd" else looks[0], *at, 13))
    spots: tuple[tuple[float, float, Anchor], ...] = (
        (114, 60, "middle"), (244, 60, "middle"), (74, 172, "start"), (228, 180, "end"))
    for k, (x, y, anchor) in enumerate(spots):
        on = "on-second" if y > 140 else "on-band"
        out += [Text((str(int(ties[k])),), x, y - 17, 19, f"number {on}", anchor),
                Text((render(f"pictures.{KINDS[k]}", language),), x, y, 12.5, f"label {on}",
                     anchor)]
    return out


def _bars(ties: Ints, expected: Floats, low: Floats, high: Floats, width: float,
          language: str) -> tuple[list[Drawn], float]:
    """One bar a kind on its bar of chance, with its words."""
    most = float(np.nanmax([*ties.astype(float), *np.nan_to_num(high), 1.0]))
    unit = (width - 4) / most
    out: list[Drawn] = []
    y = 0.0
    for k, kind in enumerate(KINDS):
        if k:
            out.append(line(0, y, width, y, "rule"))
        name = render(f"pictures.{kind}", language)
        name = name[:1].upper() + name[1:]
        told = wrap(render(f"pictures.{kind}_means", language), 13,
                    width - text_width(name, 14, bold=True) - 10, 1)
        inner: list[Drawn] = [
            Text((name,), 0, y + 19, 14, "strong"),
            Text(told, text_width(name, 14, bold=True) + 6, y + 19, 13, "soft")]
        known = not np.isnan(expected[k] + low[k] + high[k])
        if known:
            inner.append(Rect(low[k] * unit, y + 28, max((high[k] - low[k]) * unit, 2), 22,
                              "chance", 3))
        inner.append(Rect(0, y + 34, ties[k] * unit, 10, "bar", 2))
        if known:
            inner.append(line(expected[k] * unit, y + 28, expected[k] * unit, y + 50, "mean"))
        lines = wrap(_verdict(int(ties[k]), expected[k], low[k], high[k], language), 13, width, 3)
        inner.append(Text(lines, 0, y + 66, 13, "soft"))
        out.append(Group(tuple(inner), "bar-row"))
        y += 78 + (len(lines) - 1) * 13 * LEADING
    return out, y


def _verdict(ties: int, expected: float, low: float, high: float, language: str) -> str:
    """How many, how many by chance, and whether that is more."""
    told = Count("ties", ties)
    if np.isnan(expected + low + high):
        return told.shown(language)
    if not ties and expected == 0:
        return render("pictures.kinds_none", language, ties=told)
    key = "as_chance" if low <= ties <= high else "more" if ties > high else "fewer"
    ratio = Number(ties / expected, 1).shown(language) if expected > 0 else "–"
    return render(f"pictures.kinds_{key}", language, ties=told, low=round(float(low)),
                  high=round(float(high)), ratio=ratio)
