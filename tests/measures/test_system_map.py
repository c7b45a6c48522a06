"""``SystemMap`` and ``fit``: the planted links are open, chance is exact, refusals help."""

import itertools

import numpy as np
import pandas as pd
import pytest

import partnernet as pn
from partnernet.pictures import svg
from partnernet.words import LANGUAGES

PATH = pn.samples.path("penaluz_beyond")


@pytest.fixture(scope="module")
def alliance() -> pn.Partnership:
    return pn.samples.load("penaluz")


@pytest.fixture(scope="module")
def system(alliance: pn.Partnership) -> pn.SystemMap:
    return pn.read_system_map(PATH, alliance=alliance)


@pytest.fixture(scope="module")
def answer(system: pn.SystemMap, alliance: pn.Partnership) -> pn.Answer:
    return pn.fit(system, alliance)


def small() -> tuple[pn.SystemMap, pn.Partnership]:
    """Four organisations of two sectors, five indicators, one with nobody."""
    indicators = pd.DataFrame({
        "id": ["p", "q", "r", "s", "t"], "name": ["P", "Q", "R", "S", "T"],
        "sector": ["health", "health", "social", "social", None],
        "responsible": ["a", "b; c", "c", "d", None]})
    links = pd.DataFrame([("p", "q", "+", 1), ("q", "R", "-", 2), ("p", "s", "+", 3),
                          ("s", "t", "+", 1)], columns=["source", "target", "sign", "strength"])
    alliance = pn.Partnership(
        pd.DataFrame({"id": list("abcd"), "sector": ["health", "health", "social", "social"]}),
        pd.DataFrame({"source": ["b", "c"], "target": ["a", "d"]}))
    return pn.SystemMap(indicators, links), alliance


def test_fit_by_hand_and_by_every_order() -> None:
    system, alliance = small()
    answer = pn.fit(system, alliance, replicates=4999)
    # p–q: b is tied to a. q–r: c is responsible for both. p–s: a and d are not tied. s–t: nobody.
    assert answer["fit"] == pytest.approx(2 / 3)
    assert (answer["fit_across"], answer["fit_within"]) == (0.5, 1.0)
    links = answer.detail("links").set_index(["source", "target"])["covered"]
    assert links.loc[("p", "q")] == links.loc[("q", "r")] == 1
    assert links.loc[("p", "s")] == 0
    assert np.isnan(links.loc[("s", "t")])
    # Witness: the four orders that keep each sector's places.
    ties, own = {frozenset("ab"), frozenset("cd")}, {"p": "a", "q": "bc", "r": "c", "s": "d"}
    shares = []
    for first, second in itertools.product(itertools.permutations("ab"),
                                           itertools.permutations("cd")):
        at = dict(zip("abcd", (*first, *second), strict=True))
        met = [any(x == y or frozenset((at[x], at[y])) in ties
                   for x, y in itertools.product(own[i], own[j]))
               for i, j in (("p", "q"), ("q", "r"), ("p", "s"))]
        shares.append(sum(met) / 3)
    assert answer.get("fit", "expected") == pytest.approx(np.mean(shares), abs=0.02)
    uncovered = answer.detail("uncovered")
    assert uncovered[["source", "target", "responsible_source", "responsible_target"]].iloc[
        0].tolist() == ["p", "s", "a", "d"]
    assert np.isnan(uncovered["distance"].iloc[0])  # no way joins a and d
    assert answer.detail("unowned").index.tolist() == ["t"]


def test_the_planted_links_are_open(answer: pn.Answer) -> None:
    # Planted by make_beyond.py: links of health's indicators to those of associations; noise at
    # night is nobody's.
    uncovered = answer.detail("uncovered")
    pairs = set(zip(uncovered["source"], uncovered["target"], strict=True))
    assert {("I4", "I12"), ("I4", "I11")} <= pairs
    assert answer.detail("unowned").index.tolist() == ["I18"]
    assert (uncovered["distance"] >= 2).all()
    assert uncovered["strength"].is_monotonic_decreasing
    assert answer["fit"] == pytest.approx(21 / 30)
    assert answer.get("fit", "p_permutation") < 0.05


