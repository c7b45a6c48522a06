"""Every public question, asked of partnerships that have almost nothing to say.

Each gets a defined answer or an undefined one with its reason, in three languages, and nothing
raises.
"""

import json
import math
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot

import partnernet as pn
from partnernet.words import LANGUAGES

mpl.use("Agg")
IDS = ["a", "b", "c", "d", "e", "f"]
SECTORS = ["health", "health", "health", "social", "social", "social"]
LEVELS = ["municipal", "regional", "municipal", "municipal", "regional", "national"]
TIES = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("a", "d"), ("f", "b")]
SPLIT = [("a", "b"), ("b", "c"), ("d", "e")]


def organisations(**columns: Any) -> pd.DataFrame:
    return pd.DataFrame({"id": IDS, **columns})


def ties(pairs: list[tuple[str, str]], **columns: Any) -> pd.DataFrame:
    return pd.DataFrame(pairs, columns=["source", "target"], dtype=object).assign(**columns)


BLANK = [None] * len(IDS)
FULL = organisations(sector=SECTORS, level=LEVELS)
STRONG = ties(TIES, trust=[5, 4, 3, 2, 1, 5, 4], frequency=[1, 2, 3, 4, 5, 1, 2])
CASES: dict[str, dict[str, Any]] = {
    "empty": {
        "organisations": pd.DataFrame({"id": [], "sector": [], "level": []}, dtype=object),
        "ties": ties([]),
    },
    "empty, without columns": {"organisations": pd.DataFrame({"id": []}, dtype=object)},
    "one organisation": {"organisations": FULL.head(1), "ties": ties([])},
    "two organisations": {"organisations": FULL.iloc[[0, 3]], "ties": ties([("a", "d")])},
    "one sector": {
        "organisations": organisations(sector=["health"] * 6, level=LEVELS),
        "ties": STRONG,
    },
    "one level": {
        "organisations": organisations(sector=SECTORS, level=["municipal"] * 6),
        "ties": STRONG,
    },
    "levels without order": {
        "organisations": organisations(sector=SECTORS, level=["here", "there"] * 3),
        "ties": STRONG,
    },
    "no tie": {"organisations": FULL, "ties": ties([])},
    "disconnected": {"organisations": FULL, "ties": ties(SPLIT)},
    "everything blank": {
        "organisations": organisations(sector=BLANK, level=BLANK),
        "ties": ties(TIES, trust=[math.nan] * 7, frequency=[math.nan] * 7),
    },
    "unlabelled": {"organisations": organisations(), "ties": ties(TIES)},
    "nobody answered": {"organisations": FULL, "ties": STRONG, "answered": []},
    "one answered": {"organisations": FULL, "ties": STRONG, "answered": ["a"]},
    "everybody answered": {"organisations": FULL, "ties": STRONG, "answered": IDS},
    "nobody could say": {
        "organisations": FULL,
        "ties": ties([]),
        "unknown": [(i, j) for i in IDS for j in IDS if i != j],
    },
    "every tie stands": {
        "organisations": FULL,
        "ties": ties([(i, j) for k, i in enumerate(IDS) for j in IDS[k + 1 :]]),
    },
}
# Few replicates: what is asked is that an answer comes, not how precise it is.
QUESTIONS: dict[str, Callable[[pn.Partnership], Any]] = {
    "quality": pn.quality,
    "cohesion": pn.cohesion,
    "mixing": lambda a: pn.mixing(a, replicates=19),
    "mixing by level, both nulls": lambda a: pn.mixing(
        a, by="level", null=("permutation", "degree"), replicates=19
    ),
    "silos": lambda a: pn.silos(a, replicates=19),
    "silos by level": lambda a: pn.silos(a, by="level", replicates=19),
    "connectivity": lambda a: pn.connectivity(a, replicates=19),
    "vertical": lambda a: pn.vertical(a, replicates=19),
    "brokerage": pn.brokerage,
    "brokerage by level": lambda a: pn.brokerage(a, by="level"),
    "structural_holes": pn.structural_holes,
    "brokers": lambda a: pn.brokers(a, replicates=9),
    "segregation": lambda a: pn.segregation(a, replicates=19),
    "horizontal": lambda a: pn.horizontal(a, replicates=19),
    "bridges": pn.bridges,
    "core_periphery": lambda a: pn.core_periphery(a, null="degree", replicates=9),
    "communities": lambda a: pn.communities(a, runs=3, replicates=9),
    "layers": lambda a: pn.layers(a, replicates=9),
    "voices": lambda a: pn.voices(a, replicates=19),
    "introductions": lambda a: pn.introductions(a, replicates=9),
    "key_players": pn.key_players,
    "key_players, near": lambda a: pn.key_players(a, size=2, aim="diffuse_distance"),
    "board": lambda a: pn.board(a, size=2),
    "resilience": lambda a: pn.resilience(a, replicates=9),
    "sensitivity": lambda a: pn.sensitivity(pn.cohesion, a),
    "bootstrap": lambda a: pn.bootstrap(pn.cohesion, a, replicates=9),
    "compare": lambda a: pn.compare({"one": a, "other": a}),
    "balance": lambda a: pn.balance(a, replicates=9, draws=3),
    "summary": lambda a: pn.summary(a, replicates=19),
}
EVERY_CASE = pytest.mark.parametrize("case", CASES)
EVERY_QUESTION = pytest.mark.parametrize("question", QUESTIONS)
BOTH_WAYS = pytest.mark.parametrize("directed", [True, False], ids=["directed", "undirected"])


