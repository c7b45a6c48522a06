"""The package as a whole: public names, what it needs, what it ships, what importing it costs."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx as nx
import pytest

import partnernet as pn

ROOT = Path(__file__).resolve().parents[1]
SOURCE = Path(pn.__file__).parent
ABOUT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FUNCTIONS = sorted(name for name in pn.__all__ if inspect.isfunction(getattr(pn, name)))
# Where a distribution's module has another name.
IMPORTED_AS = {"python-louvain": "community", "python-calamine": "python_calamine",
               "charset-normalizer": "charset_normalizer"}


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name → parsed source."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = ast.parse(
            path.read_text("utf-8"))
    return found


def tracked() -> list[Path]:
    """Files under version control, or a skip where there is none (an unpacked sdist)."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, timeout=60,
                                capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no version control here")
    return [ROOT / name for name in listed.stdout.decode().split("\0")
            if name and (ROOT / name).is_file()]


# -- public names ----------------------------------------------------------------------------------


def test_every_public_name_is_there() -> None:
    assert len(pn.__all__) == len(set(pn.__all__))
    for name in pn.__all__:
        assert getattr(pn, name) is not None, name
    assert set(pn.__all__) <= set(dir(pn))
    star: dict[str, Any] = {}
    exec("from partnernet import *", star)
    assert set(pn.__all__) <= set(star)


def test_an_unknown_name_is_refused_as_by_any_module() -> None:
    with pytest.raises(AttributeError, match="silo$|'silo'"):
        _ = pn.silo


@pytest.mark.parametrize("name", pn.__all__)
def test_every_public_name_is_explained(name: str) -> None:
    value = getattr(pn, name)
    if isinstance(value, (str, tuple)):
        return
    assert inspect.getdoc(value)
    if not isinstance(value, ModuleType) and inspect.isfunction(value):
        document = inspect.getdoc(value) or ""
        assert ">>>" in document or len(document.splitlines()) < 12, f"{name} has no example"


def test_every_module_of_questions_is_public() -> None:
    """A measure or suggestion that nobody can call is none."""
    homes = {home for home in pn._HOME.values() if "." in home}
    for floor in ("measures", "suggest"):
        files = {f"{floor}.{path.stem}" for path in (SOURCE / floor).glob("*.py")
                 if not path.stem.startswith("_") and _has_question(path)}
        assert files <= homes


def _has_question(path: Path) -> bool:
    """Whether a module defines a function of its own name."""
    return any(isinstance(node, ast.FunctionDef) and node.name == path.stem
               for node in ast.parse(path.read_text("utf-8")).body)


@pytest.mark.parametrize("name", pn.QUESTIONS)
def test_questions_take_the_partnership_first_and_all_else_by_name(name: str) -> None:
    first, *rest = inspect.signature(getattr(pn, name)).parameters.values()
    assert first.name == "alliance"
    assert all(each.kind is inspect.Parameter.KEYWORD_ONLY for each in rest)
    assert all(each.default is not inspect.Parameter.empty for each in rest)


@pytest.mark.parametrize("name", pn.QUESTIONS)
@pytest.mark.parametrize("wrong", [None, "alliance.xlsx", {"id": []}])
def test_questions_take_nothing_but_a_partnership(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match="from_networkx"):
        getattr(pn, name)(wrong)


def test_public_functions_are_annotated() -> None:
    for name in FUNCTIONS:
        signature = inspect.signature(getattr(pn, name))
        assert signature.return_annotation is not inspect.Signature.empty, name
    assert (SOURCE / "py.typed").exists()


# -- one version, one licence ----------------------------------------------------------------------


