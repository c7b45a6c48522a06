"""The head of the page: what it is, whose, who answered, and what is confidential about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from partnernet.pictures.lettering import short
from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.vocabulary.groups import folded
from partnernet.words import Day, Message, Share, say

# What the sheet about calls these, in the languages of the workbook.
_KEYS = {
    "title": ("title", "título", "titulo", "titel"),
    "place": ("place", "lugar", "municipio", "plats", "ort", "kommun"),
    "survey": ("survey", "encuesta", "enkät", "undersökning"),
    "question": ("question", "ties mean", "pregunta", "fråga", "fraga"),
    "source": ("source", "fuente", "procedencia", "källa", "kalla"),
    "synthetic": ("synthetic", "sintético", "sintetico", "syntetiskt", "syntetisk"),
}
_IN_BRACKETS = re.compile(r"\s*\([^()]*(?:synth|sint|synt)[^()]*\)\s*$", re.IGNORECASE)
_NO = ("", "no", "nej", "false", "0", "none")


def about(stated: Mapping[str, str], what: str) -> str:
    """What the sheet about says of a thing, empty where it says nothing."""
    said = {folded(str(key)): str(text).strip() for key, text in stated.items()}
    return next((said[key] for key in _KEYS[what] if said.get(key)), "")


def is_synthetic(stated: Mapping[str, str]) -> bool:
    """Whether the data say of themselves that they are invented."""
    return folded(about(stated, "synthetic")) not in _NO


def section(context: Context) -> dict[str, Any]:
    """What the head's template shows."""
    alliance, evidence = context.alliance, context.evidence
    total = len(alliance)
    answered = total - int(evidence.silent.sum())
    stated = alliance.about
    place = about(stated, "place")
    said = context.say("report.answered_of", answered=answered, total=total,
                       share=Share(answered / total if total else float("nan")))
    facts: list[tuple[Message, Any]] = []
    if place:
        facts.append((context.say("report.place"), place))
    survey = about(stated, "survey")
    if survey:
        facts.append((context.say("report.survey"), survey))
    facts.append((context.say("report.report_date"), Day(context.date)))
    if total:
        facts.append((context.say("report.answered"), said))
    facts.append((context.say("report.ties"), int(len(evidence.network.source))))
    if alliance.filters:
        facts.append((context.say("report.view"), ", ".join(alliance.filters)))
    return {
        "title": heading(context), "synthetic": is_synthetic(stated), "facts": facts,
        "dots": elements.dots(answered, total, context.text(said), per_row=17),
        "answered_label": context.say("report.answered"), "notices": _notices(context),
    }


def heading(context: Context) -> Any:
    """The title asked for, else what the data are called, else the place's, else a plain one."""
    stated = context.alliance.about
    if context.title:
        return context.title
    title, place = about(stated, "title"), about(stated, "place")
    if title:
        # The label beside the title already says that it is an example.
        return _IN_BRACKETS.sub("", title) if is_synthetic(stated) else title
    if place:
        return say("report.title_place", place=place)
    return say("report.title")


def _notices(context: Context) -> list[tuple[Message, Message]]:
    if context.team:
        text = "report.confidential_team" if context.rated \
            else "report.confidential_team_plain"
        notice = [(context.say("report.team_only"), context.say(text))]
    else:
        notice = [(context.say("report.confidential"), context.say("report.confidential_partners"))]
    if context.codes:
        notice.append((Message(""), context.say("report.confidential_codes")))
    return notice


def running(context: Context) -> str:
    """The key of what every page says of its confidentiality."""
    if not context.team:
        return "report.foot_partners"
    return "report.foot_team" if context.rated else "report.foot_team_plain"


def foot(context: Context) -> str:
    """The running foot of every printed page."""
    parts = [short(context.text(heading(context)))]
    if is_synthetic(context.alliance.about):
        parts.append(context.word("report.synthetic"))
    # The head of the team's pages says the same at length.
    parts.append(context.word("report.foot_team_plain" if context.team else running(context)))
    parts.append(context.word("report.made_with"))
    return " · ".join(parts)
