"""``assess``: the planted gaps are found, nobody counts twice, and refusals help."""

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
def answer(alliance: pn.Partnership) -> pn.Answer:
    return pn.assess(pn.read_answers(PATH, alliance=alliance), "cooperation_grid", alliance,
                     replicates=499)


def rows(*cells: tuple) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["organisation", "item", "performance", "importance"])


def test_a_row_an_item_cell_domain_and_stage(answer: pn.Answer) -> None:
    table = answer.table()
    assert list(table.columns) == ["answers", "mean", "sd", "importance", "gap", "gap_low",
                                   "gap_high", "agreement"]
    assert table.groupby(level="part").size().to_dict() == {
        "item": 20, "cell": 20, "domain": 5, "stage": 4, "whole": 1}


def test_cells_equal_the_sheet(answer: pn.Answer) -> None:
    # Witness: pandas on the sheet itself.
    sheet = pd.read_excel(PATH, sheet_name="answers", engine="calamine")
    own = sheet[sheet["item"] == "communication_implementation"]
    row = answer.table().loc[("cell", "communication", "implementation", "")]
    assert row["answers"] == own["performance"].count()
    assert row["mean"] == pytest.approx(own["performance"].mean())
    assert row["sd"] == pytest.approx(own["performance"].std())
    assert row["gap"] == pytest.approx((own["importance"] - own["performance"]).mean())
    assert row["gap_low"] < row["gap"] < row["gap_high"]
    assert row["agreement"] == pytest.approx(1 - own["performance"].var() / 2)
    # One item a cell: the item's row says the same, interval and all.
    item = answer.table().loc[("item", "communication", "implementation",
                               "communication_implementation")]
    assert item.equals(row.rename(item.name))


def test_the_planted_gap_is_first_and_the_unsure_one_is_left_out(answer: pn.Answer) -> None:
    asked = answer.detail("questions")
    assert tuple(asked.loc[0, ["domain", "stage"]]) == ("communication", "implementation")
    assert not ((asked["domain"] == "risk_identification")
                & (asked["stage"] == "assessment")).any()
    assert (asked["gap_low"] > 0).all()
    assert asked["gap"].is_monotonic_decreasing
    assert str(asked["question"].iloc[0]).endswith("?")
    assert asked["question"].iloc[0].text("es").startswith("¿")


def test_those_with_few_contacts_outside_score_communication_lower(answer: pn.Answer) -> None:
    # Planted by make_beyond.py: 0.16 points a contact more than the median.
    network = answer.detail("network")
    assert network.loc["communication", "contacts_correlation"] > 0.5
    assert network["contacts_correlation_p_bh"].idxmin() == "communication"
    assert network.loc["communication", "contacts_correlation_p_bh"] < 0.05
    assert any("few contacts" in str(each) for each in answer.findings)


def test_groups_are_set_beside_the_rest(answer: pn.Answer) -> None:
    by = answer.detail("by_sector")
    assert by.index.names == ["part", "domain", "stage", "sector"]
    assert len(by) == 30 * 6
    raw, adjusted = by["p_permutation"].dropna(), by["p_permutation_bh"].dropna()
    assert (adjusted >= raw - 1e-12).all()
    assert set(answer.detail("by_level").index.get_level_values("level")) == {
        "neighbourhood", "municipal", "regional", "national"}


def test_alpha_needs_ten_complete_rows(answer: pn.Answer) -> None:
    alpha = answer.detail("alpha")
    assert alpha.loc["risk_identification", "answers"] < 10
    assert np.isnan(alpha.loc["risk_identification", "cronbach_alpha"])
    assert 0.5 < alpha.loc["communication", "cronbach_alpha"] < 1
    assert any("cronbach_alpha" in caveat for caveat in answer.caveats)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_pictures_in_every_language(answer: pn.Answer, language: str) -> None:
    assert answer.instrument.text("communication", language) in answer.text(language)
    for drawing in answer.drawings.values():
        assert svg.paint(drawing(language=language)).startswith("<svg")


def test_few_answers_are_hidden_on_request(alliance: pn.Partnership) -> None:
    read = pn.read_answers(PATH)
    shown = pn.assess(read, "cooperation_grid", alliance, least=10, replicates=49)
    cell = shown.table().loc[("cell", "risk_identification", "assessment", "")]
    assert cell["answers"] == 9
    assert cell.drop("answers").isna().all()
    by = shown.detail("by_sector")
    few = by[by["answers"] < 10]
    assert few[["mean", "difference", "p_permutation"]].isna().all(axis=None)
    assert any("fewer than 10" in caveat for caveat in shown.caveats)


def everybody_answers(sizes: dict[str, int], items: tuple[str, ...]
                      ) -> tuple[pn.Partnership, pd.DataFrame]:
    """A partnership of sectors of these sizes, and answers of all to all items."""
    sector = [name for name, size in sizes.items() for _ in range(size)]
    ids = [f"o{k}" for k in range(len(sector))]
    alliance = pn.Partnership(pd.DataFrame({"id": ids, "sector": sector, "level": sector}))
    return alliance, rows(*((who, item, 1 + k * 7 % 5, 1 + k * 3 % 5)
                            for k, who in enumerate(ids) for item in items))


def test_a_hidden_group_does_not_follow_from_the_total_and_the_others() -> None:
    items = pn.instruments.load("cooperation_grid").ids
    alliance, table = everybody_answers({"health": 8, "social": 6, "voluntary": 3}, items)
    careful = pn.assess(table, "cooperation_grid", alliance, least=5, replicates=9)
    by = careful.detail("by_sector")["mean"].loc["domain"].dropna()
    # Voluntary alone would be the rest: the smallest of the others is hidden with it.
    assert set(by.index.get_level_values("sector")) == {"health"}
    # Cells by sector stand beside totals by sector: they would tell of cells hidden there.
    assert careful.detail("by_sector")["mean"].loc["cell"].isna().all()
    assert any("those whose figures would tell theirs" in caveat for caveat in careful.caveats)
    bold = pn.assess(table, "cooperation_grid", alliance, replicates=9)
    assert bold.detail("by_sector")["mean"].notna().all()


