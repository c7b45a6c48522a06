"""The oracle itself, against counts by hand, published values and other software."""

import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest

from oracle import choices, cohesion, levels, mixing, nulls, roles, silos
from oracle.data import Plain, network

REFERENCE = json.loads((Path(__file__).parents[1] / "reference/emon_reference.json").read_text())
SHAPES = ("same", "turned", "out", "in", "through", "back", "apart")
NETWORKS = REFERENCE["networks"]
DATA = Path(__file__).parents[2] / "data/samples/emon"


def plain(
    organisations: str,
    ties: str,
    *,
    directed: bool = True,
    silent: str = "",
    unknown: str = "",
    trust: dict[str, float] | None = None,
    order: tuple[str, ...] | None = None,
) -> Plain:
    """Organisations "a:A1 b:B2" (sector letter, level digit; "-" blank) and ties "ab bc"."""
    rows = []
    for word in organisations.split():
        name, _, labels = word.partition(":")
        sector, level = (labels + "--")[:2]
        rows.append(
            {
                "id": name,
                "sector": None if sector == "-" else sector,
                "level": None if level == "-" else level,
                "answered": name not in silent,
            }
        )
    lines = [
        {"source": t[0], "target": t[1], "relation": None, "trust": None, "frequency": None}
        for t in ties.split()
    ]
    for line in lines:
        line["trust"] = (trust or {}).get(line["source"] + line["target"])
    pairs = [(p[0], p[1]) for p in unknown.split()]
    return Plain(rows, lines, pairs, {}, order or ("1", "2", "3"), directed)


def from_counts(counts: list[list[int]], sizes: list[int], forward: bool = False) -> Any:
    """A directed network with so many ties in each block (forward: no pair both ways)."""
    group = [g for g, size in enumerate(sizes) for _ in range(size)]
    left = {(r, s): counts[r][s] for r in range(len(sizes)) for s in range(len(sizes))}
    ties = []
    for i, j in itertools.permutations(range(len(group)), 2):
        if left[group[i], group[j]] and (i < j or not forward):
            left[group[i], group[j]] -= 1
            ties.append((i, j))
    rows = [
        {"id": str(i), "sector": str(g), "level": None, "answered": True}
        for i, g in enumerate(group)
    ]
    lines = [
        {"source": str(i), "target": str(j), "relation": None, "trust": None, "frequency": None}
        for i, j in ties
    ]
    return network(Plain(rows, lines))


def near(value: float, other: float | None) -> bool:
    if other is None or math.isnan(other):
        return math.isnan(value)
    return value == pytest.approx(other, abs=1e-9, rel=1e-9)


def test_silent_organisations_leave_their_dyads_unobserved() -> None:
    """By hand: 3 organisations, c silent: 4 of 6 dyads, the tie it sends does not count."""
    net = network(plain("a b c", "ab ca", silent="c"))
    assert net.observed == {(0, 1), (0, 2), (1, 0), (1, 2)}
    assert cohesion.cohesion(net)["density"] == 1 / 4
    assert len(net.ties) == 2


def test_confirmation_rules_on_three_pairs() -> None:
    """By hand: ab both ways (3, 5), ac one way, bc none; everybody answered."""
    data = plain("a b c", "ab ba ac", trust={"ab": 3, "ba": 5, "ac": 2})
    either, both = network(data, confirm="either"), network(data, confirm="both")
    assert {k: v["trust"] for k, v in either.ties.items()} == {(0, 1): 4, (0, 2): 2}
    assert {k: v["trust"] for k, v in both.ties.items()} == {(0, 1): 4}
    assert cohesion.cohesion(network(data))["reciprocity"] == 2 / 3
    assert cohesion.quality(data, network(data))["confirmation"] == 1 / 2
    assert cohesion.quality(data, network(data))["trust_disagreement"] == 2


def test_a_blank_strength_is_neither_tie_nor_observed_under_a_minimum() -> None:
    """By hand: of ab (blank), ac (2), bc (4), only bc passes 3, and a→b is not observed."""
    net = network(plain("a b c", "ab ac bc", trust={"ac": 2, "bc": 4}), min_trust=3)
    assert list(net.ties) == [(1, 2)]
    assert set(net.dyads()) - net.observed == {(0, 1)}


@pytest.mark.parametrize("directed", [True, False])
def test_cohesion_of_a_path_of_three(directed: bool) -> None:
    """By hand: path a–b–c, undirected distances 1, 1, 2; the middle has all betweenness."""
    got = cohesion.cohesion(network(plain("a b c", "ab bc", directed=directed)))
    assert got["global_efficiency_undirected"] == pytest.approx(5 / 6)
    assert got["betweenness_centralisation"] == got["degree_centralisation"] == 1
    assert got["transitivity"] == 0
    assert got["density"] == (1 / 3 if directed else 2 / 3)


