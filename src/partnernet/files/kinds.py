"""What kind of file it is, told by its first bytes and not by its name alone."""

from __future__ import annotations

import re
from pathlib import Path

from partnernet.errors import InputError, Problem
from partnernet.words import say

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# First bytes of files that hold no table that we could read, and the name people know them by.
_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"),
    (b"PAR1", "Parquet"), (b"\x93NUMPY", "NumPy"), (b"SQLite format 3", "SQLite"),
    (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"7z\xbc\xaf", "7-Zip"), (b"\xfd7zXZ", "xz"),
    (b"Rar!", "RAR"), (b"RDX", "R data"), (b"\x89HDF", "HDF5"), (b"\x7fELF", "program"),
    (b"MZ\x90", "program"), (b"{\\rtf", "RTF"), (b"$FL2", "SPSS"), (b"$FL3", "SPSS"),
)
# Members of zip files that other programs make, and the name people know these by.
_STRANGE_MEMBERS: tuple[tuple[bytes, str], ...] = (
    (b"xl/workbook.bin", "xlsb"), (b"word/document.xml", "Word (zip)"),
    (b"ppt/presentation.xml", "PowerPoint (zip)"), (b"Index/Document.iwa", "Numbers (zip)"),
)
_PICKLE = re.compile(rb"^\x80[\x02-\x05]")
_PICKLE_NAMES = (".pkl", ".pickle", ".p", ".joblib", ".gpickle")
_LOCK = ("~$", ".~lock.")
_HTML = re.compile(r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!doctype\s+html|<html|<head|<body|<table|<div)",
                   re.IGNORECASE)
_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
_TEXT_LOOKED_AT = 4000
GRAPHS = ("graphml", "gexf", "gml", "pajek", "dl", "vna", "json")


def kind_of(data: bytes, path: Path) -> str:
    """ "xlsx", "ods", "xls", "graphml", "gexf", "gml", "pajek", "dl", "vna", "json" or "text".

    Raises InputError for a file that cannot be read, saying what it is and how to mend that.
    """
    name = path.name
    if name.startswith(_LOCK):
        raise InputError(Problem(say("input.lock_file"), file=name, fix=say(
            "input.mend_lock_file", name=name.removeprefix("~$").removeprefix(".~lock.")
            .rstrip("#"))))
    if not data.strip():
        raise InputError(Problem(say("input.empty_file"), file=name,
                                 fix=say("input.mend_empty_file")))
    if _PICKLE.match(data) or path.suffix.lower() in _PICKLE_NAMES:
        raise InputError(Problem(say("input.pickle"), file=name, fix=say("input.mend_pickle")))
    if data.startswith(_ZIP):
        return _kind_of_zip(data, name)
    if data.startswith(_OLE):
        return _kind_of_ole(data, name)
    for start, what in _STRANGERS:
        if data.startswith(start):
            raise InputError(Problem(say("input.stranger", kind=what), file=name,
                                     fix=say("input.mend_stranger")))
    return _kind_of_text(data, path)


def _kind_of_zip(data: bytes, name: str) -> str:
    # The names of members stand in the file as they are, packed or not.
    if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]:
        return "ods"
    if b"xl/workbook.xml" in data or b"xl\\workbook.xml" in data:
        return "xlsx"
    if b"content.xml" in data and b"META-INF/manifest.xml" in data:
        return "ods"
    for member, what in _STRANGE_MEMBERS:
        if member in data:
            raise InputError(Problem(say("input.stranger", kind=what), file=name,
                                     fix=say("input.mend_stranger")))
    if name.lower().endswith((".xlsx", ".xlsm", ".ods")):
        raise InputError(Problem(say("input.workbook_cut_off"), file=name,
                                 fix=say("input.mend_workbook")))
    raise InputError(Problem(say("input.stranger", kind="zip"), file=name,
                             fix=say("input.mend_zip")))


def _kind_of_ole(data: bytes, name: str) -> str:
    """Old Excel files and encrypted new ones share a container; its entries are in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(Problem(say("input.password"), file=name, fix=say("input.mend_password")))
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return "xls"
    # A new workbook is a zip file; in this container it stands only when it was encrypted.
    if name.lower().endswith((".xlsx", ".xlsm", ".ods")):
        raise InputError(Problem(say("input.password"), file=name, fix=say("input.mend_password")))
    if name.lower().endswith(".xls"):
        raise InputError(Problem(say("input.workbook_cut_off"), file=name,
                                 fix=say("input.mend_workbook")))
    raise InputError(Problem(say("input.stranger", kind="OLE"), file=name,
                             fix=say("input.mend_stranger")))


def _kind_of_text(data: bytes, path: Path) -> str:
    start = _start_of(data)
    if _HTML.match(start):
        raise InputError(Problem(say("input.html"), file=path.name, fix=say("input.mend_html")))
    stripped = start.lstrip("\ufeff \t\r\n")
    if stripped.startswith("<"):
        return _kind_of_xml(stripped, path)
    low = stripped.lower()
    if low.startswith(("*vertices", "*network", "*arcs", "*edges", "*matrix")):
        return "pajek"
    if low.startswith(("*node data", "*tie data", "*node properties")):
        return "vna"
    if re.match(r"dl[\s,]", low):
        return "dl"
    by_name = {".gml": "gml", ".net": "pajek", ".paj": "pajek", ".vna": "vna", ".dl": "dl",
               ".json": "json", ".graphml": "graphml", ".gexf": "gexf"}.get(path.suffix.lower())
    if re.search(r"^\s*graph\s*\[", start, re.MULTILINE | re.IGNORECASE) and "," not in low[:20]:
        return "gml"
    if stripped.startswith(("{", "[")) and path.suffix.lower() in ("", ".json", ".kumu"):
        return "json"
    if by_name is not None:
        return by_name
    return "text"


def _kind_of_xml(start: str, path: Path) -> str:
    root = _ROOT.search(start)
    name = root[1].lower() if root else ""
    if name in ("graphml", "gexf"):
        return name
    if path.suffix.lower() in (".graphml", ".gexf"):
        return path.suffix.lower()[1:]
    if name == "workbook":
        raise InputError(Problem(say("input.stranger", kind="Excel 2003 XML"), file=path.name,
                                 fix=say("input.mend_stranger")))
    raise InputError(Problem(say("input.stranger_xml", root=name or "?"), file=path.name,
                             fix=say("input.mend_stranger_xml")))


def _start_of(data: bytes) -> str:
    """The first letters, whatever the encoding; enough to tell a format by its first words."""
    sample = data[:_TEXT_LOOKED_AT]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return sample.decode("utf-16", errors="replace")
    if sample[1:2] == b"\x00" or sample[:1] == b"\x00":
        codec = "utf-16-le" if sample[1:2] == b"\x00" else "utf-16-be"
        return sample.decode(codec, errors="replace")
    return sample.decode("utf-8-sig", errors="replace")
