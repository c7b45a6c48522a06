"""Findings: chosen by the data, made of their numbers, as certain as the data let them be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import partnernet as pn
from partnernet.answers import Answer, Figures, Score, Suggestions, Table, figures_frame
from partnernet.partnership import Partnership
from partnernet.studies.findings import CERTAINTIES, Evidence, Finding, choose
from partnernet.studies.findings.evidence import barely
from partnernet.studies.summary import farthest_apart, summary
from partnernet.words import LANGUAGES

IDS = list("ABCDEFGH")
SECTOR = ["health"] * 4 + ["social"] * 4
LEVEL = ["national", "municipal", "neighbourhood", "neighbourhood"] * 2
COLUMNS = ("members", "ties", "ei_index", "ei_expected", "ei_sd", "ei_min", "ei_max", "ei_low",
           "ei_high", "p_permutation_bh", "p_degree_bh")


def alliance(ties: str, *, silent: str = "", directed: bool = True, **columns: Any) -> Partnership:
    """Eight organisations, "AB" a tie from A to B."""
    pairs = ties.split()
    return Partnership(
        pd.DataFrame({"id": IDS, "sector": SECTOR, "level": LEVEL, **columns}),
        pd.DataFrame({"source": [p[0] for p in pairs], "target": [p[1] for p in pairs]}),
        answered=[name for name in IDS if name not in silent], directed=directed)


def silos(**health: Any) -> Score:
    """An answer of `silos` with one row that matters."""
    row = {"members": 4, "ties": 20, "ei_index": -0.5, "ei_expected": 0.2, "ei_sd": 0.1,
           "ei_min": -1, "ei_max": 1, "ei_low": -0.5, "ei_high": -0.5, "p_permutation_bh": 0.001,
           "p_degree_bh": 0.001, "verdict": "silo", "verdict_if_outward": "", "why": ""} | health
    other = dict.fromkeys(row, math.nan) | {"members": 4, "ties": 20, "verdict": "no sign",
                                            "verdict_if_outward": "", "why": ""}
    frame = pd.DataFrame([other, row, other], index=pd.Index(
        ["(whole)", "health", "social"], name="group"))
    chance = pd.DataFrame({"low": [0.0, math.nan], "high": [0.4, math.nan]},
                          index=pd.Index(["health", "social"], name="group"))
    return Score(measure="silos", value=0.0, frame=frame, settings={"replicates": 999},
                 details={"chance": chance})


def found(made: Partnership, answers: Mapping[str, Answer], kind: str) -> Finding | None:
    """The finding of a kind, if it was chosen."""
    chosen = choose(Evidence(made, answers))
    return next((finding for finding in chosen if finding.kind == kind), None)


TIES = "AB BC CD DA EF FG GH HE"


def test_a_silo_is_firm_where_everybody_answered() -> None:
    finding = found(alliance(TIES), {"silos": silos()}, "silo")
    assert finding is not None
    assert finding.certainty == "firm"
    assert str(finding.sentence) == (
        "The health sector works as a silo: 75% of its ties stay inside the sector; chance alone "
        "would give about 40%.")
    assert finding.dots == (15, 20)  # (1 − E–I) / 2 = .75 of 20


@pytest.mark.parametrize(("outward", "certainty"), [("silo", "firm"), ("leaning", "likely"),
                                                    ("no sign", "likely")])
def test_a_silo_is_firm_only_if_the_silent_could_not_undo_it(outward: str, certainty: str) -> None:
    made = alliance(TIES, silent="H")
    finding = found(made, {"silos": silos(verdict_if_outward=outward)}, "silo")
    assert finding is not None
    assert finding.certainty == certainty
    assert "did not answer" in finding.reason


@pytest.mark.parametrize("column", ["p_permutation_bh", "p_degree_bh"])
def test_a_silo_that_only_just_passes_a_null_is_not_firm(column: str) -> None:
    finding = found(alliance(TIES), {"silos": silos(**{column: 0.045})}, "silo")
    assert finding is not None
    assert finding.certainty == "likely"


@pytest.mark.parametrize(("high", "certainty"), [(-0.3, "firm"), (0.3, "likely")])
def test_unknown_pairs_alone_are_judged_by_the_bounds(high: float, certainty: str) -> None:
    made = Partnership(pd.DataFrame({"id": IDS, "sector": SECTOR}),
                       pd.DataFrame({"source": ["A"], "target": ["B"]}), unknown=[("C", "E")])
    finding = found(made, {"silos": silos(ei_high=high)}, "silo")
    assert finding is not None
    assert finding.certainty == certainty


def test_leaning_is_an_open_question() -> None:
    finding = found(alliance(TIES), {"silos": silos(verdict="leaning")}, "silo_question")
    assert finding is not None
    assert finding.certainty == "open"
    assert str(finding.sentence).startswith("Is the health sector a silo?")


def test_no_silo_is_said_but_never_firm() -> None:
    finding = found(alliance(TIES), {"silos": silos(verdict="no sign", ei_index=0.2)}, "no_silo")
    assert finding is not None
    assert finding.certainty == "likely"
    assert finding.dots == (0, 2)


def test_who_is_reached_and_who_asks_in_vain() -> None:
    # A (national) → B (municipal) → C; D names B; G and H name nobody; nobody names D, G, H.
    made = alliance("AB BC DB EF")
    finding = found(made, {}, "reach")
    assert finding is not None
    assert finding.dots == (1, 4)
    assert finding.certainty == "firm"
    assert [str(part) for part in finding.so_what] == [
        "D names organisations above it; none of those names it back.",
        "Not reached either: G and H."]


def test_reach_is_likely_where_the_top_is_silent() -> None:
    finding = found(alliance("AB BC", silent="E"), {}, "reach")
    assert finding is not None
    assert finding.certainty == "likely"
    assert str(finding.reason) == (
        "1 of the 2 organisations at the national level did not answer and might name them.")


def test_reaching_all_is_firm_whatever_the_silent_say() -> None:
    finding = found(alliance("AB BC BD EF FG FH", silent="H"), {}, "reach")
    assert finding is not None
    assert finding.dots == (4, 4)
    assert finding.certainty == "firm"


def test_a_broken_chain_is_told_where_all_are_reached_otherwise() -> None:
    # C is reached by a jump from the national level, so its chain is broken.
    finding = found(alliance("AC CB BD EF FG FH"), {}, "chain")
    assert finding is not None
    assert finding.dots == (2, 4)


def kinds(**vertical: float) -> Table:
    """An answer of `connectivity`."""
    names = ("internal", "horizontal", "vertical", "diagonal")
    frame = pd.DataFrame({"ties": [5, 40, 30, 25], "expected": [6.0, 38.0, 15.0, 41.0]},
                         index=pd.Index(names, name="kind"))
    frame["ratio"] = frame["ties"] / frame["expected"]
    for name in ("p_permutation_sector", "p_permutation", "p_degree"):
        frame[name] = vertical.get(name, 0.001)
    return Table(measure="connectivity", frame=frame, settings={"replicates": 999})


def excess(value: float, p: float) -> Figures:
    """An answer of `vertical` that holds the stovepipe only."""
    return Figures(measure="vertical", frame=figures_frame(
        {"stovepipe_excess": value}, p_permutation={"stovepipe_excess": p}))


@pytest.mark.parametrize(("value", "p", "told"), [(0.5, 0.001, True), (0.5, 0.2, False),
                                                  (-0.5, 0.001, False)])
def test_the_stovepipe_needs_its_excess_and_its_p(value: float, p: float, told: bool) -> None:
    answers = {"connectivity": kinds(), "vertical": excess(value, p)}
    finding = found(alliance("AB BC BD EF FG FH"), answers, "stovepipe")
    assert (finding is not None) is told
    if finding is not None:
        assert finding.certainty == "firm"
        assert str(finding.sentence) == (
            "On the same level sectors work together, but between levels each keeps to itself: "
            "89% of ties within a level cross sectors, but only 45% between levels.")
        assert finding.dots == (30, 55)


def test_the_stovepipe_is_likely_where_one_null_disagrees_or_ties_are_unseen() -> None:
    answers = {"connectivity": kinds(p_degree=0.3), "vertical": excess(0.5, 0.001)}
    finding = found(alliance("AB BC BD EF FG FH"), answers, "stovepipe")
    assert finding is not None
    assert finding.certainty == "likely"
    answers = {"connectivity": kinds(), "vertical": excess(0.5, 0.001)}
    finding = found(alliance("AB BC BD EF FG FH", silent="H"), answers, "stovepipe")
    assert finding is not None
    assert finding.certainty == "likely"
    assert "7 possible ties" in str(finding.reason)


def candidates(**rows: tuple[float, float, bool]) -> Suggestions:
    """An answer of `brokers`: id → (rank, rank_low, overloaded)."""
    frame = pd.DataFrame({
        "rank": [row[0] for row in rows.values()], "rank_low": [row[1] for row in rows.values()],
        "rank_high": 9.0, "overloaded": [row[2] for row in rows.values()], "brokerage": 1},
        index=pd.Index(list(rows), name="id"))
    return Suggestions(measure="brokers", frame=frame,
                       settings={"between": ("health", "social")})


def test_the_best_broker_is_the_first_with_room() -> None:
    answers = {"brokers": candidates(A=(1.0, 1.0, True), B=(1.5, 1.2, False), C=(3.0, 2.0, False))}
    finding = found(alliance("AE BE BA CF CA"), answers, "broker")
    assert finding is not None
    assert finding.about == "B"
    assert finding.certainty == "likely"
    assert "A knows both sides too" in str(finding.so_what[1])


def test_a_broker_that_another_can_equal_is_an_open_question() -> None:
    answers = {"brokers": candidates(B=(1.5, 1.2, False), C=(3.0, 1.4, False))}
    finding = found(alliance("BE BA CF CA"), answers, "broker")
    assert finding is not None
    assert finding.certainty == "open"
    assert str(finding.sentence).startswith("Could B connect the sectors health and social?")


def test_no_bridge_is_proposed_where_none_is_missing() -> None:
    made = alliance("AE BF CG DH AF BE CH DG")
    mixed = pn.mixing(made, null=None)
    answers = {"brokers": candidates(A=(1.0, 1.0, False)), "mixing": mixed}
    assert found(made, answers, "broker") is None  # all eight ties cross: more than chance gives


def test_no_bridge_is_a_finding() -> None:
    finding = found(alliance("AB EF"), {"brokers": candidates()}, "no_broker")
    assert finding is not None
    assert finding.certainty == "firm"


def test_over_used_candidates_are_never_proposed() -> None:
    answers = {"brokers": candidates(A=(1.0, 1.0, True))}
    finding = found(alliance("AE AB AC AD AF"), answers, "over")
    assert finding is not None
    assert "already has 5 contacts" in str(finding.sentence)


@pytest.mark.parametrize("made", [
    Partnership(pd.DataFrame({"id": []}), None), Partnership(pd.DataFrame({"id": ["A"]}), None),
    alliance(""), alliance("AB", silent="ABCDEFGH"), alliance("AB CD", directed=False)])
def test_there_is_always_something_honest_to_say(made: Partnership) -> None:
    chosen = choose(Evidence(made, {}))
    assert 1 <= len(chosen) <= 5
    for language in LANGUAGES:
        for finding in chosen:
            assert not set("{}") & set(finding.line.text(language))


def test_at_most_five_and_the_least_certain_last() -> None:
    chosen = pn.summary(pn.samples.load("penaluz"), replicates=49).chosen
    assert len(chosen) == 5
    order = [CERTAINTIES.index(finding.certainty) for finding in chosen]
    assert order == sorted(order)


def test_barely_is_within_two_monte_carlo_errors() -> None:
    # √(.04·.96/999) = .0062 and √(.06·.94/999) = .0075: both within two of them from .05.
    assert barely(0.04, 999)
    assert barely(0.06, 999)
    assert not barely(0.03, 999)
    assert not barely(0.001, 999)


def test_nearer_counts_pairs_within_two_steps_exactly() -> None:
    rng = np.random.default_rng(4)
    for _ in range(10):
        n = 8
        source, target = np.nonzero(np.triu(rng.random((n, n)) < 0.25, 1))
        made = Partnership(
            pd.DataFrame({"id": IDS, "sector": SECTOR}),
            pd.DataFrame({"source": [IDS[i] for i in source], "target": [IDS[j] for j in target]}))
        evidence = Evidence(made, {})
        first, second = evidence.members("health"), evidence.members("social")
        gain = evidence.nearer(first, second)
        contact = evidence.links.toarray() > 0
        before = _within_two(contact, first, second)
        for row, i in enumerate(np.flatnonzero(first)):
            for column, j in enumerate(np.flatnonzero(second)):
                changed = contact.copy()
                changed[i, j] = changed[j, i] = True
                assert gain[row, column] == (
                    -1 if contact[i, j] else _within_two(changed, first, second) - before)


def _within_two(contact: Any, first: Any, second: Any) -> int:
    count = 0
    for i in np.flatnonzero(first):
        for j in np.flatnonzero(second):
            count += bool(contact[i, j] or (contact[i] & contact[j]).any())
    return count


def test_farthest_apart_takes_the_pair_that_chance_would_tie_most() -> None:
    ring = [(f"{s}{k}", f"{s}{(k + 1) % 6}") for s in "abc" for k in range(6)]
    across = [(f"{s}{k}", f"{t}{k}") for s, t in ("ab", "bc") for k in range(6)]
    inner = [(f"{s}{k}", f"{s}{(k + 2) % 6}") for s in "bc" for k in range(6)]
    # By hand, r's out-ties × n_s / (n − 1) and the other way. With `across` only a and c have no
    # tie. With `inner` no two sectors have one, and chance gives a–b and a–c (6 + 12) · 6 / 17,
    # but b–c (12 + 12) · 6 / 17.
    for ties, pair in ((ring + across, ("a", "c")), (ring + inner, ("b", "c"))):
        made = Partnership(
            pd.DataFrame({"id": [f"{s}{k}" for s in "abc" for k in range(6)],
                          "sector": [s for s in "abc" for _ in range(6)]}),
            pd.DataFrame(ties, columns=["source", "target"]))
        assert farthest_apart(pn.mixing(made, null=None)) == pair
    empty = pn.mixing(Partnership(pd.DataFrame({"id": ["A"]}), None), null=None)
    assert farthest_apart(empty) is None


@pytest.fixture(scope="module")
def texas() -> Any:
    return summary(pn.samples.load("emon_texas"), replicates=49)


def test_a_summary_holds_every_answer_and_table(texas: Any, tmp_path: Any) -> None:
    assert list(texas.answers) == [
        "quality", "cohesion", "mixing", "silos", "connectivity", "vertical", "brokerage",
        "structural_holes", "brokers", "introductions"]
    assert texas["density"] == texas.answers["cohesion"]["density"]
    assert texas["ei_index"] == texas.answers["silos"].value
    assert texas.detail("silos").equals(texas.answers["silos"].table())
    texas.to_excel(tmp_path / "t.xlsx")
    book = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, engine="openpyxl")
    assert list(book)[:2] == ["findings", "summary"]
    assert len(book["findings"]) == len(texas.chosen)
    assert {"silos", "brokers", "notes", "settings"} <= set(book)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_tells_the_findings_in_every_language(texas: Any, language: str) -> None:
    lines = texas.text(language).split("\n")
    assert len(lines) == len(texas.chosen)
    for line, finding in zip(lines, texas.chosen, strict=True):
        assert line.startswith(finding.sentence.text(language))
        assert line.endswith(finding.reason.text(language))


def test_a_summary_is_frozen_and_plain(texas: Any) -> None:
    with pytest.raises(AttributeError):
        texas.chosen = ()
    assert texas.to_dict()["measure"] == "summary"
    assert "summary" in texas._repr_html_()
    assert replace(texas, chosen=()).text() == "The data hold nothing to find."


@pytest.mark.parametrize("directed", [True, False])
def test_pairs_in_contact_are_counted_among_those_that_could_be_reported(directed: bool) -> None:
    rng = np.random.default_rng(7)
    for _ in range(20):
        tied = np.triu(rng.random((8, 8)) < 0.2, 1)
        source, target = np.nonzero(tied | (tied.T & (rng.random((8, 8)) < 0.5))
                                    if directed else tied)
        answered = rng.random(8) < 0.7
        known = set(zip(source.tolist(), target.tolist(), strict=True))
        unknown = [(i, j) for i in range(8) for j in range(8) if i != j and answered[i]
                   and not known & {(i, j), (j, i)} and rng.random() < 0.15]
        made = Partnership(
            pd.DataFrame({"id": IDS, "sector": SECTOR, "answered": answered}),
            pd.DataFrame({"source": [IDS[i] for i in source], "target": [IDS[j] for j in target]}),
            unknown=[(IDS[i], IDS[j]) for i, j in unknown], directed=directed)
        evidence = Evidence(made, {})
        dyads = evidence.network.dyads
        pairs = [(i, j) for i in range(8) for j in range(i + 1, 8)]
        seen = [pair for pair in pairs if dyads.dense()[pair] or dyads.dense()[pair[::-1]]]
        tied_pairs = [(i, j) for i, j in seen if known & {(i, j), (j, i)}]
        assert evidence.in_contact == (len(tied_pairs), len(seen))
        first, second = evidence.members("health"), evidence.members("social")
        across = [(i, j) for i, j in seen if first[i] != first[j]]
        assert evidence.between(first, second) == (
            sum(pair in tied_pairs for pair in across), len(across))
