"""The few shapes that every result has.

A measure hands its numbers to a shape together with message keys and a picture; the shape knows
nothing about the measure. Every shape has ``.table()``, ``.settings``, ``.caveats``,
``.text(language)``, ``.plot(ax)``, ``.to_dict()``, ``.to_excel(path)`` and a Jupyter display.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from os import PathLike
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet import pictures
from partnernet.errors import OptionError, UnknownName, choose
from partnernet.files import write_tables
from partnernet.pictures.marks import Picture
from partnernet.words import LANGUAGES, Message, render, say

if TYPE_CHECKING:  # loading it takes long, and most answers are never painted
    from matplotlib.axes import Axes

_ROWS_IN_CARD = 8
_NAMES_IN_REPR = 20


class Drawing(Protocol):
    """What makes an answer's picture: a function of the language, its arrays already bound."""

    def __call__(self, *, language: str) -> Picture:
        """The picture, its words in a language."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """What all answers share.

    ``measure``: the public name of the function that made it. ``settings``: every argument, the
    seed that was used, the engine, the filters. ``findings``: plain sentences made of numbers.
    ``caveats``: what to read before using the numbers, among them the reason of every NaN.
    ``details``: further tables by name, such as the broken links of a chain. ``drawings``: its
    pictures by name, where it has several; ``drawing`` is the one that ``plot`` shows.
    """

    measure: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Message, ...] = ()
    caveats: tuple[Message, ...] = ()
    details: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)
    drawing: Drawing | None = field(default=None, repr=False)
    drawings: Mapping[str, Drawing] = field(default_factory=dict, repr=False)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)

    def table(self) -> pd.DataFrame:
        """A copy of the answer's table; undefined is NaN, never 0."""
        return self.frame.copy()

    def detail(self, name: str) -> pd.DataFrame:
        """A copy of one further table; UnknownName lists those there are."""
        return self.details[choose("detail", name, self.details)].copy()

    def text(self, language: str = "en") -> str:
        """The findings in plain sentences, then the caveats."""
        language = choose("language", language, LANGUAGES)
        lines = [message.text(language) for message in self.findings]
        lines += [message.text(language) for message in self.caveats]
        return "\n".join(lines) if lines else render("answers.nothing", language)

    def plot(self, ax: Axes | None = None, *, picture: str | None = None, language: str = "en"
             ) -> Axes:
        """The answer's picture on matplotlib Axes, made if none are given.

        ``picture``: the name of one of ``drawings``, where there are several.

        Raises
        ------
        OptionError
            The answer has no picture.
        UnknownName
            It has no picture of that name; the message lists those it has.
        """
        language = choose("language", language, LANGUAGES)
        if self.drawing is None:
            raise OptionError(say("answers.no_picture", measure=self.measure))
        drawing = (self.drawing if picture is None
                   else self.drawings[choose("picture", picture, self.drawings)])
        return pictures.axes.paint(drawing(language=language), ax)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: NaN is None."""
        return {
            "measure": self.measure, "settings": plain(self.settings),
            "table": plain(records(self.frame)),
            "details": {name: plain(records(frame)) for name, frame in self.details.items()},
            "findings": list(map(str, self.findings)), "caveats": list(map(str, self.caveats)),
        }

    def sheets(self, language: str = "en") -> dict[str, pd.DataFrame]:
        """The tables that an Excel file of this answer holds, by sheet name."""
        notes = [message.text(language) for message in (*self.findings, *self.caveats)]
        settings = [(name, str(plain(value))) for name, value in self.settings.items()]
        return {
            self.measure: self._with_names(self.frame),
            **{name: self._with_names(frame) for name, frame in self.details.items()},
            "notes": pd.DataFrame({"note": notes}),
            "settings": pd.DataFrame(settings, columns=["setting", "value"]),
        }

    def to_excel(self, path: str | PathLike[str]) -> None:
        """Write every table, the notes and the settings as one workbook; cells are inert."""
        write_tables(path, self.sheets())

    def _with_names(self, frame: pd.DataFrame) -> pd.DataFrame:
        """A flat table; organisations get their names beside their ids."""
        named = frame.index.name == "id" and "name" not in frame and any(
            k != v for k, v in self.names.items())
        flat = frame.reset_index() if _is_named(frame.index) else frame.copy()
        if named:
            flat.insert(1, "name", [self.names.get(key, key) for key in flat["id"]])
        return flat

    def _headline(self) -> str:
        return ""

    def _repr_html_(self) -> str:
        parts = [f"<b>{escape(self.measure)}</b> {self._headline()}"]
        parts += [f"<div>{escape(str(message))}</div>" for message in self.findings[:3]]
        if len(self.frame):
            shown = self._with_names(self.frame.head(_ROWS_IN_CARD))
            parts.append(shown.to_html(index=False, escape=True, na_rep="–", border=0,
                                       float_format=lambda value: f"{value:.3g}"))
            if len(self.frame) > _ROWS_IN_CARD:
                parts.append(f"<div>… {len(self.frame)} rows: <code>.table()</code></div>")
        if self.caveats:
            items = "".join(f"<li>{escape(str(message))}</li>" for message in self.caveats)
            parts.append(f"<details><summary>{len(self.caveats)} caveats</summary>"
                         f"<ul>{items}</ul></details>")
        return f'<div class="partnernet">{"".join(parts)}</div>'


@dataclass(frozen=True, eq=False, kw_only=True)
class Score(Answer):
    """One number beside what chance gives and what non-respondents could change.

    ``p``, ``p_two_sided``: null model → p. ``null``: null model → replicates, shape (replicates,).
    """

    value: float
    expected: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p: Mapping[str, float] = field(default_factory=dict)
    p_two_sided: Mapping[str, float] = field(default_factory=dict)
    null: Mapping[str, NDArray[np.float64]] = field(default_factory=dict, repr=False)

    def __float__(self) -> float:
        return float(self.value)

    def __repr__(self) -> str:
        return f"<{self.measure}: {self.value:.4g}, expected {self.expected:.4g}>"

    def _headline(self) -> str:
        return f"{self.value:.3f} (by chance {self.expected:.3f})"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: NaN is None."""
        numbers = {"value": self.value, "expected": self.expected, "low": self.low,
                   "high": self.high, "p": self.p, "p_two_sided": self.p_two_sided}
        return {**super().to_dict(), **plain(numbers)}


