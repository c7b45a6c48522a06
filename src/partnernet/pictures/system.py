"""The system map: how indicators of different sectors act on each other, and who must meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout import curve, part_of_curve
from partnernet.kernels.layout_lanes import arrange
from partnernet.kernels.layout_routes import bows
from partnernet.kernels.layout_tables import Labels
from partnernet.pictures.legend import mark_entry
from partnernet.pictures.lettering import LEADING, short, text_width, tidy, wrap
from partnernet.pictures.map_labels import choose_sides
from partnernet.pictures.map_lanes import Measures, Plan, Shown, measures, plan, shown_name
from partnernet.pictures.marks import (
    Block,
    Circle,
    Drawn,
    Entry,
    Group,
    Mark,
    Path,
    Picture,
    Rect,
    Text,
    line,
    polyline,
)
from partnernet.pictures.phrases import Phrases
from partnernet.pictures.scene import signs
from partnernet.vocabulary.looks import Look

_FINE = 121
_ALONG = (0.42, 0.5, 0.34, 0.58, 0.66, 0.26, 0.74, 0.82, 0.18)
"""Where along its link a sign may stand, the best place first."""
_SIGN = 9.0


@dataclass(frozen=True, eq=False)
class System:
    """Indicators and links.

    ``names``: k indicators; ``sector``: code of each, shape (k,); ``sectors``, ``looks``: one a
    sector; ``owned``: whether somebody is responsible, shape (k,). ``source``, ``target``:
    links, shape (m,); ``positive``: more of one gives more of the other; ``width``: class 1 to
    5; ``covered``: 1 somebody joins the two ends, 0 nobody does, −1 cannot be said, shape (m,).
    """

    names: Sequence[str]
    sector: Ints
    sectors: Sequence[str]
    looks: Sequence[Look]
    owned: Bools
    source: Ints
    target: Ints
    positive: Bools
    width: Ints
    covered: Ints


def system_map(system: System, *, width: float = 940.0, language: str = "en",
               seed: int = 1) -> Picture:
    """Draw indicators in the band of their sector, and the links between them.

    Parameters
    ----------
    system
        What to draw.
    width, language, seed
        As everywhere.

    Returns
    -------
    Picture
        Each link has an arrow and its sign in a disc; links that nobody covers are red with a
        ring round the sign; hollow indicators have nobody responsible.
    """
    word = Phrases(language)
    present = [g for g in range(len(system.sectors)) if (system.sector == g).any()]
    lane = np.searchsorted(present, system.sector)
    names = [tidy(name) for name in system.names]
    heads = [tidy(system.sectors[g]) for g in present]
    gutter = 0.0 if width < 560 else min(150.0, max(
        104.0, 44 + max((text_width(part, 13, bold=True) for head in heads
                         for part in head.split()), default=60.0)))
    m = measures(width, min(len(names), 60), gutter)
    where = plan(lane, [[names[k] for k in np.flatnonzero(lane == code)]
                        for code in range(len(heads))], [52.0] * len(heads), m)
    shown = [shown_name(name, m.size, where.room[lane[k]])
             for k, name in enumerate(names)]
    labels = Labels(np.array([s.wide / 2 + 2 for s in shown]), np.array([s.tall for s in shown]),
                    np.full(len(names), 5.0), m.r)
    pair_a, pair_b = _pairs(system)
    place = arrange(where.slots, labels, lane, pair_a, pair_b, np.full(len(pair_a), 2.0),
                    group=system.sector, silo=np.zeros(len(names), dtype=bool), width=width,
                    rounds=40, seed=seed)
    at = np.stack([where.slots.x[place], where.slots.y[place]], -1)
    bands = np.array(where.bands)[lane]
    above = choose_sides(labels, at, where.slots.above[place], pair_a, pair_b, bands[:, 1] - 3,
                         bands[:, 0] + (m.head if m.phone else 3))
    boxes = labels.boxes(np.arange(len(at)), at[:, 0], at[:, 1], above)
    drawn: list[Drawn] = [Rect(0, top, width, bottom - top, "band" + (" second" if k % 2 else ""))
                          for k, (top, bottom) in enumerate(where.bands)]
    words = np.concatenate([boxes, _title_boxes(heads, where, m)])
    lines, badges = _links(system, names, at, boxes, words, where, m, word)
    drawn += [*lines, *_titles(system, heads, present, where, m), *badges,
              *_indicators(system, names, shown, at, boxes, lane, m, word)]
    open_ = int((system.covered == 0).sum())
    return Picture(width, where.height, tuple(drawn), word("system"),
                   word("system_about", indicators=len(names), links=len(system.source),
                        open=open_), word("system_how"), _legend(system, present, word), "map")


def _pairs(system: System) -> tuple[Ints, Ints]:
    """Linked pairs, each once, for the search of a good order."""
    low, high = np.minimum(system.source, system.target), np.maximum(system.source, system.target)
    keep = low != high
    both = np.unique(np.stack([low[keep], high[keep]]), axis=1)
    return both[0], both[1]


def _title_boxes(heads: Sequence[str], where: Plan, m: Measures) -> Floats:
    """Boxes of the sectors' names where they stand among the links, on a phone; shape (k, 4)."""
    if not m.phone:
        return np.zeros((0, 4))
    return np.array([(10.0, top + 7, 30 + text_width(head, 11.5, bold=True), top + 21)
                     for head, (top, _) in zip(heads, where.bands, strict=True)]).reshape(-1, 4)


