"""Who stands where in the lanes: orders that keep lines apart.

Organisations stand on slots, each slot in one lane. A start by barycentres, then steps of a
seeded Gibbs sampler: one organisation at a time looks at several slots of its lane, at the cost of
swapping with whoever stands there, and takes one, the cheaper the likelier; it cools. What lines
between slots do is tabled once (`layout_tables`); only lines that a swap moves are counted anew,
for all slots looked at in one go.
"""

from __future__ import annotations

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import incidence
from partnernet.kernels.layout_tables import Labels, Signs, Slots, tables

# What a crossing is worth 1: a line over a foreign mark, over a foreign label, a unit of strength
# times sideways way, a unit of way of a silo's member from its middle.
_MARK, _LABEL, _WAY, _SCATTER = 3.0, 1.1, 0.012, 0.02
_WIDE = 920.0
_LOOKS = 12
_HOT, _COLD = 4.0, 0.02
_TABLED = 230
"""Slots up to which the tables are made: their size grows with the third power."""


def arrange(slots: Slots, labels: Labels, lane: Ints, first: Ints, second: Ints, strength: Floats,
            *, group: Ints, silo: Bools, width: float, rounds: int, seed: int) -> Ints:
    """The slot of each organisation.

    Parameters
    ----------
    slots, labels
        Where one can stand, and how much room words take.
    lane
        Lane of each organisation, shape (n,); each lane has a slot for each of its own.
    first, second, strength
        The lines, shape (m,); strength without blanks.
    group, silo
        Group code of each organisation and whether it belongs to an outlined group, shape (n,).
    width
        Width of the picture, in the unit of the slots.
    rounds
        How often each organisation looks for a better slot.
    seed
        Seed of the search.

    Returns
    -------
    Ints
        Slot of each organisation, shape (n,).
    """
    place = _start(slots, lane, first, second, group)
    if len(lane) < 2 or not len(first) or len(slots.x) > _TABLED:
        return place
    search = _Search(slots, labels, lane, first, second, 1 + 0.15 * strength, silo, width, place)
    rng = np.random.default_rng(seed)
    movable = np.flatnonzero(np.bincount(slots.lane, minlength=lane.max() + 1)[lane] > 1)
    steps = rounds * len(movable)
    best, best_place, cost = 0.0, search.place.copy(), 0.0
    for step in range(steps):
        k = int(movable[rng.integers(len(movable))])
        heat = _COLD + _HOT * (1 - step / steps) ** 3
        cost += search.look(k, heat, rng)
        if cost < best - 1e-9:
            best, best_place = cost, search.place.copy()
    return best_place


def _start(slots: Slots, lane: Ints, first: Ints, second: Ints, group: Ints) -> Ints:
    """Groups in blocks, then sweeps that put each near the mean place of its contacts."""
    n = len(lane)
    ends, others = np.concatenate([first, second]), np.concatenate([second, first])
    degree = np.bincount(ends, minlength=n)
    place = np.zeros(n, dtype=np.int64)
    mine: list[tuple[Ints, Ints]] = []
    for code in np.unique(lane):
        members = np.flatnonzero(lane == code)
        free = np.flatnonzero(slots.lane == code)
        free = free[np.lexsort((slots.y[free], slots.x[free]))]
        taken = free[np.linspace(0, len(free) - 1, len(members)).round().astype(np.int64)]
        mine.append((members, taken))
        place[members[np.lexsort((members, -degree[members], group[members]))]] = taken
    for _ in range(12):
        for members, taken in mine:
            x = slots.x[place]
            total = np.bincount(ends, x[others], minlength=n)
            middle = np.where(degree > 0, total / np.maximum(degree, 1), x)
            place[members[np.lexsort((members, middle[members].round(3)))]] = taken
    return place


