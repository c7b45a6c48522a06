"""Whether the ranks of suggested brokers stand when ties or answers had been others."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import rankdata

import partnernet as pn


def ranks_by_hand(alliance: pn.Partnership, order: list[str], between: tuple[str, str], *,
                  trust: bool = False) -> pd.Series:
    """Mean rank over the criteria that the public functions give, the last for who drops out."""
    found = pn.brokers(alliance, between=between, limit=None, replicates=1).table()
    criteria = [found[name] for name in ("reach_a", "reach_b", "cross_group_betweenness",
                                         "brokerage")] + [-found["load"]]
    if trust:
        criteria += [found[name].fillna(-np.inf) for name in ("trust_from_a", "trust_from_b")]
    mean = np.mean([rankdata(-values.round(9)) for values in criteria], axis=0)
    return pd.Series(mean, found.index).reindex(order).fillna(float(len(order)))


@pytest.mark.parametrize("trust", [False, True])
def test_thresholds_give_the_ranks_of_the_views(trust: bool) -> None:
    # Witness: the suggestion itself asked of each view, and mean ranks taken by hand.
    alliance = pn.samples.load("penaluz")
    answer = pn.brokers(alliance, limit=None, replicates=20, trust=trust)
    between, order = answer.settings["between"], list(answer.table().index)
    views = [alliance.view(confirm="both")]
    views += [alliance.view(min_frequency=value) for value in (2, 3, 4, 5)]
    if trust:
        views += [alliance.view(min_trust=value) for value in (2, 3, 4, 5)]
    rows = [ranks_by_hand(view, order, between, trust=trust) for view in views
            if len(pn.brokers(view, between=between, replicates=1))]
    table = answer.detail("stability")
    assert list(table.index) == order
    np.testing.assert_allclose(table["rank_threshold_low"], np.min(rows, axis=0))
    np.testing.assert_allclose(table["rank_threshold_high"], np.max(rows, axis=0))
    np.testing.assert_allclose(table["rank"], ranks_by_hand(alliance, order, between, trust=trust))


def test_silence_of_one_more_gives_ranks_found_by_taking_each_out() -> None:
    # Four answered and nobody's silence is a tenth of them but one: every draw silences one.
    organisations = pd.DataFrame({"id": list("abcd"), "sector": ["x", "y", "z", "z"]})
    ties = pd.DataFrame({"source": list("caddbc"), "target": list("acabcb")})
    alliance = pn.Partnership(organisations, ties)
    answer = pn.brokers(alliance, between=("x", "y"), replicates=400)
    order = list(answer.table().index)
    rows = []
    for silent in "abcd":
        fewer = pn.Partnership(organisations, ties[ties["source"] != silent])
        rows.append(ranks_by_hand(fewer, order, ("x", "y")))
    told = answer.detail("stability")
    # A fourth of 400 draws: each of the four fell silent in more than 5 % of them.
    np.testing.assert_allclose(told["rank_silent_low"], np.min(rows, axis=0))
    np.testing.assert_allclose(told["rank_silent_high"], np.max(rows, axis=0))


def test_trust_that_nobody_gave_ranks_nobody() -> None:
    texas = pn.samples.load("emon_texas")  # it has no trust
    plain, trusting = (pn.brokers(texas, by="sponsorship", trust=trust, replicates=20).table()
                       for trust in (False, True))
    pd.testing.assert_frame_equal(plain, trusting)


def test_one_candidate_has_no_ranks_to_vary() -> None:
    organisations = pd.DataFrame({"id": list("abc"), "sector": ["x", "y", "z"]})
    ties = pd.DataFrame({"source": ["c", "c"], "target": ["a", "b"]})
    told = pn.brokers(pn.Partnership(organisations, ties), between=("x", "y"), replicates=5)
    assert told.detail("stability").drop(columns="rank").isna().all(axis=None)
