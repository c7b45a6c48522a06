"""One cell of a strength: a number, a label, a word, a blank, don't know, or a fault."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest

from partnernet.checks.strengths import (
    BLANK,
    FAULT,
    NO_TIE,
    NUMBER,
    UNKNOWN,
    read_column,
    understood,
)
from partnernet.vocabulary import Scale

PLAIN = Scale(declared=False)
LABELLED = Scale.of({"low": 1, "high": 5, "labels": {1: "none", 5: "full", 99: "don't know",
                                                    98: "no answer"}})


@pytest.mark.parametrize(("cell", "value"), [
    (4, 4), (4.0, 4), ("4", 4), (" 4 ", 4), ("4,5", 4.5), ("4.5", 4.5), ("-1", -1), ("−1", -1),
    ("1e2", 100), ("+3", 3), (np.int64(3), 3), ("５", 5), ("weekly", 4), ("Una vez al mes", 3),
    ("varje dag", 5),
])
def test_numbers(cell, value):
    found = understood(cell, "frequency", PLAIN)
    assert (found.state, found.value) == (NUMBER, value)


@pytest.mark.parametrize("cell", [None, "", "  ", math.nan, pd.NA, pd.NaT, "-", "NA", "n/a", "#N/D",
                                  "no contesta", "."])
def test_blanks(cell):
    assert understood(cell, "trust", PLAIN).state == BLANK


@pytest.mark.parametrize("cell", ["don't know", "NS/NC", "vet ej", "DK", "ns"])
def test_dont_know(cell):
    assert understood(cell, "trust", PLAIN).state == UNKNOWN


@pytest.mark.parametrize(("cell", "name", "value"), [
    ("never", "frequency", 0), ("nunca", "frequency", 0), ("none", "trust", 1),
    ("ninguna", "trust", 1), ("none", "collaboration", math.nan),
])
def test_no_tie(cell, name, value):
    found = understood(cell, name, PLAIN)
    assert found.state == NO_TIE
    np.testing.assert_equal(found.value, value)


@pytest.mark.parametrize(("cell", "how"), [
    ("high", "text"), ("60%", "percent"), ("3-5", "range"), ("3 to 5", "range"), ("3-may", "date"),
    ("2026-04-14", "date"), (datetime.date(2026, 4, 14), "date"), (True, "text"), ("1e999", "text"),
    (math.inf, "text"), ("1.234,5", "text"), ("5*", "text"), ("yes", "text"),
])
def test_faults(cell, how):
    found = understood(cell, "trust", PLAIN)
    assert (found.state, found.how) == (FAULT, how)


def test_labels():
    assert understood("FULL", "trust", LABELLED).value == 5
    assert understood("none", "trust", LABELLED).state == NO_TIE
    assert understood(1, "trust", LABELLED).state == NUMBER  # the lowest trust is a tie
    assert understood(99, "trust", LABELLED).state == UNKNOWN
    assert understood("98", "trust", LABELLED).state == BLANK
    never = Scale.of({"low": 0, "high": 5, "labels": {0: "nunca"}})
    assert understood(0, "frequency", never).state == NO_TIE
    assert understood(0, "collaboration", Scale.of({"labels": {0: "none"}})).state == NO_TIE


def test_built_in_words_do_not_fit_a_reversed_scale():
    reversed_scale = Scale.of({"low": 1, "high": 4, "direction": "less"})
    assert understood("weekly", "frequency", reversed_scale).state == FAULT


@pytest.mark.parametrize("cells", [
    [1, 2, 99, None], ["1", "2", "99", ""], [1.0, 2.0, 99.0, np.nan], [True, 1, "1", None],
])
def test_columns_say_what_their_cells_say(cells):
    column = read_column(pd.Series(cells), "trust", LABELLED)
    alone = [understood(cell, "trust", LABELLED) for cell in cells]
    assert column.states.tolist() == [meaning.state for meaning in alone]
    known = [place for place, meaning in enumerate(alone) if meaning.state == NUMBER]
    assert [column.values[place] for place in known] == [alone[place].value for place in known]
