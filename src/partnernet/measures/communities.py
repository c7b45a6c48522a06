"""Which groups do the ties themselves form, and are they sectors or levels under another name?"""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Grouping
from partnernet.asking import Null, Progress, Question, ask, at_least_one, working
from partnernet.errors import MissingExtra, choose
from partnernet.kernels import communities as kernels
from partnernet.kernels.agreement import agreement
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.significance import tails
from partnernet.partnership import Confirm, Groups, Network, Partnership
from partnernet.words import Message, Number, Share, say

METHODS = {"louvain": "python-louvain, best of several seeds, consensus over runs",
           "leiden": "Leiden by igraph, the extra [leiden]"}
_TRIES = 5  # seeds of one run, of which the best modularity counts


def communities(
    alliance: Partnership,
    *,
    method: str = "louvain",
    weight: str | None = None,
    sector: str = "sector",
    level: str = "level",
    runs: int = 50,
    confirm: Confirm = None,
    null: Null = "permutation",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Grouping:
    """Which organisations hang together more than with the rest?

    Parameters
    ----------
    alliance : Partnership
    method : "louvain", "leiden"
        Leiden needs the extra ``[leiden]``.
    weight : str, optional
        Strength such as "trust"; blank ones and oriented zeros are left out.
    sector, level : str
        Columns to compare the communities with.
    runs : int
        Seeded runs whose consensus is taken.
    confirm : "either", "both", optional
        Which reports count as an undirected tie; "either" by default.
    null : "permutation" or None
        Shuffles the sectors (levels) for the p of the agreement.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Grouping
        ``membership`` 1, 2, … by id, the largest first; ``stability`` 0 to 1: how often two of one
        community were put together. Details: ``blocks`` (size, stability), ``agreement`` (with
        sector and level: adjusted mutual information and adjusted Rand index, with expectation and
        one-sided p), ``over_representation`` (which communities hold more of a sector or level
        than a draw would, Benjamini–Hochberg), ``runs`` (mean pairwise AMI, modularity).

    Missing
    -------
    Known ties, undirected.

    Raises
    ------
    UnknownName, OptionError, MissingExtra
        A method or strength that does not exist; runs below 1; igraph is not installed.

    Examples
    --------
    >>> import partnernet as pn
    >>> found = pn.communities(pn.samples.load("penaluz"), runs=10, replicates=99)
    >>> 0 <= found.stability <= 1
    True

    Source
    ------
    Blondel et al. (2008); Traag, Waltman & van Eck (2019); consensus: Lancichinetti & Fortunato
    (2012), τ = .5; adjusted mutual information: Vinh, Epps & Bailey (2010).
    """
    choose("method", method, METHODS)
    at_least_one(runs=runs)
    if method == "leiden" and find_spec("igraph") is None:
        raise MissingExtra(say("graphs.no_igraph"))
    question = ask("communities", alliance, weight=weight, confirm=confirm, null=null,
                   allowed=("permutation",), replicates=replicates, seed=seed, progress=progress,
                   method=method, runs=runs, sector=sector, level=level)
    question.settings["engine"] = "igraph" if method == "leiden" else "python-louvain"
    network = question.undirected()
    source, target, strength = _weighted(question, network)
    one = kernels.best_of(kernels.leiden if method == "leiden" else kernels.louvain, _TRIES)
    with working(question.progress, "communities") as report:
        found = kernels.consensus(one, source, target, strength, network.n, runs=runs,
                                  seed=question.seed, progress=report)
    frame = question.by_organisation({"community": found.labels + 1})
    details = {"blocks": _blocks(found), **_beside_groups(question, found.labels,
                                                          {sector: alliance.groups(sector),
                                                           level: alliance.groups(level)})}
    details["runs"] = pd.DataFrame({"measure": ["mean_pairwise_ami", "modularity"],
                                    "value": [found.agreement, found.modularity]})
    if np.isnan(found.stability):
        question.undefined("stability", "no_ties")
    question.note_structure(("community",), "either")
    return Grouping(**question.shared(), frame=frame, labels=frame["community"],
                    stability=found.stability, details=details,
                    drawing=partial(scenes.in_hulls, alliance, found.labels, by=sector),
                    findings=_findings(found, details["agreement"]))


def _weighted(question: Question, network: Network) -> tuple[Ints, Ints, Floats]:
    """The ties with a weight above 0."""
    strength = question.weights(network)
    if strength is None:
        strength = np.ones(len(network.source))
    keep = strength > 0
    return network.source[keep], network.target[keep], strength[keep]


def _blocks(found: kernels.Consensus) -> pd.DataFrame:
    size = np.bincount(found.labels) if len(found.labels) else np.zeros(0, dtype=np.int64)
    return pd.DataFrame({"members": size, "stability": found.block_stability[: len(size)]},
                        index=pd.RangeIndex(1, len(size) + 1, name="community"))


def _beside_groups(question: Question, labels: Ints, groupings: dict[str, Groups]
                   ) -> dict[str, pd.DataFrame]:
    """Agreement with each grouping, and what each community holds more of than a draw would."""
    rows, held = [], []
    for purpose, (by, groups) in enumerate(groupings.items()):
        grouped = groups.codes >= 0
        mine, codes = labels[grouped], groups.codes[grouped]
        if len(groups) < 2 or len(np.unique(mine)) < 2:
            rows.append((by, *[np.nan] * 6))
            question.undefined(f"agreement with {by}", "one_group")
            continue
        rows.append((by, *_agreement(question, mine, codes, grouped, purpose)))
        blocks = int(labels.max()) + 1
        found, expected, p, adjusted = kernels.over_representation(labels, groups.codes, blocks,
                                                                   len(groups))
        held += [(by, block + 1, groups.names[group], int(found[block, group]),
                  expected[block, group], p[block, group], adjusted[block, group])
                 for block in range(blocks) for group in range(len(groups))
                 if found[block, group] > 0]
    columns = ["by", "ami", "ami_expected", "ami_p", "ari", "ari_expected", "ari_p"]
    beside = pd.DataFrame(rows, columns=columns).set_index("by")
    over = pd.DataFrame(held, columns=["by", "community", "group", "members", "expected", "p",
                                       "p_bh"])
    return {"agreement": beside, "over_representation": over}


def _agreement(question: Question, mine: Ints, codes: Ints, grouped: np.ndarray, purpose: int
               ) -> tuple[float, ...]:
    observed = agreement(mine, codes)
    if not question.nulls:
        return (observed[0], np.nan, np.nan, observed[1], np.nan, np.nan)

    def statistic(drawn: Ints) -> Floats:
        return agreement(mine, codes[drawn])

    answered = question.network.dyads.answered[grouped]
    found = tails(observed, question.replicate(statistic, Shuffle(shuffle_strata(codes, answered)),
                                               purpose))
    return (observed[0], found.mean[0], found.upper[0], observed[1], found.mean[1],
            found.upper[1])


def _findings(found: kernels.Consensus, beside: pd.DataFrame) -> tuple[Message, ...]:
    count = int(found.labels.max(initial=-1)) + 1
    if not count or np.isnan(found.stability):
        return ()
    said = [say("communities.finding", plural=count, n=count, share=Share(found.stability))]
    for by, row in beside.iterrows():
        if float(row["ami_p"]) <= 0.05:
            said.append(say("communities.follow", by=str(by), ami=Number(float(row["ami"]), 2)))
    return tuple(said)
