"""The outlines of the marks: one shape a look, of equal visual weight."""

from __future__ import annotations

import math
from functools import cache

from partnernet.pictures.marks import Mark, Path, Point, Step

PLAIN = ("circle_plus", "circle_half", "circle_cross", "dot")
"""Shapes whose fill is the paper: told apart by what is inside."""
# A quarter of a circle as a cubic curve.
_BEND = 0.5523


def outline(mark: Mark) -> Path:
    """The edge of a mark, at its place."""
    return Path(_placed(_outline(mark.look.shape), mark), "mark")


def inside(mark: Mark) -> Path | None:
    """What a plain shape has inside: plus, half or cross."""
    steps = _inside(mark.look.shape)
    solid = " solid" if mark.look.shape == "circle_half" else ""
    return Path(_placed(steps, mark), f"within{solid}") if steps else None


def _placed(steps: tuple[Step, ...], mark: Mark) -> tuple[Step, ...]:
    return tuple((letter, tuple(
        number * mark.r + (mark.y if k % 2 else mark.x) for k, number in enumerate(numbers)))
        for letter, numbers in steps)


def _closed(points: list[Point]) -> tuple[Step, ...]:
    return (("M", points[0]), *(("L", point) for point in points[1:]), ("Z", ()))


def _polygon(sides: int, r: float, turn: float = -90.0, down: float = 0.0) -> tuple[Step, ...]:
    """A regular polygon; ``down`` moves it so that its weight is in the middle."""
    angles = [math.radians(turn + 360 * k / sides) for k in range(sides)]
    return _closed([(r * math.cos(a), r * math.sin(a) + down) for a in angles])


def circle(r: float = 1.0) -> tuple[Step, ...]:
    """A circle about (0, 0) as four curves."""
    b = _BEND * r
    return (("M", (r, 0)), ("C", (r, b, b, r, 0, r)), ("C", (-b, r, -r, b, -r, 0)),
            ("C", (-r, -b, -b, -r, 0, -r)), ("C", (b, -r, r, -b, r, 0)), ("Z", ()))


@cache
def _outline(shape: str) -> tuple[Step, ...]:
    """The outline of a shape of radius 1."""
    if shape == "square":
        return _polygon(4, 1.2, 45)
    if shape == "triangle":
        return _polygon(3, 1.3, down=0.18)
    if shape == "inverted_triangle":
        return _polygon(3, 1.3, 90, down=-0.18)
    if shape == "diamond":
        return _polygon(4, 1.28)
    if shape == "hexagon":
        return _polygon(6, 1.08, 0)
    if shape == "pentagon":
        return _polygon(5, 1.14, down=0.06)
    if shape == "star":
        angles = [math.radians(-90 + 36 * k) for k in range(10)]
        reach = [0.72 if k % 2 else 1.3 for k in range(10)]
        return _closed([(r * math.cos(a), r * math.sin(a) + 0.06)
                        for a, r in zip(angles, reach, strict=True)])
    return circle(0.6 if shape == "dot" else 0.94)


@cache
def _inside(shape: str) -> tuple[Step, ...]:
    """What stands inside a plain shape of radius 1."""
    if shape == "circle_plus":
        return (("M", (-0.94, 0)), ("L", (0.94, 0)), ("M", (0, -0.94)), ("L", (0, 0.94)))
    if shape == "circle_cross":
        return (("M", (-0.66, -0.66)), ("L", (0.66, 0.66)),
                ("M", (-0.66, 0.66)), ("L", (0.66, -0.66)))
    if shape == "circle_half":
        b = _BEND * 0.94
        return (("M", (0, -0.94)), ("C", (-b, -0.94, -0.94, -b, -0.94, 0)),
                ("C", (-0.94, b, -b, 0.94, 0, 0.94)), ("Z", ()))
    return ()
