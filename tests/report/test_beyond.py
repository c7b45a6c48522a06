"""The parts beyond the ties: there when their tables are, careful, and in every language."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_cases import CHROMIUM, DAY
from test_page import Reader

import partnernet as pn
from partnernet.cli.program import run
from partnernet.errors import InputError
from partnernet.instruments.scoring import Scored
from partnernet.report import report
from partnernet.report.beyond import found_in
from partnernet.report.careful import LEAST
from partnernet.report.careful_beyond import seen_answers, shown_groups, shown_sums
from partnernet.words import LANGUAGES

PARTS = ["assessment", "outcomes", "system", "resources", "coverage"]
BEFORE = ["minute", "map", "silos", "levels", "brokers", "missing"]
AFTER = ["meeting", "limits", "methods"]
EMPTY = r">\s*(?:None|nan|NaN)\s*<|\bnan\b"
QUICK: dict[str, Any] = {"date": DAY, "replicates": 19}


@pytest.fixture(scope="module")
def alliance() -> pn.Partnership:
    return pn.samples.load("penaluz")


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workbook with the alliance and everything beyond its ties."""
    path = tmp_path_factory.mktemp("joined") / "penaluz.xlsx"
    shutil.copy(pn.samples.path("penaluz"), path)
    book = openpyxl.load_workbook(path)
    for sheet in openpyxl.load_workbook(pn.samples.path("penaluz_beyond")):
        if sheet.title not in book.sheetnames:
            copy = book.create_sheet(sheet.title)
            for row in sheet.iter_rows(values_only=True):
                copy.append(row)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def tables(alliance: pn.Partnership) -> dict[str, Any]:
    return found_in(pn.samples.path("penaluz_beyond"), alliance)


@pytest.fixture(scope="module")
def written(alliance: pn.Partnership, tables: dict[str, Any],
            tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    folder, done = tmp_path_factory.mktemp("beyond"), {}

    def write(language: str = "en", audience: str = "partners") -> Path:
        if (language, audience) not in done:
            path = folder / f"{language}-{audience}.html"
            done[language, audience] = report(
                alliance, path, language=language, audience=audience,
                tables=path.with_suffix(".xlsx"), **tables, **QUICK | {"replicates": 499})
        return done[language, audience]

    return write


def part(text: str, ident: str) -> str:
    """The words of one section."""
    return Reader(re.search(rf'<section id="{ident}".*?</section>', text, re.DOTALL)[0]).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["partners", "team"])
def test_the_page_has_its_parts_in_order(written: Callable[..., Path], language: str,
                                         audience: str) -> None:
    text = written(language, audience).read_text("utf-8")
    read = Reader(text)
    assert not read.open
    assert [attrs["id"] for tag, attrs in read.tags if tag == "section"] == BEFORE + PARTS + AFTER
    links = [link[1:] for link in read.values("href") if link.startswith("#")]
    assert [link for link in links if link in PARTS] == PARTS
    assert len(read.values("id")) == len(set(read.values("id")))
    assert not re.search(r"[{}]|\bnan\b", read.text)
    assert not re.search(EMPTY, text)
    assert all(after - before <= 1 for before, after in
               zip(read.headings, read.headings[1:], strict=False))
    pictures = [int(n) for n in re.findall(r"(?:Picture|Figura|Bild) (\d+)\.", read.text)]
    assert pictures == list(range(1, len(pictures) + 1))


def test_without_tables_nothing_is_added(alliance: pn.Partnership, tmp_path: Path) -> None:
    text = report(alliance, tmp_path / "plain.html", **QUICK).read_text("utf-8")
    empty = report(alliance, tmp_path / "empty.html", **QUICK,
                   outcomes=pd.DataFrame({"organisation": [], "outcome": []}))
    assert text == empty.read_text("utf-8")
    read = Reader(text)
    assert [attrs["id"] for tag, attrs in read.tags if tag == "section"] == BEFORE + AFTER
    assert "guiding" not in text


