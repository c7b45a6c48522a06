"""Small things that stand in a page: marks, dots, certainty, meters, tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from partnernet.pictures.marks import Mark
from partnernet.pictures.svg import mark as painted_mark
from partnernet.vocabulary.looks import Look
from partnernet.words import Message, Number, Share, say, show

_MOST_DOTS = 120
_STEP, _R = 11, 4
_SURE = {
    "firm": '<circle class="sq" cx="8" cy="8" r="6"/><circle class="sf" cx="8" cy="8" r="6"/>',
    "likely": '<circle class="sq" cx="8" cy="8" r="6"/><path class="sf" d="M8 2a6 6 0 0 0 0 12Z"/>',
    "open": '<circle class="sq" cx="8" cy="8" r="6"/>',
}


def mark(look: Look, *, hollow: bool = False, sign: str = "", size: float = 16.0) -> Markup:
    """A group's mark inside a line of text."""
    return Markup(painted_mark(Mark(look, 0, 0, 7, hollow, sign), size=size))


def sure(certainty: str) -> Markup:
    """The sign of a certainty: full, half, empty."""
    return Markup('<svg class="sure-sign" width="16" height="16" viewBox="0 0 16 16" '
                  f'aria-hidden="true">{_SURE[certainty]}</svg>')


def dots(full: int, total: int, said: str, *, per_row: int = 14) -> Markup:
    """A count that the eye can check: so many of so many dots filled; nothing beyond 120."""
    if not 0 < total <= _MOST_DOTS:
        return Markup("")
    body = "".join(
        f'<circle class="{"dot" if k < full else "dot off"}" cx="{6 + _STEP * (k % per_row)}" '
        f'cy="{6 + _STEP * (k // per_row)}" r="{_R if k < full else _R - 0.6}"/>'
        for k in range(total))
    wide = 12 + _STEP * (min(total, per_row) - 1)
    high = 12 + _STEP * (math.ceil(total / per_row) - 1)
    return Markup('<svg class="dots" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" '
                  'aria-label="{2}">{3}</svg>').format(wide, high, said, Markup(body))


def meter(share: float, *, alert: bool = False) -> Markup:
    """A bar between nothing and all."""
    wide = 90 * min(max(share, 0.0), 1.0)
    return Markup(f'<svg class="meter{" alert" if alert else ""}" width="76" height="10" '
                  'viewBox="0 0 90 10" preserveAspectRatio="none" aria-hidden="true">'
                  '<rect class="bg" width="90" height="10" rx="2"/>'
                  f'<rect class="fg" width="{wide:.0f}" height="10" rx="2"/></svg>')


@dataclass(frozen=True)
class Column:
    """One column of a table: its head, and whether it holds numbers."""

    head: Any
    numeric: bool = False


def words(key: str, /, **values: Any) -> Column:
    """A column of words, its head a message."""
    return Column(say(key, **values))


def numbers(key: str, /, **values: Any) -> Column:
    """A column of numbers, its head a message."""
    return Column(say(key, **values), numeric=True)


@dataclass(frozen=True)
class DataTable:
    """A table behind a picture: what it holds, its caption, its columns and rows."""

    what: Message
    caption: Message
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]


def number(value: float, digits: int = 2, *, signed: bool = False) -> Any:
    """A number as its language writes it; a dash where it is undefined."""
    return "–" if math.isnan(value) else Number(float(value), digits, signed)


def share(value: float) -> Any:
    """A share in per cent; a dash where it is undefined."""
    return "–" if math.isnan(value) else Share(float(value))


def span(low: float, high: float, digits: int = 2, *, signed: bool = False) -> Any:
    """From one number to another; a dash where one is undefined."""
    return "–" if math.isnan(low + high) else say(
        "report.range", low=Number(low, digits, signed), high=Number(high, digits, signed))


def chance(p: float) -> Any:
    """A p-value with three decimals, ``< .001`` below them."""
    if math.isnan(p):
        return "–"
    return Smaller(0.001, 3) if p < 0.001 else Number(float(p), 3)


@dataclass(frozen=True)
class Smaller(Number):
    """``< 0.001``."""

    def shown(self, language: str) -> str:
        """The limit with its sign."""
        return f"< {super().shown(language)}"


def written(value: Any, language: str) -> Any:
    """What a template prints: a message in the language; markup stays markup."""
    if isinstance(value, Markup):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and math.isnan(value):
        return "–"
    return show(value, language)
