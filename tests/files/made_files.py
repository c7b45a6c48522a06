"""A small alliance and the ways in which its files go wrong: our own generator, no data files.

Twelve organisations and 26 ties, trust and frequency 1 to 5: facts that every accepted variant has
to reproduce.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

from partnernet.files import read_tables

SCALES = {name: {"low": 1, "high": 5, "integer": True} for name in ("trust", "frequency")}
ORGANISATIONS = [
    ("P01", "Ayuntamiento de Jaén", "Government", "Local"),
    ("P02", "Fundación Salud y Barrio", "NGO", "Regional"),
    ("P03", "Centro de Salud Norte", "Health", "Local"),
    ("P04", "Universidad de Jaén", "Education", "Regional"),
    ("P05", "Colegio Las Fuentes", "Education", "Local"),
    ("P06", "Växjö kommun", "Government", "Local"),
    ("P07", "Region Kronoberg", "Health", "Regional"),
    ("P08", "Rädda Barnen", "NGO", "National"),
    ("P09", "Farmacia Muñoz", "Private", "Local"),
    ("P10", "Asociación de Vecinas", "NGO", "Local"),
    ("P11", "Club Deportivo Sur", "NGO", "Local"),
    ("P12", "Consejería de Salud", "Health", "Regional"),
]
TIES = [
    ("P01", "P02", 4, 3), ("P01", "P03", 5, 4), ("P01", "P12", 3, 3), ("P02", "P01", 4, 3),
    ("P02", "P10", 5, 5), ("P02", "P11", 3, 2), ("P03", "P01", 4, 4), ("P03", "P12", 5, 4),
    ("P03", "P09", 2, 1), ("P04", "P12", 4, 2), ("P04", "P05", 3, 3), ("P05", "P04", 4, 3),
    ("P05", "P03", 2, 1), ("P06", "P07", 5, 5), ("P06", "P08", 4, 3), ("P07", "P06", 4, 5),
    ("P07", "P12", 2, 1), ("P08", "P06", 5, 3), ("P08", "P02", 1, 1), ("P09", "P03", 3, 2),
    ("P10", "P02", 5, 5), ("P10", "P11", 4, 4), ("P10", "P01", 2, 2), ("P12", "P01", 3, 3),
    ("P12", "P03", 4, 4), ("P12", "P04", 4, 2),
]
IDS = [row[0] for row in ORGANISATIONS]
# Counted by hand from the lists above.
FACTS = (12, 26, 94.0)
_NODES = "\n".join(["id,name,sector,level", *(",".join(row) for row in ORGANISATIONS)]) + "\n"
_TIES = "\n".join(["source,target,trust,frequency",
                   *(",".join(map(str, row)) for row in TIES)]) + "\n"


def nodes() -> str:
    """The organisations as CSV."""
    return _NODES


def ties() -> str:
    """The ties as CSV; row 3 is P01 → P03, trust 5."""
    return _TIES


def put(folder: Path, **files: str | bytes) -> Path:
    """Write files into a folder; ``nodes_csv`` stands for nodes.csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_bytes(data)
    return folder


def both(folder: Path, organisations: str | bytes | None = None,
         tie_list: str | bytes | None = None) -> Path:
    """A folder of the two tables, each as given or as it should be."""
    return put(folder, nodes_csv=nodes() if organisations is None else organisations,
               ties_csv=ties() if tie_list is None else tie_list)


def workbook(change=None, sheets=("nodes", "ties"), cells=None) -> bytes:
    """The two tables as a workbook; ``change`` may alter its sheets before it is saved."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = sheets[0]
    for row in [("id", "name", "sector", "level"), *ORGANISATIONS]:
        first.append(row)
    second = book.create_sheet(sheets[1])
    for row in [("source", "target", "trust", "frequency"), *TIES]:
        second.append(row)
    for reference, value in (cells or {}).items():
        second[reference] = value
    if change is not None:
        change(book, first, second)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with some bytes of one of its parts replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(
            stream, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content.replace(old, new) if name.endswith(part) else content)
    return stream.getvalue()


def matrix(order=IDS, *, zero="0", diagonal="", corner="", blank=(), rows=None, strength=2,
           values=None) -> str:
    """The ties as a matrix; ``strength`` 2 is trust, 3 frequency."""
    cell = {row[:2]: str(row[strength]) for row in TIES} if values is None else values
    lines = [",".join([corner, *order])]
    for source in rows or order:
        lines.append(",".join([source, *(
            "" if source in blank else diagonal if source == target
            else cell.get((source, target), zero) for target in order)]))
    return "\n".join(lines) + "\n"


def facts(checked) -> tuple[int, int, float]:
    """Organisations, ties, sum of trust."""
    return len(checked.organisations), len(checked.ties), float(checked.ties["trust"].sum())


def read(path, **options):
    """Read with the scales of the alliance; counts must always add up."""
    checked = read_tables(path, **{"scales": SCALES, **options})
    counts = checked.ledger.counts
    assert (counts["read"] == counts["used"] + counts["merged"] + counts["excluded"]).all()
    assert (counts["used"] >= 0).all()
    return checked


def told(checked) -> str:
    """All that the ledger says, in one text."""
    return checked.ledger.events.to_string(max_colwidth=None)
