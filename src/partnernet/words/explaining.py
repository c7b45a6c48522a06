"""Every term, column, figure and option explained in plain sentences, in every language.

What is the same in every language (order, shared sentences, sources, what to read next) stands in
``explained.toml``; the words stand in the catalogues ``terms`` (words of the field) and ``columns``
(columns, figures, options, functions, and how each is worked out).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from partnernet.words import LANGUAGES, catalogue, render

_CATALOGUES = ("terms", "columns")
# The parts of an explanation in the order of reading, each with its heading in the catalogue.
_PARTS = ("formula", "range", "reading", "missing", "source")
# A table repeats a figure for each null model, as in expected_degree or coordinator_z_permutation.
_ENDINGS = frozenset(("expected", "sd", "z", "p", "density", "configuration", "outdegree", "degree",
                      "permutation", "random", "bernoulli", "ratio"))


@dataclass(frozen=True)
class Explanation:
    """What a term means and, for a figure, how it is worked out and read, in one language.

    Parts that a term has no need of are empty. ``also`` are further names in this language,
    ``elsewhere`` the name in the other languages, ``see_also`` terms worth reading next.
    """

    term: str
    language: str
    name: str
    also: tuple[str, ...]
    elsewhere: Mapping[str, str] = field(hash=False)
    meaning: str
    formula: str
    range: str
    reading: str
    missing: str
    source: str
    see_also: tuple[str, ...]

    def text(self, language: str | None = None) -> str:
        """The explanation as lines of text, in its own or another language."""
        if language is not None and language != self.language:
            return explain(self.term, language).text()
        lines = [self._title(), self.meaning]
        lines += [f"{heading}: {words}" for heading, words in self._further()]
        return "\n".join(lines)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        """The explanation as a card for a notebook."""
        further = "".join(f"<dt>{escape(heading)}</dt><dd>{escape(words)}</dd>"
                          for heading, words in self._further())
        return (f'<section lang="{self.language}" class="partnernet-explanation">'
                f"<p><strong>{escape(self.name)}</strong> <code>{escape(self.term)}</code></p>"
                f"<p>{escape(self.meaning)}</p><dl>{further}</dl></section>")

    def _title(self) -> str:
        return self.name if self.name == self.term else f"{self.name} ({self.term})"

    def _further(self) -> Iterator[tuple[str, str]]:
        """Heading and words of every part that is not empty."""
        shown = {part: getattr(self, part) for part in _PARTS}
        others = "; ".join(f"{own} ({LANGUAGES[code]})" for code, own in self.elsewhere.items())
        near = ", ".join(name(code, self.language) for code in self.see_also)
        shown = {"also": "; ".join(self.also), "elsewhere": others, **shown, "see_also": near}
        for part, words in shown.items():
            if words:
                yield render(f"terms.heading.{part}", self.language), words


@cache
def _entries() -> dict[str, dict[str, Any]]:
    """Code → what is the same in every language, in the order of reading."""
    return {code: entry for section in _sections().values() for code, entry in section.items()}


@cache
def _sections() -> dict[str, dict[str, dict[str, Any]]]:
    path = resources.files("partnernet.words") / "explained.toml"
    return tomllib.loads(path.read_text("utf-8"))


def sections(language: str = "en") -> dict[str, list[str]]:
    """Title of each section → codes of its terms, in the order of reading."""
    return {render(f"terms.section.{section}", language): list(entries)
            for section, entries in _sections().items()}


def all_terms() -> list[str]:
    """The code of every term that can be explained, in the order of reading."""
    return list(_entries())


def name(code: str, language: str = "en") -> str:
    """The plain name of a term, such as the heading of a column; KeyError for an unknown code."""
    _entries()[code]
    return _words(code, "name", language)


def known(language: str | None = None) -> list[str]:
    """Everything that `find` knows by name, for suggestions: codes, and names in one or all."""
    languages = LANGUAGES if language is None else (language,)
    codes = [code for term, entry in _entries().items() for code in (term, *entry.get("codes", ()))]
    names = [called for term in _entries() for code in languages
             for called in (name(term, code), *_also(term, code))]
    return sorted({*codes, *names})


def find(term: str) -> str | None:
    """The code of a term, given as a code or a name in any language; None for an unknown one.

    Case, accents, and dashes, underscores or spaces between words do not count.
    """
    exact, plain = _index()
    folded = _fold(term)
    for text in (folded, _fold(_without_brackets(term)), *_singular(folded), *_figures(folded)):
        found = exact.get(text) or plain.get(_without_accents(text))
        if found is not None:
            return found
    # Any attribute of the data can be blank, so these names cannot all be listed.
    return "blank_attribute" if folded.startswith("blank ") else None


def explain(term: str, language: str = "en") -> Explanation:
    """Explain a term, given by its code or by its name in any language.

    Raises KeyError when there is no such term or language.
    """
    code = find(term)
    if code is None or language not in LANGUAGES:
        raise KeyError(term if code is None else language)
    entry = _entries()[code]
    own = name(code, language)
    return Explanation(
        term=code, language=language, name=own,
        also=tuple(also for also in _also(code, language) if also != own),
        elsewhere={other: name(code, other) for other in LANGUAGES if other != language},
        meaning=_words(code, "meaning", language), formula=_words(code, "formula", language),
        range=_shared(code, "range", language), reading=_words(code, "reading", language),
        missing=_shared(code, "missing", language),
        source=_source(entry.get("source", ""), language),
        see_also=tuple(entry.get("see", ())),
    )


def _words(code: str, part: str, language: str) -> str:
    """One part of an explanation in the entry's own words; empty where it has none."""
    for domain in _CATALOGUES:
        key = f"{domain}.{code}.{part}"
        if key in catalogue(domain, language):
            return render(key, language)
    return ""


