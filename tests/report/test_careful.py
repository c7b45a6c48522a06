"""For partners no byte of the report tells what one organisation said of another."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from report_cases import DAY, TRUST, full

from partnernet.errors import PartnernetError, UnknownName
from partnernet.partnership import Partnership
from partnernet.report import report
from partnernet.report.careful import LEAST, seen_by, trust_cells

TRUST_TABLE = re.compile(r'<table class="heat trust">.*?</table>', re.DOTALL)


def page(alliance: Partnership, path: Path, **options: object) -> str:
    """The text of a report."""
    return report(alliance, path, date=DAY, replicates=29, **options).read_text("utf-8")


def test_ratings_change_nothing_but_the_permitted_cells(tmp_path: Path) -> None:
    first = page(full(trust_seed=1), tmp_path / "a.html")
    second = page(full(trust_seed=2), tmp_path / "a.html")
    assert first != second  # the permitted means between sectors differ …
    assert TRUST_TABLE.search(first)
    assert TRUST_TABLE.sub("", first) == TRUST_TABLE.sub("", second)  # … and nothing else does


def test_permitted_cells_hold_means_of_at_least_five_raters_and_rated(tmp_path: Path) -> None:
    alliance = full(trust_seed=1)
    text = page(alliance, tmp_path / "a.html")
    shown = re.findall(r"<b>([\d.]+)</b>", TRUST_TABLE.search(text)[0])
    assert shown
    ties = alliance.ties
    sector = alliance.organisations.set_index("id")["sector"]
    cells = ties.groupby([ties["source"].map(sector), ties["target"].map(sector)])
    allowed = cells.filter(lambda cell: cell["source"].nunique() >= LEAST
                           and cell["target"].nunique() >= LEAST)
    means = allowed.groupby([allowed["source"].map(sector), allowed["target"].map(sector)])["trust"]
    assert sorted(shown) == sorted(f"{mean:.1f}" for mean in means.mean())


@pytest.mark.parametrize("sheet_of_trust", ["trust by sector"])
def test_tables_for_partners_change_with_ratings_in_one_sheet_only(
        tmp_path: Path, sheet_of_trust: str) -> None:
    books = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.xlsx"
        page(full(trust_seed=seed), tmp_path / "a.html", tables=path)
        books.append(pd.read_excel(path, sheet_name=None, engine="openpyxl"))
    assert list(books[0]) == list(books[1])
    for name in books[0]:
        assert books[0][name].equals(books[1][name]) == (name != sheet_of_trust), name
        if name != sheet_of_trust:
            assert not [column for column in books[0][name].columns if "trust" in str(column)]


def test_no_embedded_text_of_the_workbook_holds_a_rating(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    page(full(trust_seed=1), tmp_path / "a.html", tables=path)
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.endswith(".xml")]
        words = b"".join(book.read(name) for name in names if "sharedStrings" in name)
    assert b"trust_from" not in words
    assert b"mean_trust" not in words


def test_the_seen_partnership_has_no_strength_but_frequency() -> None:
    alliance = full()
    seen = seen_by(alliance, "partners")
    assert list(seen.ties.columns) == ["source", "target", "relation", "frequency"]
    assert seen.strengths == ("frequency",)
    assert seen.ids == alliance.ids
    assert not len(seen.ledger)
    assert seen_by(alliance, "team") is alliance


def test_views_by_trust_are_refused(tmp_path: Path) -> None:
    view = full().view(min_trust=4)
    with pytest.raises(PartnernetError, match="min_trust"):
        report(view, tmp_path / "a.html")
    assert not list(tmp_path.iterdir())
    assert report(view, tmp_path / "a.html", audience="team", replicates=19).exists()
    assert report(full().view(min_frequency=2), tmp_path / "b.html", replicates=19).exists()


def test_unknown_audience_names_the_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="partners"):
        report(full(), tmp_path / "a.html", audience="everybody")


def block(raters: int, rated: int, trust: list[int] | None = None) -> Partnership:
    """Every one of so many health organisations rates every one of so many social ones."""
    health, social = [f"H{k}" for k in range(raters)], [f"S{k}" for k in range(rated)]
    pairs = [(h, s) for h in health for s in social]
    values = trust or [1 + (k % 5) for k in range(len(pairs))]
    return Partnership(
        pd.DataFrame({"id": health + social,
                      "sector": ["health"] * raters + ["social"] * rated}),
        pd.DataFrame({"source": [h for h, _ in pairs], "target": [s for _, s in pairs],
                      "trust": values}), scales={"trust": TRUST})


@pytest.mark.parametrize(("raters", "rated", "shown"), [(5, 5, True), (4, 6, False), (6, 4, False)])
def test_a_cell_needs_five_raters_and_five_rated(raters: int, rated: int, shown: bool) -> None:
    cells = trust_cells(block(raters, rated), "sector", "partners")
    assert cells is not None
    assert bool(np.isfinite(cells.mean[0, 1])) is shown
    assert bool(cells.hidden[0, 1]) is not shown
    assert np.isnan(cells.mean[1, 0])


def test_a_mean_that_gives_every_answer_away_is_hidden() -> None:
    cells = trust_cells(block(5, 5, [5] * 25), "sector", "partners")
    assert cells is not None
    assert np.isnan(cells.mean).all()
    # One rater alone differs: without its own answers it would know everybody else's.
    cells = trust_cells(block(5, 5, [1] * 5 + [5] * 20), "sector", "partners")
    assert cells is not None
    assert np.isnan(cells.mean).all()


def test_undirected_ratings_need_ten_organisations() -> None:
    made = block(5, 5)
    ties = made.ties
    undirected = Partnership(made.organisations, ties, scales={"trust": TRUST}, directed=False)
    cells = trust_cells(undirected, "sector", "partners")
    assert cells is not None
    assert np.isfinite(cells.mean[0, 1])
    assert cells.mean[0, 1] == cells.mean[1, 0]


def test_team_reports_say_so_on_every_page(tmp_path: Path) -> None:
    text = page(full(), tmp_path / "a.html", audience="team")
    assert "For the team only" in text
    running = re.search(r"@page\{.*?\}\}", text)[0]
    assert "@top-left" in running
    decoded = re.sub(r"\\([0-9a-f]+) ", lambda m: chr(int(m[1], 16)), running)
    assert decoded.count("confidential: for the team only") == 2  # head and foot
    partners = page(full(), tmp_path / "b.html")
    assert "confidential: relational data" in re.sub(
        r"\\([0-9a-f]+) ", lambda m: chr(int(m[1], 16)), partners)


def test_team_reports_show_trust(tmp_path: Path) -> None:
    text = page(full(trust_seed=1), tmp_path / "a.html", audience="team")
    other = page(full(trust_seed=2), tmp_path / "a.html", audience="team")
    assert TRUST_TABLE.sub("", text) != TRUST_TABLE.sub("", other)
    assert "a great deal" in text
