"""To and from networkx, igraph, scipy and numpy, losing nothing that both sides can carry."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from partnernet.errors import InputError, MissingExtra, Problem
from partnernet.partnership import Partnership
from partnernet.words import say

META = "partnernet"  # the key of graph.graph under which scales, levels and unknown dyads travel
_ENDS = ("source", "target")


def from_networkx(
    graph: Any,
    *,
    sector: str = "sector",
    level: str = "level",
    name: str = "name",
    answered_attribute: str = "answered",
    trust: str = "trust",
    frequency: str = "frequency",
    relation: str = "relation",
    scales: Mapping[str, Any] | None = None,
    levels: Sequence[str] | None = None,
    answered: Iterable[Any] | None = None,
    unknown: Iterable[tuple[Any, Any]] | None = None,
) -> Partnership:
    """A partnership from a networkx graph of any of its four kinds.

    Parameters
    ----------
    graph : networkx.Graph, DiGraph, MultiGraph or MultiDiGraph
        Nodes of any kind: their text is the id, and `to_networkx` gives the objects back.
    sector, level, name, answered_attribute : str
        Node attributes that hold these; every other attribute is kept under its own name.
    trust, frequency, relation : str
        Edge attributes that hold these. The keys of a multigraph are relations unless its edges
        have a relation of their own.
    scales, levels, answered, unknown
        As in `Partnership`; what is not given is taken from ``graph.graph["partnernet"]``.

    Returns
    -------
    Partnership

    Raises
    ------
    InputError
        Two nodes with the same text (1 and "1"), or whatever `Partnership` refuses.
    TypeError
        Not a networkx graph.

    Examples
    --------
    >>> import networkx as nx, partnernet as pn
    >>> graph = nx.DiGraph()
    >>> graph.add_node("clinic", sector="health")
    >>> graph.add_edge("clinic", "library", trust=4)
    >>> pn.from_networkx(graph)
    <Partnership: 2 organisations, 1 tie, directed>
    """
    if not isinstance(graph, nx.Graph):
        raise TypeError(str(say("graphs.not_networkx", found=type(graph).__name__)))
    nodes = _texts(graph.nodes)
    renamed = {sector: "sector", level: "level", name: "name", answered_attribute: "answered"}
    organisations = _frame(
        ({"id": text, **_renamed(graph.nodes[node], renamed)} for text, node in nodes.items()),
        ["id"], len(nodes))
    names: dict[Any, str] = {node: text for text, node in nodes.items()}
    edges = graph.edges(keys=True, data=True) if graph.is_multigraph() else (
        (u, v, None, data) for u, v, data in graph.edges(data=True))
    renamed = {trust: "trust", frequency: "frequency", relation: "relation"}
    ties = _frame(
        ({"source": names[u], "target": names[v], **({} if key is None else {"relation": str(key)}),
          **_renamed(data, renamed)} for u, v, key, data in edges),
        list(_ENDS), graph.number_of_edges())
    carried = graph.graph.get(META, {})
    for strength in carried.get("scales") or ():
        if strength not in ties:  # blank on every tie, and a blank one is no attribute
            ties[strength] = np.nan
    told = _told(unknown, carried, names)
    alliance = Partnership(
        organisations, ties, directed=graph.is_directed(),
        scales=carried.get("scales") if scales is None else scales,
        levels=carried.get("levels") if levels is None else levels,
        answered=None if answered is None else [names.get(node, str(node)) for node in answered],
        unknown=told)
    return alliance.remembering(nodes)


def to_networkx(alliance: Partnership) -> Any:
    """The partnership as a networkx graph, with everything `from_networkx` can read back.

    Returns
    -------
    networkx.DiGraph or Graph; MultiDiGraph or MultiGraph where two organisations have several
    relations (keys are then relations). Nodes are the original objects, or ids. Blank attributes
    are left out: a missing trust is no attribute, never 0. Scales, levels and unknown dyads stand
    in ``graph.graph["partnernet"]``.

    Missing
    -------
    Who answered is the node attribute ``answered``.

    Examples
    --------
    >>> import partnernet as pn
    >>> graph = pn.to_networkx(pn.samples.load("emon_texas"))
    >>> graph.number_of_nodes(), graph.number_of_edges(), graph.is_directed()
    (25, 186, True)
    """
    ties, organisations = alliance.ties, alliance.organisations
    repeated = bool(ties.duplicated(list(_ENDS)).any())
    kinds = {(True, True): nx.MultiDiGraph, (True, False): nx.DiGraph,
             (False, True): nx.MultiGraph, (False, False): nx.Graph}
    graph = kinds[alliance.directed, repeated]()
    node = alliance.node_objects
    organisations["answered"] = alliance.answered.to_numpy()
    for row in organisations.to_dict("records"):
        graph.add_node(node[row.pop("id")], **_filled(row))
    for row in ties.to_dict("records"):
        ends = node[row.pop("source")], node[row.pop("target")]
        key = {"key": row.get("relation")} if repeated else {}
        graph.add_edge(*ends, **key, **_filled(row))
    graph.graph[META] = _carried(alliance, node)
    return graph


def _carried(alliance: Partnership, node: Mapping[str, Any]) -> dict[str, Any]:
    """What travels beside nodes and ties; ``node``: id → the node that stands for it."""
    return {
        "scales": {key: scale.to_dict() for key, scale in alliance.scales.items()
                   if scale.declared},
        "levels": None if alliance.levels is None else list(alliance.levels),
        "unknown": [(node[row["source"]], node[row["target"]], row["relation"])
                    for row in alliance.unknown.to_dict("records")],
    }


def from_igraph(graph: Any, **options: Any) -> Partnership:
    """A partnership from an igraph graph; options as in `from_networkx`.

    The vertex attribute ``name`` is the id where it is there, as igraph itself has it.
    """
    table: Any = nx.MultiDiGraph() if graph.is_directed() else nx.MultiGraph()
    named = "name" in graph.vs.attributes()
    labels = [str(vertex["name"]) if named else str(vertex.index) for vertex in graph.vs]
    for label, vertex in zip(labels, graph.vs, strict=True):
        attributes = vertex.attributes()
        attributes.pop("name", None)
        label_of = attributes.pop("label", None)
        table.add_node(label, **_filled({"name": label_of, **attributes}))
    for edge in graph.es:
        table.add_edge(labels[edge.source], labels[edge.target], **_filled(edge.attributes()))
    # Keys that networkx made up itself are no relations.
    simple = _without_keys(table)
    simple.graph.update({key: graph[key] for key in graph.attributes()})
    return from_networkx(simple, **options)


def to_igraph(alliance: Partnership) -> Any:
    """The partnership as an igraph graph: vertex ``name`` is the id, ``label`` the name.

    Raises
    ------
    MissingExtra
        igraph is not installed (``pip install 'partnernet[leiden]'``).
    """
    if find_spec("igraph") is None:
        raise MissingExtra(say("graphs.no_igraph"))
    igraph = import_module("igraph")
    organisations, ties = alliance.organisations, alliance.ties
    organisations["answered"] = alliance.answered.to_numpy()
    place = {key: k for k, key in enumerate(organisations["id"])}
    graph = igraph.Graph(n=len(organisations), directed=alliance.directed, edges=[
        (place[a], place[b]) for a, b in zip(ties["source"], ties["target"], strict=True)])
    renamed = {"id": "name", "name": "label"}
    for column in organisations:
        graph.vs[renamed.get(str(column), str(column))] = _blank_as_none(organisations[column])
    for column in ties.columns.difference(list(_ENDS)):
        graph.es[column] = _blank_as_none(ties[column])
    graph[META] = _carried(alliance, {key: key for key in alliance.ids})
    return graph


def from_numpy(
    matrix: ArrayLike,
    ids: Iterable[Any] | None = None,
    *,
    organisations: Any = None,
    values: str | None = None,
    **options: Any,
) -> Partnership:
    """A partnership from a square array, rows send.

    Parameters
    ----------
    matrix : array, shape (n, n)
        0 is no tie. NaN off the diagonal: unknown; a row of nothing but NaN: did not answer. The
        diagonal is not read.
    ids : iterable, optional
        Ids in the order of the rows; else those of ``organisations``, else 1 … n.
    organisations : table, optional
        Attributes of the organisations, in the order of the rows.
    values : str, optional
        What the numbers are ("trust"); None: only whether there is a tie.

    Raises
    ------
    InputError
        The array is not square, does not fit the ids, or is called undirected but not symmetric.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.from_numpy([[0, 4], [2, 0]], ids=["clinic", "library"], values="trust")
    <Partnership: 2 organisations, 2 ties, directed>
    """
    array = np.asarray(matrix, dtype=float)
    if array.ndim != 2 or array.shape[0] != array.shape[1]:
        raise InputError(Problem(say("graphs.not_square", shape=str(array.shape)),
                                 found=str(array.shape)))
    n = len(array)
    table = _matrix_organisations(n, ids, organisations)
    labels = table["id"].to_numpy(dtype=object)
    off = ~np.eye(n, dtype=bool)
    blank = np.isnan(array) & off
    directed = bool(options.get("directed", True))
    if not directed:
        _need_symmetric(array, labels)
        off = np.triu(off)
    silent = (blank.sum(axis=1) == n - 1) & (n > 1)
    source, target = np.nonzero(off & ~np.isnan(array) & (array != 0))
    ties = pd.DataFrame({"source": labels[source], "target": labels[target]})
    if values is not None:
        ties[values] = array[source, target]
    unsure = off & blank & (~silent[:, None] if directed else ~(silent[:, None] | silent[None, :]))
    options.setdefault("answered", None if not silent.any() else list(labels[~silent]))
    options.setdefault("unknown", [(labels[i], labels[j]) for i, j in np.argwhere(unsure)])
    return Partnership(table, ties, **options)


def from_scipy(
    matrix: Any,
    ids: Iterable[Any] | None = None,
    *,
    organisations: Any = None,
    values: str | None = None,
    **options: Any,
) -> Partnership:
    """A partnership from a sparse matrix: each stored entry but 0 is a tie, rows send.

    Options as in `from_numpy`; a sparse matrix has no way to write "unknown", so pass
    ``answered=`` and ``unknown=``. Entries on the diagonal are not read.
    """
    entries = sparse.coo_array(matrix)
    if entries.shape[0] != entries.shape[1]:
        raise InputError(Problem(say("graphs.not_square", shape=str(entries.shape)),
                                 found=str(entries.shape)))
    table = _matrix_organisations(entries.shape[0], ids, organisations)
    labels = table["id"].to_numpy(dtype=object)
    source, target = entries.row, entries.col
    keep = (source != target) & (entries.data != 0)
    if not options.get("directed", True):
        if abs(entries.tocsr() - entries.tocsr().T).max() > 0:
            raise InputError(Problem(say("graphs.not_symmetric")))
        keep &= source < target
    ties = pd.DataFrame({"source": labels[source[keep]], "target": labels[target[keep]]})
    if values is not None:
        ties[values] = entries.data[keep]
    return Partnership(table, ties, **options)


def to_numpy(alliance: Partnership, weight: str | None = None) -> NDArray[np.float64]:
    """The adjacency as an array, shape (n, n), rows send; what nobody could report is NaN.

    Entries are 1 for a known tie (oriented strength with ``weight``), 0 for an observed dyad
    without one, NaN for an unobserved dyad without one; the diagonal is 0.
    """
    network = alliance.network()
    array = alliance.matrix(weight).toarray().astype(float)
    place = [alliance.ids.index(key) for key in alliance.organisations["id"]]
    seen = network.dyads.dense()[np.ix_(place, place)]
    known = alliance.matrix().toarray() != 0
    array[~seen & ~known] = np.nan
    array[known & (array == 0)] = np.nan  # a tie whose strength is blank
    np.fill_diagonal(array, 0.0)
    return array


# -- pieces ----------------------------------------------------------------------------------------


def _texts(nodes: Iterable[Hashable]) -> dict[str, Any]:
    """Text of each node → the node; refused where two nodes have the same text."""
    texts: dict[str, Any] = {}
    for node in nodes:
        text = str(node)
        if text in texts:
            raise InputError(Problem(say("graphs.same_text", text=text), found=text))
        texts[text] = node
    return texts


def _renamed(attributes: Mapping[Any, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Attributes under our names; one that another attribute claims is not taken twice."""
    renamed = {}
    for key, value in attributes.items():
        ours = names.get(key, str(key))
        if key in names or ours not in names.values():
            renamed[ours] = value
    return renamed


