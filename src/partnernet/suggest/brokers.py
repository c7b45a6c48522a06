"""Who could connect two groups that have least to do with each other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from partnernet import scenes
from partnernet.answers import Suggestions
from partnernet.asking import Progress, Question, ask
from partnernet.kernels import bridges
from partnernet.kernels.adjacency import pairs
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.brokerage import open_pairs_between
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.fronts import unbeaten
from partnernet.kernels.mixing import blocks_by_outdegree
from partnernet.kernels.resampling import Resample, Resampled, Silence, percentile_interval
from partnernet.kernels.selection import smallest_cover
from partnernet.partnership import By, Confirm, Network, Partnership
from partnernet.words import Count, Message, Number, say

COLUMNS = ("reach_a", "reach_b", "trust_from_a", "trust_from_b", "brokerage",
           "cross_group_betweenness", "load", "overloaded", "pareto", "rank", "rank_low",
           "rank_high", "why")
OVER_LOAD = 2.0
OVER_SHARE = 1 / 3
_TRUSTED = 0.6  # of the way up the scale, from which trust from a side is worth a word
_MORE_SILENT = 0.1  # of those who answered, to see how far ranks depend on who did
_THRESHOLDS = 10  # of one strength, at most
_RANKS = ("rank", "rank_low", "rank_high", "rank_silent_low", "rank_silent_high",
          "rank_threshold_low", "rank_threshold_high")


@dataclass(frozen=True, eq=False)
class _Criteria:
    """What speaks for and against each organisation; arrays of shape (n,)."""

    contacts_a: Ints
    contacts_b: Ints
    reach_a: Floats
    reach_b: Floats
    trust_a: Floats
    trust_b: Floats
    brokerage: Ints
    cross: Floats
    load: Floats

    def columns(self, which: Ints, *, trust: bool) -> list[Floats]:
        """The criteria to rank by, high = good, of some organisations."""
        found = [self.reach_a, self.reach_b, self.cross, self.brokerage.astype(float), -self.load]
        if trust:
            found += [np.nan_to_num(values, nan=-np.inf) for values in (self.trust_a, self.trust_b)]
        # Sums of fractions that are equal on paper differ in their last digits: still a tie.
        return [np.round(values[which], 9) for values in found]

    @property
    def over(self) -> Bools:
        """Who carries too much already."""
        whole = float(self.cross.sum())
        share = self.cross / whole if whole else np.zeros(len(self.cross))
        over: Bools = (self.load >= OVER_LOAD) | (share > OVER_SHARE * (1 + 1e-9))
        return over


def brokers(
    alliance: Partnership,
    *,
    between: Sequence[str] | None = None,
    by: By = "sector",
    limit: int | None = 10,
    trust: bool = False,
    confirm: Confirm = None,
    replicates: int = 200,
    seed: int | None = 1,
    progress: Progress = None,
) -> Suggestions:
    """Which organisations could bring two groups together, at what cost to themselves?

    Parameters
    ----------
    alliance : Partnership
    between : two group names, optional
        Not given: the two different groups with fewest ties against expectation (observed over
        expected by out-degree, among blocks with observed dyads; ties broken by name).
    by : str, pair of str, or membership
        The grouping.
    limit : int or None
        Rows at most; None: all.
    trust : bool
        Whether trust that the two sides report enters the ranking and the reasons. Ratings of named
        organisations are sensitive: False unless the reader may see them.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    replicates : int
        Draws of the vertex bootstrap behind ``rank_low`` and ``rank_high``.
    seed, progress
        As everywhere.

    Returns
    -------
    Suggestions
        Index ``id``: every organisation with a contact in both groups, members of the two as well.
        ``reach_a``, ``reach_b`` share of the group's other members who are its contacts, 0 to 1 ·
        ``trust_from_a``, ``trust_from_b`` mean oriented trust that the group's members report of it
        · ``brokerage`` open pairs between the groups through it · ``cross_group_betweenness`` ·
        ``load`` its contacts over the mean of all · ``overloaded`` load 2 or more, or over a third
        of all cross-group betweenness · ``pareto`` nobody is as good in all and better in one ·
        ``rank`` mean of its ranks, 1 best · ``rank_low``, ``rank_high`` 90 % of a vertex bootstrap
        · ``why`` in words. Details: ``team``, the fewest who together have a contact in every
        group; ``stability``, the ranks beside those were a tenth of those who answered silent too
        (90 % of draws, a fourth as many as of the bootstrap), and over thresholds of frequency (and
        trust, with ``trust=True``) and with confirmed ties only (lowest and highest; who has no
        contact left in both groups is last, and where all have not, nothing is told).

    Missing
    -------
    Known ties are used; a non-respondent's own ties are unknown, which can hide a candidate.

    Raises
    ------
    UnknownName
        A group that is not there.
    OptionError
        ``between`` is not two different groups.

    Examples
    --------
    >>> import partnernet as pn
    >>> found = pn.brokers(pn.samples.load("penaluz"), replicates=20)
    >>> found.settings["between"]
    ('health', 'voluntary')

    Source
    ------
    Criteria: Gould & Fernandez (1989); Burt (1992); cost to the broker: Long, Cunningham &
    Braithwaite (2013). Bootstrap: Snijders & Borgatti (1999).
    """
    question = ask("brokers", alliance, by=by, confirm=confirm, replicates=replicates, seed=seed,
                   progress=progress, replicated=True, limit=limit, trust=trust)
    pair = _pair(question, between)
    if pair is None:
        question.undefined(COLUMNS[:-1], "one_group" if int((question.groups.sizes > 0).sum()) < 2
                           else "no_ties")
        return Suggestions(**question.shared(), frame=_frame(question, {}, []))
    names = question.groups.names
    question.settings["between"] = names[pair[0]], names[pair[1]]
    network = question.network
    trust = trust and "trust" in network.strength
    found = _criteria_of(network, question.groups.codes, pair)
    which = np.flatnonzero((found.contacts_a > 0) & (found.contacts_b > 0))
    ranked = found.columns(which, trust=trust)
    columns = _columns(found, which)
    columns["pareto"] = unbeaten(ranked)
    columns["rank"] = _mean_rank(ranked)
    columns["rank_low"], columns["rank_high"] = _if_redrawn(question, pair, which, trust=trust)
    order = sorted(range(len(which)), key=lambda k: (columns["rank"][k], alliance.names[which[k]]))
    order = order[:limit]
    frame = _frame(question, {name: values[order] for name, values in columns.items()},
                   [alliance.ids[which[k]] for k in order])
    reasons = [_why(question, found, pair, int(which[k]), trust=trust) for k in order]
    frame["why"] = pd.Series(list(map(str, reasons)), index=frame.index, dtype=object)
    details = {"team": _team(question), "stability": _stability(
        question, pair, which, order, columns, trust=trust)}
    question.explain_blanks(frame, "too_few_to_rank")
    if not len(which):
        question.caveat("brokers.nobody", a=names[pair[0]], b=names[pair[1]])
    question.note_structure(("cross_group_betweenness", "brokerage"), "either")
    strength = "trust" if trust and "trust" in network.strength else (
        "frequency" if "frequency" in network.strength else None)
    drawing = partial(scenes.between, alliance, question.groups, pair, list(frame.index), strength)
    return Suggestions(**question.shared(), frame=frame, reasons=tuple(reasons), drawing=drawing,
                       details=details, findings=tuple(reasons[:1]))


def _pair(question: Question, between: Sequence[str] | None) -> tuple[int, int] | None:
    """The two groups asked for, or those with fewest ties against expectation."""
    groups = question.groups
    if between is not None:
        return question.two_groups(between)
    network, count = question.network, len(groups)
    ratio = blocks_by_outdegree(network.source, network.target, groups.codes, count,
                                network.dyads).ratio
    blocks = [(ratio[r, s], groups.names[r], groups.names[s], r, s)
              for r in range(count) for s in range(count) if r != s and not np.isnan(ratio[r, s])]
    if not blocks:
        return None
    _, _, _, r, s = min(blocks)
    return r, s


def _team(question: Question) -> pd.DataFrame:
    """The smallest set of organisations that together have a contact in every group."""
    network, groups = question.network, question.groups
    reaches = np.zeros((network.n, len(groups)), dtype=bool)
    for one, other in ((network.source, network.target), (network.target, network.source)):
        told = groups.codes[other] >= 0
        reaches[one[told], groups.codes[other][told]] = True
    # A group that nobody has a contact in can be reached by nobody.
    possible = reaches.any(axis=0)
    chosen = smallest_cover(reaches[:, possible]) if possible.any() else None
    ids = [] if chosen is None else [int(k) for k in chosen]
    named = [", ".join(name for name, there in zip(groups.names, reaches[k], strict=True) if there)
             for k in ids]
    return pd.DataFrame({"groups_reached": pd.Series(named, dtype=object)}).set_index(
        pd.Index([question.alliance.ids[k] for k in ids], name="id", dtype=object))


def _criteria_of(network: Network, codes: Ints, pair: tuple[int, int]) -> _Criteria:
    return _criteria(network.source, network.target, network.n, codes, pair,
                     network.strength.get("trust"), directed=network.directed)


def _criteria(source: Ints, target: Ints, n: int, codes: Ints, pair: tuple[int, int],
              trust: Floats | None, *, directed: bool) -> _Criteria:
    """All criteria for all organisations, over known ties; ``trust``, shape (ties,)."""
    both = pairs(source, target, n)
    who = np.concatenate([both.source, both.target])
    other = np.concatenate([both.target, both.source])
    a, b = (codes == group for group in pair)
    counts, shares = [], []
    for inside in (a, b):
        contacts = np.bincount(who[inside[other]], minlength=n)
        others = inside.sum() - inside
        counts.append(contacts.astype(np.int64))
        shares.append(np.divide(contacts, others, out=np.full(n, np.nan), where=others > 0))
    return _Criteria(
        counts[0], counts[1], shares[0], shares[1],
        _trust_from(source, target, trust, a, directed=directed),
        _trust_from(source, target, trust, b, directed=directed),
        open_pairs_between(source, target, n, codes, *pair, directed=directed),
        betweenness(source, target, n, directed=directed, codes=codes),
        bridges.load(source, target, n))


def _trust_from(source: Ints, target: Ints, trust: Floats | None, inside: Bools, *,
                directed: bool) -> Floats:
    """Mean oriented trust that a group's members report about each organisation; NaN without."""
    n = len(inside)
    total, count = np.zeros(n), np.zeros(n)
    if trust is None:
        return np.full(n, np.nan)
    for said, about in ((source, target),) if directed else ((source, target), (target, source)):
        told = inside[said] & ~np.isnan(trust)
        total += np.bincount(about[told], weights=trust[told], minlength=n)
        count += np.bincount(about[told], minlength=n)
    mean: Floats = np.divide(total, count, out=np.full(n, np.nan), where=count > 0)
    return mean


