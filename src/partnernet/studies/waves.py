"""The same place twice: which ties formed, ended and stayed, who joined, who became a broker?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Figures, Table
from partnernet.asking import Progress, Question, ask, need_partnership
from partnernet.errors import OptionError
from partnernet.kernels import turnover as kernels
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.chance import Shuffle, shuffle_strata
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.significance import benjamini_hochberg, tails
from partnernet.measures.cohesion import cohesion
from partnernet.measures.quality import quality
from partnernet.measures.silos import silos
from partnernet.measures.vertical import vertical
from partnernet.partnership import Confirm, Network, Partnership
from partnernet.pictures.marks import Picture
from partnernet.pictures.rows import tie_changes
from partnernet.words import Message, Names, Number, say

WHOLE = "(whole)"
_LAYERS = ("pairs", "free", "formed", "dissolved", "persisted")
_COLUMNS = ("pairs", "formed", "dissolved", "persisted", "jaccard", "expected", "p_permutation",
            "p_permutation_bh")
_MOST = 5000


@dataclass(frozen=True, eq=False)
class _Blocks:
    """What is counted: rows, each a set of pairs of cells (sector × level).

    ``labels``, shape (n,): the cell of each organisation; ``inside``, shape (rows, cells, cells).
    """

    keys: list[tuple[str, str]]
    labels: Ints
    cells: int
    inside: Floats


def waves(
    first: Partnership,
    second: Partnership,
    *,
    sector: str = "sector",
    level: str = "level",
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Table:
    """What changed between two waves, beyond what chance would change?

    Parameters
    ----------
    first, second : Partnership
        The same place before and after; organisations are matched by id.
    sector, level : str
        Columns of the organisations, as the first wave has them.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Table
        Index ``(by, block)``: the whole, each kind of tie, each pair of sectors. ``pairs`` observed
        in both waves · ``formed``, ``dissolved``, ``persisted`` ties · ``jaccard`` persisted over
        ties in either wave, 0 to 1 · ``expected`` formed, if ties formed anywhere equally ·
        ``p_permutation`` two-sided, sector and level shuffled over organisations together, with
        ``p_permutation_bh`` over the kinds and over the pairs of sectors. Details:
        ``change`` in every figure of `summary`; ``brokers``: ``cross_group_betweenness`` before and
        after; ``joiners``, ``leavers``; ``ties`` that formed and dissolved.

    Missing
    -------
    Only organisations in both waves and pairs observed in both; the figures of ``change`` are of
    each whole wave. A block without pairs free to form has no expectation.

    Raises
    ------
    TypeError, OptionError
        Something that is no Partnership; no organisation in common, or too many for a table.

    Examples
    --------
    >>> import partnernet as pn
    >>> calm, flood = pn.samples.load("penaluz"), pn.samples.load("penaluz_crisis")
    >>> whole = pn.waves(calm, flood, replicates=99).table().iloc[0]
    >>> bool(whole["formed"] > whole["dissolved"])
    True

    Source
    ------
    Jaccard (1901); Snijders, van de Bunt & Steglich (2010) for it as a measure of turnover.
    """
    need_partnership(second)
    question = ask("waves", first, null="permutation", allowed=("permutation",),
                   replicates=replicates, seed=seed, progress=progress, sector=sector, level=level)
    ids = sorted(set(first.ids) & set(second.ids))
    if not ids or len(ids) > _MOST:
        raise OptionError(say("waves.nobody_in_common") if not ids else
                          say("waves.too_many", n=len(ids), most=_MOST))
    rule: Confirm = None if first.directed == second.directed else "either"
    turnover, answered = _turnover(first, second, ids, rule)
    blocks = _blocks(question, second, ids, sector, level)
    frame = _frame(question, turnover, blocks, answered)
    details = {"change": _change(first, second, sector, level),
               "brokers": _brokers(first, second, sector),
               "ties": _ties(first, turnover, ids),
               **{name: _only_in(one, other) for name, one, other in
                  (("joiners", second, first), ("leavers", first, second))}}
    _note(question, second, turnover, frame, rule)
    names = dict(zip((*second.ids, *first.ids), (*second.names, *first.names), strict=True))
    shared = {**question.shared(), "names": names}
    drawings = {by: partial(_draw, frame[frame.index.get_level_values("by") == by])
                for by in ("kind", "sector")}
    shown = "kind" if frame.loc[["kind"], "pairs"].any() else "sector"
    return Table(**shared, frame=frame.drop(columns="free"), details=details,
                 findings=_findings(frame, details, names), drawings=drawings,
                 drawing=drawings[shown])


def _turnover(first: Partnership, second: Partnership, ids: Sequence[str], rule: Confirm
              ) -> tuple[kernels.Turnover, Ints]:
    """Dyads among the common organisations, and who of them answered in which wave."""
    seen, tied, answered = [], [], np.zeros(len(ids), dtype=np.int64)
    directed = True
    for of in (first, second):
        network = of.network(confirm=rule if of.directed else None)
        members = np.isin(np.array(of.ids, dtype=object), list(ids))
        dyads = network.dyads.within(members)
        seen.append(dyads.dense())
        tied.append(_table(network, members))
        answered = answered * 2 + dyads.answered
        directed = network.directed
    both: Bools = seen[0] & seen[1]
    return kernels.Turnover(both, tied[0] & both, tied[1] & both, directed), answered


def _table(network: Network, members: Bools) -> Bools:
    """The observed ties among some organisations as a table."""
    number = np.cumsum(members) - 1
    source, target = network.only_observed()
    keep = members[source] & members[target]
    table = np.zeros((int(members.sum()),) * 2, dtype=bool)
    table[number[source[keep]], number[target[keep]]] = True
    return table if network.directed else table | table.T


def _blocks(question: Question, second: Partnership, ids: Sequence[str], sector: str, level: str
            ) -> _Blocks:
    """The whole, the kinds of tie, and the pairs of sectors, of the first wave's labels."""
    first = question.alliance
    place = pd.Index(first.ids).get_indexer(pd.Index(ids))
    sectors, levels = first.groups(sector), first.groups(level)
    codes = np.stack([sectors.codes[place], levels.codes[place]])
    later = pd.Index(second.ids).get_indexer(pd.Index(ids))
    moved = 0
    for groups, own in ((sectors, codes[0]), (levels, codes[1])):
        labels = np.array([*groups.names, None], dtype=object)[own]
        after = second.groups(groups.by)
        moved += int((labels != np.array([*after.names, None], dtype=object)[
            after.codes[later]]).sum())
    if moved:
        question.caveat("waves.moved", plural=moved, n=moved)
    pairs, labels = np.unique(codes, axis=1, return_inverse=True)
    inside, keys = [np.ones((pairs.shape[1],) * 2)], [("whole", WHOLE)]
    kind = kernels.kinds_of_blocks(pairs[0], pairs[1])
    for number, name in enumerate(kernels.KINDS):
        inside.append((kind == number).astype(float))
        keys.append(("kind", name))
    for a, name in enumerate(sectors.names):
        for b in range(a, len(sectors)):
            one, other = pairs[0] == a, pairs[0] == b
            inside.append((np.outer(one, other) | np.outer(other, one)).astype(float))
            keys.append(("sector", f"{name} – {sectors.names[b]}"))
    return _Blocks(keys, labels.reshape(-1).astype(np.int64), pairs.shape[1], np.stack(inside))


