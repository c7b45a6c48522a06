"""Matrices, rosters wide and long, questionnaires: what each cell says and what silence means."""

import csv
import io

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import FACTS, IDS, ORGANISATIONS, TIES, facts, matrix, nodes, put, read, ties, told

from partnernet.errors import InputError

TRUST = {row[:2]: row[2] for row in TIES}
FREQUENCY = {row[:2]: row[3] for row in TIES}
NAMES = {row[0]: row[1] for row in ORGANISATIONS}
SILENT = "P11"  # names nobody in the list of ties


def with_matrix(folder, text, **options):
    return read(put(folder, nodes_csv=nodes(), matrix_csv=text), **options)


# -- matrices --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [
    matrix(), matrix(IDS[::-1]), matrix(diagonal="0"), "A title\n" + matrix(),
    matrix().replace("P02", "Fundación Salud y Barrio"), matrix(corner="from \\ to"),
])
def test_matrices_that_write_zeros(tmp_path, text):
    checked = with_matrix(tmp_path, text)
    assert facts(checked) == FACTS
    assert checked.answered.all()
    assert len(checked.unknown) == 0


def test_a_blank_row_did_not_answer(tmp_path):
    checked = with_matrix(tmp_path / "zeros", matrix(blank=("P05",)))
    assert facts(checked) == (12, 24, 88.0)
    assert checked.answered.tolist() == [own != "P05" for own in IDS]
    assert len(checked.unknown) == 0
    assert "P05" in told(checked)
    without = with_matrix(tmp_path / "blanks", matrix(zero=""))
    assert facts(without) == FACTS
    assert without.answered.tolist() == [own != SILENT for own in IDS]


def test_a_listed_organisation_without_a_row_did_not_answer(tmp_path):
    checked = with_matrix(tmp_path, matrix(IDS[:10]))
    assert checked.answered.tolist() == [True] * 10 + [False] * 2
    assert "P12 has no row" in told(checked)


def test_a_column_of_who_answered_goes_before_blank_rows(tmp_path):
    listed = nodes().replace("level\n", "level,answered\n")
    listed = listed.replace("Local\n", "Local,yes\n").replace("onal\n", "onal,yes\n")
    checked = read(put(tmp_path, nodes_csv=listed, matrix_csv=matrix(zero="")))
    assert checked.answered.all()


def test_a_blank_cell_in_an_answering_row(tmp_path):
    text = matrix().replace("P05,0,0,2", "P05,,0,2")
    checked = with_matrix(tmp_path / "zeros", text)
    assert checked.unknown[["source", "target"]].to_numpy().tolist() == [["P05", "P01"]]
    checked = with_matrix(tmp_path / "blanks", matrix(zero=""))
    assert len(checked.unknown) == 0


def test_dont_know_in_a_cell(tmp_path):
    checked = with_matrix(tmp_path, matrix().replace("P01,,4,5", "P01,,NS/NC,5"))
    assert facts(checked) == (12, 25, 90.0)
    assert checked.unknown[["source", "target"]].to_numpy().tolist() == [["P01", "P02"]]


def test_marks_and_other_values(tmp_path):
    marks = matrix(zero="", values=dict.fromkeys(TRUST, "x"))
    checked = with_matrix(tmp_path / "marks", marks)
    assert len(checked.ties) == 26
    assert "trust" not in checked.ties.columns
    ones = matrix(values=dict.fromkeys(TRUST, "1"))
    assert list(with_matrix(tmp_path / "ones", ones, values=None).ties.columns) == [
        "source", "target"]
    frequency = with_matrix(tmp_path / "often", matrix(strength=3), values="frequency")
    assert frequency.ties["frequency"].sum() == sum(FREQUENCY.values())


def test_several_matrices(tmp_path):
    folder = put(tmp_path / "kinds", nodes_csv=nodes(), information_csv=matrix(),
                 projects_csv=matrix(values={("P01", "P02"): "3"}))
    checked = read(folder)
    assert checked.ties.groupby("relation").size().to_dict() == {"information": 26, "projects": 1}
    folder = put(tmp_path / "strengths", nodes_csv=nodes(), trust_csv=matrix(),
                 frequency_csv=matrix(strength=3))
    checked = read(folder)
    assert facts(checked) == FACTS
    assert checked.ties["frequency"].sum() == sum(FREQUENCY.values())
    assert "relation" not in checked.ties.columns


