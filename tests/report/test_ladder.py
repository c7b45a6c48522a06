"""Reach step by step and which levels name which, beside counts of another library."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from report_cases import full, thin
from test_sections import context

import partnernet as pn
from partnernet.partnership import Partnership
from partnernet.report.context import Context
from partnernet.report.sections import ladder
from partnernet.words import Share


@pytest.fixture(scope="module")
def alliance() -> Partnership:
    return full(silent=4)


@pytest.fixture(scope="module")
def made(alliance: Partnership) -> Context:
    return context(alliance)


def graph(alliance: Partnership, ties: pd.DataFrame | None = None) -> nx.DiGraph:
    made = nx.DiGraph() if alliance.directed else nx.Graph()
    made.add_nodes_from(alliance.ids)
    shown = alliance.ties if ties is None else ties
    made.add_edges_from(shown[["source", "target"]].itertuples(index=False))
    return made


def at(alliance: Partnership, level: str) -> set[str]:
    organisations = alliance.organisations
    return set(organisations.loc[organisations["level"] == level, "id"])


def reached(of: nx.Graph, alliance: Partnership, steps: int) -> float:
    """The share of the neighbourhood level that the national level reaches in so many steps."""
    near = {node for start in at(alliance, "national")
            for node in nx.single_source_shortest_path_length(of, start, cutoff=steps)}
    front = at(alliance, "neighbourhood")
    return len(near & front) / len(front)


def shares(cells: list[Any]) -> list[float]:
    assert all(isinstance(cell, Share) for cell in cells)
    return [cell.value for cell in cells]


def curves(made: Context) -> dict[str, list[float]]:
    figure = ladder.curves(made)
    assert figure is not None
    return {str(row[0]): shares(row[1:]) for row in figure.tables[0].rows}


def test_curves_are_shares_reached_within_so_many_steps(made: Context, alliance: Partnership
                                                        ) -> None:
    told = curves(made)
    assert set(told) == {"Down", "Up"}
    ties = graph(alliance)
    for steps, (down, up) in enumerate(zip(told["Down"], told["Up"], strict=True), 1):
        assert down == pytest.approx(reached(ties, alliance, steps))
        assert up == pytest.approx(reached(ties.reverse(), alliance, steps))


def test_steps_are_shown_until_nothing_more_is_reached(made: Context, alliance: Partnership
                                                       ) -> None:
    told, ties = curves(made), graph(alliance)
    assert told["Down"][-1] == pytest.approx(reached(ties, alliance, len(ties)))
    assert told["Up"][-1] == pytest.approx(reached(ties.reverse(), alliance, len(ties)))


def test_partners_see_no_curve_of_trust_and_the_team_sees_that_of_trusted_ties(
        made: Context, alliance: Partnership) -> None:
    figure = ladder.curves(made)
    assert figure is not None
    assert "trust" not in " ".join(map(str, (*figure.how, *figure.notes, *curves(made)))).lower()
    told = curves(context(alliance, "team"))
    assert set(told) == {"Down", "Up", "Down, trusted ties", "Up, trusted ties"}
    high = alliance.ties[alliance.ties["trust"] >= 4]  # from three fifths of the way, 1 to 5
    trusted = graph(alliance, high)
    for steps, down in enumerate(told["Down, trusted ties"], 1):
        assert down == pytest.approx(reached(trusted, alliance, steps))


def test_the_note_on_trusted_ties_counts_those_reached(alliance: Partnership) -> None:
    figure = ladder.curves(context(alliance, "team"))
    assert figure is not None
    note, total = figure.notes[0].values, len(at(alliance, "neighbourhood"))
    high = graph(alliance, alliance.ties[alliance.ties["trust"] >= 4])
    assert note["some"] == round(total * reached(high, alliance, 3))
    assert note["every"] == round(total * reached(graph(alliance), alliance, 3))
    assert note["total"] == total


def test_undirected_reach_is_one_curve() -> None:
    alliance = thin()["undirected"]
    told = curves(context(alliance))
    assert len(told) == 1
    ties = graph(alliance)
    front = set(alliance.organisations.query("level == 'neighbourhood'")["id"])
    near = {node for start in alliance.organisations.query("level == 'regional'")["id"]
            for node in nx.single_source_shortest_path_length(ties, start, cutoff=1)}
    assert next(iter(told.values()))[0] == pytest.approx(len(near & front) / len(front))


def test_reach_by_sector_counts_the_front_line(made: Context, alliance: Partnership) -> None:
    table = ladder.by_sector(made)
    assert table is not None
    organisations, ties = alliance.organisations.set_index("id"), graph(alliance)
    front = organisations[organisations["level"] == "neighbourhood"]
    near = {node for start in at(alliance, "national")
            for node in nx.single_source_shortest_path_length(ties, start, cutoff=3)}
    assert [row[:2] for row in table.rows] == [
        [sector, n] for sector, n in front["sector"].value_counts().reindex(
            made.evidence.sectors.names).dropna().astype(int).items()]
    for sector, _, down, *_ in table.rows:
        members = set(front.index[front["sector"] == sector])
        assert down.value == pytest.approx(len(members & near) / len(members))


@pytest.mark.parametrize("by", ["level", "sector"])
def test_level_tables_count_who_names_which_level(made: Context, alliance: Partnership, by: str
                                                  ) -> None:
    figure = ladder.heats(made)[by == "sector"]
    organisations = alliance.organisations.set_index("id")
    pairs = alliance.ties[["source", "target"]].drop_duplicates()
    counts = pd.crosstab(pairs["source"].map(organisations[by]),
                         pairs["target"].map(organisations["level"]))
    rows = figure.tables[0].rows
    assert len(rows) == len(counts) * 4
    for row, column, ties, *_ in rows:
        assert ties == counts.loc[row, column]


@pytest.mark.parametrize("by", ["level", "sector"])
def test_expected_ties_fall_on_each_other_organisation_alike(by: str) -> None:
    alliance = full(silent=0)
    organisations = alliance.organisations
    group, level = organisations[by].to_numpy(), organisations["level"].to_numpy()
    out = graph(alliance).out_degree()
    sent = np.array([out[ident] for ident in organisations["id"]])
    for row, column, _, expected, _ in ladder.heats(context(alliance))[by == "sector"].tables[
            0].rows:
        others = (level == column).sum() - (level == column)
        wanted = (sent * others / (len(alliance) - 1))[group == row].sum()
        assert expected.value == pytest.approx(wanted)


@pytest.mark.parametrize(("kind", "heats"), [
    ("no levels", 0), ("one level", 0), ("unordered levels", 0), ("one organisation", 0),
    ("one sector", 1), ("no sectors", 1), ("half answered", 2), ("no ties", 0),
    ("nobody answered", 0)])
def test_tables_are_those_that_the_data_allow(kind: str, heats: int) -> None:
    assert len(ladder.heats(context(thin()[kind]))) == heats


@pytest.mark.parametrize("kind", ["no levels", "one level", "nobody at all"])
def test_without_two_levels_there_is_no_curve(kind: str) -> None:
    made = context(thin()[kind])
    assert ladder.curves(made) is None
    assert ladder.by_sector(made) is None


def test_names_alone_carry_no_rating() -> None:
    # A sample with ratings: what partners see of the ladder is the same without them.
    alliance = pn.samples.load("penaluz")
    bare = Partnership(alliance.organisations, alliance.ties.drop(columns="trust"),
                       scales={"frequency": alliance.scales["frequency"]},
                       levels=("neighbourhood", "municipal", "regional", "national"))
    assert curves(context(alliance)) == curves(context(bare))
