"""A figure of the page: its number and words, its picture in two widths, the tables behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from partnernet.pictures import svg
from partnernet.pictures.marks import Block, Picture
from partnernet.report.context import Context
from partnernet.report.elements import DataTable
from partnernet.words import Message

_SMALL = 600.0
"""A picture no wider than this fits a tablet as it is."""


@dataclass(frozen=True)
class Drawn:
    """A picture for the page and, where it would be too small there, another for the phone."""

    wide: Picture
    phone: Picture | None
    ident: str

    @property
    def markup(self) -> Markup:
        """Both, swapped by the page's style."""
        wide, fit = Markup(svg.paint(self.wide, ident=self.ident)), _fit(self.wide)
        if self.phone is None:
            return Markup('<div class="drawn{}">{}</div>').format(fit, wide)
        phone = Markup(svg.paint(self.phone, ident=f"{self.ident}-phone"))
        small = " small" if self.wide.width <= _SMALL else ""
        return Markup('<div class="drawn not-phone{0}{1}">{2}</div>'
                      '<div class="drawn only-phone{0}">{3}</div>').format(small, fit, wide, phone)

    @property
    def legend(self) -> list[dict[str, Any]]:
        """The legend's blocks: heading, and entries with their sample, words and count.

        Numbers that stand for names differ between the two pictures; the rest is told once.
        """
        numbered = "numbers"
        blocks = [_block(block, "not-phone" if block.kind == numbered and self.phone else "")
                  for block in self.wide.legend]
        if self.phone is not None:
            blocks += [_block(block, "only-phone") for block in self.phone.legend
                       if block.kind == numbered]
        return blocks


def _fit(picture: Picture) -> str:
    """The class of a picture that is not drawn wider than it was made for: letters of one size."""
    rem = next((rem for rem in range(24, 53, 4) if picture.width <= 17 * rem), 0)
    return f" fit-{rem}" if rem else ""


def _block(block: Block, shown: str) -> dict[str, Any]:
    """A block as the template takes it; short entries stand in two columns."""
    # Words of one block start at one edge, whatever the width of their samples.
    wide = max((entry.wide for entry in block.entries), default=0)
    entries = [(Markup(svg.sample(replace(entry, wide=wide))), entry.words, entry.count)
               for entry in block.entries]
    short = len(entries) > 5 and max(len(entry.words) for entry in block.entries) < 20
    classes = " ".join(part for part in (block.kind, shown) if part)
    return {"heading": block.heading, "entries": entries, "two": short and not block.kind,
            "classes": classes}


@dataclass(frozen=True)
class Figure:
    """What stands in a ``<figure>``."""

    number: Message
    title: Any
    how: Sequence[Any]
    drawn: Drawn | None = None
    tables: Sequence[DataTable] = ()
    told: Message | None = None
    notes: Sequence[Any] = ()

    @classmethod
    def of(cls, context: Context, drawn: Drawn, *, title: Any = None, how: Sequence[Any] = (),
           tables: Sequence[DataTable] = (), told: Message | None = None,
           notes: Sequence[Any] = ()) -> Figure:
        """A figure with the picture's own title and words, unless others are given."""
        words = how or ((drawn.wide.how,) if drawn.wide.how else ())
        return cls(context.picture_number(), title or drawn.wide.title, words, drawn, tables,
                   told, notes)
