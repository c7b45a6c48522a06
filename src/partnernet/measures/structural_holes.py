"""Do an organisation's contacts leave it room to broker?"""

from __future__ import annotations

from functools import partial

import numpy as np

from partnernet import scenes
from partnernet.answers import OrganisationTable
from partnernet.asking import ask
from partnernet.kernels import holes
from partnernet.partnership import Confirm, Partnership
from partnernet.words import Message, Names, say


def structural_holes(
    alliance: Partnership, *, weight: str | None = None, confirm: Confirm = None
) -> OrganisationTable:
    """Which organisations stand between contacts that do not know each other?

    Parameters
    ----------
    alliance : Partnership
    weight : str, optional
        Strength such as "trust": ties then weigh their oriented strength; blank ones and oriented
        zeros are no tie here. None: each known tie weighs 1, so a mutual one 2.
    confirm : "either", "both", optional
        Take directed reports as undirected ties first.

    Returns
    -------
    OrganisationTable
        ``constraint`` from near 0 up to above 1, high = contacts all know each other, little room ·
        ``effective_size`` 1 to the number of contacts, what the contacts bring that is new ·
        ``burt_efficiency`` it per contact, 0 to 1 · ``burt_hierarchy`` 0 to 1, whether a single
        contact makes the constraint.

    Missing
    -------
    Known ties are used; an organisation without contacts is NaN.

    Examples
    --------
    >>> import partnernet as pn
    >>> holes = pn.structural_holes(pn.samples.load("emon_texas"))
    >>> round(float(holes.table().loc["T01", "constraint"]), 4)
    0.3004

    Source
    ------
    Burt (1992), equations 2.2 to 2.9. Constraint equals igraph 1.3.5.
    """
    question = ask("structural_holes", alliance, weight=weight, confirm=confirm)
    network = question.network
    found = holes.structural_holes(network.source, network.target, network.n, question.weights())
    frame = question.by_organisation(found._asdict())
    if np.isnan(found.constraint).any():
        question.undefined(found._fields, "no_contacts")
    question.note_structure(found._fields, "either")
    free = _freest(found.constraint, alliance.names)
    drawing = partial(scenes.cloud, alliance, alliance.groups("sector"),
                      ("effective_size", found.effective_size),
                      ("burt_efficiency", found.burt_efficiency))
    return OrganisationTable(**question.shared(), frame=frame, findings=free, drawing=drawing)


def _freest(constraint: np.ndarray, names: tuple[str, ...]) -> tuple[Message, ...]:
    """The three with the least constraint, by name where equal."""
    order = sorted((value, name) for value, name in zip(constraint, names, strict=True)
                   if not np.isnan(value))
    if len(order) < 2 or order[0][0] == order[-1][0]:
        return ()
    return (say("structural_holes.finding", plural=min(3, len(order)),
                names=Names(tuple(name for _, name in order[:3]))),)
