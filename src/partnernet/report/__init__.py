"""The report: answers in, one HTML file out, careful with what organisations say of each other."""

from __future__ import annotations

import sys
from datetime import date as Date
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from partnernet.asking import Progress, need_partnership, seed_of
from partnernet.errors import OptionError, choose
from partnernet.files import write_tables, write_text
from partnernet.files.writing import replacing
from partnernet.partnership import Partnership
from partnernet.report import beyond as further
from partnernet.report.careful import (
    AUDIENCES,
    refuse_unsafe,
    seen_by,
    seen_trust_scale,
    trust_cells,
)
from partnernet.report.context import Context
from partnernet.report.page import page
from partnernet.report.workbook import sheets
from partnernet.report.workbook_beyond import sheets_beyond
from partnernet.studies.summary import summary
from partnernet.system_map import SystemMap
from partnernet.words import LANGUAGES, Message, say

__all__ = ["AUDIENCES", "report"]


def report(
    alliance: Partnership,
    path: str | PathLike[str],
    *,
    language: str = "en",
    audience: str = "partners",
    title: str | None = None,
    sector: str = "sector",
    level: str = "level",
    codes: bool = False,
    key: str | PathLike[str] | None = None,
    tables: str | PathLike[str] | None = None,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
    date: Date | None = None,
    answers: Any = None,
    outcomes: Any = None,
    system_map: SystemMap | None = None,
    resources: Any = None,
    initiatives: Any = None,
    instrument: Any = None,
    notes: tuple[Message, ...] = (),
) -> Path:
    """Write what the data say as one HTML file that opens anywhere, without a network.

    Parameters
    ----------
    alliance : Partnership
    path : path
        The file to write; it appears whole or not at all.
    language : "en", "es", "sv"
    audience : "partners", "team"
        "partners" (the default) shows no organisation's rating of another, and nothing from which
        one follows: line width is how often, suggestions use ties and frequency only, trust stands
        only between sectors where at least five organisations rate at least five others. "team"
        shows all, and says so on every page.
    title : str, optional
        Otherwise what the data call themselves.
    sector, level : str
        Columns of the organisations.
    codes : bool
        Shuffled codes instead of names, everywhere; the key is written apart, readable by its
        owner alone.
    key : path, optional
        Where the key goes; otherwise beside the working directory's files, and never into the
        folder of the report unless this says so.
    tables : path, optional
        Also write every table as an Excel workbook.
    replicates : int
        Of each null model.
    seed : int, optional
        Of everything drawn; None draws one and tells it.
    progress : bool or callable, optional
    date : date, optional
        The date of the report; otherwise today.
    answers, outcomes, resources, initiatives : table, optional
        What `read_answers` and its like gave, or data frames: each adds a part. Partners see no
        figure of answers or amounts that rests on fewer than five organisations.
    system_map : SystemMap, optional
        Adds the map, its fit with the ties, and who would have to meet.
    instrument : name, path or Instrument, optional
        The questionnaire of the answers; otherwise the bundled one that has all their items.
    notes : messages, optional
        Further caveats, told with the others.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    PartnernetError
        A view by trust, for partners: which ties are left would show who trusts whom.
    UnknownName, OptionError
        An option that does not exist or makes no sense.
    OutputError
        A file that cannot be written.

    Examples
    --------
    >>> import partnernet as pn, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> written = pn.report(pn.samples.load("emon_texas"), folder / "texas.html", replicates=99)
    >>> written.name
    'texas.html'
    """
    need_partnership(alliance)
    language = choose("language", language, LANGUAGES)
    audience = choose("audience", audience, AUDIENCES)
    refuse_unsafe(alliance, audience)
    target = Path(path)
    key_path = _key_path(target, codes=codes, key=key)
    fates = _fates(alliance, audience)
    given = further.taken(alliance, answers=answers, outcomes=outcomes, system_map=system_map,
                          resources=resources, initiatives=initiatives, instrument=instrument,
                          notes=notes)
    key_table = None
    if codes:
        alliance, key_table = alliance.pseudonymised()
        given = further.coded(given, key_table)
    seed = seed_of(seed)
    seen = seen_by(alliance, audience)
    context = Context(
        alliance=seen, trust=trust_cells(alliance, sector, audience),
        trust_scale=seen_trust_scale(alliance, audience), language=language, audience=audience,
        title=title, date=date or Date.today(), codes=codes, seed=seed, fates=fates,
        summary=summary(seen, sector=sector, level=level, replicates=replicates, seed=seed,
                        progress=progress),
        beyond=further.ask_beyond(given, seen, audience, sector=sector, level=level,
                                  replicates=replicates, seed=seed, progress=progress)
        if given else None)
    document = page(context)
    if key_table is not None and key_path is not None:
        _write_key(key_path, key_table)
    if tables is not None:
        write_tables(tables, {**sheets(context), **sheets_beyond(context)})
    write_text(target, document)
    return target


def _fates(alliance: Partnership, audience: str) -> dict[str, int]:
    """How many rows were repaired, merged and excluded; for the team also how many were noted.

    A note stands for each rating left blank: their number would tell who left how many.
    """
    fates = alliance.ledger["fate"].value_counts(sort=False)
    return {str(fate): int(n) for fate, n in fates.items()
            if audience == "team" or fate != "noted"}


def _key_path(target: Path, *, codes: bool, key: str | PathLike[str] | None) -> Path | None:
    """Where the key to the codes goes: where it was asked to, else the folder one works in."""
    if not codes:
        if key is not None:
            raise OptionError(say("report.key_without_codes"))
        return None
    if key is not None:
        return Path(key)
    default = Path.cwd() / f"{target.stem}-key.csv"
    if default.resolve().parent == target.resolve().parent:
        default = Path.home() / default.name
    if default.resolve().parent == target.resolve().parent:
        raise OptionError(say("report.key_beside"))
    return default


def _write_key(path: Path, table: pd.DataFrame) -> None:
    """The key as CSV, readable by its owner alone from its first byte on."""
    with replacing(path) as temporary:
        temporary.chmod(0o600)
        temporary.write_bytes(table.to_csv(index=False).encode("utf-8-sig"))
    path.chmod(0o600)


class _Callable(ModuleType):
    """``partnernet.report`` is this package and, as a public name, its one function: both work."""

    def __call__(self, *arguments: Any, **options: Any) -> Path:
        return report(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
