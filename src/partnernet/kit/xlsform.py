"""The survey as an XLSForm for KoboToolbox, ODK and Enketo: three languages in one form.

Written by the published specification, xlsform.org; names are ASCII, since they become XML names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from partnernet.files.survey_form import (
    CHOICES,
    CONSENT,
    DONT_KNOW,
    QUESTIONS,
    RESPONDENT,
    choice,
    form_labels,
    form_names,
    question,
)
from partnernet.kit.book import Book, new_book
from partnernet.kit.questionnaire import Asked
from partnernet.vocabulary import answers
from partnernet.words import LANGUAGES, render

TITLES = {"en": "English (en)", "es": "Español (es)", "sv": "Svenska (sv)"}
_SURVEY = ("type", "name", "label", "hint", "required", "relevant", "appearance")
_CHOICES = ("list_name", "name", "label")
_SPOKEN = ("label", "hint")  # columns that stand once a language
Text = Callable[[str], str]  # language → what is said


@dataclass(eq=False)
class Form:
    """The rows of a form; texts are functions of the language."""

    survey: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)

    def ask(self, kind: str, name: str, label: Text | None = None, **cells: Any) -> None:
        """A row of the sheet survey."""
        self.survey.append({"type": kind, "name": name, "label": label, **cells})

    def offer(self, listed: str, name: str, label: Text) -> None:
        """A row of the sheet choices."""
        self.choices.append({"list_name": listed, "name": name, "label": label})


def write_xlsform(asked: Asked, path: Path, language: str) -> None:
    """The form that asks each organisation about each of the others."""
    form = Form()
    names = form_names(asked.ids)
    labels = form_labels(dict(zip(asked.ids, asked.names, strict=True)))
    open_form(form, asked, names, labels)
    form.ask("begin_group", "partners", said("partners_title"),
             relevant=f"${{{CONSENT}}} = 'yes' and ${{{RESPONDENT}}} != ''")
    form.ask("note", "partners_intro", lambda each: render(
        "kit.partners_intro", each, unknown=answers.template_word("unknown", each)))
    for own in asked.ids:
        _partner(form, names[own], labels[own])
    form.ask("end_group", "")
    for choices, codes in CHOICES.items():
        for code in (*codes, DONT_KNOW):
            form.offer(choices, code, _choice(choices, code))
    save(form, path, language, asked.title, "partnernet_survey")


def said(key: str, **values: Any) -> Text:
    """A sentence of the kit, in each language."""
    return lambda language: render(f"kit.{key}", language, **values)


def open_form(form: Form, asked: Asked, names: dict[str, str], labels: dict[str, str]) -> None:
    """When it was filled in, consent, and which organisation answers."""
    form.ask("start", "start")
    form.ask("end", "end")
    form.ask("note", "why_consent", said("why_consent"))
    form.ask("select_one consent", CONSENT, said("ask_consent"), required="yes")
    form.ask("note", "no_consent", said("no_consent"), relevant=f"${{{CONSENT}}} = 'no'")
    form.ask("select_one organisation", RESPONDENT, said("ask_organisation"), required="yes",
             relevant=f"${{{CONSENT}}} = 'yes'", appearance="minimal autocomplete")
    for word in ("yes", "no"):
        form.offer("consent", word, _choice("works", word))
    for own in asked.ids:
        form.offer("organisation", names[own], _same(labels[own]))


def _same(text: str) -> Text:
    return lambda language: text


def _choice(choices: str, code: str) -> Text:
    def label(language: str) -> str:
        text = choice(choices, code, language)
        if choices == "collaboration" and code != DONT_KNOW:
            return f"{text}: {render(f'kit.collaboration_means_{code}', language)}"
        return text
    return label


def _partner(form: Form, name: str, label: str) -> None:
    """One group of questions; each names the partner, so that any export tells them apart."""
    form.ask("begin_group", f"p_{name}", _same(label), appearance="field-list",
             relevant=f"${{{RESPONDENT}}} != '{name}'")
    for code, choices in QUESTIONS.items():
        form.ask(f"select_one {choices}", f"{code}_{name}", _of(label, code),
                 relevant="" if code == "works" else f"${{works_{name}}} = 'yes'")
    form.ask("end_group", "")


def _of(label: str, code: str) -> Text:
    return lambda language: f"{label} – {question(code, language)}"


def save(form: Form, path: Path, language: str, title: str | None, form_id: str) -> None:
    """The form as a workbook with the sheets survey, choices and settings."""
    with new_book(path, language) as book:
        survey = list(_rows(form.survey, _SURVEY))
        choices = list(_rows(form.choices, _CHOICES))
        settings = [["form_title", "form_id", "version", "default_language", "style"],
                    [title or book.word("survey_title"), form_id,
                     sha256(repr((survey, choices)).encode()).hexdigest()[:12],
                     TITLES[language], "pages"]]
        for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
            _sheet(book, name, rows)


def _rows(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> Iterator[list[str]]:
    spoken = [(column, language) for column in columns
              for language in (LANGUAGES if column in _SPOKEN else ("",))]
    yield [f"{column}::{TITLES[language]}" if language else column
           for column, language in spoken]
    for row in rows:
        yield [_cell(row.get(column), language) for column, language in spoken]


def _cell(value: Any, language: str) -> str:
    return str(value(language)) if callable(value) else str(value or "")


def _sheet(book: Book, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.sheet(name)
    book.header(sheet, 0, rows[0], [28] * len(rows[0]))
    for place, row in enumerate(rows[1:], start=1):
        for column, cell in enumerate(row):
            if cell:
                book.write(sheet, place, column, cell)
