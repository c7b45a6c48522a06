"""How do partners rate their own work, where does it fall short, and who sees it alike?"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from partnernet.answers import Drawing, Table
from partnernet.asking import Progress, Question, ask
from partnernet.checks import Directory
from partnernet.instruments import Instrument
from partnernet.instruments.scoring import Scored, scored, without_few
from partnernet.instruments.units import PARTS, Units, shown_groups, totals, units_of
from partnernet.kernels import assessment as kernels
from partnernet.kernels.adjacency import pairs
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.significance import benjamini_hochberg, tails
from partnernet.partnership import Groups, Partnership
from partnernet.pictures.assessment import assessment_grid
from partnernet.pictures.marks import Picture
from partnernet.pictures.scatter import Points, importance_performance
from partnernet.words import Message, Number, say

INDEX = ("part", "domain", "stage", "item")
_COLUMNS = ("answers", "mean", "sd", "importance", "gap", "gap_low", "gap_high", "agreement")
_MEETING = 3
_FEW = 5


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Assessment(Table):
    """The table of an assessment and its instrument; pictures ``grid`` and ``importance``."""

    instrument: Instrument


def assess(
    answers: Any,
    instrument: Instrument | str | os.PathLike[str] | None = "cooperation_grid",
    alliance: Partnership | None = None,
    *,
    combine: str | None = None,
    scale: tuple[float, float] | None = None,
    sector: str = "sector",
    level: str = "level",
    least: int = 1,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Assessment:
    """How well is each part of the cooperation done, as the partners see it, and where is the gap?

    Parameters
    ----------
    answers : table
        What `read_answers` gave, or a data frame: organisation (or respondent), item, performance,
        and perhaps importance, domain, stage, date.
    instrument : name, path, Instrument, or None
        The questionnaire; None: a plain one from the columns domain and stage, on ``scale``.
    alliance : Partnership, optional
        Whose organisations answered: gives answers by sector and level, and beside the network.
    combine : "mean", "max", "first", "latest", optional
        What to do with several answers of one organisation; not said, different ones are refused.
    sector, level : str
        Columns of the organisations.
    least : int
        Fewer organisations than this show no figure, nor what would tell theirs: what they gave is
        taken out before anything is computed, totals need twice as many, and groups are shown so
        that those hidden are as many together, or none.
    replicates, seed, progress
        As everywhere; also of the bootstrap.

    Returns
    -------
    Assessment
        Index ``(part, domain, stage, item)``; parts item, cell (domain × stage), domain, stage and
        whole. ``answers`` organisations · ``mean``, ``sd`` of performance and mean ``importance``,
        in scale points · ``gap`` mean(importance − performance) over those who gave both, with
        ``gap_low``, ``gap_high``, its 95 % bootstrap interval over organisations · ``agreement``
        r_wg, 0 (as by chance) to 1. Details: ``questions`` for the next meeting, where the gap is
        widest and sure; ``alpha`` of each domain; ``by_sector``, ``by_level``: difference from the
        rest under shuffled labels; ``network``: do tied organisations see it alike (``spread``),
        do those with contacts outside their sector score higher (Spearman)?

    Missing
    -------
    An organisation counts once; its score of a cell, domain or stage is the mean of its items where
        at least half were answered. ``agreement`` and the interval are NaN below 3 organisations,
        alpha below 10 complete rows or 2 items.

    Raises
    ------
    InputError
        Answers off the scale, unknown items or organisations, several answers without ``combine``.

    Examples
    --------
    >>> import partnernet as pn
    >>> path = pn.samples.path("penaluz_beyond")
    >>> answer = pn.assess(pn.read_answers(path), replicates=199)
    >>> answer.detail("questions")["domain"].iloc[0]
    'communication'

    Source
    ------
    Agreement: James, Demaree & Wolf (1984); alpha: Cronbach (1951); bootstrap: Efron & Tibshirani
    (1993); several tests: Benjamini & Hochberg (1995).
    """
    directory = None if alliance is None else Directory(alliance.ids, alliance.names)
    given = scored(answers, instrument, directory=directory, combine=combine, scale=scale,
                   ids=None if alliance is None else alliance.ids)
    # Without a partnership the organisations that answered stand alone.
    of = Partnership(pd.DataFrame({"id": list(given.ids)})) if alliance is None else alliance
    question = ask("assess", of, null="permutation", allowed=("permutation",),
                   replicates=replicates, seed=seed, progress=progress, combine=combine,
                   instrument=given.instrument.name or None, sector=sector, level=level,
                   least=int(least))
    seen, unpaired = without_few(given, least)
    units = units_of(seen)
    every = units_of(given) if least > 1 else units
    frame = _frame(question, every, units, given.instrument, least)
    details = {"questions": _questions(frame, given.instrument, max(least, _FEW)),
               "alpha": _alpha(question, seen, least)}
    if alliance is not None:
        groups = alliance.groups(sector), alliance.groups(level)
        shown = shown_groups(units, groups, least,
                             whole=not np.isnan(frame["mean"].iloc[-1]))
        details |= {f"by_{name}": _by_groups(question, units, groups[place], shown[place], place)
                    for place, name in enumerate(("sector", "level"))}
        details["network"] = _network(question, units, groups[0], frame, least)
        if least > 1 and any(not each.all() for each in shown):
            question.caveat("assess.groups_hidden", least=least)
    _note(question, given, frame, least, unpaired)
    drawings = _drawings(frame, given.instrument, max(least, 1))
    return Assessment(**question.shared(), frame=frame, details=details, drawings=drawings,
                      drawing=drawings["grid" if given.instrument.stages else "importance"],
                      instrument=given.instrument,
                      findings=_findings(frame, details, given.instrument))


def _frame(question: Question, every: Units, units: Units, instrument: Instrument, least: int
           ) -> pd.DataFrame:
    """A row a unit. ``every``: before what few gave was taken out; it tells how many they were."""
    answers, mean, spread = kernels.mean_and_spread(units.scores)
    gap = kernels.mean_and_spread(units.gaps)
    low, high = kernels.bootstrap_interval(units.gaps, question.replicates, question.sequence(1))
    columns: dict[str, Any] = {
        "answers": answers, "mean": mean, "sd": spread,
        "importance": kernels.mean_and_spread(units.wanted)[1], "gap": gap[1], "gap_low": low,
        "gap_high": high, "agreement": kernels.within_agreement(units.scores, instrument.points)}
    frame = pd.DataFrame(columns, index=pd.MultiIndex.from_tuples(units.keys, names=list(INDEX)))
    frame.loc[answers < least, list(_COLUMNS[1:])] = np.nan
    # Fewer may have given both than rated how well it is done.
    frame.loc[gap[0] < least, ["importance", "gap", "gap_low", "gap_high"]] = np.nan
    if least > 1:
        frame["answers"] = np.where(answers < least, (~np.isnan(every.scores)).sum(axis=0), answers)
        if answers[-1] < 2 * least:  # a total beside its parts would tell of a few
            frame.loc[frame.index.get_level_values("part").isin(totals(instrument)),
                      list(_COLUMNS[1:])] = np.nan
    return frame


def _alpha(question: Question, given: Scored, least: int) -> pd.DataFrame:
    """Cronbach's alpha of each domain's items."""
    made, rows = given.instrument, []
    for domain in made.domains:
        inside = [k for k, item in enumerate(made.items) if item.domain == domain]
        alpha, complete = kernels.cronbach_alpha(given.performance[:, inside])
        rows.append((domain, len(inside), complete, alpha if complete >= least else np.nan))
    frame = pd.DataFrame(rows, columns=["domain", "items", "answers", "cronbach_alpha"])
    frame = frame.set_index("domain")
    if frame["cronbach_alpha"].isna().any():
        question.undefined("cronbach_alpha", "few_complete")
    return frame


def _by_groups(question: Question, units: Units, groups: Groups, shown: Bools, place: int
               ) -> pd.DataFrame:
    """Each group's mean beside the mean of the rest, by cell, domain, stage and whole."""
    chosen = units.of(*PARTS[1:])
    values = units.scores[:, chosen]
    took_part = ~np.isnan(values).all(axis=1)
    codes = np.where(took_part, groups.codes, -1)
    names = ["part", "domain", "stage", groups.by]
    index = pd.MultiIndex.from_tuples(
        [(*units.keys[k][:3], name) for k in chosen for name in groups.names], names=names)
    columns = ["answers", "mean", "difference", "p_permutation", "p_permutation_bh"]
    if not len(groups):
        return pd.DataFrame(columns=columns, index=index, dtype=float)
    inside = (codes[:, None] == np.arange(len(groups))).astype(float)
    given = ~np.isnan(values)
    count = inside.T @ given
    mean = np.divide(inside.T @ np.where(given, values, 0.0), count,
                     out=np.full(count.shape, np.nan), where=count > 0)
    apart = kernels.from_the_rest(values, codes, len(groups))[0]
    replicates = question.replicate(
        lambda drawn: kernels.from_the_rest(values, codes[drawn], len(groups)),
        Shuffle(shuffle_strata(codes)), 10 + place)
    p = tails(apart, replicates).two_sided
    for table in (mean, apart, p):
        table[~shown] = np.nan
    frame = pd.DataFrame({"answers": count.T.ravel().astype(np.int64), "mean": mean.T.ravel(),
                          "difference": apart.T.ravel(), "p_permutation": p.T.ravel()},
                         index=index)
    frame["p_permutation_bh"] = frame.groupby(level="part", sort=False)["p_permutation"].transform(
        lambda column: benjamini_hochberg(column.to_numpy()))
    return frame


