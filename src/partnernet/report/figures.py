"""A figure of the page: its number and words, its picture in two widths, the tables behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from partnernet.pictures import svg
from partnernet.pictures.marks import Picture
from partnernet.report.context import Context
from partnernet.report.elements import DataTable
from partnernet.words import Message


@dataclass(frozen=True)
class Drawn:
    """A picture for the page and, where it would be too small there, another for the phone."""

    wide: Picture
    phone: Picture | None
    ident: str

    @property
    def markup(self) -> Markup:
        """Both, swapped by the page's style."""
        wide = Markup(svg.paint(self.wide, ident=self.ident))
        if self.phone is None:
            return Markup('<div class="drawn">{}</div>').format(wide)
        phone = Markup(svg.paint(self.phone, ident=f"{self.ident}-phone"))
        return Markup('<div class="drawn not-phone">{}</div><div class="drawn only-phone">{}</div>'
                      ).format(wide, phone)

    @property
    def legend(self) -> list[dict[str, Any]]:
        """The legend's blocks: heading, and entries with their sample, words and count."""
        blocks = []
        for block in self.wide.legend:
            entries = [(Markup(svg.sample(entry)), entry.words, entry.count)
                       for entry in block.entries]
            short = len(entries) > 5 and max(len(entry.words) for entry in block.entries) < 20
            blocks.append({"heading": block.heading, "entries": entries, "two": short})
        return blocks


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
