"""Who is reached, and in how many steps: columns of names, and curves over steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Ints
from partnernet.pictures.lettering import LEADING, text_width, wrap
from partnernet.pictures.marks import Drawn, Group, Picture, Rect, Text, line, moved
from partnernet.pictures.scene import Members
from partnernet.words import render

_MOST = 16


def reach_columns(members: Members, steps: Ints, *, most: int = 3, width: float = 940.0,
                  language: str = "en") -> Picture:
    """Draw the front line in columns: reached in 1, 2, 3 steps, and not reached.

    Parameters
    ----------
    members
        All organisations.
    steps
        Steps from the decision level to each front-line organisation, 0 where no path leads
        there, −1 for organisations that are not on the front line, shape (n,).
    most
        Steps with a column of their own; further ones share a column, where there are any.
    width, language
        As everywhere; below 560 two columns a row.

    Returns
    -------
    Picture
        Large figures count up from column to column; organisations are groups ``node``.
    """
    members, rank = members.canonical()
    far = np.full(members.n, -1, dtype=np.int64)
    far[rank] = steps
    total = int((far >= 0).sum())
    columns: list[tuple[str, list[int], int, bool]] = []
    reached = 0
    for k in range(1, most + 1):
        here = np.flatnonzero(far == k).tolist()
        reached += len(here)
        columns.append((render("pictures.in_steps", language, plural=k, n=k), here, reached, False))
    later = np.flatnonzero(far > most).tolist()
    if later:
        columns.append((render("pictures.in_more_steps", language, n=most), later,
                        reached + len(later), False))
    cut = np.flatnonzero(far == 0).tolist()
    columns.append((render("pictures.not_reached", language), cut, len(cut), True))
    marks, height = _columns(members, columns, total, width, language)
    names = ", ".join(members.names[k] for k in cut) or "–"
    return Picture(width, height, tuple(marks), render("pictures.reach", language),
                   render("pictures.reach_about", language, reached=total - len(cut), total=total,
                          names=names), render("pictures.reach_how", language), (), "reach")


def _columns(members: Members, columns: Sequence[tuple[str, list[int], int, bool]], total: int,
             width: float, language: str) -> tuple[list[Drawn], float]:
    each = 2 if width < 560 else len(columns)
    wide = width / each
    out: list[Drawn] = []
    top = 0.0
    for start in range(0, len(columns), each):
        row = [_column(members, *column, total, wide, bool(start + k), language)
               for k, column in enumerate(columns[start:start + each])]
        high = max(height for _, height in row)
        for k, ((marks, _), column) in enumerate(zip(row, columns[start:], strict=False)):
            x = k * wide
            if column[3]:
                out += [Rect(x, top, wide, high, "cutfill"),
                        line(x, top + 1.5, x + wide, top + 1.5, "alert-line", 3)]
            elif k:
                out.append(line(x, top, x, top + high, "rule"))
            out += [moved(mark, x, top) for mark in marks]
        out.append(line(0, top, width, top, "axis"))
        top += high + (8 if start + each < len(columns) else 0)
    return out, top


def _column(members: Members, heading: str, here: list[int], reached: int, cut: bool, total: int,
            wide: float, later: bool, language: str) -> tuple[list[Drawn], float]:
    """One column from (0, 0)."""
    x = 14.0 if later or cut else 2.0
    role, number = ("alert-strong", "alert-number") if cut else ("strong", "number")
    told = render("pictures.of_total", language, total=total)
    if later and not cut and here:
        told += f" (+{len(here)})"
    big = str(reached)
    out: list[Drawn] = [
        Text(wrap(heading, 13.5, wide - x - 6, 1, bold=True), x, 22, 13.5, role),
        Text((big,), x, 53, 28, number),
        Text((told,), x + text_width(big, 28, bold=True) + 6, 53, 12.5, "soft")]
    y = 66.0
    shown = here[:_MOST] if len(here) > _MOST + 1 else here
    for k in shown:
        lines = wrap(members.names[k], 12.5, wide - x - 24, 3)
        high = max(22.0, len(lines) * 12.5 * LEADING + 7)
        first = y + high / 2 - (len(lines) - 1) * 12.5 * LEADING / 2 + 4.5
        out.append(Group((members.mark(k, x + 7, y + high / 2, 6.4),
                          Text(lines, x + 22, first, 12.5)), "node", members.names[k],
                         (("org", f"o{k}"),)))
        y += high
    if len(here) > len(shown):
        rest = len(here) - len(shown)
        out.append(Text((render("count.more", language, plural=rest, n=rest),), x + 22, y + 15,
                        12.5, "soft"))
        y += 22
    return out, y + 12
