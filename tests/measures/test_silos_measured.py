"""`silos`: strata of any kind, and what it says where too few replicates were drawn."""

from typing import Any

import pandas as pd
import pytest

import partnernet as pn


@pytest.fixture(scope="module")
def alliance() -> pn.Partnership:
    """A partnership of which some organisations are silent."""
    read = pn.samples.load("penaluz")
    assert not read.answered.all()
    return read


def beside_column(alliance: pn.Partnership, strata: Any) -> tuple[pn.Score, pn.Score]:
    """The answer under some strata, and under a column that tells the same apart."""
    codes = alliance.groups(strata).codes
    column = {key: f"{code:03}" for key, code in zip(alliance.ids, codes, strict=True) if code >= 0}
    told = alliance.organisations
    told["stratum"] = told["id"].map(column)
    same = pn.Partnership(told, alliance.ties, scales=alliance.scales, levels=alliance.levels,
                          answered=alliance.answered.index[alliance.answered],
                          unknown=alliance.unknown)
    return (pn.silos(alliance, strata=strata, replicates=99),
            pn.silos(same, strata="stratum", replicates=99))


@pytest.mark.parametrize("kind", ["membership", "pair"])
def test_strata_that_are_no_column_equal_the_column(alliance: pn.Partnership, kind: str) -> None:
    half = {key: k % 2 for k, key in enumerate(alliance.ids)}
    answer, beside = beside_column(alliance, half if kind == "membership" else ("sector", "level"))
    table = answer.table()
    assert (table["verdict_if_outward"].iloc[1:] != "").all()
    pd.testing.assert_frame_equal(table, beside.table())


def test_a_membership_that_knows_only_some_is_taken(alliance: pn.Partnership) -> None:
    some = dict.fromkeys(alliance.ids[::2], "asked early")
    answer, beside = beside_column(alliance, some)
    pd.testing.assert_frame_equal(answer.table(), beside.table())
    assert pn.silos(alliance, strata=some, by="level", replicates=19).table()["verdict"].any()


def test_too_few_replicates_are_not_called_a_small_group() -> None:
    """Six sectors tested together take 119 draws: with fewer nobody is called small for that."""
    alliance = pn.samples.load("penaluz")
    few, enough = (pn.silos(alliance, replicates=n) for n in (118, 119))
    assert "118" in few.text()
    assert "119" in few.text()
    assert "too small" not in few.text()
    assert "random draws" not in enough.text()
    assert few.table()["verdict"].eq("too small to say").sum() == 6
    assert enough.table().loc["health", "verdict"] == "silo"
    said = pn.summary(alliance, replicates=99).text("sv")
    assert "slumpdragningar" in said
    assert "slumpdragningar" not in pn.summary(alliance, replicates=119).text("sv")


def test_strengths_inside_and_between_by_hand(alliance: pn.Partnership) -> None:
    """Tie by tie from the tables: those who answered, the strongest report of each pair."""
    found = pn.silos(alliance, null=None).detail("strengths")
    sector = alliance.organisations.set_index("id")["sector"]
    told = alliance.ties[alliance.ties["source"].map(alliance.answered)]
    for name in ("trust", "frequency"):
        value = told.groupby(["source", "target"])[name].max().dropna()
        first, second = (value.index.get_level_values(end).map(sector) for end in (0, 1))
        inside = first == second
        for group in found.index:
            mine = (first == group) | (second == group) | (group == "(whole)")
            for column, which in (("inside", inside), ("between", ~inside)):
                expected = value[mine & which].mean()
                assert found.loc[group, f"{name}_{column}"] == pytest.approx(expected, nan_ok=True)
    whole = pn.segregation(alliance, null=None)
    assert found.loc["(whole)", "trust_inside"] == pytest.approx(whole["trust_inside"])
    bare = pn.Partnership(alliance.organisations, alliance.ties[["source", "target", "relation"]])
    assert "strengths" not in pn.silos(bare, null=None).details
