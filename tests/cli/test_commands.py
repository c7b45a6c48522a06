"""Every command, as a person would type it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import partnernet as pn
from partnernet.cli import commands
from partnernet.cli.program import DONE, FAILED, INTERRUPTED, REFUSED, USAGE, program, run
from partnernet.words import LANGUAGES

Spoken = tuple[int, str, str]
COMMANDS = ("report", "check", "measure", "explain", "samples", "template", "survey", "demo")
QUICK = ("--replicates", "19")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch) -> Callable[..., Spoken]:
    """Type a command line in an empty folder; its exit code and what it said on both streams."""
    monkeypatch.chdir(tmp_path)
    for name in ("PARTNERNET_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")

    def speak(*arguments: str) -> Spoken:
        code = run(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return speak


@pytest.fixture
def small(tmp_path: Path) -> str:
    """A small alliance as a folder of CSV files."""
    folder = tmp_path / "alianza"
    folder.mkdir()
    (folder / "organisations.csv").write_text(
        "id,name,sector,level\nA,Clínica,health,municipal\nB,Biblioteca,social,municipal\n"
        "C,Consejería,government,regional\nD,Vecinos,social,municipal\n", "utf-8")
    (folder / "ties.csv").write_text(
        "source,target,relation,trust\nA,B,information,4\nB,A,information,2\nB,C,projects,5\n"
        "D,B,projects,3\n", "utf-8")
    return str(folder)


# -- help ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_whole_in_every_language(command: str, language: str,
                                         say: Callable[..., Spoken]) -> None:
    words = [command] if command else []
    code, out, err = say(*words, "--help", "--language", language)
    assert (code, err) == (DONE, "")
    assert {"en": "Usage:", "es": "Uso:", "sv": "Användning:"}[language] in out
    assert "command." not in out  # no key without its sentence
    english = {"en": "Show this help", "es": "Muestra esta ayuda", "sv": "Visa"}
    assert english[language] in out
    if language != "en":
        assert "Show this help" not in out
        assert "[default:" not in out


def test_without_a_word_it_shows_its_help(say: Callable[..., Spoken]) -> None:
    code, out, _ = say()
    assert code == DONE
    assert all(f"  {name} " in out for name in COMMANDS)


def test_version(say: Callable[..., Spoken]) -> None:
    assert say("--version") == (DONE, f"partnernet {pn.__version__}\n", "")


def test_every_keyword_of_read_is_a_flag() -> None:
    flags = {option for parameter in program("en").commands["check"].params
             for option in parameter.opts}
    assert {"--organisations", "--column", "--scale", "--level", "--undirected", "--answered",
            "--combine", "--values", "--wave"} <= flags


@pytest.mark.parametrize(("name", "setting", "shown"), [
    ("LANG", "es_ES.UTF-8", "Uso:"), ("LC_ALL", "sv_SE", "Användning:"),
    ("PARTNERNET_LANGUAGE", "es", "Uso:"), ("LANG", "C.UTF-8", "Usage:"),
    ("LANG", "de_DE.UTF-8", "Usage:"),
])
def test_the_locale_chooses_the_language(name: str, setting: str, shown: str,
                                         say: Callable[..., Spoken],
                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, setting)
    assert shown in say("--help")[1]


# -- how it ends -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "hint"), [
    (["frob"], "frob"), (["reprt"], "report"), (["check"], "FILE"), (["check", "a", "b"], "b"),
    (["check", "a", "--jsn"], "--json"), (["measure", "silos", "a", "--seed", "x"], "--seed"),
    (["measure", "silos", "a", "--min-trust", "x"], "--min-trust"),
    (["measure", "silos", "a", "--seed"], "--seed"), (["check", "a", "--json=1"], "--json"),
    (["report", "a", "--audience", "everybody"], "partners, team"),
    (["explain", "--language", "xx"], "en, es, sv"),
    (["measure", "silos", "a", "--format", "pdf"], "table, csv, json, xlsx"),
])
def test_usage_errors_say_what_was_expected(words: list[str], hint: str,
                                            say: Callable[..., Spoken]) -> None:
    code, out, err = say(*words)
    assert (code, out) == (USAGE, "")
    assert hint in err
    assert "--help" in err


@pytest.mark.parametrize("words", [
    ["frob"], ["check"], ["check", "a", "b"], ["check", "a", "--jsn"],
    ["measure", "silos", "a", "--seed", "x"], ["measure", "silos", "a", "--min-trust", "x"],
    ["measure", "silos", "a", "--seed"], ["check", "a", "--json=1"],
    ["report", "a", "--audience", "everybody"],
])
@pytest.mark.parametrize(("language", "english"), [("es", "Ayuda:"), ("sv", "Hjälp:")])
def test_usage_errors_speak_the_language(words: list[str], language: str, english: str,
                                         say: Callable[..., Spoken]) -> None:
    code, _, err = say(*words, "--language", language)
    if words[-1] == "--seed":  # it takes --language for its value
        code, _, err = say(words[0], "--language", language, *words[1:])
    assert code == USAGE
    assert english in err
    assert not re.search(r"\b(the|is|not|no such|requires|argument|must|found)\b", err)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_file_is_refused_input(language: str, say: Callable[..., Spoken]) -> None:
    code, out, err = say("check", "nowhere.xlsx", "--language", language)
    assert (code, out) == (REFUSED, "")
    assert "nowhere.xlsx" in err
    assert {"en": "refused", "es": "No se aceptan", "sv": "problem"}[language] in err


@pytest.mark.parametrize("language", LANGUAGES)
def test_interrupting_leaves_a_clean_message(language: str, say: Callable[..., Spoken],
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pn, "checkup", interrupt)
    code, out, err = say("check", "emon_texas", "--language", language)
    assert (code, out) == (INTERRUPTED, "")
    assert len(err.strip().splitlines()) == 1


def test_an_interrupted_report_leaves_nothing_behind(say: Callable[..., Spoken], tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    code, _, _ = say("report", "emon_mt_si", *QUICK)
    assert code == INTERRUPTED
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_foresaw_is_told_without_a_traceback(
        say: Callable[..., Spoken], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(pn, "checkup", fail)
    code, _, err = say("check", "emon_texas")
    assert code == FAILED
    assert "ZeroDivisionError: of all things" in err


def test_whoever_stops_reading_is_no_failure(say: Callable[..., Spoken],
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise BrokenPipeError

    stream = sys.stdout
    monkeypatch.setattr(pn, "checkup", gone)
    try:
        assert run(["check", "emon_texas"]) == DONE
    finally:
        if sys.stdout is not stream:
            sys.stdout.close()
        sys.stdout = stream


# -- check -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [
    ("en", "organisations"), ("es", "organizaciones"), ("sv", "organisationer")])
def test_check_tells_what_was_read(language: str, word: str, small: str,
                                   say: Callable[..., Spoken]) -> None:
    code, out, err = say("check", small, "--language", language)
    assert (code, err) == (DONE, "")
    assert f"4 {word}" in out


def test_check_as_json(small: str, say: Callable[..., Spoken]) -> None:
    code, out, _ = say("check", small, "--json")
    stated = json.loads(out)
    assert code == DONE
    assert stated["accepted"] is True
    assert stated["counts"]["organisations"] == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_tells_every_problem_at_once(language: str, tmp_path: Path,
                                           say: Callable[..., Spoken]) -> None:
    (tmp_path / "organisations.csv").write_text("id,sector\nA,health\nB,social\nB,social\n")
    (tmp_path / "ties.csv").write_text("source,target,trust\nA,B,9\nA,Z,3\nQ,B,many\n")
    words = ("check", str(tmp_path), "--scale", "trust=1-5", "--language", language)
    code, out, err = say(*words)
    assert (code, out) == (REFUSED, "")
    for found in ("“Z”", "“Q”") if language == "en" else ("Z", "Q"):
        assert found in err
    code, out, _ = say(*words, "--json")
    stated = json.loads(out)
    assert code == REFUSED
    assert stated["accepted"] is False
    assert stated["problems_found"] == len(stated["problems"]) >= 3
    assert {problem["row"] for problem in stated["problems"]} >= {2, 3, 4}


HOSTILE: dict[str, tuple[str, bytes]] = {
    "empty": ("a.xlsx", b""),
    "no workbook": ("a.xlsx", b"PK\x03\x04 this is no zip"),
    "page as a workbook": ("a.xls", b"<html><table><tr><td>id</td></tr></table></html>"),
    "pickle": ("a.pkl", b"\x80\x04\x95cos\nsystem\n(S'touch hacked'\ntR."),
    "picture": ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe\x00"),
    "no column": ("a.csv", b"hello\nworld\n"),
    "unknown ending": ("a.docx", b"PK\x03\x04"),
    "outside entity": (
        "a.graphml",
        b'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<graphml><graph><node id="&x;"/></graph></graphml>'),
    "broken xml": ("a.graphml", b"<graphml><graph>"),
    "broken json": ("a.json", b'{"elements": ['),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", HOSTILE)
def test_wrong_files_are_refused_with_help(kind: str, language: str, tmp_path: Path,
                                           say: Callable[..., Spoken]) -> None:
    name, content = HOSTILE[kind]
    (tmp_path / name).write_bytes(content)
    code, out, err = say("check", name, "--language", language)
    assert (code, out) == (REFUSED, "")
    assert name in err
    assert "root:" not in err
    assert not (tmp_path / "hacked").exists()


def test_an_empty_folder_is_refused(tmp_path: Path, say: Callable[..., Spoken]) -> None:
    (tmp_path / "nothing").mkdir()
    assert say("check", "nothing")[0] == REFUSED


# -- reading flags ---------------------------------------------------------------------------------


def test_flags_reach_the_reader(tmp_path: Path, say: Callable[..., Spoken]) -> None:
    (tmp_path / "t.csv").write_text("quien,con quien,Confianza en\nA,B,1\nB,C,4\n")
    code, out, err = say(
        "check", "t.csv", "--column", "quien=source", "--column", "con quien=target",
        "--column", "Confianza en=trust", "--scale", "trust=1-4,less", "--undirected",
        "--answered", "A", "--answered", "B", "--json")
    assert (code, err) == (DONE, "")
    stated = json.loads(out)
    assert stated["silent"] == ["C"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("flag", "value"), [
    ("--scale", "trust"), ("--scale", "trust=high"), ("--scale", "trust=1-5,upwards"),
    ("--column", "trust"), ("--column", "=trust")])
def test_flags_that_make_no_sense_are_explained(flag: str, value: str, language: str,
                                                small: str, say: Callable[..., Spoken]) -> None:
    code, _, err = say("check", small, flag, value, "--language", language)
    assert code == USAGE
    assert value in err
    assert flag in err


def test_views_filter(small: str, say: Callable[..., Spoken]) -> None:
    code, out, _ = say("measure", "cohesion", small, "--relation", "projects", "--min-trust", "4",
                       "--format", "json")
    settings = json.loads(out)["settings"]
    assert code == DONE
    assert settings["filters"] == ["relation=projects", "min_trust=4.0"]


def test_a_filter_that_is_not_there_is_named(small: str, say: Callable[..., Spoken]) -> None:
    code, _, err = say("measure", "cohesion", small, "--sector", "helth")
    assert code == USAGE
    assert "“health”" in err


# -- measure ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", pn.QUESTIONS)
def test_every_question_can_be_asked(measure: str, say: Callable[..., Spoken]) -> None:
    options = QUICK if measure not in ("quality", "board", "key_players") else ()
    code, out, err = say("measure", measure, "penaluz", *options)
    if code == USAGE and "--replicates" in err:
        code, out, err = say("measure", measure, "penaluz")
    assert (code, err) == (DONE, "")
    assert len(out.splitlines()) > 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_starts_with_the_finding(language: str, say: Callable[..., Spoken]) -> None:
    code, out, err = say("measure", "cohesion", "emon_texas", "--language", language)
    assert (code, err) == (DONE, "")
    assert out.startswith(pn.cohesion(pn.samples.load("emon_texas")).text(language))


def test_csv_and_json_hold_the_numbers(say: Callable[..., Spoken]) -> None:
    code, out, _ = say("measure", "cohesion", "emon_texas", "--format", "csv")
    rows = {row["measure"]: row["value"] for row in csv.DictReader(io.StringIO(out))}
    assert code == DONE
    assert float(rows["density"]) == pytest.approx(0.31, abs=1e-12)  # R 4.2.2, sna 2.7-1
    code, out, _ = say("measure", "cohesion", "emon_texas", "--format", "json")
    stated = json.loads(out)
    values = {row["measure"]: row["value"] for row in stated["table"]}
    assert values["density"] == pytest.approx(0.31, abs=1e-12)
    assert values["mean_trust"] is None  # undefined is null, never NaN, which is no JSON


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_an_answer_goes_to_a_file(form: str, tmp_path: Path, say: Callable[..., Spoken]) -> None:
    code, out, err = say("measure", "cohesion", "emon_texas", "--format", form, "-o", "answer")
    assert (code, out) == (DONE, "")
    assert "answer" in err
    assert "density" in (tmp_path / "answer").read_text("utf-8")


def test_a_workbook(tmp_path: Path, say: Callable[..., Spoken]) -> None:
    words = ("measure", "silos", "emon_texas", "--by", "sponsorship", *QUICK, "--format", "xlsx")
    code, _, err = say(*words)
    assert code == USAGE
    assert "-o" in err
    code, _, _ = say(*words, "-o", "silos.xlsx")
    assert code == DONE
    sheets = pd.read_excel(tmp_path / "silos.xlsx", sheet_name=None, engine="openpyxl")
    assert [*sheets][0] == "silos"
    assert [*sheets][-2:] == ["notes", "settings"]
    assert sheets["silos"]["group"].tolist()[0] == "(whole)"
    load_workbook(tmp_path / "silos.xlsx").close()


def test_options_reach_the_measure(say: Callable[..., Spoken]) -> None:
    _, out, _ = say("measure", "silos", "emon_texas", "--by", "sponsorship", "--null",
                    "permutation", "--seed", "7", "--confirm", "both", *QUICK, "--format", "json")
    settings = json.loads(out)["settings"]
    told = {name: settings[name] for name in ("by", "null", "seed", "confirm", "replicates")}
    assert told == {"by": "sponsorship", "null": ["permutation"], "seed": 7, "confirm": "both",
                    "replicates": 19}
    _, out, _ = say("measure", "mixing", "emon_texas", "--by", "sponsorship", "--null", "none",
                    "--format", "json")
    assert not json.loads(out)["settings"].get("null")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("words", "hint"), [
    (["measure", "silo", "penaluz"], "silos"),
    (["measure", "silos", "penaluz", "--by", "sectr"], "sector"),
    (["measure", "silos", "penaluz", "--null", "permutaton"], "permutation"),
    (["measure", "quality", "penaluz", "--by", "sector"], "--by"),
    (["explain", "constrant"], "constraint"),
])
def test_wrong_names_come_with_the_right_one(words: list[str], hint: str, language: str,
                                             say: Callable[..., Spoken]) -> None:
    code, out, err = say(*words, "--language", language)
    assert (code, out) == (USAGE, "")
    assert hint in err


# -- report, demo, samples, explain ----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_writes_one_page(language: str, tmp_path: Path, say: Callable[..., Spoken]) -> None:
    code, out, err = say("report", "emon_mt_si", "-o", "page.html", "--title", "<i>Ñ</i>",
                         "--language", language, *QUICK)
    assert (code, err) == (DONE, "")
    assert "page.html" in out
    page = (tmp_path / "page.html").read_text("utf-8")
    assert f'lang="{language}"' in page
    assert "<i>Ñ</i>" not in page
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_report_writes_tables_and_a_key(tmp_path: Path, say: Callable[..., Spoken]) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    code, _, _ = say("report", "emon_mt_si", "--codes", "--key", str(keys / "key.csv"),
                     "--tables", "tables.xlsx", *QUICK)
    assert code == DONE
    assert (keys / "key.csv").exists()
    assert (tmp_path / "tables.xlsx").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_partners_get_no_view_by_trust(language: str, say: Callable[..., Spoken],
                                       tmp_path: Path) -> None:
    code, _, err = say("report", "penaluz", "--min-trust", "3", "--language", language, *QUICK)
    assert code == FAILED
    assert "team" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("opens", [True, False])
def test_demo_writes_and_opens(opens: bool, tmp_path: Path, say: Callable[..., Spoken],
                               monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(commands.webbrowser, "open", opened.append)

    def quick(alliance: pn.Partnership, output: str, **_: Any) -> Path:
        Path(output).write_text("page")
        return Path(output)

    monkeypatch.setattr(pn, "report", quick)
    code, out, _ = say("demo", *([] if opens else ["--no-open"]))
    assert code == DONE
    assert "report.html" in out
    assert opened == ([(tmp_path / "report.html").as_uri()] if opens else [])


def test_samples_are_listed_and_copied(tmp_path: Path, say: Callable[..., Spoken]) -> None:
    code, out, _ = say("samples")
    assert code == DONE
    assert [line.split()[0] for line in out.splitlines()] == pn.samples.names()
    assert say("samples", "--copy", "penaluz", "-o", "mine.xlsx")[0] == DONE
    assert say("check", "mine.xlsx")[0] == DONE
    assert say("samples", "--copy", "emon_texas")[0] == DONE
    assert say("check", "texas")[0] == DONE
    before = (tmp_path / "mine.xlsx").read_bytes()
    code, _, err = say("samples", "--copy", "penaluz", "-o", "mine.xlsx")
    assert code == FAILED
    assert "mine.xlsx" in err
    assert (tmp_path / "mine.xlsx").read_bytes() == before
    assert say("samples", "--copy", "penaluzz")[0] == USAGE


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain(language: str, say: Callable[..., Spoken]) -> None:
    code, out, _ = say("explain", "constraint", "--language", language)
    assert code == DONE
    assert "Burt" in out
    code, listed, _ = say("explain", "--language", language)
    assert code == DONE
    assert "constraint" in listed


@pytest.mark.parametrize("term", ["restricción", "begränsning", "Constraint"])
def test_explain_takes_the_word_of_any_language(term: str, say: Callable[..., Spoken]) -> None:
    assert "Burt" in say("explain", term)[1]


# -- files that cannot be written ------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [
    ["report", "emon_mt_si", *QUICK, "-o"],
    ["measure", "cohesion", "emon_mt_si", "--format", "csv", "-o"],
    ["measure", "cohesion", "emon_mt_si", "--format", "xlsx", "-o"],
])
def test_a_place_that_cannot_be_written(words: list[str], language: str, tmp_path: Path,
                                        say: Callable[..., Spoken]) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for place in ("nowhere/out.xlsx", "folder.xlsx"):
        code, out, err = say(*words, place, "--language", language)
        assert (code, out) == (FAILED, "")
        assert place.partition("/")[0] in err
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_another_program_holds_open(language: str, tmp_path: Path,
                                                say: Callable[..., Spoken],
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out.csv").write_text("old")

    def held(*_: Any) -> None:
        raise PermissionError(13, "being used by another process")

    monkeypatch.setattr(os, "replace", held)
    code, out, err = say("measure", "cohesion", "emon_mt_si", "--format", "csv", "-o", "out.csv",
                         "--language", language)
    assert (code, out) == (FAILED, "")
    assert "out.csv" in err
    assert (tmp_path / "out.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


# -- the program itself ----------------------------------------------------------------------------


def _process(*arguments: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, **settings}
    return subprocess.run([sys.executable, "-m", "partnernet", *arguments], env=environment,
                          capture_output=True, timeout=120, check=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_console_that_knows_only_ascii(language: str) -> None:
    ended = _process("explain", "--language", language, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == DONE
    ended.stdout.decode("ascii")
    ended = _process("check", "ninguna-organización.xlsx", "--language", language,
                     PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ended.returncode == REFUSED
    assert b"Traceback" not in ended.stderr
    ended = _process("check", "penaluz_es", "--json", "--language", language,
                     PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "Educación" in str(json.loads(ended.stdout.decode("ascii")))


def test_the_process_ends_with_the_code() -> None:
    assert _process("frob").returncode == USAGE
    assert _process("measure", "silo", "penaluz").returncode == USAGE


@pytest.mark.parametrize("columns", ["", "wide", "-1", "80.5", "60"])
def test_a_console_of_whatever_width(columns: str) -> None:
    for asked in ("--version", "--help"):
        ended = _process(asked, COLUMNS=columns)
        assert (ended.returncode, ended.stderr) == (DONE, b"")
    assert max(map(len, ended.stdout.decode().splitlines())) <= (60 if columns == "60" else 100)


def test_closing_the_pipe_is_quiet() -> None:
    with subprocess.Popen([sys.executable, "-m", "partnernet", "explain"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_help_brings_no_data_library_along() -> None:
    # pandas alone takes longer to load than all of the help may.
    code = ("import sys; from partnernet.cli.program import run; run(['--help']); "
            "sys.exit('pandas' in sys.modules or 'matplotlib' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0


def test_convert_writes_another_format_and_says_what_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "alliance.net"
    assert run(["convert", "penaluz", str(target), "--language", "sv"]) == 0
    said = capsys.readouterr()
    assert "Pajek" in said.err
    assert target.exists()
    assert run(["convert", "penaluz", str(target)]) == 1
    assert "nothing was overwritten" in capsys.readouterr().err
