"""The further public measures and suggestions against the oracle, on random small partnerships."""

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import partnernet as pn
from oracle import choices, cohesion, levels, mixing, roles
from oracle.data import Plain, network, only
from strategies import partnership, plains
from test_against_oracle import GROUPINGS, agree, agree_on_figures, agree_on_rows, by_id

RULES = st.sampled_from([None, "either", "both"])
AIMS = ("disrupt", "disrupt_distance", "diffuse", "diffuse_distance")


@given(plains(), GROUPINGS, RULES)
def test_segregation(plain: Plain, by: str, rule: str | None) -> None:
    answer = pn.segregation(partnership(plain), by=by, null=None, confirm=rule)
    agree_on_figures(answer, mixing.segregation(network(plain, confirm=rule), by))


@given(plains(), RULES)
def test_horizontal(plain: Plain, rule: str | None) -> None:
    table = pn.horizontal(partnership(plain), null=None, confirm=rule).table()
    agree_on_rows(table, levels.horizontal(network(plain, confirm=rule)))


@given(plains(most=8), GROUPINGS, RULES)
def test_bridges(plain: Plain, by: str, rule: str | None) -> None:
    table = pn.bridges(partnership(plain), by=by, confirm=rule).table()
    agree_on_rows(table, by_id(plain, roles.bridges(network(plain, confirm=rule), by)))


@settings(max_examples=30)
@given(plains(most=6, everybody=True, directed=True))
def test_bernoulli_moments(plain: Plain) -> None:
    net = network(plain)
    table = pn.brokerage(partnership(plain), null="bernoulli").table()
    counts = roles.brokerage(net, "sector")
    for i, o in enumerate(plain.organisations):
        if o["sector"] is None:
            continue
        row = table.loc[o["id"]]
        for role, (mean, sd) in roles.bernoulli(net, "sector", i).items():
            agree(row[f"{role}_expected_bernoulli"], mean, (o["id"], role))
            z = (counts[i][role] - mean) / sd if sd > 1e-12 else math.nan
            agree(row[f"{role}_z_bernoulli"], z, (o["id"], role))


@settings(max_examples=40)
@given(plains(most=7))
def test_core_periphery(plain: Plain) -> None:
    """The proposed core fits as well as the best of all memberships."""
    net = network(plain)
    answer = pn.core_periphery(partnership(plain))
    best = cohesion.best_core_fit(net)
    agree(answer.detail("fit").set_index("measure").loc["fit", "value"], best, "fit")
    if not math.isnan(best):
        member = answer.membership
        core = {i for i, o in enumerate(plain.organisations) if member[o["id"]] == "core"}
        agree(cohesion.core_fit(net, core), best, "fit of the membership")


@given(plains(blanks=False))
def test_voices(plain: Plain) -> None:
    """Shares of members and of tie ends, and mean 1/d to all others, of each sector and level."""
    net = network(plain)
    table = pn.voices(partnership(plain), null=None).table()
    wanted = {
        (by, group): row
        for by in ("sector", "level")
        for group, row in levels.voices(net, by).items()
    }
    agree_on_rows(table, wanted)


@given(plains())
def test_resilience(plain: Plain) -> None:
    net = network(plain)
    table = pn.resilience(partnership(plain), replicates=2).table()
    split = set(choices.articulations(net))
    for i, o in enumerate(plain.organisations):
        row = table.loc[o["id"]]
        assert bool(row["articulation"]) == (i in split)
        loss = choices.loss_of_efficiency(net, [i], "sector")
        agree(row["delta_efficiency"], loss, (o["id"], "efficiency"))
        left = choices.objective(net, (i,), "disrupt", 1)
        agree(row["fragmentation_after"], left, (o["id"], "fragmentation"))


@settings(max_examples=40)
@given(plains(most=8), st.integers(1, 3), st.sampled_from(AIMS), st.integers(1, 2))
def test_key_players(plain: Plain, size: int, aim: str, steps: int) -> None:
    net = network(plain)
    answer = pn.key_players(partnership(plain), size=size, aim=aim, steps=steps)
    best = choices.key_players(net, size, aim, steps)
    agree(answer.value, best, aim)
    if not math.isnan(best):
        assert answer.gap == pytest.approx(0)
        chosen = tuple(
            i for i, o in enumerate(plain.organisations) if o["id"] in set(answer.chosen)
        )
        assert len(chosen) == size
        agree(choices.objective(net, chosen, aim, steps), best, "of the chosen")


