"""Documents are code: what the README and the pages say is run, and what they name exists."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest

import partnernet as pn
from partnernet.cli.program import DONE, run

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOURCE = Path(pn.__file__).parent


def blocks(path: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", path.read_text("utf-8"),
                      re.MULTILINE | re.DOTALL)


PYTHON = [pytest.param(block, id=f"{path.name}-{k}") for path in PAGES
          for k, block in enumerate(blocks(path, "python"))]


def test_the_readme_has_its_two_commands() -> None:
    assert blocks(README, "sh") == [
        "python -m pip install . && python -m partnernet demo\n",
        'python -m pip install -e ".[test]" && python -m pytest\n',
    ]


@pytest.mark.parametrize("block", PYTHON)
def test_python_in_documents_runs(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                  capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(block, "document", "exec"), {})
    capsys.readouterr()


def test_five_lines_for_a_researcher_and_for_a_coordinator() -> None:
    [python] = blocks(README, "python")
    [commands] = blocks(README, "text")
    assert len(python.splitlines()) == len(commands.splitlines()) == 5


def test_the_coordinators_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    install, *commands = blocks(README, "text")[0].splitlines()
    assert install == "pipx install ."
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "partnernet"
        quick = ["--replicates", "19"] if words[0] == "report" else []
        assert run([*words, *quick, "--language", "en"]) == DONE, command
        assert "Traceback" not in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {
        "alliance.xlsx", "report.html", "for-the-team.html"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)\)", path.read_text("utf-8"))
    assert [each for each in targets if "://" not in each
            and not (path.parent / each).exists()] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_public_names_in_documents_exist(path: Path) -> None:
    named = set(re.findall(r"\bpn\.([a-z_]+)\b", path.read_text("utf-8"), re.IGNORECASE))
    assert sorted(named - set(pn.__all__)) == []


# -- the architecture page -------------------------------------------------------------------------

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
FLOORS = re.findall(r"^\| `(\w+)` \|", ARCHITECTURE, re.MULTILINE)


def test_the_architecture_page_names_every_module() -> None:
    here = {path.stem for path in SOURCE.iterdir()
            if (path.suffix == ".py" or (path / "__init__.py").exists())
            and not path.stem.startswith("_")}
    assert set(FLOORS) == here


def test_the_architecture_page_has_the_floors_in_the_order_that_is_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    order = [name.strip("( )") for layer in layers for name in layer.split("|")]
    assert [name for name in order if name in FLOORS] == FLOORS


def test_files_named_on_the_architecture_page_exist() -> None:
    for name in re.findall(r"`((?:\w+/)+(?:\w+\.\w+)?)`", ARCHITECTURE):
        assert any((base / name).exists() for base in (ROOT, SOURCE)), name


# -- notebooks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_small_and_without_errors(path: Path) -> None:
    assert path.stat().st_size < 500_000
    cells = json.loads(path.read_text("utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output["output_type"] == "error"]
    assert cells[0]["cell_type"] == "markdown"
    told = "".join("".join(cell["source"]) for cell in cells)
    assert "penaluz" not in told or "synthetic" in told
