"""Who could learn what from whom?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Suggestions
from partnernet.checks.listed import listed, refuse_rows
from partnernet.errors import OptionError
from partnernet.instruments import known_phrase
from partnernet.kernels import matching
from partnernet.kernels.dyads import Floats
from partnernet.pictures.marks import Picture
from partnernet.pictures.pairs import Pair, learning_pairs
from partnernet.words import Message, Names, Number, say

_MOST_NAMED = 3


def learning(scores: Any, *, turns: int = 1, least: float = 0.5, limit: int | None = None
             ) -> Suggestions:
    """Which places could exchange what, so that most is learnt and nobody is asked too often?

    Parameters
    ----------
    scores : table
        What `read_scores` gave, or a data frame: place, domain, score, and perhaps stage (a
        domain's score is then the mean over stages).
    turns : int
        How often a place teaches, and learns, at most.
    least : float
        Differences in score up to this are not worth a journey.
    limit : int, optional
        Rows to show, the most worthwhile first; None: all.

    Returns
    -------
    Suggestions
        A row a pair: ``teacher``, ``learner``, ``value`` the sum over domains of the differences
        above ``least`` in scale points, ``domains`` the widest first. ``value``: of all pairs
        together, the greatest there is; ``gap`` 0. Details: ``scores`` by place and domain,
        ``differences`` of each pair by domain.

    Missing
    -------
    A domain counts only between places that both have a score in it.

    Raises
    ------
    InputError, OptionError
        Blanks, two scores for one place, domain and stage; turns below 1.

    Examples
    --------
    >>> import partnernet as pn
    >>> pairs = pn.learning(pn.read_scores(pn.samples.path("cities"))).table()
    >>> len(pairs)
    8

    Source
    ------
    Kuhn (1955), the assignment problem; scipy's ``linear_sum_assignment`` and HiGHS.
    """
    if isinstance(turns, bool) or not isinstance(turns, (int, np.integer)) or turns < 1:
        raise OptionError(say("learning.bad_turns", found=str(turns)))
    if limit is not None and limit < 0:
        raise OptionError(say("learning.bad_limit", found=str(limit)))
    table = _by_place(scores)
    values = table.to_numpy(dtype=np.float64)
    places, domains = [str(name) for name in table.index], [str(name) for name in table.columns]
    worth = matching.lessons(values, float(least))
    teacher, learner = matching.best_pairs(worth, int(turns))
    apart = values[teacher] - values[learner]
    apart = np.where(matching.wide_enough(apart, float(least)), apart, 0.0)
    value = worth[teacher, learner]
    order = np.lexsort((learner, teacher, -value))
    rows = [(places[teacher[k]], places[learner[k]], float(value[k]), _widest(apart[k], domains))
            for k in order]
    frame = pd.DataFrame(rows, columns=["teacher", "learner", "value", "domains"],
                         index=pd.RangeIndex(1, len(rows) + 1, name="pair"))
    reasons = tuple(_reason(row, apart[k], domains) for row, k in zip(rows, order, strict=True))
    shown = frame if limit is None else frame.head(limit)
    caveats = () if len(places) > 1 else (say("learning.one_place"),)
    return Suggestions(
        measure="learning", frame=shown, value=float(value.sum()), gap=0.0, caveats=caveats,
        chosen=tuple(f"{one} → {other}" for one, other, *_ in rows),
        settings={"turns": int(turns), "least": float(least), "limit": limit},
        details={"scores": table, "differences": _differences(rows, apart[order], domains)},
        reasons=reasons[: len(shown)], findings=reasons[:_MOST_NAMED],
        drawing=partial(_draw, tuple(rows), apart[order], tuple(domains)))


def _by_place(scores: Any) -> pd.DataFrame:
    """Places by domains, the mean over stages."""
    made = listed(scores, "scores")
    rows = made.rows
    keys = ["place", "domain", *(["stage"] if "stage" in rows else [])]
    again = np.flatnonzero(rows.duplicated(keys).to_numpy())
    refuse_rows(made, [(int(place), "domain", say(
        "beyond.score_twice", place=str(rows["place"].iloc[place]),
        domain=str(rows["domain"].iloc[place])), say("beyond.mend_score_twice"))
        for place in again])
    domains = sorted(set(rows["domain"]))
    means = rows.groupby(["place", "domain"])["score"].mean()
    table = means.unstack("domain")  # noqa: PD010 — no pivot: pairs are single already
    table = table.reindex(columns=domains).sort_index()
    table.columns.name = None
    return table


def _widest(apart: Floats, domains: Sequence[str]) -> str:
    """The domains with something to learn, the widest difference first."""
    return ", ".join(domains[k] for k in _order(apart))


def _order(apart: Floats) -> list[int]:
    """Places of the differences there are, the widest first."""
    return [int(k) for k in np.argsort(-apart, kind="stable") if apart[k] > 0]


def _reason(row: tuple[str, str, float, str], apart: Floats, domains: Sequence[str]) -> Message:
    what = tuple(say("learning.by", domain=known_phrase(domains[k]),
                     difference=Number(float(apart[k]), 1, signed=True)) for k in _order(apart))
    return say("learning.pair", teacher=row[0], learner=row[1], what=Names(what, most=4))


def _differences(rows: Sequence[tuple[str, str, float, str]], apart: Floats,
                 domains: Sequence[str]) -> pd.DataFrame:
    pair, column = np.nonzero(apart > 0)
    return pd.DataFrame({"teacher": [rows[k][0] for k in pair.tolist()],
                         "learner": [rows[k][1] for k in pair.tolist()],
                         "domain": [domains[k] for k in column.tolist()],
                         "difference": apart[pair, column]})


def _draw(rows: Sequence[tuple[str, str, float, str]], apart: Floats, domains: Sequence[str], *,
          language: str) -> Picture:
    pairs = []
    for row, differences in zip(rows, apart, strict=True):
        about = ", ".join(f"{known_phrase(domains[k]).shown(language)} "
                          f"{Number(float(differences[k]), 1, signed=True).shown(language)}"
                          for k in _order(differences))
        pairs.append(Pair(row[0], row[1], about, row[2]))
    return learning_pairs(pairs, language=language)
