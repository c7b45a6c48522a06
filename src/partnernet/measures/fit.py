"""Are those responsible for linked indicators linked themselves, and who would have to meet?"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Figures, figures_frame
from partnernet.asking import Progress, Question, ask
from partnernet.kernels import adjacency, paths
from partnernet.kernels import fit as kernels
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.significance import tails
from partnernet.partnership import Partnership
from partnernet.pictures.marks import Picture
from partnernet.pictures.pairs import Pair, needed_meetings
from partnernet.system_map import SystemMap
from partnernet.words import Count, Message, Names, Number, Share, say

FIGURES = ("fit", "fit_across", "fit_within")
_MOST_NAMED = 3


def fit(
    system_map: SystemMap,
    alliance: Partnership,
    *,
    sector: str = "sector",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Figures:
    """Do the ties of the partnership match the links of the system it wants to change?

    Parameters
    ----------
    system_map : SystemMap
    alliance : Partnership
        Those responsible for indicators are among its organisations.
    sector : str
        Column of the organisations within which positions are shuffled.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Figures
        ``fit`` share of the links with somebody responsible at both ends that are covered (one
        organisation responsible for both, or two that are tied, either report), 0 to 1 ·
        ``fit_across`` of links between sectors · ``fit_within``; each with ``expected`` and
        two-sided ``p_permutation``: organisations shuffled over network positions within their
        sector. Details: ``links`` (all, ``covered`` 1, 0 or NaN), ``uncovered`` with who would
        have to meet and the ``distance`` in steps between them today (NaN: no way), ``unowned``
        indicators.

    Missing
    -------
    Known ties. A link without somebody responsible at an end is in no share; an indicator without
    a sector neither across nor within.

    Raises
    ------
    InputError
        Somebody responsible who is not among the organisations.

    Examples
    --------
    >>> import partnernet as pn
    >>> alliance = pn.samples.load("penaluz")
    >>> system = pn.read_system_map(pn.samples.path("penaluz_beyond"))
    >>> answer = pn.fit(system, alliance, replicates=99)
    >>> answer.detail("unowned").index.tolist()
    ['I18']

    Source
    ------
    Bodin & Tengö (2012), institutional fit.
    """
    if not isinstance(system_map, SystemMap):
        raise TypeError(str(say("fit.no_system_map", found=type(system_map).__name__)))
    question = ask("fit", alliance, null="permutation", allowed=("permutation",),
                   replicates=replicates, seed=seed, progress=progress, sector=sector)
    of = system_map.checked_against(alliance)
    joint = _meetings(of, alliance)
    network = question.undirected()
    tied = adjacency.keys(*adjacency.walkable(network.source, network.target, network.n,
                                              directed=False), network.n)
    tied.sort()
    covered = joint.covered(tied, network.n, np.arange(network.n))[0]
    weights = _weights(of, joint)
    values = dict(zip(FIGURES, _shares(covered[None], weights)[0].tolist(), strict=True))
    codes = alliance.groups(sector).codes
    null = Shuffle(shuffle_strata(np.zeros_like(codes), codes, network.dyads.answered))
    found = tails(np.array(list(values.values())), question.replicate(
        lambda drawn: _shares(joint.covered(tied, network.n, drawn), weights), null, 0))
    _note(question, of, joint, values)
    details = _details(of, alliance, joint, covered, (network.source, network.target))
    marked = np.where(joint.owned, covered, -1).astype(np.int64)
    drawings = {"meetings": partial(_draw, details["uncovered"]), "map": of.drawing(marked)}
    return Figures(
        **question.shared(), details=details,
        frame=figures_frame(values, expected=dict(zip(FIGURES, found.mean.tolist(), strict=True)),
                            p_permutation=dict(zip(FIGURES, found.two_sided.tolist(),
                                                   strict=True))),
        findings=_findings(values, details, float(found.mean[0]), float(found.two_sided[0])),
        drawings=drawings, drawing=drawings["meetings"])


def _meetings(of: SystemMap, alliance: Partnership) -> kernels.Meetings:
    place = {key: position for position, key in enumerate(alliance.ids)}
    owned = [(indicator, place[who]) for indicator, own in enumerate(of.owners) for who in own]
    both = np.array(owned, dtype=np.int64).reshape(-1, 2)
    source, target, _, _ = of.ties
    return kernels.meetings(source, target, both[:, 0], both[:, 1])


def _weights(of: SystemMap, joint: kernels.Meetings) -> Bools:
    """Which links count for each figure, shape (3, links)."""
    source, target, _, _ = of.ties
    a, b = of.sector_codes[source], of.sector_codes[target]
    known = (a >= 0) & (b >= 0)
    return np.stack([joint.owned, joint.owned & known & (a != b), joint.owned & known & (a == b)])


def _shares(covered: Bools, weights: Bools) -> Floats:
    """Share of each figure's links that are covered, shape (r, 3)."""
    count = weights.sum(axis=1)
    inside = covered.astype(np.float64) @ weights.T.astype(np.float64)
    return np.asarray(np.where(count > 0, inside / np.maximum(count, 1), np.nan))


