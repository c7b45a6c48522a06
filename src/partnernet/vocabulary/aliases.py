"""Finding a word among what people write: case, accents and plurals do not stand in the way."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from partnernet.words import LANGUAGES

# Endings of a plural, the longest first, by language.
_PLURALS = {"en": ("s",), "es": ("es", "s"), "sv": ("er", "ar", "or", "na"), "tools": ("s",)}
_DROPPED = re.compile(r"[¿?*:]")
_SPACED = re.compile(r"[\s_\-.–—]+")
_MOST_LETTERS = 120  # longer texts are sentences, never one of our words


@cache
def words_of(language: str) -> Mapping[str, Any]:
    """The whole file of a language (or "tools"), as read."""
    path = resources.files(__package__) / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def written(label: str) -> str:
    """A label in the form that is compared: no case, no outer marks."""
    text = unicodedata.normalize("NFKC", label).replace("’", "'").lower().strip()
    return _SPACED.sub(" ", _DROPPED.sub("", text)).strip()


def bare(label: str) -> str:
    """A label as compared, without accents: *código* and *codigo* are one."""
    parts = unicodedata.normalize("NFD", written(label))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _singulars(label: str, endings: tuple[str, ...]) -> Iterable[str]:
    """The label with each choice of its words' plural endings taken off."""
    choices = []
    for word in label.split(" ")[:4]:
        stems = [word]
        stems += [word[: -len(e)] for e in endings if word.endswith(e) and len(word) > len(e) + 2]
        choices.append(stems)
    return (" ".join(words) for words in product(*choices))


class Aliases:
    """One group of keys (sectors, headers of ties …) with all its words in every language."""

    def __init__(self, section: str, *, keys: Iterable[str] | None = None) -> None:
        wanted = None if keys is None else set(keys)
        self.exact: dict[str, str] = {}
        self.bare: dict[str, dict[str, str]] = {}
        self.own: set[str] = set()
        self._starts: set[str] = set()  # most labels are none of our words: told by their start
        for language in (*LANGUAGES, "tools"):
            words = words_of(language).get(section, {})
            plain = self.bare.setdefault(language, {})
            for key, listed in words.items():
                if wanted is not None and key not in wanted:
                    continue
                for word in listed:
                    self.exact.setdefault(written(word), key)
                    plain.setdefault(bare(word), key)
                    self._starts |= {bare(word)[:2], written(word)[:2]}
                    if language == "en":
                        self.own.add(written(word))

    def find(self, label: object) -> str | None:
        """The key that a label stands for, or None."""
        if not isinstance(label, str) or not label or len(label) > _MOST_LETTERS:
            return None
        key = self.exact.get(written(label))
        if key is not None:
            return key
        plain = bare(label)
        if plain[:2] not in self._starts:
            return None
        for words in self.bare.values():
            if plain in words:
                return words[plain]
        for language, words in self.bare.items():
            for stem in _singulars(plain, _PLURALS[language]):
                if stem in words:
                    return words[stem]
        return None

    def is_own(self, label: str) -> bool:
        """Whether a label is one of English's own words, however it is cased."""
        return written(label) in self.own


def first_word(section: str, key: str, language: str) -> str:
    """The word that our own template writes for a key in a language; the key itself if none."""
    listed = words_of(language).get(section, {}).get(key)
    return str(listed[0]) if listed else key
