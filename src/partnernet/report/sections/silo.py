"""Which sectors keep to themselves: strip, outline, heat, and a sentence for each sector."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from partnernet.answers import MixingTable
from partnernet.kernels.dyads import Floats
from partnernet.pictures.heat import heat_class
from partnernet.pictures.strips import Strips, ei_strips
from partnernet.report import elements
from partnernet.report.careful import LEAST
from partnernet.report.context import Context
from partnernet.report.elements import DataTable, numbers, words
from partnernet.report.figures import Drawn, Figure
from partnernet.report.sections import network, stands
from partnernet.report.sections.parts import Sure
from partnernet.report.sections.stands import WORDS as VERDICT_WORDS
from partnernet.studies.findings import Opening, SectorName, SectorNames
from partnernet.studies.findings.evidence import ALPHA, value_at
from partnernet.studies.findings.silo import SectorSilo, certainty, draws_missing, sectors
from partnernet.words import Count, Message, Number, Share

_SHADES = ("report.heat_0", "report.heat_1", "report.heat_2", "report.heat_3", "report.heat_4",
           "report.heat_5", "report.heat_6")


def section(context: Context) -> dict[str, Any]:
    """What the silos' template shows."""
    rows = sectors(context.evidence)
    problem = _problem(context, rows)
    if problem is not None:
        return {"lede": [problem], "strip": None, "organic": None, "heat": None, "each": [],
                "small": None, "trust": None, "stands": None}
    ordered = sorted(rows, key=lambda row: (math.isnan(row.share), -row.share, row.label))
    small = [row for row in ordered if row.verdict in ("too small to say", "")]
    return {"lede": _lede(context, rows), "strip": _strip(context, ordered),
            "each": [_sentence(context, row) for row in ordered if row not in small],
            "small": _small(context, small, rows), "stands": stands.section(context),
            "organic": _organic(context), "heat": _heat(context), "trust": _trust(context)}


def _problem(context: Context, rows: list[SectorSilo]) -> Message | None:
    if not len(context.evidence.sectors):
        return context.say("report.silos_none")
    if len(context.evidence.sectors) == 1:
        return context.say("report.silos_one")
    if not any(row.ties for row in rows):
        return context.say("report.silos_no_ties")
    return None


def _lede(context: Context, rows: list[SectorSilo]) -> list[Message]:
    out = []
    for verdict, name in VERDICT_WORDS.items():
        labels = tuple(row.label for row in rows if row.verdict == verdict)
        if labels and verdict:
            out.append(context.say(f"report.silos_lede_{name}", plural=len(labels),
                                   sectors=Opening(SectorNames(labels))))
    return out


# -- picture 2: the strips -------------------------------------------------------------------------


def _strip(context: Context, rows: list[SectorSilo]) -> Figure:
    def index(shares: list[float]) -> Floats:
        return 1 - 2 * np.array(shares, dtype=float)

    names = context.evidence.sectors.names
    looks = [context.members.looks[names.index(row.label)] for row in rows]
    strips = Strips(
        [row.label for row in rows], looks, np.array([row.members for row in rows]),
        index([row.share for row in rows]), index([row.expected for row in rows]),
        index([row.chance_high for row in rows]), index([row.chance_low for row in rows]),
        index([row.high for row in rows]), index([row.low for row in rows]),
        [context.word(f"report.verdict_{VERDICT_WORDS[row.verdict]}") for row in rows],
        np.array([row.verdict == "silo" for row in rows]))
    drawn = Drawn(ei_strips(strips, language=context.language),
                  ei_strips(strips, width=network.PHONE, language=context.language), "strips")
    return Figure.of(context, drawn, tables=(_silo_table(context),))


