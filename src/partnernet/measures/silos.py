"""Where are the silos: which groups keep to themselves more than chance explains?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Score
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import ei_chance, verdict
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.kernels.mixing import Grouped, among_grouped
from partnernet.kernels.resampling import percentile_interval
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.segregation import inside_and_between_of_each
from partnernet.kernels.significance import Tails, benjamini_hochberg, mean_and_sd, tails
from partnernet.kernels.silos import EiTable, ei_table
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Count, Message, Number, Share, say

WHOLE = "(whole)"
_COLUMNS = (
    "members", "ties", "ei_index", "ei_expected", "ei_sd", "ei_expected_degree",
    "ei_expected_random", "ei_min", "ei_max", "ei_rescaled", "ei_low", "ei_high", "coleman",
    "conductance", "p_permutation", "p_permutation_bh", "p_degree", "p_degree_bh", "verdict",
    "verdict_if_outward", "why",
)
_APART = 0.05  # E–I expectations further apart than this get a caveat


@dataclass(frozen=True, eq=False)
class _Tested:
    """The E–I of a network beside its null models; the whole first, then each group."""

    table: EiTable
    source: Ints
    target: Ints
    replicates: Mapping[str, Floats]
    verdicts: verdict.Verdicts | None

    @property
    def shuffled(self) -> Floats | None:
        """E–I of each group under shuffled labels, shape (r, groups); None where not drawn."""
        drawn = self.replicates.get("permutation")
        return None if drawn is None else drawn[:, 1:]

    @property
    def candidates(self) -> int:
        """Groups of three members and a tie: those that are tested together."""
        return 0 if self.verdicts is None else int(self.verdicts.candidates.sum())

    @property
    def draws(self) -> int:
        """Replicates under the null that has fewest; 0 where none was drawn."""
        return min((len(values) for values in self.replicates.values()), default=0)

    @property
    def untested(self) -> bool:
        """Whether so few replicates were drawn that no group could be called a silo."""
        return 0 < self.draws < verdict.least_replicates(self.candidates)

    @property
    def words(self) -> tuple[str, ...]:
        """The verdict of each group; empty where the nulls it needs were not asked for."""
        if self.verdicts is None:
            return ("",) * (len(self.table.ei) - 1)
        return self.verdicts.verdicts


def silos(
    alliance: Partnership,
    *,
    by: By = "sector",
    confirm: Confirm = None,
    null: Null = ("permutation", "degree"),
    strata: By | None = None,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Score:
    """Do ties stay inside the groups more than chance would have it?

    Parameters
    ----------
    alliance : Partnership
    by : str, pair of str, or membership
        The grouping.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation", "degree", both (default), or None
        A verdict needs both: shuffled labels alone measure activity too, rewiring alone sees the
        shadow of another group's silo.
    strata : column or membership, optional
        Shuffle labels within these only (always within those who answered and those who did not).
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Score
        ``value`` the E–I index of the whole, −1 all ties inside to +1 all outside; ``expected``
        under shuffled labels, exact; ``low``, ``high`` whatever the silent would have said; ``p``
        one-sided, null → P(a replicate is as inward). ``table()``, index ``group``, has the row
        ``(whole)`` and one a group: ``members``, ``ties``, ``ei_index`` and its expectations, sd,
        attainable range and bounds, ``coleman`` (−1 to 1), ``conductance`` (0 to 1), p and
        Benjamini–Hochberg p under both nulls, ``verdict`` (silo, leaning, open, no sign, too small
        to say), ``verdict_if_outward`` (if every silent organisation looked outside) and ``why``.
        Details: ``chance``, the middle 95 % of each group's E–I under shuffled labels;
        ``strengths``, mean oriented trust and frequency of the ties inside and of those between,
        whole and by group (ties that cross but carry no trust are not bridges). Pictures
        ``strips`` (shown first), ``chance`` (each group among what every null gives) and
        ``matrix`` (who names whom, ordered by group).

    Missing
    -------
    Observed ties over observed dyads of organisations that have a group. An E–I above 0 is not
    "no silo": compare with its expectation.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.silos(pn.samples.load("emon_mt_st_helens"), by="sponsorship", replicates=99)
    >>> round(float(answer.table().loc["(whole)", "ei_sd"]), 4)
    0.0896

    Source
    ------
    Krackhardt & Stern (1988); Coleman (1958); Mantel (1967) for the exact moments; Rao, Jana &
    Bandyopadhyay (1996) for the rewiring; Benjamini & Hochberg (1995).
    """
    question = ask("silos", alliance, by=by, confirm=confirm, null=null,
                   allowed=("permutation", "degree"), replicates=replicates, seed=seed,
                   progress=progress,
                   strata=strata if strata is None or isinstance(strata, str) else "membership")
    network, groups = question.network, question.groups
    net = among_grouped(network.source, network.target, groups.codes, len(groups), network.dyads)
    within = question.strata(*(() if strata is None else (strata,)))[net.members]
    tested = _test(question, net.source, net.target, net, net.dyads, within, purpose=0)
    outward = _if_outward(question, net, strata)
    columns = _columns(question, net, tested, within)
    _note(question, tested, columns)
    whys = _whys(groups.names, tested, columns)
    columns |= {"verdict": ["", *tested.words], "verdict_if_outward": ["", *outward],
                "why": ["", *whys]}
    frame = pd.DataFrame({name: columns[name] for name in _COLUMNS},
                         index=pd.Index([WHOLE, *groups.names], name="group"))
    nothing = np.full((1, net.groups + 1), np.nan)
    question.explain_blanks(frame, "nothing_to_compare")
    details = {"chance": _chance(groups.names, tested)}
    if {"trust", "frequency"} & set(network.strength):
        question.note_blanks(("trust", "frequency"))
        details["strengths"] = _strengths(question, net)
    drawings = {
        "strips": partial(scenes.strips, groups, frame, tested.shuffled),
        "chance": partial(scenes.chance, groups, frame,
                          {name: values[:, 1:] for name, values in tested.replicates.items()}),
        "matrix": partial(scenes.matrix, alliance, groups, "level", network)}
    whole = {name: tails(tested.table.ei[0], tested.replicates.get(name, nothing)[:, 0])
             for name in question.nulls}
    return Score(
        **question.shared(), frame=frame, value=float(tested.table.ei[0]),
        expected=float(columns["ei_expected"][0]), low=float(tested.table.low[0]),
        high=float(tested.table.high[0]),
        p={name: float(found.lower) for name, found in whole.items()},
        p_two_sided={name: float(found.two_sided) for name, found in whole.items()},
        null={name: values[:, 0] for name, values in tested.replicates.items()},
        findings=_findings(groups.names, tested), details=details,
        drawing=drawings["strips"], drawings=drawings)


def _test(question: Question, source: Ints, target: Ints, net: Grouped, dyads: Dyads,
          within: Ints, *, purpose: int) -> _Tested:
    """The E–I table, its replicates under the nulls asked for, and the verdicts."""
    codes, groups, directed = net.codes, net.groups, dyads.directed
    table = ei_table(source, target, codes, groups, dyads)
    seen = dyads.observed(source, target)
    source, target = source[seen], target[seen]
    replicates: dict[str, Floats] = {}
    if len(source) and np.isfinite(table.ei[0]):
        if "permutation" in question.nulls:
            null = Shuffle(shuffle_strata(codes, within))
            replicates["permutation"] = question.replicate(
                lambda drawn: ei_chance.shuffled_ei(source, target, codes[drawn], groups),
                null, purpose)
        if "degree" in question.nulls:
            replicates["degree"] = question.replicate(
                lambda drawn: ei_chance.rewired_ei(drawn.source, drawn.target, codes, groups,
                                                   directed=directed),
                DegreeNull(source, target, dyads), purpose + 1)
    verdicts = None
    if {"permutation", "degree"} <= set(question.nulls):
        nothing = np.full((1, groups), np.nan)
        verdicts = verdict.verdicts(
            table.members[1:], table.ei[1:],
            *(replicates[name][:, 1:] if name in replicates else nothing
              for name in ("permutation", "degree")))
    return _Tested(table, source, target, replicates, verdicts)


def _if_outward(question: Question, net: Grouped, strata: By | None) -> tuple[str, ...]:
    """The verdicts if every silent organisation looked outside its group; empty if all answered."""
    blank = ("",) * net.groups
    if net.dyads.answered.all() or not {"permutation", "degree"} <= set(question.nulls):
        return blank
    generator = np.random.default_rng(question.sequence(9))
    source, target, dyads = verdict.if_outward(net.source, net.target, net.codes, net.dyads,
                                               generator)
    # Everybody counts as having answered, so labels are shuffled over all (within the strata).
    merged = (np.zeros(len(net.codes), dtype=np.int64) if strata is None
              else question.alliance.groups(strata).codes[net.members] + 1)
    return _test(question, source, target, net, dyads, merged, purpose=2).words


def _chance(names: tuple[str, ...], tested: _Tested) -> pd.DataFrame:
    """Between which values 95 in 100 shuffles of the labels put each group's E–I."""
    low = high = np.full(len(names), np.nan)
    if tested.shuffled is not None:
        low, high = percentile_interval(tested.shuffled)
    return pd.DataFrame({"low": low, "high": high}, index=pd.Index(names, name="group"))


