"""What would change if ties were made or lost, if organisations came or left?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from partnernet.asking import need_partnership
from partnernet.errors import OptionError, UnknownName
from partnernet.partnership import Partnership
from partnernet.words import say

Change = Any  # a pair of ids, a mapping with source and target, a mapping with id, or an id


def what_if(
    alliance: Partnership, *, add: Iterable[Change] = (), remove: Iterable[Change] = ()
) -> Partnership:
    """The partnership as it would be, so that every measure and picture can be compared.

    Parameters
    ----------
    alliance : Partnership
    add : changes
        A pair of ids is a tie, in both directions where ties have one; a mapping with ``source``
        and ``target`` (and perhaps relation, trust, …) is one report; a mapping with ``id`` is a
        new organisation, which counts as having answered unless it says otherwise.
    remove : changes
        An id takes out an organisation with all its ties; a pair takes out the ties between two,
        in both directions; a mapping with ``source`` and ``target`` one report.

    Returns
    -------
    Partnership
        An added tie counts as observed, whoever did not answer. ``filters`` tells the change.

    Raises
    ------
    UnknownName
        An organisation that is not there.
    OptionError
        A tie or organisation that is there already, a tie that is not there, a tie from an
        organisation to itself, or something that is no change.

    Examples
    --------
    >>> import partnernet as pn
    >>> alliance = pn.samples.load("penaluz")
    >>> after = pn.what_if(alliance, add=[("M12", "B9")], remove=["M1"])
    >>> len(after)
    37
    """
    need_partnership(alliance)
    organisations, ties, unknown = alliance.organisations, alliance.ties, alliance.unknown
    answered = alliance.answered
    told: list[tuple[str, str]] = []
    added, removed = _listed(add), _listed(remove)
    for change in removed:
        if isinstance(change, Mapping) or _is_pair(change):
            ties = _without_tie(alliance, ties, change)
        else:
            name = _known(change, organisations)
            organisations = organisations[organisations["id"] != name]
            ties = ties[(ties["source"] != name) & (ties["target"] != name)]
            unknown = unknown[(unknown["source"] != name) & (unknown["target"] != name)]
            answered = answered.drop(name)
    for change in added:
        if isinstance(change, Mapping) and "id" in change:
            organisations, answered = _with_organisation(organisations, answered, change)
        else:
            rows = _reports(alliance, organisations, change)
            ties = _with_reports(ties, rows, directed=alliance.directed)
            told += [(row["source"], row["target"]) for row in rows]
            for row in rows:
                same = (unknown["source"] == row["source"]) & (unknown["target"] == row["target"])
                unknown = unknown[~same]
    notes = [*(f"+{_told(each)}" for each in added), *(f"-{_told(each)}" for each in removed)]
    return alliance.with_changes(
        organisations.reset_index(drop=True), ties.reset_index(drop=True),
        answered=answered.to_numpy(dtype=bool), unknown=unknown.reset_index(drop=True), told=told,
        notes=notes)


def _listed(changes: Any) -> list[Change]:
    if isinstance(changes, (str, Mapping)) or not isinstance(changes, Iterable):
        raise OptionError(say("what_if.not_a_list", found=str(changes)))
    return list(changes)


def _is_pair(change: Change) -> bool:
    return isinstance(change, (tuple, list)) and len(change) == 2


def _told(change: Change) -> str:
    if isinstance(change, Mapping):
        return str(change.get("id") or f"{change.get('source')}→{change.get('target')}")
    return "–".join(map(str, change)) if _is_pair(change) else str(change)


def _known(name: Any, organisations: pd.DataFrame) -> str:
    ids = set(organisations["id"])
    if str(name) not in ids:
        raise UnknownName("organisation", name, sorted(ids))
    return str(name)


def _ends(change: Change, organisations: pd.DataFrame) -> tuple[str, str]:
    if isinstance(change, Mapping) and {"source", "target"} <= set(change):
        pair = change["source"], change["target"]
    elif _is_pair(change):
        pair = tuple(change)
    else:
        raise OptionError(say("what_if.no_change", found=str(change)))
    source, target = (_known(name, organisations) for name in pair)
    if source == target:
        raise OptionError(say("what_if.self", name=source))
    return source, target


def _reports(alliance: Partnership, organisations: pd.DataFrame, change: Change
             ) -> list[dict[str, Any]]:
    """The rows that a change adds: one report, or both sides' where ties have a direction."""
    source, target = _ends(change, organisations)
    if isinstance(change, Mapping):
        return [{**change, "source": source, "target": target}]
    rows = [{"source": source, "target": target}]
    if alliance.directed:
        rows.append({"source": target, "target": source})
    return rows


def _with_reports(ties: pd.DataFrame, rows: list[dict[str, Any]], *, directed: bool
                  ) -> pd.DataFrame:
    """The ties with new rows; a report that is there already is refused unless the other is new."""
    new = []
    for row in rows:
        there = _between(ties, row["source"], row["target"], directed=directed)
        if "relation" in row and "relation" in ties:
            there &= ties["relation"] == row["relation"]
        if not there.any():
            new.append(row)
    if not new:
        raise OptionError(say("what_if.tie_there", a=rows[0]["source"], b=rows[0]["target"]))
    frame = pd.DataFrame(new).reindex(columns=list(dict.fromkeys([*ties.columns, *new[0]])))
    if ties.empty:
        return frame
    for column in ties.columns:
        if ties[column].dtype.kind == "f":
            frame[column] = frame[column].astype(float)
        else:
            frame[column] = frame[column].astype(object)
    parts = [ties.reindex(columns=frame.columns).astype(frame.dtypes.to_dict()), frame]
    return pd.concat(parts, ignore_index=True)


def _between(ties: pd.DataFrame, source: str, target: str, *, directed: bool) -> pd.Series:
    there = (ties["source"] == source) & (ties["target"] == target)
    if not directed:
        there |= (ties["source"] == target) & (ties["target"] == source)
    return there


def _without_tie(alliance: Partnership, ties: pd.DataFrame, change: Change) -> pd.DataFrame:
    source, target = _ends(change, alliance.organisations)
    gone = _between(ties, source, target,
                    directed=alliance.directed and isinstance(change, Mapping))
    if isinstance(change, Mapping) and "relation" in change and "relation" in ties:
        gone &= ties["relation"] == change["relation"]
    if not gone.any():
        raise OptionError(say("what_if.no_tie", a=source, b=target))
    return ties[~gone]


def _with_organisation(organisations: pd.DataFrame, answered: pd.Series, change: Mapping[Any, Any]
                       ) -> tuple[pd.DataFrame, pd.Series]:
    name = str(change["id"])
    if name in set(organisations["id"]):
        raise OptionError(say("what_if.organisation_there", name=name))
    row = {"name": name, **change, "id": name}
    spoke = bool(row.get("answered", True))
    if "answered" in organisations:
        row["answered"] = spoke
    frame = pd.DataFrame([row]).reindex(columns=organisations.columns).astype(object)
    parts = [organisations.astype(object), frame]
    return (pd.concat(parts, ignore_index=True),
            pd.concat([answered, pd.Series([spoke], index=[name])]).astype(bool))