def _silo_table(context: Context) -> DataTable:
    table, say_ = context.summary.answers["silos"].table(), context.say
    silent = bool(context.evidence.silent.any())
    columns = [words("report.col_sector"), numbers("report.col_organisations"),
               numbers("report.col_inside"), numbers("report.col_outside"),
               numbers("report.col_ei"), numbers("report.col_by_chance"),
               numbers("report.col_bounds"), numbers("report.col_p_permutation"),
               numbers("report.col_p_degree"), words("report.col_verdict")]
    columns += [words("report.col_outward")] if silent else []
    rows = []
    for label, row in table.iterrows():
        whole = label == "(whole)"
        ties, value = int(row["ties"]), float(row["ei_index"])
        inside = 0 if math.isnan(value) else round(ties * (1 - value) / 2)
        bh = "" if whole else "_bh"
        cells = [say_("report.whole") if whole else str(label), int(row["members"]), inside,
                 ties - inside, elements.number(value, signed=True),
                 elements.number(float(row["ei_expected"]), signed=True),
                 elements.span(float(row["ei_low"]), float(row["ei_high"]), signed=True),
                 elements.chance(float(row[f"p_permutation{bh}"])),
                 elements.chance(float(row[f"p_degree{bh}"])),
                 "" if whole else say_(f"report.verdict_{VERDICT_WORDS[str(row['verdict'])]}")]
        if silent:
            outward = str(row["verdict_if_outward"])
            cells.append("" if whole or outward not in VERDICT_WORDS else
                         say_(f"report.verdict_{VERDICT_WORDS[outward]}"))
        rows.append(cells)
    return DataTable(say_("report.table_silos"), say_("report.table_silos_caption"), columns, rows)


# -- sector by sector ------------------------------------------------------------------------------


def _sentence(context: Context, row: SectorSilo) -> dict[str, Any]:
    table = context.summary.answers["silos"].table()
    degree = (1 - value_at(table, row.label, "ei_expected_degree")) / 2
    told: dict[str, Any] = {"sector": Opening(SectorName(row.label))}
    busy = row.verdict == "no sign" and value_at(table, row.label, "p_permutation_bh") <= ALPHA
    rewired = busy or row.verdict in ("leaning", "open")
    key = "active" if busy else VERDICT_WORDS[row.verdict]
    sentence = context.say(f"report.sector_{key}", share=Share(row.share), **told,
                           expected=elements.share(degree if rewired else row.expected))
    why = table["why"][row.label]
    return {"mark": context.sector_mark(context.evidence.sectors.names.index(row.label)),
            "sentence": sentence,
            "sure": Sure(*certainty(context.evidence, row)) if row.verdict == "silo" else None,
            "why": why if isinstance(why, Message) else None}


def _small(context: Context, rows: list[SectorSilo], every: list[SectorSilo]
           ) -> dict[str, Any] | None:
    """All sectors that are too small for a verdict, in one sentence, and what they have."""
    if not rows:
        return None
    labels = tuple(row.label for row in rows)
    each = [context.say("report.sectors_small_each", sector=row.label, ties=Count("ties", row.ties),
                        orgs=Count("organisations", row.members), share=elements.share(row.share))
            for row in rows]
    missing = draws_missing(context.evidence, every)
    sentence = context.say("report.sectors_untested", **missing) if missing else context.say(
        "report.sectors_small", plural=len(rows), sectors=Opening(SectorNames(labels)))
    return {"sentence": sentence, "each": each}


# -- picture 3: drawn by closeness -----------------------------------------------------------------


def _organic(context: Context) -> Figure | None:
    hulls = network.silo_hulls(context)
    if not hulls or not len(context.evidence.levels):
        return None
    labels = tuple(hull.name for hull in hulls)
    return Figure(context.picture_number(), context.say("report.organic_title"),
                  (context.say("report.organic_how", plural=len(labels),
                               sectors=SectorNames(labels)),),
                  network.draw(context, "organic", "closeness", hulls=hulls),
                  tuple(_leaving(context, label) for label in labels),
                  told=context.say("report.point"))


