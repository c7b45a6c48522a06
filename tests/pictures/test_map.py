"""The network map as marks: who stands where, what covers what, for any size of alliance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from synthetic import alliance

from checks import places, sound, words_over_marks
from partnernet.pictures import svg
from partnernet.pictures.map import network_map
from partnernet.pictures.marks import Circle, Group, Path, Rect, everything
from partnernet.pictures.scene import FULL_LINES, Hull, Lines, MapOptions, codes

STRENGTHS = ["yearly", "a few times a year", "monthly", "weekly", "daily"]
OPTIONS = MapOptions(group_word="Sector", strength_word="Contact", strengths=STRENGTHS)


@pytest.mark.parametrize("width", [940.0, 372.0])
@pytest.mark.parametrize(("n", "language"), [(1, "es"), (2, "en"), (3, "sv"), (12, "es"),
                                             (34, "sv"), (34, "es"), (60, "sv")])
def test_lanes_hold_together(n, width, language):
    a = alliance(n, seed=n, language=language)
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels, options=OPTIONS,
                          width=width, language=language)
    sound(picture)
    assert words_over_marks(picture) == []


@pytest.mark.parametrize("width", [940.0, 372.0])
@pytest.mark.parametrize("n", [2, 3, 12, 34, 60])
def test_organic_maps_hold_together(n, width):
    a = alliance(n, seed=n + 1)
    hull = Hull(a.members.group == a.members.group[0], a.members.groups[0])
    picture = network_map(a.members, a.lines, options=replace(OPTIONS, hulls=[hull]), width=width)
    sound(picture)
    assert words_over_marks(picture) == []


@pytest.mark.parametrize(("n", "variant"), [(150, "lanes"), (150, "organic"), (300, "lanes")])
def test_many_organisations_carry_numbers_and_the_important_ones_names(n, variant):
    a = alliance(n, seed=3)
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels, options=OPTIONS,
                          variant=variant)
    assert picture.outside() == []
    assert words_over_marks(picture) == []
    numbers = [block for block in picture.legend if block.kind == "numbers"]
    named = n - len(numbers[0].entries)
    assert named >= 12
    busiest = int(np.argmax(a.lines.contacts(n)))
    assert a.members.names[busiest] not in {entry.words for entry in numbers[0].entries} or (
        a.members.names.count(a.members.names[busiest]) > 1)
    texts = [text for text in picture.texts() if text.anchor == "middle"]
    assert not [1 for k, one in enumerate(texts) for two in texts[:k]
                if one.box()[0] < two.box()[2] - 1 and two.box()[0] < one.box()[2] - 1
                and one.box()[1] < two.box()[3] - 1 and two.box()[1] < one.box()[3] - 1]


def test_of_many_lines_the_weakest_are_pale_and_the_legend_says_so():
    a = alliance(150, seed=3)
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels, options=OPTIONS)
    lines = [mark for mark in everything(picture.marks)
             if isinstance(mark, Path) and mark.role.startswith("tie")]
    pale = [mark for mark in lines if "faint" in mark.role]
    assert len(lines) - len(pale) == FULL_LINES
    counts = {entry.words: entry.count for block in picture.legend for entry in block.entries}
    assert counts["pale: the weakest lines, where there are too many"] == len(pale)


def test_same_data_same_picture_whatever_the_order_of_rows():
    a = alliance(34)
    first = network_map(a.members, a.lines, level=a.level, levels=a.levels, options=OPTIONS)
    rng = np.random.default_rng(5)
    order, lines = rng.permutation(34), rng.permutation(len(a.lines.first))
    new = np.argsort(order)
    members = replace(a.members, ids=[a.members.ids[k] for k in order],
                      names=[a.members.names[k] for k in order], group=a.members.group[order],
                      answered=a.members.answered[order])
    shuffled = Lines(new[a.lines.first[lines]], new[a.lines.second[lines]], a.lines.says[lines],
                     a.lines.width[lines])
    second = network_map(members, shuffled, level=a.level[order], levels=a.levels, options=OPTIONS)
    assert svg.paint(first) == svg.paint(second)


def test_options_follow_their_organisations_and_lines_through_any_order():
    a = alliance(20, seed=2)
    order = np.arange(20)[::-1]
    members = replace(a.members, ids=[a.members.ids[k] for k in order],
                      names=[a.members.names[k] for k in order], group=a.members.group[order],
                      answered=a.members.answered[order])
    lines = Lines(19 - a.lines.first, 19 - a.lines.second, a.lines.says, a.lines.width)
    ringed = np.arange(20) % 7 == 0
    fresh = np.arange(len(lines.first)) % 5 == 0
    roles = ["liaison" if k == 3 else "" for k in range(20)]
    one = network_map(a.members, a.lines, level=a.level, levels=a.levels, options=replace(
        OPTIONS, not_reached=ringed, new=fresh, roles=roles))
    two = network_map(members, lines, level=a.level[order], levels=a.levels, options=replace(
        OPTIONS, not_reached=ringed[order], new=fresh, roles=[roles[k] for k in order]))
    assert svg.paint(one) == svg.paint(two)


def test_highest_level_on_top_and_those_without_a_level_in_a_band_of_their_own():
    a = alliance(34)
    level = a.level.copy()
    level[:4] = -1
    picture = network_map(a.members, a.lines, level=level, levels=a.levels, options=OPTIONS)
    bands = [mark for mark in picture.marks if isinstance(mark, Rect) and "band" in mark.role]
    assert len(bands) == 5
    assert "No level stated" in {line for text in picture.texts() for line in text.lines}
    where = places(picture)
    for k, code in enumerate(codes(a.members.ids)):
        band = bands[3 - level[k] if level[k] >= 0 else 4]
        assert band.y < where[code][1] < band.y + band.height


def test_without_levels_the_map_is_organic():
    a = alliance(14)
    assert network_map(a.members, a.lines).title == "The partnership drawn by closeness"
    lanes = network_map(a.members, a.lines, level=a.level, levels=a.levels)
    assert lanes.title == "Map of the partnership by level"


def test_who_did_not_answer_is_hollow_and_who_is_not_reached_is_ringed():
    a = alliance(34)
    ringed = np.zeros(34, dtype=bool)
    ringed[[4, 9]] = True
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels,
                          options=replace(OPTIONS, not_reached=ringed))
    where = places(picture)
    hollow = {dict(group.data)["org"] for group in everything(picture.marks)
              if isinstance(group, Group) and group.role == "node" and group.marks[0].hollow}
    code = codes(a.members.ids)
    assert hollow == {code[k] for k in np.flatnonzero(~a.members.answered)}
    rings = {(mark.x, mark.y) for mark in picture.marks
             if isinstance(mark, Circle) and mark.role == "ring"}
    assert rings == {where[code[4]], where[code[9]]}


def test_line_styles_tell_who_says_so():
    a = alliance(34)
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels, options=OPTIONS)
    groups = [mark for mark in picture.marks if isinstance(mark, Group) and mark.role == "line"]
    assert len(groups) == len(a.lines.first)
    by_style = {style: [g for g in groups if style in g.marks[0].role.split()]
                for style in ("oneside", "silent")}
    assert len(by_style["oneside"]) == int((a.lines.says == 1).sum())
    assert len(by_style["silent"]) == int((a.lines.says == 2).sum())
    # an arrow where one side alone says so, nowhere else
    assert sum(len(group.marks) == 2 for group in groups) == int((a.lines.says > 0).sum())
    # and it points to the one named
    code = codes(a.members.ids)
    where = places(picture)
    pair = {(dict(g.data)["a"], dict(g.data)["b"]): g for g in groups}
    for e in np.flatnonzero(a.lines.says > 0):
        first, second = code[a.lines.first[e]], code[a.lines.second[e]]
        tip = pair[first, second].marks[1].points()[0]
        assert (np.hypot(*np.subtract(tip, where[second]))
                < np.hypot(*np.subtract(tip, where[first])))


def test_ties_that_leave_a_silo_are_red_and_strangers_stand_outside_its_outline():
    a = alliance(34)
    health = a.members.group == 0
    picture = network_map(a.members, a.lines, options=replace(
        OPTIONS, hulls=[Hull(health, "Health")]))
    leaves = health[a.lines.first] != health[a.lines.second]
    red = [mark for mark in everything(picture.marks)
           if isinstance(mark, Path) and "leaves" in mark.role.split()]
    assert len(red) == int(leaves.sum())
    outline = next(mark for mark in picture.marks
                   if isinstance(mark, Path) and mark.role == "silo")
    corners = np.array([numbers[:2] for letter, numbers in outline.steps if letter == "Q"])
    where, code = places(picture), codes(a.members.ids)
    edge = np.roll(corners, -1, axis=0) - corners
    for k in range(34):
        away = np.array(where[code[k]]) - corners
        side = edge[:, 0] * away[:, 1] - edge[:, 1] * away[:, 0]
        assert bool((side > 0).all() or (side < 0).all()) is bool(health[k])


def test_outlines_of_communities_do_not_overlap():
    a = alliance(60, seed=4)
    hulls = [Hull(a.members.group == g, name, False) for g, name in enumerate(a.members.groups)]
    picture = network_map(a.members, a.lines, options=replace(OPTIONS, hulls=hulls))
    boxes = [mark.box() for mark in picture.marks
             if isinstance(mark, Path) and mark.role == "region"]
    assert len(boxes) == 6
    assert not [1 for k, one in enumerate(boxes) for two in boxes[:k]
                if one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]]
    sound(picture)


def test_no_tie_no_group_no_member():
    a = alliance(6)
    none = Lines(*(np.zeros(0, dtype=np.int64) for _ in range(4)))
    sound(network_map(a.members, none, level=a.level, levels=a.levels))
    sound(network_map(a.members, none))
    nobody = replace(a.members, ids=[], names=[], group=np.zeros(0, dtype=np.int64),
                     answered=np.zeros(0, dtype=bool))
    assert network_map(nobody, none).outside() == []
    grey = replace(a.members, group=np.full(6, -1), groups=[], looks=[])
    sound(network_map(grey, a.lines, level=a.level, levels=a.levels))


def test_no_datum_of_trust_stands_in_the_markup_but_its_class():
    a = alliance(20)
    markup = svg.paint(network_map(a.members, a.lines, level=a.level, levels=a.levels))
    assert "trust" not in markup.lower()
    assert 'data-a="o' in markup
    assert 'data-org="o' in markup
