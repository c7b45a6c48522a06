"""Who bridges? Measures of one organisation between others, besides betweenness and roles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from partnernet.kernels.adjacency import contacts_of, pairs
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.components import sizes, weak
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.triangles import corner_totals


def everett_valente(
    source: Ints, target: Ints, n: int, undirected_betweenness: Floats | None = None
) -> Floats:
    """How much of each contact's way to others runs through the organisation? Shape (n,).

    (2b + s − 1)/degree, undirected, s the size of its weak component; 0 where b = 0. b may be
    given where it is known already. Source: Everett & Valente (2016).
    """
    both = pairs(source, target, n)
    score = undirected_betweenness
    if score is None:
        score = betweenness(both.source, both.target, n, directed=False)
    label = weak(source, target, n)
    reached = sizes(label)[label] - 1
    brokers: Floats = np.divide(
        2 * score + reached, contacts_of(both, n), out=np.zeros(n), where=score > 0
    )
    return brokers


def participation(source: Ints, target: Ints, n: int, codes: Ints) -> Floats:
    """Are an organisation's contacts spread over many groups? 0 one group, towards 1 many.

    1 − Σ_s (k_is/k_i)² over contacts, either direction, that have a group. Shape (n,); NaN
    without such contacts. Source: Guimerà & Amaral (2005).
    """
    both = pairs(source, target, n)
    owner = np.concatenate([both.source, both.target])
    group = codes[np.concatenate([both.target, both.source])]
    owner, group = owner[group >= 0], group[group >= 0]
    groups = int(codes.max(initial=0)) + 1
    cell, count = np.unique(owner * groups + group, return_counts=True)
    squares = np.bincount(cell // groups, count.astype(float) ** 2, n)
    whole = np.bincount(owner, minlength=n).astype(float)
    share: Floats = np.divide(squares, whole**2, out=np.full(n, np.nan), where=whole > 0)
    return 1 - share


class HonestBroker(NamedTuple):
    """Pairs of an organisation's contacts, each of shape (n,).

    ``pure``: no tie between the two; ``weak``: one of them reports one; ``none``: both do
    (undirected data: any tie; ``weak`` is then NaN).
    """

    pure: Floats
    weak: Floats
    none: Floats


def honest_broker(source: Ints, target: Ints, n: int, *, directed: bool) -> HonestBroker:
    """Between how many of its contacts does an organisation stand alone?

    Source: the honest broker index of UCINET (Borgatti, Everett & Freeman 2002).
    """
    both = pairs(source, target, n)
    contacts = contacts_of(both, n)
    tied = corner_totals(both, n)
    pure = contacts * (contacts - 1) / 2 - tied
    if not directed:
        return HonestBroker(pure, np.full(n, np.nan), tied)
    twice = corner_totals(both, n, (both.reports == 2).astype(float))
    return HonestBroker(pure, tied - twice, twice)


def load(source: Ints, target: Ints, n: int) -> Floats:
    """How many contacts has an organisation, of the mean of all? Shape (n,), 1 = average.

    NaN where nobody has any.
    """
    contacts = contacts_of(pairs(source, target, n), n)
    total = int(contacts.sum())
    return contacts * n / total if total else np.full(n, np.nan)
