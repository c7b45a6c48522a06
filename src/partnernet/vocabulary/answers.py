"""What people answer: yes, never, don't know, and marks for a cell left empty.

A word can mean several things (*total* is full trust or a total row), so whoever asks says which
meanings could stand in the cell.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from partnernet.vocabulary.aliases import Aliases, first_word

FREQUENCIES: dict[str, int] = {
    "never": 0, "yearly": 1, "quarterly": 2, "monthly": 3, "weekly": 4, "daily": 5,
}
TRUSTS: dict[str, int] = {f"trust_{step}": step for step in range(1, 6)}
# What a strength can be in words, by the attribute that it is said of.
STRENGTHS: dict[str, dict[str, int]] = {"frequency": FREQUENCIES, "trust": TRUSTS}
SILENT: tuple[str, ...] = ("no_answer", "not_applicable", "missing")
# Marks that stand for an empty cell in a column of answers (never in a column of names).
_EMPTY_MARKS = frozenset(("", "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "?", "/"))


_PART_TOTALS = frozenset(("subtotal", "sub-total", "delsumma"))  # whatever it is a total of


@cache
def _words(meanings: tuple[str, ...]) -> Aliases:
    return Aliases("answers", keys=meanings)


def meaning(text: str, *among: str) -> str | None:
    """Which of these meanings a cell has ("yes", "no", "never", "unknown", "total" …), or None."""
    return _words(among).find(text)


def is_yes(text: str) -> bool | None:
    """True for a yes, False for a no, None for anything else."""
    found = meaning(text, "yes", "no")
    return None if found is None else found == "yes"


def is_empty(text: str) -> bool:
    """Whether an answer is a mark for an empty cell: a dash, a dot, "NA", "n/a", "no answer"."""
    trimmed = unicodedata.normalize("NFKC", text).strip()
    return trimmed in _EMPTY_MARKS or meaning(trimmed, *SILENT) is not None


def is_unknown(text: str) -> bool:
    """Whether an answer says "don't know"."""
    return meaning(text, "unknown") is not None


def is_total(text: str) -> bool:
    """Whether a name is that of a total or a mean row, not of an organisation."""
    first = text.split(maxsplit=1)[0].strip(":").casefold() if text.strip() else ""
    return meaning(text, "total") is not None or first in _PART_TOTALS


def strength(text: str, attribute: str) -> int | None:
    """The number of a built-in word of trust or frequency ("weekly" → 4), or None."""
    words = STRENGTHS.get(attribute)
    if words is None:
        return None
    found = meaning(text, *words)
    return None if found is None else words[found]


def says_no_tie(text: str) -> bool:
    """Whether an answer says that there is no tie: *never*, *none*, *no contact*."""
    return meaning(text, "never", "trust_1") is not None


def template_word(key: str, language: str) -> str:
    """How our template writes an answer in a language."""
    return first_word("answers", key, language)
