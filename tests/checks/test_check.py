"""Two data frames in, a checked pair out: ids, ends, groups, who answered, unknown pairs."""

import time

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnernet.checks import check
from partnernet.errors import InputError, OptionError, UnknownName

SCALES = {"trust": {"low": 1, "high": 5, "integer": True}}


def organisations(**columns):
    return pd.DataFrame({"id": ["A", "B", "C", "D"], **columns})


def ties(rows, columns=("source", "target", "trust")):
    return pd.DataFrame(rows, columns=list(columns))


def events(checked, fate=None):
    table = checked.ledger.events
    return table if fate is None else table[table["fate"] == fate]


def test_what_comes_out():
    checked = check(organisations(sector=["Salud", "NGO", None, "x"], staff=[1, 2, 3, 4]),
                    ties([("A", "B", 4), ("B", "D", 2)]), scales=SCALES)
    assert list(checked.organisations.columns) == ["id", "name", "sector", "staff"]
    assert checked.organisations["name"].tolist() == ["A", "B", "C", "D"]
    assert list(checked.ties.columns) == ["source", "target", "trust"]
    assert checked.source.tolist() == [0, 1]
    assert checked.target.tolist() == [1, 3]
    assert checked.answered.tolist() == [True] * 4
    assert len(checked.unknown) == 0
    assert checked.scales["trust"].integer
    assert checked.levels is None
    assert checked.directed


def test_frames_are_not_changed():
    listed, given_ties = organisations(), ties([("A", "b ", "4,0"), ("A", "A", "1")])
    before = (listed.copy(), given_ties.copy())
    check(listed, given_ties)
    pd.testing.assert_frame_equal(listed, before[0])
    pd.testing.assert_frame_equal(given_ties, before[1])


@pytest.mark.parametrize("make", [
    lambda frame: frame, lambda frame: pl.DataFrame(frame.to_dict("list")),
    lambda frame: pl.DataFrame(frame.to_dict("list")).lazy(),
    lambda frame: frame.convert_dtypes(), lambda frame: frame.astype(object),
    lambda frame: frame.astype({"source": "category", "target": "category"}),
])
def test_any_data_frame(make):
    frame = ties([("A", "B", 4), ("B", "D", 2)])
    checked = check(pl.DataFrame({"id": ["A", "B", "C", "D"]}), make(frame), scales=SCALES)
    assert checked.ties["trust"].tolist() == [4.0, 2.0]
    assert checked.source.tolist() == [0, 1]


def test_anything_else_is_a_type_error():
    with pytest.raises(TypeError, match="data frame"):
        check([1, 2], ties([]))


def test_ids_are_text():
    listed = pd.DataFrame({"id": [1, 2.0, "3", True]}, dtype=object)
    checked = check(listed, ties([(1.0, "2", 3), ("3", True, 2), ("1.0", 3.0, 1)]))
    assert checked.organisations["id"].tolist() == ["1", "2", "3", "True"]
    assert checked.source.tolist() == [0, 2, 0]
    assert checked.target.tolist() == [1, 3, 2]
    assert "same number" in events(checked, "repaired")["reason"].iloc[0]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    with pytest.raises(InputError) as refused:
        check(organisations(), ties([("A", "B", 4), ("A", "Z", 3)]))
    assert (refused.value.sheet, refused.value.row, refused.value.column) == ("ties", 3, "target")


@pytest.mark.parametrize(("reference", "said"), [
    (" B", "space"), ("b", "case"), ("B\u200b", "invisible"), ("Ｂ", "Unicode"),
])
def test_forgiven_differences_are_recorded(reference, said):
    checked = check(organisations(), ties([("A", reference, 4)]))
    assert checked.target.tolist() == [1]
    assert checked.ties["target"].tolist() == ["B"]
    assert said in events(checked, "repaired")["reason"].iloc[0]
    assert events(checked, "repaired")["value"].iloc[0] == reference


def test_an_ambiguous_reference_is_refused():
    listed = pd.DataFrame({"id": ["ab", "AB", "C"]})
    with pytest.raises(InputError, match="several"):
        check(listed, ties([("aB", "C", 1)]))
    checked = check(listed, ties([("ab", "AB", 1)]))
    assert checked.target.tolist() == [1]


