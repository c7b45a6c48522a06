"""The commands, and how each ends: 0 done, 1 failed, 2 usage, 3 input refused, 130 interrupted."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

import click

import partnernet
from partnernet.cli import commands
from partnernet.cli.reading import reading_options, view_options
from partnernet.cli.speech import (
    Explained,
    Speaking,
    SpeakingGroup,
    SpeakingOption,
    language_of,
    tell,
    usage_error,
)
from partnernet.errors import InputError, OptionError, PartnernetError, UnknownName
from partnernet.words import LANGUAGES, render

DONE, FAILED, USAGE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
_FORMATS = ("xlsx", "csv", "graphml", "gexf", "pajek", "dl", "vna", "kumu", "r")
_MANY = 100  # letters to a line where the console does not say


def program(language: str) -> click.Group:
    """The whole command line with its help in a language."""
    def told(name: str) -> str:
        return render(f"command.{name}", language)

    def option(*declarations: str, told_by: str = "", **settings: Any) -> click.Option:
        return SpeakingOption(*declarations, language=language, help=told(f"option_{told_by}"),
                              **settings)

    def speak() -> click.Option:
        return option("--language", told_by="language", default=language, show_default=True,
                      type=click.Choice(list(LANGUAGES)))

    def file() -> Explained:
        return Explained("file", about=told("argument_file"), metavar=told("metavar_file"))

    audience = option("--audience", told_by="audience", default="partners", show_default=True,
                      type=click.Choice(["partners", "team"]))
    replicates = option("--replicates", told_by="replicates", type=int, default=999,
                        show_default=True, metavar="N")
    seed = option("--seed", told_by="seed", type=int, default=1, show_default=True, metavar="N")
    group: click.Group = _spoken(SpeakingGroup, language, name="partnernet", help=told("program"),
                    subcommand_metavar=told("metavar_command"),
                    context_settings={"max_content_width": _columns()})
    group.params.append(click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version,
        help=told("option_version")))
    group.params.append(speak())
    out = option("-o", "--output", told_by="output", metavar=told("metavar_file"))
    reading, view = reading_options(language), view_options(language)
    parts: dict[str, tuple[Any, list[click.Parameter]]] = {
        "report": (commands.report, [
            file(), option("-o", "--output", told_by="output", default="report.html",
                           show_default=True, metavar=told("metavar_file")), audience,
            option("--title", told_by="title"), option("--codes", told_by="codes", is_flag=True),
            option("--key", told_by="key", metavar=told("metavar_file")),
            option("--tables", told_by="tables", metavar=told("metavar_file")), replicates, seed,
            option("--instrument", told_by="instrument", metavar="NAME"), *view, *reading]),
        "check": (commands.check, [
            file(), option("--json", "as_json", told_by="json", is_flag=True), *reading]),
        "measure": (commands.measure, [
            Explained("measure", about=told("argument_measure"), metavar="MEASURE"), file(),
            option("--by", told_by="by", multiple=True, metavar="COLUMN"),
            option("--weight", told_by="weight", metavar="STRENGTH"),
            option("--confirm", told_by="confirm", type=click.Choice(["either", "both"])),
            option("--null", told_by="null", multiple=True, metavar="MODEL"),
            option("--replicates", told_by="replicates", type=int, metavar="N"),
            option("--seed", told_by="seed", type=int, metavar="N"),
            option("--format", told_by="format", default="table", show_default=True,
                   type=click.Choice(["table", "csv", "json", "xlsx"])), out, *view, *reading]),
        "convert": (commands.convert, [
            file(), Explained("output", about=told("argument_output"),
                              metavar=told("metavar_file")),
            option("--format", "form", told_by="to_format", type=click.Choice(list(_FORMATS))),
            option("--force", told_by="force", is_flag=True), *view, *reading]),
        "explain": (commands.explain, [
            Explained("term", about=told("argument_term"), metavar="TERM", required=False)]),
        "samples": (commands.samples, [
            option("--copy", told_by="copy", metavar="NAME"), out]),
        "template": (commands.template, [
            option("-o", "--output", told_by="output", default="alliance.xlsx",
                   show_default=True, metavar=told("metavar_file")),
            option("--with", "include", told_by="include", multiple=True,
                   metavar="SHEET[,SHEET…]"),
            option("--force", told_by="force", is_flag=True)]),
        "survey": (commands.survey, [
            Explained("organisations", about=told("argument_organisations"),
                      metavar=told("metavar_file")),
            option("-o", "--output", told_by="survey_output", default="survey.xlsx",
                   show_default=True, metavar=told("metavar_file")),
            option("--form", told_by="form", default="excel", show_default=True,
                   type=click.Choice(["excel", "xlsform"])),
            option("--instrument", told_by="instrument", metavar="NAME"),
            option("--title", told_by="survey_title"),
            option("--force", told_by="force", is_flag=True)]),
        "demo": (commands.demo, [
            option("-o", "--output", told_by="output", default="report.html", show_default=True,
                   metavar=told("metavar_file")), audience,
            option("--open/--no-open", "opens", told_by="open", default=True)]),
    }
    for name, (callback, parameters) in parts.items():
        group.add_command(_spoken(Speaking, language, name=name, help=told(f"about_{name}"),
                                  callback=callback, params=[*parameters, speak()]))
    return group


def _columns() -> int:
    """How many letters a line of help may have; COLUMNS may be blank or hold anything."""
    stated = os.environ.get("COLUMNS", "")
    return int(stated) if stated.isdecimal() else _MANY


def _spoken(kind: Any, language: str, **settings: Any) -> Any:
    made = kind(**settings)
    made.language = language
    return made


def _version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        tell(f"partnernet {partnernet.__version__}")
        context.exit()


def run(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code; never a traceback."""
    language = language_of(arguments)
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show ● or é shows a stand-in instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        group = program(language)
        group.main(list(arguments) or ["--help"], prog_name="partnernet", standalone_mode=False)
    except click.UsageError as error:
        return _fail(usage_error(error, language), USAGE)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _fail(render("command.interrupted", language), INTERRUPTED)
    except InputError as error:
        head = render("command.refused", language, plural=error.total, n=error.total)
        return _fail(f"{head}\n{error.text(language)}", REFUSED)
    except (UnknownName, OptionError) as error:
        return _fail(error.text(language), USAGE)
    except PartnernetError as error:
        return _fail(error.text(language), FAILED)
    except BrokenPipeError:
        # Whoever read our output has gone; closing quietly is all that is left.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return DONE
    except Exception as error:
        if os.environ.get("PARTNERNET_DEBUG"):
            traceback.print_exc()
        return _fail(render("command.unexpected", language, kind=type(error).__name__,
                            what=str(error)), FAILED)
    return DONE


def _fail(message: str, code: int) -> int:
    tell(message, err=True)
    return code


def main() -> NoReturn:
    """The entry point of ``partnernet``."""
    sys.exit(run(sys.argv[1:]))