class _Search:
    """The state of the search: who stands on which slot, and what every line crosses and covers."""

    def __init__(self, slots: Slots, labels: Labels, lane: Ints, first: Ints, second: Ints,
                 weight: Floats, silo: Bools, width: float, place: Ints) -> None:
        self.x, self.lane, self.first, self.second = slots.x, lane, first, second
        self.way = _WAY * _WIDE / width * weight
        self.silo = np.flatnonzero(silo)
        self.lines = incidence(first, second, len(lane))
        self.degree = (self.lines >= 0).sum(1)
        self.place = place.copy()
        self.holder = np.full(len(slots.x), -1, dtype=np.int64)
        self.holder[place] = np.arange(len(lane))
        self.in_lane = [np.flatnonzero(slots.lane == code) for code in range(lane.max() + 1)]
        heights, self.height = np.unique(labels.tall, return_inverse=True)
        self.half = labels.half
        self.table = tables(slots, labels.r, float(labels.gap.min()), heights)
        self.slot_a, self.slot_b = place[first], place[second]
        self.over = self._over(self.slot_a, self.slot_b, place)
        # side[f, u]: on which side of line f slot u lies
        self.side = self.table.side[self.slot_a, self.slot_b]

    def _over(self, a: Ints, b: Ints, place: Ints) -> Floats:
        """Cost of lines between slots over everybody's mark and words, shape (lines, n)."""
        a, b = a[:, None], b[:, None]
        near = self.table.aside[self.height, a, b, place] < self.half
        cost: Floats = _MARK * self.table.hits[a, b, place] + _LABEL * near
        return cost

    def look(self, k: int, heat: float, rng: np.random.Generator) -> float:
        """Let organisation k look at slots of its lane and take one; the change in cost."""
        mine = int(self.place[k])
        there = self.in_lane[self.lane[k]]
        there = there[there != mine]
        if len(there) > _LOOKS:
            there = np.sort(rng.permutation(there)[:_LOOKS])
        change = np.concatenate([[0.0], self._changes(k, there)])
        chance = np.exp(-(change - change.min()) / heat)
        pick = int(np.searchsorted(np.cumsum(chance), rng.random() * chance.sum()))
        pick = min(pick, len(there))
        if pick:
            self._swap(k, int(there[pick - 1]))
        return float(change[pick])

    def _changes(self, k: int, there: Ints) -> Floats:
        """Change in cost if k swaps with the holder of each slot; shape (t,)."""
        mine, holder, looks = int(self.place[k]), self.holder[there], len(there)
        # entry e: line[e] is moved by swap row[e], to between slots a[e] and b[e]
        row, line = self._moving(k, holder)
        a = self._slot(self.first[line], self.slot_a[line], k, holder[row], there[row], mine)
        b = self._slot(self.second[line], self.slot_b[line], k, holder[row], there[row], mine)
        touched = np.zeros((looks, len(self.first)), dtype=bool)
        touched[row, line] = True
        change = np.zeros(looks)
        change += np.bincount(row, self._crossed(row, line, a, b, touched), minlength=looks)
        place = np.repeat(self.place[None], looks, 0)
        place[:, k] = there
        held = np.flatnonzero(holder >= 0)
        place[held, holder[held]] = mine
        over = self._over(a, b, place[row]) - self.over[line]
        change += np.bincount(row, over.sum(1), minlength=looks)
        change += self._others_over(k, holder, there, mine, touched)
        way = np.abs(self.x[a] - self.x[b]) - np.abs(self.x[self.slot_a[line]]
                                                     - self.x[self.slot_b[line]])
        change += np.bincount(row, way * self.way[line], minlength=looks)
        if len(self.silo):
            change += self._scatter(k, holder, there, mine)
        return change

    def _moving(self, k: int, holder: Ints) -> tuple[Ints, Ints]:
        """The lines that each swap moves: rows of swaps, and lines."""
        own = self.lines[k, : self.degree[k]]
        held = np.flatnonzero(holder >= 0)
        theirs = self.lines[holder[held]]
        # the line between the two stands in both lists
        keep = (theirs >= 0) & (self.first[theirs] != k) & (self.second[theirs] != k)
        row = np.concatenate([np.repeat(np.arange(len(holder)), len(own)),
                              np.broadcast_to(held[:, None], theirs.shape)[keep]])
        return row, np.concatenate([np.tile(own, len(holder)), theirs[keep]])

    @staticmethod
    def _slot(end: Ints, now: Ints, k: int, holder: Ints, there: Ints, mine: int) -> Ints:
        """Slots of ends after a swap."""
        return np.where(end == k, there, np.where((end == holder) & (holder >= 0), mine, now))

    def _crossed(self, row: Ints, line: Ints, a: Ints, b: Ints, touched: Bools) -> Floats:
        """Change in crossings of each moved line; a pair of moved lines counts half each time."""
        still = ~touched[row]
        new = self._cross(self.table.side[a, b], a, b)
        old = self._cross(self.side[line], self.slot_a[line], self.slot_b[line])
        change = ((new & still).sum(1, dtype=np.int64)
                  - (old & still).sum(1, dtype=np.int64)).astype(float)
        # among the moved lines of one swap: all pairs of entries with the same row
        order = np.argsort(row, kind="stable")
        count = np.bincount(row)
        first = np.concatenate([[0], np.cumsum(count)[:-1]])
        one = np.repeat(order, count[row[order]])
        offset = np.arange(len(one)) - np.repeat(np.cumsum(count[row[order]])
                                                 - count[row[order]], count[row[order]])
        other = order[first[row[one]] + offset]
        after = self._pairs(a[one], b[one], a[other], b[other])
        now_a, now_b = self.slot_a[line], self.slot_b[line]
        before = self._pairs(now_a[one], now_b[one], now_a[other], now_b[other])
        pairs = np.bincount(one, after.astype(float) - before, minlength=len(line))
        return np.asarray(change + 0.5 * pairs, dtype=np.float64)

    def _cross(self, side: Signs, a: Ints, b: Ints) -> Bools:
        """Which standing lines cross lines between slots a and b; ``side`` of these lines."""
        apart = side[:, self.slot_a] * side[:, self.slot_b] < 0
        crosses: Bools = apart & ((self.side[:, a] * self.side[:, b]).T < 0)
        return crosses

    def _pairs(self, a: Ints, b: Ints, c: Ints, d: Ints) -> Bools:
        """Whether lines a–b and c–d between slots cross, one by one."""
        side = self.table.side
        crosses: Bools = ((side[a, b, c] * side[a, b, d] < 0) & (side[c, d, a] * side[c, d, b] < 0))
        return crosses

    def _others_over(self, k: int, holder: Ints, there: Ints, mine: int,
                     touched: Bools) -> Floats:
        """Change in what the lines that stay run over: the one who moved, and the holder."""
        held = np.flatnonzero(holder >= 0)
        who = np.concatenate([np.full(len(there), k), holder[held]])
        slot = np.concatenate([there, np.full(len(held), mine)])
        row = np.concatenate([np.arange(len(there)), held])
        near = (self.table.aside[self.height[who][:, None], self.slot_a, self.slot_b, slot[:, None]]
                < self.half[who][:, None])
        fresh = _MARK * self.table.hits[self.slot_a, self.slot_b, slot[:, None]] + _LABEL * near
        each = ((fresh - self.over.T[who]) * ~touched[row]).sum(1)
        return np.asarray(np.bincount(row, each, minlength=len(there)), dtype=np.float64)

    def _scatter(self, k: int, holder: Ints, there: Ints, mine: int) -> Floats:
        """Change in how far the outlined group is spread sideways."""
        x = self.x[self.place[self.silo]]
        now = np.abs(x - x.mean()).sum()
        after = np.repeat(x[None], len(there), 0)
        after[:, self.silo == k] = self.x[there][:, None]
        after[self.silo[None] == holder[:, None]] = self.x[mine]
        change: Floats = _SCATTER * (
            np.abs(after - after.mean(1, keepdims=True)).sum(1) - now)
        return change

    def _swap(self, k: int, there: int) -> None:
        """Swap k with the holder of a slot and bring the counts up to date."""
        mine, holder = int(self.place[k]), int(self.holder[there])
        moved = np.array([k] if holder < 0 else [k, holder])
        self.place[moved] = [there] if holder < 0 else [there, mine]
        self.holder[mine], self.holder[there] = holder, k
        lines = np.unique(self.lines[moved])
        lines = lines[lines >= 0]
        self.slot_a[lines] = self.place[self.first[lines]]
        self.slot_b[lines] = self.place[self.second[lines]]
        self.side[lines] = self.table.side[self.slot_a[lines], self.slot_b[lines]]
        self.over[lines] = self._over(self.slot_a[lines], self.slot_b[lines], self.place)
        slot, height = self.place[moved], self.height[moved][:, None]
        near = (self.table.aside[height, self.slot_a, self.slot_b, slot[:, None]]
                < self.half[moved][:, None])
        self.over[:, moved] = (_MARK * self.table.hits[self.slot_a, self.slot_b, slot[:, None]]
                               + _LABEL * near).T
