"""The shape of a finding, and how names of sectors and levels stand in its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from partnernet.vocabulary import level_key, template_word
from partnernet.words import Message, Names, Shown, render, say, show

Certainty = Literal["firm", "likely", "open"]
CERTAINTIES: tuple[Certainty, ...] = ("firm", "likely", "open")


@dataclass(frozen=True)
class Finding:
    """One thing the data say: a number, a sentence made of numbers, and how sure one can be.

    ``big`` and ``unit`` are the figure of a card; ``dots`` the same count as (full, total), told in
    words by ``counted``. ``so_what``: chance and consequence. ``section``: where a report shows
    more. ``weight``: how much it matters; only the heaviest findings are told.
    """

    kind: str
    section: str
    big: Any
    unit: Message
    sentence: Message
    certainty: Certainty
    reason: Message
    so_what: tuple[Message, ...] = ()
    dots: tuple[int, int] | None = None
    counted: Message | None = None
    weight: float = 0.0
    about: str = ""

    @property
    def line(self) -> Message:
        """The finding as one line: sentence, certainty, reason."""
        return say("findings.line", sentence=self.sentence, reason=self.reason,
                   certainty=say(f"findings.{self.certainty}"))


@dataclass(frozen=True)
class Opening(Shown):
    """A value at the start of a sentence: its first letter large."""

    value: Any

    def shown(self, language: str) -> str:
        """The value with a capital."""
        text = show(self.value, language)
        return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class SectorName(Shown):
    """A sector in a sentence, ``the health sector``; its label stays as written."""

    label: str

    def shown(self, language: str) -> str:
        """The label in apposition, unless it already says that it is a sector."""
        itself = "sector" in self.label.casefold() or "sektor" in self.label.casefold()
        return render("findings.sector_itself" if itself else "findings.sector", language,
                      label=self.label)


@dataclass(frozen=True)
class SectorNames(Shown):
    """Several sectors in a sentence, ``the sectors health and social``."""

    labels: tuple[str, ...]

    def shown(self, language: str) -> str:
        """One as `SectorName`, more as a list."""
        if len(self.labels) == 1:
            return SectorName(self.labels[0]).shown(language)
        return render("findings.sectors", language, labels=Names(self.labels))


@dataclass(frozen=True)
class LevelName(Shown):
    """A level in a sentence, ``the national level``; its label stays as written."""

    label: str

    def shown(self, language: str) -> str:
        """The natural phrase where the label is the language's own word, else an apposition."""
        key = level_key(self.label)
        own = key is not None and (
            template_word(key, "level", language).casefold() == self.label.casefold())
        if own:
            return render(f"findings.level_{key}", language)
        return render("findings.level", language, label=self.label)



def named(names: Sequence[str], most: int = 4) -> Names:
    """Names of organisations in a sentence, at most a handful."""
    return Names(tuple(names), most=most)
