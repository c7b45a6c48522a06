"""Who is at the table: organisations by level and sector, and where nobody is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Ints
from partnernet.pictures.grid import Cell, Head, grid
from partnernet.pictures.legend import mark_entry
from partnernet.pictures.marks import Block, Picture
from partnernet.pictures.phrases import Phrases
from partnernet.pictures.scene import Members, signs
from partnernet.words import Count, render


def presence(members: Members, level: Ints, levels: Sequence[str], *, width: float = 760.0,
             language: str = "en") -> Picture:
    """Draw a mark for each organisation in the cell of its level and group.

    Parameters
    ----------
    members
        Organisations; ``members.groups`` may hold declared groups with nobody.
    level, levels
        Rank of each organisation's level, −1 without, shape (n,); names, the nearest first.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Hollow marks did not answer; cells with nobody say so in words. Organisations without a
        level, or without a group, stand in a row or column of their own.
    """
    members, rank = members.canonical()
    ranks = np.empty(members.n, dtype=np.int64)
    ranks[rank] = level
    word = Phrases(language)
    letters = signs(members.looks)
    columns = [Head(name, look, letters[g])
               for g, (name, look) in enumerate(zip(members.groups, members.looks, strict=True))]
    codes = [*range(len(columns))]
    if (members.group < 0).any():
        columns.append(Head(word("no_group")))
        codes.append(-1)
    order = [*range(len(levels))][::-1] + ([-1] if (ranks < 0).any() else [])
    rows = [Head(levels[k] if k >= 0 else word("no_level")) for k in order]
    cells, nobody = [], 0
    for k in order:
        line = []
        for g in codes:
            here = np.flatnonzero((ranks == k) & (members.group == g))
            nobody += not len(here) and k >= 0 and g >= 0
            line.append(_cell(members, [int(i) for i in here], language))
        cells.append(line)
    marks, wide, high = grid(rows, columns, cells, width=width)
    silent = int((~members.answered).sum())
    legend = (Block("", (mark_entry(members.looks[0], word("legend_hollow"), silent, hollow=True),
                         )),) if silent and len(members.looks) else ()
    return Picture(wide, high, tuple(marks), word("presence"),
                   word("presence_about", organisations=Count("organisations", members.n),
                        blank=nobody), word("presence_how"), legend, "presence")


def _cell(members: Members, here: list[int], language: str) -> Cell:
    if not here:
        return Cell("blank", "", render("pictures.nobody", language))
    here = sorted(here, key=lambda k: not members.answered[k])
    names = ", ".join(members.names[k] for k in here)
    return Cell("cell", "", str(len(here)), title=names,
                marks=tuple(members.mark(k, 0, 0, 7) for k in here))
