"""What every question to a partnership has in common: options checked once, caveats said alike.

A measure calls `ask` first. The `Question` it gets holds the arrays, the checked options and the
caveats that are due; at the end ``Shape(**question.shared(), …)`` makes the answer.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from partnernet.errors import OptionError, choose
from partnernet.kernels import chance
from partnernet.kernels.dyads import Floats, Ints
from partnernet.partnership import By, Confirm, Groups, Network, Partnership
from partnernet.words import Count, Message, Names, Number, Word, say

NULLS = {
    "permutation": "shuffle group labels over organisations",
    "degree": "rewire, keeping how many ties each organisation sends and receives",
    "random": "place the observed ties anywhere on the observed dyads",
}
_FEW = 200  # replicates below which a small p cannot be told
Null = str | Sequence[str] | None
Progress = bool | Callable[[int, int], None] | None


@dataclass(eq=False)
class Question:
    """One question being answered: checked options, arrays, and the caveats collected so far.

    Arrays are in the order of ``alliance.ids`` (sorted), so seeded draws do not depend on rows.
    """

    measure: str
    alliance: Partnership
    network: Network
    groups: Groups
    nulls: tuple[str, ...]
    replicates: int
    seed: int
    progress: Progress
    weight: str | None
    settings: dict[str, Any]
    _caveats: list[Message] = field(default_factory=list)
    _undefined: dict[str, list[str]] = field(default_factory=dict)

    def caveat(self, key: str, /, *, plural: int | None = None, **values: Any) -> None:
        """Add a caveat once."""
        message = say(key, plural=plural, **values)
        if message not in self._caveats:
            self._caveats.append(message)

    def undefined(self, figures: str | Iterable[str], reason: str) -> float:
        """NaN, with the reason told once for all figures it holds for; key ``reasons.<reason>``."""
        listed = [figures] if isinstance(figures, str) else list(figures)
        # One reason a figure: the first that was found.
        told = {name for names in self._undefined.values() for name in names}
        new = [name for name in dict.fromkeys(listed) if name not in told]
        if new:
            self._undefined.setdefault(reason, []).extend(new)
        return float("nan")

    def explain_blanks(self, frame: pd.DataFrame, reason: str) -> None:
        """Give every column without a single value its reason, where it has none yet.

        Means of strengths lack the strength, columns of a null model were not asked for or do not
        vary; all else has the ``reason`` given.
        """
        if frame.empty:
            return
        blank = np.asarray(frame.isna().to_numpy().all(axis=0))
        for column, kind, nothing in zip(map(str, frame.columns), frame.dtypes, blank, strict=True):
            if not nothing or kind.kind != "f":
                continue
            null = next((name for name in NULLS if name in column), None)
            if column.startswith(("mean_", "trust_", "frequency_")):
                self.undefined(column, "no_strength")
            elif null is not None and null not in self.nulls:
                self.undefined(column, "not_asked")
            elif column.startswith("z_"):
                self.undefined(column, "no_variation")
            else:
                self.undefined(column, reason)

    @property
    def caveats(self) -> tuple[Message, ...]:
        """Everything collected: general caveats first, then why figures are undefined."""
        reasons = [say("answers.undefined", plural=len(names), figures=Names(tuple(names), most=8),
                       reason=Word(f"reasons.{reason}"))
                   for reason, names in self._undefined.items()]
        return (*self._caveats, *reasons)

    def shared(self) -> dict[str, Any]:
        """What every shape takes: measure, settings, caveats, names."""
        return {"measure": self.measure, "settings": dict(self.settings), "caveats": self.caveats,
                "names": dict(zip(self.alliance.ids, self.alliance.names, strict=True))}

    # -- what several measures need ----------------------------------------------------------------

    @property
    def directed(self) -> bool:
        """Whether the network asked about has a direction."""
        return self.network.directed

    def undirected(self) -> Network:
        """The undirected reading: the network itself, or a tie where either side reports one."""
        return self.network if not self.directed else self.alliance.network(confirm="either")

    def two_groups(self, between: Sequence[str]) -> tuple[int, int]:
        """Codes of two different groups, or OptionError."""
        if isinstance(between, str) or len(between) != 2 or between[0] == between[1]:
            raise OptionError(say("brokers.two_groups", found=str(between)))
        return self.groups.place(between[0]), self.groups.place(between[1])

    def weights(self, network: Network | None = None) -> Floats | None:
        """Oriented strengths of the ties for ``weight=``, or None when unweighted."""
        if self.weight is None:
            return None
        return self.alliance.weights(network or self.network, self.weight)

    def strata(self, *within: By) -> Ints:
        """Codes inside which labels may be shuffled, shape (n,).

        Within answered and silent ones, where not everybody answered: non-response that depends on
        the group otherwise makes false alarms. Further attributes narrow it.
        """
        answered = self.network.dyads.answered
        codes = np.zeros(self.network.n, dtype=np.int64) if answered.all() else answered.astype(
            np.int64)
        for by in within:
            groups = self.alliance.groups(by)
            codes = codes * (len(groups) + 1) + groups.codes + 1
        return np.unique(codes, return_inverse=True)[1].astype(np.int64).reshape(-1)

    def sequence(self, purpose: int = 0) -> np.random.SeedSequence:
        """The seeds of a stream of random numbers of its own for each purpose of the measure."""
        return np.random.SeedSequence(self.seed, spawn_key=(purpose,))

    def replicate(self, statistic: Callable[[Any], Floats], null: chance.Null[Any],
                  purpose: int) -> Floats:
        """A statistic on the replicates of a null model, shape (replicates, …).

        ``purpose`` numbers the streams of a measure, so that one more null changes no other.
        """
        with working(self.progress, self.measure) as report:
            return chance.replicate(statistic, null, self.replicates, self.sequence(purpose),
                                    progress=report)

    def note_groups(self) -> None:
        """Say how many organisations have no group, where some have none."""
        without = int((self.groups.codes < 0).sum())
        if without:
            self.caveat("answers.ungrouped", plural=without, n=without, by=self.groups.by)

    def note_structure(self, figures: Iterable[str], direction: str) -> None:
        """Say which way figures of structure could err; ``direction`` is low, high or either."""
        silent = int((~self.network.dyads.answered).sum())
        if silent:
            self.caveat(f"answers.structure_{direction}", figures=Names(tuple(figures), most=8))

    def note_blanks(self, strengths: Iterable[str]) -> None:
        """Count the observed ties whose strength is blank."""
        for name in strengths:
            if name in self.network.strength:
                blank = int(np.isnan(self.network.strength[name][self.network.observed]).sum())
                if blank:
                    self.caveat("answers.blank", plural=blank, n=blank, attribute=name)

    def by_organisation(self, columns: Mapping[str, Any]) -> pd.DataFrame:
        """A table by id in the file's order, from arrays in the order of ``alliance.ids``."""
        return self.alliance.in_file_order(columns)


