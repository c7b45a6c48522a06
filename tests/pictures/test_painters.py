"""Painters and lettering: inert names, short markup, the same marks on matplotlib."""

from __future__ import annotations

import gc
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import _pylab_helpers
from matplotlib.figure import Figure
from matplotlib.text import Text as Words
from synthetic import alliance

from checks import sound
from contrast import contrast
from partnernet.pictures import axes, lettering, svg
from partnernet.pictures.legend import with_legend
from partnernet.pictures.map import network_map
from partnernet.pictures.marks import Block, Entry, Mark, Picture, Rect, Text, everything
from partnernet.pictures.style import COLOURS, LOOKS, STYLES, mark_role, style_of

HOSTILE = ["<img src=x onerror=alert(1)>", r"$\frac{1}{0}$ & co", "\u202eright to left\u202c",
           "line\nbreak\r\ttab\x00null", "x" * 5000, "word " * 1000, "עמותת בריאות", "مركز صحي",
           "健康促進センター", "", "   ", '"quoted" \'single\'', "{curly} %s", "</svg><script>"]


def _map(names: list[str]) -> Picture:
    a = alliance(len(names), silent=1)
    members = replace(a.members, names=names)
    return network_map(members, a.lines, level=a.level, levels=a.levels)


def test_hostile_names_are_inert_and_legible():
    picture = _map(HOSTILE)
    sound(picture)
    markup = svg.paint(picture)
    root = ET.fromstring(markup)
    tags = {element.tag.rsplit("}")[-1] for element in root.iter()}
    assert tags <= {"svg", "g", "path", "rect", "circle", "text", "tspan", "title", "desc"}
    assert "<img" not in markup
    assert "\u202e" not in markup
    assert "x" * 5000 in markup  # whole in the title of its mark
    drawn = ["".join(text.lines) for text in picture.texts()]
    assert any(words.startswith("xxx") and words.endswith("…") for words in drawn)
    assert max(map(len, drawn)) < 120


def test_hostile_names_are_inert_on_axes():
    # a name that the style sheet's font has no letters for makes matplotlib warn, rightly
    ax = axes.paint(_map([name for name in HOSTILE if "健" not in name]))
    ax.figure.savefig("/dev/null", format="png", dpi=40)
    words = [artist for artist in ax.get_children()
             if isinstance(artist, Words) and artist.get_text()]
    assert any(r"$\frac{1}{0}$" in artist.get_text() for artist in words)
    assert not any(artist.get_parse_math() for artist in words)


@given(st.text(max_size=60))
def test_any_text_gives_well_formed_markup(text):
    picture = Picture(200, 40, (Text(lettering.wrap(text, 12, 90), 10, 20, 12),), text, text)
    ET.fromstring(svg.paint(picture))
    ET.fromstring(svg.paint(Picture(9, 9, (Text((text,), 0, 9, 9),), "t", "d")))


@given(st.text(max_size=80), st.floats(20, 200), st.integers(1, 4))
def test_wrapped_lines_fit_and_are_no_more_than_asked(text, room, most):
    lines = lettering.wrap(text, 12.0, room, most)
    assert 1 <= len(lines) <= most
    assert all(lettering.text_width(line, 12.0) <= room + 12 for line in lines)


def test_wrapping_is_even_and_loses_nothing():
    assert lettering.wrap("Regional Social Services", 12.5, 104) == ("Regional", "Social Services")
    assert lettering.wrap("Mayor’s Office", 12.5, 104) == ("Mayor’s Office",)
    assert lettering.wrap("US Air Force - 304th ARRS", 12.5, 90) == (
        "US Air Force -", "304th ARRS")
    parted = lettering.wrap("Folkhälsomyndighetens samordningskansli", 12.5, 90, 4)
    assert "".join(parted).replace("-", "").replace(" ", "") == (
        "Folkhälsomyndighetenssamordningskansli")


def test_widths_agree_with_a_font_of_the_same_kind():
    # witness: Liberation Sans (metrics of Arial), which pages fall back to; we may be wider by up
    # to a sixth, never narrower by more than a fiftieth
    paths = mpl.font_manager.findSystemFonts()
    path = next((p for p in paths if p.endswith("LiberationSans-Regular.ttf")), None)
    if path is None:
        pytest.skip("Liberation Sans is not installed")
    font = mpl.font_manager.FontProperties(fname=path, size=100)
    for words in ("Regional Health Service", "Samhällsbyggnadskontoret", "Concejalía de Salud",
                  "Universitetssjukhuset Östra", "34 organisations"):
        wide, _, _ = mpl.textpath.TextToPath().get_text_width_height_descent(
            words, font, ismath=False)
        assert 0.98 < lettering.text_width(words, 100) / wide < 1.17


def test_every_role_has_a_style_and_every_colour_a_dark_twin():
    for style in STYLES.values():
        for colour in (style.fill, style.stroke, style.halo):
            assert colour in (None, "none") or colour in COLOURS
    a = alliance(34)
    markup = svg.paint(network_map(a.members, a.lines, level=a.level, levels=a.levels))
    roles = {role for classes in re.findall(r'<(?:path|rect|circle|text) class="([^"]*)"', markup)
             for role in classes.split()}
    assert roles <= set(STYLES)
    assert "prefers-color-scheme:dark" in svg.stylesheet()
    # print stays light: the dark palette is for screens alone
    assert svg.stylesheet().count("@media screen and (prefers-color-scheme:dark)") == 1


