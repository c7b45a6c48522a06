"""Which column is which: headers by alias in three languages, the ambiguous ones by their values.

A header is never guessed silently: what is not one of English's own words is noted, and what could
be two things is refused with both named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from partnernet.checks import visible
from partnernet.checks.frames import cell_text
from partnernet.errors import UnknownName
from partnernet.files.grid import Grid, Oddity, letters
from partnernet.vocabulary import answers, headers, level_key, sector_key
from partnernet.vocabulary.aliases import written
from partnernet.words import Message, say

MUST: dict[str, tuple[tuple[str, ...], ...]] = {
    # Each inner tuple is a choice of which one must be there.
    "organisations": (("id", "name"),), "ties": (("source",), ("target",)),
    "unknown": (("source",), ("target",)), "scales": (("attribute",),),
}
_DIRECTIONS = {"directed", "undirected", "mixed", "mutual"}
_VALUES_LOOKED_AT = 400
_MOST = 0.6  # share of values that decides what an ambiguous column holds


class Renames:
    """The user's ``columns=``: header → field, and which of them were found.

    ``exact``: the file is one of our own, whose headers are the fields' own names and no aliases.
    """

    def __init__(self, stated: Mapping[str, str] | None) -> None:
        self.exact = False
        self.stated = {str(header): str(name) for header, name in (stated or {}).items()}
        self._plain = {_plain(header): header for header in self.stated}
        self.seen: set[str] = set()
        self.met: dict[str, None] = {}

    def field(self, label: str) -> str | None:
        """The field that a header was said to be, or None."""
        header = label if label in self.stated else self._plain.get(_plain(label))
        if header is None:
            return None
        self.seen.add(header)
        return self.stated[header]

    def meet(self, labels: Iterable[str]) -> None:
        """Remember headers, to be proposed where a stated one was not found."""
        self.met.update(dict.fromkeys(label for label in labels if label))

    def refuse_unused(self) -> None:
        """Raise UnknownName for a stated header that no table has."""
        for header in self.stated:
            if header not in self.seen:
                raise UnknownName("column", header, list(self.met))


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()


@dataclass(eq=False)
class Headings:
    """What each column of a table is.

    ``names``: for each column its field, or the name it is kept under; None: a blank column.
    ``fields``: field → column. ``oddities``, ``problems``: for the ledger, and to be refused (what,
    column, how to mend).
    """

    names: list[str | None]
    fields: dict[str, int] = field(default_factory=dict)
    oddities: list[Oddity] = field(default_factory=list)
    problems: list[tuple[Message, str, Message]] = field(default_factory=list)


def likeness(labels: Sequence[str], table: str | None) -> float:
    """How much a row looks like the header of a table; 0 where it does not at all."""
    if table is None or table not in MUST:
        return max(likeness(labels, "organisations"), likeness(labels, "ties"))
    own = "ties" if table == "unknown" else table
    found = {headers.field(label, own) for label in labels if len(label) < 100} - {None}
    if own == "ties":
        if "respondent" in found and "source" not in found:
            found.add("source")
        if headers.pair(labels):
            found |= {"source", "target"}
        if "target" in found and any(headers.ambiguous(label) == "organisation"
                                     for label in labels):
            found.add("source")
    whole = all(any(choice in found for choice in choices) for choices in MUST[table])
    return len(found) + (10.0 if whole else 0.0)


def headings(grid: Grid, place: int, table: str, renames: Renames) -> Headings:
    """Read the header in one row of a grid."""
    labels = grid.texts(place)
    labels = [label.strip() for label in labels]
    renames.meet(labels)
    own = "ties" if table == "unknown" else table
    head = Headings([None] * len(labels))
    stated = _take_stated(labels, renames, head)
    values = _values(grid, place)
    if renames.exact:
        head.fields |= {label: column for column, label in enumerate(labels)
                        if label in headers.FIELDS[own] and column not in stated}
    else:
        _take_aliases(labels, own, stated, head, int(grid.numbers[place]))
    if own == "ties" and not renames.exact:
        _settle_ties(labels, values, head)
    elif own == "organisations" and not renames.exact:
        _settle_organisations(labels, values, head)
    for name, column in head.fields.items():
        head.names[column] = name
    _name_the_rest(labels, values, head)
    return head


def _values(grid: Grid, place: int) -> Callable[[int], list[str]]:
    def of(column: int) -> list[str]:
        cells = grid.columns[column][place + 1: place + 1 + _VALUES_LOOKED_AT]
        return [text for text in map(cell_text, cells) if text is not None]
    return of


def _take_stated(labels: list[str], renames: Renames, head: Headings) -> set[int]:
    stated = set()
    for column, label in enumerate(labels):
        name = renames.field(label) if label else None
        if name is None:
            continue
        stated.add(column)
        if name in head.fields:
            other = labels[head.fields[name]]
            head.problems.append((say("input.two_columns", one=visible(other), two=visible(label),
                                      name=name), label, say("input.mend_two_columns")))
        head.fields[name] = column
    return stated


def _take_aliases(labels: list[str], table: str, stated: set[int], head: Headings,
                  row: int) -> None:
    wanted: dict[str, list[int]] = {}
    for column, label in enumerate(labels):
        name = headers.field(label, table) if column not in stated and label else None
        if name is not None and name not in head.fields:
            wanted.setdefault(name, []).append(column)
    for name, columns in wanted.items():
        own = [column for column in columns if written(labels[column]) == name]
        if len(columns) > 1 and len(own) != 1:
            listed = [visible(labels[column]) for column in columns]
            head.problems.append((
                say("input.two_columns", one=listed[0], two=listed[1], name=name),
                labels[columns[1]], say("input.mend_two_columns")))
        column = own[0] if own else columns[0]
        head.fields[name] = column
        if not headers.is_own(labels[column], table):
            _note_alias(labels[column], name, head, row)


def _note_alias(label: str, name: str, head: Headings, row: int | None = None) -> None:
    head.oddities.append(Oddity(
        "noted", say("ledger.column_read_as", column=visible(label), name=name,
                     word=visible(written(label))), row, label))


def _settle_ties(labels: list[str], values: Callable[[int], list[str]], head: Headings) -> None:
    """Source and target by pairs and stand-ins; type, contact and level by their values."""
    fields = head.fields
    if "source" not in fields or "target" not in fields:
        pair = headers.pair(labels)
        if pair is not None:
            for name, label in zip(("source", "target"), pair, strict=True):
                if name not in fields:
                    fields[name] = labels.index(label)
                    _note_alias(label, name, head)
    if not {"question", "answer"} <= set(fields):
        for name in ("question", "answer"):  # one alone is a further column
            fields.pop(name, None)
    if "source" not in fields and "respondent" in fields:
        fields["source"] = fields.pop("respondent")
        _note_alias(labels[fields["source"]], "source", head)
    taken = set(fields.values())
    for column, label in enumerate(labels):
        if column in taken or not label:
            continue
        kind = headers.ambiguous(label)
        if kind == "organisation" and "source" not in fields and "target" in fields:
            fields["source"] = column
            _note_alias(label, "source", head)
        elif kind == "kind":
            _settle_type(column, label, values(column), head)
        elif written(label) == "direction":
            _settle_direction(column, values(column), head)
        elif kind == "contact":
            _settle_contact(column, label, values(column), head)
        elif headers.field(label, "organisations") == "level" and written(label) != "tier":
            head.problems.append((say("input.level_of_what", column=visible(label)), label,
                                  say("input.mend_level_of_what", column=visible(label))))
    for name in ("source", "target"):
        half = next((label for label in labels if headers.half_pair(label) == name), None)
        if name not in fields and half is not None:
            head.problems.append((say("input.half_pair", column=visible(half)), half,
                                  say("input.mend_half_pair")))


def _settle_direction(column: int, cells: list[str], head: Headings) -> bool:
    """Whether the values are directions (Gephi's Type, Kumu's Direction)."""
    plain = {cell.strip().lower() for cell in cells}
    told = bool(plain) and plain <= _DIRECTIONS and "direction" not in head.fields
    if told:
        head.fields["direction"] = column
    return told


def _settle_type(column: int, label: str, cells: list[str], head: Headings) -> None:
    if not _settle_direction(column, cells, head) and "relation" not in head.fields and cells:
        head.fields["relation"] = column
        _note_alias(label, "relation", head)


def _settle_contact(column: int, label: str, cells: list[str], head: Headings) -> None:
    told = [answers.strength(cell, "frequency") is not None or cell.strip().isdigit()
            for cell in cells]
    if cells and sum(told) >= _MOST * len(cells) and "frequency" not in head.fields:
        head.fields["frequency"] = column
        _note_alias(label, "frequency", head)
    else:
        _warn_of_people(label, head)


def _warn_of_people(label: str, head: Headings) -> None:
    head.oddities.append(Oddity("noted", say("ledger.personal_data", column=visible(label)),
                                column=label))


def _settle_organisations(labels: list[str], values: Callable[[int], list[str]],
                          head: Headings) -> None:
    """Sector and level from ambiguous columns whose values say so; names that serve as ids."""
    if "id" not in head.fields and "name" in head.fields:
        head.fields["id"] = head.fields.pop("name")
        label = labels[head.fields["id"]]
        head.oddities.append(Oddity("noted", say("ledger.name_as_id", column=visible(label)),
                                    column=label))
    taken = set(head.fields.values())
    for column, label in enumerate(labels):
        kind = headers.ambiguous(label) if column not in taken and label else None
        if kind == "contact":
            _warn_of_people(label, head)
        if kind not in ("kind", "place"):
            continue
        cells = values(column)
        sectors = sum(sector_key(cell) is not None for cell in cells)
        levels = sum(level_key(cell) is not None for cell in cells)
        if kind == "place" and cells and levels == len(cells) and "level" not in head.fields:
            head.fields["level"] = column
            _note_alias(label, "level", head)
        elif cells and sectors >= _MOST * len(cells) and "sector" not in head.fields:
            head.fields["sector"] = column
            _note_alias(label, "sector", head)
        else:
            head.oddities.append(Oddity("noted", say("ledger.kept_as_is", column=visible(label)),
                                        column=label))


def _name_the_rest(labels: list[str], values: Callable[[int], list[str]],
                   head: Headings) -> None:
    """Further columns keep their header; two of one name, or none, are told apart, noted."""
    used = {name for name in head.names if name is not None}
    for column, label in enumerate(labels):
        if head.names[column] is not None:
            continue
        name = label
        if not name:
            if not values(column):
                continue
            name = letters(column)
        if name in used:
            number = 2
            while f"{name} ({number})" in used:
                number += 1
            name = f"{name} ({number})"
        if name != label:
            head.oddities.append(Oddity("noted", say("ledger.column_named", name=visible(name)),
                                        column=letters(column)))
        used.add(name)
        head.names[column] = name


def header_place(grid: Grid, table: str, renames: Renames, most: int = 25) -> int | None:
    """The first row that can be the header of a table; None where no row is."""
    best, best_score = None, 0.0
    for place in range(min(grid.height, most)):
        labels = [text.strip() for text in grid.texts(place)]
        stated = [renames.field(label) or label for label in labels if label]
        score = likeness(stated, table)
        if score >= 10:
            return place
        if score > best_score and len(stated) > 1:
            best, best_score = place, score
    return best
