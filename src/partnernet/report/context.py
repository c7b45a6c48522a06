"""What every section is written from: what the audience may see, the answers, the language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np
from markupsafe import Markup

from partnernet.kernels.dyads import Bools
from partnernet.partnership import Partnership
from partnernet.pictures.scene import Members, signs
from partnernet.pictures.svg import mark as painted_mark
from partnernet.report import elements
from partnernet.report.beyond import Beyond
from partnernet.report.careful import TrustCells
from partnernet.studies.findings import Evidence
from partnernet.studies.summary import Summary
from partnernet.vocabulary import Scale
from partnernet.words import Message, render, say, show


@dataclass(frozen=True, eq=False)
class Context:
    """A report being written.

    ``alliance`` is what the audience may see; ``summary`` was made from it, so no section can show
    more. ``trust``: the one thing about trust that partners may see, or all of it for the team.
    ``beyond``: answers to what was given beyond the ties. ``made``: parts made once, for the page
    and for the workbook.
    """

    alliance: Partnership
    summary: Summary
    trust: TrustCells | None
    trust_scale: Scale | None
    language: str
    audience: str
    title: str | None
    date: date
    codes: bool
    seed: int
    fates: Mapping[str, int] = field(default_factory=dict)
    beyond: Beyond | None = None
    made: dict[str, Any] = field(default_factory=dict, repr=False)
    _pictures: Any = field(default_factory=lambda: count(1), repr=False)

    @property
    def evidence(self) -> Evidence:
        """The counts behind the findings."""
        return self.summary.evidence

    @property
    def team(self) -> bool:
        """Whether everything may be shown."""
        return self.audience == "team"

    @property
    def rated(self) -> bool:
        """Whether the data hold trust ratings, shown or not."""
        return self.trust_scale is not None

    def picture_number(self) -> Message:
        """``Picture 3.``, counted through the page."""
        return say("report.picture", n=next(self._pictures))

    def say(self, key: str, /, **values: Any) -> Message:
        """A message, to be shown in the report's language."""
        return say(key, **values)

    def text(self, value: Any) -> str:
        """A message or value in the report's language."""
        return show(value, self.language)

    def word(self, key: str, /, **values: Any) -> str:
        """A phrase of a catalogue in the report's language."""
        return render(key, self.language, **values)

    @cached_property
    def members(self) -> Members:
        """The organisations as pictures take them, in the order of ``alliance.ids``."""
        return self.alliance.members(self.evidence.sectors)

    def org(self, k: int) -> Markup:
        """An organisation in a line of text: its mark and its name."""
        mark = Markup(painted_mark(self.members.mark(k, 0, 0, 7), size=15))
        return Markup('<span class="org">{}{}</span>').format(mark, self.alliance.names[k])

    def mark(self, k: int, size: float = 17) -> Markup:
        """The mark of an organisation, named for who cannot see it."""
        mark = Markup(painted_mark(self.members.mark(k, 0, 0, 7), size=size))
        return Markup('<span class="pm-one" title="{0}">{1}<span class="vh">{0}</span></span>'
                      ).format(self.alliance.names[k], mark)

    def orgs(self, members: Bools) -> list[Markup]:
        """Some organisations, in alphabetical order."""
        return [self.org(k) for k in self.sorted(np.flatnonzero(members).tolist())]

    def sorted(self, places: Sequence[int]) -> list[int]:
        """Places of organisations in the alphabetical order of their names."""
        names = self.alliance.names
        return sorted(places, key=lambda k: (names[k].casefold(), names[k], self.alliance.ids[k]))

    def sector_mark(self, g: int, size: float = 16.0) -> Markup:
        """The mark of a sector."""
        looks = self.members.looks
        return elements.mark(looks[g], sign=signs(looks)[g], size=size)
