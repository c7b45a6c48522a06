"""Do an organisation's relations go together, and is each a silo of its own?"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from partnernet.answers import Table, records
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import cohesion, ei_chance, multiplex, verdict
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Dyads, Floats, Ints
from partnernet.kernels.mixing import among_grouped
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import tails
from partnernet.kernels.silos import ei_table
from partnernet.kernels.turnover import jaccard
from partnernet.partnership import By, Confirm, Network, Partnership
from partnernet.words import Message, Share, say

_COLUMNS = ("ties", "density", "reciprocity", "ei_index", "ei_expected", "p_permutation",
            "mean_trust", "mean_frequency")


def layers(
    alliance: Partnership,
    *,
    by: By = "sector",
    confirm: Confirm = None,
    null: Null = ("permutation", "degree"),
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """How do the kinds of relation differ, and do they fall on the same pairs?

    Parameters
    ----------
    alliance : Partnership
        With a column ``relation`` of its ties.
    by : str, pair of str, or membership
        The grouping for the silos of each relation.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation", "degree", both (default), or None
        Permutation also for the overlap: organisations of one relation trade places (QAP).
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Table
        Index ``relation``: ``ties``, ``density``, ``reciprocity``, ``ei_index`` beside
        ``ei_expected`` (exact) with one-sided ``p_permutation``, ``mean_trust``,
        ``mean_frequency``. Details: ``overlap`` (each pair of relations: dyads tied in both, in one
        only, Jaccard 0 to 1 with expectation and two-sided p, over dyads observed in both),
        ``multiplexity`` (how many dyads are tied in 1, 2, … relations), ``silos`` (verdict of each
        group in each relation; needs both nulls).

    Missing
    -------
    Observed ties over observed dyads of each relation; multiplexity counts known ties. Without
    relations there is nothing to compare: no row.

    Examples
    --------
    >>> import partnernet as pn
    >>> len(pn.layers(pn.samples.load("penaluz"), null=None).table())
    3

    Source
    ------
    Quadratic assignment: Krackhardt (1987). Silos as in `silos`.
    """
    question = ask("layers", alliance, by=by, confirm=confirm, null=null,
                   allowed=("permutation", "degree"), replicates=replicates, seed=seed,
                   progress=progress)
    names = alliance.relations
    networks = {name: alliance.view(relation=name).network(confirm=confirm) for name in names}
    rows, verdicts = {}, {}
    for place, (name, network) in enumerate(networks.items()):
        rows[name], verdicts[name] = _one(question, network, place)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(_COLUMNS))
    frame.index.name = "relation"
    if not names:
        question.undefined(_COLUMNS, "no_relations")
    question.explain_blanks(frame, "no_ties" if question.directed else "undirected")
    silo = pd.DataFrame(verdicts, index=pd.Index(question.groups.names, name="group"),
                        dtype=object)
    details = {"overlap": _overlap(question, networks), "silos": silo,
               "multiplexity": _multiplexity(networks)}
    return Table(**question.shared(), frame=frame, details=details,
                 findings=_findings(details["overlap"]))


def _one(question: Question, network: Network, place: int) -> tuple[dict[str, float], list[str]]:
    """The figures of one relation, and the verdict of each group in it."""
    groups = question.groups
    count = len(groups)
    net = among_grouped(network.source, network.target, groups.codes, count, network.dyads)
    seen = net.dyads.observed(net.source, net.target)
    source, target, codes = net.source[seen], net.target[seen], net.codes
    table = ei_table(net.source, net.target, codes, count, net.dyads)
    answered = question.strata()[net.members]
    row = {
        "ties": network.m, "density": cohesion.density(network.m, network.dyads.total),
        "reciprocity": cohesion.mutuality(network.source, network.target,
                                          network.dyads).reciprocity
        if network.directed else np.nan,
        "ei_index": float(table.ei[0]),
        "ei_expected": ei_chance.ei_expected(source, target, codes, count, answered),
        "p_permutation": np.nan,
    }
    for name in ("trust", "frequency"):
        values = network.strength.get(name, np.full(len(network.source), np.nan))
        given = values[network.observed]
        given = given[~np.isnan(given)]
        row[f"mean_{name}"] = float(given.mean()) if len(given) else np.nan
    drawn = _replicates(question, (source, target), net.dyads, codes, count, place)
    if "permutation" in drawn:
        row["p_permutation"] = float(tails(table.ei[0], drawn["permutation"][:, 0]).lower)
    if len(drawn) < 2:
        return row, [""] * count
    found = verdict.verdicts(table.members[1:], table.ei[1:], drawn["permutation"][:, 1:],
                             drawn["degree"][:, 1:])
    return row, list(found.verdicts)


def _replicates(question: Question, ties: tuple[Ints, Ints], dyads: Dyads, codes: Ints,
                count: int, place: int) -> dict[str, Floats]:
    """E–I of the whole and of each group under the nulls asked for."""
    drawn: dict[str, Floats] = {}
    if not len(ties[0]) or len(np.unique(codes)) < 2:
        return drawn
    directed = question.directed
    if "permutation" in question.nulls:
        strata = shuffle_strata(codes, question.strata()[question.groups.codes >= 0])
        drawn["permutation"] = question.replicate(
            lambda who: ei_chance.shuffled_ei(*ties, codes[who], count), Shuffle(strata),
            3 * place)
    if "degree" in question.nulls:
        drawn["degree"] = question.replicate(
            lambda net: ei_chance.rewired_ei(net.source, net.target, codes, count,
                                             directed=directed),
            DegreeNull(*ties, dyads), 3 * place + 1)
    return drawn


def _overlap(question: Question, networks: dict[str, Network]) -> pd.DataFrame:
    """Each pair of relations: how far they fall on the same dyads, beside chance."""
    made = {name: multiplex.Layer(network.source, network.target, network.dyads)
            for name, network in networks.items()}
    rows = []
    for place, (one, other) in enumerate(combinations(made, 2)):
        both, first, second = multiplex.overlap(made[one], made[other])
        share = float(jaccard(np.array(both), np.array(first), np.array(second)))
        expected = p = np.nan
        if "permutation" in question.nulls and not np.isnan(share):
            def statistic(places: Ints, one: str = one, other: str = other) -> Floats:
                counts = multiplex.shuffled_overlap(made[one], made[other], places)
                return jaccard(*counts.T)

            found = tails(np.array(share), question.replicate(
                statistic, Shuffle(question.strata()), 100 + place))
            expected, p = float(found.mean), float(found.two_sided)
        rows.append((one, other, both, first, second, share, expected, p))
    return pd.DataFrame(rows, columns=["relation_a", "relation_b", "both", "only_a", "only_b",
                                       "jaccard", "expected", "p_permutation"])


def _multiplexity(networks: dict[str, Network]) -> pd.DataFrame:
    """How many tied dyads are tied in how many relations."""
    made = [multiplex.Layer(network.source, network.target, network.dyads)
            for network in networks.values()]
    counts = multiplex.multiplexity(made)[2] if made else np.zeros(0, dtype=np.int64)
    dyads = np.bincount(counts, minlength=len(made) + 1)[1:]
    total = int(dyads.sum())
    return pd.DataFrame({"dyads": dyads, "share": dyads / total if total else np.nan},
                        index=pd.RangeIndex(1, len(made) + 1, name="relations"))


def _findings(overlap: pd.DataFrame) -> tuple[Message, ...]:
    found = []
    for row in records(overlap):
        if not np.isnan(row["p_permutation"]):
            found.append(say("layers.overlap", a=row["relation_a"], b=row["relation_b"],
                             share=Share(row["jaccard"]), expected=Share(row["expected"])))
    return tuple(found)
