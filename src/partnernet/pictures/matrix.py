"""The adjacency matrix, ordered by group: blocks on the diagonal are ties inside."""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Ints
from partnernet.pictures.legend import area_entry
from partnernet.pictures.lettering import fit
from partnernet.pictures.marks import (
    Block,
    Drawn,
    Group,
    Mark,
    Path,
    Picture,
    Rect,
    Step,
    Text,
    line,
)
from partnernet.pictures.phrases import Phrases
from partnernet.pictures.scene import Members, signs
from partnernet.vocabulary.looks import NOT_STATED
from partnernet.words import Count

_NAMED = 46
"""Up to so many organisations have their name at their row."""


def adjacency(members: Members, source: Ints, target: Ints, *, level: Ints | None = None,
              directed: bool = True, width: float = 760.0, language: str = "en") -> Picture:
    """Draw every tie as a square in the row of who names and the column of who is named.

    Parameters
    ----------
    members
        Organisations, ordered here by group, then level from the top, then id.
    source, target
        Ties, shape (m,); undirected ones once.
    level
        Rank of each one's level, for the order inside groups, shape (n,).
    directed, width, language
        As everywhere.

    Returns
    -------
    Picture
        Ties inside a group dark, between groups lighter; rows of organisations that did not
        answer lie on a pale band: not empty, but unknown.
    """
    members, rank = members.canonical()
    ranks = np.zeros(members.n, dtype=np.int64)
    if level is not None:
        ranks[rank] = level
    group = np.where(members.group < 0, len(members.groups), members.group)
    order = np.lexsort((np.arange(members.n), -ranks, group))
    spot = np.empty(members.n, dtype=np.int64)
    spot[order] = np.arange(members.n)
    s, t = spot[rank[source]], spot[rank[target]]
    if not directed:
        s, t = np.concatenate([s, t]), np.concatenate([t, s])
    group = group[order]
    named = members.n <= _NAMED and width >= 560
    left = 190.0 if named else 120.0 if width >= 560 else 32.0
    cell = (width - left - 4) / max(1, members.n)
    top = 30.0
    side = cell * members.n
    silent = ~members.answered[order] if directed else np.zeros(members.n, dtype=bool)
    out: list[Drawn] = [Rect(left, top, side, side, "cell")]
    out += [Rect(left, top + cell * k, side, cell, "chance") for k in np.flatnonzero(silent)]
    same = group[s] == group[t]
    for role, pick in (("bar", ~same), ("fact", same)):
        if pick.any():
            out.append(_squares(s[pick], t[pick], left, top, cell, role))
    out += _blocks(members, group, left, top, cell, named, language)
    if named:
        out += _names(members, order, left, top, cell)
    inside = int(same.sum()) // (1 if directed else 2)
    word = Phrases(language)
    return Picture(width, top + side + 4, tuple(out), word("matrix"),
                   word("matrix_about", organisations=Count("organisations", members.n),
                        ties=Count("ties", len(source)), inside=inside),
                   word("matrix_how" if directed else "matrix_how_undirected"),
                   (_legend(inside, len(source) - inside, int(silent.sum()), word),), "matrix")


def _legend(inside: int, between: int, silent: int, word: Phrases) -> Block:
    entries = [area_entry("fact", word("matrix_inside"), inside),
               area_entry("bar", word("matrix_between"), between)]
    if silent:
        entries.append(area_entry("chance", word("matrix_silent"), silent))
    return Block("", tuple(entries))


def _squares(row: Ints, column: Ints, left: float, top: float, cell: float, role: str) -> Path:
    """All ties of one role as one outline."""
    pad = 0.08 * cell if cell > 5 else (cell - 2.4) / 2 if cell < 2.4 else 0.0
    steps: list[Step] = []
    for r, c in sorted(zip(row.tolist(), column.tolist(), strict=True)):
        x0, y0 = left + c * cell + pad, top + r * cell + pad
        x1, y1 = x0 + cell - 2 * pad, y0 + cell - 2 * pad
        steps += [("M", (x0, y0)), ("L", (x1, y0)), ("L", (x1, y1)), ("L", (x0, y1)), ("Z", ())]
    return Path(tuple(steps), role)


def _blocks(members: Members, group: Ints, left: float, top: float, cell: float, named: bool,
            language: str) -> list[Drawn]:
    """Lines between groups, frames round their own blocks, marks and names at the edges."""
    out: list[Drawn] = []
    frames: list[Drawn] = []
    side = cell * len(group)
    letters = signs(members.looks)
    present, starts, counts = np.unique(group, return_index=True, return_counts=True)
    for g, start, count in zip(present.tolist(), starts.tolist(), counts.tolist(), strict=True):
        look = members.looks[g] if g < len(members.looks) else NOT_STATED
        sign = letters[g] if g < len(letters) else ""
        name = (members.groups[g] if g < len(members.groups)
                else Phrases(language)("no_group"))
        a, size = start * cell, count * cell
        if start:
            out += [line(left, top + a, left + side, top + a, "rule"),
                    line(left + a, top, left + a, top + side, "rule")]
        frames.append(Rect(left + a, top + a, size, size, "framed"))
        r = min(7.0, max(3.0, size / 2.8))
        inner: list[Drawn] = [Mark(look, left + a + size / 2, top - 13, r, False, sign),
                              Mark(look, left - 12, top + a + size / 2, r, False, sign)]
        if not named and left > 60 and size >= 11:
            inner.append(Text((fit(name, 11.5, left - 26),), left - 24, top + a + size / 2 + 4,
                              11.5, "label", "end"))
        out.append(Group(tuple(inner), "block", name))
    return [*out, *frames]


def _names(members: Members, order: Ints, left: float, top: float, cell: float) -> list[Drawn]:
    size = min(12.0, max(10.0, cell * 0.82))
    return [Text((fit(members.names[k], size, left - 28),), left - 26, top + cell * (row + 0.5) + 4,
                 size, "label", "end") for row, k in enumerate(order.tolist())]

