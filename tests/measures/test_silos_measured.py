"""Strata of any kind shuffle alike, also in the verdicts if the silent looked outward."""

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
