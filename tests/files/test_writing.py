"""Files appear whole or not at all; Excel cells never come alive."""

import datetime
import errno
import os
import subprocess
import sys
import time
import warnings

import numpy as np
import openpyxl
import pandas as pd
import pytest
from made_files import both, facts, read
from python_calamine import CalamineWorkbook

import partnernet as pn
from partnernet.errors import OutputError, UnknownName
from partnernet.files import replacing, write, write_tables, write_text
from partnernet.files.writing import sheet_name

TABLE = pd.DataFrame({
    "text": ["=1+1", "http://x", "@x", None, "\t=1", "_x0041_", "a\x01b", "-1"],
    "number": [1, 2.5, np.nan, np.inf, 0.1 + 0.2, -3, 1e300, 7],
    "flag": [True, False, None, True, False, True, False, True],
    "day": [datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4), None,
            pd.Timestamp("2026-05-06 07:08"), pd.NaT, datetime.time(1, 2), None, None],
}, dtype=object)


def test_cells_are_typed_and_never_alive(tmp_path):
    path = tmp_path / "a.xlsx"
    write_tables(path, {"table": TABLE})
    sheet = openpyxl.load_workbook(path)["table"]
    kinds = {cell.data_type for row in sheet for cell in row if cell.value is not None}
    assert kinds == {"s", "n", "b", "d"}
    assert not any(cell.hyperlink for row in sheet for cell in row)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("table").to_python()
    assert [row[0] for row in rows[1:]] == [cell or "" for cell in TABLE["text"]]
    assert rows[1][1:3] == [1.0, True]
    assert rows[5][1] == 0.1 + 0.2
    assert rows[3][1] == ""
    assert rows[4][1] == "inf"


def test_the_same_tables_make_the_same_bytes(tmp_path):
    write_tables(tmp_path / "a.xlsx", {"table": TABLE})
    time.sleep(1.1)
    write_tables(tmp_path / "b.xlsx", {"table": TABLE})
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_index_that_says_something_is_written(tmp_path):
    frame = pd.DataFrame({"score": [1.0]}, index=pd.Index(["A"], name="id"))
    write_tables(tmp_path / "a.xlsx", {"t": frame, "plain": pd.DataFrame({"x": [1]})})
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.get_sheet_by_name("t").to_python() == [["id", "score"], ["A", 1.0]]
    assert book.get_sheet_by_name("plain").to_python() == [["x"], [1.0]]


def test_sheet_names():
    taken: list[str] = []
    for name in ("a" * 40, "a" * 40, "A" * 40, "a/b:c*?[]\\", "'quoted'", "History", "", "x"):
        taken.append(sheet_name(name, taken))
    assert all(0 < len(name) <= 31 for name in taken)
    assert len({name.lower() for name in taken}) == len(taken)
    assert taken[3] == "a b c"


def test_what_a_sheet_cannot_hold_is_refused(tmp_path):
    with pytest.raises(OutputError, match="letters|characters"):
        write_tables(tmp_path / "a.xlsx", {"t": pd.DataFrame({"x": ["y" * 40_000]})})
    with pytest.raises(OutputError, match="more than an Excel sheet holds"):
        write_tables(tmp_path / "a.xlsx", {"t": pd.DataFrame({"x": range(1_048_576)})})
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "report.html"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), replacing(path) as temporary:
        temporary.write_text("half")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    write_text(path, "new å")
    assert path.read_bytes() == "new å".encode()


@pytest.mark.parametrize(("number", "said"), [
    (errno.EACCES, "hold it open"), (errno.EBUSY, "hold it open"), (errno.ENOSPC, "no room"),
    (errno.EIO, "not written"),
])
def test_a_file_held_open(tmp_path, monkeypatch, number, said):
    path = tmp_path / "a.xlsx"
    path.write_text("old")

    def held(*arguments):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(OutputError, match=said) as refused:
        write_tables(path, {"t": TABLE})
    assert all(refused.value.text(language) for language in ("es", "sv"))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_impossible_targets(tmp_path):
    with pytest.raises(OutputError, match="does not exist"):
        write_text(tmp_path / "no" / "a.txt", "x")
    with pytest.raises(OutputError, match="is a folder"):
        write_text(tmp_path, "x")
    with pytest.raises(OutputError):
        write_text(tmp_path / "a\x00b", "x")


