"""The Pareto front against a literal reading of its definition, and places in spite of rounding."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from partnernet.kernels.fronts import grades, unbeaten

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


def test_what_is_equal_but_for_rounding_shares_a_place() -> None:
    values = np.array([0.3, 0.1 + 0.2, np.nan, -np.inf, np.inf, np.inf, 0.4, 0.0])
    assert grades(values).tolist() == [2, 2, -1, 0, 4, 4, 3, 1]
    assert grades(np.array([])).tolist() == []
    assert grades(np.full(3, np.nan)).tolist() == [-1, -1, -1]
    one, other = np.array([0.3, 0.1 + 0.2]), np.array([1.0, 1.0])
    assert unbeaten([one, other]).all()


@given(st.lists(st.one_of(st.integers(-9, 9).map(float), st.just(float("nan"))), max_size=9))
def test_places_are_those_of_the_distinct_values(values: list[float]) -> None:
    known = sorted({value for value in values if not np.isnan(value)})
    expected = [-1 if np.isnan(value) else known.index(value) for value in values]
    assert grades(np.array(values, dtype=float)).tolist() == expected
