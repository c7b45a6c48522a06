"""Several rows about one pair: merged, refused, or combined by a stated rule."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnernet.checks import check
from partnernet.errors import InputError, OptionError, UnknownName

IDS = pd.DataFrame({"id": ["A", "B", "C"]})


def ties(rows, columns=("source", "target", "trust")):
    return pd.DataFrame(rows, columns=list(columns))


def test_rows_that_agree_are_merged():
    checked = check(IDS, ties([("A", "B", 4), ("B", "A", 4), ("A", "B", "4,0")]))
    assert checked.ties["trust"].tolist() == [4, 4]
    assert checked.ledger.counts.set_index("table").loc["ties", "merged"] == 1


def test_rows_that_differ_are_refused_with_both_places():
    with pytest.raises(InputError) as refused:
        check(IDS, ties([("A", "B", 4), ("A", "C", 1), ("A", "B", 1)]))
    assert "4 in row 2 and 1 in row 4" in str(refused.value)
    assert "combine" in str(refused.value.fix)
    with pytest.raises(InputError, match="note"):
        check(IDS, ties([("A", "B", "x"), ("A", "B", "y")], ("source", "target", "note")))


def test_kinds_of_tie_are_apart():
    frame = ties([("A", "B", "info", 4), ("A", "B", "projects", 1)],
                 ("source", "target", "relation", "trust"))
    assert len(check(IDS, frame).ties) == 2


def test_undirected_pairs_given_both_ways():
    checked = check(IDS, ties([("B", "A", 4), ("A", "B", 4)]), directed=False)
    assert (checked.source.tolist(), checked.target.tolist()) == ([0], [1])
    assert checked.ties[["source", "target"]].to_numpy().tolist() == [["A", "B"]]
    with pytest.raises(InputError, match="not symmetric"):
        check(IDS, ties([("B", "A", 4), ("A", "B", 3)]), directed=False)


def test_never_and_a_tie_contradict():
    frame = ties([("A", "B", "never"), ("A", "B", "daily")], ("source", "target", "frequency"))
    with pytest.raises(InputError, match="frequency"):
        check(IDS, frame)
    assert check(IDS, frame, combine="mean").ties["frequency"].tolist() == [5]
    assert len(check(IDS, frame, combine="first").ties) == 0


@pytest.mark.parametrize(("rule", "expected"), [
    ("mean", 2.5), ("max", 4), ("first", 4), ("latest", 1),
])
def test_rules(rule, expected):
    frame = ties([("A", "B", 4, "2026-01-02"), ("A", "B", 1, "2026-03-01"),
                  ("B", "C", 5, "2026-01-01")], ("source", "target", "trust", "date"))
    checked = check(IDS, frame, scales={"trust": {"low": 1, "high": 5, "integer": True}},
                    combine=rule)
    assert checked.ties["trust"].tolist() == [expected, 5]
    assert checked.ties["reports"].tolist() == [2, 1]
    assert checked.ties["trust_lowest"].tolist() == [1, 5]
    assert checked.ties["trust_highest"].tolist() == [4, 5]
    assert checked.scales["trust"].integer == (rule != "mean")


def test_strongest_on_a_reversed_scale():
    scale = {"trust": {"low": 1, "high": 4, "direction": "less"}}
    checked = check(IDS, ties([("A", "B", 4), ("A", "B", 1)]), scales=scale, combine="max")
    assert checked.ties["trust"].tolist() == [1]


def test_several_respondents_need_a_rule():
    frame = ties([("R1", "A", "B", 4), ("R1", "A", "C", 2), ("R2", "A", "B", 2),
                  ("R3", "B", "A", 1)], ("respondent", "source", "target", "trust"))
    with pytest.raises(InputError, match="2 people answered for A") as refused:
        check(IDS, frame)
    assert refused.value.total == 1
    checked = check(IDS, frame, combine="mean")
    assert checked.ties["trust"].tolist() == [3, 2, 1]
    assert "respondent" not in checked.ties.columns


def test_latest_needs_dates_that_can_be_read():
    frame = ties([("A", "B", 4), ("A", "B", 1)])
    with pytest.raises(OptionError, match="date"):
        check(IDS, frame, combine="latest")
    for dates, expected in ((["14/04/2026", "02/05/2026"], 1), (["04/14/2026", "05/02/2026"], 1),
                            (["2026-05-01", "2026-04-01"], 4)):
        assert check(IDS, frame.assign(date=dates),
                     combine="latest").ties["trust"].tolist() == [expected]
    with pytest.raises(InputError, match="without guessing"):
        check(IDS, frame.assign(date=["03/04/2026", "04/03/2026"]), combine="latest")
    with pytest.raises(InputError, match="date"):
        check(IDS, frame.assign(date=["soon", "2026-01-01"]), combine="latest")


def test_an_unknown_rule():
    with pytest.raises(UnknownName) as refused:
        check(IDS, ties([]), combine="maximum")
    assert refused.value.near == "max"


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC"),
                          st.sampled_from([1.0, 2.0, 3.5, np.nan, None])), max_size=12),
       st.sampled_from(["mean", "max", "first"]), st.booleans())
def test_combining_agrees_with_a_plain_loop(rows, rule, directed):
    rows = [row for row in rows if row[0] != row[1]]
    checked = check(IDS, ties(rows), combine=rule, directed=directed)
    expected = {}
    for source, target, value in rows:
        pair = (source, target) if directed else tuple(sorted((source, target)))
        expected.setdefault(pair, []).append(np.nan if value is None else value)
    found = dict(zip(zip(checked.ties["source"], checked.ties["target"], strict=True),
                     checked.ties["trust"], strict=True))
    assert set(found) == set(expected)
    for pair, values in expected.items():
        given_values = [value for value in values if not np.isnan(value)]
        if rule == "first":
            wanted = values[0]
        elif not given_values:
            wanted = np.nan
        else:
            wanted = np.mean(given_values) if rule == "mean" else max(given_values)
        np.testing.assert_allclose(found[pair], wanted)
    counts = checked.ledger.counts.set_index("table").loc["ties"]
    assert counts["used"] == len(expected)
    assert counts["merged"] == len(rows) - len(expected)


def test_the_order_of_answers_cannot_change_a_mean():
    values = [0.1, 0.2, 0.3, 1e16, -1e16, 0.7]
    means = {check(IDS, ties([("A", "B", value) for value in order]),
                   combine="mean").ties["trust"].iloc[0]
             for order in itertools.permutations(values)}
    assert len(means) == 1
