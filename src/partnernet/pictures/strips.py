"""Inside or outside: each group's E–I index against chance, with its non-response bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.pictures.lettering import LEADING, fit, text_width, tidy, wrap
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
)
from partnernet.pictures.scene import signs
from partnernet.vocabulary.looks import Look
from partnernet.words import Count, Number, render

_ROW = 40.0


@dataclass(frozen=True, eq=False)
class Strips:
    """What is known of each group; shape (g,) all.

    ``value`` E–I, ``mean`` under shuffles, ``chance_low`` and ``chance_high`` the middle 95 % of
    shuffles, ``low`` and ``high`` the non-response bounds; NaN where undefined. ``members``: how
    many. ``verdicts``: words; ``alert``: whether they stand in red.
    """

    groups: Sequence[str]
    looks: Sequence[Look]
    members: Ints
    value: Floats
    mean: Floats
    chance_low: Floats
    chance_high: Floats
    low: Floats
    high: Floats
    verdicts: Sequence[str]
    alert: Bools


def ei_strips(strips: Strips, *, width: float = 940.0, language: str = "en") -> Picture:
    """Draw one strip a group, the most inward first.

    Parameters
    ----------
    strips
        The groups and their numbers.
    width, language
        As everywhere; below 560 the strip stands under its words.

    Returns
    -------
    Picture
        Mark = E–I; grey bar = 95 % of shuffles; tick = their mean; whisker = non-response bounds.
    """
    frame = _Frame(strips, width)
    order = sorted(range(len(strips.groups)),
                   key=lambda g: (np.isnan(strips.value[g]), strips.value[g], g))
    out: list[Drawn] = []
    top = 0.0
    for k, g in enumerate(order):
        if k:
            out.append(line(0, top, width, top, "rule"))
        out.append(_strip(strips, g, top, frame, language))
        top += frame.row
    out.append(line(0, top, width, top, "axis"))
    out += _axis(frame, top, language)
    entries = [Entry((Rect(-21, -6, 42, 12, "chance", 3), line(4, -6, 4, 6, "mean")),
                     render("pictures.strip_chance", language), None, 46)]
    if any(_bounded(strips, g) for g in order):
        entries.append(Entry(tuple(_whisker(-20, 20, 0)),
                             render("pictures.strip_bounds", language), None, 46))
    legend = Block("", tuple(entries))
    return Picture(width, top + 36, tuple(out), render("pictures.strips", language),
                   render("pictures.strips_about", language, groups=len(order)),
                   render("pictures.strips_how", language), (legend,), "strips")


class _Frame:
    """Columns of the picture: words, the strip from ``left`` to ``right``, the verdict."""

    def __init__(self, strips: Strips, width: float) -> None:
        self.phone = width < 560
        self.width = width
        self.size = 12.5 if self.phone else 14.0
        names = max((text_width(tidy(name), self.size, bold=True) for name in strips.groups),
                    default=0.0)
        verdicts = max((text_width(words, 13.0, bold=True) for words in strips.verdicts),
                       default=0.0)
        self.names = min(0.3 * width, 26 + names + 62)
        self.verdicts = min(0.24 * width, verdicts + 22)
        self.left = 14.0 if self.phone else self.names + 22
        self.right = width - 14.0 if self.phone else width - self.verdicts - 26
        self.row = 58.0 if self.phone else _ROW

    def x(self, value: float) -> float:
        """Where a value of −1 to 1 stands."""
        return self.left + (self.right - self.left) * (value + 1) / 2


def _strip(strips: Strips, g: int, top: float, frame: _Frame, language: str) -> Group:
    middle = top + (40 if frame.phone else _ROW / 2)
    high = 28.0 if frame.phone else _ROW
    out: list[Drawn] = []
    for value in (-1.0, -0.5, 0.0, 0.5, 1.0):
        out.append(line(frame.x(value), middle - high / 2, frame.x(value), middle + high / 2,
                        "zero" if value == 0 else "grid"))
    low, high_ = float(strips.chance_low[g]), float(strips.chance_high[g])
    if not np.isnan(low + high_):
        out.append(Rect(frame.x(low), middle - 8, max(frame.x(high_) - frame.x(low), 2), 16,
                        "chance", 3))
    if not np.isnan(strips.mean[g]):
        mean = frame.x(float(strips.mean[g]))
        out.append(line(mean, middle - 8, mean, middle + 8, "mean"))
    if _bounded(strips, g):
        out += _whisker(frame.x(float(strips.low[g])), frame.x(float(strips.high[g])), middle)
    sign = signs(strips.looks)[g]
    if not np.isnan(strips.value[g]):
        out.append(Mark(strips.looks[g], frame.x(float(strips.value[g])), middle, 8, False, sign))
    out += _words(strips, g, top, frame, sign, language)
    return Group(tuple(out), "strip", _title(strips, g, language))


def _bounded(strips: Strips, g: int) -> bool:
    """Whether missing answers leave a group's value open."""
    return float(strips.high[g]) - float(strips.low[g]) > 1e-9