def _frame(question: Question, turnover: kernels.Turnover, blocks: _Blocks, answered: Ints
           ) -> pd.DataFrame:
    layers = turnover.layers()

    def counted(labels: Ints, chosen: Floats) -> Floats:
        tables = kernels.by_block(chosen, labels, blocks.cells)
        return np.asarray(np.einsum("rlgh,kgh->rlk", tables, blocks.inside, optimize=True))

    counts = counted(blocks.labels, layers)[0]
    columns: dict[str, Any] = {name: counts[k].astype(np.int64)
                               for k, name in enumerate(_LAYERS)}
    columns["jaccard"] = kernels.jaccard(counts[4], counts[2], counts[3])
    by = np.array([key[0] for key in blocks.keys])

    def expected(table: Floats) -> Floats:
        """Of free dyads and formed ties (second axis from the end), in each block.

        The blocks of one kind hold the dyads whose ends both have a label, and no other counts.
        """
        out = np.full((*table.shape[:-2], len(by)), np.nan)
        for name in set(by):
            free, formed = np.moveaxis(table[..., by == name], -2, 0)
            out[..., by == name] = kernels.equally(free, formed)
        return out

    def beyond(table: Floats) -> Floats:
        return np.asarray(table[..., 1, :] - expected(table))

    columns["expected"] = expected(counts[1:3])
    p = np.full(len(blocks.keys), np.nan)
    if counts[2][0]:
        strata = shuffle_strata(np.zeros(len(blocks.labels), dtype=np.int64), answered)
        replicates = question.replicate(
            lambda drawn: beyond(counted(blocks.labels[drawn], layers[1:3])), Shuffle(strata), 0)
        p = tails(beyond(counts[1:3]), replicates).two_sided
    p[0] = np.nan  # the whole forms what it forms
    columns["p_permutation"], columns["p_permutation_bh"] = p, np.full(len(p), np.nan)
    for name in ("kind", "sector"):
        columns["p_permutation_bh"][by == name] = benjamini_hochberg(p[by == name])
    index = pd.MultiIndex.from_tuples(blocks.keys, names=["by", "block"])
    return pd.DataFrame(columns, index=index)[[*_COLUMNS[:1], "free", *_COLUMNS[1:]]]


def _change(first: Partnership, second: Partnership, sector: str, level: str) -> pd.DataFrame:
    """Every figure of the summary before and after."""
    before, after = (_figures(of, sector, level) for of in (first, second))
    names = list(dict.fromkeys([*before, *after]))
    frame = pd.DataFrame({"before": [before.get(name, np.nan) for name in names],
                          "after": [after.get(name, np.nan) for name in names]},
                         index=pd.Index(names, name="measure"))
    frame["difference"] = frame["after"] - frame["before"]
    return frame


