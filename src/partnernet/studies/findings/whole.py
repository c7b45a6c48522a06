"""Findings about the whole: who answered, who stands apart, and how much both sides agree."""

from __future__ import annotations

import numpy as np

from partnernet.kernels import components
from partnernet.studies.findings.evidence import Evidence, absence
from partnernet.studies.findings.shape import Finding, named
from partnernet.words import Message, Number, Share, say

_FEW_ANSWERED = 0.6


def found(evidence: Evidence) -> list[Finding]:
    """Findings that need no groups, so that every partnership gets some."""
    n = len(evidence.alliance)
    if n < 2:
        key = "findings.one_organisation" if n else "findings.no_organisations"
        return [_fact("small_data", "minute", n, say("findings.organisations_unit", plural=n),
                      say(key), weight=200)]
    return [*_answered(evidence), *_apart(evidence), *_confirmed(evidence), *_contacts(evidence)]


def _fact(kind: str, section: str, big: object, unit: Message, sentence: Message, *,
          weight: float, so_what: tuple[Message, ...] = (), dots: tuple[int, int] | None = None,
          counted: Message | None = None) -> Finding:
    """Something counted, which no missing answer changes."""
    return Finding(kind=kind, section=section, big=big, unit=unit, sentence=sentence,
                   certainty="firm", reason=say("findings.reason_count"), so_what=so_what,
                   dots=dots, counted=counted, weight=weight)


def _answered(evidence: Evidence) -> list[Finding]:
    total = len(evidence.alliance)
    answered = total - int(evidence.silent.sum())
    if answered / total >= _FEW_ANSWERED:
        return []
    sentence = say("findings.answered", plural=answered, answered=answered, total=total) \
        if answered else say("findings.answered_none", total=total)
    so_what = say("findings.answered_so" if answered else "findings.answered_ask")
    return [_fact("answered", "missing", answered, say("findings.of_total", total=total), sentence,
                  weight=150, so_what=(so_what,), dots=(answered, total),
                  counted=say("findings.answered_dots", full=answered, total=total))]


def _apart(evidence: Evidence) -> list[Finding]:
    """Organisations without ties, and parts without a tie between them."""
    network, total = evidence.network, len(evidence.alliance)
    sure, reason = absence(evidence, "findings.reason_at_least")
    if not len(network.source):
        return [Finding(
            kind="no_ties", section="map", big=0, unit=say("findings.no_ties_unit"),
            sentence=say("findings.no_ties"), certainty=sure, reason=reason, weight=140)]
    out = []
    alone = evidence.contacts == 0
    if alone.any():
        n = int(alone.sum())
        out.append(Finding(
            kind="isolates", section="missing", big=n,
            unit=say("findings.isolates_unit", plural=n), dots=(n, total),
            counted=say("findings.isolates_dots", full=n, total=total),
            sentence=say("findings.isolates", plural=n, n=n),
            so_what=(say("findings.isolates_who", plural=n, names=named(evidence.who(alone))),),
            certainty=sure, reason=reason, weight=65))
    parts, sizes = _parts(evidence)
    if parts > 1:
        largest = int(sizes.max())
        out.append(Finding(
            kind="parts", section="map", big=parts, unit=say("findings.parts_unit"),
            dots=(largest, total), counted=say("findings.parts_dots", full=largest, total=total),
            sentence=say("findings.parts", n=parts, largest=largest, total=total),
            certainty=sure, reason=reason, weight=72))
    return out


def _parts(evidence: Evidence) -> tuple[int, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Parts of two organisations or more, and the sizes of all parts."""
    pairs = evidence.pairs
    sizes = components.sizes(components.weak(pairs.source, pairs.target, evidence.network.n))
    return int((sizes > 1).sum()), sizes


def pairs_both(evidence: Evidence) -> tuple[int, int]:
    """Pairs that both sides could report: named by both, and named by one only."""
    network = evidence.network
    if not network.directed:
        return 0, 0
    here = network.source * np.int64(network.n) + network.target
    back = network.target * np.int64(network.n) + network.source
    seen = network.observed & network.dyads.observed(network.target, network.source)
    mutual = np.isin(back, here)
    return int((seen & mutual).sum()) // 2, int((seen & ~mutual).sum())


def _confirmed(evidence: Evidence) -> list[Finding]:
    both, one = pairs_both(evidence)
    if not both + one:
        return []
    pairs = both + one
    return [_fact("confirmed", "map", Share(both / pairs), say("findings.confirmed_unit"),
                  say("findings.confirmed", both=both, pairs=pairs, one=one), weight=25,
                  so_what=(say("findings.confirmed_so"),) if one else (), dots=(both, pairs),
                  counted=say("findings.confirmed_dots", both=both, pairs=pairs))]


def _contacts(evidence: Evidence) -> list[Finding]:
    n, possible = evidence.in_contact
    if not possible:
        return []
    sure, reason = absence(evidence, "findings.reason_at_least")
    return [Finding(
        kind="contacts", section="map", big=Share(n / possible),
        unit=say("findings.contacts_unit"),
        sentence=say("findings.contacts", plural=n, n=n, possible=possible),
        so_what=(say("findings.contacts_so", mean=Number(float(evidence.contacts.mean()), 1)),),
        certainty=sure, reason=reason, weight=20)]
