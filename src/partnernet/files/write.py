"""Writing a partnership in any format; what a format cannot carry is named in a warning."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from partnernet.errors import UnknownName
from partnernet.files.portable import Alliance, Portable
from partnernet.files.write_kumu import write_kumu
from partnernet.files.write_lines import write_dl, write_pajek, write_vna
from partnernet.files.write_tables_of import write_csv_folder, write_for_r, write_workbook
from partnernet.files.write_xml import write_gexf, write_graphml

Writer = Callable[[Portable, Path], None]
WRITERS: dict[str, Writer] = {
    "xlsx": write_workbook, "csv": write_csv_folder, "graphml": write_graphml, "gexf": write_gexf,
    "pajek": write_pajek, "dl": write_dl, "vna": write_vna, "kumu": write_kumu, "r": write_for_r,
}
_BY_SUFFIX = {".xlsx": "xlsx", ".graphml": "graphml", ".gexf": "gexf", ".net": "pajek",
              ".dl": "dl", ".vna": "vna", ".json": "kumu", "": "csv"}


def write(alliance: Alliance, path: str | os.PathLike[str], format: str | None = None) -> None:
    """Write a partnership to a file, so that any other tool can go on from there.

    Parameters
    ----------
    alliance : Partnership
        What to write.
    path : path
        A file, whole or not at all; for "csv" and "r" a folder.
    format : {"xlsx", "csv", "graphml", "gexf", "pajek", "dl", "vna", "kumu", "r"}, optional
        Not said: by the ending of the path; without an ending a folder of CSV files.

    Missing
    -------
    Blank strengths stay blank; pairs that nobody could say and who did not answer are written
    where the format has a place for them.

    Raises
    ------
    UnknownName
        No such format, or an ending that tells none.
    OutputError
        The file cannot be written; what stood there still stands.

    Warns
    -----
    CannotCarry
        For each kind of thing that the format has no place for.

    Examples
    --------
    >>> import partnernet as pn
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = pathlib.Path(folder) / "texas.graphml"
    ...     pn.write(pn.samples.load("emon_texas"), target)
    ...     pn.read(target)
    <Partnership: 25 organisations, 186 ties, directed>
    """
    target = Path(path)
    named = format if format is not None else _BY_SUFFIX.get(target.suffix.lower())
    writer = WRITERS.get(named.lower()) if isinstance(named, str) else None
    if writer is None:
        raise UnknownName("format", format if format is not None else target.suffix, WRITERS)
    tables = Portable.of(alliance)
    writer(tables, target)
    tables.tell()
