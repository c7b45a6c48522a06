"""What a data manager needs to know of a file before any analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from partnernet.answers import plain, records
from partnernet.asking import need_partnership
from partnernet.errors import choose
from partnernet.kernels import cohesion, components
from partnernet.partnership import Partnership
from partnernet.words import LANGUAGES, Count, Names, Number, Share, Word, render, say

_ALIKE = 88  # rapidfuzz score out of 100 from which two names are worth a second look
_SHOWN_LETTERS = 60  # of what stood in a cell
_SHOWN = 30  # events of one fate that the text shows
_FATES = ("repaired", "merged", "excluded", "noted")


@dataclass(frozen=True, eq=False)
class Checkup:
    """What is odd about a file that can be read.

    ``counts``: organisations, ties, relations. ``response``: response rate, a row a group of
    ``sector`` and of ``level``. ``silent``: who did not answer. ``alike``: pairs of names so near
    that they may be one organisation. ``one_sided``: ties that the other side, which answered,
    does not report. ``isolates``: organisations without a known tie. ``scales``: range and labels
    of each strength, and the values found. ``ledger``, ``ledger_counts``: what happened to rows.
    """

    alliance: Partnership
    counts: Mapping[str, int]
    response: pd.DataFrame
    silent: tuple[str, ...]
    alike: tuple[tuple[str, str], ...]
    one_sided: tuple[tuple[str, str], ...]
    isolates: tuple[str, ...]
    scales: pd.DataFrame
    ledger: pd.DataFrame
    ledger_counts: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        frames = {name: records(getattr(self, name))
                  for name in ("response", "scales", "ledger", "ledger_counts")}
        listed = {name: getattr(self, name)
                  for name in ("counts", "silent", "alike", "one_sided", "isolates")}
        return {key: plain(value) for key, value in {**listed, **frames}.items()}

    def text(self, language: str = "en") -> str:
        """The check-up in plain sentences."""
        language = choose("language", language, LANGUAGES)
        name = dict(zip(self.alliance.ids, self.alliance.names, strict=True))
        lines = [say("checkup.counts", organisations=Count(
            "organisations", self.counts["organisations"]),
            ties=Count("ties", self.counts["ties"])).text(language)]
        lines += self._response_lines(language)
        if self.silent:
            lines.append(say("checkup.silent", plural=len(self.silent), names=Names(
                tuple(name[key] for key in self.silent))).text(language))
        if self.isolates:
            lines.append(say("checkup.isolates", plural=len(self.isolates), names=Names(
                tuple(name[key] for key in self.isolates))).text(language))
        if self.one_sided:
            shown = tuple(f"{name[a]} → {name[b]}" for a, b in self.one_sided)
            lines.append(say("checkup.one_sided", plural=len(shown), n=len(shown),
                             pairs="; ".join(shown[:_SHOWN])).text(language))
        for first, second in self.alike:
            lines.append(say("checkup.alike", a=first, b=second).text(language))
        lines += self._scale_lines(language)
        return "\n".join([*lines, *self._ledger_lines(language)])

    def _response_lines(self, language: str) -> list[str]:
        lines = []
        for row in records(self.response):
            group = Word("checkup.everybody") if not row["by"] else str(row["group"])
            lines.append(say("checkup.response", group=group, answered=int(row["answered"]),
                             total=int(row["members"]),
                             share=Share(float(row["response_rate"]))).text(language))
        return lines

    def _scale_lines(self, language: str) -> list[str]:
        lines = []
        for row in records(self.scales):
            key = "checkup.scale" if row["declared"] else "checkup.scale_undeclared"
            low, high, least, most = (_end(row[end]) for end in ("low", "high", "least", "most"))
            lines.append(say(key, name=str(row["attribute"]), blank=int(row["blank"]), low=low,
                             high=high, least=least, most=most).text(language))
        return lines

    def _ledger_lines(self, language: str) -> list[str]:
        table = self.alliance.ledger_in(language)
        lines = []
        for fate in _FATES:
            part = table[table["fate"] == fate]
            if part.empty:
                continue
            lines.append(say(f"checkup.{fate}", plural=len(part), n=len(part)).text(language))
            lines += [f"  {_place(row, language)}: {row['reason']}{_as_found(row['value'])}"
                      for row in part.head(_SHOWN).to_dict("records")]
            if len(part) > _SHOWN:
                more = len(part) - _SHOWN
                lines.append("  " + render("count.more", language, plural=more, n=more))
        for row in records(self.ledger_counts):
            lines.append(say("checkup.rows", table=row["sheet"] or row["file"] or row["table"],
                             read=int(row["read"]), used=int(row["used"]),
                             merged=int(row["merged"]),
                             excluded=int(row["excluded"])).text(language))
        return lines


def _end(value: float) -> Number:
    """A scale's end without decimals where it has none."""
    return Number(float(value), 0 if float(value).is_integer() else 2)


