"""Damaged bytes through every parser: an answer or InputError, nothing else, in bounded time."""

import io
import os
import random
import time
import warnings
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import SCALES, both, matrix, nodes, put, read, ties, workbook

from partnernet.errors import InputError
from partnernet.files import read_tables, write

# A longer run: PARTNERNET_EXAMPLES=10000 pytest tests/files/test_fuzz.py
EXAMPLES = int(os.environ.get("PARTNERNET_EXAMPLES", "60"))
PIECES = [b'"', b"'", b",", b";", b"\n", b"\r", b"\t", b"\x00", b"<", b">", b"&", b"[", b"]", b"{",
          b"}", b"*", b"\xff", b"\xfe", b"999999999", b"-1", b"1e999", b"NaN", b"\xe2\x80\x8b",
          b"data:", b"*Vertices 99999", b"|", b"source", b"Total", b"]]>", b"<!DOCTYPE x>",
          b"nm=99", b"A" * 300]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """One valid file of each kind."""
    folder = tmp_path_factory.mktemp("seeds")
    checked = read_tables(both(folder / "clean"), scales=SCALES)
    found = {"list.csv": ties().encode(), "matrix.csv": matrix().encode(),
             "a.xlsx": workbook()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for format, name in (("graphml", "a.graphml"), ("gexf", "a.gexf"), ("pajek", "a.net"),
                             ("dl", "a.dl"), ("vna", "a.vna"), ("kumu", "a.json")):
            write(checked, folder / name, format)
            found[name] = (folder / name).read_bytes()
    found["a.gml"] = b"graph [ directed 1\n" + b"".join(
        b'node [ id %d label "N%d" ]\n' % (n, n) for n in range(5)) + b"".join(
        b"edge [ source %d target %d trust %d ]\n" % (n, n + 1, n + 1) for n in range(4)) + b"]"
    return found


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to six accidents."""
    body = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(body)) if body else 0
        accident = chance.randrange(6)
        if accident == 0 and body:
            body[place] = chance.randrange(256)
        elif accident == 1:
            del body[place: place + chance.randint(1, 40)]
        elif accident == 2:
            body[place:place] = chance.choice(PIECES)
        elif accident == 3:
            del body[place:]
        elif accident == 4:
            other = chance.randrange(len(body)) if body else 0
            body[place:place] = body[other: other + chance.randint(1, 60)]
        else:
            body[place: place + 1] = chance.choice(PIECES)
    return bytes(body)


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """A zip file with one of its parts damaged."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(
            stream, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = before.read(name)
            after.writestr(name, damaged(content, chance) if name == chosen else content)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["list.csv", "matrix.csv", "a.xlsx", "a.graphml", "a.gexf",
                                  "a.gml", "a.net", "a.dl", "a.vna", "a.json"])
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 2**32))
def test_only_input_errors(tmp_path_factory, seeds, name, number):
    chance = random.Random(number)
    inside = name.endswith(".xlsx") and chance.random() < 0.6
    data = (damaged_inside if inside else damaged)(seeds[name], chance)
    path = tmp_path_factory.mktemp("f") / name
    path.write_bytes(data)
    start = time.process_time()
    refused = None
    try:
        checked = read(path)
        assert len(checked.ledger.events) == len(checked.ledger)
    except InputError as error:
        refused = error
    if refused is not None:
        assert all(refused.text(language) for language in ("en", "es", "sv"))
    assert time.process_time() - start < 5


CELLS = st.sampled_from(["P01", "P02", "P03", "", "P99", "p01 ", "Total", "4", "0", "never", "NS",
                         "9", "x", "-", "3,5", "3.5", " ", '"', "TRUE"])


@settings(max_examples=EXAMPLES * 4, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELLS, min_size=2, max_size=5), max_size=8),
       combine=st.sampled_from([None, "mean", "max", "first"]), directed=st.booleans(),
       lists=st.booleans())
def test_every_row_is_accounted_for(tmp_path_factory, rows, combine, directed, lists):
    text = "source,target,trust,frequency\n" + "\n".join(",".join(row) for row in rows) + "\n"
    files = {"ties_csv": text}
    if lists:
        files["nodes_csv"] = nodes()
    folder = put(tmp_path_factory.mktemp("r"), **files)
    try:
        checked = read_tables(folder, combine=combine, directed=directed)
    except InputError:
        return
    counts = checked.ledger.counts.set_index("table")
    assert counts.loc["ties", "read"] == sum(1 for row in text.rstrip("\n").split("\n")[1:])
    assert (counts["read"] == counts["used"] + counts["merged"] + counts["excluded"]).all()
    events = checked.ledger.events
    for fate in ("merged", "excluded"):
        in_ties = events[(events["fate"] == fate) & (events["file"] == "ties.csv")]
        assert len(in_ties) == counts.loc["ties", fate]
        assert in_ties["row"].is_unique
    # A used row is a tie or a pair that nobody could say; nothing else is left over.
    assert counts.loc["ties", "used"] >= len(checked.ties)
