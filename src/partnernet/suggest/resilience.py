"""What breaks if an organisation leaves, or several?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import OrganisationTable
from partnernet.asking import Progress, Question, ask, at_least_one, working
from partnernet.errors import UnknownName
from partnernet.kernels import components, removal
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.progress import Work
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Message, Names, say

COLUMNS = ("articulation", "delta_efficiency", "fragmentation_after", "groups_cut_off",
           "organisations_cut_off")
_RANDOM_ORDERS = 200
_POINTS = 25  # of a removal curve, where nobody says how far it goes
_CELLS = 2**22  # pairs of organisations in the scenarios looked at between two words of progress


def resilience(
    alliance: Partnership,
    *,
    leave: Iterable[str] | None = None,
    size: int | None = None,
    by: By = "sector",
    confirm: Confirm = None,
    replicates: int = _RANDOM_ORDERS,
    seed: int | None = 1,
    progress: Progress = None,
) -> OrganisationTable:
    """How much does the partnership depend on single organisations?

    Parameters
    ----------
    alliance : Partnership
    leave : ids, optional
        What if these left together: detail ``leave``.
    size : int, optional
        How many departures the removal curves follow, one by one; by default a third of all, in
        25 steps at most.
    by : str, pair of str, or membership
        The grouping.
    confirm : "either", "both", optional
        Which reports count as an undirected tie; "either" by default.
    replicates : int
        Random orders of leaving.
    seed, progress
        As everywhere.

    Returns
    -------
    OrganisationTable
        What happens if each leaves alone: ``articulation`` its part falls apart ·
        ``delta_efficiency`` cross-group efficiency of those who remain, less that of all today ·
        ``fragmentation_after`` share of remaining pairs that cannot reach each other ·
        ``groups_cut_off`` groups that lose every way to other groups · ``organisations_cut_off``
        how many fall out of the largest part. Details: ``curve`` (departures, targeted by contacts
        counted anew, against random orders: mean and 5–95 %), ``groups`` (if a whole group left,
        as when its funding ends), ``leave``.

    Missing
    -------
    Known ties, undirected; ties of silent organisations could make it sturdier.

    Raises
    ------
    UnknownName, OptionError
        An organisation that is not there; a size below 1.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.resilience(pn.samples.load("emon_mt_si"), replicates=20)
    >>> answer.detail("curve").columns.tolist()[:2]
    ['targeted_efficiency', 'random_efficiency']

    Source
    ------
    Albert, Jeong & Barabási (2000) for targeted against random; Borgatti (2006) for fragmentation.
    """
    if size is not None:
        at_least_one(size=size)
    question = ask("resilience", alliance, by=by, confirm=confirm, replicates=replicates,
                   seed=seed, progress=progress, replicated=True,
                   leave=None if leave is None else (leave := tuple(leave)), size=size)
    network = question.undirected()
    n = network.n
    if not n:
        question.undefined(COLUMNS, "no_organisations")
        frame = question.by_organisation({name: np.zeros(0) for name in COLUMNS})
        return OrganisationTable(**question.shared(), frame=frame)
    alone = np.eye(n, dtype=bool)
    columns = _effects(question, alone)
    joints = components.biconnected(network.source, network.target, n).joints
    frame = question.by_organisation({"articulation": joints, **columns})[list(COLUMNS)]
    details = {"curve": _curve(question, size), "groups": _groups_leaving(question)}
    if leave is not None:
        gone = np.zeros((1, n), dtype=bool)
        for key in leave:
            if key not in alliance.ids:
                raise UnknownName("organisation", key, alliance.ids)
            gone[0, alliance.ids.index(key)] = True
        details["leave"] = _scenarios(question, gone, [", ".join(leave)], "leave")
    question.explain_blanks(frame, "one_group")
    question.note_structure(COLUMNS, "either")
    return OrganisationTable(**question.shared(), frame=frame, details=details,
                             drawing=partial(scenes.removal, details["curve"]),
                             findings=_findings(alliance, frame))


def _effects(question: Question, gone: Bools) -> dict[str, Any]:
    """What each scenario does to those who stay; ``gone``, shape (scenarios, n)."""
    network, codes = question.undirected(), question.groups.codes
    ties = network.source, network.target, network.n
    before = removal.efficiency_left(*ties, np.zeros((1, network.n), dtype=bool), codes)
    after = removal.efficiency_left(*ties, gone, codes)
    left = removal.left_together(*ties, gone)
    whole = removal.left_together(*ties, np.zeros((1, network.n), dtype=bool))
    stay = (~gone).sum(axis=1)
    in_largest = _members_of_largest(network.source, network.target, network.n)
    lost_members = (gone & in_largest).sum(axis=1)
    return {
        "delta_efficiency": after - before,
        "fragmentation_after": removal.fragmentation_left(*ties, gone),
        "groups_cut_off": _cut_off(question, gone),
        "organisations_cut_off": np.where(
            stay > 0, np.maximum(0, whole.largest[0] - lost_members - left.largest), 0),
    }


def _members_of_largest(source: Ints, target: Ints, n: int) -> Bools:
    label = components.weak(source, target, n)
    sizes = components.sizes(label)
    return label == int(np.argmax(sizes)) if n else np.zeros(0, dtype=bool)


def _cut_off(question: Question, gone: Bools) -> Ints:
    """Groups with members left and, until then, a way to another group, that now have none."""
    network, groups = question.undirected(), question.groups
    before, after = (removal.groups_joined(
        network.source, network.target, network.n, left, groups.codes, len(groups))
        for left in (np.zeros((1, network.n), dtype=bool), gone))
    there = np.stack([(~gone[:, groups.codes == group]).any(axis=1)
                      for group in range(len(groups))], axis=1) if len(groups) else after
    lost: Ints = (there & before & ~after).sum(axis=1)
    return lost


def _curve(question: Question, size: int | None) -> pd.DataFrame:
    """Cross-group efficiency and fragmentation as more leave: the busiest first, or anybody."""
    network, codes = question.undirected(), question.groups.codes
    n = network.n
    most = min(max(1, n // 3) if size is None else size, max(0, n - 2))
    points = np.arange(most + 1)
    if size is None and most > _POINTS:
        points = np.linspace(0, most, _POINTS + 1).round().astype(np.int64)
    ties = network.source, network.target, n
    generator = np.random.default_rng(question.sequence(0))
    orders = np.argsort(generator.random((question.replicates, n)), axis=1)[:, :most]
    busiest = removal.targeted_order(*ties, most)[None, :]
    columns: dict[str, Floats] = {}
    with working(question.progress, "resilience") as report:
        work = Work(report)
        for name, order in (("targeted", busiest), ("random", orders)):
            gone = removal.departures(order, most, n, points)
            near = [removal.efficiency_left(*ties, gone[some], codes)
                    for some in work.portions(len(gone), max(1, _CELLS // n**2))]
            for figure, values in (("efficiency", np.concatenate(near)),
                                   ("fragmentation", removal.fragmentation_left(*ties, gone))):
                table = values.reshape(len(order), len(points))
                columns[f"{name}_{figure}"] = table.mean(axis=0)
                if name == "random":
                    low, high = np.quantile(table, (0.05, 0.95), axis=0)
                    columns |= {f"random_{figure}_low": low, f"random_{figure}_high": high}
    shown = ["targeted_efficiency", "random_efficiency", "random_efficiency_low",
             "random_efficiency_high", "targeted_fragmentation", "random_fragmentation",
             "random_fragmentation_low", "random_fragmentation_high"]
    frame = pd.DataFrame(columns, index=pd.Index(points, name="left"))[shown]
    left = [[question.alliance.ids[k] for k in busiest[0, first:last]]
            for first, last in pairwise(points)]
    frame["who"] = pd.Series([None, *map(", ".join, left)], index=frame.index, dtype=object)
    return frame


def _groups_leaving(question: Question) -> pd.DataFrame:
    """What if all of a group left, as when its funding ends?"""
    groups = question.groups
    gone = groups.codes[None, :] == np.arange(len(groups))[:, None]
    return _scenarios(question, gone, list(groups.names), "group")


def _scenarios(question: Question, gone: Bools, names: list[str], index: str) -> pd.DataFrame:
    effects = _effects(question, gone)
    return pd.DataFrame({"organisations_left": (~gone).sum(axis=1), **effects},
                        index=pd.Index(names, name=index, dtype=object))


def _findings(alliance: Partnership, frame: pd.DataFrame) -> tuple[Message, ...]:
    names = dict(zip(alliance.ids, alliance.names, strict=True))
    joints = sorted(names[str(key)] for key in frame.index[frame["articulation"].astype(bool)])
    if not len(frame):
        return ()
    if not joints:
        return (say("resilience.none"),)
    return (say("resilience.joints", plural=len(joints), names=Names(tuple(joints), most=5)),)
