"""Which of the four kinds of tie join the partnership: internal, horizontal, vertical, diagonal?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet import scenes
from partnernet.answers import Table
from partnernet.asking import Null, Progress, Question, ask, need_partnership
from partnernet.kernels import cohesion
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.ei_chance import same_group_chance
from partnernet.kernels.mixing import Grouped, among_grouped
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import tails
from partnernet.partnership import Confirm, Groups, Partnership
from partnernet.words import Count, Message, Number, Share, Word, say

KINDS = ("internal", "horizontal", "vertical", "diagonal")
_COLUMNS = ("ties", "share", "density", "expected", "ratio", "p_permutation_sector",
            "p_permutation_level", "p_permutation", "p_degree", "mean_trust", "mean_frequency",
            "reciprocity")


@dataclass(frozen=True, eq=False)
class _Placed:
    """The organisations that have both a sector and a level, and their ties."""

    net: Grouped
    sector: Ints
    level: Ints
    strength: dict[str, Floats]
    both: Ints
    answered: Ints

    def kinds(self, source: Ints, target: Ints, sector: Ints, level: Ints) -> Ints:
        """Kind of each tie, 0 … 3 as in `KINDS`; shapes broadcast over replicates."""
        across = sector[..., source] != sector[..., target]
        apart = level[..., source] != level[..., target]
        kinds: Ints = across + 2 * apart
        return kinds


def connectivity(
    alliance: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    confirm: Confirm = None,
    null: Null = "permutation",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """Do ties join sectors at one level, levels inside a sector, both or neither?

    Parameters
    ----------
    alliance : Partnership
    sector, level : str
        Columns of the organisations. Levels need no order here.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.
    null : "permutation", "degree", a tuple of both, or None
        Permutation shuffles sectors within levels, levels within sectors, and whole organisations'
        sector–level pairs; degree rewires, keeping how many ties each sends and receives.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Table
        Index ``kind``: internal (same sector, same level), horizontal (other sector, same level),
        vertical (same sector, other level), diagonal (other, other). ``ties`` a count · ``share``
        of all ties, 0 to 1 · ``density`` 0 to 1 · ``expected`` ties if the sector–level pairs were
        shuffled, exact · ``ratio`` observed over expected · ``p_permutation_sector``,
        ``p_permutation_level``, ``p_permutation``, ``p_degree`` two-sided · ``mean_trust``,
        ``mean_frequency`` oriented scale points · ``reciprocity`` 0 to 1.

    Missing
    -------
    Observed ties over observed dyads, among organisations that have both a sector and a level;
    labels are shuffled within those who answered and those who did not.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.connectivity(pn.samples.load("penaluz"), null=None).table().index.tolist()
    ['internal', 'horizontal', 'vertical', 'diagonal']

    Source
    ------
    The distinction of horizontal and vertical support: Rantala, Bortz & Armada (2014). Exact
    expectation: Mantel (1967).
    """
    need_partnership(alliance)
    question = ask("connectivity", alliance, by=(sector, level) if _both(alliance, sector, level)
                   else None, confirm=confirm, null=null, allowed=("permutation", "degree"),
                   replicates=replicates, seed=seed, progress=progress, sector=sector, level=level)
    question.settings.pop("by", None)
    placed = _place(question, alliance.groups(sector), alliance.groups(level))
    kind = placed.kinds(placed.net.source, placed.net.target, placed.sector, placed.level)
    seen = placed.net.dyads.observed(placed.net.source, placed.net.target)
    columns = _counts(question, placed, kind, seen)
    columns |= _against_chance(question, placed, kind, seen)
    blank = np.full(len(KINDS), np.nan)
    frame = pd.DataFrame({name: columns.get(name, blank) for name in _COLUMNS},
                         index=pd.Index(KINDS, name="kind"))
    question.explain_blanks(frame, "no_ties")
    # What 95 in 100 shuffles of the sector–level pairs give, for the picture.
    chance = pd.DataFrame({name: columns.get(name, blank) for name in ("low", "high")},
                          index=frame.index)
    drawing = partial(scenes.kinds, frame["ties"].to_numpy(dtype=np.int64),
                      frame["expected"].to_numpy(dtype=float), chance["low"].to_numpy(dtype=float),
                      chance["high"].to_numpy(dtype=float))
    return Table(**question.shared(), frame=frame, details={"chance": chance}, drawing=drawing,
                 findings=_findings(frame))


def _both(alliance: Partnership, sector: str, level: str) -> bool:
    return bool(len(alliance.groups(sector)) and len(alliance.groups(level)))


def _place(question: Question, sector: Groups, level: Groups) -> _Placed:
    network = question.network
    both = np.where((sector.codes >= 0) & (level.codes >= 0),
                    sector.codes * max(1, len(level)) + level.codes, -1)
    if not (both >= 0).any():
        question.undefined(_COLUMNS[1:], "no_sector_and_level")
    net = among_grouped(network.source, network.target, both, len(sector) * len(level),
                        network.dyads)
    members = net.members
    strength = {name: values[net.kept] for name, values in network.strength.items()}
    return _Placed(net, sector.codes[members], level.codes[members], strength, both[members],
                   network.dyads.answered[members].astype(np.int64))


def _counts(question: Question, placed: _Placed, kind: Ints, seen: np.ndarray
            ) -> dict[str, Any]:
    """Ties, share, density, mean strengths and reciprocity of each kind."""
    net, dyads = placed.net, placed.net.dyads
    ties = np.bincount(kind[seen], minlength=4).astype(float)
    room = _dyads_of_kinds(placed)
    columns: dict[str, Any] = {"ties": ties.astype(np.int64),
                               "share": _over(ties, np.full(4, ties.sum())),
                               "density": _over(ties, room)}
    for name in ("trust", "frequency"):
        given = placed.strength.get(name, np.full(len(kind), np.nan))
        known = seen & ~np.isnan(given)
        total = np.bincount(kind[known], weights=given[known], minlength=4)
        columns[f"mean_{name}"] = _over(total, np.bincount(kind[known], minlength=4))
    mutual = np.full(4, np.nan)
    if dyads.directed:
        for place in range(4):
            own = kind == place
            mutual[place] = cohesion.mutuality(net.source[own], net.target[own], dyads).reciprocity
    columns["reciprocity"] = mutual
    if not dyads.directed:
        question.undefined("reciprocity", "undirected")
    if not room.sum():
        question.undefined("density", "no_dyads")
    return columns


def _dyads_of_kinds(placed: _Placed) -> Floats:
    """Observed dyads of each kind, shape (4,)."""
    net, dyads = placed.net, placed.net.dyads
    within = [np.trace(dyads.between(codes, int(codes.max(initial=-1)) + 1))
              for codes in (placed.both, placed.sector, placed.level)]
    internal, same_sector, same_level = map(float, within)
    return _four(internal, same_sector, same_level, float(net.dyads.total))


def _four(internal: float, same_sector: float, same_level: float, whole: float) -> Floats:
    """The four kinds from what is alike in both, in sector, in level, and altogether."""
    horizontal, vertical = same_level - internal, same_sector - internal
    return np.array([internal, horizontal, vertical, whole - internal - horizontal - vertical])


def _over(above: Any, below: Any) -> Floats:
    share: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return share


def _against_chance(question: Question, placed: _Placed, kind: Ints, seen: np.ndarray
                    ) -> dict[str, Floats]:
    source, target = placed.net.source[seen], placed.net.target[seen]
    observed = np.bincount(kind[seen], minlength=4).astype(float)
    columns = dict.fromkeys(("expected", "ratio"), np.full(4, np.nan))
    if not len(source):
        return columns
    internal, same_sector, same_level = (
        float(same_group_chance(source, target, codes, int(codes.max()) + 1,
                                placed.answered).sum())
        for codes in (placed.both, placed.sector, placed.level))
    expected = _four(internal, same_sector, same_level, float(len(source)))
    # Differences of sums leave rounding where nothing is expected.
    expected[np.abs(expected) < 1e-9 * len(source)] = 0.0
    columns = {"expected": expected, "ratio": _over(observed, expected)}
    if "permutation" in question.nulls:
        columns |= _permuted(question, placed, source, target, observed)
    if "degree" in question.nulls:
        def statistic(drawn: tuple[Ints, Ints]) -> Floats:
            kinds = placed.kinds(drawn[0], drawn[1], placed.sector, placed.level)
            return _counted(kinds)

        null = DegreeNull(source, target, placed.net.dyads)
        columns["p_degree"] = tails(observed, question.replicate(statistic, null, 3)).two_sided
    return columns


def _permuted(question: Question, placed: _Placed, source: Ints, target: Ints, observed: Floats
              ) -> dict[str, Floats]:
    """Two-sided p of each kind for the three ways of shuffling."""
    ways = {"p_permutation_sector": (placed.level, True, False),
            "p_permutation_level": (placed.sector, False, True),
            "p_permutation": (np.zeros_like(placed.level), True, True)}
    columns = {}
    for purpose, (name, (within, sectors, levels)) in enumerate(ways.items()):
        def statistic(drawn: Ints, sectors: bool = sectors, levels: bool = levels) -> Floats:
            sector = placed.sector[drawn] if sectors else placed.sector
            level = placed.level[drawn] if levels else placed.level
            return _counted(placed.kinds(source, target, sector, level))

        null = Shuffle(shuffle_strata(placed.both, placed.answered, within))
        drawn = question.replicate(statistic, null, purpose)
        columns[name] = tails(observed, drawn).two_sided
        if name == "p_permutation":
            columns["low"], columns["high"] = np.quantile(drawn, (0.025, 0.975), axis=0)
    return columns


def _counted(kinds: Ints) -> Floats:
    """Ties of each kind in each replicate, shape (r, 4)."""
    return np.stack([(kinds == place).sum(axis=-1) for place in range(4)], axis=-1).astype(float)


def _findings(frame: pd.DataFrame) -> tuple[Message, ...]:
    total = int(frame["ties"].sum())
    if not total:
        return ()
    found = []
    for kind, ties, expected in zip(KINDS, frame["ties"], frame["expected"], strict=True):
        if expected > 0:
            found.append(say("connectivity.finding", plural=int(ties), n=int(ties),
                             kind=Word(f"kinds_of_tie.{kind}"), total=Count("ties", total),
                             expected=Number(float(expected), 0), share=Share(ties / total)))
    return tuple(found)