def _figures(of: Partnership, sector: str, level: str) -> dict[str, float]:
    parts: list[Figures] = [quality(of), cohesion(of)]
    found = {name: part[name] for part in parts for name in part}
    found["ei_index"] = silos(of, by=sector, null=None).value
    steep = vertical(of, sector=sector, level=level, null=None)
    return {"organisations": float(len(of)), "ties": float(of.network().m), **found,
            **{name: steep[name] for name in steep}}


def _brokers(first: Partnership, second: Partnership, sector: str) -> pd.DataFrame:
    """Share of all cross-group betweenness before and after, the greatest rise first."""
    shares = []
    for of in (first, second):
        network, codes = of.network(), of.groups(sector).codes
        score = betweenness(network.source, network.target, network.n, directed=network.directed,
                            codes=codes)
        total = float(score.sum())
        share = score / total if total > 0 else np.full(len(score), np.nan)
        shares.append(pd.Series(np.where(codes >= 0, share, np.nan), index=list(of.ids)))
    frame = pd.DataFrame({"before": shares[0], "after": shares[1]})
    frame["difference"] = frame["after"] - frame["before"]
    frame = frame.sort_index().rename_axis("id")
    return frame.sort_values("difference", ascending=False, kind="stable")


def _ties(first: Partnership, turnover: kernels.Turnover, ids: Sequence[str]) -> pd.DataFrame:
    """The ties that formed and dissolved."""
    rows = []
    for change, table in (("formed", turnover.after & ~turnover.before),
                          ("dissolved", turnover.before & ~turnover.after)):
        source, target = np.nonzero(table if turnover.directed else np.triu(table))
        rows += [(ids[a], ids[b], change) for a, b in zip(source.tolist(), target.tolist(),
                                                          strict=True)]
    return pd.DataFrame(rows, columns=["source", "target", "change"])


def _only_in(one: Partnership, other: Partnership) -> pd.DataFrame:
    """Organisations in one wave that are not in the other."""
    table = one.organisations
    kept = table[~table["id"].isin(other.ids)].set_index("id")
    return kept[[name for name in ("name", "sector", "level") if name in kept]]


def _note(question: Question, second: Partnership, turnover: kernels.Turnover, frame: pd.DataFrame,
          rule: Confirm) -> None:
    silent = int((~second.answered).sum())
    if silent:
        question.caveat("waves.silent_later", plural=silent, n=silent)
    if rule is not None:
        question.caveat("waves.either")
    whole = frame.iloc[0]
    if not whole["pairs"]:
        question.undefined(_COLUMNS[4:], "no_common")
        return
    if frame["expected"].isna().any():
        question.undefined(("expected", "p_permutation", "p_permutation_bh"), "no_free")
    if frame["jaccard"].isna().any():
        question.undefined("jaccard", "no_ties" if np.isnan(whole["jaccard"]) else "no_ties_there")


def _findings(frame: pd.DataFrame, details: dict[str, pd.DataFrame], names: dict[str, str]
              ) -> tuple[Message, ...]:
    formed, dissolved, persisted, jaccard = (
        frame[name].iloc[0] for name in ("formed", "dissolved", "persisted", "jaccard"))
    found = [say("waves.whole", formed=int(formed), dissolved=int(dissolved),
                 persisted=int(persisted), jaccard=Number(float(jaccard), 2))]
    for key, row in frame.iloc[1:].to_dict(orient="index").items():
        if row["p_permutation_bh"] <= 0.05:
            by, block = str(key[0]), str(key[1])  # type: ignore[index]  # two levels
            way = "more" if row["formed"] > row["expected"] else "fewer"
            found.append(say(f"waves.{way}_{by}", block=_kind(block) if by == "kind" else block,
                             formed=int(row["formed"]), expected=Number(row["expected"], 1)))
    risen = details["brokers"]["difference"]
    if len(risen) and risen.iloc[0] > 0:
        found.append(say("waves.broker", name=names[str(risen.index[0])],
                         gain=Number(100 * float(risen.iloc[0]), 0, signed=True)))
    for name in ("joiners", "leavers"):
        who = tuple(names[str(key)] for key in details[name].index)
        if who:
            found.append(say(f"waves.{name}", names=Names(who, most=6)))
    return tuple(found)


def _kind(name: str) -> Message:
    return say(f"waves.{name}")


def _draw(frame: pd.DataFrame, *, language: str) -> Picture:
    """The kinds of tie, or the pairs of sectors, that have any tie in either wave."""
    shown = frame[frame["formed"] + frame["dissolved"] + frame["persisted"] > 0]
    labels = [_kind(str(block)).text(language) if by == "kind" else str(block)
              for by, block in shown.index]
    persisted, formed, dissolved = (shown[name].to_numpy(dtype=np.int64) for name in
                                    ("persisted", "formed", "dissolved"))
    return tie_changes(labels, persisted, formed, dissolved,
                       shown["expected"].to_numpy(dtype=np.float64), language=language)
