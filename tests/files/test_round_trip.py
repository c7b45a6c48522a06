"""Write, read, and have the same partnership again, in every format that can carry it."""

import contextlib
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from partnernet.checks import check
from partnernet.checks.frames import printed
from partnernet.errors import OutputError
from partnernet.files import CannotCarry, read_tables, write
from partnernet.vocabulary.answers import is_total

WHOLE = {"xlsx": "a.xlsx", "csv": "a", "graphml": "a.graphml", "gexf": "a.gexf", "vna": "a.vna"}
# Formats with a place for less: organisations and ties come back, the rest is named in a warning.
PART = {"pajek": "a.net", "dl": "a.dl", "kumu": "a.xlsx", "r": "a"}
LETTERS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00")
NAME = st.text(LETTERS, min_size=1, max_size=8).filter(printed)
SCALE = {"low": 1, "high": 5, "integer": True, "labels": {1: "none; at all", 5: "full=yes"}}


def numbers(values):
    return st.one_of(st.none(), st.sampled_from(values))


@st.composite
def alliances(draw):
    """Any tables that the check passes: odd ids, kinds of tie, blanks, silence, unknown pairs."""
    ids = draw(st.lists(NAME.filter(lambda text: not is_total(text)), min_size=1, max_size=5,
                        unique=True))
    size = len(ids)

    def maybe(values):
        return draw(st.lists(values, min_size=size, max_size=size)) if draw(st.booleans()) else None

    columns = {"name": maybe(NAME),
               "sector": maybe(st.sampled_from(["Salud", "NGO", "Fire", None])),
               "level": maybe(st.sampled_from(["Local", "regional", None])),
               "answered": maybe(st.booleans()), "staff": maybe(st.integers(0, 99))}
    organisations = pd.DataFrame({"id": ids, **{
        name: values for name, values in columns.items() if values is not None}})
    directed = draw(st.booleans())
    pairs = [(one, two) for i, one in enumerate(ids) for j, two in enumerate(ids)
             if (i != j if directed else i < j)]
    kinds = st.sampled_from(["info", "joint projects"]) if draw(st.booleans()) else st.none()
    rows = draw(st.lists(st.tuples(st.sampled_from(pairs), kinds), max_size=8,
                         unique=True)) if pairs else []
    ties = pd.DataFrame({"source": [row[0][0] for row in rows],
                         "target": [row[0][1] for row in rows]}, dtype=object)
    if any(row[1] for row in rows):
        ties["relation"] = [row[1] for row in rows]
    for name, values in (("trust", numbers([1, 2, 3, 4, 5])), ("frequency", st.floats(0.5, 5)),
                         ("value", st.integers(0, 9)),
                         ("what is shared", st.sampled_from(["staff", "a, b", 'the "van"', None]))):
        if draw(st.booleans()):
            cells = draw(st.lists(values, min_size=len(rows), max_size=len(rows)))
            ties[name] = pd.Series(cells, dtype=object if name.startswith("what") else float)
    free = [pair for pair in pairs if pair not in {row[0] for row in rows}]
    unknown = [draw(st.sampled_from(free))] if free and draw(st.booleans()) else None
    return check(organisations, ties, directed=directed, unknown=unknown,
                 scales={"trust": SCALE} if draw(st.booleans()) else None,
                 levels=["Local", "regional"] if draw(st.booleans()) else None)


def plain(cell):
    if cell is None or cell != cell:
        return None
    number = isinstance(cell, int | float | np.number) and not isinstance(cell, bool)
    return float(cell) if number else cell


def rows_of(frame, columns):
    filled = frame.reindex(columns=columns)
    return [tuple(plain(cell) for cell in row) for row in filled.itertuples(index=False)]


def pairs_of(checked, table):
    return {(one, two) if checked.directed else frozenset((one, two))
            for one, two in zip(table["source"], table["target"], strict=True)}