def ask(
    measure: str,
    alliance: Partnership,
    *,
    by: By | None = None,
    confirm: Confirm = None,
    weight: str | None = None,
    null: Null = None,
    allowed: Iterable[str] = NULLS,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
    uses_ties: bool = True,
    replicated: bool = False,
    **settings: Any,
) -> Question:
    """Check the options that measures share and take the arrays.

    ``uses_ties``: whether the answer rests on ties, so that silence about them is a caveat.
    ``replicated``: whether it rests on replicates of which no null model is a choice.

    Raises
    ------
    TypeError
        The first argument is no Partnership.
    UnknownName
        A null model, confirmation rule, attribute or strength that does not exist.
    OptionError
        Replicates or a seed that make no sense.
    """
    need_partnership(alliance)
    nulls = null_models(null, allowed)
    network = alliance.network(confirm=confirm)
    nobody = Groups("", (), np.full(len(alliance), -1, dtype=np.int64))
    groups = nobody if by is None else alliance.groups(by)
    if weight is not None:
        alliance.weights(network, weight)
    if isinstance(replicates, bool) or not isinstance(replicates, (int, np.integer)) \
            or replicates < 1:
        raise OptionError(say("answers.bad_replicates", found=str(replicates)))
    drawn = seed_of(seed)
    recorded: dict[str, Any] = {}
    if by is not None:
        recorded["by"] = by if isinstance(by, str) else groups.by
    recorded |= {"confirm": confirm, "weight": weight, **settings}
    if nulls:
        recorded |= {"null": nulls, "replicates": int(replicates)}
    recorded |= {"seed": drawn, "directed": network.directed, "filters": alliance.filters,
                 "engine": "numpy"}
    if replicated:
        recorded["replicates"] = int(replicates)
    question = Question(measure, alliance, network, groups, nulls, int(replicates), drawn,
                        progress, weight, recorded)
    if uses_ties:
        _note_answers(question)
    if nulls and replicates < _FEW:
        question.caveat("answers.few_replicates", n=int(replicates),
                        lowest=Number(1 / (int(replicates) + 1), 3))
    if by is not None:
        question.note_groups()
    if weight is not None:
        question.note_blanks([weight])
    return question


@contextmanager
def working(progress: Progress, title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress callback ``(done, total)`` for a stretch of long work, or None.

    ``progress`` as every question takes it: True draws a bar of that title.
    """
    if callable(progress):
        yield progress
    elif progress:
        with tqdm(desc=title, leave=False) as bar:
            def report(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            yield report
    else:
        yield None


def need_partnership(alliance: object) -> None:
    """TypeError, naming `from_networkx`, for anything that is no Partnership."""
    if not isinstance(alliance, Partnership):
        raise TypeError(str(say("answers.no_partnership", found=type(alliance).__name__)))


def at_least_one(**numbers: Any) -> None:
    """OptionError for any option that is no whole number from 1 on."""
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < 1:
            raise OptionError(say("key_players.bad_number", name=name, found=str(value)))


def null_models(null: Null, allowed: Iterable[str] = NULLS) -> tuple[str, ...]:
    """The null models asked for, each checked by name; None is none."""
    if null is None:
        return ()
    listed = (null,) if isinstance(null, str) else tuple(null)
    return tuple(dict.fromkeys(choose("null", name, list(allowed)) for name in listed))


def seed_of(seed: int | None) -> int:
    """The seed to use; None draws one, which the settings then record."""
    if seed is None:
        return secrets.randbits(32)
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)) or seed < 0:
        raise OptionError(say("answers.bad_seed", found=str(seed)))
    return int(seed)


def _note_answers(question: Question) -> None:
    dyads = question.network.dyads
    silent = int((~dyads.answered).sum())
    if silent:
        question.caveat("answers.silent", plural=silent, n=silent,
                        total=Count("organisations", dyads.n))
    unknown = len(dyads.unknown_pairs()[0])
    if unknown:
        question.caveat("answers.unknown_dyads", plural=unknown, n=unknown)
