"""Is the partnership connected between sectors at each level?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnernet.answers import Table
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import components, ei_chance, paths
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Floats
from partnernet.kernels.mixing import among_grouped
from partnernet.kernels.significance import tails
from partnernet.kernels.silos import ei_table
from partnernet.partnership import Confirm, Groups, Partnership
from partnernet.words import Message, Share, say

_COLUMNS = ("members", "ties", "density", "cross_sector_density", "ei_index",
            "global_efficiency", "ei_expected", "p_permutation")


def horizontal(
    alliance: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    confirm: Confirm = None,
    null: Null = "permutation",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """Do sectors work together at each level?

    Parameters
    ----------
    alliance : Partnership
    sector, level : str
        Columns of the organisations. Levels need no order here.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation" or None
        Shuffles sectors within the level.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Table
        Index ``level``, of the organisations of that level among themselves: ``members``, ``ties``
        counts · ``density``, ``cross_sector_density`` 0 to 1 · ``ei_index`` by sector, −1 to 1,
        beside ``ei_expected`` (exact) and ``p_permutation`` (two-sided) · ``global_efficiency`` 0
        to 1. Detail ``whole``: biconnected parts, organisations that join them, and vertex
        connectivity (how many must leave before the rest falls apart) of the whole network.

    Missing
    -------
    Counts, densities and E–I use observed ties over observed dyads; efficiency the known ties.

    Examples
    --------
    >>> import partnernet as pn
    >>> int(pn.horizontal(pn.samples.load("penaluz"), null=None).table()["members"].sum())
    38

    Source
    ------
    Krackhardt & Stern (1988); Latora & Marchiori (2001). Connectivity equals networkx 3.6.
    """
    question = ask("horizontal", alliance, by=level, confirm=confirm, null=null,
                   allowed=("permutation",), replicates=replicates, seed=seed, progress=progress,
                   sector=sector, level=level)
    levels, sectors = question.groups, alliance.groups(sector)
    rows = [_row(question, levels.codes == code, sectors, code) for code in range(len(levels))]
    frame = pd.DataFrame(rows, index=pd.Index(levels.names, name="level", dtype=object),
                         columns=list(_COLUMNS)).astype({"members": np.int64, "ties": np.int64})
    if not len(levels):
        question.undefined(_COLUMNS[2:], "no_groups")
    for name in ("density", "cross_sector_density", "ei_index"):
        if frame[name].isna().any():
            question.undefined(name, "level_too_thin")
    question.explain_blanks(frame, "level_too_thin")
    question.note_structure(("global_efficiency",), "low")
    return Table(**question.shared(), frame=frame, details={"whole": _whole(question)},
                 findings=_findings(frame))


def _row(question: Question, members: Bools, sectors: Groups, code: int) -> dict[str, float]:
    """One level's own network."""
    network = question.network
    count = max(1, len(sectors))
    own = among_grouped(network.source, network.target, np.where(members, 0, -1), 1, network.dyads)
    seen = own.dyads.observed(own.source, own.target)
    net = among_grouped(network.source, network.target, np.where(members, sectors.codes, -1),
                        count, network.dyads)
    table = ei_table(net.source, net.target, net.codes, count, net.dyads)
    room = net.dyads.between(net.codes, count)
    across = float((room.sum() - np.trace(room)) / (1 if net.dyads.directed else 2))
    total = own.dyads.total
    row = {
        "members": int(members.sum()), "ties": int(seen.sum()),
        "density": float(seen.sum()) / total if total else np.nan,
        "cross_sector_density": float(table.external[0]) / across if across else np.nan,
        "ei_index": float(table.ei[0]), "ei_expected": np.nan, "p_permutation": np.nan,
        "global_efficiency": paths.global_efficiency(own.source, own.target, int(members.sum()),
                                                     directed=own.dyads.directed),
    }
    if np.isnan(row["ei_index"]):
        return row
    answered = net.dyads.answered.astype(np.int64)
    source, target = (end[net.dyads.observed(net.source, net.target)]
                      for end in (net.source, net.target))
    row["ei_expected"] = ei_chance.ei_expected(source, target, net.codes, count, answered)
    if question.nulls:
        def statistic(drawn: np.ndarray) -> Floats:
            return ei_chance.shuffled_whole_ei(source, target, net.codes[drawn])

        null = Shuffle(shuffle_strata(net.codes, answered))
        found = tails(np.array(row["ei_index"]), question.replicate(statistic, null, code))
        row["p_permutation"] = float(found.two_sided)
    return row


def _whole(question: Question) -> pd.DataFrame:
    """Where the whole network would come apart."""
    network = question.undirected()
    ties = network.source, network.target, network.n
    parts = components.biconnected(*ties)
    joints = [question.alliance.ids[k] for k in np.flatnonzero(parts.joints)]
    return pd.DataFrame({"measure": ["vertex_connectivity", "biconnected_parts",
                                     "articulation_organisations"],
                         "value": [components.vertex_connectivity(*ties), len(parts.members),
                                   len(joints)],
                         "ids": [None, None, ", ".join(joints) or None]})


def _findings(frame: pd.DataFrame) -> tuple[Message, ...]:
    found = []
    for level, ei, expected, p in zip(frame.index, frame["ei_index"], frame["ei_expected"],
                                      frame["p_permutation"], strict=True):
        if np.isnan(ei) or np.isnan(p):
            continue
        key = "as_chance" if p > 0.05 else "more" if ei > expected else "less"
        found.append(say(f"horizontal.{key}", level=str(level), share=Share((1 + ei) / 2),
                         expected=Share((1 + expected) / 2)))
    return tuple(found)
