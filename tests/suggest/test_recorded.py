"""An answer records how often it drew, whatever way out of the function it took."""

from typing import Any

import pandas as pd
import pytest

import partnernet as pn

DRAWING: dict[str, dict[str, Any]] = {"brokers": {}, "introductions": {}, "resilience": {},
                                      "balance": {"draws": 3}}


@pytest.mark.parametrize("name", DRAWING)
def test_replicates_are_recorded(name: str) -> None:
    answer = getattr(pn, name)(pn.samples.load("penaluz"), replicates=7, **DRAWING[name])
    assert answer.settings["replicates"] == 7


@pytest.mark.parametrize("name", DRAWING)
def test_replicates_are_recorded_where_there_is_nothing_to_draw(name: str) -> None:
    nobody = pn.Partnership(pd.DataFrame({"id": []}, dtype=object))
    one = pn.Partnership(pd.DataFrame({"id": ["a"]}))
    for alliance in (nobody, one):
        answer = getattr(pn, name)(alliance, replicates=7, **DRAWING[name])
        assert answer.settings["replicates"] == 7


def test_studies_and_outcomes_record_them_too() -> None:
    alliance = pn.samples.load("penaluz")
    answer = pn.bootstrap(pn.quality, alliance, replicates=3)
    assert answer.settings["replicates"] == 3
    assert answer.settings["of"] == "quality"
    read = pn.read_outcomes(pn.samples.path("penaluz_beyond"))
    settings = pn.outcomes(read, alliance, replicates=19).settings
    assert (settings["null"], settings["replicates"]) == ("margins", 19)
