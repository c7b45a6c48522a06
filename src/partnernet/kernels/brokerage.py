"""Whom does each organisation connect that are not tied themselves, and across which groups?

Gould & Fernandez (1989): triples a → i → b, a ≠ b, without a tie a → b. Two-step ways are counted
from the number of each organisation's contacts in each group, and those that a tie shortens are
taken off; no triple is written down. sna's `brokerage` has the columns w_I, w_O, b_IO, b_OI, b_O,
t for `ROLES`, and on symmetric networks counts all but the two in the middle twice.

Undirected: unordered pairs. Representative and gatekeeper cannot then be told apart, both hold
the pairs with exactly one end in the broker's group, and the total counts them once.

Organisations without a group (code −1) are no part of a triple; their own rows are NaN.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from partnernet.kernels.adjacency import (
    among,
    held,
    keys,
    lists,
    matrix,
    pairs,
    runs,
    starts,
    walkable,
)
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.triangles import Triples, short_cuts

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")
COORDINATOR, ITINERANT, REPRESENTATIVE, GATEKEEPER, LIAISON, TOTAL = range(6)

# Cells of a table held at once, and two-step ways looked at together.
CELLS = 2**21
AT_ONCE = 2**20


def brokerage(
    source: Ints, target: Ints, n: int, codes: Ints, *, directed: bool, shared: bool = False
) -> Floats:
    """In how many open triples does each organisation stand in the middle, by role?

    ``codes``, shape (n,), each one's group. ``shared``: a pair's credit of 1 is divided among
    all its brokers. Returns shape (n, 6), columns `ROLES`.
    """
    if not shared:
        only: Floats = brokerage_of(source, target, n, codes[None, :], directed=directed)[0]
        return only
    source, target = _of_grouped(source, target, n, codes, directed=directed)
    return _finished(_shared(source, target, n, codes), codes, directed=directed)


def brokerage_of(source: Ints, target: Ints, n: int, labels: Ints, *, directed: bool) -> Floats:
    """The same for many groupings of one network, as under a permutation null.

    ``labels``, shape (replicates, n): groups, those without (−1) the same in every row.
    Returns shape (replicates, n, 6), columns `ROLES`.
    """
    source, target = _of_grouped(source, target, n, labels[0], directed=directed)
    counted = _two_steps(source, target, n, labels)
    both = pairs(source, target, n)
    for some in short_cuts(both, n, source, target):
        _take_off(counted, some, labels)
    counted[:, :, TOTAL] = counted[:, :, :TOTAL].sum(axis=2)
    return _finished(counted, labels[0], directed=directed)


def _of_grouped(
    source: Ints, target: Ints, n: int, codes: Ints, *, directed: bool
) -> tuple[Ints, Ints]:
    inside = among(source, target, codes >= 0)
    return walkable(source[inside], target[inside], n, directed=directed)


def _finished(counted: Floats, codes: Ints, *, directed: bool) -> Floats:
    if not directed:
        # Every unordered pair was met from both sides, in these roles twice as the same one.
        counted[..., [COORDINATOR, ITINERANT, LIAISON]] /= 2
        counted[..., TOTAL] /= 2
    counted[..., codes < 0, :] = np.nan
    return counted


def _two_steps(source: Ints, target: Ints, n: int, labels: Ints) -> Floats:
    """Ways a → i → b, a ≠ b, by role whether or not a tie shortens them, (replicates, n, 6)."""
    along = matrix(source, target, n)
    against = sparse.csr_array(along.T)
    returned = along * against
    sums = np.stack([(m @ np.ones(n)) for m in (against, along, returned)])
    found = np.empty((len(labels), n, len(ROLES)))
    groups = int(labels.max(initial=-1)) + 1
    replicates = max(1, CELLS // max(1, n * groups))
    for first in range(0, len(labels), replicates):
        some = slice(first, first + replicates)
        own, alike = _group_sums((against, along, returned), labels[some], groups)
        found[some] = _by_role(sums[:, None, :], own, alike)
    return found


def _group_sums(
    matrices: tuple[sparse.csr_array, ...], labels: Ints, groups: int
) -> tuple[Floats, Floats]:
    """Ties in, out and returned with the own group, (3, replicates, n); Σ_g in_g × out_g."""
    count, n = labels.shape
    own, alike = np.zeros((3, count, n)), np.zeros((count, n))
    width = max(1, CELLS // max(1, n * count))
    for first in range(0, groups, width):
        group = np.arange(first, min(first + width, groups))
        belongs = (labels.T[:, :, None] == group).astype(float)
        flat = belongs.reshape(n, -1)
        met = [(m @ flat).reshape(belongs.shape) for m in matrices]
        for place, table in enumerate(met):
            own[place] += np.einsum("nrg,nrg->rn", belongs, table)
        alike += np.einsum("nrg,nrg->rn", met[0], met[1])
    return own, alike


def _by_role(sums: Floats, own: Floats, alike: Floats) -> Floats:
    """Two-step ways by role from ties in, out and returned: all, and with the own group."""
    into, out, returned = sums
    own_into, own_out, own_returned = own
    total = into * out - returned
    role = [
        own_into * own_out - own_returned,
        alike - own_into * own_out - (returned - own_returned),
        own_into * (out - own_out),
        (into - own_into) * own_out,
    ]
    table = np.empty((*alike.shape, len(ROLES)))
    for place, count in enumerate([*role, total - sum(role), total]):
        table[..., place] = count
    return table


def _take_off(counted: Floats, some: Triples, labels: Ints) -> None:
    """Remove triples that a tie shortens from the role they would have had."""
    count, n = labels.shape
    size = max(1, CELLS // max(1, len(some.middle)))
    for first in range(0, count, size):
        rows = labels[first : first + size]
        role = _roles(rows[:, some.first], rows[:, some.middle], rows[:, some.last])
        cell = (np.arange(len(rows))[:, None] * n + some.middle) * len(ROLES) + role
        off = np.bincount(cell.ravel(), minlength=len(rows) * n * len(ROLES))
        counted[first : first + size] -= off.reshape(len(rows), n, len(ROLES))


def _roles(first: Ints, middle: Ints, last: Ints) -> Ints:
    """The role of the one in the middle, from the three groups."""
    starts_own, ends_own, alike = first == middle, middle == last, first == last
    role = np.where(alike, ITINERANT, LIAISON)
    role[starts_own] = REPRESENTATIVE
    role[ends_own] = GATEKEEPER
    role[starts_own & ends_own] = COORDINATOR
    return role


def _shared(source: Ints, target: Ints, n: int, codes: Ints) -> Floats:
    """Credit 1/(number of brokers) for each open pair, by broker and role, (n, 6)."""
    onward = lists(source, target, n)
    tie = keys(source, target, n)[onward.tie]
    first_of, middle_of = source[onward.tie], onward.other
    ways = onward.start[middle_of + 1] - onward.start[middle_of]
    # Whole organisations at a time, since all ways between two ends must be seen together.
    until = np.r_[0, np.cumsum(ways)][starts(source, n)]
    credit, first = np.zeros(n * len(ROLES)), 0
    while first < n:
        last = max(first + 1, int(np.searchsorted(until, until[first] + AT_ONCE, "right")) - 1)
        some = np.arange(onward.start[first], onward.start[last])
        step = np.repeat(some, ways[some])
        end = onward.other[runs(onward.start[middle_of[some]], ways[some])]
        pair = keys(first_of[step], end, n)
        is_open = (first_of[step] != end) & ~held(tie, pair)
        step, end = step[is_open], end[is_open]
        _, which, brokers = np.unique(pair[is_open], return_inverse=True, return_counts=True)
        role = _roles(codes[first_of[step]], codes[middle_of[step]], codes[end])
        cell = middle_of[step] * len(ROLES) + role
        credit += np.bincount(cell, 1 / brokers[which], len(credit))
        first = last
    table = credit.reshape(n, len(ROLES))
    table[:, TOTAL] = table[:, :TOTAL].sum(axis=1)
    return table


def open_pairs_between(
    source: Ints, target: Ints, n: int, codes: Ints, a: int, b: int, *, directed: bool
) -> Ints:
    """How many open pairs between groups a and b does each organisation, of any group, broker?

    Triples x → i → y without x → y, x in a and y in b or the reverse; undirected each pair once.
    Returns shape (n,).
    """
    if a == b:
        raise ValueError("two different groups are needed")
    source, target = walkable(source, target, n, directed=directed)
    inside = [np.bincount(target, codes[source] == g, n) for g in (a, b)]
    out = [np.bincount(source, codes[target] == g, n) for g in (a, b)]
    count = inside[0] * out[1] + inside[1] * out[0]
    for some in short_cuts(pairs(source, target, n), n, source, target):
        x, y = codes[some.first], codes[some.last]
        across = ((x == a) & (y == b)) | ((x == b) & (y == a))
        count -= np.bincount(some.middle[across], minlength=n)
    return (count if directed else count / 2).round().astype(np.int64)


def bernoulli(codes: Ints, density: float) -> tuple[Floats, Floats]:
    """How much brokerage would there be if every tie stood by chance alone? Directed.

    ``density``: of the organisations that have a group. Returns expectation and standard
    deviation, each of shape (n, 6), columns `ROLES`, over networks in which each tie stands
    independently with that chance (agrees with sna's node level values on directed networks).
    """
    has = codes >= 0
    size = np.bincount(codes[has]).astype(float)
    n, mine = float(has.sum()), size[codes[has]]
    rest = n - mine

    def others(value: Floats) -> Floats:
        rest_of: Floats = value.sum() - value[codes[has]]
        return rest_of

    def choose(x: Floats) -> Floats:
        pairs_of: Floats = x * (x - 1) / 2
        return pairs_of

    # Row j, column i: two ends outside the groups of j and i.
    outside = choose(n - size[:, None] - mine[None, :]) * size[:, None]
    third = outside.sum(axis=0) - outside[codes[has], np.arange(len(mine))]
    between = rest * (mine - 1)
    linked = 2 * ((mine - 1) * choose(rest) + rest * choose(mine - 1))
    triples = np.stack([
        (mine - 1) * (mine - 2), others(size * (size - 1)), between, between,
        rest**2 - others(size**2), np.full(len(mine), (n - 1) * (n - 2)),
    ], axis=1)
    linking = np.stack([
        2 * (mine - 1) * (mine - 2) * (mine - 3), 2 * others(size * (size - 1) * (size - 2)),
        linked, linked, 4 * third, np.full(len(mine), 2 * (n - 1) * (n - 2) * (n - 3)),
    ], axis=1)
    chance = density**2 * (1 - density)
    together = (density * (1 - density)) ** 3
    expected, sd = np.full((2, len(codes), len(ROLES)), np.nan)
    expected[has] = chance * triples + 0.0  # no −0
    sd[has] = np.sqrt(np.maximum(expected[has] * (1 - chance) + linking * together, 0))
    return expected, sd


