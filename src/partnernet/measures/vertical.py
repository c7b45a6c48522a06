"""Does what is decided reach the front line, and what the front line knows the decisions?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Drawing, Figures, figures_frame
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import components, krackhardt, levels
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.ei_chance import same_group_chance
from partnernet.kernels.mixing import Grouped, among_grouped
from partnernet.kernels.significance import tails
from partnernet.ladder import STEPS, Ladder
from partnernet.partnership import Confirm, Groups, Partnership
from partnernet.pictures.marks import Picture
from partnernet.words import Count, Message, Names, Share, say

_MOST_BOUNDED = 2000  # organisations up to which the bounds lay out every unobserved dyad
_BY_LEVEL = ("span_0", "span_1", "span_2", "skip_ratio",
             *(f"reach_{way}_{k}" for way in ("down", "up") for k in STEPS),
             "efficiency_down", "efficiency_up", "chain_intact", "chain_intact_up")
_STOVEPIPE = ("ei_same_level", "ei_cross_level", "stovepipe", "stovepipe_expected",
              "stovepipe_excess")
_ONLY_HIGHER = tuple(name for name in _BY_LEVEL if not name.startswith(("span", "skip")))


def vertical(
    alliance: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    frontline: str | None = None,
    decision: str | None = None,
    min_trust: float | None = None,
    min_frequency: float | None = None,
    confirm: Confirm = None,
    null: Null = "permutation",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Figures:
    """Is the partnership connected from the top level to the front line, and back?

    Parameters
    ----------
    alliance : Partnership
    sector, level : str
        Columns of the organisations; levels are ordered as declared, or as the known ones are.
    frontline, decision : str, optional
        The level that counts as front line (default: the lowest present) and as decision level
        (the highest present).
    min_trust, min_frequency : float, optional
        Also tell the reach along ties at least as strong, in the file's own values: figures
        ``trusted_reach_down_1`` … (``frequent_…``).
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation" or None
        Shuffles sectors within levels; for ``stovepipe_excess``.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Figures
        ``span_0``, ``span_1``, ``span_2`` share of observed ties over 0, 1, 2 or more levels, over
        the share of observed dyads that are (1: as many as there is room for); ``skip_ratio`` =
        ``span_2`` · ``reach_down_k``, ``reach_up_k`` share of frontline organisations reached from
        (reaching) the decision level in at most k steps, 0 to 1 · ``efficiency_down``, ``_up`` mean
        1/steps over frontline × decision pairs · ``chain_intact``, ``chain_intact_up`` share of
        the front line joined to the decision level by steps that stay on their level or go one on ·
        ``scale_crossing_up``, ``_down`` triples over three levels · ``ei_same_level``,
        ``ei_cross_level``, ``stovepipe``, ``stovepipe_expected``, ``stovepipe_excess`` E–I
        differences · ``triads_open``, ``triads_closed`` counts · ``krackhardt_connectedness``,
        ``_hierarchy``, ``_efficiency``, ``_lub`` 0 to 1. ``p_permutation`` of the excess is
        one-sided: how often a shuffle gives one as high. ``low``, ``high`` of reach, efficiency
        and chains: whatever the unobserved dyads hold.

        Details: ``level_mixing``, ``reach`` (by sector), ``reach_curve``, ``broken_links``,
        ``not_reached``, ``closing_dyads``. Pictures ``reach`` (shown first), ``curves``,
        ``chain`` and ``levels``.

    Missing
    -------
    Spans and E–I use observed ties over observed dyads; reach, chains, triads and Krackhardt's
    dimensions use the known ties. Organisations without a level drop out, counted. With fewer than
    two ordered levels what compares levels is NaN.

    Raises
    ------
    UnknownName
        A frontline or decision level that nobody is at, or a column that is not there.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.vertical(pn.samples.load("penaluz"), null=None)
    >>> answer["chain_intact"] < 1
    True

    Source
    ------
    The question: Rantala, Bortz & Armada (2014); Hunter & Perkins (2012). The family is
    partnernet's own. Krackhardt (1994), with the least upper bound as he defined it.
    """
    question = ask("vertical", alliance, confirm=confirm, null=null, allowed=("permutation",),
                   replicates=replicates, seed=seed, progress=progress, sector=sector, level=level,
                   frontline=frontline, decision=decision, min_trust=min_trust,
                   min_frequency=min_frequency)
    order = alliance.ranks(level)
    ladder = Ladder.of(question.network, order, frontline, decision)
    sectors = alliance.groups(sector)
    _note_levels(question, order)
    values = _along_levels(question, ladder)
    for name, least in (("trust", min_trust), ("frequency", min_frequency)):
        if least is not None:
            values |= _strong_reach(question, ladder, name, least, confirm)
    values |= _crossings(ladder)
    piped, p_excess = _stovepipe(question, ladder, sectors)
    values |= piped | _dimensions(question)
    columns = {"p_permutation": {"stovepipe_excess": p_excess}} if question.nulls else {}
    low, high = _bounds(ladder, values)
    frame = figures_frame(values, expected={"stovepipe": piped["stovepipe_expected"]}, low=low,
                          high=high, **columns)
    question.note_structure(_ONLY_HIGHER, "low")
    details = _details(question, ladder, sectors)
    drawings = _drawings(alliance, sector, order, ladder, details) if ladder.several else {}
    return Figures(**question.shared(), frame=frame, details=details, drawings=drawings,
                   drawing=drawings.get("reach"),
                   findings=_findings(ladder, values, p_excess))


def _drawings(alliance: Partnership, sector: str, order: Groups, ladder: Ladder,
              details: Mapping[str, pd.DataFrame]) -> dict[str, Drawing]:
    """The pictures by name; the one of reach is shown first. Nothing is computed until painted."""
    directed = ladder.network.directed
    return {
        "reach": partial(_draw_reach, alliance, sector, ladder),
        "curves": partial(scenes.stepwise, details["reach_curve"], directed=directed),
        "chain": partial(_draw_chain, alliance, sector, order, ladder),
        "levels": partial(_draw_levels, order, details["level_mixing"], directed=directed)}


def _draw_reach(alliance: Partnership, sector: str, ladder: Ladder, *, language: str) -> Picture:
    steps = np.where(ladder.frontline, np.maximum(ladder.steps(up=False), 0), -1)
    return scenes.reached(alliance, sector, steps, language=language)


def _draw_chain(alliance: Partnership, sector: str, order: Groups, ladder: Ladder, *,
                language: str) -> Picture:
    return scenes.linked(alliance, sector, order, ladder.chain_namers,
                         ladder.chain_steps(up=False), language=language)


def _draw_levels(order: Groups, mixed: pd.DataFrame, *, directed: bool, language: str) -> Picture:
    counts, expected = (
        mixed[name].unstack().reindex(index=order.names, columns=order.names)
        .to_numpy(dtype=float) for name in ("observed", "expected"))
    return scenes.ladder(order, counts, expected, directed=directed, language=language)


def _note_levels(question: Question, order: Groups) -> None:
    """What the caveats must say of levels: who has none, which are unordered, which are empty."""
    without = int((order.codes < 0).sum())
    if without and len(order):
        question.caveat("vertical.without_level", plural=without, n=without)
    empty = question.alliance.empty_levels(question.settings["level"])
    if empty and len(order):
        question.caveat("vertical.empty_level", plural=len(empty), levels=Names(empty))


def _along_levels(question: Question, ladder: Ladder) -> dict[str, float]:
    """Spans, reach, efficiency and chains; NaN with fewer than two ordered levels."""
    if not ladder.several:
        return _without_order(question, ladder, _BY_LEVEL)
    network = ladder.network
    spans = levels.spans(network.source, network.target, ladder.ranks, network.dyads)
    values = {}
    for far, name in enumerate(("span_0", "span_1", "span_2")):
        values[name] = _share_ratio(spans.ties, spans.dyads, far)
        if np.isnan(values[name]):
            question.undefined(name, "no_ties" if spans.dyads[far] else "denominator")
    values["skip_ratio"] = values["span_2"]
    if np.isnan(values["span_2"]):
        question.undefined("skip_ratio", "no_ties" if spans.dyads[2] else "denominator")
    return values | ladder.along()


def _without_order(question: Question, ladder: Ladder, names: Sequence[str]
                   ) -> dict[str, float]:
    """NaN for figures that need two ordered levels, with the reason why there are fewer."""
    written = len(question.alliance.groups(question.settings["level"])) > 1
    nan = question.undefined(names, "no_order" if written and not ladder.names else "one_level")
    return dict.fromkeys(names, nan)


def _bounds(ladder: Ladder, values: dict[str, float]
            ) -> tuple[dict[str, float], dict[str, float]]:
    """Reach, efficiency and chains whatever the unobserved dyads hold: none of them, or all."""
    names = [name for name in _ONLY_HIGHER if not np.isnan(values[name])]
    low = {name: values[name] for name in names}
    if ladder.network.dyads.everyone or not names:
        return low, dict(low)
    network = ladder.network
    if network.n > _MOST_BOUNDED:
        return low, dict.fromkeys(names, float("nan"))
    unseen = ~network.dyads.dense()
    np.fill_diagonal(unseen, False)
    more = np.argwhere(np.triu(unseen) if not network.directed else unseen)
    keys = np.unique(np.concatenate([network.source * network.n + network.target,
                                     more[:, 0] * network.n + more[:, 1]]))
    source, target = keys // network.n, keys % network.n
    fullest = replace(ladder, network=replace(
        network, source=source, target=target, observed=np.ones(len(keys), dtype=bool),
        strength={}, reports=np.ones(len(keys), dtype=np.int64)))
    full = fullest.along()
    return low, {name: full[name] for name in names}


def _share_ratio(ties: Ints, dyads: Ints, place: int) -> float:
    """A share of ties over the same share of dyads; NaN where either is of nothing."""
    if not ties.sum() or not dyads[place]:
        return float("nan")
    return float((ties[place] / ties.sum()) / (dyads[place] / dyads.sum()))


def _strong_reach(question: Question, ladder: Ladder, name: str, least: float,
                  confirm: Confirm) -> dict[str, float]:
    """Reach along ties that are strong enough, of the same front line and decision level."""
    alliance = question.alliance
    strong = (alliance.view(min_trust=least) if name == "trust"
              else alliance.view(min_frequency=least)).network(confirm=confirm)
    kept = replace(ladder, network=strong)
    word = {"trust": "trusted", "frequency": "frequent"}[name]
    if not ladder.several:
        return _without_order(question, ladder, [f"{word}_reach_{way}_{k}"
                                                 for way in ("down", "up") for k in STEPS])
    return (kept.reach(f"{word}_reach_down", up=False)
            | kept.reach(f"{word}_reach_up", up=True))


def _crossings(ladder: Ladder) -> dict[str, float]:
    """Triples and triads over three levels; counts, so 0 where nobody has a level."""
    directed = ladder.network.directed
    values = {}
    for way, up in (("up", True), ("down", False)):
        each = levels.scale_crossing(*ladder.ties, ladder.ranks, directed=directed, up=up)
        values[f"scale_crossing_{way}"] = float(np.nansum(each))
    triads = levels.vertical_triads(*ladder.ties, ladder.ranks)
    return values | {"triads_open": float(triads.open.sum()),
                     "triads_closed": float(triads.closed.sum())}


def _stovepipe(question: Question, ladder: Ladder, sectors: Groups
               ) -> tuple[dict[str, float], float]:
    """Do sectors mix on a level but not between levels, beyond what who sits where explains?"""
    network = ladder.network
    codes = np.where(ladder.ranks >= 0, sectors.codes, -1)
    net = among_grouped(network.source, network.target, codes, len(sectors), network.dyads)
    seen = net.dyads.observed(net.source, net.target)
    source, target = net.source[seen], net.target[seen]
    rank, answered = ladder.ranks[net.members], network.dyads.answered[net.members]
    same = rank[source] == rank[target]
    if len(np.unique(net.codes)) < 2 or not same.any() or same.all():
        single = len(np.unique(net.codes)) < 2
        values = dict.fromkeys(_STOVEPIPE, float("nan"))
        if not single:
            inside = net.codes[source] == net.codes[target]
            values["ei_same_level"] = _ei(inside[same])
            values["ei_cross_level"] = _ei(inside[~same])
        question.undefined([name for name, value in values.items() if np.isnan(value)],
                           "one_group" if single else "ties_of_one_kind")
        return values, float("nan")
    strata = shuffle_strata(net.codes, answered, rank)
    chance = same_group_chance(source, target, net.codes, len(sectors), strata)
    inside = net.codes[source] == net.codes[target]
    ei_same, ei_cross = _ei(inside[same]), _ei(inside[~same])
    expected = 2 * (float(chance[~same].mean()) - float(chance[same].mean()))
    values = dict(zip(_STOVEPIPE, (ei_same, ei_cross, ei_same - ei_cross, expected,
                                   ei_same - ei_cross - expected), strict=True))
    return values, _excess_p(question, net, (source, target, same), strata, values)


def _ei(inside: Bools) -> float:
    return float(1 - 2 * inside.mean()) if len(inside) else float("nan")


def _excess_p(question: Question, net: Grouped, ties: tuple[Ints, Ints, Bools], strata: Ints,
              values: dict[str, float]) -> float:
    """One-sided p of the stovepipe: the expectation is the same in every shuffle."""
    if not question.nulls:
        return float("nan")
    source, target, same = ties

    def statistic(drawn: Ints) -> Floats:
        shuffled = net.codes[drawn]
        inside = shuffled[:, source] == shuffled[:, target]
        piped: Floats = 2 * (inside[:, ~same].mean(axis=1) - inside[:, same].mean(axis=1))
        return piped

    replicates = question.replicate(statistic, Shuffle(strata), 0)
    found = tails(np.array(values["stovepipe"]), replicates)
    p, error = float(found.upper), float(found.error_upper)
    if abs(p - 0.05) <= 2 * error:
        question.caveat("answers.monte_carlo", figures="stovepipe_excess", error=error)
    return p


def _dimensions(question: Question) -> dict[str, float]:
    """Krackhardt's four dimensions, over all organisations and known ties."""
    network = question.network
    ties, directed = (network.source, network.target, network.n), network.directed
    nan = float("nan")
    values = {
        "krackhardt_connectedness": components.connectedness(components.weak(*ties)),
        "krackhardt_hierarchy": krackhardt.hierarchy(*ties) if directed else nan,
        "krackhardt_efficiency": krackhardt.efficiency(*ties, directed=directed),
        "krackhardt_lub": krackhardt.least_upper_bound(*ties) if directed else nan,
    }
    for name, value in values.items():
        if np.isnan(value):
            undirected = not directed and name in ("krackhardt_hierarchy", "krackhardt_lub")
            question.undefined(name, "undirected" if undirected else
                               "one_organisation" if network.n < 2 else "denominator")
    question.note_structure(("krackhardt_connectedness",), "low")
    question.note_structure(tuple(values)[1:], "either")
    return values


