"""Make the health alliance of Peñaluz: penaluz_en.xlsx and penaluz_es.xlsx.

Run:  python make_penaluz.py [FOLDER]      (needs numpy and XlsxWriter; writes beside this file)

SYNTHETIC: the place, the organisations and every answer are invented. The alliance is built after
the Spanish local strategy for health promotion (an intersectoral table of a municipality, with the
region and the state behind it) and holds, on purpose, findings that an analysis should come upon:

- health is a silo, at every level; no other sector is one
- no health and no voluntary organisation name each other; the municipal library, with few
  contacts, knows three of each: the hidden broker
- the council health office is everybody's contact: the over-used broker
- three neighbourhood associations name organisations above, and nobody above names them: there
  the chain from the ministry to the neighbourhood breaks
- between levels ties stay inside the sectors; on the same level they mix
- four organisations did not answer, some reports are one-sided, some answers are "don't know"

Both workbooks hold the same alliance: the English one with numbers and a declared scale, the
Spanish one with the words that people write.
"""

from __future__ import annotations

import datetime
import itertools
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xlsxwriter

SEED = 12
LEVELS = {"N": "national", "R": "regional", "M": "municipal", "B": "neighbourhood"}
ORDER = ("neighbourhood", "municipal", "regional", "national")

# id | sector | name in English | name in Spanish; the id's letter is the level
ORGANISATIONS = [tuple(line.split("|")) for line in """\
N1|government|Ministry of Health|Ministerio de Salud
N2|health|National Public Health Institute|Instituto Nacional de Salud Pública
N3|voluntary|Federation of Food Banks|Federación de Bancos de Alimentos
N4|social|National Institute of Social Services|Instituto Nacional de Servicios Sociales
R1|health|Regional Health Service|Servicio Regional de Salud
R2|anchor institution|University Hospital of the Sierra|Hospital Universitario de la Sierra
R3|anchor institution|University of the Sierra|Universidad de la Sierra
R4|government|Regional Public Health Department|Dirección General de Salud Pública
R5|social|Regional Social Services|Servicios Sociales Regionales
R6|voluntary|Regional Federation of Patients|Federación Regional de Pacientes
R7|education|Regional Education Office|Delegación Regional de Educación
M1|government|Council Health Office|Oficina Municipal de Salud
M2|government|Mayor's Office|Alcaldía
M3|government|Planning Department|Área de Urbanismo
M4|government|Sports Service|Servicio de Deportes
M5|social|Municipal Social Services|Servicios Sociales Municipales
M6|social|Older People's Service|Servicio de Atención a Mayores
M7|health|Primary Care Directorate|Dirección de Atención Primaria
M8|health|Mental Health Unit|Unidad de Salud Mental
M9|education|La Vega Secondary School|Instituto de Secundaria La Vega
M10|education|Adult Education Centre|Centro de Educación de Personas Adultas
M11|voluntary|Volunteer Bureau|Plataforma del Voluntariado
M12|anchor institution|Municipal Library|Biblioteca Municipal
M13|anchor institution|Housing Trust|Patronato de la Vivienda
B1|health|North Health Centre|Centro de Salud Norte
B2|health|South Health Centre|Centro de Salud Sur
B3|health|Community Pharmacies Group|Agrupación de Farmacias
B4|education|El Olmo Primary School|Colegio El Olmo
B5|education|La Fuente Primary School|Colegio La Fuente
B6|voluntary|Barrio Alto Neighbours' Association|Asociación Vecinal Barrio Alto
B7|voluntary|La Ribera Neighbours' Association|Asociación Vecinal La Ribera
B8|voluntary|Women's Association Las Eras|Asociación de Mujeres Las Eras
B9|voluntary|Older People's Club|Club de Mayores
B10|voluntary|Newcomers' Welcome Network|Red de Acogida
B11|voluntary|El Puente Youth Club|Club Juvenil El Puente
B12|social|La Ribera Day Centre|Centro de Día La Ribera
B13|social|Home Care Cooperative|Cooperativa de Ayuda a Domicilio
B14|health|Home Nursing Team|Equipo de Enfermería Domiciliaria""".splitlines()]
IDS = [row[0] for row in ORGANISATIONS]
SECTOR = {row[0]: row[1] for row in ORGANISATIONS}
RANK = {i: ORDER.index(LEVELS[i[0]]) for i in IDS}
SILENT = ("N3", "R3", "M13", "B5")  # were asked and did not answer
HUB, LIBRARY, UNHEARD = "M1", "M12", ("B6", "B9", "B11")

