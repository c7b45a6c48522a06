"""Which few organisations hold the partnership together, or reach most of it?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from partnernet.answers import Suggestions
from partnernet.asking import Progress, ask, at_least_one, working
from partnernet.errors import choose
from partnernet.kernels import key_players as kernels
from partnernet.kernels.dyads import Ints
from partnernet.partnership import Confirm, Network, Partnership
from partnernet.words import Message, Names, Number, Share, say

AIMS = {
    "disrupt": "leaving them out breaks most pairs apart (fragmentation)",
    "disrupt_distance": "leaving them out lengthens the ways most (1 − mean 1/steps)",
    "diffuse": "most organisations are within so many steps of them",
    "diffuse_distance": "the others are nearest to them (Σ 1/steps over all)",
}


def key_players(
    alliance: Partnership,
    *,
    size: int = 3,
    aim: str = "disrupt",
    steps: int = 1,
    confirm: Confirm = None,
    progress: Progress = None,
) -> Suggestions:
    """Which set of organisations matters most, taken together?

    Parameters
    ----------
    alliance : Partnership
    size : int
        How many organisations.
    aim : "disrupt", "disrupt_distance", "diffuse", "diffuse_distance"
        What leaving them out would break, or whom they reach.
    steps : int
        For "diffuse": within how many steps.
    confirm : "either", "both", optional
        Which reports count as an undirected tie; "either" by default.
    progress
        As everywhere: with more than some hundred organisations the search takes its time.

    Returns
    -------
    Suggestions
        ``chosen`` ids, ``value`` the objective (disrupt 0 to 1; diffuse a count of organisations,
        members counted; diffuse_distance 0 to 1), ``gap`` how far, at most, the best set could be
        above it, as a share (0: proven best). The table, index ``id``: ``value_alone`` of each.

    Missing
    -------
    Known ties, undirected. NaN where fewer than two would remain or there are too few to choose.

    Raises
    ------
    UnknownName, OptionError
        An aim that does not exist; a size or number of steps below 1.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.key_players(pn.samples.load("emon_mt_si"), size=2).gap
    0.0

    Source
    ------
    Borgatti (2006). Exact where there are at most a million sets, else greedy with exchanges and a
    bound.
    """
    choose("aim", aim, AIMS)
    at_least_one(size=size, steps=steps)
    question = ask("key_players", alliance, confirm=confirm, progress=progress, size=size, aim=aim,
                   steps=steps)
    network = question.undirected()
    with working(progress, "key_players") as report:
        found = _search(network, size, aim, steps, report)
    chosen = tuple(alliance.ids[k] for k in found.chosen)
    if np.isnan(found.value):
        question.undefined("value", "too_few_to_choose")
    gap = (found.upper - found.value) / found.upper if found.upper > 0 else 0.0
    alone = _alone(network, found.chosen, aim, steps)
    frame = pd.DataFrame({"value_alone": alone}, index=pd.Index(chosen, name="id", dtype=object))
    question.settings["exact"] = found.exact
    question.note_structure(("value",), "either")
    return Suggestions(**question.shared(), frame=frame, chosen=chosen, value=found.value,
                       gap=float("nan") if np.isnan(found.value) else max(0.0, gap),
                       findings=_findings(alliance, found, aim, steps))


def _search(network: Network, size: int, aim: str, steps: int,
            report: Callable[[int, int], None] | None) -> kernels.KeyPlayers:
    ties = network.source, network.target, network.n
    if aim.startswith("disrupt"):
        return kernels.disrupt(*ties, size, by_distance=aim == "disrupt_distance", progress=report)
    return kernels.diffuse(*ties, size, steps=steps if aim == "diffuse" else None, progress=report)


def _alone(network: Network, chosen: Ints, aim: str, steps: int) -> list[float]:
    """The objective of each chosen organisation by itself."""
    return kernels.value_of_each(
        network.source, network.target, network.n, chosen, disrupt=aim.startswith("disrupt"),
        by_distance=aim.endswith("distance"), steps=steps if aim == "diffuse" else None)


def _findings(alliance: Partnership, found: kernels.KeyPlayers, aim: str, steps: int
              ) -> tuple[Message, ...]:
    if np.isnan(found.value):
        return ()
    names = Names(tuple(sorted(alliance.names[k] for k in found.chosen)))
    if aim == "diffuse":
        return (say("key_players.diffuse", plural=steps, names=names, value=int(found.value),
                    total=len(alliance), steps=steps),)
    if aim == "disrupt":
        return (say("key_players.disrupt", plural=len(found.chosen), names=names,
                    share=Share(found.value)),)
    return (say(f"key_players.{aim}", plural=len(found.chosen), names=names,
                value=Number(found.value, 3)),)