def _links(system: System, names: Sequence[str], at: Floats, boxes: Floats, words: Floats,
           where: Plan, m: Measures, word: Phrases) -> tuple[list[Drawn], list[Drawn]]:
    """Links as lines with arrows, and the discs of their signs, which keep off ``words``."""
    order = np.lexsort((np.arange(len(system.source)), -system.width))
    keep = order[system.source[order] != system.target[order]]
    first, second = system.source[keep], system.target[keep]
    frame = (m.gutter + 6, 4.0, m.width - 6, where.height - 4)
    push = bows(at, boxes, first, second, np.arange(len(keep)), m.r, frame)
    # the two ways of one pair run side by side
    twice = {(int(a), int(b)) for a, b in zip(first, second, strict=True)}
    lines: list[Drawn] = []
    badges: list[Drawn] = []
    signs_at: list[tuple[float, float]] = []
    for n, e in enumerate(keep):
        a, b = int(first[n]), int(second[n])
        bow = float(push[n]) + (11.0 if (b, a) in twice and abs(push[n]) < 6 else 0.0)
        open_ = int(system.covered[e]) == 0
        positive = bool(system.positive[e])
        role = "minus-link" if open_ else "plus-link"
        said = word("link_plus" if positive else "link_minus")
        title = f"{short(names[a])} → {short(names[b])}: {said}"
        if open_:
            title += f"; {word('link_open')}"
        marks, places = _link(at[a], at[b], bow, m.r, int(system.width[e]), role, positive, open_)
        x, y = _sign_place(places, at, words, signs_at, m.r)
        signs_at.append((x, y))
        badge = _badge(x, y, positive, open_)
        data = (("a", f"o{a}"), ("b", f"o{b}"))
        lines.append(Group(tuple(marks), "line", title, data))
        badges.append(Group(tuple(badge), "line", "", data))
    return lines[::-1], badges


def _sign_place(places: Floats, at: Floats, boxes: Floats, taken: Sequence[tuple[float, float]],
                r: float) -> tuple[float, float]:
    """A place on a link where its sign covers no words, no mark and no other sign, if there is."""
    best, least = (float(places[0, 0]), float(places[0, 1])), np.inf
    for share in _ALONG:
        x, y = (float(v) for v in places[int(share * (len(places) - 1))])
        aside = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0.0)
        off = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0.0)
        cost = float(np.maximum(_SIGN - np.hypot(aside, off), 0.0).sum())
        cost += float(np.maximum(r + _SIGN - np.hypot(*(at - (x, y)).T), 0.0).sum())
        cost += sum(max(2 * _SIGN - float(np.hypot(x - u, y - v)), 0.0) for u, v in taken)
        if cost < least:
            best, least = (x, y), cost
        if not cost:
            break
    return best