# Ties that are there whatever the seed: who, with whom, and who reports it (">" the first alone).
PLANTED = """
M1=R4 M1=R5 M1=R2 M1=M2 M1=M5 M1=M6 M1=M9 M1=M10 M1=M11 M1=M7 M1=B7 M1=B4 M1=B13 M1=R1
B10>M1 B8>M1 M3>M1 M1>M13 M1=M12
M12=B1 M12=B2 M12=B14 M12=B7 M12=B8 M12=B10
N1=N2 N1=R4 N2=R1 N4>R5 N1=N4 R1=M7 R1=M8 M7=B1 M7=B2 M7=B14 M7=B3 R2=R1 R2=M7
R5=M5 M5=B12 M5>B13 R7>M9 R7>M10 M9=B4 M9>B5 M5>B5 M11>N3 R6>M11 R4>R3 R2>R3 R7>R3 R2>R7 R2=R5
M5>M13 M3>M13 M8=M9 M8=M5 B3>B12 B7=B12 B8=B4 B10=B13 M10>M13
B6>M2 B6>M11 B6>M3 B9>M6 B9>M11 B11>M4 B11>M11 B11>M9 B11>B6
"""
# Chance of a tie, by how many levels lie between; sector against sector.
CHANCE = {
    "health inside": (.70, .70, .35, .35),
    "health outside": (.03, .02, .01, .0),
    "inside": (.04, .03, .0, .0),
    "outside": (.52, .06, .01, .0),
}
MUTUAL, FIRST_ONLY = .62, .81  # of the ties, both report; the first alone; the rest the second
# What was answered for a pair without a tie: "never", or "don't know" in both questions.
NEVER = (("M3", "B3"), ("B7", "B1"), ("R7", "N1"))
DONT_KNOW = (("M6", "B3"), ("B4", "M13"), ("R4", "N4"), ("B12", "R6"))

