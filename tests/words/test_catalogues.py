"""The catalogues agree in all languages and keep to the glossary's words and register."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import partnernet.words
from partnernet.words import LANGUAGES, catalogue, domains

FOLDER = Path(partnernet.words.__file__).parent
DOMAINS = domains("en")
PLACEHOLDER = re.compile(r"(?<!\{)\{([a-z_]+)\}(?!\})")

# What each language does not say. The words after "≠" in the glossary, the wrong register, and what
# the look forbids: a finding is never "significant", nobody is an "isolated person".
FORBIDDEN = {
    "en": r"significan\w+|isolated people|friends?|\w+ ?\(s\)",
    "es": r"significativ\w+|significancia|corredor\w*|olas?|gobiernos?|saber(es)? legos?"
          r"|sector voluntario|presentación|presentaciones|lazos? débil\w*"
          r"|tú|ti|tu|tus|usted|ustedes|vosotr[oa]s|vuestr[oa]s?|puedes?\b(?<=puedes)|debes|tienes"
          r"|quieres|\w+\((s|es|as|os|a|o)\)",
    "sv": r"signifikan\w+|säkerställ\w*|mellanhänder|mellanhand\w*|mäklare\w*"
          r"|verksamhet(en|er|erna)?|gemenskap\w*|partnerskap\w*|regering(en|ar)?|lekmanna\w+"
          r"|introduktion\w*|social aktivitet på recept|du|dig|din|ditt|dina|ni|er|ert|era"
          r"|\w+\((s|er|ar|or|n|en)\)",
}
# Refusals may say what "must" be; a finding or an explanation may not.
REFUSING = {"answers", "asking", "errors", "files", "graphs", "input", "options", "cli", "command"}
# Code inside a sentence stays as it is typed, quotes and all.
CODE = re.compile(r'(--[\w-]+ |\w+=|pip install )"[^"]*"|\{\{.*?\}\}|pn\.\w+\([^)]*\)'
                  r'|"[^"]+=[^"]+"|\("[^"]+"(?:, "[^"]+")*\)')
# Spanish imperatives of usted open a sentence with one of these.
ORDERS = re.compile(
    r"(?:^|[.:;!?»] )(Compruebe|Revise|Indique|Escriba|Elija|Consulte|Vea|Añada|Corrija|Abra|Cierre"
    r"|Ejecute|Ponga|Elimine|Borre|Guarde|Asegúrese|Haga|Pruebe|Pida|Lea|Mire|Compare|Cambie|Quite"
    r"|Instale|Dé|Espere|Rellene|Marque|Use|Utilice|Empiece|Tenga|Vuelva)\b")
# Sentences that show what people write, marks and all.
AS_WRITTEN = {"input.mend_date", "input.quote", "input.mend_quote"}
QUOTES = {"en": "“”", "es": "«»", "sv": "””"}
ENGLISH = re.compile(r"\b(the|and|which|were|ties|this|these|their|would|could)\b", re.IGNORECASE)


def sentences() -> list[tuple[str, str, str]]:
    """Language, key and text of every form of every message."""
    return [(language, key, form) for domain in DOMAINS for language in LANGUAGES
            for key, forms in catalogue(domain, language).items() for form in forms]


def wrong(language: str, pattern: re.Pattern[str]) -> list[str]:
    """The sentences of a language in which a pattern is found, outside code and placeholders."""
    found = []
    for code, key, text in sentences():
        if code == language and key not in AS_WRITTEN and pattern.search(
                PLACEHOLDER.sub("§", CODE.sub("", text))):
            found.append(f"{language} {key}: {text}")
    return found


def test_every_language_has_the_same_catalogues() -> None:
    for language in LANGUAGES:
        assert domains(language) == DOMAINS


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_language_has_the_same_keys(domain: str) -> None:
    english = catalogue(domain, "en")
    for language in LANGUAGES:
        other = catalogue(domain, language)
        assert list(other) == list(english)
        for key, forms in english.items():
            assert key.startswith(f"{domain}.")
            assert len(other[key]) == len(forms), key
            assert len(forms) in (1, 2), key
            assert placeholders(other[key]) == placeholders(forms), (language, key)


def placeholders(forms: tuple[str, ...]) -> set[str]:
    """Names of the values that a message's forms show."""
    return {name for form in forms for name in PLACEHOLDER.findall(form)}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.po")),
                         ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_files_are_well_formed(path: Path) -> None:
    text = path.read_text("utf-8")
    header = text.split("\n\n", 1)[0]
    assert f'"Language: {path.parent.name}\\n"' in header
    assert '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"' in header
    keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert len(keys) == len(set(keys)), "a key stands twice"
    # A plural message repeats its key, so that a key is all that code has to know.
    assert re.findall(r'^msgid_plural "(.+)"$', text, re.MULTILINE) == [
        key for key in keys if f'msgid_plural "{key}"' in text]
    assert "fuzzy" not in text
    assert text.endswith("\n")