def _as_found(value: Any) -> str:
    """What stood in the cell, on one line and not too long; nothing where nothing stood."""
    if value is None or pd.isna(value):
        return ""
    text = " ".join(str(value).split())
    return f" [{text if len(text) <= _SHOWN_LETTERS else text[:_SHOWN_LETTERS] + '…'}]"


def _place(row: dict[Any, Any], language: str) -> str:
    """Where in the input an event of the ledger happened."""
    place = [str(row["file"])] if row["file"] else []
    for part in ("sheet", "row", "column"):
        if not pd.isna(row[part]):
            values: dict[str, Any] = {part: str(row[part])}
            place.append(render(f"errors.at_{part}", language, **values))
    return ", ".join(place)


def checkup(alliance: Partnership) -> Checkup:
    """What should be looked at before the numbers are used?

    Parameters
    ----------
    alliance : Partnership

    Returns
    -------
    Checkup

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.checkup(pn.samples.load("emon_texas")).counts["ties"]
    186
    """
    need_partnership(alliance)
    network = alliance.network()
    ids = alliance.ids
    alone = components.isolates(network.source, network.target, network.n)
    answered = network.dyads.answered
    return Checkup(
        alliance=alliance,
        counts={"organisations": len(alliance), "ties": len(alliance.ties),
                "relations": len(alliance.relations)},
        response=_response(alliance),
        silent=tuple(ids[k] for k in np.flatnonzero(~answered)),
        alike=_alike(alliance),
        one_sided=_one_sided(alliance),
        isolates=tuple(ids[k] for k in np.flatnonzero(alone)),
        scales=_scales(alliance),
        ledger=alliance.ledger,
        ledger_counts=alliance.ledger_counts)


def _response(alliance: Partnership) -> pd.DataFrame:
    """Response rate of everybody, and of each sector and level."""
    answered = alliance.network().dyads.answered
    rows = []
    if len(answered):
        rows.append(("", "(whole)", len(answered), int(answered.sum())))
    for by in ("sector", "level"):
        groups = alliance.groups(by)
        rows += [(by, name, int((groups.codes == k).sum()), int(answered[groups.codes == k].sum()))
                 for k, name in enumerate(groups.names)]
    frame = pd.DataFrame(rows, columns=["by", "group", "members", "answered"])
    frame["response_rate"] = frame["answered"] / frame["members"]
    return frame


def _alike(alliance: Partnership) -> tuple[tuple[str, str], ...]:
    """Pairs of different names that look almost the same."""
    names = sorted(set(alliance.names))
    if len(names) > 2000:
        return ()
    scores = process.cdist(names, names, scorer=fuzz.ratio, score_cutoff=_ALIKE,
                           processor=str.casefold)
    pairs = np.argwhere(np.triu(scores, 1) >= _ALIKE)
    # "Health Centre 1" and "Health Centre 2" differ in what tells them apart.
    return tuple((names[i], names[j]) for i, j in pairs if not _numbered(names[i], names[j]))


def _numbered(first: str, second: str) -> bool:
    digits = ["".join(filter(str.isdigit, name)) for name in (first, second)]
    return digits[0] != digits[1]


def _one_sided(alliance: Partnership) -> tuple[tuple[str, str], ...]:
    """Ties on pairs observed both ways that only one side reports."""
    network = alliance.network()
    if not network.directed:
        return ()
    both = cohesion.seen_both_ways(network.source, network.target, network.dyads)
    tied = set(zip(network.source.tolist(), network.target.tolist(), strict=True))
    ids = alliance.ids
    return tuple((ids[a], ids[b]) for (a, b), seen in
                 zip(sorted(tied), both, strict=True) if seen and (b, a) not in tied)


def _scales(alliance: Partnership) -> pd.DataFrame:
    rows = {}
    for name, scale in alliance.scales.items():
        values = alliance.ties[name].to_numpy(dtype=float)
        found = values[~np.isnan(values)]
        rows[name] = {
            "declared": scale.declared, "direction": scale.direction,
            "low": np.nan if scale.low is None else scale.low,
            "high": np.nan if scale.high is None else scale.high,
            "least": found.min() if len(found) else np.nan,
            "most": found.max() if len(found) else np.nan,
            "blank": int(np.isnan(values).sum()),
        }
    columns = ["declared", "direction", "low", "high", "least", "most", "blank"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("attribute")
