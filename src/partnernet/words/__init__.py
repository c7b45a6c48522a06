"""Every sentence and label: message keys in, sentences of one language out.

A message is a key and values. The key's first part names the catalogue that holds it:
``say("errors.blank_id")`` stands in ``words/<language>/errors.po`` under ``errors.blank_id``.
Catalogues are gettext ``.po`` files, one folder a language; a new language is one folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from babel.core import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

LANGUAGES: dict[str, str] = {"en": "English", "es": "español", "sv": "svenska"}
# British English for the forms of dates and numbers; the other two as babel has them.
_LOCALES = {"en": "en_GB", "es": "es", "sv": "sv"}


@cache
def catalogue(domain: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """Key → its forms (one, or singular and plural) of one ``.po`` file."""
    path = resources.files(__name__) / language / f"{domain}.po"
    with path.open("r", encoding="utf-8") as stream:
        entries = read_po(stream, locale=language, abort_invalid=True)
    forms: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        if key:
            forms[key] = (entry.string,) if isinstance(entry.string, str) \
                else tuple(entry.string or ())
    return forms


def domains(language: str = "en") -> list[str]:
    """Names of a language's catalogues, sorted."""
    folder = resources.files(__name__) / language
    return sorted(path.name[:-3] for path in folder.iterdir() if path.name.endswith(".po"))


def knows(key: str, language: str = "en") -> bool:
    """Whether a language has a sentence for this key."""
    domain = key.split(".", 1)[0]
    path = resources.files(__name__) / language / f"{domain}.po"
    return path.is_file() and key in catalogue(domain, language)


class Shown:
    """A value that each language writes in its own way."""

    def shown(self, language: str) -> str:
        """The value as this language writes it."""
        raise TypeError(f"{type(self).__name__} does not say how it is shown")


@dataclass(frozen=True)
class Number(Shown):
    """A number with a fixed count of decimals; the minus is a real minus sign."""

    value: float
    digits: int = 2
    signed: bool = False

    def shown(self, language: str) -> str:
        """Decimal comma or point, and groups of thousands, as the language has them."""
        if self.value != self.value:
            return "–"
        zeros = "." + "0" * self.digits if self.digits else ""
        text = format_decimal(abs(self.value), format=f"#,##0{zeros}", locale=_LOCALES[language])
        rounded = round(self.value, self.digits)
        return ("−" if rounded < 0 else "+" if self.signed and rounded > 0 else "") + text


@dataclass(frozen=True)
class Share(Shown):
    """A share between 0 and 1, shown in per cent."""

    value: float
    digits: int = 0

    def shown(self, language: str) -> str:
        """``64%`` in English, ``64 %`` with a no-break space in Spanish and Swedish."""
        if self.value != self.value:
            return "–"
        zeros = "." + "0" * self.digits if self.digits else ""
        space = "" if language == "en" else "\u00a0"
        return format_percent(self.value, format=f"#,##0{zeros}{space}%", locale=_LOCALES[language])


@dataclass(frozen=True)
class Count(Shown):
    """A finished phrase of number and noun, ``4 organisations``; key ``count.<noun>``."""

    noun: str
    number: int

    def shown(self, language: str) -> str:
        """The phrase in the plural form that the language wants."""
        return render(f"count.{self.noun}", language, plural=self.number, n=self.number)


@dataclass(frozen=True)
class Names(Shown):
    """Names (or other values) joined as a sentence joins them; beyond ``most``, "and 5 more"."""

    names: tuple[Any, ...]
    most: int | None = None

    def shown(self, language: str) -> str:
        """``a, b and c`` in the language."""
        names = [show(name, language) for name in self.names]
        if self.most is not None and len(names) > self.most + 1:
            rest = render("count.more", language, plural=len(names) - self.most,
                          n=len(names) - self.most)
            names = [*names[: self.most], rest]
        joined = format_list(names, locale=_LOCALES[language])
        last = names[-1].lower() if names else ""
        # Spanish says e for y before an i sound ("Educación e Instituto"), but not before hie-.
        if language == "es" and last.startswith(("i", "í", "hi")) and not last.startswith("hie"):
            head, _, tail = joined.rpartition(" y ")
            joined = f"{head} e {tail}" if head else joined
        return joined


@dataclass(frozen=True)
class Word(Shown):
    """A term of the catalogue inside a sentence, ``Word("verdict.silo")``."""

    key: str

    def shown(self, language: str) -> str:
        """The term in the language."""
        return render(self.key, language)


@dataclass(frozen=True)
class Day(Shown):
    """A date, ``14 April 2026``."""

    day: date

    def shown(self, language: str) -> str:
        """The date in its long form."""
        return format_date(self.day, format="long", locale=_LOCALES[language])


class Message(str):
    """A sentence that knows its key and values: English as a string, any language by ``text``."""

    key: str
    values: dict[str, Any]
    plural: int | None

    def text(self, language: str = "en") -> str:
        """The sentence in a language."""
        return render(self.key, language, plural=self.plural, **self.values)

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.key, self.plural, self.values)


def say(key: str, /, *, plural: int | None = None, **values: Any) -> Message:
    """Make a message; ``plural`` is the number that decides between its forms.

    Values: text is shown as written; an int in the language's digits; a float with two decimals;
    any `Shown` or `Message` in the language.
    """
    message = Message(render(key, "en", plural=plural, **values))
    message.key, message.values, message.plural = key, values, plural
    return message


def _restore(key: str, plural: int | None, values: dict[str, Any]) -> Message:
    return say(key, plural=plural, **values)


def show(value: Any, language: str) -> str:
    """One value as a language writes it."""
    if isinstance(value, Shown):
        return value.shown(language)
    if isinstance(value, Message):
        return value.text(language)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return render(f"count.{'yes' if value else 'no'}", language)
    if isinstance(value, int):
        return Number(value, 0).shown(language)
    if isinstance(value, float):
        return Number(value, 2).shown(language)
    return str(value)


def render(key: str, language: str, /, *, plural: int | None = None, **values: Any) -> str:
    """The sentence of a key in a language, its values filled in.

    Raises KeyError when the catalogue has no such key: a missing sentence is a defect.
    """
    forms = catalogue(key.split(".", 1)[0], language)[key]
    form = forms[0] if plural is None or len(forms) == 1 else forms[0 if plural == 1 else 1]
    shown = {name: show(value, language) for name, value in values.items()}
    if language == "es":
        form = _contracted(form, shown, values)
    return form.format_map(shown) if shown else form.replace("{{", "{").replace("}}", "}")



def _contracted(form: str, shown: dict[str, str], values: Mapping[str, Any]) -> str:
    """Spanish joins *de el* to *del* and *a el* to *al*; what a user wrote is left alone."""
    for name, value in values.items():
        if isinstance(value, Shown) and shown[name].startswith("el "):
            for word in ("de", "De", "a", "A"):
                joined = f"{word[:1]}el" if word in ("de", "De") else f"{word}l"
                form = re.sub(rf"\b{word} \{{{name}\}}", f"{joined} {{{name}_}}", form)
            shown[f"{name}_"] = shown[name].removeprefix("el ")
    return form


def locale(language: str) -> Locale:
    """The babel locale whose number and date forms a language uses."""
    return Locale.parse(_LOCALES[language])
