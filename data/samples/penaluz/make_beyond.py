"""Make what Peñaluz knows beyond its ties: penaluz_beyond.xlsx.

Run:  python make_beyond.py [FOLDER]      (needs numpy and XlsxWriter; beside make_penaluz.py)

SYNTHETIC, as the alliance. Six sheets: answers (a self-assessment of the cooperation by domain and
stage), outcomes (who works for which), indicators and links (a system map of mental health and
well-being), resources, initiatives. Organisations are those of penaluz_en.xlsx, by id. What was put
in on purpose:

- communication while implementing is the widest gap, and sure; assessing risks looks wide too, but
  few could say and they scatter; whoever has few contacts outside the own sector scores
  communication lower
- five outcomes of fourteen are held by one sector alone, three of them by health
- links between health's indicators and those of the associations are covered by nobody's tie; one
  indicator (noise at night) is nobody's; loneliness and belonging feed a reinforcing loop
- healthy food is carried by the voluntary sector alone
- no initiative uses data better, in any district
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.dont_write_bytecode = True  # the folder is bundled as it stands
import make_penaluz as alliance  # noqa: E402

SEED = alliance.SEED + 200
DOMAINS = ("leadership", "communication", "coordination", "motivation", "risk_identification")
STAGES = ("mapping", "planning", "implementation", "assessment")
# Mean performance and importance of a domain, on a scale of 1 to 5; then what single cells add.
LEVEL = {"leadership": (3.9, 4.2), "communication": (3.2, 4.4), "coordination": (3.3, 4.1),
         "motivation": (3.8, 4.0), "risk_identification": (3.2, 3.7)}
EXTRA = {("communication", "implementation"): (-1.0, .2),
         ("risk_identification", "assessment"): (-.9, .4), ("leadership", "planning"): (.3, 0),
         ("coordination", "assessment"): (-.4, 0)}
SCATTER = {("risk_identification", "assessment"): 4.0}  # else 1.6
BLANK = {("risk_identification", "assessment"): .7}  # else .04
NO_ANSWER = {"N1", "R4", "B3", "B11"}  # answered about their ties, not the self-assessment

OUTCOMES = """\
Vaccination of older residents|M7 B1 B2 B3 B14
Shorter wait for a first appointment|R1 M7 M8
Fewer hospital readmissions|R1 M7 B14
Pupils who finish school|R7 M9 M10 B4
Neighbours who organise their own street|B6 B7
Older residents who are not alone|M6 M11 B9 B13 M1 M12
Young people who feel well|M8 M9 M4 B11 M1 M12
Safe routes to school|M3 B4 B7 M2
Walking groups in every district|M4 M1 B8 B1 M6
Healthy food at the end of the month|M5 B10 B8 M11
Newcomers who know where to go|B10 M12 M10 M5 B2
Carers with time to rest|M6 B12 B13 M5 R5 B8
Homes that do not make ill|M3 M5 M13 R4
Women free from violence|B8 M5 M2 R5 M9"""

# id | name | sector | who is responsible
INDICATORS = """\
I1|Adolescents with symptoms of anxiety|health|M8 B1
I2|Weeks of waiting for mental health care|health|M8 R1
I3|Antidepressants dispensed|health|M7 B3
I4|Social prescriptions written|health|M7 B2
I5|Older residents who feel lonely|social|M6 B9
I6|Households in insecure housing|social|M5 M13
I7|Carers with a week of respite|social|B12 B13
I8|Pupils who feel that they belong|education|M9 B4
I9|Early school leaving|education|M9 R7
I10|Adults in evening classes|education|M10
I11|Active volunteers|voluntary|M11
I12|Residents who know a neighbour to ask for help|voluntary|B7 B6
I13|Newcomers with a mentor|voluntary|B10
I14|Use of parks and paths|government|M3 M4
I15|Young people in a sports club|government|M4
I16|Young people who visit the library|anchor institution|M12
I17|Traineeships for young residents|anchor institution|R2 R3
I18|Complaints about noise at night|government|"""

# source > target, sign, strength 1 to 3
LINKS = """\
I2 I1 + 2|I1 I3 + 2|I4 I3 - 1|I4 I12 + 2|I4 I11 + 1|I11 I5 - 3|I12 I5 - 3|I5 I12 - 2|I5 I3 + 2|\
I6 I1 + 2|I6 I9 + 2|I8 I1 - 3|I1 I8 - 2|I8 I9 - 3|I9 I17 - 1|I17 I9 - 2|I15 I8 + 2|I15 I1 - 1|\
I14 I12 + 2|I14 I5 - 1|I16 I8 + 1|I16 I13 + 1|I13 I12 + 2|I13 I8 + 1|I10 I13 + 2|I10 I6 - 1|\
I7 I3 - 1|I7 I5 - 1|I18 I1 + 1|I14 I18 + 1|I11 I13 + 2|I12 I11 + 2"""

THEMES = ("mental well-being", "loneliness", "physical activity", "healthy food", "safe childhood")
# organisation | theme | hours of staff a month | euros a year
RESOURCES = """\
M8|mental well-being|320|0
M7|mental well-being|60|4000
R1|mental well-being|80|25000
M9|mental well-being|24|1200
M12|mental well-being|12|900
M6|loneliness|140|18000
M5|loneliness|60|9000
M11|loneliness|90|3000
B9|loneliness|40|600
B13|loneliness|120|0
M4|physical activity|160|42000
M1|physical activity|20|6000
B1|physical activity|16|0
B8|physical activity|12|400
B10|healthy food|60|7000
B8|healthy food|30|1500
M11|healthy food|45|2500
B4|safe childhood|30|800
M9|safe childhood|40|1500
M3|safe childhood|20|55000
M5|safe childhood|80|12000
B7|safe childhood|10|200"""

PRINCIPLES = ("changing the culture", "act early", "close treatment gaps",
              "partner with communities", "use data better", "position government to lead")
# initiative | principle | district | status | who
INITIATIVES = """\
Talking about feelings in class|changing the culture|La Vega|done|M9
Talking about feelings in class|changing the culture|El Olmo|under way|B4
Stories of recovery in the library|changing the culture|Centre|done|M12
First thousand days visits|act early|La Ribera|under way|B14
First thousand days visits|act early|Centre|under way|B14
Screening at fourteen|act early|La Vega|planned|M8
Open door without appointment|close treatment gaps|Centre|under way|M8
Group therapy at the health centre|close treatment gaps|La Ribera|planned|B2
Neighbours' table|partner with communities|La Ribera|done|B7
Neighbours' table|partner with communities|Barrio Alto|planned|B6
Women's walks|partner with communities|Centre|done|B8
Health in every council decision|position government to lead|Centre|under way|M2
Quiet nights plan|position government to lead|Centre|planned|M3"""

ABOUT = (
    ("title", "Peñaluz beyond the ties (synthetic example)"),
    ("synthetic", "yes"),
    ("what this is", "A synthetic example: the place, the organisations and the answers are "
                     "invented. Self-assessment, outcomes, system map, resources and initiatives "
                     "of the alliance in penaluz_en.xlsx."),
    ("made by", "make_beyond.py, with a fixed seed"),
    ("licence", "BSD-3-Clause"),
)


def outside_contacts() -> dict[str, int]:
    """With how many organisations of other sectors each one is tied, either report."""
    contacts: dict[str, set[str]] = {i: set() for i in alliance.IDS}
    for a, b in alliance.make_ties():
        if alliance.SECTOR[a] != alliance.SECTOR[b]:
            contacts[a].add(b)
            contacts[b].add(a)
    return {i: len(others) for i, others in contacts.items()}


def answers() -> list[tuple[object, ...]]:
    """The self-assessment: respondent, item, performance, importance; some left blank."""
    # Drawn for everybody and every item, so that an answer more or less moves no other.
    drawn = np.random.default_rng(SEED).random((len(alliance.IDS), len(DOMAINS), len(STAGES), 4))
    moods = np.random.default_rng(SEED + 1).random(len(alliance.IDS)) - .5
    contacts = outside_contacts()
    middle = float(np.median(list(contacts.values())))
    rows: list[tuple[object, ...]] = []
    for k, i in enumerate(alliance.IDS):
        if i in alliance.SILENT or i in NO_ANSWER:
            continue
        for d, domain in enumerate(DOMAINS):
            for s, stage in enumerate(STAGES):
                means = np.add(LEVEL[domain], EXTRA.get((domain, stage), (0, 0)))
                if domain == "communication":
                    means[0] += .16 * np.clip(contacts[i] - middle, -6, 6)
                draws = drawn[k, d, s]
                scatter = SCATTER.get((domain, stage), 1.6)
                # Some see everything a little brighter.
                given = np.clip(np.round(means + moods[k] * np.array([1, .3])
                                         + (draws[:2] - .5) * (scatter, 1.6)), 1, 5)
                rows.append((i, f"{domain}_{stage}",
                             int(given[0]) if draws[2] > BLANK.get((domain, stage), .04) else None,
                             int(given[1]) if draws[3] > .06 else None))
    return rows


def split(table: str) -> list[list[str]]:
    """Rows of a table written with bars."""
    return [line.split("|") for line in table.splitlines()]


def sheets() -> alliance.Tables:
    """All sheets: name -> (header, rows)."""
    return {
        "answers": (("respondent", "item", "performance", "importance"), answers()),
        "outcomes": (("organisation", "outcome"),
                     [(i, outcome) for outcome, who in split(OUTCOMES) for i in who.split()]),
        "indicators": (("id", "name", "sector", "responsible"),
                       [(key, name, sector, "; ".join(who.split()) or None)
                        for key, name, sector, who in split(INDICATORS)]),
        "links": (("source", "target", "sign", "strength"),
                  [(a, b, sign, int(strength))
                   for a, b, sign, strength in (link.split() for link in LINKS.split("|"))]),
        "resources": (("organisation", "theme", "hours", "euros"),
                      [(i, theme, int(hours), int(euros))
                       for i, theme, hours, euros in split(RESOURCES)]),
        "initiatives": (("initiative", "theme", "place", "status", "organisation"),
                        [tuple(row) for row in split(INITIATIVES)]),
        "about": (("item", "value"), list(ABOUT)),
    }


def main(folder: Path) -> None:
    """Write the workbook."""
    made = sheets()
    alliance.write(folder / "penaluz_beyond.xlsx", made, title=ABOUT[0][1], note=ABOUT[2][1])
    print(", ".join(f"{name} {len(rows)}" for name, (_, rows) in made.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
