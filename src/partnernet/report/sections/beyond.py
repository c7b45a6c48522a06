"""The parts beyond the ties, and what they add to the meeting, the methods and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from partnernet.report.careful import LEAST
from partnernet.report.context import Context
from partnernet.report.elements import DataTable
from partnernet.report.sections import (
    beyond_assessment,
    beyond_coverage,
    beyond_outcomes,
    beyond_system,
    methods,
)
from partnernet.words import Message, say

_PARTS = (beyond_assessment.part, beyond_outcomes.part, beyond_system.part,
          beyond_coverage.resources, beyond_coverage.coverage)
REFERENCES: dict[str, tuple[str, str, str]] = {
    "james": ("James LR, Demaree RG, Wolf G (1984). Estimating within-group interrater "
              "reliability with and without response bias. ", "Journal of Applied Psychology",
              " 69, 85–98."),
    "efron": ("Efron B, Tibshirani RJ (1993). ", "An Introduction to the Bootstrap",
              ". Chapman & Hall."),
    "blau": ("Blau PM (1977). ", "Inequality and Heterogeneity: A Primitive Theory of Social "
             "Structure", ". Free Press."),
    "strona": ("Strona G, Nappo D, Boccacci F, Fattorini S, San-Miguel-Ayanz J (2014). A fast and "
               "unbiased procedure to randomize ecological binary matrices with fixed row and "
               "column totals. ", "Nature Communications", " 5, 4114."),
    "bodin": ("Bodin Ö, Tengö M (2012). Disentangling intangible social–ecological systems. ",
              "Global Environmental Change", " 22, 430–439."),
}


def parts(context: Context) -> list[Any]:
    """The parts that the tables allow, in order."""
    if "beyond" not in context.made:
        every = [part(context) for part in _PARTS]
        context.made["beyond"] = [part for part in every if part is not None]
    return list(context.made["beyond"])


def extend(context: Context, values: dict[str, Any]) -> None:
    """Add what the parts ask, rest on and cite to the sections that every report has."""
    values["meeting"]["guiding"] = beyond_assessment.guiding(context)
    method = values["methods"]
    method["paragraph"] = [*method["paragraph"], *_paragraph(context)]
    method["settings"] = [*method["settings"], *_settings(context)]
    known = {caveat.text(context.language) for caveat in method["caveats"]}
    method["caveats"] = [*method["caveats"], *(caveat for caveat in _caveats(context)
                                               if caveat.text(context.language) not in known)]
    cited = [REFERENCES[key] for key in _cited(context)]
    if context.beyond is not None and context.beyond.assessment is not None:
        cited.append(methods.REFERENCES["bh"])
    method["references"] = sorted({*method["references"], *cited}, key=lambda one: one[0])
    method["ledger"] = _ledger(context, method["ledger"])


def _paragraph(context: Context) -> Iterator[Message]:
    beyond = context.beyond
    if beyond is None:
        return
    if beyond.assessment is not None:
        yield say("parts.m_assess", title=beyond.assessment.instrument.title)
        if not context.team:
            yield say("parts.m_assess_partners", least=LEAST)
    if beyond.outcomes is not None:
        yield say("parts.m_outcomes")
    if beyond.fit is not None:
        yield say("parts.m_fit")
    if beyond.given.resources is not None and not context.team:
        yield say("parts.m_resources_partners", least=LEAST)


def _settings(context: Context) -> Iterator[tuple[Message, Any]]:
    beyond = context.beyond
    if beyond is not None and beyond.assessment is not None:
        made = beyond.assessment.instrument
        told = made.title.shown(context.language)
        yield say("parts.s_instrument"), f"{told}. {made.source}" if made.source else told


def _cited(context: Context) -> Iterator[str]:
    beyond = context.beyond
    if beyond is not None:
        if beyond.assessment is not None:
            yield from ("james", "efron")
        if beyond.outcomes is not None:
            yield from ("blau", "strona")
        if beyond.fit is not None:
            yield "bodin"


def _caveats(context: Context) -> Iterator[Message]:
    beyond = context.beyond
    if beyond is None:
        return
    yield from beyond.given.notes
    for answer in beyond.answers.values():
        yield from answer.caveats
    if beyond.given.system_map is not None:
        yield from beyond.given.system_map.influence().caveats


def _ledger(context: Context, ledger: dict[str, Any]) -> dict[str, Any]:
    """The counts of the ledger, and those of the tables read beside the partnership."""
    counts = pd.DataFrame() if context.beyond is None else context.beyond.given.counts
    before = ledger["counts"]
    if before is None or counts.empty:
        return ledger
    rows = [[methods.plain(row["file"]), methods.plain(row["sheet"]),
             say(f"parts.holds_{row['table']}"),
             *(int(row[name]) for name in ("read", "used", "merged", "excluded"))]
            for row in counts.to_dict("records") if row["file"] or context.codes]
    table: DataTable = replace(before, rows=[*before.rows, *rows])
    return {**ledger, "counts": table}
