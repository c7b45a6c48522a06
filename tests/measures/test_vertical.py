"""Figures along levels: each one that is undefined has its reason."""

import numpy as np
import pandas as pd
import pytest

import partnernet as pn


@pytest.mark.parametrize("levels", [["municipal"] * 3, ["north", "south", "south"], [None] * 3])
def test_reach_along_strong_ties_says_why_it_is_undefined(levels: list[str | None]) -> None:
    alliance = pn.Partnership(
        pd.DataFrame({"id": list("abc"), "level": pd.Series(levels, dtype=object)}),
        pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "trust": [2, 5],
                      "frequency": [1, 4]}))
    answer = pn.vertical(alliance, null=None, min_trust=3, min_frequency=2)
    told = [message.values for message in answer.caveats if message.key == "answers.undefined"]
    reasons = {name: str(each["reason"]) for each in told for name in each["figures"].names}
    for word in ("trusted", "frequent"):
        for name in (f"{word}_reach_{way}_{k}" for way in ("down", "up") for k in (1, 2, 3)):
            assert np.isnan(answer[name])
            assert reasons[name] == reasons["reach_down_2"]


def test_reach_along_strong_ties_is_of_the_same_levels() -> None:
    alliance = pn.samples.load("penaluz")
    answer = pn.vertical(alliance, null=None, min_trust=4)
    strong = pn.vertical(alliance.view(min_trust=4), null=None)
    for k in (1, 2, 3):
        assert answer[f"trusted_reach_down_{k}"] == strong[f"reach_down_{k}"]
        assert answer[f"trusted_reach_up_{k}"] == strong[f"reach_up_{k}"]
