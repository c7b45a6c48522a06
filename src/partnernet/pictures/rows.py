"""Values in rows on one scale: before and after, several alliances, ties by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Floats, Ints
from partnernet.pictures.frame import ticks, writer
from partnernet.pictures.legend import area_entry
from partnernet.pictures.lettering import LEADING, text_width, tidy, wrap
from partnernet.pictures.marks import (
    Block,
    Circle,
    Drawn,
    Entry,
    Group,
    Path,
    Picture,
    Rect,
    Text,
    line,
    polyline,
)
from partnernet.pictures.phrases import Phrases

_ROW = 36.0


@dataclass(frozen=True)
class Change:
    """One figure before and after, with the ends of its own scale, and both as written."""

    name: str
    before: float
    after: float
    low: float
    high: float
    told_before: str
    told_after: str


def before_after(changes: Sequence[Change], *, before: str, after: str, width: float = 700.0,
                 language: str = "en") -> Picture:
    """Draw how each figure changes: a hollow dot before, a full one after, an arrow between.

    Parameters
    ----------
    changes
        The figures, each on its own scale from ``low`` to ``high``.
    before, after
        What the two states are called.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Values stand beside the rows; no colour says good or bad.
    """
    word = Phrases(language)
    phone = width < 560
    size = 12.0 if phone else 13.0
    told = [f"{change.told_before} → {change.told_after}" for change in changes]
    right = max((text_width(text, size) for text in told), default=60.0) + 10
    names = min(max((text_width(tidy(change.name), size) for change in changes), default=80.0)
                + 18, (0.36 if phone else 0.4) * width)
    x0, x1 = names + 8, width - right - 10
    out: list[Drawn] = []
    y = 6.0
    for change, text in zip(changes, told, strict=True):
        lines = wrap(change.name, size, names - 8, 3)
        high = max(_ROW, len(lines) * size * LEADING + 12)
        middle = y + high / 2
        marks: list[Drawn] = [
            Text(lines, 0, middle + size * 0.36 - (len(lines) - 1) * size * LEADING / 2, size),
            line(x0, middle, x1, middle, "grid"),
            Text((text,), width, middle + size * 0.36, size, "label", "end")]
        marks += _dumbbell(change, x0, x1, middle)
        out.append(Group(tuple(marks), "row", f"{tidy(change.name)}: {text}"))
        y += high
    legend = Block("", (Entry((Circle(0, 0, 4.6, "off"),), before, None, 46),
                        Entry((Circle(0, 0, 4.6, "dot"),), after, None, 46)))
    return Picture(width, y + 4, tuple(out), word("change"), word(
        "change_about", before=before, after=after, figures=len(changes)), word("change_how"),
        (legend,), "rows")


def _dumbbell(change: Change, x0: float, x1: float, y: float) -> list[Drawn]:
    def x(value: float) -> float:
        share = (value - change.low) / ((change.high - change.low) or 1.0)
        return x0 + (x1 - x0) * min(1.0, max(0.0, share))

    if np.isnan(change.before + change.after):
        return []
    a, b = x(change.before), x(change.after)
    out: list[Drawn] = []
    if abs(b - a) > 11:
        way = 1 if b > a else -1
        out += [line(a + 5 * way, y, b - 9 * way, y, "curve"),
                polyline([(b - 4 * way, y), (b - 11 * way, y - 4), (b - 11 * way, y + 4)], "fact",
                         closed=True)]
    return [*out, Circle(a, y, 4.6, "off"), Circle(b, y, 4.6, "dot")]


def _ends(rows: Sequence[Valued], shown: Sequence[float]) -> tuple[float, float]:
    """The ends of a scale that holds all values, and others that are shown."""
    every = np.array([[row.value, row.low, row.high] for row in rows], dtype=float)
    known = [*every[~np.isnan(every)].tolist(), *shown]
    pad = 0.05 * (max(known) - min(known)) or 0.5
    return min(known) - pad, max(known) + pad


def _valued(row: Valued, lines: tuple[str, ...], size: float, middle: float, width: float,
            x: Callable[[float], float]) -> Group:
    """One row: name, range, dot, words."""
    marks: list[Drawn] = [
        Text(lines, 0, middle + size * 0.36 - (len(lines) - 1) * size * LEADING / 2, size),
        Text((row.told,), width, middle + size * 0.36, size, "soft", "end")]
    if not np.isnan(row.low + row.high):
        marks.append(line(x(row.low), middle, x(row.high), middle, "bound"))
    if not np.isnan(row.value):
        marks.append(Circle(x(row.value), middle, 4.6, "dot"))
    return Group(tuple(marks), "row", f"{tidy(row.name)}: {row.told}")


@dataclass(frozen=True, eq=False)
class Valued:
    """A row with one value and perhaps a range; ``told``: the value and what else, in words."""

    name: str
    value: float
    low: float
    high: float
    told: str


def compared(rows: Sequence[Valued], *, x_words: str, reference: float = 0.0,
             band: tuple[float, float] | None = None, title: str = "", width: float = 700.0,
             language: str = "en") -> Picture:
    """Draw one value a row on one scale: alliances, cities, groups.

    Parameters
    ----------
    rows
        What is compared, in the order given.
    x_words
        What the scale measures: a ratio to chance, a z; never a raw density.
    reference, band
        Where chance stands, and what it covers.
    title, width, language
        As everywhere.

    Returns
    -------
    Picture
        A dot a row with its range; the upright is chance.
    """
    word = Phrases(language)
    phone = width < 560
    size = 12.0 if phone else 13.0
    low, high = _ends(rows, (reference, *(band or ())))
    right = max((text_width(row.told, size) for row in rows), default=40.0) + 8
    names = min(max((text_width(tidy(row.name), size) for row in rows), default=80.0) + 12,
                (0.34 if phone else 0.36) * width)
    x0, x1 = names + 6, width - right - 8

    def x(value: float) -> float:
        return float(x0 + (x1 - x0) * (value - low) / (high - low))

    out: list[Drawn] = []
    y = 4.0
    for row in rows:
        lines = wrap(row.name, size, names - 6, 2)
        tall = max(26.0, len(lines) * size * LEADING + 8)
        out.append(_valued(row, lines, size, y + tall / 2, width, x))
        y += tall
    ground: list[Drawn] = []
    if band:
        ground.append(Rect(x(band[0]), 0, x(band[1]) - x(band[0]), y, "chance"))
    values = ticks(low, high, max(3, int((x1 - x0) / 70)))
    write = writer(language, values)
    ground += [line(x(value), 0, x(value), y, "grid") for value in values]
    ground.append(line(x(reference), 0, x(reference), y, "mean"))
    foot: list[Drawn] = [line(x0, y, x1, y, "axis")]
    foot += [Text((write(value),), x(value), y + 16, 11.5, "soft", "middle") for value in values]
    foot.append(Text(wrap(x_words, 12, width - x0, 2), x1, y + 34, 12, "soft", "end"))
    return Picture(width, y + (50 if text_width(x_words, 12) > width - x0 else 40),
                   (*ground, *out, *foot), title or word("compared"),
                   word("compared_about", rows=len(rows)), word("compared_how"),
                   (Block("", (area_entry("chance", word("compared_band")),)),) if band else (),
                   "rows")


def tie_changes(names: Sequence[str], persisted: Ints, formed: Ints, dissolved: Ints,
                expected: Floats | None = None, *, width: float = 700.0,
                language: str = "en") -> Picture:
    """Draw ties that stayed, came and went between two waves, a row a kind or pair of groups.

    Parameters
    ----------
    names
        Kinds of tie, or pairs of groups.
    persisted, formed, dissolved
        Counts, shape (k,).
    expected
        Ties that would have formed there if they formed anywhere equally, shape (k,).
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Left of the middle what went, hatched; right of it what stayed and what came.
    """
    word = Phrases(language)
    size = 12.0 if width < 560 else 13.0
    left = min(max((text_width(tidy(name), size) for name in names), default=80.0) + 14,
               0.34 * width)
    went, right = int(dissolved.max(initial=0)), persisted + formed
    wanted = 0.0 if expected is None else float(np.nanmax(persisted + expected, initial=0))
    unit = (width - left - 76) / max(1.0, went + max(float(right.max(initial=1)), wanted))
    zero = left + 34 + went * unit
    out: list[Drawn] = []
    y = 4.0
    for k, name in enumerate(names):
        lines = wrap(name, size, left - 8, 2)
        tall = max(34.0, len(lines) * size * LEADING + 10)
        out.append(Group(tuple(_tie_row(lines, size, y, tall, zero, unit, int(persisted[k]),
                                        int(formed[k]), int(dissolved[k]),
                                        None if expected is None else float(expected[k]))),
                         "row", word("ties_row", name=tidy(name), stayed=int(persisted[k]),
                                     came=int(formed[k]), went=int(dissolved[k]))))
        y += tall
    out.append(line(zero, 0, zero, y, "axis"))
    entries = [Entry((_stripes(-21, -6, 42, 12),), word("ties_went"), int(dissolved.sum()), 46),
               area_entry("chance", word("ties_stayed"), int(persisted.sum())),
               area_entry("fact", word("ties_came"), int(formed.sum()))]
    if expected is not None:
        entries.append(Entry((line(0, -7, 0, 7, "mean"),), word("ties_expected"), None, 46))
    return Picture(width, y + 4, tuple(out), word("ties_change"), word(
        "ties_change_about", came=int(formed.sum()), went=int(dissolved.sum()),
        stayed=int(persisted.sum())), word("ties_change_how"), (Block("", tuple(entries)),), "rows")


def _tie_row(lines: tuple[str, ...], size: float, y: float, tall: float, zero: float, unit: float,
             stayed: int, came: int, went: int, expected: float | None) -> list[Drawn]:
    middle = y + tall / 2
    top, high = middle - 8, 16.0
    out: list[Drawn] = [Text(
        lines, 0, middle + size * 0.36 - (len(lines) - 1) * size * LEADING / 2, size)]
    if went:
        out += [_stripes(zero - went * unit, top, went * unit, high),
                Text((f"−{went}",), zero - went * unit - 5, middle + 4, 11.5, "label", "end")]
    out += [Rect(zero, top, stayed * unit, high, "chance"),
            Rect(zero + stayed * unit, top, came * unit, high, "fact")]
    end = zero + (stayed + came) * unit
    if expected is not None and not np.isnan(expected):
        at = zero + (stayed + expected) * unit
        out.append(line(at, top - 4, at, top + high + 4, "mean"))
        end = max(end, at) if at < end + 30 else end
    out.append(Text((f"+{came}",), end + 6, middle + 4, 11.5))
    return out


def _stripes(x: float, y: float, width: float, height: float) -> Path:
    """Slanted stripes and an edge: gone, told without colour."""
    steps: list[tuple[str, tuple[float, ...]]] = [
        ("M", (x, y)), ("L", (x + width, y)), ("L", (x + width, y + height)),
        ("L", (x, y + height)), ("Z", ())]
    at = x
    while at < x + width:
        reach = min(height * 0.6, x + width - at)
        steps += [("M", (at, y + height)), ("L", (at + reach, y + height - reach / 0.6))]
        at += 5.0
    return Path(tuple(steps), "stripes")

