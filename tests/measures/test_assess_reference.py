"""``assess`` equals R: r_wg, Cronbach's alpha and the paired bootstrap of gaps.

Witness: `tests/reference/assessment_reference.json` (R 4.2.2, multilevel 2.7, psych 2.2.9,
boot 1.3-28.1; its script beside it).
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import partnernet as pn

REFERENCE = json.loads((Path(__file__).parents[1] / "reference/assessment_reference.json")
                       .read_text(encoding="utf-8"))
PERFORMANCE, IMPORTANCE = (np.array(REFERENCE[name], dtype=float)
                           for name in ("performance", "importance"))


def answered(performance: np.ndarray, importance: np.ndarray) -> pn.Answer:
    n, items = performance.shape
    table = pd.DataFrame({
        "organisation": np.repeat([f"o{k:02}" for k in range(n)], items),
        "item": np.tile([f"i{k}" for k in range(items)], n), "domain": "work",
        "performance": performance.ravel(), "importance": importance.ravel()})
    return pn.assess(table, None, scale=(1, REFERENCE["points"]), replicates=19_999)


@pytest.fixture(scope="module")
def answer() -> pn.Answer:
    return answered(PERFORMANCE, IMPORTANCE)


def test_agreement_is_r_wg_of_multilevel(answer: pn.Answer) -> None:
    found = answer.table().loc["item"]["agreement"]
    assert found.to_numpy() == pytest.approx(REFERENCE["agreement"], abs=1e-11)


def test_alpha_is_raw_alpha_of_psych(answer: pn.Answer) -> None:
    told = answer.detail("alpha").loc["work"]
    assert told["cronbach_alpha"] == pytest.approx(REFERENCE["cronbach_alpha"], abs=1e-11)
    holes = PERFORMANCE.copy()
    holes[0, 1] = holes[1, 2] = np.nan
    told = answered(holes, IMPORTANCE).detail("alpha").loc["work"]
    assert told["answers"] == 10
    assert told["cronbach_alpha"] == pytest.approx(REFERENCE["cronbach_alpha_complete"], abs=1e-11)


@pytest.mark.parametrize(("name", "close"), [("gap", 1e-11), ("gap_low", 0.03),
                                             ("gap_high", 0.03)])
def test_gaps_and_their_intervals_are_those_of_boot(answer: pn.Answer, name: str,
                                                    close: float) -> None:
    # Means of twelve whole numbers lie 1/12 apart: an interval that is one step off fails.
    table = answer.table()[name]
    found = [*table.loc["item"], *table.loc["domain"]]
    assert found == pytest.approx(REFERENCE[name], abs=close)
