"""Does an installed partnernet do its main job? Run outside the checkout."""

import tempfile
from pathlib import Path

import partnernet as pn


def expect(holds: bool, what: str) -> None:
    """End the run with what is wrong."""
    if not holds:
        raise SystemExit(f"smoke run: {what}")


for name in pn.samples.names():
    alliance = pn.samples.load(name)
    figures = pn.cohesion(alliance)
    print(f"{name}: {alliance!r}, density {figures['density']:.4f}")
for name in pn.samples.further():
    expect(pn.samples.path(name).exists(), f"{name} is not in the package")
texas = pn.samples.load("emon_texas")
density = pn.cohesion(texas)["density"]
expect(abs(density - 0.31) < 1e-9, f"density of EMON Texas {density}; R's sna 2.7-1 says 0.31")
silos = pn.silos(texas, by="sponsorship", replicates=99)
expect(silos.table().index[0] == "(whole)", "silos has no row of the whole")
expect("silo" in silos.text("sv") or "stuprör" in silos.text("sv"), "silos has no Swedish")
expect(pn.explain("constraint", "es") is not None, "nothing is explained")
with tempfile.TemporaryDirectory() as folder:
    for language in ("en", "es", "sv"):
        page = Path(folder) / f"{language}.html"
        pn.report(pn.samples.load("penaluz"), page, language=language, replicates=99)
        expect(page.stat().st_size > 50_000, f"the report in {language} is empty")
    book = Path(folder) / "silos.xlsx"
    silos.to_excel(book)
    expect(book.stat().st_size > 5_000, "the workbook is empty")
print("smoke run: all is well")