def test_krackhardt_on_an_out_tree_and_on_diamonds() -> None:
    """Krackhardt 1994: an out-tree has 1 on all four. By hand, the double diamond: 1 of 6 pairs."""
    tree = cohesion.krackhardt(network(plain("a b c d e", "ab ac bd be")))
    assert set(tree.values()) == {1.0}
    diamond = cohesion.krackhardt(network(plain("a b c d", "ab ac bd cd")))
    assert diamond["krackhardt_lub"] == 1
    double = cohesion.krackhardt(network(plain("a b c d e", "ab ac bd cd be ce")))
    assert double["krackhardt_lub"] == pytest.approx(5 / 6)


def test_coleman_on_his_counts() -> None:
    """Coleman 1958, counts [[45, 15], [20, 20]] with sizes 60 and 40: .38125 and .175."""
    net = from_counts([[45, 15], [20, 20]], [60, 40])
    group = net.group("sector")
    assert silos.coleman(net, group, "0") == pytest.approx(0.38125, abs=5e-6)
    assert silos.coleman(net, group, "1") == pytest.approx(0.175, abs=5e-4)


def test_assortativity_of_catania() -> None:
    """Newman 2003, table I (Catania et al. 1992), men by women: r = .621.

    The printed cells are rounded to .001, which leaves r itself open by .003.
    """
    table = [[258, 16, 35, 13], [12, 157, 58, 19], [13, 23, 306, 35], [5, 7, 24, 16]]
    arcs = [(r, s) for r in range(4) for s in range(4) for _ in range(table[r][s])]
    assert mixing.assortativity(arcs, [0, 1, 2, 3]) == pytest.approx(0.621, abs=3e-3)


def test_freeman_of_whites_kinship() -> None:
    """Freeman 1978 .26; netseg's README .2636364, its assortativity .180124 (undirected).

    Both depend on counts alone: ten positions, five of each sex, 7 + 6 ties inside, 9 between.
    """
    net = cohesion.undirected(from_counts([[7, 9], [0, 6]], [5, 5], forward=True))
    got = mixing.segregation(net, "sector")
    assert got["freeman"] == pytest.approx(0.2636364, abs=5e-8)
    assert got["assortativity"] == pytest.approx(0.180124, abs=5e-7)


def test_configuration_hides_the_silos_of_small_groups() -> None:
    """A complete network of 6, 4, 3, 2 has no preference, yet O/E is (n_g−1)/n_g·n/(n−1).

    It is the one network without preference whose counts are exact.
    """
    net = from_counts([[10**6] * 4] * 4, [6, 4, 3, 2])
    ratios = mixing.over_expected(net, "sector", "configuration")
    got = [ratios[g, g] for g in "0123"]
    assert got == pytest.approx([0.893, 0.804, 0.714, 0.536], abs=1e-3)
    right = mixing.over_expected(net, "sector", "outdegree")
    assert all(value == pytest.approx(1) for value in right.values())


def test_expected_blocks_sum_to_the_ties() -> None:
    for directed in (True, False):
        net = network(plain("a:A b:A c:B d:C e:B", "ab ac bd de ce ad", directed=directed))
        for model in ("density", "configuration", "outdegree"):
            cells = mixing.expected(net, "sector", model)
            total = sum(v for (r, s), v in cells.items() if directed or r <= s)
            assert total == pytest.approx(6)


def test_permutation_moments_are_mantels() -> None:
    """Krackhardt & Stern's closed mean, and Mantel's variance for one-tie networks by hand.

    One tie, groups 2 and 2: it is internal in 4 of 12 ordered places, so E(EI) = 1/3.
    """
    chance = silos.permuted(network(plain("a:A b:A c:B d:B", "ac")), "sector")
    assert chance.mean == pytest.approx(1 / 3)
    assert chance.variance == pytest.approx(4 * (1 / 3) * (2 / 3))


def test_degree_null_counts_the_three_cycles() -> None:
    """Rao, Jana & Bandyopadhyay 1996: in- and out-degrees 1 on three organisations: 2 states."""
    assert len(nulls.same_degrees(network(plain("a b c", "ab bc ca")))) == 2
    # a perfect matching of four: 3 graphs
    assert len(nulls.same_degrees(network(plain("a b c d", "ab cd", directed=False)))) == 3
    # permutations without fixed point of four: 9
    assert len(nulls.same_degrees(network(plain("a b c d", "ab bc cd da")))) == 9