def test_the_version_is_the_same_everywhere() -> None:
    version = ABOUT["project"]["version"]
    assert pn.__version__ == version
    assert re.search(rf"^version: {re.escape(version)}$",
                     (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_licence_covers_code_and_data() -> None:
    assert ABOUT["project"]["license"] == "BSD-3-Clause AND GPL-2.0-or-later"
    for path in ABOUT["project"]["license-files"]:
        assert (ROOT / path).exists()


# -- what it needs ---------------------------------------------------------------------------------


def _needed() -> dict[str, str]:
    """Module → distribution of what pyproject declares."""
    names = [re.split(r"[<>=\[; ]", each)[0] for each in ABOUT["project"]["dependencies"]]
    return {IMPORTED_AS.get(name, name.lower().replace("-", "_")): name for name in names}


def _imported() -> set[str]:
    found = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {each.name.split(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"partnernet"}


def test_all_that_is_imported_is_declared_and_all_declared_is_imported() -> None:
    assert _imported() == set(_needed())


def test_every_dependency_has_a_lowest_version() -> None:
    assert all(">=" in each for each in ABOUT["project"]["dependencies"])


def test_imports_stand_at_the_top() -> None:
    hidden = [f"{name}:{node.lineno}" for name, tree in modules().items()
              for function in ast.walk(tree)
              if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
              for node in ast.walk(function) if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert hidden == []


def test_every_module_says_what_it_is() -> None:
    assert [name for name, tree in modules().items() if not ast.get_docstring(tree)] == []


# -- what importing costs --------------------------------------------------------------------------


def _loaded(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
                          capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split())


def test_importing_loads_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "scipy", "networkx", "matplotlib", "click", "jinja2"}
    assert not heavy & _loaded("import partnernet")


def test_help_loads_no_library_of_numbers() -> None:
    heavy = {"pandas", "numpy", "scipy", "networkx", "matplotlib", "jinja2"}
    code = "from partnernet.cli.program import run; run(['--help', '--language', 'sv'])"
    assert not heavy & _loaded(code)


def test_a_measure_loads_no_painter() -> None:
    """matplotlib's Axes take longer to load than all else together."""
    loaded = _loaded("import partnernet as pn; pn.cohesion(pn.samples.load('emon_texas'))")
    assert not {"matplotlib.axes", "jinja2", "igraph", "community", "polars"} & loaded


# -- what is shipped -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
                   cwd=ROOT, check=True, capture_output=True, timeout=300)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return archive.namelist()


def test_the_wheel_holds_all_that_the_library_reads(wheel: list[str]) -> None:
    for path in SOURCE.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(SOURCE.parent).as_posix() in wheel
    for name in [*pn.samples.names(), *pn.samples.further()]:
        file = pn.samples.about(name).file
        assert any(each.startswith(f"partnernet/_samples/{file}") for each in wheel), name
    assert any(each.endswith("licenses/data/samples/emon/COPYING") for each in wheel)
    assert "partnernet/_samples/emon/NOTICE" in wheel


def test_the_wheel_holds_nothing_else(wheel: list[str]) -> None:
    tops = {each.split("/")[0] for each in wheel}
    assert tops == {"partnernet", f"partnernet-{pn.__version__}.dist-info"}
    assert not [each for each in wheel if each.endswith((".pyc", ".ipynb")) or "/tests/" in each]


# Words of how something is made, not of what it is. Each stands in pieces, not to find itself.
_OF_MAKING = re.compile("|".join((
    "/wo" r"rk/", r"\.\./sha" "red", r"\biss" r"ues? #?\d", r"\bsub" "agent", r"\bAI ass" "istant",
    r"\bfa" r"rm-\w+", "language mo" "del")), re.IGNORECASE)


def test_files_speak_of_the_library_and_not_of_its_making() -> None:
    told = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a workbook or a picture
        told += [f"{path.relative_to(ROOT)}: {found[0]}" for found in _OF_MAKING.finditer(text)]
    assert told == []


def test_no_large_file_is_tracked() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > 1_000_000] == []


def test_editors_and_type_checkers_see_the_public_names() -> None:
    """The stub imports every lazy name from the module that holds it at run time."""
    stub = ast.parse((Path(pn.__file__).with_suffix(".pyi")).read_text("utf-8"))
    seen = {each.name: str(node.module) for node in stub.body if isinstance(node, ast.ImportFrom)
            for each in node.names}
    homes = {name: f"partnernet.{home}" for name, home in pn._HOME.items()}
    assert seen == homes | dict.fromkeys(pn._MODULES, "partnernet")
    listed = next(node.value for node in stub.body
                  if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
    assert ast.literal_eval(listed) == pn.__all__


def test_modules_import_alone() -> None:
    """No module needs another to have been imported before it.

    What was imported stays imported, so a circle shows only in who imports whom.
    """
    tree, graph = modules(), nx.DiGraph()
    for name, module in tree.items():
        if name != "partnernet.__main__":
            import_module(name)
        for node in module.body:
            if isinstance(node, ast.ImportFrom) and node.module:
                for each in node.names:
                    whole = f"{node.module}.{each.name}"
                    target = whole if whole in tree else node.module
                    if target in tree:
                        graph.add_edge(name, target)
    assert graph.number_of_edges() > 500
    assert nx.is_directed_acyclic_graph(graph)
