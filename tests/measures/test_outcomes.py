"""``outcomes``: the planted silos are found, chance keeps both margins, refusals help."""

import numpy as np
import pandas as pd
import pytest

import partnernet as pn
from partnernet.pictures import svg
from partnernet.words import LANGUAGES

PATH = pn.samples.path("penaluz_beyond")


@pytest.fixture(scope="module")
def alliance() -> pn.Partnership:
    return pn.samples.load("penaluz")


@pytest.fixture(scope="module")
def answer(alliance: pn.Partnership) -> pn.Answer:
    return pn.outcomes(pn.read_outcomes(PATH, alliance=alliance), alliance, replicates=499)


def small() -> pn.Partnership:
    return pn.Partnership(pd.DataFrame({"id": list("abcdef"), "sector": [
        "health", "health", "social", "social", "education", None]}))


def pairs(*rows: str) -> pd.DataFrame:
    return pd.DataFrame([(row[0], row[1:]) for row in rows], columns=["organisation", "outcome"])


def test_the_planted_silos_are_found(answer: pn.Answer) -> None:
    # Planted by make_beyond.py: five outcomes of fourteen held by one sector, three by health.
    table = answer.table()
    assert (len(table), int(table["silo"].sum())) == (14, 5)
    assert table.loc["Older residents who are not alone", "sectors"] == 4
    whole = answer.detail("whole").set_index("measure")
    assert whole.loc["silo_share", "value"] == pytest.approx(5 / 14)
    assert whole.loc["shared_share", "value"] == pytest.approx(9 / 14)
    assert (whole["p"] < 0.05).all()
    assert whole.loc["silo_share", "expected"] < 0.1


def test_breadth_by_hand() -> None:
    answer = pn.outcomes(pairs("aX", "bX", "cX", "eX", "aY", "bY", "fZ"), small(), replicates=99)
    table = answer.table()
    # Witness: Blau (1977), 1 − (2² + 1 + 1)/4² = .625.
    assert table.loc["X", "breadth"] == pytest.approx(0.625)
    assert table.loc["Y", ["organisations", "sectors", "breadth", "silo"]].tolist() == [2, 1, 0,
                                                                                        True]
    assert table.loc["Z", ["organisations", "sectors", "silo"]].tolist() == [1, 0, False]
    assert np.isnan(table.loc["Z", "breadth"])
    assert answer.detail("unshared").index.tolist() == ["d", "f"]
    shared = answer.detail("pairs").set_index(["sector_a", "sector_b"])["outcomes"]
    assert shared.loc[("health", "social")] == shared.loc[("social", "education")] == 1


def test_an_own_name_in_another_case_is_matched_and_a_repeat_counts_once() -> None:
    twice = pairs("aX", "AX", "cX")
    answer = pn.outcomes(twice, small(), replicates=9)
    assert answer.table().loc["X", "organisations"] == 2
    assert any("counts once" in caveat for caveat in answer.caveats)


def test_refusals() -> None:
    with pytest.raises(pn.InputError, match="not among the listed"):
        pn.outcomes(pairs("zX"), small())
    with pytest.raises(pn.InputError, match="blank"):
        pn.outcomes(pd.DataFrame({"organisation": ["a"], "outcome": [None]}).assign(more=1),
                    small())
    with pytest.raises(TypeError):
        pn.outcomes(pairs("aX"), {"a": 1})


def test_one_sector_or_none_is_undefined_with_its_reason() -> None:
    one = pn.Partnership(pd.DataFrame({"id": ["a", "b"], "sector": ["health", "health"]}))
    answer = pn.outcomes(pairs("aX", "bX"), one, replicates=9)
    whole = answer.detail("whole").set_index("measure")
    assert whole.loc["silo_share", "value"] == 1
    assert whole["p"].isna().all()
    assert any("one group" in caveat for caveat in answer.caveats)
    none = pn.outcomes(pairs("aX"), pn.Partnership(pd.DataFrame({"id": ["a"]})), replicates=9)
    assert none.detail("whole")["value"].isna().all()
    assert pn.outcomes(pairs(), small(), replicates=9).table().empty


def test_order_of_rows_changes_nothing(alliance: pn.Partnership) -> None:
    table = pn.read_outcomes(PATH).table()
    one = pn.outcomes(table, alliance, replicates=99)
    other = pn.outcomes(table.sample(frac=1, random_state=2), alliance, replicates=99)
    pd.testing.assert_frame_equal(one.table(), other.table())
    pd.testing.assert_frame_equal(one.detail("whole"), other.detail("whole"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_picture(answer: pn.Answer, language: str) -> None:
    assert "14" in answer.text(language)
    assert svg.paint(answer.drawing(language=language)).startswith("<svg")
    assert pn.outcomes(pairs(), small(), replicates=9).drawing(language=language)
