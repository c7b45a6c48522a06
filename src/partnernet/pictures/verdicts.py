"""Does the verdict stand whatever one chooses? A row a group, a column a choice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Floats, Ints
from partnernet.pictures.grid import GAP, Head, layout, row_head
from partnernet.pictures.lettering import text_width
from partnernet.pictures.marks import Block, Circle, Drawn, Entry, Group, Path, Picture, Rect, Text
from partnernet.pictures.phrases import Phrases
from partnernet.words import Number

SILO, LEANING, OPEN, NO_SIGN, TOO_SMALL = range(5)
"""Codes of the verdicts, −1 where there is none."""


def verdict_table(rows: Sequence[Head], choices: Sequence[str], verdict: Ints, value: Floats,
                  words: Sequence[str], *, chosen: int | None = None, choice_words: str = "",
                  width: float = 760.0, language: str = "en") -> Picture:
    """Draw each group's verdict under each choice of threshold or confirmation rule.

    Parameters
    ----------
    rows
        Groups with their looks.
    choices
        The choices in words, in order.
    verdict, value
        Code of each verdict (`SILO` … `TOO_SMALL`, −1 none) and the E–I index, shape
        (groups, choices).
    words
        The five verdicts in words.
    chosen
        Column of the choice that the report makes.
    choice_words
        What the choices are ("Trust at least").
    width, language
        As everywhere.

    Returns
    -------
    Picture
        A sign a verdict (square, half square, arrow, ring, dot) with the value under it.
    """
    word = Phrases(language)
    columns = [Head(choice) for choice in choices]
    sizes, heads = layout(rows, columns, width=width, corner=choice_words, widest=84.0, tall=44.0)
    out: list[Drawn] = list(heads)
    y = sizes.head
    for r, head in enumerate(rows):
        out += row_head(head, sizes, y, sizes.tall)
        for c, choice in enumerate(choices):
            x = sizes.left + c * (sizes.cell + GAP)
            code = int(verdict[r, c])
            said = words[code] if code >= 0 else word("no_verdict")
            out.append(Group(tuple(_cell(code, float(value[r, c]), x, y, sizes.cell, sizes.tall,
                                         language)), "cell-group",
                             f"{head.words}, {choice}: {said}"))
        y += sizes.tall + GAP
    if chosen is not None:
        x = sizes.left + chosen * (sizes.cell + GAP)
        out.append(Rect(x - 0.5, sizes.head - 0.5, sizes.cell + 1, y - GAP - sizes.head + 1,
                        "framed"))
    entries = [Entry(tuple(verdict_sign(code, 0, 0)), text) for code, text in enumerate(words)
               if (verdict == code).any()]
    if chosen is not None:
        entries.append(Entry((Rect(-9, -7, 18, 14, "framed"),), word("chosen")))
    same = int((verdict == verdict[:, :1]).all(1).sum()) if len(choices) else len(rows)
    return Picture(sizes.left + len(choices) * (sizes.cell + GAP) - GAP, y, tuple(out),
                   word("verdicts"), word("verdicts_about", same=same, groups=len(rows),
                                          choices=len(choices)),
                   word("verdicts_how"), (Block("", tuple(entries)),), "verdicts")


def _cell(code: int, value: float, x: float, y: float, wide: float, tall: float,
          language: str) -> list[Drawn]:
    out: list[Drawn] = [Rect(x, y, wide, tall, "cutfill" if code == SILO else "cell")]
    if code < 0:
        return [*out, Text(("–",), x + wide / 2, y + tall / 2 + 4, 12, "soft", "middle")]
    told = Number(value, 2, signed=True).shown(language)
    fits = text_width(told, 11) <= wide - 2 and not np.isnan(value)
    out += verdict_sign(code, x + wide / 2, y + tall / 2 - (8 if fits else 0))
    if fits:
        out.append(Text((told,), x + wide / 2, y + tall - 8, 11, "label", "middle"))
    return out


def verdict_sign(code: int, x: float, y: float) -> list[Drawn]:
    """The sign of a verdict: told by shape, the silo in red besides."""
    r = 6.0
    if code == SILO:
        return [Rect(x - r, y - r, 2 * r, 2 * r, "over")]
    if code == LEANING:
        return [Rect(x - r, y - r, 2 * r, 2 * r, "halo-ring"), Rect(x - r, y - r, r, 2 * r, "fact")]
    if code == OPEN:
        return [Circle(x, y, 2.0, "dot"), *(_ray(x, y, dx, dy) for dx, dy in (
            (0, -1), (1, 0), (0, 1), (-1, 0)))]
    if code == NO_SIGN:
        return [Circle(x, y, r - 0.6, "halo-ring")]
    return [Circle(x, y, 2.2, "dot")]


def _ray(x: float, y: float, dx: float, dy: float) -> Path:
    """One of the arms that point outwards."""
    return Path((("M", (x + 3.4 * dx, y + 3.4 * dy)), ("L", (x + 8 * dx, y + 8 * dy))), "mean")

