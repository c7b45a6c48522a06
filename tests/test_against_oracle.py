"""The public measures against the oracle's literal counts, on random small partnerships."""

import math
import random
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import partnernet as pn
from oracle import cohesion, levels, mixing, roles, silos
from oracle.data import Net, Plain, grouped, network, only
from oracle.nulls import Spread, same_degrees
from strategies import RELATIONS, SECTORS, partnership, plains

REPLICATES = 999
GROUPINGS = st.sampled_from(["sector", "level"])


def agree(got: Any, wanted: float, what: object) -> None:
    """Equal to 1e-9, or both undefined."""
    got, wanted = float(got), float(wanted)
    if math.isnan(wanted):
        assert math.isnan(got), (what, got, "should be undefined")
    else:
        assert got == pytest.approx(wanted, abs=1e-9, rel=1e-9), (what, got, wanted)


def agree_on_figures(answer: pn.Figures, wanted: dict[str, float]) -> None:
    for name, value in wanted.items():
        agree(answer[name], value, name)


def agree_on_rows(table: pd.DataFrame, wanted: dict[Any, dict[str, float]]) -> None:
    assert set(table.index) == set(wanted)
    for row, values in wanted.items():
        for column, value in values.items():
            agree(table.loc[row, column], value, (row, column))


def by_id(plain: Plain, rows: list[dict[str, float]]) -> dict[Any, dict[str, float]]:
    return {o["id"]: row for o, row in zip(plain.organisations, rows, strict=True)}


def close_to_chance(got: float, spread: Spread, what: object) -> None:
    """A mean of replicates within six Monte-Carlo errors of the exact one."""
    if math.isnan(spread.mean):
        assert math.isnan(got), (what, got)
    else:
        error = 6 * spread.sd / math.sqrt(REPLICATES * spread.defined)
        assert abs(got - spread.mean) <= error + 1e-9, (what, got, spread.mean, error)


def margin(p: float) -> float:
    """Six Monte-Carlo errors, and the one that (b + 1)/(R + 1) adds."""
    return 6 * math.sqrt(p * (1 - p) / REPLICATES) + 2 / REPLICATES


def close_to_p(got: float, spread: Spread, tail: str, what: object) -> None:
    """The replicates' p beside the share of all states (undefined without a value)."""
    if math.isnan(spread.lower):
        assert math.isnan(got), (what, got)
        return
    lower = (spread.lower - margin(spread.lower), spread.lower + margin(spread.lower))
    upper = (spread.upper - margin(spread.upper), spread.upper + margin(spread.upper))
    both = tuple(min(1.0, 2 * min(lower[k], upper[k])) for k in (0, 1))
    least, most = {"lower": lower, "upper": upper, "two-sided": both}[tail]
    assert least <= got <= most, (what, got, least, most)


# -- cohesion and quality ------------------------------------------------------------------------


@given(plains())
def test_quality(plain: Plain) -> None:
    agree_on_figures(pn.quality(partnership(plain)), cohesion.quality(plain, network(plain)))


@given(plains())
def test_cohesion(plain: Plain) -> None:
    agree_on_figures(pn.cohesion(partnership(plain)), cohesion.cohesion(network(plain)))


@given(plains(), st.sampled_from(["either", "both"]))
def test_cohesion_of_confirmed_ties(plain: Plain, rule: str) -> None:
    wanted = cohesion.cohesion(network(plain, confirm=rule))
    agree_on_figures(pn.cohesion(partnership(plain), confirm=rule), wanted)
    agree_on_figures(pn.cohesion(partnership(plain).view(confirm=rule)), wanted)


@given(plains(blanks=False), st.data())
def test_views(plain: Plain, data: Any) -> None:
    """A view's filters, in any combination, seen through what cohesion and mixing count."""
    present = [r for r in RELATIONS if any(t["relation"] == r for t in plain.ties)]
    filters = {
        "relation": data.draw(st.sampled_from([None, *present])),
        "min_trust": data.draw(st.sampled_from([None, 1, 3, 5])),
        "min_frequency": data.draw(st.sampled_from([None, 1, 2, 4])),
        "confirm": data.draw(st.sampled_from([None, "either", "both"])),
    }
    given_filters = {k: v for k, v in filters.items() if v is not None}
    net, view = network(plain, **filters), partnership(plain).view(**given_filters)
    agree_on_figures(pn.cohesion(view), cohesion.cohesion(net))
    agree_on_cells(pn.mixing(view, null=None).observed, counts(net, "sector"))


