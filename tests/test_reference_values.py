"""Values of other software and of print, which the public measures must reproduce.

`reference/emon_reference.json`: R 4.2.2, network 1.18.1, sna 2.7-1, igraph 1.3.5 (its script
stands beside it). Left out, because they are no witnesses: sna's graph-level brokerage sd, its
`lubness`, its "weak" directed transitivity (another measure), igraph's average local efficiency
(paths leave the neighbourhood).
"""

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import partnernet as pn
from oracle.roles import ROLES

NETWORKS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "reference/emon_reference.json").read_text(encoding="utf-8")
)["networks"]
EVERY = pytest.mark.parametrize("name", sorted(NETWORKS))


@cache
def emon(name: str) -> pn.Partnership:
    return pn.samples.load(f"emon_{name}")


def same(got: Any, witness: float | None) -> None:
    """Equal to 1e-9; R's NaN is null in the file."""
    if witness is None:
        assert math.isnan(got)
    else:
        assert float(got) == pytest.approx(witness, abs=1e-9, rel=1e-9)


def same_column(column: pd.Series, witness: dict[str, float | None]) -> None:
    assert set(column.index) == set(witness)
    for organisation, value in witness.items():
        same(column[organisation], value)


@EVERY
def test_organisations_are_the_sources(name: str) -> None:
    """Ids and sponsorship as the file has them."""
    organisations = emon(name).organisations
    assert organisations["id"].tolist() == NETWORKS[name]["ids"]
    assert organisations["sponsorship"].tolist() == NETWORKS[name]["groups"]


@EVERY
def test_cohesion(name: str) -> None:
    sna, igraph = NETWORKS[name]["sna"], NETWORKS[name]["igraph"]
    answer = pn.cohesion(emon(name))
    same(answer["density"], sna["density"])
    same(answer["reciprocity"], sna["reciprocity_edgewise"])
    same(answer["connectedness"], sna["krackhardt_connectedness"])
    same(answer["degree_centralisation"], sna["degree_centralisation_undirected"])
    same(answer["betweenness_centralisation"], sna["betweenness_centralisation_undirected"])
    same(answer["transitivity"], igraph["transitivity_undirected"])
    same(answer["global_efficiency"], igraph["global_efficiency_directed"])
    same(answer["global_efficiency_undirected"], igraph["global_efficiency_undirected"])


@EVERY
def test_quality(name: str) -> None:
    """sna's grecip(measure = "dyadic.nonnull") is M/(M + A)."""
    answer = pn.quality(emon(name))
    same(answer["confirmation"], NETWORKS[name]["sna"]["reciprocity_dyadic_nonnull"])
    same(answer["response_rate"], 1.0)


@EVERY
def test_mixing(name: str) -> None:
    """Counts by cross-tabulation in R; the order of groups is ours."""
    witness = NETWORKS[name]["igraph"]["mixing"]
    observed = pn.mixing(emon(name), by="sponsorship", null=None).observed
    table = observed.loc[witness["groups"], witness["groups"]]
    assert table.to_numpy().tolist() == witness["counts"]
    assert observed.shape == table.shape


@EVERY
def test_silos_value_from_the_mixing_counts(name: str) -> None:
    """E–I of R's cross-tabulation: off the diagonal minus on it, over all."""
    counts = NETWORKS[name]["igraph"]["mixing"]["counts"]
    total, inside = sum(map(sum, counts)), sum(row[i] for i, row in enumerate(counts))
    answer = pn.silos(emon(name), by="sponsorship", null=None)
    same(answer.value, (total - 2 * inside) / total)


@EVERY
def test_krackhardt(name: str) -> None:
    sna = NETWORKS[name]["sna"]
    answer = pn.vertical(emon(name), null=None)
    for figure in ("connectedness", "hierarchy", "efficiency"):
        same(answer[f"krackhardt_{figure}"], sna[f"krackhardt_{figure}"])


