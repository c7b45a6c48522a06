"""What is done where, by theme, and what remains?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from partnernet.answers import Table
from partnernet.checks.listed import listed
from partnernet.errors import OptionError
from partnernet.instruments import Instrument, names
from partnernet.instruments import load as load_instrument
from partnernet.kernels.dyads import Ints
from partnernet.pictures.marks import Picture
from partnernet.pictures.shared import coverage_grid
from partnernet.vocabulary.further import STATUSES
from partnernet.words import Message, Names, Number, Share, say

WHOLE = "(whole)"


def coverage(
    initiatives: Any,
    *,
    themes: str | Instrument | Iterable[str] | None = None,
    places: Iterable[str] | None = None,
) -> Table:
    """What is there where, and what remains?

    Parameters
    ----------
    initiatives : table
        What `read_initiatives` gave, or a data frame: initiative, theme, and perhaps place and
        status (done, under way, planned).
    themes : labels, or the name of a questionnaire, optional
        Themes that should be covered, such as "six_principles"; not given: those that occur.
    places : labels, optional
        Places that should be covered; not given: those that occur.

    Returns
    -------
    Table
        Index ``(place, theme)``, every pair: ``initiatives``, and how many of them are ``done``,
        ``under_way``, ``planned`` · ``status`` the furthest of them, empty where there is nothing.
        Details: ``grid`` (status by place and theme), ``remaining`` (pairs with nothing),
        ``by_theme``: share of places with anything, ``covered``, and with something done,
        ``covered_done``.

    Missing
    -------
    Without a place initiatives stand for the whole; an initiative without a status counts as under
    way only in ``initiatives``. One initiative at a place and theme counts once, with its furthest
    status.

    Raises
    ------
    InputError, OptionError
        Blanks and unknown statuses; themes or places that are no labels.

    Examples
    --------
    >>> import partnernet as pn
    >>> read = pn.read_initiatives(pn.samples.path("cities"))
    >>> answer = pn.coverage(read, themes="six_principles")
    >>> bool(answer.table().xs("use data better", level="theme")["done"].any())
    False
    """
    made = listed(initiatives, "initiatives").rows
    rows = pd.DataFrame({"initiative": made["initiative"], "theme": made["theme"]})
    rows["place"] = made["place"].fillna(WHOLE) if "place" in made else WHOLE
    rank = {name: place for place, name in enumerate(STATUSES, 1)}
    rows["rank"] = (made["status"].map(rank).fillna(0) if "status" in made
                    else pd.Series(0, index=made.index)).astype(np.int64)
    theme_names, rows["theme"] = _themes(rows["theme"], themes)
    place_names = _labels(rows["place"], places, "places")
    once = rows.groupby(["place", "theme", "initiative"], sort=False)["rank"].max().reset_index()
    frame = _frame(once, place_names, theme_names)
    status = frame["status"].to_numpy().reshape(len(place_names), len(theme_names))
    grid = pd.DataFrame(status, index=pd.Index(place_names, name="place"), columns=theme_names)
    remaining = frame.index[frame["initiatives"] == 0].to_frame(index=False)
    by_theme = _by_theme(frame)
    return Table(
        measure="coverage", frame=frame, findings=_findings(frame, by_theme, place_names),
        settings={"themes": tuple(theme_names), "places": tuple(place_names)},
        details={"grid": grid, "remaining": remaining, "by_theme": by_theme},
        drawing=partial(_draw, tuple(place_names), tuple(theme_names), _codes(frame),
                        frame["initiatives"].to_numpy(dtype=np.int64)))


def _themes(found: pd.Series[Any], wanted: Any) -> tuple[list[str], pd.Series[Any]]:
    """The themes to cover, and each initiative's theme by the label shown.

    A label that names a questionnaire's domain in any language is that domain, as first written.
    """
    instrument = wanted if isinstance(wanted, Instrument) else (
        load_instrument(wanted) if isinstance(wanted, str) and wanted in names() else None)
    if instrument is None:
        return _labels(found, wanted, "themes"), found
    shown: dict[str, str] = {}
    for label in found:
        key = instrument.key(str(label))
        if key is not None:
            shown.setdefault(key, str(label))
    order = [shown.get(key, name.shown("en")) for key, name in instrument.domains.items()]
    renamed = found.map(lambda label: shown.get(instrument.key(str(label)) or "", str(label)))
    extra = sorted(set(renamed) - set(order))
    return order + extra, renamed


def _labels(found: pd.Series[Any], wanted: Any, what: str) -> list[str]:
    """Labels in the order wanted, then those that occur besides, by name."""
    if isinstance(wanted, str):
        raise OptionError(say("coverage.no_labels", what=what, found=wanted))
    first = [str(label) for label in wanted] if wanted is not None else []
    return list(dict.fromkeys([*first, *sorted(set(map(str, found)))]))


def _frame(rows: pd.DataFrame, places: Sequence[str], themes: Sequence[str]) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([places, themes], names=["place", "theme"])
    keys = [rows["place"], rows["theme"]]
    counts = {"initiatives": rows.groupby(keys)["initiative"].count()}
    for code, name in reversed(list(enumerate(STATUSES, 1))):
        counts[name] = (rows["rank"] == code).astype(np.int64).groupby(keys).sum()
    frame = pd.DataFrame({name: count.reindex(index, fill_value=0).astype(np.int64)
                          for name, count in counts.items()}, index=index)
    furthest = rows.groupby(keys)["rank"].max().reindex(index, fill_value=0)
    words = np.array(["", *STATUSES], dtype=object)
    frame["status"] = words[furthest.to_numpy(dtype=np.int64)]
    return frame


def _codes(frame: pd.DataFrame) -> Ints:
    """The furthest status as the picture codes it; something without a status is under way."""
    code = frame["status"].map({name: place for place, name in enumerate(STATUSES, 1)}).fillna(0)
    told = code.to_numpy(dtype=np.int64)
    return np.where((told == 0) & (frame["initiatives"] > 0), 2, told)


def _by_theme(frame: pd.DataFrame) -> pd.DataFrame:
    some = pd.DataFrame({"covered": frame["initiatives"] > 0, "covered_done": frame["done"] > 0})
    shares = some.astype(float).groupby(level="theme", sort=False).mean()
    shares.insert(0, "initiatives", frame["initiatives"].groupby(level="theme", sort=False).sum())
    return shares


def _findings(frame: pd.DataFrame, by_theme: pd.DataFrame, places: Sequence[str]
              ) -> tuple[Message, ...]:
    if frame.empty:
        return ()
    empty = int((frame["initiatives"] == 0).sum())
    found = [say("coverage.filled", filled=len(frame) - empty, total=len(frame),
                 share=Share(1 - empty / len(frame)))]
    nowhere = tuple(str(name) for name in by_theme.index[by_theme["covered"] == 0])
    undone = tuple(str(name) for name in by_theme.index[
        (by_theme["covered"] > 0) & (by_theme["covered_done"] == 0)])
    if nowhere:
        found.append(say("coverage.nowhere", plural=len(nowhere), themes=Names(nowhere, most=6)))
    if undone and frame["done"].any():
        found.append(say("coverage.undone", themes=Names(undone, most=6)))
    if len(places) > 1:
        count = frame["initiatives"].groupby(level="place", sort=False).agg(lambda n: (n > 0).sum())
        fewest = tuple(str(name) for name in count.index[count == count.min()])
        if len(fewest) < len(count):
            found.append(say("coverage.least", places=Names(fewest, most=6),
                             n=Number(int(count.min()), 0), total=len(by_theme)))
    return tuple(found)


def _draw(places: tuple[str, ...], themes: tuple[str, ...], codes: Ints, count: Ints, *,
          language: str) -> Picture:
    shape = (len(places), len(themes))
    shown = [say("coverage.whole").text(language) if place == WHOLE else place for place in places]
    return coverage_grid(shown, themes, codes.reshape(shape), count.reshape(shape),
                         language=language)
