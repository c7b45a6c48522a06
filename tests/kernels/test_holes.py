import math

import numpy as np
import pytest
from hypothesis import given, settings
from structure import EMON, cases, emon, relabelled, same, witness

from partnernet.kernels.holes import constraint, effective_size, structural_holes


def by_hand(case, weighted):
    """Burt's formulas as they stand, w_ij + w_ji a pair's weight."""
    whole = range(case.n)
    w = np.zeros((case.n, case.n))
    for k, (i, j) in enumerate(case.ties):
        value = case.strength[k] if weighted else 1.0
        w[i, j] += 0 if math.isnan(value) else value
    w = w + w.T
    rows = []
    for i in whole:
        contacts = [j for j in whole if w[i, j] > 0]
        if not contacts:
            rows.append([np.nan] * 4)
            continue
        n = len(contacts)
        share = []
        size = 0.0
        for j in contacts:
            thirds = [q for q in whole if q not in (i, j)]
            detour = sum(
                w[i, q] / w[i].sum() * w[q, j] / w[q].sum() for q in thirds if w[q].sum()
            )
            share.append((w[i, j] / w[i].sum() + detour) ** 2)
            size += 1 - sum(w[i, q] / w[i].sum() * w[j, q] / w[j].max() for q in thirds)
        total = sum(share)
        r = [c * n / total for c in share]
        hierarchy = sum(x * math.log(x) for x in r) / (n * math.log(n)) if n > 1 else 1.0
        rows.append([total, size, size / n, hierarchy])
    return np.array(rows).reshape(-1, 4)


@pytest.mark.parametrize("weighted", [False, True])
@given(case=cases())
@settings(deadline=None, max_examples=80)
def test_formulas_as_they_stand(case, weighted):
    strength = np.array(case.strength) if weighted else None
    found = np.column_stack(structural_holes(*case.arrays, strength))
    same(found, by_hand(case, weighted))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    found = np.stack(structural_holes(*case.arrays, np.array(case.strength)))
    moved = np.stack(structural_holes(*other.arrays, np.array(other.strength)))
    same(found, moved[:, order])


@pytest.mark.parametrize("name", EMON)
def test_emon(name):
    # igraph 1.3.5 constraint, directed, without and with weights 5 − frequency.
    case = emon(name)
    strength = np.array(case.strength)
    same(constraint(*case.arrays), witness(name, "igraph", "constraint"))
    same(constraint(*case.arrays, strength), witness(name, "igraph", "constraint_weighted"))
    same(np.column_stack(structural_holes(*case.arrays, strength)), by_hand(case, weighted=True))


def test_a_star_and_a_clique():
    # Burt (1992): contacts without ties among them are all effective, those of a clique of
    # four are worth 1; networkx 3.6.1 effective_size says the same.
    star = np.zeros(4, dtype=np.int64), np.arange(1, 5), 5
    same(effective_size(*star), [4, 1, 1, 1, 1])
    same(constraint(*star), [1 / 4, 1, 1, 1, 1])
    i, j = np.triu_indices(4, 1)
    same(effective_size(i, j, 4), [1, 1, 1, 1])
