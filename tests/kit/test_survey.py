"""The questionnaire in Excel: what is filled in is what is read."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from kit_cases import (
    LANGUAGES,
    Survey,
    expected,
    fill_sheet,
    fill_workbook,
    found,
    same,
    small,
    surveys,
)

import partnernet as pn
from partnernet.errors import InputError, OptionError, OutputError, UnknownName
from partnernet.kit import survey

FULL = {"works": "yes", "reliability": "4", "mission": "5", "openness": "3", "frequency": "4",
        "collaboration": "2"}


def filled(asked: Survey, folder: Path, language: str = "en") -> pn.Partnership:
    path = survey(asked.table(), folder / "survey.xlsx", language=language, overwrite=True)
    fill_workbook(path, asked, language)
    return pn.read(path)


@given(st.data(), st.sampled_from(LANGUAGES))
@settings(max_examples=20, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_what_is_answered_is_what_is_read(tmp_path_factory: pytest.TempPathFactory,
                                          data: st.DataObject, language: str) -> None:
    asked = data.draw(surveys(consent=False))
    alliance = filled(asked, tmp_path_factory.mktemp("survey"), language)
    ties, unknown = expected(asked)
    read, open_pairs = found(alliance)
    assert same(read, ties)
    assert open_pairs == unknown
    assert list(alliance.organisations["id"]) == list(asked.names)
    assert alliance.answered.to_dict() == asked.consent
    counts = alliance.ledger_counts
    assert (counts["read"] == counts["used"] + counts["merged"] + counts["excluded"]).all()


@pytest.mark.parametrize(("language", "columns"), [
    ("en", ["reliability", "shared mission", "openness", "collaboration"]),
    ("es", ["fiabilidad", "misión compartida", "apertura", "colaboración"]),
    ("sv", ["pålitlighet", "gemensamt uppdrag", "öppenhet", "samverkan"]),
])
def test_the_three_statements_stay_and_trust_is_their_mean(tmp_path: Path, language: str,
                                                           columns: list[str]) -> None:
    alliance = filled(small(**FULL), tmp_path, language)
    row = alliance.ties.iloc[0]
    assert [row[column] for column in columns] == [4, 5, 3, 2]
    assert row["trust"] == 4  # by hand: (4 + 5 + 3) / 3
    assert (row["frequency"], alliance.scales["frequency"].high) == (4, 5)
    assert alliance.scales["trust"].to_dict()["integer"] is False
    reasons = " ".join(alliance.ledger["reason"])
    assert "is the mean of" in reasons
    assert columns[0] in reasons


def test_one_statement_of_three_makes_no_trust(tmp_path: Path) -> None:
    alliance = filled(small(works="yes", reliability="5", mission="dk"), tmp_path)
    assert alliance.ties["trust"].isna().all()
    assert alliance.ties["reliability"].tolist() == [5]


def test_dont_know_is_an_unknown_pair_and_a_blank_row_too(tmp_path: Path) -> None:
    asked = small(works="dk")
    asked.given["B", "A"].clear()
    alliance = filled(asked, tmp_path)
    assert found(alliance) == ({}, {("A", "B"), ("B", "A")})


def test_a_blank_sheet_did_not_answer(tmp_path: Path) -> None:
    path = survey(small().table(), tmp_path / "survey.xlsx")
    alliance = pn.read(path)
    assert not alliance.answered.any()
    assert len(alliance.ties) == 0


def test_without_consent_nothing_is_used(tmp_path: Path) -> None:
    asked = small(**FULL)
    asked.consent["A"] = False  # type: ignore[index]  # a dict underneath
    alliance = filled(asked, tmp_path)
    assert len(alliance.ties) == 0
    assert alliance.answered.to_dict() == {"A": False, "B": True, "C": True}
    excluded = alliance.ledger[alliance.ledger["fate"] == "excluded"]
    assert excluded["reason"].tolist() == ["A did not consent: its answers are not used."]
    counts = alliance.ledger_counts
    assert counts["excluded"].sum() == 7  # A answered six questions about B and one about C


def test_consent_left_blank_is_noted(tmp_path: Path) -> None:
    path = survey(small().table(), tmp_path / "survey.xlsx")
    fill_workbook(path, small(**FULL), "en")
    book = openpyxl.load_workbook(path)
    book["1 North"]["B2"] = None
    book.save(path)
    alliance = pn.read(path)
    assert len(alliance.ties) == 1
    assert "A answered without saying whether it consents." in list(alliance.ledger["reason"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_holds_a_file_for_each_and_is_read_as_it_is(tmp_path: Path,
                                                             language: str) -> None:
    asked = small(**FULL)
    folder = survey(asked.table(), tmp_path / "forms", language=language)
    files = sorted(folder.iterdir())
    assert [file.name for file in files][:3] == ["001_A.xlsx", "002_B.xlsx", "003_C.xlsx"]
    for file in files[:2]:  # the third never came back
        fill_workbook(file, asked, language)
    alliance = pn.read(folder)
    assert same(*(found(alliance)[0], expected(asked)[0]))
    assert alliance.answered.to_dict() == {"A": True, "B": True, "C": False}


def test_a_folder_is_never_written_over(tmp_path: Path) -> None:
    folder = survey(small().table(), tmp_path / "forms")
    before = sorted(folder.iterdir())
    with pytest.raises(OutputError, match="nothing was overwritten"):
        survey(small().table(), folder, overwrite=True)
    assert sorted(folder.iterdir()) == before


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    names = ["=HYPERLINK(\"http://x\")", "<img src=x onerror=alert(1)>", "about", "x (ignore)",
             "\u202eevil\nname", "a" * 5000, "[a]:*?/\\", "History", "'quoted'"]
    ids = [f"{number}" for number in range(len(names))]
    table = Survey(dict(zip(ids, names, strict=True)), {}, {}).table()
    path = survey(table, tmp_path / "survey.xlsx")
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    respondents = {book.worksheets[number + 1]["C1"].value for number in range(len(names))}
    assert "<img src=x onerror=alert(1)>" in respondents
    alliance = pn.read(path)
    assert alliance.organisations["name"].tolist() == pn.Partnership(
        table, table.iloc[:0].rename(columns={"id": "source", "name": "target"})
    ).organisations["name"].tolist()


def test_the_lists_offer_every_answer(tmp_path: Path) -> None:
    path = survey(small().table(), tmp_path / "survey.xlsx", language="es")
    sheet = openpyxl.load_workbook(path).worksheets[1]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert set(rules) == {"B2", *(f"{letter}7:{letter}8" for letter in "CDEFGH")}
    assert all(rule.type == "list" and rule.errorStyle in (None, "stop")
               for rule in rules.values())
    lists = openpyxl.load_workbook(path)["listas"]
    offered = {column[0].value: [cell.value for cell in column[1:] if cell.value is not None]
               for column in lists.iter_cols()}
    assert offered["collaboration"][-1] == "no sabe"
    assert offered["frequency"][:2] == ["nunca", "anual"]


def test_any_list_of_organisations_will_do(tmp_path: Path) -> None:
    csv = tmp_path / "lista.csv"
    csv.write_text("código;nombre\nA;Norte\nB;Sur\n", "utf-8")
    for stated in (csv, pn.samples.path("penaluz_es"), pn.samples.load("emon_texas"),
                   pn.samples.path("emon_texas")):
        book = openpyxl.load_workbook(survey(stated, tmp_path / "s.xlsx", overwrite=True))
        assert len(book.sheetnames) >= 6


@pytest.mark.parametrize(("options", "error"), [
    ({"form": "paper"}, UnknownName), ({"language": "fr"}, UnknownName),
    ({"path": "survey.docx"}, OptionError), ({"path": "survey", "form": "xlsform"}, OptionError),
    ({"path": "no/such/folder.xlsx"}, OutputError), ({"organisations": "none.csv"}, InputError),
])
def test_nonsense_is_refused(tmp_path: Path, options: dict[str, str],
                             error: type[Exception]) -> None:
    given = {"path": "survey.xlsx", **options}
    listed = tmp_path / given.pop("organisations") if "organisations" in given \
        else small().table()
    with pytest.raises(error):
        survey(listed, tmp_path / given.pop("path"), **given)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_nobody_to_ask_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="at least two"):
        survey(small().table().head(1), tmp_path / "s.xlsx")


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = survey(small().table(), tmp_path / "s.xlsx")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="nothing was overwritten"):
        survey(small().table(), path, language="sv")
    assert path.read_bytes() == before
    survey(small().table(), path, overwrite=True)
    assert path.read_bytes() == before  # the same list makes the same bytes


def test_the_sheets_of_a_form_are_found_by_their_place(tmp_path: Path) -> None:
    path = survey(small().table(), tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["1 North"]
    fill_sheet(sheet, small(**FULL), "en")
    assert sheet["C7"].value == "yes"
    assert sheet.freeze_panes == "C7"