MATRIX_REFUSED = {
    "row missing": (matrix(rows=IDS[:-1]), ["P12", "not square"]),
    "column missing": ("\n".join(line.rsplit(",", 1)[0] for line in matrix().split("\n")),
                       ["P12", "not square"]),
    "unlisted": (matrix([*IDS, "P99"]), ["P99"]),
    "off the scale": (matrix().replace("P01,,4,5", "P01,,7,5"), ["row 2", "P02", "trust"]),
    "no number": (matrix().replace("P01,,4,5", "P01,,high,5"), ["row 2", "P02"]),
    "total row": (matrix() + "Total" + ",9" * 12 + "\n", ["total row", "row 14"]),
    "label twice": (matrix().replace("P03,P04", "P03,P03", 1), ["P03", "twice"]),
    "row without a label": (matrix().replace("\nP03,4", "\n,4"), ["row 4"]),
}


@pytest.mark.parametrize("case", MATRIX_REFUSED)
def test_matrices_that_are_refused(tmp_path, case):
    text, mentions = MATRIX_REFUSED[case]
    with pytest.raises(InputError) as refused:
        with_matrix(tmp_path, text)
    for mention in mentions:
        assert mention in str(refused.value)


def test_undirected_matrices_are_symmetric(tmp_path):
    with pytest.raises(InputError, match="symmetric"):
        with_matrix(tmp_path / "not", matrix(), directed=False)
    both = {pair: str(max(TRUST.get(pair, 0), TRUST.get(pair[::-1], 0)))
            for one in TRUST for pair in (one, one[::-1])}
    whole = with_matrix(tmp_path / "whole", matrix(values=both), directed=False)
    upper = with_matrix(tmp_path / "upper", matrix(zero="", values={
        pair: value for pair, value in both.items() if pair[0] < pair[1]}), directed=False)
    assert facts(whole) == facts(upper)
    assert len(whole.ties) == len({frozenset(pair) for pair in TRUST})
    silent = with_matrix(tmp_path / "silent", matrix(values=both, blank=("P05",)), directed=False)
    assert facts(silent) == facts(whole)
    assert not silent.answered[4]


@given(st.integers(2, 5), st.data())
def test_a_matrix_is_read_cell_by_cell(tmp_path_factory, size, data):
    cell = st.sampled_from(["", "0", "3", "5", "NS"])
    cells = [[data.draw(cell) for _ in range(size)] for _ in range(size)]
    labels = [f"Q{number}" for number in range(size)]
    text = "\n".join([",".join(["", *labels]),
                      *(",".join([labels[row], *cells[row]]) for row in range(size))]) + "\n"
    folder = put(tmp_path_factory.mktemp("m"), matrix_csv=text)
    checked = read(folder)
    zeros = any(value == "0" for row in cells for value in row)
    for i in range(size):
        others = [cells[i][j] for j in range(size) if j != i]
        assert checked.answered[i] == any(others)
    tied = set(zip(checked.source.tolist(), checked.target.tolist(), strict=True))
    ids = checked.organisations["id"].tolist()
    unknown = {(ids.index(source), ids.index(target)) for source, target in
               zip(checked.unknown["source"], checked.unknown["target"], strict=True)}
    for i, j in ((i, j) for i in range(size) for j in range(size) if i != j):
        value = cells[i][j]
        assert ((i, j) in tied) == (value in ("3", "5"))
        blank = value == "" and zeros and bool(checked.answered[i])
        assert ((i, j) in unknown) == (value == "NS" or blank)


# -- rosters ---------------------------------------------------------------------------------------


