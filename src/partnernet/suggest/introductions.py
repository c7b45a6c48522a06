"""Which two organisations would it help most to bring together, and who could do it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Suggestions
from partnernet.asking import Progress, Question, ask, working
from partnernet.kernels import bridges, ei_chance, levels, paths
from partnernet.kernels import introductions as kernels
from partnernet.kernels.adjacency import Pairs, held, keys, pairs, places
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.fronts import grades, unbeaten
from partnernet.kernels.mixing import among_grouped
from partnernet.kernels.paths import Steps
from partnernet.partnership import By, Network, Partnership
from partnernet.words import Message, Number, say

COLUMNS = ("organisation_a", "organisation_b", "intermediary", "gain_efficiency", "gain_reach",
           "gain_ei", "acceptance", "pareto", "why")
RANDOM_PLANS = 999
_CELLS = 2**22  # of a table of random numbers, at most
_GAINS = ("gain_efficiency", "gain_reach", "gain_ei")
Acceptance = Callable[[Floats, Floats, Floats, Floats], Floats]


def likely(first: Floats, second: Floats, load_a: Floats, load_b: Floats) -> Floats:
    """How readily an introduction may be taken up: s_ic·s_cj over what the two already carry.

    ``first``, ``second``: how strong the two ties to the intermediary are, 0 to 1; ``load_a``,
    ``load_b``: contacts over the mean of all. Arrays of one shape; 0 to 1.
    """
    score: Floats = first * second / (1 + np.maximum(0, load_a - 1) + np.maximum(0, load_b - 1))
    return score


@dataclass(frozen=True, eq=False)
class _Candidates:
    """Pairs without a tie that share a contact; arrays of shape (pairs,)."""

    first: Ints
    second: Ints
    intermediary: Ints
    strong_first: Floats
    strong_second: Floats


def introductions(
    alliance: Partnership,
    *,
    between: Sequence[str] | None = None,
    by: By = "sector",
    level: str = "level",
    limit: int | None = 10,
    plan: int = 3,
    trust: bool = False,
    acceptance: Acceptance = likely,
    replicates: int = RANDOM_PLANS,
    seed: int | None = 1,
    progress: Progress = None,
) -> Suggestions:
    """Who should be introduced to whom, by whom, and what would it change?

    Parameters
    ----------
    alliance : Partnership
    between : two group names, optional
        Only pairs across these two groups; not given: across any two.
    by : str, pair of str, or membership
        The grouping.
    level : str
        Column of the ordered levels, for the gain in reach.
    limit : int or None
        Rows at most, those that gain most efficiency first; None: all.
    plan : int
        How many introductions the greedy plan (detail ``plan``) makes, one after the other, each
        evaluated anew; all are pairs that share a contact today, since nobody can build on an
        introduction that has yet to succeed.
    trust : bool
        Whether trust says how strong the ties to the intermediary are. Ratings of named
        organisations are sensitive: False unless the reader may see them. Without it, or where it
        is blank, contact frequency does, and where that is blank whether both sides report the
        tie (1) or one (½).
    acceptance : function
        From two strengths (0 to 1) and two loads to the acceptance score; `likely` by default.
    replicates : int
        Random plans across the same groups, for comparison.
    seed, progress
        As everywhere.

    Returns
    -------
    Suggestions
        A row a pair without a tie that shares a contact: ``organisation_a``, ``organisation_b``,
        ``intermediary`` ids · ``gain_efficiency`` of cross-group efficiency (mean 1/steps over
        ordered pairs of different groups, undirected), exact · ``gain_reach`` of ``reach_down_2``,
        exact · ``gain_ei`` by how much the whole's E–I comes nearer its expectation ·
        ``acceptance`` 0 to 1 · ``pareto`` not beaten in all of these · ``why`` in words.
        ``chosen``: the plan's pairs as "a – b"; ``value`` its gain in efficiency. Details:
        ``plan`` (step by step) and ``random`` (what random ties across the same groups gain: mean
        and best).

    Missing
    -------
    Known ties are used; a tie that a silent organisation has may be suggested again.

    Raises
    ------
    UnknownName, OptionError
        A group that is not there; not two different groups.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.introductions(pn.samples.load("penaluz"), limit=3, replicates=99)
    >>> len(answer)
    3

    Source
    ------
    Cross-group efficiency after Latora & Marchiori (2001); greedy plans with exact re-evaluation.
    """
    question = ask("introductions", alliance, by=by, replicates=replicates, seed=seed,
                   progress=progress, replicated=True, level=level, limit=limit, plan=plan,
                   trust=trust)
    pair = None if between is None else question.two_groups(between)
    both = question.undirected()
    joined = pairs(both.source, both.target, both.n)
    strength, told_by = _strength(question, joined, trust=trust)
    question.settings |= {"between": None if pair is None else
                          tuple(question.groups.names[k] for k in pair),
                          "strength": told_by}
    found = _candidates(question, joined, strength, pair)
    steps = paths.distance_matrix(both.source, both.target, both.n, directed=False)
    columns = _gains(question, found, steps)
    load = bridges.load(both.source, both.target, both.n)
    columns["acceptance"] = acceptance(found.strong_first, found.strong_second,
                                       load[found.first], load[found.second])
    columns["pareto"] = unbeaten([columns[name] for name in (*_GAINS, "acceptance")])
    order = np.lexsort((found.second, found.first, -grades(columns["acceptance"]),
                        -grades(columns["gain_efficiency"])))[:limit]
    reasons = tuple(_why(question, found, columns, int(k)) for k in order)
    frame = _frame(alliance, found, columns, order, reasons)
    details, chosen, gained = _plan(question, found, columns["gain_efficiency"], steps, plan, pair)
    if not len(found.first):
        question.caveat("introductions.none")
    question.explain_blanks(frame, "one_level")
    question.note_structure(_GAINS, "either")
    named = [f"{alliance.names[found.first[k]]} – {alliance.names[found.second[k]]}"
             for k in order]
    drawing = partial(scenes.proposals, named,
                      ("gain_efficiency", columns["gain_efficiency"][order]),
                      ("acceptance", columns["acceptance"][order]))
    return Suggestions(**question.shared(), frame=frame, reasons=reasons, details=details,
                       drawing=drawing if named else None,
                       chosen=chosen, value=gained, findings=reasons[:3])


def _strength(question: Question, joined: Pairs, *, trust: bool) -> tuple[Floats, str]:
    """How strong each pair's tie is, 0 to 1, and what says so."""
    alliance, network = question.alliance, question.undirected()
    found, told_by = np.full(len(network.source), np.nan), ""
    for name in (("trust", "frequency") if trust else ("frequency",)):
        values = network.strength.get(name)
        if values is None or np.isnan(values).all():
            continue
        scale = alliance.scales[name]
        # Oriented strengths lie on the scale already; unit() takes values as in the file.
        found = np.where(np.isnan(found), scale.unit(scale.oriented(values)), found)
        told_by = told_by or name
        blank = int(np.isnan(values).sum())
        if blank:
            question.caveat("introductions.blank", plural=blank, n=blank, attribute=name)
    reports = network.reports if question.directed else np.full(len(network.source), 2)
    found = np.where(np.isnan(found), np.where(reports == 2, 1.0, 0.5), found)
    return found[_order(network, joined)], told_by or "reports"


