"""Doors out of a silo, a team for all sectors, and what is lost if one leaves."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from report_cases import full, thin
from test_sections import context

import partnernet as pn
from partnernet.partnership import Partnership
from partnernet.report.context import Context
from partnernet.report.sections import doors
from partnernet.words import Share, show


@pytest.fixture(scope="module")
def alliance() -> Partnership:
    return pn.samples.load("penaluz")


@pytest.fixture(scope="module")
def made(alliance: Partnership) -> Context:
    return context(alliance, replicates=199)


def contacts(alliance: Partnership) -> nx.Graph:
    """Whoever is in contact, whoever of the two says so."""
    found = nx.Graph()
    found.add_nodes_from(alliance.ids)
    found.add_edges_from(alliance.ties[["source", "target"]].itertuples(index=False))
    return found


def sector_of(alliance: Partnership) -> dict[str, str]:
    organisations = alliance.organisations
    return dict(zip(organisations["id"], organisations["sector"], strict=True))


def names(alliance: Partnership) -> dict[str, str]:
    return dict(zip(alliance.names, alliance.ids, strict=True))


def two_sides(alliance: Partnership, sector: str, ident: str) -> tuple[int, int]:
    """How many contacts somebody has in a sector, and outside it."""
    of = sector_of(alliance)
    inside = sum(of[other] == sector for other in contacts(alliance)[ident])
    return inside, contacts(alliance).degree(ident) - inside


def test_all_doors_are_counted_and_only_silos_have_them(made: Context, alliance: Partnership
                                                        ) -> None:
    found = doors.silos(made)
    assert [str(silo["heading"]) for silo in found] == [
        "Between the health sector and everyone else"]
    both = {ident for ident in alliance.ids if min(two_sides(alliance, "health", ident)) > 0}
    assert found[0]["lines"][0].values["n"] == len(both)
    assert len(found[0]["table"].rows) == len(both)


def test_doors_have_as_many_contacts_as_they_say_and_room(made: Context, alliance: Partnership
                                                          ) -> None:
    found, ids = doors.silos(made)[0], names(alliance)
    mean = np.mean([degree for _, degree in contacts(alliance).degree()])
    shown = [next(ident for name, ident in ids.items() if f">{name}<" in str(door["org"]))
             for door in found["doors"]]
    assert len(set(shown)) == 3
    for ident, door in zip(shown, found["doors"], strict=True):
        inside, outside = two_sides(alliance, "health", ident)
        told = door["why"][0]
        assert (told.values["orgs_a"].number, told.values["orgs_b"].number) == (inside, outside)
        assert ("belongs" in str(told)) == (sector_of(alliance)[ident] == "health")
        assert contacts(alliance).degree(ident) < doors.BUSY * mean
        assert any("thin" in str(why) for why in door["why"]) == (min(inside, outside) == 1)


def test_over_used_doors_are_named_apart(made: Context, alliance: Partnership) -> None:
    line = str(doors.silos(made)[0]["lines"][1])
    degree = dict(contacts(alliance).degree())
    busiest = max(degree, key=lambda ident: degree[ident])
    assert alliance.names[alliance.ids.index(busiest)] in line


def test_partners_see_no_rating_of_a_door(made: Context, alliance: Partnership) -> None:
    def heads(of: Context) -> list[str]:
        return [show(column.head, "en").lower() for column in doors.silos(of)[0]["table"].columns]

    assert not any("trust" in head for head in heads(made))
    team = heads(context(alliance, "team", replicates=199))
    assert sum("trust" in head for head in team) == 2


def covered(alliance: Partnership, team: tuple[str, ...]) -> set[str]:
    """The sectors in which somebody of a team has contacts."""
    of = sector_of(alliance)
    return {of[other] for ident in team for other in contacts(alliance)[ident]}


def fewest(alliance: Partnership, among: list[str], sectors: set[str]) -> int | None:
    """The size of the smallest team that reaches all those sectors, by trying every one."""
    for size in range(1, 5):
        if any(covered(alliance, team) >= sectors for team in itertools.combinations(among, size)):
            return size
    return None


@pytest.mark.parametrize("seed", [3, 5, 8])
def test_the_team_is_the_smallest_and_reaches_every_sector(seed: int) -> None:
    alliance = full(n=14, seed=seed)
    said, ids = doors.team(context(alliance)), names(alliance)
    chosen = tuple(ids[name] for name in said[0].values["names"].names)
    assert said[0].values["n"] == len(chosen)
    everybody = set(sector_of(alliance).values())
    reachable = covered(alliance, tuple(alliance.ids))
    assert covered(alliance, chosen) == reachable
    assert len(chosen) == fewest(alliance, alliance.ids, reachable)
    beyond = [line.values["n"] for line in said if line.key == "report.team_beyond"]
    assert beyond == ([len(everybody - reachable)] if everybody - reachable else [])


def test_a_team_with_room_is_the_smallest_of_those_who_have(made: Context, alliance: Partnership
                                                            ) -> None:
    said = doors.team(made)
    over = [line for line in said if line.key == "report.team_over"]
    room = [line for line in said if line.key == "report.team_room"]
    assert over
    assert room
    degree = dict(contacts(alliance).degree())
    mean = np.mean(list(degree.values()))
    free = [ident for ident in alliance.ids if degree[ident] < doors.BUSY * mean]
    chosen = tuple(names(alliance)[name] for name in room[0].values["names"].names)
    everybody = set(sector_of(alliance).values())
    assert set(chosen) <= set(free)
    assert covered(alliance, chosen) == everybody
    assert len(chosen) == fewest(alliance, free, everybody)


def closeness(of: nx.Graph, sector: dict[str, str]) -> float:
    """Mean 1/steps over pairs of different sectors; 0 without a way."""
    found = [1 / steps.get(b, np.inf) for a, steps in nx.all_pairs_shortest_path_length(of)
             for b in of if sector[a] != sector[b]]
    return float(np.mean(found))


def test_what_leaves_with_the_busiest_is_what_the_rest_loses(made: Context, alliance: Partnership
                                                             ) -> None:
    found = doors.leaving(made)
    assert found is not None
    whole, sector = contacts(alliance), sector_of(alliance)
    busiest = max(whole, key=whole.degree)
    told = found["lines"][0]
    assert alliance.names[alliance.ids.index(busiest)] in str(told)
    assert told.values["n"] == whole.degree(busiest)
    left = whole.subgraph(set(whole) - {busiest})
    cut = len(left) - max(map(len, nx.connected_components(left)))
    assert told.values.get("lost", 0) == cut
    lost = 1 - closeness(left, sector) / closeness(whole, sector)
    assert found["lines"][1].values["share"].value == pytest.approx(lost)
    after_one = found["figure"].tables[0].rows[1]
    assert after_one[1] == alliance.names[alliance.ids.index(busiest)]
    assert isinstance(after_one[2], Share)
    assert after_one[2].value == pytest.approx(1 - lost)


def test_a_hub_takes_the_others_with_it() -> None:
    alliance = full(n=8, silent=0)
    star = Partnership(alliance.organisations, alliance.ties.iloc[:7].assign(
        source="M00", target=[f"M{k:02d}" for k in range(1, 8)]).drop(columns="relation"),
        scales=alliance.scales, levels=("neighbourhood", "municipal", "regional", "national"))
    found = doors.leaving(context(star))
    assert found is not None
    assert found["lines"][0].values["n"] == 7
    assert found["lines"][0].values["lost"] == 6


@pytest.mark.parametrize("kind", ["one sector", "no sectors", "no groups", "nobody at all"])
def test_without_three_sectors_there_is_no_team_and_no_door(kind: str) -> None:
    made = context(thin()[kind])
    assert doors.silos(made) == []
    assert doors.team(made) == []


@pytest.mark.parametrize("kind", ["nobody at all", "one organisation", "two organisations",
                                  "no ties"])
def test_nobody_can_leave_where_nobody_is_tied(kind: str) -> None:
    assert doors.leaving(context(thin()[kind])) is None


@pytest.mark.parametrize("name", ["emon_texas", "penaluz"])
def test_the_reader_is_told_why_a_line_ends(name: str) -> None:
    # In Texas three of 25 organisations are private: some orders soon leave one sector.
    found = doors.leaving(context(pn.samples.load(name)))
    assert found is not None
    figure = found["figure"]
    random = [show(row[-1], "en") for row in figure.tables[0].rows]
    ends = any(cell.startswith("–") for cell in random)
    assert ends == (name == "emon_texas")
    assert ends == any(line.key == "report.leaves_ends" for line in figure.how)
