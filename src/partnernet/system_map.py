"""SystemMap: how indicators of different sectors act on each other, and who is responsible.

A joint map that a group draws: more loneliness, more antidepressants; more volunteers, less
loneliness. Its tables are checked as everything else; its questions are answered by `influence`,
`loops` and `leverage`, and by `pn.fit` beside a partnership.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from partnernet import pictures
from partnernet.answers import Drawing, Table
from partnernet.checks import Directory, Origin
from partnernet.checks.listed import Listed, listed, merge_repeats, refuse_rows, split_names
from partnernet.checks.origin import Desk
from partnernet.checks.references import folded
from partnernet.errors import Problems, choose, nearest
from partnernet.files.beyond import directory, read_system
from partnernet.kernels import loops as kernels
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.dyads import Floats, Ints
from partnernet.ledger import Record
from partnernet.partnership import Groups, Partnership
from partnernet.partnership.arrays import coded
from partnernet.pictures import system as pictured
from partnernet.pictures.marks import Picture
from partnernet.vocabulary import SECTORS, sector_key
from partnernet.vocabulary.looks import looks_for
from partnernet.words import LANGUAGES, Message, Names, say

if TYPE_CHECKING:  # loading it takes long, and most maps are never painted
    from matplotlib.axes import Axes

LONGEST_LOOP = 6
_REINFORCING = {1: "reinforcing", -1: "balancing"}


def read_system_map(path: str | os.PathLike[str], *, alliance: Partnership | None = None,
                    columns: Mapping[str, str] | None = None) -> SystemMap:
    """Read a system map: indicators, the links between them, and who is responsible.

    Parameters
    ----------
    path : path
        A workbook with the sheets "indicators" (id, name, sector, responsible: any number of
        organisations, parted by semicolons) and "links" (source, target, sign + or −, strength), or
        a folder with indicators.csv and links.csv.
    alliance : Partnership, optional
        Whose organisations are responsible: names are matched as in its ties.
    columns : mapping, optional
        Header as written → what it is, where aliases cannot tell.

    Returns
    -------
    SystemMap

    Raises
    ------
    InputError
        Every problem found, each with its place and how to mend it.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.read_system_map(pn.samples.path("penaluz_beyond"))
    <SystemMap: 18 indicators, 32 links>
    """
    indicators, links = read_system(path, alliance=alliance, columns=columns)
    return SystemMap(indicators, links)


class SystemMap:
    """Indicators of several sectors and the links between them.

    Parameters
    ----------
    indicators : table
        ``id``; perhaps ``name``, ``sector``, ``responsible`` (organisations, parted by semicolons).
    links : table
        ``source``, ``target`` (ids or names of indicators), ``sign`` (+ where more gives more, −
        where more gives less), perhaps ``strength``.

    Raises
    ------
    InputError
        An indicator listed twice, a link to one that is not listed, a sign that is none, two links
        between the same two that differ.

    Examples
    --------
    >>> import pandas as pd
    >>> import partnernet as pn
    >>> pn.SystemMap(
    ...     pd.DataFrame({"id": ["lonely", "pills"], "sector": ["social", "health"]}),
    ...     pd.DataFrame({"source": ["lonely"], "target": ["pills"], "sign": ["+"]}),
    ... )
    <SystemMap: 2 indicators, 1 link>
    """

    def __init__(self, indicators: Any, links: Any) -> None:
        self._whole: tuple[str, ...] = ()  # ids of organisations, where they are known
        self._indicators = _checked_indicators(listed(indicators, "indicators"))
        self._links = _checked_links(listed(links, "links"), self._indicators.rows)

    @property
    def indicators(self) -> pd.DataFrame:
        """A copy of the indicators: id, name, sector, responsible, and any more."""
        return self._indicators.table()

    @property
    def links(self) -> pd.DataFrame:
        """A copy of the links: source, target (ids), sign (+1 or −1), strength."""
        return self._links.table()

    @property
    def ledger(self) -> pd.DataFrame:
        """One row an event: file, sheet, row, column, value, fate, reason."""
        return self.ledger_in("en")

    def ledger_in(self, language: str) -> pd.DataFrame:
        """The ledger with its reasons in a language."""
        parts = [self._indicators.written, self._links.written]
        # Tables read from one file share what was written while they were read.
        tables = [part.table(language) for part in parts]
        return pd.concat(tables, ignore_index=True).drop_duplicates(ignore_index=True)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the indicators, sorted: the order of every array."""
        return tuple(sorted(self._indicators.rows["id"]))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names in the order of `ids`."""
        return tuple(self._by_id["name"])

    @cached_property
    def _by_id(self) -> pd.DataFrame:
        return self._indicators.rows.set_index("id").loc[list(self.ids)]

    @cached_property
    def _groups(self) -> Groups:
        return coded("sector", self._by_id["sector"], sector_key, SECTORS)

    @property
    def sectors(self) -> tuple[str, ...]:
        """Sectors that have an indicator: known ones in their order, then the others by name."""
        return self._groups.names

    @property
    def sector_codes(self) -> Ints:
        """Place in `sectors` of each indicator, −1 without one; shape (indicators,)."""
        return self._groups.codes

    @cached_property
    def ties(self) -> tuple[Ints, Ints, Ints, Floats]:
        """Source, target, sign and strength (NaN where blank) of the links, sorted."""
        place = {key: position for position, key in enumerate(self.ids)}
        rows = self._links.rows
        source = np.array([place[key] for key in rows["source"]], dtype=np.int64)
        target = np.array([place[key] for key in rows["target"]], dtype=np.int64)
        order = np.lexsort((target, source))
        return (source[order], target[order], rows["sign"].to_numpy(dtype=np.int64)[order],
                rows["strength"].to_numpy(dtype=np.float64)[order])

    @cached_property
    def owners(self) -> tuple[tuple[str, ...], ...]:
        """Who is responsible for each indicator, in the order of `ids`."""
        return tuple(tuple(split_names(cell, self._whole)) for cell in self._by_id["responsible"])

    def checked_against(self, alliance: Partnership) -> SystemMap:
        """The same map, those responsible matched to the organisations of a partnership.

        Raises InputError for anybody who is not listed there.
        """
        made = SystemMap.__new__(SystemMap)
        made._whole = alliance.ids
        made._indicators = listed(self._indicators, "indicators", directory=directory(alliance))
        made._links = self._links
        return made

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        counts = [say("count.indicators", plural=len(self), n=len(self)),
                  say("count.links", plural=len(self._links), n=len(self._links))]
        return f"<SystemMap: {', '.join(counts)}>"

    def influence(self) -> Table:
        """Which sector's indicators act on which other's?

        Returns
        -------
        Table
            Index ``(source, target)``, a row an ordered pair of sectors with a link: ``links``,
            ``positive``, ``negative`` counts, ``strength`` their sum (blanks left out).
        """
        source, target, sign, strength = self.ties
        a, b = self.sector_codes[source], self.sector_codes[target]
        kept = (a >= 0) & (b >= 0)
        flat = pd.DataFrame({"a": a[kept], "b": b[kept], "links": 1,
                             "positive": (sign[kept] > 0).astype(int),
                             "negative": (sign[kept] < 0).astype(int), "strength": strength[kept]})
        frame = flat.groupby(["a", "b"]).sum(min_count=1)
        frame.index = pd.MultiIndex.from_tuples(
            [(self.sectors[one], self.sectors[other]) for one, other in frame.index],
            names=["source", "target"])
        across = int((a[kept] != b[kept]).sum())
        findings = (say("system.across", plural=across, n=across, total=int(kept.sum())),) \
            if kept.any() else ()
        return Table(measure="influence", frame=frame, findings=findings,
                     caveats=self._without_sector(int((~kept).sum())), drawing=self.drawing())

    def _without_sector(self, count: int) -> tuple[Message, ...]:
        return (say("system.no_sector", plural=count, n=count),) if count else ()

    def loops(self, *, longest: int = LONGEST_LOOP) -> Table:
        """Where does a change come back to where it began?

        Parameters
        ----------
        longest : int
            Links of the longest loop looked for.

        Returns
        -------
        Table
            Index ``loop``, the shortest first: ``indicators`` in order, ``length`` links, ``kind``
            reinforcing (the signs multiply to +) or balancing (−), ``sectors`` that it runs
            through.
        """
        source, target, sign, _ = self.ties
        found = kernels.feedback_loops(source, target, sign, len(self), longest=longest)
        rows = [(" → ".join([self.ids[k] for k in (*members, members[0])]), len(members),
                 _REINFORCING[int(way)],
                 len({int(code) for code in self.sector_codes[list(members)] if code >= 0}))
                for members, way in zip(found.members, found.signs, strict=True)]
        frame = pd.DataFrame(rows, columns=["indicators", "length", "kind", "sectors"],
                             index=pd.RangeIndex(1, len(rows) + 1, name="loop"))
        plus = int((found.signs > 0).sum())
        findings = [say("system.loops", reinforcing=plus, balancing=len(rows) - plus)]
        if rows:
            first = tuple(self.names[k] for k in found.members[0])
            findings.append(say(f"system.first_{_REINFORCING[int(found.signs[0])]}",
                                names=Names(first)))
        caveats = () if found.whole else (say("system.many_loops", n=kernels.MOST_LOOPS),)
        return Table(measure="loops", frame=frame, settings={"longest": longest},
                     findings=tuple(findings), caveats=caveats, drawing=self.drawing())

    def leverage(self) -> Table:
        """From which indicators does a change carry furthest, and through which does it run?

        Returns
        -------
        Table
            Index ``id``: ``name``, ``sector``, ``links_out``, ``links_in`` counts · ``out_reach``
            share of the other indicators that links lead to, 0 to 1 · ``betweenness`` shortest
            ways between others that run through it.
        """
        source, target, _, _ = self.ties
        n = len(self)
        frame = pd.DataFrame(
            {"name": self.names, "sector": self._by_id["sector"].to_numpy(),
             "links_out": np.bincount(source, minlength=n),
             "links_in": np.bincount(target, minlength=n),
             "out_reach": kernels.out_reach(source, target, n),
             "betweenness": betweenness(source, target, n, directed=True)},
            index=pd.Index(self.ids, name="id", dtype=object))
        findings: tuple[Message, ...] = ()
        if len(source):
            most = int(np.argmax(frame["betweenness"].to_numpy()))
            findings = (say("system.through", name=self.names[most]),)
        return Table(measure="leverage", frame=frame, findings=findings, drawing=self.drawing())

    def drawing(self, covered: Ints | None = None) -> Drawing:
        """The picture of the map, a function of the language.

        ``covered``, shape (links,), in the order of `ties`: 1 somebody joins the two ends, 0
        nobody does, −1 cannot be said (not given: no link is marked).
        """
        return partial(_draw, self, covered)

    def plot(self, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """The map on matplotlib Axes, made if none are given."""
        language = choose("language", language, LANGUAGES)
        return pictures.axes.paint(self.drawing()(language=language), ax)


def _draw(of: SystemMap, covered: Ints | None, *, language: str) -> Picture:
    source, target, sign, strength = of.ties
    sectors, codes = list(of.sectors), of.sector_codes.copy()
    keys = [sector_key(name) for name in sectors]
    if (codes < 0).any():
        codes[codes < 0] = len(sectors)
        sectors.append(say("pictures.no_group").text(language))
        keys.append(None)
    known = strength[~np.isnan(strength)]
    top = float(known.max()) if len(known) else 1.0
    width = np.where(np.isnan(strength), 2, np.ceil(5 * strength / (top or 1.0)))
    return pictured.system_map(pictured.System(
        of.names, codes, sectors, looks_for(keys), np.array([bool(own) for own in of.owners]),
        source, target, sign > 0, np.clip(width, 1, 5).astype(np.int64),
        np.full(len(source), -1, dtype=np.int64) if covered is None else covered),
        language=language)


def _checked_indicators(made: Listed) -> Listed:
    """Every indicator once, with all columns that questions need."""
    rows = made.rows
    again = np.flatnonzero(rows["id"].duplicated())
    refuse_rows(made, [(int(place), "id", say("beyond.indicator_twice",
                                              found=str(rows["id"].iloc[place])),
                        say("beyond.mend_indicator_twice")) for place in again])
    whole = rows.copy()
    for name in ("name", "sector", "responsible"):
        if name not in whole:
            whole[name] = pd.Series([None] * len(whole), index=whole.index, dtype=object)
    whole["name"] = whole["name"].where(whole["name"].notna(), whole["id"])
    return Listed(made.kind, whole, made.origin, made.written, made.about)


def _checked_links(made: Listed, indicators: pd.DataFrame) -> Listed:
    """Links between listed indicators, each ordered pair once, none from one to itself."""
    rows = made.rows.copy()
    names = Directory(indicators["id"].tolist(), indicators["name"].tolist())
    record, problems = Record(), Problems()
    desk = Desk(problems, record, made.origin, made.origin, made.origin)
    for end in ("source", "target"):
        rows[end] = _indicators_meant(rows[end], end, names, made.origin, desk)
    problems.raise_if_any()
    made = replace(made, written=made.written.extended(record.close()))
    if "strength" not in rows:
        rows["strength"] = np.nan
    made = _without_own(Listed(made.kind, rows, made.origin, made.written, made.about))
    made = merge_repeats(made, ["source", "target", "sign", "strength"])
    clash = np.flatnonzero(made.rows.duplicated(["source", "target"]))
    refuse_rows(made, [(int(place), "target", say(
        "beyond.link_twice", source=str(made.rows["source"].iloc[place]),
        target=str(made.rows["target"].iloc[place])), say("beyond.mend_link_twice"))
        for place in clash])
    return made


def _indicators_meant(column: pd.Series[Any], end: str, names: Directory, origin: Origin,
                      desk: Desk) -> pd.Series[Any]:
    """The ids of the indicators at one end of the links, matched as organisations are in ties."""
    meant: dict[str, str | None] = {}
    for label, rows in column.groupby(column, sort=False):
        found, places = names.find(str(label)), rows.index.to_numpy()
        meant[str(label)] = names.ids[found.position] if found.position >= 0 else None
        if found.position >= 0:
            if found.differs is not None:
                own = names.ids[found.position]
                desk.event("repaired", found.repair(str(label), own if folded(own) == folded(
                    str(label)) else names.names[found.position]), origin, indices=places,
                    column=end, values=str(label))
            continue
        if found.positions:
            ids = Names(tuple(names.ids[k] for k in found.positions), most=5)
            what, fix = say("beyond.ambiguous_indicator", found=str(label), ids=ids), \
                say("input.use_id")
        else:
            near = nearest(str(label), (*names.ids, *names.names))
            what = say("beyond.unknown_indicator", found=str(label))
            fix = say("beyond.mend_indicator") if near is None else say(
                "beyond.mend_item_near", near=near)
        desk.problem(origin, what, index=int(places[0]), column=end, found=str(label), fix=fix)
    return column.map(meant).astype(object)


def _without_own(made: Listed) -> Listed:
    """Links from an indicator to itself are left out, in the ledger."""
    own = (made.rows["source"] == made.rows["target"]).to_numpy(dtype=bool)
    return made.without(np.flatnonzero(own), say("beyond.self_link")) if own.any() else made
