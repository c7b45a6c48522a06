"""Institutional fit: are those responsible for linked indicators themselves linked?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from partnernet.kernels import adjacency
from partnernet.kernels.dyads import Bools, Ints


@dataclass(frozen=True, eq=False)
class Meetings:
    """Every pair of organisations that would join the two ends of a link.

    ``link``, ``one``, ``other``, shape (p,), sorted by link: ``one`` is responsible for the link's
    source, ``other`` for its target (the same organisation, where it is for both). ``links``: how
    many links there are.
    """

    link: Ints
    one: Ints
    other: Ints
    links: int

    @cached_property
    def owned(self) -> Bools:
        """Whether somebody is responsible at both ends of each link, shape (links,)."""
        return np.bincount(self.link, minlength=self.links) > 0

    def covered(self, tied: Ints, n: int, places: Ints) -> Bools:
        """Which links are covered, under each assignment of organisations to places.

        ``tied``: sorted keys (``adjacency.keys``) of the ties, both ways round; ``places``, shape
        (r, n): where in the network each organisation stands. Returns shape (r, links).
        """
        places = np.atleast_2d(places)
        one, other = places[:, self.one], places[:, self.other]
        joined = (one == other) | adjacency.held(tied, adjacency.keys(one, other, n))
        count = np.zeros((len(places), self.links), dtype=np.int64)
        starts = np.flatnonzero(np.diff(self.link, prepend=-1))
        if len(starts):
            count[:, self.link[starts]] = np.add.reduceat(joined.astype(np.int64), starts, axis=1)
        return count > 0


def meetings(source: Ints, target: Ints, indicator: Ints, organisation: Ints) -> Meetings:
    """The pairs that would cover each link.

    ``source``, ``target``, shape (links,): positions of indicators. ``indicator``,
    ``organisation``, shape (k,): who is responsible for what, each pair once.
    """
    order = np.lexsort((organisation, indicator))
    indicator, organisation = indicator[order], organisation[order]
    most = int(max(source.max(initial=-1), target.max(initial=-1), indicator.max(initial=-1))) + 1
    count = np.bincount(indicator, minlength=most).astype(np.int64)
    first = np.cumsum(count) - count
    pairs = count[source] * count[target]
    link = np.repeat(np.arange(len(source)), pairs)
    within = np.arange(len(link)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    wide = count[target][link] if len(link) else np.zeros(0, dtype=np.int64)
    one = organisation[first[source[link]] + within // np.maximum(wide, 1)]
    other = organisation[first[target[link]] + within % np.maximum(wide, 1)]
    return Meetings(link.astype(np.int64), one, other, len(source))
