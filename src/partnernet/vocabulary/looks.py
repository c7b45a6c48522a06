"""How a group is drawn: one colour and one shape, the same in every picture.

Lightness is a ladder, so greyscale keeps most of the order; the colours stay apart under simulated
deuteranopia and protanopia; every mark has an ink edge, so pale fills stand out on paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """A mark: its shape, its fill on light and dark ground, its edge when hollow.

    ``shape`` is circle, square, triangle, diamond, hexagon, star, pentagon, inverted_triangle,
    circle_plus, circle_half or circle_cross (the last three have a paper fill: shape alone tells).
    """

    shape: str
    fill: str
    edge: str
    dark: str


KNOWN: dict[str, Look] = {
    "health": Look("circle", "#2b6cb8", "#174a85", "#5a9ce8"),
    "social": Look("square", "#e8ab3a", "#8a5a00", "#f2bb55"),
    "voluntary": Look("triangle", "#1f917a", "#0d6252", "#37b598"),
    "education": Look("diamond", "#eab3d6", "#99407f", "#e79ad0"),
    "anchor institution": Look("hexagon", "#80451c", "#54290a", "#b9764a"),
    "government": Look("star", "#36434a", "#1c262b", "#eef3f4"),
}
FURTHER: tuple[Look, ...] = (
    Look("pentagon", "#dad69c", "#6b671f", "#dad69c"),
    Look("inverted_triangle", "#3b2fc0", "#2a2190", "#8d84f5"),
)
PLAIN: tuple[Look, ...] = tuple(
    Look(shape, "#ffffff", "#16252b", "#10191c")
    for shape in ("circle_plus", "circle_half", "circle_cross")
)
NOT_STATED = Look("dot", "#ffffff", "#4a5a60", "#10191c")


def looks_for(keys: Sequence[str | None]) -> list[Look]:
    """A look for each group, given its known sector key or None, in the order of the groups.

    Known sectors keep their own; the others take, in order, the further looks, then the looks that
    no known sector here uses, then the plain ones, and those again from the start.
    """
    used = {key for key in keys if key in KNOWN}
    spare = [*FURTHER, *(look for key, look in KNOWN.items() if key not in used), *PLAIN]
    looks, count = [], 0
    for key in keys:
        if key in KNOWN:
            looks.append(KNOWN[key])
        else:
            looks.append(spare[count] if count < len(spare) else PLAIN[count % len(PLAIN)])
            count += 1
    return looks
