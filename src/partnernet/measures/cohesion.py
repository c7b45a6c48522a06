"""How closely does the partnership hang together?"""

from __future__ import annotations

from typing import Any

import numpy as np

from partnernet.answers import Figures, figures_frame
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import cohesion as kernels
from partnernet.kernels import components, paths
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.chance import Null as Chance
from partnernet.kernels.dyads import Floats
from partnernet.kernels.random_ties import RandomTies
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import tails
from partnernet.partnership import Confirm, Network, Partnership
from partnernet.words import Count, Message, Share, say

# Structure computed over known ties: more ties can only raise the first and lower the second.
_ONLY_HIGHER = ("connectedness", "global_efficiency", "global_efficiency_undirected",
                "largest_component")
_ONLY_LOWER = ("fragmentation", "components", "isolates")
_EITHER = ("transitivity", "local_efficiency", "degree_centralisation",
           "betweenness_centralisation")


def cohesion(
    alliance: Partnership,
    *,
    confirm: Confirm = None,
    weight: str | None = None,
    null: Null = None,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Figures:
    """How closely do the organisations hang together, and does it all run through a few?

    Parameters
    ----------
    alliance : Partnership
    confirm : "either", "both", optional
        Take directed reports as undirected ties first. None: density and reciprocity in the data's
        own direction; what is undirected by nature takes a tie if either side reports it.
    weight : str, optional
        Strength such as "trust": the two global efficiencies then take 1/strength as the length of
        a tie, so that strong ties are short.
    null : "degree", "random", both, or None
        Adds ``expected`` (of the first) and ``p_<null>``, two-sided, to reciprocity and
        transitivity: are ties returned, and contacts tied to each other, beyond what degrees (the
        number of ties) alone would give?
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Figures
        ``density``, ``reciprocity``, ``transitivity``, ``connectedness``, ``fragmentation``,
        ``global_efficiency``, ``global_efficiency_undirected``, ``local_efficiency``,
        ``degree_centralisation``, ``betweenness_centralisation`` 0 to 1 · ``components``,
        ``largest_component``, ``isolates`` counts · ``mean_trust``, ``mean_frequency`` oriented
        scale points. ``low`` and ``high`` of density: whatever the silent would have said.

    Missing
    -------
    Density, reciprocity and means use observed ties over observed dyads; structure uses the known
    ties, and the caveats say which way it could err.

    Examples
    --------
    >>> import partnernet as pn
    >>> round(pn.cohesion(pn.samples.load("emon_texas"))["transitivity"], 4)
    0.5754

    Source
    ------
    Wasserman & Faust (1994); Latora & Marchiori (2001); Freeman (1979). Equal to R sna 2.7-1 and
    igraph 1.3.5 on complete data, but for local efficiency: igraph's paths leave the neighbourhood.
    """
    question = ask("cohesion", alliance, confirm=confirm, weight=weight, null=null,
                   allowed=("degree", "random"), replicates=replicates, seed=seed,
                   progress=progress)
    if weight is not None:
        question.settings["distance"] = "1/strength"
    values = {**_tie_figures(question), **_structure(question), **_means(question)}
    low, high = _bounds(question.network)
    frame = figures_frame(values, low={"density": low}, high={"density": high},
                          **_beside_chance(question, values))
    for figures, direction in ((_ONLY_HIGHER, "low"), (_ONLY_LOWER, "high"), (_EITHER, "either")):
        question.note_structure(figures, direction)
    question.note_blanks(question.network.strength)
    return Figures(**question.shared(), frame=frame, findings=_findings(question, values))


def _tie_figures(question: Question) -> dict[str, float]:
    network = question.network
    density = kernels.density(network.m, network.dyads.total)
    if np.isnan(density):
        question.undefined("density", "no_dyads")
    if not network.directed:
        return {"density": density, "reciprocity": question.undefined("reciprocity", "undirected")}
    reciprocity = kernels.mutuality(network.source, network.target, network.dyads).reciprocity
    if np.isnan(reciprocity):
        question.undefined("reciprocity", "no_mutual_dyads")
    return {"density": density, "reciprocity": reciprocity}


def _structure(question: Question) -> dict[str, float]:
    network, both, n = question.network, question.undirected(), question.network.n
    ties = (both.source, both.target, n)
    parts = components.weak(*ties)
    sizes = components.sizes(parts)
    connected = components.connectedness(parts)
    contacts = np.bincount(np.r_[both.source, both.target], minlength=n).astype(np.int64)
    values = {
        "transitivity": kernels.transitivity(*ties),
        "connectedness": connected,
        "fragmentation": 1 - connected,
        "components": float(len(sizes)),
        "largest_component": float(sizes.max(initial=0)),
        "isolates": float(components.isolates(*ties).sum()),
        "global_efficiency": _global_efficiency(network, question.weights()),
        "global_efficiency_undirected": _global_efficiency(both, question.weights(both)),
        "local_efficiency": float(kernels.local_efficiency(*ties).mean()) if n else float("nan"),
        "degree_centralisation": kernels.degree_centralisation(contacts),
        "betweenness_centralisation": kernels.betweenness_centralisation(
            betweenness(*ties, directed=False)) if n > 2 else float("nan"),
    }
    reasons = {"transitivity": "no_triples", "local_efficiency": "no_organisations",
               "degree_centralisation": "few_organisations",
               "betweenness_centralisation": "few_organisations"}
    for name, value in values.items():
        if np.isnan(value):
            question.undefined(name, reasons.get(name, "one_organisation"))
    return values


def _global_efficiency(network: Network, strength: Floats | None) -> float:
    ties = network.source, network.target, network.n
    if strength is None or network.n < 2:
        return paths.global_efficiency(*ties, directed=network.directed)
    distance = paths.strength_distances(*ties, strength, directed=network.directed)
    return float(paths.inverse(distance).sum() / (network.n * (network.n - 1)))


def _beside_chance(question: Question, values: dict[str, float]) -> dict[str, dict[str, float]]:
    """Expectation and two-sided p of reciprocity and transitivity under the nulls asked for."""
    network, n = question.network, question.network.n
    columns: dict[str, dict[str, float]] = {}
    if not question.nulls or not network.m:
        return columns
    seen = network.observed
    source, target = network.only_observed()
    # What is known but was not observed stays where it is: nobody could have reported it.
    fixed = network.source[~seen], network.target[~seen]

    def statistic(drawn: Any) -> Floats:
        count = len(drawn.source)
        shift = np.arange(count)[:, None] * n
        ends = [np.concatenate([(part + shift).ravel(), (kept + shift).ravel()])
                for part, kept in zip(drawn, fixed, strict=True)]
        closed = kernels.transitivities(ends[0], ends[1], n, count)
        if not network.directed:
            return np.stack([np.full(count, np.nan), closed], axis=1)
        returned = kernels.reciprocities(drawn.source, drawn.target, network.dyads)
        return np.stack([returned, closed], axis=1)

    nulls: dict[str, Chance[Any]] = {"degree": DegreeNull(source, target, network.dyads),
                                     "random": RandomTies(len(source), network.dyads)}
    names = ("reciprocity", "transitivity")
    for purpose, (name, null) in enumerate(nulls.items()):
        if name in question.nulls:
            found = tails(np.array([values[figure] for figure in names]),
                          question.replicate(statistic, null, purpose))
            columns.setdefault("expected", dict(zip(names, found.mean.tolist(), strict=True)))
            columns[f"p_{name}"] = dict(zip(names, found.two_sided.tolist(), strict=True))
    return columns


def _means(question: Question) -> dict[str, float]:
    """Mean oriented strength over the observed ties that have one."""
    network = question.network
    values = {}
    for name in dict.fromkeys(("trust", "frequency", *network.strength)):
        given = network.strength.get(name, np.zeros(0))[: len(network.observed)]
        given = given[network.observed] if len(given) else given
        given = given[~np.isnan(given)]
        values[f"mean_{name}"] = (float(given.mean()) if len(given)
                                  else question.undefined(f"mean_{name}", "no_strength"))
    return values


def _bounds(network: Network) -> tuple[float, float]:
    """Density if every unobserved dyad without a known tie were empty, and if it were tied."""
    whole = network.n * (network.n - 1) // (1 if network.directed else 2)
    if not whole:
        return float("nan"), float("nan")
    known = len(network.source)
    unseen = whole - network.dyads.total - int((~network.observed).sum())
    return known / whole, (known + unseen) / whole


def _findings(question: Question, values: dict[str, float]) -> tuple[Message, ...]:
    n = question.network.n
    if np.isnan(values["density"]) or not n:
        return ()
    found = [say("cohesion.density", share=Share(values["density"]),
                 ties=Count("ties", question.network.m))]
    parts, alone = int(values["components"]), int(values["isolates"])
    if parts == 1:
        found.append(say("cohesion.whole", organisations=Count("organisations", n)))
    else:
        found.append(say("cohesion.parts", plural=parts, parts=parts,
                         largest=Count("organisations", int(values["largest_component"]))))
    if alone:
        found.append(say("cohesion.alone", plural=alone, n=alone))
    return tuple(found)
