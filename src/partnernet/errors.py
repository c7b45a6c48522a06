"""What can go wrong, as a tree; every error speaks every language.

    PartnernetError
    ├── InputError      the data cannot be read as they are: .problems says where, how to mend it
    ├── UnknownName     no such organisation, sector, measure, option …: .near is the nearest
    ├── OptionError     an option's value makes no sense
    ├── OutputError     a file could not be written
    └── MissingExtra    an optional package is not installed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rapidfuzz import process, utils

from partnernet.words import Message, Names, Word, render, say

MOST_PROBLEMS = 100
_NEAR_ENOUGH = 70  # rapidfuzz score out of 100 from which a name is worth suggesting
_T = TypeVar("_T")


class PartnernetError(Exception):
    """Any failure that a user can cause; ``str`` is English, ``text`` any language."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def text(self, language: str = "en") -> str:
        """The error in a language."""
        return self.message.text(language)

    def __str__(self) -> str:
        return self.text("en")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input: where, what was found, what was expected, how to mend it.

    ``row`` is as a spreadsheet counts rows: the header is row 1.
    """

    what: Message
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    found: str | None = None
    expected: Message | str | None = None
    fix: Message | None = None

    def place(self, language: str = "en") -> str:
        """``alliance.xlsx, sheet ties, row 5, column trust``; empty when no place is known."""
        parts = [self.file] if self.file else []
        for name in ("sheet", "row", "column"):
            value = getattr(self, name)
            if value is not None:
                # Row numbers are shown as a spreadsheet shows them, without groups of thousands.
                told: dict[str, Any] = {name: str(value)}
                parts.append(render(f"errors.at_{name}", language, **told))
        return ", ".join(parts)

    def text(self, language: str = "en") -> str:
        """The problem as one or a few sentences."""
        place = self.place(language)
        text = f"{place}: {self.what.text(language)}" if place else self.what.text(language)
        if self.expected is not None:
            expected = render("errors.expected", language, expected=self.expected)
            text += f" ({expected})"
        if self.fix is not None:
            text += " " + render("errors.fix", language, fix=self.fix)
        return text

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Plain values for JSON."""
        def worded(value: Message | str | None) -> str | None:
            return value.text(language) if isinstance(value, Message) else value

        return {
            "file": self.file, "sheet": self.sheet, "row": self.row, "column": self.column,
            "found": self.found, "what": self.what.text(language),
            "expected": worded(self.expected), "fix": worded(self.fix),
        }


@dataclass
class Problems:
    """A list of problems being collected, so that a user learns of all at once."""

    found: list[Problem] = field(default_factory=list)
    total: int = 0

    def add(self, problem: Problem) -> None:
        """Keep a problem; beyond the first hundred only count it."""
        self.total += 1
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(problem)

    def raise_if_any(self) -> None:
        """Raise one InputError for everything found."""
        if self.found:
            raise InputError(self.found, total=self.total)


class InputError(PartnernetError, ValueError):
    """The data cannot be taken as they are; ``problems`` lists all found, a hundred at most.

    ``file``, ``sheet``, ``row``, ``column``, ``found``, ``expected``, ``fix`` are the first one's.
    """

    def __init__(self, problems: Problem | Sequence[Problem], *, total: int | None = None) -> None:
        listed = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(listed[0].what)
        self.problems: tuple[Problem, ...] = listed[:MOST_PROBLEMS]
        self.total = len(listed) if total is None else total
        first = listed[0]
        self.file, self.sheet, self.row, self.column = (
            first.file, first.sheet, first.row, first.column,
        )
        self.found, self.expected, self.fix = first.found, first.expected, first.fix

    def text(self, language: str = "en") -> str:
        """Every problem on a line of its own."""
        lines = [problem.text(language) for problem in self.problems]
        rest = self.total - len(lines)
        if rest > 0:
            lines.append(render("errors.and_more", language, plural=rest, n=rest))
        return "\n".join(lines)

    def __reduce__(self) -> tuple[Any, ...]:
        return _input_error, (self.problems, self.total)


def _input_error(problems: tuple[Problem, ...], total: int) -> InputError:
    return InputError(problems, total=total)


class UnknownName(PartnernetError, LookupError):
    """A name that does not exist, with the nearest that does.

    ``what`` is the kind of thing, a key of the catalogue ``kinds`` (organisation, sector …).
    """

    def __init__(self, what: str, name: object, options: Iterable[object] = ()) -> None:
        known = [str(option) for option in options]
        self.what, self.name, self.options = what, str(name), tuple(known)
        self.near = nearest(str(name), known)
        kind = Word(f"kinds.{what}")
        if not known:
            message = say("errors.unknown_name_nothing", what=kind, name=self.name)
        elif self.near is None:
            message = say("errors.unknown_name", what=kind, name=self.name,
                          options=Names(tuple(known), most=20))
        else:
            message = say("errors.unknown_name_near", what=kind, name=self.name, near=self.near,
                          options=Names(tuple(known), most=20))
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        return UnknownName, (self.what, self.name, self.options)


class OptionError(PartnernetError, ValueError):
    """An option's value makes no sense for this call."""


class OutputError(PartnernetError, OSError):
    """A file could not be written; what stood there before still stands there."""


class MissingExtra(PartnernetError, ImportError):
    """An optional package is needed and not installed; the message names the extra."""


def nearest(name: str, options: Iterable[str]) -> str | None:
    """The option that looks most like a name, or None when none comes near.

    Case and punctuation do not count; ties go to the first in alphabetical order.
    """
    best = process.extractOne(name, sorted(options), processor=utils.default_process,
                              score_cutoff=_NEAR_ENOUGH)
    return None if best is None else str(best[0])


def choose(what: str, name: object, options: Iterable[_T]) -> _T:
    """The option equal to a name; UnknownName with the nearest one otherwise."""
    listed = list(options)
    for option in listed:
        if option == name:
            return option
    raise UnknownName(what, name, listed)
