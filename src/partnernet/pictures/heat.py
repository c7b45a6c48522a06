"""Heat tables: observed ties over expected ones, group by group or level by level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Floats, Ints
from partnernet.pictures.grid import Cell, Head, grid, more_mark
from partnernet.pictures.legend import area_entry
from partnernet.pictures.lettering import short
from partnernet.pictures.marks import Block, Entry, Picture, Rect
from partnernet.pictures.phrases import Phrases
from partnernet.words import Number, render

CUTS = (0.25, 0.5, 0.8, 1.25, 2.0, 4.0)
"""Where classes of O/E part."""


def heat_class(ratio: float) -> int | None:
    """Class 0 (far fewer than expected) to 6 (far more) of a ratio; None where undefined."""
    if np.isnan(ratio):
        return None
    return int(np.searchsorted(CUTS, ratio, side="right"))


def ratio_heat(rows: Sequence[Head], columns: Sequence[Head], observed: Ints, expected: Floats, *,
               significant: Ints | None = None, own: bool = True, directed: bool = True,
               title: str = "", width: float = 760.0, language: str = "en") -> Picture:
    """Draw how many ties run from each row to each column, over how many chance would give.

    Parameters
    ----------
    rows, columns
        Heads: groups with their looks, or levels.
    observed, expected
        Ties and expected ties, shape (rows, columns); expected NaN or 0 where no dyad could be
        observed.
    significant
        1 more than chance, −1 fewer, 0 neither, shape (rows, columns).
    own
        Whether rows and columns are the same groups: the diagonal is framed.
    directed
        Whether rows name columns.
    title
        Title; None takes the catalogue's.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Ratio large, observed / expected small; triangles where chance is left behind.
    """
    word = Phrases(language)
    cells: list[list[Cell]] = []
    for r, row in enumerate(rows):
        line: list[Cell] = []
        for c, column in enumerate(columns):
            o, e = int(observed[r, c]), float(expected[r, c])
            ratio = o / e if e > 0 else float("nan")
            more = 0 if significant is None else int(significant[r, c])
            line.append(_cell(row, column, o, e, ratio, more, own and r == c, directed, language))
        cells.append(line)
    corner = word("heat_corner") if directed else ""
    marks, wide, high = grid(rows, columns, cells, width=width, corner=corner)
    above = sum(cell.more > 0 for line in cells for cell in line)
    below = sum(cell.more < 0 for line in cells for cell in line)
    about = word("heat_about", rows=len(rows), columns=len(columns))
    return Picture(wide, high, tuple(marks), title or word("heat"), about,
                   word("heat_how" if directed else "heat_how_undirected"),
                   (_legend(language, significant is not None, own, above, below),), "heat")


def _cell(row: Head, column: Head, o: int, e: float, ratio: float, more: int, framed: bool,
          directed: bool, language: str) -> Cell:
    pair = f"{short(row.words)} {'→' if directed else '–'} {short(column.words)}"
    if np.isnan(ratio):
        return Cell("blank", "–", "", 0, framed, (),
                    f"{pair}: {render('pictures.heat_undefined', language)}")
    figures = f"{o} / {Number(e, 1).shown(language)}"
    return Cell(f"heat-{heat_class(ratio)}", Number(ratio, 1).shown(language), figures, more,
                framed, (), render("pictures.heat_cell", language, pair=pair, observed=o,
                                   expected=Number(e, 1), ratio=Number(ratio, 1)))


def _legend(language: str, tested: bool, own: bool, above: int, below: int) -> Block:
    """The classes, what triangles and frames mean."""
    def n(value: float) -> str:
        return Number(value, 2 if value in (0.25, 1.25) else 1 if value % 1 else 0).shown(language)

    cuts = [n(cut) for cut in CUTS]
    words = [render("pictures.heat_under", language, cut=cuts[0]),
             *(f"{low}–{high}" for low, high in zip(cuts[:-1], cuts[1:], strict=True)),
             render("pictures.heat_over", language, cut=cuts[-1])]
    words[3] = render("pictures.heat_as_chance", language, range=words[3])
    entries = [area_entry(f"heat-{k}", text) for k, text in enumerate(words)]
    if tested:
        entries += [Entry((more_mark(0, 0, 1),), render("pictures.more_than_chance", language),
                          above, 46),
                    Entry((more_mark(0, 0, -1),), render("pictures.fewer_than_chance", language),
                          below, 46)]
    if own:
        entries.append(Entry((Rect(-14, -7, 28, 14, "framed"),),
                             render("pictures.heat_own", language), None, 46))
    return Block(render("pictures.heat_legend", language), tuple(entries))
