"""The options that every command reading a file shares: each keyword of ``pn.read`` is a flag."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import click

import partnernet
from partnernet.cli.speech import SpeakingOption
from partnernet.errors import OptionError
from partnernet.words import render, say


def reading_options(language: str) -> list[click.Option]:
    """Flags for the keywords of ``pn.read``, explained in a language."""
    flag = partial(_flag, language)

    return [
        flag("--organisations", name="organisations", metavar="FILE"),
        flag("--column", name="columns", multiple=True, metavar="HEADER=FIELD"),
        flag("--scale", name="scales", multiple=True, metavar="NAME=LOW-HIGH[,less][,decimals]"),
        flag("--level", name="levels", multiple=True, metavar="LEVEL"),
        flag("--undirected", name="undirected", is_flag=True),
        flag("--answered", name="answered", multiple=True, metavar="ID"),
        flag("--combine", name="combine", metavar="RULE"),
        flag("--values", name="values", default="trust", show_default=True, metavar="NAME"),
        flag("--wave", name="wave", metavar="WAVE"),
    ]


def view_options(language: str) -> list[click.Option]:
    """Flags for the filters of ``Partnership.view``."""
    flag = partial(_flag, language)

    return [
        flag("--relation", name="relation", multiple=True, metavar="RELATION"),
        flag("--min-trust", name="min_trust", type=float, metavar="VALUE"),
        flag("--min-frequency", name="min_frequency", type=float, metavar="VALUE"),
        flag("--sector", name="sectors", multiple=True, metavar="SECTOR"),
        flag("--only-level", name="only_levels", multiple=True, metavar="LEVEL"),
    ]


def _flag(language: str, *declarations: str, name: str, **options: Any) -> click.Option:
    metavar = {"FILE": render("command.metavar_file", language)}
    if options.get("metavar") in metavar:
        options["metavar"] = metavar[options["metavar"]]
    return SpeakingOption(*declarations, name, language=language,
                          help=render(f"command.option_{name}", language), **options)


def place(path: str) -> str | Path:
    """Where a file is: a path, or the name of a bundled sample."""
    sample = path in partnernet.samples.names() and not Path(path).exists()
    return partnernet.samples.path(path) if sample else path


def read(path: str, given: dict[str, Any]) -> Any:
    """The partnership of a file (or of a bundled sample, by name), as the flags ask for it."""
    options = {
        "organisations": given.get("organisations"),
        "columns": dict(_pair(each, "=", "column") for each in given.get("columns", ())) or None,
        "scales": dict(map(_scale, given.get("scales", ()))) or None,
        "levels": list(given.get("levels", ())) or None,
        "directed": not given.get("undirected", False),
        "answered": list(given.get("answered", ())) or None,
        "combine": given.get("combine"),
        "values": given.get("values", "trust"),
        "wave": given.get("wave"),
    }
    alliance = partnernet.read(place(path), **options)
    view: dict[str, Any] = {
        "relation": list(given.get("relation") or ()) or None,
        "min_trust": given.get("min_trust"), "min_frequency": given.get("min_frequency"),
        "sectors": list(given.get("sectors") or ()) or None,
        "levels": list(given.get("only_levels") or ()) or None,
    }
    asked = {name: value for name, value in view.items() if value is not None}
    return alliance.view(**asked) if asked else alliance


def _pair(text: str, mark: str, option: str) -> tuple[str, str]:
    left, found, right = text.rpartition(mark)
    if not found or not left.strip() or not right.strip():
        raise OptionError(say(f"command.bad_{option}", found=text))
    return left.strip(), right.strip()


def _scale(text: str) -> tuple[str, dict[str, Any]]:
    """``trust=1-5``, ``frequency=1-4,less``, ``trust=0-10,decimals``."""
    name, stated = _pair(text, "=", "scale")
    ends, *rest = [part.strip() for part in stated.split(",")]
    low, _, high = ends.partition("-")
    numbers = [_number(low), _number(high)]
    if None in numbers or set(rest) - {"less", "more", "decimals"}:
        raise OptionError(say("command.bad_scale", found=text))
    return name, {"low": numbers[0], "high": numbers[1], "integer": "decimals" not in rest,
                  "direction": "less" if "less" in rest else "more"}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
