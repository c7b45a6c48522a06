"""Both axes in one finding: do sectors meet, does what is decided reach the front line?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Figures, records
from partnernet.asking import Progress, ask
from partnernet.measures.connectivity import connectivity
from partnernet.measures.vertical import vertical
from partnernet.partnership import Partnership
from partnernet.studies.bootstrap import bootstrap
from partnernet.words import Message, Number, say

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
    question = ask("balance", alliance, replicates=replicates, seed=seed, progress=progress,
                   sector=sector, level=level, steps=steps, draws=draws)
    question.settings["replicates"] = replicates
    options: dict[str, Any] = {"sector": sector, "level": level}
    chance: dict[str, Any] = {"replicates": replicates, "seed": question.seed}
    flat = {str(row["kind"]): row
            for row in records(connectivity(alliance, **options, **chance).table())}
    steep = vertical(alliance, **options, **chance)
    down, up = f"reach_down_{steps}", f"reach_up_{steps}"
    rows: dict[str, tuple[Any, ...]] = {
        **{f"{kind}_ratio": (flat[kind]["ratio"], np.nan, np.nan, flat[kind]["p_permutation"])
           for kind in ("horizontal", "vertical")},
        "stovepipe_excess": (steep["stovepipe_excess"], np.nan, np.nan,
                             steep.get("stovepipe_excess", "p_permutation")),
        **{name.rsplit("_", 1)[0]: (steep[name], steep.get(name, "low"), steep.get(name, "high"),
                                    np.nan) for name in (down, up)},
    }
    frame = pd.DataFrame.from_dict(rows, orient="index",
                                   columns=["value", "low", "high", "p_permutation"]).astype(float)
    spread = _spread(alliance, options, (down, up), draws, question.seed, progress)
    frame["ci_low"], frame["ci_high"] = (spread[name].reindex(frame.index)
                                         for name in ("ci_low", "ci_high"))
    frame = frame.rename_axis("measure").reset_index()
    question.explain_blanks(frame.set_index("measure").T, "one_level")
    return Figures(**question.shared(), frame=frame, findings=_statement(alliance, frame, level,
                                                                       steps))


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
    if np.isnan(horizontal["value"]) or np.isnan(reach["value"]):
        return ()
    key = ("as_chance" if not horizontal["p_permutation"] <= _SURE else
           "more" if horizontal["value"] > 1 else "fewer")
    piped = bool(told["stovepipe_excess"]["p_permutation"] <= _SURE)
    front = int((ranks.codes == 0).sum())
    missed = front - round(float(reach["value"]) * front)
    could = front - round(float(reach["high"]) * front)
    found = [say(f"balance.horizontal_{key}", ratio=Number(float(horizontal["value"]), 1)),
             say("balance.vertical_piped" if piped else "balance.vertical_open"),
             say("balance.reach", plural=front, level=ranks.names[-1], missed=missed, total=front,
                 steps=steps)]
    if could < missed:
        found.append(say("balance.bounds", plural=could, could=could))
    return tuple(found)
