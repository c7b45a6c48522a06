"""Forms for a self-assessment: filled in or exported, read_answers takes them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from kit_cases import LANGUAGES

import partnernet as pn
from partnernet.errors import OptionError, UnknownName
from partnernet.kit import survey

ORGANISATIONS = pd.DataFrame({"id": ["A 1", "B"], "name": ["North", "South"]})
GRID = pn.instruments.load("cooperation_grid")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_of_answers_is_read_back(tmp_path: Path, language: str) -> None:
    path = survey(ORGANISATIONS, tmp_path / "a.xlsx", instrument="cooperation_grid",
                  language=language)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[1]
    assert sheet.max_row == 1 + 2 * len(GRID.items)
    assert sheet["C2"].value == GRID.items[0].text.shown(language)
    sheet["D2"], sheet["E2"], sheet["D3"] = 4, 5, {
        "en": "don't know", "es": "no sabe", "sv": "vet ej"}[language]
    book.save(path)
    table = pn.read_answers(path).table().dropna(subset=["performance"])
    assert table[["organisation", "item", "performance", "importance"]].values.tolist() == [
        ["A 1", GRID.items[0].id, 4, 5]]


@pytest.mark.parametrize("name", pn.instruments.names())
def test_each_questionnaire_makes_a_valid_form(tmp_path: Path, name: str) -> None:
    pyxform = pytest.importorskip("pyxform.xls2xform")
    path = survey(ORGANISATIONS, tmp_path / "f.xlsx", form="xlsform", instrument=name)
    warnings: list[str] = []
    form = pyxform.convert(str(path), warnings=warnings, validate=False).xform
    assert warnings == []
    for item in pn.instruments.load(name).items:
        assert f"/performance_{item.id}" in form


@pytest.mark.parametrize("groups", [True, False])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_an_export_is_read(tmp_path: Path, groups: bool, ending: str) -> None:
    before = "domain_leadership/" if groups else ""
    table = pd.DataFrame({
        "start": ["2026-03-01"] * 3, "end": ["2026-03-02"] * 3, "consent": ["yes", "yes", "no"],
        "organisation": ["A_1", "B", "B"],
        f"{before}performance_leadership_mapping": ["4", "dk", "1"],
        f"{before}importance_leadership_mapping": ["5", "3", "1"],
        f"{before}performance_leadership_planning": ["2 – little in place", None, None],
        f"{before}importance_leadership_planning": [None, None, None],
        "_id": [1, 2, 3], "_index": [1, 2, 3]})
    path = tmp_path / f"Cooperation grid{ending}"
    if ending == ".csv":
        table.to_csv(path, index=False)
    else:
        table.to_excel(path, index=False)
    alliance = pn.Partnership(ORGANISATIONS, pd.DataFrame({"source": ["B"], "target": ["A 1"]}))
    read = pn.read_answers(path, alliance=alliance)
    rows = read.table()[["organisation", "item", "performance", "importance"]].astype(object)
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["A 1", "leadership_mapping", 4, 5], ["A 1", "leadership_planning", 2, None],
        ["B", "leadership_mapping", None, 3]]
    assert "did not consent" in " ".join(read.ledger["reason"])
    counts = read.ledger_counts
    assert (counts["read"] == counts["used"] + counts["merged"] + counts["excluded"]).all()


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="xlsform"):
        survey(ORGANISATIONS, tmp_path / "folder", instrument="cooperation_grid")
    with pytest.raises(UnknownName, match="cooperation_grid"):
        survey(ORGANISATIONS, tmp_path / "a.xlsx", instrument="cooperation grid")
