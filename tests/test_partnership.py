"""Partnership: what it holds, its views, matrices and groups, and that nothing can change it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import partnernet as pn
from oracle.data import Plain
from strategies import SCALES, partnership, plains

IDS = ["C1", "L1", "S1", "R1", "N1"]


def organisations() -> pd.DataFrame:
    return pd.DataFrame({
        "id": IDS,
        "name": ["Clinic", "Library", "School", "Region", "Ministry"],
        "sector": ["Salud", "education", "education", "health", None],
        "level": ["municipal", "municipal", "neighbourhood", "regional", "national"],
        "phone": ["600", "601", "602", "603", "604"],
    })


def ties() -> pd.DataFrame:
    return pd.DataFrame(
        [("C1", "L1", "information", 4, 1, "by mail"), ("C1", "L1", "projects", 2, 3, ""),
         ("L1", "C1", "information", 2, 2, "Clinic calls"), ("L1", "S1", "projects", None, 4, ""),
         ("R1", "C1", "information", 5, None, ""), ("S1", "R1", "information", 1, 1, "")],
        columns=["source", "target", "relation", "trust", "frequency", "remark"])


def alliance(**options: Any) -> pn.Partnership:
    settings = {"scales": SCALES, "answered": ["C1", "L1", "S1", "R1"],
                "unknown": [("S1", "C1")], **options}
    return pn.Partnership(organisations(), ties(), **settings)


# -- what it holds ---------------------------------------------------------------------------------


def test_tables_are_as_given() -> None:
    told = alliance()
    assert told.organisations["id"].tolist() == IDS
    assert told.organisations["sector"].tolist()[:2] == ["Salud", "education"]
    assert told.ties["trust"].tolist()[:3] == [4, 2, 2]
    assert told.ties["remark"].tolist()[0] == "by mail"
    assert told.ids == tuple(sorted(IDS))
    assert told.names[told.ids.index("C1")] == "Clinic"
    assert told.relations == ("information", "projects")
    assert told.strengths == ("trust", "frequency")
    assert told.answered.to_dict() == dict(zip(IDS, [True] * 4 + [False], strict=True))
    assert told.unknown[["source", "target"]].values.tolist() == [["S1", "C1"]]
    assert len(told) == 5
    assert repr(told) == "<Partnership: 5 organisations, 6 ties, directed, 1 did not answer>"


def test_its_card_is_escaped() -> None:
    table = organisations()
    table.loc[0, "sector"] = "<script>alert(1)</script>"
    card = pn.Partnership(table, ties())._repr_html_()
    assert "<script>" not in card
    assert "&lt;script&gt;" in card


def test_any_table_will_do() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    tables = [polars.DataFrame({name: [None if pd.isna(value) else value for value in column]
                                for name, column in table.items()})
              for table in (organisations(), ties())]
    told = pn.Partnership(*tables, scales=SCALES)
    assert told.organisations["id"].tolist() == IDS
    assert told.ties["trust"].tolist()[:3] == [4, 2, 2]
    assert math.isnan(told.ties["trust"].tolist()[3])


def test_without_ties() -> None:
    told = pn.Partnership(organisations())
    assert len(told.ties) == 0
    assert told.matrix().nnz == 0


def test_rows_keep_the_order_of_the_file_and_arrays_that_of_ids() -> None:
    shuffled = pn.Partnership(organisations().iloc[::-1], ties().sample(frac=1, random_state=1),
                              scales=SCALES)
    plain = alliance(answered=None, unknown=None)
    assert shuffled.organisations["id"].tolist() == IDS[::-1]
    assert shuffled.ids == plain.ids
    for one, other in zip((shuffled.network().source, shuffled.network().target),
                          (plain.network().source, plain.network().target), strict=True):
        np.testing.assert_array_equal(one, other)


# -- immutability ----------------------------------------------------------------------------------

HANDED_OUT: dict[str, Callable[[pn.Partnership], Any]] = {
    "organisations": lambda told: told.organisations,
    "ties": lambda told: told.ties,
    "unknown": lambda told: told.unknown,
    "answered": lambda told: told.answered,
    "ledger": lambda told: told.ledger,
    "ledger_counts": lambda told: told.ledger_counts,
    "scales": lambda told: told.scales,
    "about": lambda told: told.about,
}


def _spoil(value: Any) -> None:
    if isinstance(value, pd.DataFrame):
        for column in value.columns:
            value[column] = [0] * len(value)
    elif isinstance(value, pd.Series):
        value.loc[:] = False
    else:
        value.clear()


@pytest.mark.parametrize("name", HANDED_OUT)
def test_what_it_hands_out_are_copies(name: str) -> None:
    told, take = alliance(), HANDED_OUT[name]
    before = repr(take(told))
    _spoil(take(told))
    assert repr(take(told)) == before


def test_what_it_was_given_may_change_afterwards() -> None:
    left, right = organisations(), ties()
    told = pn.Partnership(left, right, scales=SCALES)
    before = told.matrix("trust").toarray()
    _spoil(left)
    right["trust"] = 1
    np.testing.assert_array_equal(told.matrix("trust").toarray(), before)
    assert told.organisations["id"].tolist() == IDS


def test_attributes_cannot_be_set() -> None:
    told = alliance()
    for name in ("organisations", "ties", "answered", "directed", "scales"):
        with pytest.raises(AttributeError):
            setattr(told, name, None)


def test_an_answer_stays_when_its_table_is_changed() -> None:
    answer = pn.structural_holes(alliance())
    table = answer.table()
    table.loc[:, :] = -1.0
    assert not (answer.table() == -1.0).any().any()


# -- matrices --------------------------------------------------------------------------------------


def test_matrix_rows_send_in_the_order_of_the_file() -> None:
    told = alliance()
    matrix = told.matrix()
    assert isinstance(matrix, sparse.csr_array)
    sent = {("C1", "L1"), ("L1", "C1"), ("L1", "S1"), ("R1", "C1"), ("S1", "R1")}
    assert {(IDS[i], IDS[j]) for i, j in zip(*matrix.nonzero(), strict=True)} == sent
    assert set(matrix.data.tolist()) == {1}


def test_matrix_of_strengths_takes_the_strongest_and_leaves_blanks_out() -> None:
    told = alliance()
    trust, frequency = told.matrix("trust").toarray(), told.matrix("frequency").toarray()
    assert trust[0, 1] == 4  # two relations, 4 and 2
    assert trust[1, 2] == 0  # blank
    assert frequency[0, 1] == 4  # 1 is strongest on a scale of 1 to 4: 1 + 4 − 1
    assert frequency[1, 2] == 1


def test_confirmed_matrix_is_symmetric_with_the_mean_of_the_reports() -> None:
    told = alliance()
    either, both = (told.matrix("trust", confirm=rule).toarray() for rule in ("either", "both"))
    np.testing.assert_array_equal(either, either.T)
    assert either[0, 1] == 3.0  # (4 + 2) / 2
    assert either[3, 0] == 5.0
    assert both[3, 0] == 0.0
    assert np.count_nonzero(both) == 2


def test_a_strength_that_is_not_there() -> None:
    with pytest.raises(pn.UnknownName, match="trust"):
        alliance().matrix("trsut")
    with pytest.raises(pn.UnknownName, match="either"):
        alliance().matrix(confirm="ether")  # type: ignore[arg-type]  # a wrong name on purpose


@given(plains())
def test_matrix_is_every_known_tie_once(plain: Plain) -> None:
    told = partnership(plain)
    place = {key: k for k, key in enumerate(told.organisations["id"])}
    dense = np.zeros((len(told), len(told)), dtype=int)
    for row in plain.ties:
        i, j = place[row["source"]], place[row["target"]]
        dense[i, j] = 1
        if not plain.directed:
            dense[j, i] = 1
    np.testing.assert_array_equal(told.matrix().toarray(), dense)


# -- groups ----------------------------------------------------------------------------------------


def test_groups_stand_in_known_order_as_written() -> None:
    groups = alliance().groups("sector")
    # "Salud" and "health" in one file are one group, shown as first written.
    assert groups.names == ("Salud", "education")
    assert groups.sizes.tolist() == [2, 2]
    assert groups.place("health") == 0
    assert alliance().groups("level").names == ("neighbourhood", "municipal", "regional",
                                                "national")


def test_groups_by_a_membership_and_crossed() -> None:
    told = alliance()
    given_groups = told.groups(pd.Series({"C1": "x", "L1": "y", "S1": "y"}, name="table"))
    assert given_groups.by == "table"
    assert given_groups.names == ("x", "y")
    assert dict(zip(told.ids, given_groups.codes.tolist(), strict=True)) == {
        "C1": 0, "L1": 1, "S1": 1, "R1": -1, "N1": -1}
    crossed = told.groups(("sector", "level"))
    assert "Salud · municipal" in crossed.names
    assert (crossed.codes >= 0).sum() == 4


def test_a_group_or_column_that_is_not_there() -> None:
    told = alliance()
    with pytest.raises(pn.UnknownName, match="phone"):
        told.groups("fone")
    with pytest.raises(pn.UnknownName, match="education"):
        told.groups("sector").place("educaton")
    bare = pn.Partnership(organisations()[["id"]], ties())
    assert bare.groups("sector").names == ()


# -- views -----------------------------------------------------------------------------------------


def kept(told: pn.Partnership) -> set[tuple[str, str]]:
    return set(map(tuple, told.ties[["source", "target"]].to_numpy().tolist()))


def observed(told: pn.Partnership, source: str, target: str) -> bool:
    i, j = (np.array([told.ids.index(name)]) for name in (source, target))
    return bool(told.network().dyads.observed(i, j)[0])


def test_view_of_a_relation() -> None:
    seen = alliance().view(relation="projects")
    assert kept(seen) == {("C1", "L1"), ("L1", "S1")}
    assert seen.filters == ("relation=projects",)
    assert kept(alliance().view(relation=["projects", "information"])) == kept(alliance())


def test_thresholds_mean_at_least_as_strong_on_the_files_own_scale() -> None:
    told = alliance()
    assert kept(told.view(min_trust=4)) == {("C1", "L1"), ("R1", "C1")}
    # EMON's way: 1 is most often, so a minimum of 2 keeps 1 and 2.
    assert kept(told.view(min_frequency=2)) == {("C1", "L1"), ("L1", "C1"), ("S1", "R1")}


def test_a_blank_strength_leaves_its_dyad_unknown() -> None:
    seen = alliance().view(min_trust=4)
    assert not observed(seen, "L1", "S1")
    assert observed(alliance(), "L1", "S1")
    assert observed(seen, "L1", "C1")  # too weak is an observed non-tie


def test_one_threshold_rules_a_tie_out_whatever_the_blank_would_have_said() -> None:
    seen = alliance().view(min_trust=3, min_frequency=2)
    assert observed(seen, "L1", "S1")  # frequency 4 is too seldom; trust is blank
    assert not observed(seen, "R1", "C1")  # trust 5; how often is blank


def test_views_of_sectors_and_levels_keep_ties_among_them() -> None:
    told = alliance()
    health = told.view(sectors="health")
    assert health.organisations["id"].tolist() == ["C1", "R1"]
    assert kept(health) == {("R1", "C1")}
    assert health.filters == ("sectors=Salud",)
    low = told.view(levels=["neighbourhood", "municipal"])
    assert low.organisations["id"].tolist() == ["C1", "L1", "S1"]
    assert low.unknown[["source", "target"]].values.tolist() == [["S1", "C1"]]
    assert low.answered.tolist() == [True] * 3


def test_views_stack_and_print() -> None:
    seen = alliance().view(relation="information").view(min_trust=2, confirm="either")
    assert seen.filters == ("relation=information", "min_trust=2.0", "confirm=either")
    assert not seen.directed
    assert "confirm=either" in repr(seen)


@pytest.mark.parametrize(("filters", "hint"), [
    ({"relation": "project"}, "projects"), ({"sectors": "helth"}, "Salud|education"),
    ({"levels": "municipl"}, "municipal"), ({"confirm": "bth"}, "both")])
def test_views_of_what_is_not_there(filters: dict[str, Any], hint: str) -> None:
    with pytest.raises(pn.UnknownName, match=hint):
        alliance().view(**filters)


def test_a_threshold_on_a_strength_that_the_ties_lack() -> None:
    bare = pn.Partnership(organisations(), ties()[["source", "target"]])
    with pytest.raises(pn.UnknownName):
        bare.view(min_trust=3)


@given(plains(least=2), st.sampled_from(["either", "both"]))
def test_a_confirmed_view_is_the_confirmed_network(plain: Plain, rule: Any) -> None:
    told = partnership(plain)
    straight, seen = told.network(confirm=rule), told.view(confirm=rule).network()
    assert not seen.directed
    np.testing.assert_array_equal(straight.source, seen.source)
    np.testing.assert_array_equal(straight.target, seen.target)
    np.testing.assert_array_equal(straight.observed, seen.observed)
    assert straight.dyads.total == seen.dyads.total


@given(plains(least=1))
def test_the_whole_as_a_view_changes_nothing(plain: Plain) -> None:
    told = partnership(plain)
    seen = told.view()
    assert seen.filters == ()
    pd.testing.assert_frame_equal(seen.ties, told.ties)


# -- sharing without names -------------------------------------------------------------------------


def test_pseudonyms_leave_nothing_that_identifies() -> None:
    told = alliance()
    coded, key = told.pseudonymised()
    texts = " ".join([
        coded.organisations.to_csv(), coded.ties.to_csv(), coded.unknown.to_csv(),
        coded.ledger.to_csv(), repr(coded), str(coded.about), coded._repr_html_(),
        pn.structural_holes(coded).text(), str(pn.structural_holes(coded).to_dict()),
        str(coded.node_objects), pn.to_networkx(coded).graph.__repr__()])
    for secret in (*IDS, *organisations()["name"], *organisations()["phone"], "by mail"):
        assert secret not in texts.replace("C1C", ""), secret
    assert list(coded.organisations.columns) == ["id", "name", "sector", "level", "answered"]
    assert "remark" not in coded.ties
    assert sorted(key.columns) == ["code", "id", "name"]
    assert set(key["code"]) == set(coded.ids)


def test_pseudonyms_do_not_follow_the_file() -> None:
    orders = {tuple(alliance().pseudonymised()[1].set_index("id").loc[IDS, "code"])
              for _ in range(12)}
    assert len(orders) > 1


def test_pseudonyms_change_no_number() -> None:
    told = alliance()
    coded, key = told.pseudonymised(seed=3)
    again, _ = told.pseudonymised(seed=3)
    assert coded.ids == again.ids
    pd.testing.assert_frame_equal(pn.cohesion(coded).table(), pn.cohesion(told).table())
    code = key.set_index("id")["code"]
    before = pn.structural_holes(told).table()
    after = pn.structural_holes(coded).table().loc[code[before.index]]
    np.testing.assert_allclose(before.to_numpy(), after.to_numpy())


def test_what_if_still_holds_where_names_or_strengths_are_left_out() -> None:
    ids = ["A", "B", "C", "D"]
    before = pn.Partnership(
        pd.DataFrame({"id": ids}),
        pd.DataFrame({"source": ["A", "B"], "target": ["B", "A"], "trust": [1.0, 5.0]}),
        answered=["A", "B", "D"])
    after = pn.what_if(before, add=[("C", "D")])
    # Of twelve dyads C leaves three open, and the change tells one of those: four ties of ten.
    assert pn.cohesion(after)["density"] == pytest.approx(4 / 10)
    coded, key = after.pseudonymised(seed=1)
    for made in (after.view(), after.without("trust"), after.remembering({}), coded):
        assert pn.cohesion(made)["density"] == pytest.approx(4 / 10)
    assert after.filters == ("what_if=+C–D",)
    code = key.set_index("id")["code"]
    network = coded.network()
    told = network.dyads.observed(*(np.array([coded.ids.index(code[name])]) for name in "CD"))
    assert told.all()
    assert coded.filters == ("what_if=…",)


def test_without_keeps_the_nodes_of_a_graph() -> None:
    told = alliance().remembering({"C1": 17})
    assert told.without("trust").node_objects["C1"] == 17


def test_without_leaves_a_strength_and_the_ledgers_events_out() -> None:
    shown = alliance().without("trust")
    assert "trust" not in shown.ties
    assert shown.strengths == ("frequency",)
    assert len(shown.ledger) == 0
    assert len(shown.ledger_counts)
    with pytest.raises(pn.UnknownName):
        shown.view(min_trust=3)


# -- size ------------------------------------------------------------------------------------------


def test_many_ties_in_little_time() -> None:
    """A million take under 3 s on a machine of their own; a tenth shows that nothing is a loop."""
    rng = np.random.default_rng(5)
    n, m = 10_000, 100_000
    ids = np.array([f"o{k}" for k in range(n)], dtype=object)
    pairs = np.unique(rng.integers(0, n, (m, 2)), axis=0)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    told = pn.Partnership(
        pd.DataFrame({"id": ids, "sector": rng.choice(["health", "social"], n)}),
        pd.DataFrame({"source": ids[pairs[:, 0]], "target": ids[pairs[:, 1]],
                      "trust": rng.integers(1, 6, len(pairs))}))
    assert told.network().m == len(pairs)
    assert told.network() is told.network()
