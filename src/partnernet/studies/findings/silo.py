"""Findings about silos: which sectors keep to themselves, which might, and which do not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from partnernet.answers import MixingTable
from partnernet.kernels.verdict import LEAST_MEMBERS, least_replicates
from partnernet.studies.findings.evidence import Evidence, barely
from partnernet.studies.findings.shape import (
    Certainty,
    Finding,
    Opening,
    SectorName,
)
from partnernet.words import Count, Message, Share, say


@dataclass(frozen=True)
class SectorSilo:
    """One sector's row of `silos`, as shares of ties that stay inside (0 to 1)."""

    label: str
    members: int
    ties: int
    inside: int
    share: float
    expected: float
    chance_low: float
    chance_high: float
    low: float
    high: float
    verdict: str
    outward: str
    p: float

    @property
    def counted(self) -> Message:
        """``25 of 48 stay inside``."""
        return say("findings.silo_dots", inside=self.inside, ties=self.ties)


def sectors(evidence: Evidence) -> list[SectorSilo]:
    """Every sector of the answer of `silos`, in its order; empty without such an answer."""
    answer = evidence.answers.get("silos")
    if answer is None:
        return []
    table, chance = answer.table(), answer.details["chance"]
    low, high = (chance[name].to_numpy(dtype=float) for name in ("low", "high"))
    # The whole comes first in the table; chance is told of the groups alone.
    return [_row(str(name), row, float(low[k]), float(high[k]))
            for k, (name, row) in enumerate(table.iloc[1:].iterrows())]


def _row(label: str, row: pd.Series, chance_low: float, chance_high: float) -> SectorSilo:
    value, expected = float(row["ei_index"]), float(row["ei_expected"])
    ties = int(row["ties"])
    ps = [float(row[name]) for name in ("p_permutation_bh", "p_degree_bh") if name in row]
    told = [p for p in ps if not math.isnan(p)]
    return SectorSilo(
        label=label, members=int(row["members"]), ties=ties,
        inside=0 if math.isnan(value) else round(ties * _inside(value)), share=_inside(value),
        expected=_inside(expected),
        chance_low=_inside(chance_high), chance_high=_inside(chance_low),
        low=_inside(float(row["ei_high"])), high=_inside(float(row["ei_low"])),
        verdict=_word(row.get("verdict")), outward=_word(row.get("verdict_if_outward")),
        p=max(told, default=math.nan))


def _inside(ei_index: float) -> float:
    """The share of ties that stay inside: E–I runs from all inside (−1) to all outside (1)."""
    return (1 - float(ei_index)) / 2


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def found(evidence: Evidence) -> list[Finding]:
    """Findings about silos, the clearest first."""
    rows = sectors(evidence)
    judged = [row for row in rows if row.verdict not in ("", "too small to say")]
    silos = sorted((row for row in rows if row.verdict == "silo"),
                   key=lambda row: row.expected - row.share)
    out = [_silo(evidence, row, 100 - 5 * k) for k, row in enumerate(silos)]
    question = _question(evidence, rows)
    out += [question] if question else []
    opened = sorted((row for row in rows if row.verdict == "open"),
                    key=lambda row: row.share - row.expected)
    out += [_outward(evidence, row, 45 - k) for k, row in enumerate(opened)]
    if judged and not silos:
        out.append(_none(evidence, judged))
    elif rows and not judged and len(rows) > 1 and len(evidence.alliance) > 1 \
            and any(row.ties for row in rows):
        out.append(_all_small(evidence, rows))
    return out


def draws_missing(evidence: Evidence, rows: list[SectorSilo]) -> dict[str, int]:
    """Where too few replicates were drawn to judge any sector: how many, and how many it takes."""
    groups = sum(row.members >= LEAST_MEMBERS and row.ties > 0 for row in rows)
    drawn = int(evidence.answers["silos"].settings.get("replicates", 999))
    least = least_replicates(groups)
    return {"n": drawn, "groups": groups, "least": least} if drawn < least else {}


def certainty(evidence: Evidence, row: SectorSilo) -> tuple[Certainty, Message]:
    """How sure one can be that a sector is a silo, and why."""
    silent = int(evidence.silent.sum())
    replicates = int(evidence.answers["silos"].settings.get("replicates", 999))
    if not math.isnan(row.p) and barely(row.p, replicates):
        return "likely", say("findings.reason_only_just")
    if evidence.everybody:
        return "firm", say("findings.reason_all")
    if row.outward == "silo":
        return "firm", say("findings.reason_outward", plural=silent, n=silent)
    if row.outward:
        return "likely", say("findings.reason_not_outward", plural=silent, n=silent)
    if row.low > row.chance_high:
        return "firm", say("findings.reason_bounds")
    return "likely", say("findings.reason_pairs", plural=evidence.unseen, n=evidence.unseen)


def _silo(evidence: Evidence, row: SectorSilo, weight: float) -> Finding:
    sure, reason = certainty(evidence, row)
    pairs = farthest(evidence, row.label)
    return Finding(
        kind="silo", section="silos", about=row.label, weight=weight,
        big=Share(row.share), unit=say("findings.inside"),
        dots=(row.inside, row.ties), counted=row.counted,
        sentence=say("findings.silo", sector=Opening(SectorName(row.label)),
                     share=Share(row.share), expected=Share(row.expected)),
        so_what=(pairs,) if pairs else (), certainty=sure, reason=reason)