@pytest.mark.parametrize("dark", [0, 1])
def test_words_stand_out_from_every_ground(dark):
    # witness: WCAG 2.2, 1.4.3, contrast 4.5 : 1 for text
    grounds = ["paper", "band-a", "band-b", "alert-tint", *(f"heat-{k}" for k in range(7)),
               *(f"sand-{k}" for k in range(1, 6))]
    for ground in grounds:
        assert contrast(COLOURS["ink"][dark], COLOURS[ground][dark]) >= 4.5, ground
    for ground in ("paper", "band-a", "band-b", "alert-tint"):
        assert contrast(COLOURS["soft"][dark], COLOURS[ground][dark]) >= 4.5, ground
    for ground in ("paper", "band-a", "alert-tint"):
        assert contrast(COLOURS["alert"][dark], COLOURS[ground][dark]) >= 4.5, ground


def test_roles_are_laid_over_each_other_in_the_order_of_the_table():
    assert style_of("w5 tie") == style_of("tie w5")
    assert style_of("tie w5").width == 4.4
    assert style_of("tie w5").stroke_opacity == 0.58
    assert style_of(mark_role("circle", hollow=True)).fill == "paper"


def test_marks_of_all_looks_are_drawn_by_both_painters():
    marks = tuple(Mark(look, 20 + 30 * k, 20 + 30 * h, 9, bool(h), sign)
                  for k, look in enumerate(LOOKS) for h, sign in ((0, ""), (1, ""), (2, "A")))
    picture = Picture(400, 120, marks, "Looks", "All of them")
    ET.fromstring(svg.paint(picture))
    axes.paint(picture).figure.savefig("/dev/null", format="svg")


def test_titles_have_ids_of_their_own():
    a = alliance(12)
    one = svg.paint(network_map(a.members, a.lines))
    two = svg.paint(network_map(a.members, a.lines, level=a.level, levels=a.levels))
    assert set(re.findall(r' id="([^"]*)"', one)).isdisjoint(re.findall(r' id="([^"]*)"', two))
    assert 'id="t-left"' in svg.paint(network_map(a.members, a.lines), ident="left")


def test_a_file_of_its_own_has_its_style_inside():
    a = alliance(5)
    alone = svg.paint(network_map(a.members, a.lines), alone=True)
    assert ET.fromstring(alone).tag == "{http://www.w3.org/2000/svg}svg"
    assert "<style>" in alone


def test_axes_are_those_given_and_figures_are_not_kept():
    a = alliance(12)
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels)
    figure = Figure(figsize=(6, 4))
    left, right = figure.subplots(1, 2)
    assert axes.paint(picture, left) is left
    assert axes.paint(picture, right, dark=True) is right
    figure.savefig("/dev/null", format="pdf")
    before = len(_pylab_helpers.Gcf.get_all_fig_managers())
    axes.paint(picture)
    gc.collect()
    assert len(_pylab_helpers.Gcf.get_all_fig_managers()) == before == 0


@pytest.mark.parametrize("style", ["default", "dark_background", "ggplot", "grayscale",
                                   "seaborn-v0_8-poster", "fivethirtyeight", "classic"])
def test_words_keep_their_place_in_any_style_sheet(style):
    a = alliance(34)
    picture = network_map(a.members, a.lines, level=a.level, levels=a.levels)
    with matplotlib.style.context(style):
        ax = axes.paint(picture, legend=False)
        ax.figure.canvas.draw()
    words = [artist for artist in ax.get_children()
             if isinstance(artist, Words) and artist.get_text()]
    inverse = ax.transData.inverted()
    extents = []
    for artist in words:
        box = artist.get_window_extent()
        (x0, y0), (x1, y1) = inverse.transform([(box.x0, box.y1), (box.x1, box.y0)])
        assert x0 > -2
        assert x1 < picture.width + 2
        extents.append((x0, y0 + 2, x1, y1 - 2))
    clashes = [1 for k, one in enumerate(extents) for two in extents[:k]
               if one[0] < two[2] - 2 and two[0] < one[2] - 2
               and one[1] < two[3] - 3 and two[1] < one[3] - 3]
    assert not clashes


def test_sizes_follow_the_axes():
    picture = Picture(100, 100, (Text(("words",), 10, 50, 20.0), Rect(0, 0, 9, 9, "framed")), "t",
                      "d")
    sizes = []
    for inches in (2, 4):
        figure = Figure(figsize=(inches, inches))
        ax = figure.add_axes((0, 0, 1, 1))
        axes.paint(picture, ax)
        figure.canvas.draw()
        sizes.append(next(c.get_fontsize() for c in ax.get_children()
                          if isinstance(c, Words) and c.get_text() == "words"))
    assert np.isclose(sizes[1], 2 * sizes[0])


@pytest.mark.parametrize("many", [24, 25, 300])
def test_a_long_list_of_names_stands_in_columns_under_the_rest(many):
    names = Block("Names", tuple(Entry((), f"Organisation {k}", None) for k in range(many)))
    other = Block("Ties", tuple(Entry((), f"line {k}", None) for k in range(3)))
    drawn = with_legend(Picture(940.0, 100.0, (), "t", "d", legend=(names, other)))
    told = {mark.lines[0]: mark for mark in everything(drawn.marks) if isinstance(mark, Text)}
    columns = {told[f"Organisation {k}"].x for k in range(many)}
    if many > 24:
        assert len(columns) >= 3
        assert told["Names"].y > told["line 2"].y
    places = {(told[f"Organisation {k}"].x, told[f"Organisation {k}"].y) for k in range(many)}
    assert len(places) == many
    assert all(mark.y < drawn.height and mark.x < drawn.width for mark in told.values())
