"""Who is tied to whom, group by group, and how many ties each block would have by chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints

_CELLS_AT_ONCE = 1 << 22  # tie × replicate cells held in memory at a time


def mixing_counts(
    source: Ints, target: Ints, codes: Ints, groups: int, *, directed: bool
) -> Ints:
    """Ties from each group to each group, for one network or for many replicates.

    Parameters
    ----------
    source, target : ints, shape (m,), or (R, m) for R rewired networks
    codes : ints, shape (n,), or (R, n) for R shuffled labellings; −1 without a group
    groups : number of groups
    directed : undirected ties stand in one cell and its mirror

    Returns
    -------
    ints, shape (groups, groups), or (R, groups, groups).

    Missing
    -------
    Ties with an end that has no group are left out.
    """
    return _tables(source, target, codes, groups, None, directed).astype(np.int64)


def mixing_sums(
    source: Ints, target: Ints, strength: Floats, codes: Ints, groups: int, *, directed: bool
) -> Floats:
    """Sum of the strengths from each group to each group; shapes as ``mixing_counts``.

    ``strength`` has the shape of ``source``, or (m,). A blank (NaN) strength is left out.
    """
    return _tables(source, target, codes, groups, np.nan_to_num(strength, nan=0.0), directed)


def mixing_means(
    source: Ints, target: Ints, strength: Floats, codes: Ints, groups: int, *, directed: bool
) -> Floats:
    """Mean strength of the ties from each group to each group; shapes as ``mixing_counts``.

    A blank (NaN) strength is left out; NaN where no tie of a block carries one.
    """
    known = ~np.isnan(strength)
    total = mixing_sums(source, target, strength, codes, groups, directed=directed)
    count = _tables(source, target, codes, groups, known.astype(np.float64), directed)
    return np.where(count > 0, total / np.where(count > 0, count, 1.0), np.nan)


def _tables(
    source: Ints, target: Ints, codes: Ints, groups: int, weights: Floats | None, directed: bool
) -> Floats:
    """Weighted block tables, replicate by replicate, so many at once as memory should hold."""
    many = source.ndim == 2 or codes.ndim == 2
    replicates = (len(source) if source.ndim == 2 else len(codes)) if many else 1
    width = groups + 1  # one more for those without a group
    places = np.where(codes < 0, groups, codes)
    result = np.zeros((replicates, width, width))
    step = max(1, _CELLS_AT_ONCE // max(1, source.shape[-1]))
    for start in range(0, replicates, step):
        part = slice(start, start + step)
        sent = source[part] if source.ndim == 2 else source
        received = target[part] if target.ndim == 2 else target
        label = places[part] if codes.ndim == 2 else places
        weight = weights[part] if weights is not None and weights.ndim == 2 else weights
        result[part] = _block_sums(sent, received, label, width, weight)
    table = result[:, :groups, :groups]
    if not directed:
        mirrored = table + table.transpose(0, 2, 1)
        diagonal = np.arange(groups)
        mirrored[:, diagonal, diagonal] = table[:, diagonal, diagonal]
        table = mirrored
    return table if many else table[0]


def _block_sums(
    source: Ints, target: Ints, places: Ints, width: int, weights: Floats | None
) -> Floats:
    cells = _labels(places, source) * width + _labels(places, target)
    rows = len(cells) if cells.ndim == 2 else 1
    if cells.ndim == 2:
        cells = cells + np.arange(rows)[:, None] * (width * width)
    if weights is not None:
        weights = np.broadcast_to(weights, cells.shape).ravel()
    flat = np.bincount(cells.ravel(), weights, minlength=rows * width * width)
    return flat.reshape(rows, width, width).astype(np.float64)


def _labels(places: Ints, ends: Ints) -> Ints:
    """The group of each tie's end: shape (m,) or (R, m)."""
    if places.ndim == 1:
        return places[ends]
    if ends.ndim == 1:
        return places.take(ends, axis=1)
    return np.take_along_axis(places, ends, axis=1)


