"""Does an installed partnernet do its main job? Run outside the checkout."""

import tempfile
from pathlib import Path

import partnernet as pn

for name in pn.samples.names():
    alliance = pn.samples.load(name)
    figures = pn.cohesion(alliance)
    print(f"{name}: {alliance!r}, density {figures['density']:.4f}")
texas = pn.samples.load("emon_texas")
assert abs(pn.cohesion(texas)["density"] - 0.31) < 1e-9, "R package sna 2.7-1 says 0.31"
assert pn.silos(texas, by="sponsorship", replicates=99).table().index[0] == "(whole)"
with tempfile.TemporaryDirectory() as folder:
    page = Path(folder) / "report.html"
    pn.report(pn.samples.load("penaluz"), page, replicates=99)
    assert page.stat().st_size > 50_000, "the report is empty"
print("smoke run: all is well")
