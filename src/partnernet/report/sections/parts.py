"""What a part beyond the ties is made of, so that one template shows them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from partnernet.report import elements
from partnernet.report.context import Context
from partnernet.report.elements import DataTable
from partnernet.report.figures import Drawn, Figure
from partnernet.studies.findings import Certainty, Opening
from partnernet.words import Message, say


@dataclass(frozen=True)
class Sure:
    """How sure one can be of a part's first sentence, and why."""

    certainty: Certainty
    because: Message

    @property
    def sign(self) -> Markup:
        """The sign of the certainty."""
        return elements.sure(self.certainty)

    @property
    def word(self) -> Message:
        """Its name."""
        return say(f"findings.{self.certainty}")

    @property
    def reason(self) -> Opening:
        """The reason, as a sentence."""
        return Opening(self.because)


@dataclass(frozen=True)
class Heat:
    """A table of shaded cells: heads of columns (mark, name), rows of head and cells.

    A cell is (shade, large, small).
    """

    caption: Message
    corner: Any
    heads: Sequence[tuple[Any, Any]]
    rows: Sequence[tuple[Any, Sequence[tuple[str, Any, Any]]]]


@dataclass(frozen=True)
class Block:
    """Something below the answer: a heading, notes, a figure or shaded table, lines, tables.

    ``groups``: a few words, and the organisations they are about.
    """

    heading: Any = None
    notes: Sequence[Any] = ()
    figure: Figure | None = None
    heat: Heat | None = None
    lines: Sequence[Any] = ()
    groups: Sequence[tuple[Any, Sequence[Any]]] = ()
    sure: Sure | None = None
    tables: Sequence[DataTable] = ()


@dataclass(frozen=True)
class Part:
    """A question beyond the ties: its anchor, its title, its answer, and what stands behind."""

    ident: str
    title: Message
    lede: Sequence[Any]
    sure: Sure | None
    blocks: Sequence[Block]


def how_marks(context: Context, drawn: Drawn) -> list[Any]:
    """How to read a picture of organisations' marks: hollow ones did not answer."""
    hollow = [say("parts.hollow")] if context.evidence.silent.any() else []
    return [drawn.wide.how, *hollow]
