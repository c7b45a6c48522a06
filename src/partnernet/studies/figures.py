"""The numbers of any answer as one flat row, for studies that ask the same thing many times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from partnernet.answers import Answer, Figures, Score, Table
from partnernet.errors import OptionError
from partnernet.words import say

Pick = Callable[[Any], Mapping[str, Any]]


def numbers(answer: Answer, pick: Pick | None = None) -> dict[str, Any]:
    """Name → number (or word) of an answer.

    A Score gives value, expected, low, high, p by null model and the verdict of each group;
    Figures their figures; a Table its cells, ``row.column``. For other shapes pass ``pick``.

    Raises
    ------
    OptionError
        The answer has no few numbers and no ``pick`` says which.
    """
    if pick is not None:
        return dict(pick(answer))
    if isinstance(answer, Score):
        flat: dict[str, Any] = {"value": answer.value, "expected": answer.expected,
                                "low": answer.low, "high": answer.high}
        flat |= {f"p_{name}": p for name, p in answer.p.items()}
        table = answer.table()
        if "verdict" in table:
            flat |= {f"verdict {group}": word for group, word in table["verdict"].items() if word}
        return flat
    if isinstance(answer, Figures):
        return {name: answer[name] for name in answer}
    if isinstance(answer, Table):
        table = answer.table().select_dtypes("number")
        return {f"{' '.join(map(str, row)) if isinstance(row, tuple) else row}.{column}":
                float(value) for column in table for row, value in table[column].items()}
    raise OptionError(say("studies.needs_pick", measure=answer.measure))
