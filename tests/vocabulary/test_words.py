"""Sectors, levels, headers and answers as people write them (lists: the project's glossary)."""

import pytest

from partnernet.vocabulary import (
    LEVELS,
    SECTORS,
    answers,
    group_key,
    headers,
    level_key,
    sector_key,
)


@pytest.mark.parametrize(("label", "key"), [
    ("Salud", "health"), ("sanidad", "health"), ("Hälso- och sjukvård", "health"),
    ("NGO", "voluntary"), ("Föreningar", "voluntary"), ("Tercer sector", "voluntary"),
    ("Kommun", "government"), ("Utbildning", "education"), ("Empresas", "business"),
    ("institucion ancla", "anchor institution"), ("CIUDADANÍA", "residents"),
    ("Fire brigade", None),
    ("Health (1)", None),
])
def test_sector_key(label, key):
    assert sector_key(label) == key


@pytest.mark.parametrize(("label", "key"), [
    ("Local", "municipal"), ("barrios", "neighbourhood"), ("Autonómico", "regional"),
    ("nationell", "national"), ("provincial", None), ("estatal", None), ("län", None),
])
def test_level_key(label, key):
    assert level_key(label) == key


def test_every_key_has_a_template_word_in_three_languages():
    for language in ("en", "es", "sv"):
        from_template = [sector_key(word) for word in _template("sectors", SECTORS, language)]
        assert from_template == list(SECTORS)
        assert [level_key(w) for w in _template("levels", LEVELS, language)] == list(LEVELS)


def _template(section, keys, language):
    from partnernet.vocabulary.aliases import first_word  # noqa: PLC0415

    return [first_word(section, key, language) for key in keys]


@pytest.mark.parametrize("table", ["organisations", "ties", "scales"])
@pytest.mark.parametrize("language", ["en", "es", "sv"])
def test_template_headers_are_read_back(table, language):
    for field in headers.FIELDS[table]:
        assert headers.field(headers.template_word(field, table, language), table) == field


@pytest.mark.parametrize("language", ["en", "es", "sv"])
def test_template_sheets_are_read_back(language):
    for sheet in ("organisations", "ties", "scales", "levels", "about", "unknown"):
        assert headers.sheet(headers.template_word(sheet, "sheets", language)) == sheet


@pytest.mark.parametrize(("header", "field"), [
    ("Origen ", "source"), ("¿Con quién?", "target"), ("Confianza (1-5)", "trust"),
    ("trust [1 = none, 5 = full]", "trust"), ("Entidad_1", "source"), ("grad av tillit", "trust"),
    ("förtroende", "trust"), ("fortroende", "trust"), ("Strength", "weight"),
    ("Relaciones", "relation"), ("De", None), ("A", None), ("organisation", None),
])
def test_tie_headers(header, field):
    assert headers.field(header, "ties") == field


def test_pair_only_together():
    assert headers.pair(["De", "A", "Confianza"]) == ("De", "A")
    assert headers.pair(["De", "Confianza"]) is None
    assert headers.half_pair("De") == "source"
    assert headers.half_pair("A") == "target"


def test_english_words_are_own():
    assert headers.is_own("Nodes", "sheets")
    assert headers.is_own("FROM", "ties")
    assert not headers.is_own("origen", "ties")


@pytest.mark.parametrize(("text", "kind"), [
    ("NS/NC", "unknown"), ("ns-nc", "unknown"), ("Don’t know", "unknown"), ("vet ej", "unknown"),
    ("nunca", "never"), ("ingen kontakt", "never"), ("none", "never"),
    ("-", "empty"), ("NA", "empty"), ("n/a", "empty"), ("#N/D", "empty"), ("no contesta", "empty"),
])
def test_answers(text, kind):
    assert answers.is_unknown(text) == (kind == "unknown")
    assert answers.says_no_tie(text) == (kind == "never")
    assert answers.is_empty(text) == (kind == "empty")


def test_words_of_strength():
    assert answers.strength("una vez al mes", "frequency") == 3
    assert answers.strength("dagligen", "frequency") == 5
    assert answers.strength("bastante", "trust") == 4
    assert answers.strength("weekly", "trust") is None
    assert answers.strength("weekly", "value") is None


def test_groups_in_several_spellings_are_one():
    assert group_key("Salud", "sector") == group_key("health", "sector")
    assert group_key("Fire  brigade ", "sector") == group_key("fire brigade", "sector")
    assert group_key("Zone (1)", "sector") != group_key("Zone (2)", "sector")
