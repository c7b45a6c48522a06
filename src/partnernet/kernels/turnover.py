"""Two waves of one partnership: which ties formed, ended and stayed, and where they formed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints

KINDS = ("internal", "horizontal", "vertical", "diagonal")
_CELLS_AT_ONCE = 1 << 23


@dataclass(frozen=True, eq=False)
class Turnover:
    """Dyads observed in both waves, as n × n tables (symmetric for undirected data).

    ``seen``: observed in both; ``before``, ``after``: tied, and seen.
    """

    seen: Bools
    before: Bools
    after: Bools
    directed: bool

    @property
    def free(self) -> Bools:
        """Seen, and not tied before: where a tie could form."""
        return self.seen & ~self.before

    def layers(self) -> Floats:
        """Seen, free, formed, dissolved, persisted: shape (5, n, n), each dyad once."""
        stack = np.stack([self.seen, self.free, self.after & ~self.before,
                          self.before & ~self.after, self.before & self.after])
        return (stack if self.directed else np.triu(stack, 1)).astype(np.float64)


def by_block(layers: Floats, labels: Ints, groups: int) -> Floats:
    """Each layer's count from group r to group s, shape (r, layers, groups, groups).

    ``labels``, shape (r, n), −1 for none.
    """
    labels = np.atleast_2d(labels)
    n = labels.shape[1]
    out = np.empty((len(labels), len(layers), groups, groups))
    step = max(1, _CELLS_AT_ONCE // max(1, n * groups * len(layers)))
    for start in range(0, len(labels), step):
        part = labels[start:start + step]
        inside = (part[:, None, :] == np.arange(groups)[None, :, None]).astype(np.float64)
        half = np.einsum("rgn,lnm->rlgm", inside, layers, optimize=True)
        out[start:start + step] = np.einsum("rlgm,rhm->rlgh", half, inside, optimize=True)
    return out


def kinds_of_blocks(first: Ints, second: Ints) -> Ints:
    """Kind of a tie between cells, shape (cells, cells): a place in `KINDS`, −1 without one.

    ``first``, ``second``, shape (cells,): sector and level of each cell, −1 for none.
    """
    same_sector, same_level = first[:, None] == first, second[:, None] == second
    kind = np.where(same_sector, np.where(same_level, 0, 2), np.where(same_level, 1, 3))
    whole = (first >= 0) & (second >= 0)
    return np.where(whole[:, None] & whole, kind, -1)


def jaccard(persisted: Ints | Floats, formed: Ints | Floats, dissolved: Ints | Floats) -> Floats:
    """Ties in both waves, or relations, over ties in either; NaN without any."""
    either = persisted + formed + dissolved
    return np.where(either > 0, persisted / np.where(either > 0, either, 1), np.nan)


def equally(free: Floats, formed: Floats) -> Floats:
    """Ties that would have formed in each block if all formed on any free dyad equally.

    ``free``, ``formed``: free dyads and formed ties of the blocks that make one whole, shape
    (…, blocks). NaN without free dyads.
    """
    room = free.sum(axis=-1, keepdims=True)
    rate = np.divide(formed.sum(axis=-1, keepdims=True), room, out=np.full(room.shape, np.nan),
                     where=room > 0)
    return np.asarray(np.where(free > 0, rate * free, np.nan))
