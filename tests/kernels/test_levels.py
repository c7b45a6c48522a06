import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from structure import Case, cases, distances, relabelled, same

from partnernet.kernels import levels, paths
from partnernet.kernels.dyads import Dyads, everyone


def ranked(case):
    """The case's groups as levels, those present only."""
    present = sorted({c for c in case.codes if c >= 0})
    return [present.index(c) if c >= 0 else -1 for c in case.codes]


def ways_up(case, ranks, among):
    """Every a, i, b on three rising levels, both steps among these pairs."""
    return [
        (a, i, b) for a, i, b in itertools.permutations(range(case.n), 3)
        if 0 <= ranks[a] < ranks[i] < ranks[b] and {(a, i), (i, b)} <= among
    ]


@given(cases())
@settings(deadline=None, max_examples=60)
def test_present_levels_and_their_ends(case):
    ranks = levels.present(case.groups * 10)
    assert levels.present(np.where(case.groups < 0, -1, case.groups * 10)).tolist() == ranked(case)
    front, decision = levels.ends(ranks)
    own = ranked(case)
    top = max(own, default=-1)
    assert front.tolist() == [r == 0 for r in own]
    assert decision.tolist() == [r == top >= 0 for r in own]


@given(cases(), st.integers(0, 2**32))
@settings(deadline=None, max_examples=80)
def test_spans_dyad_by_dyad(case, seed):
    random = np.random.default_rng(seed)
    answered = random.random(case.n) < 0.7
    free = [pair for pair in itertools.permutations(range(case.n), 2)
            if pair not in case.tied and (case.directed or pair[0] < pair[1])]
    unknown = {pair for pair in free if random.random() < 0.2}
    pairs = np.array(sorted(unknown), dtype=np.int64).reshape(-1, 2)
    dyads = Dyads(answered, pairs[:, 0], pairs[:, 1], "sender" if case.directed else "any")
    ranks = ranked(case)
    ties, room = [0, 0, 0], [0, 0, 0]
    for i, j in itertools.permutations(range(case.n), 2):
        seen = answered[i] if case.directed else i < j and (answered[i] or answered[j])
        if seen and (i, j) not in unknown and min(ranks[i], ranks[j]) >= 0:
            span = min(abs(ranks[i] - ranks[j]), 2)
            room[span] += 1
            ties[span] += (i, j) in case.ties
    source, target, _ = case.arrays
    found = levels.spans(source, target, np.array(ranks, dtype=np.int64), dyads)
    assert (found.ties.tolist(), found.dyads.tolist()) == (ties, room)


@given(cases(), st.booleans())
@settings(deadline=None, max_examples=100)
def test_chains_step_by_step(case, up):
    ranks = ranked(case)
    along = {
        (i, j) for i, j in case.tied
        if min(ranks[i], ranks[j]) >= 0 and 0 <= (ranks[j] - ranks[i]) * (1 if up else -1) <= 1
    }
    reach = distances(case.n, along)
    top = max(ranks, default=-1)
    steps, attained = [], []
    for x in range(case.n):
        joined = {i: reach[(x, i) if up else (i, x)] for i in range(case.n)
                  if ((x, i) if up else (i, x)) in reach}
        joined[x] = 0
        near = [d for i, d in joined.items() if ranks[i] == top >= 0]
        steps.append(min(near, default=-1))
        attained.append(max(ranks[i] for i in joined))
    found = levels.chains(*case.arrays, np.array(ranks, dtype=np.int64),
                          directed=case.directed, up=up)
    assert found.steps.tolist() == steps
    assert found.attained.tolist() == attained
    front, _ = levels.ends(np.array(ranks, dtype=np.int64))
    lost = levels.broken_links(found.attained, np.array(ranks, dtype=np.int64), case.groups, 3)
    assert lost.sum() == sum(front[x] and steps[x] < 0 for x in range(case.n))
    intact = [steps[x] >= 0 for x in range(case.n) if front[x]]
    same(levels.share_within(found.steps, front), np.mean(intact) if intact else np.nan)


