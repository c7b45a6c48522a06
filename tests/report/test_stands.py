"""Does a verdict stand whatever one counts: the counts, the figures and the sentences."""

from __future__ import annotations

import numpy as np
import pytest
from report_cases import full, thin
from test_sections import context

from partnernet.partnership import Partnership
from partnernet.report.context import Context
from partnernet.report.sections import stands

OFTEN = {"every reported tie": 0, "quarterly or more often": 2, "monthly or more often": 3,
         "weekly or more often": 4, "daily": 5}


@pytest.fixture(scope="module")
def alliance() -> Partnership:
    return full(silent=0)


@pytest.fixture(scope="module")
def made(alliance: Partnership) -> Context:
    return context(alliance, replicates=199)


@pytest.fixture(scope="module")
def tried(made: Context) -> stands._Tried:
    found = stands._try(made)
    assert found is not None
    return found


def outward(alliance: Partnership, sector: str, least: int) -> float:
    """E–I of a sector: outside minus inside, over all ties that touch it."""
    ties = alliance.ties[alliance.ties["frequency"] >= least]
    of = alliance.organisations.set_index("id")["sector"]
    ends = (ties["source"].map(of) == sector).astype(int) + (ties["target"].map(of) == sector)
    inside, outside = int((ends == 2).sum()), int((ends == 1).sum())
    return (outside - inside) / (outside + inside) if outside + inside else float("nan")


def test_each_choice_counts_its_ties(tried: stands._Tried, alliance: Partnership) -> None:
    counts = dict(zip(tried.choices, tried.ties, strict=True))
    for choice, least in OFTEN.items():
        assert counts[choice] == int((alliance.ties["frequency"] >= least).sum())
    pairs = set(alliance.ties[["source", "target"]].itertuples(index=False, name=None))
    both = sum((b, a) in pairs for a, b in pairs) // 2
    assert counts["both sides say so"] == both
    assert counts["one side is enough"] == len(pairs) - both


def test_each_figure_is_the_index_of_those_ties(tried: stands._Tried, alliance: Partnership
                                                ) -> None:
    for choice, least in OFTEN.items():
        row = tried.choices.index(choice)
        for g, sector in enumerate(tried.names):
            assert tried.value[row, g] == pytest.approx(
                outward(alliance, sector, least), nan_ok=True)


def test_the_first_row_is_what_the_report_says(tried: stands._Tried, made: Context) -> None:
    table = made.summary.answers["silos"].table()
    assert tried.verdicts[0] == [str(table.loc[name, "verdict"]) for name in tried.names]
    assert np.allclose(tried.value[0], table.loc[list(tried.names), "ei_index"], equal_nan=True)
    assert tried.verdicts[0][tried.names.index("health")] == "silo"


def test_sentences_count_the_choices(made: Context) -> None:
    names = ("a", "b", "c", "d")
    silo, none = "silo", "no sign"
    found = stands._Tried(names, ["all", "daily", "both"], [9, 5, 4], [
        [silo, silo, silo, none], [silo, silo, none, none], [silo, silo, silo, silo]],
        np.zeros((3, 4)))
    told = [str(line) for line in stands._lines(made, found)]
    assert told == [
        "The sectors a and b are silos in all 3 ways of counting.",
        "The c sector is a silo in 2 of 3 ways of counting; not with “daily”.",
        "The d sector would count as a silo in only 1 of 3 ways of counting: “both”."]
    nobody = stands._Tried(names, ["all", "daily"], [9, 5], [[none] * 4] * 2, np.zeros((2, 4)))
    assert [str(line) for line in stands._lines(made, nobody)] == [
        "No sector is a silo in any of the 2 ways of counting."]


def test_partners_are_told_of_no_threshold_of_trust(alliance: Partnership, tried: stands._Tried
                                                    ) -> None:
    assert not any("trust" in choice.lower() for choice in tried.choices)
    team = stands._try(context(alliance, "team"))
    assert team is not None
    counts = dict(zip(team.choices, team.ties, strict=True))
    for choice, ties in counts.items():
        if choice.startswith("trust: "):
            assert ties in {int((alliance.ties["trust"] >= least).sum()) for least in range(1, 6)}
    assert sum(choice.startswith("trust: ") for choice in team.choices) == 4


def test_the_silent_are_left_out_of_what_both_must_say() -> None:
    alliance = full(silent=13)
    tried = stands._try(context(alliance))
    assert tried is not None
    counts = dict(zip(tried.choices, tried.ties, strict=True))
    pairs = set(alliance.ties[["source", "target"]].itertuples(index=False, name=None))
    assert counts["every reported tie"] == len(pairs)
    assert counts["both sides say so"] == sum((b, a) in pairs for a, b in pairs) // 2


@pytest.mark.parametrize("kind", [
    "nobody at all", "one organisation", "no ties", "one sector", "no sectors", "no groups",
    "undirected"])
def test_nothing_is_said_where_there_is_nothing_to_choose(kind: str) -> None:
    assert stands.section(context(thin()[kind])) is None


@pytest.mark.parametrize("kind", ["one level", "half answered", "nobody answered", "two parts"])
def test_thin_data_have_a_row_a_choice(kind: str) -> None:
    made = context(thin()[kind])
    found = stands.section(made)
    assert found is not None
    assert len(found.figure.tables[0].rows) == 3  # all, one side, both sides
    assert all(len(row) == 2 + len(made.evidence.sectors) for row in found.figure.tables[0].rows)
