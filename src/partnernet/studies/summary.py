"""The main questions asked at once: what the data say, how sure one can be, and every table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Answer, Figures, MixingTable, Score, figures_frame
from partnernet.asking import Progress, need_partnership, seed_of
from partnernet.errors import choose
from partnernet.measures.brokerage import brokerage
from partnernet.measures.cohesion import cohesion
from partnernet.measures.connectivity import connectivity
from partnernet.measures.mixing import mixing
from partnernet.measures.quality import quality
from partnernet.measures.silos import silos
from partnernet.measures.structural_holes import structural_holes
from partnernet.measures.vertical import vertical
from partnernet.partnership import Partnership
from partnernet.studies.findings import Evidence, Finding
from partnernet.studies.findings import choose as choose_findings
from partnernet.suggest.brokers import brokers
from partnernet.suggest.introductions import introductions
from partnernet.words import LANGUAGES, render

_HINT = 2.0  # expected ties below which observed over expected is only a hint


@dataclass(frozen=True, eq=False, kw_only=True)
class Summary(Figures):
    """Every answer of `summary`, by name, and the findings chosen from them.

    ``answers``: name → answer. ``chosen``: at most five findings, the least certain last.
    ``evidence``: the counts that the findings were made from.
    """

    answers: Mapping[str, Answer] = field(default_factory=dict)
    chosen: tuple[Finding, ...] = ()
    evidence: Evidence

    def text(self, language: str = "en") -> str:
        """The findings, each with what follows from it and how sure it is."""
        language = choose("language", language, LANGUAGES)
        if not self.chosen:
            return render("findings.nothing", language)
        return "\n".join(_paragraph(finding, language) for finding in self.chosen)

    def sheets(self, language: str = "en") -> dict[str, pd.DataFrame]:
        """Every table of every answer, by sheet name; notes and settings of all in two sheets."""
        sheets = {"findings": _findings_table(self.chosen, language), "summary": self.table()}
        notes, settings = [], []
        for name, answer in self.answers.items():
            for title, frame in answer.sheets(language).items():
                if title == "notes":
                    notes.append(frame.assign(measure=name)[["measure", "note"]])
                elif title == "settings":
                    settings.append(frame.assign(measure=name)[["measure", "setting", "value"]])
                else:
                    sheets[title if title == name else f"{name} {title}"] = frame
        return {**sheets, "notes": pd.concat(notes, ignore_index=True),
                "settings": pd.concat(settings, ignore_index=True)}

    def __repr__(self) -> str:
        return f"<summary: {len(self.chosen)} findings from {', '.join(self.answers)}>"


def summary(
    alliance: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Summary:
    """What do the data say about this partnership, in five findings and all its tables?

    Parameters
    ----------
    alliance : Partnership
    sector, level : str
        Columns of the organisations that say their sector and their level.
    replicates : int
        Of each null model.
    seed : int, optional
        Of everything drawn; None draws one and records it.
    progress : bool or callable, optional

    Returns
    -------
    Summary
        Figures with the key numbers of every measure; ``.answers`` has the answers themselves,
        ``.chosen`` the findings, ``.details`` every table, ``.text(language)`` the findings in
        words, ``.to_excel(path)`` one workbook of all.

    Missing
    -------
    As in each measure. Data too thin for a question leave it undefined, with its reason.

    Examples
    --------
    >>> import partnernet as pn
    >>> found = pn.summary(pn.samples.load("emon_texas"), replicates=99)
    >>> sorted(found.answers)[:3]
    ['brokerage', 'brokers', 'cohesion']
    """
    need_partnership(alliance)
    seed = seed_of(seed)
    answers = _ask(alliance, sector, level,
                   {"replicates": replicates, "seed": seed, "progress": progress})
    evidence = Evidence(alliance, answers, sector, level)
    chosen = choose_findings(evidence)
    details = {name if title is None else f"{name} {title}": frame
               for name, answer in answers.items()
               for title, frame in ((None, answer.frame), *answer.details.items())}
    caveats = tuple(dict.fromkeys(
        caveat for answer in answers.values() for caveat in answer.caveats))
    return Summary(
        measure="summary", frame=_key_figures(answers), answers=answers, chosen=chosen,
        evidence=evidence, details=details, caveats=caveats,
        findings=tuple(finding.line for finding in chosen),
        settings={"sector": sector, "level": level, "replicates": replicates, "seed": seed,
                  "directed": alliance.directed, "filters": alliance.filters, "engine": "numpy"},
        names=dict(zip(alliance.ids, alliance.names, strict=True)))


def _ask(alliance: Partnership, sector: str, level: str,
         chance: Mapping[str, Any]) -> dict[str, Answer]:
    """Every question once, in the order of the report."""
    groups: dict[str, Any] = {"sector": sector, "level": level}
    nulls = ("permutation", "degree")
    answers: dict[str, Answer] = {
        "quality": quality(alliance),
        "cohesion": cohesion(alliance),
        "mixing": (mixed := mixing(alliance, by=sector, null=nulls, **chance)),
        "silos": silos(alliance, by=sector, **chance),
        "connectivity": connectivity(alliance, null=nulls, **groups, **chance),
        "vertical": vertical(alliance, **groups, **chance),
        "brokerage": brokerage(alliance, by=sector),
        "structural_holes": structural_holes(alliance),
    }
    pair, drawn = farthest_apart(mixed), {"seed": chance["seed"], "progress": chance["progress"]}
    answers["brokers"] = brokers(alliance, by=sector, between=pair, limit=None, **drawn)
    if pair is not None:
        answers["introductions"] = introductions(alliance, by=sector, level=level, between=pair,
                                                 limit=None, **drawn)
    return answers


def farthest_apart(mixed: MixingTable) -> tuple[str, str] | None:
    """The two groups with fewest ties against expectation, both directions together.

    Of several without any tie, those from which chance would expect most; pairs that chance gives
    fewer than two ties say little, so they come last. None where no pair could be observed.
    """
    observed, expected = (frame.to_numpy(dtype=float) for frame in (
        mixed.observed, mixed.expected()))
    names = list(map(str, mixed.counts.index))
    found = []
    for a in range(len(names)):
        for b in range(a + 1, len(names)):
            hoped = float(np.nansum([expected[a, b], expected[b, a]]))
            if hoped > 0:
                ratio = float(observed[a, b] + observed[b, a]) / hoped
                found.append((hoped < _HINT, ratio, -hoped, names[a], names[b]))
    return min(found)[3:] if found else None


def _key_figures(answers: Mapping[str, Answer]) -> pd.DataFrame:
    """One table of figures: every `Figures` one after the other, and the E–I index of the whole."""
    parts = []
    for name, answer in answers.items():
        if isinstance(answer, Figures):
            frame = answer.table()
        elif isinstance(answer, Score):
            frame = figures_frame({"ei_index": answer.value}, low={"ei_index": answer.low},
                                  high={"ei_index": answer.high},
                                  expected={"ei_index": answer.expected})
        else:
            continue
        frame.insert(0, "from", name)
        parts.append(frame)
    return pd.concat(parts, ignore_index=True)


def _findings_table(chosen: tuple[Finding, ...], language: str) -> pd.DataFrame:
    return pd.DataFrame({
        "finding": [finding.sentence.text(language) for finding in chosen],
        "so_what": [" ".join(part.text(language) for part in finding.so_what)
                    for finding in chosen],
        "certainty": [render(f"findings.{finding.certainty}", language) for finding in chosen],
        "reason": [finding.reason.text(language) for finding in chosen],
    }, dtype=object)


def _paragraph(finding: Finding, language: str) -> str:
    parts = [finding.sentence, *finding.so_what]
    words = " ".join(part.text(language) for part in parts)
    sure = render(f"findings.{finding.certainty}", language)
    return f"{words} {sure}: {finding.reason.text(language)}"
