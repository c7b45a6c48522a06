"""From a file to a questionnaire, every fault told at once with its place and how to mend it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from partnernet.errors import InputError, OptionError, Problem, Problems, UnknownName, nearest
from partnernet.instruments.instrument import Instrument, Item, Phrase
from partnernet.vocabulary import Scale
from partnernet.words import LANGUAGES, Message, Names, say

_KNOWN = ("name", "source", "link", "title", "scale", "domains", "stages", "items", "questions")
_MOST_POINTS = 101


@cache
def _folder() -> dict[str, str]:
    """Name → text of each bundled file."""
    folder = resources.files("partnernet.instruments")
    return {path.name[:-5]: path.read_text("utf-8") for path in folder.iterdir()
            if path.name.endswith(".toml")}


def names() -> list[str]:
    """Which questionnaires are bundled?"""
    return sorted(_folder())


def load(name: str | os.PathLike[str]) -> Instrument:
    """Load a bundled questionnaire, or a file of one's own in the same form.

    Parameters
    ----------
    name : str or path
        One of `names`, or the path of a TOML file: ``[title]``, ``[scale]`` (low, high, importance,
        and the words of its points), ``[[domains]]``, ``[[stages]]``, ``[[items]]`` (id, domain,
        stage, words by language) and ``[[questions]]``. Copy a bundled one to begin.

    Returns
    -------
    Instrument

    Raises
    ------
    UnknownName
        No such questionnaire and no such file.
    InputError
        Everything wrong with the file.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.instruments.load("six_principles").text("act_early", "sv")
    'Agera tidigt'
    """
    bundled = _folder()
    if isinstance(name, str) and name in bundled:
        return _parsed(bundled[name], f"{name}.toml")
    path = Path(name)
    if isinstance(name, str) and path.suffix.lower() != ".toml" and not path.exists():
        raise UnknownName("instrument", name, bundled)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise _refusal(path.name, say("instruments.not_utf8"), say("instruments.mend_utf8")
                       ) from error
    except OSError as error:
        raise _refusal(path.name, say("instruments.not_read", why=error.strerror or str(error)),
                       say("instruments.mend_path")) from error
    return _parsed(text, path.name)


@cache
def known_phrase(label: str) -> Phrase:
    """The domain or stage of a bundled questionnaire that a label names, else as written."""
    for name in names():
        made = load(name)
        key = made.key(label)
        if key is not None:
            return made.phrase(key)
    return Phrase.of(dict.fromkeys(LANGUAGES, label))


def from_table(items: Iterable[tuple[str, str, str]], low: float, high: float, *,
               importance: bool = True) -> Instrument:
    """A plain questionnaire from item, domain and stage: scores of any other instrument.

    Labels are shown as written; OptionError where the ends of the scale make no sense.
    """
    scale = Scale.of({"low": low, "high": high}, "performance")
    if scale.low is None or scale.high is None:
        raise OptionError(say("instruments.needs_scale"))
    listed = list(dict.fromkeys(items))
    made = {label: Phrase.of(dict.fromkeys(LANGUAGES, label))
            for row in listed for label in row if label}
    return Instrument(
        "", Phrase.of({}), "", "", scale, importance,
        {domain: made[domain] for _, domain, _ in listed},
        {stage: made[stage] for _, _, stage in listed if stage},
        tuple(Item(item, domain, stage, made[item]) for item, domain, stage in listed))


def _refusal(file: str, what: Message, fix: Message) -> InputError:
    return InputError(Problem(what, file=file, fix=fix))


class _Reading:
    """One file being read: its name and the problems found so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems = Problems()

    def problem(self, what: Message, fix: Message, *, part: str | None = None,
                row: int | None = None, found: str | None = None) -> None:
        """Keep a problem in a part of the file, in its n-th entry."""
        self.problems.add(Problem(what, file=self.file, sheet=part, row=row, found=found, fix=fix))

    def phrase(self, entry: Mapping[str, Any], part: str, row: int | None = None) -> Phrase:
        """The words of an entry in every language it has; a problem where it has none."""
        texts = {code: entry[code].strip() for code in LANGUAGES
                 if isinstance(entry.get(code), str) and entry[code].strip()}
        if not texts:
            self.problem(say("instruments.no_words", part=part), say(
                "instruments.mend_words", languages=Names(tuple(LANGUAGES))), part=part, row=row)
        return Phrase.of(texts)

    def entries(self, data: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
        """The entries of a part that is a list of tables."""
        listed = data.get(part, [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            self.problem(say("instruments.not_listed", part=part),
                         say("instruments.mend_listed", part=part), part=part)
            return []
        return listed

    def named(self, data: Mapping[str, Any], part: str) -> dict[str, Phrase]:
        """Id → name of a part's entries, each id once."""
        found: dict[str, Phrase] = {}
        for row, entry in enumerate(self.entries(data, part), 1):
            key = self.id_of(entry, part, row, found)
            if key:
                found[key] = self.phrase(entry, part, row)
        return found

    def id_of(self, entry: Mapping[str, Any], part: str, row: int, taken: Iterable[str]) -> str:
        """The id of an entry; a problem where it is blank or taken."""
        key = str(entry.get("id", "")).strip()
        if not key:
            self.problem(say("instruments.no_id", part=part), say("instruments.mend_id"),
                         part=part, row=row)
        elif key in set(taken):
            self.problem(say("instruments.id_twice", part=part, id=key),
                         say("instruments.mend_id_twice"), part=part, row=row, found=key)
            return ""
        return key

    def reference(self, entry: Mapping[str, Any], name: str, options: Mapping[str, Phrase],
                  part: str, row: int) -> str:
        """The domain or stage that an entry names; a problem where there is no such one."""
        found = str(entry.get(name, "")).strip()
        if found in options or (not found and name == "stage"):
            return found
        near = nearest(found, options) if found else None
        fix = say("instruments.mend_reference", options=Names(tuple(options), most=12)) \
            if near is None else say("instruments.mend_reference_near", near=near)
        self.problem(say(f"instruments.no_{name}", found=found or "–"), fix, part=part, row=row,
                     found=found or None)
        return ""


def _parsed(text: str, file: str) -> Instrument:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refusal(file, say("instruments.no_toml", why=str(error)),
                       say("instruments.mend_toml")) from error
    reading = _Reading(file)
    for key in data:
        if key not in _KNOWN:
            reading.problem(say("instruments.unknown_part", part=key),
                            say("instruments.mend_part", parts=Names(_KNOWN)), found=key)
    scale, importance = _scale(data.get("scale"), reading)
    domains, stages = reading.named(data, "domains"), reading.named(data, "stages")
    title = data.get("title")
    made = Instrument(
        name=str(data.get("name", "")).strip() or file.rpartition(".")[0],
        title=reading.phrase(title if isinstance(title, dict) else {}, "title"),
        source=str(data.get("source", "")), link=str(data.get("link", "")),
        scale=scale, importance=importance, domains=domains, stages=stages,
        items=_items(data, domains, stages, reading),
        questions=_questions(data, domains, stages, reading),
        performance_words=_points(data.get("scale"), "performance", scale, reading),
        importance_words=_points(data.get("scale"), "importance_words", scale, reading))
    reading.problems.raise_if_any()
    return made


def _scale(stated: Any, reading: _Reading) -> tuple[Scale, bool]:
    """The scale of the answers: two whole numbers."""
    plain = stated if isinstance(stated, dict) else {}
    low, high = plain.get("low"), plain.get("high")
    if type(low) is not int or type(high) is not int or not 0 < high - low < _MOST_POINTS:
        reading.problem(say("instruments.bad_scale"), say("instruments.mend_scale"), part="scale")
        low, high = 1, 5
    importance = plain.get("importance", True)
    if not isinstance(importance, bool):
        reading.problem(say("instruments.bad_importance", found=str(importance)),
                        say("instruments.mend_importance"), part="scale", found=str(importance))
        importance = True
    return Scale.of({"low": low, "high": high}, "performance"), importance


def _points(stated: Any, name: str, scale: Scale, reading: _Reading) -> tuple[Phrase, ...]:
    """The words of the points, by language a list as long as the scale."""
    words = stated.get(name) if isinstance(stated, dict) else None
    if words is None:
        return ()
    count = int((scale.high or 0) - (scale.low or 0)) + 1
    lists = {code: words[code] for code in LANGUAGES if isinstance(words, dict) and code in words}
    if not lists or any(not isinstance(each, list) or len(each) != count
                        for each in lists.values()):
        reading.problem(say("instruments.bad_points", part=name, n=count),
                        say("instruments.mend_points", n=count), part="scale")
        return ()
    return tuple(Phrase.of({code: str(each[k]) for code, each in lists.items()})
                 for k in range(count))


def _items(data: Mapping[str, Any], domains: Mapping[str, Phrase], stages: Mapping[str, Phrase],
           reading: _Reading) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for row, entry in enumerate(reading.entries(data, "items"), 1):
        key = reading.id_of(entry, "items", row, found)
        item = Item(key, reading.reference(entry, "domain", domains, "items", row),
                    reading.reference(entry, "stage", stages, "items", row),
                    reading.phrase(entry, "items", row))
        if key:
            found[key] = item
    if not found:
        reading.problem(say("instruments.no_items"), say("instruments.mend_listed", part="items"),
                        part="items")
    return tuple(found.values())


def _questions(data: Mapping[str, Any], domains: Mapping[str, Phrase],
               stages: Mapping[str, Phrase], reading: _Reading
               ) -> dict[tuple[str, str], tuple[Phrase, ...]]:
    found: dict[tuple[str, str], tuple[Phrase, ...]] = {}
    for row, entry in enumerate(reading.entries(data, "questions"), 1):
        cell = (reading.reference(entry, "domain", domains, "questions", row),
                reading.reference(entry, "stage", stages, "questions", row))
        found[cell] = (*found.get(cell, ()), reading.phrase(entry, "questions", row))
    return found
