"""Methods, settings, references and the ledger: what a researcher can cite and check."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import scipy

import partnernet
from partnernet.answers import Answer
from partnernet.report import elements
from partnernet.report.careful import LEAST
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.sections.head import about
from partnernet.studies.findings.evidence import value_at
from partnernet.words import Count, Day, Message, Names, Number, Share, say

REFERENCES: dict[str, tuple[str, str, str]] = {
    "bh": ("Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate: a practical and "
           "powerful approach to multiple testing. ",
           "Journal of the Royal Statistical Society B", " 57, 289–300."),
    "burt": ("Burt RS (1992). ", "Structural Holes: The Social Structure of Competition", ". "
             "Harvard University Press."),
    "gould": ("Gould RV, Fernandez RM (1989). Structures of mediation: a formal approach to "
              "brokerage in transaction networks. ", "Sociological Methodology", " 19, 89–126."),
    "krackhardt": ("Krackhardt D (1994). Graph theoretical dimensions of informal organizations. "
                   "In Carley K, Prietula M (eds), ", "Computational Organization Theory",
                   ". Erlbaum, 89–111."),
    "ei": ("Krackhardt D, Stern RN (1988). Informal networks and organizational crises: an "
           "experimental simulation. ", "Social Psychology Quarterly", " 51, 123–140."),
    "rantala": ("Rantala R, Bortz M, Armada F (2014). Intersectoral action: local governments "
                "promoting health. ", "Health Promotion International",
                " 29 (suppl 1), i92–i102."),
    "rao": ("Rao AR, Jana R, Bandyopadhyay S (1996). A Markov chain Monte Carlo method for "
            "generating random (0,1)-matrices with given marginals. ", "Sankhyā A",
            " 58, 225–242."),
    "bootstrap": ("Snijders TAB, Borgatti SP (1999). Non-parametric standard errors and tests for "
                  "network statistics. ", "Connections", " 22, 161–170."),
}
_ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")


def section(context: Context) -> dict[str, Any]:
    """What the methods' template shows."""
    tables = [_figures(context)]
    if len(context.evidence.sectors) and len(context.alliance) > 1:
        tables.append(_roles(context))
    return {"paragraph": list(_paragraph(context)), "settings": list(_settings(context)),
            "tables": tables, "caveats": caveats(context), "ledger": _ledger(context),
            "references": [REFERENCES[key] for key in _cited(context)]}


def _paragraph(context: Context) -> Iterator[Message]:
    """The paragraph that can be pasted into a paper."""
    evidence, say_ = context.evidence, context.say
    total = len(context.alliance)
    answered = 1 - float(evidence.silent.mean()) if total else float("nan")
    yield say_("report.m_data", orgs=Count("organisations", total),
               response=elements.share(answered), ties=Count("ties", len(evidence.network.source)))
    if context.alliance.filters:
        yield say_("report.m_view", filters=", ".join(context.alliance.filters))
    yield say_("report.m_directed" if evidence.network.directed else "report.m_undirected")
    yield say_("report.m_missing")
    replicates = Number(context.summary.settings["replicates"], 0)
    if len(evidence.sectors) > 1:
        yield say_("report.m_silos", replicates=replicates)
        mixing = context.summary.answers["mixing"]
        degree = "degree" in mixing.settings.get("null", ())
        yield say_("report.m_mixing" if degree else "report.m_mixing_outdegree")
    if evidence.ordered:
        yield say_("report.m_levels", levels=" < ".join(evidence.levels.names))
    if "between" in context.summary.answers["brokers"].settings:
        yield say_("report.m_brokers")
    if context.team:
        yield say_("report.m_audience_team" if context.rated else
                   "report.m_audience_team_plain")
    else:
        yield say_("report.m_audience_partners", raters=LEAST) if context.trust is not None \
            else say_("report.m_audience_partners_none")
    yield say_("report.m_software", version=partnernet.__version__,
               seed=str(context.summary.settings["seed"]))


