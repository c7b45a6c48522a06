"""Whom does each organisation connect that are not tied themselves, and across which groups?"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import OrganisationTable
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import brokerage as kernels
from partnernet.kernels.adjacency import among
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.random_ties import RandomTies
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import tails
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Count, Message, say

ROLES = kernels.ROLES
_NULLS = ("permutation", "degree", "random", "bernoulli")


def brokerage(
    alliance: Partnership,
    *,
    by: By = "sector",
    shared: bool = False,
    confirm: Confirm = None,
    null: Null = None,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> OrganisationTable:
    """Which organisations stand between two others that have no tie, and in which role?

    Parameters
    ----------
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping that tells the roles: sector, level, or communities found in the ties.
    shared : bool
        Divide each open pair's credit of 1 among all who broker it.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation", "degree", "random", "bernoulli", a tuple of them, or None
        Adds ``<role>_expected_<null>`` and ``<role>_z_<null>``. Bernoulli moments are closed-form,
        for directed data that everybody answered, without ``shared``.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    OrganisationTable
        Ordered triples a→i→b without a→b, by the groups of a, i, b: ``coordinator`` AAA ·
        ``itinerant`` ABA (also: consultant) · ``representative`` AAB · ``gatekeeper`` ABB ·
        ``liaison`` ABC · ``total``. Undirected: unordered pairs; representative and gatekeeper then
        both hold the pairs with exactly one end in i's group, and the total counts them once.

    Missing
    -------
    Known ties are used. Organisations without a group are no part of a triple; their row is NaN.

    Examples
    --------
    >>> import partnernet as pn
    >>> roles = pn.brokerage(pn.samples.load("emon_texas"), by="sponsorship").table()
    >>> int(roles.loc["T01", "liaison"])
    2

    Source
    ------
    Gould & Fernandez (1989). Counts equal R sna 2.7-1 (columns w_I, w_O, b_IO, b_OI, b_O, t) on
    directed networks; on symmetric ones sna doubles four of them.
    """
    question = ask("brokerage", alliance, by=by, confirm=confirm, null=null, allowed=_NULLS,
                   replicates=replicates, seed=seed, progress=progress, shared=shared)
    network, codes = question.network, question.groups.codes
    ties = (network.source, network.target, network.n)
    counts = kernels.brokerage(*ties, codes, directed=network.directed, shared=shared)
    columns = dict(zip(ROLES, counts.T, strict=True))
    columns |= _beside_chance(question, counts, shared=shared)
    if (codes < 0).any():
        question.undefined(ROLES, "no_groups" if (codes < 0).all() else "without_group")
    question.note_structure(ROLES, "either")
    frame = question.by_organisation(columns)
    question.explain_blanks(frame, "no_variation")
    return OrganisationTable(**question.shared(), frame=frame,
                             drawing=partial(scenes.roles, alliance, question.groups, counts),
                             findings=_findings(alliance, frame))


def _beside_chance(question: Question, counts: Floats, *, shared: bool) -> dict[str, Floats]:
    """Expectation and z of every role under the nulls asked for."""
    columns: dict[str, Floats] = {}
    for purpose, name in enumerate(_NULLS):
        if name not in question.nulls:
            continue
        if name == "bernoulli":
            found = _bernoulli(question, counts, shared=shared)
        elif len(question.network.source):
            found = _replicated(question, name, counts, purpose, shared=shared)
        else:
            continue
        for place, role in enumerate(ROLES):
            columns[f"{role}_expected_{name}"] = found[0][:, place]
            columns[f"{role}_z_{name}"] = found[1][:, place]
    return columns


def _bernoulli(question: Question, counts: Floats, *, shared: bool) -> tuple[Floats, Floats]:
    """Closed-form moments; NaN where they do not hold."""
    network, grouped = question.network, question.groups.codes >= 0
    complete = network.directed and not shared and network.dyads.within(grouped).everyone
    if not complete:
        question.undefined([f"{role}_{figure}_bernoulli" for role in ROLES
                            for figure in ("expected", "z")], "no_bernoulli")
        return np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    n = int(grouped.sum())
    inside = int(among(network.source, network.target, grouped).sum())
    density = inside / (n * (n - 1)) if n > 1 else 0.0
    expected, sd = kernels.bernoulli(question.groups.codes, density)
    return expected, np.divide(counts - expected, sd, out=np.full(counts.shape, np.nan),
                               where=sd > 0)


def _replicated(question: Question, name: str, counts: Floats, purpose: int, *, shared: bool
                ) -> tuple[Floats, Floats]:
    """Mean of the replicates and z, each shape (n, roles)."""
    network, codes = question.network, question.groups.codes
    directed, n = network.directed, network.n
    seen = network.observed
    source, target = network.only_observed()
    # What is known but was not observed stays where it is: nobody could have reported it.
    fixed = network.source[~seen], network.target[~seen]

    def shuffled(drawn: Ints) -> Floats:
        labels = codes[drawn]
        if not shared:
            return kernels.brokerage_of(network.source, network.target, n, labels,
                                        directed=directed)
        same = np.broadcast_to(network.source, (len(labels), len(network.source)))
        other = np.broadcast_to(network.target, same.shape)
        none = np.zeros(0, dtype=np.int64)
        return _side_by_side((same, other), (none, none), n, labels, directed=directed,
                             shared=True)

    def rewired(drawn: tuple[Ints, Ints]) -> Floats:
        return _side_by_side(drawn, fixed, n, codes, directed=directed, shared=shared)

    if name == "permutation":
        draws = question.replicate(shuffled, Shuffle(shuffle_strata(codes, question.strata())),
                                   purpose)
    else:
        null = (DegreeNull(source, target, network.dyads) if name == "degree"
                else RandomTies(len(source), network.dyads))
        draws = question.replicate(rewired, null, purpose)
    found = tails(counts, draws)
    return found.mean, found.z


def _side_by_side(drawn: tuple[Ints, Ints], fixed: tuple[Ints, Ints], n: int, codes: Ints, *,
                  directed: bool, shared: bool) -> Floats:
    """Brokerage in many networks at once: laid beside each other as one without ties between."""
    count = len(drawn[0])
    shift = np.arange(count)[:, None] * n
    source = np.concatenate([(drawn[0] + shift).ravel(), (fixed[0] + shift).ravel()])
    target = np.concatenate([(drawn[1] + shift).ravel(), (fixed[1] + shift).ravel()])
    labels = np.broadcast_to(codes, (count, n)).ravel()
    counts = kernels.brokerage(source, target, n * count, labels, directed=directed, shared=shared)
    return counts.reshape(count, n, len(ROLES))


def _findings(alliance: Partnership, frame: pd.DataFrame) -> tuple[Message, ...]:
    """The organisation that stands between most pairs."""
    totals = frame["total"].dropna().sort_index()
    if totals.empty or not totals.max() > 0:
        return ()
    names = dict(zip(alliance.ids, alliance.names, strict=True))
    top = totals[totals == totals.max()]
    return (say("brokerage.most", plural=len(top), org=names[str(top.index[0])], n=len(top),
                pairs=int(round(totals.max())), total=Count("organisations", len(totals))),)

