"""The ledger: events, counts, languages."""

import pickle

import numpy as np

from partnernet.ledger import COUNT_COLUMNS, EVENT_COLUMNS, Ledger, Part, Record
from partnernet.words import say

PART = Part("a.xlsx", "ties", "ties")


def written():
    record = Record()
    record.read(PART, 5)
    record.add("excluded", say("ledger.blank_row"), PART, rows=np.array([3, 4]))
    record.add("merged", [say("ledger.tie_repeated", row="2")], PART, rows=[5], column="trust",
               values=[4.0])
    record.add("noted", say("ledger.no_ties"), PART)
    return record.close()


def test_an_empty_ledger():
    empty = Ledger()
    assert len(empty) == 0
    assert list(empty.events.columns) == list(EVENT_COLUMNS)
    assert list(empty.counts.columns) == list(COUNT_COLUMNS)


def test_events_and_counts():
    ledger = written()
    events = ledger.events
    assert len(ledger) == len(events) == 4
    assert events["row"].tolist()[:3] == [3, 4, 5]
    assert events["row"].isna().tolist() == [False, False, False, True]
    assert events.loc[2, ["file", "sheet", "column", "value", "fate"]].tolist() == [
        "a.xlsx", "ties", "trust", "4", "merged"]
    assert ledger.counts.iloc[0].tolist() == ["a.xlsx", "ties", "ties", "table", 5, 2, 1, 2]


def test_reasons_speak_every_language():
    ledger = written()
    assert ledger.table("es")["reason"].iloc[0] == say("ledger.blank_row").text("es")
    assert ledger.table("sv")["reason"].iloc[2] == say("ledger.tie_repeated", row="2").text("sv")
    fates = [fate for _, fate, _ in ledger.messages]
    assert fates == ["excluded", "excluded", "merged", "noted"]


def test_tables_are_copies():
    ledger = written()
    events, counts = ledger.events, ledger.counts
    events.loc[0, "fate"] = "changed"
    counts.loc[0, "read"] = 99
    assert ledger.events.loc[0, "fate"] == "excluded"
    assert ledger.counts.loc[0, "read"] == 5


def test_later_events():
    ledger = written().plus("noted", say("ledger.self_tie"), row=9, value="A")
    assert ledger.events.iloc[-1]["row"] == 9
    assert ledger.counts.equals(written().counts)
    both = written().joined(written())
    assert len(both) == 8
    assert both.counts["read"].tolist() == [5, 5]


def test_it_can_be_pickled():
    again = pickle.loads(pickle.dumps(written()))
    assert again.table("es").equals(written().table("es"))
