"""The pictures' own short words, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partnernet.words import render


@dataclass(frozen=True)
class Phrases:
    """``Phrases("es")("not_reached")``: a phrase of the pictures' catalogue."""

    language: str

    def __call__(self, key: str, /, *, plural: int | None = None, **values: Any) -> str:
        """The phrase of a key, its values filled in."""
        return render(f"pictures.{key}", self.language, plural=plural, **values)

    def more(self, rest: int) -> str:
        """``4 more``."""
        return render("count.more", self.language, plural=rest, n=rest)
