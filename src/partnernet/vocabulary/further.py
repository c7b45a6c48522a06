"""Words on the sheets beyond the ties: headers, sheets, statuses and signs, in every language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib import resources

from partnernet.vocabulary.aliases import bare, written

STATUSES = ("planned", "under_way", "done")
SIGNS = {"plus": 1, "minus": -1}
# "Performance (1-5)": the scale in brackets is no part of the name.
_SCALE_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*\d[^()\[\]]*[)\]]\s*$")


@cache
def _words() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    path = resources.files("partnernet.vocabulary") / "further.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def _index(section: str) -> tuple[dict[str, str], dict[str, str]]:
    """Word → key as compared, with accents and without; the first language that has it wins."""
    exact: dict[str, str] = {}
    plain: dict[str, str] = {}
    for sections in _words().values():
        for key, listed in sections.get(section, {}).items():
            for word in listed:
                exact.setdefault(_folded(word), key)
                plain.setdefault(bare(word), key)
    return exact, plain


def _folded(text: str) -> str:
    # Marks such as + and - are whole answers here, so they are not dropped.
    return written(text) or unicodedata.normalize("NFKC", text).strip()


def _find(section: str, label: str) -> str | None:
    exact, plain = _index(section)
    found = exact.get(_folded(label))
    return plain.get(bare(label)) if found is None and bare(label) else found


def field(label: str, table: str) -> str | None:
    """The field of a table that a header names, or None."""
    return _find(table, _SCALE_IN_BRACKETS.sub("", label))


def sheet(label: str) -> str | None:
    """The table that a sheet's or a file's name means, or None."""
    return _find("sheets", label)


def fields(table: str) -> tuple[str, ...]:
    """The fields of a table, in order."""
    return tuple(_words()["en"][table])


def is_own(label: str, table: str) -> bool:
    """Whether a header is one of English's own words, which needs no note."""
    own = _folded(_SCALE_IN_BRACKETS.sub("", label))
    return any(own == _folded(word)
               for listed in _words()["en"][table].values() for word in listed)


def status(text: str) -> str | None:
    """"done", "under_way" or "planned", or None."""
    return _find("status", text)


def sign(text: str) -> int | None:
    """+1 or −1, or None."""
    mark = unicodedata.normalize("NFKC", text).strip()
    found = _find("sign", mark)
    for key, listed in _words()["en"]["sign"].items():
        if mark in listed:  # "-1" and "1" fold alike
            found = key
    return None if found is None else SIGNS[found]


def template_word(key: str, section: str, language: str) -> str:
    """The word that our template writes for a field, sheet, status or sign in a language."""
    return _words()[language][section][key][0]