@dataclass(frozen=True, eq=False, kw_only=True)
class Figures(Answer):
    """Several named numbers: ``answer["density"]`` is a float.

    The table has the columns ``measure, value`` and, where they apply, ``expected, low, high`` and
    a ``p_<null>`` for each null model.
    """

    def __getitem__(self, name: str) -> float:
        return self.get(name, "value")

    def __iter__(self) -> Iterator[str]:
        return iter(self.frame["measure"].tolist())

    def __len__(self) -> int:
        return len(self.frame)

    def __contains__(self, name: object) -> bool:
        return name in set(self.frame["measure"])

    def keys(self) -> list[str]:
        """Names of the figures, in the order of the table."""
        return list(self)

    def get(self, name: str, column: str) -> float:
        """One cell of the table, such as the expectation of a figure."""
        names = self.keys()
        if name not in names:
            raise UnknownName("figure", name, names)
        return float(self.frame[column].array[names.index(name)])

    def __repr__(self) -> str:
        shown = ", ".join(f"{name} {value:.3g}" for name, value in
                          zip(self.frame["measure"], self.frame["value"], strict=True))
        return f"<{self.measure}: {shown}>"


@dataclass(frozen=True, eq=False, kw_only=True)
class Table(Answer):
    """Rows with a named index: a kind of tie, a level, a sector, a relation …"""

    def __repr__(self) -> str:
        by = ", ".join(str(name) for name in self.frame.index.names)
        return f"<{self.measure}: {len(self.frame)} rows by {by}>"


@dataclass(frozen=True, eq=False, kw_only=True)
class OrganisationTable(Answer):
    """A row per organisation, indexed by id."""

    def __repr__(self) -> str:
        return f"<{self.measure}: {len(self.frame)} organisations>"


