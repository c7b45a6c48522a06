"""For the next meeting: three questions that these data raise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnernet.answers import Suggestions
from partnernet.report.context import Context
from partnernet.report.sections.missing import edge
from partnernet.studies.findings import LevelName, SectorName, SectorNames, bridge, named
from partnernet.studies.findings.evidence import MOST_STEPS
from partnernet.studies.findings.levels import asks_in_vain, unheard
from partnernet.studies.findings.whole import pairs_both
from partnernet.words import Count, Message, Number

_THREE = 3


def section(context: Context) -> dict[str, Any]:
    """What the meeting's template shows: a question and what it rests on, three times."""
    questions = []
    for question, why in _raised(context):
        questions.append((question, why))
        if len(questions) == _THREE:
            break
    return {"questions": questions}


def _raised(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    """Questions in the order of their weight; the last ones fit any partnership."""
    yield from _two_sectors(context)
    yield from _not_reached(context)
    yield from _over_used(context)
    yield from _bridge(context)
    yield from _silent(context)
    yield from _on_the_edge(context)
    both, one = pairs_both(context.evidence)
    if one:
        yield (context.say("report.q_one_sided"),
               [context.say("report.q_one_sided_why", plural=one, n=one)])
    for key in ("who", "true", "next"):
        yield context.say(f"report.q_{key}"), [context.say(f"report.q_{key}_why")]


def _candidates(context: Context) -> Any:
    answer = context.summary.answers.get("brokers")
    return answer.table() if isinstance(answer, Suggestions) else None


def _org(context: Context, ident: object) -> str:
    return context.alliance.names[bridge.place(context.evidence, str(ident))]


def _two_sectors(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    between = bridge.pair(context.evidence)
    if between is None or not bridge.is_gap(context.evidence):
        return
    evidence = context.evidence
    direct, pairs = evidence.between(*(evidence.members(label) for label in between))
    if not pairs or direct * 4 > pairs:
        return
    why = [context.say("report.q_silo_some", plural=direct, direct=direct, pairs=pairs) if direct
           else context.say("report.q_silo_none", pairs=pairs)]
    table = _candidates(context)
    if table is not None and len(table):
        free = table[~table["overloaded"].astype(bool)]
        if len(free):
            why.append(context.say("report.q_silo_host", org=_org(context, free.index[0])))
    first, second = map(SectorName, between)
    yield context.say("report.q_silo", first=first, second=second), why


def _not_reached(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    evidence = context.evidence
    if not evidence.ordered or not len(evidence.network.source):
        return
    out = unheard(evidence)
    if not out.any():
        return
    asking = asks_in_vain(evidence)
    who = evidence.who(asking if asking.any() else out)
    why = context.say("report.q_unheard_ask", plural=len(who)) if asking.any() else \
        context.say("report.q_unheard_cut", plural=len(who), steps=Count("steps", MOST_STEPS),
                    level=LevelName(evidence.levels.names[-1]))
    yield context.say("report.q_unheard", plural=len(who), names=named(who)), [why]


def _over_used(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    table = _candidates(context)
    if table is None or not len(table):
        return
    over = table[table["overloaded"].astype(bool)]
    if not len(over):
        return
    busiest = max(map(str, over.index), key=lambda ident: bridge.load(context.evidence, ident))
    contacts = int(context.evidence.contacts[bridge.place(context.evidence, busiest)])
    yield (context.say("report.q_over", org=_org(context, busiest)),
           [context.say("report.q_over_why", contacts=Count("contacts", contacts),
                        load=Number(bridge.load(context.evidence, busiest), 1))])


def _bridge(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    table, between = _candidates(context), bridge.pair(context.evidence)
    if table is None or between is None or not len(table) or not bridge.is_gap(context.evidence):
        return
    free = table[~table["overloaded"].astype(bool)]
    if not len(free):
        return
    first, second = bridge.sides(context.evidence, between, str(free.index[0]))
    yield (context.say("report.q_bridge", org=_org(context, free.index[0]),
                       sectors=SectorNames(between)),
           [context.say("report.q_bridge_why", orgs_a=Count("organisations", first),
                        orgs_b=Count("organisations", second))])


def _silent(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    evidence = context.evidence
    n = int(evidence.silent.sum())
    if not n or n == len(context.alliance):
        return
    yield (context.say("report.q_silent", plural=n, names=named(evidence.who(evidence.silent), 3)),
           [context.say("report.q_silent_why", plural=n, n=n, pairs=evidence.unseen)])


def _on_the_edge(context: Context) -> Iterator[tuple[Message, list[Message]]]:
    few = edge(context)[:4]
    if few:
        names = named([context.alliance.names[k] for k in few], 3)
        yield (context.say("report.q_edge", plural=len(few), names=names),
               [context.say("report.q_edge_why", plural=len(few))])
