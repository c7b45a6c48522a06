"""Checked tables cut down to a part, or made anonymous."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from partnernet import checks
from partnernet.errors import UnknownName
from partnernet.kernels.dyads import Bools, Floats, Ints
from partnernet.kernels.resampling import Resampled
from partnernet.partnership.arrays import Network

_PAIR = ["source", "target", "relation"]


def part_of(checked: checks.Checked, *, organisations: pd.DataFrame | None = None,
          ties: pd.DataFrame | None = None, keep_organisations: Bools | None = None,
          keep_ties: Bools | None = None, unknown: pd.DataFrame | None = None) -> checks.Checked:
    """Checked tables cut down or exchanged for others of the same organisations."""
    organisations = checked.organisations if organisations is None else organisations
    ties = checked.ties if ties is None else ties
    unknown = checked.unknown if unknown is None else unknown
    answered = checked.answered
    if keep_organisations is not None:
        organisations = organisations[keep_organisations].reset_index(drop=True)
        answered = answered[keep_organisations]
    if keep_ties is not None:
        ties = ties[keep_ties]
    index = pd.Index(organisations["id"])
    if keep_organisations is not None:
        ties = ties[ties["source"].isin(index) & ties["target"].isin(index)]
        unknown = unknown[unknown["source"].isin(index) & unknown["target"].isin(index)]
    ties, unknown = ties.reset_index(drop=True), unknown.reset_index(drop=True)
    source = index.get_indexer(ties["source"]).astype(np.int64)
    target = index.get_indexer(ties["target"]).astype(np.int64)
    return replace(checked, organisations=organisations, ties=ties, source=source, target=target,
                   answered=answered, unknown=unknown)


def at_least(checked: checks.Checked, thresholds: Mapping[str, float]
             ) -> tuple[Bools, pd.DataFrame]:
    """Which ties reach every threshold, and the unknown pairs with those that may or may not."""
    ties = checked.ties
    weak, blank = np.zeros(len(ties), dtype=bool), np.zeros(len(ties), dtype=bool)
    for name, least in thresholds.items():
        if name not in checked.scales:
            raise UnknownName("attribute", name, checked.scales)
        values = ties[name].to_numpy(dtype=float)
        missing = np.isnan(values)
        blank |= missing
        weak |= ~missing & ~checked.scales[name].at_least(values, least)
    columns = [name for name in _PAIR if name in ties]
    doubtful = ties.loc[blank & ~weak, columns].reindex(columns=_PAIR)
    joined = pd.concat([checked.unknown.astype(object), doubtful.astype(object)],
                       ignore_index=True)
    return ~weak & ~blank, joined.drop_duplicates(ignore_index=True)


def confirmed(checked: checks.Checked, ids: Sequence[str], network: Network,
              relation: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The ties and unknown pairs of an undirected reading, in the file's own values."""
    names = np.array(ids, dtype=object)
    ties = pd.DataFrame({"source": names[network.source], "target": names[network.target]})
    if relation is not None and len(ties):
        ties["relation"] = relation
    for name, oriented in network.strength.items():
        # Orientation is its own inverse, so orienting again gives the file's own values.
        ties[name] = checked.scales[name].oriented(oriented)
    source, target = network.dyads.unknown_pairs()
    unknown = pd.DataFrame({"source": names[source], "target": names[target],
                            "relation": pd.Series([None] * len(source), dtype=object)})
    return ties, unknown


def redrawn(checked: checks.Checked, order: Ints, drawn: Resampled,
            strength: Mapping[str, Floats]) -> checks.Checked:
    """The tables of organisations that the vertex bootstrap drew; each copy has its own id."""
    organisations = checked.organisations.iloc[order[drawn.chosen]].reset_index(drop=True)
    width = len(str(len(organisations)))
    ids = np.array([f"{k:0{width}d}" for k in range(len(organisations))], dtype=object)
    organisations["id"] = organisations["name"] = ids
    ties = pd.DataFrame({"source": ids[drawn.source], "target": ids[drawn.target]})
    for name, values in strength.items():
        ties[name] = checked.scales[name].oriented(values)
    unknown = pd.DataFrame({name: [] for name in _PAIR}, dtype=object)
    return replace(part_of(checked, organisations=organisations, ties=ties, unknown=unknown),
                   answered=drawn.dyads.answered)


def pseudonymised(checked: checks.Checked, seed: int | None
                  ) -> tuple[checks.Checked, pd.DataFrame]:
    """Shuffled codes for names, what could name an organisation left out; and the key."""
    table, n = checked.organisations, len(checked.organisations)
    drawn = secrets.randbits(128) if seed is None else seed
    codes = np.random.default_rng(drawn).permutation(n)
    width = max(2, len(str(n)))
    coded = np.array([f"O{code + 1:0{width}d}" for code in codes], dtype=object)
    by_id = dict(zip(table["id"], coded, strict=True))
    organisations = pd.DataFrame({"id": coded, "name": coded})
    for column in ("sector", "level"):
        if column in table:
            organisations[column] = table[column].to_numpy(dtype=object)
    organisations["answered"] = checked.answered
    kept = [name for name in checked.ties.columns if name in _PAIR or name in checked.scales]
    ties, unknown = checked.ties[kept].copy(), checked.unknown.copy()
    for frame in (ties, unknown):
        for end in ("source", "target"):
            frame[end] = frame[end].map(by_id).astype(object)
    organisations = organisations.sort_values("id", ignore_index=True)
    order = [name for name in _PAIR if name in ties]
    part = part_of(checked, organisations=organisations,
                   ties=ties.sort_values(order, ignore_index=True),
                   unknown=unknown.sort_values(["source", "target"], ignore_index=True))
    key = pd.DataFrame({"code": coded, "id": table["id"], "name": table["name"]})
    # What the sheet "about" says could name the place, and the ledger organisations.
    coded_tables = replace(part, answered=organisations["answered"].to_numpy(dtype=bool),
                           ledger=checked.ledger.without_names(), about={})
    return coded_tables, key.sort_values("code", ignore_index=True)
