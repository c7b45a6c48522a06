"""Is there a tight centre and a loose edge, and who is in it?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from partnernet.answers import Grouping
from partnernet.asking import Null, Progress, Question, ask
from partnernet.kernels import core as kernels
from partnernet.kernels.dyads import Floats, Ints
from partnernet.kernels.rewiring import DegreeNull
from partnernet.kernels.significance import tails
from partnernet.partnership import By, Confirm, Partnership
from partnernet.words import Message, Number, say


def core_periphery(
    alliance: Partnership,
    *,
    by: By = "sector",
    confirm: Confirm = None,
    null: Null = None,
    replicates: int = 999,
    seed: int | None = 1,
    progress: Progress = None,
) -> Grouping:
    """Is there a core tied within itself, and a periphery that is not; who sits in the core?

    Parameters
    ----------
    alliance : Partnership
    by : str, pair of str, or membership
        Whose seats in the core are counted in the detail ``seats``.
    confirm : "either", "both", optional
        Which reports count as an undirected tie; "either" by default.
    null : "degree" or None
        Rewires, keeping how many ties each organisation has: most of a core is explained by degree.
    replicates, seed, progress
        As everywhere.

    Returns
    -------
    Grouping
        ``membership`` "core" or "periphery" by id; the table adds ``contacts``. Details: ``fit``
        (correlation of the undirected network with the ideal pattern, −1 to 1, pairs between core
        and periphery left out; ``expected`` and one-sided ``p_degree``) and ``seats`` (by group).

    Missing
    -------
    Known ties. NaN and no core where no split has anything to compare. Where several cores fit
    equally well the fit is theirs, and which of them is shown goes by the order of ids.

    Examples
    --------
    >>> import partnernet as pn
    >>> answer = pn.core_periphery(pn.samples.load("emon_texas"))
    >>> set(answer.membership) == {"core", "periphery"}
    True

    Source
    ------
    Borgatti & Everett (1999). That degree explains most of it: Kojaku & Masuda (2018).
    """
    question = ask("core_periphery", alliance, by=by, confirm=confirm, null=null,
                   allowed=("degree",), replicates=replicates, seed=seed, progress=progress)
    network = question.undirected()
    found = kernels.core_periphery(network.source, network.target, network.n)
    expected, p = _beside_chance(question, found.fit)
    if np.isnan(found.fit):
        question.undefined("fit", "no_pattern")
    words = np.where(found.members, "core", "periphery").astype(object)
    contacts = np.bincount(np.r_[network.source, network.target], minlength=network.n)
    frame = question.by_organisation({"membership": words, "contacts": contacts})
    fit = pd.DataFrame({"measure": ["fit"], "value": [found.fit], "expected": [expected],
                        "p_degree": [p]})
    question.note_structure(("fit",), "either")
    question.caveat("core_periphery.degree")
    return Grouping(**question.shared(), frame=frame, labels=frame["membership"],
                    details={"fit": fit, "seats": _seats(question, found.members)},
                    findings=_findings(found))


def _beside_chance(question: Question, fit: float) -> tuple[float, float]:
    """Mean fit of the rewired networks, and how often one fits as well."""
    network = question.undirected()
    if not question.nulls or np.isnan(fit) or not network.m:
        return float("nan"), float("nan")
    seen = network.observed
    source, target = network.only_observed()

    def statistic(drawn: tuple[Ints, Ints]) -> Floats:
        # What is known but was not observed stays where it is.
        fixed = [np.broadcast_to(end[~seen], (len(drawn[0]), int((~seen).sum())))
                 for end in (network.source, network.target)]
        return kernels.core_fits(np.concatenate([drawn[0], fixed[0]], axis=1),
                                 np.concatenate([drawn[1], fixed[1]], axis=1), network.n)

    replicates = question.replicate(statistic, DegreeNull(source, target, network.dyads), 0)
    found = tails(np.array(fit), replicates)
    return float(found.mean), float(found.upper)


def _seats(question: Question, members: np.ndarray) -> pd.DataFrame:
    """Seats in the core by group, beside the group's share of members."""
    groups = question.groups
    seats = np.bincount(groups.codes[members & (groups.codes >= 0)], minlength=len(groups))
    sizes = groups.sizes
    total, whole = max(1, int(seats.sum())), max(1, int(sizes.sum()))
    return pd.DataFrame({"members": sizes, "core_seats": seats, "members_share": sizes / whole,
                         "core_seats_share": seats / total},
                        index=pd.Index(groups.names, name="group"))


def _findings(found: kernels.Core) -> tuple[Message, ...]:
    if np.isnan(found.fit):
        return ()
    count = int(found.members.sum())
    return (say("core_periphery.finding", plural=count, n=count, total=len(found.members),
                fit=Number(found.fit, 2)),)
