"""Limits of the inputs that follow the training data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.sensitivity import (
    factors_of,
    find_sobol,
    ranges_of,
    usual_ranges,
    with_ranges,
)
from wetview.sensitivity.sampling import saltelli_points


@pytest.fixture
def model(make_formula):
    """y = log10 x1 + x2; x1 log-uniform from 1 to 1000, x2 uniform from 1 to 1000."""
    shares = np.linspace(0, 1, 201)
    rows = np.stack([10 ** (3 * shares), 1 + 999 * shares[::-1]], axis=1)
    return make_formula(
        lambda x: np.log10(x[:, 0]) / 3 + x[:, 1] / 1000,
        2,
        low=1.0,
        high=1000.0,
        training_inputs=rows,
    )


def test_a_skewed_input_goes_between_its_quantiles_by_its_logarithm(model):
    skewed, even = usual_ranges(model)
    assert (skewed.low, skewed.high) == pytest.approx((10**0.15, 10**2.85))
    assert skewed.is_log
    assert even == ranges_of(model)[1]


def test_points_are_even_in_the_logarithm(model):
    ranges = usual_ranges(model)
    points = saltelli_points(ranges, factors_of(ranges), n_base=512, seed=0)
    logarithms = np.log10(points[:, 0])
    edges = np.quantile(logarithms, [0, 0.25, 0.5, 0.75, 1])
    assert edges == pytest.approx([0.15, 0.825, 1.5, 2.175, 2.85], abs=0.02)
    middle = np.quantile(points[:, 1], 0.5)
    assert middle == pytest.approx(500.5, rel=0.02)


def test_an_input_below_zero_or_without_rows_is_left_even(model, make_formula):
    shifted = replace(model, training_inputs=model.training_inputs - 2)
    assert not any(entry.is_log for entry in usual_ranges(shifted))
    bare = make_formula(lambda x: x.sum(axis=1), 2)
    assert usual_ranges(bare) == ranges_of(bare)


def test_drawn_from_the_rows_all_go_from_the_smallest_to_the_largest(model):
    assert usual_ranges(model, "training") == ranges_of(model)
    assert find_sobol(model, n_base=64, distribution="training").ranges == ranges_of(
        model
    )


def test_the_logarithm_makes_both_matter_alike(model):
    found = find_sobol(model, n_base=512)
    # Variances of 0.9 and 0.999 units evenly: 0.0675 and 0.0832.
    assert found.first[0] == pytest.approx([0.448, 0.552], abs=0.03)


def test_a_limit_of_zero_has_no_logarithm(model):
    ranges = usual_ranges(model)
    assert not with_ranges(ranges, {"x1": (0.0, 5.0)})[0].is_log
    assert with_ranges(ranges, {"x1": (1.0, 5.0)})[0].is_log
    with pytest.raises(UserError, match="no logarithm"):
        replace(ranges[0], low=0.0)