def _strengths(question: Question, net: Grouped) -> pd.DataFrame:
    """Mean trust and frequency of the ties inside and of those between, whole and by group."""
    seen = net.dyads.observed(net.source, net.target)
    ends = net.codes[net.source[seen]], net.codes[net.target[seen]]
    columns: dict[str, Floats] = {}
    for name in ("trust", "frequency"):
        if name in question.network.strength:
            values = question.network.strength[name][net.kept][seen]
            inside, between = inside_and_between_of_each(*ends, values, net.groups)
            columns |= {f"{name}_inside": inside, f"{name}_between": between}
    return pd.DataFrame(columns, index=pd.Index([WHOLE, *question.groups.names], name="group"))


def _columns(question: Question, net: Grouped, tested: _Tested, within: Ints
             ) -> dict[str, Any]:
    """The table's numbers, the whole first."""
    table, blank = tested.table, np.full(net.groups + 1, np.nan)
    expected, spread = blank.copy(), blank.copy()
    if "permutation" in tested.replicates:
        expected, spread = mean_and_sd(tested.replicates["permutation"])
    expected[0] = ei_chance.ei_expected(tested.source, tested.target, net.codes, net.groups, within)
    if len(np.unique(within)) < 2:
        spread[0] = ei_chance.ei_sd(tested.source, tested.target, net.codes, net.groups,
                                    directed=net.dyads.directed)
    rewired = (mean_and_sd(tested.replicates["degree"])[0] if "degree" in tested.replicates
               else blank)
    columns: dict[str, Any] = {
        "members": table.members, "ties": table.ties, "ei_index": table.ei,
        "ei_expected": expected, "ei_sd": spread, "ei_expected_degree": rewired,
        "ei_expected_random": table.expected_random, "ei_min": table.minimum,
        "ei_max": table.maximum, "ei_rescaled": table.rescaled, "ei_low": table.low,
        "ei_high": table.high, "coleman": table.coleman, "conductance": table.conductance,
    }
    for name in ("permutation", "degree"):
        found = (tails(table.ei, tested.replicates[name]) if name in tested.replicates else None)
        columns[f"p_{name}"] = blank if found is None else found.lower
        columns[f"p_{name}_bh"] = np.r_[np.nan, _adjusted(tested, name, found, net.groups)]
        if found is not None:
            _note_error(question, name, found)
    return columns


