"""Two or more partnerships side by side, by numbers that their size does not decide."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Table
from partnernet.asking import Progress, need_partnership, working
from partnernet.errors import OptionError
from partnernet.kernels import components, paths
from partnernet.kernels.cohesion import mutuality
from partnernet.measures.connectivity import KINDS, connectivity
from partnernet.measures.silos import silos
from partnernet.measures.vertical import vertical
from partnernet.partnership import Partnership
from partnernet.pictures.marks import Picture
from partnernet.pictures.rows import Change, Valued, before_after, compared
from partnernet.words import Message, Names, Number, Share, Word, render, say

_FEW_SHUFFLES = 99
_MOST_NAMED, _MOST_DRAWN = 4, 40
_OF_P_VALUES = ("answers.few_replicates", "answers.monte_carlo")  # no p stands in the table
_COLUMNS = ("organisations", "ties", "response_rate", "confirmation", "reciprocity",
            "connectedness", "ei_index", "ei_expected", "ei_z",
            *(f"{kind}_ratio" for kind in KINDS), "cross_group_efficiency", "reach_down_2",
            "reach_up_2", "chain_intact", "chain_intact_up", "stovepipe_excess")
_SHARES = ("response_rate", "confirmation", "reciprocity", "connectedness",
           "cross_group_efficiency", "chain_intact", "chain_intact_up")
_USUAL = 1.96  # within so many standard deviations lie 95 % of what chance gives


def compare(
    alliances: Mapping[str, Partnership],
    *,
    sector: str = "sector",
    level: str = "level",
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """How do partnerships differ: before and after, one place and another?

    Parameters
    ----------
    alliances : mapping
        Name → Partnership.
    sector, level : str
        Columns of the organisations.
    seed, progress
        As everywhere; chance is told by exact moments where everybody answered, else by 99
        shuffles.

    Returns
    -------
    Table
        Index ``partnership``, one row each: ``organisations``, ``ties`` counts · ``response_rate``,
        ``confirmation``, ``reciprocity``, ``connectedness`` 0 to 1 · ``ei_index`` beside
        ``ei_expected``, and ``ei_z`` = (E–I − expected)/sd under shuffled labels · ``<kind>_ratio``
        observed over expected of the four kinds of tie · ``cross_group_efficiency``, ``reach_…``,
        ``chain_…`` 0 to 1 · ``stovepipe_excess``. Raw density is left out: it falls with size. With
        two, the detail ``difference`` is the second minus the first. Pictures: ``mixing``, each
        one's ``ei_z`` beside chance; with two also ``map``, ties gained and lost (shown first), and
        ``figures``, before and after.

    Missing
    -------
    As each measure says; NaN where a measure is undefined.

    Raises
    ------
    TypeError, OptionError
        Something that is no Partnership; not a mapping, or nothing to compare.

    Examples
    --------
    >>> import partnernet as pn
    >>> pair = {"calm": pn.samples.load("penaluz"), "flood": pn.samples.load("penaluz_crisis")}
    >>> pn.compare(pair).table().index.tolist()
    ['calm', 'flood']
    """
    if not isinstance(alliances, Mapping) or not alliances:
        raise OptionError(say("studies.nothing_to_compare"))
    rows: dict[str, dict[str, float]] = {}
    told: dict[Message, list[str]] = {}
    with working(progress, "compare") as report:
        for done, (name, alliance) in enumerate(alliances.items(), 1):
            need_partnership(alliance)
            rows[str(name)], caveats = _row(alliance, sector, level, seed)
            for caveat in dict.fromkeys(caveats):
                told.setdefault(caveat, []).append(str(name))
            if report is not None:
                report(done, len(alliances))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(_COLUMNS))
    frame.index.name = "partnership"
    details = {}
    if len(frame) == 2:
        change = frame.iloc[1] - frame.iloc[0]
        details["difference"] = change.rename("difference").rename_axis("measure").to_frame()
    drawings = {"mixing": partial(_mixed, frame["ei_z"])}
    if len(frame) == 2:
        first, second = alliances.values()
        drawings |= {"map": partial(scenes.before_after, first, second, sector),
                     "figures": partial(_changed, frame)}
    return Table(measure="compare", frame=frame, details=details, drawings=drawings,
                 drawing=drawings["map" if "map" in drawings else "mixing"],
                 findings=_findings(frame), caveats=_of_these(told, frame),
                 settings={"sector": sector, "level": level, "seed": seed})


def _mixed(z: pd.Series[float], *, language: str) -> Picture:
    """Each partnership's E–I in standard deviations from what chance gives it.

    Of very many, those at both ends: in the middle there is nothing to see.
    """
    if len(z) > _MOST_DRAWN:
        order = z.dropna().sort_index().sort_values(kind="stable")
        z = pd.concat([order.head(_MOST_DRAWN // 2), order.tail(_MOST_DRAWN // 2)])
        z = z[~z.index.duplicated()]
    rows = [Valued(str(name), float(value), np.nan, np.nan,
                   Number(float(value), 1, signed=True).shown(language))
            for name, value in z.items()]
    return compared(rows, x_words=render("pictures.axis_mixing", language),
                    band=(-_USUAL, _USUAL), language=language)


def _changed(frame: pd.DataFrame, *, language: str) -> Picture:
    """Figures of two partnerships, each on its own scale; those that both have."""
    before, after = map(str, frame.index)
    changes = []
    for name in ("ei_index", *_SHARES):
        one, other = map(float, frame[name])
        if np.isnan(one + other):
            continue
        told = [(Share(value) if name in _SHARES else Number(value, 2, signed=True)).shown(language)
                for value in (one, other)]
        changes.append(Change(scenes.called(name, language), one, other,
                              0.0 if name in _SHARES else -1.0, 1.0, *told))
    return before_after(changes, before=before, after=after, language=language)


def _of_these(told: Mapping[Message, list[str]], frame: pd.DataFrame) -> tuple[Message, ...]:
    """The caveats, with reasons only of figures that the table has, and of all that need one.

    ``told``: caveat → the partnerships that it holds of.
    """
    missing = [str(name) for name in frame if frame[name].isna().any()]
    explained: dict[Message, None] = {}
    alike: dict[str, dict[Message, list[str]]] = {}
    for message, names in told.items():
        if message.key in _OF_P_VALUES:
            continue
        figures = message.values.get("figures")
        listed = figures.names if isinstance(figures, Names) else ()
        named = tuple(name for name in listed if name in (
            missing if message.key == "answers.undefined" else frame))
        if message.key == "answers.undefined":
            if named:
                explained[_undefined(named, message.values["reason"])] = None
        elif not listed:
            alike.setdefault(message.key, {})[message] = names
        elif named:
            own = say(message.key, figures=Names(named, most=8))
            alike.setdefault(message.key, {}).setdefault(own, []).extend(names)
    rest = tuple(name for name in missing
                 if all(name not in message.values["figures"].names for message in explained))
    if rest:
        explained[_undefined(rest, Word("reasons.nothing_to_compare"))] = None
    return (say("studies.no_density"),
            *(caveat for messages in alike.values() for caveat in _of_whom(messages, len(frame))),
            *explained)


def _of_whom(messages: Mapping[Message, list[str]], total: int) -> list[Message]:
    """Caveats of one kind with the names of those they hold of; of many, one as an example."""
    count = sum(len(set(names)) for names in messages.values())
    if len(messages) == 1 and count == total:
        return list(messages)
    if count > _MOST_NAMED:
        return [say("studies.holds_of", n=count, total=total, example=next(iter(messages)))]
    return [say("studies.holds_of_one", name=Names(tuple(dict.fromkeys(names))), caveat=message)
            for message, names in messages.items()]


def _undefined(names: tuple[str, ...], reason: Word) -> Message:
    return say("answers.undefined", plural=len(names), figures=Names(names, most=8),
               reason=reason)


def _row(alliance: Partnership, sector: str, level: str, seed: int | None
         ) -> tuple[dict[str, float], list[Message]]:
    """The figures of one partnership, and why some of them are undefined."""
    network = alliance.network()
    pairs = mutuality(network.source, network.target, network.dyads)
    way = 1.0 if network.directed else np.nan
    answered = alliance.answered
    steep = vertical(alliance, sector=sector, level=level, null=None)
    four = connectivity(alliance, sector=sector, level=level, null=None)
    kinds = four.table()["ratio"]
    mixed, silo_caveats = _mixing(alliance, sector, seed)
    row: dict[str, Any] = {
        "organisations": len(alliance), "ties": network.m,
        "response_rate": float(answered.mean()) if len(answered) else np.nan,
        "confirmation": pairs.confirmation * way, "reciprocity": pairs.reciprocity * way,
        "connectedness": components.connectedness(
            components.weak(network.source, network.target, network.n)),
        **mixed,
        **{f"{kind}_ratio": float(ratio) for kind, ratio in kinds.items()},
        "cross_group_efficiency": _efficiency(alliance, sector),
    }
    names = ("reach_down_2", "reach_up_2", "chain_intact", "chain_intact_up", "stovepipe_excess")
    caveats = [*steep.caveats, *four.caveats, *silo_caveats]
    return row | {name: steep[name] for name in names}, caveats


def _mixing(alliance: Partnership, sector: str, seed: int | None
            ) -> tuple[dict[str, float], tuple[Message, ...]]:
    """E–I beside its exact expectation, and z by the exact sd where there is one."""
    everybody = bool(alliance.answered.all())
    answer = silos(alliance, by=sector, null=None if everybody else "permutation",
                   replicates=_FEW_SHUFFLES, seed=seed)
    spread = float(answer.table()["ei_sd"].iloc[0])
    z = (answer.value - answer.expected) / spread if spread > 0 else np.nan
    row = {"ei_index": answer.value, "ei_expected": answer.expected, "ei_z": z}
    return row, answer.caveats


def _efficiency(alliance: Partnership, sector: str) -> float:
    """Mean 1/steps over ordered pairs of different groups, undirected."""
    network = alliance.network(confirm="either")
    return paths.cross_group_efficiency(network.source, network.target, network.n,
                                        alliance.groups(sector).codes)


def _findings(frame: pd.DataFrame) -> tuple[Message, ...]:
    """Which partnership mixes its sectors most, and which least, by z."""
    z = frame["ei_z"].dropna().sort_index()
    if len(z) < 2 or z.max() == z.min():
        return ()
    return (say("studies.mixes", most=str(z.idxmax()), least=str(z.idxmin()),
                high=Number(float(z.max()), 1, signed=True),
                low=Number(float(z.min()), 1, signed=True)),)
