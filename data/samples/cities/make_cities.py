"""Make eight cities that assessed their cooperation and can learn from each other: cities.xlsx.

Run:  python make_cities.py [FOLDER]      (needs numpy and XlsxWriter)

SYNTHETIC: cities, scores and initiatives are invented. Three sheets: places, scores (mean score of
each city's partners by domain and stage of the cooperation, on a scale of 1 to 5, with how many
answered) and initiatives (by principle, with their status). What was put in on purpose:

- each city is strong in one domain and weak in another, so that pairs have something to exchange:
  Silvervik communicates well and does not look at risks, Raudsaare the other way round
- Dünenfurt is strong everywhere (a teacher), Ozolkrasts weak everywhere (a learner)
- in no city does an initiative use data better that is done; in two none acts early
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import numpy as np
import xlsxwriter

SEED = 41
DOMAINS = ("leadership", "communication", "coordination", "motivation", "risk_identification")
STAGES = ("mapping", "planning", "implementation", "assessment")
# city | residents | partners who answered | strong in | weak in | all in all
CITIES = [tuple(line.split("|")) for line in """\
Silvervik|62000|18|communication|risk_identification|0
Raudsaare|34000|12|risk_identification|communication|0
Koskenlinna|118000|27|coordination|motivation|0.1
Dünenfurt|205000|31|leadership|motivation|0.6
Ozolkrasts|27000|9|motivation|leadership|-0.6
Bursztynowo|88000|22|leadership|coordination|-0.1
Žaliakalva|51000|15|motivation|communication|0
Alvhamn|16000|7|coordination|risk_identification|-0.2""".splitlines()]
STRONG, WEAK = .9, -.9
BY_STAGE = {"mapping": .2, "planning": .1, "implementation": 0.0, "assessment": -.3}
PRINCIPLES = ("changing the culture", "act early", "close treatment gaps",
              "partner with communities", "use data better", "position government to lead")
# What an initiative of each principle is called; cities take them up or not.
INITIATIVES = {
    "changing the culture": ("Talking about mental health at work", "Festival of everyday courage"),
    "act early": ("Parents' groups from pregnancy on", "Listening hour in schools"),
    "close treatment gaps": ("Walk-in counselling", "Shared waiting list"),
    "partner with communities": ("Neighbours who listen", "Residents' budget for well-being"),
    "use data better": ("Well-being survey by district", "Open table of indicators"),
    "position government to lead": ("Health check of council decisions", "Mayor's round table"),
}
NONE_THERE = {("Alvhamn", "act early"), ("Koskenlinna", "act early")}
NOT_YET_DONE = "use data better"
ABOUT = (
    ("title", "Eight cities (synthetic example)"),
    ("synthetic", "yes"),
    ("what this is", "A synthetic example: cities, scores and initiatives are invented. Any "
                     "likeness to real cities is chance."),
    ("made by", "make_cities.py, with a fixed seed"),
    ("licence", "BSD-3-Clause"),
)
Tables = dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]


def scores(seed: int = SEED) -> list[tuple[object, ...]]:
    """Rows of place, domain, stage, score, answers."""
    random = np.random.default_rng(seed).random
    rows: list[tuple[object, ...]] = []
    for city, _, answered, strong, weak, whole in CITIES:
        for domain in DOMAINS:
            tilt = STRONG * (domain == strong) + WEAK * (domain == weak)
            for stage in STAGES:
                score = 3.3 + float(whole) + tilt + BY_STAGE[stage] + .8 * (random() - .5)
                blank = int(int(answered) * .25 * random())
                rows.append((city, domain, stage, round(float(np.clip(score, 1, 5)), 2),
                             int(answered) - blank))
    return rows


def initiatives(seed: int = SEED) -> list[tuple[object, ...]]:
    """Rows of initiative, theme, place, status."""
    random = np.random.default_rng(seed + 1).random
    rows: list[tuple[object, ...]] = []
    for city, *_ in CITIES:
        for principle, titles in INITIATIVES.items():
            for title in titles:
                taken, step = random(2)
                if taken < .62 and (city, principle) not in NONE_THERE:
                    least = 1 if principle == NOT_YET_DONE else 0
                    status = ("done", "under way", "planned")[max(least, int(step * 3))]
                    rows.append((title, principle, city, status))
    return rows


def sheets() -> Tables:
    """All sheets: name -> (header, rows)."""
    return {
        "places": (("place", "residents", "answered"),
                   [(city, int(size), int(answered)) for city, size, answered, *_ in CITIES]),
        "scores": (("place", "domain", "stage", "score", "answers"), scores()),
        "initiatives": (("initiative", "theme", "place", "status"), initiatives()),
        "about": (("item", "value"), list(ABOUT)),
    }


def write(path: Path, tables: Tables) -> None:
    """The workbook; the same bytes every time."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": ABOUT[0][1], "subject": ABOUT[2][1], "comments": ABOUT[2][1],
                             "keywords": "synthetic", "author": "partnernet",
                             "created": datetime.datetime(2026, 3, 31)})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDEDED"})
        for name, (header, rows) in tables.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header, head)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
            for column, text in enumerate(header):
                longest = max(len(str(cell)) for cell in (text, *(row[column] for row in rows)))
                sheet.set_column(column, column, min(longest + 2, 90))
            sheet.freeze_panes(1, 0)


def main(folder: Path) -> None:
    """Write the workbook."""
    made = sheets()
    write(folder / "cities.xlsx", made)
    print(", ".join(f"{name} {len(rows)}" for name, (_, rows) in made.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
