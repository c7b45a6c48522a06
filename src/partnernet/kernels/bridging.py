"""What would be lost if a tie went? The fall of mean 1/d when each tie is taken out, exactly.

Valente & Fujimoto (2010). A tie matters to an ordered pair s, t only where every shortest path
from s to t runs through it. For each start these ties form chains: the last of them before t,
the last before that one's near end, and so on. Taking one out changes the distances of exactly
those who have it in their chain, so only these are searched anew, from their neighbours who
have not: work for the few pairs that change instead of a search of everything for every tie.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from partnernet.kernels.adjacency import Lists, Pairs, contacts_of, lists, pairs, places, runs
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.paths import Steps, distance_matrix

# Entries of a table held at once.
CELLS = 2**20
_NEVER = np.iinfo(np.int64).max // 2


def bridging(source: Ints, target: Ints, n: int) -> Floats:
    """How much do the others rely on an organisation's ties? Undirected, shape (n,).

    The mean, over its ties, of the fall in mean 1/d (over ordered pairs) when that tie goes;
    NaN without ties. Source: Valente & Fujimoto (2010).
    """
    both = pairs(source, target, n)
    loss, contacts = losses(both, n), contacts_of(both, n)
    summed = np.bincount(both.source, loss, n) + np.bincount(both.target, loss, n)
    mean: Floats = np.divide(summed, contacts, out=np.full(n, np.nan), where=contacts > 0)
    return mean


def losses(both: Pairs, n: int) -> Floats:
    """By how much does mean 1/d fall when each pair loses its tie? Shape (pairs,)."""
    loss = np.zeros(len(both))
    if not len(both):
        return loss
    steps = distance_matrix(both.source, both.target, n, directed=False)
    source = np.concatenate([both.source, both.target])
    target = np.concatenate([both.target, both.source])
    near = lists(source, target, n)
    pair = np.tile(np.arange(len(both)), 2)[near.tie]
    size = max(1, CELLS // len(source))
    for first in range(0, n, size):
        chains = _chains(near, pair, steps[first : first + size])
        for some in _portions(chains, near, n):
            _add_losses(loss, chains, near, some, n)
    return loss / (n * (n - 1))


class _Chains(NamedTuple):
    """For some starts, the ties without which an organisation is further away.

    A cell is start × n + organisation. ``last``: the far end (a cell) of the last tie that all
    shortest paths share, −1 for none. Of the far end of such a tie: ``above``, the one before
    it in the chain; ``depth``, how many there are so far; ``through``, the near end; ``pair``.
    All have one entry more than there are cells, which −1 points to.
    """

    steps: Ints
    last: Ints
    above: Ints
    depth: Ints
    through: Ints
    pair: Ints


def _chains(near: Lists, pair: Ints, table: Steps) -> _Chains:
    """Chains from each of these starts; ``table``: their distances, shape (starts, n)."""
    starts, n = table.shape
    to = np.repeat(np.arange(n), np.diff(near.start))
    row, tie = np.nonzero(table[:, near.other] + 1 == table[:, to])
    head, tail = row * n + to[tie], row * n + near.other[tie]
    steps = table.ravel().astype(np.int64)
    # Ties into one organisation stand together; organisations by their distance.
    order = np.argsort(steps[head], kind="stable")
    head, tail, tie = head[order], tail[order], tie[order]
    ways = np.bincount(head, minlength=starts * n)
    empty = [np.full(starts * n + 1, -1, dtype=np.int64) for _ in range(4)]
    chains = _Chains(steps, empty[0], empty[1], np.zeros(starts * n + 1, np.int64), *empty[2:])
    until = np.searchsorted(steps[head], np.arange(1, int(steps.max()) + 2))
    for first, end in zip(until[:-1], until[1:], strict=True):
        level = np.arange(first, end)
        lone = ways[head[level]] == 1
        _lengthen(chains, head[level[lone]], tail[level[lone]], pair[tie[level[lone]]])
        _join(chains, head[level[~lone]], tail[level[~lone]])
    return chains


def _lengthen(chains: _Chains, head: Ints, tail: Ints, pair: Ints) -> None:
    """An organisation with a single way in: its chain is that of the way, and the tie."""
    chains.last[head] = head
    chains.above[head] = chains.last[tail]
    chains.depth[head] = chains.depth[chains.last[tail]] + 1
    chains.through[head] = tail
    chains.pair[head] = pair


def _join(chains: _Chains, head: Ints, tail: Ints) -> None:
    """An organisation with several ways in: what their chains have in common."""
    if not len(head):
        return
    first = np.flatnonzero(np.r_[True, head[1:] != head[:-1]])
    which = np.repeat(np.arange(len(first)), np.diff(np.r_[first, len(head)]))
    end = chains.last[tail]
    while True:
        apart = np.minimum.reduceat(end, first) != np.maximum.reduceat(end, first)
        if not apart.any():
            break
        depth = chains.depth[end]
        deepest = np.maximum.reduceat(depth, first)
        lift = apart[which] & (depth == deepest[which])
        end[lift] = chains.above[end[lift]]
    chains.last[head[first]] = end[first]


def _portions(chains: _Chains, near: Lists, n: int) -> Iterator[Ints]:
    """The cells with a chain, as many starts at a time as there is room for."""
    cell = np.flatnonzero(chains.last[:-1] >= 0)
    work = np.cumsum(chains.depth[chains.last[cell]] * np.diff(near.start)[cell % n])
    first = 0
    while first < len(cell):
        done = work[first - 1] if first else 0
        last = int(np.searchsorted(work, done + 4 * CELLS, side="right"))
        # All of a start together: whether a neighbour has the tie in its chain must be known.
        last = int(np.searchsorted(cell, cell[last] // n * n)) if last < len(cell) else len(cell)
        last = max(last, int(np.searchsorted(cell, (cell[first] // n + 1) * n)))
        yield cell[first:last]
        first = last


def _add_losses(loss: Floats, chains: _Chains, near: Lists, cells: Ints, n: int) -> None:
    """Add Σ(1/d − 1/d′) over these ends, d′ without the tie, to each tie in their chains."""
    gone, who = _links(chains, cells)
    key = gone * n + who % n
    order = np.argsort(key)
    gone, who, key = gone[order], who[order], key[order]
    count = np.diff(near.start)[who % n]
    owner = np.repeat(np.arange(len(who)), count)
    beside = near.other[runs(near.start[who % n], count)]
    cell = who[owner] // n * n + beside
    inside = places(key, gone[owner] * n + beside)
    # The tie that goes is no way round: it joins the far end to the near one.
    free = (inside < 0) & ~((who == gone)[owner] & (cell == chains.through[gone[owner]]))
    around = np.where(free, chains.steps[cell] + 1, _NEVER)
    steps = np.minimum.reduceat(around, np.cumsum(count) - count)
    _pass_on(steps, owner[inside >= 0], inside[inside >= 0])
    after = np.where(steps < _NEVER, 1 / np.maximum(steps, 1), 0)
    fall = 1 / chains.steps[who] - after
    loss += np.bincount(chains.pair[gone], fall, len(loss))


def _links(chains: _Chains, cells: Ints) -> tuple[Ints, Ints]:
    """Every far end in the chain of each cell, and the cell."""
    gone, who = [], []
    link = chains.last[cells]
    while len(cells):
        gone.append(link)
        who.append(cells)
        link = chains.above[link]
        more = link >= 0
        link, cells = link[more], cells[more]
    return np.concatenate(gone), np.concatenate(who)


def _pass_on(steps: Ints, owner: Ints, beside: Ints) -> None:
    """Let shorter ways round spread among those who lost theirs, in place.

    ``owner`` (ascending) and ``beside``: neighbours of each other that lost the same tie.
    """
    begin = np.searchsorted(owner, np.arange(len(steps)))
    count = np.bincount(owner, minlength=len(steps))
    active = np.flatnonzero((steps < _NEVER) & (count > 0))
    while len(active):
        to = beside[runs(begin[active], count[active])]
        way = np.repeat(steps[active], count[active]) + 1
        better = way < steps[to]
        np.minimum.at(steps, to[better], way[better])
        active = np.unique(to[better])
