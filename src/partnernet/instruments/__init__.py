"""Questionnaires for self-assessment: data, one file each, in every language.

>>> import partnernet as pn
>>> pn.instruments.names()
['cooperation_grid', 'place_based_checklist', 'six_principles']
>>> grid = pn.instruments.load("cooperation_grid")
>>> len(grid.items), grid.text("communication", "es")
(20, 'Comunicación')
"""

from partnernet.instruments.instrument import Instrument, Item, Phrase
from partnernet.instruments.loading import from_table, known_phrase, load, names

__all__ = ["Instrument", "Item", "Phrase", "from_table", "known_phrase", "load", "names"]