def _cited(context: Context) -> list[str]:
    cited = ["burt", "gould", "krackhardt"]
    if len(context.evidence.sectors) > 1:
        cited += ["bh", "ei", "rao"]
    if context.evidence.ordered:
        cited.append("rantala")
    if len(context.summary.answers["brokers"].table()):
        cited.append("bootstrap")
    return sorted(cited, key=lambda key: REFERENCES[key][0])


def _settings(context: Context) -> Iterator[tuple[Message, Any]]:
    """Terms and values, in the order of a reporting checklist."""
    alliance, evidence, say_ = context.alliance, context.evidence, context.say
    total = len(alliance)
    silent = int(evidence.silent.sum())
    orgs = Count("organisations", total)
    yield say_("report.s_boundary"), say_("report.s_boundary_is", orgs=orgs)
    for what in ("question", "source"):
        stated = about(alliance.about, what)
        if stated:
            yield say_(f"report.s_{what}"), stated
    if total:
        yield say_("report.s_answered"), say_(
            "report.answered_of", answered=total - silent, total=total,
            share=Share(1 - silent / total))
    yield (say_("report.s_direction"),
           say_("report.s_directed" if evidence.network.directed else "report.s_undirected"))
    if alliance.relations:
        listed = Names(alliance.relations)
        yield say_("report.s_relations"), listed if len(alliance.relations) == 1 else say_(
            "report.s_together", relations=listed)
    if len(evidence.levels):
        yield say_("report.s_levels"), " < ".join(evidence.levels.names)
    yield from _scales(context)
    unknown = len(evidence.network.dyads.unknown_pairs()[0])
    if unknown:
        yield say_("report.s_unknown"), unknown
    if alliance.filters:
        yield say_("report.s_view"), ", ".join(alliance.filters)
    yield say_("report.s_null"), say_(
        "report.s_null_is", replicates=Number(context.summary.settings["replicates"], 0),
        seed=str(context.summary.settings["seed"]))
    yield say_("report.s_audience"), say_("report.s_team" if context.team else "report.s_partners")
    yield say_("report.s_date"), Day(context.date)
    yield say_("report.s_software"), say_(
        "report.s_software_is", partnernet=partnernet.__version__, python=platform.python_version(),
        numpy=np.__version__, scipy=scipy.__version__, pandas=pd.__version__)


def _scales(context: Context) -> Iterator[tuple[Message, Any]]:
    scales = dict(context.alliance.scales)
    if context.trust_scale is not None:
        scales["trust"] = context.trust_scale
    for name in sorted(scales):
        scale = scales[name]
        known = name in ("trust", "frequency")
        word = say(f"report.word_{name}") if known else name
        if not scale.declared or scale.low is None or scale.high is None:
            yield context.say("report.s_scale", name=word), context.say("report.s_scale_undeclared")
            continue
        labels = [f"{value:g} = {label}" for value, label in sorted(scale.labels.items())]
        labels += [context.word("report.s_scale_less")] if scale.direction == "less" else []
        ends = {"low": Number(scale.low, 0), "high": Number(scale.high, 0)}
        yield context.say("report.s_scale", name=word), (
            context.say("report.s_scale_range", labels="; ".join(labels), **ends) if labels
            else context.say("report.s_scale_plain", **ends))


def _hidden(context: Context, name: str) -> bool:
    """Whether a figure is about ratings that this audience does not see."""
    return not context.team and "trust" in name


def _figures(context: Context) -> DataTable:
    frame, say_ = context.summary.table(), context.say
    columns = [words("report.col_measure"), numbers("report.col_value"),
               numbers("report.col_bounds"), numbers("report.col_p"),
               words("report.col_from")]
    rows = []
    for row in frame.to_dict("records"):
        if _hidden(context, str(row["measure"])):
            continue
        low, high = (float(row.get(name, float("nan"))) for name in ("low", "high"))
        p = float(row.get("p_permutation", float("nan")))
        rows.append([str(row["measure"]), elements.number(float(row["value"]), 3),
                     elements.span(low, high),
                     elements.chance(p), str(row["from"])])
    return DataTable(say_("report.table_figures"), say_("report.table_figures_caption"), columns,
                     rows)


