"""partnernet: stakeholder network analysis of health partnerships.

Represents a partnership as a graph of organisations with relationship attributes (trust,
communication frequency, …) and answers where its silos are, whether it is connected between
sectors and between levels, who could broker, and how sure one can be.

>>> import partnernet as pn
>>> alliance = pn.samples.load("emon_texas")
>>> round(pn.cohesion(alliance)["density"], 3)
0.31
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public name → the module that holds it. Loaded on first use, so that importing is fast.
_HOME = {
    "Partnership": "partnership",
    "Scale": "vocabulary",
    **dict.fromkeys(("CannotCarry", "read", "write"), "files"),
    "explain": "vocabulary",
    **dict.fromkeys(
        ("from_networkx", "to_networkx", "from_igraph", "to_igraph", "from_numpy", "to_numpy",
         "from_scipy"), "graphs"),
    **dict.fromkeys(
        ("PartnernetError", "InputError", "UnknownName", "OptionError", "OutputError",
         "MissingExtra", "Problem"), "errors"),
    **dict.fromkeys(
        ("Answer", "Score", "Figures", "Table", "OrganisationTable", "MixingTable", "Grouping",
         "Suggestions"), "answers"),
    "balance": "studies.balance",
    "board": "suggest.board",
    "bridges": "measures.bridges",
    "brokerage": "measures.brokerage",
    "bootstrap": "studies.bootstrap",
    "brokers": "suggest.brokers",
    "checkup": "studies.checkup",
    "cohesion": "measures.cohesion",
    "communities": "measures.communities",
    "compare": "studies.compare",
    "connectivity": "measures.connectivity",
    "core_periphery": "measures.core_periphery",
    "horizontal": "measures.horizontal",
    "introductions": "suggest.introductions",
    "key_players": "suggest.key_players",
    "layers": "measures.layers",
    "mixing": "measures.mixing",
    "quality": "measures.quality",
    "report": "report",
    "resilience": "suggest.resilience",
    "segregation": "measures.segregation",
    "sensitivity": "studies.sensitivity",
    "silos": "measures.silos",
    "structural_holes": "measures.structural_holes",
    "summary": "studies.summary",
    "survey": "kit",
    "template": "kit",
    "vertical": "measures.vertical",
    "voices": "measures.voices",
    "waves": "studies.waves",
    "what_if": "studies.what_if",
    **dict.fromkeys(("read_answers", "read_initiatives", "read_outcomes", "read_resources",
                     "read_scores"), "files.beyond"),
    **dict.fromkeys(("SystemMap", "read_system_map"), "system_map"),
}
# Questions whose first argument is not a partnership: what stands beyond the ties.
_BEYOND = {
    "assess": "measures.assessment",
    "coverage": "measures.coverage",
    "fit": "measures.fit",
    "learning": "suggest.learning",
    "outcomes": "measures.outcomes",
    "resources": "measures.resources",
}
_HOME |= _BEYOND
_MODULES = ("instruments", "samples")

QUESTIONS = tuple(sorted(name for name, home in _HOME.items()
                         if home.startswith(("measures.", "suggest.")) and name not in _BEYOND))
"""Names of the functions that answer a question about a partnership."""

__all__ = ["QUESTIONS", "__version__", *sorted(_HOME), *sorted(_MODULES)]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        value = getattr(import_module(f"partnernet.{_HOME[name]}"), name)
    elif name in _MODULES:
        value = import_module(f"partnernet.{name}")
    else:
        raise AttributeError(f"module 'partnernet' has no attribute '{name}'")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
