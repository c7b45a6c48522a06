"""How free is each organisation between its contacts? Burt's (1992) structural holes.

A tie weighs 1, or its oriented strength; ties both ways add up, so direction does not matter
but a mutual tie weighs 2. Sums over two steps run over triangles only, since both p_iq and p_qj
are 0 elsewhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from partnernet.kernels.adjacency import Pairs, contacts_of, pairs
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.triangles import triangles


class Holes(NamedTuple):
    """Each of shape (n,), NaN for an organisation without contacts."""

    constraint: Floats
    effective_size: Floats
    burt_efficiency: Floats
    burt_hierarchy: Floats


class _Weights(NamedTuple):
    """The pairs with a weight: both directions summed; its sum and largest an organisation."""

    both: Pairs
    weight: Floats
    total: Floats
    largest: Floats
    contacts: Ints


def structural_holes(
    source: Ints, target: Ints, n: int, strength: Floats | None = None
) -> Holes:
    """Do an organisation's contacts leave it room, or do they all know each other?

    ``strength``, shape (ties,), oriented: a tie with none (NaN), or 0, is no tie here.

    With w_ij + w_ji a pair's weight, p_ij its share of i's sum, m_jq its share of j's largest:
    constraint Σ_j (p_ij + Σ_q p_iq·p_qj)² over contacts j, 0 to above 1, high = little room;
    effective size Σ_j (1 − Σ_q p_iq·m_jq), 1 to the number of contacts; `burt_efficiency` it per
    contact; `burt_hierarchy` whether one contact makes the constraint, 0 to 1.
    Source: Burt (1992), chapter 2; constraint as in igraph, effective size as in
    networkx's call with every node named.
    """
    weights = _weights(source, target, n, strength)
    redundant, detour = _through_triangles(weights, n)
    share = _constraints(weights, detour)
    has = weights.contacts > 0
    nothing = np.full(n, np.nan)
    constraint = np.where(has, _at_ends(weights.both, share[0], share[1], n), np.nan)
    size = np.where(has, weights.contacts - redundant, np.nan)
    efficiency = np.divide(size, weights.contacts, out=nothing.copy(), where=has)
    return Holes(constraint, size, efficiency, _hierarchy(weights, share, constraint))


def constraint(source: Ints, target: Ints, n: int, strength: Floats | None = None) -> Floats:
    """Burt's constraint alone, shape (n,)."""
    return structural_holes(source, target, n, strength).constraint


def effective_size(source: Ints, target: Ints, n: int, strength: Floats | None = None) -> Floats:
    """Burt's effective size alone, shape (n,)."""
    return structural_holes(source, target, n, strength).effective_size


def _weights(source: Ints, target: Ints, n: int, strength: Floats | None) -> _Weights:
    value = np.ones(len(source)) if strength is None else strength
    there = value > 0
    both = pairs(source[there], target[there], n)
    weight: Floats = np.bincount(both.pair, value[there], len(both)).astype(np.float64)
    total, largest = _at_ends(both, weight, weight, n), np.zeros(n)
    np.maximum.at(largest, both.source, weight)
    np.maximum.at(largest, both.target, weight)
    return _Weights(both, weight, total, largest, contacts_of(both, n))


def _at_ends(both: Pairs, at_source: Floats, at_target: Floats, n: int) -> Floats:
    """Sum of what each pair gives to its two ends, shape (n,)."""
    summed = np.bincount(both.source, at_source, n) + np.bincount(both.target, at_target, n)
    return summed.astype(np.float64)


def _through_triangles(weights: _Weights, n: int) -> tuple[Floats, Floats]:
    """What each organisation's contacts repeat, (n,), and each pair's weight through thirds."""
    redundant, detour = np.zeros(n), np.zeros(len(weights.both))
    for some in triangles(weights.both, n):
        weight = weights.weight[some.sides]
        largest = weights.largest[some.corners]
        for c in range(3):
            left, right = (c + 1) % 3, (c + 2) % 3
            corner, side = some.corners[c], some.sides[c]
            # Through corner c, between the two others: p_xc × p_cy without the division by x.
            detour += np.bincount(
                side, weight[left] * weight[right] / weights.total[corner], len(detour)
            )
            # For corner c its contact `left` repeats `right` and the other way round; the tie
            # c–left is the side opposite to `right`.
            repeated = weight[c] * (weight[right] / largest[right] + weight[left] / largest[left])
            redundant += np.bincount(corner, repeated / weights.total[corner], n)
    return redundant, detour


def _constraints(weights: _Weights, detour: Floats) -> Floats:
    """c_ij of both ends of every pair, shape (2, pairs): what the other end constrains it."""
    both = weights.both
    ends = np.stack([both.source, both.target])
    squared: Floats = ((weights.weight + detour) / weights.total[ends]) ** 2
    return squared


def _hierarchy(weights: _Weights, share: Floats, constraint: Floats) -> Floats:
    """Σ r ln r / (N ln N), r = c_ij × N / constraint; 1 with a single contact."""
    both, contacts = weights.both, weights.contacts
    ends = np.stack([both.source, both.target])
    part = share * contacts[ends] / constraint[ends]
    spread = part * np.log(part)
    summed = _at_ends(both, spread[0], spread[1], len(contacts))
    found = np.where(contacts == 1, 1.0, np.nan)
    room = contacts * np.log(np.maximum(contacts, 1))
    hierarchy: Floats = np.divide(summed, room, out=found, where=contacts > 1)
    return hierarchy
