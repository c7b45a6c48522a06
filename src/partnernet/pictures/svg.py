"""Pictures as inline SVG: classes instead of style, so that a strict page may hold them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape

from partnernet.pictures import shapes
from partnernet.pictures.lettering import LEADING
from partnernet.pictures.marks import (
    Circle,
    Drawn,
    Entry,
    Group,
    Mark,
    Picture,
    Rect,
    Step,
    Text,
)
from partnernet.pictures.style import COLOURS, STYLES, Style, mark_role

FONTS = ('-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,"Liberation Sans",'
         "sans-serif")
SERIFS = ('"Iowan Old Style","Palatino Linotype",Palatino,"Book Antiqua","Noto Serif",Georgia,'
          "serif")
# Roles whose groups a reader can point at or walk through with the keyboard.
_LIVE = ("node", "line")


def paint(picture: Picture, *, ident: str = "", alone: bool = False) -> str:
    """The picture as one ``<svg>`` element, to stand in a page that has `stylesheet`.

    Parameters
    ----------
    picture
        What to paint.
    ident
        Makes the ids of title and description unique; without it they come from the content, so
        give one where the very same picture stands twice on a page.
    alone
        Whether the element is a file of its own: with its namespace and its style inside.

    Returns
    -------
    str
        Markup without ``style=`` and without script; all words escaped.
    """
    body = "".join(map(_element, picture.marks))
    ident = escape(ident) or hashlib.sha256((picture.title + body).encode()).hexdigest()[:8]
    live = any(isinstance(mark, Group) and mark.role.split()[0] in _LIVE
               for mark in picture.marks)
    opening = (f'<svg class="{" ".join(["picture", *picture.kind.split()])}" '
               f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" '
               f'role="{"group" if live else "img"}" '
               f'aria-labelledby="t-{ident} d-{ident}"')
    if alone:
        opening += (f' xmlns="http://www.w3.org/2000/svg" width="{_n(picture.width)}" '
                    f'height="{_n(picture.height)}"')
    style = f"<style>{stylesheet()}</style>" if alone else ""
    return (f'{opening}><title id="t-{ident}">{_words(picture.title)}</title>'
            f'<desc id="d-{ident}">{_words(picture.description)}</desc>{style}{body}</svg>')


def sample(entry: Entry, *, height: float = 22.0) -> str:
    """The sample of a legend's entry, to stand before its words; silent for screen readers."""
    return _small(entry.sample, entry.wide, height)


def mark(look_mark: Mark, *, size: float = 16.0) -> str:
    """A mark inside a line of text; silent for screen readers."""
    placed = Mark(look_mark.look, 0, 0, 7, look_mark.hollow, look_mark.sign, look_mark.role)
    body = _element(placed)
    return (f'<svg class="picture inline-mark" width="{_n(size)}" height="{_n(size)}" '
            f'viewBox="-10 -10 20 20" aria-hidden="true">{body}</svg>')


def _small(marks: Sequence[Drawn], wide: float, height: float) -> str:
    body = "".join(map(_element, marks))
    return (f'<svg class="picture sample" width="{_n(wide)}" height="{_n(height)}" '
            f'viewBox="{_n(-wide / 2)} {_n(-height / 2)} {_n(wide)} {_n(height)}" '
            f'aria-hidden="true">{body}</svg>')


