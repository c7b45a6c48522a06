"""Make the second wave of Peñaluz, in a crisis: penaluz_crisis_en.xlsx and penaluz_crisis_es.xlsx.

Run:  python make_crisis.py [FOLDER]      (needs numpy and XlsxWriter; beside make_penaluz.py)

SYNTHETIC, as the first wave. In October 2026 an invented river floods the invented district La
Ribera; the survey is repeated in November. What was put in on purpose:

- ties form among the neighbourhood's organisations, across sectors: health centres and
  associations, who never named each other, now work together
- the associations that nobody above named are named now: the chain down holds
- some ties among the upper levels rest; ties in the neighbourhood become more frequent
- an emergency kitchen and the civil protection service join, the university leaves; the food banks
  and the housing trust answer this time, the regional education office does not
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import Any

import numpy as np

sys.dont_write_bytecode = True  # the folder is bundled as it stands
import make_penaluz as before  # noqa: E402

JOINED = [
    ("M14", "government", "Civil Protection Service", "Servicio de Protección Civil"),
    ("B15", "voluntary", "La Ribera Emergency Kitchen", "Cocina Solidaria La Ribera"),
]
LEFT = ("R3",)
ORGANISATIONS = [row for row in before.ORGANISATIONS if row[0] not in LEFT] + JOINED
IDS = [row[0] for row in ORGANISATIONS]
SECTOR = {row[0]: row[1] for row in ORGANISATIONS}
SILENT = ("B5", "R7")
# Ties that the flood makes, both sides reporting ("=") or the first alone (">").
MADE = """
M5=B6 M11=B9 M11=B6 M5=B11 M14=B6 M14=B7 M14=B1 M14=M1 M14=M5 M14=M7 M14>R4 M14=M11
B15=B7 B15=B12 B15=B2 B15=M11 B15>N3 N3=M11 M13=M5 M13=B7 M13>M1 M13>M3 N3>R6
"""
# Chance that a pair starts a tie: in the neighbourhood, across sectors or not; anywhere else.
FORMS = {"across": .44, "inside": .06, "elsewhere": .01}
RESTS = .16  # chance that a tie above the neighbourhood is no longer reported
ABOUT = {
    "en": (
        ("title", "Health alliance of Peñaluz during the flood (synthetic example)"),
        ("synthetic", "yes"),
        ("what this is", "A synthetic example: the place, the organisations and the answers are "
                         "invented. Second wave of the alliance of Peñaluz, in a crisis."),
        ("place", "Peñaluz (invented), a municipality of 41,000 residents"),
        ("survey", "November 2026; 39 organisations asked, 37 answered"),
        ("made by", "make_crisis.py, with a fixed seed"),
        ("licence", "BSD-3-Clause"),
    ),
    "es": (
        ("título", "Alianza local de salud de Peñaluz durante la inundación (ejemplo sintético)"),
        ("sintético", "sí"),
        ("qué es", "Un ejemplo sintético: el lugar, las organizaciones y las respuestas son "
                   "inventados. Segunda oleada de la alianza de Peñaluz, en una crisis."),
        ("lugar", "Peñaluz (inventado), municipio de 41 000 habitantes"),
        ("encuesta", "noviembre de 2026; se preguntó a 39 organizaciones y respondieron 37"),
        ("hecho con", "make_crisis.py, con una semilla fija"),
        ("licencia", "BSD-3-Clause"),
    ),
}


def near(pair: tuple[str, str]) -> int:
    """How many of a pair's ends are in the neighbourhood."""
    return sum(i.startswith("B") for i in pair)


def make_reports(seed: int = before.SEED + 100) -> list[before.Report]:
    """The reports of the second wave: those that stayed, then those that the flood made."""
    # Drawn for every pair, so that a tie more or less moves no other.
    drawn = np.random.default_rng(seed).random((len(IDS), len(IDS), 8))
    draws = {(a, b): drawn[i, j] for i, a in enumerate(IDS) for j, b in enumerate(IDS)}
    reports: list[before.Report] = []
    told: set[tuple[str, str]] = set()
    earlier = [r for r in before.make_reports() if r.relation is not None]
    for pair, rows in itertools.groupby(earlier, key=lambda r: (r.source, r.target)):
        if pair not in draws or pair[0] in SILENT:
            continue
        rests, grows, falls = draws[pair][:3]
        if rests < RESTS and not near(pair) and before.HUB not in pair:
            continue
        told.add(pair)
        for r in rows:
            if isinstance(r.frequency, int) and isinstance(r.trust, int):
                moved = int(grows > .85) - int(falls > .90)  # trust grew, or was hurt
                r = r._replace(frequency=min(5, r.frequency + (near(pair) == 2)),
                               trust=int(np.clip(r.trust + moved, 1, 5)))
            reports.append(r)
    for pair in formed(draws, told):
        trust = int(np.clip(round(3.4 + 2.6 * (draws[pair][3] - .5)), 1, 5))
        often = int(np.clip(round(3.8 + 2.4 * (draws[pair][4] - .5)), 1, 5))
        reports.append(before.Report(*pair, "information", trust, often))
        if draws[pair][5] < .35:
            reports.append(before.Report(*pair, "shared resources", trust, max(1, often - 1)))
    return sorted(reports, key=lambda r: (IDS.index(r.source), IDS.index(r.target)))


def formed(draws: dict[tuple[str, str], Any],
           told: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs newly reported, in the order of the organisations."""
    new: set[tuple[str, str]] = set()
    for word in MADE.split():
        first, mutual, second = word.partition("=") if "=" in word else word.partition(">")
        new |= {(first, second)} | ({(second, first)} if mutual == "=" else set())
    for a, b in itertools.combinations(IDS, 2):
        starts, who = draws[a, b][6:]
        where = "inside" if SECTOR[a] == SECTOR[b] else "across"
        if starts < FORMS[where if near((a, b)) == 2 else "elsewhere"]:
            new |= {pair for pair, tells in (((a, b), who < .85), ((b, a), who > .15)) if tells}
    return [(a, b) for a in IDS for b in IDS
            if (a, b) in new - told and a not in SILENT]


def main(folder: Path) -> None:
    """Write both workbooks."""
    reports = make_reports()
    for language, about in ABOUT.items():
        before.write(folder / f"penaluz_crisis_{language}.xlsx",
                     before.tables(language, reports, ORGANISATIONS, SILENT, about),
                     title=about[0][1], note=about[2][1])
    pairs = {(r.source, r.target) for r in reports}
    print(f"{len(IDS)} organisations, {len(pairs)} ties, {len(reports)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
