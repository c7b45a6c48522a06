"""Which outcomes do sectors share, and which does one sector hold alone?"""

from __future__ import annotations

from functools import partial
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Drawing, Table
from partnernet.asking import Progress, Question, ask, need_partnership
from partnernet.checks import Directory
from partnernet.checks.listed import listed, merge_repeats
from partnernet.kernels import two_mode
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.significance import tails
from partnernet.partnership import By, Groups, Partnership
from partnernet.pictures.marks import Picture
from partnernet.pictures.scene import Members
from partnernet.pictures.shared import outcomes_by_sector
from partnernet.vocabulary.looks import looks_for
from partnernet.words import Message, Names, Number, Share, say

FIGURES = ("silo_share", "mean_breadth", "shared_share")


def outcomes(
    table: Any,
    alliance: Partnership,
    *,
    by: By = "sector",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """Do sectors work for the same outcomes, forums or projects, more than chance would have it?

    Parameters
    ----------
    table : table
        What `read_outcomes` gave, or a data frame: organisation, outcome; a row a pair.
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Table
        Index ``outcome``: ``organisations`` and ``sectors`` that have a part in it · ``breadth``
        Blau over sectors, 0 (one) towards 1 · ``silo`` whether all are of one sector. Details:
        ``whole``: ``silo_share``, ``mean_breadth``, ``shared_share`` (two sectors or more), each
        beside mean and two-sided p of tables with the same margins; ``unshared``: organisations
        with no part in a shared outcome; ``pairs``: outcomes that each pair of sectors shares.

    Missing
    -------
    Organisations without a group count as organisations but in no breadth; an outcome of such only
    has NaN breadth. Pairs that stand twice count once, in a caveat.

    Raises
    ------
    InputError
        Organisations that are not listed, blanks.

    Examples
    --------
    >>> import partnernet as pn
    >>> alliance = pn.samples.load("penaluz")
    >>> read = pn.read_outcomes(pn.samples.path("penaluz_beyond"))
    >>> answer = pn.outcomes(read, alliance, replicates=99)
    >>> int(answer.table()["silo"].sum())
    5

    Source
    ------
    Blau (1977). Tables with the same margins: Strona et al. (2014); Carstens, Berger & Strona
    (2018); a table that keeps both margins is the null of Snijders (1991) and Gotelli (2000).
    """
    need_partnership(alliance)
    made = listed(table, "outcomes", directory=Directory(alliance.ids, alliance.names))
    once = merge_repeats(made, ("organisation", "outcome"))
    question = ask("outcomes", alliance, by=by, replicates=replicates, seed=seed,
                   progress=progress, uses_ties=False, replicated=True)
    question.settings["null"] = "margins"
    if len(once) < len(made):
        question.caveat("outcomes.merged", plural=len(made) - len(once), n=len(made) - len(once))
    names = tuple(sorted(set(once.rows["outcome"]), key=lambda name: (str(name).casefold(), name)))
    who = pd.Index(alliance.ids).get_indexer(pd.Index(once.rows["organisation"]))
    which = pd.Index(names).get_indexer(pd.Index(once.rows["outcome"]))
    parts = np.zeros((len(alliance), len(names)), dtype=bool)
    parts[who, which] = True
    groups = question.groups
    counts = two_mode.members_by_group(parts, groups.codes, len(groups))
    frame = _rows(parts, counts, names)
    details = {"whole": _whole(question, parts, counts), "pairs": _pairs(groups, counts),
               "unshared": _unshared(question, parts, counts)}
    question.explain_blanks(frame, "no_groups")
    return Table(**question.shared(), frame=frame, details=details,
                 findings=_findings(frame, details, groups),
                 drawing=_drawing(alliance, groups, names, who, which))


def _rows(parts: Bools, counts: Ints, names: tuple[str, ...]) -> pd.DataFrame:
    sectors = (counts > 0).sum(axis=0)
    return pd.DataFrame(
        {"organisations": parts.sum(axis=0), "sectors": sectors,
         "breadth": two_mode.breadth(counts), "silo": sectors == 1},
        index=pd.Index(names, name="outcome", dtype=object))


def _whole(question: Question, parts: Bools, counts: Ints) -> pd.DataFrame:
    """The three figures of the whole beside tables with the same margins."""
    groups = question.groups
    grouped = groups.codes >= 0
    codes = groups.codes[grouped]
    observed = two_mode.sharing(counts)

    def statistic(drawn: Bools) -> Floats:
        return two_mode.sharing(two_mode.members_by_group(drawn, codes, len(groups)))

    columns: dict[str, Any] = {"measure": FIGURES, "value": observed, "expected": np.nan,
                               "p": np.nan}
    if np.isnan(observed).all():
        question.undefined(FIGURES, "no_outcomes")
    elif int((groups.sizes > 0).sum()) < 2:
        question.undefined([f"{name}_p" for name in FIGURES], "one_group")
    else:
        found = tails(observed, question.replicate(
            statistic, two_mode.MarginNull(parts[grouped]), 0))
        columns |= {"expected": found.mean, "p": found.two_sided}
    return pd.DataFrame(columns)


def _pairs(groups: Groups, counts: Ints) -> pd.DataFrame:
    """How many outcomes each pair of sectors shares; a sector with itself: those it has a part in.
    """
    shared = two_mode.shared_by_pairs(counts)
    rows = [(groups.names[a], groups.names[b], int(shared[a, b]))
            for a, b in combinations_with_replacement(range(len(groups)), 2) if a != b]
    return pd.DataFrame(rows, columns=["sector_a", "sector_b", "outcomes"])


def _unshared(question: Question, parts: Bools, counts: Ints) -> pd.DataFrame:
    """Organisations with no part in an outcome of two sectors or more."""
    shared = (counts > 0).sum(axis=0) > 1
    alone = np.flatnonzero(~parts[:, shared].any(axis=1))
    groups, of = question.groups, question.alliance
    labels = [groups.names[code] if code >= 0 else None for code in groups.codes[alone]]
    return pd.DataFrame(
        {"name": [of.names[k] for k in alone], "sector": pd.Series(labels, dtype=object).to_numpy(),
         "outcomes": parts[alone].sum(axis=1)},
        index=pd.Index([of.ids[k] for k in alone], name="id", dtype=object))


def _findings(frame: pd.DataFrame, details: dict[str, pd.DataFrame], groups: Groups
              ) -> tuple[Message, ...]:
    found: list[Message] = []
    told = frame[frame["sectors"] > 0]
    alone = [str(name) for name in told.index[told["silo"]]]
    if len(told):
        found.append(say("outcomes.silos", plural=len(alone), n=len(alone), total=len(told))
                     if alone else say("outcomes.no_silos", total=len(told)))
    if alone:
        found.append(say("outcomes.named", names=Names(tuple(alone), most=6)))
    share, expected, p = (float(details["whole"][name].iloc[FIGURES.index("shared_share")])
                          for name in ("value", "expected", "p"))
    if p <= 0.05:
        way = "less" if share < expected else "more"
        found.append(say(f"outcomes.{way}", share=Share(share), expected=Share(expected),
                         p=Number(p, 3)))
    present = {groups.names[k] for k in np.flatnonzero(groups.sizes)}
    pairs = details["pairs"]
    none = pairs[(pairs["outcomes"] == 0) & pairs["sector_a"].isin(present)
                 & pairs["sector_b"].isin(present)]
    listed_pairs = tuple(f"{a} – {b}" for a, b in zip(none["sector_a"], none["sector_b"],
                                                      strict=True))
    if listed_pairs:
        found.append(say("outcomes.no_pair", pairs=Names(listed_pairs, most=6)))
    return tuple(found)


def _drawing(alliance: Partnership, groups: Groups, names: tuple[str, ...], who: Ints, which: Ints
             ) -> Drawing:
    members = Members(alliance.ids, alliance.names, groups.codes, groups.names,
                      looks_for(groups.keys or [None] * len(groups)),
                      alliance.network().dyads.answered)
    return partial(_draw, members, names, who, which)


def _draw(members: Members, names: tuple[str, ...], who: Ints, which: Ints, *, language: str
          ) -> Picture:
    return outcomes_by_sector(members, names, who, which, language=language)
