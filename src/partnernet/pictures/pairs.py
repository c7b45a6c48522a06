"""Pairs in rows: who could learn from whom, and which links need a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from partnernet.pictures.lettering import LEADING, text_width, tidy, wrap
from partnernet.pictures.marks import Anchor, Drawn, Group, Picture, Text, line, polyline
from partnernet.pictures.phrases import Phrases

_LINES = 4
"""Lines of one end's name; what is between may take three times as many, as it does on a phone."""


@dataclass(frozen=True)
class Pair:
    """Two ends, what is between them in words, and what the pair is worth."""

    left: str
    right: str
    about: str
    value: float


def learning_pairs(pairs: Sequence[Pair], *, most: int = 20, width: float = 700.0,
                   language: str = "en") -> Picture:
    """Draw who could learn what from whom, the most worthwhile pairs first.

    Parameters
    ----------
    pairs
        ``left`` shows, ``right`` learns; ``about``: in which domains; ``value``: the sum of the
        differences.
    most
        Pairs drawn.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        A row a pair: an arrow from who shows to who learns, its width the value.
    """
    word = Phrases(language)
    return _rows(pairs, most, width, word, word("learning_from"), word("learning_to"),
                 word("learning"), word("learning_how"), arrow=True)


def needed_meetings(pairs: Sequence[Pair], *, most: int = 20, width: float = 700.0,
                    language: str = "en") -> Picture:
    """Draw the links of a system map whose two ends nobody joins yet.

    Parameters
    ----------
    pairs
        Two indicators; ``about``: who would have to meet, and how far apart they are today;
        ``value``: the strength of the link.
    most, width, language
        As everywhere.

    Returns
    -------
    Picture
        A row a link, the strongest first; its line is broken.
    """
    word = Phrases(language)
    return _rows(pairs, most, width, word, word("meeting_from"), word("meeting_to"),
                 word("meetings"), word("meetings_how"), arrow=False)


def _rows(pairs: Sequence[Pair], most: int, width: float, word: Phrases, left: str, right: str,
          title: str, how: str, *, arrow: bool) -> Picture:
    shown = sorted(pairs, key=lambda pair: -pair.value)[:most]
    size = 12.0 if width < 560 else 13.0
    top_value = max((pair.value for pair in shown), default=1.0) or 1.0
    side = min(0.3 * width, max((text_width(tidy(name), size, bold=True) for pair in shown
                                 for name in (pair.left, pair.right)), default=60.0) + 4)
    out: list[Drawn] = [Text(wrap(left, 12, side, 2), side, 14, 12, "soft", "end"),
                        Text(wrap(right, 12, side, 2), width - side, 14, 12, "soft")]
    y = 30.0
    for pair in shown:
        group, high = _row(pair, y, side, width, size, pair.value / top_value, arrow)
        out.append(group)
        y += high
    if len(pairs) > len(shown):
        out.append(Text((word.more(len(pairs) - len(shown)),), width / 2, y + 14, 12, "soft",
                        "middle"))
        y += 22
    return Picture(width, y + 4, tuple(out), title, word("pairs_about", pairs=len(pairs)), how, (),
                   "pairs")


def _row(pair: Pair, y: float, side: float, width: float, size: float, share: float,
         arrow: bool) -> tuple[Group, float]:
    """One pair, and the height it takes."""
    x0, x1 = side + 10, width - side - 10
    ends: tuple[tuple[tuple[str, ...], float, Anchor], ...] = (
        (wrap(pair.left, size, side, _LINES, bold=True), side, "end"),
        (wrap(pair.right, size, side, _LINES, bold=True), width - side, "start"))
    told = wrap(pair.about, 11.5, x1 - x0 - 8, 3 * _LINES)
    words = len(told) * 11.5 * LEADING
    tall = max(len(lines) for lines, _, _ in ends) * size * LEADING
    at = y + max(words + 10, tall / 2 + 4)
    high = at - y + max(14.0, tall / 2 + 6)
    thick = 1.4 + 5.6 * share
    marks: list[Drawn] = [
        Text(lines, x, at + size * 0.36 - (len(lines) - 1) * size * LEADING / 2, size, "strong",
             anchor) for lines, x, anchor in ends]
    if arrow:
        head = 5 + thick
        marks += [line(x0, at, x1 - head, at, "count", thick),
                  polyline([(x1, at), (x1 - head - 1, at - head * 0.75),
                            (x1 - head - 1, at + head * 0.75)], "arrow", closed=True)]
    else:
        marks.append(line(x0, at, x1, at, "count broken", thick * 0.7))
    marks.append(Text(told, (x0 + x1) / 2, at - words + 2, 11.5, "label on-paper", "middle"))
    title = f"{tidy(pair.left)} {'→' if arrow else '–'} {tidy(pair.right)}: {tidy(pair.about)}"
    return Group(tuple(marks), "pair", title), high