RELATIONS = ("information", "joint projects", "shared resources")
HEADERS = {
    "en": {
        "organisations": ("id", "name", "sector", "level", "answered"),
        "ties": ("source", "target", "relation", "trust", "frequency"),
        "scales": ("attribute", "low", "high", "integer", "direction", "labels"),
        "levels": ("level",), "about": ("item", "value"),
    },
    "es": {
        "Organizaciones": ("Código", "Nombre", "Sector", "Nivel", "¿Respondió?"),
        "Relaciones": ("Origen", "Destino", "Tipo de relación", "Confianza", "Frecuencia"),
        "Escalas": ("Atributo", "Mínimo", "Máximo", "Entero", "Sentido", "Etiquetas"),
        "Niveles": ("Nivel",), "Acerca de": ("Concepto", "Valor"),
    },
}
SPANISH = {
    "health": "Salud", "social": "Servicios sociales", "voluntary": "Asociaciones",
    "education": "Educación", "anchor institution": "Institución ancla",
    "government": "Administración pública", "neighbourhood": "barrio", "municipal": "municipal",
    "regional": "regional", "national": "nacional", "yes": "sí", "no": "no",
    "information": "información", "joint projects": "proyectos conjuntos",
    "shared resources": "recursos compartidos", "don't know": "NS", "trust": "confianza",
    "frequency": "frecuencia", "more": "más",
}
TRUST_WORDS = {
    "en": {1: "none", 2: "a little", 3: "some", 4: "quite a lot", 5: "a great deal"},
    "es": {1: "ninguna", 2: "poca", 3: "alguna", 4: "bastante", 5: "mucha"},
}
FREQUENCY_WORDS = {
    "en": {0: "never", 1: "yearly", 2: "quarterly", 3: "monthly", 4: "weekly", 5: "daily"},
    "es": {0: "nunca", 1: "anual", 2: "trimestral", 3: "mensual", 4: "semanal", 5: "a diario"},
}
ABOUT = {
    "en": (
        ("title", "Health alliance of Peñaluz (synthetic example)"),
        ("synthetic", "yes"),
        ("what this is", "A synthetic example: the place, the organisations and the answers are "
                         "invented. Any likeness to a real alliance is chance."),
        ("place", "Peñaluz (invented), a municipality of 41,000 residents"),
        ("survey", "March 2026; 38 organisations asked, 34 answered"),
        ("question", "With which organisations did yours work in the last twelve months, on what, "
                     "how often, and how much do you trust them to do what was agreed?"),
        ("made by", "make_penaluz.py, with a fixed seed"),
        ("licence", "BSD-3-Clause"),
    ),
    "es": (
        ("título", "Alianza local de salud de Peñaluz (ejemplo sintético)"),
        ("sintético", "sí"),
        ("qué es", "Un ejemplo sintético: el lugar, las organizaciones y las respuestas son "
                   "inventados. Cualquier parecido con una alianza real es casual."),
        ("lugar", "Peñaluz (inventado), municipio de 41 000 habitantes"),
        ("encuesta", "marzo de 2026; se preguntó a 38 organizaciones y respondieron 34"),
        ("pregunta", "¿Con qué organizaciones trabajó la suya en los últimos doce meses, en "
                     "qué, cada cuánto, y cuánta confianza hay en que cumplan lo acordado?"),
        ("hecho con", "make_penaluz.py, con una semilla fija"),
        ("licencia", "BSD-3-Clause"),
    ),
}


class Report(NamedTuple):
    """One row of the ties sheet; trust 1-5 or None (don't know), frequency 0-5 or None."""

    source: str
    target: str
    relation: str | None
    trust: int | str | None
    frequency: int | str | None


def planted() -> dict[tuple[str, str], bool]:
    """The ties that hold whatever the seed: pair in the order of the table -> reports {i->j}."""
    reports: dict[tuple[str, str], bool] = {}
    for word in PLANTED.split():
        first, mutual, second = (*word.partition("="),) if "=" in word else (*word.partition(">"),)
        reports[first, second] = True
        reports[second, first] = mutual == "="
    return reports


def chance(a: str, b: str) -> float:
    """How likely an unplanted pair is to work together."""
    apart = abs(RANK[a] - RANK[b])
    if {(a, b), (b, a)} & {*NEVER, *DONT_KNOW} or {a, b} & {HUB, LIBRARY, *UNHEARD}:
        return 0.0
    if {SECTOR[a], SECTOR[b]} == {"health", "voluntary"}:
        return 0.0
    same = SECTOR[a] == SECTOR[b]
    sort = "inside" if same else "outside"
    return CHANCE["health " * ("health" in (SECTOR[a], SECTOR[b])) + sort][apart]