def _network(question: Question, units: Units, sectors: Groups, frame: pd.DataFrame, least: int
             ) -> pd.DataFrame:
    """Do tied organisations see it alike, and do those with contacts outside score higher?"""
    chosen = units.of("domain", "whole")
    network = question.network
    source, target = network.only_observed()
    outside = _outside_contacts(question, sectors.codes)
    rows = []
    # Draws go by the names of the domains: their order in a table of answers tells nothing.
    by_name = sorted(units.keys[k] for k in chosen)
    for k in chosen:
        scores, draw = units.scores[:, k], by_name.index(units.keys[k])
        if least > 1 and np.isnan(frame["mean"].iloc[k]):
            scores = np.full(len(scores), np.nan)
        alike = _beside_shuffles(
            question, scores, lambda values: kernels.ends_correlation(
                source, target, values, directed=network.directed), 100 + draw)
        reach = np.where(sectors.codes >= 0, outside, np.nan)
        both = ~(np.isnan(scores) | np.isnan(reach))
        ranks = _ranks(scores, both)
        far = _ranks(reach, both)
        goes_with = _beside_shuffles(
            question, ranks, partial(_with_contacts, far), 200 + draw)
        rows.append((units.keys[k][1] or "(whole)", int(frame["answers"].iloc[k]), *alike,
                     *goes_with))
    columns = ["domain", "answers", "spread", "spread_expected", "spread_p",
               "contacts_correlation", "contacts_correlation_expected", "contacts_correlation_p"]
    frame = pd.DataFrame(rows, columns=columns).set_index("domain")
    for name in ("spread", "contacts_correlation"):
        frame[f"{name}_p_bh"] = benjamini_hochberg(frame[f"{name}_p"].to_numpy())
        if frame[name].isna().all():
            question.undefined(name, "no_scored_ties" if name == "spread" else "no_scored_contacts")
    return frame