@EVERY
def test_brokerage(name: str) -> None:
    """sna's roles and its node-level Bernoulli moments (right for directed networks)."""
    sna = NETWORKS[name]["sna"]
    table = pn.brokerage(emon(name), by="sponsorship", null="bernoulli").table()
    means = {row["id"]: row for row in sna["brokerage_expected"]}
    deviations = {row["id"]: row for row in sna["brokerage_sd"]}
    for role in ROLES:
        counts = {row["id"]: row[role] for row in sna["brokerage_raw"]}
        same_column(table[role], counts)
        same_column(table[f"{role}_expected_bernoulli"], {i: row[role] for i, row in means.items()})
        for i, count in counts.items():
            sd, z = deviations[i][role], table.loc[i, f"{role}_z_bernoulli"]
            same(z, (count - means[i][role]) / sd if sd else None)


@EVERY
def test_constraint(name: str) -> None:
    igraph = NETWORKS[name]["igraph"]
    same_column(pn.structural_holes(emon(name)).table()["constraint"], igraph["constraint"])
    weighted = pn.structural_holes(emon(name), weight="frequency").table()
    same_column(weighted["constraint"], igraph["constraint_weighted"])


@EVERY
def test_betweenness(name: str) -> None:
    """sna's, in the data's direction, and on the union of reports."""
    sna, alliance = NETWORKS[name]["sna"], emon(name)
    same_column(pn.bridges(alliance).table()["betweenness"], sna["betweenness_directed"])
    flat = pn.bridges(alliance, confirm="either").table()
    same_column(flat["betweenness"], sna["betweenness_undirected"])


@EVERY
def test_segregation(name: str) -> None:
    igraph = NETWORKS[name]["igraph"]
    answer = pn.segregation(emon(name), by="sponsorship", null=None)
    same(answer["assortativity"], igraph["assortativity_nominal_directed"])
    flat = pn.segregation(emon(name), by="sponsorship", confirm="either", null=None)
    same(flat["assortativity"], igraph["assortativity_nominal_undirected"])
    same(flat["modularity"], igraph["modularity_undirected"])


@EVERY
def test_what_holds_it_together(name: str) -> None:
    """igraph's articulation points and vertex connectivity of the union of reports."""
    igraph = NETWORKS[name]["igraph"]
    table = pn.resilience(emon(name), replicates=2).table()
    assert sorted(table.index[table["articulation"]]) == sorted(igraph["articulation_points"])
    whole = pn.horizontal(emon(name), null=None).detail("whole").set_index("measure")
    same(whole.loc["vertex_connectivity", "value"], igraph["vertex_connectivity_undirected"])


def test_lub_of_lake_pomona() -> None:
    """170/171, by listing every bound: one pair, 171 at most; sna's .0994 takes the topmost."""
    figure = pn.vertical(emon("lake_pomona"), null=None)["krackhardt_lub"]
    assert figure == pytest.approx(170 / 171)


@pytest.mark.parametrize(
    ("ties", "lub"),
    [
        ("ab ac bd be", 1.0),  # an out-tree
        ("ab ac bd cd", 1.0),  # the diamond
        ("ab ac bd cd be ce", 5 / 6),  # d and e have two bounds, b and c, and neither is least
    ],
)
def test_lub_of_small_networks(ties: str, lub: float) -> None:
    """Krackhardt 1994, counted by hand."""
    pairs = ties.split()
    answer = pn.vertical(
        pn.Partnership(
            pd.DataFrame({"id": sorted(set("".join(pairs)))}),
            pd.DataFrame({"source": [t[0] for t in pairs], "target": [t[1] for t in pairs]}),
        ),
        null=None,
    )
    same(answer["krackhardt_lub"], lub)
    if lub == 1 and len(pairs) == 4 and "cd" not in pairs:
        for figure in ("connectedness", "hierarchy", "efficiency"):
            same(answer[f"krackhardt_{figure}"], 1.0)


def test_permutation_sd_of_mt_st_helens() -> None:
    """E–I permutation sd by sponsorship .0896 (Mantel moments, also by simulation)."""
    table = pn.silos(emon("mt_st_helens"), by="sponsorship", null=None).table()
    assert table.loc["(whole)", "ei_sd"] == pytest.approx(0.0896, abs=5e-5)


