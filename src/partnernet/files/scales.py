"""The sheets that say how to read the others: scales and levels."""

from __future__ import annotations

import re
from typing import Any

from partnernet.checks import visible
from partnernet.checks.frames import cell_text
from partnernet.errors import OptionError
from partnernet.files.grid import Grid
from partnernet.files.tables import Book, part_of, read_table
from partnernet.vocabulary import Scale, answers, headers
from partnernet.words import say

_LABEL = re.compile(r"^\s*([+-]?\d+(?:[.,]\d+)?)\s*[=:]\s*(.+?)\s*$", re.DOTALL)


def read_scales(grid: Grid, book: Book) -> dict[str, Any]:
    """Strength → scale, from rows attribute, low, high, integer, direction, labels."""
    table = read_table(grid, "scales", book)
    if table is None or "attribute" not in table.frame.columns:
        return {}
    scales: dict[str, Any] = {}
    for place, row in enumerate(table.frame.to_dict("records")):
        name = cell_text(row["attribute"])
        if name is None:
            continue
        stated, wrong = _scale(row)
        number = int(table.numbers[place])
        for column, found in wrong:
            book.problems.add(grid.problem(
                say("input.scale_cell", found=visible(found), column=column), row=number,
                column=table.columns.get(column, column), found=found,
                fix=say(f"input.mend_scale_{column}")))
        if wrong:
            continue
        try:
            scales[name.strip()] = Scale.of(stated, name)
        except OptionError as error:
            book.problems.add(grid.problem(error.message, row=number, found=name))
    return scales


def _scale(row: dict[Any, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The mapping that a row states, and the cells that cannot be understood."""
    stated: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for end in ("low", "high"):
        text = cell_text(row.get(end))
        if text is None or answers.is_empty(text):
            continue
        try:
            stated[end] = float(text.replace(",", "."))
        except ValueError:
            wrong.append((end, text))
    whole = cell_text(row.get("integer"))
    if whole is not None:
        yes = answers.is_yes(whole)
        if yes is None:
            wrong.append(("integer", whole))
        else:
            stated["integer"] = yes
    way = cell_text(row.get("direction"))
    if way is not None:
        direction = headers.direction(way)
        if direction is None:
            wrong.append(("direction", way))
        else:
            stated["direction"] = direction
    labels = cell_text(row.get("labels"))
    if labels is not None:
        found = _labels(labels)
        if found is None:
            wrong.append(("labels", labels))
        else:
            stated["labels"] = found
    return stated, wrong


def _labels(text: str) -> dict[float, str] | None:
    """``1=none; 5=full`` as a mapping; None where a part is not like that.

    A semicolon or an equals sign inside a label is written twice.
    """
    labels: dict[float, str] = {}
    for part in re.split(r"(?<!;);(?!;)|\n", text):
        if not part.strip():
            continue
        match = _LABEL.match(part)
        if match is None:
            return None
        labels[float(match[1].replace(",", "."))] = match[2].replace(";;", ";")
    return labels


def written_labels(labels: dict[float, str]) -> str:
    """A mapping of labels as the sheet holds it."""
    return "; ".join(f"{value:g}={label.replace(';', ';;')}" for value, label in labels.items())


def read_levels(grid: Grid, book: Book) -> tuple[str, ...] | None:
    """Levels in their order, from near to far: the first column that holds text."""
    book.tell(grid.oddities, part_of(grid, "levels"))
    for column in grid.columns:
        cells = [text.strip() for text in map(cell_text, column) if text is not None]
        if not cells or all(cell.replace(".", "").isdigit() for cell in cells[1:] or cells):
            continue
        if _heads_levels(cells[0]):
            cells = cells[1:]
        twice = next((cell for cell in cells if cells.count(cell) > 1), None)
        if twice is not None:
            book.problems.add(grid.problem(say("input.levels_twice", level=visible(twice)),
                                           found=twice))
            return None
        return tuple(cells) or None
    return None


def _heads_levels(label: str) -> bool:
    """Whether the first cell is a header ("level", "niveles") and not a level itself."""
    return headers.field(label, "organisations") == "level" or headers.sheet(label) == "levels"

