"""Other tools' files: which reader reads which kind, and how its tables become a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any

from partnernet.files.assemble import from_found
from partnernet.files.dl import read_dl
from partnernet.files.draft import Draft, directory_of, origin_of
from partnernet.files.gexf import read_gexf
from partnernet.files.gml import read_gml
from partnernet.files.graph import carry, draft_from
from partnernet.files.graphml import read_graphml
from partnernet.files.grid import Oddity
from partnernet.files.kumu import read_kumu
from partnernet.files.matrices import read_matrices
from partnernet.files.pajek import read_pajek
from partnernet.files.sources import Source
from partnernet.files.tables import Book, Table, read_table
from partnernet.files.vna import read_vna
from partnernet.ledger import Part
from partnernet.words import Message

Reader = Callable[[Source, "Wanted", Book], Draft | None]


class Wanted:
    """What the user said that a reader needs to know."""

    def __init__(self, values: str | None, scales: Mapping[str, Any], directed: bool,
                 listing: Table | None) -> None:
        self.values, self.scales = values, dict(scales)
        self.directed, self.listing = directed, listing


def read_other(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    """The draft that another tool's file holds; None, with problems, where it cannot stand."""
    draft = READERS[str(source.graph)](source, wanted, book)
    if draft is not None and wanted.listing is not None:
        draft.organisations = wanted.listing.frame
        draft.organisations_origin = origin_of(wanted.listing)
    return draft


def _note(message: Message | None, source: Source, book: Book) -> None:
    if message is not None:
        book.tell([Oddity("repaired", message)], Part(source.name, None, "ties"))


def _graphml(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    return draft_from(read_graphml(source.data, source.name), source.name, book)


def _gexf(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    return draft_from(read_gexf(source.data, source.name), source.name, book)


def _gml(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    elements, note = read_gml(source.data, source.name)
    _note(note, source, book)
    return draft_from(elements, source.name, book)


def _pajek(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    elements, note = read_pajek(source.data, source.name, wanted.values)
    _note(note, source, book)
    return draft_from(elements, source.name, book)


def _kumu(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    elements, note = read_kumu(source.data, source.name)
    _note(note, source, book)
    return draft_from(elements, source.name, book)


def _dl(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    found, note = read_dl(source.data, source.name, PurePath(source.name).stem, wanted.values)
    _note(note, source, book)
    if not isinstance(found, list):
        return draft_from(found, source.name, book)
    listing = wanted.listing
    directory = directory_of(None if listing is None else listing.frame)
    ties = read_matrices(found, wanted.values, wanted.scales, wanted.directed, directory, book)
    return from_found(ties, listing, directory)


def _vna(source: Source, wanted: Wanted, book: Book) -> Draft | None:
    grids, carried, note = read_vna(source.data, source.name)
    _note(note, source, book)
    book.renames.exact = bool(carried)
    listing = wanted.listing
    if listing is None and "nodes" in grids:
        listing = read_table(grids["nodes"], "organisations", book)
    ties = read_table(grids["edges"], "ties", book)
    if ties is None:
        return None
    draft = Draft(ties.frame, origin_of(ties))
    if listing is not None:
        draft.organisations, draft.organisations_origin = listing.frame, origin_of(listing)
    carry(draft, carried, source.name, book)
    return draft


READERS: dict[str, Reader] = {
    "graphml": _graphml, "gexf": _gexf, "gml": _gml, "pajek": _pajek, "dl": _dl, "vna": _vna,
    "json": _kumu,
}
