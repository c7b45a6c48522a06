"""Tables beyond the ties: read from any file, in any language, with the ledger and refusals."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import partnernet as pn
from partnernet.checks.listed import RULES
from partnernet.vocabulary import further
from partnernet.words import LANGUAGES

BEYOND, CITIES = pn.samples.path("penaluz_beyond"), pn.samples.path("cities")


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def alliance() -> pn.Partnership:
    return pn.Partnership(pd.DataFrame({"id": ["a1", "b2"], "name": ["Centro de Salud", "Åvägen"],
                                        "sector": ["health", "social"]}))


def test_the_bundled_tables_leave_nothing_to_note() -> None:
    own = pn.samples.load("penaluz")
    for read, rows in ((pn.read_answers, 600), (pn.read_outcomes, 62), (pn.read_resources, 22),
                       (pn.read_initiatives, 13)):
        made = read(BEYOND, alliance=own)
        assert len(made) == rows
        assert made.ledger.empty
        counts = made.ledger_counts.iloc[0]
        assert counts["read"] == counts["used"] + counts["merged"] + counts["excluded"] == rows
    assert len(pn.read_scores(CITIES)) == 160
    assert pn.read_system_map(BEYOND, alliance=own).ledger.empty


SHEETS = {
    "es": {"Respuestas": [["Quien responde", "Aspecto", "Situación actual (1-5)", "Importancia"],
                          ["CENTRO DE SALUD", "act_early_1", 3, 5], ["b2", "act_early_1", "ns", 4]],
           "Resultados": [["Entidad", "Resultado"], ["a1", "Paseos"]],
           "Recursos": [["Organización", "Tema", "Horas"], ["a1", "Soledad", "12,5"]],
           "Iniciativas": [["Iniciativa", "Tema", "Barrio", "Estado"],
                           ["Paseos", "Moverse", "Norte", "En curso"]]},
    "sv": {"Svar": [["Svarande", "Fråga", "Nuläge", "Betydelse"], ["a1", "act_early_1", 3, 5],
                    ["åvägen ", "act_early_1", "vet ej", 4]],
           "Gemensamma resultat": [["Aktör", "Resultat"], ["a1", "Promenader"]],
           "Resurser": [["Organisation", "Tema", "Timmar"], ["a1", "Ensamhet", "12,5"]],
           "Insatser": [["Insats", "Tema", "Stadsdel", "Status"],
                        ["Promenader", "Röra sig", "Norr", "Pågår"]]},
}


@pytest.mark.parametrize("language", SHEETS)
def test_headers_and_words_of_another_language_are_read_and_noted(language: str,
                                                                  tmp_path: Path) -> None:
    path = workbook(tmp_path / "beyond.xlsx", **SHEETS[language])
    made = pn.read_answers(path, alliance=alliance())
    assert made.table()["organisation"].tolist() == ["a1", "b2"]
    assert made.table()["importance"].tolist() == [5, 4]
    assert pd.isna(made.table()["performance"].iloc[1])
    fates = made.ledger["fate"].value_counts().to_dict()
    assert fates["repaired"] == 1
    assert fates["noted"] >= 4  # three headers and more, and the "don't know"
    assert made.ledger["row"].dropna().isin([1, 2, 3]).all()
    assert made.ledger_in("sv")["reason"].str.len().min() > 0
    assert pn.read_outcomes(path, alliance=alliance()).table().shape == (1, 2)
    resources = pn.read_resources(path).table()
    assert resources.iloc[0, 2] == 12.5
    assert pn.read_initiatives(path).table()["status"].tolist() == ["under_way"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", RULES)
def test_our_templates_words_are_read_back(table: str, language: str) -> None:
    assert further.sheet(further.template_word(table, "sheets", language)) == table
    for name in further.fields(table):
        assert further.field(further.template_word(name, table, language), table) == name
    for name in further.STATUSES:
        assert further.status(further.template_word(name, "status", language)) == name
    for name, sign in further.SIGNS.items():
        assert further.sign(further.template_word(name, "sign", language)) == sign


def test_a_folder_and_a_single_file_are_read_alike(tmp_path: Path) -> None:
    text = "organisation;outcome\na1;Walks\nb2;Walks\n"
    (tmp_path / "outcomes.csv").write_text(text, "utf-8")
    (tmp_path / "ties.csv").write_text("source,target\na1,b2\n", "utf-8")
    (tmp_path / "alone.csv").write_text(text, "utf-8")
    folder, single = pn.read_outcomes(tmp_path), pn.read_outcomes(tmp_path / "alone.csv")
    pd.testing.assert_frame_equal(folder.table(), single.table())
    (tmp_path / "indicators.csv").write_text("id,name\np,P\nq,Q\n", "utf-8")
    (tmp_path / "links.csv").write_text("source,target,sign\np,q,−\n", "utf-8")
    assert pn.read_system_map(tmp_path).links["sign"].tolist() == [-1]


def test_stated_columns_find_the_table_whatever_it_is_called(tmp_path: Path) -> None:
    stated = {"Wer": "organisation", "Was": "outcome"}
    (tmp_path / "mine.csv").write_text("Wer,Was\na1,Walks\nb2,Walks\n", encoding="utf-8")
    rows = [["Wer", "Was"], ["a1", "Walks"], ["b2", "Walks"]]
    path = workbook(tmp_path / "mine.xlsx", Kontakt=[["Telefon"], [12]], Mappe=rows)
    for place in (tmp_path / "mine.csv", path):
        made = pn.read_outcomes(place, columns=stated)
        assert made.table().to_numpy().tolist() == [["a1", "Walks"], ["b2", "Walks"]]
    with pytest.raises(pn.InputError, match="no sheet"):
        pn.read_outcomes(path)
    with pytest.raises(pn.UnknownName, match="Wo"):
        pn.read_outcomes(path, columns={**stated, "Wo": "place"})


def test_titles_blank_rows_and_stated_columns(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", outcomes=[
        ["What we work for together"], [], ["Who", "What for"], ["a1", "Walks"], [None, None],
        ["b2", "Walks"]])
    made = pn.read_outcomes(path, columns={"Who": "organisation", "What for": "outcome"})
    assert made.table()["organisation"].tolist() == ["a1", "b2"]
    counts = made.ledger_counts.iloc[0]
    assert (counts["read"], counts["used"], counts["excluded"]) == (5, 2, 3)
    titles = made.ledger[made.ledger["fate"] == "excluded"].iloc[:2]
    assert titles["row"].tolist() == [1, 2]
    assert titles["reason"].str.contains("row 3").all()  # where the header stands
    with pytest.raises(pn.UnknownName):
        pn.read_outcomes(path, columns={"Whom": "organisation", "What for": "outcome"})


FAULTS: dict[str, tuple[dict[str, list[list[Any]]], str, int | None]] = {
    "unlisted": ({"outcomes": [["organisation", "outcome"], ["a1", "x"], ["c3", "y"]]},
                 "not among the listed", 3),
    "nearly": ({"outcomes": [["organisation", "outcome"], ["Centro de Slud", "x"]]},
               "perhaps “Centro de Salud”", 2),
    "blank": ({"outcomes": [["organisation", "outcome"], ["a1", None]]}, "is blank", 2),
    "no column": ({"outcomes": [["organisation", "why"], ["a1", "x"]]}, "no column “outcome”",
                  None),
    "no sheet": ({"other things": [["organisation", "why"], ["a1", "x"]]}, "no sheet “outcomes”",
                 None),
    "empty": ({"outcomes": []}, "nothing in this table", None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refusals_name_file_sheet_row_and_remedy(fault: str, tmp_path: Path) -> None:
    sheets, told, row = FAULTS[fault]
    with pytest.raises(pn.InputError, match=told) as caught:
        pn.read_outcomes(workbook(tmp_path / "x.xlsx", **sheets), alliance=alliance())
    error = caught.value
    assert error.file == "x.xlsx"
    assert error.row == row
    assert all(problem.fix for problem in error.problems)
    for language in LANGUAGES:
        assert error.text(language)


def test_numbers_that_are_none_are_refused_all_at_once(tmp_path: Path) -> None:
    rows = [["organisation", "item", "performance"], ["a1", "i", "many"], ["a1", "j", 9],
            ["a1", "k", 3], ["a1", "l", "never"]]
    path = workbook(tmp_path / "x.xlsx", answers=rows)
    with pytest.raises(pn.InputError) as caught:
        pn.read_answers(path, scale=(1, 5))
    assert [problem.row for problem in caught.value.problems] == [2, 3, 5]
    assert "don't know" in str(caught.value)


def test_two_sheets_of_one_kind_and_a_graph_are_refused(tmp_path: Path) -> None:
    rows = [["organisation", "outcome"], ["a1", "x"]]
    path = workbook(tmp_path / "x.xlsx", outcomes=rows, resultados=rows)
    with pytest.raises(pn.InputError, match="Several sheets"):
        pn.read_outcomes(path)
    graph = tmp_path / "g.gml"
    graph.write_text("graph [ node [ id 1 label \"a\" ] ]", "utf-8")
    with pytest.raises(pn.InputError, match="not a table"):
        pn.read_outcomes(graph)
    with pytest.raises(pn.InputError, match="no table “outcomes”"):
        pn.read_outcomes(tmp_path / "nothing" if (tmp_path / "nothing").mkdir() else tmp_path
                         / "nothing")


def test_rows_with_too_many_cells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "outcomes.csv"
    path.write_text("organisation,outcome\na1,Walks, and talks\n", "utf-8")
    with pytest.raises(pn.InputError) as caught:
        pn.read_outcomes(path)
    assert caught.value.row == 2


@given(st.text(max_size=12))
def test_any_word_is_a_status_a_sign_or_none(text: str) -> None:
    assert further.status(text) in (None, *further.STATUSES)
    assert further.sign(text) in (None, 1, -1)
    for table in RULES:
        assert further.field(text, table) in (None, *further.fields(table))


def test_what_is_read_is_a_copy() -> None:
    made = pn.read_outcomes(BEYOND)
    table = made.table()
    table.loc[:, "outcome"] = "changed"
    assert made.table()["outcome"].nunique() == 14
    assert repr(made) == "<outcomes: 62 rows>"
    assert "62 rows" in made._repr_html_()
