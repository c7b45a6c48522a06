"""Pictures: arrays in, marks out, and two thin painters of marks.

A picture function, one file a question, turns arrays and labels into a `Picture`: outlines, marks
and words at places, with roles instead of colours. ``svg.paint`` writes it for a page,
``axes.paint`` onto matplotlib Axes; nothing is drawn twice.

The painters load on first use: matplotlib's Axes take longer to import than all else together, and
most runs paint nothing with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from partnernet.pictures import axes as axes

_PAINTERS = ("axes", "svg")


def __getattr__(name: str) -> Any:
    if name in _PAINTERS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
