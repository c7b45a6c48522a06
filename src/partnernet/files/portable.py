"""A partnership as writers see it, and what a format cannot carry, told in a warning each."""

from __future__ import annotations

import json
import math
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.frames import cell_text
from partnernet.checks.strengths import KNOWN
from partnernet.errors import OutputError
from partnernet.vocabulary import Scale
from partnernet.words import Message, Names, say

# XML 1.0 has no place for these; they never belong to a name.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


class Alliance(Protocol):
    """What can be written: a Partnership, or tables that the check has passed."""

    @property
    def organisations(self) -> pd.DataFrame:
        """Organisations, one a row."""

    @property
    def ties(self) -> pd.DataFrame:
        """Ties, one a row."""

    @property
    def unknown(self) -> pd.DataFrame:
        """Pairs that nobody could say."""

    @property
    def scales(self) -> dict[str, Scale]:
        """A scale for each strength."""

    @property
    def levels(self) -> tuple[str, ...] | None:
        """The declared order of levels."""

    @property
    def directed(self) -> bool:
        """Whether ties have a direction."""

    @property
    def answered(self) -> Any:
        """Who answered, in file order."""

    @property
    def about(self) -> dict[str, str]:
        """What the sheet of that name says."""


class CannotCarry(UserWarning):
    """Something that a format has no place for; ``message`` speaks every language."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(eq=False)
class Portable:
    """Tables to be written, with what was lost on the way.

    ``answered``: a column of the organisations where anybody did not answer.
    """

    organisations: pd.DataFrame
    ties: pd.DataFrame
    unknown: pd.DataFrame
    scales: dict[str, Scale]
    levels: tuple[str, ...] | None
    directed: bool
    about: dict[str, str]
    silent: list[str]
    lost: dict[str, Message] = field(default_factory=dict)

    @classmethod
    def of(cls, alliance: Alliance) -> Portable:
        """The tables of a partnership."""
        organisations = alliance.organisations
        answered: NDArray[np.bool_] = np.asarray(alliance.answered, dtype=bool)
        if not answered.all() and "answered" not in organisations.columns:
            organisations = organisations.assign(answered=answered)
        scales = {name: scale for name, scale in alliance.scales.items()
                  if scale.declared or scale.labels}
        silent = [str(own) for own in organisations["id"][~answered]]
        return cls(organisations, alliance.ties, alliance.unknown, scales, alliance.levels,
                   alliance.directed, dict(alliance.about), silent)

    @property
    def ids(self) -> list[str]:
        """Ids in file order."""
        return [str(own) for own in self.organisations["id"]]

    @property
    def attributes(self) -> list[str]:
        """Columns of the organisations but their ids."""
        return [str(name) for name in self.organisations.columns if name != "id"]

    @property
    def tie_attributes(self) -> list[str]:
        """Columns of the ties but their ends."""
        return [str(name) for name in self.ties.columns if name not in ("source", "target")]

    @property
    def strengths(self) -> list[str]:
        """Columns of the ties that are numbers: trust and frequency first."""
        numeric = [name for name in self.tie_attributes
                   if pd.api.types.is_numeric_dtype(self.ties[name])
                   and not pd.api.types.is_bool_dtype(self.ties[name])]
        first = [name for name in KNOWN if name in numeric]
        return [*first, *(name for name in numeric if name not in first)]

    def lose(self, key: str, format: str, **values: Any) -> None:
        """Remember that a format cannot carry something; each kind once."""
        self.lost.setdefault(f"{key} {values.get('column', '')}",
                             say(f"files.lost_{key}", format=format, **values))

    def lose_all(self, format: str, *names: str) -> None:
        """Remember which of these the partnership has: scales, levels, unknown, answered, about."""
        has = {"scales": bool(self.scales), "levels": bool(self.levels),
               "unknown": bool(len(self.unknown)), "answered": bool(self.silent),
               "about": bool(self.about)}
        for name in names:
            if has[name]:
                self.lose(name, format)

    def lose_columns(self, columns: list[str], of: str, format: str) -> None:
        """Remember attributes that a format has no place for."""
        if columns:
            self.lose(of, format, columns=Names(tuple(columns), most=12))

    def tell(self) -> None:
        """Warn of everything that was lost."""
        for message in self.lost.values():
            warnings.warn(CannotCarry(message), stacklevel=4)

    def carried(self, **more: Any) -> str:
        """What our own reader finds again under our name: scales, levels, unknown pairs, about."""
        unknown = [[None if cell is None or cell != cell else str(cell) for cell in row]
                   for row in self.unknown[["source", "target", "relation"]].itertuples(
                       index=False)] if len(self.unknown) else []
        told: dict[str, Any] = {
            "directed": self.directed,
            "scales": {name: {**scale.to_dict(), "labels": {
                f"{value:g}": label for value, label in scale.labels.items()}}
                for name, scale in self.scales.items()},
            "levels": list(self.levels or ()), "unknown": unknown, "about": self.about, **more,
        }
        return json.dumps({key: value for key, value in told.items()
                           if value not in ({}, [], None)}, ensure_ascii=False)

    def cleaned(self, pattern: re.Pattern[str], by: str, format: str) -> Portable:
        """The tables without characters that a format cannot hold; told, and refused for ids.

        Raises OutputError where two ids would become one.
        """
        tables = {name: _replaced(getattr(self, name), pattern, by)
                  for name in ("organisations", "ties", "unknown")}
        if all(changed is None for changed in tables.values()):
            return self
        whole = {name: getattr(self, name) if changed is None else changed
                 for name, changed in tables.items()}
        ids = whole["organisations"]["id"]
        if ids.duplicated().any():
            raise OutputError(say("files.ids_collide", format=format,
                                  id=str(ids[ids.duplicated()].iloc[0])))
        self.lose("characters", format)
        return Portable(whole["organisations"], whole["ties"], whole["unknown"], self.scales,
                        self.levels, self.directed, self.about,
                        [pattern.sub(by, own) for own in self.silent], self.lost)


def for_xml(tables: Portable, format: str) -> Portable:
    """Without characters that XML has no place for."""
    return tables.cleaned(_NOT_XML, "\ufffd", format)


def for_lines(tables: Portable, format: str) -> Portable:
    """With a space for each line break, and without halves of characters."""
    return tables.cleaned(_BREAKS, " ", format).cleaned(_SURROGATES, "\ufffd", format)


def for_utf8(tables: Portable, format: str) -> Portable:
    """Without halves of characters, which UTF-8 cannot hold, and without NUL."""
    return tables.cleaned(re.compile("[\x00\ud800-\udfff]"), "\ufffd", format)


def _replaced(frame: pd.DataFrame, pattern: re.Pattern[str], by: str) -> pd.DataFrame | None:
    """The frame with a pattern replaced in its text; None where it is nowhere."""
    changed: dict[str, Any] = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_numeric_dtype(column):
            continue
        cells = column.tolist()
        if any(isinstance(cell, str) and pattern.search(cell) for cell in cells):
            changed[name] = pd.Series(
                [pattern.sub(by, cell) if isinstance(cell, str) else cell for cell in cells],
                index=frame.index, dtype=object)
    return frame.assign(**changed) if changed else None


def is_blank(cell: Any) -> bool:
    """Whether a cell of a frame is blank."""
    return cell is None or cell is pd.NA or cell is pd.NaT or (
        isinstance(cell, float) and math.isnan(cell))


def plain(cell: Any) -> str:
    """A cell as text: whole numbers without a point, truth values as true and false."""
    if isinstance(cell, bool | np.bool_):
        return "true" if cell else "false"
    if isinstance(cell, float | np.floating):
        value = float(cell)
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return cell_text(cell) or ""


def kind_of(column: pd.Series[Any]) -> str:
    """ "boolean", "long", "double" or "string", by what the column holds."""
    cells = [cell for cell in column.tolist() if not is_blank(cell)]
    if cells and all(isinstance(cell, bool | np.bool_) for cell in cells):
        return "boolean"
    if cells and all(isinstance(cell, int | np.integer) and not isinstance(cell, bool)
                     for cell in cells):
        return "long"
    numbers = all(isinstance(cell, int | float | np.number) and not isinstance(cell, bool)
                  for cell in cells)
    return "double" if cells and numbers else "string"


def scales_table(scales: Mapping[str, Scale], labels: Any) -> pd.DataFrame:
    """The sheet of scales; ``labels`` writes a mapping of labels in one cell."""
    rows = [{"attribute": name, "low": scale.low, "high": scale.high,
             "integer": "yes" if scale.integer else "no", "direction": scale.direction,
             "labels": labels(dict(scale.labels)) or None} for name, scale in scales.items()]
    return pd.DataFrame(rows, columns=["attribute", "low", "high", "integer", "direction",
                                       "labels"])