def test_the_first_sentence_is_the_answer(written: Callable[..., Path]) -> None:
    text = written().read_text("utf-8")
    # Put into the sample on purpose: see make_beyond.py.
    assert "The widest gap is in communication (implementation)" in part(text, "assessment")
    assert "only 9 organisations rated it" in part(text, "assessment")
    assert "outside their own sector rate communication lower" in part(text, "assessment")
    assert "9 of 14 outcomes are shared" in part(text, "outcomes")
    assert "Nobody is responsible for this indicator: Complaints about noise at night." in part(
        text, "system")
    assert "healthy food (the voluntary sector)" in part(text, "resources")
    assert "for one theme: Use data better." in part(text, "coverage")
    # The guiding questions are those of the questionnaire, where the gap is widest and sure.
    asked = pn.instruments.load("cooperation_grid").questions["communication", "implementation"]
    assert all(question.shown("en") in part(text, "meeting") for question in asked)
    assert "Risk identification" not in part(text, "meeting")


def test_figures_are_those_of_the_measures(alliance: pn.Partnership, tables: dict[str, Any],
                                           written: Callable[..., Path]) -> None:
    fit = pn.fit(tables["system_map"], alliance, replicates=9)
    owned = int(fit.detail("links")["covered"].notna().sum())
    text = written("en", "team").read_text("utf-8")
    assert f"{len(fit.detail('uncovered'))} of {owned} links" in part(text, "system")
    whole = pn.assess(tables["answers"], alliance=alliance, replicates=9).table().loc["whole"]
    assert f"rate the cooperation {whole['mean'].iloc[0]:.1f}." in part(text, "assessment")


def test_small_sectors_are_hidden_from_partners_alone(written: Callable[..., Path]) -> None:
    partners, team = (written("en", who).read_text("utf-8") for who in ("partners", "team"))
    # 7 of health, 6 social, 7 voluntary answered; 2, 4 and 4 of the others.
    hidden = "The sectors anchor institution, government and education are not shown"
    assert hidden in part(partners, "assessment")
    assert "2 answers" not in part(partners, "assessment")
    assert hidden not in part(team, "assessment")
    assert "2 answers" in part(team, "assessment")


def rewritten(tables: dict[str, Any], name: str, change: Callable[[pd.DataFrame], pd.DataFrame]
              ) -> dict[str, Any]:
    return {**tables, name: change(tables[name].table())}


def test_partners_see_nothing_that_hangs_on_few_answers(
        alliance: pn.Partnership, tables: dict[str, Any], tmp_path: Path) -> None:
    """Four organisations rated an item: whatever they said, the page and the tables are alike."""
    def four(rating: int) -> Callable[[pd.DataFrame], pd.DataFrame]:
        def change(rows: pd.DataFrame) -> pd.DataFrame:
            item = rows["item"] == "motivation_planning"
            rows = rows[~item | (item.cumsum() <= 4)].copy()
            here = rows["item"] == "motivation_planning"
            rows.loc[here, ["performance", "importance"]] = [rating, 6 - rating]
            return rows
        return change

    pages, sheets = [], []
    for rating in (1, 5):
        path = tmp_path / f"{rating}.html"
        given_ = rewritten(tables, "answers", four(rating))
        report(alliance, path, tables=path.with_suffix(".xlsx"), **given_, **QUICK)
        pages.append(path.read_text("utf-8"))
        read = pd.read_excel(path.with_suffix(".xlsx"), sheet_name=None, engine="openpyxl")
        sheets.append({name: frame.to_csv() for name, frame in read.items()})
    assert pages[0] == pages[1]
    assert sheets[0] == sheets[1]
    assert "too few" in part(pages[0], "assessment")


