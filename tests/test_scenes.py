"""Every answer that has a picture draws it, in every language, from any partnership."""

from typing import Any

import matplotlib
import pandas as pd
import pytest

import partnernet as pn

matplotlib.use("Agg")

# Question → what makes it quick: the picture is the same kind whatever the number of replicates.
DRAWN: dict[str, dict[str, Any]] = {
    "bridges": {}, "brokerage": {}, "brokers": {"replicates": 5}, "communities": {
        "runs": 2, "null": None}, "connectivity": {"null": None},
    "introductions": {"replicates": 5}, "mixing": {"null": None}, "resilience": {"replicates": 5},
    "silos": {"replicates": 19}, "structural_holes": {}, "vertical": {"null": None},
    "voices": {"null": None},
}


@pytest.fixture(scope="module")
def alliance() -> pn.Partnership:
    return pn.samples.load("penaluz")


@pytest.mark.parametrize("name", DRAWN)
def test_answers_draw_their_pictures(name: str, alliance: pn.Partnership) -> None:
    answer = getattr(pn, name)(alliance, **DRAWN[name])
    titles = set()
    for language in ("en", "es", "sv"):
        picture = answer.drawing(language=language)
        assert picture.title
        assert picture.marks
        titles.add(picture.title)
    assert len(titles) > 1, "the same title in three languages"
    axes = answer.plot()
    assert axes.figure is not None


def test_the_map_takes_every_kind_of_partnership(alliance: pn.Partnership) -> None:
    small = pn.Partnership(pd.DataFrame({"id": ["a", "b"]}),
                           pd.DataFrame({"source": ["a"], "target": ["b"]}), directed=False)
    for partnership, options in ((alliance, {"strength": "frequency"}),
                                 (alliance, {"variant": "organic", "language": "sv"}),
                                 (small, {}), (pn.samples.load("emon_mt_si"), {})):
        assert partnership.plot(**options).figure is not None
    with pytest.raises(pn.UnknownName, match="organic"):
        alliance.plot(variant="lane")


def test_before_and_after_show_what_was_made_and_lost(alliance: pn.Partnership) -> None:
    after = pn.what_if(alliance, add=[("M12", "B9")], remove=[("M1", "M2")])
    picture = pn.compare({"before": alliance, "after": after}).drawing(language="en")
    counts = {entry.words: entry.count for block in picture.legend for entry in block.entries}
    assert counts["new"] == 1  # the one tie added
    assert counts["no longer there"] == 1  # the one taken out


def test_an_answer_without_a_picture_says_so(alliance: pn.Partnership) -> None:
    with pytest.raises(pn.OptionError, match="no picture"):
        pn.quality(alliance).plot()