def make_ties(seed: int = SEED) -> list[tuple[str, str]]:
    """Who names whom, in the order of the organisations."""
    # Drawn for every pair, so that a tie more or less moves no other.
    draws = iter(np.random.default_rng(seed).random((len(IDS) * (len(IDS) - 1) // 2, 2)))
    settled = planted()
    named: set[tuple[str, str]] = set()
    for a, b in itertools.combinations(IDS, 2):
        drawn, who = next(draws)
        if (a, b) in settled:
            forward, back = settled[a, b], settled[b, a]
        elif drawn < chance(a, b):
            forward, back = who < FIRST_ONLY, not MUTUAL <= who < FIRST_ONLY
        else:
            continue
        named |= {pair for pair, told in (((a, b), forward), ((b, a), back)) if told}
    return [(a, b) for a in IDS for b in IDS if (a, b) in named and a not in SILENT]


def make_reports(seed: int = SEED) -> list[Report]:
    """The ties with what they are about, how often and with how much trust; and the non-ties."""
    drawn = np.random.default_rng(seed + 1).random((len(IDS), len(IDS), 6))
    reports = []
    for a, b in make_ties(seed):
        same, near = SECTOR[a] == SECTOR[b], RANK[a] == RANK[b]
        draws = drawn[IDS.index(a), IDS.index(b)]
        middle = 2.9 + .9 * same + .9 * (LIBRARY in (a, b))
        trust: int | str = int(np.clip(round(middle + 3 * (draws[0] - .5)), 1, 5))
        often = int(np.clip(round(2.3 + .5 * same + .7 * near + 4 * (draws[1] - .5)), 1, 5))
        held = (draws[2] < .92, draws[3] < .22 + .14 * same, draws[4] < .12 + .10 * same)
        if not any(held):
            held = (True, False, False)
        if draws[5] < .06:  # knows the tie, cannot say how much it trusts
            trust = "don't know"
        for relation, has, less in zip(RELATIONS, held, (0, 1, 2), strict=True):
            if has:
                reports.append(Report(a, b, relation, trust, max(1, often - less)))
    reports += [Report(a, b, None, None, 0) for a, b in NEVER]
    reports += [Report(a, b, None, "don't know", "don't know") for a, b in DONT_KNOW]
    return sorted(reports, key=lambda r: (IDS.index(r.source), IDS.index(r.target)))


Tables = dict[str, tuple[tuple[str, ...], list[tuple[object, ...]]]]


def tables(language: str, reports: list[Report], organisations: list[tuple[str, ...]],
           silent: tuple[str, ...], about: tuple[tuple[str, str], ...]) -> Tables:
    """The five sheets as one language writes them: name -> (header, rows)."""
    spanish = language == "es"

    def word(text: object) -> object:
        return SPANISH.get(text, text) if spanish and isinstance(text, str) else text

    def answer(value: int | str | None, words: dict[int, str]) -> object:
        return words[value] if spanish and isinstance(value, int) else word(value)

    trust, frequency = TRUST_WORDS[language], FREQUENCY_WORDS[language]

    def labels(words: dict[int, str]) -> str:
        return "; ".join(f"{value}={text}" for value, text in words.items())

    rows: tuple[list[tuple[object, ...]], ...] = (
        [(i, spanish_name if spanish else name, word(sector), word(LEVELS[i[0]]),
          word("no" if i in silent else "yes"))
         for i, sector, name, spanish_name in organisations],
        [(r.source, r.target, word(r.relation), answer(r.trust, trust),
          answer(r.frequency, frequency)) for r in reports],
        [(word("trust"), 1, 5, word("yes"), word("more"), labels(trust)),
         (word("frequency"), 0, 5, word("yes"), word("more"), labels(frequency))],
        [(word(level),) for level in ORDER],
        list(about),
    )
    return {name: (header, each)
            for (name, header), each in zip(HEADERS[language].items(), rows, strict=True)}


def write(path: Path, sheets: Tables, title: str, note: str) -> None:
    """One workbook; the same bytes every time."""
    # Strings stay strings: no cell becomes a formula, a link or a number by its looks.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title, "subject": note, "comments": note,
                             "keywords": "synthetic, sintético", "author": "partnernet",
                             "created": datetime.datetime(2026, 3, 31)})
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EDEDED"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, (header, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, header, head)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row, wrapped if len(header) == 2 else None)
            for column, text in enumerate(header):
                longest = max(len(str(cell)) for cell in (text, *(row[column] for row in rows)))
                sheet.set_column(column, column, min(longest + 2, 90))
            sheet.freeze_panes(1, 0)


def main(folder: Path) -> None:
    """Write both workbooks."""
    reports = make_reports()
    for language, about in ABOUT.items():
        write(folder / f"penaluz_{language}.xlsx",
              tables(language, reports, ORGANISATIONS, SILENT, about),
              title=about[0][1], note=about[2][1])
    print(f"{len(IDS)} organisations, {len(make_ties())} ties, {len(reports)} rows")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
