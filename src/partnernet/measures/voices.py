"""Whose voice is in the partnership, at its centre, at its edge, or missing?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from partnernet import scenes
from partnernet.answers import Table
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import core, paths
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.fronts import grades
from partnernet.kernels.significance import tails
from partnernet.partnership import Groups, Partnership
from partnernet.vocabulary import SECTORS, sector_key
from partnernet.words import Message, Share, say

_SHARES = ("ties", "core_seats", "closeness")
_WATCHED = ("anchor institution", "residents", "voluntary")


def voices(
    alliance: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    expected: Sequence[str] | None = None,
    null: Null = "permutation",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """Who is in, who is central, who is at the edge, who is missing?

    Parameters
    ----------
    alliance : Partnership
    sector, level : str
        Columns of the organisations.
    expected : labels, optional
        Sectors that should be there, such as what a local health alliance needs; those with nobody
        are named. Not given: the known sectors health, social, voluntary, education, anchor
        institution, government and residents are looked for, as a hint only.
    null : "permutation" or None
        Shuffles who is in which group.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Table
        Index ``(by, group)``, a row a sector and a level: ``members``, ``members_share`` 0 to 1 ·
        ``ties_share`` of all tie ends, ``core_seats_share`` of the seats in the core, each 0 to 1 ·
        ``closeness`` mean over its members of mean 1/steps to all others, undirected, 0 to 1 · each
        with ``_expected`` (mean of the shuffles) and ``_p`` (two-sided). Details: ``absent``
        (looked for, with nobody), ``watched`` (each anchor institution, residents' and voluntary
        organisation: contacts, in the core, closeness rank), ``grid`` (level × sector counts).

    Missing
    -------
    Known ties; closeness counts 0 for whom nobody reaches.

    Examples
    --------
    >>> import partnernet as pn
    >>> table = pn.voices(pn.samples.load("penaluz"), null=None).table()
    >>> int(table.loc[("sector", "voluntary"), "members"])
    9

    Source
    ------
    Core: Borgatti & Everett (1999). Closeness: Marchiori & Latora (2000).
    """
    question = ask("voices", alliance, null=null, allowed=("permutation",), replicates=replicates,
                   seed=seed, progress=progress, sector=sector, level=level,
                   expected=None if expected is None else tuple(expected))
    network = question.undirected()
    ties = network.source, network.target, network.n
    contacts = np.bincount(np.r_[network.source, network.target], minlength=network.n)
    found = core.core_periphery(*ties)
    closeness = paths.harmonic_closeness(*ties, directed=False)
    # With nobody else there is nobody to be close to: NaN stays NaN.
    standing = np.stack([contacts.astype(float), found.members.astype(float), closeness], axis=1)
    groupings = {by: alliance.groups(by) for by in (sector, level)}
    frames = [_rows(question, by, groups, standing, place)
              for place, (by, groups) in enumerate(groupings.items())]
    frame = pd.concat(frames)
    question.explain_blanks(frame, "no_ties" if network.n > 1 else "one_organisation")
    question.note_structure([f"{name}" for name in ("ties_share", "core_seats_share", "closeness")],
                            "either")
    absent = _absent(groupings[sector], expected)
    details = {"absent": absent, "watched": _watched(question, groupings[sector], contacts,
                                                     found.members, closeness),
               "grid": _grid(groupings[sector], groupings[level])}
    return Table(**question.shared(), frame=frame, details=details,
                 drawing=partial(scenes.present, alliance, sector, level),
                 findings=_findings(frame, sector, absent, expected is not None))


def _rows(question: Question, by: str, groups: Groups, standing: Floats, purpose: int
          ) -> pd.DataFrame:
    """Shares of a grouping's groups beside their shuffles."""
    names = [f"{name}_share" if name != "closeness" else name for name in _SHARES]
    columns: dict[str, Floats | Ints] = {}
    grouped, count = groups.codes >= 0, len(groups)
    sizes = groups.sizes
    columns["members"] = sizes
    columns["members_share"] = sizes / sizes.sum() if sizes.sum() else np.zeros(count)
    codes, values = groups.codes[grouped], standing[grouped]
    observed = _shares(values, codes[None, :], count)[0]
    beside = None
    if question.nulls and count:
        answered = question.network.dyads.answered[grouped]
        null = Shuffle(shuffle_strata(codes, answered))
        beside = tails(observed, question.replicate(
            lambda drawn: _shares(values, codes[drawn], count), null, purpose))
    blank = np.full((len(names), count), np.nan)
    for place, name in enumerate(names):
        columns[name] = observed[place]
        columns[f"{name}_expected"] = (blank if beside is None else beside.mean)[place]
        columns[f"{name}_p"] = (blank if beside is None else beside.two_sided)[place]
    index = pd.MultiIndex.from_arrays([[by] * count, list(groups.names)], names=["by", "group"])
    return pd.DataFrame(columns, index=index)


