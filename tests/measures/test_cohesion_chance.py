"""Reciprocity and transitivity of many networks at once, against one network at a time."""

import numpy as np
import pytest

import partnernet as pn
from partnernet.kernels import cohesion
from partnernet.kernels.rewiring import DegreeNull


@pytest.mark.parametrize("sample", ["emon_texas", "penaluz"])
def test_many_networks_agree_with_one_at_a_time(sample: str) -> None:
    # Witness: the one-network functions, which equal R sna 2.7-1 and igraph 1.3.5.
    network = pn.samples.load(sample).network()
    drawn = DegreeNull(*network.only_observed(), network.dyads).draw(np.random.default_rng(1), 7)
    n, shift = network.n, np.arange(7)[:, None] * network.n
    one = [cohesion.transitivity(a, b, n) for a, b in zip(*drawn, strict=True)]
    many = cohesion.transitivities((drawn.source + shift).ravel(), (drawn.target + shift).ravel(),
                                   n, 7)
    assert many == pytest.approx(one, abs=1e-12)
    one = [cohesion.mutuality(a, b, network.dyads).reciprocity for a, b in zip(*drawn, strict=True)]
    many = cohesion.reciprocities(drawn.source, drawn.target, network.dyads)
    assert many == pytest.approx(one, abs=1e-12)


def test_contacts_in_texas_return_ties_more_than_their_degrees_explain() -> None:
    answer = pn.cohesion(pn.samples.load("emon_texas"), null=("degree", "random"), replicates=199)
    table = answer.table().set_index("measure")
    # 114 of 186 ties are returned (R sna 2.7-1: .6129); a random digraph of density .31 returns
    # about .31 of them, so none of 199 comes near.
    assert table.loc["reciprocity", "p_random"] == pytest.approx(2 / 200)
    # Rewiring keeps everybody's degrees, and so nearly all of the transitivity of a hub network.
    assert table.loc["transitivity", "p_degree"] > 0.05
    assert table["p_degree"].notna().sum() == 2
