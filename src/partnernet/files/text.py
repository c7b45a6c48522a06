"""From bytes to text: the encoding is recognised, named when it is not UTF-8, never mixed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from partnernet.errors import InputError, Problem
from partnernet.words import Message, say

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"), (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"), (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
# Encodings of western Europe, those that spreadsheets there have written.
_WESTERN = ["cp1252", "iso8859_15", "latin_1", "mac_roman", "cp850", "cp437"]
_NAMES = {"cp1252": "Windows-1252", "iso8859_15": "ISO-8859-15", "latin_1": "ISO-8859-1",
          "mac_roman": "Mac Roman", "cp850": "DOS 850", "cp437": "DOS 437"}
# Western letters and quotes as UTF-8 writes them; other pairs of bytes that it allows.
_SURELY_UTF8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")
_PERHAPS_UTF8 = re.compile(rb"[\xc4-\xdf][\x80-\xbf]")
_SAMPLE = 200_000  # bytes from which the encoding is guessed


@dataclass(frozen=True)
class Decoded:
    """A text and, where it was not UTF-8, a note for the ledger."""

    text: str
    note: Message | None = None


def decoded(data: bytes, file: str) -> Decoded:
    """The text of a file.

    Raises InputError where bytes of several encodings are mixed, or NUL characters stand in it.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = _strictly(data, codec, name, file)
            note = None if name == "UTF-8" else say("ledger.encoding", name=name, codec=codec)
            return _without_nul(text, note, file)
    wide = _wide_codec(data)
    if wide is not None:
        text = _strictly(data, wide, "UTF-16", file)
        return _without_nul(text, say("ledger.encoding", name="UTF-16", codec=wide), file)
    try:
        return _without_nul(data.decode("utf-8"), None, file)
    except UnicodeDecodeError as error:
        return _guessed(data, error, file)


def _strictly(data: bytes, codec: str, name: str, file: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = _line_of(data[: error.start], codec)
        raise InputError(Problem(say("input.encoding_broken", name=name, line=str(line)),
                                 file=file, row=line, fix=say("input.save_as_utf8"))) from error


def _line_of(before: bytes, codec: str) -> int:
    return before.decode(codec, errors="ignore").count("\n") + 1


def _wide_codec(data: bytes) -> str | None:
    """UTF-16 without its mark shows as a zero in every second byte."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    half = len(sample) // 2
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        other = sample[0::2] if codec == "utf-16-le" else sample[1::2]
        if zeros.count(0) > 0.7 * half and other.count(0) == 0:
            return codec
    return None


def _without_nul(text: str, note: Message | None, file: str) -> Decoded:
    place = text.find("\x00")
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        raise InputError(Problem(say("input.nul", line=str(line)), file=file, row=line,
                                 found="NUL", fix=say("input.mend_nul")))
    return Decoded(text, note)


def _guessed(data: bytes, error: UnicodeDecodeError, file: str) -> Decoded:
    """A one-byte encoding, guessed from the letters; refused where UTF-8 is mixed in."""
    if _mixes_utf8(data):
        line = data.count(b"\n", 0, error.start) + 1
        shown = f"0x{data[error.start]:02x}"
        raise InputError(Problem(say("input.encoding_mixed", byte=shown, line=str(line)),
                                 file=file, row=line, found=shown,
                                 fix=say("input.save_as_utf8"))) from error
    if b"\x00" in data:
        place = data.index(b"\x00")
        line = data.count(b"\n", 0, place) + 1
        raise InputError(Problem(say("input.nul", line=str(line)), file=file, row=line,
                                 found="NUL", fix=say("input.mend_nul"))) from error
    best = from_bytes(data[:_SAMPLE], cp_isolation=_WESTERN).best()
    codec = "cp1252" if best is None else best.encoding
    # ISO-8859-1 has control characters where Windows has letters and dashes; nobody writes those.
    if codec == "latin_1":
        codec = "cp1252"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        codec = "latin_1"
        text = data.decode(codec)
    return _without_nul(text, say("ledger.encoding", name=_NAMES.get(codec, codec), codec=codec),
                        file)


def _mixes_utf8(data: bytes) -> bool:
    """Whether letters beyond ASCII are written as UTF-8 among bytes of another encoding.

    In Windows-1252 a capital before a closing quote (Ñ”) makes bytes that UTF-8 allows too, so such
    pairs tell only where they outnumber the bytes that UTF-8 forbids.
    """
    if _SURELY_UTF8.search(data):
        return True
    forbidden = data.decode("utf-8", errors="replace").count("\ufffd")
    return len(_PERHAPS_UTF8.findall(data)) > forbidden
