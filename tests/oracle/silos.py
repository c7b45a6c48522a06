"""The E–I index, its expectation, range and bounds, by counting and enumerating."""

import itertools
from fractions import Fraction
from typing import Any

from oracle.data import NAN, Net, grouped, only, ratio
from oracle.mixing import names
from oracle.nulls import Spread, same_degrees, shuffles

Pair = tuple[int, int]
WHOLE = "(whole)"
ALPHA = 0.05


def kind(group: list[Any], pair: Pair, name: str) -> str | None:
    """Whether a pair is internal or external to a group (or to all), or none of its business."""
    i, j = pair
    if name == WHOLE:
        return "internal" if group[i] == group[j] else "external"
    if group[i] == group[j] == name:
        return "internal"
    return "external" if name in (group[i], group[j]) else None


def count(group: list[Any], pairs: Any, name: str) -> tuple[int, int]:
    kinds = [kind(group, pair, name) for pair in pairs]
    return kinds.count("external"), kinds.count("internal")


def ei(group: list[Any], ties: Any, name: str = WHOLE) -> Fraction | None:
    external, internal = count(group, ties, name)
    ties_of = external + internal
    return Fraction(external - internal, ties_of) if ties_of else None


def number(value: Fraction | None) -> float:
    return NAN if value is None else float(value)


def attainable(external: int, internal: int, k: int) -> tuple[float, float]:
    """Lowest and highest E–I of k ties placed on these dyads, trying every split."""
    splits = [e for e in range(k + 1) if e <= external and k - e <= internal]
    values = [float(Fraction(2 * e - k, k)) for e in splits if k]
    return (min(values), max(values)) if values else (NAN, NAN)


def bounds(net: Net, group: list[Any], name: str) -> tuple[float, float]:
    """Lowest and highest E–I over every answer to the unobserved dyads without a known tie."""
    external, internal = count(group, net.ties, name)
    open_dyads = [d for d in net.dyads() if d not in net.observed and d not in net.ties]
    more_external, more_internal = count(group, open_dyads, name)
    found = [
        Fraction(external + e - internal - i, external + e + internal + i)
        for e, i in itertools.product(range(more_external + 1), range(more_internal + 1))
        if external + e + internal + i
    ]
    return (float(min(found)), float(max(found))) if found else (NAN, NAN)


def coleman(net: Net, group: list[Any], name: str) -> float:
    ties = both = net.observed_ties()
    if not net.directed:
        both = ties + [(j, i) for i, j in ties]
    sent = [t for t in both if group[t[0]] == name]
    size, inside = group.count(name), sum(group[j] == name for _, j in sent)
    if not sent or size == 1 or size == net.n:
        return NAN
    chance = Fraction(len(sent) * (size - 1), net.n - 1)
    if inside > chance:
        return ratio(inside - chance, len(sent) - chance)
    return ratio(inside - chance, chance)


def conductance(net: Net, group: list[Any], name: str) -> float:
    external, internal = count(group, net.observed_ties(), name)
    volume = 2 * internal + external
    return ratio(external, min(volume, 2 * len(net.observed_ties()) - volume))


def silos(net: Net, by: str) -> dict[str, dict[str, float]]:
    """The deterministic columns, a row for the whole and one for each group."""
    net = only(net, grouped(net, by))
    group, ties = net.group(by), net.observed_ties()
    several = len(names(net, by)) > 1
    rows = {}
    for name in [WHOLE, *names(net, by)]:
        external, internal = count(group, ties, name)
        room_out, room_in = count(group, net.observed, name)
        k = external + internal
        value = number(ei(group, ties, name))
        low, high = attainable(room_out, room_in, k)
        least, most = bounds(net, group, name)
        row = {
            "ei_index": value,
            "ei_expected_random": 2 * ratio(room_out, room_out + room_in) - 1,
            "ei_min": low,
            "ei_max": high,
            "ei_rescaled": 2 * ratio(value - low, high - low) - 1,
            "ei_low": least,
            "ei_high": most,
            "conductance": NAN if name == WHOLE else conductance(net, group, name),
        }
        rows[name] = {
            "members": net.n if name == WHOLE else group.count(name),
            "ties": k,
            "coleman": NAN if name == WHOLE else coleman(net, group, name),
            **(row if several else dict.fromkeys(row, NAN)),
        }
    return rows


def permuted(net: Net, by: str, name: str = WHOLE) -> Spread:
    """E–I under every shuffle of labels within the answered and within the silent."""
    net = only(net, grouped(net, by))
    group, ties = net.group(by), net.observed_ties()
    classes = [net.answered(i) for i in range(net.n)]
    return Spread((ei(g, ties, name) for g in shuffles(group, classes)), ei(group, ties, name))


def rewired(net: Net, by: str, name: str = WHOLE) -> Spread:
    """E–I in every network with the same degrees and no tie on an unobserved dyad."""
    net = only(net, grouped(net, by))
    group, ties = net.group(by), net.observed_ties()
    return Spread((ei(group, t, name) for t in same_degrees(net)), ei(group, ties, name))


def adjusted(p: list[float]) -> list[float]:
    """Benjamini & Hochberg's values: the least m·p/rank over this p and all above it."""
    m = len(p)
    ranked = sorted(p)
    return [
        min(1.0, *(m * q / (ranked.index(q) + ranked.count(q)) for q in p if q >= x)) for x in p
    ]


def verdict(permutation: float, degree: float, outward: float) -> str:
    """The verdict from the adjusted p of both low tails and of the degree null's upper one."""
    if permutation <= ALPHA and degree <= ALPHA:
        return "silo"
    if degree <= ALPHA:
        return "leaning"
    return "open" if outward <= ALPHA else "no sign"