def undefined(answer: Any) -> list[str]:
    """What the answer leaves undefined, by name, of the numbers it promises.

    In a table a column counts where no row has a value; p and z of nulls that nobody asked for,
    and thresholds that nobody set, do not apply.
    """
    if isinstance(answer, pn.Figures):
        return [str(name) for name in answer if math.isnan(answer[name])]
    if isinstance(answer, pn.Score):
        return [str(answer.measure)] if math.isnan(answer.value) else []
    numbers = answer.table().select_dtypes("number")
    empty = [str(c) for c in numbers.columns if len(numbers) and numbers[c].isna().all()]
    return [c for c in empty if not c.startswith(("p_", "z_", "min_"))]


def assert_told(missing: list[str], caveats: str) -> None:
    """Each is named beside its reason; long lists end in "and 4 more"."""
    told = [name for name in missing if name in caveats]
    assert len(told) == len(missing) or re.search(r"\d+ more", caveats), (missing, caveats)


@cache
def answer_to(question: str, case: str, directed: bool) -> Any:
    return QUESTIONS[question](pn.Partnership(**CASES[case], directed=directed))


@BOTH_WAYS
@EVERY_CASE
@EVERY_QUESTION
def test_answers_or_says_why_not(question: str, case: str, directed: bool) -> None:
    answer = answer_to(question, case, directed)
    assert isinstance(answer, pn.Answer)
    assert isinstance(answer.table(), pd.DataFrame)
    numbers = answer.table().select_dtypes("number").to_numpy(dtype=float)
    assert not np.isinf(numbers).any()
    assert json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert repr(answer)
    assert answer._repr_html_()
    assert answer.settings
    for language in LANGUAGES:
        text = answer.text(language)
        assert text.strip()
        assert "{" not in text
        assert "nan" not in text.lower().split()
    missing = undefined(answer)
    if missing:
        told = "\n".join(map(str, answer.caveats))
        assert told, (missing, "no reason given")
        if not isinstance(answer, pn.Score):
            assert_told(missing, told)


@EVERY_CASE
@EVERY_QUESTION
def test_draws_something_or_refuses_in_words(question: str, case: str) -> None:
    answer = answer_to(question, case, directed=True)
    if answer.drawing is None:
        with pytest.raises(pn.OptionError, match=answer.measure):
            answer.plot()
    else:
        axes = answer.plot(pyplot.figure(figsize=(2, 2), dpi=40).gca())
        axes.figure.canvas.draw()
        pyplot.close("all")


@BOTH_WAYS
def test_no_dyad_no_density(directed: bool) -> None:
    for case in ("empty", "one organisation", "nobody answered", "nobody could say"):
        answer = pn.cohesion(pn.Partnership(**CASES[case], directed=directed))
        assert math.isnan(answer["density"]), case
        assert any("density" in str(c) for c in answer.caveats), case
    assert pn.cohesion(pn.Partnership(**CASES["no tie"], directed=directed))["density"] == 0


@EVERY_QUESTION
def test_workbook_of_an_empty_partnership(question: str, tmp_path: Any) -> None:
    answer = answer_to(question, "empty", directed=True)
    answer.to_excel(tmp_path / "answer.xlsx")
    assert (tmp_path / "answer.xlsx").stat().st_size > 0
