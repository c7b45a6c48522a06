"""Invented organisations and answers, and people who fill in what the kit writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from hypothesis import strategies as st

import partnernet as pn
from partnernet import words
from partnernet.files import survey_form as form
from partnernet.kit.xlsform import TITLES

LANGUAGES = tuple(words.LANGUAGES)
ITEMS = ("reliability", "mission", "openness")
FURTHER = (*ITEMS, "frequency", "collaboration")
DK = "dk"

Answer = dict[str, str]  # question → code; a question left out was left blank
Given = dict[tuple[str, str], Answer]  # (respondent, partner) → answers


@dataclass(frozen=True)
class Survey:
    """Who was asked (id → name), who consented, and what was answered."""

    names: Mapping[str, str]
    consent: Mapping[str, bool]
    given: Given

    def table(self) -> pd.DataFrame:
        """The list of organisations."""
        return pd.DataFrame({"id": list(self.names), "name": list(self.names.values())})

    def counted(self) -> Given:
        """The answers that may be used."""
        return {pair: answer for pair, answer in self.given.items() if self.consent[pair[0]]}


def small(names: Mapping[str, str] | None = None, **answers: str) -> Survey:
    """Three organisations; the first answers about the second as given, all others say no."""
    ids = names or {"A": "North", "B": "South", "C": "East"}
    first, second, *_ = ids
    given = {(one, two): {"works": "no"} for one in ids for two in ids if one != two}
    given[first, second] = answers
    return Survey(ids, dict.fromkeys(ids, True), given)


def mean(answer: Answer) -> float:
    """The rule that the form states: the mean of the statements, of two at least."""
    values = [float(answer[item]) for item in ITEMS if answer.get(item, DK) != DK]
    return float(np.mean(values)) if len(values) >= 2 else np.nan


def expected(survey: Survey) -> tuple[dict[tuple[str, str], tuple[float, float]], set[Any]]:
    """Ties with trust and frequency, and unknown pairs."""
    ties, unknown = {}, set()
    counted = survey.counted()
    for pair, answer in counted.items():
        if answer["works"] == "yes":
            frequency = answer.get("frequency", DK)
            ties[pair] = (mean(answer), np.nan if frequency == DK else float(frequency))
        elif answer["works"] == DK:
            unknown.add(pair)
    return ties, unknown


def found(alliance: pn.Partnership) -> tuple[dict[tuple[str, str], tuple[float, float]], set[Any]]:
    """The same of a partnership as read."""
    ties = alliance.ties
    blank = [np.nan] * len(ties)
    rows = zip(ties["source"], ties["target"], ties.get("trust", blank),
               ties.get("frequency", blank), strict=True)
    pairs = alliance.unknown
    return ({(source, target): (trust, frequency) for source, target, trust, frequency in rows},
            set(zip(pairs["source"], pairs["target"], strict=True)))


def same(one: Mapping[Any, Any], two: Mapping[Any, Any]) -> bool:
    """Whether two sets of ties agree, blanks included."""
    return one.keys() == two.keys() and all(
        np.allclose(one[pair], two[pair], equal_nan=True) for pair in one)


answers_of_a_tie = st.fixed_dictionaries(
    {"works": st.just("yes")},
    optional={code: st.sampled_from([*form.CHOICES[form.QUESTIONS[code]], DK])
              for code in FURTHER if code not in ("frequency", "collaboration")}
    | {"frequency": st.sampled_from(["1", "2", "3", "4", "5", DK]),
       "collaboration": st.sampled_from(["1", "2", "3", "4", "5", DK])})
answers_of_a_pair = st.one_of(answers_of_a_tie, st.just({"works": "no"}), st.just({"works": DK}))


@st.composite
def surveys(draw: st.DrawFn, consent: bool = True) -> Survey:
    """A survey of three to five organisations in which everybody answers about everybody."""
    ids = draw(st.lists(st.sampled_from(["A", "B-1", "C 2", "d/4", "Ö", "5", "ties", "=1+1"]),
                        min_size=3, max_size=5, unique=True))
    names = {own: f"Name of {own}" for own in ids}
    consents = {own: not consent or draw(st.booleans()) or own == ids[0] for own in ids}
    given = {(one, two): draw(answers_of_a_pair) for one in ids for two in ids if one != two}
    return Survey(names, consents, given)


def word(code: str, answer: str, language: str) -> str:
    """An answer as the lists of a form word it."""
    return form.choice(form.QUESTIONS[code], answer, language)


def fill_workbook(path: Path, survey: Survey, language: str) -> None:
    """Fill in every sheet of a questionnaire."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        fill_sheet(sheet, survey, language)
    book.save(path)


def fill_sheet(sheet: Any, survey: Survey, language: str) -> None:
    """Fill in one sheet, if it is one of a respondent."""
    own = sheet["B1"].value
    if own not in survey.names or sheet["A6"].value is None:
        return
    sheet["B2"] = form.choice("works", "yes" if survey.consent[own] else "no", language)
    for row in range(7, 7 + len(survey.names) - 1):
        answer = survey.given[own, sheet.cell(row, 1).value]
        for column, code in enumerate(form.QUESTIONS, start=3):
            if code in answer:
                sheet.cell(row, column).value = word(code, answer[code], language)


def exported(survey: Survey, headers: str, values: str, language: str = "en") -> pd.DataFrame:
    """What KoboToolbox exports of our form: ``headers`` "names", "groups", "labels" or both."""
    names = form.form_names(survey.names)
    labels = form.form_labels(survey.names)

    def head(path: Sequence[str], label: Sequence[str]) -> str:
        if headers == "odk":
            return "-".join(path)
        shown = label if "labels" in headers else path
        return "/".join(shown) if "groups" in headers else shown[-1]

    rows = []
    for number, own in enumerate(survey.names, start=1):
        consents = survey.consent[own]
        row: dict[str, Any] = {"start": "2026-03-01", "end": f"2026-03-0{number}T10:00:00"}
        row[head(["consent"], [said("ask_consent", language)])] = (
            ("yes" if consents else "no") if values == "codes"
            else form.choice("works", "yes" if consents else "no", language))
        row[head(["organisation"], [said("ask_organisation", language)])] = (
            names[own] if values == "codes" else labels[own])
        for other in survey.names:
            answer = survey.given.get((own, other), {})
            for code, choices in form.QUESTIONS.items():
                path = ["partners", f"p_{names[other]}", f"{code}_{names[other]}"]
                label = [said("partners_title", language), labels[other],
                         f"{labels[other]} – {form.question(code, language)}"]
                cell = answer.get(code)
                if cell is not None and values != "codes":
                    cell = form.choice(choices, cell, language)
                row[head(path, label)] = cell
        rows.append({**row, "_id": 100 + number, "_uuid": f"u{number}", "_index": number})
    return pd.DataFrame(rows, dtype=object)


def said(key: str, language: str) -> str:
    """A sentence of the kit."""
    return words.render(f"kit.{key}", language)


def title(language: str) -> str:
    """How an XLSForm names a language."""
    return TITLES[language]