Expectation = Callable[[Floats, Ints, Ints, bool], Floats]


def _ties(counts: Floats, directed: bool) -> Floats:
    """Number of ties in each table, with two axes kept for broadcasting."""
    whole = counts if directed else np.triu(counts)
    return np.asarray(whole.sum(axis=(-2, -1), keepdims=True), dtype=np.float64)


def _degree_sums(counts: Floats) -> Floats:
    """Undirected: each group's sum of degrees (a tie inside a group counts twice)."""
    return np.asarray(counts.sum(axis=-1) + np.diagonal(counts, axis1=-2, axis2=-1))


def by_density(counts: Floats, dyads: Ints, size: Ints, directed: bool) -> Floats:
    """Every observed dyad equally likely: density × observed dyads of the block."""
    whole = float((dyads if directed else np.triu(dyads)).sum())
    if not whole:
        return np.full(np.shape(counts), np.nan)
    return _ties(counts, directed) / whole * dyads


def by_configuration(counts: Floats, dyads: Ints, size: Ints, directed: bool) -> Floats:
    """Ties sent × ties received / m: counts self-ties too, so own blocks look too full.

    NaN without ties.
    """
    ties = _ties(counts, directed)
    share = np.where(ties > 0, 1.0 / np.where(ties > 0, ties, 1.0), np.nan)
    if directed:
        sent, received = counts.sum(axis=-1), counts.sum(axis=-2)
        return np.asarray(sent[..., :, None] * received[..., None, :] * share)
    degree = _degree_sums(counts)
    table = degree[..., :, None] * degree[..., None, :] * share / 2.0
    return np.asarray(table * (1.0 - np.eye(len(size)) / 2.0))


def by_outdegree(counts: Floats, dyads: Ints, size: Ints, directed: bool) -> Floats:
    """Every organisation names as many as it did, anybody equally likely."""
    # One organisation has nobody else to name: nothing over nothing.
    others = float(size.sum() - 1) if size.sum() > 1 else np.nan
    own = np.eye(len(size), dtype=bool)
    if directed:
        offered = np.where(own, size - 1, size)
        return np.asarray(counts.sum(axis=-1)[..., :, None] * offered / others)
    degree = _degree_sums(counts)
    half = degree[..., :, None] * size / (2.0 * others)
    table = half + np.swapaxes(half, -1, -2)
    inside = degree * (size - 1) / (2.0 * others)
    return np.asarray(np.where(own, inside[..., :, None], table))


EXPECTATIONS: dict[str, Expectation] = {
    "density": by_density,
    "configuration": by_configuration,
    "outdegree": by_outdegree,
}


def mixing_expected(
    model: str, counts: Ints | Floats, dyads: Ints, size: Ints, *, directed: bool
) -> Floats:
    """How many ties each block would hold under a closed-form expectation.

    Parameters
    ----------
    model : "density", "configuration" or "outdegree"
    counts : shape (groups, groups) or (R, groups, groups), as ``mixing_counts``
    dyads : ints, shape (groups, groups), observed dyads of each block (``Dyads.between``)
    size : ints, shape (groups,), organisations of each group

    Returns
    -------
    floats, shape of ``counts``; each table sums to its number of ties (undirected: the upper
    triangle with the diagonal).

    Missing
    -------
    Under non-response only "density" and the directed "outdegree" stay unbiased.

    Source
    ------
    "configuration": Newman (2003), Phys. Rev. E 67, 026126, eq. 2; "outdegree": Coleman (1958).
    """
    return EXPECTATIONS[model](np.asarray(counts, dtype=np.float64), dyads, size, directed)


def mixing_ratio(counts: Ints | Floats, expected: Floats, dyads: Ints) -> Floats:
    """Observed / expected; NaN in a block without observed dyads or where nothing is expected."""
    defined = (dyads > 0) & (expected > 0)
    return np.asarray(np.where(defined, counts / np.where(defined, expected, 1.0), np.nan))