def test_influence_loops_and_leverage(system: pn.SystemMap) -> None:
    influence = system.influence()
    table = influence.table()
    assert table["links"].sum() == 32
    assert (table["positive"] + table["negative"]).equals(table["links"])
    # Witness: pandas on the sheets.
    links = pd.read_excel(PATH, sheet_name="links", engine="calamine")
    sector = pd.read_excel(PATH, sheet_name="indicators", engine="calamine").set_index("id")[
        "sector"]
    own = links[(links["source"].map(sector) == "health") & (links["target"].map(sector)
                                                               == "health")]
    assert table.loc[("health", "health"), ["links", "strength"]].tolist() == [len(own),
                                                                             own["strength"].sum()]
    loops = system.loops().table()
    assert "I12 → I5 → I12" in loops["indicators"].tolist()  # planted: loneliness and belonging
    assert set(loops["kind"]) <= {"reinforcing", "balancing"}
    assert loops["length"].is_monotonic_increasing
    leverage = system.leverage().table()
    assert leverage["links_out"].sum() == leverage["links_in"].sum() == 32
    assert leverage["out_reach"].between(0, 1).all()


def test_a_name_or_an_id_is_an_end_and_own_or_repeated_links_are_told() -> None:
    indicators = pd.DataFrame({"id": ["p", "q"], "name": ["P", "Q"]})
    links = pd.DataFrame([("P", "q", "+"), ("p", "Q", "+"), ("p", "p", "-")],
                         columns=["source", "target", "sign"])
    made = pn.SystemMap(indicators, links)
    assert made.links[["source", "target", "sign"]].values.tolist() == [["p", "q", 1]]
    assert made.ledger["fate"].tolist() == ["excluded", "merged"]
    assert repr(made) == "<SystemMap: 2 indicators, 1 link>"
    assert made.influence().table().empty
    assert made.loops().table().empty


FAULTS = {
    "twice": ({"id": ["p", "p"]}, [("p", "p", "+")], "listed twice"),
    "unlisted": ({"id": ["loneliness"]}, [("lonelines", "loneliness", "+")], "loneliness"),
    "sign": ({"id": ["p", "q"]}, [("p", "q", "maybe")], "no sign"),
    "blank sign": ({"id": ["p", "q"]}, [("p", "q", None)], "blank"),
    "clash": ({"id": ["p", "q"]}, [("p", "q", "+"), ("p", "q", "-")], "stands twice"),
    "no id": ({"sector": ["health"]}, [], "no column “id”"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refusals(fault: str) -> None:
    indicators, links, told = FAULTS[fault]
    with pytest.raises(pn.InputError, match=told) as caught:
        pn.SystemMap(pd.DataFrame(indicators),
                     pd.DataFrame(links, columns=["source", "target", "sign"]))
    for language in LANGUAGES:
        assert caught.value.text(language)
    assert all(problem.fix for problem in caught.value.problems)


def test_who_is_responsible_must_be_listed(alliance: pn.Partnership) -> None:
    system = pn.SystemMap(pd.DataFrame({"id": ["p"], "responsible": ["Nobody at all"]}),
                          pd.DataFrame({"source": [], "target": [], "sign": []}))
    with pytest.raises(pn.InputError, match="not among the listed"):
        pn.fit(system, alliance)
    with pytest.raises(TypeError, match="SystemMap"):
        pn.fit(alliance, alliance)
    named = pn.SystemMap(pd.DataFrame({"id": ["p"], "responsible": ["m8 | South Health Centre"]}),
                         pd.DataFrame({"source": [], "target": [], "sign": []}))
    assert named.checked_against(alliance).owners == (("M8", "B2"),)


def test_an_empty_map_is_undefined_with_its_reason(alliance: pn.Partnership) -> None:
    empty = pn.SystemMap(pd.DataFrame({"id": []}), pd.DataFrame({"source": [], "target": [],
                                                                  "sign": []}))
    answer = pn.fit(empty, alliance, replicates=9)
    assert answer.table()["value"].isna().all()
    assert any("undefined" in caveat for caveat in answer.caveats)
    assert len(empty.leverage().table()) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_pictures(answer: pn.Answer, system: pn.SystemMap, language: str) -> None:
    assert "Volunteer Bureau" in answer.text(language)
    for drawing in (*answer.drawings.values(), system.drawing(), system.loops().drawing):
        assert svg.paint(drawing(language=language)).startswith("<svg")
    for each in (system.influence(), system.loops(), system.leverage()):
        assert each.text(language)
