"""``compare`` over many alliances: whose each caveat is, and a picture that stays readable."""

import numpy as np
import pandas as pd
import pytest

import partnernet as pn
from partnernet.pictures import svg
from partnernet.words import LANGUAGES


def alliance(seed: int, silent: int) -> pn.Partnership:
    """Twelve organisations of three sectors and two levels, ties by chance, some silent."""
    rng = np.random.default_rng(seed)
    ids = [f"o{k}" for k in range(12)]
    table = rng.random((12, 12)) < 0.2
    np.fill_diagonal(table, False)
    table[:silent] = False
    source, target = np.nonzero(table)
    organisations = pd.DataFrame({
        "id": ids, "sector": ["health", "social", "voluntary"] * 4,
        "level": ["neighbourhood", "municipal"] * 6, "answered": [False] * silent
        + [True] * (12 - silent)})
    return pn.Partnership(organisations, pd.DataFrame({
        "source": [ids[k] for k in source], "target": [ids[k] for k in target]}))


@pytest.fixture(scope="module")
def many() -> pn.Answer:
    return pn.compare({f"city {k:02}": alliance(k, 1 + k % 3) for k in range(50)})


def test_caveats_say_whose_they_are() -> None:
    pair = pn.compare({"calm": alliance(1, 2), "flood": alliance(2, 0)})
    silent = [caveat for caveat in pair.caveats if "did not answer" in caveat]
    assert silent == ["calm: 2 of 12 organisations did not answer; their silence is unknown, "
                      "not “no tie”."]
    # Figures that do not stand in the table need no caveat, and no p-value stands in it.
    assert not any("krackhardt" in caveat or "replicates" in caveat for caveat in pair.caveats)
    both = pn.compare({"calm": alliance(1, 2), "flood": alliance(2, 2)})
    assert [caveat for caveat in both.caveats if "did not answer" in caveat] == [
        "2 of 12 organisations did not answer; their silence is unknown, not “no tie”."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_caveats_of_many_are_one_with_an_example(many: pn.Answer, language: str) -> None:
    assert len(many.caveats) < 10
    told = next(caveat for caveat in many.caveats if "did not answer" in caveat)
    assert told.startswith("In 50 of 50 partnerships something like this holds: 2 of 12") or \
        told.startswith("In 50 of 50 partnerships something like this holds: 1 of 12")
    assert "50" in many.text(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_are_drawn_by_their_ends(many: pn.Answer, language: str) -> None:
    z = many.table()["ei_z"].dropna().sort_values()
    drawn = svg.paint(many.drawing(language=language))
    assert z.index[0] in drawn
    assert z.index[-1] in drawn
    assert sum(f">{name}<" in drawn for name in many.table().index) == 40
    assert z.index[len(z) // 2] not in drawn
