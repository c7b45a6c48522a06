"""How closely is the partnership knit as a whole?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from partnernet.kernels import bits
from partnernet.kernels.adjacency import Pairs, contacts_of, held, keys, pairs, starts
from partnernet.kernels.bits import Flood
from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints
from partnernet.kernels.triangles import corner_totals, triangles

NAN = float("nan")


class Mutuality(NamedTuple):
    """Pairs observed both ways: tied in both directions, and in one only."""

    mutual: int
    one_sided: int

    @property
    def reciprocity(self) -> float:
        """What share of ties is returned? 2M/(2M+A), 0 to 1; NaN without ties."""
        ties = 2 * self.mutual + self.one_sided
        return 2 * self.mutual / ties if ties else NAN

    @property
    def confirmation(self) -> float:
        """What share of tied pairs do both ends report? M/(M+A), 0 to 1; NaN without ties."""
        tied = self.mutual + self.one_sided
        return self.mutual / tied if tied else NAN


def density(ties: int, dyads: int) -> float:
    """Observed ties over observed dyads, 0 to 1; NaN where no dyad was observed."""
    return ties / dyads if dyads else NAN


def seen_both_ways(source: Ints, target: Ints, dyads: Dyads) -> Bools:
    """Which ties stand on a pair of which both directions were observed? Shape (ties,)."""
    seen: Bools = dyads.observed(source, target) & dyads.observed(target, source)
    return seen


def mutuality(source: Ints, target: Ints, dyads: Dyads) -> Mutuality:
    """How many pairs are tied both ways, how many one way, of those observed both ways?

    For directed ties; undirected ones have no reciprocity.
    """
    seen = seen_both_ways(source, target, dyads)
    source, target = source[seen], target[seen]
    returned = held(np.sort(keys(source, target, dyads.n)), keys(target, source, dyads.n))
    twice = int(returned.sum())
    return Mutuality(twice // 2, len(source) - twice)


def transitivity(source: Ints, target: Ints, n: int) -> float:
    """Are the contacts of an organisation tied to each other? Undirected, 0 to 1.

    3 × triangles / connected triples; NaN where no organisation has two contacts.
    """
    both = pairs(source, target, n)
    contacts = contacts_of(both, n)
    triples = int((contacts * (contacts - 1)).sum()) // 2
    closed = sum(some.corners.shape[1] for some in triangles(both, n))
    return 3 * closed / triples if triples else NAN


def transitivities(source: Ints, target: Ints, n: int, count: int) -> Floats:
    """`transitivity` of many networks of n organisations laid side by side, shape (count,).

    Organisation i of network r has the number r·n + i; no tie joins two networks.
    """
    both = pairs(source, target, n * count)
    contacts = contacts_of(both, n * count)
    triples = (contacts * (contacts - 1) // 2).reshape(count, n).sum(axis=1)
    corners = corner_totals(both, n * count).reshape(count, n).sum(axis=1)
    found: Floats = np.divide(corners, triples, out=np.full(count, np.nan), where=triples > 0)
    return found


def reciprocities(source: Ints, target: Ints, dyads: Dyads) -> Floats:
    """Reciprocity of many networks, ``source`` and ``target`` shape (r, m); result (r,)."""
    n, count = dyads.n, len(source)
    seen = seen_both_ways(source.ravel(), target.ravel(), dyads)
    row = np.repeat(np.arange(count), source.shape[1])[seen]
    base = row * np.int64(n) * n
    ahead = base + keys(source.ravel()[seen], target.ravel()[seen], n)
    back = base + keys(target.ravel()[seen], source.ravel()[seen], n)
    returned = np.bincount(row[held(np.sort(ahead), back)], minlength=count)
    ties = np.bincount(row, minlength=count)
    share: Floats = np.divide(returned, ties, out=np.full(count, np.nan), where=ties > 0)
    return share


def clustering(source: Ints, target: Ints, n: int) -> Floats:
    """What share of each organisation's contacts are tied to each other? Shape (n,), undirected.

    NaN with fewer than two contacts.
    """
    both = pairs(source, target, n)
    contacts = contacts_of(both, n)
    room = contacts * (contacts - 1) / 2
    share: Floats = np.divide(
        corner_totals(both, n), room, out=np.full(n, np.nan), where=room > 0
    )
    return share


def local_efficiency(source: Ints, target: Ints, n: int) -> Floats:
    """If an organisation dropped out, how near would its contacts be to each other? Shape (n,).

    The efficiency of the subgraph of its contacts, paths inside it only, undirected; 0 with
    fewer than two contacts. The measure of the whole is the mean. Source: Latora & Marchiori
    (2001); igraph's function of this name lets paths leave the neighbourhood.
    """
    both = pairs(source, target, n)
    contacts = contacts_of(both, n)
    near, seats = _neighbourhoods(both, n)
    found = np.zeros(n)
    # A row of words as wide as the widest needs: neighbourhoods of like size go together.
    wide = -(-contacts // bits.WIDTH)
    for words in np.unique(wide[wide > 0]):
        chosen = wide == words
        found += _efficiency_inside(near, seats, chosen, contacts)
    room = contacts * (contacts - 1)
    mean: Floats = np.divide(found, room, out=np.zeros(n), where=room > 0)
    return mean


class _Seats(NamedTuple):
    """One seat for each contact of each organisation: whose, and which of its contacts."""

    owner: Ints
    place: Ints


def _neighbourhoods(both: Pairs, n: int) -> tuple[tuple[Ints, Ints], _Seats]:
    """Ties between the seats of one owner, and the seats; pair p has the seats p and P + p."""
    owner = np.concatenate([both.source, both.target])
    contact = np.concatenate([both.target, both.source])
    order = np.lexsort((contact, owner))
    place = np.empty(len(owner), dtype=np.int64)
    place[order] = np.arange(len(owner)) - np.repeat(
        starts(owner, n)[:-1], np.bincount(owner, minlength=n)
    )
    seat_from, seat_to = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for some in triangles(both, n):
        for c in range(3):
            # In the neighbourhood of a corner, the two others hold the seats of its two sides.
            left, right = some.sides[(c + 1) % 3], some.sides[(c + 2) % 3]
            seats = [
                np.where(both.source[side] == some.corners[c], side, side + len(both))
                for side in (left, right)
            ]
            seat_from += seats
            seat_to += seats[::-1]
    return (np.concatenate(seat_from), np.concatenate(seat_to)), _Seats(owner, place)


def _efficiency_inside(
    near: tuple[Ints, Ints], seats: _Seats, chosen: Bools, contacts: Ints
) -> Floats:
    """Sum of 1/d over the ordered pairs of contacts of each chosen organisation, shape (n,)."""
    mine = chosen[seats.owner]
    number = np.cumsum(mine) - 1
    inside = mine[near[0]]
    owner = seats.owner[mine]
    start = bits.empty(len(owner), int(contacts[chosen].max()))
    bits.place(start, np.arange(len(owner)), seats.place[mine])
    flood = Flood(number[near[0][inside]], number[near[1][inside]], len(owner))
    found = np.zeros(len(contacts))
    for distance, new in flood.walk(start):
        found += np.bincount(owner, bits.row_totals(new), len(contacts)) / distance
    return found


def degree_centralisation(contacts: Ints) -> float:
    """Does everything run through one organisation's contacts? 0 even, 1 a star; undirected.

    NaN below three organisations. Source: Freeman (1979).
    """
    n = len(contacts)
    if n < 3:
        return NAN
    return float((contacts.max() - contacts).sum() / ((n - 1) * (n - 2)))


def betweenness_centralisation(score: Floats) -> float:
    """Do the shortest paths run through one organisation? 0 even, 1 a star; undirected.

    ``score``: betweenness, each pair once. NaN below three organisations. Source: Freeman (1979).
    """
    n = len(score)
    if n < 3:
        return NAN
    return float((score.max() - score).sum() / ((n - 1) ** 2 * (n - 2) / 2))
