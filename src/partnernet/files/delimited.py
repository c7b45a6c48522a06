"""CSV and TSV in any common dialect, every row with its number and as many cells as the header."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import numpy as np

from partnernet.errors import InputError, Problem
from partnernet.files.grid import Grid, Oddity, trimmed
from partnernet.files.headings import likeness
from partnernet.files.text import decoded
from partnernet.words import say

DELIMITERS: tuple[str, ...] = (",", ";", "\t", "|")
_SAMPLE = 6000  # characters from which the dialect is told
_ROWS_OF_SAMPLE = 30
_CHUNK = 50_000


def read_delimited(data: bytes, name: str, file: str, table: str | None = None) -> Grid:
    """The cells of a CSV file, all as text.

    ``table``: what the file should hold ("organisations", "ties" …), if its name says so; the
    dialect is the one under which its header says the same.

    Raises InputError for broken quotes, and rows with more or fewer cells than the others.
    """
    text = decoded(data, file)
    body, stated = _stated_delimiter(text.text)
    delimiter, spaced = (stated, False) if stated else _dialect(body, table)
    grid = _parsed(body, delimiter, spaced, name, file, first=2 if stated else 1)
    if text.note is not None:
        grid.oddities.append(Oddity("repaired", text.note))
    return grid


def _stated_delimiter(text: str) -> tuple[str, str | None]:
    """The text after a first line ``sep=;``, and the delimiter that it states."""
    start, _, rest = text.partition("\n")
    line = start.strip().strip('"')
    if line.lower().startswith("sep=") and len(line) <= 5:
        return rest, line[4:] or "\t"
    return text, None


def _dialect(text: str, table: str | None) -> tuple[str, bool]:
    """The delimiter, and whether a space follows it.

    csv.Sniffer proposes; of all delimiters that one is taken under which the header has most of
    the words that the table must have, and the proposed one where that does not tell.
    """
    sample = text[:_SAMPLE]
    try:
        proposed = csv.Sniffer().sniff(sample, delimiters="".join(DELIMITERS)).delimiter
    except csv.Error:
        proposed = ","
    best, best_score = proposed, (-1.0, -1)
    for delimiter in dict.fromkeys((proposed, *DELIMITERS)):
        rows = _sample_rows(sample, delimiter)
        score = (max((likeness(row, table) for row in rows), default=0.0), _steady(rows))
        if score > best_score:
            best, best_score = delimiter, score
    return best, _spaced(_sample_rows(sample, best))


def _sample_rows(sample: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a quote that the sample cuts in two
        rows.extend(islice(reader, _ROWS_OF_SAMPLE))
    return rows


def _steady(rows: list[list[str]]) -> int:
    """How many rows have the commonest number of cells, where that is more than one."""
    widths = [len(row) for row in rows if len(row) > 1]
    return max((widths.count(width) for width in set(widths)), default=0)


def _spaced(rows: list[list[str]]) -> bool:
    """Whether a space follows every delimiter, as people type lists."""
    later = [cell for row in rows for cell in row[1:] if cell]
    return bool(later) and all(cell.startswith(" ") for cell in later)


def _parsed(text: str, delimiter: str, spaced: bool, name: str, file: str, first: int) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True,
                        skipinitialspace=spaced)
    columns: list[list[Any]] = []
    known: dict[str, str | None] = {"": None}
    widths: list[int] = []
    count = 0
    for rows in _chunks(reader, file, first):
        widths += map(len, rows)
        width = max(map(len, rows))
        while len(columns) < width:
            columns.append([None] * count)
        # Most cells repeat (ids, small numbers): one object for all alike keeps memory small.
        padded = [row + [""] * (width - len(row)) for row in rows] if len(set(map(len, rows))) > 1 \
            else rows
        for column, cells in zip(columns, zip(*padded, strict=True), strict=False):
            column.extend(map(known.setdefault, cells, cells))
        for column in columns[width:]:
            column.extend([None] * len(rows))
        count += len(rows)
    grid = Grid(name, file, None, columns, np.arange(first, first + count, dtype=np.int64),
                widths=np.array(widths, dtype=np.int64),
                ends_open=bool(text) and text[-1] not in "\r\n", typed=False)
    if any("\n" in cell or "\r" in cell for cell in known):
        _refuse_swallowed_rows(grid, delimiter)
    return trimmed(grid)


def _chunks(reader: Any, file: str, first: int) -> Iterator[list[list[str]]]:
    """Rows in portions; a broken quote is told with the row where it begins."""
    done = 0
    while True:
        rows: list[list[str]] = []
        try:
            rows.extend(islice(reader, _CHUNK))  # what came before an error stays in the list
        except csv.Error as error:
            number = first + done + len(rows)
            if "field limit" in str(error):
                raise InputError(Problem(
                    say("input.cell_too_long", row=str(number), n=csv.field_size_limit()),
                    file=file, row=number, fix=say("input.mend_cell_too_long"))) from error
            raise InputError(Problem(say("input.quote", row=str(number)), file=file, row=number,
                                     found=str(error), fix=say("input.mend_quote"))) from error
        if not rows:
            return
        done += len(rows)
        yield rows


def _refuse_swallowed_rows(grid: Grid, delimiter: str) -> None:
    """A cell that holds whole rows comes of a quote that was opened and closed far below."""
    for column in grid.columns:
        for place, cell in enumerate(column):
            if cell is None or ("\n" not in cell and "\r" not in cell):
                continue
            within = max(line.count(delimiter) for line in cell.splitlines())
            if grid.width > 1 and within >= grid.width - 1:
                number = int(grid.numbers[place])
                raise InputError(Problem(say("input.quote", row=str(number)), file=grid.file,
                                         row=number, fix=say("input.mend_quote")))
