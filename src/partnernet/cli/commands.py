"""What each command does: read, ask, write."""

from __future__ import annotations

import codecs
import inspect
import json
import sys
import warnings
import webbrowser
from importlib import import_module
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import partnernet
from partnernet.cli.reading import place, read
from partnernet.cli.speech import tell
from partnernet.errors import InputError, OptionError, OutputError, choose
from partnernet.words import explaining, render, say

_OPTIONAL = ("by", "weight", "confirm", "null", "replicates", "seed")


def _heard() -> bool:
    """Whether somebody watches: then long work shows its progress."""
    return sys.stderr.isatty()


def _as_json(value: Any) -> str:
    """JSON, with letters escaped where the console could not show them."""
    shows_all = codecs.lookup(sys.stdout.encoding or "ascii").name == "utf-8"
    return json.dumps(value, ensure_ascii=not shows_all, indent=2)


def report(file: str, output: str, language: str, **given: Any) -> None:
    """Write the report of a file."""
    alliance = read(file, given)
    filtered = given.get("sectors") or given.get("only_levels")
    whole = read(file, {**given, "sectors": (), "only_levels": ()}) if filtered else alliance
    # Loaded only here: the report brings pandas along, and help must answer at once.
    further = import_module("partnernet.report.beyond").found_in(place(file), whole,
                                                                 within=alliance)
    made = partnernet.report(
        alliance, output, language=language, audience=given["audience"], title=given["title"],
        codes=given["codes"], key=given["key"], tables=given["tables"],
        replicates=given["replicates"], seed=given["seed"], progress=_heard(),
        instrument=given["instrument"], **further)
    tell(render("command.written", language, path=str(made)))


def check(file: str, as_json: bool, language: str, **given: Any) -> None:
    """Say what is wrong or odd with a file."""
    try:
        alliance = read(file, given)
    except InputError as error:
        if as_json:
            problems = [problem.to_dict(language) for problem in error.problems]
            tell(_as_json({"accepted": False, "problems": problems,
                           "problems_found": error.total}))
        raise
    found = partnernet.checkup(alliance)
    if as_json:
        tell(_as_json({"accepted": True, **found.to_dict()}))
    else:
        tell(found.text(language))


def measure(measure: str, file: str, language: str, output: str | None, **given: Any) -> None:
    """Answer one question about a file."""
    function = getattr(partnernet, choose("measure", measure, partnernet.QUESTIONS))
    accepted = inspect.signature(function).parameters
    options: dict[str, Any] = {}
    for name in _OPTIONAL:
        value = given.get(name)
        if value is None or value == ():
            continue
        if name not in accepted:
            raise OptionError(say("command.not_taken", option=f"--{name}", measure=measure))
        single = isinstance(value, tuple) and len(value) == 1
        options[name] = value[0] if single else value
    if options.get("null") == "none":
        options["null"] = None
    if "progress" in accepted:
        options["progress"] = _heard()
    answer = function(read(file, given), **options)
    _show(answer, given["format"], output, language)


def _show(answer: Any, form: str, output: str | None, language: str) -> None:
    files = import_module("partnernet.files")
    if form == "xlsx":
        if output is None:
            raise OptionError(say("command.xlsx_needs_output"))
        answer.to_excel(output)
    else:
        text = _as_text(answer, form, language)
        if output is None:
            tell(text)
            return
        files.write_text(output, text + "\n")
    tell(render("command.written", language, path=str(output)), err=True)


def _as_text(answer: Any, form: str, language: str) -> str:
    if form == "json":
        return _as_json(answer.to_dict())
    sheet = next(iter(answer.sheets(language).values()))
    if form == "csv":
        return str(sheet.to_csv(index=False, lineterminator="\n")).rstrip("\n")
    shown = sheet.drop(columns=[name for name in ("why",) if name in sheet])
    return f"{answer.text(language)}\n\n{shown.to_string(index=False, na_rep='–')}"


def convert(file: str, output: str, form: str | None, language: str, force: bool = False,
            **given: Any) -> None:
    """Write a partnership in another tool's format, and say what that has no place for."""
    if Path(output).exists() and not force:
        raise OutputError(say("command.exists", path=output))
    alliance = read(file, given)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", partnernet.CannotCarry)
        partnernet.write(alliance, output, form)
    for each in caught:
        if isinstance(each.message, partnernet.CannotCarry):
            tell(each.message.message.text(language), err=True)
    tell(render("command.written", language, path=output))


def explain(term: str | None, language: str, **given: Any) -> None:
    """Explain a term, or list all that can be explained."""
    if term is not None:
        tell(str(partnernet.explain(term, language)))
        return
    for title, codes in explaining.sections(language).items():
        tell(title)
        for code in codes:
            tell(f"  {code:<28} {explaining.name(code, language)}")


def samples(language: str, copy: str | None, output: str | None, **given: Any) -> None:
    """List the bundled partnerships, or copy one to start from."""
    if copy is not None:
        source = partnernet.samples.path(copy)
        target = Path(output or source.name)
        if target.exists():
            raise OutputError(say("command.exists", path=str(target)))
        (copytree if source.is_dir() else copyfile)(source, target)
        tell(render("command.written", language, path=str(target)))
        return
    for name in partnernet.samples.names():
        tell(f"{name:<22} {partnernet.samples.about(name).title.text(language)}")


def template(output: str, include: tuple[str, ...], force: bool, language: str,
             **given: Any) -> None:
    """Write the workbook that an alliance fills in."""
    sheets = [name.strip() for each in include for name in each.split(",") if name.strip()]
    made = partnernet.template(output, language=language, include=sheets, overwrite=force)
    tell(render("command.template_written", language, path=str(made)))


def survey(organisations: str, output: str, form: str, instrument: str | None, title: str | None,
           force: bool, language: str, **given: Any) -> None:
    """Write a survey form for a list of organisations."""
    made = partnernet.survey(organisations, output, form=form, language=language, title=title,
                             instrument=instrument, overwrite=force)
    tell(render("command.written", language, path=str(made)))


def demo(output: str, audience: str, opens: bool, language: str, **given: Any) -> None:
    """Write the report of the bundled synthetic alliance and open it."""
    sample = "penaluz_es" if language == "es" else "penaluz"
    alliance = partnernet.samples.load(sample)
    made = partnernet.report(alliance, output, language=language, audience=audience,
                             progress=_heard())
    tell(render("command.demo", language, path=str(made)))
    if opens:
        webbrowser.open(Path(made).resolve().as_uri())
