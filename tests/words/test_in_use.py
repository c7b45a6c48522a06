"""No sentence is missing and none is stale: what the code says and what the catalogues hold agree.

Keys are read from the source as text constants (``"errors.fix"``) and as f-strings
(``f"errors.at_{name}"``), whose holes have to be filled by words that stand somewhere in the
source; prefixes filled from data are listed here, one by one.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import partnernet
from partnernet.words import catalogue, domains

SOURCE = Path(partnernet.__file__).parent
DOMAINS = domains("en")
PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")
KEY = re.compile(rf"(?:{'|'.join(DOMAINS)})\.[a-z0-9_]+(?:\.[a-z0-9_]+)*")
# Functions whose first text is a key.
SPEAKERS = {"say", "render", "Word", "caveat"}
# Functions whose first text is a kind of name, kinds.<it>.
REFUSERS = {"choose", "UnknownName"}
# Prefixes whose rest comes from data files, with the test that holds them to those files.
FROM_DATA = {
    "terms.": "test_explaining: explained.toml",
    "columns.": "test_explaining: explained.toml",
    "samples.": "the folders of data/samples",
}
# File names that look like keys.
FILE_ENDINGS = {"csv", "html", "json", "jsonl", "png", "po", "py", "svg", "toml", "txt", "xlsx",
                "xls", "graphml", "md", "css", "js", "j2"}


@cache
def trees() -> dict[str, ast.Module]:
    """Path inside the package → parsed source."""
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8"))
            for path in sorted(SOURCE.rglob("*.py"))}


@cache
def constants() -> frozenset[str]:
    """Every text constant of the source, docstrings aside, and every quoted text of templates."""
    found: set[str] = set()
    for tree in trees().values():
        docs = {id(node.value) for node in ast.walk(tree)
                if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
        found |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)
                  and isinstance(node.value, str) and id(node) not in docs}
        # Names of arguments and attributes fill holes too: f"ledger.{name}" over keyword names.
        found |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}
        found |= {node.target.id for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)
                  and isinstance(node.target, ast.Name)}
    for path in _templates():
        found |= set(re.findall(r"""["']([\w.]+)["']""", path.read_text("utf-8")))
    return frozenset(found)


def _templates() -> list[Path]:
    return [path for ending in ("*.j2", "*.html", "*.toml", "*.json", "*.js")
            for path in sorted(SOURCE.rglob(ending))]


@cache
def patterns() -> list[re.Pattern[str]]:
    """Every f-string of the source that could make a key, as a pattern with its holes caught."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else "(.+)"
                         for part in node.values]
                # Enough fixed text that the pattern cannot match whatever comes.
                if re.fullmatch(r"[a-z_.\\()+]*[a-z_]{3}[a-z_.\\()+]*", "".join(parts)):
                    found.add("".join(parts))
    # A template writes "report.kind_" ~ name.
    for path in _templates():
        found |= {re.escape(prefix) + "(.+)" for prefix in
                  re.findall(r"""["']([a-z_]+\.[a-z_.]*)["']\s*~""", path.read_text("utf-8"))}
    return [re.compile(text) for text in sorted(found)]


def is_used(key: str) -> bool:
    """Whether the source can ask for this key."""
    return key.startswith(tuple(FROM_DATA)) or _is_made(key)


def _is_made(text: str) -> bool:
    """Whether the source holds a text, or an f-string that makes it of texts that it holds."""
    if text in constants():
        return True
    matches = [pattern.fullmatch(text) for pattern in patterns()]
    return any(all(_is_made(hole) for hole in match.groups()) for match in matches if match)


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_sentence_is_stale(domain: str) -> None:
    assert not [key for key in catalogue(domain, "en") if not is_used(key)]


def test_every_key_in_the_source_has_its_sentence() -> None:
    modules = {path.removesuffix(".py").replace("/", ".") for path in trees()}
    keys = {text for text in constants() - modules if KEY.fullmatch(text)
            and text.rpartition(".")[2] not in FILE_ENDINGS}
    prefixes = {text for text in keys if any(
        other.startswith(text) and other != text for other in _all_keys())}
    assert not sorted(keys - _all_keys() - prefixes)


@cache
def _all_keys() -> frozenset[str]:
    return frozenset(key for domain in DOMAINS for key in catalogue(domain, "en"))


def calls() -> list[tuple[str, ast.Call, str]]:
    """Place, call and key of every call that says a sentence by a constant key."""
    found = []
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.attr if isinstance(node.func, ast.Attribute) else \
                    getattr(node.func, "id", "")
                key = node.args[0]
                if called in SPEAKERS and isinstance(key, ast.Constant) \
                        and isinstance(key.value, str):
                    found.append((f"{path}:{node.lineno}", node, key.value))
    return found


def test_every_sentence_said_exists_and_gets_its_values() -> None:
    for place, call, key in calls():
        assert key in _all_keys(), f"{place} says {key}, which no catalogue holds"
        given = {word.arg for word in call.keywords}
        if None in given:  # **values: not to be known from the source
            continue
        forms = catalogue(key.split(".")[0], "en")[key]
        asked = {name for form in forms for name in PLACEHOLDER.findall(form)}
        assert asked <= given, f"{place} says {key} without {sorted(asked - given)}"
        if "plural" in given:
            assert len(forms) == 2, f"{place}: {key} has no plural"


@pytest.mark.parametrize("prefix", FROM_DATA)
def test_listed_prefixes_are_still_needed(prefix: str) -> None:
    assert any(key.startswith(prefix) for key in _all_keys())


def test_every_kind_of_name_that_is_refused_has_its_word() -> None:
    kinds = {str(node.args[0].value) for tree in trees().values() for node in ast.walk(tree)
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSERS
             and node.args and isinstance(node.args[0], ast.Constant)}
    assert kinds
    assert not sorted(kind for kind in kinds if f"kinds.{kind}" not in _all_keys())