def _adjusted(tested: _Tested, name: str, found: Tails | None, groups: int) -> Floats:
    """Benjamini–Hochberg values over the groups that could be found."""
    if found is None:
        return np.full(groups, np.nan)
    if tested.verdicts is None:
        return benjamini_hochberg(found.lower[1:])
    test = tested.verdicts.permutation if name == "permutation" else tested.verdicts.degree
    return test.lower_bh


def _note_error(question: Question, name: str, found: Tails) -> None:
    """Say where another seed could change which side of .05 a p falls on."""
    near: Bools = np.abs(found.lower - 0.05) <= 2 * found.error_lower
    names = [WHOLE, *question.groups.names]
    for place in np.flatnonzero(near):
        question.caveat("answers.monte_carlo", figures=f"{names[place]}, p_{name}",
                        error=Number(float(found.error_lower[place]), 3))


def _note(question: Question, tested: _Tested, columns: Mapping[str, Any]) -> None:
    expected = np.asarray(columns["ei_expected"])[0]
    apart = abs(expected - tested.table.expected_random[0])
    if apart > _APART:
        question.caveat("silos.expectations_apart", permutation=Number(float(expected), 2),
                        random=Number(float(tested.table.expected_random[0]), 2))
    if np.isnan(tested.table.ei[0]):
        present = int((tested.table.members[1:] > 0).sum())
        question.undefined(_COLUMNS[2:14], "no_groups" if not present else
                           "one_group" if present < 2 else "no_ties")
    alone = [name for name, ei in zip(question.groups.names, tested.table.ei[1:], strict=True)
             if np.isnan(ei)]
    if alone and not np.isnan(tested.table.ei[0]):
        question.caveat("silos.group_without_ties", plural=len(alone), groups=", ".join(alone))