def _details(question: Question, ladder: Ladder, sectors: Groups) -> dict[str, pd.DataFrame]:
    details = {"level_mixing": ladder.level_mixing()}
    if not ladder.several:
        return details
    ids = question.alliance.ids
    return details | {
        "reach": ladder.reach_by_sector(sectors), "reach_curve": ladder.reach_curve(),
        "broken_links": ladder.broken_links(sectors, ids), "not_reached": ladder.not_reached(ids),
        "closing_dyads": ladder.closing_dyads(ids)}


def _findings(ladder: Ladder, values: dict[str, float], p: float) -> tuple[Message, ...]:
    found = []
    total = int(ladder.frontline.sum())
    if ladder.several:
        top = ladder.names[int(ladder.ranks[ladder.decision].max())]
        reached = round(values["reach_down_2"] * total)
        found.append(say("vertical.reach", plural=total, level=top, reached=reached, total=total,
                         steps=Count("steps", 2)))
        whole = round(values["chain_intact"] * total)
        found.append(say("vertical.chain", plural=total, reached=whole, total=total, level=top))
    if values["stovepipe_excess"] > 0 and p <= 0.05:
        found.append(say("vertical.stovepipe", same=Share((1 + values["ei_same_level"]) / 2),
                         across=Share((1 + values["ei_cross_level"]) / 2)))
    elif not np.isnan(p):
        found.append(say("vertical.no_stovepipe"))
    return tuple(found)
