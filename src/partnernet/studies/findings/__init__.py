"""What the data say, in at most five findings: chosen by the data, the least certain last."""

from __future__ import annotations

from partnernet.studies.findings import bridge, levels, silo, whole
from partnernet.studies.findings.evidence import Evidence
from partnernet.studies.findings.shape import (
    CERTAINTIES,
    Certainty,
    Finding,
    LevelName,
    Opening,
    SectorName,
    SectorNames,
    named,
)

__all__ = ["CERTAINTIES", "MOST", "Certainty", "Evidence", "Finding", "LevelName", "Opening",
           "SectorName", "SectorNames", "choose", "named"]

MOST = 5
# How many findings of a kind may be told: a second silo is news, a third is in its section.
_EACH = {"silo": 2, "outward": 1}


def choose(evidence: Evidence, most: int = MOST) -> tuple[Finding, ...]:
    """The heaviest findings, at most five, the firm ones first and open questions last."""
    everything = [*whole.found(evidence), *silo.found(evidence), *levels.found(evidence),
                  *bridge.found(evidence)]
    everything.sort(key=lambda finding: -finding.weight)
    told: list[Finding] = []
    for finding in everything:
        same = sum(finding.kind == other.kind for other in told)
        if same < _EACH.get(finding.kind, 1) and len(told) < most:
            told.append(finding)
    return tuple(sorted(told, key=lambda finding: CERTAINTIES.index(finding.certainty)))