def test_no_sentence_is_empty_or_loosely_spaced() -> None:
    for language, key, text in sentences():
        assert text.strip(" \n") == text, (language, key)
        assert text, (language, key)
        assert "  " not in text, (language, key)
        assert not re.search(r" [,.;:!?](?![.\w])", text), (language, key, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_register_are_the_glossarys(language: str) -> None:
    pattern = re.compile(rf"(?<![\w§])({FORBIDDEN[language]})(?!\w)", re.IGNORECASE)
    assert not wrong(language, pattern)


def test_findings_do_not_say_must() -> None:
    found = wrong("en", re.compile(r"\bmust\b", re.IGNORECASE))
    keys = [line.split()[1] for line in found]
    assert not [key for key in keys if key.split(".")[0] not in REFUSING and ".bad_" not in key]


def test_spanish_gives_no_orders_and_opens_its_questions() -> None:
    assert not wrong("es", ORDERS)
    for language, key, text in sentences():
        if language == "es":
            assert text.count("?") == text.count("¿"), key
            assert text.count("!") == text.count("¡"), key
        else:
            assert not set("¿¡") & set(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_the_languages_own(language: str) -> None:
    foreign = set("\"„‟“”«»‘‚`") - set(QUOTES[language])
    assert not wrong(language, re.compile(f"[{''.join(sorted(foreign))}]"))
    opening, closing = QUOTES[language][0], QUOTES[language][1]
    for code, key, text in sentences():
        if code == language:
            marks = [letter for letter in text if letter in QUOTES[language]]
            assert len(marks) % 2 == 0, key
            assert marks == [opening, closing] * (len(marks) // 2), key


def test_no_english_is_left_in_the_other_languages() -> None:
    for domain in DOMAINS:
        english = catalogue(domain, "en")
        for language in ("es", "sv"):
            for key, forms in catalogue(domain, language).items():
                for form in forms:
                    words = re.findall(r"\b[^\W\d_]{3,}\b(?! \{)", PLACEHOLDER.sub("{", form))
                    assert len(words) <= 3 or form not in english[key], (language, key, form)
    assert not wrong("es", ENGLISH)
    assert not wrong("sv", ENGLISH)


def test_every_language_ends_a_sentence_alike() -> None:
    for domain in DOMAINS:
        for key, forms in catalogue(domain, "en").items():
            for language in ("es", "sv"):
                for form, other in zip(forms, catalogue(domain, language)[key], strict=True):
                    assert _ending(form) == _ending(other), (language, key)


def _ending(text: str) -> str:
    """The mark that closes a text, closing quotes aside; a dot of an abbreviation counts."""
    last = text.rstrip("”»")[-1:]
    return last if last in ".?!:…" else ""


def test_numbers_are_written_as_the_language_writes_them() -> None:
    # A decimal comma in Spanish and Swedish, a no-break space before their per cent sign.
    assert not wrong("en", re.compile(r"\d,\d(?!\d\d)|[\d§]\s%"))
    for language in ("es", "sv"):
        assert not wrong(language, re.compile(r"(?<![\d.,])\d*\.\d(?!\d\d\b)|[\d§] ?%"))
