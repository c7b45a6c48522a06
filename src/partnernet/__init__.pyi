# What editors and type checkers see; at run time __init__.py loads each name on first use.

from partnernet import instruments, samples
from partnernet.answers import (
    Answer,
    Figures,
    Grouping,
    MixingTable,
    OrganisationTable,
    Score,
    Suggestions,
    Table,
)
from partnernet.errors import (
    InputError,
    MissingExtra,
    OptionError,
    OutputError,
    PartnernetError,
    Problem,
    UnknownName,
)
from partnernet.files import CannotCarry, read, write
from partnernet.files.beyond import (
    read_answers,
    read_initiatives,
    read_outcomes,
    read_resources,
    read_scores,
)
from partnernet.graphs import (
    from_igraph,
    from_networkx,
    from_numpy,
    from_scipy,
    to_igraph,
    to_networkx,
    to_numpy,
)
from partnernet.kit import survey, template
from partnernet.measures.assessment import assess
from partnernet.measures.bridges import bridges
from partnernet.measures.brokerage import brokerage
from partnernet.measures.cohesion import cohesion
from partnernet.measures.communities import communities
from partnernet.measures.connectivity import connectivity
from partnernet.measures.core_periphery import core_periphery
from partnernet.measures.coverage import coverage
from partnernet.measures.fit import fit
from partnernet.measures.horizontal import horizontal
from partnernet.measures.layers import layers
from partnernet.measures.mixing import mixing
from partnernet.measures.outcomes import outcomes
from partnernet.measures.quality import quality
from partnernet.measures.resources import resources
from partnernet.measures.segregation import segregation
from partnernet.measures.silos import silos
from partnernet.measures.structural_holes import structural_holes
from partnernet.measures.vertical import vertical
from partnernet.measures.voices import voices
from partnernet.partnership import Partnership
from partnernet.report import report
from partnernet.studies.balance import balance
from partnernet.studies.bootstrap import bootstrap
from partnernet.studies.checkup import checkup
from partnernet.studies.compare import compare
from partnernet.studies.sensitivity import sensitivity
from partnernet.studies.summary import summary
from partnernet.studies.waves import waves
from partnernet.studies.what_if import what_if
from partnernet.suggest.board import board
from partnernet.suggest.brokers import brokers
from partnernet.suggest.introductions import introductions
from partnernet.suggest.key_players import key_players
from partnernet.suggest.learning import learning
from partnernet.suggest.resilience import resilience
from partnernet.system_map import SystemMap, read_system_map
from partnernet.vocabulary import Scale, explain

__version__: str
QUESTIONS: tuple[str, ...]
__all__ = [
    "QUESTIONS", "__version__", "Answer", "CannotCarry", "Figures", "Grouping", "InputError",
    "MissingExtra", "MixingTable", "OptionError", "OrganisationTable", "OutputError",
    "PartnernetError", "Partnership", "Problem", "Scale", "Score", "Suggestions", "SystemMap",
    "Table", "UnknownName", "assess", "balance", "board", "bootstrap", "bridges", "brokerage",
    "brokers", "checkup", "cohesion", "communities", "compare", "connectivity", "core_periphery",
    "coverage", "explain", "fit", "from_igraph", "from_networkx", "from_numpy", "from_scipy",
    "horizontal", "introductions", "key_players", "layers", "learning", "mixing", "outcomes",
    "quality", "read", "read_answers", "read_initiatives", "read_outcomes", "read_resources",
    "read_scores", "read_system_map", "report", "resilience", "resources", "segregation",
    "sensitivity", "silos", "structural_holes", "summary", "survey", "template", "to_igraph",
    "to_networkx", "to_numpy", "vertical", "voices", "waves", "what_if", "write", "instruments",
    "samples",
]
