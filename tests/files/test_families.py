"""Families of bad input: each variant is accepted, repaired with a note, or refused with help.

What is expected follows the rules of the reader: every row used, repaired, merged, excluded (all
recorded) or refused with its place; nothing guessed.
"""

import datetime
import unicodedata

import pytest
from made_files import FACTS, IDS, both, facts, matrix, nodes, put, read, ties, told, workbook

from partnernet.errors import InputError, UnknownName

LONG = "Y" * 5000
ROW3 = "P01,P03,5,4"


def renamed(text: str, name: str) -> str:
    """One organisation under another id, quoted as CSV wants it."""
    quoted = '"' + name.replace('"', '""') + '"'
    return text.replace("P07", quoted)


ACCEPTED = {
    "clean": (None, None),
    "bom": ("\ufeff" + nodes(), "\ufeff" + ties()),
    "semicolon": (nodes().replace(",", ";"), ties().replace(",", ";")),
    "tab": (nodes().replace(",", "\t"), ties().replace(",", "\t")),
    "pipe": (nodes().replace(",", "|"), ties().replace(",", "|")),
    "sep line": (None, "sep=;\n" + ties().replace(",", ";")),
    "carriage returns": (nodes().replace("\n", "\r"), ties().replace("\n", "\r")),
    "windows line ends": (nodes().replace("\n", "\r\n"), ties().replace("\n", "\r\n")),
    "space after comma": (None, ties().replace(",", ", ")),
    "trailing commas": (None, ties().replace("\n", ",\n")),
    "upper-case headers": (None, ties().replace("source,target", "SOURCE,Target")),
    "scale in header": (None, ties().replace("trust", "Trust (1-5)")),
    "all quoted": (None, "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in ties().split("\n") if line)),
}
HOSTILE_NAMES = ["NA", "nan", "None", "TRUE", "007", "Hospital #2", 'Hospital "La Fe"', "1e5",
                 '=HYPERLINK("http://x","y")', "-1+1", "\t=1+1", "<img src=x onerror=alert(1)>",
                 "Fondos $100k & $\\frac$", "../../../tmp/pwned", "Dept: Salud", "a,b;c", "Ünïçødé",
                 "line\nbreak", "'quoted", "@here", "{braces} %s"]


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted_without_a_word(tmp_path, case):
    checked = read(both(tmp_path, *ACCEPTED[case]))
    assert facts(checked) == FACTS
    assert len(checked.ledger) == 0


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_names(tmp_path, name):
    checked = read(both(tmp_path, renamed(nodes(), name), renamed(ties(), name)))
    assert facts(checked) == FACTS
    assert name in checked.organisations["id"].tolist()
    assert (checked.ties["source"] == name).sum() == 2


NOTED = {
    # name: nodes, ties, what the ledger says, fate
    "utf-16": (nodes().encode("utf-16"), ties().encode("utf-16"), "utf-16", "repaired"),
    "utf-16 unmarked": (nodes().encode("utf-16-le"), None, "UTF-16", "repaired"),
    "windows": (nodes().encode("cp1252"), None, "Windows-1252", "repaired"),
    "mac": (nodes().encode("mac_roman"), None, "Mac Roman", "repaired"),
    "title rows": (None, "Survey 2024,,,\n,,,\n" + ties(), "header", "excluded"),
    "blank rows": (None, ties().replace("P02,P01", "\n,,,\nP02,P01"), "blank", "excluded"),
    "spanish headers": (None, ties().replace("source,target,trust,frequency",
                                             "Origen , Destino,Confianza,Frecuencia"),
                        "origen", "noted"),
    "de and a": (None, ties().replace("source,target", "De,A"), "read as source", "noted"),
    "spaces": (None, ties().replace("P01,P02", "P01 ,\u00a0P02"), "space", "repaired"),
    "case": (None, ties().replace("P01,P02", "p01,P02"), "case", "repaired"),
    "duplicate organisation": (nodes() + "P03,Centro de Salud Norte,Health,Local\n", None, "P03",
                               "merged"),
    "near-identical name": (nodes().replace("Club Deportivo Sur", "Centro de Salud Nortee"), None,
                            "near-identical name", "noted"),
    "duplicate tie": (None, ties() + "P01,P02,4,3\n", "repeats row 2", "merged"),
    "self-tie": (None, ties() + "P04,P04,5,5\n", "P04", "excluded"),
    "zero-width space": (nodes().replace("P07", "P\u200b07"), ties().replace("P07", "P\u200b07"),
                         "invisible", "noted"),
    "long name": (nodes().replace("P07", LONG), ties().replace("P07", LONG), "long", "noted"),
    "missing sector": (nodes().replace("Kronoberg,Health", "Kronoberg,"), None, "sector", "noted"),
    "two languages": (nodes().replace("Norte,Health", "Norte,Salud"), None, "same group", "noted"),
    "unknown level": (nodes().replace("National", "Provincial"), None, "no known place", "noted"),
    "non-respondent": (nodes().replace("level\n", "level,answered\n").replace("Local\n",
                       "Local,yes\n").replace("onal\n", "onal,no\n"), None, "response rate",
                       "noted"),
    "contact person": (nodes().replace("level\n", "level,contacto\n").replace(
        "Local\n", "Local,Ana\n").replace("onal\n", "onal,Bo\n"), None, "personal data", "noted"),
}


@pytest.mark.parametrize("case", NOTED)
def test_noted_and_numbers_unchanged(tmp_path, case):
    organisations, tie_list, mention, fate = NOTED[case]
    checked = read(both(tmp_path, organisations, tie_list))
    assert facts(checked) == FACTS
    assert mention in told(checked)
    assert fate in set(checked.ledger.events["fate"])


def test_unicode_forms_are_matched(tmp_path):
    names = {row.split(",")[0]: row.split(",")[1] for row in nodes().split("\n")[1:] if row}
    listed, tie_list = nodes(), ties()
    for own, name in names.items():
        listed = listed.replace(f"{own},{name}", f"{name},{name}")
        tie_list = tie_list.replace(own, unicodedata.normalize("NFD", name))
    checked = read(both(tmp_path, listed, tie_list))
    assert facts(checked) == FACTS
    assert "Unicode" in told(checked)


@pytest.mark.parametrize("mark", ["", "NA", "-", "n/a", "#N/A", "no contesta", "."])
def test_missing_strength_is_never_zero(tmp_path, mark):
    checked = read(both(tmp_path, None, ties().replace(ROW3, f"P01,P03,{mark},4")))
    assert facts(checked) == (12, 26, 89.0)
    assert checked.ties["trust"].isna().sum() == 1
    assert "missing" in told(checked)


REFUSED = {
    "mixed encodings": (nodes().encode().replace("Växjö".encode(), b"V\xe4xj\xf6"), None,
                        ["nodes.csv", "encoding"]),
    "NUL": (None, ties().replace("P09", "P0\x009"), ["NUL", "ties.csv"]),
    "extra cell": (None, ties().replace("P02,P01,4,3", "P02,P01,4,3,extra"),
                   ["row 5", "ties.csv"]),
    "decimal comma unquoted": (None, ties().replace(ROW3, "P01,P03,4,5,4"),
                               ["row 3", "decimal comma"]),
    "short row": (None, ties().replace(ROW3, "P01,P03,5"), ["row 3", "ties.csv"]),
    "truncated": (None, ties()[:-6], ["truncated at line 27"]),
    "unclosed quote": (nodes().replace("Region K", '"Region K'), None, ["quote", "row 8"]),
    "total row": (None, ties() + "Total,,92,\n", ["Total", "row 28"]),
    "translated name": (None, ties().replace("P01,", "Ajuntament de Jaén,"),
                        ["Ajuntament de Jaén", "Ayuntamiento de Jaén", "near-identical"]),
    "leading zeros lost": (nodes().replace("P07", "007"), ties().replace("P07", "7"),
                           ["“7”", "007"]),
    "other alphabet": (None, ties().replace("P01,P02", "Р01,P02"), ["another alphabet"]),
    "contradicting organisations": (nodes() + "P03,Centro de Salud Norte,Education,Local\n", None,
                                    ["P03", "row 4", "row 14", "sector"]),
    "no id": (nodes().replace("P07,", ","), None, ["row 8", "nodes.csv"]),
    "contradicting ties": (None, ties() + "P01,P02,1,1\n", ["row 2", "row 28"]),
    "blank end": (None, ties() + "P01,,3,3\n", ["row 28"]),
    "too high": (None, ties().replace(ROW3, "P01,P03,7,4"), ["row 3", "trust", "1 to 5"]),
    "negative": (None, ties().replace(ROW3, "P01,P03,-1,4"), ["row 3", "trust"]),
    "percentage": (None, ties().replace(ROW3, "P01,P03,60%,4"), ["row 3", "trust", "percentage"]),
    "code 99": (None, ties().replace(ROW3, "P01,P03,99,4"), ["row 3", "trust", "don't know"]),
    "range": (None, ties().replace(ROW3, "P01,P03,3-5,4"), ["row 3", "trust", "range"]),
    "half": (None, ties().replace(ROW3, "P01,P03,3.5,4"), ["row 3", "trust", "whole"]),
    "label": (None, ties().replace(ROW3, "P01,P03,high,4"), ["row 3", "trust", "label"]),
    "date": (None, ties().replace(ROW3, "P01,P03,3-may,4"), ["row 3", "trust", "date"]),
    "huge number": (None, ties().replace(ROW3, "P01,P03,1e999,4"), ["row 3", "trust"]),
    "two trusts": (None, ties().replace("frequency", "trust"), ["trust", "columns="]),
    "no target": (None, ties().replace("target", "tgt"), ["target", "column"]),
    "no header": (None, ties().split("\n", 1)[1], ["header", "ties.csv"]),
    "empty": (None, "", ["empty", "ties.csv"]),
    "half a pair": (None, ties().replace("source", "De"), ["De", "column"]),
    "level of what": (None, ties().replace("trust", "nivel"), ["nivel", "territor"]),
    "waves": (None, "source,target,trust,wave\nP01,P02,4,1\nP01,P02,3,2\n",
              ["waves", "1 and 2"]),
    "respondents": (None, "respondent,source,target,trust\nR1,P01,P02,4\nR2,P01,P03,3\n",
                    ["P01", "respondent", "combine"]),
    "answered unclear": (nodes().replace("level\n", "level,answered\n").replace(
        "Local\n", "Local,perhaps\n").replace("onal\n", "onal,yes\n"), None,
        ["perhaps", "answered"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_help(tmp_path, case):
    organisations, tie_list, mentions = REFUSED[case]
    with pytest.raises(InputError) as refused:
        read(both(tmp_path, organisations, tie_list))
    for mention in mentions:
        assert mention in str(refused.value)
    assert refused.value.fix is not None
    for language in ("es", "sv"):
        assert refused.value.text(language)


def test_all_problems_at_once(tmp_path):
    odd = ties().replace(ROW3, "P01,P33,7,4") + "P01,,3,3\nTotal,,9,\n"
    with pytest.raises(InputError) as refused:
        read(both(tmp_path, nodes().replace("P07,", ","), odd))
    # One blank id, one unlisted end, one value off the scale, one blank end, one total row, and
    # P07 that is now unlisted on both sides.
    assert refused.value.total == 7
    assert {problem.file for problem in refused.value.problems} == {"nodes.csv", "ties.csv"}


def test_one_unknown_name_is_one_problem_with_all_its_rows(tmp_path):
    with pytest.raises(InputError) as refused:
        read(both(tmp_path, nodes().replace("P12,", "P13,"), None))
    texts = [problem.text() for problem in refused.value.problems]
    assert len(texts) == 2
    assert "rows 25, 26 and 27" in texts[0]
    assert "rows 4, 9, 11 and 18" in texts[1]


def test_no_ties_is_legal(tmp_path):
    checked = read(both(tmp_path, None, "source,target,trust,frequency\n"))
    assert len(checked.ties) == 0
    assert "no ties" in told(checked)


def test_one_organisation_is_legal_and_not_odd(tmp_path):
    one = "id,name,sector,level\nP01,Ayuntamiento,Government,Local\n"
    checked = read(both(tmp_path, one, "source,target,trust,frequency\n"))
    assert len(checked.organisations) == 1
    assert len(checked.ledger) == 0


def test_a_tie_list_alone(tmp_path):
    path = put(tmp_path, ties_csv=ties()) / "ties.csv"
    checked = read(path)
    assert facts(checked) == FACTS
    assert "No list of organisations" in told(checked)
    listed = put(tmp_path / "apart", members_csv=nodes()) / "members.csv"
    assert facts(read(path, organisations=listed)) == FACTS
    with pytest.raises(InputError, match="P12"):
        read(path, organisations=put(
            tmp_path / "short", members_csv=nodes().replace("P12,", "P13,")) / "members.csv")


def test_waves_are_chosen_by_name(tmp_path):
    text = "source,target,trust,wave\nP01,P02,4,1\nP01,P02,3,2\nP02,P01,5,\n"
    checked = read(both(tmp_path, None, text), wave=2)
    assert checked.ties["trust"].tolist() == [3, 5]
    assert checked.ledger.counts.set_index("table").loc["ties", "excluded"] == 1
    with pytest.raises(UnknownName, match="wave"):
        read(both(tmp_path, None, text), wave=3)
    with pytest.raises(UnknownName, match="wave"):
        read(both(tmp_path), wave=1)


def test_columns_settle_what_aliases_cannot(tmp_path):
    text = ties().replace("trust", "Q7")
    checked = read(both(tmp_path, None, text), columns={"Q7": "trust"})
    assert facts(checked) == FACTS
    with pytest.raises(UnknownName) as refused:
        read(both(tmp_path, None, text), columns={"Frequenzy": "frequency"})
    assert refused.value.near == "frequency"


def test_decimal_comma(tmp_path):
    text = ties().replace(",", ";").replace("P01;P03;5", "P01;P03;4,5")
    checked = read(both(tmp_path, nodes().replace(",", ";"), text),
                   scales={"trust": {"low": 1, "high": 5}, "frequency": {"low": 1, "high": 5}})
    assert facts(checked) == (12, 26, 93.5)
    assert "decimal comma" in told(checked)
    mixed = text.replace("P01;P12;3", "P01;P12;3.5")
    with pytest.raises(InputError, match="decimal"):
        read(both(tmp_path, nodes().replace(",", ";"), mixed), scales=None)


def test_words_of_three_languages(tmp_path):
    text = ties().replace(ROW3, "P01,P03,mucha,semanal")
    assert facts(read(both(tmp_path, None, text))) == FACTS
    never = ties() + "P11,P01,,nunca\nP11,P02,ingen,aldrig\n"
    checked = read(both(tmp_path, None, never))
    assert facts(checked) == FACTS
    assert checked.ledger.counts.set_index("table").loc["ties", "excluded"] == 2
    unknown = ties() + "P11,P01,NS/NC,vet ej\n"
    checked = read(both(tmp_path, None, unknown))
    assert checked.unknown.iloc[0].tolist()[:2] == ["P11", "P01"]


def test_a_missing_file_is_named_with_what_stands_there(tmp_path):
    both(tmp_path)
    with pytest.raises(InputError, match="no such file") as refused:
        read(tmp_path / "tie.csv")
    assert "ties.csv" in str(refused.value)
    with pytest.raises(InputError, match="no table"):
        read(put(tmp_path / "empty"))


def test_other_files_of_a_folder_are_ignored(tmp_path):
    both(tmp_path)
    put(tmp_path, export_csv='broken "quote\n"', README_md="# hello", notes_txt="x")
    checked = read(tmp_path)
    assert facts(checked) == FACTS
    assert len(checked.ledger) == 0


def test_sheets_that_say_how_to_read_the_others(tmp_path):
    put(tmp_path, nodes_csv=nodes(), ties_csv=ties(),
        escalas_csv="atributo,mínimo,máximo,entero,sentido,etiquetas\n"
                    "confianza,1,5,sí,más,1=ninguna; 5=plena\nfrecuencia,1,5,sí,menos,\n",
        niveles_csv="nivel\nLocal\nRegional\nNational\n")
    checked = read(tmp_path, scales=None)
    assert checked.scales["trust"].labels == {1.0: "ninguna", 5.0: "plena"}
    assert checked.scales["frequency"].direction == "less"
    assert checked.levels == ("Local", "Regional", "National")
    put(tmp_path, escalas_csv="atributo,mínimo\nconfianza,bajo\n")
    with pytest.raises(InputError, match="bajo"):
        read(tmp_path, scales=None)


def test_matrix_and_list_say_the_same(tmp_path):
    checked = read(put(tmp_path, nodes_csv=nodes(), matrix_csv=matrix()))
    assert facts(checked) == FACTS
    assert len(checked.ledger) == 0
    assert checked.answered.all()


def test_dates_in_a_workbook_are_refused(tmp_path):
    day = datetime.date(2024, 5, 3)
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(cells={"C3": day}))
    with pytest.raises(InputError, match="date where a number belongs"):
        read(path)
    path.write_bytes(workbook(cells={"B3": day}))
    with pytest.raises(InputError, match="id or name"):
        read(path)


def test_shuffled_rows_change_nothing(tmp_path):
    head, *rows = ties().strip().split("\n")
    first = read(both(tmp_path / "one"))
    second = read(both(tmp_path / "two", None, "\n".join([head, *reversed(rows)]) + "\n"))
    key = ["source", "target"]
    left, right = (each.ties.sort_values(key).reset_index(drop=True) for each in (first, second))
    assert left.equals(right)
    assert list(first.organisations["id"]) == IDS
