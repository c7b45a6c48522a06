"""Forms for a self-assessment: a sheet of answers to fill in, or an XLSForm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from partnernet.files.survey_form import CONSENT, DONT_KNOW, RESPONDENT, form_labels, form_names
from partnernet.instruments import Instrument, Item, Phrase
from partnernet.kit.beyond import field_word, sheet_word
from partnernet.kit.book import Book, new_book
from partnernet.kit.guide import guide_sheet, write_lines
from partnernet.kit.questionnaire import Asked
from partnernet.kit.template import write_about
from partnernet.kit.xlsform import Form, Text, open_form, said, save
from partnernet.vocabulary import answers

_KINDS = ("performance", "importance")


def write_rating_workbook(asked: Asked, instrument: Instrument, path: Path, language: str) -> None:
    """One sheet of answers: a row for each organisation and statement, ready to be rated."""
    title = asked.title or instrument.title.shown(language)
    with new_book(path, language) as book:
        write_lines(book, guide_sheet(book), 0, title, _guide(book, instrument))
        _answers(book, asked, instrument)
        write_about(book, {book.word("fact_title"): title})


def _guide(book: Book, instrument: Instrument) -> list[str]:
    ends = {"low": _point(instrument, 0), "high": _point(instrument, instrument.points - 1)}
    kind = "rating_intro" if instrument.importance else "rating_intro_plain"
    unknown = answers.template_word("unknown", book.language)
    lines = [book.word(kind, **ends), book.word("rating_unknown", unknown=unknown),
             *(" · ".join(_words(instrument, words, book.language)) for words in
               (instrument.performance_words, instrument.importance_words) if words),
             book.word("why_consent"), book.word("privacy")]
    if instrument.source:
        lines.append(book.word("rating_source", source=instrument.source))
    return lines


def _point(instrument: Instrument, place: int) -> str:
    return str(int(instrument.scale.low or 0) + place)


def _words(instrument: Instrument, words: Sequence[Phrase], language: str) -> list[str]:
    return [f"{_point(instrument, place)} – {phrase.shown(language)}"
            for place, phrase in enumerate(words)]


def _kinds(instrument: Instrument) -> tuple[str, ...]:
    return _KINDS if instrument.importance else _KINDS[:1]


def _answers(book: Book, asked: Asked, instrument: Instrument) -> None:
    kinds = _kinds(instrument)
    sheet = book.sheet(sheet_word("answers", book))
    titles = [field_word("organisation", "answers", book), field_word("item", "answers", book),
              book.word("field_wording"), *(field_word(kind, "answers", book) for kind in kinds)]
    book.header(sheet, 0, titles, [16, 30, 90, *[20] * len(kinds)])
    row = 0
    for own in asked.ids:
        for item in instrument.items:
            row += 1
            for column, text in enumerate((own, item.id, item.text.shown(book.language))):
                book.write(sheet, row, column, text, "cell")
            for column in range(len(kinds)):
                book.write(sheet, row, column + 3, None, "answer")
    points = [int(instrument.scale.low or 0) + place for place in range(instrument.points)]
    unknown = answers.template_word("unknown", book.language)
    for column, kind in enumerate(kinds, start=3):
        words = instrument.performance_words if kind == "performance" \
            else instrument.importance_words
        book.validate(sheet, (1, column, row, column), book.choices(kind, [*points, unknown]),
                      strict=True, title=titles[column],
                      message=" · ".join(_words(instrument, words, book.language)))


def write_rating_form(asked: Asked, instrument: Instrument, path: Path, language: str) -> None:
    """The statements as an XLSForm, a page for each domain."""
    form = Form()
    names = form_names(asked.ids)
    open_form(form, asked, names, form_labels(dict(zip(asked.ids, asked.names, strict=True))))
    items = form_names(instrument.ids)
    groups = form_names(instrument.domains)
    for domain, called in instrument.domains.items():
        form.ask("begin_group", f"domain_{groups[domain]}", called.shown, appearance="field-list",
                 relevant=f"${{{CONSENT}}} = 'yes' and ${{{RESPONDENT}}} != ''")
        for item in instrument.items:
            if item.domain == domain:
                _ask(form, instrument, item, items[item.id])
        form.ask("end_group", "")
    for kind in _kinds(instrument):
        words = instrument.performance_words if kind == "performance" \
            else instrument.importance_words
        for place in range(instrument.points):
            form.offer(kind, _point(instrument, place), _rated(instrument, words, place))
        form.offer(kind, DONT_KNOW, lambda each: answers.template_word("unknown", each))
    title = asked.title or instrument.title.shown(language)
    (form_id,) = form_names([instrument.name]).values()
    save(form, path, language, title, f"partnernet_{form_id}")


def _ask(form: Form, instrument: Instrument, item: Item, name: str) -> None:
    form.ask("select_one performance", f"performance_{name}", _plain(item.text.shown))
    if instrument.importance:
        form.ask("select_one importance", f"importance_{name}", said("ask_importance"),
                 hint=_plain(item.text.shown))


def _plain(text: Callable[[str], str]) -> Text:
    """Words of somebody's own file without the mark by which forms name their questions."""
    return lambda language: text(language).replace("${", "$ {")


def _rated(instrument: Instrument, words: Sequence[Phrase], place: int) -> Text:
    point = _point(instrument, place)
    if place >= len(words):
        return lambda language: point
    return lambda language: f"{point} – {words[place].shown(language)}"
