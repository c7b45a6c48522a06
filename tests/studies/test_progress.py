"""Studies show how far they are: a bar of their name, or calls of a function."""

from collections.abc import Callable
from typing import Any

import pytest

import partnernet as pn


def compare(**options: Any) -> pn.Answer:
    return pn.compare({"calm": pn.samples.load("penaluz"),
                       "flood": pn.samples.load("penaluz_crisis")}, **options)


def sensitivity(**options: Any) -> pn.Answer:
    return pn.sensitivity(pn.quality, pn.samples.load("emon_mt_si"), min_frequency=[1, 2],
                          **options)


def bootstrap(**options: Any) -> pn.Answer:
    return pn.bootstrap(pn.quality, pn.samples.load("emon_mt_si"), replicates=5, **options)


STUDIES = (compare, sensitivity, bootstrap)


@pytest.mark.parametrize("study", STUDIES)
def test_true_draws_a_bar_and_none_draws_nothing(study: Callable[..., pn.Answer],
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    study(progress=True)
    assert study.__name__ in capsys.readouterr().err
    study()
    study(progress=False)
    assert not capsys.readouterr().err


@pytest.mark.parametrize("study", STUDIES)
def test_a_function_is_called_to_the_end(study: Callable[..., pn.Answer]) -> None:
    calls: list[tuple[int, int]] = []
    study(progress=lambda done, total: calls.append((done, total)))
    assert calls == sorted(calls)
    assert calls[-1][0] == calls[-1][1] > 1