def _shares(values: Floats, labels: Ints, groups: int) -> Floats:
    """Share of ties and of core seats, mean closeness: shape (r, 3, groups)."""
    found = np.full((len(labels), values.shape[1], groups), np.nan)
    for group in range(groups):
        inside = (labels == group).astype(float)
        found[:, :, group] = inside @ values
    size = np.zeros((len(labels), groups), dtype=np.int64)
    for group in range(groups):
        size[:, group] = (labels == group).sum(axis=1)
    totals = values[:, :2].sum(axis=0)
    for place in range(2):
        found[:, place] = found[:, place] / totals[place] if totals[place] else np.nan
    found[:, 2] = np.divide(found[:, 2], size, out=np.full(size.shape, np.nan), where=size > 0)
    return found


def _absent(sectors: Groups, expected: Sequence[str] | None) -> pd.DataFrame:
    """Sectors looked for with nobody in them."""
    looked = list(expected) if expected is not None else [key for key in SECTORS
                                                           if key != "business"]
    present = set(sectors.names) | {key for key in sectors.keys if key}
    rows = [name for name in looked if name not in present and sector_key(name) not in present]
    return pd.DataFrame({"sector": pd.Series(rows, dtype=object)})


def _watched(question: Question, sectors: Groups, contacts: Ints, in_core: Bools,
             closeness: Floats) -> pd.DataFrame:
    """Where anchor institutions, residents and voluntary organisations sit."""
    ids, names = question.alliance.ids, question.alliance.names
    order = rankdata(-grades(closeness), method="min")  # equals share a rank
    rows = []
    for key in _WATCHED:
        if key in sectors.keys:
            code = sectors.keys.index(key)
            rows += [(ids[k], names[k], sectors.names[code], int(contacts[k]), bool(in_core[k]),
                      float(closeness[k]), int(order[k]))
                     for k in np.flatnonzero(sectors.codes == code)]
    columns = ["id", "name", "sector", "contacts", "in_core", "closeness", "closeness_rank"]
    return pd.DataFrame(rows, columns=columns)


def _grid(sectors: Groups, levels: Groups) -> pd.DataFrame:
    """Organisations by level and sector, the highest level first."""
    table = np.zeros((len(levels), len(sectors)), dtype=np.int64)
    both = (sectors.codes >= 0) & (levels.codes >= 0)
    np.add.at(table, (levels.codes[both], sectors.codes[both]), 1)
    return pd.DataFrame(table, index=pd.Index(levels.names, name="level"),
                        columns=list(sectors.names)).iloc[::-1]


def _findings(frame: pd.DataFrame, sector: str, absent: pd.DataFrame, asked: bool
              ) -> tuple[Message, ...]:
    found = []
    if sector in frame.index.get_level_values(0):
        for group, row in frame.loc[sector].iterrows():
            if float(row["ties_share_p"]) <= 0.05:
                way = "less" if row["ties_share"] < row["ties_share_expected"] else "more"
                found.append(say(f"voices.{way}", sector=str(group),
                                 share=Share(float(row["ties_share"])),
                                 expected=Share(float(row["ties_share_expected"]))))
    if asked:
        found += [say("voices.missing", sector=str(name)) for name in absent["sector"]]
    return tuple(found)

