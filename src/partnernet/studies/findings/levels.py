"""Findings about levels: who is reached, where the chain ends, and whether sectors meet there."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from partnernet.kernels.dyads import Bools
from partnernet.studies.findings.evidence import ALPHA, MOST_STEPS, Evidence, barely, value_at
from partnernet.studies.findings.shape import Certainty, Finding, LevelName, named
from partnernet.words import Count, Message, Number, Share, say


def found(evidence: Evidence) -> list[Finding]:
    """Findings about levels; none where fewer than two ordered levels are present."""
    if not evidence.ordered or not len(evidence.network.source):
        return []
    return [*_reach(evidence), *_stovepipe(evidence)]


def _reach(evidence: Evidence) -> list[Finding]:
    total = int(evidence.front.sum())
    reached = evidence.within(evidence.down, MOST_STEPS)
    level = LevelName(evidence.levels.names[-1])
    if reached == total:
        held = int((evidence.chain & evidence.front).sum())
        return [_all_reached(evidence, level, total) if held == total
                else _broken(evidence, level, held, total)]
    steps = Count("steps", MOST_STEPS)
    sentence = say("findings.reach", level=level, reached=reached, total=total, steps=steps) \
        if reached else say("findings.reach_none", level=level, total=total, steps=steps)
    sure, reason = _certainty(evidence, level)
    return [Finding(
        kind="reach", section="levels", weight=90, big=reached,
        unit=say("findings.of_total", total=total), dots=(reached, total),
        counted=say("findings.reach_dots", reached=reached, total=total),
        sentence=sentence, so_what=_unreached(evidence, level, total),
        certainty=sure, reason=reason)]


def unheard(evidence: Evidence) -> Bools:
    """Front-line organisations that are not reached in three steps, shape (n,)."""
    far = (evidence.down < 0) | (evidence.down > MOST_STEPS)
    return evidence.front & far


def asks_in_vain(evidence: Evidence) -> Bools:
    """Who is not reached, and names organisations above that do not name it back, shape (n,)."""
    network, codes = evidence.network, evidence.levels.codes
    out = unheard(evidence)
    if not network.directed or not out.any():
        return np.zeros(network.n, dtype=bool)
    upwards = codes[network.target] > codes[network.source]
    asking = np.zeros(network.n, dtype=bool)
    asking[network.source[upwards]] = True
    named_from_above = np.zeros(network.n, dtype=bool)
    named_from_above[network.target[codes[network.source] > codes[network.target]]] = True
    return out & asking & ~named_from_above


def _unreached(evidence: Evidence, level: LevelName, total: int) -> tuple[Message, ...]:
    out, asking = unheard(evidence), asks_in_vain(evidence)
    who, rest = evidence.who(asking), evidence.who(out & ~asking)
    told = [say("findings.unreached_ask", plural=len(who), names=named(who))] if who else []
    if rest:
        told.append(say("findings.unreached_too" if who else "findings.unreached",
                        names=named(rest)))
    if who or not evidence.network.directed:
        return tuple(told)
    up = evidence.within(evidence.up, MOST_STEPS)
    back = say("findings.reach_up", reached=up, total=total, level=level,
               steps=Count("steps", MOST_STEPS))
    return (*told, back)


def _certainty(evidence: Evidence, level: LevelName) -> tuple[Certainty, Message]:
    silent, top = evidence.silent, evidence.top
    if evidence.everybody:
        return "firm", say("findings.reason_everybody")
    above = int((silent & top).sum())
    if above:
        return "likely", say("findings.reason_decision", plural=above, n=above,
                             total=int(top.sum()), level=level)
    if silent.any():
        n = int(silent.sum())
        return "likely", say("findings.reason_link", plural=n, n=n)
    return "likely", say("findings.reason_pairs", plural=evidence.unseen, n=evidence.unseen)


def _all_reached(evidence: Evidence, level: LevelName, total: int) -> Finding:
    steps = max(int(evidence.down[evidence.front].max()), 1)
    return Finding(
        kind="reach", section="levels", weight=55, big=total,
        unit=say("findings.of_total", total=total), dots=(total, total),
        counted=say("findings.reach_dots", reached=total, total=total),
        sentence=say("findings.reach_all", plural=total, level=level, total=total,
                     steps=Count("steps", steps)),
        certainty="firm", reason=say("findings.reason_everybody" if evidence.everybody
                                     else "findings.reason_adds"))


def _broken(evidence: Evidence, level: LevelName, held: int, total: int) -> Finding:
    sure, reason = _certainty(evidence, level)
    who = evidence.who(evidence.front & ~evidence.chain)
    return Finding(
        kind="chain", section="levels", weight=70, big=held,
        unit=say("findings.of_total", total=total), dots=(held, total),
        counted=say("findings.reach_dots", reached=held, total=total),
        sentence=say("findings.chain", level=level, reached=held, total=total) if held
        else say("findings.chain_none", level=level, total=total),
        so_what=(say("findings.jumped", names=named(who)),), certainty=sure, reason=reason)


def _stovepipe(evidence: Evidence) -> list[Finding]:
    connectivity = evidence.answers.get("connectivity")
    excess = evidence.figure("vertical", "stovepipe_excess")
    p = evidence.cell("vertical", "stovepipe_excess", "p_permutation")
    if connectivity is None or math.isnan(excess) or math.isnan(p) or excess <= 0 or p > ALPHA:
        return []
    table = connectivity.table()
    count = {kind: int(value_at(table, kind, "ties")) for kind in
             ("internal", "horizontal", "vertical", "diagonal")}
    between, within = count["vertical"] + count["diagonal"], count["internal"] + count["horizontal"]
    if not between or not within:
        return []
    expected, ratio = (value_at(table, "vertical", name) for name in ("expected", "ratio"))
    if not ratio > 1:
        return []
    mixes = value_at(table, "horizontal", "ratio") >= 0.9
    same, across = count["horizontal"] / within, count["diagonal"] / between
    told: dict[str, Any] = {"between": between, "vertical": count["vertical"],
                            "expected": Number(expected, 0)}
    model = mixes and same > across
    sentence = say("findings.stovepipe", same=Share(same), across=Share(across)) if model \
        else say("findings.ladder", **told)
    sure, reason = _stovepipe_certainty(evidence, p)
    return [Finding(
        kind="stovepipe", section="levels", weight=80,
        big=say("findings.times", ratio=Number(ratio, 1)),
        unit=say("findings.times_unit"), dots=(count["vertical"], between),
        counted=say("findings.stovepipe_dots", vertical=count["vertical"], between=between),
        sentence=sentence, so_what=(say("findings.stovepipe_so", **told),) if model else (),
        certainty=sure, reason=reason)]


def _stovepipe_certainty(evidence: Evidence, p: float) -> tuple[Certainty, Message]:
    answer = evidence.answers["connectivity"]
    table = answer.table()
    # Shuffling levels within sectors asks another question: whether ties leave their level.
    tests = ("p_permutation_sector", "p_permutation", "p_degree")
    worst = max(value for value in (p, *(value_at(table, "vertical", name) for name in tests))
                if not math.isnan(value))
    if worst > ALPHA or barely(worst, int(answer.settings.get("replicates", 999))):
        return "likely", say("findings.reason_only_just")
    if evidence.everybody:
        return "firm", say("findings.reason_shuffles")
    return "likely", say("findings.reason_unseen", plural=evidence.unseen, n=evidence.unseen)