def _whys(names: tuple[str, ...], tested: _Tested, columns: Mapping[str, Any]) -> list[Message]:
    """What each verdict rests on: what speaks for it, what against."""
    if tested.verdicts is None:
        return [say("silos.why_untested")] * len(names)
    found = []
    silo = [name for name, word in zip(names, tested.words, strict=True) if word == verdict.SILO]
    for place, (name, word) in enumerate(zip(names, tested.words, strict=True)):
        ei = float(tested.table.ei[place + 1])
        if word == verdict.TOO_SMALL:
            found.append(_why_too_small(tested, place))
            continue
        inside = Share((1 - ei) / 2)
        expected: dict[str, Any] = {
            key: Share((1 - float(np.asarray(columns[column])[place + 1])) / 2)
            for key, column in (("shuffled", "ei_expected"), ("rewired", "ei_expected_degree"))}
        others = [each for each in silo if each != name]
        key = {verdict.SILO: "silo", verdict.LEANING: "leaning", verdict.OPEN: "open"}.get(word)
        if key is None:
            shown = _would_show(tested, place)
            key = "no_sign" if np.isnan(shown) else "no_sign_but"
            found.append(say(f"silos.why_{key}", inside=inside, shown=Share(shown), **expected))
        elif others and word in (verdict.SILO, verdict.LEANING):
            found.append(say(f"silos.why_{key}_beside", inside=inside, other=", ".join(others),
                             **expected))
        else:
            found.append(say(f"silos.why_{key}", inside=inside, **expected))
    return found


def _why_too_small(tested: _Tested, place: int) -> Message:
    members, ties = int(tested.table.members[place + 1]), int(tested.table.ties[place + 1])
    if tested.untested and members >= verdict.LEAST_MEMBERS and ties:
        return say("silos.why_untested_draws", **_draws(tested))
    key = ("silos.why_few_members" if members < verdict.LEAST_MEMBERS else
           "silos.why_no_ties" if not ties else "silos.why_too_small")
    return say(key, orgs=Count("organisations", members), ties=Count("ties", ties))


def _draws(tested: _Tested) -> dict[str, Any]:
    return {"n": tested.draws, "groups": tested.candidates,
            "least": verdict.least_replicates(tested.candidates)}


def _would_show(tested: _Tested, place: int) -> float:
    """The share of ties inside from which both checks would have called the group a silo.

    Taken alone among k groups: the highest E–I whose p under both nulls is α/k or less.
    """
    if tested.verdicts is None or len(tested.replicates) < 2:
        return float("nan")
    alpha = verdict.ALPHA / max(1, int(tested.verdicts.family.sum()))
    critical = []
    for values in tested.replicates.values():
        drawn = np.sort(values[:, place + 1])
        drawn = drawn[~np.isnan(drawn)]
        most = int(np.floor(alpha * (len(values) + 1))) - 1
        if most < 1 or most >= len(drawn):
            return float("nan")
        below = drawn[drawn < drawn[most]]
        critical.append(float(below[-1]) if len(below) else float("nan"))
    share = (1 - min(critical)) / 2
    return share if share <= 1 else float("nan")


def _findings(names: tuple[str, ...], tested: _Tested) -> tuple[Message, ...]:
    found = []
    table = tested.table
    for place, (name, word) in enumerate(zip(names, tested.words, strict=True)):
        values: dict[str, Any] = {"sector": name}
        if word == verdict.TOO_SMALL:
            few = int(table.members[place + 1]) < verdict.LEAST_MEMBERS or not table.ties[place + 1]
            if tested.untested and not few:
                found.append(say("silos.untested_draws", **values, **_draws(tested)))
                continue
            found.append(say("silos.too_few" if few else "silos.too_small", **values,
                             orgs=Count("organisations", int(table.members[place + 1])),
                             ties=Count("ties", int(table.ties[place + 1]))))
        elif word:
            key = word.replace(" ", "_")
            expected = float(np.nanmean(tested.replicates["permutation"][:, place + 1]))
            if word in (verdict.LEANING, verdict.OPEN):
                expected = float(np.nanmean(tested.replicates["degree"][:, place + 1]))
            if word == verdict.NO_SIGN and _busy(tested, place):
                key = "no_sign_busy"
            found.append(say(f"silos.{key}", **values, expected=Share((1 - expected) / 2),
                             share=Share((1 - float(table.ei[place + 1])) / 2)))
    return tuple(found)


def _busy(tested: _Tested, place: int) -> bool:
    """Whether shuffling labels alone would have called it a silo: many ties, but no preference."""
    return tested.verdicts is not None and bool(
        tested.verdicts.permutation.lower_bh[place] <= verdict.ALPHA)
