"""Files of many hands: what is understood in them, and what is told of what is not.

What is expected follows the rules of the reader; numbers are those of the small alliance, counted
by hand (see `made_files`).
"""

import csv
import io
import zipfile

import pandas as pd
import pytest
from made_files import (
    FACTS,
    IDS,
    ORGANISATIONS,
    TIES,
    both,
    facts,
    matrix,
    nodes,
    put,
    read,
    ties,
    told,
    workbook,
)

import partnernet as pn
from partnernet.errors import InputError

NAMES = [row[1] for row in ORGANISATIONS]
NAME = dict(zip(IDS, NAMES, strict=True))
SAID = {(source, target): (trust, often) for source, target, trust, often in TIES}
WHO = [ident for ident in IDS if any(ident == source for source, _ in SAID)]


def said(source: str, target: str, place: int = 0) -> str:
    return str(SAID[source, target][place]) if (source, target) in SAID else ""


def text(rows: list[list[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue()


def survey(tmp_path, rows, name="answers.csv", **options):
    """Read an export whose organisations stand in a list of their own."""
    folder = put(tmp_path, list_csv=nodes())
    (folder / name).write_text(text(rows), encoding="utf-8")
    return read(folder / name, organisations=folder / "list.csv", **options)


# -- letters ---------------------------------------------------------------------------------------


def test_a_capital_before_a_quote_is_no_mixed_encoding(tmp_path):
    # Ñ” is two bytes of Windows-1252 that UTF-8 allows too.
    quoted = nodes().replace("Farmacia Muñoz", "Farmacia “MUÑ” – Jaén")
    checked = read(both(tmp_path, quoted.encode("cp1252")))
    assert "Windows-1252" in told(checked)
    assert "Farmacia “MUÑ” – Jaén" in checked.organisations["name"].tolist()
    assert facts(checked) == FACTS


@pytest.mark.parametrize("letters", ["é".encode(), "–".encode(), "ő".encode() * 30])
def test_utf8_among_other_bytes_is_mixed(tmp_path, letters):
    data = nodes().encode("cp1252").replace(b"Farmacia", letters)
    with pytest.raises(InputError, match="mixes encodings"):
        read(both(tmp_path, data))


def test_names_opened_in_the_wrong_encoding_are_noted(tmp_path):
    wrong = nodes().replace("Farmacia Muñoz", "Farmacia Muñoz".encode().decode("cp1252"))
    checked = read(both(tmp_path, wrong))
    assert "“Farmacia MuÃ±oz” looks like “Farmacia Muñoz”" in told(checked)
    assert "Farmacia MuÃ±oz" in checked.organisations["name"].tolist()  # nothing is guessed
    assert len(checked.ledger) == 1


# -- rows and columns ------------------------------------------------------------------------------


def test_a_header_that_comes_again_is_excluded(tmp_path):
    end_to_end = ties() + ties().split("\n")[0] + "\n"
    checked = read(both(tmp_path, None, end_to_end))
    assert facts(checked) == FACTS
    assert "repeats the header of row 1" in told(checked)
    alone = read(put(tmp_path / "alone", ties_csv="source,target\na,b\nsource,target\nb,c\n"))
    assert alone.organisations["id"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize("word", ["Subtotal P01", "Summa", "Gran total", "Promedio", "Median",
                                  "Delsumma norr", "TOTAL:"])
def test_totals_in_any_language_are_refused_by_their_row(tmp_path, word):
    with pytest.raises(InputError, match="total row") as caught:
        read(both(tmp_path, None, ties() + f"{word},,94,78\n"))
    assert caught.value.row == 28


def test_a_column_of_totals_is_no_organisation(tmp_path):
    lines = matrix().splitlines()
    summed = "\n".join([f"{lines[0]},Suma", *(f"{line},9" for line in lines[1:])])
    with pytest.raises(InputError, match="column of totals") as caught:
        read(put(tmp_path, matrix_csv=summed) / "matrix.csv")
    assert caught.value.column == "Suma"


def test_ids_that_differ_in_letter_case_are_noted(tmp_path):
    alike = nodes().replace("P02", "p01"), ties().replace("P02", "p01")
    checked = read(both(tmp_path, *alike))
    assert facts(checked) == FACTS
    assert "“p01” is a near-identical name to “P01” in row 2" in told(checked)


@pytest.mark.parametrize("between", ["; ", ";", ", ", "|", "\n"])
def test_several_partners_in_a_cell_are_a_tie_each(tmp_path, between):
    rows = [["source", "target", "trust"], ["P01", f"P02{between}P03", "4"]]
    checked = read(both(tmp_path, None, text(rows)))
    assert checked.ties[["source", "target"]].to_numpy().tolist() == [["P01", "P02"],
                                                                      ["P01", "P03"]]
    assert "names 2 partners" in told(checked)


def test_a_name_with_a_semicolon_is_one_partner(tmp_path):
    odd = nodes().replace("P02,Fundación Salud y Barrio", "P02,P01; P03")
    rows = [["source", "target"], ["P04", "P01; P03"]]
    checked = read(both(tmp_path, odd, text(rows)))
    assert checked.ties[["source", "target"]].to_numpy().tolist() == [["P04", "P02"]]


def test_a_workbook_of_another_name_is_noted(tmp_path):
    path = tmp_path / "alliance.csv"
    path.write_bytes(workbook())
    checked = read(path)
    assert facts(checked) == FACTS
    assert "named .csv but is a workbook (xlsx)" in told(checked)


# -- surveys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["answers.csv", "respuestas.csv", "svar.csv", "resultat.csv"])
def test_a_survey_may_be_called_as_a_sheet_beyond_the_ties(tmp_path, name):
    rows = [["Timestamp", "Your organisation", *(f"Trust [{partner}]" for partner in NAMES)],
            *(["2024/03/01", NAME[who], *(said(who, partner) for partner in IDS)] for who in WHO)]
    assert facts(survey(tmp_path, rows, name)) == FACTS


@pytest.mark.parametrize("first", ["Record ID", "record_id", "id. Response ID", "ID"])
def test_numbered_responses_are_no_labels_of_a_matrix(tmp_path, first):
    # REDCap, LimeSurvey and Microsoft Forms number the responses in the first column.
    rows = [[first, "Organisation", *(f"Trust in {partner}" for partner in NAMES)],
            *([str(number), NAME[who], *(said(who, partner) for partner in IDS)]
              for number, who in enumerate(WHO, 1))]
    checked = survey(tmp_path, rows)
    assert facts(checked) == FACTS
    assert "“Organisation” says who answers" in told(checked)


def test_one_question_about_one_partner_in_two_columns_is_refused(tmp_path):
    asked = [f"Trust [{partner}]" for partner in NAMES]
    rows = [["Your organisation", *asked, asked[0]],
            *([NAME[who], *(said(who, partner) for partner in IDS), "3"] for who in WHO)]
    with pytest.raises(InputError, match="both ask the same") as caught:
        survey(tmp_path, rows)
    assert NAMES[0] in caught.value.text("es")
    blank = [[*row[:-1], ""] if number else row for number, row in enumerate(rows)]
    assert facts(survey(tmp_path / "blank", blank)) == FACTS


def test_questions_above_the_same_partners_are_one_header(tmp_path):
    rows = [["Respondent ID", "Your organisation", "Trust", *[""] * 11, "How often", *[""] * 11],
            ["", "Open-Ended Response", *NAMES, *NAMES],
            *([str(number), NAME[who], *(said(who, partner) for partner in IDS),
               *(said(who, partner, 1) for partner in IDS)] for number, who in enumerate(WHO))]
    checked = survey(tmp_path, rows, "export.csv")
    assert facts(checked) == FACTS
    assert checked.ties["frequency"].sum() == sum(row[3] for row in TIES)
    # Rows keep the numbers that a spreadsheet shows.
    wrong = [*rows[:4], [rows[4][0], "Nobody we know", *rows[4][2:]], *rows[5:]]
    with pytest.raises(InputError, match="Nobody we know") as caught:
        survey(tmp_path / "wrong", wrong, "export.csv")
    assert caught.value.row == 5


# -- tables beyond the ties ------------------------------------------------------------------------


HEAD = ["organisation", "item", "performance", "importance"]
ITEM = "leadership_mapping"
FAULTS = {
    "total row": [HEAD, ["P01", ITEM, 3, 4], ["Total", ITEM, 3, 4]],
    "could both be performance": [[*HEAD[:3], "performance"], ["P01", ITEM, 3, 4]],
    "could both be importance": [[*HEAD[:3], "importancia", "betydelse"], ["P01", ITEM, 3, 4, 4]],
}


def beyond(tmp_path, change=None, **sheets):
    def add(book, first, second):
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        if change is not None:
            change(book)

    path = tmp_path / "beyond.xlsx"
    path.write_bytes(workbook(add))
    return path


@pytest.mark.parametrize("what", FAULTS)
def test_refusals_are_those_of_ties(tmp_path, what):
    with pytest.raises(InputError, match=what):
        pn.read_answers(beyond(tmp_path, answers=FAULTS[what]))


def test_the_ledger_tells_of_hidden_merged_and_repeated_rows(tmp_path):
    def change(book):
        book["answers"].merge_cells("A2:A3")
        book["answers"].row_dimensions[4].hidden = True

    path = beyond(tmp_path, change, answers=[
        HEAD, ["P01", ITEM, 3, 4], [None, "leadership_planning", 2, 4], ["P02", ITEM, 2, 4], HEAD,
        ["P03", ITEM, 1, 5]])
    made = pn.read_answers(path)
    assert made.table()["organisation"].tolist() == ["P01", "P01", "P02", "P03"]
    events = made.ledger.set_index("row")["fate"].to_dict()
    assert events == {3: "repaired", 4: "noted", 5: "excluded"}
    counts = made.ledger_counts.iloc[0]
    assert (counts["read"], counts["used"], counts["excluded"]) == (5, 4, 1)


def test_text_files_beyond_the_ties_are_read_with_the_same_care(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes("organisation;item;performance\nÅväg;'=1+1;3,5\n".encode("cp1252"))
    made = pn.read_answers(path)
    assert made.table().iloc[0].tolist() == ["Åväg", "=1+1", 3.5]
    assert "Windows-1252" in made.ledger["reason"].iloc[0]
    path.write_text("organisation,item,performance\na,x\nb,x,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="Row 2 has 2 cells") as caught:
        pn.read_answers(path)
    assert caught.value.row == 2


def test_labels_that_differ_in_letter_case_are_one(tmp_path):
    path = beyond(tmp_path, outcomes=[["organisation", "outcome"], ["P01", "Walks"],
                                      ["P02", "walks "]])
    made = pn.read_outcomes(path)
    assert made.table()["outcome"].tolist() == ["Walks", "Walks"]
    assert "same group as “Walks”" in made.ledger["reason"].iloc[0]


def test_a_column_of_amounts_holds_numbers_only(tmp_path):
    rows = [["organisation", "theme", "hours", "remarks"], ["P01", "food", "12 h", "new"],
            ["P02", "food", 3, None]]
    with pytest.raises(InputError, match="12 h"):
        pn.read_resources(beyond(tmp_path, resources=rows))
    rows[1][2] = 12
    made = pn.read_resources(beyond(tmp_path, resources=rows))
    assert made.table()["hours"].tolist() == [12, 3]
    assert made.table()["remarks"].iloc[0] == "new"


def system(tmp_path, responsible, links, alliance=None):
    return pn.read_system_map(beyond(
        tmp_path, indicators=[["id", "name", "sector", "responsible"],
                              ["i1", "Walks", "Health", responsible],
                              ["i2", "Sleep", "salud", None],
                              ["i3", "Noise", "health ", None]],
        links=[["source", "target", "sign"], *links]), alliance=alliance)


def test_links_find_indicators_as_ties_find_organisations(tmp_path):
    made = system(tmp_path, "P01", [["I1 ", "sleep", "+"]])
    assert made.links[["source", "target"]].to_numpy().tolist() == [["i1", "i2"]]
    assert "letter case" in made.ledger["reason"].to_string()
    # Health in any spelling is one sector, shown as first written.
    assert made.sectors == ("Health",)


def test_a_name_of_two_indicators_is_refused(tmp_path):
    path = beyond(tmp_path, indicators=[["id", "name"], ["i1", "Walks"], ["i2", "Walks"]],
                  links=[["source", "target", "sign"], ["Walks", "i2", "+"]])
    with pytest.raises(InputError, match="several indicators: i1 and i2"):
        pn.read_system_map(path)


@pytest.mark.parametrize(("cell", "owners"), [
    ("Clinic; North", ("Clinic; North",)), ("P01; Clinic; North; P02", ("P01", "Clinic; North",
                                                                        "P02")),
    ("P01, P02", ("P01", "P02")), ("P01|P02", ("P01", "P02")), ("P01\nP02", ("P01", "P02"))])
def test_those_responsible_may_have_semicolons_in_their_names(tmp_path, cell, owners):
    alliance = pn.Partnership(pd.DataFrame({"id": ["P01", "P02", "Clinic; North"]}))
    made = system(tmp_path, cell, [["i1", "i2", "+"]], alliance).checked_against(alliance)
    assert made.owners[0] == owners



def test_a_cell_longer_than_any_name_is_told_by_its_row(tmp_path):
    long = ties().replace("P02", "P" * 140_000, 1)
    with pytest.raises(InputError, match="more than 131,072 characters") as caught:
        read(both(tmp_path, None, long))
    assert caught.value.row == 2


@pytest.mark.parametrize(("member", "kind"), [
    ("word/document.xml", "Word"), ("Index/Document.iwa", "Numbers"), ("ties.csv", "zip")])
def test_zip_files_of_other_programs_are_named(tmp_path, member, kind):
    path = tmp_path / "alliance.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(InputError, match=f"of the kind {kind}"):
        read(path)
