"""Which organisations bridge now, and how much hangs on them?"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import OrganisationTable
from partnernet.asking import Question, ask
from partnernet.kernels import bridges as kernels
from partnernet.kernels import brokerage, holes, levels
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.bridging import bridging
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Message, Names, Share, say

COLUMNS = ("betweenness", "cross_group_betweenness", "everett_valente", "bridging",
           "participation", "honest_broker_pure", "honest_broker_weak", "honest_broker_none",
           "scale_crossing_up", "scale_crossing_down", "brokerage", "constraint", "effective_size")


def bridges(
    alliance: Partnership,
    *,
    by: By = "sector",
    level: str = "level",
    confirm: Confirm = None,
) -> OrganisationTable:
    """Which organisations hold groups together now?

    Parameters
    ----------
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping.
    level : str
        Column of the ordered levels, for scale crossing.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.

    Returns
    -------
    OrganisationTable
        ``betweenness`` raw, in the data's direction (undirected: each pair once) ·
        ``cross_group_betweenness`` likewise over pairs of different groups, i itself no end: the
        one ranking to show if one is shown · ``everett_valente`` (2b + s − 1)/contacts, 0 where
        b = 0 · ``bridging`` mean drop in mean 1/steps when one of its ties goes · ``participation``
        0 to 1, contacts spread over groups · ``honest_broker_pure``, ``_weak``, ``_none`` pairs of
        its contacts with no tie, one report, two (undirected: ``_weak`` NaN) ·
        ``scale_crossing_up``, ``_down`` triples over three levels through it · ``brokerage`` total
        of Gould & Fernandez · ``constraint``, ``effective_size`` of Burt.

    Missing
    -------
    Known ties are used. Without a group, or a level, the columns that need one are NaN.

    Examples
    --------
    >>> import partnernet as pn
    >>> table = pn.bridges(pn.samples.load("penaluz")).table()
    >>> table["cross_group_betweenness"].idxmax()
    'M1'

    Source
    ------
    Freeman (1979); Everett & Valente (2016); Valente & Fujimoto (2010); Guimerà & Amaral (2005);
    Gould & Fernandez (1989); Burt (1992); honest broker: UCINET (Borgatti, Everett & Freeman 2002).
    """
    question = ask("bridges", alliance, by=by, confirm=confirm, level=level)
    network, codes = question.network, question.groups.codes
    ties, directed = (network.source, network.target, network.n), network.directed
    ranks = alliance.ranks(level).codes
    raw = betweenness(*ties, directed=directed)
    cross = betweenness(*ties, directed=directed, codes=codes)
    grouped = codes >= 0
    honest = kernels.honest_broker(*ties, directed=directed)
    burt = holes.structural_holes(*ties)
    roles = brokerage.brokerage(*ties, codes, directed=directed)
    spread = kernels.participation(*ties, codes)
    # Without a group an organisation has nothing in the columns that need one.
    cross[~grouped] = spread[~grouped] = np.nan
    columns = {
        "betweenness": raw,
        "cross_group_betweenness": cross,
        "everett_valente": kernels.everett_valente(*ties, None if directed else raw),
        "bridging": bridging(*ties),
        "participation": spread,
        "honest_broker_pure": honest.pure, "honest_broker_weak": honest.weak,
        "honest_broker_none": honest.none,
        **{f"scale_crossing_{way}": levels.scale_crossing(*ties, ranks, directed=directed,
                                                           up=way == "up")
           for way in ("up", "down")},
        "brokerage": roles[:, brokerage.TOTAL],
        "constraint": burt.constraint, "effective_size": burt.effective_size,
    }
    _note(question, ranks)
    frame = question.by_organisation(columns)
    question.explain_blanks(frame, "no_contacts")
    drawing = partial(scenes.broker_map, alliance, by, level, roles)
    return OrganisationTable(**question.shared(), frame=frame, drawing=drawing,
                             findings=_findings(alliance, frame))


def _note(question: Question, ranks: np.ndarray) -> None:
    """Reasons of the columns that need a direction, a group or a level."""
    if not question.directed:
        question.undefined("honest_broker_weak", "undirected")
    if (question.groups.codes < 0).any():
        question.undefined(("brokerage", "cross_group_betweenness", "participation"),
                           "without_group")
    if (ranks < 0).any():
        question.undefined(("scale_crossing_up", "scale_crossing_down"), "without_level")
    question.note_structure(COLUMNS, "either")


def _findings(alliance: Partnership, frame: pd.DataFrame) -> tuple[Message, ...]:
    """Who lies on most ways between groups, and on how large a share of them."""
    cross = frame["cross_group_betweenness"].dropna()
    whole = math.fsum(cross)  # whatever the order of rows
    if not whole > 0:
        return ()
    names = dict(zip(alliance.ids, alliance.names, strict=True))
    top = sorted(cross.index, key=lambda ident: (-cross[ident], names[ident]))[:3]
    share = math.fsum(cross[top]) / whole
    return (say("bridges.most", plural=len(top), names=Names(tuple(names[k] for k in top)),
                share=Share(share)),)
