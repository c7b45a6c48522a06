"""The README's pictures, made from the report of the bundled synthetic alliance.

Run ``python docs/pictures/make.py`` in a checkout where ``.[test]`` is installed and Chromium is
to be found at ``/usr/bin/chromium`` (or where the environment variable CHROMIUM says).
"""

import os
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

import partnernet as pn

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def main() -> None:
    """Write report.png (the first screen) and map.png (the map with its legend)."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        # One date: pictures change only when the report does.
        path = pn.report(pn.samples.load("penaluz"), Path(folder) / "report.html",
                         date=date(2026, 4, 14))
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 1010})
        page.goto(path.as_uri())
        page.screenshot(path=HERE / "report.png")
        page.evaluate("document.querySelectorAll('#map details').forEach(table => table.remove())")
        page.locator("#map figure").first.screenshot(path=HERE / "map.png")
        browser.close()
    for name in ("report.png", "map.png"):
        # Few colours are in them: a palette makes the files a third as large.
        with Image.open(HERE / name) as picture:
            picture.convert("RGB").quantize(192).save(HERE / name, optimize=True)


if __name__ == "__main__":
    main()
