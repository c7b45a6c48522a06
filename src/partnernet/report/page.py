"""The page: sections into templates, and one policy that lets nothing else into the file."""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import partnernet
from partnernet.pictures import svg
from partnernet.report.context import Context
from partnernet.report.elements import written
from partnernet.report.sections import (
    beyond,
    brokers,
    head,
    levels,
    limits,
    meeting,
    methods,
    minute,
    missing,
    network,
    silo,
)
from partnernet.words import say


def page(context: Context) -> str:
    """The whole report as one HTML document."""
    style, script = _style(context), _asset("script.js")
    sections = {"minute": minute, "map": network, "silos": silo, "levels": levels,
                "brokers": brokers, "missing": missing, "meeting": meeting, "limits": limits,
                "methods": methods}
    values: dict[str, Any] = {name: part.section(context) for name, part in sections.items()}
    if context.beyond is not None:
        values["beyond"] = beyond.parts(context)
        beyond.extend(context, values)
    return _environment(context.language).get_template("page.html").render(
        **values, head=head.section(context), language=context.language,
        audience=context.audience, style=Markup(style), script=Markup(script),
        policy=_policy(style, script), names=context.alliance.names,
        version=partnernet.__version__)


def _environment(language: str) -> Environment:
    """Templates that print every value as the language writes it, escaped."""
    environment = Environment(
        loader=PackageLoader("partnernet.report"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=lambda value: written(value, language))
    environment.globals["t"] = say
    return environment


def _asset(name: str) -> str:
    return resources.files(__package__ or "partnernet.report").joinpath(name).read_text("utf-8")


def _style(context: Context) -> str:
    """The pictures' style, the page's, and the running head and foot of printed pages."""
    foot = _quoted(head.foot(context))
    top = _quoted(context.word(head.running(context))) if context.team else None
    font = 'font:8pt system-ui,sans-serif;color:#4a5a60'
    margin = (f"@page{{size:A4;margin:{'17mm' if top else '15mm'} 13mm 17mm;"
              f"@bottom-left{{content:{foot};{font}}}"
              f'@bottom-right{{content:counter(page) " / " counter(pages);'
              f"white-space:nowrap;{font}}}"
              + (f"@top-left{{content:{top};font:600 8pt system-ui,sans-serif;color:#a3243b}}"
                 if top else "") + "}")
    further = "" if context.beyond is None else f"\n{_asset('beyond.css')}"
    return f"{svg.stylesheet()}\n{_asset('style.css')}{further}\n{margin}"


def _quoted(text: str) -> str:
    """A string of CSS in which nothing but letters and digits of ASCII stands as itself."""
    return '"' + "".join(letter if letter.isascii() and letter.isalnum() else f"\\{ord(letter):x} "
                         for letter in text) + '"'


def _policy(style: str, script: str) -> str:
    """Nothing but this very style and this very script; no network, no form, no frame."""
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")

    return (f"default-src 'none'; style-src 'sha256-{digest(style)}'; "
            f"script-src 'sha256-{digest(script)}'; base-uri 'none'; form-action 'none'")
