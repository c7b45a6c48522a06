"""Every column and figure that an answer shows can be explained."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

import partnernet as pn
from partnernet.words import explaining

# Tables that hold the data's own words as headings: levels or sectors, one a column.
GRIDS = {"grid"}


def alliance() -> pn.Partnership:
    """Nine organisations of three sectors on three levels; two did not answer."""
    organisations = pd.DataFrame({
        "id": list("abcdefghi"),
        "sector": ["health", "health", "health", "social", "social", "social",
                   "voluntary", "voluntary", "voluntary"],
        "level": ["neighbourhood", "municipal", "regional"] * 3,
    })
    pairs = ["ab", "ba", "bc", "ac", "ca", "de", "ed", "ef", "df", "gh", "hg", "hi", "bd", "db",
             "eh", "cf", "fi", "ag"]
    ties = pd.DataFrame({"source": [pair[0] for pair in pairs],
                         "target": [pair[1] for pair in pairs],
                         "trust": [1 + place % 5 for place in range(len(pairs))],
                         "frequency": [1 + place % 4 for place in range(len(pairs))]})
    return pn.Partnership(organisations, ties, answered=list("abcdefg"))


def unexplained(answer: pn.Answer) -> list[str]:
    """The headings of an answer's tables, and the figures named in its rows, not explained."""
    tables = [answer.table(), *(table for name, table in answer.details.items()
                                if name not in GRIDS)]
    headings = [str(column) for table in tables for column in table.columns]
    for table in tables:
        if "measure" in table.columns:  # a row a figure, named in this column
            headings += list(table["measure"])
        elif table.index.name in ("measure", "kind"):
            headings += [str(row) for row in table.index]
    return sorted({heading for heading in headings if explaining.find(heading) is None})


@pytest.mark.parametrize("name", pn.QUESTIONS)
@pytest.mark.parametrize("null", [None, "permutation", "degree"])
def test_every_heading_of_an_answer_is_explained(name: str, null: str | None) -> None:
    function = getattr(pn, name)
    taken = inspect.signature(function).parameters
    options = {"replicates": 19} if "replicates" in taken else {}
    if null is not None and "null" not in taken:
        pytest.skip("takes no null model")
    try:
        answer = function(alliance(), **options, **({} if null is None else {"null": null}))
    except pn.UnknownName:
        pytest.skip("takes other null models")
    assert not unexplained(answer)


def test_every_heading_of_a_study_is_explained() -> None:
    of = alliance()
    assert not unexplained(pn.bootstrap(pn.cohesion, of, replicates=9))
    assert not unexplained(pn.sensitivity(pn.cohesion, of))
    assert not unexplained(pn.compare({"before": of, "after": pn.what_if(of, remove=["a"])}))