def _with_contacts(far: Floats, ranks: Floats) -> Floats:
    """Correlation of shuffled ranks with the ranks of contacts."""
    ranks = np.atleast_2d(ranks)
    return kernels.correlation(ranks, np.broadcast_to(far, ranks.shape))


def _ranks(values: Floats, inside: Bools) -> Floats:
    """Ranks, ties averaged, of the organisations inside; NaN for the others."""
    ranks = np.full(len(values), np.nan)
    ranks[inside] = rankdata(values[inside])
    return ranks


def _beside_shuffles(question: Question, scores: Floats, statistic: Any, purpose: int
                     ) -> tuple[float, float, float]:
    """A statistic of scores, its mean when scores are shuffled over those who gave one, and p."""
    given = ~np.isnan(scores)
    observed = np.asarray(statistic(scores))[0]
    if np.isnan(observed):
        return float("nan"), float("nan"), float("nan")
    strata = shuffle_strata(np.where(given, 0, -1), question.network.dyads.answered)
    replicates = question.replicate(lambda drawn: statistic(scores[drawn]), Shuffle(strata),
                                    purpose)
    found = tails(np.array(observed), replicates)
    return float(observed), float(found.mean), float(found.two_sided)


def _outside_contacts(question: Question, codes: Ints) -> Floats:
    """Contacts of other sectors of each organisation, either report."""
    network = question.network
    both = pairs(network.source, network.target, network.n)
    first, second = codes[both.source], codes[both.target]
    other = (first != second) & (first >= 0) & (second >= 0)
    return (np.bincount(both.source[other], minlength=network.n)
            + np.bincount(both.target[other], minlength=network.n)).astype(np.float64)