def test_partners_see_no_amount_of_few(alliance: pn.Partnership, tables: dict[str, Any],
                                       tmp_path: Path) -> None:
    """No sector has five organisations at a theme, and two themes have fewer than five in all."""
    def other(rows: pd.DataFrame) -> pd.DataFrame:
        few = rows["theme"].isin(["healthy food", "physical activity"])
        rows.loc[few, "hours"] = rows.loc[few, "hours"] * 3 + 1
        return rows

    pages = [report(alliance, tmp_path / f"{k}.html", **QUICK, **given_).read_text("utf-8")
             for k, given_ in enumerate(rewritten(tables, "resources", change)
                                        for change in (lambda rows: rows, other))]
    assert pages[0] == pages[1]
    # Five organisations put 496 hours into mental well-being: 320 + 60 + 80 + 24 + 12.
    assert "496" in part(pages[0], "resources")
    assert "320" not in part(pages[0], "resources")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9),
                          st.integers(0, 9)), min_size=1, max_size=6),
       st.lists(st.integers(0, 9), min_size=6, max_size=6))
@settings(deadline=None, max_examples=100)
def test_groups_shown_leave_no_few_over(rows: list[tuple[int, ...]], blank: list[int]) -> None:
    counts = np.array(rows)
    total = counts.sum(axis=1) + np.array(blank[:len(rows)])
    shown = shown_groups(counts, total)
    assert (counts[:, shown] >= LEAST).all()
    rest = total - counts[:, shown].sum(axis=1)
    assert not shown.any() or (((rest == 0) | (rest >= LEAST)).all())


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5))
@settings(deadline=None, max_examples=100)
def test_sums_shown_leave_no_few_over(rows: list[list[int]]) -> None:
    givers = np.array(rows)
    cells, totals = shown_sums(givers)
    assert (givers[cells] >= LEAST).all()
    rest = np.where(cells, 0, givers).sum(axis=1)
    assert (((rest == 0) | (rest >= LEAST)) | ~totals).all()


@given(st.integers(0, 2**32 - 1), st.integers(3, 14), st.floats(0.0, 0.9))
@settings(deadline=None, max_examples=60)
def test_answers_seen_rest_on_five_or_more(seed: int, n: int, blank: float) -> None:
    rng = np.random.default_rng(seed)
    made = pn.instruments.load("place_based_checklist")
    ratings = rng.integers(1, 6, (2, n, len(made.items))).astype(float)
    ratings[rng.random(ratings.shape) < blank] = np.nan
    scored = Scored(made, tuple(f"o{k:02d}" for k in range(n)), ratings[0], ratings[1], 0)
    table = seen_answers(scored, "partners").table
    both = table["performance"].notna() & table["importance"].notna()
    for few in (table["performance"].notna(), table["importance"].notna(), both,
                table["performance"].notna() & ~both):
        counts = table[few].groupby("item").size()
        mixed = counts[both.groupby(table["item"]).any().reindex(counts.index)]
        assert (mixed >= LEAST).all()
    everything = seen_answers(scored, "team").table
    assert len(everything) == int((~np.isnan(ratings)).any(axis=0).sum())


def test_codes_stand_for_names_in_every_part(alliance: pn.Partnership, tables: dict[str, Any],
                                             tmp_path: Path) -> None:
    path = report(alliance, tmp_path / "r.html", codes=True, key=tmp_path / "key.csv",
                  audience="team", tables=tmp_path / "t.xlsx", **tables, **QUICK)
    words = Reader(path.read_text("utf-8")).text
    assert not [name for name in alliance.names if name in words]
    book = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, engine="openpyxl")
    cells = {str(cell) for frame in book.values() for cell in frame.to_numpy().ravel()}
    assert not cells & {*alliance.names, *alliance.ids}


