"""What the tables beyond the ties must satisfy; every odd row is told, none is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partnernet.checks.dates import moments
from partnernet.checks.frames import blank_rows, coded, spread, taken, texts
from partnernet.checks.groups import unified
from partnernet.checks.origin import MOST_ROWS_NAMED, Desk, Origin, numbers
from partnernet.checks.references import Directory, folded, visible
from partnernet.checks.said import expected
from partnernet.checks.strengths import BLANK, CODES, FAULT, NUMBER, UNKNOWN, read_column
from partnernet.errors import MOST_PROBLEMS, Problems, nearest
from partnernet.ledger import Fate, Ledger, Part, Record
from partnernet.vocabulary import Scale, further
from partnernet.vocabulary.answers import is_total
from partnernet.words import Message, Names, say

Ints = NDArray[np.int64]
RESPONSIBLE = "responsible"
# Columns of labels that count as one whatever the case of their letters.
_LABELS = ("outcome", "theme", "domain", "stage", "place", "initiative")
_SEPARATORS = re.compile(r"[;|\n]")


@dataclass(frozen=True)
class Rule:
    """What a table beyond the ties holds.

    ``needs``: columns without which it says nothing. ``filled``: columns blank in no row.
    ``organisations``: columns that name organisations. ``numbers``: columns of numbers.
    ``amounts``: whether every further column of numbers is an amount.
    """

    needs: tuple[str, ...]
    filled: tuple[str, ...]
    organisations: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    amounts: bool = False


RULES: dict[str, Rule] = {
    "answers": Rule(("organisation", "item", "performance"), ("organisation", "item"),
                    ("organisation",), ("performance", "importance")),
    "outcomes": Rule(("organisation", "outcome"), ("organisation", "outcome"), ("organisation",)),
    "indicators": Rule(("id",), ("id",)),
    "links": Rule(("source", "target", "sign"), ("source", "target", "sign"), (), ("strength",)),
    "resources": Rule(("organisation", "theme"), ("organisation", "theme"), ("organisation",), (),
                      True),
    "initiatives": Rule(("initiative", "theme"), ("initiative", "theme"), ("organisation",)),
    "scores": Rule(("place", "domain", "score"), ("place", "domain"), (), ("score", "answers")),
}


@dataclass(frozen=True, eq=False)
class Listed:
    """One table beyond the ties, checked: ``kind`` says which, ``table()`` gives its rows.

    ``ledger``, ``ledger_counts`` and ``ledger_in`` tell what happened to its rows, as for a
    partnership; ``about`` what the sheet about says.
    """

    kind: str
    rows: pd.DataFrame = field(repr=False)
    origin: Origin = field(repr=False)
    written: Ledger = field(default_factory=Ledger, repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)

    def table(self) -> pd.DataFrame:
        """A copy of the rows."""
        return self.rows.copy()

    @property
    def ledger(self) -> pd.DataFrame:
        """One row an event: file, sheet, row, column, value, fate, reason."""
        return self.written.events

    @property
    def ledger_counts(self) -> pd.DataFrame:
        """A row a table: read = used + merged + excluded."""
        return self.written.counts

    def ledger_in(self, language: str) -> pd.DataFrame:
        """The ledger with its reasons in a language."""
        return self.written.table(language)

    def without(self, places: Ints, why: Message, fate: Fate = "excluded") -> Listed:
        """The table without some rows, told in the ledger."""
        record = Record()
        desk = Desk(Problems(), record, self.origin, self.origin, self.origin)
        desk.event(fate, why, self.origin, indices=places)
        kept = np.setdiff1d(np.arange(len(self.rows)), places)
        return Listed(self.kind, self.rows.iloc[kept].reset_index(drop=True),
                      self.origin.take(kept), self.written.extended(record.close()), self.about)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<{self.kind}: {len(self.rows)} rows>"

    def _repr_html_(self) -> str:
        return f"<b>{escape(repr(self)[1:-1])}</b>{self.rows.head(8).to_html(index=False)}"


def listed(table: Any, kind: str, *, directory: Directory | None = None,
           scale: Scale | None = None) -> Listed:
    """Check a table of any origin: what `read_answers` and its like gave, or a data frame.

    ``directory``: the organisations that it may name; ``scale``: of its answers.

    Raises
    ------
    InputError
        Everything wrong with it; TypeError for what is no table.
    """
    record, problems = Record(), Problems()
    if isinstance(table, Listed):
        made = check_listed(table.rows, kind, table.origin, record, problems, directory=directory,
                            scale=scale)
        problems.raise_if_any()
        return Listed(kind, made[0], made[1], table.written.extended(record.close()),
                      table.about)
    frame = taken(table, kind)
    if "respondent" in frame and "organisation" not in frame:
        frame = frame.rename(columns={"respondent": "organisation"})
    origin = Origin((Part(None, kind, kind),))
    made = check_listed(frame, kind, origin, record, problems, directory=directory, scale=scale)
    problems.raise_if_any()
    return Listed(kind, *made, record.close())


def check_listed(frame: pd.DataFrame, kind: str, origin: Origin, record: Record,
                 problems: Problems, *, directory: Directory | None = None,
                 scale: Scale | None = None) -> tuple[pd.DataFrame, Origin]:
    """The rows of a table as they are used, and where each comes from.

    Problems are collected, odd rows written to the record.
    """
    desk = Desk(problems, record, origin, origin, origin)
    record.read(origin.parts[0], len(frame))
    rule = RULES[kind]
    lacking = [name for name in rule.needs if name not in frame]
    if kind == "indicators" and "id" in lacking and "name" in frame:
        frame = frame.assign(id=frame["name"])
        lacking.remove("id")
    for name in lacking:
        found = Names(tuple(visible(str(column), 40) for column in frame.columns), most=12)
        desk.problem(origin, say("input.no_column", column=name, found=found), column=name,
                     fix=say("input.name_column", name=name))
    if lacking:
        return frame, origin
    blank = blank_rows(frame)
    if blank.any():
        desk.event("excluded", say("ledger.blank_row"), origin, indices=np.flatnonzero(blank))
    kept = np.flatnonzero(~blank)
    frame, origin = frame.iloc[kept].reset_index(drop=True), origin.take(kept)
    made: dict[str, Any] = {}
    for name in frame.columns:
        made[name] = _column(frame, str(name), kind, rule, origin, desk, directory, scale)
    return pd.DataFrame(made, index=frame.index), origin


def _column(frame: pd.DataFrame, name: str, kind: str, rule: Rule, origin: Origin, desk: Desk,
            directory: Directory | None, scale: Scale | None) -> Any:
    """One column as it is used."""
    if name in rule.organisations:
        return _organisations(frame, name, name in rule.filled, origin, desk, directory)
    if name in rule.numbers:
        return _numbers(frame, name, scale if kind in ("answers", "scores") and name != "answers"
                        else None, origin, desk)
    if name == RESPONSIBLE and kind == "indicators":
        return _responsible(frame, origin, desk, directory)
    if name == "sign" and kind == "links":
        return _words(frame, name, further.sign, "sign", origin, desk)
    if name == "status" and kind == "initiatives":
        return _words(frame, name, further.status, "status", origin, desk)
    if name == "sector" and kind == "indicators":
        return pd.Series(unified(frame[name], name, _every(frame), origin, desk), dtype=object)
    if name in further.fields(kind) and name != "date":
        return _texts(frame, name, name in rule.filled, origin, desk)
    if rule.amounts and _is_amount(frame[name]):
        return _numbers(frame, name, None, origin, desk)
    return frame[name]


def _every(frame: pd.DataFrame) -> Ints:
    return np.arange(len(frame), dtype=np.int64)


def _is_amount(column: pd.Series[Any]) -> bool:
    """Whether a further column is one of numbers; what is none in it is then refused."""
    states = read_column(column, "amount", Scale()).states
    return int((states == NUMBER).sum()) >= max(1, int((states == FAULT).sum()))


def _texts(frame: pd.DataFrame, name: str, filled: bool, origin: Origin, desk: Desk) -> Any:
    """A column of words, outer spaces off; blanks are refused where the row says nothing else."""
    values = np.array([None if text is None else text.strip() for text in texts(frame[name])],
                      dtype=object)
    if filled:
        _refuse_blanks(values, name, origin, desk)
    if name == "place":
        for place in np.flatnonzero([text is not None and is_total(text) for text in values]):
            _refuse_total(values[place], int(place), name, origin, desk)
    if name in _LABELS:
        values = unified(pd.Series(values, dtype=object), name, _every(frame), origin, desk)
    return pd.Series(values, dtype=object)


def _refuse_total(label: str, place: int, name: str, origin: Origin, desk: Desk) -> None:
    desk.problem(origin, say("input.total_row", found=label), index=place, column=name,
                 found=label, fix=say("input.delete_row"))


def _refuse_blanks(values: NDArray[np.object_], name: str, origin: Origin, desk: Desk) -> None:
    blank = np.flatnonzero([value is None for value in values])
    for place in blank[:MOST_PROBLEMS]:
        desk.problem(origin, say("beyond.blank", column=origin.header(name) or name),
                     index=int(place), column=name, fix=say("beyond.mend_blank"))
    desk.more_problems(max(0, len(blank) - MOST_PROBLEMS))


def _numbers(frame: pd.DataFrame, name: str, scale: Scale | None, origin: Origin, desk: Desk
             ) -> NDArray[np.float64]:
    """A column of numbers; "don't know" is blank, noted; what is no number is refused."""
    wanted = scale or Scale()
    column = read_column(frame[name], name, wanted)
    # A word that stands for no tie elsewhere ("never") is no number here.
    wrong = ((column.states != NUMBER) & ~np.isin(column.states, (BLANK, UNKNOWN))) | (
        (column.states == NUMBER) & wanted.faulty(column.values))
    places = np.flatnonzero(wrong)
    for place in places[:MOST_PROBLEMS]:
        cell = column.cell(int(place))
        shown = visible(str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell))
        off = column.states[place] == NUMBER
        header = origin.header(name) or name
        what = say("input.off_scale" if off else "input.fault_text", found=shown, column=header)
        code = off and column.values[place] in CODES
        fix = say("input.mend_code", code=shown) if code else say(
            "input.mend_scale" if off else "beyond.mend_number")
        desk.problem(origin, what, index=int(place), column=name, found=shown,
                     expected=expected(wanted), fix=fix)
    desk.more_problems(max(0, len(places) - MOST_PROBLEMS))
    unknown = np.flatnonzero(column.states == UNKNOWN)
    if len(unknown):
        desk.event("noted", say("beyond.dont_know"), origin, indices=unknown, column=name)
    return np.where(column.states == NUMBER, column.values, np.nan)


def _words(frame: pd.DataFrame, name: str, meaning: Any, what: str, origin: Origin, desk: Desk
           ) -> Any:
    """A column of a few known words (a sign, a status)."""
    codes, labels = coded(frame[name])
    found = [meaning(label) for label in labels]
    if name == "sign":
        _refuse_blanks(spread(codes, labels), name, origin, desk)
    for code, (label, known) in enumerate(zip(labels, found, strict=True)):
        if known is None:
            where = np.flatnonzero(codes == code)
            desk.problem(origin, _in_rows(say(f"beyond.no_{what}", found=visible(label)), where,
                                          origin),
                         index=int(where[0]), column=name, found=label,
                         fix=say(f"beyond.mend_{what}"))
    return pd.Series(spread(codes, found), dtype=object)


def _in_rows(what: Message, where: Ints, origin: Origin) -> Message:
    if len(where) < 2:
        return what
    return say("input.in_rows", what=what,
               rows=Names(numbers(origin, where), most=MOST_ROWS_NAMED))


def _organisations(frame: pd.DataFrame, name: str, filled: bool, origin: Origin, desk: Desk,
                   directory: Directory | None) -> Any:
    """A column that names organisations, by id as listed where there is a list."""
    codes, labels = coded(frame[name])
    if filled:
        _refuse_blanks(spread(codes, labels), name, origin, desk)
    for code, label in enumerate(labels):
        if is_total(label) and (directory is None or not directory.find(label).positions):
            _refuse_total(label, int(np.flatnonzero(codes == code)[0]), name, origin, desk)
            codes, labels[code] = np.where(codes == code, -1, codes), ""
    if directory is None:
        return pd.Series(spread(codes, [label.strip() for label in labels]), dtype=object)
    found = []
    for code, label in enumerate(labels):
        where = np.flatnonzero(codes == code)
        found.append(_matched(label, where, name, origin, desk, directory) if len(where) else None)
    return pd.Series(spread(codes, found), dtype=object)


def _matched(label: str, where: Ints, name: str, origin: Origin, desk: Desk,
             directory: Directory) -> str | None:
    """The id of the organisation meant; forgiven differences go to the ledger."""
    match = directory.find(label)
    if match.position >= 0:
        own = directory.ids[match.position]
        if match.differs is not None:
            listed_as = own if folded(own) == folded(label) else directory.names[match.position]
            desk.event("repaired", match.repair(label, listed_as), origin, indices=where,
                       column=name, values=label)
        return own
    if match.positions:
        shown = Names(tuple(visible(directory.ids[k]) for k in match.positions), most=5)
        what, fix = say("input.ambiguous_end", name=visible(label), ids=shown), say("input.use_id")
    else:
        near = nearest(label, (*directory.ids, *directory.names))
        what = say("input.unlisted", name=visible(label))
        fix = say("beyond.mend_unlisted") if near is None else say(
            "beyond.mend_unlisted_near", near=visible(near))
    desk.problem(origin, _in_rows(what, where, origin), index=int(where[0]), column=name,
                 found=label, fix=fix)
    return None


def _responsible(frame: pd.DataFrame, origin: Origin, desk: Desk, directory: Directory | None
                 ) -> Any:
    """Who is responsible for each indicator: ids parted by semicolons, each once."""
    out: list[str | None] = []
    known = () if directory is None else (*directory.ids, *directory.names)
    whole = [name for name in known if _SEPARATORS.search(name) or "," in name]
    for place, text in enumerate(texts(frame[RESPONSIBLE])):
        names = split_names(text, whole)
        if directory is not None:
            names = [part for name in names for part in _at_commas(name, directory)]
            where = np.array([place], dtype=np.int64)
            names = [own for name in names
                     if (own := _matched(name, where, RESPONSIBLE, origin, desk, directory))]
        out.append("; ".join(dict.fromkeys(names)) or None)
    return pd.Series(out, dtype=object)


def _at_commas(name: str, directory: Directory) -> list[str]:
    """Names parted by commas, where the whole is no organisation and every part is one."""
    parts = [part.strip() for part in name.split(",")]
    several = not directory.find(name).positions and all(
        directory.find(part).positions for part in parts)
    return parts if several else [name]


def split_names(text: object, whole: Iterable[str] = ()) -> list[str]:
    """The names in a cell that holds several, parted by ; or | or a line of their own.

    ``whole``: names that hold such a mark themselves.
    """
    if not isinstance(text, str):
        return []
    marked = sorted((name for name in whole if _SEPARATORS.search(name)), key=len, reverse=True)
    if marked:
        names = re.compile(rf"(?:^|(?<=[;|\n]))\s*({'|'.join(map(re.escape, marked))})\s*"
                           r"(?=[;|\n]|$)")
        parts = names.split(text)  # every second part is one of these names
        return [name for place, part in enumerate(parts)
                for name in ([part] if place % 2 else split_names(part))]
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def merge_repeats(made: Listed, keys: Sequence[str]) -> Listed:
    """The table with each combination of some columns once; repeats are merged, in the ledger."""
    again = np.flatnonzero(made.rows.duplicated(list(keys)).to_numpy())
    return made.without(again, say("beyond.repeated"), "merged") if len(again) else made


def refuse_rows(made: Listed, found: Iterable[tuple[int, str, Message, Message]]) -> None:
    """Raise for rows (place, column, what, how to mend it) that a later check refuses."""
    problems = Problems()
    desk = Desk(problems, Record(), made.origin, made.origin, made.origin)
    for place, column, what, fix in found:
        cell = made.rows[column].iloc[place]
        desk.problem(made.origin, what, index=place, column=column,
                     found=None if pd.isna(cell) else str(cell), fix=fix)
    problems.raise_if_any()


def dates(made: Listed) -> Ints:
    """The column date as numbers that grow with time; InputError for what is no date."""
    problems = Problems()
    desk = Desk(problems, Record(), made.origin, made.origin, made.origin)
    found = moments(made.rows["date"], np.arange(len(made.rows)), made.origin, desk)
    problems.raise_if_any()
    return found
