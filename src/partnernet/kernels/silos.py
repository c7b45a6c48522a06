"""The E–I index of the whole network and of each group: its value, range and bounds.

E–I = (E − I)/(E + I), E external and I internal ties (Krackhardt and Stern 1988). Arrays with a
row ``1 + groups`` hold the whole network first, then each group, whose E are the ties with exactly
one end in it. Ties here are *among the grouped* (``mixing.among_grouped``), codes never −1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from partnernet.kernels.dyads import Dyads, Floats, Ints
from partnernet.kernels.mixing import all_dyads, group_sizes, mixing_counts

Counts = TypeVar("Counts", Ints, Floats)


def inside_outside(table: Counts, *, directed: bool) -> tuple[Counts, Counts]:
    """Internal and external ties (or dyads), the whole first, then each group.

    Parameters
    ----------
    table : ints, shape (groups, groups) or (R, groups, groups), as ``mixing_counts``

    Returns
    -------
    two arrays, shape (1 + groups,) or (R, 1 + groups).
    """
    own = np.diagonal(table, axis1=-2, axis2=-1)
    ends = table.sum(axis=-1) + (table.sum(axis=-2) - 2 * own if directed else -own)
    internal = np.concatenate([own.sum(axis=-1, keepdims=True), own], axis=-1)
    # Each external tie leaves two groups.
    external = np.concatenate([ends.sum(axis=-1, keepdims=True) // 2, ends], axis=-1)
    return internal, external


def ei_index(internal: Ints | Floats, external: Ints | Floats) -> Floats:
    """(E − I)/(E + I); NaN without ties."""
    ties = np.asarray(external + internal, dtype=np.float64)
    safe = np.where(ties > 0, ties, 1.0)
    return np.asarray(np.where(ties > 0, (external - internal) / safe, np.nan))


@dataclass(frozen=True, eq=False)
class EiTable:
    """What the E–I index says; every array has shape (1 + groups,), the whole network first.

    Counts are ints; all else is NaN where undefined. ``internal``, ``external``: observed ties;
    ``ties`` their sum; ``minimum``, ``maximum``, ``rescaled``: the attainable range; ``low``,
    ``high``: non-response bounds; ``expected_random``: under G(n, m) on the observed dyads, exact;
    ``coleman`` and ``conductance`` of each group (NaN for the whole).
    """

    members: Ints
    internal: Ints
    external: Ints
    ties: Ints
    ei: Floats
    minimum: Floats
    maximum: Floats
    rescaled: Floats
    low: Floats
    high: Floats
    expected_random: Floats
    coleman: Floats
    conductance: Floats


def ei_table(source: Ints, target: Ints, codes: Ints, groups: int, dyads: Dyads) -> EiTable:
    """Everything closed-form about the E–I index, whole and per group.

    Parameters
    ----------
    source, target : ints, shape (m,): all known ties, on observed dyads or not
    codes : ints, shape (n,), 0 … groups − 1
    dyads : the observed dyads; directed or not is theirs

    Returns
    -------
    EiTable.

    Missing
    -------
    ``ei`` and all but the bounds use observed ties; with fewer than two groups that have members
    every index is NaN.
    """
    directed = dyads.directed
    seen = dyads.observed(source, target)
    size = group_sizes(codes, groups)
    table = mixing_counts(source[seen], target[seen], codes, groups, directed=directed)
    silent = mixing_counts(source[~seen], target[~seen], codes, groups, directed=directed)
    between = dyads.between(codes, groups)
    internal, external = inside_outside(table, directed=directed)
    within, across = inside_outside(between, directed=directed)
    known_in, known_out = inside_outside(table + silent, directed=directed)
    open_in, open_out = inside_outside(all_dyads(size, directed=directed) - between - silent,
                                       directed=directed)
    ei = ei_index(internal, external)
    minimum, maximum = ei_range(internal + external, within, across)
    low, high = ei_bounds(known_in, known_out, open_in, open_out)
    values = [ei, minimum, maximum, rescaled(ei, minimum, maximum), low, high,
              ei_index(within, across), _whole_nan(coleman(table, size, directed=directed)),
              _whole_nan(conductance(internal[1:], external[1:], int(internal[0] + external[0])))]
    if np.count_nonzero(size) < 2:
        values = [np.full(groups + 1, np.nan) for _ in values]
    members = np.concatenate([[size.sum()], size])
    return EiTable(members, internal, external, internal + external, *values)


def _whole_nan(groups: Floats) -> Floats:
    return np.concatenate([[np.nan], groups])


def ei_range(ties: Ints, within: Ints, across: Ints) -> tuple[Floats, Floats]:
    """Lowest and highest E–I that so many ties could have on these observed dyads.

    ``within``, ``across``: observed dyads inside and between; any one shape. NaN without ties.
    """
    some = ties > 0
    safe = np.where(some, ties, 1)
    highest = (2 * np.minimum(ties, across) - ties) / safe
    lowest = (2 * np.maximum(0, ties - within) - ties) / safe
    return np.where(some, lowest, np.nan), np.where(some, highest, np.nan)


def rescaled(ei: Floats, minimum: Floats, maximum: Floats) -> Floats:
    """E–I from −1 (as internal as it can be) to 1; NaN where it could have one value only."""
    span = maximum - minimum
    free = span > 0
    return np.where(free, 2 * (ei - minimum) / np.where(free, span, 1.0) - 1, np.nan)


def ei_bounds(
    known_in: Ints, known_out: Ints, open_in: Ints, open_out: Ints
) -> tuple[Floats, Floats]:
    """Lowest and highest E–I whatever the unobserved dyads hold.

    ``known_in``, ``known_out``: all known ties inside and across; ``open_in``, ``open_out``:
    unobserved dyads without one. Any one shape.
    """
    low = ei_index(known_in + open_in, known_out)
    high = ei_index(known_in, known_out + open_out)
    # No tie and nothing open on that side: only the other side's ties could give it a value.
    low = np.where(np.isnan(low) & (open_out > 0), 1.0, low)
    high = np.where(np.isnan(high) & (open_in > 0), -1.0, high)
    return low, high


def coleman(table: Ints | Floats, size: Ints, *, directed: bool) -> Floats:
    """Coleman's homophily index of each group, −1 to 1, 0 as if organisations named blindly.

    Parameters
    ----------
    table : shape (groups, groups) or (R, groups, groups), ties from row to column
    size : ints, shape (groups,)

    Returns
    -------
    floats, shape (groups,) or (R, groups); NaN without ties, with one member, with everybody a
    member, or where nothing is expected and nothing found.

    Source
    ------
    Coleman (1958), Human Organization 17, 28–36. Undirected: degrees for ties sent.
    """
    own = np.diagonal(table, axis1=-2, axis2=-1).astype(np.float64)
    sent = np.asarray(table.sum(axis=-1), dtype=np.float64)
    if not directed:
        sent, own = sent + own, 2 * own
    n = int(size.sum())
    expected = sent * (size - 1) / max(1, n - 1)
    above = own > expected
    room = np.where(above, sent - expected, expected)
    defined = (sent > 0) & (size > 1) & (size < n) & (room > 0)
    return np.where(defined, (own - expected) / np.where(defined, room, 1.0), np.nan)


def conductance(internal: Ints, external: Ints, ties: int) -> Floats:
    """E / min(vol, 2m − vol), vol = 2I + E, of each group; NaN where that is 0."""
    volume = 2 * internal + external
    smaller = np.minimum(volume, 2 * ties - volume)
    return np.where(smaller > 0, external / np.where(smaller > 0, smaller, 1), np.nan)
