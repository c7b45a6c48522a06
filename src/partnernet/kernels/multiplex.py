"""Several relations among the same organisations: who is tied in how many, and which go together.

A relation is a ``Layer``: its known ties and its own observed dyads (what could not be said may
differ by relation; who answered does not). Keys are dyads, source · n + target.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from partnernet.kernels.adjacency import held
from partnernet.kernels.dyads import Bools, Dyads, Ints

_DENSE = 3000  # organisations up to which a table with a cell a dyad is kept


@dataclass(frozen=True, eq=False)
class Layer:
    """One relation: ``source``, ``target``, shape (m,), known ties; ``dyads``, observed dyads."""

    source: Ints
    target: Ints
    dyads: Dyads

    @property
    def keys(self) -> Ints:
        """The observed ties as dyads, sorted."""
        seen = self.dyads.observed(self.source, self.target)
        return np.sort(self.source[seen] * self.dyads.n + self.target[seen])


def multiplexity(layers: list[Layer]) -> tuple[Ints, Ints, Ints]:
    """In how many relations each tied dyad is tied.

    Returns
    -------
    source, target, shape (k,), the dyads tied in some relation, sorted; count, shape (k,), in how
    many. Known ties, observed or not.
    """
    n = layers[0].dyads.n if layers else 1
    keys = [layer.source * n + layer.target for layer in layers]
    every, count = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *keys]),
                             return_counts=True)
    return every // n, every % n, count.astype(np.int64)


def overlap(one: Layer, other: Layer) -> tuple[int, int, int]:
    """Dyads tied in both relations, in the first only, in the second only.

    Counted over the dyads observed in both.
    """
    first, second = _both_seen(one, other), _both_seen(other, one)
    both = len(np.intersect1d(first, second, assume_unique=True))
    return both, len(first) - both, len(second) - both


def _both_seen(one: Layer, other: Layer) -> Ints:
    n, keys = one.dyads.n, one.keys
    return keys[other.dyads.observed(keys // n, keys % n)]


def shuffled_overlap(one: Layer, other: Layer, places: Ints) -> Ints:
    """``overlap`` when the organisations of the second relation trade places.

    Parameters
    ----------
    one, other : the two relations, both directed or both not
    places : ints, shape (R, n): whose place in the second relation each organisation takes, as
        ``chance.Shuffle`` draws them, within who answered and who did not (the quadratic assignment
        procedure: both relations keep their shape, only who is who is left to chance)

    Returns
    -------
    ints, shape (R, 3): tied in both, in the first only, in the second only.

    Source
    ------
    Krackhardt (1987), Social Networks 9, 171–186.
    """
    there = _States(other)
    here = _States(one)
    n = one.dyads.n
    first, second = one.keys, other.keys
    # The second relation, seen from the first: organisation i stands where places[i] does.
    back = np.argsort(places, axis=1)
    moved = there.of(places.take(first // n, axis=1), places.take(first % n, axis=1))
    both = (moved == _TIED).sum(axis=1)
    first_only = (moved == _FREE).sum(axis=1)
    moved = here.of(back.take(second // n, axis=1), back.take(second % n, axis=1))
    second_only = (moved == _FREE).sum(axis=1)
    return np.stack([both, first_only, second_only], axis=1).astype(np.int64)


_FREE, _TIED, _UNSEEN = 0, 1, 2


class _States:
    """What stands on each dyad of a relation: an observed tie, an observed non-tie, unobserved."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.keys = layer.keys
        n = layer.dyads.n
        self.table: NDArray[np.int8] | None = None
        if n <= _DENSE:
            self.table = np.where(layer.dyads.dense().ravel(), _FREE, _UNSEEN).astype(np.int8)
            self.table[self.keys] = _TIED

    def of(self, source: Ints, target: Ints) -> NDArray[np.signedinteger]:
        """The states of these dyads, any shape."""
        n, dyads = self.layer.dyads.n, self.layer.dyads
        if not dyads.directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
        keys = source * n + target
        if self.table is not None:
            return np.asarray(self.table.take(keys))
        seen: Bools = dyads.observed(source.ravel(), target.ravel()).reshape(keys.shape)
        tied = held(self.keys, keys)
        return np.where(tied, _TIED, np.where(seen, _FREE, _UNSEEN))
