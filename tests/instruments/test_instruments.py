"""Questionnaires: the bundled ones are whole, one's own is checked with help."""

from pathlib import Path

import pandas as pd
import pytest

import partnernet as pn
from partnernet import instruments
from partnernet.words import LANGUAGES

GRID = "cooperation_grid"


def written(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def bundled(name: str) -> str:
    return (Path(instruments.__file__).parent / f"{name}.toml").read_text("utf-8")


@pytest.mark.parametrize("name", instruments.names())
def test_bundled_ones_are_whole_in_every_language(name: str) -> None:
    made = instruments.load(name)
    assert made.name == name
    assert made.languages == tuple(LANGUAGES)
    assert made.source
    assert made.link.startswith("https://")
    phrases = [made.title, *made.domains.values(), *made.stages.values(),
               *(item.text for item in made.items),
               *(phrase for each in made.questions.values() for phrase in each),
               *made.performance_words, *made.importance_words]
    assert all(phrase.languages == tuple(LANGUAGES) for phrase in phrases)
    assert len(made.performance_words) == len(made.importance_words) == made.points == 5
    assert {item.domain for item in made.items} == set(made.domains)
    # No two texts of one language are the same by mistake.
    texts = [item.text.shown("sv") for item in made.items]
    assert len(set(texts)) == len(texts)


def test_the_grid_has_items_and_two_questions_in_every_cell() -> None:
    made = instruments.load(GRID)
    cells = {(domain, stage) for domain in made.domains for stage in made.stages}
    assert len(cells) == 20
    assert {(item.domain, item.stage) for item in made.items} == cells
    assert set(made.questions) == cells
    assert {len(each) for each in made.questions.values()} == {2}


def test_spanish_words_address_nobody_and_swedish_neither() -> None:
    for name in instruments.names():
        made = instruments.load(name)
        for item in made.items:
            words = set(item.text.shown("es").lower().split())
            assert not words & {"tú", "usted", "su", "sus", "vuestro"} - {"su", "sus"}
            assert not set(item.text.shown("sv").lower().split()) & {"du", "ni", "er"}


def test_names_find_domains_in_any_language() -> None:
    made = instruments.load("six_principles")
    assert made.key("Act early") == made.key("Agera tidigt") == made.key("act_early") == "act_early"
    assert made.key("something else") is None
    assert made.text("use_data_better", "es") == "Usar mejor los datos"
    with pytest.raises(pn.UnknownName):
        made.text("no such thing")


def test_an_unknown_name_gets_the_nearest() -> None:
    with pytest.raises(pn.UnknownName, match="cooperation_grid"):
        instruments.load("coperation_grid")


def test_ones_own_file_of_the_same_form_is_read(tmp_path: Path) -> None:
    made = instruments.load(written(tmp_path, bundled(GRID)))
    assert made == instruments.load(GRID)
    short = instruments.load(written(tmp_path, """
[title]
sv = "Vår enkät"
[scale]
low = 0
high = 10
importance = false
[[domains]]
id = "a"
sv = "Ett"
[[items]]
id = "a1"
domain = "a"
sv = "Det går bra."
"""))
    assert (short.name, short.points, short.importance) == ("own", 11, False)
    assert short.languages == ("sv",)
    assert short.text("a", "en") == "Ett"  # the words there are, where a language is missing


FAULTS = {
    "not TOML": ("name = ", "well-formed"),
    "no items": ("[title]\nen='x'\n[scale]\nlow=1\nhigh=5", "no item"),
    "unknown part": ("surprise = 1\n" + bundled(GRID), "surprise"),
    "scale": (bundled(GRID).replace("high = 5", "high = 1"), "low below high"),
    "points": (bundled(GRID).replace('"not in place", ', ""), "5"),
    "domain": (bundled(GRID).replace('domain = "leadership"', 'domain = "leadershipp"', 1),
               "Perhaps leadership"),
    "twice": (bundled(GRID).replace('"leadership_planning"', '"leadership_mapping"'), "twice"),
    "no words": (bundled(GRID) + '\n[[items]]\nid = "more"\ndomain = "motivation"\n', "no words"),
    "no id": (bundled(GRID) + '\n[[items]]\ndomain = "motivation"\nen = "x"\n', "no id"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_told_with_their_place_and_remedy(fault: str, tmp_path: Path) -> None:
    text, told = FAULTS[fault]
    with pytest.raises(pn.InputError, match=told) as caught:
        instruments.load(written(tmp_path, text))
    assert all(problem.file == "own.toml" and problem.fix for problem in caught.value.problems)
    for language in LANGUAGES:
        assert caught.value.text(language)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = bundled(GRID).replace("high = 5", "high = 1").replace(
        'stage = "planning"', 'stage = "dreaming"', 2)
    with pytest.raises(pn.InputError) as caught:
        instruments.load(written(tmp_path, text))
    assert len(caught.value.problems) >= 3


def test_a_missing_or_strange_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(pn.InputError, match="could not be read"):
        instruments.load(tmp_path / "nothing.toml")
    path = tmp_path / "own.toml"
    path.write_bytes(b"title = '\xff'")
    with pytest.raises(pn.InputError, match="UTF-8"):
        instruments.load(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_items_may_be_written_in_their_words(language: str) -> None:
    made = instruments.load("six_principles")
    first = made.items[0]
    for label in (first.id.replace("_", " ").title(), f" {first.text.shown(language)} "):
        assert made.item(label) == first.id
        table = pd.DataFrame({"organisation": ["a"], "item": [label], "performance": [4]})
        told = pn.assess(table, made, replicates=9).table()["mean"].loc["item"].dropna()
        assert told.index.get_level_values("item").tolist() == [first.id]
    assert made.item("something else") is None
    with pytest.raises(pn.InputError, match="no item of the questionnaire"):
        pn.assess(table.assign(item="something else"), made, replicates=9)
