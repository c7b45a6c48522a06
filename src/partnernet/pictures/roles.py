"""Who brokers how: the five roles as glyphs, a table of brokers, a badge on the map."""

from __future__ import annotations

from collections.abc import Sequence

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.pictures.grid import GAP, Head, Sizes, layout, row_head
from partnernet.pictures.lettering import text_width
from partnernet.pictures.marks import (
    Block,
    Circle,
    Drawn,
    Entry,
    Group,
    Picture,
    Rect,
    Text,
    line,
    polyline,
)
from partnernet.pictures.phrases import Phrases

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
# Sender and receiver of each role: with the broker (full), in another group (empty), in a third
# group (ringed).
_ENDS = {"coordinator": ("full", "full"), "itinerant": ("empty", "empty"),
         "representative": ("full", "empty"), "gatekeeper": ("empty", "full"),
         "liaison": ("empty", "third")}


def glyph(role: str, x: float, y: float, size: float = 22.0) -> list[Drawn]:
    """Two below, the broker above: full = the broker's own group, empty = another, dot = a third.

    The arrow runs from the left one over the broker to the right one.
    """
    r = size * 0.16
    top, foot, half = y - size * 0.3, y + size * 0.3, size * 0.42
    out: list[Drawn] = [line(x - half, foot, x, top, "first"),
                        line(x, top, x + half, foot, "first")]
    tip_x, tip_y = x + half * 0.62, top + (foot - top) * 0.62
    out.append(polyline([(tip_x + r * 0.5, tip_y + r * 0.62), (tip_x - r, tip_y - r * 0.1),
                         (tip_x + r * 0.1, tip_y - r)], "arrow", closed=True))
    for at, kind in zip((x - half, x + half), _ENDS[role], strict=True):
        out.append(Circle(at, foot, r, "dot" if kind == "full" else "paper-disc"))
        if kind == "third":
            out.append(Circle(at, foot, r * 0.4, "dot"))
    return [*out, Circle(x, top, r * 1.25, "dot")]


def broker_table(rows: Sequence[Head], counts: Ints, expected: Floats | None, over: Bools,
                 codes: Sequence[str], *, width: float = 760.0, language: str = "en") -> Picture:
    """Draw how often each organisation brokers in each role.

    Parameters
    ----------
    rows
        Organisations with the look of their group, in the order to show.
    counts
        Open triples brokered, in the order of `ROLES`, shape (rows, 5).
    expected
        The same under chance, or None.
    over
        Whether it already carries too much, shape (rows,).
    codes
        ``data-org`` of each.
    width, language
        As everywhere.

    Returns
    -------
    Picture
        A disc a role, its area the count; the ring round it is what chance gives.
    """
    word = Phrases(language)
    columns = [Head(word(role)) for role in ROLES]
    marked = [Head(head.words, head.look, head.sign, word("over_used") if over[k] else "")
              for k, head in enumerate(rows)]
    sizes, heads = layout(marked, columns, width=width, widest=110.0, tall=46.0)
    down = 34.0
    most = float(counts.max(initial=1)) or 1.0
    if expected is not None:
        most = max(most, float(expected.max(initial=0)))
    r_most = min(sizes.tall, sizes.cell) * 0.42
    out: list[Drawn] = list(heads)
    for c, role in enumerate(ROLES):
        x = sizes.left + c * (sizes.cell + GAP) + (14 if not sizes.turned else sizes.cell / 2)
        out += glyph(role, x, sizes.head + 10)
    y = sizes.head + down
    for k, head in enumerate(marked):
        cells: list[Drawn] = [*row_head(head, sizes, y, sizes.tall)]
        for c in range(len(ROLES)):
            chance = None if expected is None else float(expected[k, c])
            cells += _disc(int(counts[k, c]), chance, sizes, c, y, r_most, most)
        told = ", ".join(f"{word(role)} {int(counts[k, c])}" for c, role in enumerate(ROLES))
        out.append(Group(tuple(cells), "node", f"{head.words}: {told}", (("org", codes[k]),)))
        y += sizes.tall + GAP
    return Picture(sizes.left + len(ROLES) * (sizes.cell + GAP) - GAP, y, tuple(out),
                   word("brokers"), word("brokers_about", organisations=len(rows)),
                   word("brokers_how"), _legend(expected is not None, word), "brokers")


def _disc(count: int, expected: float | None, sizes: Sizes, column: int, y: float, r_most: float,
          most: float) -> list[Drawn]:
    """One count as a disc with its figure, and chance as a ring."""
    x = sizes.left + column * (sizes.cell + GAP)
    wide = sizes.cell >= 64
    centre = x + (6 + r_most if wide else sizes.cell / 2)
    middle = y + sizes.tall / 2
    out: list[Drawn] = [Rect(x, y, sizes.cell, sizes.tall, "cell")]
    if count:
        out.append(Circle(centre, middle, max(1.2, r_most * (count / most) ** 0.5), "bubble"))
    if expected is not None and expected > 0:
        out.append(Circle(centre, middle, max(1.2, r_most * (expected / most) ** 0.5),
                          "chance-ring"))
    told = str(count)
    if wide:
        out.append(Text((told,), x + sizes.cell - 8, middle + 4.5, 12.5,
                        "strong" if count else "soft", "end"))
    elif text_width(told, 11) < sizes.cell - 4:
        out.append(Text((told,), centre, middle + 4, 11, "strong on-band", "middle"))
    return out


def _legend(chance: bool, word: Phrases) -> tuple[Block, ...]:
    roles = tuple(Entry(tuple(glyph(role, 0, 0, 18)), f"{word(role)}: {word(f'{role}_means')}",
                        None, 26) for role in ROLES)
    entries = [Entry((Circle(0, 0, 4, "dot"),), word("glyph_own")),
               Entry((Circle(0, 0, 4, "paper-disc"),), word("glyph_other")),
               Entry((Circle(0, 0, 4, "paper-disc"), Circle(0, 0, 1.7, "dot")),
                     word("glyph_third"))]
    if chance:
        entries.append(Entry((Circle(0, 0, 7, "chance-ring"),), word("ring_chance")))
    return Block(word("legend_roles"), roles), Block(word("legend_glyph"), tuple(entries))

