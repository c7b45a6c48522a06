"""The legend of a map, as data: groups, what line width means, who says so."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from partnernet.pictures.legend import area_entry, line_entry, mark_entry
from partnernet.pictures.map_lanes import Shown
from partnernet.pictures.marks import Block, Circle, Entry, Text, line
from partnernet.pictures.roles import ROLES, glyph
from partnernet.pictures.scene import FULL_LINES, Lines, MapOptions, Members, faded, signs
from partnernet.vocabulary.looks import NOT_STATED
from partnernet.words import render


def blocks(members: Members, lines: Lines, options: MapOptions, language: str) -> tuple[Block, ...]:
    """The blocks of a map's legend, with counts."""
    out = [_groups(members, options, language)]
    if options.strengths:
        width = np.bincount(lines.width, minlength=6)
        out.append(Block(
            render("pictures.legend_width", language, what=options.strength_word),
            tuple(line_entry(f"tie w{k}", word, int(width[k]))
                  for k, word in enumerate(options.strengths, 1) if width[k])))
    out.append(_styles(members, lines, options, language))
    if any(options.roles):
        out.append(Block(render("pictures.legend_roles", language), tuple(
            Entry(tuple(glyph(role, 0, 0, 16)), render(f"pictures.{role}", language),
                  sum(given == role for given in options.roles), 26)
            for role in ROLES if role in options.roles)))
    return tuple(block for block in out if block.entries)


def _groups(members: Members, options: MapOptions, language: str) -> Block:
    letters = signs(members.looks)
    entries = [mark_entry(look, name, int((members.group == g).sum()), sign=letters[g])
               for g, (look, name) in enumerate(zip(members.looks, members.groups, strict=True))]
    if (members.group < 0).any():
        entries.append(mark_entry(NOT_STATED, render("pictures.no_group", language),
                                  int((members.group < 0).sum())))
    return Block(render("pictures.legend_groups", language, what=options.group_word)
                 if options.group_word else render("pictures.legend_group", language),
                 tuple(entries))


def _styles(members: Members, lines: Lines, options: MapOptions, language: str) -> Block:
    """What dashes, hollow marks, rings and outlines mean; only what is there."""
    says = np.bincount(lines.says, minlength=3)
    entries: list[Entry] = []
    if options.directed:
        for code, (role, name) in enumerate((("", "both"), (" oneside", "one"),
                                             (" silent", "silent"))):
            if says[code]:
                entries.append(line_entry(f"tie w3{role}",
                                          render(f"pictures.legend_{name}", language),
                                          int(says[code]), arrow=code > 0))
    if faded(lines):
        entries.append(line_entry("tie w3 faint", render("pictures.legend_faint", language),
                                  len(lines.first) - FULL_LINES))
    for role, flags in (("new", options.new), ("lost", options.lost)):
        if flags is not None and flags.any():
            entries.append(line_entry(f"tie w3 {role}", render(f"pictures.legend_{role}", language),
                                      int(flags.sum())))
    silent = int((~members.answered).sum())
    if silent:
        look = members.looks[0] if len(members.looks) else NOT_STATED
        entries.append(mark_entry(look, render("pictures.legend_hollow", language), silent,
                                  hollow=True))
    if options.not_reached is not None and options.not_reached.any():
        entries.append(Entry((Circle(0, 0, 8.5, "ring"),), options.reach_note
                             or render("pictures.legend_ring", language),
                             int(options.not_reached.sum())))
    named = len(options.hulls) > 1
    if named and not all(hull.alert for hull in options.hulls):
        entries.append(area_entry("region", render("pictures.legend_region", language)))
    for hull in options.hulls:
        if named and not hull.alert:
            continue
        entries.append(area_entry(
            "silo" if hull.alert else "region",
            render("pictures.legend_outlined", language, name=hull.name),
            int(hull.members.sum())))
    alert = [hull.members for hull in options.hulls if hull.alert]
    if alert:
        out = np.any([inside[lines.first] != inside[lines.second] for inside in alert], axis=0)
        key = "leaves" if len(alert) == 1 else "leave_any"
        entries.append(Entry((line(-21, 0, 21, 0, "tie w3 leaves"),),
                             render(f"pictures.legend_{key}", language), int(out.sum()), wide=46))
    return Block(render("pictures.legend_says" if options.directed else "pictures.legend_else",
                        language), tuple(entries))


def numbers(members: Members, shown: Sequence[Shown], language: str) -> tuple[Block, ...]:
    """The names behind the numbers, where some carry a number."""
    entries = tuple(
        Entry((Text((words.lines[0],), 11, 4, 11, "strong", "end"),), members.names[k])
        for k, words in enumerate(shown) if not words.named)
    if not entries:
        return ()
    return (Block(render("pictures.legend_numbers", language), entries, kind="numbers"),)