@settings(max_examples=40)
@given(plains(least=1, most=8), st.integers(1, 3), st.integers(1, 2), st.data())
def test_board(plain: Plain, size: int, steps: int, data: Any) -> None:
    net = network(plain)
    names = mixing.names(net, "sector")
    quota = st.dictionaries(st.sampled_from(names), st.integers(0, 2)) if names else st.just({})
    least, most = data.draw(quota), data.draw(quota)
    best = choices.board(net, size, steps, "sector", least, most)
    answer = pn.board(partnership(plain), size=size, steps=steps, least=least, most=most)
    agree(answer.value, best, "reached")
    if not math.isnan(best):
        chosen = tuple(
            i for i, o in enumerate(plain.organisations) if o["id"] in set(answer.chosen)
        )
        agree(roles.reachable_within(net, chosen, steps), best, "of the chosen")
        assert len(chosen) == size


@given(plains(least=2, most=7))
def test_brokers(plain: Plain) -> None:
    net = network(plain)
    names = mixing.names(net, "sector")
    assume(len(names) > 1)
    a, b = names[:2]
    alliance = partnership(plain)
    found = pn.brokers(alliance, between=(a, b), limit=None, replicates=1).table()
    wanted = roles.brokers(net, "sector", a, b)
    agree_on_rows(found, {plain.organisations[i]["id"]: row for i, row in wanted.items()})


@given(plains(least=2, most=6))
def test_brokers_between_the_groups_that_lack_most(plain: Plain) -> None:
    """The lowest observed over expected of all blocks of two groups."""
    net = network(plain)
    ratios = {
        block: value
        for block, value in mixing.over_expected(net, "sector", "outdegree").items()
        if block[0] != block[1] and not math.isnan(value)
    }
    assume(ratios)
    a, b = pn.brokers(partnership(plain), replicates=1).settings["between"]
    assert min(ratios.get((a, b), 9), ratios.get((b, a), 9)) == pytest.approx(min(ratios.values()))


@settings(max_examples=30)
@given(plains(least=3, most=6))
def test_introductions(plain: Plain) -> None:
    """Exact gains of every possible pair; acceptance where no tie has a strength."""
    plain = replace(plain, ties=[{**t, "trust": None, "frequency": None} for t in plain.ties])
    net = network(plain)
    names = mixing.names(net, "sector")
    assume(len(names) > 1)
    a, b = names[:2]
    answer = pn.introductions(partnership(plain), between=(a, b), limit=None, replicates=2)
    wanted = choices.introductions(net, "sector", a, b)
    place = {o["id"]: i for i, o in enumerate(plain.organisations)}
    found = set()
    for _, row in answer.table().iterrows():
        i, j = place[row["organisation_a"]], place[row["organisation_b"]]
        c = place[row["intermediary"]]
        found.add((i, j))
        for gain, value in wanted[i, j].items():
            agree(row[gain], value, (i, j, gain))
        both = set(net.contacts(i)) & set(net.contacts(j))
        best = max(choices.acceptance(net, i, j, k) for k in both)
        agree(choices.acceptance(net, i, j, c), best, "intermediary")
        agree(row["acceptance"], best, "acceptance")
    assert found == set(wanted)


@given(plains(least=2))
def test_what_if_a_tie_is_added(plain: Plain) -> None:
    """A pair is a tie in both directions, and counts as observed whoever did not answer."""
    net = network(plain)
    free = [(i, j) for i, j in net.dyads() if not net.either(i, j)]
    assume(free)
    i, j = free[0]
    after = pn.what_if(partnership(plain), add=[(f"o{i}", f"o{j}")])
    agree_on_figures(pn.cohesion(after), cohesion.cohesion(choices.with_tie(net, i, j)))


@given(plains(least=1))
def test_what_if_an_organisation_leaves(plain: Plain) -> None:
    net = network(plain)
    after = pn.what_if(partnership(plain), remove=["o0"])
    agree_on_figures(pn.cohesion(after), cohesion.cohesion(only(net, list(range(1, net.n)))))