def _n(value: float) -> str:
    """A number as short as one decimal allows."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def _words(text: str) -> str:
    """Words as markup: escaped, without characters that XML has no place for."""
    kept = "".join(letter for letter in text
                   if letter >= " " and letter not in "\ufffe\uffff" and not
                   "\ud800" <= letter <= "\udfff")
    return escape(kept, quote=True)


def _d(steps: tuple[Step, ...]) -> str:
    out: list[str] = []
    for letter, numbers in steps:
        text = letter
        for k, number in enumerate(numbers):
            short = _n(number)
            text += short if k == 0 or short.startswith("-") else f" {short}"
        out.append(text)
    return "".join(out)


def _element(mark: Drawn) -> str:
    """One thing as markup."""
    if isinstance(mark, Group):
        return _group(mark)
    if isinstance(mark, Mark):
        return _mark(mark)
    if isinstance(mark, Text):
        return _text(mark)
    if isinstance(mark, Circle):
        return (f'<circle class="{mark.role}" cx="{_n(mark.x)}" cy="{_n(mark.y)}" '
                f'r="{_n(mark.r)}"/>')
    if isinstance(mark, Rect):
        radius = f' rx="{_n(mark.radius)}"' if mark.radius else ""
        return (f'<rect class="{mark.role}" x="{_n(mark.x)}" y="{_n(mark.y)}" '
                f'width="{_n(max(mark.width, 0))}" height="{_n(max(mark.height, 0))}"{radius}/>')
    width = "" if mark.width is None else f' stroke-width="{_n(mark.width)}"'
    return f'<path class="{mark.role}" d="{_d(mark.steps)}"{width}/>'


def _mark(mark: Mark) -> str:
    role = mark_role(mark.look.shape, hollow=mark.hollow, extra=mark.role)
    out = f'<path class="{role}" d="{_d(shapes.outline(mark).steps)}"/>'
    within = shapes.inside(mark)
    if within is not None and not mark.sign:
        out += f'<path class="{within.role}" d="{_d(within.steps)}"/>'
    if mark.sign:
        out += _text(Text((mark.sign,), mark.x, mark.y + 0.36 * mark.r * 1.15, mark.r * 1.15,
                          "on-mark", "middle"))
    return out


def _text(text: Text) -> str:
    anchor = "" if text.anchor == "start" else f' text-anchor="{text.anchor}"'
    turn = (f' transform="rotate({_n(text.turn)} {_n(text.x)} {_n(text.y)})"'
            if text.turn else "")
    head = (f'<text class="{text.role}" x="{_n(text.x)}" y="{_n(text.y)}" '
            f'font-size="{_n(text.size)}"{anchor}{turn}>')
    if len(text.lines) == 1:
        return f"{head}{_words(text.lines[0])}</text>"
    spans = "".join(
        f'<tspan x="{_n(text.x)}"' + (f' dy="{_n(text.size * LEADING)}"' if k else "")
        + f">{_words(line)}</tspan>" for k, line in enumerate(text.lines))
    return f"{head}{spans}</text>"


def _group(group: Group) -> str:
    data = "".join(f' data-{escape(name)}="{_words(code)}"' for name, code in group.data)
    role = group.role.split()[0]
    label = (f' role="img" aria-label="{_words(group.title)}"'
             if role == "node" and group.title else "")
    title = f"<title>{_words(group.title)}</title>" if group.title else ""
    body = "".join(map(_element, group.marks))
    return f'<g class="{group.role}"{data}{label}>{title}{body}</g>'


def stylesheet() -> str:
    """The style of every role, light and dark; print is always light.

    Colours are custom properties of the root (``--ink``, ``--paper`` …), for the page to share.
    """
    light = "".join(f"--{name}:{pair[0]};" for name, pair in COLOURS.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in COLOURS.items() if pair[0] != pair[1])
    rules = "".join(f".picture .{role}{{{css}}}" for role, css in
                    ((role, _css(role, style)) for role, style in STYLES.items()) if css)
    return (f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
            f".picture{{font-family:{FONTS};overflow:visible}}"
            ".picture text{font-variant-numeric:lining-nums}"
            f"{rules}{_LIGHTING}")


# What the page's script switches: ``on`` at the picture, ``lit`` at what is shown.
_LIGHTING = (
    ".picture .node{cursor:default;outline:none}"
    ".picture.on .line{opacity:.1}.picture.on .node{opacity:.28}"
    ".picture.on .lit{opacity:1}.picture.on .line.lit .tie{stroke-opacity:.95}"
    ".picture .node:focus-visible .mark{stroke:var(--focus);stroke-width:4}"
    ".inline-mark{vertical-align:-.18em;margin-right:.35em;flex:none}.sample{flex:none}")


def _css(role: str, style: Style) -> str:
    words = style.halo is not None
    out: list[str] = []
    for name, value in (("fill", style.fill), ("stroke", style.stroke or style.halo)):
        if value is not None:
            out.append(f"{name}:{value if value == 'none' else f'var(--{value})'}")
    if words:
        out.append("paint-order:stroke;stroke-linejoin:round")
    for name, number in (("stroke-width", style.width), ("stroke-opacity", style.stroke_opacity),
                         ("fill-opacity", style.fill_opacity), ("font-weight", style.weight)):
        if number is not None:
            out.append(f"{name}:{number:g}")
    if style.dash is not None:
        out.append("stroke-dasharray:" + " ".join(f"{part:g}" for part in style.dash))
    if style.serif:
        out.append(f"font-family:{SERIFS}")
    return ";".join(out)
