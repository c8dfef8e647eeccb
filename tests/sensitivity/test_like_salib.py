"""The estimators against SALib's own, at the same points."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import sobol

from wetview.sensitivity import factors_of, find_sobol, ranges_of
from wetview.sensitivity.sampling import saltelli_points


@pytest.fixture
def by_salib(g_function):
    """Give SALib's answer, with as many resamples as ours."""
    ranges = ranges_of(g_function)
    points = saltelli_points(ranges, factors_of(ranges), n_base=256, seed=0)
    problem = {
        "num_vars": 6,
        "names": [entry.name for entry in ranges],
        "bounds": [[0, 1]] * 6,
    }
    values = g_function.evaluate(points)[:, 0]
    return sobol.analyze(problem, values, num_resamples=1000, seed=1)


def test_indices_are_salibs(g_function, by_salib):
    found = find_sobol(g_function, n_base=256)
    # Rounding only: both sum 256 numbers of order 1.
    assert found.first[0] == pytest.approx(by_salib["S1"], abs=1e-12)
    assert found.total[0] == pytest.approx(by_salib["ST"], abs=1e-12)
    upper = np.triu_indices(6, 1)
    assert found.second[0][upper] == pytest.approx(by_salib["S2"][upper], abs=1e-12)


def test_intervals_are_salibs_within_the_scatter_of_a_bootstrap(g_function, by_salib):
    """A deviation of 1000 resamples is known to 2 %; two of them, at 4 sigma: 13 %."""
    found = find_sobol(g_function, n_base=256)
    assert found.first_half_width[0] == pytest.approx(by_salib["S1_conf"], rel=0.13)
    assert found.total_half_width[0] == pytest.approx(by_salib["ST_conf"], rel=0.13)
    upper = np.triu_indices(6, 1)
    assert found.second_half_width[0][upper] == pytest.approx(
        by_salib["S2_conf"][upper], rel=0.13
    )


def test_a_seed_gives_the_same_again_and_zero_is_a_seed(ishigami):
    once, again, other = (
        find_sobol(ishigami, n_base=64, seed=seed) for seed in (0, 0, 1)
    )
    assert (once.first == again.first).all()
    assert (once.total_half_width == again.total_half_width).all()
    assert (once.first != other.first).any()
