"""What sections say holds in the data: proposals, replies, widths, the ledger, the methods."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest
from report_cases import DAY, full

import partnernet as pn
from partnernet.partnership import Partnership
from partnernet.report import scales
from partnernet.report.careful import seen_by, trust_cells
from partnernet.report.context import Context
from partnernet.report.sections import brokers, head, limits, meeting, methods, missing, network
from partnernet.studies.findings import bridge
from partnernet.studies.findings.evidence import MOST_STEPS
from partnernet.studies.summary import summary
from partnernet.vocabulary import Scale


def context(alliance: Partnership, audience: str = "partners", *, replicates: int = 49,
            **options: Any) -> Context:
    """What a report of an alliance is written from."""
    seen = seen_by(alliance, audience)
    return Context(
        alliance=seen, summary=summary(seen, replicates=replicates),
        trust=trust_cells(alliance, "sector", audience), trust_scale=alliance.scales.get("trust"),
        language="en", audience=audience, date=DAY, codes=False, seed=1,
        **{"title": None, **options})


@pytest.fixture(scope="module")
def penaluz() -> Context:
    return context(pn.samples.load("penaluz"))


def graph(made: Context) -> nx.DiGraph:
    """The reported ties."""
    made_of = nx.DiGraph()
    made_of.add_nodes_from(made.alliance.ids)
    made_of.add_edges_from(made.alliance.ties[["source", "target"]].itertuples(index=False))
    return made_of


def test_introductions_join_two_without_a_tie_through_somebody_with_room(penaluz: Context) -> None:
    between = bridge.pair(penaluz.evidence)
    assert between == ("health", "voluntary")
    proposed = brokers._introductions(penaluz, between)
    assert len(proposed) == 2
    ids = dict(zip(penaluz.alliance.names, penaluz.alliance.ids, strict=True))
    contacts = graph(penaluz).to_undirected()
    mean = 2 * contacts.number_of_edges() / len(contacts)
    for each in proposed:
        a, b, c = (ids[each["why"][0].values[name]] for name in "abc")
        assert not contacts.has_edge(a, b)
        assert contacts.has_edge(a, c)
        assert contacts.has_edge(b, c)
        assert contacts.degree(c) < 2 * mean
        assert penaluz.alliance.answered[[a, b, c]].all()


def test_a_reply_reaches_as_many_as_it_says(penaluz: Context) -> None:
    replies = brokers._replies_to_try(penaluz)
    assert replies
    ids = dict(zip(penaluz.alliance.names, penaluz.alliance.ids, strict=True))
    level = penaluz.alliance.organisations.set_index("id")["level"]
    top = level.index[level == "national"].tolist()
    front = level.index[level == "neighbourhood"].tolist()

    def reached(ties: nx.DiGraph) -> int:
        near = {node for start in top for node in
                nx.single_source_shortest_path_length(ties, start, cutoff=MOST_STEPS)}
        return len(near & set(front))

    for each in replies:
        told = each["why"][0].values
        ties = graph(penaluz)
        above, below = ids[told["above"]], ids[told["below"]]
        assert ties.has_edge(below, above)
        assert not ties.has_edge(above, below)
        assert told["before"] == reached(ties)
        ties.add_edge(above, below)
        assert told["after"] == reached(ties)


def test_there_are_three_questions_and_they_differ(penaluz: Context) -> None:
    questions = [str(question) for question, _ in meeting.section(penaluz)["questions"]]
    assert len(set(questions)) == 3


def test_whom_to_ask_names_those_who_name_them(penaluz: Context) -> None:
    asks = missing._asks(penaluz)
    assert len(asks) == 4
    counts = [ask.values["n"] for ask in asks]
    assert counts == sorted(counts, reverse=True)


def test_limits_speak_of_what_is_there(penaluz: Context) -> None:
    told = [str(what) for what, _ in limits.section(penaluz)["limits"]]
    assert "Not the silent." in told
    assert "Not anything real." in told
    without = context(Partnership(
        full(n=14, silent=0).organisations, full(n=14, silent=0).ties[["source", "target"]]))
    told = [str(what) for what, _ in limits.section(without)["limits"]]
    assert "Not the silent." not in told
    assert "Not how close." in told


def test_titles_come_from_the_caller_then_the_data() -> None:
    made = full(n=14)
    assert str(head.heading(context(made))) == "How the partnership works together"
    assert str(head.heading(context(made, title="Ours"))) == "Ours"
    assert head.about({" Título ": "Red"}, "title") == "Red"
    assert head.is_synthetic({"sintético": "sí"})
    assert not head.is_synthetic({"synthetic": "no"})
    assert not head.is_synthetic({})


def test_the_sample_is_labelled_and_its_title_does_not_repeat_it(penaluz: Context) -> None:
    shown = head.section(penaluz)
    assert shown["synthetic"]
    assert str(shown["title"]) == "Health alliance of Peñaluz"


@pytest.mark.parametrize("audience", ["partners", "team"])
def test_the_ledger_adds_up(audience: str) -> None:
    made = context(pn.samples.load("penaluz"), audience,
                   fates={"noted": 3}) if audience == "partners" else \
        context(pn.samples.load("penaluz"), audience)
    ledger = methods.section(made)["ledger"]
    for row in ledger["counts"].rows:
        read, used, merged, excluded = row[-4:]
        assert read == used + merged + excluded
    assert (ledger["events"] is None) == (audience == "partners")


def test_hidden_ratings_are_not_excused_as_undefined(penaluz: Context) -> None:
    told = " ".join(map(str, methods.caveats(penaluz)))
    assert "trust" not in told


def test_line_width_is_how_often_for_partners_and_trust_for_the_team() -> None:
    made = full(n=14)
    assert network._strength(context(made)) == "frequency"
    assert network._strength(context(made, "team")) == "trust"


FREQUENCY = Scale(low=1, high=4, integer=True, direction="less",
                  labels={1.0: "all the time", 2.0: "hourly", 3.0: "daily", 4.0: "seldom"})


def test_widths_of_a_reversed_scale_start_with_the_weakest() -> None:
    # Four steps on five classes: oriented 1, 2, 3, 4 are classes 1, 2, 4, 5; 3 lies between.
    assert scales.widths(FREQUENCY, np.array([1.0, 4.0]), "en") == (
        "seldom", "daily", "daily – hourly", "hourly", "all the time")


def test_words_of_a_strength_are_the_questionnaires() -> None:
    assert scales.words(FREQUENCY, 4.0, "en") == "all the time"
    assert scales.words(FREQUENCY, float("nan"), "en") == "–"
    assert scales.words(Scale(), 2.5, "sv") == "2,5"


def test_widths_of_a_wide_scale_are_stretches() -> None:
    told = scales.widths(Scale(low=0, high=100), np.array([0.0, 100.0]), "en")
    assert len(told) == 5
    assert told[0].startswith("0 – ")
    assert told[-1].endswith("100")
    assert scales.widths(Scale(), np.array([2.0, 2.0]), "en") == ()


def test_the_function_and_the_package_share_their_name(tmp_path: Path) -> None:
    import partnernet.report as package  # noqa: PLC0415

    called: list[Callable[..., Path]] = [pn.report, package]
    for k, write in enumerate(called):
        path = write(full(n=8, silent=0), tmp_path / f"{k}.html", replicates=9, date=DAY)
        assert path.exists()
