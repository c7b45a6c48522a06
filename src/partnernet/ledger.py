"""What happened to every input row: repaired, merged, excluded or noted, and how the counts add up.

``Record`` is written while tables are read and checked; ``Ledger`` is what a partnership keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.words import Message

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]
Fate = Literal["repaired", "merged", "excluded", "noted"]
FATES: tuple[Fate, ...] = ("repaired", "merged", "excluded", "noted")
EVENT_COLUMNS = ("file", "sheet", "row", "column", "value", "fate", "reason")
COUNT_COLUMNS = ("file", "sheet", "table", "shape", "read", "used", "merged", "excluded")
_COUNTED = ("merged", "excluded")


@dataclass(frozen=True)
class Part:
    """One table of the input: a sheet, a file, or a data frame handed over.

    ``table``: what it holds ("organisations", "ties", "unknown"). ``shape``: how it is laid out
    ("table", "matrix", "roster"); matrices and rosters count cells, tables count rows.
    """

    file: str | None = None
    sheet: str | None = None
    table: str = "ties"
    shape: str = "table"


@dataclass(frozen=True, eq=False)
class _Batch:
    """Events of one kind in one column of one part; arrays of equal length."""

    part: Part
    fate: Fate
    rows: Objects
    columns: Objects
    values: Objects
    reasons: Objects


@dataclass(eq=False)
class Record:
    """The ledger while it is being written."""

    _batches: list[_Batch] = field(default_factory=list)
    _counts: dict[Part, dict[str, int]] = field(default_factory=dict)

    def read(self, part: Part, count: int) -> None:
        """So many rows (or cells) of a part were read."""
        self._of(part)["read"] += int(count)

    def _of(self, part: Part) -> dict[str, int]:
        return self._counts.setdefault(part, {"read": 0, "merged": 0, "excluded": 0})

    def add(self, fate: Fate, reason: Message | Sequence[Message], part: Part, *,
            rows: Sequence[int] | Ints | int | None = None,
            column: Objects | str | None = None, values: Any = None,
            count: int | None = None) -> None:
        """Write events: one, or one a row.

        ``reason``, ``column`` and ``values`` are one for all rows or one a row. Merged and
        excluded rows are counted; ``count`` says how many where they are not one a row (cells of
        a roster).
        """
        several = rows is not None and not isinstance(rows, int | np.integer)
        listed = list(rows) if several else [rows]  # type: ignore[arg-type]  # several says so
        size = len(listed)
        if size == 0:
            return
        self._batches.append(_Batch(
            part, fate, _objects(listed), _spread(column, size),
            _spread(values if several else [values], size),
            _spread(reason if several else [reason], size),
        ))
        if fate in _COUNTED:
            self._of(part)[fate] += size if count is None else int(count)

    def close(self) -> Ledger:
        """The finished ledger."""
        return Ledger(tuple(self._batches), tuple(
            (part, counts["read"], counts["merged"], counts["excluded"])
            for part, counts in self._counts.items()
        ))


@dataclass(frozen=True, eq=False)
class Ledger:
    """One event a row, and one count a table.

    ``len(ledger)`` is the number of events; 0 when nothing was odd.
    """

    _batches: tuple[_Batch, ...] = ()
    _counts: tuple[tuple[Part, int, int, int], ...] = ()

    def __len__(self) -> int:
        return sum(len(batch.rows) for batch in self._batches)

    @property
    def events(self) -> pd.DataFrame:
        """Columns file, sheet, row, column, value, fate, reason (in English); a new table."""
        return self.table("en")

    def table(self, language: str = "en") -> pd.DataFrame:
        """The events with their reasons in a language; rows as a spreadsheet counts them.

        Returns
        -------
        DataFrame
            A row per event: file, sheet, row (the header is row 1; blank where the event concerns
            a whole table), column, value (as found), fate (repaired, merged, excluded or noted),
            reason.
        """
        columns: dict[str, list[Any]] = {name: [] for name in EVENT_COLUMNS}
        said: dict[int, str] = {}
        for batch in self._batches:
            size = len(batch.rows)
            columns["file"] += [batch.part.file] * size
            columns["sheet"] += [batch.part.sheet] * size
            columns["row"] += batch.rows.tolist()
            columns["column"] += batch.columns.tolist()
            columns["value"] += [_text(value) for value in batch.values]
            columns["fate"] += [batch.fate] * size
            for reason in batch.reasons:
                if id(reason) not in said:
                    said[id(reason)] = reason.text(language)
                columns["reason"].append(said[id(reason)])
        table = pd.DataFrame(columns, columns=list(EVENT_COLUMNS), dtype=object)
        table["row"] = pd.array([pd.NA if row is None else int(row) for row in columns["row"]],
                                dtype="Int64")
        return table

    @property
    def messages(self) -> Iterator[tuple[Part, Fate, Message]]:
        """Part, fate and reason of every event; the reason speaks every language."""
        for batch in self._batches:
            for reason in batch.reasons:
                yield batch.part, batch.fate, reason

    @property
    def counts(self) -> pd.DataFrame:
        """A row per table: file, sheet, table, shape, read, used, merged, excluded; a new table.

        read = used + merged + excluded.
        """
        rows = [(part.file, part.sheet, part.table, part.shape, read, read - merged - excluded,
                 merged, excluded) for part, read, merged, excluded in self._counts]
        return pd.DataFrame(rows, columns=list(COUNT_COLUMNS))

    def plus(self, fate: Fate, reason: Message, part: Part | None = None, *,
             row: int | None = None, column: str | None = None, value: Any = None) -> Ledger:
        """Another ledger with one event more; the counts stay."""
        batch = _Batch(part or Part(), fate, _objects([row]), _objects([column]), _objects([value]),
                       _objects([reason]))
        return Ledger((*self._batches, batch), self._counts)

    def without_events(self) -> Ledger:
        """The counts alone, and one for all forms: events quote answers, and what was read of each
        form tells how much its respondent left blank."""
        several = sum(part.shape == "roster" for part, *_ in self._counts) > 1
        return self._counted_by(lambda part: Part(None, None, part.table, part.shape)
                                if several and part.shape == "roster" else part)

    def without_names(self) -> Ledger:
        """One count for all parts that hold the same, and no file, sheet or event.

        A file or sheet can be named after the organisation that filled it in, and how much was
        read of it, or where it stands, can tell which one that is.
        """
        return self._counted_by(lambda part: Part(None, None, part.table, part.shape))

    def _counted_by(self, whole: Callable[[Part], Part]) -> Ledger:
        """The counts alone, those of parts with the same whole together."""
        sums: dict[Part, tuple[int, int, int]] = {}
        for part, *count in self._counts:
            together = whole(part)
            before = sums.get(together, (0, 0, 0))
            sums[together] = (before[0] + count[0], before[1] + count[1], before[2] + count[2])
        return Ledger((), tuple((part, *count) for part, count in sums.items()))

    def joined(self, other: Ledger) -> Ledger:
        """The events and counts of two ledgers, one after the other."""
        return Ledger(self._batches + other._batches, self._counts + other._counts)

    def extended(self, later: Ledger) -> Ledger:
        """With what happened later to the same rows: they were read once."""
        counts = {part: (read, merged, excluded) for part, read, merged, excluded in self._counts}
        for part, read, merged, excluded in later._counts:
            own = counts.get(part, (read, 0, 0))
            counts[part] = (own[0], own[1] + merged, own[2] + excluded)
        return Ledger(self._batches + later._batches,
                      tuple((part, *count) for part, count in counts.items()))


def _objects(values: Sequence[Any]) -> Objects:
    array = np.empty(len(values), dtype=object)
    for position, value in enumerate(values):
        array[position] = value
    return array


def _spread(values: Any, size: int) -> Objects:
    """One value for each of so many rows."""
    if isinstance(values, np.ndarray):
        return values.astype(object)
    if isinstance(values, list | tuple):
        return _objects(values if len(values) == size else list(values) * size)
    array = np.empty(size, dtype=object)
    array[:] = [values] * size
    return array


def _text(value: Any) -> str | None:
    """A value as found, in text (a whole float without its ".0"); None where there is none."""
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
