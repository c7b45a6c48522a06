"""Reports written once for the tests that read them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from report_cases import DAY, full

from partnernet.report import report


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A report of the full alliance, written once for each set of options."""
    folder = tmp_path_factory.mktemp("reports")
    done: dict[tuple[Any, ...], Path] = {}

    def write(language: str = "en", audience: str = "partners") -> Path:
        key = language, audience
        if key not in done:
            path = folder / f"{language}-{audience}.html"
            done[key] = report(full(), path, language=language, audience=audience, date=DAY,
                               replicates=49, tables=path.with_suffix(".xlsx"))
        return done[key]

    return write
