"""Codes instead of names: nothing of a name in any byte, and the key apart."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pandas as pd
import pytest
from report_cases import DAY, full

from partnernet.errors import OptionError
from partnernet.report import report


def test_no_name_or_id_is_left(tmp_path: Path) -> None:
    folder, keys = tmp_path / "out", tmp_path / "keys"
    folder.mkdir()
    keys.mkdir()
    alliance = full(n=14)
    path = report(alliance, folder / "r.html", codes=True, key=keys / "k.csv", date=DAY,
                  replicates=29, tables=folder / "t.xlsx")
    text = path.read_text("utf-8")
    for name in alliance.organisations["name"]:
        assert name not in text
    assert "Organisation " not in text
    assert "M00" not in text
    assert "O01" in text
    assert sorted(p.name for p in folder.iterdir()) == ["r.html", "t.xlsx"]
    for table in pd.read_excel(folder / "t.xlsx", sheet_name=None, engine="openpyxl").values():
        assert not table.astype(str).apply(lambda column: column.str.contains("Organisation ")
                                           ).to_numpy().any()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_key_is_the_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    report(full(n=14), tmp_path / "out" / "r.html", codes=True, key=tmp_path / "k.csv", date=DAY,
           replicates=19)
    assert stat.S_IMODE(os.stat(tmp_path / "k.csv").st_mode) == 0o600
    key = pd.read_csv(tmp_path / "k.csv")
    assert list(key.columns) == ["code", "id", "name"]
    assert len(key) == len(full(n=14))


def test_the_key_never_lies_beside_the_report_unasked(tmp_path: Path,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    with pytest.raises(OptionError, match="folder"):
        report(full(n=14), tmp_path / "r.html", codes=True, date=DAY, replicates=19)
    assert not list(tmp_path.iterdir())
    report(full(n=14), tmp_path / "r.html", codes=True, key=tmp_path / "k.csv", date=DAY,
           replicates=19)
    assert (tmp_path / "k.csv").exists()


def test_by_default_the_key_goes_to_the_working_folder(tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    here, out = tmp_path / "here", tmp_path / "out"
    here.mkdir()
    out.mkdir()
    monkeypatch.chdir(here)
    report(full(n=14), out / "r.html", codes=True, date=DAY, replicates=19)
    assert [path.name for path in here.iterdir()] == ["r-key.csv"]
    assert [path.name for path in out.iterdir()] == ["r.html"]


def test_a_key_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="codes"):
        report(full(n=14), tmp_path / "r.html", key=tmp_path / "k.csv")
