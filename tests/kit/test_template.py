"""The template: what a person fills in is what is read, in three languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from kit_cases import LANGUAGES, found, same

import partnernet as pn
from partnernet.errors import InputError, OptionError, OutputError, UnknownName
from partnernet.kit import template
from partnernet.kit.beyond import SHEETS_OF
from partnernet.vocabulary import LEVELS, SECTORS, answers, headers, template_word

WORDS = ("never", "yearly", "quarterly", "monthly", "weekly", "daily", "unknown")


def sheet(book: openpyxl.Workbook, name: str, language: str) -> Any:
    return book[headers.template_word(name, "sheets", language)]


def fill(path: Path, organisations: list[list[Any]], ties: list[list[Any]],
         language: str) -> None:
    """Type rows into the two sheets."""
    book = openpyxl.load_workbook(path)
    for name, rows in (("organisations", organisations), ("ties", ties)):
        for number, row in enumerate(rows, start=2):
            for column, cell in enumerate(row, start=1):
                sheet(book, name, language).cell(number, column).value = cell
    book.save(path)


@given(st.data(), st.sampled_from(LANGUAGES))
@settings(max_examples=15, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_what_is_filled_in_is_what_is_read(tmp_path_factory: pytest.TempPathFactory,
                                           data: st.DataObject, language: str) -> None:
    path = template(tmp_path_factory.mktemp("template") / "a.xlsx", language=language)
    ids = data.draw(st.lists(st.from_regex(r"[A-Z][0-9]{1,2}", fullmatch=True), min_size=2,
                             max_size=6, unique=True))
    sectors = [data.draw(st.sampled_from(SECTORS)) for _ in ids]
    levels = [data.draw(st.sampled_from(LEVELS)) for _ in ids]
    answered = [data.draw(st.booleans()) or place == 0 for place in range(len(ids))]
    pairs = [(one, two) for place, one in enumerate(ids) for two in ids
             if one != two and answered[place]]
    given = data.draw(st.dictionaries(st.sampled_from(pairs), st.tuples(
        st.sampled_from([1, 2, 3, 4, 5, None]), st.sampled_from(WORDS)), min_size=1))
    fill(path, [[own, f"Name {own}", template_word(sector, "sector", language),
                 template_word(level, "level", language),
                 answers.template_word("yes" if told else "no", language)]
                for own, sector, level, told in zip(ids, sectors, levels, answered,
                                                    strict=True)],
         [[one, two, None, trust, answers.template_word(word, language)]
          for (one, two), (trust, word) in given.items()], language)
    alliance = pn.read(path)
    ties, unknown = {}, set()
    for pair, (trust, word) in given.items():
        if word == "unknown" and trust is None:
            unknown.add(pair)
        elif word != "never" or trust is not None:
            frequency = float("nan") if word == "unknown" else WORDS.index(word)
            ties[pair] = (float("nan") if trust is None else trust, frequency)
    assert same(found(alliance)[0], ties)
    assert found(alliance)[1] == unknown
    assert alliance.answered.tolist() == answered
    assert list(alliance.groups("sector").keys) == sorted(set(sectors), key=SECTORS.index)
    assert alliance.scales["frequency"].high == 5
    assert alliance.scales["trust"].high == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_never_counted(tmp_path: Path, language: str) -> None:
    alliance = pn.read(template(tmp_path / "a.xlsx", language=language))
    assert len(alliance.organisations) == 0
    assert len(alliance.ties) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_and_sheets_are_the_languages_first_words(tmp_path: Path, language: str) -> None:
    book = openpyxl.load_workbook(template(tmp_path / "a.xlsx", language=language))
    assert book.sheetnames[1:6] == [headers.template_word(name, "sheets", language) for name in (
        "organisations", "ties", "scales", "levels", "about")]
    row = [cell.value for cell in sheet(book, "ties", language)[1]]
    assert row == [headers.template_word(name, "ties", language) for name in (
        "source", "target", "relation", "trust", "frequency")]
    assert book[book.sheetnames[-1]].sheet_state == "hidden"
    for each in ("organisations", "ties"):
        assert sheet(book, each, language).freeze_panes == "A2"
        assert sheet(book, each, language).print_title_rows == "$1:$1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_cells_have_lists_and_messages(tmp_path: Path, language: str) -> None:
    book = openpyxl.load_workbook(template(
        tmp_path / "a.xlsx", language=language, include=SHEETS_OF))
    for name in book.sheetnames[1:-1]:
        for rule in book[name].data_validations.dataValidation:
            assert rule.prompt
            assert len(rule.prompt) <= 255
            assert rule.type is None or rule.error
    ties = {str(rule.sqref)[0]: rule for rule in
            sheet(book, "ties", language).data_validations.dataValidation}
    assert {letter: rule.type for letter, rule in ties.items()} == dict.fromkeys("ABCDE", "list")
    lists = book.worksheets[-1]
    for letter, least in (("D", "5"), ("E", answers.template_word("daily", language))):
        place = re.fullmatch(r"'[^']+'!\$([A-Z])\$2:\$[A-Z]\$(\d+)", ties[letter].formula1)
        assert place is not None
        offered = [str(lists[f"{place[1]}{row}"].value) for row in range(2, int(place[2]) + 1)]
        assert least in offered
        assert offered[-1] == answers.template_word("unknown", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_further_sheets_are_read_back(tmp_path: Path, language: str) -> None:
    path = template(tmp_path / "a.xlsx", language=language, include=SHEETS_OF)
    fill(path, [["A", "North"], ["B", "South"]], [["A", "B", None, 3]], language)
    book = openpyxl.load_workbook(path)
    rows = {"answers": ["A", "leadership_mapping", 4, 5], "outcomes": ["A", "Fewer falls"],
            "indicators": ["I1", "Falls", None, "A; B"], "links": ["I1", "I2", "-", 2],
            "resources": ["A", "falls", 10, 500],
            "initiatives": ["Walks", "falls", "North", None, "A"]}
    for name, row in rows.items():
        title = pn.vocabulary.further.template_word(  # type: ignore[attr-defined]
            name, "sheets", language)
        for column, cell in enumerate(row, start=1):
            book[title].cell(2, column).value = cell
        if name == "indicators":
            book[title]["A3"], book[title]["B3"] = "I2", "Loneliness"
        if name == "initiatives":
            rule = book[title].data_validations.dataValidation[3]
            assert rule.errorStyle in (None, "stop")
    book.save(path)
    assert len(pn.read(path).ties) == 1
    assert pn.read_answers(path).table()[["performance", "importance"]].values.tolist() == [[4, 5]]
    assert pn.read_outcomes(path).table()["outcome"].tolist() == ["Fewer falls"]
    assert pn.read_resources(path).table()["organisation"].tolist() == ["A"]
    assert pn.read_initiatives(path).table()["place"].tolist() == ["North"]
    assert len(pn.read_system_map(path).links) == 1


@pytest.mark.parametrize(("options", "error"), [
    ({"language": "fr"}, UnknownName), ({"include": ["outcome"]}, UnknownName),
    ({"path": "a.csv"}, OptionError), ({"path": "none/a.xlsx"}, OutputError),
])
def test_nonsense_is_refused(tmp_path: Path, options: dict[str, Any],
                             error: type[Exception]) -> None:
    given = {"path": "a.xlsx", **options}
    with pytest.raises(error):
        template(tmp_path / given.pop("path"), **given)
    assert not list(tmp_path.iterdir())


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="nothing was overwritten"):
        template(path, language="es")
    assert path.read_bytes() == before
    assert template(path, overwrite=True).read_bytes() == before


def test_a_mistake_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = template(tmp_path / "a.xlsx")
    fill(path, [["A", "North"], ["B", "South"]], [["A", "B", None, 7, "often"]], "en")
    with pytest.raises(InputError) as refused:
        pn.read(path)
    assert {(problem.row, problem.column) for problem in refused.value.problems} == {
        (2, "trust"), (2, "frequency")}
