"""What each role looks like: one table, read by both painters.

A colour is a name of ``COLOURS``, which has it for light and for dark ground. Where a mark has
several roles, later rows of ``STYLES`` overrule earlier ones, in CSS and in matplotlib alike.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from partnernet.pictures.shapes import PLAIN
from partnernet.vocabulary.looks import FURTHER, KNOWN, NOT_STATED
from partnernet.vocabulary.looks import PLAIN as PLAIN_LOOKS

COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#10191c"),
    "ink": ("#16252b", "#e7eeee"),
    "soft": ("#4a5a60", "#adbcc0"),
    "rule": ("#d3dddb", "#2d3d42"),
    "band-a": ("#f4f7f6", "#152024"),
    "band-b": ("#e9efed", "#1b292e"),
    "tie": ("#3e5158", "#a3b6bc"),
    "chance": ("#c9d5d3", "#3a4d53"),
    "alert": ("#a3243b", "#ff93a0"),
    "alert-tint": ("#fbeef0", "#33191f"),
    "edge": ("#16252b", "#0b1214"),
    "focus": ("#0b5a8a", "#7cc4f2"),
    "heat-0": ("#f3c9a2", "#6b3d14"),
    "heat-1": ("#f8dcc2", "#4d311a"),
    "heat-2": ("#fbeee1", "#352a20"),
    "heat-3": ("#f4f6f5", "#1c292d"),
    "heat-4": ("#dbe9f1", "#1c3542"),
    "heat-5": ("#b9d5e6", "#1b455c"),
    "heat-6": ("#8fbcd8", "#1a5a7c"),
    "sand-1": ("#f6f4ee", "#20241f"),
    "sand-2": ("#ebe7da", "#2b2f27"),
    "sand-3": ("#dcd6c3", "#3a3e33"),
    "sand-4": ("#c8c0a6", "#4d5142"),
    "sand-5": ("#b1a784", "#646853"),
}
LOOKS = (*KNOWN.values(), *FURTHER, *PLAIN_LOOKS, NOT_STATED)
for _look in LOOKS:
    _plain = _look.shape in PLAIN
    COLOURS[_look.shape] = (_look.fill, _look.dark)
    COLOURS[f"{_look.shape}-edge"] = (_look.edge, "#e7eeee" if _plain else _look.dark)


@dataclass(frozen=True)
class Style:
    """How one role is drawn; None leaves it to the other roles. Widths and dashes in units."""

    fill: str | None = None
    stroke: str | None = None
    width: float | None = None
    dash: tuple[float, ...] | None = None
    stroke_opacity: float | None = None
    fill_opacity: float | None = None
    weight: int | None = None
    serif: bool | None = None
    halo: str | None = None
    """Words only: the colour round the letters, ``width`` wide."""
    round_cap: bool | None = None


_S = Style
STYLES: dict[str, Style] = {
    # areas
    "paper": _S(fill="paper"),
    "band": _S(fill="band-a"),
    "second": _S(fill="band-b"),
    "region": _S(fill="band-b", stroke="soft", width=1.2),
    "silo": _S(fill="alert-tint", stroke="alert", width=1.6, dash=(7, 5)),
    "chance": _S(fill="chance"),
    "bar": _S(fill="tie"),
    "over": _S(fill="alert"),
    "cell": _S(fill="band-a"),
    "blank": _S(fill="paper", stroke="rule", width=1.5),
    "framed": _S(fill="none", stroke="ink", width=1.8),
    "cut": _S(fill="alert-tint", stroke="alert", width=1.4, dash=(5, 4)),
    "cutfill": _S(fill="alert-tint"),
    "fact": _S(fill="ink"),
    "bubble": _S(fill="chance", stroke="ink", width=1.2),
    "paper-disc": _S(fill="paper", stroke="ink", width=1.2),
    "alert-ring": _S(stroke="alert", width=1.6),
    "chance-ring": _S(fill="none", stroke="soft", width=1.4, dash=(3, 2.4)),
    "faint-area": _S(fill="chance", fill_opacity=0.55),
    **{f"heat-{k}": _S(fill=f"heat-{k}") for k in range(7)},
    **{f"sand-{k}": _S(fill=f"sand-{k}") for k in range(1, 6)},
    # lines
    "grid": _S(fill="none", stroke="rule", width=1.0),
    "rule": _S(fill="none", stroke="rule", width=1.0),
    "axis": _S(fill="none", stroke="soft", width=1.0),
    "zero": _S(fill="none", stroke="soft", width=1.0, dash=(2, 3)),
    "mean": _S(fill="none", stroke="ink", width=1.6),
    "bound": _S(fill="none", stroke="ink", width=1.6),
    "curve": _S(fill="none", stroke="ink", width=2.2),
    "pale": _S(fill="none", stroke="soft", width=1.6),
    "stripes": _S(fill="none", stroke="alert", width=1.1),
    "broken": _S(dash=(7, 4)),
    "dotted": _S(dash=(1.6, 3.6)),
    "tie": _S(fill="none", stroke="tie", width=2.1, stroke_opacity=0.58),
    "w1": _S(width=0.9),
    "w2": _S(width=1.4),
    "w3": _S(width=2.1),
    "w4": _S(width=3.1),
    "w5": _S(width=4.4),
    "v1": _S(width=0.6),
    "v2": _S(width=0.9),
    "v3": _S(width=1.3),
    "v4": _S(width=1.9),
    "v5": _S(width=2.7),
    "oneside": _S(dash=(7, 4)),
    "silent": _S(dash=(1.6, 3.6)),
    "first": _S(fill="none", stroke="tie", width=1.5, stroke_opacity=0.7),
    "count": _S(fill="none", stroke="tie"),
    "arrow": _S(fill="tie"),
    "faint": _S(stroke_opacity=0.16),
    "faint-arrow": _S(fill_opacity=0.3),
    "new": _S(stroke="ink", stroke_opacity=1.0),
    "lost": _S(stroke="alert", stroke_opacity=0.85, dash=(3, 4)),
    "leaves": _S(stroke="alert", stroke_opacity=0.8),
    "leaves-arrow": _S(fill="alert"),
    "direct": _S(fill="none", stroke="alert", width=2.6, stroke_opacity=1.0),
    "plus-link": _S(stroke="ink", stroke_opacity=0.75),
    "minus-link": _S(stroke="alert", stroke_opacity=0.9),
    "alert-line": _S(fill="none", stroke="alert", width=3.0),
    "ring": _S(fill="none", stroke="alert", width=1.8, dash=(4, 3)),
    "halo-ring": _S(fill="none", stroke="ink", width=1.6),
    # marks: the fill of a shape stands in the row of its name
    "mark": _S(stroke="edge", width=1.1),
    **{look.shape: _S(fill=look.shape) for look in LOOKS},
    **{f"{look.shape}-plain": _S(stroke=f"{look.shape}-edge", width=1.3)
       for look in LOOKS if look.shape in PLAIN},
    "hollow": _S(fill="paper", width=2.4),
    **{f"{look.shape}-hollow": _S(
        stroke=f"{look.shape}-edge", dash=(2.6, 1.9) if look.shape in PLAIN else None)
       for look in LOOKS},
    "within": _S(fill="none", stroke="ink", width=1.5),
    "solid": _S(fill="ink", stroke="none"),
    "dim": _S(fill_opacity=0.35, stroke_opacity=0.6),
    "dot": _S(fill="ink"),
    "off": _S(fill="none", stroke="soft", width=1.2),
    # words
    "label": _S(fill="ink"),
    "soft": _S(fill="soft"),
    "strong": _S(fill="ink", weight=600),
    "number": _S(fill="ink", weight=600, serif=True),
    "alert": _S(fill="alert"),
    "alert-number": _S(fill="alert", weight=600, serif=True),
    "alert-strong": _S(fill="alert", weight=600),
    "on-mark": _S(fill="ink", weight=600),
    "on-paper": _S(halo="paper", width=3.2),
    "on-band": _S(halo="band-a", width=3.2),
    "on-second": _S(halo="band-b", width=3.2),
    "on-silo": _S(halo="alert-tint", width=3.2),
}


@cache
def style_of(role: str) -> Style:
    """The rows of all roles laid over each other, in the order of the table."""
    wanted = set(role.split())
    values: dict[str, object] = {}
    for name, row in STYLES.items():
        if name in wanted:
            for item in fields(Style):
                if getattr(row, item.name) is not None:
                    values[item.name] = getattr(row, item.name)
    return Style(**values)  # type: ignore[arg-type]  # names and types are the fields' own


def colour(name: str, *, dark: bool = False) -> str:
    """A colour as written; ``none`` stays."""
    return name if name == "none" else COLOURS[name][dark]


def mark_role(shape: str, *, hollow: bool, extra: str = "") -> str:
    """The roles of a mark of this shape."""
    roles = ["mark", shape]
    if shape in PLAIN:
        roles.append(f"{shape}-plain")
    if hollow:
        roles += ["hollow", f"{shape}-hollow"]
    return " ".join([*roles, *extra.split()])