# -- mixing and silos ----------------------------------------------------------------------------


def counts(net: Net, by: str) -> dict[tuple[str, str], float]:
    return mixing.tally(net, by, net.observed_ties())


def agree_on_cells(frame: pd.DataFrame, wanted: dict[tuple[str, str], float]) -> None:
    assert {(r, s) for r in frame.index for s in frame.columns} == set(wanted)
    for (r, s), value in wanted.items():
        agree(frame.loc[r, s], value, (r, s))


@given(plains(), GROUPINGS, st.sampled_from([None, "either", "both"]))
def test_mixing(plain: Plain, by: str, rule: str | None) -> None:
    net = network(plain, confirm=rule)
    answer = pn.mixing(partnership(plain), by=by, null=None, confirm=rule)
    agree_on_cells(answer.observed, counts(net, by))
    for model in ("density", "configuration", "outdegree"):
        agree_on_cells(answer.expected(model), mixing.expected(net, by, model))
        agree_on_cells(answer.ratio(model), mixing.over_expected(net, by, model))
    for strength in ("trust", "frequency"):
        agree_on_cells(answer.mean(strength), mixing.block_means(net, by, strength))


@given(plains(), GROUPINGS, st.sampled_from([None, "either", "both"]))
def test_silos(plain: Plain, by: str, rule: str | None) -> None:
    net = network(plain, confirm=rule)
    answer = pn.silos(partnership(plain), by=by, null=None, confirm=rule)
    wanted = silos.silos(net, by)
    for name in wanted:
        if name != silos.WHOLE:
            del wanted[name]["ei_expected_random"]
    agree_on_rows(answer.table(), wanted)
    agree(answer.value, wanted[silos.WHOLE]["ei_index"], "value")
    agree(answer.low, wanted[silos.WHOLE]["ei_low"], "low")
    agree(answer.high, wanted[silos.WHOLE]["ei_high"], "high")


@given(plains(), GROUPINGS)
def test_silos_expectation_is_the_mean_of_all_permutations(plain: Plain, by: str) -> None:
    net = network(plain)
    table = pn.silos(partnership(plain), by=by, null=None).table()
    several = len(mixing.names(net, by)) > 1
    chance = silos.permuted(net, by)
    agree(table.loc["(whole)", "ei_expected"], chance.mean if several else math.nan, "expected")
    labelled = [o for o in plain.organisations if o[by] is not None]
    if several and all(o["answered"] for o in labelled):
        agree(table.loc["(whole)", "ei_sd"], chance.sd, "sd")


@settings(derandomize=True, max_examples=40)
@given(plains(least=3, most=6, sectors=SECTORS[:2]))
def test_silos_replicates_against_every_permutation(plain: Plain) -> None:
    net = network(plain)
    assume(len(mixing.names(net, "sector")) > 1)
    answer = pn.silos(partnership(plain), null="permutation", replicates=REPLICATES)
    for group, row in answer.table().iterrows():
        chance = silos.permuted(net, "sector", str(group))
        close_to_chance(row["ei_expected"], chance, (group, "ei_expected"))
        close_to_p(row["p_permutation"], chance, "lower", (group, "p_permutation"))
    whole = silos.permuted(net, "sector")
    close_to_p(answer.p_two_sided["permutation"], whole, "two-sided", "whole")


@settings(derandomize=True, max_examples=40)
@given(plains(least=3, most=5, sectors=SECTORS[:2], blanks=False))
def test_silos_replicates_against_every_network_of_the_same_degrees(plain: Plain) -> None:
    net = network(plain)
    assume(len(mixing.names(net, "sector")) > 1 and net.observed_ties())
    answer = pn.silos(partnership(plain), null="degree", replicates=REPLICATES)
    for group, row in answer.table().iterrows():
        chance = silos.rewired(net, "sector", str(group))
        close_to_chance(row["ei_expected_degree"], chance, group)
        close_to_p(row["p_degree"], chance, "lower", (group, "p_degree"))


