"""The bundled partnerships: seven real search-and-rescue networks and a synthetic health alliance.

Their files are in `data/samples` of the source, and inside the package where it is installed from a
wheel. `path` says where, so that a file can be copied and filled with other data.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from partnernet import files
from partnernet.errors import InputError, Problem, UnknownName
from partnernet.partnership import Partnership
from partnernet.words import Message, say

_DRABEK = "Drabek, Tamminga, Kilijanek & Adams (1981); R package network 1.18.1"
_EMON = ("cheyenne", "hurr_frederic", "lake_pomona", "mt_si", "mt_st_helens", "texas", "wichita")
_PENALUZ = {  # name → workbook and the script that made it
    "penaluz": ("penaluz_en.xlsx", "make_penaluz.py"),
    "penaluz_es": ("penaluz_es.xlsx", "make_penaluz.py"),
    "penaluz_crisis": ("penaluz_crisis_en.xlsx", "make_crisis.py"),
    "penaluz_crisis_es": ("penaluz_crisis_es.xlsx", "make_crisis.py"),
}


@dataclass(frozen=True)
class Sample:
    """What a bundled partnership is.

    ``file``: where it stands below the samples' folder (a workbook, or a folder of tables).
    ``synthetic``: invented, and to be labelled so wherever it is shown. ``source``: where it comes
    from; ``licence``: an SPDX expression. ``partnership``: whether `load` reads it
    (else it holds other tables).
    """

    name: str
    file: str
    synthetic: bool
    source: str
    licence: str
    partnership: bool = True

    @property
    def title(self) -> Message:
        """What it is, in a few words."""
        return say(f"samples.{self.name}")

    @property
    def origin(self) -> Message:
        """Real or synthetic, in a sentence that reports can show."""
        if self.synthetic:
            return say("samples.synthetic")
        return say("samples.real", source=self.source)


_SAMPLES: dict[str, Sample] = {
    sample.name: sample
    for sample in (
        *(Sample(f"emon_{name}", f"emon/{name}", False, _DRABEK, "GPL-2.0-or-later")
          for name in _EMON),
        *(Sample(name, f"penaluz/{workbook}", True, script, "BSD-3-Clause")
          for name, (workbook, script) in _PENALUZ.items()),
        Sample("penaluz_beyond", "penaluz/penaluz_beyond.xlsx", True, "make_beyond.py",
               "BSD-3-Clause", partnership=False),
        Sample("cities", "cities/cities.xlsx", True, "make_cities.py", "BSD-3-Clause",
               partnership=False),
    )
}


def names() -> list[str]:
    """Which partnerships are bundled?

    Returns
    -------
    list of str
        Names that `load` takes: the real networks, then the synthetic alliance.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.samples.names()[:2]
    ['emon_cheyenne', 'emon_hurr_frederic']
    """
    return [name for name, sample in _SAMPLES.items() if sample.partnership]


def further() -> list[str]:
    """Which other tables are bundled: self-assessments, outcomes, a system map, cities?

    Returns
    -------
    list of str
        Names that `about` and `path` take, of workbooks that hold no partnership.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.samples.further()
    ['penaluz_beyond', 'cities']
    """
    return [name for name, sample in _SAMPLES.items() if not sample.partnership]


def about(name: str) -> Sample:
    """What is this sample, and is it real?

    Parameters
    ----------
    name : str
        One of `names` or `further`.

    Returns
    -------
    Sample
        Its title and origin as sentences of every language, ``synthetic``, source and licence.

    Raises
    ------
    UnknownName
        No sample has this name; the nearest one is suggested.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.samples.about("penaluz").synthetic
    True
    """
    if name not in _SAMPLES:
        raise UnknownName("sample", name, _SAMPLES)
    return _SAMPLES[name]


def path(name: str) -> Path:
    """Where is the sample's workbook, or its folder of tables?

    Parameters
    ----------
    name : str
        One of `names` or `further`.

    Returns
    -------
    pathlib.Path
        A workbook, or a folder of tables.

    Raises
    ------
    UnknownName
        No sample has this name; the nearest one is suggested.
    InputError
        The installation lacks the file.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.samples.path("penaluz").name
    'penaluz_en.xlsx'
    """
    sample = about(name)
    place = _folder() / sample.file
    if not place.exists():
        raise InputError(Problem(what=say("samples.absent", name=name), file=str(place),
                                 fix=say("samples.install_again")))
    return place


@cache
def load(name: str) -> Partnership:
    """Load a bundled partnership.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    Partnership
        As `partnernet.read` reads the file of `path`; ``about["synthetic"]`` is "yes" or "no".

    Raises
    ------
    UnknownName
        No sample has this name; the nearest one is suggested.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.samples.load("emon_texas")
    <Partnership: 25 organisations, 186 ties, directed>
    """
    if not about(name).partnership:
        raise UnknownName("sample", name, names())
    return files.read(path(name))


def _folder() -> Path:
    """The samples' folder: inside an installed package, else at the root of the source."""
    here = Path(__file__).resolve()
    installed = here.parent / "_samples"
    return installed if installed.is_dir() else here.parents[2] / "data" / "samples"
