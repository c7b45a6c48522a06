"""The field's own words in data: sectors, levels, scales, headers, and how a group is drawn.

What people write stands in one TOML file a language (and ``tools.toml`` for other programs); a new
language is one file more.
"""

from partnernet.vocabulary import answers, headers
from partnernet.vocabulary.explain import explain
from partnernet.vocabulary.groups import (
    LEVELS,
    SECTORS,
    group_key,
    level_key,
    sector_key,
    template_word,
)
from partnernet.vocabulary.scales import Scale

__all__ = [
    "LEVELS", "SECTORS", "Scale", "answers", "explain", "group_key", "headers", "level_key",
    "sector_key", "template_word",
]
