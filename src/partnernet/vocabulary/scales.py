"""Scales of answers: their range, their direction, their labels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from partnernet.errors import OptionError
from partnernet.vocabulary import answers
from partnernet.words import Names, say

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Direction = Literal["more", "less"]
_KNOWN = ("low", "high", "integer", "direction", "labels")


@dataclass(frozen=True)
class Scale:
    """How answers of one kind are to be read.

    ``low``, ``high``: the ends of the range, None where nobody said. ``direction`` "more": a high
    value is strong; "less": a low value is (EMON's frequency, 1 = continuously). ``labels``: value
    → what the questionnaire called it. ``declared``: whether somebody stated the scale.
    """

    low: float | None = None
    high: float | None = None
    integer: bool = False
    direction: Direction = "more"
    labels: Mapping[float, str] = field(default_factory=dict)
    declared: bool = True

    @classmethod
    def of(cls, stated: Mapping[str, Any] | Scale, name: str = "") -> Scale:
        """A scale from a user's mapping.

        Raises
        ------
        OptionError
            An unknown key, ends that are no numbers or the wrong way round, a direction that is
            neither "more" nor "less", "less" without both ends, or a label that stands off the
            scale (unless it says "don't know" or "no answer").
        """
        if isinstance(stated, Scale):
            return stated
        if not isinstance(stated, Mapping):
            raise OptionError(say("input.scale_not_mapping", name=name))
        strange = [str(key) for key in stated if key not in _KNOWN]
        if strange:
            raise OptionError(say("input.scale_unknown_key", name=name, key=strange[0],
                                  known=Names(_KNOWN)))
        low, high = (_end(stated.get(end), name) for end in ("low", "high"))
        if low is not None and high is not None and not low < high:
            raise OptionError(say("input.scale_ends", name=name, low=_plain(low),
                                  high=_plain(high)))
        direction = stated.get("direction", "more")
        if direction not in ("more", "less"):
            raise OptionError(say("input.scale_direction", name=name, found=str(direction)))
        if direction == "less" and (low is None or high is None):
            raise OptionError(say("input.scale_less_needs_ends", name=name))
        integer = stated.get("integer", False)
        if not isinstance(integer, bool | np.bool_):
            raise OptionError(say("input.scale_integer", name=name, found=str(integer)))
        scale = cls(low, high, bool(integer), direction, _labels(stated.get("labels"), name), True)
        for value, label in scale.labels.items():
            # A number that stands for "don't know" or "no answer" (99) has no place on the scale.
            told = not answers.is_unknown(label) and not answers.is_empty(label)
            if told and scale.fault(value) is not None:
                raise OptionError(say("input.scale_label_off", name=name, label=label,
                                      value=_plain(value)))
        return scale

    def to_dict(self) -> dict[str, Any]:
        """The mapping that ``of`` reads back."""
        return {"low": self.low, "high": self.high, "integer": self.integer,
                "direction": self.direction, "labels": dict(self.labels)}

    @property
    def ranged(self) -> bool:
        """Whether both ends are known."""
        return self.low is not None and self.high is not None

    def fault(self, value: float) -> str | None:
        """"low", "high" or "integer" where a value cannot stand on the scale, else None."""
        if self.low is not None and value < self.low:
            return "low"
        if self.high is not None and value > self.high:
            return "high"
        return "integer" if self.integer and value != math.floor(value) else None

    def faulty(self, values: Floats) -> Bools:
        """Which values cannot stand on the scale; blanks can."""
        wrong = np.zeros(values.shape, dtype=bool)
        with np.errstate(invalid="ignore"):
            if self.low is not None:
                wrong |= values < self.low
            if self.high is not None:
                wrong |= values > self.high
            if self.integer:
                wrong |= (values != np.floor(values)) & ~np.isnan(values)
        return wrong

    def oriented(self, values: Floats) -> Floats:
        """Values so that more is stronger: the value itself, or low + high − value."""
        if self.direction == "less" and self.low is not None and self.high is not None:
            return self.low + self.high - values
        return values.copy()

    def ends(self, oriented: Floats) -> tuple[float, float]:
        """The two ends of the range; where nobody stated them, those of the values."""
        known = oriented[~np.isnan(oriented)]
        low = self.low if self.low is not None else float(known.min()) if known.size else 0.0
        high = self.high if self.high is not None else float(known.max()) if known.size else 1.0
        return low, high

    def at_least(self, values: Floats, threshold: float) -> Bools:
        """Which values are at least as strong as a threshold in the file's own values.

        Blanks are not.
        """
        with np.errstate(invalid="ignore"):
            return values <= threshold if self.direction == "less" else values >= threshold

    def unit(self, values: Floats) -> Floats:
        """Oriented values between 0 and 1; over their own range where none was declared.

        Where all are alike and no range is known, each is 1. Blanks stay blank.
        """
        oriented = self.oriented(values)
        low, high = self.low, self.high
        known = oriented[~np.isnan(oriented)]
        if not known.size:
            return oriented
        if low is None:
            low = float(known.min())
        if high is None:
            high = float(known.max())
        if not high > low:
            return np.where(np.isnan(oriented), np.nan, 1.0)
        return np.clip((oriented - low) / (high - low), 0.0, 1.0)


def _end(value: Any, name: str) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | np.number):
        raise OptionError(say("input.scale_end", name=name, found=str(value)))
    number = float(value)
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise OptionError(say("input.scale_end", name=name, found=str(value)))
    return number


def _labels(stated: Any, name: str) -> dict[float, str]:
    if stated is None:
        return {}
    if not isinstance(stated, Mapping):
        raise OptionError(say("input.scale_labels", name=name))
    labels: dict[float, str] = {}
    for value, label in stated.items():
        number = _end(value, name)
        if number is None:
            raise OptionError(say("input.scale_end", name=name, found=str(value)))
        labels[number] = str(label)
    return labels


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
