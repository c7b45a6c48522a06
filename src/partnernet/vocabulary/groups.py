"""Sectors and levels that partnernet knows: their order, and who is called what.

A label is stored and shown as it was written; its key only gives it an order, a colour and a shape,
and brings together what is one group in several spellings or languages.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from partnernet.vocabulary.aliases import Aliases, first_word

SECTORS: tuple[str, ...] = (
    "health", "social", "voluntary", "anchor institution", "government", "education", "business",
    "residents",
)
LEVELS: tuple[str, ...] = ("neighbourhood", "municipal", "regional", "national", "international")


@cache
def _words(section: str) -> Aliases:
    return Aliases(section)


@cache
def sector_key(label: str) -> str | None:
    """The known sector that a label names in any language ("Salud" → "health"), or None."""
    return _words("sectors").find(label)


@cache
def level_key(label: str) -> str | None:
    """The known level that a label names in any language ("Local" → "municipal"), or None."""
    return _words("levels").find(label)


def group_key(label: str, by: str) -> str:
    """What two labels of one group share: the known key, or the label but for case and spaces."""
    known = sector_key(label) if by == "sector" else level_key(label) if by == "level" else None
    return known if known is not None else folded(label)


def folded(label: str) -> str:
    """A label in one Unicode form, without letter case, outer and doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def template_word(key: str, by: str, language: str) -> str:
    """How our template writes a known sector or level in a language."""
    return first_word(f"{by}s", key, language)
