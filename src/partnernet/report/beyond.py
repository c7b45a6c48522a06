"""What a report is given beyond the ties, and the answers to it, as an audience may see them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Figures, Table
from partnernet.asking import Progress
from partnernet.checks import Directory
from partnernet.checks.listed import Listed, listed, split_names
from partnernet.errors import InputError
from partnernet.files.beyond import (
    read_answers,
    read_initiatives,
    read_outcomes,
    read_resources,
    tables_in,
)
from partnernet.instruments import Instrument, load, names
from partnernet.instruments.scoring import scored
from partnernet.measures.assessment import Assessment, assess
from partnernet.measures.fit import fit
from partnernet.measures.outcomes import outcomes
from partnernet.partnership import Partnership
from partnernet.report.careful import LEAST
from partnernet.report.careful_beyond import SeenAnswers, seen_answers
from partnernet.system_map import SystemMap, read_system_map
from partnernet.words import Message, say

_READERS = {"answers": read_answers, "outcomes": read_outcomes, "resources": read_resources,
            "initiatives": read_initiatives}
_COLUMNS = {"outcomes": ["organisation", "outcome"], "resources": None,
            "initiatives": ["initiative", "theme", "place", "status"]}
_LEAST_LETTERS = 4
"""Letters of a name from which on it is looked for in other texts; shorter ones are words too."""


@dataclass(frozen=True, eq=False)
class Given:
    """Tables beside a partnership, its organisations by their ids; None where there is none.

    ``counts``: what the ledger says of each table that was read. ``notes``: what is to be known.
    """

    answers: Listed | None = None
    outcomes: Listed | None = None
    system_map: SystemMap | None = None
    resources: Listed | None = None
    initiatives: Listed | None = None
    instrument: Instrument | None = None
    notes: tuple[Message, ...] = ()

    def __bool__(self) -> bool:
        return any(table is not None for table in (
            self.answers, self.outcomes, self.system_map, self.resources, self.initiatives))

    @property
    def counts(self) -> pd.DataFrame:
        """A row a table that was read: read = used + merged + excluded."""
        parts = [table.ledger_counts for table in (self.answers, self.outcomes, self.resources,
                                                   self.initiatives) if table is not None]
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


@dataclass(frozen=True, eq=False)
class Beyond:
    """The answers that the parts beyond the ties are written from."""

    given: Given
    assessment: Assessment | None = None
    seen: SeenAnswers | None = None
    outcomes: Table | None = None
    fit: Figures | None = None

    @property
    def answers(self) -> dict[str, Table | Figures]:
        """Name → answer, those that were asked."""
        every = {"assess": self.assessment, "outcomes": self.outcomes, "fit": self.fit}
        return {name: answer for name, answer in every.items() if answer is not None}


def found_in(path: str | os.PathLike[str], alliance: Partnership, *,
             within: Partnership | None = None) -> dict[str, Any]:
    """Options of `report` for the tables that a workbook or folder holds beside its partnership.

    A sheet that is called like one of ours but has other columns is left aside, in a note.
    ``within``: a view of the partnership; organisations outside it are left out.
    """
    found: dict[str, Any] = {}
    aside: list[str] = []
    kinds = tables_in(path)
    for kind in kinds:
        if kind in _READERS:
            try:
                found[kind] = _READERS[kind](path, alliance=alliance)
            except InputError as error:
                if not _is_other(error):
                    raise
                aside.append(kind)
    if {"indicators", "links"} <= set(kinds):
        found["system_map"] = read_system_map(path, alliance=alliance)
    if within is not None and within.ids != alliance.ids:
        found = {name: _within(table, set(within.ids)) for name, table in found.items()}
    if aside:
        found["notes"] = tuple(say("parts.left_aside", sheet=say(f"parts.holds_{kind}"))
                               for kind in aside)
    return found


def _within(table: Any, ids: set[str]) -> Any:
    """A table without the organisations that a view leaves out."""
    if isinstance(table, SystemMap):
        return _recoded(table, {ident: ident for ident in ids})
    if "organisation" not in table.rows:
        return table
    kept = table.rows["organisation"].isin(ids) | table.rows["organisation"].isna()
    return replace(table, rows=table.rows[kept.to_numpy()].reset_index(drop=True),
                   origin=table.origin.take(np.flatnonzero(kept.to_numpy())))


def _recoded(system: SystemMap, code: Mapping[str, str],
             unnamed: Callable[[Any], Any] = lambda text: text) -> SystemMap:
    """A system map with other ids of those responsible; who has none is left out."""
    indicators, links = system.indicators, system.links
    indicators["responsible"] = [
        "; ".join(code[name] for name in split_names(cell, code) if name in code) or None
        for cell in indicators["responsible"]]
    indicators["name"] = indicators["name"].map(unnamed)
    links["sign"] = ["+" if sign > 0 else "-" for sign in links["sign"]]
    return SystemMap(indicators[["id", "name", "sector", "responsible"]], links)


def _is_other(error: InputError) -> bool:
    """Whether a sheet only shares its name with one of ours."""
    keys = [getattr(problem.what, "key", "") for problem in error.problems]
    return any(key in ("input.no_column", "beyond.no_sheet") for key in keys)


def taken(alliance: Partnership, *, answers: Any = None, outcomes: Any = None,
          system_map: SystemMap | None = None, resources: Any = None, initiatives: Any = None,
          instrument: Any = None, notes: tuple[Message, ...] = ()) -> Given:
    """The tables checked against the partnership; problems are told as everywhere."""
    known = Directory(alliance.ids, alliance.names)
    tables = {"answers": answers, "outcomes": outcomes, "resources": resources,
              "initiatives": initiatives}
    made = {name: listed(table, name, directory=known) for name, table in tables.items()
            if table is not None and len(table)}
    if system_map is not None:
        if not isinstance(system_map, SystemMap):
            raise TypeError(str(say("fit.no_system_map", found=type(system_map).__name__)))
        system_map = system_map.checked_against(alliance) if len(system_map) else None
    return Given(**made, system_map=system_map, notes=tuple(notes),
                 instrument=_instrument(made.get("answers"), instrument))


def _instrument(answers: Listed | None, wanted: Any) -> Instrument | None:
    """The questionnaire asked for, else the bundled one that has every item."""
    if answers is None:
        return None
    if wanted is not None:
        return wanted if isinstance(wanted, Instrument) else load(wanted)
    items = set(answers.rows["item"]) if "item" in answers.rows else set()
    every = [load(name) for name in names()]
    return next((one for one in every if items <= set(one.ids)), load("cooperation_grid"))


def coded(given: Given, key: pd.DataFrame) -> Given:
    """The tables with codes instead of organisations; what could name one is left out.

    Names within other texts give way to dots, and who carries an initiative is left out: all know
    whose it is, so that beside a code it would tell whose code that is.
    """
    code = dict(zip(key["id"], key["code"], strict=True))
    unnamed = _without_names(key)

    def of(table: Listed | None, kind: str) -> Listed | None:
        if table is None:
            return None
        rows = table.rows.copy()
        if "organisation" in rows:
            rows["organisation"] = rows["organisation"].map(code).astype(object)
        kept = [name for name in (_COLUMNS.get(kind) or rows.columns) if name in rows]
        kept = [name for name in kept if name not in ("respondent", "date")]
        for name in kept:
            if kind != "answers" and name not in ("organisation", "status"):
                rows[name] = rows[name].map(unnamed)
        return Listed(kind, rows[kept], table.origin, table.written.without_names())

    system = None if given.system_map is None else _recoded(given.system_map, code, unnamed)
    return Given(of(given.answers, "answers"), of(given.outcomes, "outcomes"), system,
                 of(given.resources, "resources"), of(given.initiatives, "initiatives"),
                 given.instrument, given.notes)


def _without_names(key: pd.DataFrame) -> Callable[[Any], Any]:
    """What puts dots in the place of the organisations' names in a text."""
    longest = sorted({str(name) for name in key["name"] if len(str(name)) >= _LEAST_LETTERS},
                     key=len, reverse=True)
    names = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest) or "(?!)",
                       re.IGNORECASE)
    return lambda text: names.sub("…", text) if isinstance(text, str) else text


def ask_beyond(given: Given, alliance: Partnership, audience: str, *, sector: str, level: str,
               replicates: int, seed: int | None, progress: Progress = None) -> Beyond:
    """Every question that the tables allow, answered as the audience may see it."""
    options: dict[str, Any] = {"replicates": replicates, "seed": seed, "progress": progress}
    assessment = seen = None
    if given.answers is not None:
        ratings = scored(given.answers, given.instrument, ids=alliance.ids, combine="mean",
                         directory=Directory(alliance.ids, alliance.names))
        seen = seen_answers(ratings, audience)
        if len(seen.table):
            assessment = assess(seen.table, given.instrument, alliance, sector=sector, level=level,
                                least=1 if audience == "team" else LEAST, **options)
    shared = None if given.outcomes is None else outcomes(
        given.outcomes, alliance, by=sector, **options)
    fitting = None if given.system_map is None else fit(
        given.system_map, alliance, sector=sector, **options)
    return Beyond(given, assessment, seen, shared, fitting)
