"""How good are the data: who answered, do both sides agree, what is blank?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnernet.answers import Figures, figures_frame
from partnernet.asking import Question, ask
from partnernet.kernels import cohesion as kernels
from partnernet.kernels.adjacency import keys, places
from partnernet.partnership import Network, Partnership
from partnernet.words import Count, Message, Share, say


def quality(alliance: Partnership) -> Figures:
    """How far can the data be relied on?

    Parameters
    ----------
    alliance : Partnership

    Returns
    -------
    Figures
        ``response_rate`` share of organisations that answered, 0 to 1 · ``confirmation`` share of
        tied pairs that both sides report, of those observed both ways, 0 to 1 ·
        ``trust_disagreement`` (and one for every other strength) mean absolute difference of the
        two reports, in scale points · ``blank_<attribute>`` share of rows where an attribute of
        ties or organisations is blank, 0 to 1.

    Missing
    -------
    Confirmation and disagreement use pairs observed both ways only; NaN for undirected data.

    Examples
    --------
    >>> import partnernet as pn
    >>> round(pn.quality(pn.samples.load("emon_texas"))["confirmation"], 4)
    0.4419

    Source
    ------
    Confirmation as in Kapucu & Demiroz (2011); equals R sna 2.7-1 ``grecip(dyadic.nonnull)``.
    """
    question = ask("quality", alliance)
    answered = question.network.dyads.answered
    values = {"response_rate": float(answered.mean()) if len(answered)
              else question.undefined("response_rate", "no_organisations")}
    values |= _agreement(question)
    values |= _blanks(question)
    return Figures(**question.shared(), frame=figures_frame(values),
                   findings=_findings(alliance, values))


def _agreement(question: Question) -> dict[str, float]:
    """Do both sides of a pair say the same?"""
    network = question.network
    names = [f"{name}_disagreement" for name in network.strength] or ["trust_disagreement"]
    if not network.directed:
        question.undefined(["confirmation", *names], "undirected")
        return dict.fromkeys(["confirmation", *names], float("nan"))
    values = {"confirmation": kernels.mutuality(network.source, network.target,
                                                network.dyads).confirmation}
    if np.isnan(values["confirmation"]):
        question.undefined("confirmation", "no_mutual_dyads")
    values |= dict.fromkeys(names, float("nan"))
    gaps = _gaps(network)
    for name in network.strength:
        both = gaps[name]
        label = f"{name}_disagreement"
        values[label] = (float(both.mean()) if len(both)
                         else question.undefined(label, "no_two_reports"))
    if not network.strength:
        question.undefined(names, "no_strength")
    return values


def _gaps(network: Network) -> dict[str, np.ndarray]:
    """Absolute difference of the two reports of each pair observed and tied both ways."""
    seen = kernels.seen_both_ways(network.source, network.target, network.dyads)
    # Ties are sorted by their ends.
    place = places(keys(network.source, network.target, network.n),
                   keys(network.target, network.source, network.n))
    first = seen & (network.source < network.target) & (place >= 0)
    gaps = {}
    for name, strength in network.strength.items():
        gap = np.abs(strength[first] - strength[place[first]])
        gaps[name] = gap[~np.isnan(gap)]
    return gaps


def _blanks(question: Question) -> dict[str, float]:
    """Share of blank cells of each attribute, over the rows of its table."""
    shares = {}
    alliance = question.alliance
    for table, given, usual in (
        (alliance.ties, ("source", "target"), ("trust", "frequency")),
        (alliance.organisations, ("id", "name", "answered"), ("sector", "level")),
    ):
        for column in dict.fromkeys([*usual, *table.columns.difference(list(given), sort=False)]):
            name = f"blank_{column}"
            if column not in table:
                shares[name] = question.undefined(name, "no_column")
            elif not len(table):
                shares[name] = question.undefined(name, "no_rows")
            else:
                blank = pd.isna(table[column]) | (table[column].astype(str) == "")
                shares[name] = float(blank.mean())
    return shares


def _findings(alliance: Partnership, values: dict[str, float]) -> tuple[Message, ...]:
    total = len(alliance)
    if not total:
        return ()
    answered = int(alliance.answered.sum())
    key = "quality.everybody" if answered == total else (
        "quality.answered" if answered else "quality.nobody")
    found = [say(key, plural=answered, answered=answered, total=Count("organisations", total),
                 share=Share(values["response_rate"]))]
    if not np.isnan(values["confirmation"]):
        found.append(say("quality.confirmed", share=Share(values["confirmation"])))
    return tuple(found)