def _columns(found: _Criteria, which: Ints) -> dict[str, Any]:
    return {
        "reach_a": found.reach_a[which], "reach_b": found.reach_b[which],
        "trust_from_a": found.trust_a[which], "trust_from_b": found.trust_b[which],
        "brokerage": found.brokerage[which], "cross_group_betweenness": found.cross[which],
        "load": found.load[which], "overloaded": found.over[which],
    }


def _mean_rank(columns: list[Floats]) -> Floats:
    """Mean over the criteria of each one's rank, 1 the best; equal values share their rank."""
    if not len(columns[0]):
        return np.zeros(0)
    ranks = [rankdata(-np.nan_to_num(values, nan=-np.inf)) for values in columns]
    mean: Floats = np.mean(ranks, axis=0)
    return mean


def _if_redrawn(question: Question, pair: tuple[int, int], which: Ints, *, trust: bool
                ) -> tuple[Floats, Floats]:
    """The middle 90 % of each candidate's rank over networks of re-drawn organisations."""
    if len(which) < 2:
        return np.full(len(which), np.nan), np.full(len(which), np.nan)
    network, codes = question.network, question.groups.codes
    strength = network.strength.get("trust")
    null = Resample(network.source, network.target, network.dyads)

    def ranks(drawn: list[Resampled]) -> Floats:
        found = np.full((len(drawn), len(which)), np.nan)
        for row, one in enumerate(drawn):
            # Where an organisation was drawn more than once, its first copy stands for it.
            place = np.full(network.n, -1, dtype=np.int64)
            place[one.chosen[::-1]] = np.arange(network.n)[::-1]
            here = place[which] >= 0
            criteria = _criteria(one.source, one.target, network.n, codes[one.chosen], pair,
                                 None if strength is None else strength[one.origin],
                                 directed=network.directed)
            rank = _mean_rank(criteria.columns(place[which[here]], trust=trust))
            # Fewer are ranked than in the data: the same place in the row, told on its scale.
            stretch = (len(which) - 1) / max(1, int(here.sum()) - 1)
            found[row, here] = 1 + (rank - 1) * stretch
        return found

    return percentile_interval(question.replicate(ranks, null, 0), 0.9)


