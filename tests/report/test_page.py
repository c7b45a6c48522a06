"""The page itself: complete, escaped, offline, in order, in every language."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from report_cases import DAY, HOSTILE, full, thin

from contrast import contrast
from partnernet.pictures.style import COLOURS
from partnernet.report import report
from partnernet.words import LANGUAGES

Written = Callable[..., Path]
VOID = {"meta", "br", "circle", "path", "rect", "line"}
SECTIONS = ["minute", "map", "silos", "levels", "brokers", "missing", "meeting", "limits",
            "methods"]


class Reader(HTMLParser):
    """What a page holds: tags with attributes, headings, words, and whether it nests."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "script" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words of the page."""
        return " ".join(" ".join(self.words).split())

    def values(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [str(attrs[name]) for _, attrs in self.tags if name in attrs]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_and_in_order(written: Written, language: str) -> None:
    read = Reader(written(language).read_text("utf-8"))
    assert not read.open
    assert dict(read.tags)["html"] == {"lang": language}
    assert read.headings[0] == 1
    assert read.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in
               zip(read.headings, read.headings[1:], strict=False))
    assert [attrs["id"] for tag, attrs in read.tags if tag == "section"] == SECTIONS
    landmarks = [tag for tag, _ in read.tags if tag in ("header", "nav", "main", "footer", "aside")]
    assert landmarks == ["aside", "header", "nav", "main", "footer"]
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    links = [link for link in read.values("href") if link.startswith("#")]
    assert {link[1:] for link in links} <= set(ids)
    for names in read.values("aria-labelledby"):
        assert set(names.split()) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["partners", "team"])
def test_sentences_are_finished_and_plain(written: Written, language: str, audience: str) -> None:
    read = Reader(written(language, audience).read_text("utf-8"))
    text = read.text
    assert not re.search(r"[{}]|\bnan\b|\bNaN\b", text)
    assert not re.search(r"significan|significativ|signifikan|\(s\)", text)
    assert not [words for words in read.words if re.search(r"\w [.,;](?:\s|$)|  ", words)
                and words.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_tell_no_p_and_end_with_the_least_certain(written: Written, language: str) -> None:
    text = written(language).read_text("utf-8")
    cards = re.search(r'<ol class="findings">.*?</ol>', text, re.DOTALL)[0]
    assert not re.search(r"\bp\s*[=<]|\bp-", Reader(cards).text)
    number = cards.count('<li class="finding">')
    assert 1 <= number <= 5
    order = {"Firm": 0, "Firme": 0, "Väl underbyggt": 0, "Likely": 1, "Probable": 1, "Troligt": 1,
             "Open question": 2, "Pregunta abierta": 2, "Öppen fråga": 2}
    told = [order[word] for word in re.findall(r'class="sure">.*?<b>(.*?)\.</b>', cards)]
    assert len(told) == number
    assert told == sorted(told)


def test_the_policy_lets_in_this_style_and_this_script_only(written: Written) -> None:
    text = written().read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="(.*?)"', text)[1]
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(blocks) == 1
        digest = base64.b64encode(hashlib.sha256(blocks[0].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;".replace("+", "&#43;") in policy \
            or f"{tag}-src &#39;sha256-{digest}&#39;" in policy


@pytest.mark.parametrize("audience", ["partners", "team"])
def test_nothing_reaches_outside(written: Written, audience: str) -> None:
    read = Reader(written("en", audience).read_text("utf-8"))
    names = {name for _, attrs in read.tags for name in attrs}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]
    assert not names & {"src", "srcset", "xlink:href", "action", "formaction"}
    assert not {tag for tag, _ in read.tags} & {"iframe", "object", "embed", "form", "img", "link",
                                                "base", "foreignobject", "image", "use", "a "}
    assert all(link.startswith("#") for link in read.values("href"))
    text = written("en", audience).read_text("utf-8")
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    assert "url(" not in text


def test_it_is_small(written: Written) -> None:
    assert written().stat().st_size < 1_000_000


def test_hostile_names_are_words(tmp_path: Path) -> None:
    alliance = full(n=14, names=HOSTILE)
    path = report(alliance, tmp_path / "r.html", date=DAY, replicates=19, title=HOSTILE[2],
                  tables=tmp_path / "t.xlsx")
    read = Reader(path.read_text("utf-8"))
    assert not read.open
    assert [tag for tag, _ in read.tags].count("script") == 1
    assert not {tag for tag, _ in read.tags} & {"img", "b>"}
    assert not [name for _, attrs in read.tags for name in attrs if name.startswith("on")]
    assert "{{ 7*7 }}" in read.text
    assert HOSTILE[8] in read.text


def test_a_title_cannot_leave_the_running_foot(tmp_path: Path) -> None:
    path = report(full(n=14), tmp_path / "r.html", date=DAY, replicates=19,
                  title='x"}</style><script>alert(1)</script>\\')
    text = path.read_text("utf-8")
    assert text.count("</style>") == 1
    assert text.count("<script>") == 1


@pytest.mark.parametrize("kind", thin())
@pytest.mark.parametrize("language", LANGUAGES)
def test_thin_data_give_a_whole_page(tmp_path: Path, kind: str, language: str) -> None:
    path = report(thin()[kind], tmp_path / "r.html", language=language, date=DAY, replicates=19,
                  tables=tmp_path / "t.xlsx")
    read = Reader(path.read_text("utf-8"))
    assert not read.open
    assert [attrs["id"] for tag, attrs in read.tags if tag == "section"] == SECTIONS
    assert not re.search(r"\bnan\b|[{}]", read.text)
    assert (tmp_path / "t.xlsx").stat().st_size > 1000


def test_the_same_data_give_the_same_page_after_reshuffling_rows(tmp_path: Path) -> None:
    alliance = full(n=14)
    shuffled = type(alliance)(
        alliance.organisations.sample(frac=1, random_state=1),
        alliance.ties.sample(frac=1, random_state=2), scales=alliance.scales,
        levels=alliance.levels)
    first, second = (report(each, tmp_path / f"{k}.html", date=DAY, replicates=19).read_bytes()
                     for k, each in enumerate((alliance, shuffled)))
    assert first == second


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("front", "back"), [
    ("ink", "paper"), ("soft", "paper"), ("alert", "paper"), ("alert", "alert-tint"),
    ("ink", "alert-tint"), ("soft", "band-a"), ("soft", "band-b"), ("ink", "band-b"),
    *((("ink"), f"heat-{k}") for k in range(7))])
def test_words_stand_out_from_their_ground(front: str, back: str, dark: bool) -> None:
    assert contrast(COLOURS[front][dark], COLOURS[back][dark]) >= 4.5


def test_existing_report_survives_a_failure(tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.html"
    path.write_text("old")

    def broken(*_: object) -> str:
        raise RuntimeError("no page")

    monkeypatch.setattr("partnernet.report.page", broken)
    with pytest.raises(RuntimeError):
        report(full(n=14), path, replicates=19)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["r.html"]
