"""An assessment as its audience may see it, and how its cells are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from partnernet.instruments import Instrument
from partnernet.measures.assessment import Assessment
from partnernet.report.careful import LEAST
from partnernet.report.careful_beyond import TOTALS, SeenAnswers
from partnernet.report.context import Context
from partnernet.words import Shown


@dataclass(frozen=True)
class Where(Shown):
    """A cell in a sentence: ``communication (implementation)``."""

    instrument: Instrument
    domain: str
    stage: str

    def shown(self, language: str) -> str:
        """Domain, and stage in brackets, as inside a sentence."""
        names = [_small(self.instrument.text(key, language)) for key in (self.domain, self.stage)
                 if key]
        return names[0] if len(names) == 1 else f"{names[0]} ({names[1]})"


def _small(text: str) -> str:
    """With a small first letter, unless the word is all capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or len(text) < 2 else text


@dataclass(frozen=True, eq=False)
class Rated:
    """The answer, and what its audience may see of it.

    ``cells``: frame of the smallest units that pictures show, by (domain, stage).
    """

    context: Context
    answer: Assessment
    seen: SeenAnswers

    @classmethod
    def of(cls, context: Context) -> Rated | None:
        """What the report holds; None where there is no assessment."""
        beyond = context.beyond
        if beyond is None or beyond.assessment is None or beyond.seen is None:
            return None
        return cls(context, beyond.assessment, beyond.seen)

    @property
    def instrument(self) -> Instrument:
        """The questionnaire."""
        return self.answer.instrument

    @property
    def cells(self) -> pd.DataFrame:
        """The smallest units that pictures show."""
        part = "cell" if self.instrument.stages else "domain"
        frame = self.answer.frame
        return frame[frame.index.get_level_values("part") == part].droplevel(["part", "item"])

    @property
    def whole(self) -> pd.Series[Any]:
        """The row of everybody and everything."""
        return self.answer.frame.iloc[-1]

    @property
    def totals(self) -> bool:
        """Whether figures of domains, stages and the whole may stand beside those of cells."""
        return self.context.team or int(self.whole["answers"]) >= TOTALS

    @property
    def digits(self) -> int:
        """Decimals that the audience sees."""
        return 2 if self.context.team else 1

    @property
    def sure(self) -> pd.DataFrame:
        """Cells whose gap is sure and that at least five rated, the widest first."""
        frame = self.cells
        known = frame[(frame["gap_low"] > 0) & (frame["answers"] >= LEAST)
                      & (2 * frame["answers"] >= int(self.whole["answers"]))]
        return known.sort_values("gap", ascending=False, kind="stable")

    def where(self, key: tuple[str, str]) -> Where:
        """A cell in a sentence."""
        return Where(self.instrument, *key)

    def name(self, key: tuple[str, str]) -> str:
        """A cell as a label: ``Communication, Implementation``."""
        return ", ".join(self.instrument.text(part, self.context.language) for part in key if part)