def _roles(context: Context) -> DataTable:
    say_ = context.say
    roles = context.summary.answers["brokerage"].table()
    holes = context.summary.answers["structural_holes"].table()
    columns = [words("report.col_organisation"),
               *(numbers(f"report.role_{role}") for role in _ROLES),
               numbers("report.role_constraint"), numbers("report.role_effective_size")]
    rows = []
    for k in context.sorted(range(len(context.alliance))):
        ident = context.alliance.ids[k]
        rows.append([context.org(k),
                     *(elements.number(value_at(roles, ident, role), 0) for role in _ROLES),
                     elements.number(value_at(holes, ident, "constraint")),
                     elements.number(value_at(holes, ident, "effective_size"), 1)])
    return DataTable(say_("report.table_organisations"), say_("report.table_roles_caption"),
                     columns, rows)


def caveats(context: Context) -> list[Message]:
    """All caveats of all answers, once each; what is not shown is not excused either."""
    out: dict[str, Message] = {}
    for answer in context.summary.answers.values():
        for caveat in _of(context, answer):
            out.setdefault(caveat.text(context.language), caveat)
    return list(out.values())


def _of(context: Context, answer: Answer) -> Iterator[Message]:
    for caveat in answer.caveats:
        figures = caveat.values.get("figures")
        if caveat.key != "answers.undefined" or not isinstance(figures, Names):
            yield caveat
            continue
        kept = tuple(name for name in figures.names if not _hidden(context, str(name)))
        if kept:
            values = {**caveat.values, "figures": Names(kept, figures.most)}
            yield say(caveat.key, plural=len(kept), **values)


# -- the ledger ------------------------------------------------------------------------------------


def _ledger(context: Context) -> dict[str, Any]:
    counts, say_ = context.alliance.ledger_counts, context.say
    if counts.empty:
        return {"counts": None, "fates": None, "events": None}
    names = ("read", "used", "merged", "excluded")
    columns = [words("report.col_file"), words("report.col_sheet"), words("report.col_table"),
               *(numbers(f"report.col_{name}") for name in names)]
    rows = [[plain(row["file"]), plain(row["sheet"]), _holds(context, str(row["table"])),
             *(int(row[name]) for name in names)] for row in counts.to_dict("records")]
    table = DataTable(say_("report.table_ledger"), say_("report.ledger_caption"), columns, rows)
    told = Names(tuple(say_(f"report.fate_{fate}", plural=n, n=n)
                       for fate, n in context.fates.items() if n))
    return {"counts": table, "events": _events(context) if context.team else None,
            "fates": say_("report.ledger_by_fate", fates=told) if told.names and not context.team
            else None}


def plain(value: Any) -> str:
    """A text as it stands, a dash where there is none."""
    return value if isinstance(value, str) else "–"


def _holds(context: Context, table: str) -> Any:
    known = table in ("organisations", "ties", "unknown")
    return context.say(f"report.holds_{table}") if known else table


def _events(context: Context) -> DataTable | None:
    say_ = context.say
    events = context.alliance.ledger_in(context.language)
    if events.empty:
        return None
    columns = [words("report.col_sheet"), numbers("report.col_row"),
               words("report.col_column"), words("report.col_found"), words("report.col_fate"),
               words("report.col_reason")]
    rows = [[plain(row["sheet"]), "–" if pd.isna(row["row"]) else str(row["row"]),
             plain(row["column"]), plain(row["value"]), say_(f"report.fate_one_{row['fate']}"),
             plain(row["reason"])] for row in events.to_dict("records")]
    n = len(rows)
    return DataTable(say_("report.ledger_events", plural=n, n=n), say_("report.ledger_caption"),
                              columns, rows)
