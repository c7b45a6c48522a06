"""The page in a real browser: nothing complains, nothing overflows, the map answers."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from report_cases import CHROMIUM, DAY, HOSTILE, full, thin

from partnernet.report import report

Written = Callable[..., Path]
sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason=f"no browser at {CHROMIUM}"),
    # Chromium's pipes are closed by the browser, not by us.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].filter(e => {
    const r = e.getBoundingClientRect();
    return r.width && (r.right > wide + 1 || r.left < -1) && !e.closest('.scroll')
      && !e.closest('.vh') && !e.closest('.skip') && !e.closest('svg');
  }).map(e => e.tagName + '.' + e.className).slice(0, 5);
}"""


LETTERS = """() => [...document.querySelectorAll('.drawn svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect(), box = svg.viewBox.baseVal;
  const scale = Math.min(frame.width / box.width, frame.height / box.height);
  return !frame.width ? [] : [...svg.querySelectorAll('text')].map(text => {
    const r = text.getBoundingClientRect();
    return {words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
            out: Math.max(frame.left - r.left, r.right - frame.right, frame.top - r.top,
                          r.bottom - frame.bottom)};
  });
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def opened(browser: Any, path: Path, width: int = 1200, **options: Any) -> tuple[Any, list[str]]:
    """A page and everything that it complains about."""
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:")
            else complaints.append(request.url))
    page.goto(path.as_uri())
    return page, complaints


@pytest.mark.parametrize("width", [360, 390, 768, 1200])
@pytest.mark.parametrize("language", ["en", "es", "sv"])
def test_nothing_overflows_or_complains(browser: Any, written: Written, width: int,
                                        language: str) -> None:
    page, complaints = opened(browser, written(language), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OUTSIDE) == []
    for summary in page.query_selector_all("summary"):
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize(("width", "media", "least", "most"), [
    (390, "screen", 10.0, 14.0), (768, "screen", 10.0, 18.0), (1200, "screen", 10.0, 16.0),
    (695, "print", 8.6, 16.0)])  # 695 px is A4 between its margins; 8.6 px are 6.5 pt
@pytest.mark.parametrize("language", ["en", "es", "sv"])
def test_words_in_pictures_are_whole_and_of_a_size(
        browser: Any, written: Written, language: str, width: int, media: Any, least: float,
        most: float) -> None:
    page, _ = opened(browser, written(language), width)
    page.emulate_media(media=media)
    letters = page.evaluate(LETTERS)
    assert letters
    assert [each["words"] for each in letters if each["out"] > 2] == []
    # Figures of findings and counts in serif are larger than words.
    small = [each for each in letters if each["size"] < least]
    assert [each["words"] for each in small if each["words"] != "–"] == []
    assert np.quantile([each["size"] for each in letters], 0.9) < most
    page.context.close()


@pytest.mark.parametrize("kind", ["one organisation", "no groups", "nobody answered", "undirected"])
def test_thin_data_do_not_overflow(browser: Any, tmp_path: Path, kind: str) -> None:
    path = report(thin()[kind], tmp_path / "r.html", date=DAY, replicates=19)
    page, complaints = opened(browser, path, 360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert complaints == []
    page.context.close()


def test_pointing_at_an_organisation_shows_its_ties(browser: Any, written: Written) -> None:
    page, _ = opened(browser, written())
    told = page.locator("#map .told")
    rest = told.inner_text()
    node = page.locator("#map .not-phone .node").first
    node.locator(".mark").first.hover()
    assert page.locator("#map .not-phone svg.on").count() == 1
    code = node.get_attribute("data-org")
    lines = page.locator(f"#map .not-phone .line[data-a={code}],"
                         f"#map .not-phone .line[data-b={code}]").count()
    assert page.locator("#map .not-phone .line.lit").count() == lines
    assert told.inner_text() != rest
    names = page.locator("#organisations li").all_text_contents()
    ends = [(line.get_attribute("data-a"), line.get_attribute("data-b")) for line in
            page.query_selector_all("#map .not-phone .line")]
    near = {other for a, b in ends for other in (a, b) if code in (a, b) and other != code}
    for other in near:
        assert names[int(other[1:])] in told.inner_text()
    page.mouse.move(1, 1)
    assert page.locator("#map svg.on").count() == 0
    assert told.inner_text() == rest
    page.context.close()


def test_arrow_keys_walk_over_the_map(browser: Any, written: Written) -> None:
    page, _ = opened(browser, written())
    nodes = page.locator("#map .not-phone .node")
    assert [nodes.nth(k).get_attribute("tabindex") for k in range(3)] == ["0", "-1", "-1"]
    nodes.first.focus()
    first = page.locator("#map .told").inner_text()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('data-org')") == \
        nodes.nth(1).get_attribute("data-org")
    second = page.locator("#map .told").inner_text()
    assert first != second
    assert nodes.nth(1).get_attribute("aria-label") in second
    page.keyboard.press("ArrowLeft")
    assert page.locator("#map .told").inner_text() == first
    page.keyboard.press("Escape")
    assert page.locator("#map svg.on").count() == 0
    page.context.close()


def test_all_is_readable_without_script(browser: Any, written: Written) -> None:
    page, _ = opened(browser, written(), java_script_enabled=False)
    assert page.locator("#map .not-phone svg").is_visible()
    assert page.locator("section h2").count() == 9
    page.context.close()


@pytest.mark.parametrize("width", [390, 1200])
def test_one_map_is_shown_at_each_width(browser: Any, written: Written, width: int) -> None:
    page, _ = opened(browser, written(), width)
    shown = [page.locator(f"#map .{name}").is_visible() for name in ("only-phone", "not-phone")]
    assert shown == [width == 390, width == 1200]
    page.context.close()


def test_hostile_names_do_nothing(browser: Any, tmp_path: Path) -> None:
    path = report(full(n=14, names=HOSTILE), tmp_path / "r.html", date=DAY, replicates=19,
                  title=HOSTILE[0])
    page, complaints = opened(browser, path, 390)
    for node in page.query_selector_all("#map .only-phone .node")[:9]:
        node.focus()
    assert "pwned" not in page.title().replace(HOSTILE[0], "")
    assert page.title().startswith(HOSTILE[0])
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_dark_ground_is_dark(browser: Any, written: Written) -> None:
    page, _ = opened(browser, written(), color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 25, 28)"
    page.context.close()


@pytest.mark.parametrize(("language", "last"), [
    ("en", "How sure are we?"), ("es", "¿Con qué certeza?"), ("sv", "Hur säkert är det?")])
def test_print_is_light_whole_and_counted(browser: Any, written: Written, tmp_path: Path,
                                          language: str, last: str) -> None:
    page, _ = opened(browser, written(language), color_scheme="dark")
    path = tmp_path / "r.pdf"
    page.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    page.context.close()
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True,
                          check=True).stdout
    pages = text.split("\f")[:-1]
    assert 5 <= len(pages) <= 20
    for k, each in enumerate(pages, 1):
        assert re.search(rf"\b{k}\s*/\s*{len(pages)}\b", each)
        assert {"en": "confidential: relational", "es": "confidencial: datos",
                "sv": "konfidentiellt: uppgifter"}[language] in " ".join(each.split())
    # The findings fill the first page and nothing of theirs runs over.
    assert last in pages[0]
    # A figure stands on one page: its caption and what lies behind it are not parted.
    figure = {"en": "Picture", "es": "Figura", "sv": "Bild"}[language]
    assert sum(f"{figure} 1." in each for each in pages) == 1