def roster(heading, cell=lambda one, two: TRUST.get((one, two), ""), rows=IDS, who=lambda own: own,
           organisation="Organisation", again=()):
    """A survey export: a time, who answers, and one column a partner."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["Timestamp", organisation, *(heading(own) for own in IDS)])
    for number, own in enumerate([*rows, *again]):
        writer.writerow([f"2026-04-{number + 1:02d} 10:00", who(own), *(
            "" if own == other else cell(own, other) for other in IDS)])
    return stream.getvalue()


EXPORTS = {
    "Google Forms": roster(lambda own: f"How much do you trust each organisation? [{NAMES[own]}]",
                           who=lambda own: NAMES[own]),
    "LimeSurvey": roster(lambda own: f"trust[{own}]"),
    "Microsoft Forms": roster(lambda own: f"{NAMES[own]}.Confianza", who=lambda own: NAMES[own],
                              organisation="¿Qué organización representa?"),
    "Qualtrics text": roster(lambda own: f"Tillit - {own}", organisation="Vem svarar?"),
    "REDCap": roster(lambda own: f"trust_{own.lower()}"),
    "KoboToolbox": roster(lambda own: f"roster/{own}/trust", organisation="start/organisation"),
    "plain": roster(lambda own: own),
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_rosters_as_tools_write_them(tmp_path, tool):
    checked = read(put(tmp_path, nodes_csv=nodes(), answers2026_csv=EXPORTS[tool]))
    assert facts(checked) == FACTS
    assert checked.answered.tolist() == [own != SILENT for own in IDS]
    assert "roster" in told(checked)
    assert "roster" in set(checked.ledger.counts["shape"])


def test_a_roster_without_a_list_of_organisations(tmp_path):
    path = put(tmp_path, export_csv=EXPORTS["Google Forms"]) / "export.csv"
    checked = read(path)
    assert facts(checked) == FACTS
    assert set(checked.organisations["id"]) == set(NAMES.values())


def test_qualtrics_with_its_three_header_rows(tmp_path):
    text = ('StartDate,Q1,Q2_1,Q2_2\n"Start","Which organisation?","Trust - P01","Trust - P02"\n'
            '"{""ImportId"":""s""}","{""ImportId"":""q1""}","{""ImportId"":""q2""}",'
            '"{""ImportId"":""q3""}"\n2026-01-01,P01,,4\n2026-01-02,P02,3,\n')
    path = put(tmp_path, export_csv=text) / "export.csv"
    checked = read(path, columns={"Which organisation?": "source"})
    assert facts(checked) == (2, 2, 7.0)
    assert facts(read(put(tmp_path, nodes_csv=nodes()))) == (12, 2, 7.0)


def test_who_has_no_row_did_not_answer(tmp_path):
    text = roster(lambda own: f"Trust [{own}]", rows=IDS[:9])
    checked = read(put(tmp_path, nodes_csv=nodes(), export_csv=text))
    assert checked.answered.tolist() == [True] * 9 + [False] * 3
    assert len(checked.ties) == sum(row[0] in IDS[:9] for row in TIES)


def test_no_and_blank_in_a_roster(tmp_path):
    text = roster(lambda own: f"Do you work with them? [{own}]",
                  cell=lambda one, two: "Yes" if (one, two) in TRUST else "No")
    checked = read(put(tmp_path / "no", nodes_csv=nodes(), export_csv=text))
    assert len(checked.ties) == 26
    assert checked.answered.all()
    assert len(checked.unknown) == 0
    text = text.replace("P11,No", "P11,", 1)
    checked = read(put(tmp_path / "blank", nodes_csv=nodes(), export_csv=text))
    assert checked.unknown[["source", "target"]].to_numpy().tolist() == [["P11", "P01"]]


def test_several_questions_and_kinds_of_tie(tmp_path):
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["Organisation", *(f"Information [{own}]" for own in IDS),
                     *(f"Projects [{own}]" for own in IDS), *(f"Trust [{own}]" for own in IDS),
                     *(f"How often [{own}]" for own in IDS)])
    words = ["", "yearly", "quarterly", "monthly", "weekly", "daily"]
    for one in IDS:
        writer.writerow([one, *("x" if (one, two) in TRUST else "" for two in IDS),
                         *("x" if (one, two) == ("P01", "P02") else "" for two in IDS),
                         *(TRUST.get((one, two), "") for two in IDS),
                         *(words[FREQUENCY.get((one, two), 0)] for two in IDS)])
    checked = read(put(tmp_path, nodes_csv=nodes(), export_csv=stream.getvalue()))
    assert checked.ties.groupby("relation").size().to_dict() == {"Information": 26, "Projects": 1}
    information = checked.ties[checked.ties["relation"] == "Information"]
    assert information["trust"].sum() == 94
    assert information["frequency"].sum() == sum(FREQUENCY.values())


def test_several_people_of_one_organisation(tmp_path):
    text = roster(lambda own: f"Trust [{own}]", again=["P01"])
    folder = put(tmp_path, nodes_csv=nodes(), export_csv=text)
    with pytest.raises(InputError, match="P01") as refused:
        read(folder)
    assert "combine" in str(refused.value)
    assert facts(read(folder, combine="mean")) == FACTS
    assert facts(read(folder, combine="latest")) == FACTS


@pytest.mark.parametrize(("old", "new", "said"), [
    ("Trust [P12]", "Trust [P13]", "P13"), (",P05,", ",P55,", "P55"),
    (",5,", ",7,", "off its scale"),
])
def test_rosters_that_are_refused(tmp_path, old, new, said):
    text = roster(lambda own: f"Trust [{own}]").replace(old, new)
    with pytest.raises(InputError, match=said):
        read(put(tmp_path, nodes_csv=nodes(), export_csv=text))


def test_questions_are_settled_by_columns(tmp_path):
    text = roster(lambda own: f"Q17 [{own}]").replace("Q17 [P01]", "Q18 [P01]")
    folder = put(tmp_path, nodes_csv=nodes(), export_csv=text)
    checked = read(folder, columns={"Q17": "trust", "Q18": "trust"})
    assert facts(checked) == FACTS


def test_long_form(tmp_path):
    lines = ["respondent,partner,question,answer"]
    words = ["", "yearly", "quarterly", "monthly", "weekly", "daily"]
    for source, target, trust, often in TIES:
        lines += [f"{source},{target},trust,{trust}",
                  f"{source},{target},How often are you in touch?,{words[often]}"]
    lines += ["P11,P01,How often are you in touch?,never", "P11,P02,trust,NS"]
    checked = read(put(tmp_path, nodes_csv=nodes(), ties_csv="\n".join(lines) + "\n"))
    assert facts(checked) == FACTS
    assert checked.ties["frequency"].sum() == sum(FREQUENCY.values())
    assert checked.unknown[["source", "target"]].to_numpy().tolist() == [["P11", "P02"]]
    lines.append(",P02,trust,3")
    with pytest.raises(InputError, match="source"):
        read(put(tmp_path, ties_csv="\n".join(lines) + "\n"))


def test_one_sheet_a_respondent(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "organisations"
    for row in [("id", "name", "sector", "level"), *ORGANISATIONS]:
        book.active.append(row)
    for one in IDS:
        sheet = book.create_sheet(one)
        sheet.append(["Respondent", one])
        sheet.append([])
        sheet.append(["partner", "trust", "frequency"])
        for two in IDS:
            if two != one:
                said = (one, two) in TRUST
                blank = one == SILENT
                sheet.append([two, TRUST.get((one, two)), FREQUENCY[(one, two)] if said else
                              None if blank else "never"])
    book.save(tmp_path / "q.xlsx")
    checked = read(tmp_path / "q.xlsx")
    assert facts(checked) == FACTS
    assert checked.answered.tolist() == [own != SILENT for own in IDS]
    assert np.isclose(checked.ties["frequency"].sum(), sum(FREQUENCY.values()))


SURVEY = {  # who answers → partner, works together, trust, comments
    "A": [("B", "no", None, "we never met"), ("C", "yes", 4, "no")],
    "B": [("A", "yes", 3, None), ("C", "don't know", None, None)],
    "C": [("A", None, None, None), ("B", "no", None, "yes, one day")],
}


def survey(folder, header="Works together", **changed):
    """The survey as a workbook; ``A_B3`` stands for the cell B3 of A's sheet."""
    book = openpyxl.Workbook()
    book.active.title = "organisations"
    for own in ("id", *SURVEY):
        book.active.append((own,))
    for one, rows in SURVEY.items():
        sheet = book.create_sheet(one)
        sheet.append(("Respondent", one))
        sheet.append(("partner", header, "trust", "comments"))
        for row in rows:
            sheet.append(row)
    for place, value in changed.items():
        sheet, _, cell = place.partition("_")
        book[sheet][cell] = value
    book.save(folder / "survey.xlsx")
    return folder / "survey.xlsx"


