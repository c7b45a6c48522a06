"""`introductions`: what a blank strength counts for, and equals that rounding tells apart."""

from typing import Any

import pandas as pd
import pytest

import partnernet as pn


def introduced(ties: list[tuple[Any, ...]], columns: list[str], **options: Any) -> pn.Suggestions:
    """A and B share the contact C, each in a sector of its own; scales from 0 to 4."""
    names = ["source", "target", *columns]
    alliance = pn.Partnership(
        pd.DataFrame({"id": list("ABC"), "sector": list("xyz")}), pd.DataFrame(ties, columns=names),
        scales={name: {"low": 0, "high": 4} for name in columns})
    return pn.introductions(alliance, limit=None, plan=1, replicates=2, **options)


def test_a_tie_without_frequency_is_as_strong_as_its_reports() -> None:
    # By hand: A–C confirmed, 1; C–B at the top of its scale, 1; only C has more than the mean load.
    answer = introduced([("A", "C", None), ("C", "A", None), ("C", "B", 4), ("B", "C", 4)],
                        ["frequency"])
    assert answer.table()["acceptance"].tolist() == pytest.approx([1])
    assert "1 tie has no frequency" in answer.text()
    # One report of two: ½.
    answer = introduced([("A", "C", None), ("C", "B", 4), ("B", "C", 4)], ["frequency"])
    assert answer.table()["acceptance"].tolist() == pytest.approx([0.5])


def test_a_tie_without_trust_is_as_strong_as_its_contact_is_frequent() -> None:
    ties = [("A", "C", None, 3), ("C", "A", None, 3), ("C", "B", 4, 1), ("B", "C", 4, 1)]
    answer = introduced(ties, ["trust", "frequency"], trust=True)
    assert answer.table()["acceptance"].tolist() == pytest.approx([3 / 4])
    assert answer.settings["strength"] == "trust"
    without = introduced(ties, ["trust", "frequency"])
    assert without.table()["acceptance"].tolist() == pytest.approx([3 / 4 * 1 / 4])
    assert "has no" not in without.text()


@pytest.mark.parametrize("names", ["ABCD", "ADCB"])
def test_equal_introductions_are_both_unbeaten_whatever_their_names(names: str) -> None:
    # A–B and A–D are alike in all four criteria but for the last digit of one.
    new = dict(zip("ABCD", names, strict=True))
    alliance = pn.Partnership(
        pd.DataFrame({"id": [new[k] for k in "ABCD"], "level": ["Z1", "M2", "M2", "M2"]}),
        pd.DataFrame([(new[a], new[b]) for a, b in ("CA", "CB", "DB", "DC")],
                     columns=["source", "target"]),
        levels=["Z1", "M2"], answered=[new[k] for k in "ACD"])
    table = pn.introductions(alliance, by="level", limit=None, plan=1, replicates=2).table()
    assert len(table) == 2
    assert table["pareto"].all()