def test_bounds_by_hand() -> None:
    """a:A, b:A answered, c:B silent; ab tied. c could add two external ties: (2 − 1)/3."""
    row = silos.silos(network(plain("a:A b:A c:B", "ab", silent="c")), "sector")[silos.WHOLE]
    assert (row["ei_index"], row["ei_low"]) == (-1, -1)
    assert row["ei_high"] == pytest.approx((2 - 1) / 3)


def test_benjamini_hochberg_on_their_example() -> None:
    """Benjamini & Hochberg 1995, table 1: of 15 p the first four are rejected at .05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert [q <= 0.05 for q in silos.adjusted(p)] == [True] * 4 + [False] * 11


def test_kinds_span_and_chain_by_hand() -> None:
    """Front line a:A1 b:B1, middle c:A2, top d:B3; d→c→a and d→b."""
    net = network(plain("a:A1 b:B1 c:A2 d:B3", "dc ca db"))
    kinds = levels.connectivity(net)
    assert [kinds[k]["ties"] for k in levels.KINDS] == [0, 0, 2, 1]
    got = levels.vertical(net)
    assert (got["reach_down_1"], got["reach_down_2"], got["reach_up_3"]) == (0.5, 1, 0)
    assert got["chain_intact"] == 0.5
    assert got["efficiency_down"] == pytest.approx((1 + 1 / 2) / 2)
    # 12 dyads: 2 on one level, 6 one apart, 4 two apart; ties 0, 2, 1 of 3
    assert (got["span_0"], got["span_1"]) == (0, pytest.approx((2 / 3) / (6 / 12)))
    assert got["span_2"] == pytest.approx((1 / 3) / (4 / 12))
    assert (got["scale_crossing_down"], got["scale_crossing_up"]) == (1, 0)
    assert (got["triads_open"], got["triads_closed"]) == (1, 0)


def test_holes_of_a_star_and_a_triangle() -> None:
    """Burt 1992 by hand: a star's centre 1/4, its leaves 1; a triangle 2·(3/4)² = 1.125."""
    star = roles.holes(network(plain("a b c d e", "ab ac ad ae")))
    assert star[0]["constraint"] == pytest.approx(0.25)
    assert star[0]["effective_size"] == 4
    assert star[1]["constraint"] == star[1]["burt_hierarchy"] == 1
    triangle = roles.holes(network(plain("a b c", "ab bc ca")))[0]
    assert triangle["constraint"] == pytest.approx(1.125)
    assert triangle["effective_size"] == pytest.approx(1)


def test_key_players_and_board_of_two_stars() -> None:
    """By hand: two stars of three joined at their centres a and d."""
    net = network(plain("a:A b:A c:A d:B e:B f:B", "ab ac de df ad", directed=False))
    assert choices.key_players(net, 1, "disrupt") == pytest.approx(1 - 6 / 20)
    assert choices.key_players(net, 2, "diffuse") == 6
    assert choices.board(net, 2, 1, least={"A": 2}) == 4
    assert choices.articulations(net) == [0, 3]


