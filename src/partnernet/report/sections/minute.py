"""In one minute: the findings as cards, the least certain last."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.sections.parts import Sure
from partnernet.studies.findings import CERTAINTIES, Finding
from partnernet.words import say


def section(context: Context) -> dict[str, Any]:
    """What the cards' template shows."""
    used = {finding.certainty for finding in context.summary.chosen}
    return {
        "cards": [_card(context, finding) for finding in context.summary.chosen],
        "key": [(elements.sure(name), say(f"findings.{name}"), say(f"findings.{name}_means"))
                for name in CERTAINTIES if name in used],
    }


def _card(context: Context, finding: Finding) -> dict[str, Any]:
    links = "silos", "levels", "brokers", "map", "missing"
    dots = Markup("") if finding.dots is None or finding.counted is None else elements.dots(
        *finding.dots, context.text(finding.counted))
    return {
        "big": finding.big, "unit": finding.unit, "dots": dots, "sentence": finding.sentence,
        "so_what": finding.so_what, "sure": Sure(finding.certainty, finding.reason),
        "link": finding.section if finding.section in links else None,
        "see": context.say(f"report.see_{finding.section}") if finding.section in links else None,
    }
