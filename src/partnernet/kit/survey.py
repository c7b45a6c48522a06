"""``pn.survey``: forms that ask organisations about each other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from partnernet.errors import OptionError, choose
from partnernet.files.listing import read_organisations
from partnernet.files.writing import new_folder
from partnernet.instruments import Instrument, load
from partnernet.kit.book import refuse_existing
from partnernet.kit.questionnaire import Asked, write_folder, write_workbook
from partnernet.kit.rating import write_rating_form, write_rating_workbook
from partnernet.kit.xlsform import write_xlsform
from partnernet.words import LANGUAGES, say

FORMS: dict[str, str] = {
    "excel": "a workbook with a sheet for each respondent, or a folder of workbooks",
    "xlsform": "one form for KoboToolbox, ODK and Enketo, in three languages",
}
_LISTED = ("id", "name", "sector", "level")


def survey(organisations: Any, path: str | os.PathLike[str] = "survey.xlsx", *,
           form: str = "excel", language: str = "en",
           instrument: Instrument | str | os.PathLike[str] | None = None,
           title: str | None = None, overwrite: bool = False) -> Path:
    """Write a survey form: who works with whom, how often, how closely, with how much trust?

    Each organisation is asked about each of the others: whether the two work together; whether it
    is reliable, shares the mission and is open (three statements, agreement 1 to 5); how often they
    are in contact; how closely they work together. "Don't know" can always be answered, and consent
    is asked first. `read` takes the filled forms, and the exports of KoboToolbox and ODK.

    Parameters
    ----------
    organisations : path, table or Partnership
        The list of those who are asked, in any form that `read` takes, with or without ties.
    path : path
        The workbook to write; for "excel", a name without an ending makes a folder with a workbook
        for each respondent.
    form : {"excel", "xlsform"}
        What to write. An XLSForm holds all three languages.
    language : {"en", "es", "sv"}
        The language of the workbook; the first language of an XLSForm.
    instrument : Instrument, name or path, optional
        Ask for a self-assessment instead (``pn.instruments.names()``, or a file of one's own).
        `read_answers` takes it back, and exports of its XLSForm with names as headers.
    title : str, optional
        What the survey is called.
    overwrite : bool
        Whether a file that stands there already may be replaced; a folder never is, since it may
        hold answers.

    Returns
    -------
    Path
        Where it was written.

    Missing
    -------
    When read back, "don't know" and a blank row of somebody who answered make the pair unknown;
    without consent nothing is used. Trust is the mean of the three statements where at least two
    were answered, as the form states; the statements stay as columns of their own.

    Raises
    ------
    InputError
        The list cannot be read, or names fewer than two organisations.
    OutputError
        Something stands there already, or cannot be written.
    OptionError, UnknownName
        A name with another ending; a form or language that does not exist.

    Examples
    --------
    >>> import partnernet as pn, tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> pn.survey(pn.samples.path("penaluz"), folder / "kobo.xlsx", form="xlsform").name
    'kobo.xlsx'

    Source
    ------
    Levels of collaboration after Frey, Lohmeier, Lee & Tollefson (2006), Measuring collaboration
    among grant partners; the three sides of trust after the PARTNER survey (Varda et al. 2008);
    the words are this library's own.
    """
    target = Path(path)
    choose("language", language, LANGUAGES)
    choose("form", form, FORMS)
    folder = form == "excel" and not target.suffix
    if not folder and target.suffix.lower() != ".xlsx":
        raise OptionError(say("kit.form_ending", path=str(path)))
    if folder and instrument is not None:
        raise OptionError(say("kit.instrument_one_file"))
    refuse_existing(target, overwrite and not folder)
    asked = asked_of(organisations, title)
    if instrument is not None:
        asks = instrument if isinstance(instrument, Instrument) else load(instrument)
        (write_rating_workbook if form == "excel" else write_rating_form)(
            asked, asks, target, language)
    elif folder:
        with new_folder(target) as new:
            write_folder(asked, new, language, target.name)
    elif form == "excel":
        write_workbook(asked, target, language)
    else:
        write_xlsform(asked, target, language)
    return target


def asked_of(organisations: Any, title: str | None) -> Asked:
    """The list of organisations, in the order of the file."""
    alliance = read_organisations(organisations)
    table = alliance.organisations
    if len(table) < 2:
        raise OptionError(say("kit.one_organisation" if len(table) else "kit.no_organisations"))
    listed = {name: [None if cell is None or cell != cell else cell for cell in table[name]]
              for name in _LISTED if name in table.columns}
    ids = tuple(str(own) for own in table["id"])
    names = tuple(str(name) for name in table["name"]) if "name" in table.columns else ids
    return Asked(ids, names, listed, tuple(alliance.levels or ()), title)
