"""Partnership: two checked tables, who answered, views, and the arrays that measures take.

The tables come checked from `checks`; nothing here repairs or guesses. What a Partnership hands out
are copies, so an answer once given stays true. Arrays are made once, in the order of the sorted
ids, so that the order of rows in a file never changes a number, not even a seeded one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from scipy import sparse

from partnernet import checks, pictures
from partnernet.errors import UnknownName, choose
from partnernet.kernels import adjacency
from partnernet.kernels.dyads import Bools, Dyads, Floats, Ints, Rule
from partnernet.kernels.layout import pair_up, width_class
from partnernet.kernels.resampling import Resampled
from partnernet.partnership import tables
from partnernet.partnership.arrays import (
    CONFIRM,
    By,
    Confirm,
    Groups,
    Network,
    coded,
    declared_level,
    undirected,
)
from partnernet.pictures.map import network_map
from partnernet.pictures.scene import Lines, MapOptions, Members
from partnernet.vocabulary import LEVELS, SECTORS, Scale, level_key, sector_key
from partnernet.vocabulary.looks import looks_for
from partnernet.words import say

if TYPE_CHECKING:  # loading it takes long, and most partnerships are never painted
    from matplotlib.axes import Axes


WHAT_IF = "what_if"


@dataclass(frozen=True)
class Filter:
    """One filter of a view, remembered so that it can be printed."""

    name: str
    value: Any

    def __str__(self) -> str:
        value = self.value
        listed = isinstance(value, tuple)
        return f"{self.name}={', '.join(map(str, value)) if listed else value}"


@dataclass(eq=False)
class _Cache:
    """Arrays made once; a Partnership never changes, so they never go stale."""

    networks: dict[Confirm, Network] = field(default_factory=dict)
    groups: dict[Hashable, Groups] = field(default_factory=dict)


class Partnership:
    """A health partnership: organisations, their ties, and who answered.

    Parameters
    ----------
    organisations : table
        One row an organisation (pandas, polars or anything narwhals takes). Required: ``id``.
        Known: ``name`` (= id), ``sector``, ``level``, ``answered``; any further column is kept.
    ties : table
        One row a tie. Required: ``source``, ``target``. Known: ``relation``, ``trust``,
        ``frequency``; any further column is kept.
    scales : mapping, optional
        Attribute → ``{"low", "high", "integer", "direction", "labels"}``; direction "less" means
        that a low value is strong. Undeclared: no range check, more is more.
    levels : sequence, optional
        Levels from near to far. Not given: the known order where all levels are known.
    directed : bool
        Whether A naming B is not the same as B naming A.
    answered : ids, optional
        Who answered; else the column ``answered``; else everybody. The silence of others is
        unknown, not "no tie".
    unknown : pairs or table, optional
        ``(source, target)`` pairs (or a table that may add ``relation``) that a respondent could
        not say.

    Raises
    ------
    InputError
        Everything wrong with the tables, each with its row, column and how to mend it.

    Examples
    --------
    >>> import pandas as pd
    >>> import partnernet as pn
    >>> alliance = pn.Partnership(
    ...     pd.DataFrame({"id": ["A", "B", "C"], "sector": ["health", "health", "social"]}),
    ...     pd.DataFrame({"source": ["A", "B"], "target": ["B", "C"]}),
    ... )
    >>> alliance
    <Partnership: 3 organisations, 2 ties, directed>
    """

    def __init__(
        self,
        organisations: Any,
        ties: Any = None,
        *,
        scales: Mapping[str, Any] | None = None,
        levels: Sequence[str] | None = None,
        directed: bool = True,
        answered: Iterable[Any] | None = None,
        unknown: Any = None,
    ) -> None:
        if ties is None:
            ties = pd.DataFrame({"source": [], "target": []}, dtype=object)
        checked = checks.check(organisations, ties, scales=scales, levels=levels,
                               directed=directed, answered=answered, unknown=unknown)
        self._take(checked, directed=directed)

    @classmethod
    def from_checked(cls, checked: checks.Checked, *, about: Mapping[str, str] | None = None
                     ) -> Partnership:
        """Wrap tables that `checks` has already passed (what the readers do)."""
        made = cls.__new__(cls)
        made._take(checked, directed=checked.directed, about={**(about or {}), **checked.about})
        return made

    def _take(self, checked: checks.Checked, *, directed: bool, rule: Rule | None = None,
              filters: tuple[Filter, ...] = (), about: Mapping[str, str] | None = None) -> None:
        self._checked = checked
        self._directed = directed
        self._rule: Rule = rule or ("sender" if directed else "any")
        self._filters = filters
        self._about = dict(about or {})
        self._cache = _Cache()
        self._nodes: dict[str, Any] = {}
        self._told: tuple[tuple[str, str], ...] = ()
        ids = checked.organisations["id"].to_numpy(dtype=object)
        # order[k] is the file position of the k-th sorted id, place its inverse.
        self._order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        self._place = np.empty_like(self._order)
        self._place[self._order] = np.arange(len(ids))
        # Asked for thousands of times by some answers.
        self._ids: tuple[str, ...] = tuple(ids[self._order])
        self._names: tuple[str, ...] = tuple(
            checked.organisations["name"].to_numpy(dtype=object)[self._order])

    # -- what it holds ---------------------------------------------------------------------------

    @property
    def organisations(self) -> pd.DataFrame:
        """A copy of the organisations' table, values as in the file."""
        return self._checked.organisations.copy()

    @property
    def ties(self) -> pd.DataFrame:
        """A copy of the ties' table, values as in the file."""
        return self._checked.ties.copy()

    @property
    def unknown(self) -> pd.DataFrame:
        """A copy of the dyads that respondents could not say: source, target, relation."""
        return self._checked.unknown.copy()

    @property
    def answered(self) -> pd.Series:
        """Who answered: booleans by id."""
        return pd.Series(self._checked.answered.copy(), name="answered",
                         index=pd.Index(self._checked.organisations["id"], name="id"))

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids, sorted: the order of every array that `network` and `groups` give."""
        return self._ids

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the order of `ids`."""
        return self._names

    @property
    def scales(self) -> dict[str, Scale]:
        """Attribute → scale of every strength the ties carry."""
        return dict(self._checked.scales)

    @property
    def levels(self) -> tuple[str, ...] | None:
        """Declared levels from near to far, or None."""
        return self._checked.levels

    @property
    def relations(self) -> tuple[str, ...]:
        """Kinds of tie in the data, sorted; empty where the ties have no such column."""
        ties = self._checked.ties
        if "relation" not in ties:
            return ()
        return tuple(sorted(set(ties["relation"].dropna())))

    @property
    def strengths(self) -> tuple[str, ...]:
        """Tie attributes that measures can weigh by: trust, frequency and any other number."""
        return tuple(self._checked.scales)

    @property
    def directed(self) -> bool:
        """Whether ties have a direction."""
        return self._directed

    @property
    def filters(self) -> tuple[str, ...]:
        """The filters of this view, in words of the call; empty for the whole partnership."""
        return tuple(str(each) for each in self._filters)

    @property
    def about(self) -> dict[str, str]:
        """What the sheet ``about`` says: title, place, survey, synthetic …"""
        return dict(self._about)

    @property
    def ledger(self) -> pd.DataFrame:
        """One row an event: file, sheet, row, column, value, fate, reason."""
        return self._checked.ledger.events

    @property
    def ledger_counts(self) -> pd.DataFrame:
        """A row a table: read = used + merged + excluded."""
        return self._checked.ledger.counts

    def ledger_in(self, language: str) -> pd.DataFrame:
        """The ledger with its reasons in a language."""
        return self._checked.ledger.table(language)

    @property
    def node_objects(self) -> dict[str, Any]:
        """Id → the object that stood for it in the graph it came from, else the id itself."""
        return {key: self._nodes.get(key, key) for key in self._checked.organisations["id"]}

    def remembering(self, nodes: Mapping[str, Any]) -> Partnership:
        """The same partnership, knowing which object of another library each id stands for."""
        return self._made(self._checked, nodes=nodes)

    def __len__(self) -> int:
        return len(self._checked.organisations)

    def __repr__(self) -> str:
        direction = "directed" if self._directed else "undirected"
        parts = [say("count.organisations", plural=len(self), n=len(self)),
                 say("count.ties", plural=self._tie_count, n=self._tie_count), direction]
        silent = len(self) - int(self._checked.answered.sum())
        if silent:
            parts.append(f"{silent} did not answer")
        parts.extend(self.filters)
        return f"<Partnership: {', '.join(parts)}>"

    @property
    def _tie_count(self) -> int:
        return len(self._checked.ties)

    def _repr_html_(self) -> str:
        rows = []
        for by in ("sector", "level"):
            groups = self.groups(by)
            cells = ", ".join(f"{escape(name)} {size}"
                              for name, size in zip(groups.names, groups.sizes, strict=True))
            if cells:
                rows.append(f"<tr><th>{by}</th><td>{cells}</td></tr>")
        if self.relations:
            rows.append(f"<tr><th>relations</th><td>{escape(', '.join(self.relations))}</td></tr>")
        return f"<div><b>{escape(repr(self)[1:-1])}</b><table>{''.join(rows)}</table></div>"

    # -- views -----------------------------------------------------------------------------------

    def view(
        self,
        *,
        relation: str | Sequence[str] | None = None,
        min_trust: float | None = None,
        min_frequency: float | None = None,
        confirm: Confirm = None,
        sectors: str | Sequence[str] | None = None,
        levels: str | Sequence[str] | None = None,
    ) -> Partnership:
        """A partnership of some relations, strong ties, sectors or levels only.

        Thresholds are in the file's own values and mean "at least as strong as". A tie whose
        strength is blank may or may not reach a threshold: its dyad becomes unknown, unless another
        threshold rules the tie out. ``confirm`` gives an undirected partnership, relations taken
        together. The filters are remembered and printed.

        Raises
        ------
        UnknownName
            A relation, sector or level that is not there, or a threshold on an attribute that the
            ties lack.
        """
        made = self
        if relation is not None:
            made = made._with_relations(_listed(relation))
        thresholds = {"trust": min_trust, "frequency": min_frequency}
        asked = {name: float(least) for name, least in thresholds.items() if least is not None}
        if asked:
            made = made._at_least(asked)
        for by, wanted in (("sector", sectors), ("level", levels)):
            if wanted is not None:
                made = made._only(by, _listed(wanted))
        if confirm is not None:
            made = made._confirmed(choose("confirm", confirm, CONFIRM))
        return made

    def _made(self, checked: checks.Checked, *, rule: Rule | None = None,
              filters: tuple[Filter, ...] | None = None, about: Mapping[str, str] | None = None,
              nodes: Mapping[str, Any] | None = None,
              told: Iterable[tuple[str, str]] | None = None) -> Partnership:
        """What comes of this partnership: other tables, and all else as here unless it is said."""
        # The tables are parts of tables already checked, so they are not checked again.
        made = Partnership.__new__(Partnership)
        made._take(checked, directed=self._directed if rule is None else rule == "sender",
                   rule=rule or self._rule,
                   filters=self._filters if filters is None else filters,
                   about=self._about if about is None else about)
        made._nodes = dict(self._nodes if nodes is None else nodes)
        made._told = self._told if told is None else tuple(told)
        return made

    def _derive(self, *filtered: Filter, rule: Rule | None = None, **changed: Any) -> Partnership:
        return self._made(tables.part_of(self._checked, **changed), rule=rule,
                          filters=(*self._filters, *filtered))

    def _with_relations(self, wanted: tuple[str, ...]) -> Partnership:
        for name in wanted:
            choose("relation", name, self.relations)
        ties, unknown = self._checked.ties, self._checked.unknown
        keep = ties["relation"].isin(wanted).to_numpy()
        kept = unknown[unknown["relation"].isna() | unknown["relation"].isin(wanted)]
        return self._derive(Filter("relation", wanted), keep_ties=keep, unknown=kept)

    def _at_least(self, thresholds: Mapping[str, float]) -> Partnership:
        keep, unknown = tables.at_least(self._checked, thresholds)
        filters = [Filter(f"min_{name}", least) for name, least in thresholds.items()]
        return self._derive(*filters, keep_ties=keep, unknown=unknown)

    def _only(self, by: str, wanted: tuple[str, ...]) -> Partnership:
        groups = self.groups(by)
        matched = [groups.place(name) for name in wanted]
        members = np.isin(groups.codes, matched)[self._place]
        return self._derive(Filter(f"{by}s", tuple(groups.names[k] for k in matched)),
                            keep_organisations=members)

    def _confirmed(self, confirm: Literal["either", "both"]) -> Partnership:
        if not self._directed:
            return self
        network = self.network(confirm=confirm)
        relation = self.relations[0] if len(self.relations) == 1 else None
        ties, unknown = tables.confirmed(self._checked, self.ids, network, relation)
        made = self._derive(Filter("confirm", confirm), rule="both", ties=ties, unknown=unknown)
        made._cache.networks[None] = network
        return made

    # -- arrays ----------------------------------------------------------------------------------

    def network(self, *, confirm: Confirm = None) -> Network:
        """The arrays of this partnership; with ``confirm``, of its undirected reading. Cached.

        On undirected data ``confirm`` changes nothing: each tie stands once already.
        """
        if confirm is not None:
            choose("confirm", confirm, CONFIRM)
        if not self._directed:
            confirm = None
        if confirm not in self._cache.networks:
            self._cache.networks[confirm] = (
                self._build() if confirm is None else undirected(self.network(), confirm))
        return self._cache.networks[confirm]

    def _build(self) -> Network:
        checked, n = self._checked, len(self)
        source, target = self._place[checked.source], self._place[checked.target]
        if not self._directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
        keys, inverse = np.unique(source * np.int64(max(n, 1)) + target, return_inverse=True)
        strength = {}
        for name, scale in checked.scales.items():
            # Several relations between the same two: the strongest counts, blanks do not.
            strongest = np.full(len(keys), np.nan)
            oriented = scale.oriented(checked.ties[name].to_numpy(dtype=float))
            np.fmax.at(strongest, inverse, oriented)
            strength[name] = strongest
        dyads = Dyads(checked.answered[self._order], *self._unknown_positions(keys), self._rule,
                      *self._told_positions())
        pairs = keys // max(n, 1), keys % max(n, 1)
        return Network(n, self._directed, *pairs, dyads.observed(*pairs), dyads, strength,
                       np.ones(len(keys), dtype=np.int64))

    def _unknown_positions(self, tied: Ints) -> tuple[Ints, Ints]:
        n = max(len(self), 1)
        index = {name: k for k, name in enumerate(self.ids)}
        unknown = self._checked.unknown
        source = np.array([index[name] for name in unknown["source"]], dtype=np.int64)
        target = np.array([index[name] for name in unknown["target"]], dtype=np.int64)
        if not self._directed:
            source, target = np.minimum(source, target), np.maximum(source, target)
        keys = np.unique(source * np.int64(n) + target)
        if self._rule != "both":
            # Tied in one relation and unknown in another: tied, whatever the other would be. Only
            # a confirmed view may hold ties on unobserved dyads that its own respondents left open.
            keys = np.setdiff1d(keys, tied, assume_unique=True)
        return keys // n, keys % n

    def _told_positions(self) -> tuple[Ints, Ints]:
        """Positions of the dyads that `with_changes` has made known."""
        index = {name: k for k, name in enumerate(self.ids)}
        pairs = [(index[a], index[b]) for a, b in self._told if a in index and b in index]
        array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return array[:, 0], array[:, 1]

    def with_changes(self, organisations: pd.DataFrame, ties: pd.DataFrame, *, answered: Bools,
                     unknown: pd.DataFrame, told: Iterable[tuple[str, str]],
                     notes: Sequence[str]) -> Partnership:
        """The same partnership with other tables; ``told`` pairs count as observed."""
        checked = replace(tables.part_of(self._checked, organisations=organisations, ties=ties,
                                         unknown=unknown), answered=answered)
        return self._made(checked, filters=(*self._filters, Filter(WHAT_IF, tuple(notes))),
                          told=(*self._told, *told))

    def resampled(self, drawn: Resampled) -> Partnership:
        """A partnership of organisations re-drawn from this one, as the vertex bootstrap draws.

        Relations are taken together; copies of one organisation have ids of their own.
        """
        network = self.network()
        strength = {name: values[drawn.origin] for name, values in network.strength.items()}
        checked = tables.redrawn(self._checked, self._order, drawn, strength)
        made = self._made(checked, about={}, nodes={}, told=())
        made._cache.networks[None] = Network(
            network.n, network.directed, drawn.source, drawn.target,
            drawn.dyads.observed(drawn.source, drawn.target), drawn.dyads, strength,
            network.reports[drawn.origin])
        return made

    def groups(self, by: By = "sector") -> Groups:
        """The groups of an attribute, of several crossed, or of a membership by id or as found.

        Known sectors and levels stand in their own order, declared levels in theirs, everything
        else by name; labels are shown as written. A sector or level column that the data lack
        gives no group at all; any other missing name raises UnknownName.
        """
        if isinstance(by, str):
            if by not in self._cache.groups:
                self._cache.groups[by] = self._column_groups(by)
            return self._cache.groups[by]
        if hasattr(by, "membership"):
            by = by.membership
        if isinstance(by, (Mapping, pd.Series)):
            labels = pd.Series(by).reindex(list(self.ids))
            title = str(getattr(by, "name", None) or "group")
            return coded(title, labels, lambda label: None, ())
        return self._crossed(tuple(by))

    def _column_groups(self, by: str) -> Groups:
        table = self._checked.organisations
        if by not in table or by in ("id", "name"):
            if by in ("sector", "level"):
                return Groups(by, (), np.full(len(self), -1, dtype=np.int64))
            named = [name for name in table.columns if name not in ("id", "name")]
            raise UnknownName("attribute", by, named)
        known: Callable[[str], str | None] = lambda label: None  # noqa: E731
        order: tuple[str, ...] = ()
        if by == "sector":
            known, order = sector_key, tuple(SECTORS)
        elif by == "level":
            known, order = level_key, tuple(LEVELS)
            if self.levels is not None:
                declared = self.levels
                known, order = (lambda label: declared_level(label, declared)), declared
        return coded(by, table[by].iloc[self._order], known, order)

    def _crossed(self, by: tuple[str, ...]) -> Groups:
        parts = [self.groups(name) for name in by]
        codes = np.zeros(len(self), dtype=np.int64)
        for part in parts:
            codes = np.where((codes < 0) | (part.codes < 0), -1, codes * len(part) + part.codes)
        present = np.unique(codes[codes >= 0])
        names = []
        for code in present.tolist():
            label = []
            for part in reversed(parts):
                code, k = divmod(code, len(part))
                label.append(part.names[k])
            names.append(" · ".join(reversed(label)))
        lookup = np.full(int(present.max(initial=-1)) + 2, -1, dtype=np.int64)
        lookup[present] = np.arange(len(present))
        return Groups(" × ".join(by), tuple(names), lookup[codes], (None,) * len(names))

    def ranks(self, level: str = "level") -> Groups:
        """The *ordered* levels that somebody is at, near to far; unordered labels give code −1.

        Steps count present levels. Fewer than two ordered levels leave vertical measures undefined.
        """
        groups = self.groups(level)
        declared = self.levels
        if declared is not None:
            ranked = [k for k, name in enumerate(groups.names) if declared_level(name, declared)]
        else:
            ranked = [k for k, name in enumerate(groups.names) if level_key(name) is not None]
        lookup = np.full(len(groups) + 1, -1, dtype=np.int64)
        lookup[ranked] = np.arange(len(ranked))
        return Groups(groups.by, tuple(groups.names[k] for k in ranked), lookup[groups.codes],
                      tuple(groups.keys[k] for k in ranked))

    def empty_levels(self, level: str = "level") -> tuple[str, ...]:
        """Declared levels that nobody is at, near to far."""
        there = self.ranks(level).keys
        return tuple(name for name in self.levels or () if name not in there)

    def in_file_order(self, values: Mapping[str, Any]) -> pd.DataFrame:
        """A table by id in the file's order, from arrays in the order of `ids`."""
        index = pd.Index(self.ids, name="id", dtype=object)
        return pd.DataFrame(dict(values), index=index).iloc[self._place]

    def matrix(self, weight: str | None = None, confirm: Confirm = None) -> sparse.csr_array:
        """The adjacency matrix, rows send; organisations in the order of `organisations`.

        Parameters
        ----------
        weight : str, optional
            A strength such as "trust": entries are oriented strengths (more is stronger), blank
            ones and oriented zeros are no entry. None: 1 for every known tie.
        confirm : "either", "both", optional
            The undirected reading; entries are then the mean of the given reports.

        Returns
        -------
        scipy.sparse.csr_array, shape (n, n)
            Symmetric for undirected data or under ``confirm``.

        Raises
        ------
        UnknownName
            The ties carry no such strength.
        """
        network = self.network(confirm=confirm)
        values = np.ones(len(network.source)) if weight is None else self.weights(network, weight)
        keep = ~np.isnan(values) & (values != 0)
        source = self._order[network.source[keep]]
        target = self._order[network.target[keep]]
        values = values[keep]
        if not network.directed:
            source, target = np.r_[source, target], np.r_[target, source]
            values = np.r_[values, values]
        if weight is None:
            values = values.astype(np.int64)
        return adjacency.matrix(source, target, network.n, values)

    def weights(self, network: Network, weight: str) -> Floats:
        """Oriented strengths of a network's ties, NaN where blank; UnknownName if it has none."""
        if weight not in network.strength:
            raise UnknownName("attribute", weight, network.strength)
        return network.strength[weight]

    # -- pictures --------------------------------------------------------------------------------

    def members(self, by: By | Groups = "sector") -> Members:
        """The organisations as pictures take them, in the order of `ids`."""
        groups = by if isinstance(by, Groups) else self.groups(by)
        return Members(self.ids, self.names, groups.codes, groups.names,
                       looks_for(groups.keys or (None,) * len(groups)),
                       self.network().dyads.answered)

    def lines(self, strength: str | None = None) -> Lines:
        """One line a pair in contact: who says so, and how wide for a strength."""
        network = self.network()
        values = (np.full(len(network.source), np.nan) if strength is None
                  else self.weights(network, strength))
        told = network.dyads.observed(network.target, network.source)
        first, second, says, mean = pair_up(network.source, network.target, values, told,
                                            directed=network.directed)
        width = np.full(len(first), 2, dtype=np.int64)
        if strength is not None and not np.isnan(values).all():
            width = width_class(mean, *self.scales[strength].ends(values))
        return Lines(first, second, says, width)

    def plot(self, ax: Axes | None = None, *, by: By = "sector", level: str = "level",
             strength: str | None = None, variant: str | None = None, language: str = "en"
             ) -> Axes:
        """The map of the partnership: who works with whom.

        Parameters
        ----------
        ax : matplotlib Axes, optional
            Made if not given.
        by : str, pair of str, or membership
            What colour and shape mean.
        level : str
            Column of the ordered levels; where there are two or more each has its band.
        strength : str, optional
            What line width shows, such as "frequency"; None: all lines alike. Trust ratings of
            named organisations are sensitive: think of who will see the picture.
        variant : "lanes", "organic", optional
            By level, or by closeness; chosen by the data if not given.
        language : "en", "es", "sv"

        Returns
        -------
        matplotlib Axes
        """
        ranks = self.ranks(level)
        chosen = variant or ("lanes" if len(ranks) > 1 else "organic")
        choose("variant", chosen, ("lanes", "organic"))
        lanes = chosen == "lanes"
        picture = network_map(
            self.members(by), self.lines(strength), level=ranks.codes if lanes else None,
            levels=ranks.names if lanes else (), variant=chosen, language=language,
            options=MapOptions(directed=self.directed, group_word=self.groups(by).by))
        return pictures.axes.paint(picture, ax)

    # -- sharing without names -------------------------------------------------------------------

    def without(self, *attributes: str) -> Partnership:
        """The same partnership, some columns of its ties left out: what others should not see.

        The ledger keeps its counts; its events, which quote cells, are left out too.
        """
        ties = self._checked.ties.drop(columns=list(attributes), errors="ignore")
        scales = {name: scale for name, scale in self._checked.scales.items()
                  if name not in attributes}
        return self._made(replace(self._checked, ties=ties, scales=scales,
                                  ledger=self._checked.ledger.without_events()))

    def pseudonymised(self, *, seed: int | None = None) -> tuple[Partnership, pd.DataFrame]:
        """The partnership with shuffled codes instead of names, and the key apart.

        Codes are drawn from the operating system's randomness unless a seed is given, so that they
        cannot be worked out from the order of the file. Columns that could name an organisation
        (every attribute of organisations but sector and level, every text of ties but relation)
        and the ledger's events are left out.

        Returns
        -------
        (Partnership, DataFrame)
            The key has the columns ``code``, ``id``, ``name``.
        """
        checked, key = tables.pseudonymised(self._checked, seed)
        about = {name: text for name, text in self._about.items() if name == "synthetic"}
        code = dict(zip(key["id"], key["code"], strict=True))
        told = [(code[a], code[b]) for a, b in self._told if a in code and b in code]
        # The changes name organisations.
        filters = tuple(Filter(WHAT_IF, ("…",) * len(each.value)) if each.name == WHAT_IF
                        else each for each in self._filters)
        return self._made(checked, filters=filters, about=about, nodes={}, told=told), key


def _listed(wanted: str | Sequence[str]) -> tuple[str, ...]:
    return (wanted,) if isinstance(wanted, str) else tuple(wanted)