def read_survey(folder, header="Works together", **changed):
    checked = read(survey(folder, header, **changed))
    assert list(checked.ties.columns) == ["source", "target", "trust"]
    pairs = checked.unknown[["source", "target"]].to_numpy().tolist()
    return checked, checked.ties.to_numpy().tolist(), pairs


@pytest.mark.parametrize("header", [
    "Works together", "work together", "Trabajan juntas (sí/no)",
    "Arbetar de två organisationerna tillsammans?", "Joint work?"])
def test_a_survey_is_read_as_it_was_answered(tmp_path, header):
    checked, ties, unknown = read_survey(tmp_path, header, A_D3=None, A_D4=None, C_D4=None)
    # By hand: A says yes of C, B of A; B does not know of C, and C left A blank.
    assert ties == [["A", "C", 4], ["B", "A", 3]]
    assert unknown == [["B", "C"], ["C", "A"]]
    assert checked.answered.all()
    assert checked.ledger.events["reason"].tolist() == [
        "The sheet is read as the answers of A.", "The sheet is read as the answers of B.",
        "The sheet is read as the answers of C.",
        "1 blank cell in a row with answers is unknown, since “no tie” is written elsewhere."]
    assert checked.ledger.counts["used"].tolist() == [3, 3, 1, 3, 2]  # A, B, C, list, unknown


