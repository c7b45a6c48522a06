"""Every column and figure that an answer shows can be explained."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

import partnernet as pn
from partnernet.words import explaining

# Public functions that answer a question of a partnership with a table.
ANSWERING = sorted(name for name, home in pn._HOME.items()
                   if home.startswith(("measures.", "suggest.")))


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


@pytest.mark.parametrize("name", ANSWERING)
@pytest.mark.parametrize("null", [None, "permutation"])
def test_every_heading_of_an_answer_is_explained(name: str, null: str | None) -> None:
    function = getattr(pn, name)
    options = inspect.signature(function).parameters
    if null is not None and "null" not in options:
        pytest.skip("takes no null model")
    asked = {"null": null} if null is not None else {}
    table = function(alliance(), **asked, **({"replicates": 19} if "replicates" in options else {})
                     ).table()
    headings = [str(column) for column in table.columns if column not in ("source", "target")]
    if "measure" in table.columns:  # a row a figure, named in this column
        headings += list(table["measure"])
    elif table.index.name in ("measure", "kind"):
        headings += [str(row) for row in table.index]
    assert not [heading for heading in headings if explaining.find(heading) is None]