@given(cases(), st.booleans())
@settings(deadline=None, max_examples=100)
def test_crossings_triple_by_triple(case, up):
    ranks = ranked(case)
    top = max(ranks, default=-1)
    order = ranks if up else [top - r if r >= 0 else -1 for r in ranks]
    expected = [0.0 if r >= 0 else np.nan for r in ranks]
    for a, i, b in ways_up(case, order, case.tied):
        expected[i] += (a, b) not in case.tied
    same(levels.scale_crossing(*case.arrays, np.array(ranks, dtype=np.int64),
                               directed=case.directed, up=up), expected)


@given(cases())
@settings(deadline=None, max_examples=100)
def test_triads_and_what_would_close_them(case):
    ranks = ranked(case)
    still_open, closed, wanted = [0] * case.n, [0] * case.n, {}
    for a, i, b in ways_up(case, ranks, case.either):
        if (a, b) in case.either:
            closed[i] += 1
        else:
            still_open[i] += 1
            wanted[a, b] = wanted.get((a, b), 0) + 1
    places = np.array(ranks, dtype=np.int64)
    found = levels.vertical_triads(*case.arrays, places)
    assert (found.open.tolist(), found.closed.tolist()) == (still_open, closed)
    rows = levels.closing_dyads(*case.arrays, places)
    listed = list(zip(rows.low.tolist(), rows.high.tolist(), rows.triads.tolist(), strict=True))
    assert listed == sorted(((*p, k) for p, k in wanted.items()), key=lambda r: (-r[2], r))
    assert len(levels.closing_dyads(*case.arrays, places, most=1).low) == min(1, len(listed))


@given(relabelled(least=1))
@settings(deadline=None, max_examples=40)
def test_names_do_not_matter(drawn):
    case, order, other = drawn
    here, there = (np.array(ranked(x), dtype=np.int64) for x in (case, other))
    way = {"directed": case.directed}
    assert np.array_equal(levels.chains(*case.arrays, here, **way).attained,
                          levels.chains(*other.arrays, there, **way).attained[order])
    same(levels.scale_crossing(*case.arrays, here, up=True, **way),
         levels.scale_crossing(*other.arrays, there, up=True, **way)[order])


def test_where_a_chain_breaks():
    # Levels 2 (ministry 0), 1 (municipal 1, 2), 0 (neighbourhood 3, 4, 5). The ministry reaches
    # 1 and through it 3; 4 hears from municipal 2, whom nobody tells; 5 hears from nobody.
    case = Case(6, True, ((0, 1), (1, 3), (2, 4), (0, 5)), (2, 1, 1, 0, 0, 0))
    ranks, sector = case.groups, np.array([0, 0, 1, 0, 1, -1])
    found = levels.chains(*case.arrays, ranks, directed=True)
    assert found.steps.tolist() == [0, 1, -1, 2, -1, -1]
    assert found.attained.tolist() == [2, 2, 1, 2, 1, 0]
    # Rows: sector 0, sector 1, no sector; columns: between 1 and 0, between 2 and 1.
    assert levels.broken_links(found.attained, ranks, sector, 2).tolist() == [
        [0, 0], [0, 1], [1, 0],
    ]
    front, _ = levels.ends(ranks)
    by_sector = levels.shares_by_group(found.steps >= 0, front, sector, 3)
    same(by_sector, [1, 0, np.nan])
    assert levels.share_within(found.steps, front, most=1) == 0


@given(cases())
def test_first_namers_are_the_first_by_number_one_step_nearer(case):
    source, target = (case.arrays[k] for k in (0, 1))
    starts = np.arange(case.n) % 3 == 0
    steps = paths.steps_from(source, target, case.n, starts, directed=True)
    found = levels.first_namers(source, target, steps)
    for k in range(case.n):
        near = sorted(int(a) for a, b in zip(source, target, strict=True)
                      if b == k and steps[a] >= 0 and steps[a] == steps[k] - 1)
        assert found[k] == (near[0] if near and steps[k] > 0 else -1)


def test_one_level_has_nothing_to_cross():
    dyads = everyone(3, directed=True)
    spans = levels.spans(np.array([0]), np.array([1]), np.zeros(3, dtype=np.int64), dyads)
    assert (spans.ties.tolist(), spans.dyads.tolist()) == ([1, 0, 0], [6, 0, 0])
    none = np.full(3, -1, dtype=np.int64)
    spans = levels.spans(np.array([0]), np.array([1]), none, dyads)
    assert (spans.ties.tolist(), spans.dyads.tolist()) == ([0, 0, 0], [0, 0, 0])