def _leaving(context: Context, label: str) -> DataTable:
    evidence = context.evidence
    members, names = evidence.members(label), context.alliance.names
    drawn = network.lines(context)
    rows = []
    for first, second, says in zip(drawn.first, drawn.second, drawn.says, strict=True):
        if members[first] == members[second]:
            continue
        inner, outer = (first, second) if members[first] else (second, first)
        sector = evidence.sectors.codes[outer]
        key = ("report.says_both", "report.says_one", "report.says_silent")[int(says)]
        told = context.say(key) if says == 0 else context.say(key, name=names[first])
        rows.append([names[inner], names[outer],
                     evidence.sectors.names[sector] if sector >= 0 else "–", told])
    rows.sort(key=lambda row: (row[0].casefold(), row[1].casefold()))
    columns = [words("report.col_organisation"), words("report.col_other_end"),
               words("report.col_sector")]
    if evidence.network.directed:
        columns.append(words("report.says"))
    else:
        rows = [row[:3] for row in rows]
    return DataTable(
        context.say("report.table_leaving", plural=len(rows), n=len(rows),
                    sector=SectorName(label)),
        context.say("report.table_leaving_caption"), columns, rows)


# -- picture 4: the heat table ---------------------------------------------------------------------


def _heat(context: Context) -> dict[str, Any] | None:
    answer = context.summary.answers.get("mixing")
    if not isinstance(answer, MixingTable) or answer.counts.empty:
        return None
    observed, expected, ratio = (frame.to_numpy(dtype=float) for frame in (
        answer.observed, answer.expected(), answer.ratio()))
    labels = [str(label) for label in answer.counts.index]
    rows = [[_heat_cell(int(observed[a, b]), float(expected[a, b]), float(ratio[a, b]),
                        own=a == b) for b in range(len(labels))] for a in range(len(labels))]
    directed = context.evidence.network.directed
    title = "report.heat_title" if directed else "report.heat_title_undirected"
    figure = Figure(context.picture_number(), context.say(title),
                    (context.say("report.heat_how"),))
    return {"figure": figure, "rows": rows, "directed": directed,
            "heads": [(context.sector_mark(g), label) for g, label in enumerate(labels)],
            "scale": [context.say(key) for key in _SHADES],
            "note": _heat_note(context, answer)}


def _heat_cell(observed: int, expected: float, ratio: float, *, own: bool) -> dict[str, Any]:
    shade = heat_class(ratio)
    return {"shade": "hx" if shade is None else f"h{shade}",
            "own": own, "ratio": elements.number(ratio, 1), "observed": observed,
            "expected": elements.number(expected, 1)}


def _heat_note(context: Context, answer: MixingTable) -> Message:
    """An example to read by: the block that falls furthest below what chance gives."""
    observed, expected = (frame.to_numpy(dtype=float) for frame in (
        answer.observed, answer.expected()))
    gap = expected - observed
    np.fill_diagonal(gap, np.nan)
    if not context.evidence.network.directed or not (gap > 1).any():
        return context.say("report.heat_hint")
    a, b = divmod(int(np.nanargmax(gap)), gap.shape[1])
    labels = [str(label) for label in answer.counts.index]
    return context.say("report.heat_read", first=SectorName(labels[a]),
                       second=SectorName(labels[b]), observed=int(observed[a, b]),
                       expected=Number(float(expected[a, b]), 1))


# -- trust between sectors -------------------------------------------------------------------------


def _trust(context: Context) -> dict[str, Any] | None:
    cells = context.trust
    if cells is None:
        return None
    shown = ~np.isnan(cells.mean)
    names = cells.sectors
    rows = [[{"mean": elements.number(float(cells.mean[a, b]), 1) if shown[a, b] else "–",
              "ties": int(cells.ties[a, b]) if context.team and cells.ties[a, b] else None}
             for b in range(len(names))]
            for a in range(len(names))]
    scale, told = context.trust_scale, None
    if scale is not None and scale.low is not None and scale.high is not None:
        told = context.say("report.trust_scale", low=Number(scale.low, 0),
                           high=Number(scale.high, 0))
    return {
        "rows": rows, "heads": [(context.sector_mark(g), name) for g, name in enumerate(names)],
        "how": context.say("report.trust_how_team") if context.team else
        context.say("report.trust_how_partners", raters=LEAST),
        "any": bool(shown.any()),
        "scale": told,
    }
