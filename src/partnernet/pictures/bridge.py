"""The bridge: two groups, everybody with ties on both sides between them, direct ties in red."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import curve
from partnernet.pictures.lettering import LEADING, wrap
from partnernet.pictures.lines import tie
from partnernet.pictures.marks import Drawn, Group, Path, Picture, Text
from partnernet.pictures.scene import Lines, Members, reordered
from partnernet.words import render

_MOST = 18
_PALE = 12
"""Those without a tie fill a column up to so many."""
_FINE = 61


def bridge(members: Members, lines: Lines, left: Bools, right: Bools, between: Sequence[int], *,
           left_name: str, right_name: str, between_name: str = "", width: float = 760.0,
           language: str = "en") -> Picture:
    """Draw who stands between two groups.

    Parameters
    ----------
    members, lines
        All organisations and pairs in contact.
    left, right
        Members of the two groups, shape (n,).
    between
        Positions of those with ties on both sides, in neither group, at most about ten.
    left_name, right_name, between_name
        Words over the columns; the last from the catalogue if empty.
    width, language
        As everywhere; 372 for a phone.

    Returns
    -------
    Picture
        Under each name in the middle how many contacts it has on either side; those with no tie
        to any of the others are pale.
    """
    members, rank = members.canonical()
    lines = lines.renumbered(rank)
    left, right = reordered(np.asarray(left), rank), reordered(np.asarray(right), rank)
    middle = [int(rank[k]) for k in between]
    near = _contacts(lines, members.n)
    layout = _Layout(members, near, np.flatnonzero(left), np.flatnonzero(right), middle, width)
    out = _heads(layout, left_name, right_name,
                 between_name or render("pictures.between", language))
    red, ties = _ties(members, lines, left, right, layout)
    out += [*ties, *red, *_sides(members, near, layout, language), *_middle(members, near, left,
                                                                           right, layout)]
    direct = int(((left[lines.first] & right[lines.second])
                  | (right[lines.first] & left[lines.second])).sum())
    about = render("pictures.bridge_about", language, left=left_name, right=right_name,
                   between=len(middle), direct=direct)
    return Picture(width, layout.height, tuple(out), render(
        "pictures.bridge", language, left=left_name, right=right_name), about,
        render("pictures.bridge_how", language), (), "bridge")


def _contacts(lines: Lines, n: int) -> Bools:
    near = np.zeros((n, n), dtype=bool)
    near[lines.first, lines.second] = near[lines.second, lines.first] = True
    return near


class _Layout:
    """Three columns; each side in the mean order of whom it knows in the middle."""

    def __init__(self, members: Members, near: Bools, left: Ints, right: Ints, middle: list[int],
                 width: float) -> None:
        self.phone = width < 560
        self.width = width
        self.size = 11.0 if self.phone else 12.5
        self.r = 8.5 if self.phone else 10.0
        self.x = (100.0, 186.0, 272.0) if self.phone else (
            0.25 * width, 0.5 * width, 0.75 * width)
        free = near.copy()
        self.sides: list[list[int]] = []
        self.hidden: list[int] = []
        for side, other in ((left, right), (right, left)):
            tied = free[np.ix_(side, np.concatenate([middle, other]).astype(np.int64))].any(1)
            order = [int(k) for k in side[tied]][:_MOST]
            order += [int(k) for k in side[~tied]][:max(0, _PALE - len(order))]
            self.sides.append(order)
            self.hidden.append(len(side) - len(order))
        self.middle = list(middle)
        step = 50.0 if self.phone else 43.0
        self.lines = {k: wrap(members.names[k], self.size, self.room, 3) for k in middle}
        tall = max(step * max([1, *map(len, self.sides)]), sum(map(self._need, middle)))
        self.height = 44 + tall + (20 if any(self.hidden) else 0)
        self.tall = tall
        self.at: dict[int, tuple[float, float]] = {}
        self._settle(near)

    def _settle(self, near: Bools) -> None:
        for _ in range(8):
            for column, x in ((self.middle, self.x[1]), (self.sides[0], self.x[0]),
                              (self.sides[1], self.x[2])):
                self._stand(column, x)
            for side in self.sides:
                side.sort(key=lambda k: (self._mean(near, k, self.middle), k))
            everyone = [*self.sides[0], *self.sides[1]]
            self.middle.sort(key=lambda k: (self._mean(near, k, everyone), k))
        for column, x in ((self.middle, self.x[1]), (self.sides[0], self.x[0]),
                          (self.sides[1], self.x[2])):
            self._stand(column, x)

    @property
    def room(self) -> float:
        """Width of the words in the middle."""
        return min(self.x[1] - self.x[0] - (4 if self.phone else 40), 150.0)

    def _need(self, k: int) -> float:
        """Height of one in the middle: its mark, its name, its contacts, and air."""
        return 2.6 * self.r + 16 + self.size * LEADING * (len(self.lines[k]) + 1)

    def _stand(self, column: list[int], x: float) -> None:
        middle = x == self.x[1]
        needs = [self._need(k) if middle else 1.0 for k in column]
        top, stretch = 32.0, self.tall / (sum(needs) or 1.0)
        for k, need in zip(column, needs, strict=True):
            air = need * stretch - (need if middle else 0.0)
            self.at[k] = (x, top + air / 2 + (1.3 * self.r + 4 if middle else 0.0))
            top += need * stretch

    def _mean(self, near: Bools, k: int, others: list[int]) -> float:
        ys = [self.at[j][1] for j in others if near[k, j] and j in self.at]
        return float(np.mean(ys)) if ys else self.height


def _heads(layout: _Layout, *names: str) -> list[Drawn]:
    room = layout.x[1] - layout.x[0] - 8
    out: list[Drawn] = []
    for name, x in zip((names[0], names[2], names[1]), layout.x, strict=True):
        lines = wrap(name, layout.size + 1, room, 2 if layout.phone else 1, bold=True)
        out.append(Text(lines, x, 18 if len(lines) == 1 else 12, layout.size + 1, "strong",
                        "middle"))
    return out


def _ties(members: Members, lines: Lines, left: Bools, right: Bools,
          layout: _Layout) -> tuple[list[Drawn], list[Drawn]]:
    """Direct ties in red, and those by the middle."""
    red: list[Drawn] = []
    grey: list[Drawn] = []
    middle = set(layout.middle)
    for e in np.argsort(lines.width, kind="stable"):
        a, b = int(lines.first[e]), int(lines.second[e])
        if a not in layout.at or b not in layout.at:
            continue
        data = (("a", f"o{a}"), ("b", f"o{b}"))
        title = f"{members.names[a]} – {members.names[b]}"
        p, q = np.array(layout.at[a]), np.array(layout.at[b])
        if (a in middle) != (b in middle) and (left | right)[b if a in middle else a]:
            marks = tie(p, q, 0.0, layout.r + (3 if a in middle or b in middle else 0),
                        width=int(lines.width[e]), says=int(lines.says[e]))
            grey.append(Group(tuple(marks), "line", title, data))
        elif (left[a] and right[b]) or (left[b] and right[a]):
            red.append(Group((_direct(p, q, layout),), "line", title, data))
    return red, grey


def _direct(p: Floats, q: Floats, layout: _Layout) -> Path:
    """A direct tie, bowed clear of the marks and words in the middle."""
    if p[0] > q[0]:
        p, q = q, p
    keep_off = [(layout.x[1], layout.at[m][1] + down, squeeze) for m in layout.middle
                for down, squeeze in ((0.0, 0.9), (layout.r + layout.size * 1.5, 0.3),
                                      (layout.r + layout.size * 2.6, 0.5))]
    keep_off += [(*layout.at[k], 1.2) for side in layout.sides for k in side
                 if layout.at[k] not in ((p[0], p[1]), (q[0], q[1]))]
    off = np.array(keep_off)
    best, best_cost = 0.0, np.inf
    for push in np.arange(-96.0, 97.0, 4.0):
        _, places = curve(p, q, np.array(push), _FINE)
        inner = places[3:-3]
        if inner[:, 1].min() < 28 or inner[:, 1].max() > layout.height - 4:
            continue
        gap = np.hypot((inner[:, None, 0] - off[:, 0]) * off[:, 2],
                       inner[:, None, 1] - off[:, 1]).min() if len(off) else 20.0
        cost = 0.3 * abs(push) - 2 * min(float(gap), 20.0)
        if cost < best_cost:
            best, best_cost = float(push), cost
    line = tie(p, q, best, layout.r, width=3, says=0)[0]
    assert isinstance(line, Path)  # the first thing of a tie is its line
    return Path(line.steps, "direct")


def _sides(members: Members, near: Bools, layout: _Layout, language: str) -> list[Drawn]:
    out: list[Drawn] = []
    for n, side in enumerate(layout.sides):
        x = layout.x[0] if n == 0 else layout.x[2]
        others = [*layout.middle, *layout.sides[1 - n]]
        room = (x if n == 0 else layout.width - x) - layout.r - 10
        for k in side:
            y = layout.at[k][1]
            dim = "" if near[k, others].any() else "dim"
            lines = wrap(members.names[k], layout.size, room, 3 if layout.phone else 2)
            first = y + layout.size * (0.35 - 0.57 * (len(lines) - 1))
            words = Text(lines, x - layout.r - 7 if n == 0 else x + layout.r + 7, first,
                         layout.size, "soft" if dim else "label", "end" if n == 0 else "start")
            out.append(Group((members.mark(k, x, y, layout.r, dim), words), "node",
                             members.names[k], (("org", f"o{k}"),)))
        if layout.hidden[n]:
            told = render("count.more", language, plural=layout.hidden[n], n=layout.hidden[n])
            out.append(Text((told,), x, layout.height - 8, layout.size, "soft", "middle"))
    return out


def _middle(members: Members, near: Bools, left: Bools, right: Bools,
            layout: _Layout) -> list[Drawn]:
    out: list[Drawn] = []
    r = layout.r * 1.3
    for k in layout.middle:
        x, y = layout.at[k]
        lines = layout.lines[k]
        first = y + r + 5 + layout.size * 0.95
        told = f"{int(near[k, left].sum())} + {int(near[k, right].sum())}"
        out.append(Group((members.mark(k, x, y, r),
                          Text(lines, x, first, layout.size, "label on-paper", "middle"),
                          Text((told,), x, first + layout.size * LEADING * len(lines), layout.size,
                               "soft on-paper", "middle")), "node", members.names[k],
                         (("org", f"o{k}"),)))
    return out
