"""Does the answer stand, whatever threshold and confirmation rule one chooses?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Answer, Table
from partnernet.asking import Progress, need_partnership, working
from partnernet.partnership import Confirm, Partnership
from partnernet.studies.figures import Pick, numbers
from partnernet.words import Message, say

Measure = Callable[..., Answer]
_SETTINGS = ("min_trust", "min_frequency", "confirm")


def sensitivity(
    measure: Measure,
    alliance: Partnership,
    *,
    min_trust: Sequence[float | None] | None = None,
    min_frequency: Sequence[float | None] | None = None,
    confirm: Sequence[Confirm] = (None, "either", "both"),
    cross: bool = False,
    pick: Pick | None = None,
    progress: Progress = None,
    **options: Any,
) -> Table:
    """A measure over thresholds of trust and frequency and over confirmation rules.

    Parameters
    ----------
    measure : function
        Any measure, such as ``pn.silos``.
    alliance : Partnership
    min_trust, min_frequency : sequences, optional
        Thresholds in the file's own values; not given: every value of the scale above its weakest.
        None among them: no threshold.
    confirm : sequence
        Confirmation rules; for undirected data only None has a meaning.
    cross : bool
        Every combination; otherwise one choice is changed at a time.
    pick : function, optional
        From the answer to the numbers wanted, for shapes other than Score, Figures and Table.
    progress
        As everywhere.
    **options
        Passed to the measure.

    Returns
    -------
    Table
        Index ``setting``: ``min_trust``, ``min_frequency``, ``confirm``, ``ties`` (observed), then
        the measure's numbers; for `silos` also each group's verdict.

    Missing
    -------
    A tie whose strength is blank becomes unknown under a threshold.

    Examples
    --------
    >>> import partnernet as pn
    >>> table = pn.sensitivity(pn.cohesion, pn.samples.load("emon_texas")).table()
    >>> bool(table["density"].max() <= 1)
    True
    """
    need_partnership(alliance)
    settings = list(_settings(alliance, min_trust, min_frequency, confirm, cross=cross))
    rows: list[dict[str, Any]] = []
    told: dict[Message, None] = {}
    with working(progress, "sensitivity") as report:
        for done, setting in enumerate(settings, 1):
            view = {name: value for name, value in setting.items() if value is not None}
            part = alliance.view(**view) if view else alliance
            answer = measure(part, **options)
            told.update(dict.fromkeys(answer.caveats))
            rows.append({**setting, "ties": part.network().m, **numbers(answer, pick)})
            if report is not None:
                report(done, len(settings))
    frame = pd.DataFrame(rows).rename_axis("setting")
    for name in ("min_trust", "min_frequency"):
        frame[name] = frame[name].astype(float)
    frame["confirm"] = frame["confirm"].astype(object).where(frame["confirm"].notna(), None)
    return Table(measure="sensitivity", frame=frame, findings=_findings(frame),
                 caveats=tuple(told),
                 drawing=_drawing(alliance, frame, options.get("by", "sector")),
                 settings={"of": measure.__name__, "cross": cross, **options})


def _settings(alliance: Partnership, min_trust: Sequence[float | None] | None,
              min_frequency: Sequence[float | None] | None, confirm: Sequence[Confirm], *,
              cross: bool) -> Iterator[dict[str, Any]]:
    """The settings to try: no threshold at all first."""
    choices: list[list[Any]] = [
        _thresholds(alliance, "trust", min_trust), _thresholds(alliance, "frequency",
                                                               min_frequency),
        list(confirm) if alliance.directed else [None]]
    if cross:
        for combination in product(*choices):
            yield dict(zip(_SETTINGS, combination, strict=True))
        return
    first: dict[str, Any] = dict.fromkeys(_SETTINGS)
    yield first
    for name, values in zip(_SETTINGS, choices, strict=True):
        for value in values:
            if value is not None:
                yield {**first, name: value}


def _thresholds(alliance: Partnership, name: str, given: Sequence[float | None] | None
                ) -> list[float | None]:
    """The thresholds asked for, or every value found that is not the weakest."""
    if given is not None:
        return list(given)
    if name not in alliance.scales:
        return [None]
    values = alliance.ties[name].to_numpy(dtype=float)
    scale = alliance.scales[name]
    found = np.unique(values[~np.isnan(values)])
    order = sorted(found.tolist(), key=lambda value: float(scale.oriented(np.array([value]))[0]))
    return [None, *order[1:]]


def _drawing(alliance: Partnership, frame: pd.DataFrame, by: Any) -> Any:
    """Each group's verdict by setting, where the measure gives verdicts."""
    groups = alliance.groups(by)
    columns = [f"verdict {name}" for name in groups.names]
    if not columns or not set(columns) <= set(frame.columns):
        return None
    choices = []
    for row in frame.to_dict("records"):
        told = [f"{name.removeprefix('min_')} ≥ {row[name]:g}" for name in _SETTINGS[:2]
                if not np.isnan(row[name])]
        choices.append(", ".join([*told, *([row["confirm"]] if row["confirm"] else [])]) or "–")
    words = {name: frame[f"verdict {name}"].fillna("").tolist() for name in groups.names}
    value = np.full((len(groups), len(choices)), np.nan)
    return partial(scenes.verdicts, groups, choices, words, value)


def _findings(frame: pd.DataFrame) -> tuple[Message, ...]:
    """In how many of the settings each group is a silo."""
    found = []
    for column in map(str, frame.columns):
        if column.startswith("verdict "):
            words = frame[column].fillna("")
            silo = int((words == "silo").sum())
            if silo:
                found.append(say("studies.silo_in", plural=silo, group=column[8:], n=silo,
                                 total=len(frame)))
    return tuple(found)
