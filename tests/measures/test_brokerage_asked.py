"""Brokerage by what was found in the ties, and moments that do not hold."""

from __future__ import annotations

import pandas as pd

import partnernet as pn


def test_communities_are_groups_as_found() -> None:
    alliance = pn.samples.load("penaluz")
    found = pn.communities(alliance)
    for measure in (pn.brokerage, pn.bridges):
        pd.testing.assert_frame_equal(measure(alliance, by=found).table(),
                                      measure(alliance, by=found.membership).table())


def test_bernoulli_moments_that_do_not_hold_say_why() -> None:
    # Four organisations of Peñaluz did not answer.
    answer = pn.brokerage(pn.samples.load("penaluz"), null="bernoulli")
    assert answer.table()["total_expected_bernoulli"].isna().all()
    told = [str(caveat) for caveat in answer.caveats if "total_z_bernoulli" in str(caveat)
            or "coordinator_expected_bernoulli" in str(caveat)]
    assert len(told) == 1
    assert told[0].endswith("its moments hold for directed data that everybody answered, without "
                            "shared credit.")
