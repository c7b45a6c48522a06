"""Self-assessment: domains by stages, how well each goes and how far it falls short."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.pictures.grid import Cell, Head, grid, more_mark
from partnernet.pictures.legend import area_entry
from partnernet.pictures.marks import Block, Entry, Picture, Rect
from partnernet.pictures.phrases import Phrases
from partnernet.words import Count, Number

_CLASSES = 5


def assessment_grid(domains: Sequence[str], stages: Sequence[str], mean: Floats, gap: Floats,
                    sure: Bools, answers: Ints, *, least: int = 1, scale: float = 4.0,
                    width: float = 760.0, language: str = "en") -> Picture:
    """Draw the mean of each cell and its gap to what the answers hold important.

    Parameters
    ----------
    domains, stages
        Rows and columns.
    mean, gap
        Mean performance and mean of importance − performance, NaN where undefined, shape
        (domains, stages).
    sure
        Whether the whole interval of the gap lies above 0, same shape.
    answers
        Organisations that answered, same shape.
    least
        Cells of fewer organisations say so instead of a figure.
    scale
        Range of the answers (high − low); a fifth of half of it parts the classes of gap.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        Mean large, gap small, the darker the wider; a triangle where the gap is sure.
    """
    word = Phrases(language)
    cells: list[list[Cell]] = []
    for r, domain in enumerate(domains):
        line: list[Cell] = []
        for c, stage in enumerate(stages):
            where = f"{domain}, {stage}"
            n = int(answers[r, c])
            if n < least or np.isnan(mean[r, c]):
                told = word("too_few_short") if n else word("no_answers")
                line.append(Cell("blank", "", told, title=f"{where}: {told}"))
                continue
            line.append(_cell(where, float(mean[r, c]), float(gap[r, c]), bool(sure[r, c]), n,
                              scale, word))
        cells.append(line)
    marks, wide, high = grid([Head(name) for name in domains], [Head(name) for name in stages],
                             cells, width=width, widest=128.0)
    entries = [area_entry(f"sand-{k}", _range(k, scale, language))
               for k in range(1, _CLASSES + 1)]
    if sure.any():
        entries.append(Entry((more_mark(0, 0, 1),), word("gap_sure"), int(sure.sum()), 46))
    if any(cell.role == "blank" for line in cells for cell in line):
        entries.append(Entry((Rect(-14, -7, 28, 14, "blank"),), word("too_few"), None, 46))
    return Picture(wide, high, tuple(marks), word("assessment"),
                   word("assessment_about", rows=len(domains), columns=len(stages),
                        sure=int(sure.sum())), word("assessment_how"),
                   (Block(word("gap_legend"), tuple(entries)),), "assessment")


def _class(gap: float, scale: float) -> int:
    """Class 1 (no gap) to 5 (half the scale and more)."""
    if np.isnan(gap):
        return 1
    return int(np.clip(np.floor(gap / (scale / 2) * (_CLASSES - 1)) + 2 if gap > 0 else 1,
                       1, _CLASSES))


def _cell(where: str, mean: float, gap: float, sure: bool, n: int, scale: float,
          word: Phrases) -> Cell:
    told = Number(gap, 1, signed=True).shown(word.language)
    title = word("assessment_cell", where=where, mean=Number(mean, 1), gap=told,
                 organisations=Count("organisations", n))
    small = "" if np.isnan(gap) else word("gap_short", gap=told)
    return Cell(f"sand-{_class(gap, scale)}", Number(mean, 1).shown(word.language), small,
                int(sure), False, (), title)


def _range(k: int, scale: float, language: str) -> str:
    """A class of gap in words."""
    step = scale / 2 / (_CLASSES - 1)
    if k == 1:
        return Phrases(language)("gap_none")
    low, high = ((k - 2) * step, (k - 1) * step)
    if k == _CLASSES:
        return Phrases(language)("heat_over", cut=Number(low, 1).shown(language))
    return f"{Number(low, 1).shown(language)}–{Number(high, 1).shown(language)}"