def _stability(question: Question, pair: tuple[int, int], which: Ints, order: Sequence[int],
               columns: dict[str, Any], *, trust: bool) -> pd.DataFrame:
    """Whether the ranks stand when others had been there, were silent, or ties were read anew."""
    found = {name: columns[name] for name in _RANKS[:3]}
    for name, (low, high) in (
        ("silent", _if_silent(question, pair, which, trust=trust)),
        ("threshold", _under_thresholds(question, pair, which, trust=trust)),
    ):
        found |= {f"rank_{name}_low": low, f"rank_{name}_high": high}
    ids = [question.alliance.ids[which[k]] for k in order]
    return pd.DataFrame({name: found[name][order] for name in _RANKS},
                        index=pd.Index(ids, name="id", dtype=object))


def _if_silent(question: Question, pair: tuple[int, int], which: Ints, *, trust: bool
               ) -> tuple[Floats, Floats]:
    """The middle 90 % of each candidate's rank had some more not answered."""
    network, codes = question.network, question.groups.codes
    if len(which) < 2 or not network.dyads.answered.any():
        return np.full(len(which), np.nan), np.full(len(which), np.nan)
    strength = network.strength.get("trust")

    def ranks(drawn: Bools) -> Floats:
        rows = []
        for still in drawn:
            told = still[network.source]
            if not network.directed:
                told |= still[network.target]
            told |= ~network.observed  # known from somewhere else than an answer
            found = _criteria(network.source[told], network.target[told], network.n, codes, pair,
                              None if strength is None else strength[told],
                              directed=network.directed)
            rows.append(_ranks_of(found, which, trust=trust))
        return np.array(rows)

    few = replace(question, replicates=max(1, question.replicates // 4))
    null = Silence(network.dyads.answered, _MORE_SILENT)
    return percentile_interval(few.replicate(ranks, null, 1), 0.9)


def _under_thresholds(question: Question, pair: tuple[int, int], which: Ints, *, trust: bool
                      ) -> tuple[Floats, Floats]:
    """Lowest and highest rank of each candidate over thresholds and with confirmed ties only."""
    alliance, confirm = question.alliance, question.settings["confirm"]
    views: list[dict[str, Any]] = [{"confirm": "both"}] if question.directed else []
    for name in ("trust", "frequency") if trust else ("frequency",):
        if name in alliance.scales:
            views += [{f"min_{name}": value} for value in _thresholds(alliance, name)]
    if len(which) < 2 or not views:
        return np.full(len(which), np.nan), np.full(len(which), np.nan)
    ranks = np.array([_ranks_of(_criteria_of(
        alliance.view(**view).network(confirm=None if "confirm" in view else confirm),
        question.groups.codes, pair), which, trust=trust) for view in views])
    return percentile_interval(ranks, 1.0)


def _thresholds(alliance: Partnership, name: str) -> list[float]:
    """Values of a strength that rule some ties out, a few spread over them where there are many."""
    values = np.unique(alliance.ties[name].dropna().to_numpy(dtype=np.float64))
    stronger = values[np.argsort(alliance.scales[name].oriented(values), kind="stable")][1:]
    few = np.unique(np.linspace(0, len(stronger) - 1, _THRESHOLDS).astype(np.int64))
    return [float(value) for value in stronger[few]] if len(stronger) else []


def _ranks_of(found: _Criteria, which: Ints, *, trust: bool) -> Floats:
    """The candidates' ranks; who has no contact left in both is last, NaN if nobody has."""
    still = (found.contacts_a[which] > 0) & (found.contacts_b[which] > 0)
    ranks = np.full(len(which), float(len(which)) if still.any() else np.nan)
    ranks[still] = _mean_rank(found.columns(which[still], trust=trust))
    return ranks


def _why(question: Question, found: _Criteria, pair: tuple[int, int], k: int, *, trust: bool
         ) -> Message:
    names, alliance = question.groups.names, question.alliance
    over = bool(found.over[k])
    key = "brokers.why_over" if over else "brokers.why"
    if trust and not over and all(_high(alliance, values[k])
                                  for values in (found.trust_a, found.trust_b)):
        key = "brokers.why_trusted"
    return say(key, org=alliance.names[k], a=names[pair[0]], b=names[pair[1]],
               orgs_a=Count("organisations", int(found.contacts_a[k])),
               orgs_b=Count("organisations", int(found.contacts_b[k])),
               load=Number(float(found.load[k]), 1))


def _high(alliance: Partnership, value: float) -> bool:
    """Whether a mean oriented trust lies well up its scale."""
    scale = alliance.scales.get("trust")
    if scale is None or scale.low is None or scale.high is None or np.isnan(value):
        return False
    return (value - scale.low) / (scale.high - scale.low) >= _TRUSTED


def _frame(question: Question, columns: dict[str, Any], ids: list[str]) -> pd.DataFrame:
    index = pd.Index(ids, name="id", dtype=object)
    empty = {"brokerage": np.int64, "overloaded": bool, "pareto": bool, "why": object}
    blank = {name: np.zeros(len(ids), dtype=empty.get(name, np.float64)) for name in COLUMNS}
    return pd.DataFrame({**blank, **columns}, index=index)
