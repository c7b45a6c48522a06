"""Strengths of ties as readers see them: the words of the questionnaire, and what widths mean."""

from __future__ import annotations

import math

import numpy as np

from partnernet.kernels.dyads import Floats
from partnernet.kernels.layout import width_class
from partnernet.vocabulary import Scale
from partnernet.words import Number, show


def words(scale: Scale, oriented: float, language: str) -> str:
    """An oriented value as the questionnaire calls it: its label, else the number in the file."""
    if math.isnan(oriented):
        return "–"
    value = float(scale.oriented(np.array([oriented]))[0])
    label = next((text for number, text in scale.labels.items() if abs(number - value) < 1e-9), "")
    return label or show(Number(value, 0 if value == int(value) else 1), language)


def widths(scale: Scale, oriented: Floats, language: str) -> tuple[str, ...]:
    """What the five classes of line width mean, weakest first.

    Labels where the scale has some; a class between two of them names both, since a line is the
    mean of two reports.
    """
    low, high = scale.ends(oriented)
    if not high > low:
        return ()
    steps = np.array(sorted({float(scale.oriented(np.array([number]))[0])
                             for number in scale.labels}))
    if len(steps) < 2:
        steps = np.arange(math.ceil(low), math.floor(high) + 1, dtype=float)
    if not 2 <= len(steps) <= 7:
        return _ranges(scale, low, high, language)
    classes = width_class(steps, low, high)
    out = []
    for k in range(1, 6):
        here = [words(scale, float(step), language) for step in steps[classes == k]]
        below, above = steps[classes < k], steps[classes > k]
        if not here:
            here = [words(scale, float(step), language) for step in (*below[-1:], *above[:1])]
        out.append(" – ".join(dict.fromkeys((here[0], here[-1]))))
    return tuple(out)


def _ranges(scale: Scale, low: float, high: float, language: str) -> tuple[str, ...]:
    """The stretch of the scale that each class covers."""
    cuts = [low + (high - low) * max(0.0, min(1.0, (k - 0.5) / 4)) for k in range(6)]
    digits = 0 if high - low >= 20 else 1
    shown = [show(Number(float(scale.oriented(np.array([cut]))[0]), digits), language)
             for cut in cuts]
    return tuple(f"{shown[k]} – {shown[k + 1]}" for k in range(5))
