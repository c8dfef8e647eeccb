"""The pressure over time, and what the lattice makes of it."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.errors import UserError
from wetview.lbm import PressureSchedule
from wetview.lbm.schedule import inlet_knots

STEP_S = 1e-8


def _knots(schedule: PressureSchedule, smoothing_steps: int = 100) -> np.ndarray:
    """Steps and pressures in Pa: a pascal is a unit of density here."""
    knots = inlet_knots(
        schedule, step_s=STEP_S, density_per_pa=1.0, smoothing_steps=smoothing_steps
    )
    return np.array(knots) - [0, 1]


def test_steps_hold_until_the_next_one():
    schedule = PressureSchedule.steps([(0, 0), (1e-5, 1e5), (3e-5, 4e5)])
    assert [schedule.at(t) for t in (0, 0.9e-5, 1e-5, 2e-5, 3e-5, 1.0)] == [
        *(0, 0, 1e5, 1e5, 4e5, 4e5)
    ]
    assert (schedule.largest_pa, schedule.last_pa, schedule.ends_s) == (4e5, 4e5, 3e-5)


def test_a_ramp_rises_evenly():
    schedule = PressureSchedule.ramp(2e5, duration_s=4e-5, from_pa=1e5)
    assert schedule.at(1e-5) == pytest.approx(1.25e5)
    assert schedule.at(1.0) == 2e5


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ((), "at 0 times"),
        (((1e-3, 1e5),), "first pressure is given for 1 ms"),
        (((0, 1e5), (2e-3, 1e5), (1e-3, 1e5)), "at 1 ms comes after the one at 2 ms"),
        (((0, 1e5), (float("nan"), 1e5)), "Give the times in their order"),
        (((0, -1e3),), "pressure is -1 kPa"),
        (((0, float("nan")),), "pressure is nan kPa"),
        (((0, 1e9),), "to 100000 kPa"),
    ],
)
def test_what_is_no_schedule_is_refused_with_the_reason(points, words):
    with pytest.raises(UserError, match=words):
        PressureSchedule(points)


def test_a_ramp_needs_a_time():
    with pytest.raises(UserError, match="rise within 0 ns"):
        PressureSchedule.ramp(1e5, duration_s=0)


def test_no_pressure_needs_no_smoothing():
    np.testing.assert_array_equal(_knots(PressureSchedule.constant(0)), [[0, 0]])


def test_a_jump_is_spread_over_the_smoothing_steps():
    schedule = PressureSchedule.steps([(0, 1e5), (1e-5, 4e5)])
    np.testing.assert_allclose(
        _knots(schedule), [[0, 0], [100, 1e5], [1000, 1e5], [1100, 4e5]]
    )


def test_a_slow_ramp_is_kept_as_it_is():
    schedule = PressureSchedule.ramp(1e5, duration_s=1e-4)
    np.testing.assert_allclose(_knots(schedule), [[0, 0], [10_000, 1e5]])


def test_changes_within_the_smoothing_are_left_out_but_never_the_last_pressure():
    hasty = PressureSchedule.steps([(0, 1e5), (1e-7, 3e5), (2e-7, 2e5), (8e-7, 4e5)])
    np.testing.assert_allclose(_knots(hasty), [[0, 0], [100, 4e5]])


@pytest.mark.parametrize("seed", range(20))
def test_no_rise_is_steeper_than_the_largest_pressure_over_the_smoothing(seed):
    rng = np.random.default_rng(seed)
    times = np.sort(rng.choice([0, 1e-7, 5e-7, 1e-6, 2e-6, 1e-5], 8))
    times[0] = 0
    points = zip(times, rng.uniform(0, 1e5, len(times)), strict=True)
    schedule = PressureSchedule(tuple((float(t), float(p)) for t, p in points))
    knots = _knots(schedule)
    steps, pressures = knots.T
    assert (np.diff(steps) > 0).all()
    assert (np.abs(np.diff(pressures)) / np.diff(steps)).max() <= 1e5 / 100
    assert pressures[-1] == pytest.approx(schedule.last_pa)


@pytest.mark.parametrize(
    ("schedule", "share_of_time"),
    [
        (PressureSchedule.constant(1e5), 1.0),
        # Half of the drive is lost while the pressure rises within the wanted time.
        (PressureSchedule.ramp(1e5, duration_s=1.0), 1.5),
        (PressureSchedule.steps([(0, 0), (0.5, 1e5)]), 1.5),
        # The integral of a rise over 4 s reaches 1e5 Pa s after sqrt(8) s.
        (PressureSchedule.ramp(1e5, duration_s=4.0), 8**0.5),
    ],
)
def test_the_time_follows_from_the_integral_of_the_pressure(schedule, share_of_time):
    reached_s = schedule.when_integral_reaches(1e5, lambda pressure_pa: pressure_pa)
    assert reached_s == pytest.approx(share_of_time)