def round_trip(checked, folder, format, name, **options):
    """What comes back, and whether names had to be changed; None where writing is refused."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with contextlib.suppress(OutputError):
            write(checked, folder / name, format)
            changed = any("characters" in str(each.message) for each in told)
            return read_tables(folder / name, **options), changed
    return None, True


@pytest.mark.parametrize("format", WHOLE)
@settings(suppress_health_check=list(HealthCheck))
@given(checked=alliances())
def test_whole(tmp_path_factory, format, checked):
    again, changed = round_trip(checked, tmp_path_factory.mktemp("w"), format, WHOLE[format])
    assume(not changed)
    assert again.directed == checked.directed
    columns = [name for name in checked.organisations.columns
               if checked.organisations[name].notna().any() and name != "answered"]
    assert rows_of(again.organisations, columns) == rows_of(checked.organisations, columns)
    columns = [name for name in checked.ties.columns if checked.ties[name].notna().any()]
    assert sorted(rows_of(again.ties, columns), key=repr) == sorted(
        rows_of(checked.ties, columns), key=repr)
    assert again.answered.tolist() == checked.answered.tolist()
    assert pairs_of(again, again.unknown) == pairs_of(checked, checked.unknown)
    assert again.levels == checked.levels
    stated = {name: scale for name, scale in checked.scales.items() if scale.declared}
    assert {name: again.scales.get(name) for name in stated} == stated


@pytest.mark.parametrize("format", PART)
@settings(suppress_health_check=list(HealthCheck))
@given(checked=alliances())
def test_part(tmp_path_factory, format, checked):
    options = {} if checked.directed or format == "pajek" else {"directed": False}
    again, changed = round_trip(checked, tmp_path_factory.mktemp("p"), format, PART[format],
                                **options)
    assume(not changed)
    assert again.organisations["id"].tolist() == checked.organisations["id"].tolist()
    strength = "trust" if "trust" in checked.ties.columns else None
    if format == "dl" and strength is None:
        return  # a value of 0 is no tie there; the warning says so
    assert pairs_of(again, again.ties) == pairs_of(checked, checked.ties)
    if strength and checked.ties["trust"].notna().any():
        columns = ["source", "target", "trust"]
        assert sorted(rows_of(again.ties, columns), key=repr) == sorted(
            rows_of(checked.ties, columns), key=repr)


HOSTILE = ['=HYPERLINK("http://x","y")', "<img src=x onerror=alert(1)>", "$\\frac$", "\u202eright",
           "line\nbreak", "Y" * 5000, "'=1+1", "+1", "-2+3", "@x", "\t=1", "007", "a|b",
           "*Vertices", "data:", 'q"uo"te', "% partnernet {}", "]]>", "&amp;", "NA", " space ",
           "TRUE", "nan"]


@pytest.mark.parametrize("format", [*WHOLE, *PART])
def test_hostile_names_survive(tmp_path, format):
    ids = pd.DataFrame({"id": HOSTILE})
    ties = pd.DataFrame({"source": HOSTILE, "target": HOSTILE[1:] + HOSTILE[:1],
                         "trust": [float(1 + number % 5) for number in range(len(HOSTILE))]})
    checked = check(ids, ties)
    again, changed = round_trip(checked, tmp_path, format, {**WHOLE, **PART}[format])
    kept = sum(one == two for one, two in zip(HOSTILE, again.organisations["id"], strict=True))
    # Text formats of one line a thing replace line breaks, DL quotes and Kumu bars; all warn.
    assert kept >= len(HOSTILE) - 3
    assert changed == (kept < len(HOSTILE))
    assert again.source.tolist() == checked.source.tolist()
    assert again.ties["trust"].sum() == checked.ties["trust"].sum()


LOSSES = {
    "pajek": ["frequency", "sector"],
    "dl": ["frequency", "scales", "levels", "answered", "unknown"],
    "kumu": ["scales", "levels"], "r": ["scales", "levels"],
}


@pytest.mark.parametrize("format", [*WHOLE, *PART])
def test_what_is_lost_is_named(tmp_path, format):
    checked = check(
        pd.DataFrame({"id": ["A", "B", "C"], "sector": ["health", "NGO", None],
                      "level": ["Local"] * 3, "answered": [True, True, False]}),
        pd.DataFrame({"source": ["A"], "target": ["B"], "trust": [3], "frequency": [2]}),
        scales={"trust": SCALE}, levels=["Local"], unknown=[("B", "C")])
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        write(checked, tmp_path / {**WHOLE, **PART}[format], format)
    said = [str(each.message) for each in told if issubclass(each.category, CannotCarry)]
    if format in WHOLE:
        assert said == []
    for lost in LOSSES.get(format, ()):
        plain_words = {"answered": "who answered", "unknown": "nobody could say",
                       "levels": "order of levels"}
        assert any(plain_words.get(lost, lost) in each for each in said)
    for each in told:
        assert all(each.message.message.text(language) for language in ("es", "sv"))
