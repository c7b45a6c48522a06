"""A synthetic alliance for the pictures: seeded, of any size, in three languages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Ints
from partnernet.kernels.layout import pair_up, width_class
from partnernet.pictures.scene import Lines, Members
from partnernet.vocabulary.looks import looks_for

KEYS = ["health", "social", "voluntary", "education", "anchor institution", "government"]
SECTORS = {
    "en": ["Health", "Social services", "Voluntary", "Education", "Anchor institution",
           "Government"],
    "es": ["Salud", "Servicios sociales", "Asociaciones (tercer sector)", "Educación",
           "Institución ancla", "Administración pública"],
    "sv": ["Hälsa och vård", "Socialtjänst", "Idéburen sektor", "Utbildning", "Ankarinstitution",
           "Offentlig förvaltning"],
}
LEVELS = {
    "en": ["Neighbourhood", "Municipal", "Regional", "National"],
    "es": ["Barrio", "Municipal", "Regional (autonómico)", "Nacional"],
    "sv": ["Närområde", "Kommunal nivå", "Regional nivå", "Nationell nivå"],
}
NAMES = {
    "en": [["Health Centre", "Primary Care Directorate", "Mental Health Unit", "Pharmacies Group"],
           ["Day Centre", "Home Care Co-op", "Elder Care Service", "Social Services"],
           ["Neighbours of", "Seniors’ Club", "Women’s Association", "Newcomers’ Welcome"],
           ["Primary School", "Secondary School", "Adult Education Centre"],
           ["Hospital", "University", "Library"],
           ["Council Health Office", "Planning Department", "Sports Service", "Mayor’s Office"]],
    "es": [["Centro de Salud", "Dirección de Atención Primaria", "Unidad de Salud Mental"],
           ["Centro de Día", "Servicio de Ayuda a Domicilio", "Servicios Sociales Municipales"],
           ["Asociación Vecinal", "Club de Personas Mayores", "Asociación de Mujeres"],
           ["Colegio Público", "Instituto de Secundaria", "Centro de Educación de Adultos"],
           ["Hospital Universitario", "Universidad", "Biblioteca Municipal"],
           ["Concejalía de Salud Pública", "Departamento de Urbanismo", "Servicio de Deportes"]],
    "sv": [["Vårdcentralen", "Primärvårdsledningen", "Psykiatriska öppenvårdsmottagningen"],
           ["Dagverksamheten", "Hemtjänsten", "Socialförvaltningen"],
           ["Byalaget", "Pensionärsföreningen", "Kvinnojouren", "Ungdomsgården"],
           ["Grundskolan", "Gymnasieskolan", "Vuxenutbildningen"],
           ["Universitetssjukhuset", "Högskolan", "Stadsbiblioteket"],
           ["Folkhälsoenheten", "Samhällsbyggnadskontoret", "Fritidsförvaltningen"]],
}
PLACES = ["Norte", "Sur", "La Ribera", "El Olmo", "Barrio Alto", "La Fuente", "Sierra", "Vega",
          "Åkerby", "Östra Husby", "Norrköping", "Söderköping"]
MANY_GROUPS = ["Business", "Residents", "Faith", "Culture", "Sport", "Housing", "Police",
               "Transport", "Media"]


@dataclass(frozen=True, eq=False)
class Alliance:
    """Everything that the pictures take."""

    members: Members
    lines: Lines
    level: Ints
    levels: list[str]
    source: Ints
    target: Ints
    trust: np.ndarray


def alliance(n: int = 34, *, groups: int = 6, silent: int = 3, seed: int = 7,
             language: str = "en", mean_degree: float = 6.0) -> Alliance:
    """n organisations of so many sectors on four levels; the first sector is a silo."""
    rng = np.random.default_rng(seed)
    shares = np.array([0.21, 0.15, 0.26, 0.12, 0.09, 0.17] + [0.08] * 20)[:groups]
    group = np.sort(rng.choice(groups, n, p=shares / shares.sum()))
    level = rng.choice(4, n, p=[0.4, 0.35, 0.16, 0.09])
    sector_names = (SECTORS[language] + MANY_GROUPS)[:groups]
    names = [f"{NAMES[language][g % 6][rng.integers(len(NAMES[language][g % 6]))]} "
             f"{PLACES[rng.integers(len(PLACES))]}" for g in group]
    source, target, trust = _ties(group, level, mean_degree, rng)
    answered = np.ones(n, dtype=bool)
    answered[rng.choice(n, min(silent, n), replace=False)] = False
    keep = answered[source]
    source, target, trust = source[keep], target[keep], trust[keep]
    first, second, says, strength = pair_up(source, target, trust, answered[target],
                                            directed=True)
    keys: list[str | None] = [*KEYS, *[None] * 20]
    members = Members([f"id{k:03d}" for k in range(n)], names, group, sector_names,
                      looks_for(keys[:groups]), answered)
    lines = Lines(first, second, says, width_class(strength, 1, 5))
    return Alliance(members, lines, level, LEVELS[language], source, target, trust)


def _ties(group: Ints, level: Ints, mean_degree: float,
          rng: np.random.Generator) -> tuple[Ints, Ints, np.ndarray]:
    n = len(group)
    a, b = np.triu_indices(n, 1)
    apart = np.abs(level[a] - level[b])
    odds = np.where(group[a] == group[b], 3.0, 1.0) * np.array([1.6, 1.0, 0.25, 0.1])[apart]
    odds *= np.where((group[a] == 0) & (group[b] == 0), 3.0,
                     np.where((group[a] == 0) | (group[b] == 0), 0.4, 1.0))
    odds *= rng.lognormal(0, 0.6, n)[a] * rng.lognormal(0, 0.6, n)[b]
    chance = np.minimum(0.95, odds * mean_degree * n / 2 / odds.sum())
    there = rng.random(len(a)) < chance
    a, b = a[there], b[there]
    kind = rng.random(len(a))
    out, back = kind < 0.8, (kind < 0.6) | (kind >= 0.8)
    source = np.concatenate([a[out], b[back]])
    target = np.concatenate([b[out], a[back]])
    trust = np.clip(np.round(rng.normal(3.4, 1.0, len(source))), 1, 5)
    return source.astype(np.int64), target.astype(np.int64), trust
