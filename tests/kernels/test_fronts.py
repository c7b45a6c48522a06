"""The Pareto front against a literal reading of its definition."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from partnernet.kernels.fronts import unbeaten

VALUE = st.one_of(st.integers(0, 3).map(float), st.just(float("nan")))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(VALUE, VALUE, VALUE), max_size=9))
def test_nobody_on_the_front_is_beaten_and_everybody_off_it_is(rows: list[tuple]) -> None:
    worst = [[-np.inf if np.isnan(v) else v for v in row] for row in rows]
    beaten = [any(all(a >= b for a, b in zip(other, row, strict=True))
                  and any(a > b for a, b in zip(other, row, strict=True)) for other in worst)
              for row in worst]
    columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.zeros(0)]
    assert unbeaten(columns).tolist() == [not each for each in beaten]