def test_a_total_beside_its_parts_needs_twice_as_many() -> None:
    items = pn.instruments.load("cooperation_grid").ids
    alliance, table = everybody_answers({"health": 9}, items)
    found = pn.assess(table, "cooperation_grid", alliance, least=5, replicates=9)
    shown = found.table()["mean"]
    assert shown.loc["cell"].notna().all()
    assert shown.loc[["domain", "stage", "whole"]].isna().all()
    assert (found.table()["answers"] == 9).all()
    assert found.detail("network")[["spread", "contacts_correlation"]].isna().all(axis=None)
    assert found.detail("by_sector")["mean"].isna().all()


def test_what_few_gave_alone_counts_nowhere() -> None:
    items = pn.instruments.load("cooperation_grid").ids
    alliance, table = everybody_answers({"health": 12}, items)
    # Three say how it goes and not how important it is: all, less the paired, would be theirs.
    first = (table["item"] == items[0]) & table["organisation"].isin(["o0", "o1", "o2"])
    table["importance"] = table["importance"].where(~first)
    found = pn.assess(table, "cooperation_grid", alliance, least=5, replicates=9)
    assert found.table().loc[("item", "leadership", "mapping", items[0]), "answers"] == 9
    assert any("3 answers are left out" in caveat for caveat in found.caveats)


def test_without_a_partnership_only_the_table_is_given() -> None:
    answer = pn.assess(pn.read_answers(PATH), replicates=49)
    assert set(answer.details) == {"questions", "alpha"}
    assert answer.table().loc[("whole", "", "", ""), "answers"] == 30


def test_order_of_rows_changes_nothing(alliance: pn.Partnership) -> None:
    table = pn.read_answers(PATH).table()
    one = pn.assess(table, "cooperation_grid", alliance, replicates=49)
    other = pn.assess(table.sample(frac=1, random_state=4), "cooperation_grid", alliance,
                      replicates=49)
    pd.testing.assert_frame_equal(one.table(), other.table())
    for name in ("by_sector", "network", "alpha"):
        pd.testing.assert_frame_equal(one.detail(name), other.detail(name))


def test_several_people_of_one_organisation() -> None:
    items = ("act_early_1", "use_data_better_1")
    table = rows(("A", items[0], 1, 5), ("A", items[0], 3, 4), ("B", items[0], 5, 5),
                 ("B", items[0], 5, 5))
    with pytest.raises(pn.InputError, match="more than once") as caught:
        pn.assess(table, "six_principles")
    assert caught.value.row == 3
    assert "combine" in caught.value.text("sv")
    found = {rule: pn.assess(table, "six_principles", combine=rule, replicates=9).table().loc[
        ("domain", "act_early", "", "")] for rule in ("mean", "max", "first")}
    assert [found[rule]["answers"] for rule in found] == [2, 2, 2]
    assert [found[rule]["mean"] for rule in found] == [3.5, 4.0, 3.0]
    dated = table.assign(date=["2026-01-02", "2026-03-01", "2026-01-01", "2026-01-01"])
    latest = pn.assess(dated, "six_principles", combine="latest", replicates=9).table()
    assert latest.loc[("domain", "act_early", "", ""), "mean"] == 4.0
    with pytest.raises(pn.UnknownName):
        pn.assess(table, "six_principles", combine="median")
    with pytest.raises(pn.OptionError):
        pn.assess(table, "six_principles", combine="latest")


def test_refusals_name_the_row_and_the_remedy(alliance: pn.Partnership) -> None:
    with pytest.raises(pn.InputError, match="off its scale"):
        pn.assess(rows(("A", "act_early_1", 6, 5)), "six_principles")
    with pytest.raises(pn.InputError, match="perhaps “act_early_1”"):
        pn.assess(rows(("A", "act_erly_1", 3, 5)), "six_principles")
    with pytest.raises(pn.InputError, match="not among the listed organisations"):
        pn.assess(rows(("Nobody", "act_early_1", 3, 5)), "six_principles", alliance)
    with pytest.raises(pn.InputError, match="no column “item”"):
        pn.assess(pd.DataFrame({"organisation": ["A"], "performance": [3]}), "six_principles")
    with pytest.raises(pn.UnknownName, match="cooperation_grid"):
        pn.assess(rows(("A", "x", 3, 5)), "cooperation_gird")


def test_scores_of_another_instrument_come_as_a_plain_table() -> None:
    table = pd.DataFrame({"organisation": list("ABCD") * 2, "item": ["s1"] * 4 + ["s2"] * 4,
                          "domain": ["synergy"] * 8, "performance": [1, 2, 3, 4, 2, 2, 4, 7]})
    answer = pn.assess(table, None, scale=(1, 7), replicates=49)
    found = answer.table().loc[("domain", "synergy", "", "")]
    assert found["mean"] == pytest.approx(3.125)
    assert np.isnan(found["gap"])
    assert any("nobody said how important" in caveat for caveat in answer.caveats)
    with pytest.raises(pn.OptionError, match="scale"):
        pn.assess(table, None)
    with pytest.raises(pn.InputError, match="domain"):
        pn.assess(table.drop(columns="domain"), None, scale=(1, 7))


def test_nobody_answered() -> None:
    answer = pn.assess(rows(), "six_principles", replicates=9)
    assert answer.table()["mean"].isna().all()
    assert (answer.table()["answers"] == 0).all()
    assert answer.text("es")