def _questions(frame: pd.DataFrame, instrument: Instrument, least: int) -> pd.DataFrame:
    """Guiding questions of the cells whose gap is widest and sure, the widest first."""
    part = "cell" if instrument.stages else "domain"
    cells = frame[_sure(frame, least) & (frame.index.get_level_values("part") == part)]
    flat = cells.sort_values("gap", ascending=False, kind="stable").reset_index()
    rows = [(*row, say("assess.question", question=words))
            for row in flat[["domain", "stage", "answers", "gap", "gap_low", "gap_high"]]
            .itertuples(index=False, name=None)
            for words in instrument.questions.get(row[:2], ())]
    columns = ["domain", "stage", "answers", "gap", "gap_low", "gap_high", "question"]
    return pd.DataFrame(rows, columns=columns)


def _sure(frame: pd.DataFrame, least: int) -> pd.Series[Any]:
    """Gaps whose whole interval lies above 0, said by at least half of those who took part."""
    whole = int(frame["answers"].iloc[-1])
    return (frame["gap_low"] > 0) & (frame["answers"] >= least) & (2 * frame["answers"] >= whole)


def _note(question: Question, given: Scored, frame: pd.DataFrame, least: int, unpaired: int
          ) -> None:
    if given.combined:
        question.caveat("assess.combined", plural=given.combined, n=given.combined,
                        rule=str(question.settings["combine"]))
    whole = int((~np.isnan(given.performance).all(axis=1)).sum())
    question.caveat("assess.answered", plural=whole, n=whole, total=len(given.ids))
    few = frame["answers"] < max(kernels.LEAST_FOR_AGREEMENT, least)
    if few.any():
        question.undefined(("agreement", "gap_low", "gap_high"), "few_answers")
    hidden = int((frame["mean"].isna() & (frame["answers"] > 0)).sum())
    if hidden:
        question.caveat("assess.hidden", plural=hidden, n=hidden, least=least)
    if unpaired:
        question.caveat("parts.unpaired", plural=unpaired, n=unpaired, least=least)
    question.explain_blanks(frame[["importance", "gap"]], "no_importance")