def _note(question: Question, of: SystemMap, joint: kernels.Meetings, values: dict[str, float]
          ) -> None:
    left = int((~joint.owned).sum())
    if left:
        question.caveat("fit.not_owned", plural=left, n=left)
    for name, value in values.items():
        if np.isnan(value):
            question.undefined(name, "no_owned_links")
    question.note_structure(FIGURES, "low")


def _details(of: SystemMap, alliance: Partnership, joint: kernels.Meetings, covered: Bools,
             ties: tuple[Ints, Ints]) -> dict[str, pd.DataFrame]:
    source, target, sign, strength = of.ties
    links = pd.DataFrame({
        "source": [of.ids[k] for k in source], "target": [of.ids[k] for k in target],
        "source_name": [of.names[k] for k in source], "target_name": [of.names[k] for k in target],
        "sign": np.where(sign > 0, "+", "−"), "strength": strength,
        "covered": np.where(joint.owned, covered.astype(float), np.nan)})
    open_ = np.flatnonzero(joint.owned & ~covered)
    names = dict(zip(alliance.ids, alliance.names, strict=True))
    uncovered = links.loc[open_].drop(columns="covered").reset_index(drop=True)
    for end, ends in (("source", source), ("target", target)):
        uncovered[f"responsible_{end}"] = pd.Series(
            ["; ".join(names[who] for who in of.owners[k]) for k in ends[open_]], dtype=object)
    uncovered["distance"] = _distances(of, alliance, open_, ties)
    uncovered = uncovered.sort_values(["strength", "source", "target"],
                                      ascending=[False, True, True], kind="stable",
                                      ignore_index=True)
    alone = [k for k, own in enumerate(of.owners) if not own]
    unowned = pd.DataFrame(
        {"name": [of.names[k] for k in alone],
         "sector": pd.Series([of.sectors[code] if code >= 0 else None
                              for code in of.sector_codes[alone]], dtype=object).to_numpy()},
        index=pd.Index([of.ids[k] for k in alone], name="id", dtype=object))
    return {"links": links, "uncovered": uncovered, "unowned": unowned}


def _distances(of: SystemMap, alliance: Partnership, links: Ints, ties: tuple[Ints, Ints]
               ) -> Floats:
    """Steps between the nearest of those responsible at both ends; NaN where no way joins them."""
    source, target, _, _ = of.ties
    place = {key: position for position, key in enumerate(alliance.ids)}
    own = [np.array([place[who] for who in each], dtype=np.int64) for each in of.owners]
    steps: dict[int, Ints] = {}
    found = np.full(len(links), np.nan)
    for row, link in enumerate(links):
        start = int(source[link])
        if start not in steps:
            from_here = np.zeros(len(alliance), dtype=bool)
            from_here[own[start]] = True
            steps[start] = paths.steps_from(*ties, len(alliance), from_here, directed=False)
        reached = steps[start][own[int(target[link])]]
        if (reached >= 0).any():
            found[row] = int(reached[reached >= 0].min())
    return found


def _findings(values: dict[str, float], details: dict[str, pd.DataFrame], expected: float,
              p: float) -> tuple[Message, ...]:
    found: list[Message] = []
    links, uncovered = details["links"], details["uncovered"]
    if not np.isnan(values["fit"]):
        total = int(links["covered"].notna().sum())
        found.append(say("fit.share", covered=int(links["covered"].sum()),
                         links=Count("links", total), share=Share(values["fit"])))
        if p <= 0.05:
            way = "better" if values["fit"] > expected else "worse"
            found.append(say(f"fit.{way}", expected=Share(expected), p=Number(p, 3)))
    for row in uncovered.head(_MOST_NAMED).to_dict(orient="records"):
        found.append(say("fit.meet", source=row["source_name"], target=row["target_name"],
                         one=row["responsible_source"], other=row["responsible_target"]))
    if len(details["unowned"]):
        names = Names(tuple(details["unowned"]["name"]), most=6)
        found.append(say("fit.unowned", plural=len(details["unowned"]), names=names))
    return tuple(found)


def _draw(uncovered: pd.DataFrame, *, language: str) -> Picture:
    return needed_meetings([_pair(row, language) for row in
                            uncovered.to_dict(orient="records")], language=language)


def _pair(row: dict[Any, Any], language: str) -> Pair:
    steps = row["distance"]
    far = say("fit.no_way") if np.isnan(steps) else say("fit.apart", steps=Count("steps",
                                                                              int(steps)))
    about = say("fit.about", one=row["responsible_source"], other=row["responsible_target"],
                far=far)
    strength = row["strength"]
    return Pair(row["source_name"], row["target_name"], about.text(language),
                1.0 if np.isnan(strength) else float(strength))
