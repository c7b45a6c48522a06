"""Who answered the survey: a column of yes and no, a list of ids, or everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partnernet.checks.frames import cell_text, coded
from partnernet.checks.organisations import Listed
from partnernet.checks.origin import Desk
from partnernet.checks.references import Directory, visible
from partnernet.errors import OptionError, UnknownName
from partnernet.vocabulary import answers
from partnernet.words import say

Bools = NDArray[np.bool_]


def who_answered(listed: Listed, directory: Directory, stated: Iterable[Any] | None,
                 desk: Desk) -> Bools:
    """Who answered; nothing said: everybody."""
    everybody = np.ones(len(listed.frame), dtype=bool)
    if stated is not None:
        if "answered" in listed.frame.columns:
            desk.event("noted", say("ledger.answered_overridden"), desk.organisations,
                       column="answered")
        return _from_ids(stated, directory, len(everybody))
    if "answered" not in listed.frame.columns:
        return everybody
    return _from_column(listed, desk)


def _from_ids(stated: Iterable[Any], directory: Directory, n: int) -> Bools:
    if isinstance(stated, str | bytes):
        raise OptionError(say("input.answered_text", found=str(stated)))
    answered = np.zeros(n, dtype=bool)
    for value in stated:
        text = cell_text(value)
        found = directory.find(text or "")
        if found.position < 0:
            raise UnknownName("organisation", value, directory.ids)
        answered[found.position] = True
    return answered


def _from_column(listed: Listed, desk: Desk) -> Bools:
    """Yes and no in words; blanks are the opposite of the one value that is written."""
    origin = desk.organisations
    codes, labels = coded(listed.frame["answered"])
    said = [_said(label) for label in labels]
    blank = np.array([meaning == "blank" for meaning in said] + [True], dtype=bool)[codes]
    yes = np.array([meaning is True for meaning in said] + [False], dtype=bool)[codes]
    written = {meaning for meaning in said if isinstance(meaning, bool)}
    for code, meaning in enumerate(said):
        if meaning is None:
            for index in np.flatnonzero(codes == code):
                desk.problem(origin, say("input.answered_unclear", found=visible(labels[code])),
                             index=int(listed.rows[index]), column="answered", found=labels[code],
                             fix=say("input.mend_answered"))
    where = listed.rows[np.flatnonzero(blank)]
    if len(where) and len(written) == 2:
        for index in where:
            desk.problem(origin, say("input.answered_blank"), index=int(index), column="answered",
                         fix=say("input.mend_answered"))
    elif len(where) and not written:
        desk.event("noted", say("ledger.answered_all_blank"), origin, column="answered")
        return np.ones(len(codes), dtype=bool)
    elif len(where):
        opposite = not written.pop()
        key = "ledger.blank_is_yes" if opposite else "ledger.blank_is_no"
        desk.event("noted", say(key), origin, indices=where, column="answered")
        yes |= blank & opposite
    return yes


def _said(label: str) -> bool | str | None:
    """True, False, "blank", or None where the cell cannot be understood."""
    yes = answers.is_yes(label)
    if yes is not None:
        return yes
    if answers.meaning(label, "no_answer") is not None:
        return False
    return "blank" if answers.is_empty(label) else None