def _frame(rows: Iterable[dict[str, Any]], columns: list[str], count: int) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), dtype=object) if count else pd.DataFrame(columns=columns)
    rest = [column for column in frame.columns if column not in columns]
    return frame[[*columns, *rest]]


def _told(unknown: Iterable[tuple[Any, Any]] | None, carried: Mapping[str, Any],
          names: Mapping[Any, str]) -> pd.DataFrame | None:
    listed = carried.get("unknown") if unknown is None else list(unknown)
    if not listed:
        return None
    rows = [(*(names.get(node, str(node)) for node in row[:2]), *row[2:3]) for row in listed]
    frame = pd.DataFrame(rows, dtype=object)
    frame.columns = ["source", "target", "relation"][: frame.shape[1]]
    return frame


def _filled(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Attributes that have a value: a blank one is no attribute."""
    return {str(key): value for key, value in row.items()
            if not _blank(value)}


def _blank_as_none(column: pd.Series) -> list[Any]:
    return [None if _blank(value) else value for value in column.tolist()]


def _blank(value: Any) -> bool:
    """Whether a value is none at all; a list or an array is a value."""
    # NaN, NaT and NA are the scalars that do not equal themselves (NA says neither).
    return value is None or value is pd.NA or bool(np.isscalar(value) and value != value)


def _without_keys(graph: Any) -> Any:
    """The graph without parallel edges' made-up keys: simple where no pair is repeated."""
    simple = nx.DiGraph(graph) if graph.is_directed() else nx.Graph(graph)
    if simple.number_of_edges() == graph.number_of_edges():
        return simple
    keyed = graph.__class__()
    keyed.add_nodes_from(graph.nodes(data=True))
    for u, v, key, data in graph.edges(keys=True, data=True):
        keyed.add_edge(u, v, key=data.get("relation", key), **data)
    return keyed


def _matrix_organisations(n: int, ids: Iterable[Any] | None, organisations: Any) -> pd.DataFrame:
    if organisations is None:
        listed = list(range(1, n + 1)) if ids is None else list(ids)
        table = pd.DataFrame({"id": [str(each) for each in listed]})
    else:
        table = pd.DataFrame(organisations).reset_index(drop=True)
        if ids is not None and len(list(ids := list(ids))) == len(table):
            table["id"] = [str(each) for each in ids]
    if len(table) != n:
        raise InputError(Problem(say("graphs.ids_do_not_fit", rows=n, ids=len(table))))
    return table


def _need_symmetric(array: NDArray[np.float64], labels: NDArray[np.object_]) -> None:
    same = (array == array.T) | (np.isnan(array) & np.isnan(array.T))
    wrong = np.argwhere(np.triu(~same, 1))
    if len(wrong):
        i, j = wrong[0]
        raise InputError(Problem(
            say("graphs.not_symmetric_at", a=str(labels[i]), b=str(labels[j]),
                there=str(array[i, j]), back=str(array[j, i])),
            found=f"{array[i, j]}, {array[j, i]}"))