def _order(network: Network, joined: Pairs) -> Ints:
    """Which tie of the undirected network each pair is."""
    low, high = (ends(network.source, network.target) for ends in (np.minimum, np.maximum))
    told = keys(low, high, network.n)
    order = np.argsort(told, kind="stable")
    return order[places(told[order], keys(joined.source, joined.target, network.n))]


def _candidates(question: Question, joined: Pairs, strength: Floats,
                pair: tuple[int, int] | None) -> _Candidates:
    """Every pair across the groups without a tie, with its best intermediary."""
    codes, n = question.groups.codes, question.network.n
    here = np.flatnonzero(codes >= 0)
    rows, columns = here, here
    if pair is not None:
        rows, columns = (np.flatnonzero(codes == group) for group in pair)
    found = kernels.introductions(joined, strength, n, rows, columns)
    keep = codes[found.first] != codes[found.second]
    if pair is None:
        keep &= found.first < found.second
    first, second, middle = (part[keep] for part in (found.first, found.second,
                                                     found.intermediary))
    return _Candidates(first, second, middle, _of_pair(joined, strength, first, middle, n),
                       _of_pair(joined, strength, middle, second, n))


def _of_pair(joined: Pairs, strength: Floats, one: Ints, other: Ints, n: int) -> Floats:
    """How strong the tie of each of these pairs is; all are tied."""
    wanted = keys(np.minimum(one, other), np.maximum(one, other), n)
    return strength[places(keys(joined.source, joined.target, n), wanted)]


