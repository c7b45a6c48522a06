"""``partnernet template`` and ``partnernet survey`` as a person would type them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from partnernet.cli.program import DONE, FAILED, REFUSED, USAGE, run

LIST = "id,name\nA,North\nB,South\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a list of organisations to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARTNERNET_LANGUAGE", "en")
    (tmp_path / "list.csv").write_text(LIST, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("language", "sheet", "written"), [
    ("en", "organisations", "Written: alliance.xlsx"),
    ("es", "organizaciones", "Escrito: alliance.xlsx"),
    ("sv", "organisationer", "Skrivet: alliance.xlsx")])
def test_a_template_is_written_in_the_language(folder: Path, language: str, sheet: str,
                                               written: str,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "--language", language]) == DONE
    assert written in capsys.readouterr().out
    assert sheet in openpyxl.load_workbook(folder / "alliance.xlsx").sheetnames
    assert run(["template", "--language", language]) == FAILED
    assert "--force" in capsys.readouterr().err
    assert run(["template", "--language", language, "--force"]) == DONE


def test_further_sheets_are_asked_for_by_name(folder: Path,
                                              capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "-o", "b.xlsx", "--with", "answers,system-map", "--with",
                "outcomes"]) == DONE
    names = openpyxl.load_workbook(folder / "b.xlsx").sheetnames
    assert names[6:10] == ["answers", "indicators", "links", "outcomes"]
    assert run(["template", "-o", "c.xlsx", "--with", "outcome"]) == USAGE
    assert "outcomes" in capsys.readouterr().err
    assert not (folder / "c.xlsx").exists()


def test_surveys_of_every_form_are_written(folder: Path) -> None:
    assert run(["survey", "list.csv"]) == DONE
    assert openpyxl.load_workbook(folder / "survey.xlsx").sheetnames[1] == "1 North"
    assert run(["survey", "list.csv", "-o", "forms", "--language", "es"]) == DONE
    assert len(list((folder / "forms").iterdir())) == 3
    assert run(["survey", "list.csv", "-o", "k.xlsx", "--form", "xlsform"]) == DONE
    assert openpyxl.load_workbook(folder / "k.xlsx").sheetnames == ["survey", "choices",
                                                                    "settings"]
    assert run(["survey", "list.csv", "-o", "i.xlsx", "--form", "xlsform", "--instrument",
                "six_principles", "--title", "Nuestra encuesta"]) == DONE
    settings = openpyxl.load_workbook(folder / "i.xlsx")["settings"]
    assert settings["A2"].value == "Nuestra encuesta"


@pytest.mark.parametrize(("arguments", "code", "told"), [
    (["survey"], USAGE, "FILE"), (["survey", "list.csv", "--form", "pdf"], USAGE, "xlsform"),
    (["survey", "none.csv"], REFUSED, "none.csv"),
    (["survey", "list.csv", "--instrument", "none"], USAGE, "cooperation_grid"),
    (["survey", "list.csv", "-o", "no/such.xlsx"], FAILED, "no"),
    (["template", "-o", "a.docx"], USAGE, ".xlsx")])
def test_failures_say_what_to_do(arguments: list[str], code: int, told: str,
                                 capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    error = capsys.readouterr().err
    assert told in error
    assert "Traceback" not in error