def test_references_by_name():
    listed = pd.DataFrame({"id": ["1", "2"], "name": ["Norte", "Sur"]})
    checked = check(listed, ties([("Norte", "sur ", 3)]))
    assert checked.source.tolist() == [0]
    assert checked.target.tolist() == [1]
    assert "by name" in events(checked, "noted")["reason"].str.cat()
    shared = pd.DataFrame({"id": ["1", "2", "3"], "name": ["Norte", "Norte", "Sur"]})
    with pytest.raises(InputError, match="several"):
        check(shared, ties([("Norte", "3", 3)]))


def test_self_ties_and_blank_rows_are_excluded():
    frame = ties([("A", "A", 4), (None, None, None), ("A", "B", 3)])
    checked = check(organisations(), frame)
    assert len(checked.ties) == 1
    assert checked.ledger.counts.set_index("table").loc["ties"].tolist()[3:] == [3, 1, 0, 2]


def test_groups_in_several_languages_are_one():
    checked = check(organisations(sector=["Salud", "health", "NGO", "ngo"],
                                  level=["Local", "municipal", "barrio", None]), ties([]))
    assert checked.organisations["sector"].tolist() == ["Salud", "Salud", "NGO", "NGO"]
    assert checked.organisations["level"].tolist()[:3] == ["Local", "Local", "barrio"]
    assert (events(checked)["value"] == "health").any()


def test_declared_levels_stay_apart():
    checked = check(organisations(level=["Local", "Municipal", "local", "Federal"]), ties([]),
                    levels=["LOCAL", "municipal", "Regional"])
    assert checked.organisations["level"].tolist() == ["Local", "Municipal", "Local", "Federal"]
    assert checked.levels == ("Local", "Municipal", "Regional")
    assert "Federal" in events(checked)["reason"].str.cat()


@pytest.mark.parametrize("levels", ["local", [], ["a", "A"], ["a", " "]])
def test_nonsense_levels(levels):
    with pytest.raises(OptionError, match="levels="):
        check(organisations(), ties([]), levels=levels)


@pytest.mark.parametrize(("column", "expected"), [
    (["yes", "no", "no", "yes"], [1, 0, 0, 1]), ([1, 0, 0, 1], [1, 0, 0, 1]),
    ([True, False, False, True], [1, 0, 0, 1]), (["x", None, "", "x"], [1, 0, 0, 1]),
    ([None, "no", "NC", None], [1, 0, 0, 1]), (["sí", "bortfall", "nej", "ja"], [1, 0, 0, 1]),
    ([None] * 4, [1, 1, 1, 1]),
])
def test_who_answered_by_column(column, expected):
    checked = check(organisations(answered=pd.Series(column, dtype=object)), ties([]))
    assert checked.answered.tolist() == [bool(flag) for flag in expected]
    assert checked.organisations["answered"].tolist() == checked.answered.tolist()


def test_who_answered_mixed_with_blanks_is_refused():
    with pytest.raises(InputError, match="blank"):
        check(organisations(answered=["yes", "no", None, "yes"]), ties([]))


def test_who_answered_by_ids():
    checked = check(organisations(answered=["no"] * 4), ties([("B", "C", 3)]),
                    answered=["a", "C"])
    assert checked.answered.tolist() == [True, False, True, False]
    assert "did not answer" in events(checked)["reason"].str.cat()
    assert len(checked.ties) == 1
    with pytest.raises(UnknownName, match="organisation"):
        check(organisations(), ties([]), answered=["Z"])
    with pytest.raises(OptionError, match="answered="):
        check(organisations(), ties([]), answered="A")


def test_unknown_pairs():
    frame = ties([("A", "B", "NS/NC"), ("A", "C", 3), ("B", "A", "vet ej")])
    checked = check(organisations(), frame, unknown=[("C", "A"), ("C", "D"), ("C", "A")])
    assert checked.unknown[["source", "target"]].to_numpy().tolist() == [
        ["A", "B"], ["B", "A"], ["C", "A"], ["C", "D"]]
    assert len(checked.ties) == 1
    undirected = check(organisations(), frame, unknown=[("D", "B")], directed=False)
    assert undirected.unknown[["source", "target"]].to_numpy().tolist() == [
        ["A", "B"], ["B", "D"]]


