"""How sure are the numbers, if these organisations had been others like them?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Answer, Table
from partnernet.asking import Progress, ask
from partnernet.kernels.dyads import Floats
from partnernet.kernels.resampling import Resample, Resampled, percentile_interval
from partnernet.kernels.significance import mean_and_sd
from partnernet.partnership import Partnership
from partnernet.studies.figures import Pick, numbers

Measure = Callable[..., Answer]


def bootstrap(
    measure: Measure,
    alliance: Partnership,
    *,
    replicates: int = 199,
    seed: int | None = 1,
    pick: Pick | None = None,
    progress: Progress = None,
    **options: Any,
) -> Table:
    """A measure's numbers with the interval that re-drawing organisations gives.

    Parameters
    ----------
    measure : function
        Any measure, such as ``pn.cohesion``; one with null models is best asked with ``null=None``.
    alliance : Partnership
    replicates : int
        Draws of the vertex bootstrap.
    seed : int or None
        None draws one and records it.
    pick : function, optional
        From the answer to the numbers wanted, for shapes other than Score, Figures and Table.
    progress
        As everywhere.
    **options
        Passed to the measure.

    Returns
    -------
    Table
        Index ``measure``: ``value``, ``sd``, ``ci_low``, ``ci_high`` (the middle 95 % of the
        draws), ``defined`` (share of draws in which the number is defined).

    Missing
    -------
    Who did not answer stays silent in every draw it comes into. Relations are taken together.

    Examples
    --------
    >>> import partnernet as pn
    >>> table = pn.bootstrap(pn.cohesion, pn.samples.load("emon_mt_si"), replicates=50).table()
    >>> bool(table.loc["density", "ci_low"] < table.loc["density", "value"])
    True

    Source
    ------
    Snijders & Borgatti (1999): copies of one organisation take a random observed dyad.
    """
    question = ask("bootstrap", alliance, replicates=replicates, seed=seed, progress=progress,
                   replicated=True)
    question.settings |= {"of": measure.__name__, **options}
    told = numbers(measure(alliance, **options), pick)
    wanted = [name for name, value in told.items() if not isinstance(value, str)]
    if not len(alliance):
        question.undefined(("sd", "ci_low", "ci_high"), "no_organisations")
        drawn = np.full((1, len(wanted)), np.nan)
    else:
        network = question.network

        def statistic(draws: list[Resampled]) -> Floats:
            rows = []
            for one in draws:
                found = numbers(measure(alliance.resampled(one), **options), pick)
                # A group that no draw brought along has no number there.
                rows.append([float(found.get(name, np.nan)) for name in wanted])
            return np.array(rows)

        null = Resample(network.source, network.target, network.dyads)
        drawn = question.replicate(statistic, null, 0)
    frame = pd.DataFrame(
        {"value": [float(told[name]) for name in wanted], **_spread(drawn)},
        index=pd.Index(wanted, name="measure"))
    return Table(**question.shared(), frame=frame)


def _spread(drawn: Floats) -> dict[str, Floats]:
    """Standard deviation, middle 95 % and share defined of each column."""
    defined = ~np.isnan(drawn)
    low, high = percentile_interval(np.where(defined.sum(axis=0) > 1, drawn, np.nan))
    return {"sd": mean_and_sd(drawn)[1], "ci_low": low, "ci_high": high,
            "defined": defined.mean(axis=0)}
