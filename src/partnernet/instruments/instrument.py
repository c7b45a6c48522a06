"""What a questionnaire is: domains, stages, items, guiding questions, and a scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from partnernet.errors import choose
from partnernet.vocabulary import Scale
from partnernet.words import LANGUAGES, Shown


@dataclass(frozen=True)
class Phrase(Shown):
    """Words in one or several languages; where one is missing, the first that there is."""

    texts: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Phrase:
        """From language → words."""
        return cls(tuple((code, texts[code]) for code in LANGUAGES if code in texts))

    def shown(self, language: str) -> str:
        """The words in the language."""
        known = dict(self.texts)
        return known.get(language, next(iter(known.values()), ""))

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which there are words."""
        return tuple(code for code, _ in self.texts)


@dataclass(frozen=True)
class Item:
    """One statement to be rated: its id, its domain and stage (empty for none), its words."""

    id: str
    domain: str
    stage: str
    text: Phrase


@dataclass(frozen=True)
class Instrument:
    """A questionnaire, as `load` reads it.

    ``domains``, ``stages``: id → name, in order (a questionnaire may have no stages).
    ``questions``: (domain, stage) → guiding questions for a meeting. ``scale``: of performance and,
    where ``importance`` is asked too, of importance. ``performance_words``,
    ``importance_words``: what the points of the scale are called, from low to high.
    """

    name: str
    title: Phrase
    source: str
    link: str
    scale: Scale
    importance: bool
    domains: Mapping[str, Phrase]
    stages: Mapping[str, Phrase]
    items: tuple[Item, ...]
    questions: Mapping[tuple[str, str], tuple[Phrase, ...]] = field(default_factory=dict)
    performance_words: tuple[Phrase, ...] = ()
    importance_words: tuple[Phrase, ...] = ()

    @property
    def points(self) -> int:
        """How many points the scale has."""
        low, high = self.scale.low or 0.0, self.scale.high or 0.0
        return int(high - low) + 1

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the items, in order."""
        return tuple(item.id for item in self.items)

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages in which every item has words."""
        return tuple(code for code in LANGUAGES
                     if all(code in item.text.languages for item in self.items))

    def phrase(self, key: str) -> Phrase:
        """The name of a domain or stage, or the words of an item; UnknownName otherwise."""
        words = {**{item.id: item.text for item in self.items}, **self.stages, **self.domains}
        return words[choose("item", key, words)]

    def text(self, key: str, language: str = "en") -> str:
        """The same in one language."""
        return self.phrase(key).shown(choose("language", language, LANGUAGES))

    def table(self, language: str = "en") -> pd.DataFrame:
        """A row an item: id, domain, stage and text in a language; a new table."""
        language = choose("language", language, LANGUAGES)
        rows = [(item.id, self.domains[item.domain].shown(language),
                 self.stages[item.stage].shown(language) if item.stage else "",
                 item.text.shown(language)) for item in self.items]
        return pd.DataFrame(rows, columns=["id", "domain", "stage", "text"])

    def key(self, label: str) -> str | None:
        """The id of the domain (or stage) that a label names, by id or name in any language."""
        plain = _plain(label)
        for words in (self.domains, self.stages):
            for key, phrase in words.items():
                if plain in {_plain(key), *(_plain(text) for _, text in phrase.texts)}:
                    return key
        return None

    def item(self, label: str) -> str | None:
        """The id of the item that a label names, by id or by its words in any language."""
        plain = _plain(label)
        named = {item.id for item in self.items
                 if plain in {_plain(item.id), *(_plain(text) for _, text in item.text.texts)}}
        return named.pop() if len(named) == 1 else None


def _plain(label: str) -> str:
    return " ".join(label.replace("_", " ").casefold().split())
