"""What may be shown of answers and amounts, so that no figure of a few follows from the others.

Careful by construction: what stands on too few is taken out before anything is computed, and groups
are shown so that those hidden are enough together, or none.
"""

from __future__ import annotations

from itertools import combinations, islice

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints

_NOUGHT = 1e-9
_SETS_AT_ONCE = 1 << 15


def without_few(performance: Floats, importance: Floats, cell: Ints, least: int
                ) -> tuple[Floats, Floats, int]:
    """Answers without those that fewer than ``least`` organisations gave.

    Parameters
    ----------
    performance, importance : floats, shape (n, items), NaN where blank
    cell : ints, shape (items,): the smallest unit shown that each item belongs to
    least : organisations that a figure must rest on

    Returns
    -------
    performance, importance : copies. Taken out: items that fewer rated, cells that fewer answered
        by half, and what fewer gave without the other figure: the mean of all, the mean of those
        who gave both, and how many they were, would tell the mean of these few.
    unpaired : how many answers were taken out for the last reason
    """
    performance, importance = performance.copy(), importance.copy()
    for table in (performance, importance):
        table[:, _few(table, least)] = np.nan
    for unit in np.unique(cell):
        inside = cell == unit
        count = (~np.isnan(performance[:, inside])).sum(axis=1)
        if int((2 * count >= inside.sum()).sum()) < least:
            performance[:, inside] = importance[:, inside] = np.nan
    return performance, importance, _leave_out_unpaired(performance, importance, least)


def _few(table: Floats, least: int) -> Bools:
    given = (~np.isnan(table)).sum(axis=0)
    return np.asarray((given > 0) & (given < least))


def _leave_out_unpaired(performance: Floats, importance: Floats, least: int) -> int:
    left = 0
    # A gap of fewer is none: their importance is left out first.
    pairs = (~np.isnan(performance) & ~np.isnan(importance)).sum(axis=0)
    importance[:, (pairs > 0) & (pairs < least)] = np.nan
    for table, other in ((performance, importance), (importance, performance)):
        alone = ~np.isnan(table) & np.isnan(other)
        both = (~np.isnan(table) & ~np.isnan(other)).any(axis=0)
        few = (alone.sum(axis=0) < least) & both
        table[alone & few] = np.nan
        left += int((alone & few).sum())
    return left


def blanks_tell(performance: Floats, importance: Floats, least: int) -> bool:
    """Whether figures of items, beside that of all of them, tell what a few answered.

    ``performance``, ``importance``, shape (n, items): of one unit. Who left one of two items blank
    counts in the unit with the other alone, so that sums of the three tell it: every way of leaving
    blanks must be that of ``least`` organisations or of none.
    """
    given = ~np.isnan(np.concatenate([performance, importance], axis=1))
    ways, count = np.unique(given[given.any(axis=1)], axis=0, return_counts=True)
    return performance.shape[1] > 1 and len(ways) > 1 and bool((count < least).any())


def shown_groups(counts: Ints, total: Ints, least: int) -> Bools:
    """Which groups a table of all units may show, shape (groups,).

    ``counts``: organisations of each unit and group, shape (units, groups); ``total``: of each
    unit, those without a group too. The same groups are shown in every row, each with at least
    ``least`` organisations; in every row those not shown are none, or so many together: else the
    smallest group shown is hidden too.
    """
    shown = np.asarray((counts >= least).all(axis=0))
    while shown.any():
        hidden = total - counts[:, shown].sum(axis=1)
        if not ((hidden > 0) & (hidden < least)).any():
            break
        shown[_smallest(shown, counts.sum(axis=0))] = False
    return shown


def _smallest(shown: Bools, size: Ints) -> int:
    return int(np.where(shown, size, np.iinfo(np.int64).max).argmin())


def shown_beside(codes: Ints, shown: Bools, other: Ints, other_shown: Bools, given: Bools,
                 least: int) -> Bools:
    """Which groups of one grouping may stand beside those shown of another, shape (groups,).

    ``codes``, ``other``, shape (n,): group of each organisation, −1 for none; ``given``, shape (n,
    units): who answered what. The smallest group is hidden until no sums and differences of what
    is shown, with the total, are the sum of fewer than ``least`` organisations.
    """
    shown = shown.copy()
    size = np.array([given[codes == group].sum() for group in range(len(shown))], dtype=np.int64)
    pairs, cell = np.unique(np.stack([codes, other]), axis=1, return_inverse=True)
    cell = cell.reshape(-1)
    sizes = np.stack([np.bincount(cell[unit], minlength=pairs.shape[1]) for unit in given.T])
    theirs = pairs[1] == np.flatnonzero(other_shown)[:, None]
    while shown.any():
        mine = pairs[0] == np.flatnonzero(shown)[:, None]
        seen = np.vstack([np.ones((1, pairs.shape[1]), dtype=bool), mine, theirs])
        if not any(_tells_of_few(seen[:, one > 0], one[one > 0], least) for one in sizes):
            break
        shown[_smallest(shown, size)] = False
    return shown


def _tells_of_few(seen: Bools, sizes: Ints, least: int) -> bool:
    """Whether the sums shown give away the sum of a few.

    ``seen``, shape (sums, cells): which cells each sum holds; ``sizes``: organisations of each
    cell. Those of one cell stand in the same sums, so only whole cells can be given away: some of
    them, when they are orthogonal to all that the sums leave open.
    """
    _, values, rows = np.linalg.svd(seen.astype(np.float64), full_matrices=True)
    open_ = rows[int((values > _NOUGHT).sum()):].T
    small = np.flatnonzero(sizes < least)
    for count in range(1, least):
        some = combinations(small.tolist(), count)
        while chosen := list(islice(some, _SETS_AT_ONCE)):
            cells = np.array(chosen, dtype=np.int64)
            cells = cells[sizes[cells].sum(axis=1) < least]
            if (np.abs(open_[cells].sum(axis=1)).max(axis=1, initial=0.0) < _NOUGHT).any():
                return True
    return False


def shown_sums(givers: Ints, least: int) -> tuple[Bools, Bools]:
    """Which sums of a table (rows × columns), and which totals of its rows, may be shown.

    ``givers``: organisations behind each cell. A cell needs ``least``; a row's total needs as many
    and may not tell a hidden rest of fewer. Where it would, the smallest cell shown is hidden too.
    """
    cells = givers >= least
    totals = givers.sum(axis=1) >= least
    for row in np.flatnonzero(totals):
        while cells[row].any():
            rest = int(givers[row][~cells[row]].sum())
            if not 0 < rest < least:
                break
            cells[row, _smallest(cells[row], givers[row])] = False
    return cells, totals
