"""How far do groups keep apart, by the other indices in use, and does trust cross with ties?"""

from __future__ import annotations

from typing import Any

import numpy as np

from partnernet.answers import Figures, figures_frame
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import segregation as kernels
from partnernet.kernels.chance import Null as Chance
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Floats
from partnernet.kernels.mixing import (
    Grouped,
    among_grouped,
    group_sizes,
    mixing_counts,
    observed_dyads,
)
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import tails
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Message, Number, say

_INDICES = ("odds_ratio", "yule_q", "assortativity", "modularity", "freeman")
_PLACES = ("inside", "between")


def segregation(
    alliance: Partnership,
    *,
    by: By = "sector",
    confirm: Confirm = None,
    null: Null = "permutation",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Figures:
    """How strongly do ties stay inside groups, by every index in use?

    Parameters
    ----------
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation", "degree", both, or None
        For ``p_permutation``, ``p_degree``, two-sided.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Figures
        ``odds_ratio`` 0 upwards, 1 = no preference · ``yule_q`` −1 to 1 · ``assortativity`` (with
        ``assortativity_se``) to 1 · ``modularity`` · ``freeman`` to 1, 0 as by chance · ``blau`` 0
        to 1, ``iqv`` 0 to 1, diversity of the members · ``trust_inside``, ``trust_between``,
        ``frequency_inside``, ``frequency_between`` mean oriented strengths: ties that cross but
        carry no trust are not bridges.

    Missing
    -------
    Observed ties over observed dyads of organisations that have a group, in the data's own
    direction; blank strengths are left out of means.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.segregation(pn.samples.load("emon_texas"), by="sponsorship", null=None)
    >>> round(answer["assortativity"], 4)
    0.0316

    Source
    ------
    Freeman (1978); Newman (2003), with its jackknife error; Leicht & Newman (2008); Blau (1977).
    Assortativity and modularity equal igraph 1.3.5.
    """
    question = ask("segregation", alliance, by=by, confirm=confirm, null=null,
                   allowed=("permutation", "degree"), replicates=replicates, seed=seed,
                   progress=progress)
    network, groups = question.network, question.groups
    net = among_grouped(network.source, network.target, groups.codes, len(groups), network.dyads)
    seen = net.dyads.observed(net.source, net.target)
    source, target = net.source[seen], net.target[seen]
    directed, count = net.dyads.directed, len(groups)
    size = group_sizes(net.codes, count)
    table = mixing_counts(source, target, net.codes, count, directed=directed)
    indices = _indices(table, net.dyads.between(net.codes, count), size, directed=directed)
    values: dict[str, float] = {name: float(each) for name, each in
                                zip(_INDICES, indices, strict=True)}
    values["assortativity_se"] = kernels.assortativity_se(table, size, directed=directed)
    # Declared levels that nobody is at are categories too.
    empty = len(alliance.empty_levels()) if by == "level" else 0
    declared = np.concatenate([size, np.zeros(empty, dtype=np.int64)])
    values |= {"blau": kernels.blau(declared), "iqv": kernels.iqv(declared)}
    strengths: dict[str, Floats] = {
        name: network.strength[name][net.kept][seen] for name in ("trust", "frequency")
        if name in network.strength}
    means = _means(source, target, strengths, net.codes)
    for name in ("trust", "frequency"):
        found = means.get(name, np.full(2, np.nan))
        values |= {f"{name}_{place}": float(found[k]) for k, place in enumerate(_PLACES)}
    columns, expected = _beside_chance(question, net, (source, target), strengths, values)
    order = ["odds_ratio", "yule_q", "assortativity", "assortativity_se", "modularity", "freeman",
             "blau", "iqv", *(f"{n}_{p}" for n in ("trust", "frequency") for p in _PLACES)]
    values = {name: values[name] for name in order}
    _explain(question, values, int(np.count_nonzero(size)), len(source))
    question.note_blanks(strengths)
    return Figures(**question.shared(),
                   frame=figures_frame(values, expected=expected, **columns),
                   findings=_findings(values))


def _indices(table: Any, dyads: Any, size: Any, *, directed: bool) -> list[Floats]:
    return [kernels.odds_ratio(table, dyads, directed=directed),
            kernels.yule_q(table, dyads, directed=directed),
            kernels.assortativity(table, size, directed=directed),
            kernels.modularity(table, size, directed=directed),
            kernels.freeman(table, dyads, directed=directed)]


def _means(source: Any, target: Any, strengths: dict[str, Floats], labels: Any
           ) -> dict[str, Floats]:
    """Mean strength inside and between groups, shape (2,) or (r, 2)."""
    return {name: kernels.inside_and_between(source, target, strength, labels)
            for name, strength in strengths.items()}


def _beside_chance(question: Question, net: Grouped, ties: tuple[Any, Any],
                   strengths: dict[str, Floats], values: dict[str, float]
                   ) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Two-sided p of every figure by null model, and expectations under shuffled labels."""
    columns: dict[str, dict[str, float]] = {}
    expected: dict[str, float] = {}
    if not len(ties[0]):
        return columns, expected
    directed, count = net.dyads.directed, net.groups
    size = group_sizes(net.codes, count)
    names = [*_INDICES, *(f"{name}_{place}" for name in strengths for place in _PLACES)]

    def shuffled(drawn: Any) -> Floats:
        labels = net.codes[drawn]
        table = mixing_counts(*ties, labels, count, directed=directed)
        dyads = observed_dyads(net.dyads, labels, count)
        indices = np.stack(_indices(table, dyads, size, directed=directed), axis=1)
        return np.concatenate([indices, *_means(*ties, strengths, labels).values()], axis=1)

    def rewired(drawn: Any) -> Floats:
        table = mixing_counts(drawn.source, drawn.target, net.codes, count, directed=directed)
        dyads = net.dyads.between(net.codes, count)
        return np.stack(_indices(table, dyads, size, directed=directed), axis=1)

    nulls: dict[str, tuple[Chance[Any], Any]] = {
        "permutation": (Shuffle(shuffle_strata(net.codes, net.dyads.answered)), shuffled),
        "degree": (DegreeNull(*ties, net.dyads), rewired),
    }
    for purpose, (null, (model, statistic)) in enumerate(nulls.items()):
        if null not in question.nulls:
            continue
        told = names if null == "permutation" else list(_INDICES)
        found = tails(np.array([values[name] for name in told]),
                      question.replicate(statistic, model, purpose))
        columns[f"p_{null}"] = dict(zip(told, found.two_sided.tolist(), strict=True))
        if null == "permutation":
            expected = dict(zip(told, found.mean.tolist(), strict=True))
    return columns, expected


def _explain(question: Question, values: dict[str, float], present: int, ties: int) -> None:
    for name, value in values.items():
        if not np.isnan(value):
            continue
        if name.startswith(("trust", "frequency")):
            question.undefined(name, "no_strength")
        elif present < 2:
            question.undefined(name, "no_groups" if not present else "one_group")
        else:
            question.undefined(name, "no_ties" if not ties else "denominator")


def _findings(values: dict[str, float]) -> tuple[Message, ...]:
    found = []
    if not np.isnan(values["odds_ratio"]):
        found.append(say("segregation.odds", ratio=Number(values["odds_ratio"], 1)))
    for name in ("trust", "frequency"):
        inside, between = values[f"{name}_inside"], values[f"{name}_between"]
        if not np.isnan(inside) and not np.isnan(between):
            found.append(say(f"segregation.{name}", inside=Number(inside, 1),
                             between=Number(between, 1)))
    return tuple(found)