# -- levels --------------------------------------------------------------------------------------


@given(plains(most=6), st.sampled_from([None, "either", "both"]))
def test_connectivity(plain: Plain, rule: str | None) -> None:
    wanted = levels.connectivity(network(plain, confirm=rule))
    for row in wanted.values():
        row["expected"] = row.pop("expected_permutation")
        row["ratio"] = row["ties"] / row["expected"] if row["expected"] else math.nan
        del row["expected_density"]
    table = pn.connectivity(partnership(plain), null=None, confirm=rule).table()
    assert list(table.index) == list(levels.KINDS)
    agree_on_rows(table, wanted)


@settings(derandomize=True, max_examples=20)
@given(plains(least=3, most=5))
def test_connectivity_p(plain: Plain) -> None:
    net = network(plain)
    assume(only(net, grouped(net, "sector", "level")).observed_ties())
    table = pn.connectivity(partnership(plain), replicates=REPLICATES).table()
    for kind in levels.KINDS:
        for column, what in (
            ("p_permutation_sector", "sector"),
            ("p_permutation_level", "level"),
            ("p_permutation", "both"),
        ):
            exact = levels.kinds_permuted(net, kind, what)
            close_to_p(table.loc[kind, column], exact, "two-sided", (kind, column))


@given(plains(), st.sampled_from([None, "either", "both"]))
def test_vertical(plain: Plain, rule: str | None) -> None:
    answer = pn.vertical(partnership(plain), null=None, confirm=rule)
    agree_on_figures(answer, levels.vertical(network(plain, confirm=rule)))


# -- organisations -------------------------------------------------------------------------------


@given(plains(most=8), GROUPINGS, st.sampled_from([None, "either", "both"]))
def test_brokerage(plain: Plain, by: str, rule: str | None) -> None:
    table = pn.brokerage(partnership(plain), by=by, confirm=rule).table()
    agree_on_rows(table, by_id(plain, roles.brokerage(network(plain, confirm=rule), by)))


@given(plains(most=8), st.sampled_from([None, "either", "both"]), st.data())
def test_structural_holes(plain: Plain, rule: str | None, data: Any) -> None:
    weight = data.draw(st.sampled_from([None, "trust", "frequency"]))
    table = pn.structural_holes(partnership(plain), confirm=rule, weight=weight).table()
    agree_on_rows(table, by_id(plain, roles.holes(network(plain, confirm=rule), weight)))


# -- nulls and verdicts --------------------------------------------------------------------------


@settings(derandomize=True, max_examples=25)
@given(plains(least=3, most=5, sectors=SECTORS[:2]))
def test_mixing_nulls(plain: Plain) -> None:
    """Each block's p under all shuffles, and its mean and p under all networks of the degrees."""
    net = network(plain)
    part = only(net, grouped(net, "sector"))
    assume(part.observed_ties() and len(mixing.names(net, "sector")) > 1)
    nulls = ("permutation", "degree")
    answer = pn.mixing(partnership(plain), null=nulls, replicates=REPLICATES)
    data = mixing.tally(part, "sector", part.observed_ties())
    states = {
        "permutation": list(mixing.shuffled_tallies(part, "sector")),
        "degree": [mixing.tally(part, "sector", sorted(t)) for t in same_degrees(part)],
    }
    for null, tallies in states.items():
        for (r, s), count in data.items():
            spread = Spread([t[r, s] for t in tallies], count)
            if null == "degree":
                close_to_chance(answer.expected("degree").loc[r, s], spread, (null, r, s))
            close_to_p(answer.p[null].loc[r, s], spread, "two-sided", (null, r, s))


@given(plains(most=6), st.sampled_from([None, "either"]))
def test_brokerage_with_shared_credit(plain: Plain, rule: str | None) -> None:
    table = pn.brokerage(partnership(plain), shared=True, confirm=rule).table()
    net = network(plain, confirm=rule)
    agree_on_rows(table, by_id(plain, roles.brokerage(net, "sector", shared=True)))


