"""Small pictures inside text: counts as dots, shares as bars, how sure a finding is."""

from __future__ import annotations

from typing import Literal

from partnernet.pictures.marks import Circle, Drawn, Path, Picture, Rect

Certainty = Literal["firm", "likely", "open"]
_STEP = 11.0


def dots(full: int, total: int, words: str, *, row: int = 14, most: int = 120) -> Picture:
    """A count that can be checked by eye: ``full`` of ``total`` dots filled.

    ``words``: what a screen reader says. Beyond ``most`` dots each stands for several, and the
    filled share is rounded to the nearest dot.
    """
    shown_total, shown = total, full
    if total > most:
        shown_total = most
        shown = round(full / total * most)
    row = max(1, min(row, shown_total))
    marks: list[Drawn] = [
        Circle(6 + _STEP * (k % row), 6 + _STEP * (k // row), 4.0 if k < shown else 3.4,
               "dot" if k < shown else "off") for k in range(shown_total)]
    rows = max(1, -(-shown_total // row))
    return Picture(12 + _STEP * (row - 1), 12 + _STEP * (rows - 1), tuple(marks), words, words,
                   kind="dots", paper=False)


def meter(share: float, words: str, *, over: bool = False, width: float = 76.0) -> Picture:
    """A share of 0 to 1 as a bar on its track; ``over``: too much, in red and with a notch."""
    share = min(1.0, max(0.0, share)) if share == share else 0.0
    marks: list[Drawn] = [Rect(0, 0, width, 10, "chance", 2)]
    if share > 0:
        marks.append(Rect(0, 0, max(2.0, width * share), 10, "over" if over else "fact", 2))
    if over:  # not by colour alone
        end = width * share
        marks.append(Path((("M", (end - 9, 2)), ("L", (end - 4, 5)), ("L", (end - 9, 8)),
                           ("Z", ())), "paper"))
    return Picture(width, 10, tuple(marks), words, words, kind="meter", paper=False)


def certainty(kind: Certainty, words: str) -> Picture:
    """A full, half or empty disc: firm, likely, open question."""
    marks: list[Drawn] = [Circle(8, 8, 6, "halo-ring")]
    if kind == "firm":
        marks.append(Circle(8, 8, 6, "fact"))
    elif kind == "likely":
        marks.append(Path((("M", (8, 2)), ("C", (4.7, 2, 2, 4.7, 2, 8)),
                           ("C", (2, 11.3, 4.7, 14, 8, 14)), ("Z", ())), "fact"))
    return Picture(16, 16, tuple(marks), words, words, kind="certainty", paper=False)
