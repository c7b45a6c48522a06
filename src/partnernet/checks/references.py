"""Which organisation a reference means: as listed, or so near that nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from partnernet.checks.frames import without_invisible
from partnernet.words import Message, say

_WHOLE_FLOAT = re.compile(r"^([+-]?\d+)[.,]0+$")
# Each step forgives one more kind of difference; the key names it in the ledger.
_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("space", str.strip),
    ("unicode", lambda text: unicodedata.normalize("NFKC", text).strip()),
    ("invisible", lambda text: without_invisible(text).strip()),
    ("case", str.casefold),
    ("number", lambda text: _WHOLE_FLOAT.sub(r"\1", text)),
)


# Cyrillic and Greek capitals and small letters that look like Latin ones.
_LOOKALIKES = str.maketrans("АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
                            "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXo")


def latin(text: str) -> str:
    """A text with letters of other alphabets replaced by the Latin ones that look the same."""
    return text.translate(_LOOKALIKES)


def garbled(text: str) -> str | None:
    """What a text says that was UTF-8 and read as Windows-1252 (*FundaciÃ³n*); None if it was not.
    """
    try:
        data = b"".join(letter.encode("latin-1" if ord(letter) < 256 else "cp1252")
                        for letter in text)
        meant = data.decode("utf-8")
    except UnicodeError:
        return None
    return None if meant == text else meant


def folded(text: str) -> str:
    """A reference without any difference that is forgiven."""
    for _, step in _STEPS:
        text = step(text)
    return unicodedata.normalize("NFKC", text)


def difference(found: str, listed: str) -> str:
    """The first kind of difference after which two texts that fold alike are the same."""
    for name, step in _STEPS:
        found, listed = step(found), step(listed)
        if found == listed:
            return name
    return "unicode"


@dataclass(eq=False)
class Directory:
    """The listed organisations by id, by name, and by either without forgivable differences."""

    ids: Sequence[str]
    names: Sequence[str]
    _by_id: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)
    _folded: dict[str, list[tuple[int, str]]] | None = None

    def __post_init__(self) -> None:
        self._by_id = {text: position for position, text in enumerate(self.ids)}
        for position, text in enumerate(self.names):
            self._by_name.setdefault(text, []).append(position)

    def find(self, text: str) -> Found:
        """Which organisation a text means."""
        exact = self._by_id.get(text)
        if exact is not None:
            return Found((exact,))
        named = self._by_name.get(text)
        if named is not None:
            return Found(tuple(named), by_name=True)
        near = self._forgiving().get(folded(text), [])
        positions = tuple(dict.fromkeys(position for position, _ in near))
        return Found(positions, differs=difference(text, near[0][1]) if near else None)

    def _forgiving(self) -> dict[str, list[tuple[int, str]]]:
        if self._folded is None:
            self._folded = {}
            for position, (own, name) in enumerate(zip(self.ids, self.names, strict=True)):
                for text in dict.fromkeys((own, name)):
                    self._folded.setdefault(folded(text), []).append((position, text))
        return self._folded


@dataclass(frozen=True)
class Found:
    """What a reference led to: one position, several, or none; and what had to be forgiven."""

    positions: tuple[int, ...]
    by_name: bool = False
    differs: str | None = None

    @property
    def position(self) -> int:
        """The one organisation meant; −1 where there is none or more than one."""
        return self.positions[0] if len(self.positions) == 1 else -1

    def repair(self, found: str, listed: str) -> Message:
        """What the ledger says of a forgiven difference."""
        return say(f"ledger.reference_{self.differs}", found=visible(found), listed=visible(listed))


def visible(text: str, most: int = 80) -> str:
    """A text that can stand in a message: cut short, invisible and control characters written out.

    ``most`` is the number of characters kept.
    """
    shown = []
    for letter in text[: most + 1]:
        category = unicodedata.category(letter)
        if category in ("Cf", "Cc", "Cs", "Zl", "Zp"):
            shown.append(f"\\u{ord(letter):04x}")
        else:
            shown.append(letter)
    return "".join(shown[:most]) + ("…" if len(text) > most else "")