def _gains(question: Question, found: _Candidates, steps: Steps) -> dict[str, Any]:
    """What each new undirected tie would change, exactly."""
    codes = question.groups.codes
    rows, columns = np.unique(found.first), np.unique(found.second)
    table = kernels.efficiency_gains(steps, codes, rows, columns)
    at = np.searchsorted(rows, found.first), np.searchsorted(columns, found.second)
    return {
        "gain_efficiency": table[at] if len(found.first) else np.zeros(0),
        "gain_reach": _reach_gains(question, found),
        "gain_ei": _ei_gains(question, found),
    }


def _reach_gains(question: Question, found: _Candidates) -> Floats:
    """Of ``reach_down_2``; NaN with fewer than two ordered levels."""
    ranks = question.alliance.ranks(question.settings["level"]).codes
    network = question.network
    if int(ranks.max(initial=-1)) < 1:
        return np.full(len(found.first), np.nan)
    front, decision = levels.ends(ranks)
    source, target = network.source, network.target
    if not network.directed:
        source, target = np.r_[source, target], np.r_[target, source]
    down = paths.steps_from(source, target, network.n, decision, directed=True)
    return kernels.reach_gains(source, target, network.n, down, front, 2)[found.first,
                                                                         found.second]


def _ei_gains(question: Question, found: _Candidates) -> Floats:
    """How much nearer to its expectation the whole's E–I comes; the new tie counts as observed."""
    network, groups = question.network, question.groups
    net = among_grouped(network.source, network.target, groups.codes, len(groups), network.dyads)
    seen = net.dyads.observed(net.source, net.target)
    source, target = net.source[seen], net.target[seen]
    if len(np.unique(net.codes)) < 2 or not len(found.first):
        return np.full(len(found.first), np.nan)
    strata = question.strata()[net.members]
    place = np.cumsum(net.members) - 1
    known = np.sort(keys(source, target, len(net.codes)))
    chance = ei_chance.same_group_chance(source, target, net.codes, net.groups, strata)
    inside = float((net.codes[source] == net.codes[target]).sum())
    ends = place[found.first], place[found.second]
    ways = [ends, ends[::-1]] if network.directed else [ends]
    # Between groups, a new tie adds to E alone; each direction not yet observed is a tie more.
    added, more = np.zeros(len(found.first)), np.zeros(len(found.first))
    for one, other in ways:
        low, high = (one, other) if network.directed else (np.minimum(one, other),
                                                           np.maximum(one, other))
        new = ~held(known, keys(low, high, len(net.codes)))
        added += new
        more += np.where(new, ei_chance.same_group_chance(one, other, net.codes, net.groups,
                                                          strata), 0.0)
    ties = float(len(source))
    before = abs(2 * (float(chance.sum()) - inside) / ties) if ties else np.nan
    after = np.abs(2 * (chance.sum() + more - inside) / (ties + added))
    return np.asarray(before - after)


def _why(question: Question, found: _Candidates, columns: dict[str, Any], k: int) -> Message:
    names = question.alliance.names
    gain = float(columns["gain_efficiency"][k])
    return say("introductions.why", a=names[found.first[k]], b=names[found.second[k]],
               c=names[found.intermediary[k]], gain=Number(100 * gain, 2))


