"""Scales: range, direction, labels."""

import numpy as np
import pytest

from partnernet import errors
from partnernet.vocabulary import Scale

VALUES = np.array([1.0, 4.0, np.nan])


def test_reversed_scale_is_oriented():
    # EMON's frequency: 1 = continuously, 4 = once a day or less (Drabek et al. 1981).
    scale = Scale.of({"low": 1, "high": 4, "integer": True, "direction": "less"})
    np.testing.assert_array_equal(scale.oriented(VALUES), [4, 1, np.nan])
    np.testing.assert_array_equal(scale.at_least(VALUES, 2), [True, False, False])
    np.testing.assert_array_equal(scale.unit(VALUES), [1, 0, np.nan])


def test_undeclared_scale_takes_values_as_they_are():
    scale = Scale(declared=False)
    np.testing.assert_array_equal(scale.oriented(VALUES), VALUES)
    np.testing.assert_array_equal(scale.unit(np.array([2.0, 4.0, 3.0])), [0, 1, 0.5])
    np.testing.assert_array_equal(scale.unit(np.array([2.0, 2.0])), [1, 1])
    assert not scale.faulty(np.array([-5.0, 0.5])).any()


def test_faults():
    scale = Scale.of({"low": 1, "high": 5, "integer": True})
    assert [scale.fault(v) for v in (0, 6, 2.5, 3)] == ["low", "high", "integer", None]
    np.testing.assert_array_equal(
        scale.faulty(np.array([0, 6, 2.5, 3, np.nan])), [True, True, True, False, False])


@pytest.mark.parametrize(("stated", "said"), [
    ({"low": 5, "high": 1}, "low end"), ({"lo": 1}, "lo"), ({"low": "a"}, "number"),
    ({"direction": "less"}, "reversed"), ({"direction": "up"}, "up"), (3, "mapping"),
    ({"low": 1, "high": 5, "labels": {7: "full"}}, "full"), ({"integer": 3}, "integer"),
    ({"low": float("inf")}, "number"), ({"labels": 3}, "labels"),
    ({"labels": {None: "x"}}, "number"),
])
def test_nonsense_is_refused(stated, said):
    with pytest.raises(errors.OptionError, match=said):
        Scale.of(stated, "trust")


def test_mapping_round_trip():
    scale = Scale.of({"low": 1, "high": 5, "integer": True, "labels": {1: "none", 5: "full"}})
    assert Scale.of(scale.to_dict()) == scale
    assert Scale.of(scale) is scale