@pytest.mark.parametrize(
    ("name", "value", "permutation", "degree"),
    [
        ("wichita", 0.450, 0.0, 0.0),
        ("texas", 0.269, 0.181, 0.010),
        ("hurr_frederic", 0.390, 0.071, 0.183),
        ("cheyenne", 0.663, 0.252, 0.021),
    ],
)
def test_silo_p_values(name: str, value: float, permutation: float, degree: float) -> None:
    """One-sided p of 200,000 permutations and of 100,000 digraphs of the same degrees."""
    answer = pn.silos(emon(name), by="sponsorship", replicates=999, seed=1)
    assert answer.value == pytest.approx(value, abs=5e-4)
    for null, exact in (("permutation", permutation), ("degree", degree)):
        error = 4 * math.sqrt(exact * (1 - exact) / 999) + 0.002
        assert abs(answer.p[null] - exact) <= error, (null, answer.p[null])


def blocks(counts: list[list[int]], sizes: list[int]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two tables of a network with so many ties in each block, none inside one both ways."""
    group = [str(g) for g, size in enumerate(sizes) for _ in range(size)]
    left = {(str(r), str(s)): k for r, row in enumerate(counts) for s, k in enumerate(row)}
    ties = []
    for i in range(len(group)):
        for j in range(len(group)):
            forward = group[i] != group[j] or i < j
            if left[group[i], group[j]] and forward:
                left[group[i], group[j]] -= 1
                ties.append((f"o{i}", f"o{j}"))
    organisations = pd.DataFrame({"id": [f"o{i}" for i in range(len(group))], "sector": group})
    return organisations, pd.DataFrame(ties, columns=["source", "target"])


def test_coleman_on_his_counts() -> None:
    """Coleman 1958: counts [[45, 15], [20, 20]], sizes 60 and 40: .38125 and .175."""
    alliance = pn.Partnership(*blocks([[45, 15], [20, 20]], [60, 40]))
    column = pn.silos(alliance, null=None).table()["coleman"]
    assert column["0"] == pytest.approx(0.38125, abs=5e-6)
    assert column["1"] == pytest.approx(0.175, abs=5e-6)


def test_freeman_of_whites_kinship() -> None:
    """Freeman 1978 .26; R netseg's README .2636364 and its test suite's assortativity .180124.

    Both depend on counts alone: ten positions, five of each sex, 7 + 6 ties inside, 9 between.
    """
    alliance = pn.Partnership(*blocks([[7, 9], [0, 6]], [5, 5]), directed=False)
    answer = pn.segregation(alliance, null=None)
    assert answer["freeman"] == pytest.approx(0.2636364, abs=5e-8)
    assert answer["assortativity"] == pytest.approx(0.180124, abs=5e-7)


def test_diversity_is_over_the_declared_levels() -> None:
    """By hand: two and two of three declared levels: Blau ½, of at most ⅔."""
    ties = pd.DataFrame({"source": ["a"], "target": ["c"]})
    for levels, blau, iqv in ((["L1", "L1", "L3", "L3"], 1 / 2, 3 / 4), (["L1"] * 4, 0, 0)):
        alliance = pn.Partnership(pd.DataFrame({"id": list("abcd"), "level": levels}), ties,
                                  levels=["L1", "L2", "L3"])
        answer = pn.segregation(alliance, by="level", null=None)
        assert answer["blau"] == pytest.approx(blau)
        assert answer["iqv"] == pytest.approx(iqv)


def test_assortativity_of_catania() -> None:
    """Newman 2003, table I (Catania et al. 1992): r = .621; cells rounded leave .003 open.

    Men name women; a cell's ties are spread over as many men and women as they need.
    """
    table = [[258, 16, 35, 13], [12, 157, 58, 19], [13, 23, 306, 35], [5, 7, 24, 16]]
    ties = [
        (f"m{r}_{k // 60}", f"w{s}_{k % 60}")
        for r in range(4)
        for s in range(4)
        for k in range(table[r][s])
    ]
    ids = sorted({name for tie in ties for name in tie})
    organisations = pd.DataFrame({"id": ids, "sector": [i[1] for i in ids]})
    alliance = pn.Partnership(organisations, pd.DataFrame(ties, columns=["source", "target"]))
    answer = pn.segregation(alliance, null=None)
    assert answer["assortativity"] == pytest.approx(0.621, abs=3e-3)
