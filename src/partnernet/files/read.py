"""``pn.read``: from a file to a partnership."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from partnernet.files.reading import read_tables
from partnernet.partnership import Partnership


def read(path: str | os.PathLike[str], *, organisations: Any = None,
         columns: Mapping[str, str] | None = None, scales: Mapping[str, Any] | None = None,
         levels: Sequence[str] | None = None, directed: bool = True,
         answered: Iterable[Any] | None = None, combine: str | None = None,
         values: str | None = "trust", wave: Any = None) -> Partnership:
    """Read a partnership from a file or a folder, losing nothing and guessing nothing.

    Parameters
    ----------
    path : path
        A workbook (xlsx, xlsm, ods, xls), a folder of CSV files, one CSV file (a tie list, a
        matrix, a roster survey), or another tool's file (GraphML, GEXF, GML, Pajek, UCINET DL and
        VNA, Kumu).
    organisations : path or table, optional
        A list of organisations that stands apart.
    columns : mapping, optional
        Header as written → what it is, where aliases cannot tell: ``{"Confianza en": "trust"}``.
    scales, levels, answered
        As in `Partnership`; said here they go before what the file says.
    directed : bool
        Whether a tie has a direction; a file that says its ties have none is believed.
    combine : "mean", "max", "first", "latest", optional
        What to do with several answers about one pair; not said, they are refused. "latest" needs
        a date column.
    values : str or None
        What a single matrix holds; None: only whether there is a tie.
    wave : optional
        Which round of the survey, where the file has several.

    Returns
    -------
    Partnership
        ``ledger`` says what happened to every odd row, ``ledger_counts`` that none was lost.

    Raises
    ------
    InputError
        With every problem found, each with its file, sheet, row, column and how to mend it.
    OptionError, UnknownName
        An option that makes no sense, or that names what is not there.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.read(pn.samples.path("emon_wichita"))
    <Partnership: 20 organisations, 149 ties, directed>
    """
    return Partnership.from_checked(read_tables(
        path, organisations=organisations, columns=columns, scales=scales, levels=levels,
        directed=directed, answered=answered, combine=combine, values=values, wave=wave))