def group_sizes(codes: Ints, groups: int) -> Ints:
    """Organisations of each group, shape (groups,)."""
    return np.bincount(codes[codes >= 0], minlength=groups).astype(np.int64)


def all_dyads(size: Ints, *, directed: bool) -> Ints:
    """Dyads from each group to each group, observed or not, shape (groups, groups)."""
    table = np.outer(size, size)
    inside = size * (size - 1)
    np.fill_diagonal(table, inside if directed else inside // 2)
    return table.astype(np.int64)


def observed_dyads(dyads: Dyads, codes: Ints, groups: int) -> Ints:
    """``Dyads.between`` for R labellings: ``codes`` shape (R, n), result (R, groups, groups)."""
    size = _members(codes, groups)
    told = _members(np.where(dyads.answered, codes, -1), groups)
    own = np.eye(groups, dtype=np.int64)
    if dyads.directed:
        table = told[:, :, None] * size[:, None, :] - told[:, :, None] * own
    else:
        table = _unordered(told if dyads.rule == "both" else size)
        if dyads.rule == "any":
            table = table - _unordered(size - told)
    source, target = dyads.unknown_pairs()
    if len(source):
        table = table - mixing_counts(source, target, codes, groups, directed=dyads.directed)
    source, target = dyads.told_pairs()
    if len(source):
        table = table + mixing_counts(source, target, codes, groups, directed=dyads.directed)
    return table


def _members(codes: Ints, groups: int) -> Ints:
    cells = np.where(codes < 0, groups, codes) + np.arange(len(codes))[:, None] * (groups + 1)
    flat = np.bincount(cells.ravel(), minlength=len(codes) * (groups + 1))
    return flat.reshape(len(codes), groups + 1)[:, :groups].astype(np.int64)


def _unordered(size: Ints) -> Ints:
    table = size[:, :, None] * size[:, None, :]
    diagonal = np.arange(size.shape[1])
    table[:, diagonal, diagonal] = size * (size - 1) // 2
    return table


@dataclass(frozen=True, eq=False)
class Grouped:
    """The network among the organisations that have a group, renumbered in their order.

    ``members``, shape (n,): who has one; ``kept``, shape (m,): which ties stand between two of
    them. The rest, of these: ``source``, ``target``, ``codes``, ``groups``, ``dyads``.
    """

    members: Bools
    kept: Bools
    source: Ints
    target: Ints
    codes: Ints
    groups: int
    dyads: Dyads


def among_grouped(source: Ints, target: Ints, codes: Ints, groups: int, dyads: Dyads) -> Grouped:
    """Leave out the organisations without a group (code −1), with their ties and dyads."""
    members = codes >= 0
    number = np.cumsum(members, dtype=np.int64) - 1
    kept = members[source] & members[target]
    return Grouped(members, kept, number[source[kept]], number[target[kept]],
                   codes[members], groups, dyads.within(members))


class Blocks(NamedTuple):
    """Group × group, each of shape (groups, groups): ties, how many by out-degree, their ratio.

    ``dyads``: the observed dyads of each block; ``ratio`` is NaN without any, or where none is
    expected.
    """

    observed: Ints
    expected: Floats
    ratio: Floats
    dyads: Ints


def blocks_by_outdegree(
    source: Ints, target: Ints, codes: Ints, groups: int, dyads: Dyads
) -> Blocks:
    """Where do groups have more ties, or fewer, than what each sends makes expect?

    ``source``, ``target``: the known ties, of which the observed ones among organisations that
    have a group count.
    """
    net = among_grouped(source, target, codes, groups, dyads)
    seen, directed = net.dyads.observed(net.source, net.target), net.dyads.directed
    table = mixing_counts(net.source[seen], net.target[seen], net.codes, groups, directed=directed)
    room = net.dyads.between(net.codes, groups)
    expected = mixing_expected("outdegree", table, room, group_sizes(net.codes, groups),
                               directed=directed)
    return Blocks(table, expected, mixing_ratio(table, expected, room), room)
