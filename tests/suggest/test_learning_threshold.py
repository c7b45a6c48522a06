"""`learning`: a difference that is no wider than asked is none, in spite of rounding."""

import pandas as pd
import pytest

import partnernet as pn


@pytest.mark.parametrize("low", [0.0, 1.5, 1.64, 2.3, 3.05])
@pytest.mark.parametrize(("wider", "pairs"), [(0.0, 0), (0.01, 1)])
def test_exactly_half_a_point_is_not_above_half_a_point(low: float, wider: float,
                                                        pairs: int) -> None:
    # In decimals the difference is .50, and .50 is not above .50; 2.14 − 1.64 in binary is.
    scores = pd.DataFrame({"place": ["p", "q"], "domain": ["a", "a"],
                           "score": [low, round(low + 0.5 + wider, 2)]})
    answer = pn.learning(scores, least=0.5)
    assert len(answer) == pairs
    assert answer.value == pytest.approx(pairs * (0.5 + wider))