def _shared(code: str, part: str, language: str) -> str:
    """A part in the entry's own words, else in sentences that many entries share."""
    shared = _entries()[code].get(part, ())
    if not shared:
        return _words(code, part, language)
    rules = (shared,) if isinstance(shared, str) else shared
    return " ".join(render(f"columns.shared.{part}_{rule}", language) for rule in rules)


def _source(source: str, language: str) -> str:
    """Who defined it; the word ``own`` stands for this library."""
    own = render("columns.shared.source_own", language)
    return "; ".join(own if part == "own" else part for part in source.split("; "))


def _also(code: str, language: str) -> list[str]:
    words = _words(code, "also", language)
    return words.split("; ") if words else []


@cache
def _index() -> tuple[dict[str, str], dict[str, str]]:
    """Folded name → code, with accents and without; a code goes before a name, a name before also.

    Names that two entries share belong to the entry that is read first.
    """
    exact: dict[str, str] = {}
    for called, code in _callings():
        exact.setdefault(_fold(called), code)
    plain: dict[str, str] = {}
    for folded, code in exact.items():
        plain.setdefault(_without_accents(folded), code)
    return exact, plain


def _callings() -> Iterator[tuple[str, str]]:
    """Every name and its code, the strongest claim first."""
    entries = _entries()
    yield from ((code, code) for code in entries)
    yield from ((code, term) for term, entry in entries.items() for code in entry.get("codes", ()))
    names = [(name(code, language), code) for code in entries for language in LANGUAGES]
    yield from names
    # "gap (assessment)" answers to "gap" too, unless another entry owns that name.
    yield from ((_without_brackets(called), code) for called, code in names)
    yield from ((called, code) for code in entries for language in LANGUAGES
                for called in _also(code, language))


def _fold(text: str) -> str:
    """Lower case, one space between words, nothing but letters and digits."""
    words = unicodedata.normalize("NFKC", text).casefold().replace("_", " ").replace("’", "'")
    return " ".join(re.sub(r"[^\w']", " ", words).split())


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^)]*\)", "", text)


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _singular(text: str) -> list[str]:
    """What an English or Spanish plural might be the plural of."""
    return [text[: -len(ending)] for ending in ("es", "s") if text.endswith(ending)]


def _figures(text: str) -> Iterator[str]:
    """The figures that a column with one or several such endings might stand for."""
    words = text.split()
    while len(words) > 1 and words[-1] in _ENDINGS:
        words.pop()
        yield " ".join(words)