def _link(a: Floats, b: Floats, push: float, r: float, width: int, role: str, positive: bool,
          open_: bool) -> tuple[list[Drawn], Floats]:
    """The line of a link with its arrow, and the places along it, shape (k, 2)."""
    control, places = curve(a, b, np.array(push), _FINE)
    clear = np.flatnonzero((np.hypot(*(places - a).T) >= r + 3)
                           & (np.hypot(*(places - b).T) >= r + 9))
    start, stop = (clear[0], clear[-1]) if len(clear) > 1 else (48, 72)
    p, c, q = part_of_curve(a, control, b, start / (_FINE - 1), stop / (_FINE - 1))
    dash = "" if positive else " broken"
    marks: list[Drawn] = [Path(
        (("M", (float(p[0]), float(p[1]))), ("Q", (float(c[0]), float(c[1]), float(q[0]),
                                                   float(q[1])))), f"tie w{width} {role}{dash}")]
    way = (q - c) / (np.hypot(*(q - c)) or 1.0)
    side = np.array([-way[1], way[0]])
    size = 6.0 + 0.6 * width
    marks.append(polyline([tuple(q + way * size), tuple(q + side * size / 2),
                           tuple(q - side * size / 2)],
                          "arrow leaves-arrow" if open_ else "arrow", closed=True))
    return marks, places[start:stop + 1]


def _badge(x: float, y: float, positive: bool, open_: bool) -> list[Drawn]:
    """Plus or minus in a disc; two rings where nobody covers the link."""
    out: list[Drawn] = []
    if open_:
        out.append(Circle(x, y, 8.6, "paper-disc alert-ring"))
    out.append(Circle(x, y, 6.2, "paper-disc alert-ring" if open_ else "paper-disc"))
    out.append(line(x - 3.2, y, x + 3.2, y, "mean"))
    if positive:
        out.append(line(x, y - 3.2, x, y + 3.2, "mean"))
    return out


def _titles(system: System, heads: Sequence[str], present: Sequence[int], where: Plan,
            m: Measures) -> list[Drawn]:
    """Names of the sectors with their marks."""
    out: list[Drawn] = []
    letters = signs(system.looks)
    for k, (head, g, (top, bottom)) in enumerate(zip(heads, present, where.bands, strict=True)):
        ground = "on-second" if k % 2 else "on-band"
        if m.phone:
            out += [Mark(system.looks[g], 16, top + 14, 6, False, letters[g]),
                    Text(wrap(head, 11.5, m.width - 60, 1, bold=True), 28, top + 18, 11.5,
                         f"strong {ground}")]
            continue
        lines = wrap(head, 13.0, m.gutter - 36, 3, bold=True)
        y = (top + bottom) / 2 - (len(lines) - 1) * 13 * LEADING / 2 + 4.5
        out += [Mark(system.looks[g], 20, (top + bottom) / 2, 7, False, letters[g]),
                Text(lines, 34, y, 13.0, f"strong {ground}")]
    return out


def _indicators(system: System, names: Sequence[str], shown: Sequence[Shown], at: Floats,
                boxes: Floats, lane: Ints, m: Measures, word: Phrases) -> list[Drawn]:
    out: list[Drawn] = []
    letters = signs(system.looks)
    for k, name in enumerate(names):
        g = int(system.sector[k])
        x, y = float(at[k, 0]), float(at[k, 1])
        ground = "on-second" if lane[k] % 2 else "on-band"
        title = f"{name}, {tidy(system.sectors[g])}"
        if not system.owned[k]:
            title += f", {word('unowned')}"
        out.append(Group((
            Mark(system.looks[g], x, y, m.r, not bool(system.owned[k]), letters[g]),
            Text(shown[k].lines, x, float(boxes[k, 1]) + shown[k].size * 0.88, shown[k].size,
                 f"label {ground}", "middle")), "node", title, (("org", f"o{k}"),)))
    return out


def _legend(system: System, present: Sequence[int], word: Phrases) -> tuple[Block, ...]:
    letters = signs(system.looks)
    sectors = tuple(mark_entry(system.looks[g], tidy(system.sectors[g]),
                               int((system.sector == g).sum()), sign=letters[g]) for g in present)
    plus, open_ = int(system.positive.sum()), int((system.covered == 0).sum())
    links = [Entry((line(-21, 0, 21, 0, "tie w3 plus-link"), *_badge(0, 0, True, False)),
                   word("link_plus"), plus, 46),
             Entry((line(-21, 0, 21, 0, "tie w3 plus-link broken"), *_badge(0, 0, False, False)),
                   word("link_minus"), len(system.positive) - plus, 46)]
    if open_:
        links.append(Entry((line(-21, 0, 21, 0, "tie w3 minus-link"), *_badge(0, 0, True, True)),
                           word("link_open"), open_, 46))
    if (~system.owned).any():
        links.append(mark_entry(system.looks[present[0]], word("unowned"),
                                int((~system.owned).sum()), hollow=True))
    return (Block(word("system_sectors"), sectors), Block(word("system_links"), tuple(links)))
