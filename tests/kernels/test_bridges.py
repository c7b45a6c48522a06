import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from structure import Case, cases, distances, emon, random_case, relabelled, same

from partnernet.kernels import bridging as module
from partnernet.kernels.adjacency import pairs
from partnernet.kernels.betweenness import betweenness
from partnernet.kernels.bridges import everett_valente, honest_broker, load, participation
from partnernet.kernels.bridging import bridging, losses


def nearness(case, gone=()):
    left = case.either - set(gone) - {(j, i) for i, j in gone}
    return sum(1 / d for d in distances(case.n, left).values()) / (case.n * (case.n - 1))


def losses_by_hand(case):
    before = nearness(case) if case.n > 1 else np.nan
    undirected = sorted({(min(t), max(t)) for t in case.ties})
    return {pair: before - nearness(case, [pair]) for pair in undirected}


@given(cases(most=8))
@settings(deadline=None, max_examples=150)
def test_bridging_by_taking_every_tie_out(case):
    loss = losses_by_hand(case)
    source, target, n = case.arrays
    same(losses(pairs(source, target, n), n), list(loss.values()))
    expected = []
    for i in range(n):
        mine = [value for pair, value in loss.items() if i in pair]
        expected.append(sum(mine) / len(mine) if mine else np.nan)
    same(bridging(*case.arrays), expected)


@pytest.mark.parametrize("shape", ["sparse", "dense", "ring", "line", "tree", "pendants"])
@pytest.mark.parametrize("cells", [2**20, 60])
def test_bridging_of_larger_networks(shape, cells, monkeypatch):
    monkeypatch.setattr(module, "CELLS", cells)
    n = 24
    ties = {
        "sparse": random_case(n, 30, 1, directed=False).ties,
        "dense": random_case(n, 90, 2, directed=False).ties,
        "ring": tuple((i, i + 1) for i in range(n - 1)) + ((0, n - 1),),
        "line": tuple((i, i + 1) for i in range(n - 1)),
        "tree": tuple(((i - 1) // 2, i) for i in range(1, n)),
        "pendants": tuple((i, j) for i in range(6) for j in range(i + 1, 6))
        + tuple((i % 6, i) for i in range(6, n)),
    }[shape]
    case = Case(n, False, ties, (0,) * n)
    source, target, _ = case.arrays
    same(losses(pairs(source, target, n), n), list(losses_by_hand(case).values()))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    same(bridging(*case.arrays), bridging(*other.arrays)[order])
    same(everett_valente(*case.arrays), everett_valente(*other.arrays)[order])
    same(participation(*case.arrays, case.groups),
         participation(*other.arrays, other.groups)[order])


@given(cases())
@settings(deadline=None, max_examples=80)
def test_contact_by_contact(case):
    reports = [[0, 0, 0] for _ in range(case.n)]
    spread, brokers = [], []
    b = betweenness(*case.arrays, directed=False)
    reach = distances(case.n, case.either)
    for i in range(case.n):
        around = case.contacts(i)
        for x, y in itertools.combinations(around, 2):
            reports[i][((x, y) in case.ties) + ((y, x) in case.ties)] += 1
        groups = [case.codes[j] for j in around if case.codes[j] >= 0]
        share = sum((groups.count(g) / len(groups)) ** 2 for g in set(groups)) if groups else 0
        spread.append(1 - share if groups else np.nan)
        size = 1 + sum((i, j) in reach for j in range(case.n))
        brokers.append((2 * b[i] + size - 1) / len(around) if b[i] > 0 else 0)
    pure, once, twice = (np.array(reports, dtype=float).reshape(-1, 3).T)
    found = honest_broker(*case.arrays, directed=case.directed)
    same(found.pure, pure)
    same(found.weak, once if case.directed else np.full(case.n, np.nan))
    same(found.none, twice if case.directed else once)
    same(participation(*case.arrays, case.groups), spread)
    same(everett_valente(*case.arrays), brokers)
    contacts = [len(case.contacts(i)) for i in range(case.n)]
    total = sum(contacts)
    same(load(*case.arrays), [c * case.n / total if total else np.nan for c in contacts])


def test_the_middle_of_a_star_brokers_everything():
    # By the formula of Everett & Valente (2016): (2·10 + 6 − 1)/5, all others 0.
    star = np.zeros(5, dtype=np.int64), np.arange(1, 6), 6
    same(everett_valente(*star), [5, 0, 0, 0, 0, 0])


def test_emon_bridging():
    # Every tie of EMON Texas taken out in turn.
    case = emon("texas")
    source, target, n = case.arrays
    same(losses(pairs(source, target, n), n), list(losses_by_hand(case).values()))


def test_granovetters_network():
    # Figure 1 of Everett & Valente (2016); R 4.2.2, igraph 1.3.5: tests/reference/granovetter.R.
    ties = ("1-2 1-3 1-24 2-3 2-4 3-4 3-5 4-5 4-6 5-6 6-7 7-8 8-9 8-10 8-11 8-14 9-10 10-11 11-12 "
            "11-13 11-14 12-14 12-13 13-14 13-15 15-16 15-17 16-17 17-18 18-19 18-20 18-21 19-20 "
            "20-21 20-22 20-25 22-25 22-23 23-25 23-24 24-25")
    ends = np.array([[int(end) - 1 for end in tie.split("-")] for tie in ties.split()])
    arrays = ends[:, 0].copy(), ends[:, 1].copy(), 25
    brokers = [
        46.511111, 17.668254, 23.044048, 23.285714, 17.768254, 47.526984, 72.090476, 33.956190, 0,
        10.666667, 20.498095, 0, 43.116667, 17.922619, 56.606349, 0, 56.184127, 42.604762, 0,
        32.963810, 0, 11.8, 10.666667, 46.273016, 31.954762]
    np.testing.assert_allclose(everett_valente(*arrays), brokers, atol=1e-6)
    falls = [
        .01251777, .00283995, .00295933, .00293353, .00282937, .01225851, .02965269, .00900094,
        .00273148, .00290608, .00320238, .00248148, .01163013, .00262996, .01620482, .00380952,
        .01620054, .01275358, .00374802, .00628201, .00374802, .00259744, .00224691, .01353585,
        .00531647]
    np.testing.assert_allclose(bridging(*arrays), falls, atol=1e-8)
