"""Who is tied to whom, group by group, and is it more or less than chance would have it?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import MixingTable
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import mixing as kernels
from partnernet.kernels.chance import Null as Chance
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.mixing import Grouped, among_grouped
from partnernet.kernels.random_ties import RandomTies, counted_in_blocks
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import Tails, tails
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Count, Message, Number, say

MODELS = ("density", "configuration", "outdegree")


def mixing(
    alliance: Partnership,
    *,
    by: By = "sector",
    weight: str | None = None,
    confirm: Confirm = None,
    null: Null = "permutation",
    strata: By | None = None,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> MixingTable:
    """How many ties run from each group to each group, beside what chance gives?

    Parameters
    ----------
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping: a column, several crossed (``("sector", "level")``), or labels by id.
    weight : str, optional
        Sum this strength instead of counting ties; blank ones are left out, counted.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first; the table is then symmetric, each tie in
        one cell and its mirror.
    null : "permutation", "degree", "random", a tuple of them, or None
        Null models for ``z`` and ``p``; "degree" also gives the expectation of that name.
    strata : column or membership, optional
        Shuffle labels within these only (always within those who answered and those who did not).
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    MixingTable
        ``observed`` ties, shape (groups, groups), senders in rows · ``expected(model)`` for
        "density", "configuration", "outdegree" (and "degree") · ``ratio(model)`` observed over
        expected · ``z``, ``p`` null → DataFrame, p two-sided · ``mean("trust")`` oriented scale
        points. ``table()`` has a row a block.

    Missing
    -------
    Observed ties over observed dyads of organisations that have a group. Under non-response only
    the density, the directed outdegree and the degree expectation stay unbiased.

    Examples
    --------
    >>> import partnernet as pn
    >>> table = pn.mixing(pn.samples.load("emon_texas"), by="sponsorship", null=None)
    >>> int(table.observed.loc["County", "State"])
    27

    Source
    ------
    Newman (2003) for the configuration expectation. Counts equal igraph 1.3.5.
    """
    question = ask("mixing", alliance, by=by, weight=weight, confirm=confirm, null=null,
                   replicates=replicates, seed=seed, progress=progress,
                   strata=strata if strata is None or isinstance(strata, str) else "membership")
    network, groups = question.network, question.groups
    net = among_grouped(network.source, network.target, groups.codes, len(groups), network.dyads)
    ties = _Ties.of(question, net)
    table = ties.counted(ties.source, ties.target, net.codes)
    room = net.dyads.between(net.codes, len(groups))
    size = kernels.group_sizes(net.codes, len(groups))
    frames = {model: kernels.mixing_expected(model, table, room, size, directed=net.dyads.directed)
              for model in MODELS}
    beside = _beside_chance(question, net, ties, table, room, strata)
    if "degree" in beside:
        frames["degree"] = beside["degree"].mean
    if not len(groups):
        question.undefined(("expected", "ratio"), "no_groups")

    def framed(values: Floats | Ints) -> pd.DataFrame:
        return pd.DataFrame(values, index=pd.Index(groups.names, name="from"),
                            columns=pd.Index(groups.names, name="to"))

    counts = framed(table if weight else table.astype(np.int64))
    answer = MixingTable(
        **question.shared(), counts=counts, possible=framed(room),
        expectations={model: framed(values) for model, values in frames.items()},
        z_scores={name: framed(found.z) for name, found in beside.items()},
        p_values={name: framed(found.two_sided) for name, found in beside.items()},
        means={name: framed(values) for name, values in _means(question, net).items()},
        findings=_findings(question, counts, frames.get("degree", frames["outdegree"]), room),
        drawing=partial(
            scenes.heat, groups, table, frames.get("degree", frames["outdegree"]),
            next((beside[name].two_sided for name in ("degree", "permutation", "random")
                  if name in beside), None), directed=net.dyads.directed))
    return _with_table(answer, question)


class _Ties:
    """The observed ties, with the strength that is summed, if any."""

    def __init__(self, source: Ints, target: Ints, strength: Floats | None, groups: int,
                 directed: bool) -> None:
        self.source, self.target, self.strength = source, target, strength
        self.groups, self.directed = groups, directed

    @classmethod
    def of(cls, question: Question, net: Grouped) -> _Ties:
        """Those among the grouped; with ``weight``, those whose strength is known."""
        seen = net.dyads.observed(net.source, net.target)
        weights = question.weights()
        strength = None if weights is None else weights[net.kept]
        if strength is not None:
            seen &= ~np.isnan(strength)
        return cls(net.source[seen], net.target[seen],
                   None if strength is None else strength[seen], net.groups, net.dyads.directed)

    def counted(self, source: Ints, target: Ints, codes: Ints) -> Floats:
        """Ties, or sums of strengths, of each block; for one network or many replicates."""
        if self.strength is None:
            return kernels.mixing_counts(source, target, codes, self.groups,
                                         directed=self.directed).astype(float)
        return kernels.mixing_sums(source, target, self.strength, codes, self.groups,
                                   directed=self.directed)


def _beside_chance(question: Question, net: Grouped, ties: _Ties, table: Floats, room: Ints,
                   strata: By | None) -> dict[str, Tails]:
    """Each block beside its replicates, by null model."""
    beside: dict[str, Tails] = {}
    if not len(ties.source):
        return beside
    within = question.strata(*(() if strata is None else (strata,)))[net.members]
    nulls: dict[str, Chance[Any]] = {
        "permutation": Shuffle(shuffle_strata(net.codes, within)),
        "degree": DegreeNull(ties.source, ties.target, net.dyads),
        "random": RandomTies(len(ties.source), net.dyads),
    }
    for purpose, name in enumerate(nulls):
        if name not in question.nulls:
            continue
        if name == "random" and ties.strength is None:
            beside[name] = counted_in_blocks(table, room, len(ties.source), net.dyads.total)
            continue

        def statistic(drawn: Any, name: str = name) -> Floats:
            if name == "permutation":
                return ties.counted(ties.source, ties.target, net.codes[drawn])
            return ties.counted(drawn.source, drawn.target, net.codes)

        beside[name] = tails(table, question.replicate(statistic, nulls[name], purpose))
    return beside


def _means(question: Question, net: Grouped) -> dict[str, Floats]:
    """Mean oriented strength of the observed ties of each block."""
    seen = net.dyads.observed(net.source, net.target)
    return {name: kernels.mixing_means(net.source[seen], net.target[seen], values[net.kept][seen],
                                       net.codes, net.groups, directed=net.dyads.directed)
            for name, values in question.network.strength.items()}


def _with_table(answer: MixingTable, question: Question) -> MixingTable:
    """The same answer with its long table: a row a block."""
    columns = {"observed": answer.observed, "observed_dyads": answer.possible}
    for model in answer.models:
        columns[f"expected_{model}"] = answer.expected(model)
        columns[f"ratio_{model}"] = answer.ratio(model)
    for name in answer.z:
        columns |= {f"z_{name}": answer.z[name], f"p_{name}": answer.p[name]}
    columns |= {f"mean_{name}": answer.mean(name) for name in answer.means}
    names = answer.counts.index
    index = pd.MultiIndex.from_product([names, names], names=["from", "to"])
    frame = pd.DataFrame({name: values.to_numpy().ravel() for name, values in columns.items()},
                         index=index)
    question.explain_blanks(frame, "no_ties" if len(answer.counts) else "no_groups")
    return replace(answer, frame=frame, caveats=question.caveats)


def _findings(question: Question, counts: pd.DataFrame, expected: Floats, room: Ints
              ) -> tuple[Message, ...]:
    """The pair of different groups with fewest ties against expectation."""
    ratio = kernels.mixing_ratio(counts.to_numpy(), expected, room)
    np.fill_diagonal(ratio, np.nan)
    if question.weight is not None or np.isnan(ratio).all():
        return ()
    row, column = divmod(int(np.nanargmin(ratio)), len(ratio))
    ties = int(counts.to_numpy()[row, column])
    return (say("mixing.fewest", a=str(counts.index[row]), b=str(counts.columns[column]),
                ties=Count("ties", ties), expected=Number(float(expected[row, column]), 1)),)
