"""Other tools' files: one reader a kind."""

from __future__ import annotations

from typing import Any

from partnernet.files.draft import Draft
from partnernet.files.sources import Source
from partnernet.files.tables import Book


def read_graph(source: Source, scales: dict[str, Any], book: Book) -> Draft | None:
    """The draft that a graph file holds; None, with problems, where it cannot stand."""
    raise NotImplementedError
