"""Which sheet is what: by its name, else by what stands in it; then one draft from all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from partnernet.checks import Directory, Origin, visible
from partnernet.checks.references import folded
from partnernet.checks.strengths import KNOWN
from partnernet.files.beyond import is_beyond
from partnernet.files.draft import Draft, directory_of, origin_of, several
from partnernet.files.grid import Grid
from partnernet.files.headings import MUST, header_place, likeness
from partnernet.files.kobo import exports_among, is_export
from partnernet.files.longform import is_long, read_long
from partnernet.files.matrices import Found, read_matrices
from partnernet.files.matrix import Matrix, seen_as_matrix
from partnernet.files.questionnaire import Questionnaire, read_questionnaires, seen_as_questionnaire
from partnernet.files.roster import Roster, read_roster, seen_as_roster
from partnernet.files.scales import read_levels, read_scales
from partnernet.files.tables import MADE_BY, Book, Table, part_of, read_table
from partnernet.files.two_rows import with_one_header
from partnernet.vocabulary import answers, further, headers
from partnernet.words import Names, say

# What a sheet ``about`` may call the facts that a report shows.
_ABOUT = {"título": "title", "titulo": "title", "titel": "title", "lugar": "place",
          "plats": "place", "ort": "place", "encuesta": "survey", "enkät": "survey",
          "undersökning": "survey", "sintético": "synthetic", "sintetico": "synthetic",
          "syntetisk": "synthetic", "syntetiskt": "synthetic"}
_VALUE_HEADERS = ("value", "valor", "värde")
_IGNORED = "(ignore)"  # Kumu skips sheets marked so
_DIRECTED = ("directed", "dirigida", "riktad")


@dataclass(eq=False)
class Roles:
    """What each grid was found to be."""

    organisations: list[Grid] = field(default_factory=list)
    ties: list[Grid] = field(default_factory=list)
    matrices: list[Matrix] = field(default_factory=list)
    rosters: list[Roster] = field(default_factory=list)
    questionnaires: list[Questionnaire] = field(default_factory=list)
    scales: list[Grid] = field(default_factory=list)
    levels: list[Grid] = field(default_factory=list)
    unknown: list[Grid] = field(default_factory=list)
    left: list[Grid] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Options:
    """What the user said of the file."""

    values: str | None = "trust"
    scales: dict[str, Any] = field(default_factory=dict)
    directed: bool = True


def draft_of(grids: Sequence[Grid], organisations: Table | None, options: Options,
             book: Book) -> Draft | None:
    """One draft from the sheets of a workbook or the files of a folder.

    ``organisations``: a list that was given apart. None where no ties are found; why stands in
    the problems.
    """
    roles = Roles()
    kept = [grid for grid in grids if not _is_ignored(grid, book)]
    unnamed = _by_name(kept, roles, book)
    listing = organisations
    if listing is None and len(roles.organisations) == 1:
        listing = read_table(roles.organisations[0], "organisations", book)
    elif listing is None and roles.organisations:
        _refuse_two(roles.organisations, "organisations", book)
        return None
    directory = directory_of(None if listing is None else listing.frame)
    exports = exports_among(unnamed, directory, book)
    roles.rosters += exports.rosters
    _by_content(exports.left, roles, directory, listing is not None, book)
    if listing is None and len(roles.organisations) == 1:
        listing = read_table(roles.organisations[0], "organisations", book)
        directory = directory_of(None if listing is None else listing.frame)
    scales: dict[str, Any] = exports.scales
    for grid in roles.scales:
        scales |= read_scales(grid, book)
    options = Options(options.values, _scales(scales, options.scales, book), options.directed)
    levels = read_levels(roles.levels[0], book) if roles.levels else None
    draft = _draft(roles, listing, directory, options, book, kept)
    if draft is not None:
        draft.levels, draft.scales = levels, options.scales
        _take_about(draft, book)
    return draft


def _take_about(draft: Draft, book: Book) -> None:
    """Whether ties have a direction, where the sheet about says so; it is about the file alone."""
    book.about.pop(MADE_BY[0], None)
    said = [answers.is_yes(book.about.pop(word)) for word in _DIRECTED if word in book.about]
    if said and said[0] is not None:
        draft.directed = said[0]


def _scales(sheet: dict[str, Any], stated: dict[str, Any], book: Book) -> dict[str, Any]:
    """Scales of the sheet and of the user, the user's first, under the fields' own names."""
    found: dict[str, Any] = {}
    for scales in (sheet, stated):
        for name, scale in scales.items():
            alias = None if book.renames.exact else headers.field(name, "ties")
            own = book.renames.stated.get(name) or alias
            known = own if own in KNOWN or name in book.renames.stated else name
            found[str(known)] = scale
    return found


def _is_ignored(grid: Grid, book: Book) -> bool:
    if _IGNORED not in grid.name.lower():
        return False
    book.record.add("noted", say("ledger.sheet_ignored", sheet=visible(grid.name)),
                    part_of(grid, "other"))
    return True


def _by_name(grids: Sequence[Grid], roles: Roles, book: Book) -> list[Grid]:
    """Give grids their roles by name; return those whose name says nothing."""
    unnamed = []
    named = {id(grid): headers.sheet(grid.name) for grid in grids}
    has_map = any(headers.sheet(grid.name) == "other" for grid in grids)
    several_ties = sum(role == "ties" for role in named.values()) > 1
    for grid in grids:
        if named[id(grid)] == "about" and grid.width > 2:
            named[id(grid)] = None  # "information" may be a kind of tie
        elif named[id(grid)] == "about":
            book.about |= _stated(grid)
    # Our own files say so: their headers are meant as they stand.
    book.renames.exact = book.about.get(MADE_BY[0]) == MADE_BY[1]
    for grid in grids:
        role = named[id(grid)]
        if role == "ties" and several_ties and has_map and grid.name.strip().lower() == "links":
            role = "other"  # beside indicators, links are those of a system map
        if role in ("organisations", "scales", "levels", "unknown"):
            getattr(roles, role).append(grid)
        elif role == "about" or (role == "other" and not is_export(grid) and (
                further.sheet(grid.name) is None or is_beyond(grid))):
            continue  # a survey may be called "answers" too: then its content tells
        else:
            unnamed.append(grid)
    return unnamed


def _stated(grid: Grid) -> dict[str, str]:
    """What a sheet ``about`` states: its first column names, its second says."""
    rows = [grid.texts(place)[:2] for place in range(grid.height)]
    stated = {}
    for row in rows:
        if len(row) == 2 and all(row) and row[1].strip().casefold() not in _VALUE_HEADERS:
            key = row[0].strip().casefold()
            stated[_ABOUT.get(key, key)] = row[1].strip()
    if "synthetic" in stated:
        stated["synthetic"] = "no" if answers.is_yes(stated["synthetic"]) is False else "yes"
    return stated


def _by_content(grids: Sequence[Grid], roles: Roles, directory: Directory | None, listed: bool,
                book: Book) -> None:
    """Tell tie lists, matrices, rosters and lists of organisations by what stands in them."""
    for grid in map(with_one_header, grids):
        named_ties = headers.sheet(grid.name) == "ties"
        if _heads(grid, "ties", book):
            roles.ties.append(grid)
            continue
        questionnaire = seen_as_questionnaire(grid, directory, book.renames)
        matrix = seen_as_matrix(grid)
        roster = None
        if questionnaire is None and matrix is None:
            roster = seen_as_roster(grid, directory, book.renames)
        if questionnaire is not None:
            roles.questionnaires.append(questionnaire)
        elif matrix is not None:
            roles.matrices.append(matrix)
        elif roster is not None:
            roles.rosters.append(roster)
        elif named_ties:
            roles.ties.append(grid)
        elif not listed and _heads(grid, "organisations", book):
            roles.organisations.append(grid)
        else:
            roles.left.append(grid)


def _heads(grid: Grid, table: str, book: Book) -> bool:
    place = header_place(grid, table, book.renames)
    if place is None:
        return False
    labels = [text.strip() for text in grid.texts(place)]
    stated = [book.renames.field(label) or label for label in labels if label]
    return likeness(stated, table) >= 10


def _refuse_two(grids: Sequence[Grid], table: str, book: Book) -> None:
    names = Names(tuple(visible(grid.sheet or grid.file or grid.name) for grid in grids))
    book.problems.add(grids[1].problem(say(f"input.two_tables_{table}", names=names),
                                       fix=say("input.mend_two_tables")))


def _draft(roles: Roles, listing: Table | None, directory: Directory | None, options: Options,
           book: Book, grids: Sequence[Grid]) -> Draft | None:
    """The draft of the ties that were found, whatever their shape."""
    if len(roles.organisations) > 1 and listing is None:
        _refuse_two(roles.organisations, "organisations", book)
        return None
    shape = next((name for name in _SHAPES if getattr(roles, name)), None)
    if shape is None:
        _refuse_without_ties(grids, roles, book)
        return None
    found = getattr(roles, shape)
    if shape in _SINGLE and len(found) > 1:
        _refuse_two([getattr(each, "grid", each) for each in found], "ties", book)
        return None
    draft = _SHAPES[shape](roles, listing, directory, options, book)
    _note_left(roles, book)
    return draft


def _note_left(roles: Roles, book: Book) -> None:
    for grid in roles.left:
        if grid.height:
            book.record.add("noted", say("ledger.sheet_left", sheet=visible(
                grid.sheet or grid.file or grid.name)), part_of(grid, "other"))


def _refuse_without_ties(grids: Sequence[Grid], roles: Roles, book: Book) -> None:
    named = Names(tuple(visible(grid.sheet or grid.file or grid.name) for grid in grids), most=10)
    first = grids[0] if grids else None
    if first is None:
        return
    single = [grid for grid in roles.left if grid.height]
    if len(single) == 1 and len(grids) == 1:
        # One table that is none of ours: say what its header has and what ties need.
        read_table(single[0], "ties", book)
        if book.problems.total:
            return
        place = header_place(single[0], "ties", book.renames) or 0
        columns = Names(tuple(visible(text, 40) for text in single[0].texts(place) if text),
                        most=12)
        for name in MUST["ties"]:
            book.problems.add(single[0].problem(
                say("input.no_column", column=name[0], found=columns), column=name[0],
                row=int(single[0].numbers[place]), fix=say("input.name_column", name=name[0])))
        return
    book.problems.add(first.problem(say("input.no_ties_found", sheets=named),
                                    fix=say("input.mend_no_ties_found")))


def _from_tables(roles: Roles, listing: Table | None, directory: Directory | None,
                 options: Options, book: Book) -> Draft | None:
    roles.left += [matrix.grid for matrix in roles.matrices]
    roles.left += [roster.grid for roster in roles.rosters]
    ties = read_table(roles.ties[0], "ties", book)
    if ties is None:
        return None
    if is_long(ties):
        found = read_long(ties, options.values, options.scales, directory, book)
        return from_found(found, listing, directory)
    draft = Draft(ties.frame, origin_of(ties))
    if listing is not None:
        draft.organisations, draft.organisations_origin = listing.frame, origin_of(listing)
    unknown = [table for grid in roles.unknown
               if (table := read_table(grid, "unknown", book)) is not None]
    if unknown:
        draft.unknown, draft.unknown_origin = several(
            [(table.frame, origin_of(table)) for table in unknown])
    return draft


def _from_matrices(roles: Roles, listing: Table | None, directory: Directory | None,
                   options: Options, book: Book) -> Draft | None:
    found = read_matrices(roles.matrices, options.values, options.scales, options.directed,
                          directory, book)
    return from_found(found, listing, directory)


def _from_roster(roles: Roles, listing: Table | None, directory: Directory | None,
                 options: Options, book: Book) -> Draft | None:
    found = read_roster(roles.rosters[0], options.values, options.scales, directory, book)
    return from_found(found, listing, directory)


def _from_questionnaires(roles: Roles, listing: Table | None, directory: Directory | None,
                         options: Options, book: Book) -> Draft | None:
    found = read_questionnaires(roles.questionnaires, options.scales, directory, book)
    return from_found(found, listing, directory)


# The shapes that ties may have, those to be preferred first; what is left over is told.
_SHAPES = {"ties": _from_tables, "matrices": _from_matrices, "rosters": _from_roster,
           "questionnaires": _from_questionnaires}
_SINGLE = ("ties", "rosters")  # several of these are not put together


def from_found(found: Found | None, listing: Table | None,
                directory: Directory | None) -> Draft | None:
    """A draft from matrices, a roster or questionnaires; who did not answer becomes a column."""
    if found is None:
        return None
    draft = Draft(found.frame, found.origin)
    if len(found.unknown):
        draft.unknown, draft.unknown_origin = found.unknown, found.unknown_origin
    silent = {folded(label) for label in found.silent}
    if listing is None or directory is None:
        labels = found.labels
        part = part_like(found.origin)
        draft.organisations = pd.DataFrame({"id": pd.Series(labels, dtype=object)})
        if silent:
            draft.organisations["answered"] = [folded(label) not in silent for label in labels]
        draft.organisations_origin = Origin((part,), np.ones(len(labels), dtype=np.int64))
        return draft
    frame = listing.frame.copy()
    if silent and "answered" not in frame.columns:
        places = {directory.find(label).position for label in found.silent}
        frame["answered"] = [place not in places for place in range(len(frame))]
    draft.organisations, draft.organisations_origin = frame, origin_of(listing)
    return draft


def part_like(origin: Origin) -> Any:
    """The part that organisations named in a matrix or roster are counted under."""
    part = origin.parts[0]
    return type(part)(part.file, part.sheet, "organisations", "labels")
