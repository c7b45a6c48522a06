"""What partners cannot work out: from notes, labels, counts, blanks, or what a code stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from markupsafe import escape
from report_cases import DAY, TRUST

import partnernet as pn
from partnernet.instruments import load
from partnernet.kernels.disclosure import blanks_tell
from partnernet.ledger import Part, Record
from partnernet.partnership import Partnership
from partnernet.report import report
from partnernet.report.careful import seen_trust_scale, trust_cells
from partnernet.words import Message

WORDS = {2: "a little", 4: "quite a lot", 5: "a great deal"}
TRUST_TABLE = re.compile(r'<table class="heat trust">.*?</table>', re.DOTALL)


def between(pairs: Sequence[tuple[str, str]], trust: Sequence[Any], *, directed: bool = True
            ) -> Partnership:
    """Organisations H… of health and S… of social, and their ratings."""
    ids = sorted({end for pair in pairs for end in pair})
    return Partnership(
        pd.DataFrame({"id": ids, "sector": ["health" if i[0] == "H" else "social" for i in ids]}),
        pd.DataFrame({"source": [a for a, _ in pairs], "target": [b for _, b in pairs],
                      "trust": list(trust), "frequency": [1 + k % 3 for k in range(len(pairs))]}),
        scales={"trust": TRUST}, directed=directed)


def shown(alliance: Partnership) -> bool:
    cells = trust_cells(alliance, "sector", "partners")
    assert cells is not None
    return bool(np.isfinite(cells.mean[0, 1]))


def text(alliance: Partnership, path: Path, **options: Any) -> str:
    return report(alliance, path, date=DAY, replicates=19, **options).read_text("utf-8")


FULL = [(f"H{a}", f"S{b}") for a in range(6) for b in range(6)]
VARIED = [1 + (3 * k) % 5 for k in range(36)]


# -- trust -----------------------------------------------------------------------------------------


def test_how_many_ratings_are_blank_is_told_nowhere(tmp_path: Path) -> None:
    blank = [None, *VARIED[1:]]
    pages = [TRUST_TABLE.sub("", text(between(FULL, trust), tmp_path / "a.html"))
             for trust in (VARIED, blank)]
    assert pages[0] == pages[1]


def test_words_of_trust_do_not_tell_which_were_used(tmp_path: Path) -> None:
    few = [WORDS[4 + k % 2] for k in range(36)]
    more = [WORDS[2], *few[1:]]
    pages = [text(between(FULL, trust), tmp_path / "a.html") for trust in (few, more)]
    assert TRUST_TABLE.sub("", pages[0]) == TRUST_TABLE.sub("", pages[1])
    assert "quite a lot" not in pages[0]
    alliance = between(FULL, few)
    scale = seen_trust_scale(alliance, "partners")
    assert scale is not None
    assert (scale.low, scale.high, scale.labels) == (1, 5, {})
    assert seen_trust_scale(alliance, "team") == alliance.scales["trust"]


def test_without_direction_a_cell_needs_five_on_either_side() -> None:
    hub = [("H0", f"S{k:02d}") for k in range(12)]
    assert not shown(between(hub, [1 + k % 5 for k in range(12)], directed=False))
    assert shown(between(FULL, VARIED, directed=False))


def test_without_direction_an_end_knows_its_ratings_whoever_stands_first() -> None:
    # H0 stands second and knows all that is not 5, so that the mean would tell it the rest.
    pairs = [(b, a) if a == "H0" else (a, b) for a, b in FULL]
    trust = [1 + k % 4 if "H0" in pair else 5 for k, pair in enumerate(pairs)]
    assert not shown(between(pairs, trust, directed=False))


@pytest.mark.parametrize(("others", "open_"), [((3,), False), ((3, 2), True)])
def test_two_raters_must_differ_beside_whoever_reads(others: tuple[int, ...], open_: bool) -> None:
    # H0 leaves its own answers out; one other answer among the rest would still tell nearly all.
    trust = [1 if a == "H0" else 5 for a, _ in FULL]
    for rater, answer in enumerate(others, start=1):
        trust[6 * rater] = answer
    trust[-1] = 5
    assert shown(between(FULL, trust)) is open_


# -- codes -----------------------------------------------------------------------------------------


def test_beside_codes_no_file_or_sheet_is_named_and_none_is_counted_alone() -> None:
    record = Record()
    for name, rows in (("Library.xlsx", 7), ("School.xlsx", 4)):
        part = Part(name, "Sheet1")
        record.read(part, rows)
        record.add("excluded", Message("x"), part, rows=[2])
    ledger = record.close().without_names()
    assert len(ledger) == 0
    [row] = ledger.counts.to_dict("records")
    assert row["file"] is None
    assert row["sheet"] is None
    assert (row["read"], row["used"], row["merged"], row["excluded"]) == (11, 9, 0, 2)


def test_what_was_read_of_each_form_is_told_for_all_forms_together() -> None:
    record = Record()
    record.read(Part("alliance.xlsx", "organisations", "organisations"), 3)
    for sheet, cells in (("Library", 7), ("School", 4)):
        record.read(Part("forms.xlsx", sheet, "ties", "roster"), cells)
    counts = record.close().without_events().counts
    assert counts["sheet"].fillna("").tolist() == ["organisations", ""]
    assert counts["file"].fillna("").tolist() == ["alliance.xlsx", ""]
    assert counts["read"].tolist() == [3, 11]
    record = Record()
    record.read(Part("forms.xlsx", "ties", "ties", "roster"), 7)
    assert record.close().without_events().counts["sheet"].tolist() == ["ties"]


def test_beside_codes_texts_name_nobody_and_initiatives_have_no_owner(tmp_path: Path) -> None:
    ids = [f"M{k}" for k in range(8)]
    alliance = Partnership(
        pd.DataFrame({"id": ids, "name": [f"Harbour Library {k}" for k in range(8)],
                      "sector": ["health"] * 4 + ["social"] * 4}),
        pd.DataFrame({"source": ids, "target": ids[1:] + ids[:1]}))
    initiatives = pd.DataFrame({
        "initiative": ["Walks of HARBOUR LIBRARY 3", "Reading"], "theme": ["reading", "walking"],
        "place": ["Harbour Library 5", "Quay"], "status": ["done", "planned"],
        "organisation": ["M3", "M5"]})
    outcomes = pd.DataFrame({"organisation": ["M1", "M2"],
                             "outcome": ["Nights at Harbour Library 1"] * 2})
    written = text(alliance, tmp_path / "r.html", codes=True, key=tmp_path / "key.csv",
                   initiatives=initiatives, outcomes=outcomes, tables=tmp_path / "t.xlsx")
    assert "Walks of …" in written
    sheets = pd.read_excel(tmp_path / "t.xlsx", sheet_name=None, header=None, engine="openpyxl")
    for found in (written, *(table.to_csv() for table in sheets.values())):
        assert "harbour library" not in found.casefold()
    [listed] = [table for table in sheets.values() if "Reading" in table.to_numpy()]
    assert not listed.astype(str).apply(
        lambda column: column.str.fullmatch(r"O0\d")).to_numpy().any()
    plain = text(alliance, tmp_path / "p.html", initiatives=initiatives)
    assert "Walks of HARBOUR LIBRARY 3" in plain


def test_files_are_not_named_beside_codes(tmp_path: Path) -> None:
    path = tmp_path / "Harbour Library.xlsx"
    path.write_bytes(Path(pn.samples.path("penaluz")).read_bytes())
    alliance = pn.read(path)
    assert "Harbour" in text(alliance, tmp_path / "p.html")
    assert "Harbour" not in text(alliance, tmp_path / "r.html", codes=True, key=tmp_path / "k.csv")


# -- self-assessment -------------------------------------------------------------------------------


def test_items_are_not_shown_where_a_blank_would_tell_an_answer(tmp_path: Path) -> None:
    # Two items a domain: 2 × (sum of the domain) − (sums of its items) is the answer of M0 alone.
    made, ids = load("place_based_checklist"), [f"M{k}" for k in range(6)]
    alliance = Partnership(pd.DataFrame({"id": ids, "sector": ["health"] * 6}), None)
    second = next(item.id for item in made.items if item.id != made.items[0].id
                  and item.domain == made.items[0].domain)
    rows = [(ident, item, 1 + (3 * k + 2 * n) % 5) for k, ident in enumerate(ids)
            for n, item in enumerate(made.ids) if (ident, item) != ("M0", second)]
    answers = pd.DataFrame(rows, columns=["organisation", "item", "performance"])
    page = text(alliance, tmp_path / "r.html", answers=answers, instrument=made)
    for item in made.items:
        hidden = item.domain == made.items[0].domain
        words = escape(made.text(item.id, "en"))
        assert (f">{words}<" not in page) is hidden, words
    assert "In one domain no figure of a single item is shown" in page


def test_blanks_tell_where_few_left_them_in_one_way() -> None:
    nan = np.nan
    full, one = [[1.0, 2.0]] * 5, [[3.0, nan]]
    nothing = np.full((10, 2), nan)
    assert not blanks_tell(np.array(full), nothing[:5], 5)
    assert blanks_tell(np.array(full + one), nothing[:6], 5)
    assert not blanks_tell(np.array(full + one * 5), nothing, 5)
    assert not blanks_tell(np.array(full + [[nan, nan]]), nothing[:6], 5)
    assert not blanks_tell(np.array([[1.0]] * 5 + [[nan]]), nothing[:6, :1], 5)
    assert blanks_tell(np.array(full), np.array([[1.0, 1.0]] * 4 + [[1.0, nan]]), 5)
