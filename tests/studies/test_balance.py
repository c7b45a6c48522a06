"""The statement of both axes: its counts against plain searches, its silence where data are thin.

Witness: networkx's shortest path lengths.
"""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

import partnernet as pn
from partnernet.partnership import Partnership
from partnernet.studies.balance import balance, statement
from partnernet.words import LANGUAGES


def told(alliance: Partnership, steps: int = 2, **options: object) -> dict[str, dict[str, object]]:
    """The sentences by key, from answers given once."""
    found = statement(alliance, pn.connectivity(alliance, replicates=99, **options),
                      pn.vertical(alliance, replicates=99), steps=steps)
    return {message.key: dict(message.values) for message in found}


def missed(alliance: Partnership, steps: int) -> int:
    """Front-line organisations that no national one reaches in so many steps."""
    ties = nx.DiGraph()
    ties.add_nodes_from(alliance.ids)
    ties.add_edges_from(alliance.ties[["source", "target"]].itertuples(index=False))
    level = alliance.organisations.set_index("id")["level"]
    near = {node for start in level.index[level == "national"] for node in
            nx.single_source_shortest_path_length(ties, start, cutoff=steps)}
    return len(set(level.index[level == "neighbourhood"]) - near)


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_the_statement_counts_who_is_not_reached(steps: int) -> None:
    alliance = pn.samples.load("penaluz")
    assert told(alliance, steps)["balance.reach"]["missed"] == missed(alliance, steps)


def test_answers_already_given_say_what_balance_says() -> None:
    alliance = pn.samples.load("penaluz")
    answer = balance(alliance, replicates=99, draws=9)
    kinds, steep = (ask(alliance, replicates=99) for ask in (pn.connectivity, pn.vertical))
    assert statement(alliance, kinds, steep, steps=2) == answer.findings
    assert answer["reach_down"] == steep["reach_down_2"]
    assert answer.get("reach_down", "ci_low") <= answer.get("reach_down", "ci_high")
    assert len(answer.table()) == 5


def ladder(ties: list[tuple[str, str]], **options: object) -> Partnership:
    """Two sectors on two levels."""
    return Partnership(
        pd.DataFrame({"id": list("ABCD"), "sector": ["health", "social"] * 2,
                      "level": ["national"] * 2 + ["neighbourhood"] * 2}),
        pd.DataFrame(ties, columns=["source", "target"]), **options)


@pytest.mark.parametrize("steps", [0, 4, True, 2.0, "2"])
def test_steps_that_the_reach_is_not_told_for_are_refused(steps: object) -> None:
    alliance = pn.samples.load("penaluz")
    with pytest.raises(pn.OptionError, match="steps must be one of: 1, 2, 3"):
        balance(alliance, steps=steps, replicates=9, draws=3)
    answers = pn.connectivity(alliance, null=None), pn.vertical(alliance, null=None)
    with pytest.raises(pn.OptionError, match="1, 2, 3"):
        statement(alliance, *answers, steps=steps)


def test_all_and_none_have_sentences_of_their_own() -> None:
    assert "balance.reach_all" in told(ladder([("A", "C"), ("B", "D")]))
    assert "balance.reach_none" in told(ladder([("A", "B"), ("C", "A")]))
    some = told(ladder([("A", "C"), ("B", "A")]))
    assert some["balance.reach"]["missed"] == 1
    assert "balance.bounds_none" not in some


def test_missing_answers_bound_what_is_said() -> None:
    found = told(ladder([("A", "C")], answered=["A", "C", "D"]))
    assert found["balance.reach"]["missed"] == 1
    assert "balance.bounds_none" in found  # B could name D


def test_what_was_not_tested_is_left_out() -> None:
    alliance = ladder([("A", "C"), ("B", "D")])
    found = statement(alliance, pn.connectivity(alliance, null=None),
                      pn.vertical(alliance, null=None))
    assert [message.key for message in found] == ["balance.reach_all"]


def test_without_levels_there_is_no_statement() -> None:
    alliance = Partnership(pd.DataFrame({"id": list("AB"), "sector": ["x", "y"]}),
                           pd.DataFrame({"source": ["A"], "target": ["B"]}))
    assert not told(alliance)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_reads_in_every_language(language: str) -> None:
    alliance = pn.samples.load("penaluz")
    text = balance(alliance, replicates=99, draws=3).text(language)
    assert "{" not in text
    assert "el el" not in text