@dataclass(frozen=True, eq=False, kw_only=True)
class MixingTable(Answer):
    """Group × group tables: counts, expectations, ratios, and mean strengths.

    ``observed``: DataFrame, senders in rows. ``z``, ``p``: null model → DataFrame (p two-sided).
    ``means``: strength → DataFrame of mean oriented strength a block.
    """

    counts: pd.DataFrame
    expectations: Mapping[str, pd.DataFrame]
    possible: pd.DataFrame
    z_scores: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    p_values: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    means: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def observed(self) -> pd.DataFrame:
        """Observed ties from the row's group to the column's."""
        return self.counts.copy()

    @property
    def models(self) -> tuple[str, ...]:
        """Names of the expectations that were computed."""
        return tuple(self.expectations)

    @property
    def shown(self) -> str:
        """The expectation to show: the degree null where computed, else "outdegree"."""
        return "degree" if "degree" in self.expectations else "outdegree"

    def expected(self, model: str | None = None) -> pd.DataFrame:
        """Ties that a model expects; UnknownName lists the models there are."""
        return self.expectations[choose("model", model or self.shown, self.expectations)].copy()

    def ratio(self, model: str | None = None) -> pd.DataFrame:
        """Observed over expected; NaN without observed dyads or where nothing is expected."""
        expected = self.expected(model)
        defined = (expected > 0) & (self.possible > 0)
        return (self.counts / expected.where(defined)).astype(float)

    @property
    def z(self) -> dict[str, pd.DataFrame]:
        """Null model → (observed − mean) / sd of its replicates."""
        return {name: frame.copy() for name, frame in self.z_scores.items()}

    @property
    def p(self) -> dict[str, pd.DataFrame]:
        """Null model → two-sided p a block."""
        return {name: frame.copy() for name, frame in self.p_values.items()}

    def mean(self, strength: str = "trust") -> pd.DataFrame:
        """Mean oriented strength of the observed ties of each block."""
        return self.means[choose("attribute", strength, self.means)].copy()

    def __repr__(self) -> str:
        return f"<{self.measure}: {len(self.counts)} × {self.counts.shape[1]} groups>"


@dataclass(frozen=True, eq=False, kw_only=True)
class Grouping(Answer):
    """A membership found in the ties, with its stability (1: every run agrees)."""

    labels: pd.Series
    stability: float = math.nan

    @property
    def membership(self) -> pd.Series:
        """Group of each organisation, by id."""
        return self.labels.copy()

    def __repr__(self) -> str:
        stable = "" if math.isnan(self.stability) else f", stability {self.stability:.3g}"
        return f"<{self.measure}: {self.labels.nunique()} groups{stable}>"

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: NaN is None."""
        numbers = {"membership": self.labels, "stability": self.stability}
        return {**super().to_dict(), **plain(numbers)}


@dataclass(frozen=True, eq=False, kw_only=True)
class Suggestions(Answer):
    """Ranked proposals, each with its reasons.

    Where one set is proposed: ``value`` what it reaches, ``chosen`` the ids, ``gap`` how far the
    best possible could be above it (0: proven best). ``reasons``: a message per row of the table.
    """

    value: float = math.nan
    chosen: tuple[str, ...] = ()
    gap: float = math.nan
    reasons: tuple[Message, ...] = ()

    def __repr__(self) -> str:
        if self.chosen:
            more = f" … {len(self.chosen)}" if len(self.chosen) > _NAMES_IN_REPR else ""
            named = ", ".join(self.chosen[:_NAMES_IN_REPR])
            return f"<{self.measure}: {named}{more}; {self.value:.4g}>"
        return f"<{self.measure}: {len(self.frame)} proposals>"

    def __len__(self) -> int:
        return len(self.frame)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON: NaN is None."""
        numbers = {"value": self.value, "chosen": self.chosen, "gap": self.gap}
        return {**super().to_dict(), **plain(numbers)}


def figures_frame(values: Mapping[str, float], **columns: Mapping[str, float]) -> pd.DataFrame:
    """The table of `Figures`: a row per value; further columns where some value has them."""
    frame = pd.DataFrame({"measure": list(values), "value": np.array(list(values.values()), float)})
    for name, column in columns.items():
        frame[name] = [float(column.get(measure, math.nan)) for measure in values]
    return frame


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries, a named index among the columns."""
    flat = frame.reset_index() if _is_named(frame.index) else frame
    listed = flat.to_dict(orient="records")
    return [{str(key): value for key, value in row.items()} for row in listed]


def _is_named(index: pd.Index) -> bool:
    return all(name is not None for name in index.names)


_PLAIN: dict[type, Callable[[Any], Any]] = {
    np.ndarray: lambda value: value.tolist(), np.generic: lambda value: value.item(),
    pd.DataFrame: records, pd.Series: lambda value: value.to_dict(),
}


def plain(value: Any) -> Any:
    """A value made of what JSON knows: NaN and infinities become None."""
    for kind, convert in _PLAIN.items():
        if isinstance(value, kind):
            return plain(convert(value))
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    if value is pd.NA or value is pd.NaT:
        return None
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)
