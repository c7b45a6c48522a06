"""What these data cannot say, written from the data at hand."""

from __future__ import annotations

from typing import Any

from partnernet.report.context import Context
from partnernet.report.sections.head import is_synthetic
from partnernet.studies.findings import SectorName
from partnernet.studies.findings.silo import sectors
from partnernet.studies.findings.whole import pairs_both
from partnernet.words import Count, Message

_SMALL = 60


def section(context: Context) -> dict[str, Any]:
    """What the limits' template shows: what cannot be said, and why."""
    limits = [("well", context.say("report.l_well_why")), ("why", _why(context)),
              ("town", context.say("report.l_town_why", n=len(context.alliance)))]
    evidence = context.evidence
    silent = int(evidence.silent.sum())
    if silent:
        limits.append(("silent", context.say("report.l_silent_why", plural=silent, n=silent,
                                             pairs=evidence.unseen)))
    limits.append(("people", _people(context)))
    if 1 < len(context.alliance) < _SMALL:
        orgs = Count("organisations", len(context.alliance))
        limits.append(("small", context.say("report.l_small_why", orgs=orgs)))
    if not evidence.network.directed:
        limits.append(("direction", context.say("report.l_direction_why")))
    if "frequency" not in evidence.network.strength and not context.team:
        limits.append(("often", context.say("report.l_often_why")))
    limits.append(("future", context.say("report.l_future_why")))
    if is_synthetic(context.alliance.about):
        limits.append(("synthetic", context.say("report.l_synthetic_why")))
    return {"limits": [(context.say(f"report.l_{name}"), why) for name, why in limits]}


def _why(context: Context) -> Message:
    silo = next((row.label for row in sectors(context.evidence) if row.verdict == "silo"), None)
    if silo is None:
        return context.say("report.l_why_plain")
    return context.say("report.l_why_silo", sector=SectorName(silo))


def _people(context: Context) -> Message:
    both, one = pairs_both(context.evidence)
    if both + one:
        return context.say("report.l_people_sides", plural=both + one, one=one, pairs=both + one)
    return context.say("report.l_people_plain")
