"""The characteristic times of a whole filling."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.filling import filling_end


def test_the_times_of_an_exponential_approach_are_those_of_its_formula() -> None:
    time_s = np.linspace(0, 12, 1201)
    end = 0.95
    curve = end * (1 - np.exp(-time_s))
    found = filling_end(time_s, curve, is_flat=True)
    # Linear between points 0.01 s apart: good to 1e-4 s.
    assert found.t50_s == pytest.approx(-np.log(1 - 0.5 / end), abs=1e-4)
    assert found.t90_s == pytest.approx(-np.log(1 - 0.9 / end), abs=1e-4)
    assert found.t99_s is None
    reached = curve[-1]
    for share, at_s in (
        (0.5, found.t50_of_end_s),
        (0.9, found.t90_of_end_s),
        (0.99, found.t99_of_end_s),
    ):
        assert at_s == pytest.approx(-np.log(1 - share * reached / end), abs=1e-4)
    # It stays within 0.002 of its end from here on, found to the next point.
    missing = 0.002 / end + np.exp(-12)
    assert found.t_flat_s == pytest.approx(-np.log(missing), abs=0.011)


def test_a_filling_that_still_rose_has_no_flat_time() -> None:
    end = filling_end([0, 1, 2], [0, 0.3, 0.6], is_flat=False)
    assert end.t_flat_s is None
    assert end.t50_s == pytest.approx(1 + 2 / 3)
    assert end.saturation == 0.6


def test_a_saturation_that_came_back_is_flat_after_that() -> None:
    end = filling_end([0, 1, 2, 3], [0, 0.8, 0.7, 0.8], is_flat=True)
    assert end.t_flat_s == 3


def test_nothing_that_filled_has_no_times() -> None:
    end = filling_end([0.0, 1.0], [0.0, 0.0], is_flat=False)
    assert end.t50_s is None
    assert end.t50_of_end_s is None


def test_curves_of_unequal_lengths_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="equal lengths"):
        filling_end([0, 1], [0.5], is_flat=True)