@pytest.mark.parametrize("remarks", [
    {}, {"A_D3": None, "A_D4": "yes"}, {"C_D4": "yes"}, {"A_D3": "don't know", "C_D4": "#¿?"},
])
def test_a_yes_or_no_among_remarks_makes_no_tie(tmp_path, remarks):
    _, ties, unknown = read_survey(tmp_path, **remarks)
    assert ties == [["A", "C", 4], ["B", "A", 3]]
    assert unknown == [["B", "C"], ["C", "A"]]


def test_a_column_left_for_its_remarks_is_told(tmp_path):
    assert "are not used: comments" in told(read(survey(tmp_path)))


def test_yes_and_no_throughout_ask_for_a_tie_whatever_the_header(tmp_path):
    numbers = {"A_B3": 0, "A_B4": 1, "B_B3": True, "C_B4": False}
    _, ties, unknown = read_survey(tmp_path, "Joint work?", **numbers)
    assert ties == [["A", "C", 4], ["B", "A", 3]]
    assert unknown == [["B", "C"], ["C", "A"]]


@pytest.mark.parametrize(("found", "said"), [
    ("perhaps", "“perhaps” in the column Works together is not a number"),
    ("50%", "“50%” in the column Works together is a percentage"),
    (99, "99 in the column Works together is off its scale"),
])
def test_neither_yes_nor_no_is_refused(tmp_path, found, said):
    with pytest.raises(InputError) as raised:
        read(survey(tmp_path, A_B3=found))
    error = raised.value
    assert (error.file, error.sheet, error.row, error.column) == (
        "survey.xlsx", "A", 3, "Works together")
    assert error.found == str(found)
    assert str(error.expected) == "yes or no"
    assert said in str(error)
    assert error.total == 1


def test_neither_yes_nor_no_without_consent_is_not_used(tmp_path):
    _, ties, _ = read_survey(tmp_path, A_A2="consent", A_B2="no", A_C2=None, A_D2=None, **{
        f"A_{column}{row}": value for row, cells in enumerate([
            ("partner", "Works together", "trust", "comments"), ("B", "perhaps", None, None),
            ("C", "yes", 4, None)], start=3) for column, value in zip("ABCD", cells, strict=True)})
    assert ties == [["B", "A", 3]]


@pytest.mark.parametrize("header", ["Works together", "Joint work?"])
def test_a_broken_cell_in_a_survey_is_refused(tmp_path, header):
    with pytest.raises(InputError, match="The cell B3 holds the error #DIV/0!") as raised:
        read(survey(tmp_path, header, A_B3="#DIV/0!"))
    assert (raised.value.sheet, raised.value.row, raised.value.column) == ("A", 3, header)
    assert raised.value.total == 1


def test_the_same_alliance_in_every_shape(tmp_path):
    shapes = {
        "list": read(put(tmp_path / "1", nodes_csv=nodes(), ties_csv=ties())),
        "matrix": with_matrix(tmp_path / "2", matrix()),
        "roster": read(put(tmp_path / "3", nodes_csv=nodes(), export_csv=EXPORTS["REDCap"])),
    }
    key = ["source", "target", "trust"]
    tables = [checked.ties[key].sort_values(key).reset_index(drop=True)
              for checked in shapes.values()]
    for table in tables[1:]:
        assert table.equals(tables[0])