@settings(derandomize=True, max_examples=25)
@given(plains(least=4, most=6, blanks=False))
def test_stovepipe_p(plain: Plain) -> None:
    """One-sided: the finding asks whether the excess is high."""
    answer = pn.vertical(partnership(plain), null="permutation", replicates=REPLICATES)
    chance = levels.stovepipe_permuted(network(plain))
    assume(chance.defined)
    close_to_p(answer.get("stovepipe_excess", "p_permutation"), chance, "upper", "excess")


@settings(derandomize=True, max_examples=25)
@given(st.integers(0, 10**6), st.integers(12, 24), st.floats(0.15, 0.9), st.booleans())
def test_verdicts_follow_from_both_nulls(seed: int, n: int, inside: float, directed: bool) -> None:
    """Benjamini–Hochberg over the groups that can be judged, and the verdict's own rules."""
    plain = planted(random.Random(seed), n, inside, directed)
    table = pn.silos(partnership(plain), replicates=REPLICATES, seed=seed).table().iloc[1:]
    small = table[(table["members"] < 3) | (table["ties"] == 0)]
    assert (small["verdict"] == "too small to say").all()
    judged = table[table["verdict"] != "too small to say"]
    for null in ("permutation", "degree"):
        wanted = silos.adjusted(judged[f"p_{null}"].tolist())
        assert judged[f"p_{null}_bh"].tolist() == pytest.approx(wanted)
    for _, row in judged.iterrows():
        wanted = silos.verdict(row["p_permutation_bh"], row["p_degree_bh"], math.nan)
        assert row["verdict"] == wanted or (wanted, row["verdict"]) == ("no sign", "open")
        if row["verdict"] == "open":
            assert row["ei_index"] > row["ei_expected_degree"]


def planted(draw: random.Random, n: int, inside: float, directed: bool) -> Plain:
    """Four sectors, the first of which keeps this share of its chances inside."""
    sector = [draw.choice(["a", "a", "b", "b", "c", "d"]) for _ in range(n)]
    ties = []
    for i in range(n):
        for j in range(n):
            if i == j or (not directed and i > j):
                continue
            own = sector[i] == sector[j]
            if draw.random() < (inside if own and sector[i] == "a" else 0.15):
                ties.append({"source": f"o{i}", "target": f"o{j}", **BLANK})
    rows = [
        {"id": f"o{i}", "sector": s, "level": None, "answered": True} for i, s in enumerate(sector)
    ]
    return Plain(rows, ties, directed=directed)


BLANK = {"relation": None, "trust": None, "frequency": None}


def test_unknown_for_one_relation_only() -> None:
    """By hand. a→b tied by "one" and unknown for "two"; b→a unknown for "one"; else answered."""
    alliance = pn.Partnership(
        pd.DataFrame({"id": ["a", "b", "c"]}),
        pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "relation": ["one", "two"]}),
        unknown=pd.DataFrame(
            {"source": ["a", "b"], "target": ["b", "a"], "relation": ["two", "one"]}
        ),
    )
    # one: a→b among all but b→a; two: b→c among all but a→b; both: two ties, b→a could be "one"
    assert pn.cohesion(alliance.view(relation="one"))["density"] == 1 / 5
    assert pn.cohesion(alliance.view(relation="two"))["density"] == 1 / 5
    assert pn.cohesion(alliance)["density"] == 2 / 5


@given(plains(blanks=False), st.sets(st.sampled_from(SECTORS), min_size=1))
def test_view_of_some_sectors(plain: Plain, kept: set[str]) -> None:
    """Organisations of other sectors leave with their ties and dyads."""
    net = network(plain)
    present = sorted(kept & set(mixing.names(net, "sector")))
    assume(present)
    part = only(net, [i for i, o in enumerate(plain.organisations) if o["sector"] in present])
    answer = pn.cohesion(partnership(plain).view(sectors=present))
    agree_on_figures(answer, cohesion.cohesion(part))