def _drawings(frame: pd.DataFrame, instrument: Instrument, least: int) -> dict[str, Drawing]:
    part = "cell" if instrument.stages else "domain"
    shown = frame[frame.index.get_level_values("part") == part]
    drawn: dict[str, Drawing] = {"importance": partial(_draw_importance, shown, instrument)}
    if instrument.stages:
        marked = frame.assign(sure=_sure(frame, 1).astype(float))
        grids = {name: _grid_of(marked, instrument, name)
                 for name in ("mean", "gap", "sure", "answers")}
        drawn["grid"] = partial(_draw_grid, grids, instrument, least)
    return drawn


def _grid_of(frame: pd.DataFrame, instrument: Instrument, name: str) -> Floats:
    """One column of the cells, shape (domains, stages); 0 or NaN where there is no such cell."""
    cells = frame[frame.index.get_level_values("part") == "cell"].reset_index()
    nothing = 0.0 if name in ("answers", "sure") else np.nan
    table = cells.pivot(index="domain", columns="stage", values=name).reindex(
        index=list(instrument.domains), columns=list(instrument.stages))
    return np.asarray(table.to_numpy(dtype=np.float64, na_value=nothing))


def _draw_grid(grids: Mapping[str, Floats], instrument: Instrument, least: int, *, language: str
               ) -> Picture:
    scale = float(instrument.points - 1)
    return assessment_grid([name.shown(language) for name in instrument.domains.values()],
                           [name.shown(language) for name in instrument.stages.values()],
                           grids["mean"], grids["gap"], grids["sure"] > 0,
                           grids["answers"].astype(np.int64), least=least, scale=scale,
                           language=language)


def _draw_importance(units: pd.DataFrame, instrument: Instrument, *, language: str) -> Picture:
    known = units.dropna(subset=["mean", "importance"]).reset_index()
    names = [", ".join(instrument.text(key, language) for key in (domain, stage) if key)
             for domain, stage in zip(known["domain"], known["stage"], strict=True)]
    low, high = instrument.scale.low or 0.0, instrument.scale.high or 1.0
    return importance_performance(Points(names, known["mean"].to_numpy(float),
                                         known["importance"].to_numpy(float)), low, high,
                                  language=language)


def _findings(frame: pd.DataFrame, details: Mapping[str, pd.DataFrame], instrument: Instrument
              ) -> tuple[Message, ...]:
    questions = details["questions"]
    cells = questions.drop_duplicates(["domain", "stage"]).head(_MEETING)
    found = [_widest(row, instrument) for _, row in cells.iterrows()]
    if not len(cells) and frame["gap"].notna().any():
        found.append(say("assess.no_gap"))
    for _, row in cells.iterrows():
        asked = questions[(questions["domain"] == row["domain"])
                          & (questions["stage"] == row["stage"])]
        found += list(asked["question"])
    if "network" in details:
        found += _network_findings(details["network"], instrument)
    return tuple(found)


def _widest(row: pd.Series[Any], instrument: Instrument) -> Message:
    values: dict[str, Any] = {"domain": instrument.phrase(str(row["domain"])),
                              "gap": Number(float(row["gap"]), 1),
                              "low": Number(float(row["gap_low"]), 1),
                              "high": Number(float(row["gap_high"]), 1)}
    if row["stage"]:
        return say("assess.widest_cell", stage=instrument.phrase(str(row["stage"])), **values)
    return say("assess.widest", **values)


def _network_findings(network: pd.DataFrame, instrument: Instrument) -> list[Message]:
    found = []
    spread, expected, p = (float(network[name].iloc[-1]) for name in
                           ("spread", "spread_expected", "spread_p"))
    if p <= 0.05:
        way = "alike" if spread > expected else "apart"
        found.append(say(f"assess.{way}", r=Number(spread, 2, signed=True)))
    domains = network.drop(index="(whole)")
    for domain, row in domains[domains["contacts_correlation_p_bh"] <= 0.05].iterrows():
        way = "higher" if row["contacts_correlation"] > 0 else "lower"
        found.append(say(f"assess.contacts_{way}", domain=instrument.phrase(str(domain)),
                         r=Number(float(row["contacts_correlation"]), 2, signed=True)))
    return found
