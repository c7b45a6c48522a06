"""``coverage``, ``resources`` and ``learning``: what is planted is found; refusals help."""

import itertools
import time

import numpy as np
import pandas as pd
import pytest

import partnernet as pn
from partnernet.pictures import svg
from partnernet.words import LANGUAGES

BEYOND, CITIES = pn.samples.path("penaluz_beyond"), pn.samples.path("cities")


def answers() -> list[pn.Answer]:
    alliance = pn.samples.load("penaluz")
    return [pn.coverage(pn.read_initiatives(CITIES), themes="six_principles"),
            pn.coverage(pn.read_initiatives(BEYOND)),
            pn.resources(pn.read_resources(BEYOND), alliance),
            pn.learning(pn.read_scores(CITIES)), pn.learning(pn.read_scores(CITIES), turns=2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_pictures_in_every_language(language: str) -> None:
    for answer in answers():
        assert answer.text(language)
        assert svg.paint(answer.drawing(language=language)).startswith("<svg")
    assert "Ledarskap" in answers()[3].text("sv")


def test_coverage_finds_what_is_planted() -> None:
    # Planted by make_cities.py: nothing that uses data better is done; two cities never act early.
    table = pn.coverage(pn.read_initiatives(CITIES), themes="six_principles").table()
    assert len(table) == 8 * 6
    assert not table.xs("use data better", level="theme")["done"].any()
    early = table.xs("act early", level="theme")["initiatives"]
    assert set(early.index[early == 0]) == {"Alvhamn", "Koskenlinna"}
    # Planted by make_beyond.py: no initiative uses data better, in any district.
    answer = pn.coverage(pn.read_initiatives(BEYOND), themes="six_principles")
    assert answer.detail("by_theme").loc["Use data better", "covered"] == 0
    assert len(answer.detail("remaining")) == (answer.table()["initiatives"] == 0).sum()


def test_coverage_by_hand() -> None:
    rows = pd.DataFrame([("walks", "moving", "north", "planned"), ("walks", "moving", "north",
                                                                     "done"),
                         ("talks", "moving", "north", "pågår"), ("food", "eating", "south", None)],
                        columns=["initiative", "theme", "place", "status"])
    table = pn.coverage(rows, places=["south", "west"], themes=["eating"]).table()
    assert table.index.get_level_values("place").unique().tolist() == ["south", "west", "north"]
    assert table.loc[("north", "moving")].tolist() == [2, 1, 1, 0, "done"]
    assert table.loc[("south", "eating")].tolist() == [1, 0, 0, 0, ""]
    assert table.loc[("west", "moving"), "initiatives"] == 0
    assert len(pn.coverage(rows.drop(columns=["place", "status"])).table()) == 2
    with pytest.raises(pn.InputError, match="no status"):
        pn.coverage(rows.assign(status="perhaps"))
    with pytest.raises(pn.OptionError):
        pn.coverage(rows, places="north")
    assert pn.coverage(rows.iloc[:0]).table().empty


def test_resources_find_what_is_planted_and_add_up() -> None:
    # Planted by make_beyond.py: healthy food is carried by the voluntary sector alone.
    answer = pn.resources(pn.read_resources(BEYOND), pn.samples.load("penaluz"))
    alone = answer.detail("alone")
    assert set(zip(alone["theme"], alone["sector"], strict=True)) == {("healthy food", "voluntary")}
    table = answer.table()
    sheet = pd.read_excel(BEYOND, sheet_name="resources", engine="calamine")
    assert table.groupby("resource")["amount"].sum().to_dict() == {
        name: sheet[name].sum() for name in ("hours", "euros")}
    shares = table.groupby(["resource", "theme"])["amount_share"].sum()
    assert shares.to_numpy() == pytest.approx(1)


def test_resources_of_nobody_and_without_amounts() -> None:
    alliance = pn.Partnership(pd.DataFrame({"id": ["a", "b"], "sector": ["health", None]}))
    rows = pd.DataFrame({"organisation": ["a", "b", "a"], "theme": "food",
                         "hours": [3.0, 1.0, None], "note": ["x", "y", "z"]})
    answer = pn.resources(rows, alliance)
    assert answer.table()["amount_share"].tolist() == [0.75]
    assert answer.detail("totals")["amount"].tolist() == [4]
    assert answer.detail("alone").empty
    assert any("blank" in caveat for caveat in answer.caveats)
    with pytest.raises(pn.InputError, match="no column of amounts"):
        pn.resources(rows[["organisation", "theme", "note"]], alliance)
    with pytest.raises(pn.InputError, match="not among the listed"):
        pn.resources(rows.assign(organisation="zzz"), alliance)
    assert pn.resources(rows.iloc[:0], alliance).table().empty


def test_learning_pairs_the_planted_cities() -> None:
    # Planted by make_cities.py: Dünenfurt is strong everywhere, Ozolkrasts weak everywhere;
    # Silvervik does not look at risks, Raudsaare does.
    table = pn.learning(pn.read_scores(CITIES)).table()
    assert table["teacher"].is_unique
    assert table["learner"].is_unique
    pairs = dict(zip(table["learner"], table["teacher"], strict=True))
    assert pairs["Silvervik"] == "Raudsaare"
    two = pn.learning(pn.read_scores(CITIES), turns=2).table()
    assert ("Dünenfurt", "Ozolkrasts") in set(zip(two["teacher"], two["learner"], strict=True))
    assert table["value"].is_monotonic_decreasing


def test_learning_by_hand_and_by_every_pairing() -> None:
    rows = pd.DataFrame([("A", "x", 5), ("A", "y", 1), ("B", "x", 2), ("B", "y", 4),
                         ("C", "x", 3.9), ("C", "y", 3.7)], columns=["place", "domain", "score"])
    answer = pn.learning(rows, least=0.5)
    score = {("A", "x"): 5, ("A", "y"): 1, ("B", "x"): 2, ("B", "y"): 4, ("C", "x"): 3.9,
             ("C", "y"): 3.7}
    worth = {(t, s): sum(max(score[t, d] - score[s, d], 0) * (score[t, d] - score[s, d] > 0.5)
                         for d in "xy") for t, s in itertools.permutations("ABC", 2)}
    # Witness: every way in which each teaches at most one.
    best = max(sum(worth.get((t, s), 0) for t, s in zip("ABC", order, strict=True) if t != s)
               for order in itertools.permutations("ABC"))
    assert answer.value == pytest.approx(best)
    assert answer.gap == 0
    for row in answer.table().itertuples():
        assert row.value == pytest.approx(worth[row.teacher, row.learner])
    assert pn.learning(rows, limit=1).table().shape[0] == 1


def test_learning_refuses_and_says_when_there_is_nothing() -> None:
    rows = pd.DataFrame({"place": ["A", "A"], "domain": ["x", "x"], "score": [1, 2]})
    with pytest.raises(pn.InputError, match="more than one score"):
        pn.learning(rows)
    one = pn.learning(rows.iloc[:1])
    assert one.table().empty
    assert one.text("es")
    for wrong in ({"turns": 0}, {"turns": True}, {"limit": -1}):
        with pytest.raises(pn.OptionError):
            pn.learning(rows, **wrong)
    # Two stages of one domain are averaged; a domain that one of two lacks is no lesson.
    staged = pd.DataFrame([("A", "x", "s", 1), ("A", "x", "t", 3), ("B", "x", "s", 5),
                           ("B", "y", "s", 5)], columns=["place", "domain", "stage", "score"])
    assert pn.learning(staged).table()[["teacher", "learner", "value"]].values.tolist() == [
        ["B", "A", 3.0]]


def test_order_of_rows_changes_no_pair() -> None:
    table = pn.read_scores(CITIES).table()
    one = pn.learning(table).table()
    other = pn.learning(table.sample(frac=1, random_state=3)).table()
    pd.testing.assert_frame_equal(one, other)


def test_a_thousand_cities_are_quick() -> None:
    places = [f"city {k:04d}" for k in range(1000)]
    scores = np.random.default_rng(1).normal(3, 1, (1000, 5)).clip(1, 5)
    rows = pd.DataFrame(scores, index=pd.Index(places, name="place"),
                        columns=list("abcde")).reset_index().melt(
                            "place", var_name="domain", value_name="score")
    start = time.perf_counter()
    assert len(pn.learning(rows).table()) > 900
    assert time.perf_counter() - start < 20


def test_a_thousand_pairs_do_not_fill_the_screen() -> None:
    places = [f"city {k:03}" for k in range(60)]
    table = pd.DataFrame({"place": places * 2, "domain": ["time"] * 60 + ["trust"] * 60,
                          "score": [*range(60), *range(60, 0, -1)]})
    found = pn.learning(table)
    assert len(found.chosen) > 20
    assert repr(found).count("→") == 20
    assert f"… {len(found.chosen)};" in repr(found)
