"""Do the verdicts on silos stand, whatever threshold and confirmation rule one chooses?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from partnernet import scenes
from partnernet.answers import Answer, Score, records
from partnernet.kernels.dyads import Bools, Floats
from partnernet.measures.silos import silos
from partnernet.partnership import Partnership
from partnernet.pictures.marks import Picture
from partnernet.pictures.verdicts import verdict_table
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections import network
from partnernet.studies.findings import Opening, SectorName, SectorNames
from partnernet.studies.sensitivity import sensitivity
from partnernet.words import Message, Names, Number

_LEAST, _FOR_EACH = 199, 40  # replicates: enough for the smallest p that a group needs
_MOST_TIES, _MOST_SECTORS = 4000, 15
_WIDE = 860.0
WORDS = {"silo": "silo", "leaning": "leaning", "open": "open", "no sign": "no_sign",
         "too small to say": "small", "": "none"}
"""Verdict → end of the key of its words."""


@dataclass(frozen=True, eq=False)
class Stands:
    """The figure, and what to say before it."""

    lines: list[Message]
    figure: Figure


@dataclass(frozen=True, eq=False)
class _Tried:
    """Verdicts and E–I indices, a row a choice, the report's own first; shape (choices, groups)."""

    names: tuple[str, ...]
    choices: list[str]
    ties: list[int]
    verdicts: list[list[str]]
    value: Floats


def section(context: Context) -> Stands | None:
    """Each sector's verdict under every choice; None where there is nothing to choose."""
    tried = _try(context)
    if tried is None or len(tried.choices) < 2:
        return None
    code = {word: place for place, word in enumerate(scenes.VERDICTS)}
    table = np.array([[code.get(word, -1) for word in row] for row in tried.verdicts],
                     dtype=np.int64).T
    told = [context.word(f"report.verdict_{WORDS[word]}") for word in scenes.VERDICTS]
    heads = scenes.heads(context.evidence.sectors)

    def one(width: float) -> Picture:
        return verdict_table(heads, tried.choices, table, tried.value.T, told, chosen=0,
                             width=width, language=context.language)

    drawn = Drawn(one(_WIDE), one(network.PHONE), "verdicts")
    figure = Figure.of(context, drawn, how=(context.say("report.stands_how"),),
                       tables=(_table(context, tried),))
    return Stands(_lines(context, tried), figure)


def _try(context: Context) -> _Tried | None:
    """Ask for the verdicts again under each choice; the report's own answer stands as it is."""
    evidence = context.evidence
    names, mine = evidence.sectors.names, evidence.answers["silos"]
    if not isinstance(mine, Score) or not 2 <= len(names) <= _MOST_SECTORS \
            or not 0 < len(evidence.network.source) <= _MOST_TIES:
        return None
    replicates = min(int(mine.settings["replicates"]), max(_LEAST, _FOR_EACH * len(names)))

    def asked(part: Partnership, **options: Any) -> Answer:
        # What the page says already is not computed again.
        return mine if part is context.alliance else silos(part, **options)

    found = sensitivity(asked, context.alliance, by=evidence.sector, pick=_picked,
                        replicates=replicates, seed=context.seed).table()
    rows = [dict(row) for row in records(found)]
    return _Tried(
        names, [_choice(context, row) for row in rows], [int(row["ties"]) for row in rows],
        [[str(row[f"verdict {name}"]) for name in names] for row in rows],
        np.array([[float(row[f"ei {name}"]) for name in names] for row in rows]))


def _picked(answer: Any) -> Mapping[str, Any]:
    """Each group's verdict and E–I index."""
    table = answer.table().iloc[1:]
    return {**{f"verdict {name}": str(word) for name, word in table["verdict"].items()},
            **{f"ei {name}": float(value) for name, value in table["ei_index"].items()}}


def _choice(context: Context, row: Mapping[str, Any]) -> str:
    """A choice in words: ``monthly or more often``, ``both name each other``."""
    for name in ("frequency", "trust"):
        least = float(row[f"min_{name}"])
        if np.isnan(least):
            continue
        scale = context.alliance.scales[name]
        label = scale.labels.get(least)
        most = scale.low if scale.direction == "less" else scale.high
        if not label:
            value = Number(least, 0 if least == int(least) else 1)
            return context.word(f"report.choice_{name}_from", least=value)
        if least == most:
            return context.word(f"report.choice_{name}_most", least=label)
        return context.word(f"report.choice_{name}", least=label)
    confirm = row["confirm"]
    return context.word(f"report.choice_{confirm}" if isinstance(confirm, str)
                        else "report.choice_all")


def _lines(context: Context, tried: _Tried) -> list[Message]:
    """In how many of the choices each sector is a silo, and where it is not."""
    total, out = len(tried.choices), []
    silo = {name: np.array([row[g] == "silo" for row in tried.verdicts])
            for g, name in enumerate(tried.names)}
    always = tuple(name for name, each in silo.items() if each.all())
    if always:
        out.append(context.say("report.stands_all", plural=len(always), total=total,
                               sector=Opening(SectorNames(always))))
    for name, each in silo.items():
        if each.all() or not each.any():
            continue
        key, choices = ("some", ~each) if each[0] else ("new", each)
        out.append(context.say(f"report.stands_{key}", sector=Opening(SectorName(name)),
                               choices=_quoted(context, tried, choices), n=int(each.sum()),
                               total=total))
    return out or [context.say("report.stands_none", total=total)]


def _quoted(context: Context, tried: _Tried, which: Bools) -> Names:
    """Some choices in quotation marks."""
    return Names(tuple(context.say("report.quoted", words=tried.choices[k])
                       for k in np.flatnonzero(which)))


def _table(context: Context, tried: _Tried) -> DataTable:
    columns = [words("report.col_choice"), numbers("report.col_ties"),
               *(elements.Column(name) for name in tried.names)]
    rows = [[choice, ties, *(_cell(context, word, float(value))
                             for word, value in zip(verdicts, values, strict=True))]
            for choice, ties, verdicts, values in zip(tried.choices, tried.ties, tried.verdicts,
                                                      tried.value, strict=True)]
    return DataTable(context.say("report.table_stands"), context.say("report.table_stands_caption"),
                     columns, rows)


def _cell(context: Context, verdict: str, value: float) -> Any:
    word = context.say(f"report.verdict_{WORDS.get(verdict, 'none')}")
    if np.isnan(value):
        return word
    return context.say("report.verdict_value", verdict=word, value=Number(value, 2, signed=True))
