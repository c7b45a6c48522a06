"""The language of the command line, and help and usage errors written in it."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import click

from partnernet.words import LANGUAGES, render, say

# What click says, in English alone → our message; the rest of the sentence is its value.
_CLICK_SAYS = {
    r"No such command '(.*)'": "no_such_command",
    r"Got unexpected extra arguments? \((.*)\)": "extra",
    r"Option '(.*)' requires an argument": "needs_value",
    r"Option '(.*)' does not take a value": "takes_no_value",
    r"'(.*)' is not a valid integer": "not_whole",
    r"'(.*)' is not a valid float": "not_number",
}
_EVERY_SPEAKER = ("PARTNERNET_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def language_of(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """The language to speak: ``--language``, else the system's locale, else English."""
    asked = ""
    for place, argument in enumerate(arguments):
        if argument == "--language" and place + 1 < len(arguments):
            asked = arguments[place + 1]
        elif argument.startswith("--language="):
            asked = argument.partition("=")[2]
    settings = [asked, *(environment.get(name, "") for name in _EVERY_SPEAKER)]
    if not any(settings):
        settings.append(locale.getlocale()[0] or "")  # Windows keeps it elsewhere
    for setting in settings:
        code = setting[:2].lower()
        if code in LANGUAGES and (len(setting) == 2 or not setting[2:3].isalpha()):
            return code
        if setting and setting != asked:
            break  # a locale that is none of ours: English
    return {"spanish": "es", "swedish": "sv"}.get(settings[-1].partition("_")[0].lower(), "en")


def tell(text: object, *, err: bool = False) -> None:
    """Print, in the console's own encoding; ``click.echo`` sends UTF-8 to consoles of ASCII."""
    print(text, file=sys.stderr if err else sys.stdout, flush=True)


def _show_help(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value and not context.resilient_parsing:
        tell(context.get_help())
        context.exit()


class Speaking(click.Command):
    """A command whose help is in the language of the run."""

    language: str

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, arguments, options; in the language."""
        words = self.language
        formatter.write_usage(context.command_path, " ".join(self.collect_usage_pieces(context)),
                              prefix=render("command.usage", words) + " ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")
        arguments = [(parameter.human_readable_name, getattr(parameter, "about", ""))
                     for parameter in self.get_params(context)
                     if isinstance(parameter, click.Argument)]
        options = [record for parameter in self.get_params(context)
                   if isinstance(parameter, click.Option)
                   and (record := parameter.get_help_record(context)) is not None]
        for heading, rows in (("arguments", arguments), ("options", options)):
            if rows:
                with formatter.section(render(f"command.{heading}", words)):
                    formatter.write_dl(rows)

    def collect_usage_pieces(self, context: click.Context) -> list[str]:
        """``[options]`` in the language, then the arguments."""
        pieces = super().collect_usage_pieces(context)
        return [f"[{render('command.options_short', self.language)}]", *pieces[1:]]

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """``--help``, explained in the language."""
        option = super().get_help_option(context)
        if option is not None:
            option.help = render("command.help_option", self.language)
            option.callback = _show_help
        return option


class SpeakingGroup(Speaking, click.Group):
    """The program itself: its commands listed in the language."""

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """As a command, then the list of commands."""
        super().format_help(context, formatter)
        rows = [(name, command.get_short_help_str(78)) for name, command in self.commands.items()]
        with formatter.section(render("command.commands", self.language)):
            formatter.write_dl(rows)

    def list_commands(self, context: click.Context) -> list[str]:
        """Commands in the order of their use, not of the alphabet."""
        return list(self.commands)


class SpeakingOption(click.Option):
    """An option whose default is told in the language."""

    def __init__(self, *declarations: Any, language: str, **options: Any) -> None:
        super().__init__(declarations, **options)
        self.language = language

    def get_help_record(self, context: click.Context) -> tuple[str, str] | None:
        """Names and help; click writes ``[default: …]`` in English alone."""
        record = super().get_help_record(context)
        if record is None:
            return None
        word = render("command.default", self.language)
        return record[0], record[1].replace("[default: ", f"[{word}: ")


class Explained(click.Argument):
    """An argument with a word about it in the help."""

    def __init__(self, *declarations: Any, about: str = "", **options: Any) -> None:
        super().__init__(declarations, **options)
        self.about = about


def usage_error(error: click.UsageError, language: str) -> str:
    """click's usage errors in the language; its own English where it says something rarer."""
    shown: str
    if isinstance(error, click.NoSuchOption):
        shown = say("command.no_such_option", option=error.option_name).text(language)
        near = list(error.possibilities or ())
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        shown = say("command.missing", name=_called(error.param)).text(language)
        near = []
    elif isinstance(error, click.BadParameter) and error.param is not None:
        choices = getattr(error.param.type, "choices", None)
        if choices:
            shown = say("command.bad_choice", name=_called(error.param),
                        choices=", ".join(map(str, choices))).text(language)
        else:
            shown = say("command.bad_value", name=_called(error.param),
                        why=_reason(error, language)).text(language)
        near = []
    else:
        shown = say("command.usage_error", why=_reason(error, language)).text(language)
        near = _near_commands(error)
    if near:
        shown += " " + say("command.did_you_mean", near=", ".join(near)).text(language)
    command = "partnernet" if error.ctx is None else error.ctx.command_path
    return shown + "\n" + say("command.see_help", command=command).text(language)


def _reason(error: click.UsageError, language: str) -> str:
    """What click says, in the language where we know the sentence."""
    for pattern, key in _CLICK_SAYS.items():
        found = re.search(pattern, error.message)
        if found is not None:
            return render(f"command.{key}", language, what=found[1])
    return error.message


def _near_commands(error: click.UsageError) -> list[str]:
    """Commands that a mistyped one could have been."""
    group = None if error.ctx is None else error.ctx.command
    mistyped = re.search(r"No such command '(.*)'", error.message)
    if not isinstance(group, click.Group) or mistyped is None:
        return []
    return get_close_matches(mistyped[1], group.commands)


def _called(parameter: click.Parameter) -> str:
    """An option by its longest name, an argument as the help shows it."""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.human_readable_name
