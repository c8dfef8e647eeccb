"""Indices against those that are known from a formula."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.sensitivity import find_sobol


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_ishigami_lies_within_the_confidence_intervals(
    ishigami, ishigami_indices, seed
):
    """The bootstrap takes the points for random; the sequence does better."""
    first, total, second_13 = ishigami_indices
    found = find_sobol(ishigami, n_base=2048, seed=seed)
    assert (abs(found.first[0] - first) <= found.first_half_width[0]).all()
    assert (abs(found.total[0] - total) <= found.total_half_width[0]).all()
    half_width = found.second_half_width[0, 0, 2]
    assert abs(found.second[0, 0, 2] - second_13) <= half_width
    # An interval of 95 % that was many times too wide would contain anything.
    assert found.total_half_width.max() < 0.08


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_sobols_g_lies_within_the_confidence_intervals(g_function, g_indices, seed):
    first, total = g_indices
    found = find_sobol(g_function, n_base=2048, seed=seed)
    assert (abs(found.first[0] - first) <= found.first_half_width[0]).all()
    assert (abs(found.total[0] - total) <= found.total_half_width[0]).all()
    assert found.total_half_width.max() < 0.1


def test_intervals_hold_as_often_as_they_say(make_formula):
    """y = x1 + 2 x2 + 3 x3: indices 1/14, 4/14, 9/14, no interactions.

    With random points 95 % of the intervals would hold; with a Sobol sequence of a
    smooth function nearly all do. Of 60, fewer than 54 would be three standard
    deviations below 95 %.
    """
    model = make_formula(lambda x: x @ [1.0, 2.0, 3.0], 3)
    expected = np.array([1, 4, 9]) / 14
    holds = []
    for seed in range(20):
        found = find_sobol(model, n_base=128, seed=seed, n_resamples=200)
        holds.extend(abs(found.total[0] - expected) <= found.total_half_width[0])
    assert sum(holds) >= 54


def test_a_pure_interaction_has_no_first_order_and_all_of_the_second(make_formula):
    """y = (2 x1 - 1)(2 x2 - 1): S1 = S2 = 0, S12 = 1."""
    model = make_formula(lambda x: (2 * x[:, 0] - 1) * (2 * x[:, 1] - 1), 2)
    found = find_sobol(model, n_base=1024)
    assert found.first[0] == pytest.approx(0, abs=0.03)  # 1 / sqrt(N)
    assert found.total[0] == pytest.approx(1, abs=0.03)
    assert found.second[0, 0, 1] == pytest.approx(1, abs=0.06)
    assert found.second[0, 1, 0] == found.second[0, 0, 1]


def test_convergence_ends_at_the_result_and_narrows(ishigami):
    found = find_sobol(ishigami, n_base=1024)
    steps = found.convergence
    assert steps.n_base.tolist() == [32, 64, 128, 256, 512, 1024]
    assert (steps.total[-1] == found.total).all()
    # The bootstrap's intervals shrink with the square root of N.
    ratio = steps.total_half_width[1, 0] / steps.total_half_width[-1, 0]
    assert ratio == pytest.approx(4, rel=0.5)  # 64 samples know their scatter to 1/4


def test_convergence_uses_the_same_points_as_a_shorter_analysis(ishigami):
    longer = find_sobol(ishigami, n_base=1024, seed=5)
    shorter = find_sobol(ishigami, n_base=256, seed=5)
    row = longer.convergence.n_base.tolist().index(256)
    # Only the centre differs, by which the outputs are made small.
    assert longer.convergence.total[row] == pytest.approx(shorter.total, abs=1e-9)
    assert longer.convergence.first[row] == pytest.approx(shorter.first, abs=0.02)
