"""The XLSForm: valid for pyxform, in three languages, and inert whatever the names are."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from kit_cases import LANGUAGES, Survey, title

from partnernet.files.survey_form import form_labels, form_names
from partnernet.kit import survey

pyxform = pytest.importorskip("pyxform.xls2xform")
HOSTILE = ["=1+1", "${consent}", "<img src=x onerror=alert(1)>", "[a](javascript:x)", "**b**",
           "new\nline", "\u202eevil", "a" * 5000, "", "únïcödé 健康", "'; drop", "p_A", "&amp;"]


def converted(names: dict[str, str], folder: Path, language: str = "en") -> str:
    """The form as pyxform makes it, without a warning; its ODK Validate step needs Java."""
    table = Survey(names, {}, {}).table()
    path = survey(table, folder / "form.xlsx", form="xlsform", language=language, overwrite=True)
    warnings: list[str] = []
    made = pyxform.convert(str(path), warnings=warnings, validate=False)
    assert warnings == []
    return str(made.xform)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_valid_and_speaks_three_languages(tmp_path: Path, language: str) -> None:
    form = converted({"A": "North", "B": "South", "C": "East"}, tmp_path, language)
    for each in LANGUAGES:
        default = ' default="true()"' if each == language else ""
        assert f'<translation lang="{title(each)}"{default}>' in form
    for bind in ('"/data/partners" relevant=" /data/consent  = \'yes\' and  /data/organisation ',
                 '"/data/partners/p_B" relevant=" /data/organisation  != \'B\'"',
                 '"/data/partners/p_B/frequency_B" type="string" '
                 'relevant=" /data/partners/p_B/works_B  = \'yes\'"',
                 '"/data/consent" type="string" required="true()"'):
        assert f"<bind nodeset={bind}" in form


def test_everything_in_the_form_is_said_in_every_language(tmp_path: Path) -> None:
    path = survey(Survey({"A": "North", "B": "South"}, {}, {}).table(), tmp_path / "form.xlsx",
                  form="xlsform")
    for name in ("survey", "choices"):
        rows = list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))
        spoken = [place for place, header in enumerate(rows[0]) if "label::" in str(header)]
        assert len(spoken) == 3
        for row in rows[1:]:
            told = [row[place] for place in spoken]
            assert all(told) or not any(told)


def test_hostile_names_are_inert(tmp_path: Path) -> None:
    ids = [f"i{number}" for number in range(len(HOSTILE))]
    form = converted(dict(zip(ids, HOSTILE, strict=True)), tmp_path)
    assert "<img" not in form
    assert "javascript:x)" not in form.replace("(a)(javascript:x)", "")
    assert "a" * 151 not in form
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row
                if cell.data_type == "f" or cell.hyperlink]


@given(st.dictionaries(st.text(min_size=1, max_size=8).filter(str.strip), st.text(max_size=12),
                       min_size=2, max_size=5))
@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_names_of_a_form_are_safe_each_once_and_do_not_hang_on_the_order(
        names: dict[str, str]) -> None:
    made = form_names(names)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]*", name) for name in made.values())
    assert len({name.lower() for name in made.values()}) == len(names)
    assert form_names(reversed(list(names))) == made
    labels = form_labels(names)
    assert len({label.casefold() for label in labels.values()}) == len(names)
    assert not any(set(label) & set("<>{}[]*\n") for label in labels.values())


@given(st.lists(st.text(min_size=1, max_size=10), min_size=2, max_size=4, unique=True))
@settings(max_examples=10, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_any_names_make_a_valid_form(tmp_path_factory: pytest.TempPathFactory,
                                     names: list[str]) -> None:
    converted({f"x{number}": name for number, name in enumerate(names)},
              tmp_path_factory.mktemp("form"))


def test_an_id_that_is_safe_stays_as_it_is() -> None:
    assert form_names(["B 1", "B_1", "b-1", "Ö", "健康"]) == {
        "B_1": "B_1", "B 1": "B_1_2", "b-1": "b_1_3", "Ö": "O", "健康": "organisation"}
