"""``waves``: counts by loops, chance by enumeration, the planted crisis, refusals."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partnernet as pn
from oracle.data import Plain
from partnernet.pictures import svg
from partnernet.words import LANGUAGES
from strategies import plains, tables

KINDS = {(True, True): "internal", (False, True): "horizontal", (True, False): "vertical",
         (False, False): "diagonal"}


def observed(plain: Plain) -> tuple[set, set]:
    """Dyads somebody could tell of, and the ties among them, by ids."""
    ids = [row["id"] for row in plain.organisations]
    silent = {row["id"] for row in plain.organisations if not row["answered"]}
    unknown = set(plain.unknown)
    pairs = itertools.permutations(ids, 2) if plain.directed else itertools.combinations(ids, 2)
    seen = set()
    for a, b in pairs:
        if plain.directed:
            told = a not in silent and (a, b) not in unknown
        else:
            told = not (a in silent and b in silent) and not {(a, b), (b, a)} & unknown
        if told:
            seen.add((a, b))
    ties = {(row["source"], row["target"]) for row in plain.ties}
    if not plain.directed:
        ties = {tuple(sorted(tie)) for tie in ties}
    return seen, ties & seen


@settings(max_examples=40)
@given(st.booleans().flatmap(lambda towards: st.tuples(
    plains(least=1, most=6, directed=towards), plains(least=1, most=6, directed=towards))))
def test_counts_equal_loops(pair: tuple[Plain, Plain]) -> None:
    one, other = pair
    before, after = (pn.Partnership(**tables(plain)) for plain in pair)
    answer = pn.waves(before, after, replicates=5)
    (seen_one, ties_one), (seen_two, ties_two) = observed(one), observed(other)
    seen = seen_one & seen_two
    found = answer.table().loc[("whole", "(whole)")]
    formed = {p for p in seen if p in ties_two and p not in ties_one}
    dissolved = {p for p in seen if p in ties_one and p not in ties_two}
    persisted = {p for p in seen if p in ties_one and p in ties_two}
    assert found[["pairs", "formed", "dissolved", "persisted"]].tolist() == [
        len(seen), len(formed), len(dissolved), len(persisted)]
    either = len(formed | dissolved | persisted)
    assert found["jaccard"] == pytest.approx(len(persisted) / either if either else np.nan,
                                             nan_ok=True)
    label = {row["id"]: (row["sector"], row["level"]) for row in one.organisations}
    for kind in KINDS.values():
        own = [p for p in seen if all(all(label[end]) for end in p) and KINDS[
            label[p[0]][0] == label[p[1]][0], label[p[0]][1] == label[p[1]][1]] == kind]
        row = answer.table().loc[("kind", kind)]
        assert row["pairs"] == len(own)
        assert row["formed"] == len(formed & set(own))
        # Of those who have both labels: nobody else counts in what is told by label.
        known = {p for p in seen if all(all(label[end]) for end in p)}
        free, all_free = len(set(own) - ties_one), len(known - ties_one)
        assert row["expected"] == pytest.approx(
            len(formed & known) * free / all_free if free else np.nan, nan_ok=True)


def small() -> tuple[pn.Partnership, pn.Partnership]:
    organisations = pd.DataFrame({"id": list("abcd"), "sector": ["x", "x", "y", "y"]})
    def ties(*pairs: str) -> pd.DataFrame:
        return pd.DataFrame({"source": [p[0] for p in pairs], "target": [p[1] for p in pairs]})
    return (pn.Partnership(organisations, ties("ab"), directed=False),
            pn.Partnership(organisations, ties("ab", "ac", "cd"), directed=False))


def test_who_has_no_sector_makes_no_sector_expect_more() -> None:
    # By hand: of a, b in x and c in y five dyads are free and one tie formed, a→c; d's ties count
    # in no sector. So x – x, one free dyad, expects a fifth, and x – y, four free, the rest.
    table = pd.DataFrame({"id": list("abcd"), "sector": ["x", "x", "y", None]})
    before, after = (
        pn.Partnership(table, pd.DataFrame({"source": [p[0] for p in ties],
                                            "target": [p[1] for p in ties]}))
        for ties in (["ab"], ["ab", "ac", "da", "db"]))
    rows = pn.waves(before, after, replicates=9).table().xs("sector")["expected"]
    assert rows[["x – x", "x – y"]].tolist() == pytest.approx([0.2, 0.8])
    assert rows.sum() == pytest.approx(1)


def test_p_equals_the_enumerated_shuffles() -> None:
    before, after = small()
    answer = pn.waves(before, after, replicates=9999)
    labels, free = dict(zip("abcd", "xxyy", strict=True)), ["ac", "ad", "bc", "bd", "cd"]
    formed = {"ac", "cd"}

    def beyond(of: dict[str, str]) -> float:
        """Witness: formed less expected within y, for one way to hand out the labels."""
        inside = [p for p in free if of[p[0]] == of[p[1]] == "y"]
        if not inside:
            return float("nan")
        return len(formed & set(inside)) - 2 * len(inside) / 5

    every = [beyond(dict(zip("abcd", order, strict=True)))
             for order in itertools.permutations("xxyy")]
    own = beyond(labels)
    upper = np.mean([value >= own - 1e-9 for value in every])
    lower = np.mean([value <= own + 1e-9 for value in every])
    row = answer.table().loc[("sector", "y – y")]
    assert row[["formed", "expected"]].tolist() == pytest.approx([1, 0.4])
    assert row["p_permutation"] == pytest.approx(min(1, 2 * min(upper, lower)), abs=0.03)


@pytest.fixture(scope="module")
def crisis() -> pn.Answer:
    return pn.waves(pn.samples.load("penaluz"), pn.samples.load("penaluz_crisis"), replicates=499)


def test_the_crisis_formed_ties_on_the_same_level(crisis: pn.Answer) -> None:
    # Planted by make_crisis.py: neighbourhood groups form ties across sectors.
    table = crisis.table()
    row = table.loc[("kind", "horizontal")]
    assert row["formed"] > 2 * row["expected"]
    assert row["p_permutation_bh"] < 0.05
    for by in ("kind", "sector"):  # everybody has both, so the rows of each add up to the whole
        rows = table.xs(by)[["pairs", "formed", "dissolved", "persisted"]].sum()
        assert rows.tolist() == table.iloc[0][rows.index].tolist()
    assert set(crisis.detail("joiners").index) == {"B15", "M14"}
    assert crisis.detail("leavers").index.tolist() == ["R3"]
    ties = crisis.detail("ties")["change"].value_counts().to_dict()
    assert ties == {"formed": table["formed"].iloc[0], "dissolved": table["dissolved"].iloc[0]}


def test_change_holds_the_figures_of_the_summary(crisis: pn.Answer) -> None:
    change = crisis.detail("change")
    before = pn.samples.load("penaluz")
    whole = pn.cohesion(before)
    for name in whole:
        assert change.loc[name, "before"] == pytest.approx(whole[name], nan_ok=True)
    figures = set(pn.summary(before, replicates=19).table()["measure"])
    assert figures <= set(change.index)
    assert change["difference"].equals(change["after"] - change["before"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_picture(crisis: pn.Answer, language: str) -> None:
    # Counted here: new ties whose sender answered both times and left open neither.
    before, after = pn.samples.load("penaluz"), pn.samples.load("penaluz_crisis")
    (old, seen_one), (new, seen_two) = (
        ({*zip(told.ties["source"], told.ties["target"], strict=True)},
         {*itertools.product(told.answered.index[told.answered], told.ids)}
         - {*zip(told.unknown["source"], told.unknown["target"], strict=True)})
        for told in (before, after))
    formed = len((new - old) & seen_one & seen_two)
    assert crisis.table()["formed"].iloc[0] == formed
    assert re.search(rf"\b{formed}\b", crisis.text(language))
    for drawing in (crisis.drawing, *crisis.drawings.values()):
        assert svg.paint(drawing(language=language)).startswith("<svg")


def test_directed_and_undirected_waves_are_compared_as_undirected() -> None:
    before, after = small()
    towards = pn.Partnership(before.organisations, pd.DataFrame({"source": ["b"],
                                                                  "target": ["a"]}))
    answer = pn.waves(towards, after, replicates=9)
    assert answer.table().iloc[0][["formed", "persisted"]].tolist() == [2, 1]
    assert any("directions" in caveat for caveat in answer.caveats)


def test_refusals_and_nothing_to_compare() -> None:
    before, after = small()
    other = pn.Partnership(pd.DataFrame({"id": ["z"]}))
    with pytest.raises(pn.OptionError, match="no organisation in common"):
        pn.waves(before, other)
    with pytest.raises(TypeError):
        pn.waves(before, "after")
    with pytest.raises(TypeError):
        pn.waves("before", after)
    silent = pn.Partnership(before.organisations, answered=[], directed=False)
    answer = pn.waves(before, silent, replicates=9)
    assert answer.table()["pairs"].sum() == 0
    assert answer.table()["jaccard"].isna().all()
    assert any("undefined" in caveat for caveat in answer.caveats)
    assert answer.text("es")


def test_a_changed_sector_is_told() -> None:
    before, after = small()
    moved = pn.Partnership(after.organisations.assign(sector=["x", "y", "y", "y"]), after.ties,
                           directed=False)
    assert any("differs between the waves" in caveat
               for caveat in pn.waves(before, moved, replicates=9).caveats)
