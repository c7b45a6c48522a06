"""The network map: who works with whom, in lanes of levels or drawn by closeness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.layout_lanes import arrange
from partnernet.kernels.layout_routes import bows
from partnernet.kernels.layout_tables import Labels
from partnernet.pictures import map_legend
from partnernet.pictures.lettering import LEADING, short, text_width, tidy, wrap
from partnernet.pictures.lines import tie
from partnernet.pictures.map_labels import choose_sides, important_first, place_names
from partnernet.pictures.map_lanes import MANY, Measures, Shown, measures, plan, shown_name
from partnernet.pictures.map_organic import settle
from partnernet.pictures.marks import Circle, Drawn, Group, Picture, Rect, Text, rounded
from partnernet.pictures.roles import glyph
from partnernet.pictures.scene import FULL_LINES, Lines, MapOptions, Members, faded, reordered
from partnernet.words import Count, render


def network_map(members: Members, lines: Lines, *, level: Ints | None = None,
                levels: Sequence[str] = (), options: MapOptions | None = None,
                variant: str | None = None, width: float = 940.0, language: str = "en",
                seed: int = 1) -> Picture:
    """Draw who works with whom.

    Parameters
    ----------
    members, lines
        Organisations and the pairs that are in contact.
    level
        Rank of each organisation's level, 0 the nearest to residents, −1 where it has none,
        shape (n,).
    levels
        Names of the levels, the nearest first.
    options
        What else is shown.
    variant
        ``"lanes"`` or ``"organic"``; None takes lanes where somebody has a level.
    width
        940 for a page, 372 for a phone.
    language
        Of the picture's own words.
    seed
        Of the search for a good order.

    Returns
    -------
    Picture
        With its legend; organisations are groups ``node`` with ``data-org``, pairs groups ``line``
        with ``data-a`` and ``data-b``, codes as `partnernet.pictures.scene.codes` gives them.
    """
    options = options or MapOptions()
    members, rank = members.canonical()
    options = _renumbered(options, lines, rank)
    lines = lines.renumbered(rank)
    ranks = np.full(members.n, -1, dtype=np.int64)
    if level is not None:
        ranks = reordered(np.asarray(level, dtype=np.int64), rank)
    if variant is None:
        variant = "lanes" if (ranks >= 0).any() else "organic"
    draw = _lane_map if variant == "lanes" else _organic_map
    scene = _Scene(members, lines, options, ranks, [tidy(str(name)) for name in levels], width,
                   language, seed)
    picture = draw(scene)
    return replace(picture, legend=(*map_legend.blocks(members, lines, options, language),
                                    *picture.legend))


_TITLE = 13.0


@dataclass(frozen=True, eq=False)
class _Scene:
    """All that a variant needs."""

    members: Members
    lines: Lines
    options: MapOptions
    ranks: Ints
    levels: Sequence[str]
    width: float
    language: str
    seed: int

    def word(self, key: str, /, **values: Any) -> str:
        """A phrase of the catalogue."""
        return render(f"pictures.{key}", self.language, **values)


def _renumbered(options: MapOptions, lines: Lines, rank: Ints) -> MapOptions:
    """The options in the order of the canonical organisations and lines."""
    first, second = rank[lines.first], rank[lines.second]
    order = np.lexsort((np.maximum(first, second), np.minimum(first, second)))

    ringed, important = options.not_reached, options.important
    return replace(
        options, not_reached=None if ringed is None else reordered(np.asarray(ringed), rank),
        important=None if important is None else reordered(np.asarray(important), rank),
        roles=[options.roles[k] for k in np.argsort(rank)] if options.roles else (),
        hulls=[replace(hull, members=reordered(np.asarray(hull.members), rank))
               for hull in options.hulls],
        new=None if options.new is None else np.asarray(options.new)[order],
        lost=None if options.lost is None else np.asarray(options.lost)[order])


def _lane_map(scene: _Scene) -> Picture:
    """One band a level, the highest on top; those without a level in a band of their own."""
    lanes, names = _lanes(scene)
    m = measures(scene.width, scene.members.n, _gutter(scene, names, lanes))
    of_lane = [[name for name, lane in zip(scene.members.names, lanes, strict=True)
                if lane == code] for code in range(len(names))]
    least = [0.0 if m.phone else 10 + _title_tall(*_title_lines(scene, name, len(here), m))
             for name, here in zip(names, of_lane, strict=True)]
    where = plan(lanes, of_lane, least, m)
    shown: Sequence[Shown] = [
        shown_name(name, m.size, where.room[lanes[k]]) if m.named
        else Shown((str(k + 1),), 10.0) for k, name in enumerate(scene.members.names)]
    silo = np.zeros(scene.members.n, dtype=bool)
    for hull in scene.options.hulls:
        silo |= hull.members if hull.alert else False
    place = arrange(
        where.slots, _labels(scene, shown, m.r), lanes, scene.lines.first, scene.lines.second,
        scene.lines.width.astype(float), group=scene.members.group, silo=silo, width=m.width,
        rounds=_rounds(scene), seed=scene.seed)
    at = np.stack([where.slots.x[place], where.slots.y[place]], -1)
    shown, labels, above = _words(scene, m, shown, at, where.slots.above[place],
                                  np.array(where.bands)[lanes])
    boxes = labels.boxes(np.arange(len(at)), at[:, 0], at[:, 1], above)
    ground: list[Drawn] = [
        Rect(0, top, m.width, bottom - top, "band" + (" second" if k % 2 else ""))
        for k, (top, bottom) in enumerate(where.bands)]
    frame = (m.gutter + 6, 4.0, m.width - 6, where.height - 4)
    drawn = [*ground, *_lines(scene, at, boxes, m.r, frame),
             *_band_titles(scene, names, lanes, where.bands, m), *_rings(scene, at, m.r),
             *_nodes(scene, at, boxes, shown, m.r,
                     ["on-second" if lane % 2 else "on-band" for lane in lanes])]
    present = [name for code, name in enumerate(names) if (lanes == code).any()]
    description = scene.word(
        "map_lanes_about", bands=len(names), top=present[0] if present else "",
        bottom=present[-1] if present else "") + " " + _counts(scene)
    return Picture(m.width, where.height, tuple(drawn), scene.word("map_lanes"), description,
                   scene.word("map_lanes_how"), map_legend.numbers(scene.members, shown,
                                                                   scene.language), "map")


def _labels(scene: _Scene, shown: Sequence[Shown], r: float) -> Labels:
    """The sizes of words."""
    return Labels(np.array([s.wide / 2 + 2 for s in shown]), np.array([s.tall for s in shown]),
                  _gaps(scene), r)


def _words(scene: _Scene, m: Measures, shown: Sequence[Shown], at: Floats, above: Bools,
           bands: Floats) -> tuple[Sequence[Shown], Labels, Bools]:
    """The words at the marks, and on which side of them, once everybody stands."""
    upper = bands[:, 0] + (m.head if m.phone else 3)
    lower = bands[:, 1] - 3
    if not m.named:
        contacts = scene.lines.contacts(scene.members.n)
        shown, above = place_names(
            scene.members.names, shown, at, above, _labels(scene, shown, m.r), m.gutter + 2,
            m.width - 3, lower, upper, m.size, important_first(contacts, scene.options.important))
    labels = _labels(scene, shown, m.r)
    above = choose_sides(labels, at, above, scene.lines.first, scene.lines.second, lower, upper)
    return shown, labels, above


def _gutter(scene: _Scene, names: Sequence[str], lanes: Ints) -> float:
    """Room for the names of the bands at the left; none on a phone."""
    if scene.width < 560:
        return 0.0
    whole = [text_width(name, _TITLE, bold=True) for name in names]
    longest = max([wide for wide in whole if wide < 118] + [
        text_width(word, _TITLE, bold=True) for name in names for word in name.split()],
        default=0.0)
    told = max((text_width(Count("organisations", int(count)).shown(scene.language), 12)
                for count in np.bincount(lanes)), default=0.0)
    return float(min(150.0, max(104.0, longest + 22, told + 22)))


def _gaps(scene: _Scene) -> Floats:
    """From each mark to its words: more where a ring stands between."""
    ringed = scene.options.not_reached
    return np.where(np.zeros(scene.members.n, dtype=bool) if ringed is None else ringed, 9.5, 5.0)


def _lanes(scene: _Scene) -> tuple[Ints, list[str]]:
    """Lane of each organisation from the top, and the names of the lanes."""
    count = max(len(scene.levels), int(scene.ranks.max(initial=-1)) + 1)
    names = [scene.levels[k] if k < len(scene.levels) else str(k + 1) for k in range(count)][::-1]
    lanes = np.where(scene.ranks >= 0, count - 1 - scene.ranks, count)
    if (scene.ranks < 0).any():
        names.append(scene.word("no_level"))
    return lanes, names


def _rounds(scene: _Scene) -> int:
    """Rounds of the search: many where a round is cheap."""
    work = max(1, len(scene.lines.first)) * max(1, scene.members.n)
    return int(np.clip(1e5 / work, 8, 24))


def _organic_map(scene: _Scene) -> Picture:
    """Organisations stand near those they work with; outlined groups in their hulls."""
    m = measures(scene.width, scene.members.n, 0.0)
    room = 86.0 if m.width < 560 else 104.0
    contacts = scene.lines.contacts(scene.members.n)
    keep = important_first(contacts, scene.options.important)[: 24 if not m.named else None]
    shown = [shown_name(name, m.size, room) if m.named or k in set(keep)
             else Shown((str(k + 1),), 10.0) for k, name in enumerate(scene.members.names)]
    labels = _labels(scene, shown, m.r)
    layout = settle(scene.lines.first, scene.lines.second, scene.lines.width.astype(float),
                    labels, m.width, scene.options.hulls, scene.seed)
    at, height = layout.at, layout.height
    whole = np.ones(scene.members.n)
    above = choose_sides(labels, at, whole < 0, scene.lines.first, scene.lines.second,
                         whole * (height - 4), whole * 4, fixed=_outlined(scene))
    boxes = labels.boxes(np.arange(len(at)), at[:, 0], at[:, 1], above)
    ground: list[Drawn] = [
        rounded([(float(x), float(y)) for x, y in corners], 18,
                "silo" if hull.alert else "region")
        for hull, corners in zip(scene.options.hulls, layout.hulls, strict=True)
        if len(corners) > 2]
    inside = ["on-paper"] * scene.members.n
    for hull in scene.options.hulls:
        for k in np.flatnonzero(hull.members):
            inside[k] = "on-silo" if hull.alert else "on-second"
    drawn = [*ground, *_lines(scene, at, boxes, m.r, (4, 4, m.width - 4, height - 4)),
             *_hull_names(scene, layout.hulls),
             *_rings(scene, at, m.r), *_nodes(scene, at, boxes, shown, m.r, inside)]
    if layout.alone is not None:
        drawn.append(Text((scene.word("no_contact"),), 12, layout.alone, 11.5, "soft"))
    description = scene.word("map_organic_about") + " " + _counts(scene)
    for hull in scene.options.hulls:
        if hull.alert:
            into, out = _in_and_out(scene.lines, hull.members)
            description += " " + scene.word("map_hull_about", name=hull.name, inside=into, out=out)
    silo = any(hull.alert for hull in scene.options.hulls)
    return Picture(m.width, height, tuple(drawn), scene.word("map_organic"), description,
                   scene.word("map_silo_how" if silo else "map_organic_how"),
                   map_legend.numbers(scene.members, shown, scene.language), "map")


def _hull_names(scene: _Scene, corners: Sequence[Floats]) -> list[Drawn]:
    """The names of outlined groups over their outlines, where there are several."""
    if len(scene.options.hulls) < 2:
        return []
    out: list[Drawn] = []
    for hull, places in zip(scene.options.hulls, corners, strict=True):
        if len(places) > 2:
            top = places[places[:, 1] < places[:, 1].min() + 12]
            x = float(np.clip(top[:, 0].mean(), 60, scene.width - 60))
            out.append(Text(wrap(hull.name, 12, 220, 1, bold=True), x,
                            float(places[:, 1].min()) - 5, 12, "strong on-paper", "middle"))
    return out


def _outlined(scene: _Scene) -> Bools:
    """Who stands inside an outline."""
    out = np.zeros(scene.members.n, dtype=bool)
    for hull in scene.options.hulls:
        out |= hull.members
    return out


def _in_and_out(lines: Lines, members: Bools) -> tuple[int, int]:
    """How many lines run inside a group and how many leave it."""
    a, b = members[lines.first], members[lines.second]
    return int((a & b).sum()), int((a != b).sum())


def _counts(scene: _Scene) -> str:
    """How many organisations and lines there are, in a sentence."""
    says = np.bincount(scene.lines.says, minlength=3)
    values = {"organisations": Count("organisations", scene.members.n),
              "lines": len(scene.lines.says)}
    if not scene.options.directed:
        return scene.word("map_counts_undirected", **values)
    return scene.word("map_counts", both=int(says[0]), one=int(says[1]), silent=int(says[2]),
                      **values)


def _lines(scene: _Scene, at: Floats, boxes: Floats, r: float,
           frame: tuple[float, float, float, float]) -> list[Drawn]:
    """All lines, thin ones first; strong ones choose their way first."""
    lines, options = scene.lines, scene.options
    order = np.lexsort((np.arange(len(lines.first)), lines.says, -lines.width))
    push = bows(at, boxes, lines.first, lines.second, order, r, frame)
    leaves = np.zeros(len(lines.first), dtype=bool)
    for hull in options.hulls:
        if hull.alert:
            leaves |= hull.members[lines.first] != hull.members[lines.second]
    faint = {int(e) for e in order[FULL_LINES:]} if faded(lines) else set()
    fine = scene.members.n > MANY
    out: list[Drawn] = []
    for e in order[::-1]:
        a, b = int(lines.first[e]), int(lines.second[e])
        extra = " ".join(word for word, on in (
            ("leaves", leaves[e]), ("faint", e in faint),
            ("new", options.new is not None and options.new[e]),
            ("lost", options.lost is not None and options.lost[e])) if on)
        marks = tie(at[a], at[b], float(push[e]), r, width=int(lines.width[e]),
                    says=int(lines.says[e]), extra=extra, fine=fine)
        out.append(Group(tuple(marks), "line", _line_title(scene, e),
                         (("a", f"o{a}"), ("b", f"o{b}"))))
    return out


def _line_title(scene: _Scene, e: int) -> str:
    """What pointing at a line tells."""
    lines, names = scene.lines, scene.members.names
    a, b = short(names[lines.first[e]]), short(names[lines.second[e]])
    parts = []
    if scene.options.strengths:
        parts.append(f"{scene.options.strength_word}: "
                     f"{scene.options.strengths[lines.width[e] - 1]}")
    if scene.options.directed:
        parts.append(scene.word(("says_both", "says_one", "says_silent")[lines.says[e]], a=a, b=b))
    return f"{a} – {b}" + (f" · {'; '.join(parts)}" if parts else "")


def _rings(scene: _Scene, at: Floats, r: float) -> list[Drawn]:
    if scene.options.not_reached is None:
        return []
    return [Circle(float(at[k, 0]), float(at[k, 1]), r + 7.5, "ring")
            for k in np.flatnonzero(scene.options.not_reached)]


def _nodes(scene: _Scene, at: Floats, boxes: Floats, shown: Sequence[Shown], r: float,
           grounds: Sequence[str]) -> list[Drawn]:
    """Marks with their words, each a group that can be pointed at."""
    members = scene.members
    contacts = scene.lines.contacts(members.n)
    out: list[Drawn] = []
    for k in range(members.n):
        x, y = float(at[k, 0]), float(at[k, 1])
        words = Text(shown[k].lines, x, float(boxes[k, 1]) + shown[k].size * 0.88, shown[k].size,
                     f"label {grounds[k]}", "middle")
        group = members.groups[members.group[k]] if members.group[k] >= 0 else ""
        level = scene.levels[scene.ranks[k]] if 0 <= scene.ranks[k] < len(scene.levels) else ""
        number = f"{k + 1}. " if not shown[k].named else ""
        title = ", ".join(part for part in (
            number + members.names[k], group, level,
            scene.word("answered" if members.answered[k] else "not_answered"),
            Count("contacts", int(contacts[k])).shown(scene.language)) if part)
        marks: list[Drawn] = [members.mark(k, x, y, r), words]
        if scene.options.roles and scene.options.roles[k]:
            role = scene.options.roles[k]
            marks += [Circle(x + r + 11, y, 9.5, "paper-disc"), *glyph(role, x + r + 11, y, 13)]
            title += f", {scene.word(role)}"
        out.append(Group(tuple(marks), "node", title, (("org", f"o{k}"),)))
    return out


def _band_titles(scene: _Scene, names: Sequence[str], lanes: Ints,
                 bands: Sequence[tuple[float, float]], m: Measures) -> list[Drawn]:
    """Names of the levels and how many stand there."""
    out: list[Drawn] = []
    for code, (name, (top, bottom)) in enumerate(zip(names, bands, strict=True)):
        count = int((lanes == code).sum())
        ground = "on-second" if code % 2 else "on-band"
        if m.phone:
            words = f"{wrap(name, 11.5, m.width - 80, 1, bold=True)[0]} · {count}"
            out.append(Text((words,), 10, top + 17, 11.5, f"strong {ground}"))
            continue
        head, told, small = _title_lines(scene, name, count, m)
        y = (top + bottom - _title_tall(head, told, small)) / 2 + _TITLE * 0.85
        out += [Text(head, 14, y, _TITLE, f"strong {ground}"),
                Text(told, 14, y + _TITLE * LEADING * len(head), small, f"soft {ground}")]
    return out


def _title_lines(scene: _Scene, name: str, count: int,
                 m: Measures) -> tuple[tuple[str, ...], tuple[str, ...], float]:
    """A level's name, how many stand there, and the size of the latter's letters."""
    told = Count("organisations", count).shown(scene.language)
    small = 12.0 if text_width(told, 12.0) <= m.gutter - 18 else 10.5
    return (wrap(name, _TITLE, m.gutter - 18, 3, bold=True), wrap(told, small, m.gutter - 16, 2),
            small)


def _title_tall(head: Sequence[str], told: Sequence[str], small: float) -> float:
    return (len(head) * _TITLE + len(told) * small) * LEADING
