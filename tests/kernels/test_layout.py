"""Geometry of pictures against brute force and hand-drawn cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial import ConvexHull

from partnernet.kernels import layout
from partnernet.kernels.layout_lanes import _Search, arrange
from partnernet.kernels.layout_routes import bows
from partnernet.kernels.layout_springs import Room, closeness, push_apart
from partnernet.kernels.layout_tables import Labels, Slots

places = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=4, max_size=4)


def _turn(p, q, r) -> int:
    return int(np.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])))


@given(places)
@settings(deadline=None, max_examples=100)
def test_crossing_agrees_with_orientations_of_whole_numbers(points):
    # witness: the textbook orientation test in exact whole numbers
    a, b, c, d = points
    expected = _turn(a, b, c) * _turn(a, b, d) < 0 and _turn(c, d, a) * _turn(c, d, b) < 0
    got = layout.crossing(*(np.array(p, dtype=float) for p in points))
    assert bool(got) is expected


@given(places)
@settings(deadline=None, max_examples=100)
def test_through_agrees_with_a_dense_walk_along_the_line(points):
    # witness: 4,001 places on the line, looked up one by one
    a, b, c, d = (np.array(p, dtype=float) for p in points)
    box = np.array([*np.minimum(c, d) + 0.25, *np.maximum(c, d) + 0.75])
    walk = a + (b - a) * np.linspace(0, 1, 4001)[:, None]
    inside = ((walk > box[:2]) & (walk < box[2:])).all(1).any()
    # a line may cut a corner between two places of the walk, never the other way round
    assert bool(layout.through(a, b, box)) or not inside
    wider = ((walk > box[:2] - 0.05) & (walk < box[2:] + 0.05)).all(1).any()
    assert not bool(layout.through(a, b, box)) or wider


def test_a_level_line_runs_through_a_box_or_passes_it():
    a, b = np.array([0.0, 5.0]), np.array([10.0, 5.0])
    assert layout.through(a, b, np.array([4.0, 4.0, 6.0, 6.0]))
    assert not layout.through(a, b, np.array([4.0, 6.0, 6.0, 8.0]))
    assert not layout.through(a, b, np.array([11.0, 4.0, 12.0, 6.0]))


def test_part_of_curve_lies_on_the_curve():
    a, b = np.array([0.0, 0.0]), np.array([100.0, 20.0])
    control, whole = layout.curve(a, b, np.array(30.0), 101)
    p, c, q = layout.part_of_curve(a, control, b, 0.2, 0.7)
    assert_allclose(p, whole[20], atol=1e-9)
    assert_allclose(q, whole[70], atol=1e-9)
    # the middle of the part stands at parameter 0.45 of the whole
    assert_allclose((p + 2 * c + q) / 4, whole[45], atol=1e-9)


def test_the_middle_of_a_pushed_curve_is_as_far_aside_as_asked():
    _, whole = layout.curve(np.array([0.0, 0.0]), np.array([10.0, 0.0]), np.array(3.0), 11)
    assert_allclose(whole[5], [5.0, 3.0])


@given(st.integers(3, 30), st.integers(0, 5))
@settings(deadline=None, max_examples=50)
def test_convex_hull_agrees_with_scipy(count, seed):
    # witness: scipy.spatial.ConvexHull (Qhull)
    points = np.random.default_rng(seed).normal(size=(count, 2)).round(3)
    ours = layout.convex_hull(points)
    theirs = points[ConvexHull(points).vertices]
    assert {tuple(p) for p in ours} == {tuple(p) for p in theirs}
    middle = ours.mean(0)
    assert layout.inside_hull(middle, ours)
    assert not layout.inside_hull(middle + 100, ours)


def test_incidence_lists_every_line_at_both_ends():
    first, second = np.array([0, 0, 2]), np.array([1, 2, 1])
    assert_array_equal(layout.incidence(first, second, 4), [[0, 1], [0, 2], [1, 2], [-1, -1]])


def test_pair_up_tells_mutual_one_sided_and_unheard():
    # 0 ⇄ 1; 2 → 0 and 0 answered; 2 → 3 and 3 did not answer
    source, target = np.array([0, 1, 2, 2]), np.array([1, 0, 0, 3])
    told = np.array([True, True, True, False])
    first, second, says, strength = layout.pair_up(
        source, target, np.array([2.0, 4.0, np.nan, 5.0]), told, directed=True)
    got = {(int(a), int(b)): (int(s), t) for a, b, s, t in
           zip(first, second, says, strength, strict=True)}
    assert got.keys() == {(0, 1), (2, 0), (2, 3)}
    assert got[0, 1] == (0, 3.0)
    assert got[2, 0][0] == 1
    assert np.isnan(got[2, 0][1])
    assert got[2, 3] == (2, 5.0)


def test_pair_up_of_undirected_ties_says_nothing_about_sides():
    first, second, says, _ = layout.pair_up(np.array([1, 0]), np.array([2, 1]), np.ones(2),
                                            np.zeros(2, dtype=bool), directed=False)
    assert_array_equal(np.stack([first, second]), [[0, 1], [1, 2]])
    assert_array_equal(says, [0, 0])


def test_width_classes_take_the_ends_of_the_scale():
    assert_array_equal(layout.width_class(np.array([1, 2, 3, 4, 5, np.nan, 9]), 1, 5),
                       [1, 2, 3, 4, 5, 3, 5])


def _lanes(seed: int, n: int = 24):
    rng = np.random.default_rng(seed)
    lane = np.sort(rng.integers(0, 3, n))
    x, y, of, above = [], [], [], []
    for k in range(3):
        count = int((lane == k).sum()) + 2
        x += [60 + 80 * c for c in range(count)]
        y += [80 + 120 * k] * count
        of += [k] * count
        above += [k == 0] * count
    slots = Slots(np.array(x, float), np.array(y, float), np.array(of), np.array(above))
    labels = Labels(rng.uniform(15, 38, n), rng.choice([14.0, 28.0], n), np.full(n, 5.0), 10.0)
    a, b = np.triu_indices(n, 1)
    keep = rng.random(len(a)) < 0.14
    return slots, labels, lane, a[keep], b[keep]


def _cost(slots, labels, lane, first, second, place, silo):
    """The cost of an order, from nothing."""
    search = _Search(slots, labels, lane, first, second, np.ones(len(first)), silo, 920.0, place)
    at = np.stack([slots.x[place], slots.y[place]])
    a, b = at[:, first], at[:, second]
    crosses = layout.crossing(a[:, :, None], b[:, :, None], a[:, None], b[:, None]).sum() / 2
    x = slots.x[place][silo]
    return (crosses + search.over.sum() + (np.abs(a[0] - b[0]) * search.way).sum()
            + (0.02 * np.abs(x - x.mean()).sum() if silo.any() else 0))


@pytest.mark.parametrize("seed", range(4))
def test_changes_in_cost_add_up_to_the_whole(seed):
    # witness: the cost counted from nothing, before and after a hundred swaps
    slots, labels, lane, first, second = _lanes(seed)
    silo = np.arange(len(lane)) % 3 == 0
    place = np.array([np.flatnonzero(slots.lane == k)[(lane[:i] == k).sum()]
                      for i, k in enumerate(lane)])
    search = _Search(slots, labels, lane, first, second, np.ones(len(first)), silo, 920.0, place)
    before = _cost(slots, labels, lane, first, second, place, silo)
    rng = np.random.default_rng(seed)
    change = sum(search.look(int(rng.integers(len(lane))), 3.0, rng) for _ in range(100))
    after = _cost(slots, labels, lane, first, second, search.place, silo)
    assert_allclose(before + change, after, atol=1e-6)


def test_what_lines_run_over_is_tabled_as_geometry_has_it():
    # witness: `through` with the boxes themselves, which is tested above
    slots, labels, lane, first, second = _lanes(9)
    place = np.array([np.flatnonzero(slots.lane == k)[(lane[:i] == k).sum()]
                      for i, k in enumerate(lane)])
    search = _Search(slots, labels, lane, first, second, np.ones(len(first)),
                     np.zeros(len(lane), dtype=bool), 920.0, place)
    at = np.stack([slots.x[place], slots.y[place]], -1)
    boxes = labels.boxes(np.arange(len(at)), at[:, 0], at[:, 1], slots.above[place])
    marks = np.concatenate([at - 13, at + 13], 1)
    a, b = at[first].T[:, :, None], at[second].T[:, :, None]
    cost = 3.0 * layout.through(a, b, marks.T[:, None]) + 1.1 * layout.through(
        a, b, boxes.T[:, None])
    rows = np.arange(len(first))
    cost[rows, first] = cost[rows, second] = 0
    assert_allclose(search.over, cost)


def test_arrange_keeps_lanes_gives_each_a_slot_of_its_own_and_lowers_the_cost():
    slots, labels, lane, first, second = _lanes(3, 30)
    silo = np.zeros(30, dtype=bool)
    options = {"group": np.zeros(30, dtype=np.int64), "silo": silo, "width": 920.0, "seed": 1}
    place = arrange(slots, labels, lane, first, second, np.ones(len(first)), rounds=20, **options)
    start = arrange(slots, labels, lane, first, second, np.ones(len(first)), rounds=0, **options)
    assert len(set(place.tolist())) == 30
    assert_array_equal(slots.lane[place], lane)
    again = arrange(slots, labels, lane, first, second, np.ones(len(first)), rounds=20, **options)
    assert_array_equal(place, again)
    assert (_cost(slots, labels, lane, first, second, place, silo)
            < 0.9 * _cost(slots, labels, lane, first, second, start, silo))


def test_closeness_puts_a_chain_in_its_order():
    n = 9
    first, second = np.arange(n - 1), np.arange(1, n)
    at = closeness(first, second, np.full(n - 1, 3.0), n, [], seed=1)
    steps = np.diff(at[:, 0])
    assert (steps > 0).all() or (steps < 0).all()


@given(st.integers(0, 1000))
@settings(deadline=None, max_examples=25)
def test_pushed_apart_boxes_do_not_overlap(seed):
    rng = np.random.default_rng(seed)
    n = 25
    room = Room(rng.uniform(20, 55, n), np.full(n, 16.0), rng.uniform(30, 55, n))
    at, left = push_apart(rng.uniform(0, 300, (n, 2)), room, [], 700.0)
    assert left < 0.25
    box = np.column_stack([at[:, 0] - room.half, at[:, 1] - room.up, at[:, 0] + room.half,
                           at[:, 1] + room.down])
    for i in range(n):
        for j in range(i):
            apart_x = max(box[i, 0] - box[j, 2], box[j, 0] - box[i, 2])
            apart_y = max(box[i, 1] - box[j, 3], box[j, 1] - box[i, 3])
            assert max(apart_x, apart_y) > -0.3


def test_a_line_bows_round_a_mark_in_its_way():
    at = np.array([[0.0, 100.0], [200.0, 100.0], [100.0, 100.0]])
    boxes = np.column_stack([at[:, 0] - 20, at[:, 1] + 15, at[:, 0] + 20, at[:, 1] + 30])
    push = bows(at, boxes, np.array([0]), np.array([1]), np.array([0]), 10.0, (-50, 0, 250, 200))
    _, way = layout.curve(at[0], at[1], push[0], 60)
    assert np.hypot(*(way - at[2]).T).min() > 14
    # and stays straight where nothing is in its way
    free = bows(at[:2], boxes[:2], np.array([0]), np.array([1]), np.array([0]), 10.0,
                (-50, 0, 250, 200))
    assert free[0] == 0
