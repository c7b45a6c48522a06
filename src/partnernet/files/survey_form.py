"""What our own survey asks of each partner: questions, choices, and names that forms can hold.

The kit writes forms from this page and the reader knows their exports by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from partnernet.files.grid import Grid
from partnernet.vocabulary import answers, headers
from partnernet.vocabulary.aliases import bare
from partnernet.words import LANGUAGES, render

QUESTIONS: dict[str, str] = {  # code → the choices that it offers
    "works": "works", "reliability": "agreement", "mission": "agreement", "openness": "agreement",
    "frequency": "frequency", "collaboration": "collaboration",
}
TRUST_ITEMS: tuple[str, ...] = ("reliability", "mission", "openness")
CHOICES: dict[str, tuple[str, ...]] = {
    "works": ("yes", "no"), "agreement": ("1", "2", "3", "4", "5"),
    "frequency": ("0", "1", "2", "3", "4", "5"), "collaboration": ("0", "1", "2", "3", "4", "5"),
}
DONT_KNOW = "dk"
RESPONDENT, CONSENT = "organisation", "consent"
_MOST_SLUG, _MOST_LABEL = 40, 150
_NO_SLUG = re.compile(r"[^A-Za-z0-9]+")
_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]\s*[:?]?\s*$")
_NO_LABEL = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")",
                           "*": "∗", "`": "'", "\\": "/"})


def question(code: str, language: str) -> str:
    """The question as it is asked."""
    return render(f"kit.ask_{code}", language)


def heading(code: str, language: str) -> str:
    """The question in a word or two, as a column is headed."""
    if code == "frequency":
        return headers.template_word("frequency", "ties", language)
    return render(f"kit.short_{code}", language)


def asks_for_a_tie(label: str) -> bool:
    """Whether a header is our question whether two organisations work together ("Works together").

    What stands behind it in brackets, such as "(yes/no)", is no part of it.
    """
    return _stems(_IN_BRACKETS.sub("", label)) in _questions_for_a_tie()


@cache
def _questions_for_a_tie() -> frozenset[str]:
    return frozenset(_stems(text) for language in LANGUAGES
                     for text in (question("works", language), heading("works", language)))


def _stems(label: str) -> str:
    """A label as compared, whether its words are one or many, and whoever does what they say."""
    return " ".join(word.removesuffix("s") for word in bare(label).split())


def choice(choices: str, code: str, language: str) -> str:
    """What a choice is called."""
    if code == DONT_KNOW:
        return answers.template_word("unknown", language)
    if choices == "works":
        return answers.template_word(code, language)
    if choices == "frequency":
        return answers.template_word(_FREQUENCIES[int(code)], language)
    return render(f"kit.{choices}_{code}", language)


_FREQUENCIES: tuple[str, ...] = tuple(answers.FREQUENCIES)


def offered(choices: str, language: str) -> list[str]:
    """All that can be answered to a question, "don't know" last."""
    return [choice(choices, code, language) for code in (*CHOICES[choices], DONT_KNOW)]


def scale(choices: str, language: str) -> dict[str, Any]:
    """The scale of a question, as ``scales=`` takes it."""
    codes = CHOICES[choices]
    return {"low": float(codes[0]), "high": float(codes[-1]), "integer": True, "direction": "more",
            "labels": {float(code): choice(choices, code, language) for code in codes}}


def trust_labels(language: str) -> dict[float, str]:
    """What the five values of trust are called."""
    return {float(value): answers.template_word(word, language)
            for word, value in answers.TRUSTS.items()}


def form_names(ids: Iterable[str]) -> dict[str, str]:
    """Id → a name that questions of a form can carry: ASCII letters, digits and "_", each once.

    The same ids give the same names, in whatever order they come.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    # Ids that can stay as they are go first, so that no other takes their name.
    for own in sorted(set(ids), key=lambda each: (_slug(each) != each, each)):
        base, number = _slug(own), 1
        name = base
        while name.lower() in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name.lower())
        names[own] = name
    return names


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return _NO_SLUG.sub("_", plain).strip("_")[:_MOST_SLUG].strip("_") or "organisation"


def form_labels(names: Mapping[str, str]) -> dict[str, str]:
    """Id → how a form shows an organisation: inert text on one line, each label once."""
    labels = {own: _inert(name) or _inert(own) for own, name in names.items()}
    counts: dict[str, int] = {}
    for label in labels.values():
        counts[label.casefold()] = counts.get(label.casefold(), 0) + 1
    codes = form_names(names)
    return {own: label if counts[label.casefold()] == 1 else f"{label} ({codes[own]})"
            for own, label in labels.items()}


def _inert(text: str) -> str:
    """A text without marks that a form would run: tags, links, references, emphasis."""
    shown = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in text)
    plain = " ".join(shown.translate(_NO_LABEL).split())
    return plain if len(plain) <= _MOST_LABEL else plain[: _MOST_LABEL - 1].rstrip() + "…"


def mean_of(items: Sequence[str], language: str) -> str:
    """The rule by which trust is made of several items, as the sheet about states it."""
    return render("kit.mean_of", language, items="; ".join(items))


def items_of(rule: str) -> list[str] | None:
    """The items that a rule "mean of …" names in any language, or None."""
    plain = " ".join(rule.split())
    for language in LANGUAGES:
        start = render("kit.mean_of", language, items="").strip()
        if plain.casefold().startswith(f"{start} ".casefold()):
            listed = [item.strip() for item in plain[len(start):].split(";")]
            return [item for item in listed if item] or None
    return None


def consent_above(grid: Grid, place: int) -> str | None:
    """"yes", "no" or "" (not said) from a row above a header; None where consent is not asked."""
    words = {render("kit.short_consent", language) for language in LANGUAGES}
    for row in range(place):
        cells = grid.texts(row)
        if cells and cells[0].strip().casefold() in words:
            return answers.meaning(next(iter(cells[1:2]), ""), "yes", "no") or ""
    return None