def farthest(evidence: Evidence, label: str) -> Message | None:
    """The other sector that a sector has least to do with, as a count of pairs in contact."""
    other = _farthest_sector(evidence, label)
    if other is None:
        return None
    direct, possible = evidence.between(evidence.members(label), evidence.members(other))
    name = SectorName(other)
    if not direct:
        return say("findings.silo_no_pairs", pairs=possible, other=name)
    return say("findings.silo_pairs", plural=direct, pairs=possible, direct=direct, other=name)


def _farthest_sector(evidence: Evidence, label: str) -> str | None:
    """The sector with the lowest observed over expected, both directions together."""
    mixing = evidence.answers.get("mixing")
    if not isinstance(mixing, MixingTable):
        return None
    observed = mixing.observed.to_numpy(dtype=float)
    expected = mixing.expected().to_numpy(dtype=float)
    labels = list(map(str, mixing.observed.index))
    best: tuple[float, str] | None = None
    for other in evidence.sectors.names:
        if other == label or other not in labels or label not in labels:
            continue
        one, two = labels.index(label), labels.index(other)
        hoped = float(np.nansum([expected[one, two], expected[two, one]]))
        _, possible = evidence.between(evidence.members(label), evidence.members(other))
        if hoped <= 1 or not possible:
            continue
        got = float(observed[one, two] + observed[two, one])
        if best is None or (got / hoped, other) < best:
            best = (got / hoped, other)
    return best[1] if best and best[0] < 1 else None


def _question(evidence: Evidence, rows: list[SectorSilo]) -> Finding | None:
    """The sector that might be a silo although the data cannot settle it."""
    doubtful = [row for row in rows if row.verdict in ("leaning", "no sign", "too small to say")
                and row.ties and row.members > 1 and row.share > row.expected
                and (row.verdict == "leaning" or _could_be(row))]
    if not doubtful:
        return None
    row = max(doubtful, key=lambda row: (row.verdict == "leaning", row.share - row.expected))
    orgs, ties = Count("organisations", row.members), Count("ties", row.ties)
    ranged = row.high - row.low > 0.005
    if row.verdict == "leaning" and not ranged:
        reason = say("findings.reason_leaning")
    elif ranged:
        reason = say("findings.reason_range", low=Share(row.low), high=Share(row.high),
                     chance_low=Share(row.chance_low), chance_high=Share(row.chance_high))
    else:
        missing = draws_missing(evidence, rows)
        reason = (say("findings.reason_draws", **missing) if missing else
                  say("findings.reason_too_small", orgs=orgs, ties=ties))
    return Finding(
        kind="silo_question", section="silos", about=row.label, weight=60,
        big=Share(row.share), unit=say("findings.inside"),
        dots=(row.inside, row.ties), counted=row.counted,
        sentence=say("findings.silo_question", sector=SectorName(row.label),
                     share=Share(row.share), expected=Share(row.expected)),
        so_what=(say("findings.silo_small", orgs=orgs, ties=ties),),
        certainty="open", reason=reason)


def _could_be(row: SectorSilo) -> bool:
    """Whether what is known, or what the silent might say, lies beyond what chance gives."""
    return row.share > row.chance_high or row.high > row.chance_high


def _outward(evidence: Evidence, row: SectorSilo, weight: float) -> Finding:
    sure: Certainty = "firm" if evidence.everybody else "likely"
    reason = say("findings.reason_all" if evidence.everybody else "findings.reason_mixed")
    return Finding(
        kind="outward", section="silos", about=row.label, weight=weight,
        big=Share(row.share), unit=say("findings.inside"),
        dots=(row.inside, row.ties), counted=row.counted,
        sentence=say("findings.outward", sector=Opening(SectorName(row.label)),
                     share=Share(row.share), expected=Share(row.expected)),
        certainty=sure, reason=reason)


def _none(evidence: Evidence, judged: list[SectorSilo]) -> Finding:
    n = len(judged)
    return Finding(
        kind="no_silo", section="silos", weight=50, big=0,
        unit=say("findings.no_silo_unit", plural=n, n=n), dots=(0, n),
        counted=say("findings.no_silo_dots", full=0, total=n),
        sentence=say("findings.no_silo", plural=n, n=n), certainty="likely",
        reason=say("findings.reason_weak", orgs=Count("organisations", len(evidence.alliance))))


def _all_small(evidence: Evidence, rows: list[SectorSilo]) -> Finding:
    n, largest = len(rows), max(row.members for row in rows)
    missing = draws_missing(evidence, rows)
    return Finding(
        kind="small", section="silos", weight=40, big=n,
        unit=say("findings.sectors_unit", plural=n),
        sentence=say("findings.draws_question") if missing else
        say("findings.small_question", plural=n, n=n, orgs=Count("organisations", largest)),
        so_what=() if missing else (
            say("findings.largest_has", orgs=Count("organisations", largest)),),
        certainty="open",
        reason=say("findings.reason_draws", **missing) if missing else say("findings.reason_few"))
