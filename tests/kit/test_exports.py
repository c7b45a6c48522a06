"""Exports of KoboToolbox and ODK are read as what was answered."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from kit_cases import LANGUAGES, Survey, expected, exported, found, same, small, surveys

import partnernet as pn
from partnernet.errors import InputError

HEADERS = ("names", "groups", "labels", "labels with groups", "odk")
FULL = {"works": "yes", "reliability": "4", "mission": "5", "openness": "3", "frequency": "1",
        "collaboration": "1"}


def read(asked: Survey, folder: Path, *, listed: bool = True, ending: str = ".xlsx",
         **export: Any) -> pn.Partnership:
    """The export as a file, read with the list of organisations."""
    table, path = exported(asked, **export), folder / f"Survey of the partnership{ending}"
    if ending == ".xlsx":
        table.to_excel(path, index=False)
    else:
        table.to_csv(path, index=False, sep=";")
    return pn.read(path, organisations=asked.table() if listed else None)


@given(st.data(), st.sampled_from(HEADERS), st.sampled_from(["codes", "labels"]),
       st.sampled_from(LANGUAGES), st.sampled_from([".xlsx", ".csv"]))
@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_any_export_of_our_form_is_read(tmp_path_factory: pytest.TempPathFactory,
                                        data: st.DataObject, headers: str, values: str,
                                        language: str, ending: str) -> None:
    asked = data.draw(surveys(consent=False))
    alliance = read(asked, tmp_path_factory.mktemp("export"), headers=headers, values=values,
                    language=language, ending=ending)
    ties, unknown = expected(asked)
    assert same(found(alliance)[0], ties)
    assert found(alliance)[1] == unknown
    assert alliance.answered.to_dict() == asked.consent


@pytest.mark.parametrize(("headers", "values"), list(product(HEADERS, ["codes", "labels"])))
def test_scales_and_the_rule_for_trust_come_with_the_form(tmp_path: Path, headers: str,
                                                          values: str) -> None:
    alliance = read(small(**FULL), tmp_path, headers=headers, values=values)
    row = alliance.ties.iloc[0]
    assert (row["source"], row["target"]) == ("A", "B")
    assert row["trust"] == 4  # by hand: (4 + 5 + 3) / 3
    assert [row[name] for name in ("reliability", "shared mission", "openness", "frequency",
                                   "collaboration")] == [4, 5, 3, 1, 1]
    assert {name: (scale.low, scale.high) for name, scale in alliance.scales.items()} == {
        "reliability": (1, 5), "shared mission": (1, 5), "openness": (1, 5), "trust": (1, 5),
        "frequency": (0, 5), "collaboration": (0, 5)}
    assert any("own survey form" in reason for reason in alliance.ledger["reason"])


def test_without_a_list_the_names_of_the_form_are_the_ids(tmp_path: Path) -> None:
    asked = small({"H-1": "Häls­ocentral", "S/2": "Social", "V": "Voluntary"}, **FULL)
    alliance = read(asked, tmp_path, listed=False, headers="groups", values="codes")
    assert set(alliance.organisations["id"]) == {"H_1", "S_2", "V"}
    assert len(alliance.ties) == 1


def test_names_with_slashes_and_likeness_are_told_apart(tmp_path: Path) -> None:
    asked = small({"1": "A/B", "2": "B", "3": "A – B", "4": "b"}, **FULL)
    for headers in HEADERS:
        alliance = read(asked, tmp_path, headers=headers, values="labels")
        assert same(found(alliance)[0], expected(asked)[0])


def test_without_consent_nothing_is_used(tmp_path: Path) -> None:
    asked = small(**FULL)
    asked.consent["A"] = False  # type: ignore[index]  # a dict underneath
    alliance = read(asked, tmp_path, headers="groups", values="codes")
    assert len(alliance.ties) == 0
    assert not alliance.answered["A"]
    assert "did not consent" in " ".join(alliance.ledger["reason"])
    counts = alliance.ledger_counts
    assert (counts["read"] == counts["used"] + counts["merged"] + counts["excluded"]).all()


def test_two_submissions_of_one_organisation_need_a_rule(tmp_path: Path) -> None:
    asked = small(**FULL)
    table = exported(asked, headers="groups", values="codes")
    again = table.iloc[[0]].assign(end="2026-04-01T10:00:00")
    again["partners/p_B/frequency_B"] = "5"
    path = tmp_path / "twice.csv"
    pd.concat([table, again]).to_csv(path, index=False)
    with pytest.raises(InputError) as refused:
        pn.read(path, organisations=asked.table())
    assert "combine=" in refused.value.text()
    latest = pn.read(path, organisations=asked.table(), combine="latest")
    assert latest.ties["frequency"].tolist() == [5]


# Forms that others made, with a repeat for the partners.

ORGANISATIONS = pd.DataFrame({"id": ["A", "B", "C"], "name": ["North", "South", "East"]})
MAIN = pd.DataFrame({"start": ["2026-03-01"] * 2, "Organisation": ["A", "North"],
                     "Comment": [None, "late"], "_id": [7, 8], "_index": [1, 2]})


def repeats(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"partner": ["B", "C", "A"], "trust": [4, 2, "DK"],
                         "frequency": [3, "never", "DK"], "_index": [1, 2, 3],
                         "_parent_table_name": "A long title of a survey", **columns})


@pytest.mark.parametrize("title", ["A long title of a survey", "Survey", "Encuesta"])
def test_repeats_on_a_second_sheet_are_joined(tmp_path: Path, title: str) -> None:
    path = tmp_path / "kobo.xlsx"
    main = MAIN.assign(Organisation=["A", "B"])
    with pd.ExcelWriter(path) as book:
        main.to_excel(book, sheet_name=title, index=False)
        repeats(_parent_index=[1, 1, 2], _parent_table_name=title).to_excel(
            book, sheet_name="partners", index=False)
    alliance = pn.read(path, organisations=ORGANISATIONS)
    assert alliance.ties[["source", "target", "trust", "frequency"]].values.tolist() == [
        ["A", "B", 4, 3], ["A", "C", 2, 0]]
    # "Never" is written, so a partner without a turn is no "no".
    assert found(alliance)[1] == {("B", "A"), ("B", "C")}
    assert alliance.answered.to_dict() == {"A": True, "B": True, "C": False}


def test_repeats_of_odk_are_joined_by_key(tmp_path: Path) -> None:
    MAIN.assign(KEY=["uuid:1", "uuid:2"], Organisation=["A", "B"]).drop(columns="_index").to_csv(
        tmp_path / "form.csv", index=False)
    repeats(PARENT_KEY=["uuid:1", "uuid:1", "uuid:2"], KEY=["r1", "r2", "r3"]).drop(
        columns=["_index", "_parent_table_name"]).to_csv(
        tmp_path / "form-partners.csv", index=False)
    alliance = pn.read(tmp_path, organisations=ORGANISATIONS)
    assert [tuple(row) for row in alliance.ties[["source", "target"]].values] == [
        ("A", "B"), ("A", "C")]


def test_repeats_in_one_row_are_read(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    pd.DataFrame({
        "organisation": ["A", "B"], "roster[1]/partner": ["B", "A"],
        "roster[1]/trust": [4, "DK"], "roster[1]/frequency": [3, None],
        "roster[2]/partner": ["C", None], "roster[2]/trust": [2, None],
        "roster[2]/frequency": [1, None], "_index": [1, 2]}).to_csv(path, index=False)
    alliance = pn.read(path, organisations=ORGANISATIONS)
    assert alliance.ties[["source", "target", "trust", "frequency"]].values.tolist() == [
        ["A", "B", 4, 3], ["A", "C", 2, 1]]
    assert found(alliance)[1] == {("B", "A")}


def test_a_partner_answered_about_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kobo.xlsx"
    with pd.ExcelWriter(path) as book:
        MAIN.to_excel(book, sheet_name="Form", index=False)
        repeats(partner=["B", "B", "A"], _parent_index=[1, 1, 2], _parent_table_name="Form"
                ).to_excel(book, sheet_name="partners", index=False)
    with pytest.raises(InputError, match="B is answered about twice in one submission, in rows "
                                         "2 and 3"):
        pn.read(path, organisations=ORGANISATIONS)