def test_a_pair_cannot_be_tied_and_unknown():
    with pytest.raises(InputError, match="unknown") as refused:
        check(organisations(), ties([("A", "B", 3)]), unknown=[("A", "B")])
    assert "row 2" in str(refused.value)
    with pytest.raises(InputError, match="unknown"):
        check(organisations(), ties([("A", "B", 3)]), unknown=[("B", "A")], directed=False)


def test_unknown_by_kind_of_tie():
    frame = ties([("A", "B", "info")], columns=("source", "target", "relation"))
    other = pd.DataFrame({"source": ["A"], "target": ["B"], "relation": ["projects"]})
    checked = check(organisations(), frame, unknown=other)
    assert checked.unknown["relation"].tolist() == ["projects"]
    with pytest.raises(InputError, match="unknown"):
        check(organisations(), frame, unknown=other.assign(relation="Info"))
    with pytest.raises(InputError, match="unknown"):
        check(organisations(), frame, unknown=[("A", "B")])


@pytest.mark.parametrize("unknown", ["AB", 3, ["AB"], [("A",)], [("A", "B", "c", "d")]])
def test_nonsense_unknown(unknown):
    with pytest.raises(OptionError, match="unknown="):
        check(organisations(), ties([]), unknown=unknown)


def test_missing_columns_are_told_together():
    with pytest.raises(InputError) as refused:
        check(pd.DataFrame({"Id": ["A"]}), pd.DataFrame({"from": ["A"], "to": ["A"]}))
    assert [problem.column for problem in refused.value.problems] == ["source", "target", "id"]
    assert "“Id”" in str(refused.value)
    with pytest.raises(InputError, match="Two columns"):
        check(pd.DataFrame([["A", "B"]], columns=["id", "id"]), ties([]))


def test_organisations_that_contradict_themselves():
    listed = pd.DataFrame({"id": ["A", "A", "B"], "sector": ["health", "social", "social"]})
    with pytest.raises(InputError, match="row 2 and again in row 3"):
        check(listed, ties([]))
    checked = check(listed.assign(sector="social"), ties([]))
    assert checked.organisations["id"].tolist() == ["A", "B"]
    assert events(checked, "merged")["row"].tolist() == [3]


def test_further_numbers_can_weigh_but_are_not_checked():
    frame = pd.DataFrame({"source": ["A"], "target": ["B"], "money": [3.5], "wave": [1],
                          "note": ["x"]})
    checked = check(organisations(), frame)
    assert list(checked.scales) == ["money"]
    assert not checked.scales["money"].declared
    assert len(checked.ledger) == 0


def test_a_scale_for_nothing_is_noted():
    checked = check(organisations(), ties([]), scales={"trsut": {"low": 1, "high": 5}})
    assert "trsut" in checked.ledger.events["reason"].str.cat()


@given(st.randoms(use_true_random=False), st.booleans())
def test_row_order_changes_nothing(random, directed):
    pairs = [("A", "B", 4), ("B", "C", 2), ("C", "D", 5), ("A", "D", 1), ("A", "B", 4)]
    shuffled = pairs[:]
    random.shuffle(shuffled)
    one, two = (check(organisations(), ties(rows), scales=SCALES, directed=directed)
                for rows in (pairs, shuffled))
    key = ["source", "target"]
    pd.testing.assert_frame_equal(one.ties.sort_values(key).reset_index(drop=True),
                                  two.ties.sort_values(key).reset_index(drop=True))


def test_a_million_ties():
    size, count = 5000, 1_000_000
    numbers = np.random.default_rng(1).choice(size * size, count, replace=False)
    source, target = numbers // size, numbers % size
    keep = source != target
    ids = np.array([f"Organisation {number}" for number in range(size)], dtype=object)
    frame = pd.DataFrame({"source": ids[source[keep]], "target": ids[target[keep]],
                          "trust": 1 + numbers[keep] % 5})
    start = time.process_time()
    checked = check(pd.DataFrame({"id": ids}), frame, scales=SCALES)
    assert time.process_time() - start < 6  # about 0.6 s on an idle core
    assert len(checked.ties) == keep.sum()
    np.testing.assert_array_equal(checked.source, source[keep])
