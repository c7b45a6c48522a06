"""Files made to harm, or damaged: refused quickly, in little memory, each with its own words."""

import io
import re
import resource
import struct
import time
import zipfile
from pathlib import Path

import pytest
from made_files import both, facts, put, read, rezipped, ties, workbook

from partnernet.errors import InputError

BOOK = workbook()
GRAPH = ("<?xml version='1.0'?>{dtd}<graphml><graph edgedefault='directed'><node id='a'>"
         "<data key='s'>{data}</data></node></graph></graphml>")
BILLION = ("<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)) + "]>")


def far(row: bytes) -> bytes:
    return rezipped(BOOK, "sheet2.xml", b"</sheetData>", row + b"</sheetData>")


def bomb() -> bytes:
    return rezipped(BOOK, "sheet2.xml", b"</sheetData>", b" " * 123_000_000 + b"</sheetData>")


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode(
        "utf-16-le") + bytes(2000)


def zipped(name: str, content: str = "x") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


HOSTILE = {
    "far cell": ("a.xlsx", far(b'<row r="5000"><c r="XFD5000"><v>1</v></c></row>'), "size"),
    "farthest cell": ("a.xlsx", far(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
                      "size"),
    "far cell without its row": ("a.xlsx", far(b'<row><c r="XFD1048576"><v>1</v></c></row>'),
                                 "size"),
    "far cell in other quotes": ("a.xlsx", far(b"<row><c s='0' r='XFD1048576'><v>1</v></c></row>"),
                                 "size"),
    "far cell in capitals": ("a.xlsx", far(b'<row><c r="xfd1048576"><v>1</v></c></row>'), "size"),
    "beyond any sheet": ("a.xlsx", far(b'<row r="99999999999"><c r="ZZZZ99999999999"><v>1</v></c>'
                                       b"</row>"), "size"),
    "zip bomb": ("a.xlsx", bomb, "size"),
    "DTD in a sheet": ("a.xlsx", rezipped(BOOK, "sheet2.xml", b"<worksheet",
                                          b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet"), "DTD"),
    "truncated workbook": ("a.xlsx", BOOK[: len(BOOK) // 2], "truncated"),
    "tail lost": ("a.xlsx", BOOK[:-30], "truncated"),
    "encrypted": ("a.xlsx", encrypted(), "password"),
    "encrypted, bare": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "password"),
    "other zip": ("a.zip", zipped("ties.csv"), "zip"),
    "word file": ("a.docx", zipped("word/document.xml"), "zip"),
    "html": ("ties.xls", b"<html><table><tr><td>source</td></tr></table></html>", "HTML"),
    "html with doctype": ("ties.xlsx", b"  <!DOCTYPE html>\n<html>", "HTML"),
    "pickle": ("net.pkl", b"\x80\x04\x95.", "pickle"),
    "pickle by another name": ("ties.csv", b"\x80\x04\x95\x1a\x00", "pickle"),
    "old pickle": ("net.pickle", b"cos\nsystem\n(S'ls'\ntR.", "pickle"),
    "lock file": ("~$alliance.xlsx", b"\x05user", "lock"),
    "pdf": ("a.pdf", b"%PDF-1.4", "PDF"),
    "r data": ("a.rds", b"\x1f\x8b\x08", "gzip"),
    "empty": ("a.csv", b"", "empty"),
    "blank": ("a.csv", b" \n \n", "empty"),
    "entity": ("a.graphml", GRAPH.format(dtd="<!DOCTYPE x [<!ENTITY e 'HELLO'>]>",
                                         data="&e;").encode(), "entit"),
    "outside entity": ("a.graphml", GRAPH.format(
        dtd="<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>", data="&e;").encode(),
        "entit"),
    "billion laughs": ("a.graphml", (BILLION + "<graphml>&j;</graphml>").encode(), "entit"),
    "deep json": ("a.json", b"[" * 200_000, "JSON"),
    "deep gml": ("a.gml", b"graph [ " + b"a [ " * 5000, "GML"),
    "endless vertices": ("a.net", b"*Vertices 999999999\n*Arcs\n", "Pajek"),
    "svg": ("a.xml", b"<svg xmlns='x'/>", "svg"),
}


def forget_peak() -> bool:
    """Let the highest memory start again from what is held now, where the system can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def peak(forgotten: bool) -> int:
    """The highest memory, in kilobytes: since it was forgotten, else of the whole process."""
    if not forgotten:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"^VmHWM:\s*(\d+) kB$", status, re.MULTILINE)[1])


@pytest.mark.parametrize("case", HOSTILE)
def test_refused_quickly_and_in_little_memory(tmp_path, case):
    name, data, said = HOSTILE[case]
    path = tmp_path / name
    path.write_bytes(data() if callable(data) else data)
    forgotten = forget_peak()
    before = peak(forgotten)
    start = time.process_time()
    with pytest.raises(InputError, match=said) as refused:
        read(path)
    assert time.process_time() - start < 2
    assert peak(forgotten) - before < 200_000
    assert refused.value.file == name
    assert refused.value.fix is not None


def test_a_huge_unclosed_quote(tmp_path):
    text = ties().replace("P02,P01", '"P02,P01') + "P01,P02,3,3\n" * 200_000
    start = time.process_time()
    with pytest.raises(InputError, match="quote") as refused:
        read(both(tmp_path, None, text))
    assert refused.value.row == 5
    assert time.process_time() - start < 2


def test_a_merge_over_the_whole_sheet_is_harmless(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(rezipped(BOOK, "sheet2.xml", b"</sheetData>",
                              b'</sheetData><mergeCells count="1">'
                              b'<mergeCell ref="A2:XFD1048576"/></mergeCells>'))
    assert facts(read(path)) == (12, 26, 94.0)


def test_a_folder_reports_every_broken_file(tmp_path):
    with pytest.raises(InputError) as refused:
        read(put(tmp_path, nodes_csv=b"id\nA\x00\n", ties_csv='source,target\nA,"B\n'))
    assert {problem.file for problem in refused.value.problems} == {"nodes.csv", "ties.csv"}


def test_nothing_to_open(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nothing.xlsx")
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "bad\x00name")


def test_a_million_ties_as_csv(tmp_path):
    rows = "\n".join(f"Org {n % 1999},Org {n * 7919 % 2003},{1 + n % 5}" for n in range(1_000_000))
    put(tmp_path, ties_csv=f"source,target,trust\n{rows}\n")
    start = time.process_time()
    checked = read(tmp_path, combine="first")
    assert time.process_time() - start < 30  # about 5 s on an idle core
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000
    assert int(checked.ledger.counts["read"].sum()) == 1_000_000


@pytest.mark.parametrize("size", [0, 3, 30, 511, 512, 513])
def test_scraps_of_containers(tmp_path, size):
    path = tmp_path / "a.xls"
    path.write_bytes((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le")
                      + struct.pack("<I", 7) * 200)[:8 + 16 + size])
    with pytest.raises(InputError):
        read(path)
