"""Who and what a map shows: organisations and lines, in an order that no row order changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.pictures.lettering import tidy
from partnernet.pictures.marks import Mark
from partnernet.vocabulary.looks import NOT_STATED, Look

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, eq=False)
class Members:
    """The organisations of a picture.

    ``ids``, ``names``: n each. ``group``: code of each, −1 where it has none, shape (n,).
    ``groups``: the names of the groups; ``looks``: one each. ``answered``: shape (n,).
    """

    ids: Sequence[str]
    names: Sequence[str]
    group: Ints
    groups: Sequence[str]
    looks: Sequence[Look]
    answered: Bools

    @property
    def n(self) -> int:
        """Number of organisations."""
        return len(self.ids)

    def look(self, k: int) -> Look:
        """The look of an organisation."""
        return self.looks[self.group[k]] if self.group[k] >= 0 else NOT_STATED

    def sign(self, k: int) -> str:
        """The letter in its mark, where several groups share a look."""
        return signs(self.looks)[self.group[k]] if self.group[k] >= 0 else ""

    def mark(self, k: int, x: float, y: float, r: float, role: str = "") -> Mark:
        """The mark of an organisation at a place."""
        return Mark(self.look(k), x, y, r, not bool(self.answered[k]), self.sign(k), role)

    def canonical(self) -> tuple[Members, Ints]:
        """The same in the order of the ids, and the new position of each organisation."""
        order = np.array(sorted(range(self.n), key=lambda k: (str(self.ids[k]), k)), dtype=np.int64)
        rank = np.empty(self.n, dtype=np.int64)
        rank[order] = np.arange(self.n)
        return replace(
            self, ids=[str(self.ids[k]) for k in order],
            names=[tidy(str(self.names[k])) for k in order], group=np.asarray(self.group)[order],
            answered=np.asarray(self.answered)[order],
            groups=[tidy(str(name)) for name in self.groups]), rank


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a map, one a pair, as `partnernet.kernels.layout.pair_up` gives them.

    ``says``: 0 both name each other, 1 only ``first`` names ``second``, 2 likewise and nobody can
    say of ``second``. ``width``: class 1 to 5 (all 2 where no strength is shown). Shape (m,).
    """

    first: Ints
    second: Ints
    says: Ints
    width: Ints

    def renumbered(self, rank: Ints) -> Lines:
        """Between the new positions, in an order of their own."""
        first, second = rank[self.first], rank[self.second]
        order = np.lexsort((np.maximum(first, second), np.minimum(first, second)))
        return Lines(first[order], second[order], np.asarray(self.says)[order],
                     np.asarray(self.width)[order])

    def contacts(self, n: int) -> Ints:
        """Number of contacts of each organisation, shape (n,)."""
        return np.bincount(self.first, minlength=n) + np.bincount(self.second, minlength=n)


@dataclass(frozen=True, eq=False)
class Hull:
    """A group to outline: its members, shape (n,), its name; ``alert``: it is a silo, in red."""

    members: Bools
    name: str
    alert: bool = True


@dataclass(frozen=True, eq=False)
class MapOptions:
    """What else a map shows; all optional.

    ``not_reached``: organisations in a red ring, shape (n,). ``hulls``: outlined groups (organic
    variant). ``group_word``: what groups are ("Sector"). ``strength_word``, ``strengths``: what
    line width is ("Trust") and the words of its five classes; without them no width is told.
    ``important``: who keeps a name where there are too many, shape (n,), more is more.
    ``new``, ``lost``: lines that are drawn as such, shape (m,). ``directed``: whether one side
    can name the other alone. ``roles``: a broker's main role (of `partnernet.pictures.roles`) for
    each organisation, empty where it has none; drawn as a sign beside its mark. ``reach_note``:
    the legend's words for the ring.
    """

    not_reached: Bools | None = None
    hulls: Sequence[Hull] = ()
    group_word: str = ""
    strength_word: str = ""
    strengths: Sequence[str] = ()
    important: Floats | None = None
    new: Bools | None = None
    lost: Bools | None = None
    directed: bool = True
    reach_note: str = ""
    roles: Sequence[str] = ()


FULL_LINES = 200
"""So many lines are drawn in full; of many more, the weakest are drawn faint."""


def faded(lines: Lines) -> bool:
    """Whether a map draws some of these lines faint."""
    return len(lines.first) > 1.25 * FULL_LINES


def codes(ids: Sequence[str]) -> list[str]:
    """The code of each organisation in ``data-org`` of every picture, in the order given.

    Codes follow the order of the ids, so that they are the same after reshuffling rows.
    """
    order = sorted(range(len(ids)), key=lambda k: (str(ids[k]), k))
    out = [""] * len(ids)
    for position, k in enumerate(order):
        out[k] = f"o{position}"
    return out


def signs(looks: Sequence[Look]) -> list[str]:
    """A letter for each group whose look another group has too, else nothing."""
    shared = [sum(other == look for other in looks) > 1 for look in looks]
    letters = iter(LETTERS * (1 + len(looks) // len(LETTERS)))
    return [next(letters) if twice else "" for twice in shared]


_Kind = TypeVar("_Kind", bound=np.generic)


def reordered(values: NDArray[_Kind], rank: Ints) -> NDArray[_Kind]:
    """Values of organisations at their new positions."""
    out = np.empty_like(values)
    out[rank] = values
    return out
