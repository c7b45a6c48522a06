"""How wide words are, where they break, and how they are cut: without a font file.

Widths are those of a humanist sans serif (about Noto Sans, a little wider than Arial, Roboto and
Segoe UI), so that a label which fits here fits in all of them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LEADING = 1.14
"""From one baseline to the next, in sizes."""

# Advance widths per 100 em of the characters 32 to 126.
_ADVANCE = (
    26, 27, 41, 65, 57, 83, 73, 22, 30, 30, 55, 57, 27, 32, 27, 37, 57, 57, 57, 57, 57, 57, 57, 57,
    57, 57, 27, 27, 57, 57, 57, 43, 90, 64, 65, 63, 73, 56, 52, 73, 74, 34, 29, 62, 52, 91, 76, 78,
    60, 78, 62, 55, 56, 73, 60, 93, 59, 57, 57, 33, 37, 33, 57, 44, 28, 56, 62, 48, 62, 56, 34, 62,
    62, 26, 26, 53, 26, 94, 62, 60, 62, 62, 41, 48, 36, 62, 51, 79, 53, 51, 47, 38, 55, 38, 57)
_OTHER = {"’": 24, "‘": 24, "“": 42, "”": 42, "·": 27, "–": 50, "—": 100, "…": 80, "×": 57,
          "−": 57, "æ": 86, "œ": 90, "ß": 62, "ø": 60, "Æ": 88, "Ø": 78, "±": 57, "≥": 57,
          "→": 100, "←": 100, "↓": 57, "↑": 57, "½": 80, "¼": 80, "\u00a0": 26}
# A lone dash or dot stays with the word before it.
_WORD = re.compile(r"\S+(?:\s+[-–—·/&](?=\s))?")
# Two letters that begin a syllable together, in one of our languages.
_ONSETS = frozenset((
    "sj", "tj", "kj", "sk", "st", "sp", "ch", "sh", "th", "ph", "ll", "rr", "qu", "gu", "bl", "br",
    "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "pr", "tr"))
_VOWELS = set("aeiouyáéíóúüåäöæøàèìòùâêîôûãõ")
SHORT = 60
"""Letters of a name inside a sentence or another thing's title."""


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    """Width of one character per em."""
    code = ord(letter)
    if 32 <= code < 127:
        return _ADVANCE[code - 32] / 100
    if letter in _OTHER:
        return _OTHER[letter] / 100
    if unicodedata.combining(letter):
        return 0.0
    base = unicodedata.normalize("NFD", letter)[0]
    if base != letter:
        return _advance(base)
    return 1.05 if unicodedata.east_asian_width(letter) in "WF" else 0.7


@lru_cache(maxsize=16384)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line, a little on the safe side."""
    return sum(map(_advance, text)) * size * (1.10 if bold else 1.03)


@lru_cache(maxsize=4096)
def tidy(text: str) -> str:
    """A name as one line that can be drawn: no controls, no marks that turn the writing round."""
    kept = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter
                   for letter in unicodedata.normalize("NFC", text)
                   if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join(kept.split())


def short(text: str, letters: int = SHORT) -> str:
    """A name of at most so many letters, cut at a word where one ends near."""
    text = tidy(text)
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > letters * 0.6 else cut).rstrip(" ,;:-–") + "…"


def fit(text: str, size: float, width: float, *, bold: bool = False) -> str:
    """One line no wider than ``width``, cut with … where it must be."""
    text = tidy(text)
    if text_width(text, size, bold=bold) <= width:
        return text
    low, high = 0, min(len(text), int(width / size * 5) + 4)
    while low < high:
        middle = (low + high + 1) // 2
        wide = text_width(text[:middle].rstrip() + "…", size, bold=bold)
        low, high = (middle, high) if wide <= width else (low, middle - 1)
    return text[:low].rstrip(" ,;:-–") + "…"


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, width: float, most: int = 3, *,
         bold: bool = False) -> tuple[str, ...]:
    """The break into the fewest lines that fit, then the most even ones; cut after ``most``.

    A word wider than the width is parted with a hyphen, between syllables where one shows.
    """
    words = _parts(tidy(text), size, width, most, bold)
    if not words:
        return ("",)
    wides = [text_width(word, size, bold=bold) for word in words]
    space = text_width(" ", size, bold=bold)
    fewest = len(_fill(words, wides, space, width))
    if fewest > most:
        kept = _fill(words, wides, space, width)
        rest = " ".join(word for line in kept[most - 1:] for word in line)
        last = fit(rest if text_width(rest, size, bold=bold) > width else rest + " ……………",
                   size, width, bold=bold)
        return (*(" ".join(line) for line in kept[: most - 1]), last)
    # the narrowest width that still takes the fewest lines gives the most even ones
    low, high = max(wides), width
    for _ in range(14):
        middle = (low + high) / 2
        if len(_fill(words, wides, space, middle)) <= fewest:
            high = middle
        else:
            low = middle
    return tuple(" ".join(line) for line in _fill(words, wides, space, high))


def _fill(words: list[str], wides: list[float], space: float, width: float) -> list[list[str]]:
    """Words into lines, each as full as it gets; a word ending in a hyphen ends its line."""
    lines: list[list[str]] = [[]]
    used = 0.0
    for word, wide in zip(words, wides, strict=True):
        parted = bool(lines[-1]) and lines[-1][-1].endswith("\u00ad")
        if lines[-1] and (parted or used + space + wide > width + 1e-6):
            lines.append([])
            used = 0.0
        used += wide + (space if lines[-1] else 0.0)
        lines[-1].append(word)
    return [[word.replace("\u00ad", "-") for word in line] for line in lines]


def _parts(text: str, size: float, width: float, most: int, bold: bool) -> list[str]:
    """The words, those too wide parted (a soft hyphen marks where); no more than can be shown."""
    out: list[str] = []
    for match in _WORD.finditer(text):
        word = match.group()
        while text_width(word, size, bold=bold) > width and len(word) > 3 and len(out) <= 2 * most:
            at = _break(word, size, width, bold)
            out.append(word[:at] if word[at - 1] in "-/" else word[:at] + "\u00ad")
            word = word[at:]
        out.append(word)
        if len(out) > 12 * most:
            break
    return out


def _break(word: str, size: float, width: float, bold: bool) -> int:
    """Where to part a word: the best place that fits, else the last that fits.

    Best: after a hyphen; between two consonants, where words are put together, before a single
    one; about the middle where two parts are enough; no stump of three letters.
    """
    last = 1
    while (last < len(word) - 1
           and text_width(word[: last + 1] + "-", size, bold=bold) <= width):
        last += 1
    best, least = last, 1e9
    for at in range(3, last + 1):
        rest = text_width(word[at:], size, bold=bold)
        cost = abs(at - len(word) / 2) * 0.25 if rest <= width else (last - at) * 0.5
        if word[at - 1] in "-/":
            cost -= 3
        elif not _syllable(word.lower(), at):
            continue
        elif word[at - 1].lower() in _VOWELS:
            cost += 1.5
        cost += 4 if len(word) - at < 4 else 0
        if cost < least:
            best, least = at, cost
    return best


def _syllable(word: str, at: int) -> bool:
    """Whether a new syllable can start here: one consonant, or two that go together, a vowel."""
    if not word[at - 1:at + 1].isalpha() or word[at - 1:at + 1] in _ONSETS:
        return False
    start = 2 if word[at:at + 2] in _ONSETS else 1
    return word[at] not in _VOWELS and word[at + start:at + start + 1] in _VOWELS
