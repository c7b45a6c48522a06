"""The shapes of results: each public question gives one, and keeps what all of them promise."""

from __future__ import annotations

import inspect
import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from openpyxl import load_workbook

import partnernet as pn
from partnernet.answers import figures_frame, plain
from partnernet.pictures import svg
from partnernet.pictures.marks import Text, everything
from partnernet.words import LANGUAGES, say

HOSTILE = {
    "B1": "<script>alert('x')</script>", "B2": "=HYPERLINK(\"http://x\",\"y\")", "B3": "+1+1",
    "M1": "@SUM(A1)", "M2": "-2+3", "R1": "a & b \"c\" 'd' </table>",
}


@cache
def alliance() -> pn.Partnership:
    """The synthetic alliance, some of its names as a prankster would write them."""
    told = pn.samples.load("penaluz")
    table = told.organisations
    table["name"] = [HOSTILE.get(key, name) for key, name in zip(table["id"], table["name"],
                                                                 strict=True)]
    return pn.Partnership(
        table, told.ties, scales={k: v.to_dict() for k, v in told.scales.items()},
        levels=told.levels, answered=told.answered[told.answered].index,
        unknown=told.unknown)


@cache
def answer(name: str) -> Any:
    """One answer a question, quickly."""
    function = getattr(pn, name)
    quick = {"replicates": 29} if "replicates" in inspect.signature(function).parameters else {}
    return function(alliance(), **quick)


QUESTIONS = pytest.mark.parametrize("name", [*pn.QUESTIONS, "summary", "balance"])


@QUESTIONS
def test_it_is_one_of_the_few_shapes(name: str) -> None:
    found = answer(name)
    shapes = (pn.Score, pn.Figures, pn.Table, pn.OrganisationTable, pn.MixingTable, pn.Grouping,
              pn.Suggestions)
    assert isinstance(found, shapes)
    assert found.measure == name
    assert repr(found).startswith(f"<{name}: ")
    assert "\n" not in repr(found)
    assert "None" not in repr(found)


@QUESTIONS
def test_tables_are_copies(name: str) -> None:
    found = answer(name)
    before = found.table().copy()
    spoiled = found.table()
    for column in spoiled.columns:
        spoiled[column] = "spoiled"
    pd.testing.assert_frame_equal(found.table(), before)
    for title in found.details:
        detail = found.detail(title)
        columns = list(detail.columns)
        for column in columns:
            del detail[column]
        assert list(found.detail(title).columns) == columns


@QUESTIONS
def test_it_is_frozen(name: str) -> None:
    with pytest.raises(AttributeError):
        answer(name).measure = "other"


@QUESTIONS
def test_a_detail_that_is_not_there(name: str) -> None:
    with pytest.raises(pn.UnknownName):
        answer(name).detail("no such detail")


@QUESTIONS
def test_plain_values_are_json(name: str) -> None:
    stated = json.loads(json.dumps(answer(name).to_dict(), allow_nan=False))
    assert stated["measure"] == name
    assert len(stated["table"]) == len(answer(name).table())
    assert all(isinstance(line, str) for line in stated["caveats"] + stated["findings"])


@QUESTIONS
def test_settings_repeat_the_call(name: str) -> None:
    settings = answer(name).settings
    assert isinstance(settings["seed"], int) or name == "quality"
    if "replicates" in settings:
        assert settings["replicates"] == 29
    parameters = inspect.signature(getattr(pn, name)).parameters
    hidden = {"alliance", "progress", "pick", "function", "acceptance"}
    # Without a null model there is nothing to replicate.
    assert set(parameters) - hidden - set(settings) <= {"replicates", "null"}


@QUESTIONS
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language(name: str, language: str) -> None:
    told = answer(name).text(language)
    assert told.strip()
    assert not any(line.startswith(f"{name}.") for line in told.splitlines())
    if language != "en":
        assert told != answer(name).text("en")


@QUESTIONS
def test_a_language_that_is_not_there(name: str) -> None:
    with pytest.raises(pn.UnknownName, match="sv"):
        answer(name).text("xx")


@QUESTIONS
def test_its_card_is_escaped(name: str) -> None:
    card = answer(name)._repr_html_()
    assert not [hostile for hostile in HOSTILE.values() if "<" in hostile and hostile in card]
    assert card.startswith('<div class="partnernet">')


@QUESTIONS
def test_its_workbook_is_whole_and_inert(name: str, tmp_path: Path) -> None:
    path = tmp_path / "answer.xlsx"
    answer(name).to_excel(path)
    book = load_workbook(path)
    assert {"notes", "settings"} <= set(book.sheetnames)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate} is a formula"
                assert cell.hyperlink is None
    book.close()


@QUESTIONS
def test_it_has_a_picture_or_says_that_it_has_none(name: str) -> None:
    found = answer(name)
    if found.drawing is None:
        with pytest.raises(pn.OptionError, match=name):
            found.plot()
        return
    for language in LANGUAGES:
        assert isinstance(found.plot(language=language), Axes)
    for picture in found.drawings:
        assert isinstance(found.plot(picture=picture), Axes)
    with pytest.raises(pn.UnknownName, match="no-such"):
        found.plot(picture="no-such")


