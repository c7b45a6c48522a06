"""What every picture must hold: nothing outside, no words over words."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from partnernet.pictures import svg
from partnernet.pictures.legend import with_legend
from partnernet.pictures.marks import Group, Mark, Picture, Text, everything


def overlaps(a, b, slack: float = 0.6) -> bool:
    """Whether two boxes overlap by more than a hair."""
    return (min(a[2], b[2]) - max(a[0], b[0]) > slack
            and min(a[3], b[3]) - max(a[1], b[1]) > slack)


def words_over_words(picture: Picture) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes overlap."""
    texts = [(text, text.box()) for text in picture.texts() if any(text.lines)]
    return [(" ".join(one.lines), " ".join(other.lines))
            for k, (one, box) in enumerate(texts) for other, theirs in texts[:k]
            if overlaps(box, theirs)]


def words_over_marks(picture: Picture) -> list[tuple[str, str]]:
    """Words that cover the mark of another organisation."""
    nodes = [mark for mark in everything(picture.marks)
             if isinstance(mark, Group) and mark.role == "node"]
    marks = [(n, m) for n in nodes for m in n.marks if isinstance(m, Mark)]
    out = []
    for node in nodes:
        for text in node.marks:
            if isinstance(text, Text):
                out += [(" ".join(text.lines), other.title) for other, mark in marks
                        if other is not node and overlaps(
                            text.box(), (mark.x - mark.r, mark.y - mark.r, mark.x + mark.r,
                                         mark.y + mark.r))]
    return out


def sound(picture: Picture) -> None:
    """The picture and its legend stay in the frame, words stay apart, the markup is well formed."""
    whole = with_legend(picture)
    assert picture.outside() == []
    assert whole.outside() == []
    assert words_over_words(picture) == []
    assert words_over_words(whole) == []
    assert picture.title
    assert picture.description
    markup = svg.paint(whole)
    ET.fromstring(markup)
    assert "style=" not in markup
    assert "<script" not in markup


def places(picture: Picture) -> dict[str, tuple[float, float]]:
    """Where the mark of each organisation stands, by its code."""
    return {dict(group.data)["org"]: (mark.x, mark.y) for group in everything(picture.marks)
            if isinstance(group, Group) and group.role == "node"
            for mark in group.marks if isinstance(mark, Mark)}