def emon(name: str) -> Plain:
    """A sample's two tables, as the source wrote them."""
    reference = NETWORKS[name]
    lines = (DATA / name / "ties.csv").read_text(encoding="utf-8").splitlines()
    head = [h.strip('"') for h in lines[0].split(",")]
    ties = []
    for line in lines[1:]:
        row = dict(zip(head, (c.strip('"') for c in line.split(",")), strict=True))
        ties.append(
            {
                "source": row["source"],
                "target": row["target"],
                "relation": None,
                "trust": None,
                "frequency": float(row["frequency"]),
            }
        )
    rows = [
        {"id": i, "sector": g, "level": None, "answered": True}
        for i, g in zip(reference["ids"], reference["groups"], strict=True)
    ]
    return Plain(rows, ties, scales={"frequency": {"low": 1, "high": 4, "direction": "less"}})


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_agrees_with_sna_and_igraph_on_emon(name: str) -> None:
    """Witness: sna 2.7-1 and igraph 1.3.5, reference/emon_reference.json."""
    net = network(emon(name))
    sna, igraph = NETWORKS[name]["sna"], NETWORKS[name]["igraph"]
    got = cohesion.cohesion(net)
    assert near(got["density"], sna["density"])
    assert near(got["reciprocity"], sna["reciprocity_edgewise"])
    assert near(got["transitivity"], igraph["transitivity_undirected"])
    assert near(got["degree_centralisation"], sna["degree_centralisation_undirected"])
    assert near(got["betweenness_centralisation"], sna["betweenness_centralisation_undirected"])
    assert near(got["global_efficiency"], igraph["global_efficiency_directed"])
    assert near(got["global_efficiency_undirected"], igraph["global_efficiency_undirected"])
    assert near(
        cohesion.quality(emon(name), net)["confirmation"], sna["reciprocity_dyadic_nonnull"]
    )
    krackhardt = cohesion.krackhardt(net)
    for figure in ("connectedness", "hierarchy", "efficiency"):
        assert near(krackhardt[f"krackhardt_{figure}"], sna[f"krackhardt_{figure}"])
    plain_holes, strong_holes = roles.holes(net), roles.holes(net, "frequency")
    for i, row in enumerate(net.labels):
        assert near(plain_holes[i]["constraint"], igraph["constraint"][row["id"]])
        assert near(strong_holes[i]["constraint"], igraph["constraint_weighted"][row["id"]])
    for got_row, row in zip(roles.brokerage(net, "sector"), sna["brokerage_raw"], strict=True):
        assert got_row == {role: row[role] for role in roles.ROLES}
    table = mixing.tally(net, "sector", net.observed_ties())
    groups = igraph["mixing"]["groups"]
    assert igraph["mixing"]["counts"] == [[table[r, s] for s in groups] for r in groups]
    segregation = mixing.segregation(net, "sector")
    assert near(segregation["assortativity"], igraph["assortativity_nominal_directed"])
    flat = mixing.segregation(cohesion.undirected(net), "sector")
    assert near(flat["assortativity"], igraph["assortativity_nominal_undirected"])
    assert near(flat["modularity"], igraph["modularity_undirected"])
    split = [net.labels[i]["id"] for i in choices.articulations(net)]
    assert sorted(split) == sorted(igraph["articulation_points"])


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_betweenness_agrees_with_sna_on_emon(name: str) -> None:
    """Witness: sna 2.7-1."""
    net, sna = network(emon(name)), NETWORKS[name]["sna"]
    for row, other in (
        (roles.bridges(net, "sector"), sna["betweenness_directed"]),
        (roles.bridges(cohesion.undirected(net), "sector"), sna["betweenness_undirected"]),
    ):
        assert all(near(row[i]["betweenness"], other[o["id"]]) for i, o in enumerate(net.labels))


@pytest.mark.parametrize("name", ["cheyenne", "mt_si"])
def test_bernoulli_moments_agree_with_sna_on_emon(name: str) -> None:
    """Witness: sna 2.7-1, node-level moments, one organisation of each group."""
    net, sna = network(emon(name)), NETWORKS[name]["sna"]
    group = net.group("sector")
    for i in sorted(group.index(g) for g in set(group)):
        for role, (mean, sd) in roles.bernoulli(net, "sector", i).items():
            assert near(mean, sna["brokerage_expected"][i][role])
            assert near(sd, sna["brokerage_sd"][i][role])


def test_lub_of_lake_pomona() -> None:
    """170/171, by listing every bound: one pair, 171 at most (sna's .0994 takes the topmost)."""
    got = cohesion.krackhardt(network(emon("lake_pomona")))["krackhardt_lub"]
    assert got == pytest.approx(170 / 171)


def test_mantel_sd_of_mt_st_helens() -> None:
    """E–I permutation sd by sponsorship .0896, from Mantel's moments written out."""
    net = network(emon("mt_st_helens"))
    group, n = net.group("sector"), net.n
    x = [[float(net.tied(i, j)) for j in range(n)] for i in range(n)]
    same = [[float(i != j and group[i] == group[j]) for j in range(n)] for i in range(n)]
    pairs = list(itertools.permutations(range(n), 2))
    means = [sum(m[i][j] for i, j in pairs) / len(pairs) for m in (x, same)]
    covariance = sum(
        shape_sum(x, shape) * shape_sum(same, shape) / places(n, shape) for shape in SHAPES
    )
    total = sum(map(sum, x))
    variance = covariance - (total * means[1]) ** 2
    assert 2 * math.sqrt(variance) / total == pytest.approx(0.0896, abs=5e-5)


def shape_sum(matrix: list[list[float]], shape: str) -> float:
    """Sum of products of two cells that stand to each other in this way."""
    n = len(matrix)
    total = 0.0
    for i, j in itertools.permutations(range(n), 2):
        if matrix[i][j]:
            for k, m in itertools.permutations(range(n), 2):
                total += matrix[i][j] * matrix[k][m] * (relation((i, j), (k, m)) == shape)
    return total


def relation(first: tuple[int, int], second: tuple[int, int]) -> str:
    (i, j), (k, m) = first, second
    if first == second:
        return "same"
    if (i, j) == (m, k):
        return "turned"
    if i == k:
        return "out"
    if j == m:
        return "in"
    if j == k:
        return "through"
    return "back" if i == m else "apart"


def places(n: int, shape: str) -> int:
    """How many ordered pairs of cells stand so."""
    size = {"same": 2, "turned": 2, "apart": 4}.get(shape, 3)
    return math.prod(n - step for step in range(size))
