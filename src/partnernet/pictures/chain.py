"""The chain from the top to the front line, level by level, and who is cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from partnernet.kernels.dyads import Bools, Ints
from partnernet.pictures.lettering import fit, tidy, wrap
from partnernet.pictures.marks import Drawn, Group, Path, Picture, Point, Rect, Text
from partnernet.pictures.scene import Members
from partnernet.words import render

_MOST = 10
_NAME = 19.0


@dataclass
class _Layout:
    """Where marks stand, found band by band."""

    split: float
    width: float
    where: dict[int, Point] = field(default_factory=dict)
    radius: dict[int, float] = field(default_factory=dict)


def chain(members: Members, level: Ints, levels: Sequence[str], parent: Ints, reached: Bools, *,
          up: bool = False, width: float = 404.0, language: str = "en") -> Picture:
    """Draw the first ties by which each organisation is reached, one level at a time.

    Parameters
    ----------
    members
        All organisations.
    level, levels
        Rank of each one's level, −1 without, shape (n,); names, the nearest first.
    parent
        Who names it first on the way, −1 for the start and for those not reached, shape (n,).
    reached
        Whether the chain reaches it, shape (n,).
    up
        Whether the chain runs from the front line to the top.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        A band a level, highest on top; those cut off stand in a red box with their names.
    """
    members, rank = members.canonical()
    ranks, first, got = (np.empty(members.n, dtype=np.int64) for _ in range(3))
    ranks[rank], got[rank] = level, reached
    first[rank] = np.where(parent >= 0, rank[parent], -1)
    layout = _Layout(min(0.55 * width, width - 172), width)
    words: list[Drawn] = []
    ground: list[Drawn] = []
    top = 0.0
    for n, k in enumerate([*range(len(levels))][::-1]):
        here = np.flatnonzero(ranks == k)
        inside = _order([int(i) for i in here if got[i]], first, layout)
        missed = [int(i) for i in here if not got[i]]
        high = _place(inside, missed, members.names, top, layout)
        ground.append(Rect(0, top, width, high, "band" + (" second" if n % 2 else "")))
        start = k == (0 if up else len(levels) - 1)
        words += _band(members, tidy(levels[k]), inside, missed, top, layout, start, language)
        top += high
    lines = [_link(layout.where[int(p)], layout.where[i], layout.radius[i])
             for i, p in enumerate(first) if int(p) in layout.where and i in layout.where]
    nodes = [Group((members.mark(i, *layout.where[i], layout.radius[i]),), "node",
                   members.names[i], (("org", f"o{i}"),)) for i in sorted(layout.where)]
    cut = [members.names[i] for i in range(members.n) if ranks[i] >= 0 and not got[i]]
    about = render("pictures.chain_about_up" if up else "pictures.chain_about", language,
                   names=", ".join(cut) or "–")
    return Picture(width, top, (*ground, *lines, *words, *nodes),
                   render("pictures.chain", language), about,
                   render("pictures.chain_how_up" if up else "pictures.chain_how", language),
                   (), "chain")


def _order(inside: list[int], first: Ints, layout: _Layout) -> list[int]:
    """Under the one who names it; those named on their own level stand right of their namer."""
    above = [i for i in inside if int(first[i]) in layout.where]
    kin = np.bincount(first[first >= 0], minlength=len(first))
    order = sorted(above, key=lambda i: (layout.where[int(first[i])][0], kin[i], i))
    rest = [i for i in inside if i not in set(above)]
    while rest:
        ready = [i for i in rest if int(first[i]) in order] or rest[:1]
        for i in ready:
            at = order.index(int(first[i])) + 1 if int(first[i]) in order else len(order)
            order.insert(at, i)
        rest = [i for i in rest if i not in set(ready)]
    return order


def _place(inside: list[int], missed: list[int], names: Sequence[str], top: float,
           layout: _Layout) -> float:
    """Give places to the marks of a band; its height."""
    room = layout.split - 30
    r = 7.0 if len(inside) <= 28 else 5.0
    least = 2 * r + 2.5
    each = max(1, min(len(inside), int(room / least) + 1))
    rows = -(-len(inside) // each) if inside else 1
    each = -(-len(inside) // rows) if inside else 1
    step = min(26.0, room / max(each - 1, 1))
    for k, i in enumerate(inside):
        row, column = k % rows, k // rows
        x0 = 15 + (room - step * (each - 1)) / 2
        aside = step / 2 * (row % 2) if rows > 1 else 0.0
        layout.where[i] = (min(x0 + step * column + aside, layout.split - 8),
                           top + 34 + row * (2 * r + 9))
        layout.radius[i] = r
    y = top + 52.0
    for i in missed[:_MOST]:
        high = _NAME + 12 * (len(_cut_name(names[i], layout)) - 1)
        layout.where[i] = (layout.split + 20, y + high / 2)
        layout.radius[i] = 5.4
        y += high
    box = y - top + (_NAME if len(missed) > _MOST else 0) + 14 if missed else 0.0
    return max(92.0, box, 34 + rows * (2 * r + 9) + 40)


def _cut_name(name: str, layout: _Layout) -> tuple[str, ...]:
    """The lines of a name in the box of those cut off."""
    return wrap(name, 11.0, layout.width - layout.split - 44, 2)


def _band(members: Members, name: str, inside: list[int], missed: list[int], top: float,
          layout: _Layout, start: bool, language: str) -> list[Drawn]:
    """The words of a band, and the box of those cut off."""
    x, room = layout.split + 14, layout.width - layout.split - 20
    key = "chain_start" if start else "chain_reached"
    out: list[Drawn] = [
        Text(wrap(name, 12.5, room, 1, bold=True), x, top + 22, 12.5, "strong"),
        Text((fit(render(f"pictures.{key}", language, n=len(inside),
                         total=len(inside) + len(missed)), 11.5, room),), x, top + 38, 11.5,
             "soft")]
    if missed:
        words: list[Drawn] = []
        bottom = top + 52.0
        for i in missed[:_MOST]:
            lines = _cut_name(members.names[i], layout)
            middle = layout.where[i][1]
            words.append(Text(lines, layout.split + 31, middle + 4 - 6 * (len(lines) - 1), 11.0,
                              "alert"))
            bottom = middle + (_NAME + 12 * (len(lines) - 1)) / 2
        rest = len(missed) - _MOST
        if rest > 0:
            words.append(Text((render("count.more", language, plural=rest, n=rest),),
                              layout.split + 31, bottom + 13, 11.0, "alert"))
            bottom += _NAME
        out += [Rect(layout.split + 8, top + 49, layout.width - layout.split - 14,
                     bottom - top - 46, "cut", 5), *words]
    return out


def _link(start: Point, stop: Point, r: float) -> Path:
    """A curve down to the next level, or an arc on the same one."""
    (x1, y1), (x2, y2) = start, stop
    if abs(y1 - y2) < 30:
        sag = max(y1, y2) + 14 + 0.26 * abs(x2 - x1)
        return Path((("M", (x1, y1)), ("Q", ((x1 + x2) / 2, min(sag, max(y1, y2) + 52), x2, y2))),
                    "first")
    return Path((("M", (x1, y1)), ("C", (x1, y1 + (y2 - y1) * 0.6, x2, y1 + (y2 - y1) * 0.4,
                                         x2, y2))), "first")