def test_silos_and_levels_show_what_they_rest_on() -> None:
    alliance = pn.samples.load("penaluz")
    assert list(answer("silos").drawings) == ["strips", "chance", "matrix"]
    found = pn.vertical(alliance, null=None)
    assert list(found.drawings) == ["reach", "curves", "chain", "levels"]
    told, names = found.detail("not_reached"), dict(zip(alliance.ids, alliance.names, strict=True))
    cut = [names[key] for key in told.index[told["chain_down"].isna()]]
    chain = found.drawings["chain"](language="en")
    boxed = " ".join(line for mark in everything(chain.marks) if isinstance(mark, Text)
                     for line in mark.lines)
    assert cut
    for name in names.values():
        assert (name in boxed) == (name in cut)
    # Without a null there is nothing to draw beside the values.
    assert "null-row" not in svg.paint(
        pn.silos(alliance, null=None).drawings["chance"](language="en"))


@QUESTIONS
def test_undefined_columns_have_their_reason(name: str) -> None:
    """A column without a single number is named in the caveats."""
    found = answer(name)
    table = found.table()
    told = " ".join(map(str, found.caveats))
    for column in table.select_dtypes("number"):
        if len(table) and table[column].isna().all():
            assert str(column) in told, column


# -- what single shapes promise --------------------------------------------------------------------


def test_score() -> None:
    found = answer("silos")
    assert float(found) == found.value
    assert set(found.p) == set(found.p_two_sided) == {"permutation", "degree"}
    assert all(0 < p <= 1 for p in found.p.values())
    assert found.low <= found.value <= found.high
    assert set(found.null) <= {"permutation", "degree"}


def test_figures() -> None:
    found = answer("cohesion")
    assert found["density"] == found.get("density", "value")
    assert "density" in found
    assert list(found) == found.keys() == found.table()["measure"].tolist()
    assert len(found) == len(found.keys())
    with pytest.raises(pn.UnknownName, match="density"):
        _ = found["densty"]
    with pytest.raises(pn.UnknownName):
        found.get("densty", "value")


def test_mixing_table() -> None:
    found = answer("mixing")
    assert found.shown in found.models
    np.testing.assert_allclose(found.ratio(found.shown).to_numpy(),
                               (found.observed / found.expected(found.shown)).to_numpy())
    for model in found.models:
        # Every model places as many ties as there are.
        assert found.expected(model).to_numpy().sum() == pytest.approx(
            found.observed.to_numpy().sum())
    copy = found.observed
    copy.iloc[0, 0] = -1
    assert found.observed.iloc[0, 0] != -1
    with pytest.raises(pn.UnknownName, match="outdegree"):
        found.expected("outdegre")
    with pytest.raises(pn.UnknownName, match="trust"):
        found.mean("trsut")


def test_grouping() -> None:
    found = answer("communities")
    members = found.membership
    assert set(members.index) == set(alliance().ids)
    members.iloc[:] = 0
    assert found.membership.nunique() > 1
    assert 0 <= found.stability <= 1
    assert found.to_dict()["stability"] == found.stability


def test_suggestions() -> None:
    found = answer("brokers")
    assert len(found) == len(found.table())
    board = answer("board")
    assert set(board.chosen) <= set(alliance().ids)
    assert board.gap >= 0
    assert board.to_dict()["chosen"] == list(board.chosen)


def test_tables_of_organisations_stand_in_the_files_order_with_their_names() -> None:
    found = answer("structural_holes")
    ids = alliance().organisations["id"].tolist()
    assert found.table().index.tolist() == ids
    sheet = found.sheets()["structural_holes"]
    assert sheet.columns[:2].tolist() == ["id", "name"]
    assert sheet["name"].tolist() == alliance().organisations["name"].tolist()


def test_an_empty_answer_says_so() -> None:
    for language in LANGUAGES:
        assert pn.Answer(measure="nothing").text(language)


# -- plain values ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("value", "expected"), [
    (math.nan, None), (math.inf, None), (np.float64(2.5), 2.5), (np.int64(3), 3),
    (np.bool_(True), True), (np.array([1.0, np.nan]), [1.0, None]), ((1, "a"), [1, "a"]),
    ({1: {2}}, {"1": [2]}), (None, None), (True, True), (say("answers.nothing"), None),
    (pd.Series([1, 2], index=["a", "b"]), {"a": 1, "b": 2}), (Path("x"), "x"),
    (pd.DataFrame({"k": [1.0, np.nan]}), [{"k": 1.0}, {"k": None}]), (pd.NaT, None),
    (pd.NA, None),
])
def test_plain(value: Any, expected: Any) -> None:
    found = plain(value)
    if isinstance(value, str):
        assert found == str(value)
    else:
        assert found == expected
    json.dumps(found, allow_nan=False)


def test_figures_frame_leaves_blank_what_a_figure_lacks() -> None:
    frame = figures_frame({"a": 1, "b": 2}, low={"a": 0.5})
    assert frame["low"].tolist()[0] == 0.5
    assert math.isnan(frame["low"].tolist()[1])
