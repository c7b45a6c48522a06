"""What a term, a figure or an option means, for whoever asks by any of its names."""

from __future__ import annotations

from partnernet.errors import UnknownName, choose
from partnernet.words import LANGUAGES, explaining
from partnernet.words.explaining import Explanation


def explain(term: str, language: str = "en") -> Explanation:
    """What does a term, a figure or an option mean, and how is it read?

    Parameters
    ----------
    term : str
        A public name ("ei_index") or a word in English, Spanish or Swedish ("restricción").
    language : "en", "es", "sv"

    Returns
    -------
    Explanation
        ``str`` of it is the text: meaning, formula, range and unit, what missing data do, how to
        read it, source.

    Raises
    ------
    UnknownName
        No such term or language, with the nearest one.

    Examples
    --------
    >>> import partnernet as pn
    >>> pn.explain("constraint").term
    'constraint'
    """
    choose("language", language, LANGUAGES)
    if explaining.find(str(term)) is None:
        raise UnknownName("term", term, explaining.known(language))
    return explaining.explain(str(term), language)
