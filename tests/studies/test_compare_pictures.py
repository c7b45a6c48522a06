"""What a comparison draws: each partnership beside chance, and two of them before and after."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import partnernet as pn
from partnernet.pictures.marks import Circle, Picture, Rect, everything


def pair() -> dict[str, pn.Partnership]:
    organisations = pd.DataFrame({"id": list("abcdef"), "sector": ["x"] * 3 + ["y"] * 3,
                                  "level": ["municipal", "regional"] * 3})
    inward = pd.DataFrame({"source": list("abcdef"), "target": list("bcaefd")})
    outward = pd.DataFrame({"source": list("abcdef"), "target": list("defabc")})
    return {"inward": pn.Partnership(organisations, inward),
            "outward": pn.Partnership(organisations, outward)}


def dots(picture: Picture, role: str = "dot") -> list[Circle]:
    return [mark for mark in everything(picture.marks)
            if isinstance(mark, Circle) and mark.role == role]


def words(picture: Picture) -> list[str]:
    return [" ".join(text.lines) for text in picture.texts()]


def test_each_partnership_is_a_dot_at_its_distance_from_chance() -> None:
    alliances = {**pair(), "both": pair()["inward"]}
    answer = pn.compare(alliances)
    assert list(answer.drawings) == ["mixing"]
    picture = answer.drawing(language="en")
    z = answer.table()["ei_z"].to_numpy()
    x = np.array([dot.x for dot in dots(picture)])
    assert len(x) == 3
    # On one scale: as far apart on the page as in the table.
    assert np.allclose(np.diff(x) / np.diff(z), (x[1] - x[0]) / (z[1] - z[0]))
    band = next(mark for mark in everything(picture.marks)
                if isinstance(mark, Rect) and mark.role == "chance")
    unit = (x[1] - x[0]) / (z[1] - z[0])
    assert band.width == pytest.approx(2 * 1.96 * unit)
    assert picture.legend


def test_an_undefined_figure_has_no_dot() -> None:
    nobody = pn.Partnership(pair()["inward"].organisations)
    picture = pn.compare({**pair(), "nobody": nobody}).drawing(language="sv")
    assert len(dots(picture)) == 2
    assert "–" in words(picture)


@pytest.mark.parametrize("language", ["en", "es", "sv"])
def test_two_are_shown_before_and_after(language: str) -> None:
    answer = pn.compare(pair())
    assert set(answer.drawings) == {"mixing", "map", "figures"}
    picture = answer.drawings["figures"](language=language)
    table = answer.table()
    shown = sum(table[name].notna().all() for name in (
        "ei_index", "response_rate", "confirmation", "reciprocity", "connectedness",
        "cross_group_efficiency", "chain_intact", "chain_intact_up"))
    assert len(dots(picture)) == len(dots(picture, "off")) == shown
    told = words(picture)
    sign = {"en": "−1.00 → +1.00", "es": "−1,00 → +1,00", "sv": "−1,00 → +1,00"}[language]
    assert sign in told
    assert not picture.outside()


def test_the_map_comes_first_for_two() -> None:
    answer = pn.compare(pair())
    assert answer.drawing is answer.drawings["map"]
    assert answer.plot(picture="mixing").figure is not None