def _words(strips: Strips, g: int, top: float, frame: _Frame, sign: str,
           language: str) -> list[Drawn]:
    """Mark, name, number of members, verdict."""
    line_at = top + (17 if frame.phone else _ROW / 2 + 5)
    count = str(int(strips.members[g]))
    room = frame.names - 26 - text_width(count, 12) - 10
    words = tidy(("■ " if strips.alert[g] else "") + strips.verdicts[g])
    verdict_room = frame.verdicts
    if frame.phone:
        verdict_room = min(text_width(words, 12, bold=True), 0.5 * frame.width)
        room = frame.width - 26 - 30 - verdict_room - 16
    name = fit(strips.groups[g], frame.size, room, bold=True)
    out: list[Drawn] = [
        Mark(strips.looks[g], 9, line_at - 5, 7, False, sign),
        Text((name,), 24, line_at, frame.size, "strong"),
        Text((count,), 24 + text_width(name, frame.size, bold=True) + 7, line_at, 12, "soft")]
    role = "alert-strong" if strips.alert[g] else "label"
    if frame.phone:
        out.append(Text((fit(words, 12, verdict_room + 12, bold=bool(strips.alert[g])),),
                        frame.width - 1, line_at, 12, role, "end"))
    else:
        lines = wrap(words, 13, frame.verdicts, 2, bold=bool(strips.alert[g]))
        out.append(Text(lines, frame.width - frame.verdicts,
                        line_at - (len(lines) - 1) * 13 * LEADING / 2, 13, role))
    return out


def _title(strips: Strips, g: int, language: str) -> str:
    def n(value: float) -> Number:
        return Number(float(value), 2, signed=True)

    return render("pictures.strip_about", language, group=tidy(strips.groups[g]),
                  members=Count("organisations", int(strips.members[g])),
                  value=n(strips.value[g]), chance_low=n(strips.chance_low[g]),
                  chance_high=n(strips.chance_high[g]), low=n(strips.low[g]),
                  high=n(strips.high[g]), verdict=strips.verdicts[g])


def _whisker(left: float, right: float, y: float) -> list[Drawn]:
    return [line(left, y, right, y, "bound"), line(left, y - 5, left, y + 5, "bound"),
            line(right, y - 5, right, y + 5, "bound")]


def _axis(frame: _Frame, top: float, language: str) -> list[Drawn]:
    """−1, 0, +1 and what they mean."""
    out: list[Drawn] = []
    third = (frame.right - frame.left) / 3
    # On a phone there is no room beside the ends.
    sides: tuple[Anchor, Anchor] = ("start", "end") if frame.phone else ("middle", "middle")
    for value, words, anchor in ((-1, "axis_inside", sides[0]), (0, "axis_half", "middle"),
                                 (1, "axis_outside", sides[1])):
        x = frame.x(value)
        at = x + 10 * value if frame.phone else x
        note = fit(render(f"pictures.{words}", language), 12, third + 20)
        out += [Text((Number(value, 0, signed=True).shown(language),), x, top + 15, 12.5, "label",
                     "middle"),
                Text((note,), at, top + 31, 12, "soft", anchor)]
    return out