def test_a_link_stays_a_link(tmp_path):
    target = tmp_path / "real.txt"
    target.write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_write_that_is_killed_leaves_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    code = ("import sys, os\nfrom partnernet.files import replacing\n"
            "with replacing(sys.argv[1]) as temporary:\n"
            "    temporary.write_text('half')\n    os._exit(9)\n")
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == 9
    assert path.read_text() == "old"


def test_formats_by_ending_and_by_name(tmp_path):
    checked = read(both(tmp_path / "in"))
    for name in ("a.xlsx", "a.graphml", "a.gexf", "a.vna", "folder"):
        write(checked, tmp_path / name)
        assert facts(read(tmp_path / name)) == (12, 26, 94.0)
    with pytest.raises(UnknownName) as refused:
        write(checked, tmp_path / "a.xlsx", "graphmll")
    assert refused.value.near == "graphml"
    with pytest.raises(UnknownName, match="format"):
        write(checked, tmp_path / "a.doc")


def test_folders_are_swapped_whole(tmp_path):
    checked = read(both(tmp_path / "in"))
    write(checked, tmp_path / "out")
    (tmp_path / "out" / "unknown.csv").write_text("source,target\nP01,P05\n")
    write(checked, tmp_path / "out")
    assert not (tmp_path / "out" / "unknown.csv").exists()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    with pytest.raises(OutputError, match=r"thesis\.docx"):
        write(checked, tmp_path / "out")
    with pytest.raises(OutputError, match="is a file"):
        write(checked, tmp_path / "in" / "ties.csv", "csv")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["in", "out"]


def test_csv_is_marked_as_text_where_a_spreadsheet_would_compute(tmp_path):
    organisations = "id,name\n\"=1+1\",\"@x\"\nB,\"'=2\"\n"
    checked = read(both(tmp_path / "in", organisations, "source,target,trust\nB,=1+1,3\n"))
    write(checked, tmp_path / "out", "csv")
    text = (tmp_path / "out" / "organisations.csv").read_text("utf-8-sig")
    assert text.splitlines()[1] == "'=1+1,'@x"
    again = read(tmp_path / "out")
    assert again.organisations["id"].tolist() == checked.organisations["id"].tolist()
    assert again.organisations["name"].tolist() == checked.organisations["name"].tolist()


def told(tmp_path, alliance, name, form=None):
    """What the warnings of one writing say."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pn.write(alliance, tmp_path / name, form)
    return " ".join(str(each.message) for each in caught)


def test_what_comes_back_under_another_name_is_told(tmp_path):
    ids = pd.DataFrame({"id": ["A1", "B1"], "name": ["Alpha", "Beta"]})
    ties = pd.DataFrame({"source": ["A1"], "target": ["B1"], "frequency": [2.0]})
    alliance = pn.Partnership(ids, ties)
    assert "values=frequency" in told(tmp_path, alliance, "a.dl")
    assert "labels" in told(tmp_path, alliance, "a.json", "kumu")
    assert pn.read(tmp_path / "a.json").ids == ("Alpha", "Beta")
    same = pn.Partnership(ids.assign(name=ids["id"]), ties.rename(columns={"frequency": "trust"}))
    assert "values=" not in told(tmp_path, same, "b.dl")
    assert "labels" not in told(tmp_path, same, "b.json", "kumu")
    nobody = pn.Partnership(ids[["id"]], None, directed=False)
    assert "directed=False" in told(tmp_path, nobody, "c.json", "kumu")