def test_the_command_finds_the_sheets(joined: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.html"
    assert run(["report", str(joined), "-o", str(path), "--replicates", "9"]) == 0
    ids = [attrs["id"] for tag, attrs in Reader(path.read_text("utf-8")).tags if tag == "section"]
    assert ids == BEFORE + PARTS + AFTER
    # A view leaves out organisations, and with them their answers.
    view = ["--sector", "health", "--sector", "social"]
    assert run(["report", str(joined), "-o", str(path), "--replicates", "9", *view]) == 0
    assert "7 of 10 answered" not in path.read_text("utf-8")


def test_sheets_of_other_things_are_left_aside(joined: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    shutil.copy(pn.samples.path("penaluz"), path)
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("projects")
    sheet.append(["budget", "year"])
    sheet.append([1000, 2026])
    book.save(path)
    alliance = pn.read(path)
    found = found_in(path, alliance)
    assert set(found) == {"notes"}
    # What is ours but faulty is refused, as everywhere.
    book = openpyxl.load_workbook(joined)
    book["answers"].append(["Nobody at all", "leadership_mapping", 3, 4])
    book.save(path)
    with pytest.raises(InputError, match="Nobody at all"):
        found_in(path, alliance)


@pytest.mark.parametrize("name", PARTS)
def test_each_table_alone_makes_its_part(alliance: pn.Partnership, tables: dict[str, Any],
                                         tmp_path: Path, name: str) -> None:
    option = {"assessment": "answers", "system": "system_map", "coverage": "initiatives"}.get(
        name, name)
    path = report(alliance, tmp_path / "r.html", **{option: tables[option]}, **QUICK)
    ids = [attrs["id"] for tag, attrs in Reader(path.read_text("utf-8")).tags if tag == "section"]
    assert ids == [*BEFORE, name, *AFTER]


def thin_tables() -> Iterator[tuple[str, dict[str, Any]]]:
    items = pn.instruments.load("six_principles").ids
    few = pd.DataFrame({"organisation": list("ABC"), "item": items[0], "performance": [1, 2, 3]})
    yield "three answers", {"answers": few}
    yield "no importance", {"answers": pd.DataFrame({
        "organisation": list("ABCDEF") * 2, "item": [items[0]] * 6 + [items[1]] * 6,
        "performance": [1, 2, 3, 4, 5, 1] * 2})}
    yield "one outcome", {"outcomes": pd.DataFrame({"organisation": ["A"], "outcome": ["x"]})}
    yield "nobody responsible", {"system_map": pn.SystemMap(
        pd.DataFrame({"id": ["a", "b"]}),
        pd.DataFrame({"source": ["a"], "target": ["b"], "sign": ["+"]}))}
    yield "no amounts", {"resources": pd.DataFrame({"organisation": ["A"], "theme": ["x"]})}
    yield "no status", {"initiatives": pd.DataFrame({"initiative": ["i"], "theme": ["x"]})}


@pytest.mark.parametrize(("kind", "given_"), list(thin_tables()), ids=lambda value: value
                         if isinstance(value, str) else "")
@pytest.mark.parametrize("sectors", [True, False])
def test_thin_tables_are_told_plainly(tmp_path: Path, kind: str, given_: dict[str, Any],
                                      sectors: bool) -> None:
    organisations = pd.DataFrame({"id": list("ABCDEFGH")})
    if sectors:
        organisations["sector"] = ["health"] * 4 + ["social"] * 4
    alliance = pn.Partnership(organisations, pd.DataFrame({"source": list("ABCE"),
                                                           "target": list("BCDF")}))
    for audience in ("partners", "team"):
        path = report(alliance, tmp_path / f"{audience}.html", audience=audience, **given_, **QUICK)
        text = path.read_text("utf-8")
        assert not Reader(text).open
        assert not re.search(EMPTY, text)


@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_browser_complains(written: Callable[..., Path]) -> None:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for language, width in (("en", 1200), ("es", 390), ("sv", 360)):
            page = browser.new_page(viewport={"width": width, "height": 900})
            heard: list[str] = []
            page.on("console", lambda message, heard=heard: heard.append(message.text))
            page.on("pageerror", lambda error, heard=heard: heard.append(str(error)))
            page.goto(written(language).as_uri())
            for summary in page.query_selector_all("summary"):
                summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert heard == []
        browser.close()
