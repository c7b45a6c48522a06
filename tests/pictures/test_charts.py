"""Every other picture as marks, in every language, on a page and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from synthetic import alliance

from checks import sound
from partnernet.pictures import verdicts
from partnernet.pictures.assessment import assessment_grid
from partnernet.pictures.bridge import bridge
from partnernet.pictures.chain import chain
from partnernet.pictures.curves import Curve, reach_curves, removal_curves
from partnernet.pictures.frame import spread, ticks
from partnernet.pictures.grid import Head, cell_boxes
from partnernet.pictures.heat import CUTS, heat_class, ratio_heat
from partnernet.pictures.kinds import four_kinds
from partnernet.pictures.marks import Circle, Group, Mark, Path, Picture, Rect, everything
from partnernet.pictures.matrix import adjacency
from partnernet.pictures.nulls import NullRow, null_histograms
from partnernet.pictures.pairs import Pair, learning_pairs, needed_meetings
from partnernet.pictures.presence import presence
from partnernet.pictures.reach import reach_columns
from partnernet.pictures.roles import ROLES, broker_table
from partnernet.pictures.rows import Change, Valued, before_after, compared, tie_changes
from partnernet.pictures.scatter import Points, importance_performance, pareto
from partnernet.pictures.scene import codes, signs
from partnernet.pictures.shared import coverage_grid, outcomes_by_sector
from partnernet.pictures.strips import Strips, ei_strips
from partnernet.pictures.system import System, system_map

RNG = np.random.default_rng
LONG = ["Liderazgo compartido", "Comunicación", "Coordinación entre organizaciones",
        "Motivación", "Identificación de riesgos"]


def _heads(a) -> list[Head]:
    return [Head(name, look, sign) for name, look, sign in
            zip(a.members.groups, a.members.looks, signs(a.members.looks), strict=True)]


def _strips(a, nan: bool = False) -> Strips:
    count = len(a.members.groups)
    value = np.linspace(-0.4, 0.9, count)[::-1].copy()
    mean = np.linspace(0.5, 0.9, count)
    if nan:
        value[0] = np.nan
    return Strips(a.members.groups, a.members.looks, np.arange(count), value, mean, mean - 0.2,
                  np.minimum(1, mean + 0.15), value - 0.1, np.minimum(1, value + 0.3),
                  ["demasiado pequeño para valorarlo"] * count, np.arange(count) == 1)


def _mixing(a) -> tuple[np.ndarray, np.ndarray]:
    count = len(a.members.groups)
    observed = np.zeros((count, count), dtype=np.int64)
    np.add.at(observed, (a.members.group[a.source], a.members.group[a.target]), 1)
    return observed, np.outer(observed.sum(1), observed.sum(0)) / observed.sum()


def _steps(a) -> np.ndarray:
    return np.where(a.level == 0, RNG(1).integers(0, 5, a.members.n), -1)


def _chain(a) -> tuple[np.ndarray, np.ndarray]:
    rng = RNG(2)
    parent = np.full(a.members.n, -1)
    reached = (a.level == 3) | (rng.random(a.members.n) < 0.6)
    for k in np.flatnonzero(reached & (a.level < 3)):
        above = np.flatnonzero(reached & (a.level == a.level[k] + 1))
        parent[k] = above[rng.integers(len(above))] if len(above) else -1
    return parent, reached


def _between(a) -> list[int]:
    return [k for k in range(a.members.n) if a.members.group[k] not in (0, 2)][:4]


def _system(a) -> System:
    rng = RNG(3)
    names = [f"{name}, {place}" for name in LONG[:4] for place in ("barrio", "municipio", "región")]
    source, target = np.array([(s, t) for s in range(12) for t in range(12)
                               if s != t and rng.random() < 0.14]).T
    m = len(source)
    return System(names, rng.integers(0, 6, 12), a.members.groups, a.members.looks,
                  rng.random(12) > 0.2, source, target, rng.random(m) > 0.4,
                  rng.integers(1, 6, m), rng.integers(-1, 2, m))


PICTURES: dict[str, Callable[..., Picture]] = {
    "strips": lambda a, **k: ei_strips(_strips(a), **k),
    "heat": lambda a, **k: ratio_heat(_heads(a), _heads(a), *_mixing(a), significant=np.sign(
        _mixing(a)[0] - _mixing(a)[1]).astype(int), **k),
    "levels": lambda a, **k: ratio_heat(
        [Head(x) for x in a.levels], [Head(x) for x in a.levels], np.ones((4, 4), int),
        np.full((4, 4), 0.7), directed=False, **k),
    "kinds": lambda a, **k: four_kinds(
        np.array([15, 40, 36, 50]), np.array([7.5, 33, 15, 85]), np.array([2.0, 21, 7, 71]),
        np.array([14.0, 47, 25, 99]), **k),
    "reach": lambda a, **k: reach_columns(a.members, _steps(a), **k),
    "chain": lambda a, **k: chain(a.members, a.level, a.levels, *_chain(a), **k),
    "bridge": lambda a, **k: bridge(
        a.members, a.lines, a.members.group == 0, a.members.group == 2, _between(a),
        left_name=a.members.groups[0], right_name=a.members.groups[2], **k),
    "presence": lambda a, **k: presence(a.members, a.level, a.levels, **k),
    "matrix": lambda a, **k: adjacency(a.members, a.source, a.target, level=a.level, **k),
    "nulls": lambda a, **k: null_histograms(
        [NullRow(head.words, 0.3, RNG(g).normal(0.7, 0.1, 200).round(2), 0.2, 0.5, head.look)
         for g, head in enumerate(_heads(a))], x_words="E–I", bounds=(-1, 1), **k),
    "reach curves": lambda a, **k: reach_curves(
        [Curve("hacia abajo, cualquier relación", np.array([0.2, 0.6, 0.8])),
         Curve("hacia abajo, confianza 4 o 5", np.array([0.2, 0.59, 0.79])),
         Curve("hacia arriba", np.array([0.3, np.nan, 0.81]))], **k),
    "removal": lambda a, **k: removal_curves(
        [Curve("busiest", np.linspace(1, 0, 11)), Curve(
            "random", np.linspace(1, 0.6, 11), np.linspace(1, 0.5, 11), np.linspace(1, 0.7, 11))],
        np.arange(11.0), **k),
    "brokers": lambda a, **k: broker_table(
        [Head(name, a.members.looks[g]) for name, g in
         zip(a.members.names[:8], a.members.group[:8], strict=True)],
        RNG(1).integers(0, 30, (8, 5)), RNG(2).uniform(0, 20, (8, 5)), np.arange(8) == 2,
        codes(a.members.ids)[:8], **k),
    "pareto": lambda a, **k: pareto(
        Points(a.members.names[:20], RNG(1).random(20), RNG(2).random(20),
               [a.members.look(i) for i in range(20)], codes=codes(a.members.ids)[:20]),
        np.arange(20) < 4, x_words="acceptance", y_words="gain", **k),
    "importance": lambda a, **k: importance_performance(
        Points([f"{d} · {s}" for d in LONG for s in ("mapeo", "evaluación")],
               RNG(1).uniform(1, 5, 10), RNG(2).uniform(1, 5, 10)), 1, 5, **k),
    "change": lambda a, **k: before_after(
        [Change("Eficiencia entre sectores de toda la alianza", 0.3, 0.5, 0, 1, "0,30", "0,50"),
         Change("E–I", 0.4, float("nan"), -1, 1, "+0,40", "–")], before="hoy",
        after="con tres presentaciones", **k),
    "compared": lambda a, **k: compared(
        [Valued("Peñaluz", 2.6, 2, 3, "×2,6"), Valued("Östersund", 0.7, np.nan, np.nan, "×0,7")],
        x_words="observadas ÷ esperables", reference=1, band=(0.8, 1.2), **k),
    "waves": lambda a, **k: tie_changes(
        ["interna", "horizontal", "vertical", "diagonal"], np.array([12, 30, 30, 41]),
        np.array([4, 15, 2, 9]), np.array([3, 5, 0, 12]), np.array([3.0, 9, 8, 10]), **k),
    "verdicts": lambda a, **k: verdicts.verdict_table(
        _heads(a), ["1", "2", "3", "4"], RNG(1).integers(-1, 5, (6, 4)),
        RNG(2).uniform(-1, 1, (6, 4)), ["silo", "leaning", "open", "no sign", "too small"],
        chosen=1, choice_words="trust at least", **k),
    "assessment": lambda a, **k: assessment_grid(
        LONG, ["Mapeo", "Planificación", "Implementación", "Evaluación"],
        RNG(1).uniform(2, 4.6, (5, 4)), RNG(2).normal(0.6, 0.8, (5, 4)),
        np.eye(5, 4, dtype=bool), RNG(3).integers(0, 20, (5, 4)), least=5, **k),
    "outcomes": lambda a, **k: outcomes_by_sector(
        a.members, ["Menos caídas de personas mayores", "Desayunos escolares", "Vacunación"],
        np.array([0, 1, 2, 3, 20, 30, 0, 1]), np.array([0, 0, 0, 1, 1, 1, 2, 2]), **k),
    "coverage": lambda a, **k: coverage_grid(
        ["Peñaluz", "Östersund"], ["Changing the culture", "Act early", "Use data better"],
        np.array([[3, 2, 1], [0, 0, 3]]), np.array([[2, 1, 1], [0, 0, 12]]), **k),
    "learning": lambda a, **k: learning_pairs(
        [Pair("Peñaluz", "Östersund", ", ".join(LONG), 3.2), Pair("Tartu", "Rīga", LONG[0], 1)],
        **k),
    "meetings": lambda a, **k: needed_meetings(
        [Pair("Soledad no deseada", "Tiempo de espera", "Centro de Salud + Club", 3)], **k),
    "system": lambda a, **k: system_map(_system(a), **k),
}


@pytest.mark.parametrize("width", [760.0, 372.0])
@pytest.mark.parametrize("name", PICTURES)
def test_pictures_hold_together_in_every_language(name, width):
    for language in ("en", "es", "sv"):
        picture = PICTURES[name](alliance(34, language=language), width=width, language=language)
        sound(picture)
        assert picture.width <= width + 0.01
        assert picture.how
        again = PICTURES[name](alliance(34, language=language), width=width, language=language)
        assert picture == again


@pytest.mark.parametrize("groups", [4, 8, 15])
@pytest.mark.parametrize("width", [760.0, 372.0])
@pytest.mark.parametrize("name", ["strips", "heat", "presence", "matrix", "nulls"])
def test_group_pictures_hold_four_to_fifteen_groups(name, width, groups):
    picture = PICTURES[name](alliance(120, groups=groups), width=width)
    assert picture.outside() == []
    if name != "matrix":
        sound(picture)


@pytest.mark.parametrize("n", [12, 120, 300])
@pytest.mark.parametrize("name", ["reach", "chain", "presence", "matrix", "bridge"])
def test_organisation_pictures_hold_twelve_to_three_hundred(name, n):
    picture = PICTURES[name](alliance(n, seed=4), width=760.0)
    assert picture.outside() == []
    if name != "matrix":
        sound(picture)


def test_strips_stand_where_their_numbers_say_the_most_inward_first():
    a = alliance(34)
    strips = _strips(a, nan=True)
    picture = ei_strips(strips)
    rows = [mark for mark in picture.marks if isinstance(mark, Group) and mark.role == "strip"]
    values = []
    for row in rows:
        marks = [mark for mark in row.marks if isinstance(mark, Mark) and mark.r == 8]
        values.append(marks[0].x if marks else np.inf)
    assert values == sorted(values)
    assert np.isinf(values[-1])  # undefined: no mark, last
    # −0.4 … 0.9 on one line from −1 to 1
    scale = (values[1] - values[0]) / (np.sort(strips.value[1:])[1] - np.sort(strips.value[1:])[0])
    assert np.isclose(values[0] + scale * (0 - np.nanmin(strips.value)),
                      next(mark.points()[0][0] for mark in rows[0].marks
                           if isinstance(mark, Path) and mark.role == "zero"))
    # the silo is told in words and with a sign, not by colour alone
    said = [" ".join(text.lines) for text in picture.texts() if "alert" in text.role]
    assert len(said) == 1
    assert said[0].startswith("■")


@pytest.mark.parametrize(("ratio", "expected"), [
    (0, 0), (0.24, 0), (0.25, 1), (0.5, 2), (0.79, 2), (0.8, 3), (1.0, 3), (1.25, 4), (2, 5),
    (3.99, 5), (4, 6), (99, 6), (float("nan"), None)])
def test_heat_is_cut_where_the_look_says(ratio, expected):
    assert CUTS == (0.25, 0.5, 0.8, 1.25, 2.0, 4.0)
    assert heat_class(ratio) == expected


def test_heat_frames_own_cells_and_marks_what_leaves_chance():
    a = alliance(34)
    observed, expected = _mixing(a)
    expected[0, 1] = np.nan
    sign = np.zeros((6, 6), dtype=int)
    sign[2, 3], sign[3, 2] = 1, -1
    picture = ratio_heat(_heads(a), _heads(a), observed, expected, significant=sign)
    cells = [mark for mark in picture.marks if isinstance(mark, Group)]
    assert len(cells) == len(cell_boxes(picture.marks)) == 36
    framed = [k for k, cell in enumerate(cells)
              if any(isinstance(m, Rect) and m.role == "framed" for m in cell.marks)]
    assert framed == [0, 7, 14, 21, 28, 35]
    tips = {k: next(m.points()[0][1] - m.points()[1][1] for m in cell.marks
                    if isinstance(m, Path)) for k, cell in enumerate(cells)
            if any(isinstance(m, Path) for m in cell.marks)}
    assert set(tips) == {15, 20}
    assert tips[15] < 0 < tips[20]  # up: more than chance; down: fewer
    assert cells[1].marks[0].role == "blank"


def test_four_kinds_are_as_wide_as_they_are_many():
    picture = PICTURES["kinds"](None)
    lines = [mark for mark in picture.marks if isinstance(mark, Path) and mark.role == "count"]
    assert np.allclose([line.width for line in lines],
                       1.2 + 20 * np.array([15, 40, 36, 50]) / 141)


def test_reach_counts_up_and_names_who_is_cut_off():
    a = alliance(34)
    steps = _steps(a)
    picture = reach_columns(a.members, steps)
    big = [text.lines[0] for text in picture.texts() if "number" in text.role]
    front = steps[steps >= 0]
    expected = [int(((front > 0) & (front <= k)).sum()) for k in (1, 2, 3)]
    later = int((front > 3).sum())
    assert big == [*map(str, expected), *([str(expected[-1] + later)] if later else []),
                   str(int((front == 0).sum()))]
    for k in np.flatnonzero(steps == 0):
        assert a.members.names[k] in picture.description


def test_the_chain_draws_one_line_a_reached_organisation_and_boxes_the_rest():
    a = alliance(34)
    parent, reached = _chain(a)
    picture = chain(a.members, a.level, a.levels, parent, reached)
    lines = [mark for mark in picture.marks if isinstance(mark, Path) and mark.role == "first"]
    assert len(lines) == int((parent >= 0).sum())
    levels_cut = len({int(level) for level in a.level[~reached]})
    boxes = [mark for mark in picture.marks if isinstance(mark, Rect) and mark.role == "cut"]
    assert len(boxes) == levels_cut
    for k in np.flatnonzero(~reached):
        assert a.members.names[k] in picture.description


def test_direct_ties_over_a_bridge_are_red_and_clear_of_marks():
    a = alliance(34, seed=9)
    left, right = a.members.group == 0, a.members.group == 2
    picture = PICTURES["bridge"](a, width=760.0)
    direct = int(((left[a.lines.first] & right[a.lines.second])
                  | (right[a.lines.first] & left[a.lines.second])).sum())
    red = [mark for mark in everything(picture.marks)
           if isinstance(mark, Path) and mark.role == "direct"]
    assert len(red) == direct > 0


def test_presence_says_nobody_in_words_and_keeps_those_without_a_level():
    a = alliance(20)
    level = a.level.copy()
    level[0] = -1
    group = a.members.group.copy()
    group[1] = -1
    picture = presence(replace(a.members, group=group), level, a.levels)
    marks = [m for g in picture.marks if isinstance(g, Group) for m in g.marks
             if isinstance(m, Mark)]
    assert len(marks) == 20
    assert any("none" in text.lines for text in picture.texts())
    heads = {line for text in picture.texts() for line in text.lines}
    assert {"Not stated", "No level stated"} <= heads


def test_the_matrix_has_a_square_a_tie_and_a_band_a_silent_row():
    a = alliance(34)
    picture = adjacency(a.members, a.source, a.target)
    squares = {mark.role: sum(letter == "M" for letter, _ in mark.steps)
               for mark in picture.marks if isinstance(mark, Path) and mark.role != "rule"}
    same = a.members.group[a.source] == a.members.group[a.target]
    assert squares == {"fact": int(same.sum()), "bar": int((~same).sum())}
    bands = [m for m in picture.marks if isinstance(m, Rect) and m.role == "chance"]
    assert len(bands) == 3
    undirected = adjacency(a.members, a.lines.first, a.lines.second, directed=False)
    squares = sum(sum(letter == "M" for letter, _ in mark.steps) for mark in undirected.marks
                  if isinstance(mark, Path) and mark.role in ("fact", "bar"))
    assert squares == 2 * len(a.lines.first)


def test_broker_discs_have_areas_like_their_counts():
    counts = np.zeros((2, 5), dtype=np.int64)
    counts[0, 0], counts[0, 1] = 4, 16
    picture = broker_table([Head("A"), Head("B")], counts, None, np.zeros(2, dtype=bool),
                           ["o0", "o1"])
    discs = [mark.r for mark in everything(picture.marks)
             if isinstance(mark, Circle) and mark.role == "bubble"]
    assert len(discs) == 2
    assert np.isclose(discs[1] / discs[0], 2)
    assert len(ROLES) == 5


def test_links_of_a_system_map_tell_sign_and_cover_without_colour():
    system = _system(alliance(34))
    picture = system_map(system)
    lines = [mark for mark in everything(picture.marks)
             if isinstance(mark, Path) and mark.role.startswith("tie")]
    assert len(lines) == len(system.source)
    assert sum("broken" in mark.role for mark in lines) == int((~system.positive).sum())
    rings = [mark for mark in everything(picture.marks)
             if isinstance(mark, Circle) and "alert-ring" in mark.role]
    assert len(rings) == 2 * int((system.covered == 0).sum())
    hollow = [mark for mark in everything(picture.marks)
              if isinstance(mark, Mark) and mark.hollow]
    assert len(hollow) == int((~system.owned).sum())


def test_bars_of_ties_that_came_stayed_and_went_are_to_scale():
    picture = tie_changes(["a", "b"], np.array([10, 20]), np.array([5, 0]), np.array([0, 10]))
    stayed = [m for m in everything(picture.marks) if isinstance(m, Rect) and m.role == "chance"]
    came = [m for m in everything(picture.marks) if isinstance(m, Rect) and m.role == "fact"]
    assert np.isclose(stayed[1].width, 2 * stayed[0].width)
    assert np.isclose(came[0].width, stayed[0].width / 2)
    assert np.isclose(came[0].x, stayed[0].x + stayed[0].width)


def test_ticks_are_round_and_few():
    assert ticks(0, 1) == [0, 0.2, 0.4, pytest.approx(0.6), 0.8, 1.0]
    assert ticks(0, 10, whole=True) == [0, 2, 4, 6, 8, 10]
    assert ticks(0, 3, 9, whole=True) == [0, 1, 2, 3]
    assert ticks(5, 5) == [5]


def test_labels_at_the_ends_of_curves_keep_apart():
    places = spread([100, 101, 102, 180], [20] * 4, 0, 200)
    assert all(b - a >= 19.9 for a, b in zip(places, places[1:], strict=False))
    assert abs(places[3] - 180) < 1


def test_empty_and_undefined_data_draw_what_there_is():
    a = alliance(12)
    nan = np.full(4, np.nan)
    sound(four_kinds(np.zeros(4, dtype=np.int64), nan, nan, nan))
    sound(ratio_heat(_heads(a), _heads(a), np.zeros((6, 6), int), np.full((6, 6), np.nan)))
    sound(null_histograms([NullRow("A", float("nan"), np.full(9, np.nan))], x_words="E–I"))
    sound(null_histograms([NullRow("A", 0.5, np.full(9, 0.5))], x_words="E–I"))
    sound(reach_columns(a.members, np.full(12, -1)))
    sound(reach_curves([Curve("none", np.full(3, np.nan))]))
    sound(compared([], x_words="z"))
    sound(pareto(Points([], np.zeros(0), np.zeros(0)), np.zeros(0, dtype=bool), x_words="a",
                 y_words="b"))
    sound(learning_pairs([]))
    sound(tie_changes([], *(np.zeros(0, dtype=np.int64) for _ in range(3))))
    sound(bridge(a.members, a.lines, a.members.group == 0, a.members.group == 1, [],
                 left_name="A", right_name="B"))
