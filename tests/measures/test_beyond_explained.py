"""Every heading of an answer beyond the ties can be explained in every language; all are quick."""

import time

import pytest

import partnernet as pn
from partnernet.words import LANGUAGES, explaining

BEYOND, CITIES = pn.samples.path("penaluz_beyond"), pn.samples.path("cities")
# Tables whose headings are the data's own words: themes, domains.
OWN_WORDS = {"grid", "scores"}


def everything(replicates: int) -> list[pn.Answer]:
    alliance = pn.samples.load("penaluz")
    system = pn.read_system_map(BEYOND, alliance=alliance)
    return [
        pn.assess(pn.read_answers(BEYOND), "cooperation_grid", alliance, replicates=replicates),
        pn.outcomes(pn.read_outcomes(BEYOND), alliance, replicates=replicates),
        pn.fit(system, alliance, replicates=replicates), system.influence(), system.loops(),
        system.leverage(), pn.coverage(pn.read_initiatives(BEYOND)),
        pn.resources(pn.read_resources(BEYOND), alliance),
        pn.learning(pn.read_scores(CITIES)),
        pn.waves(alliance, pn.samples.load("penaluz_crisis"), replicates=replicates),
    ]


@pytest.fixture(scope="module")
def answers() -> list[pn.Answer]:
    return everything(19)


def test_every_heading_is_explained(answers: list[pn.Answer]) -> None:
    for answer in answers:
        tables = {"": answer.table(), **answer.details}
        headings = [str(name) for title, table in tables.items() if title not in OWN_WORDS
                    for name in (*table.columns, *filter(None, table.index.names))]
        headings += [name for table in tables.values() if "measure" in table
                     for name in table["measure"]]
        assert not [name for name in headings if explaining.find(name) is None], answer.measure


def test_answers_become_json_excel_and_html(answers: list[pn.Answer], tmp_path) -> None:
    for answer in answers:
        assert answer.to_dict()["measure"] == answer.measure
        assert answer._repr_html_()
        answer.to_excel(tmp_path / f"{answer.measure}.xlsx")
        assert all(answer.text(language) for language in LANGUAGES)
        assert len(repr(answer)) < 400


def test_everything_for_the_alliance_takes_less_than_five_seconds() -> None:
    everything(9)  # what loads on first use
    start = time.process_time()
    everything(999)
    assert time.process_time() - start < 5
