"""Which column or sheet is meant: what people write above a column and on a tab.

The reader decides what is ambiguous from the values of the column; here are only the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from partnernet.vocabulary.aliases import Aliases, bare, first_word

ORGANISATION_FIELDS: tuple[str, ...] = ("id", "name", "sector", "level", "answered")
TIE_FIELDS: tuple[str, ...] = (
    "source", "target", "relation", "trust", "frequency", "weight", "date", "respondent", "wave",
    "question", "answer",
)
SCALE_FIELDS: tuple[str, ...] = ("attribute", "low", "high", "integer", "direction", "labels")
FIELDS: dict[str, tuple[str, ...]] = {
    "organisations": ORGANISATION_FIELDS, "ties": TIE_FIELDS, "scales": SCALE_FIELDS,
}
# Source and target that are words for other things too: read as the pair only where both stand.
PAIRS: tuple[tuple[str, str], ...] = (
    ("de", "a"), ("fuente", "objetivo"), ("kalla", "mal"),
)
# "Trust (1-5)", "Confianza [1 = nada, 5 = mucha]": the scale in brackets is no part of the name.
_SCALE_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*\d[^()\[\]]*[)\]]\s*[:?]?\s*$")


@cache
def _words(section: str) -> Aliases:
    return Aliases(section, keys=FIELDS.get(section))


@cache
def _directions() -> Aliases:
    return Aliases("scales", keys=("more", "less"))


def _name(label: object) -> object:
    return _SCALE_IN_BRACKETS.sub("", label) if isinstance(label, str) else label


def field(label: object, table: str) -> str | None:
    """The field of a table ("organisations", "ties", "scales") that a header names, or None."""
    return _words(table).find(_name(label))


def sheet(label: object) -> str | None:
    """The table that a sheet's or a file's name means, or None."""
    return _words("sheets").find(label)


def ambiguous(label: object) -> str | None:
    """"kind", "place", "contact" or "organisation" where only the values can decide, or None."""
    return _words("ambiguous").find(_name(label))


def names_organisations(label: str) -> bool:
    """Whether a header may stand above those who answer: a respondent, an id or a name."""
    return bool(label) and (
        field(label, "ties") in ("source", "respondent")
        or field(label, "organisations") in ("id", "name")
        or ambiguous(label) == "organisation")


def is_own(label: str, table: str) -> bool:
    """Whether a header or sheet name is one of English's own words, which needs no note."""
    return _words(table).is_own(str(_name(label)))


def pair(labels: Iterable[str]) -> tuple[str, str] | None:
    """The two headers that together mean source and target (*De*, *A*), or None."""
    listed = {bare(label): label for label in labels}
    for source, target in PAIRS:
        if source in listed and target in listed:
            return listed[source], listed[target]
    return None


def half_pair(label: str) -> str | None:
    """"source" or "target" where a header is one half of an ambiguous pair, or None."""
    for source, target in PAIRS:
        if bare(label) == source:
            return "source"
        if bare(label) == target:
            return "target"
    return None


def template_word(key: str, table: str, language: str) -> str:
    """The header or sheet name that our template writes for a field in a language."""
    return first_word(table, key, language)


def direction(label: str) -> str | None:
    """"more" or "less" from the cell of a scales sheet, or None."""
    return _directions().find(label)


__all__ = [
    "FIELDS", "ORGANISATION_FIELDS", "PAIRS", "SCALE_FIELDS", "TIE_FIELDS", "ambiguous",
    "direction", "field", "half_pair", "is_own", "names_organisations", "pair", "sheet",
    "template_word",
]
