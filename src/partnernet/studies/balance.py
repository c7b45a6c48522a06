"""Both axes in one finding: do sectors meet, does what is decided reach the front line?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Answer, Figures, records
from partnernet.asking import Progress, ask
from partnernet.errors import OptionError
from partnernet.ladder import STEPS
from partnernet.measures.connectivity import connectivity
from partnernet.measures.vertical import vertical
from partnernet.partnership import Groups, Partnership
from partnernet.studies.bootstrap import bootstrap
from partnernet.studies.findings.shape import LevelName
from partnernet.words import Count, Message, Number, say

_SURE = 0.05


def balance(
    alliance: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    steps: int = 2,
    replicates: int = 999,
    draws: int = 99,
    seed: int | None = 1,
    progress: Progress = None,
) -> Figures:
    """Is the partnership connected both between sectors and between levels?

    Parameters
    ----------
    alliance : Partnership
    sector, level : str
        Columns of the organisations.
    steps : 1, 2, 3
        Within how many steps the front line should be reached.
    replicates : int
        Shuffles behind the p-values.
    draws : int
        Draws of the vertex bootstrap behind ``ci_low`` and ``ci_high``.
    seed, progress
        As everywhere.

    Returns
    -------
    Figures
        ``horizontal_ratio``, ``vertical_ratio`` observed over expected ties of those kinds (p from
        shuffled sector–level pairs) · ``stovepipe_excess`` with one-sided p · ``reach_down``,
        ``reach_up`` 0 to 1 with ``low`` and ``high`` whatever the silent would have said; each with
        ``ci_low``, ``ci_high``. ``text()`` is one statement of both axes.

    Missing
    -------
    As `connectivity` and `vertical` say.

    Raises
    ------
    OptionError
        Other steps than these.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.balance(pn.samples.load("penaluz"), replicates=99, draws=9)
    >>> answer["horizontal_ratio"] > 1
    True

    Source
    ------
    The question: Rantala, Bortz & Armada (2014); Hunter & Perkins (2012).
    """
    _check(steps)
    question = ask("balance", alliance, replicates=replicates, seed=seed, progress=progress,
                   replicated=True, sector=sector, level=level, steps=steps, draws=draws)
    options: dict[str, Any] = {"sector": sector, "level": level}
    chance: dict[str, Any] = {"replicates": replicates, "seed": question.seed}
    frame = _figures(connectivity(alliance, **options, **chance),
                     vertical(alliance, **options, **chance), steps)
    names = f"reach_down_{steps}", f"reach_up_{steps}"
    spread = _spread(alliance, options, names, draws, question.seed, progress)
    for name in ("ci_low", "ci_high"):
        frame[name] = spread[name].reindex(frame["measure"]).to_numpy(dtype=float)
    question.explain_blanks(frame.set_index("measure").T, "one_level")
    question.undefined([str(name) for name in frame.loc[frame["value"].isna(), "measure"]],
                       "nothing_to_compare")
    return Figures(**question.shared(), frame=frame,
                   findings=_statement(alliance, frame, level, steps))


def statement(alliance: Partnership, kinds: Answer, steep: Answer, *, level: str = "level",
              steps: int = 2) -> tuple[Message, ...]:
    """The statement of both axes, from answers already given.

    Parameters
    ----------
    alliance : Partnership
    kinds, steep : answers
        What `connectivity` and `vertical` answered about this very partnership.
    level : str
        The column of levels that they were asked about.
    steps : 1, 2, 3
        Within how many steps the front line should be reached.

    Returns
    -------
    tuple of Message
        A sentence on ties between sectors, one on ties between levels, one or two on how many of
        the front line are not reached and how few that could be. Empty where the data know fewer
        than two ordered levels; what was not tested is left out.

    Raises
    ------
    OptionError
        Other steps than these.
    """
    _check(steps)
    return _statement(alliance, _figures(kinds, steep, steps), level, steps)


def _check(steps: int) -> None:
    """Only so many steps are told of the reach."""
    if isinstance(steps, bool) or not isinstance(steps, (int, np.integer)) or steps not in STEPS:
        raise OptionError(say("command.bad_choice", name="steps",
                              choices=", ".join(map(str, STEPS))))


def _figures(kinds: Answer, steep: Answer, steps: int) -> pd.DataFrame:
    """The five figures with their bounds and p, a row each, indexed from 0."""
    flat = {str(row["kind"]): row for row in records(kinds.table())}
    tall = {str(row["measure"]): row for row in records(steep.table())}
    nan = float("nan")

    def cell(name: str, column: str) -> float:
        return float(tall[name].get(column, nan))

    rows: list[tuple[Any, ...]] = [
        (f"{kind}_ratio", flat[kind]["ratio"], nan, nan, flat[kind].get("p_permutation", nan))
        for kind in ("horizontal", "vertical")]
    rows.append(("stovepipe_excess", cell("stovepipe_excess", "value"), nan, nan,
                 cell("stovepipe_excess", "p_permutation")))
    rows += [(name, *(cell(f"{name}_{steps}", column) for column in ("value", "low", "high")), nan)
             for name in ("reach_down", "reach_up")]
    frame = pd.DataFrame(rows, columns=["measure", "value", "low", "high", "p_permutation"])
    return frame.astype(dict.fromkeys(frame.columns[1:], float))


def _spread(alliance: Partnership, options: dict[str, Any], names: tuple[str, str], draws: int,
            seed: int, progress: Progress) -> pd.DataFrame:
    """Bootstrap intervals of the five figures."""
    flat = bootstrap(connectivity, alliance, replicates=draws, seed=seed, progress=progress,
                     null=None, **options).table()
    steep = bootstrap(vertical, alliance, replicates=draws, seed=seed, progress=progress,
                      null=None, **options).table()
    found = pd.concat([flat.rename({f"{kind}.ratio": f"{kind}_ratio"
                                    for kind in ("horizontal", "vertical")}),
                       steep.rename({name: name.rsplit("_", 1)[0] for name in names})])
    return found[~found.index.duplicated()]


def _statement(alliance: Partnership, frame: pd.DataFrame, level: str, steps: int
               ) -> tuple[Message, ...]:
    """One sentence on the horizontal axis, one on the vertical, one on how sure that is."""
    told = {str(row["measure"]): row for row in records(frame)}
    horizontal, reach = told["horizontal_ratio"], told["reach_down"]
    ranks = alliance.ranks(level)
    if np.isnan(reach["value"]):
        return ()
    found = []
    p = float(horizontal["p_permutation"])
    if not np.isnan(p) and not np.isnan(horizontal["value"]):
        key = "as_chance" if p > _SURE else "more" if horizontal["value"] > 1 else "fewer"
        found.append(say(f"balance.horizontal_{key}", ratio=Number(float(horizontal["value"]), 1)))
    p = float(told["stovepipe_excess"]["p_permutation"])
    if not np.isnan(p):
        found.append(say("balance.vertical_piped" if p <= _SURE else "balance.vertical_open"))
    return (*found, *_reach(ranks, float(reach["value"]), float(reach["high"]), steps))


def _reach(ranks: Groups, share: float, most: float, steps: int) -> tuple[Message, ...]:
    """How many of the front line are not reached, and how few it could be."""
    front = int((ranks.codes == 0).sum())
    missed = front - round(share * front)
    told: dict[str, Any] = {"level": LevelName(ranks.names[-1]), "total": front,
                            "steps": Count("steps", steps)}
    if not missed:
        return (say("balance.reach_all", plural=front, **told),)
    if missed == front:
        line = say("balance.reach_none", plural=front, **told)
    else:
        line = say("balance.reach", plural=missed, missed=missed, **told)
    could = missed if np.isnan(most) else front - round(most * front)
    if could >= missed:
        return (line,)
    return (line, say("balance.bounds", plural=could, could=could) if could
            else say("balance.bounds_none"))
