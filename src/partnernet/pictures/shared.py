"""What is shared: outcomes by sectors, themes by places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Ints
from partnernet.pictures.grid import GAP, Cell, Head, grid, layout, row_head
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
)
from partnernet.pictures.phrases import Phrases
from partnernet.pictures.scene import Members, signs

DONE, UNDER_WAY, PLANNED = 3, 2, 1
"""Codes of an initiative's status, 0 nothing."""


def outcomes_by_sector(members: Members, outcomes: Sequence[str], who: Ints, which: Ints, *,
                       width: float = 760.0, language: str = "en") -> Picture:
    """Draw which organisations of which sector stand behind each outcome.

    Parameters
    ----------
    members
        Organisations.
    outcomes
        Names of outcomes, forums or projects.
    who, which
        Positions of organisations and outcomes, one entry a pair, shape (k,).
    width, language
        As everywhere.

    Returns
    -------
    Picture
        A row an outcome, the most shared first; a row of one sector says so in words and is
        framed.
    """
    members, rank = members.canonical()
    word = Phrases(language)
    who = rank[who]
    letters = signs(members.looks)
    columns = [Head(name, look, letters[g])
               for g, (name, look) in enumerate(zip(members.groups, members.looks, strict=True))]
    table = np.zeros((len(outcomes), len(columns)), dtype=np.int64)
    grouped = members.group[who] >= 0
    np.add.at(table, (which[grouped], members.group[who[grouped]]), 1)
    breadth = (table > 0).sum(1)
    order = np.lexsort((np.arange(len(outcomes)), -table.sum(1), -breadth))
    rows, cells = [], []
    for o in order:
        alone = breadth[o] == 1
        rows.append(Head(outcomes[o], note=word("one_sector") if alone else ""))
        line = []
        for g in range(len(columns)):
            here = sorted(int(k) for k in who[(which == o) & (members.group[who] == g)])
            names = ", ".join(members.names[k] for k in here)
            line.append(Cell("cell" if here else "blank", "", str(len(here)) if here else "–",
                             0, bool(alone and here),
                             tuple(members.mark(k, 0, 0, 7) for k in here), names))
        cells.append(line)
    marks, wide, high = grid(rows, columns, cells, width=width)
    one = int((breadth == 1).sum())
    return Picture(wide, high, tuple(marks), word("outcomes"),
                   word("outcomes_about", outcomes=len(outcomes), one=one),
                   word("outcomes_how"), (Block("", (
                       Entry((Rect(-11, -7, 22, 14, "framed"),), word("one_sector"), one),)),),
                   "outcomes")


def coverage_grid(places: Sequence[str], themes: Sequence[str], status: Ints, count: Ints, *,
                  width: float = 760.0, language: str = "en") -> Picture:
    """Draw what is done, under way and planned, place by place and theme by theme.

    Parameters
    ----------
    places, themes
        Rows and columns.
    status
        The furthest status of any initiative there (`DONE`, `UNDER_WAY`, `PLANNED`, 0 nothing),
        shape (places, themes).
    count
        Initiatives there, same shape.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        A full, half or empty disc with the number of initiatives; nothing is an empty cell.
    """
    word = Phrases(language)
    columns = [Head(theme) for theme in themes]
    rows = [Head(place) for place in places]
    sizes, heads = layout(rows, columns, width=width, tall=34.0)
    out: list[Drawn] = list(heads)
    said = [word("status_none"), word("status_planned"), word("status_under_way"),
            word("status_done")]
    y = sizes.head
    for r, head in enumerate(rows):
        out += row_head(head, sizes, y, sizes.tall)
        for c, theme in enumerate(themes):
            x = sizes.left + c * (sizes.cell + GAP)
            code, n = int(status[r, c]), int(count[r, c])
            marks: list[Drawn] = [Rect(x, y, sizes.cell, sizes.tall, "cell" if code else "blank")]
            if code:
                wide = sizes.cell >= 40
                at = x + (16 if wide else sizes.cell / 2)
                marks += status_sign(code, at, y + sizes.tall / 2)
                if n > 1 and wide:
                    marks.append(Text((str(n),), at + 13, y + sizes.tall / 2 + 4, 11.5))
            out.append(Group(tuple(marks), "cell-group",
                             f"{head.words}, {theme}: {said[code]}" + (f" ({n})" if n else "")))
        y += sizes.tall + GAP
    entries = [Entry(tuple(status_sign(code, 0, 0)), said[code], int((status == code).sum()))
               for code in (DONE, UNDER_WAY, PLANNED)]
    entries.append(Entry((Rect(-10, -7, 20, 14, "blank"),), said[0], int((status == 0).sum())))
    return Picture(sizes.left + len(columns) * (sizes.cell + GAP) - GAP, y - GAP, tuple(out),
                   word("coverage"), word("coverage_about", places=len(places),
                                          themes=len(themes), nothing=int((status == 0).sum())),
                   word("coverage_how"), (Block("", tuple(entries)),), "coverage")


def status_sign(code: int, x: float, y: float) -> list[Drawn]:
    """Full, half or empty disc."""
    out: list[Drawn] = [Circle(x, y, 6, "halo-ring")]
    if code == DONE:
        out.append(Circle(x, y, 6, "fact"))
    elif code == UNDER_WAY:
        out.append(Path((("M", (x, y - 6)), ("C", (x - 3.3, y - 6, x - 6, y - 3.3, x - 6, y)),
                         ("C", (x - 6, y + 3.3, x - 3.3, y + 6, x, y + 6)), ("Z", ())), "fact"))
    return out
