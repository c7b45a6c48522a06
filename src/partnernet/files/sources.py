"""From a path to what stands there: the grids of a workbook or folder, or another tool's graph."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from partnernet.errors import InputError, Problem, Problems, nearest
from partnernet.files.delimited import read_delimited
from partnernet.files.grid import Grid, Oddity
from partnernet.files.kinds import GRAPHS, kind_of
from partnernet.files.sheets import read_workbook
from partnernet.vocabulary import headers
from partnernet.words import say

_TABLES = (".csv", ".tsv", ".tab", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls")
_SUFFIXES = {"xlsx": (".xlsx", ".xlsm", ".xltx", ".xltm"), "ods": (".ods", ".ots"),
             "xls": (".xls", ".xlt")}
_MOST_BYTES = 2_000_000_000


@dataclass(eq=False)
class Source:
    """What stands at a path: grids, or the bytes of a graph file and its kind.

    ``folder``: whether the grids are the files of a folder.
    """

    name: str
    grids: list[Grid] = field(default_factory=list)
    graph: str | None = None
    data: bytes = b""
    folder: bool = False


def source_at(path: str | os.PathLike[str], table: str | None = None) -> Source:
    """Read what stands at a path.

    ``table``: what a single text file should hold, where that is known.

    Raises InputError where nothing stands there, or what stands there cannot be read.
    """
    place = Path(path)
    try:
        is_folder, exists = place.is_dir(), place.exists()
    except (OSError, ValueError) as error:
        raise _no_such(place) from error
    if is_folder:
        return _folder(place)
    if not exists:
        raise _no_such(place)
    return _file(place, _bytes(place), table)


def _no_such(path: Path) -> InputError:
    near = None
    try:
        near = nearest(path.name, [other.name for other in path.parent.iterdir()])
    except (OSError, ValueError):
        near = None
    fix = say("input.mend_no_file") if near is None else say("input.mend_no_file_near", near=near)
    return InputError(Problem(say("input.no_file", path=str(path)), file=path.name, fix=fix))


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError(Problem(say("input.no_file", path=str(path)), file=path.name,
                                     fix=say("input.mend_no_file")))
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(Problem(say("input.too_large", size=path.stat().st_size // 1_000_000),
                                     file=path.name, fix=say("input.mend_too_large")))
        return path.read_bytes()
    except OSError as error:
        raise InputError(Problem(say("input.not_readable", why=error.strerror or str(error)),
                                 file=path.name, fix=say("input.mend_not_readable"))) from error


def _file(path: Path, data: bytes, table: str | None) -> Source:
    kind = kind_of(data, path)
    if kind in GRAPHS:
        return Source(path.name, graph=kind, data=data)
    if kind == "text":
        own = table or headers.sheet(path.stem)
        grid = read_delimited(data, path.stem, path.name, own)
        if path.suffix.lower() in _WORKBOOKS:
            grid.oddities.append(Oddity("noted", say("ledger.text_named_excel",
                                                     suffix=path.suffix)))
        return Source(path.name, [grid])
    grids = read_workbook(data, path.name, kind)
    if path.suffix.lower() not in _SUFFIXES[kind]:
        for grid in grids:
            grid.oddities.append(Oddity("noted", say("ledger.excel_named_other", kind=kind,
                                                     suffix=path.suffix or path.name)))
    return Source(path.name, grids)


def _folder(path: Path) -> Source:
    """The tables of a folder: those named so, else every CSV file, else its workbooks."""
    source = Source(path.name or str(path), folder=True)
    files = sorted(entry for entry in path.iterdir()
                   if entry.is_file() and not entry.name.startswith((".", "~")))
    tables = [entry for entry in files if entry.suffix.lower() in _TABLES]
    roles = {entry: headers.sheet(entry.stem) for entry in tables}
    if "ties" in roles.values():
        # A table about.csv says what the data are; a README.txt is for people.
        chosen = [entry for entry in tables if roles[entry] not in (None, "other", "about")
                  or (roles[entry] == "about" and entry.suffix.lower() == ".csv")]
    else:
        # Text files may be anything (a licence); only those named as tables must be readable.
        chosen = [entry for entry in tables
                  if entry.suffix.lower() != ".txt" or roles[entry] is not None]
    if not chosen:
        chosen = [entry for entry in files if entry.suffix.lower() in _WORKBOOKS]
    if not chosen:
        fix = say("input.mend_nothing_in_folder") if not files else say(
            "input.mend_choose_file", name=files[0].name)
        raise InputError(Problem(say("input.nothing_in_folder"), file=source.name, fix=fix))
    problems = Problems()
    for entry in chosen:
        try:
            source.grids += _file(entry, _bytes(entry), None).grids
        except InputError as error:
            for problem in error.problems:
                problems.add(problem)
    problems.raise_if_any()
    return source