def _frame(alliance: Partnership, found: _Candidates, columns: dict[str, Any], order: Ints,
           reasons: tuple[Message, ...]) -> pd.DataFrame:
    ids = np.array(alliance.ids, dtype=object)
    ends = {"organisation_a": ids[found.first[order]], "organisation_b": ids[found.second[order]],
            "intermediary": ids[found.intermediary[order]]}
    rest = {name: values[order] for name, values in columns.items()}
    frame = pd.DataFrame({**ends, **rest}, columns=list(COLUMNS[:-1]))
    frame["why"] = pd.Series(list(map(str, reasons)), index=frame.index, dtype=object)
    return frame


# -- the plan --------------------------------------------------------------------------------------


def _plan(question: Question, found: _Candidates, gains: Floats, steps: Steps, size: int,
          pair: tuple[int, int] | None) -> tuple[dict[str, pd.DataFrame], tuple[str, ...], float]:
    """Greedy: the best tie, then the best given that one, …; beside plans of random ties."""
    alliance, codes = question.alliance, question.groups.codes
    empty = pd.DataFrame(columns=["step", "organisation_a", "organisation_b", "intermediary",
                                  "gain_efficiency", "total_gain"])
    size = min(size, len(found.first))
    if size < 1 or np.isnan(kernels.efficiency_of(steps, codes)):
        return {"plan": empty}, (), float("nan")
    rows, now, total = [], steps, 0.0
    left = np.ones(len(found.first), dtype=bool)
    one, other = np.unique(found.first), np.unique(found.second)
    at = np.searchsorted(one, found.first), np.searchsorted(other, found.second)
    for step in range(1, size + 1):
        if step > 1:
            gains = kernels.efficiency_gains(now, codes, one, other)[at]
        best = int(np.argmax(grades(np.where(left, gains, -np.inf))))
        left[best] = False
        total += float(gains[best])
        ends = [alliance.ids[part[best]] for part in (found.first, found.second,
                                                      found.intermediary)]
        rows.append((step, *ends, float(gains[best]), total))
        now = kernels.with_tie(now, int(found.first[best]), int(found.second[best]))
    plan = pd.DataFrame(rows, columns=list(empty.columns))
    chosen = tuple(f"{row[1]} – {row[2]}" for row in rows)
    return {"plan": plan, "random": _random(question, steps, size, pair, total)}, chosen, total


def _random(question: Question, steps: Steps, size: int, pair: tuple[int, int] | None,
            planned: float) -> pd.DataFrame:
    """What plans of random new ties across the same groups gain."""
    codes = question.groups.codes
    free = kernels.across(codes) & (steps != 1) & ~np.eye(len(codes), dtype=bool)
    if pair is not None:
        free &= (codes == pair[0])[:, None] & (codes == pair[1])
    u, v = np.nonzero(free if pair is not None else np.triu(free))
    if len(u) < size:
        return pd.DataFrame(columns=["plan", "mean", "best", "share_as_good"])
    drawn = _drawn(np.random.default_rng(question.sequence(0)), question.replicates, size, len(u))
    with working(question.progress, "introductions") as report:
        gains = kernels.plan_gains(steps, codes, u[drawn], v[drawn], report)
    as_good = float((gains >= planned - 1e-12).mean())
    return pd.DataFrame([(planned, float(gains.mean()), float(gains.max()), as_good)],
                        columns=["plan", "mean", "best", "share_as_good"])


def _drawn(generator: np.random.Generator, plans: int, size: int, count: int) -> Ints:
    """So many of ``count`` ties for each plan, none twice in one; shape (plans, size)."""
    if count == size:
        return np.tile(np.arange(size), (plans, 1))
    if plans * count <= _CELLS:
        # The first of a random order.
        order = np.argpartition(generator.random((plans, count)), size - 1, axis=1)
        return order[:, :size]
    drawn = np.sort(generator.integers(0, count, (plans, size)), axis=1)
    while True:
        again = np.flatnonzero((drawn[:, 1:] == drawn[:, :-1]).any(axis=1))
        if not len(again):
            return drawn
        drawn[again] = np.sort(generator.integers(0, count, (len(again), size)), axis=1)
