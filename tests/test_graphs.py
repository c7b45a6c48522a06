"""To and from networkx, igraph, numpy and scipy: nothing is lost that both sides can carry."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import partnernet as pn
from oracle.data import Plain
from strategies import partnership, plains

KINDS = [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph]


def same(one: pn.Partnership, other: pn.Partnership) -> None:
    """Two partnerships that no question could tell apart."""
    assert one.directed == other.directed
    assert one.ids == other.ids
    assert one.levels == other.levels
    assert {k: v.to_dict() for k, v in one.scales.items() if v.declared} == {
        k: v.to_dict() for k, v in other.scales.items() if v.declared}
    assert one.answered.to_dict() == other.answered.to_dict()
    assert one.relations == other.relations
    for by in ("sector", "level"):
        assert one.groups(by).names == other.groups(by).names
        np.testing.assert_array_equal(one.groups(by).codes, other.groups(by).codes)
    left, right = one.network(), other.network()
    for name in ("source", "target", "observed"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))
    for name in set(left.strength) | set(right.strength):
        blank = np.full(len(left.source), np.nan)
        np.testing.assert_array_equal(left.strength.get(name, blank),
                                      right.strength.get(name, blank))
    np.testing.assert_array_equal(left.dyads.dense(), right.dyads.dense())


# -- networkx --------------------------------------------------------------------------------------


@given(plains())
def test_networkx_there_and_back(plain: Plain) -> None:
    told = partnership(plain)
    same(told, pn.from_networkx(pn.to_networkx(told)))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_graph_comes_back_as_it_was(kind: Any) -> None:
    graph = kind()
    graph.add_node("clinic", sector="health", level="municipal", beds=12)
    graph.add_node("library", sector="education", level="municipal")
    graph.add_node("alone")
    graph.add_edge("clinic", "library", trust=4, since="2019")
    if graph.is_multigraph():
        graph.add_edge("clinic", "library", key="projects", trust=2)
        graph = nx.relabel_nodes(graph, {}, copy=True)
    told = pn.from_networkx(graph)
    assert told.directed == graph.is_directed()
    back = pn.to_networkx(told)
    assert type(back) is type(graph)
    assert set(back.nodes) == set(graph.nodes)
    assert back.nodes["clinic"]["beds"] == 12
    assert "sector" not in back.nodes["alone"]
    data = [each for *_, each in back.edges(data=True)]
    assert {each["trust"] for each in data} == ({4, 2} if graph.is_multigraph() else {4})
    assert any(each.get("since") == "2019" for each in data)


def test_keys_of_a_multigraph_are_relations() -> None:
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", key="information")
    graph.add_edge("a", "b", key="projects", trust=3)
    assert pn.from_networkx(graph).relations == ("information", "projects")
    assert set(pn.to_networkx(pn.from_networkx(graph)).edges(keys=True)) == set(
        graph.edges(keys=True))


def test_the_node_objects_come_back() -> None:
    nodes = [("a", 1), 7, frozenset({"x"}), "text"]
    graph = nx.DiGraph([(nodes[0], nodes[1]), (nodes[2], nodes[3])])
    told = pn.from_networkx(graph)
    assert set(pn.to_networkx(told).nodes) == set(nodes)
    assert set(pn.to_networkx(told.view(confirm="either")).nodes) == set(nodes)
    assert told.ids == tuple(sorted(map(str, nodes)))


def test_two_nodes_with_one_text_are_refused() -> None:
    graph = nx.Graph([(1, "1")])
    with pytest.raises(pn.InputError, match="1"):
        pn.from_networkx(graph)


def test_attributes_under_other_names() -> None:
    graph = nx.DiGraph()
    graph.add_node("a", field="health", tier="regional")
    graph.add_node("b", field="social", tier="municipal")
    graph.add_edge("a", "b", weight=3, often=1)
    told = pn.from_networkx(graph, sector="field", level="tier", trust="weight",
                            frequency="often",
                            scales={"frequency": {"low": 1, "high": 4, "direction": "less"}})
    assert told.groups("sector").names == ("health", "social")
    assert told.matrix("trust")[0, 1] == 3
    assert told.matrix("frequency")[0, 1] == 4


def test_blank_is_no_attribute_and_never_zero() -> None:
    told = pn.Partnership(pd.DataFrame({"id": ["a", "b"], "sector": ["health", None]}),
                          pd.DataFrame({"source": ["a", "b"], "target": ["b", "a"],
                                        "trust": [None, 0.0]}))
    graph = pn.to_networkx(told)
    assert "sector" not in graph.nodes["b"]
    assert "trust" not in graph.edges["a", "b"]
    assert graph.edges["b", "a"]["trust"] == 0


def test_what_is_said_goes_before_what_travels() -> None:
    told = pn.samples.load("emon_texas")
    graph = pn.to_networkx(told)
    ids = told.ids
    again = pn.from_networkx(graph, answered=ids[:3], unknown=[(ids[0], ids[1])])
    assert set(again.answered.index[again.answered]) == set(ids[:3])
    assert again.unknown[["source", "target"]].values.tolist() == [[ids[0], ids[1]]]


@pytest.mark.parametrize("wrong", [None, [("a", "b")], pd.DataFrame()])
def test_anything_but_a_graph_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="networkx"):
        pn.from_networkx(wrong)


def test_loops_are_told_and_no_tie() -> None:
    graph = nx.DiGraph([("a", "a"), ("a", "b")])
    told = pn.from_networkx(graph)
    assert len(told.ties) == 1
    assert told.ledger["fate"].tolist().count("excluded") == 1


def test_an_empty_graph() -> None:
    told = pn.from_networkx(nx.DiGraph())
    assert len(told) == 0
    assert len(pn.to_networkx(told)) == 0


@pytest.mark.parametrize("name", ["emon_texas", "penaluz"])
def test_samples_there_and_back(name: str) -> None:
    told = pn.samples.load(name)
    same(told, pn.from_networkx(pn.to_networkx(told)))


# -- igraph ----------------------------------------------------------------------------------------


@given(plains())
def test_igraph_there_and_back(plain: Plain) -> None:
    pytest.importorskip("igraph", reason="igraph is not installed")
    told = partnership(plain)
    same(told, pn.from_igraph(pn.to_igraph(told)))


def test_igraph_without_names_and_with_labels() -> None:
    igraph = pytest.importorskip("igraph", reason="igraph is not installed")
    graph = igraph.Graph(n=3, edges=[(0, 1), (1, 2)], directed=False)
    graph.vs["label"] = ["Clinic", "Library", "School"]
    told = pn.from_igraph(graph)
    assert told.ids == ("0", "1", "2")
    assert told.names == ("Clinic", "Library", "School")
    assert not told.directed


def test_without_igraph_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnernet.graphs.find_spec", lambda name: None)
    with pytest.raises(pn.MissingExtra, match="partnernet"):
        pn.to_igraph(pn.samples.load("emon_texas"))


# -- arrays ----------------------------------------------------------------------------------------


@st.composite
def arrays(draw: Any) -> np.ndarray:
    """Square arrays of 0, strengths and NaN, some rows blank."""
    n = draw(st.integers(0, 6))
    cell = st.sampled_from([0.0, 0.0, 1.0, 3.0, np.nan])
    array = np.array(draw(st.lists(cell, min_size=n * n, max_size=n * n))).reshape(n, n)
    for row in draw(st.sets(st.integers(0, max(n - 1, 0)), max_size=n // 2)):
        array[row] = np.nan
    np.fill_diagonal(array, 0.0)
    return array


@given(arrays())
def test_numpy_there_and_back(array: np.ndarray) -> None:
    told = pn.from_numpy(array, values="trust")
    np.testing.assert_array_equal(pn.to_numpy(told, "trust"), array)


@given(arrays())
def test_numpy_without_values_holds_only_whether(array: np.ndarray) -> None:
    whether = np.where(np.isnan(array), np.nan, (array != 0).astype(float))
    np.testing.assert_array_equal(pn.to_numpy(pn.from_numpy(array)), whether)


def test_a_row_of_nothing_did_not_answer() -> None:
    blank = np.nan
    told = pn.from_numpy([[0, 1, blank], [blank, 0, blank], [0, 1, 0]], ids=["a", "b", "c"])
    assert told.answered.to_dict() == {"a": True, "b": False, "c": True}
    assert told.unknown[["source", "target"]].values.tolist() == [["a", "c"]]
    assert pn.cohesion(told)["density"] == pytest.approx(2 / 3)  # 2 ties on a→b, c→a, c→b


def test_undirected_arrays_must_be_symmetric() -> None:
    told = pn.from_numpy([[0, 2], [2, 0]], values="trust", directed=False)
    assert len(told.ties) == 1
    with pytest.raises(pn.InputError, match="1.*2"):
        pn.from_numpy([[0, 2], [1, 0]], directed=False)
    with pytest.raises(pn.InputError):
        pn.from_scipy(sparse.csr_array(np.array([[0, 2], [1, 0]])), directed=False)


@pytest.mark.parametrize("shape", [(2, 3), (3,), (2, 2, 2)])
def test_arrays_must_be_square(shape: tuple[int, ...]) -> None:
    with pytest.raises(pn.InputError, match=str(shape[0])):
        pn.from_numpy(np.zeros(shape))


def test_ids_must_fit() -> None:
    with pytest.raises(pn.InputError, match="3"):
        pn.from_numpy(np.zeros((3, 3)), ids=["a", "b"])
    with pytest.raises(pn.InputError):
        pn.from_scipy(sparse.csr_array((3, 3)), ids=["a", "b"])


def test_organisations_beside_an_array() -> None:
    table = pd.DataFrame({"id": ["x", "y"], "sector": ["health", "social"]})
    told = pn.from_numpy([[0, 1], [0, 0]], organisations=table)
    assert told.groups("sector").names == ("health", "social")
    assert told.ties[["source", "target"]].values.tolist() == [["x", "y"]]


@given(arrays())
def test_scipy_and_numpy_agree(array: np.ndarray) -> None:
    filled = np.nan_to_num(array)
    same(pn.from_scipy(sparse.csr_array(filled), values="trust"),
         pn.from_numpy(filled, values="trust"))


@pytest.mark.parametrize("form", [sparse.csr_array, sparse.coo_array, sparse.csc_matrix])
def test_any_sparse_form(form: Any) -> None:
    told = pn.from_scipy(form(np.array([[0, 3], [0, 0]])), ids=["a", "b"], values="trust")
    assert told.ties.iloc[0].tolist() == ["a", "b", 3.0]


def test_the_matrix_goes_out_and_comes_back() -> None:
    told = pn.samples.load("emon_cheyenne")
    ids = told.organisations["id"].tolist()
    again = pn.from_scipy(told.matrix(), ids=ids)
    np.testing.assert_array_equal(again.matrix().toarray(), told.matrix().toarray())
