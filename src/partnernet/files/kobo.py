"""Exports of KoboToolbox and ODK: repeats beside or in a row, and the exports of our own form.

Each becomes a roster, so that one reader decides what its answers mean. Headers may be names or
labels, with or without the groups before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from partnernet.checks import Directory, visible
from partnernet.checks.frames import cell_text
from partnernet.checks.references import folded
from partnernet.files.grid import Grid
from partnernet.files.kobo_form import own_form, scales_of_form
from partnernet.files.roster import Roster
from partnernet.files.tables import Book
from partnernet.vocabulary import headers
from partnernet.words import say

# The column of a submission's number, and the one by which its repeats name it.
_KEYS: tuple[tuple[str, str], ...] = (("_index", "_parent_index"), ("KEY", "PARENT_KEY"))
_TABLE = "_parent_table_name"
_IN_A_ROW = re.compile(
    r"^(?:.*/)?(?P<group>[^/\[\]]+)\[(?P<number>\d+)\](?:/.*)?/(?P<asked>[^/]+)$")
_LEAST_KNOWN = 0.6


@dataclass(eq=False)
class Exports:
    """What was found: rosters, the grids that are none, and the scales that a form states."""

    rosters: list[Roster] = field(default_factory=list)
    left: list[Grid] = field(default_factory=list)
    scales: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Repeat:
    """One turn of a repeat: the row of its submission, its own row, and its answers by question."""

    place: int
    number: int
    cells: dict[str, Any]


def is_export(grid: Grid) -> bool:
    """Whether a grid has the columns by which survey tools number their submissions."""
    labels = set(_labels(grid))
    return any(pair[0] in labels or pair[1] in labels for pair in _KEYS)


def exports_among(grids: Sequence[Grid], directory: Directory | None, book: Book) -> Exports:
    """Take the exports of survey tools out of some grids; the others are left as they are."""
    found = Exports()
    used: set[int] = set()
    for child in grids:
        roster, parent = _beside(child, grids, directory, book)
        if roster is not None and parent is not None:
            found.rosters.append(roster)
            used |= {id(child), id(parent)}
    for grid in grids:
        if id(grid) in used:
            continue
        roster = own_form(grid, directory, book)
        if roster is not None:
            found.scales |= scales_of_form(book)
        else:
            roster = _in_a_row(grid, directory, book)
        if roster is None:
            found.left.append(grid)
        else:
            found.rosters.append(roster)
    return found


def _labels(grid: Grid) -> list[str]:
    return [text.strip() for text in grid.texts(0)] if grid.height else []


def last_step(label: str) -> str:
    """A header without the groups before it."""
    return label.rpartition("/")[2].strip()


def _beside(child: Grid, grids: Sequence[Grid], directory: Directory | None,
            book: Book) -> tuple[Roster | None, Grid | None]:
    """Repeats on a sheet of their own, joined to their submissions by number."""
    labels = _labels(child)
    for own, above in _KEYS:
        if above not in labels:
            continue
        parents = [grid for grid in grids if grid is not child and own in _labels(grid)
                   and above not in _labels(grid) and _is_named(grid, child, labels)]
        if len(parents) != 1:
            continue
        places = {cell_text(cell): place for place, cell in
                  enumerate(parents[0].columns[_labels(parents[0]).index(own)]) if place}
        said = [place for place, label in enumerate(labels)
                if label and not label.startswith("_") and label not in (own, above)]
        turns = [_Repeat(places[key], int(child.numbers[row]),
                         {last_step(labels[place]): child.columns[place][row] for place in said})
                 for row in range(1, child.height)
                 if (key := cell_text(child.columns[labels.index(above)][row])) in places]
        return _roster(parents[0], set(), turns, directory, book), parents[0]
    return None, None


def _is_named(parent: Grid, child: Grid, labels: Sequence[str]) -> bool:
    """Whether a grid is the one that a child names as its table; many exports name none."""
    if _TABLE not in labels:
        return True
    named = {cell_text(cell) for cell in child.columns[labels.index(_TABLE)][1:]} - {None}
    # Excel cuts the names of sheets.
    return not named or any(str(name).startswith(parent.name) for name in named)


def _in_a_row(grid: Grid, directory: Directory | None, book: Book) -> Roster | None:
    """Repeats that stand one after the other in the row: ``partners[1]/frequency``."""
    labels = _labels(grid)
    turns: dict[tuple[str, str], dict[str, int]] = {}
    for column, label in enumerate(labels):
        match = _IN_A_ROW.match(label)
        if match is not None:
            turns.setdefault((match["group"], match["number"]), {})[match["asked"]] = column
    if not turns:
        return None
    said = [_Repeat(row, int(grid.numbers[row]),
                    {asked: grid.columns[column][row] for asked, column in columns.items()})
            for row in range(1, grid.height) for columns in turns.values()]
    used = {column for columns in turns.values() for column in columns.values()}
    return _roster(grid, used, [turn for turn in said if any(
        cell is not None for cell in turn.cells.values())], directory, book)


def _roster(grid: Grid, used: set[int], turns: Sequence[_Repeat], directory: Directory | None,
            book: Book) -> Roster | None:
    """A roster from submissions and their repeats; None where nobody can be told."""
    questions = list(dict.fromkeys(name for turn in turns for name in turn.cells))
    partner = _best(questions, lambda name: [turn.cells.get(name) for turn in turns], directory,
                    "target")
    if partner is None:
        return None
    known = directory or _directory(turn.cells.get(partner) for turn in turns)
    labels = _labels(grid)
    free = [column for column in range(grid.width) if column not in used
            and labels[column] and not labels[column].startswith("_")]
    place = _best([labels[column] for column in free],
                  lambda label: grid.columns[labels.index(label)][1:], known, "source")
    if place is None:
        return None
    respondent = labels.index(place)
    columns, asked = _pivoted(grid, turns, partner, book)
    kept = [respondent, *(column for column in free if column != respondent)]
    plain = Grid(grid.name, grid.file, grid.sheet,
                 [[last_step(labels[column]), *grid.columns[column][1:]] for column in kept]
                 + columns, grid.numbers, grid.oddities, typed=grid.typed)
    further: dict[str, int] = {}
    for column, text in enumerate(_labels(plain)[: len(kept)]):
        name = headers.field(text, "ties")
        if column and name in ("date", "wave", "respondent"):
            further.setdefault(name, column)
    return Roster(plain, 0, 0, {len(kept) + number: pair for number, pair in enumerate(asked)},
                  further)


def _directory(cells: Iterable[Any]) -> Directory:
    texts = list(dict.fromkeys(text for cell in cells if (text := cell_text(cell)) is not None))
    return Directory(texts, texts)


def _pivoted(grid: Grid, turns: Sequence[_Repeat], partner: str,
             book: Book) -> tuple[list[list[Any]], list[tuple[str, str]]]:
    """A column for each question about each partner."""
    columns: dict[tuple[str, str], list[Any]] = {}
    labels: dict[str, str] = {}
    seen: dict[tuple[int, str], int] = {}
    for turn in turns:
        label = cell_text(turn.cells.get(partner))
        if label is None:
            continue
        key = folded(label)
        name = labels.setdefault(key, label.strip())
        if (turn.place, key) in seen:
            book.problems.add(grid.problem(
                say("input.partner_twice", name=visible(name), row=str(seen[turn.place, key]),
                    again=str(turn.number)), row=int(grid.numbers[turn.place]),
                fix=say("input.mend_partner_twice")))
            continue
        seen[turn.place, key] = turn.number
        for question, cell in turn.cells.items():
            if question != partner:
                head = f"{question} [{name}]"
                cells = columns.setdefault((question, name), [head, *[None] * (grid.height - 1)])
                cells[turn.place] = cell
    return list(columns.values()), list(columns)


def _best(labels: Sequence[str], cells: Callable[[str], Iterable[Any]],
          directory: Directory | None, end: str) -> str | None:
    """The label that heads organisations: by its words, else by what stands below it."""
    by_words = [label for label in labels if headers.field(last_step(label), "ties") == end]
    by_words += [label for label in labels if label not in by_words and (
        headers.ambiguous(last_step(label)) == "organisation"
        or headers.field(last_step(label), "organisations") == "name")]
    best, best_share = None, 0.0
    for label in labels:
        texts = [text for cell in cells(label) if (text := cell_text(cell)) is not None]
        hits = 0 if directory is None else sum(directory.find(text).position >= 0
                                               for text in texts)
        share = hits / max(len(texts), 1) + (0.5 if label in by_words and texts else 0.0)
        if share > best_share:
            best, best_share = label, share
    return best if best is not None and (best_share >= _LEAST_KNOWN or best in by_words) else None
