"""GraphML, GEXF, GML, Pajek, UCINET and Kumu: what other programs write, and what is refused."""

import io
import warnings

import igraph
import networkx as nx
import pytest
from made_files import FACTS, IDS, ORGANISATIONS, SCALES, TIES, facts, nodes, put, read, ties, told

from partnernet.errors import InputError


def network(directed=True):
    """The alliance as networkx holds it."""
    graph = nx.DiGraph() if directed else nx.Graph()
    for own, name, sector, level in ORGANISATIONS:
        graph.add_node(own, name=name, sector=sector, level=level)
    for source, target, trust, frequency in TIES:
        graph.add_edge(source, target, trust=trust, frequency=float(frequency))
    return graph


def bytes_of(write, graph, *arguments):
    stream = io.BytesIO()
    write(graph, stream, *arguments)
    return stream.getvalue()


def at(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


# networkx 3.x and python-igraph as witnesses: what they write, we read with the same facts.
@pytest.mark.parametrize(("name", "write"), [
    ("a.graphml", nx.write_graphml), ("a.gexf", nx.write_gexf), ("a.gml", nx.write_gml),
])
def test_networkx_files(tmp_path, name, write):
    checked = read(at(tmp_path, name, bytes_of(write, network())))
    assert facts(checked) == FACTS
    assert checked.ties["frequency"].sum() == sum(row[3] for row in TIES)
    assert checked.organisations["name"].tolist() == [row[1] for row in ORGANISATIONS]
    undirected = read(at(tmp_path, name, bytes_of(write, network(directed=False))))
    assert not undirected.directed
    assert len(undirected.ties) == network(directed=False).number_of_edges()
    assert "no direction" in told(undirected)


@pytest.mark.parametrize("ending", ["graphml", "gml"])
def test_igraph_files(tmp_path, ending):
    graph = igraph.Graph.from_networkx(network())
    path = tmp_path / f"a.{ending}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # igraph renames attributes for GML
        getattr(graph, f"write_{ending}")(str(path))
    assert facts(read(path)) == FACTS


def test_networkx_pajek(tmp_path):
    graph = nx.DiGraph((one, two, {"weight": trust}) for one, two, trust, _ in TIES)
    path = tmp_path / "a.net"
    nx.write_pajek(graph, path)
    checked = read(path)
    assert checked.ties["weight"].sum() == 94
    assert set(checked.organisations["id"]) == {end for row in TIES for end in row[:2]}


def test_a_list_of_organisations_beside_a_graph(tmp_path):
    path = at(tmp_path, "a.graphml", bytes_of(nx.write_graphml, nx.DiGraph(
        (one, two, {"trust": trust}) for one, two, trust, _ in TIES)))
    listed = put(tmp_path, members_csv=nodes()) / "members.csv"
    assert facts(read(path, organisations=listed)) == FACTS


GRAPHML = ("<?xml version='1.0' encoding='UTF-8'?><graphml "
           "xmlns='http://graphml.graphdrawing.org/xmlns'>{}</graphml>")
NODES = "<node id='a'/><node id='b'/>"


def graph(body, default="directed"):
    return GRAPHML.format(f"<graph edgedefault='{default}'>{body}</graph>")


REFUSED = {
    "mixed directions": ("a.graphml", graph(
        NODES + "<edge source='a' target='b' directed='false'/><edge source='b' target='a'/>"),
        "directed"),
    "unknown node": ("a.graphml", graph("<node id='a'/><edge source='a' target='zz'/>"), "zz"),
    "two graphs": ("a.graphml", GRAPHML.format(
        f"<graph>{NODES}</graph><graph>{NODES}</graph>"), "graph"),
    "graph in a node": ("a.graphml", graph("<node id='a'><graph><node id='b'/></graph></node>"),
                        "flat graph"),
    "hyperedge": ("a.graphml", graph("<hyperedge/>"), "hyperedge"),
    "no graph": ("a.graphml", GRAPHML.format(""), "no graph"),
    "cut off": ("a.graphml", graph(NODES)[:-30], "truncated at line 1"),
    "broken": ("a.graphml", graph("<node id='a'></edge>"), "not well formed at line 1"),
    "strength off the scale": ("a.graphml", graph(
        NODES + "<edge source='a' target='b'><data key='trust'>9</data></edge>"), "off its scale"),
    "nodes contradict": ("a.graphml", graph(
        "<node id='a'><data key='sector'>x</data></node>"
        "<node id='a'><data key='sector'>y</data></node>"), "sector"),
    "gexf mixed": ("a.gexf", "<gexf><graph defaultedgetype='directed'><nodes>" + NODES
                   + "</nodes><edges><edge id='0' source='a' target='b'/><edge id='1' source='b' "
                   "target='a' type='undirected'/></edges></graph></gexf>", "directed"),
    "gexf nested": ("a.gexf", "<gexf><graph><nodes><node id='a'><nodes><node id='b'/></nodes>"
                    "</node></nodes></graph></gexf>", "flat graph"),
    "gml unknown node": ("a.gml", "graph [ node [ id 1 ] edge [ source 1 target 9 ] ]", "9"),
    "gml cut off": ("a.gml", "graph [\nnode [ id 1 ]\nedge [ source 1", "truncated at line 3"),
    "gml open quote": ("a.gml", 'graph [ node [ id 1 label "x ] ]', "truncated"),
    "gml twice": ("a.gml", "graph [ node [ id 1 id 2 ] ]", "twice"),
    "gml no list": ("a.gml", "graph [ node 1 ]", "not GML"),
    "pajek mixed": ("a.net", "*Vertices 3\n*Arcs\n1 2\n*Edges\n2 3\n", "directed"),
    "pajek outside": ("a.net", "*Vertices 3\n*Arcs\n1 7\n", "vertex 7"),
    "pajek two-mode": ("a.net", "*Vertices 5 2\n*Arcs\n1 2\n", "two kinds"),
    "pajek twice": ("a.net", '*Vertices 2\n1 "A"\n1 "B"\n*Arcs\n', "twice"),
    "pajek two": ("a.net", "*Vertices 2\n*Arcs\n*Vertices 2\n*Arcs\n", "more than one"),
    "pajek words": ("a.net", "*Vertices 2\n*Arcs\none two\n", "not Pajek at line 3"),
    "dl short": ("a.dl", "dl n=3\nlabels:\nA,B,C\ndata:\n0 1 0\n0 0 1\n0 0\n", "8 values"),
    "dl two-mode": ("a.dl", "dl nr=2, nc=3\ndata:\n1 2 3\n4 5 6\n", "two kinds"),
    "dl format": ("a.dl", "dl n=2 format=nodelist2\ndata:\n1 2\n", "nodelist2"),
    "dl labels": ("a.dl", "dl n=3\nlabels:\nA,B\ndata:\n0 1 0 0 0 1 0 0 0\n", "labels"),
    "dl no data": ("a.dl", "dl n=3\nlabels:\nA,B,C\n", "data"),
    "vna quote": ("a.vna", '*Tie data\nfrom to\n"A "B"\n', "quote"),
    "vna no ties": ("a.vna", "*Node data\nid\nA\n", "Tie data"),
    "vna short": ("a.vna", "*Tie data\nfrom to trust\nA B\n", "Row 3"),
    "json cut off": ("a.json", '{"elements": [], "connections": [{"from": "a', "truncated"),
    "json stranger": ("a.json", '{"nodes": []}', "Kumu"),
    "json broken": ("a.json", "{'a': 1}\n", "not JSON"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_with_help(tmp_path, case):
    name, text, said = REFUSED[case]
    with pytest.raises(InputError) as refused:
        read(at(tmp_path, name, text))
    assert said in str(refused.value)
    assert refused.value.file == name


def test_the_line_is_told(tmp_path):
    text = graph("\n<node id='a'/>\n<edge source='a' target='zz'/>")
    with pytest.raises(InputError) as refused:
        read(at(tmp_path, "a.graphml", text))
    assert refused.value.row == 3


def test_graphml_details(tmp_path):
    text = GRAPHML.format(
        "<key id='k' for='node' attr.name='sector' attr.type='string'><default>health</default>"
        "</key><key id='t' for='edge' attr.name='trust' attr.type='int'/>"
        "<graph edgedefault='undirected'><node id='Malmö'/><node id='b'><data key='k'>NGO</data>"
        "</node><edge source='Malmö' target='b'><data key='t'>4</data></edge></graph>")
    checked = read(at(tmp_path, "a.graphml", text.replace("UTF-8", "ISO-8859-1").encode("latin-1")))
    assert checked.organisations["sector"].tolist() == ["health", "NGO"]
    assert checked.organisations["id"].tolist() == ["Malmö", "b"]
    assert not checked.directed
    assert checked.ties["trust"].tolist() == [4]


def test_pajek_details(tmp_path):
    text = ('*Network alliance\n*Vertices 3\n1 "Centro \\"A\\"" 0.1 0.2 0.5\n2 B\n3 C\n'
            '*Arcs :1 "information"\n1 2 4\n*Arcs :2 "projects"\n1 2 1\n*Arcslist :1\n2 1 3\n')
    checked = read(at(tmp_path, "a.net", text), scales=None)
    assert checked.organisations["id"].tolist() == ['Centro "A"', "B", "C"]
    assert checked.ties["relation"].tolist() == ["information", "projects"] + [
        "information"] * 2
    twins = read(at(tmp_path, "b.net", '*Vertices 2\n1 "X"\n2 "X"\n*Edges\n1 2 3\n'), scales=None)
    assert twins.organisations["id"].tolist() == ["1", "2"]
    assert not twins.directed
    matrix = read(at(tmp_path, "c.net", "*Vertices 2\n*Matrix\n0 3\n2 0\n"))
    assert matrix.ties["trust"].tolist() == [3, 2]


def test_dl_details(tmp_path):
    embedded = ("DL N=3, FORMAT=FULLMATRIX, LABELS EMBEDDED\nDATA:\n"
                " A B C\nA 0 4 5\nB 1 0 0\nC 0 2 0\n")
    assert facts(read(at(tmp_path, "a.dl", embedded))) == (3, 4, 12.0)
    edges = ('dl n=3 format=edgelist1\nlabels:\n"Centro A",B,C\ndata:\n'
             '1 2 4\n"Centro A" C 5\nB 1 1\n')
    checked = read(at(tmp_path, "b.txt", edges))
    assert checked.organisations["id"].tolist() == ["Centro A", "B", "C"]
    assert checked.ties["trust"].tolist() == [4, 5, 1]
    several = ("dl n=2 nm=2\nlabels:\nA B\nmatrix labels:\ninformation projects\ndata:\n"
               "0 1\n1 0\n0 0\n3 0\n")
    checked = read(at(tmp_path, "c.dl", several))
    assert checked.ties.groupby("relation")["trust"].sum().to_dict() == {"information": 2,
                                                                         "projects": 3}


def test_vna_details(tmp_path):
    text = ('*Node data\nID name sector\n"A" "Centro A" health\nB "Centro ""B""" social\n'
            '*Node properties\nID x y\nA 1 2\n*Tie data\nfrom to trust\n"A" "B" 3\nB,A,2\n')
    checked = read(at(tmp_path, "a.vna", text))
    assert checked.organisations["name"].tolist() == ["Centro A", 'Centro "B"']
    assert checked.ties["trust"].tolist() == [3, 2]


def test_kumu(tmp_path):
    exported = ('{"elements":[{"_id":"e1","attributes":{"label":"A","element type":"health"}},'
                '{"_id":"e2","attributes":{"label":"B","tags":["x","y"]}}],"connections":['
                '{"from":"e1","to":"e2","direction":"directed","attributes":{"trust":4}}]}')
    checked = read(at(tmp_path, "a.json", exported))
    assert checked.organisations["id"].tolist() == ["A", "B"]
    assert checked.organisations["sector"].tolist()[0] == "health"
    assert facts(checked) == (2, 1, 4.0)
    tables = put(tmp_path / "t", elements_csv="Label,Type\nA,health\nB,social\nC,NGO\n",
                 connections_csv="From,To,Type,Direction,Strength\nA,B|C,info,directed,3\n")
    checked = read(tables)
    assert checked.ties[["source", "target"]].to_numpy().tolist() == [["A", "B"], ["A", "C"]]
    assert checked.ties["relation"].tolist() == ["info", "info"]
    assert checked.ties["weight"].tolist() == [3, 3]
    assert checked.ledger.counts.set_index("table").loc["ties", "read"] == 1
    assert "2 partners" in told(checked)
    mixed = put(tmp_path / "m", connections_csv="From,To,Direction\nA,B,directed\nB,C,mutual\n")
    with pytest.raises(InputError, match="directed and undirected"):
        read(mixed)


def test_gephi_tables(tmp_path):
    edges = "Source,Target,Type,Id,Label,Weight\n" + "".join(
        f"{one},{two},Directed,{number},,{trust}\n"
        for number, (one, two, trust, _) in enumerate(TIES))
    checked = read(put(tmp_path, nodes_csv=nodes().replace("id,name", "Id,Label"), edges_csv=edges))
    assert len(checked.ties) == 26
    assert checked.ties["weight"].sum() == 94
    assert checked.directed
    undirected = read(put(tmp_path, edges_csv="Source,Target,Type\nP01,P02,Undirected\n"))
    assert not undirected.directed


def test_partner_style_tables(tmp_path):
    checked = read(put(
        tmp_path, nodes_csv=nodes().replace("name,sector", "Organization Name,Organization Sector"),
        ties_csv=ties().replace("source,target", "Respondent Organization,Partner Organization")))
    assert facts(checked) == FACTS
    assert "sector" in checked.organisations.columns


def test_scales_given_in_python_go_before_those_of_the_file(tmp_path):
    path = at(tmp_path, "a.graphml", bytes_of(nx.write_graphml, network()))
    with pytest.raises(InputError, match="off its scale"):
        read(path, scales={"trust": {"low": 1, "high": 3}})
    assert set(read(path, scales=SCALES).scales) == {"trust", "frequency"}
    assert read(path).organisations["id"].tolist() == IDS
