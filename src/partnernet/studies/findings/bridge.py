"""Findings about brokers: who could connect the two sectors that have least to do together."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import MixingTable, Suggestions
from partnernet.kernels.dyads import Bools
from partnernet.studies.findings.evidence import Evidence, absence, value_at
from partnernet.studies.findings.shape import Certainty, Finding, SectorNames, named
from partnernet.words import Count, Message, Number, say

AS_CHANCE = 0.8
"""Observed over expected from which two sectors count as tied as chance gives."""


def found(evidence: Evidence) -> list[Finding]:
    """One finding: the best placed broker, the over-used one, or that there is none."""
    answer = evidence.answers.get("brokers")
    between = pair(evidence)
    if not isinstance(answer, Suggestions) or between is None or not is_gap(evidence):
        return []
    table = answer.table()
    if table.empty:
        return [_nobody(evidence, between)]
    free = table[~table["overloaded"].astype(bool)]
    if free.empty:
        return [_over(evidence, between, table)]
    return [_broker(evidence, between, table, str(free.index[0]))]


def pair(evidence: Evidence) -> tuple[str, str] | None:
    """The two sectors that `brokers` looked between, or None where there were no two."""
    answer = evidence.answers.get("brokers")
    between = answer.settings.get("between") if answer is not None else None
    if not between or len(between) != 2:
        return None
    first, second = map(str, between)
    known = evidence.sectors.names
    return (first, second) if first in known and second in known else None


def gap(evidence: Evidence) -> tuple[float, float]:
    """Ties between the two sectors, both directions, and how many chance gives; NaN if untold."""
    between, mixing = pair(evidence), evidence.answers.get("mixing")
    if between is None or not isinstance(mixing, MixingTable):
        return math.nan, math.nan
    labels = list(map(str, mixing.counts.index))
    a, b = (labels.index(label) for label in between)
    observed, expected = (frame.to_numpy(dtype=float) for frame in (
        mixing.observed, mixing.expected()))
    return (float(np.nansum([observed[a, b], observed[b, a]])),
            float(np.nansum([expected[a, b], expected[b, a]])))


def is_gap(evidence: Evidence) -> bool:
    """Whether the two sectors have clearly fewer ties than chance gives: a bridge is missing."""
    observed, expected = gap(evidence)
    return math.isnan(expected) or observed < AS_CHANCE * expected


def place(evidence: Evidence, ident: str) -> int:
    """Where an organisation stands in the arrays."""
    return evidence.alliance.ids.index(ident)


def sides(evidence: Evidence, between: tuple[str, str], ident: str) -> tuple[int, int]:
    """How many of each of the two sectors an organisation is in contact with."""
    here = evidence.contacts_of(place(evidence, ident))
    first, second = (int((here & evidence.members(label)).sum()) for label in between)
    return first, second


def load(evidence: Evidence, ident: str) -> float:
    """Contacts over the mean of all, NaN without any."""
    mean = float(evidence.contacts.mean())
    return float(evidence.contacts[place(evidence, ident)]) / mean if mean else math.nan


def _broker(evidence: Evidence, between: tuple[str, str], table: pd.DataFrame,
            ident: str) -> Finding:
    at = place(evidence, ident)
    first, second = sides(evidence, between, ident)
    others = _either(evidence, between)
    others[at] = False
    org = evidence.alliance.names[at]
    sure, reason = _certainty(evidence, table, ident)
    told: dict[str, Any] = {
        "org": org, "sectors": SectorNames(between), "orgs_a": Count("organisations", first),
        "orgs_b": Count("organisations", second)}
    so_what = [say("findings.broker_load", load=Number(load(evidence, ident), 1))]
    over = [str(name) for name in table.index[table["overloaded"].astype(bool)]]
    if over:
        so_what.append(_busy(evidence, "findings.broker_over", over[0]))
    total, full = int(others.sum()), first + second
    return Finding(
        kind="broker", section="brokers", about=ident, weight=75, big=full,
        unit=say("findings.broker_unit"), dots=(full, total),
        counted=say("findings.broker_dots", full=full, total=total, sectors=SectorNames(between)),
        sentence=say("findings.broker_question" if sure == "open" else "findings.broker", **told),
        so_what=tuple(so_what), certainty=sure, reason=reason)


def _either(evidence: Evidence, between: tuple[str, str]) -> Bools:
    return np.logical_or(*(evidence.members(label) for label in between))


def _certainty(evidence: Evidence, table: pd.DataFrame,
               ident: str) -> tuple[Certainty, Message]:
    """A suggestion is never firm: likely where re-drawn data bring no other one to its place."""
    place, total = value_at(table, ident, "rank"), len(table)
    if total == 1:
        return "likely", say("findings.reason_only")
    others = table[~table["overloaded"].astype(bool) & (table.index != ident)]
    if others.empty:
        return "likely", say("findings.reason_only_free", total=total)
    reached = others["rank_low"].to_numpy(dtype=float)
    if np.isnan(reached).all():
        return "open", say("findings.reason_untested")
    best = int(np.nanargmin(reached))
    if reached[best] > place:
        return "likely", say("findings.reason_ahead", place=Number(place, 1), total=total,
                             next=Number(float(reached[best]), 1))
    at = evidence.alliance.ids.index(str(others.index[best]))
    return "open", say("findings.reason_level", place=Number(place, 1), total=total,
                       other=evidence.alliance.names[at])


def _busy(evidence: Evidence, key: str, ident: str, **more: Any) -> Message:
    at = place(evidence, ident)
    return say(key, org=evidence.alliance.names[at], load=Number(load(evidence, ident), 1),
               contacts=Count("contacts", int(evidence.contacts[at])), **more)


def _over(evidence: Evidence, between: tuple[str, str], table: pd.DataFrame) -> Finding:
    ident = str(table.index[0])
    contacts = int(evidence.contacts[place(evidence, ident)])
    sure, reason = absence(evidence, "findings.reason_nobody")
    return Finding(
        kind="over", section="brokers", about=ident, weight=75, big=contacts,
        unit=say("findings.contacts_of", plural=contacts),
        dots=(contacts, len(evidence.alliance) - 1),
        counted=say("findings.over_dots", full=contacts, total=len(evidence.alliance) - 1),
        sentence=_busy(evidence, "findings.broker_only_over", ident,
                       sectors=SectorNames(between)) if len(table) == 1 else
        say("findings.broker_all_over", sectors=SectorNames(between),
            names=named([evidence.alliance.names[place(evidence, str(each))]
                         for each in table.index])),
        certainty=sure, reason=reason)


def _nobody(evidence: Evidence, between: tuple[str, str]) -> Finding:
    sure, reason = absence(evidence, "findings.reason_nobody")
    direct, possible = evidence.between(*(evidence.members(label) for label in between))
    so_what = (say("findings.bridge_direct", plural=direct, direct=direct, pairs=possible),) \
        if possible else ()
    return Finding(
        kind="no_broker", section="brokers", weight=65, big=0,
        unit=say("findings.no_broker_unit"),
        sentence=say("findings.no_broker", sectors=SectorNames(between)),
        so_what=so_what, certainty=sure, reason=reason)
