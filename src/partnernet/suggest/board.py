"""Whom to ask onto an advisory group, so that it reaches all and every sector has a voice?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Suggestions
from partnernet.asking import Question, ask, at_least_one
from partnernet.errors import UnknownName
from partnernet.kernels import key_players, selection
from partnernet.kernels.bits import unpacked
from partnernet.kernels.dyads import Bools, Ints
from partnernet.partnership import By, Confirm, Groups, Partnership
from partnernet.words import Message, Names, say


def board(
    alliance: Partnership,
    *,
    size: int = 7,
    steps: int = 1,
    by: By = "sector",
    level: str = "level",
    least: Mapping[str, int] | None = None,
    most: Mapping[str, int] | None = None,
    include: Iterable[str] = (),
    exclude: Iterable[str] = (),
    apart: Iterable[Sequence[str]] = (),
    confirm: Confirm = None,
) -> Suggestions:
    """Which organisations would make a small group that is close to everybody?

    Parameters
    ----------
    alliance : Partnership
    size : int
        Seats.
    steps : int
        A board reaches who is at most so many undirected steps from a member; members count.
    by, level
        The two groupings whose names ``least`` and ``most`` may use.
    least, most : mapping, optional
        Group → fewest, most seats: ``{"health": 1, "neighbourhood": 2}``.
    include, exclude : ids
        Who must, who must not sit.
    apart : sets of ids
        Of each set at most one may sit ("no two of the same family").
    confirm : "either", "both", optional
        Which reports count as an undirected tie; "either" by default.

    Returns
    -------
    Suggestions
        ``chosen`` ids; ``value`` how many organisations they reach; ``gap`` how far the best could
        be above it, as a share, proven (0: best). The table, index ``id``: ``group``, ``level``,
        ``reach_alone``, ``only_through`` (organisations that no other member reaches). Details:
        ``coverage`` (by group: members, reached, share, seats) and ``one_more_seat``.

    Missing
    -------
    Known ties, undirected. NaN and nobody where no board keeps all the rules.

    Raises
    ------
    UnknownName, OptionError
        A group or an organisation that is not there; a size or number of steps below 1.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.board(pn.samples.load("penaluz"), size=5, least={"voluntary": 1})
    >>> len(answer.chosen), answer.gap
    (5, 0.0)

    Source
    ------
    Maximal covering (Church & ReVelle 1974) as a mixed-integer programme, solved by HiGHS.
    """
    at_least_one(size=size, steps=steps)
    include, exclude = tuple(include), tuple(exclude)
    apart = tuple(tuple(few) for few in apart)
    question = ask("board", alliance, by=by, confirm=confirm, size=size, steps=steps, level=level,
                   least=dict(least or {}), most=dict(most or {}), include=include,
                   exclude=exclude, apart=apart)
    quotas = _quotas(question, alliance.groups(level), least or {}, most or {})
    inside, outside = ([_place(alliance, key) for key in few] for few in (include, exclude))
    families = [[_place(alliance, key) for key in few] for few in apart]

    def chosen(seats: int) -> selection.Board | None:
        network = question.undirected()
        return selection.board(network.source, network.target, network.n, seats, steps=steps,
                               quotas=quotas, apart=families, include=inside, exclude=outside)

    found = chosen(size)
    if found is None:
        question.undefined("value", "no_board")
        frame = pd.DataFrame(columns=["group", "level", "reach_alone", "only_through"],
                             index=pd.Index([], name="id", dtype=object))
        return Suggestions(**question.shared(), frame=frame)
    more = chosen(size + 1)
    details = {"coverage": _coverage(question, found), "one_more_seat": _one_more(
        alliance, found, more)}
    question.note_structure(("value",), "low")
    return Suggestions(
        **question.shared(), frame=_members(question, found, steps), details=details,
        chosen=tuple(alliance.ids[k] for k in found.chosen), value=float(found.value),
        gap=found.gap, findings=_findings(alliance, found, steps))


def _place(alliance: Partnership, key: str) -> int:
    if key not in alliance.ids:
        raise UnknownName("organisation", key, alliance.ids)
    return alliance.ids.index(key)


def _quotas(question: Question, levels: Groups, least: Mapping[str, int],
            most: Mapping[str, int]) -> list[selection.Quota]:
    """Seats by group and by level; a name that is neither is refused with both lists."""
    size = int(question.settings["size"])
    quotas = {}
    for groups in (question.groups, levels):
        if len(groups):
            quotas[groups.by] = selection.Quota(
                groups.codes, np.zeros(len(groups), dtype=np.int64),
                np.full(len(groups), size, dtype=np.int64))
    for limits, which in ((least, "least"), (most, "most")):
        for name, seats in limits.items():
            groups = _holding(name, question.groups, levels)
            getattr(quotas[groups.by], which)[groups.place(name)] = int(seats)
    return list(quotas.values())


def _holding(name: str, *several: Groups) -> Groups:
    for groups in several:
        try:
            groups.place(name)
        except UnknownName:
            continue
        return groups
    raise UnknownName("group", name, [each for groups in several for each in groups.names])


def _reached(question: Question, steps: int) -> Bools:
    """Who is within reach of whom, shape (n, n)."""
    network = question.undirected()
    balls = key_players.within(network.source, network.target, network.n, steps)
    return unpacked(balls, network.n).astype(bool)


def _members(question: Question, found: selection.Board, steps: int) -> pd.DataFrame:
    alliance, groups = question.alliance, question.groups
    reached = _reached(question, steps)[:, found.chosen]
    once = reached.sum(axis=1) == 1
    levels = alliance.groups(str(question.settings["level"]))

    def named(of: Groups) -> list[Any]:
        return [of.names[of.codes[k]] if of.codes[k] >= 0 else None for k in found.chosen]

    return pd.DataFrame({
        "group": pd.Series(named(groups), dtype=object),
        "level": pd.Series(named(levels), dtype=object),
        "reach_alone": reached.sum(axis=0).astype(np.int64),
        "only_through": (reached & once[:, None]).sum(axis=0).astype(np.int64),
    }).set_index(pd.Index([alliance.ids[k] for k in found.chosen], name="id", dtype=object))


def _coverage(question: Question, found: selection.Board) -> pd.DataFrame:
    """How well the board covers each group: members, reached, share, seats."""
    groups = question.groups
    sizes = groups.sizes
    seats = np.zeros(len(groups), dtype=np.int64)
    here = groups.codes[found.chosen]
    np.add.at(seats, here[here >= 0], 1)
    inside: Ints = groups.codes[found.covered & (groups.codes >= 0)]
    reached = np.bincount(inside, minlength=len(groups))
    return pd.DataFrame({"members": sizes, "reached": reached, "share": reached / sizes,
                         "seats": seats}, index=pd.Index(groups.names, name="group"))


def _one_more(alliance: Partnership, found: selection.Board, more: selection.Board | None
              ) -> pd.DataFrame:
    """What the best board with one seat more would reach."""
    if more is None:
        return pd.DataFrame(columns=["seats", "value", "gain", "ids"])
    return pd.DataFrame({
        "seats": [len(found.chosen), len(more.chosen)], "value": [found.value, more.value],
        "gain": [0, more.value - found.value],
        "ids": [", ".join(alliance.ids[k] for k in each.chosen) for each in (found, more)]})


def _findings(alliance: Partnership, found: selection.Board, steps: int) -> tuple[Message, ...]:
    names = Names(tuple(alliance.names[k] for k in found.chosen))
    return (say("board.finding", plural=steps, names=names, reached=found.value,
                total=len(alliance), steps=steps),)
