"""Roster surveys in long form: a row an answer to one question about one partner."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from partnernet.checks import visible
from partnernet.checks.frames import cell_text, texts
from partnernet.checks.strengths import BLANK
from partnernet.errors import Problem
from partnernet.files.draft import several
from partnernet.files.matrices import Found, first_written
from partnernet.files.replies import TIE, Replies, put_together, reader, scale_of
from partnernet.files.roster import only_marks, strength_of
from partnernet.files.silence import blank_pairs, silent_ones
from partnernet.files.tables import Book, Table
from partnernet.ledger import Part
from partnernet.vocabulary import headers
from partnernet.words import say

_NEEDED = ("source", "target", "question", "answer")


def is_long(table: Table) -> bool:
    """Whether each row of a table is one answer to one question about one partner."""
    return all(name in table.frame.columns for name in _NEEDED)


def read_long(table: Table, values: str | None, scales: dict[str, Any], directory: Any,
              book: Book) -> Found:
    """The ties that the answers report; a question is a strength or a kind of tie."""
    part = Part(table.part.file, table.part.sheet, "ties", "roster")
    frame = table.frame
    source, target, question = (texts(frame[name]) for name in ("source", "target", "question"))
    whole = np.flatnonzero([None not in row for row in zip(source, target, question, strict=True)])
    names = _names(frame.iloc[whole], question[whole], values, part, book)
    cells = frame["answer"].tolist()
    said = {name: reader(name, scale_of(scales, name)) for _, name in names.values()}
    rows = []
    for row in whole:
        relation, name = names[str(question[row])]
        rows.append((source[row], target[row], relation, name, cells[row], said[name](cells[row]),
                     int(table.numbers[row]), table.columns.get("answer", "answer"), 0))
    long = pd.DataFrame(rows, columns=["source", "target", "relation", "name", "value", "said",
                                       "number", "header", "part"])
    long["relation"] = long["relation"].astype(object)
    for name in ("respondent", "date", "wave"):
        if name in frame.columns:
            long[name] = frame[name].iloc[whole].to_numpy(dtype=object)
    _refuse_incomplete(frame, whole, source, target, table, book)
    replies = Replies(long[long["said"] != BLANK].reset_index(drop=True), (part,))
    ties, unsaid = put_together(replies, book.record)
    labels = first_written([str(label) for label in (*long["source"], *long["target"])])
    silent = silent_ones(long["source"].unique(), labels, replies.table["source"].unique(),
                         directory, part, book)
    blank = blank_pairs(long, replies.says_no, silent, part, book)
    return Found(*ties, *several([unsaid, blank]), silent, labels)


def _refuse_incomplete(frame: pd.DataFrame, whole: Any, source: Any, target: Any, table: Table,
                       book: Book) -> None:
    """An answer without a respondent, a partner or a question says nothing."""
    for row in np.setdiff1d(np.arange(len(frame)), whole):
        if cell_text(frame["answer"].iloc[row]) is None:
            continue
        name = "source" if source[row] is None else "target" if target[row] is None else "question"
        book.problems.add(Problem(
            say(f"input.blank_{name}"), file=table.part.file, sheet=table.part.sheet,
            row=int(table.numbers[row]), column=table.columns.get(name, name),
            fix=say("input.fill_end")))


def _names(frame: pd.DataFrame, question: Any, values: str | None, part: Part,
           book: Book) -> dict[str, tuple[str | None, str]]:
    questions = [str(text) for text in dict.fromkeys(question)]
    book.renames.meet(questions)
    found: dict[str, tuple[str | None, str]] = {}
    answers = frame["answer"].tolist()
    marks = [text for text in questions if only_marks(
        [answer for answer, asked in zip(answers, question, strict=True) if asked == text])]
    for text in questions:
        stated = book.renames.field(text)
        if stated is not None:
            found[text] = (None, stated)
        elif text in marks:
            found[text] = (text if len(marks) > 1 else None, TIE)
        else:
            found[text] = (None, strength_of(text, values, len(questions)))
            if headers.field(text, "ties") != found[text][1]:
                book.record.add("noted", say("ledger.question_read_as", question=visible(text),
                                             name=found[text][1]), part)
    return found
