"""Every table of the report as sheets of a workbook, as careful as the report itself."""

from __future__ import annotations

import pandas as pd

from partnernet.report.context import Context
from partnernet.report.sections.methods import caveats


def sheets(context: Context) -> dict[str, pd.DataFrame]:
    """Sheet → table: organisations, ties, every answer, trust between sectors where it may stand.

    The answers were made from what the audience may see, so their tables hold no more than that.
    """
    out = dict(context.summary.sheets(context.language))
    out["notes"] = pd.DataFrame({"note": [note.text(context.language)
                                          for note in caveats(context)]})
    if not context.team:
        out = {name: _without_trust(table) for name, table in out.items()}
    first = {context.word("report.sheet_organisations"): _organisations(context),
             context.word("report.sheet_ties"): _ties(context)}
    if context.trust is not None:
        names = list(context.trust.sectors)
        first[context.word("report.sheet_trust")] = pd.DataFrame(
            context.trust.mean.round(1) if not context.team else context.trust.mean,
            index=pd.Index(names, name="from"), columns=names)
    return {"findings": out.pop("findings"), **first, **out}


def _without_trust(table: pd.DataFrame) -> pd.DataFrame:
    """The table without its empty columns and rows about trust."""
    table = table[[name for name in table.columns if "trust" not in str(name)]]
    if "measure" in table:
        table = table[~table["measure"].astype(str).str.contains("trust")]
    return table


def _organisations(context: Context) -> pd.DataFrame:
    table = context.alliance.organisations
    wanted = ["id", "name", context.evidence.sector, context.evidence.level, "answered"]
    table["answered"] = context.alliance.answered.to_numpy()
    return table[[name for name in dict.fromkeys(wanted) if name in table]]


def _ties(context: Context) -> pd.DataFrame:
    table = context.alliance.ties
    kept = [name for name in ("source", "target", "relation", "trust", "frequency")
            if name in table]
    order = [name for name in ("source", "target", "relation") if name in table]
    return table[kept].sort_values(order, ignore_index=True, kind="stable")
