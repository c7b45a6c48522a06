"""Everything public can be explained, in every language, and what is said hangs together."""

from __future__ import annotations

import csv
import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnernet.words import LANGUAGES, catalogue, explaining

# The public names of tables, figures, options and functions, as the methods define them.
PUBLIC_NAMES = Path(__file__).with_name("public_names.txt").read_text("utf-8").split()
# A Swede's word for a tie is also the name of the column that says its kind: the column wins.
SHARED_NAMES = {("tie", "swedish")}
FIELDS = {"name", "also", "meaning", "formula", "range", "reading", "missing"}


def glossary() -> list[dict[str, str]]:
    """The project's trilingual glossary: code, then the term in the three languages."""
    with Path(__file__).with_name("glossary.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("public_name", PUBLIC_NAMES)
def test_every_public_name_is_explained(public_name: str) -> None:
    assert explaining.find(public_name) is not None


@pytest.mark.parametrize("row", glossary(), ids=lambda row: row["code"])
def test_every_term_of_the_glossary_is_found_in_every_language(row: dict[str, str]) -> None:
    for language in ("english", "spanish", "swedish"):
        if (row["code"], language) not in SHARED_NAMES:
            assert {explaining.find(term) for term in row[language].split("; ")} == {row["code"]}


@pytest.mark.parametrize(("typed", "code"), [
    ("Constraint", "constraint"), ("RESTRICCIÓN", "constraint"), ("restriccion", "constraint"),
    ("begransning", "constraint"), ("effective size", "effective_size"),
    ("effective-size", "effective_size"), ("  E-I index ", "ei_index"), ("E–I-index", "ei_index"),
    ("no sign", "no_sign"), ("too small to say", "too_small_to_say"), ("r_wg", "agreement"),
    ("SNA", "network"), ("gatekeepers", "gatekeeper"), ("silo vertical", "stovepipe"),
    ("agujeros estructurales", "structural_holes"), ("tamaño  efectivo", "effective_size"),
    ("blank_budget", "blank_attribute"), ("expected_density", "expected"), ("z_permutation", "z"),
    ("coordinator_z_degree", "coordinator"), ("liaison_expected", "liaison"),
    ("network (analysis)", "network"), ("coordinator", "coordinator"),
    ("coordinator (job)", "coordinator_job"), ("folkhälsosamordnare", "coordinator_job"),
    ("stuprör", "silo"), ("O/E", "ratio"), ("don't know", "unknown"),
])
def test_spelling_of_a_name_does_not_matter(typed: str, code: str) -> None:
    assert explaining.find(typed) == code


@pytest.mark.parametrize("typed", ["", "  ", "constrain", "no such thing", "()", "_", "ß"])
def test_unknown_terms_are_not_found(typed: str) -> None:
    assert explaining.find(typed) is None
    with pytest.raises(KeyError):
        explaining.explain(typed)


@given(st.text(max_size=30))
def test_any_text_is_either_found_or_not(typed: str) -> None:
    code = explaining.find(typed)
    assert code is None or code in explaining.all_terms()


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(KeyError):
        explaining.explain("silo", "fr")


@pytest.mark.parametrize("code", explaining.all_terms())
def test_entries_hang_together(code: str) -> None:
    english = explaining.explain(code)
    for language in LANGUAGES:
        entry = explaining.explain(code, language)
        assert entry.term == code
        assert entry.name
        assert entry.meaning[-1] in ".?”»"
        assert entry.text() == english.text(language)
        assert set(entry.elsewhere) == set(LANGUAGES) - {language}
        assert entry.name not in entry.also
        # A part that one language has, all have.
        for part in dataclasses.fields(entry):
            assert bool(getattr(entry, part.name)) == bool(getattr(english, part.name)) \
                or part.name == "also"
    # What is computed says how, in which range, what missing data do, how to read it, and whence.
    if english.formula:
        assert all((english.range, english.missing, english.reading, english.source))
    for cited in english.source.split("; ") if english.source else []:
        assert re.search(r"\b(1[89]|20)\d\d\b", cited) or cited.startswith("partnernet")
    assert code not in english.see_also
    assert set(english.see_also) <= set(explaining.all_terms())
    assert english.see_also


def test_no_two_entries_claim_a_name_with_equal_right() -> None:
    entries = explaining._entries()
    codes = [code for term, entry in entries.items() for code in (term, *entry.get("codes", ()))]
    assert len(set(codes)) == len(codes)
    owners: dict[str, set[str]] = {}
    for code in entries:
        for language in LANGUAGES:
            owners.setdefault(explaining.name(code, language).casefold(), set()).add(code)
    assert not {called: owned for called, owned in owners.items() if len(owned) > 1}


def test_every_word_of_the_two_catalogues_belongs_to_an_entry() -> None:
    entries = explaining._entries()
    shared = {f"columns.shared.{part}_{rule}"
              for entry in entries.values() for part in ("range", "missing")
              for rule in ([entry[part]] if isinstance(entry.get(part), str)
                           else entry.get(part, []))}
    shared |= {"columns.shared.source_own"}
    sections = {f"terms.section.{section}" for section in explaining._sections()}
    for domain in ("terms", "columns"):
        for key in catalogue(domain, "en"):
            _, code, part = key.split(".")
            if code == "shared":
                assert key in shared
            elif code == "section":
                assert key in sections
            elif code != "heading":
                assert code in entries
                assert part in FIELDS
    # No part stands twice: in both catalogues, or in its own words beside shared ones.
    for code, entry in entries.items():
        assert set(entry) <= {"codes", "range", "missing", "source", "see"}
        for part in FIELDS:
            written = [domain for domain in ("terms", "columns")
                       if f"{domain}.{code}.{part}" in catalogue(domain, "en")]
            assert len(written) + (part in entry) <= 1


def test_a_card_is_escaped() -> None:
    html = explaining.explain("load", "es")._repr_html_()
    assert 'lang="es"' in html
    assert "carga" in html
    nasty = dataclasses.replace(explaining.explain("load"), meaning="<script>&", name="<b>")
    assert "<script>" not in nasty._repr_html_()
    assert "&lt;script&gt;&amp;" in nasty._repr_html_()
    assert "style=" not in html


def test_an_explanation_is_frozen_and_hashable() -> None:
    entry = explaining.explain("silo")
    with pytest.raises(dataclasses.FrozenInstanceError):
        entry.name = "x"  # type: ignore[misc]  # the point of the test
    assert hash(entry) == hash(explaining.explain("silo"))
    assert str(entry) == entry.text() == entry.text("en")


def test_sections_cover_every_term_once() -> None:
    for language in LANGUAGES:
        listed = [code for codes in explaining.sections(language).values() for code in codes]
        assert listed == explaining.all_terms()


def test_known_names_are_found() -> None:
    for language in (None, *LANGUAGES):
        for called in explaining.known(language):
            assert explaining.find(called) is not None
    assert "restricción" in explaining.known("es")
    assert "restricción" not in explaining.known("sv")
