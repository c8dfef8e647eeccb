"""Curves over one input, ranges, and the ranking of what-ifs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.sensitivity import (
    WhatIf,
    parse_range,
    ranges_of,
    rank,
    sweep,
    typical_inputs,
    with_ranges,
)


@pytest.fixture
def model(make_formula):
    """y = x1 + 10 x2, with rows around (0.2, 0.6)."""
    rows = np.array([[0.2, 0.6], [0.1, 0.5], [0.3, 0.7], [0.2, 0.9], [0.15, 0.2]])
    return make_formula(lambda x: x[:, 0] + 10 * x[:, 1], 2, training_inputs=rows)


def test_only_one_input_moves(model):
    swept = sweep(model, "x2", at=[0.25, 0.5], ranges=ranges_of(model), n_points=5)
    assert swept.values.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert swept.outputs[:, 0] == pytest.approx(0.25 + 10 * swept.values)


def test_typical_inputs_are_a_row_that_occurred(model):
    assert typical_inputs(model, ranges_of(model)).tolist() == [0.2, 0.6]


def test_typical_inputs_stay_within_the_limits(model):
    ranges = with_ranges(ranges_of(model), {"x2": (0.0, 0.4)})
    assert typical_inputs(model, ranges).tolist() == [0.2, 0.4]


def test_an_unknown_input_is_refused(model):
    with pytest.raises(UserError, match="`x7`"):
        sweep(model, "x7", at=[0, 0], ranges=ranges_of(model))


@pytest.mark.parametrize("text", ["x1", "x1=3", "x1=a:b", "=1:2"])
def test_a_range_in_another_form_is_refused(text):
    with pytest.raises(UserError, match="not a range"):
        parse_range(text)


@pytest.mark.parametrize("limits", [(2.0, 1.0), (0.0, math.inf), (math.nan, 1.0)])
def test_limits_that_make_no_range_are_refused(model, limits):
    with pytest.raises(UserError, match="range of `x1`"):
        with_ranges(ranges_of(model), {"x1": limits})


def test_the_fastest_comes_first_and_what_never_fills_last(make_formula):
    model = make_formula(
        lambda x: np.where(x[:, 0] > 0.5, np.nan, x[:, 0]), 1, outputs=("t90_s",)
    )
    rows = [WhatIf("thick", (0.4,)), WhatIf("dry", (0.9,)), WhatIf("thin", (0.1,))]
    ranked = rank(model, rows, "t90_s")
    assert [(entry.place, entry.what_if.name) for entry in ranked] == [
        (1, "thin"),
        (2, "thick"),
        (3, "dry"),
    ]
    assert math.isnan(ranked[2].value)


def test_a_row_outside_the_training_range_is_marked(model):
    (only,) = rank(model, [WhatIf("far", (0.5, 7.0))], "y")
    assert only.outside == ("Input 2",)


def test_rows_must_fit_the_model(model):
    with pytest.raises(UserError, match="`short` has 1 inputs"):
        rank(model, [WhatIf("short", (1.0,))], "y")
    with pytest.raises(UserError, match="`z`"):
        rank(model, [], "z")
