"""A partnership as pictures take it: members, lines, and the drawings that answers share.

Functions here take a partnership's arrays and a language and give a picture; answers hold them
with everything but the language already bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.fronts import unbeaten
from partnernet.kernels.resampling import percentile_interval
from partnernet.partnership import By, Groups, Network, Partnership
from partnernet.pictures.bridge import bridge
from partnernet.pictures.chain import chain
from partnernet.pictures.curves import Curve, reach_curves, removal_curves
from partnernet.pictures.grid import Head
from partnernet.pictures.heat import ratio_heat
from partnernet.pictures.kinds import four_kinds
from partnernet.pictures.map import network_map
from partnernet.pictures.marks import Picture
from partnernet.pictures.matrix import adjacency
from partnernet.pictures.nulls import NullRow, null_histograms
from partnernet.pictures.presence import presence
from partnernet.pictures.reach import reach_columns
from partnernet.pictures.roles import ROLES, broker_table
from partnernet.pictures.scatter import Points, pareto
from partnernet.pictures.scene import Hull, Lines, MapOptions, codes, signs
from partnernet.pictures.strips import Strips, ei_strips
from partnernet.pictures.verdicts import verdict_table
from partnernet.vocabulary.looks import looks_for
from partnernet.words import explaining, render

_MIDDLE = 10  # organisations between two groups that a bridge has room for
_NAMED = 14  # organisations that a table of roles shows
VERDICTS = ("silo", "leaning", "open", "no sign", "too small to say")


def heads(groups: Groups) -> list[Head]:
    """Row and column heads of a table by group."""
    looks = looks_for(groups.keys or (None,) * len(groups))
    # Where several groups share a look, a letter inside the mark tells them apart.
    return [Head(name, look, sign) for name, look, sign in
            zip(groups.names, looks, signs(looks), strict=True)]


def whole(alliance: Partnership, *, by: By, level: str, strength: str | None, variant: str | None,
          hulls: Sequence[Hull] = (), signs: Sequence[str] = (), width: float = 940.0,
          language: str) -> Picture:
    """The map of the partnership: lanes where it has ordered levels, else by closeness."""
    ranks, groups = alliance.ranks(level), alliance.groups(by)
    chosen = variant or ("lanes" if len(ranks) > 1 else "organic")
    options = MapOptions(hulls=hulls, directed=alliance.directed, roles=signs,
                         group_word="" if not groups.by else groups.by)
    return network_map(
        alliance.members(by), alliance.lines(strength),
        level=ranks.codes if chosen == "lanes" else None,
        levels=ranks.names if chosen == "lanes" else (), options=options, variant=chosen,
        width=width, language=language)


def in_hulls(alliance: Partnership, membership: Ints, *, by: By, language: str) -> Picture:
    """The map by closeness with an outline round each group found in the ties."""
    hulls = [Hull(membership == code, str(code + 1), alert=False)
             for code in range(int(membership.max(initial=-1)) + 1)
             if int((membership == code).sum()) > 2]
    return whole(alliance, by=by, level="level", strength=None, variant="organic", hulls=hulls,
                 language=language)


def broker_map(alliance: Partnership, by: By, level: str, counts: Floats, *, language: str
               ) -> Picture:
    """The map with a sign of its main role beside each organisation that brokers most.

    ``counts``, shape (n, 6), total last; a role is shown for the upper quarter of brokers.
    """
    told = np.nan_to_num(counts)
    total = told[:, -1]
    busy = total >= np.quantile(total[total > 0], 0.75) if (total > 0).any() else total > 0
    words = [ROLES[int(np.argmax(row[:-1]))] if shown and row[-1] > 0 else ""
             for row, shown in zip(told, busy, strict=True)]
    return whole(alliance, by=by, level=level, strength=None, variant=None, signs=words,
                 language=language)


def before_after(first: Partnership, second: Partnership, by: By, *, language: str) -> Picture:
    """The second partnership drawn with the ties it gained and those it lost."""
    groups = second.groups(by)
    place = {key: k for k, key in enumerate(second.ids)}
    after = second.lines()
    here = {(min(a, b), max(a, b)) for a, b in zip(after.first.tolist(), after.second.tolist(),
                                                   strict=True)}
    earlier = first.lines()
    before = [(place.get(first.ids[a], -1), place.get(first.ids[b], -1))
              for a, b in zip(earlier.first.tolist(), earlier.second.tolist(), strict=True)]
    there = {(min(pair), max(pair)) for pair in before if min(pair) >= 0}
    known = set(first.ids)
    gone = sorted(there - here)
    lost = np.array(gone, dtype=np.int64).reshape(-1, 2)
    # A tie to somebody who was not there before is part of a new organisation, not a new tie.
    new = np.array([(min(a, b), max(a, b)) not in there
                    and {second.ids[a], second.ids[b]} <= known
                    for a, b in zip(after.first.tolist(), after.second.tolist(), strict=True)]
                   + [False] * len(gone), dtype=bool)
    lines = Lines(np.r_[after.first, lost[:, 0]], np.r_[after.second, lost[:, 1]],
                  np.r_[after.says, np.zeros(len(gone), dtype=np.int64)],
                  np.r_[after.width, np.full(len(gone), 2)])
    options = MapOptions(new=new, lost=np.arange(len(new)) >= len(after.first),
                         directed=second.directed, group_word=groups.by)
    ranks = second.ranks()
    lanes = len(ranks) > 1
    return network_map(second.members(groups), lines, level=ranks.codes if lanes else None,
                       levels=ranks.names if lanes else (), options=options, language=language)


def strips(groups: Groups, frame: pd.DataFrame, replicates: Floats | None, *, language: str
           ) -> Picture:
    """E–I of each group on its strip of chance; ``replicates``, shape (r, groups), shuffled."""
    count = len(groups)
    low = high = np.full(count, np.nan)
    if replicates is not None:
        low, high = percentile_interval(replicates)
    rows = frame.iloc[1:]
    words = [render(f"terms.{_TERM[word]}.name", language) if word else ""
             for word in rows["verdict"]]
    return ei_strips(Strips(
        groups.names, looks_for(groups.keys or (None,) * count),
        rows["members"].to_numpy(dtype=np.int64), rows["ei_index"].to_numpy(dtype=float),
        rows["ei_expected"].to_numpy(dtype=float), low, high,
        rows["ei_low"].to_numpy(dtype=float), rows["ei_high"].to_numpy(dtype=float), words,
        (rows["verdict"] == "silo").to_numpy()), language=language)


_TERM = {"silo": "silo", "leaning": "leaning", "open": "open", "no sign": "no_sign",
         "too small to say": "too_small_to_say"}


def chance(groups: Groups, frame: pd.DataFrame, replicates: Mapping[str, Floats], *, language: str
           ) -> Picture:
    """E–I of each group among what every null gives; ``replicates``: null → shape (r, groups)."""
    values, low, high = (frame[name].to_numpy(dtype=float)[1:]
                         for name in ("ei_index", "ei_low", "ei_high"))
    rows = [NullRow(head.words, values[k], drawn[:, k], low[k], high[k], head.look, head.sign,
                    render(f"pictures.null_{null}", language))
            for k, head in enumerate(heads(groups)) for null, drawn in replicates.items()]
    return null_histograms(rows, x_words=called("ei_index", language), bounds=(-1.0, 1.0),
                           language=language)


def matrix(alliance: Partnership, groups: Groups, level: str, network: Network, *, language: str
           ) -> Picture:
    """Every tie as a square, organisations in the order of their groups and levels."""
    ranks = alliance.ranks(level)
    return adjacency(alliance.members(groups), network.source, network.target,
                     level=ranks.codes if len(ranks) > 1 else None, directed=network.directed,
                     language=language)


def heat(groups: Groups, observed: Floats, expected: Floats, p: Floats | None, *, directed: bool,
         language: str) -> Picture:
    """Group × group table of observed over expected, with triangles where p ≤ .05."""
    beyond = np.zeros(observed.shape, dtype=np.int64)
    if p is not None:
        beyond = np.where(p <= 0.05, np.sign(observed - expected), 0).astype(np.int64)
    rows = heads(groups)
    return ratio_heat(rows, rows, np.rint(observed).astype(np.int64), expected,
                      significant=beyond, directed=directed, language=language)


def kinds(ties: Ints, expected: Floats, low: Floats, high: Floats, *, language: str) -> Picture:
    """The four kinds of tie beside chance."""
    return four_kinds(ties, expected, low, high, language=language)


def reached(alliance: Partnership, by: By, steps: Ints, *, language: str) -> Picture:
    """The front line by steps from the decision level."""
    return reach_columns(alliance.members(by), steps, language=language)


def stepwise(frame: pd.DataFrame, *, directed: bool, language: str) -> Picture:
    """The share of the front line reached in 1, 2, 3 … steps, and that reaches the decisions."""
    ways = ("down", "up") if directed else ("down",)
    names = {"down": "curve_down", "up": "curve_up"} if directed else {"down": "curve_all"}
    return reach_curves([Curve(render(f"pictures.{names[way]}", language),
                               frame[f"reach_{way}"].to_numpy(dtype=float)) for way in ways],
                        language=language)


def linked(alliance: Partnership, by: By, ranks: Groups, parent: Ints, steps: Ints, *,
           language: str) -> Picture:
    """The chain from the decision level down, one level at a time, and who is cut off."""
    return chain(alliance.members(by), ranks.codes, ranks.names, parent, steps >= 0,
                 language=language)


def ladder(ranks: Groups, observed: Floats, expected: Floats, *, directed: bool, language: str
           ) -> Picture:
    """Level × level, the highest first: ties over what chance gives; shape (levels, levels)."""
    rows = [Head(name) for name in ranks.names[::-1]]
    return ratio_heat(rows, rows, np.rint(observed[::-1, ::-1]).astype(np.int64),
                      expected[::-1, ::-1], directed=directed, language=language)


def present(alliance: Partnership, sector: str, level: str, *, language: str) -> Picture:
    """A mark an organisation in the cell of its level and sector."""
    levels = alliance.groups(level)
    return presence(alliance.members(sector), levels.codes, levels.names,
                    language=language)


def roles(alliance: Partnership, groups: Groups, counts: Floats, *, language: str) -> Picture:
    """The organisations that broker most, by role; ``counts``, shape (n, 6), total last."""
    total = np.nan_to_num(counts[:, -1])
    order = sorted(np.flatnonzero(total > 0), key=lambda k: (-total[k], alliance.names[k]))
    order = order[:_NAMED]
    who = alliance.members(groups)
    rows = [Head(alliance.names[k], who.look(int(k)), who.sign(int(k))) for k in order]
    tags = codes(alliance.ids)
    shown = np.nan_to_num(counts[order, :-1]) if order else np.zeros((0, 5))
    return broker_table(rows, np.rint(shown).astype(np.int64), None,
                        np.zeros(len(order), dtype=bool), [tags[k] for k in order],
                        language=language)


def between(alliance: Partnership, groups: Groups, pair: tuple[int, int], ids: Sequence[str],
            strength: str | None, *, language: str) -> Picture:
    """Two groups and who stands between them."""
    left, right = (groups.codes == code for code in pair)
    places = [alliance.ids.index(key) for key in ids]
    middle = [k for k in places if not left[k] and not right[k]][:_MIDDLE]
    return bridge(alliance.members(groups), alliance.lines(strength), left,
                  right, middle, left_name=groups.names[pair[0]],
                  right_name=groups.names[pair[1]], language=language)


def cloud(alliance: Partnership, groups: Groups, x: tuple[str, Floats], y: tuple[str, Floats], *,
          language: str) -> Picture:
    """Organisations between two columns, the best of both named."""
    keep = ~np.isnan(x[1]) & ~np.isnan(y[1])
    who = alliance.members(groups)
    places = np.flatnonzero(keep)
    tags = codes(alliance.ids)
    return _pareto([alliance.names[k] for k in places], x, y, places, language, Points(
        [alliance.names[k] for k in places], x[1][keep], y[1][keep],
        [who.look(int(k)) for k in places], [who.sign(int(k)) for k in places],
        [tags[k] for k in places]))


def proposals(names: Sequence[str], x: tuple[str, Floats], y: tuple[str, Floats], *,
              language: str) -> Picture:
    """Proposals between two things one wants much of."""
    places = np.arange(len(names))
    return _pareto(names, x, y, places, language, Points(list(names), x[1], y[1]))


def _pareto(names: Sequence[str], x: tuple[str, Floats], y: tuple[str, Floats], places: Ints,
            language: str, points: Points) -> Picture:
    best = unbeaten([x[1][places], y[1][places]])
    return pareto(points, best, x_words=called(x[0], language), y_words=called(y[0], language),
                  language=language)


def called(column: str, language: str) -> str:
    """The plain name of a column."""
    code = explaining.find(column)
    return column if code is None else explaining.name(code, language)


def removal(frame: pd.DataFrame, *, language: str) -> Picture:
    """What is left of cross-group efficiency as organisations leave."""
    first = float(frame["targeted_efficiency"].iloc[0]) or 1.0
    curves = [
        Curve(render("pictures.targeted", language),
              frame["targeted_efficiency"].to_numpy(dtype=float) / first),
        Curve(render("pictures.at_random", language),
              frame["random_efficiency"].to_numpy(dtype=float) / first,
              frame["random_efficiency_low"].to_numpy(dtype=float) / first,
              frame["random_efficiency_high"].to_numpy(dtype=float) / first)]
    return removal_curves(curves, frame.index.to_numpy(dtype=float),
                          y_words=called("cross_group_efficiency", language), language=language)


def verdicts(groups: Groups, choices: Sequence[str], words: Mapping[str, Sequence[str]],
             value: Floats, *, language: str) -> Picture:
    """Each group's verdict under each setting; ``words``: group → verdict by setting."""
    code = {word: place for place, word in enumerate(VERDICTS)}
    table = np.array([[code.get(word, -1) for word in words[name]] for name in groups.names],
                     dtype=np.int64).reshape(len(groups), len(choices))
    told = [render(f"terms.{_TERM[word]}.name", language) for word in VERDICTS]
    return verdict_table(heads(groups), choices, table, value, told, chosen=0, language=language)

