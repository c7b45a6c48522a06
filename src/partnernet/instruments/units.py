"""What answers are scored by: items, cells, domains, stages, the whole; and what may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.instruments.instrument import Instrument
from partnernet.instruments.scoring import Scored
from partnernet.kernels import assessment as kernels
from partnernet.kernels import disclosure
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.partnership import Groups

PARTS = ("item", "cell", "domain", "stage", "whole")


@dataclass(frozen=True, eq=False)
class Units:
    """What is scored: items, cells, domains, stages and the whole.

    ``keys``: (part, domain, stage, item) of each, empty where it has none. ``scores``, ``wanted``,
    ``gaps``, shape (n, units): performance, importance, and importance − performance.
    """

    keys: list[tuple[str, str, str, str]]
    scores: Floats
    wanted: Floats
    gaps: Floats

    def of(self, *parts: str) -> Ints:
        """Places of the units of some parts."""
        return np.array([k for k, key in enumerate(self.keys) if key[0] in parts], dtype=np.int64)


def units_of(given: Scored) -> Units:
    """Scores of every organisation on every unit."""
    made = given.instrument
    cells = list(dict.fromkeys((item.domain, item.stage) for item in made.items))
    keys: list[tuple[str, str, str, str]] = []
    member: list[Ints] = []

    def add(part: str, names: Sequence[tuple[str, str, str]], of: Sequence[int]) -> None:
        keys.extend((part, *name) for name in names)
        member.append(np.array(of, dtype=np.int64))

    add("item", [(item.domain, item.stage, item.id) for item in made.items],
        range(len(made.items)))
    if made.stages:
        add("cell", [(domain, stage, "") for domain, stage in cells],
            [cells.index((item.domain, item.stage)) for item in made.items])
    domains, stages = list(made.domains), list(made.stages)
    add("domain", [(domain, "", "") for domain in domains],
        [domains.index(item.domain) for item in made.items])
    if stages:
        add("stage", [("", stage, "") for stage in stages],
            [stages.index(item.stage) if item.stage else -1 for item in made.items])
    add("whole", [("", "", "")], [0] * len(made.items))
    sizes = [int(of.max(initial=-1)) + 1 for of in member]
    sizes[1 + bool(made.stages)] = len(domains)
    if stages:
        sizes[3] = len(stages)
    return Units(keys, *(np.concatenate([kernels.averaged(values, of, size)
                                         for of, size in zip(member, sizes, strict=True)], axis=1)
                         for values in (given.performance, given.importance,
                                        given.importance - given.performance)))


def totals(instrument: Instrument) -> tuple[str, ...]:
    """Parts that are put together from the smallest ones shown."""
    return ("domain", "stage", "whole") if instrument.stages else ("whole",)


def shown_groups(units: Units, groups: Sequence[Groups], least: int, *, whole: bool
                 ) -> list[Bools]:
    """Which figures of groups may be shown, for each grouping shape (groups, units but items).

    ``whole``: whether that of everybody is shown. Figures of cells stand nowhere beside totals of
    the same groups: they would tell those of the groups hidden there. Stages show all the groups
    that domains show, or none.
    """
    chosen = units.of(*PARTS[1:])
    given = ~np.isnan(units.scores[:, chosen])
    if least <= 1:
        return [np.ones((len(each), len(chosen)), dtype=bool) for each in groups]
    made = [np.zeros((len(each), len(chosen)), dtype=bool) for each in groups]
    if not whole:
        return made
    part = np.array([units.keys[k][0] for k in chosen])
    some, total = given.any(axis=0), given.sum(axis=0)
    first, stage = np.isin(part, ("domain", "whole")) & some, (part == "stage") & some
    counts = [_counts(given, each) for each in groups]
    names = [disclosure.shown_groups(each[first], total[first], least) for each in counts]
    names[1:] = [disclosure.shown_beside(each.codes, name, groups[0].codes, names[0],
                                         given[:, first | stage], least)
                 for each, name in zip(groups[1:], names[1:], strict=True)]
    for table, count, name in zip(made, counts, names, strict=True):
        table[np.ix_(name, first)] = True
        if (disclosure.shown_groups(count[stage][:, name], total[stage], least)).all():
            table[np.ix_(name, stage)] = True
    return made


def _counts(given: Bools, groups: Groups) -> Ints:
    """Organisations of each unit and group, shape (units, groups)."""
    inside = groups.codes[:, None] == np.arange(len(groups))
    return np.asarray(given.T.astype(np.int64) @ inside.astype(np.int64))
