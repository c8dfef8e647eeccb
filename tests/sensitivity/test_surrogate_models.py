"""Surrogates asked about a pore and about an electrode, with a network of one line."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from wetview.sensitivity import find_sobol, ranges_of, typical_inputs, with_ranges
from wetview.sensitivity.electrode_model import ElectrodeModel
from wetview.sensitivity.pore_model import PoreModel
from wetview.surrogate import Surrogate
from wetview.surrogate.network import Layer, Networks

N_PORES = 40
PRESSURE, DISTANCE = 5, 4
LEVELS = (0.05, 0.2, 0.7, 0.8, 0.95)
"""S1, S2, S8, S9, S10 of every pore."""


@pytest.fixture
def surrogate():
    """log T_f0 = log 1 us + 0.1 distance - pressure / 1 atm, T_f1 = e T_f0."""
    weight = np.zeros((1, 6, 7), np.float32)
    weight[0, DISTANCE, :2] = 0.1
    weight[0, PRESSURE, :2] = -1 / 101_325
    bias = np.array([[[np.log(1e-6), np.log(1e-6) + 1, *LEVELS]]], np.float32)
    networks = Networks(
        (Layer(weight, bias),),
        "relu",
        np.zeros((1, 1, 6)),
        np.ones((1, 1, 6)),
        np.zeros((1, 1, 7)),
        np.ones((1, 1, 7)),
    )
    rng = np.random.default_rng(0)
    rows = np.column_stack(
        [
            rng.uniform(100, 3000, 200),
            rng.uniform(200, 2000, 200),
            rng.uniform(10, 200, 200),
            rng.uniform(1, 20, 200),
            rng.uniform(0, 20, 200),
            rng.uniform(0.5, 2, 200) * 101_325,
        ]
    )
    ranges = np.column_stack([rows.min(axis=0), rows.max(axis=0)])
    return Surrogate("line", "paper", networks, rows, ranges)


@pytest.fixture
def view(surrogate):
    """Forty pores of the training."""
    rows = surrogate.training_inputs[:N_PORES]
    names = [column.name for column in surrogate.inputs]
    columns = dict(zip(names, rows.T, strict=True))
    return SimpleNamespace(columns=columns, is_reached=np.ones(N_PORES, bool))


def test_a_pore_is_asked_for_its_times_and_saturations(surrogate):
    model = PoreModel(surrogate)
    inputs = typical_inputs(model, ranges_of(model))
    t_f0_s, t_f1_s, s_f0, s_f1 = model.evaluate(inputs[None])[0]
    # Single precision of the network.
    assert t_f1_s == pytest.approx(np.e * t_f0_s, rel=1e-5)
    assert s_f0 == pytest.approx(np.mean(LEVELS[:2]), rel=1e-5)
    assert s_f1 == pytest.approx(np.mean(LEVELS[2:]), rel=1e-5)
    time_s, saturation = model.curve(inputs)
    assert np.interp(t_f0_s, time_s, saturation) == pytest.approx(LEVELS[0], abs=0.02)
    assert np.interp(t_f1_s, time_s, saturation) == pytest.approx(LEVELS[-1], abs=0.02)


def test_indices_of_a_pore_are_those_of_its_formula(surrogate):
    """Of log T only distance and pressure matter, with 0.1^2 20^2 to 1.5^2."""
    found = find_sobol(PoreModel(surrogate), n_base=256)
    spans = np.diff([(entry.low, entry.high) for entry in found.ranges]).ravel()
    shares = np.array([0.1 * spans[DISTANCE], spans[PRESSURE] / 101_325]) ** 2
    expected = shares / shares.sum()
    assert found.first[0, [DISTANCE, PRESSURE]] == pytest.approx(expected, abs=0.02)
    assert found.total[0, :DISTANCE] == pytest.approx(0, abs=1e-6)
    # The saturations are the same for all: no indices, and that is told.
    assert np.isnan(found.total[2]).all()


def test_times_of_an_electrode_are_read_from_its_curve(surrogate, view):
    """Between the times looked at, 5 % apart, lines stand for curves: within 1 %."""
    model = ElectrodeModel(surrogate, view, name="e")
    inputs = typical_inputs(model, ranges_of(model))
    t50_s, t90_s, t90_of_end_s, final = model.evaluate(inputs[None])[0]
    time_s, saturation = model.curve(inputs)
    assert np.interp(t50_s, time_s, saturation) == pytest.approx(0.5, abs=0.01)
    assert np.interp(t90_s, time_s, saturation) == pytest.approx(0.9, abs=0.01)
    assert t90_of_end_s < t90_s
    assert final == pytest.approx(LEVELS[-1], abs=0.01)


def test_an_electrode_that_is_asked_twice_as_fast_is_twice_as_fast(surrogate, view):
    """A pressure that is higher by log 2 atmospheres divides all times by two."""
    model = ElectrodeModel(surrogate, view, name="e")
    slow = typical_inputs(model, ranges_of(model))
    fast = slow.copy()
    fast[0] += 101_325 * np.log(2)
    times = model.evaluate(np.stack([slow, fast]))[:, :3]
    assert times[0] / times[1] == pytest.approx(2, rel=1e-4)


def test_pores_that_are_moved_away_from_the_inlet_fill_later(surrogate, view):
    model = ElectrodeModel(surrogate, view, name="e")
    names = [column.name for column in model.inputs]
    near = typical_inputs(model, ranges_of(model))
    far = near.copy()
    far[names.index("all_distance_vx")] = 1.25
    t50_s = model.evaluate(np.stack([near, far]))[:, 0]
    assert t50_s[1] > t50_s[0]


def test_what_is_never_reached_has_no_time(surrogate, view):
    half = SimpleNamespace(
        columns=view.columns, is_reached=np.arange(N_PORES) < N_PORES // 8
    )
    model = ElectrodeModel(surrogate, half, name="e")
    t50_s, t90_s, t90_of_end_s, final = model.evaluate(
        typical_inputs(model, ranges_of(model))[None]
    )[0]
    assert np.isnan(t50_s)
    assert np.isnan(t90_s)
    assert t90_of_end_s > 0
    assert final < 0.5


def test_an_electrode_has_indices(surrogate, view):
    model = ElectrodeModel(surrogate, view, name="e")
    ranges = with_ranges(
        ranges_of(model),
        {
            name: (1.0, 1.0)
            for name in (column.name for column in model.inputs)
            if name not in ("pressure_pa", "all_distance_vx")
        },
    )
    found = find_sobol(model, n_base=64, ranges=ranges)
    assert [factor.inputs for factor in found.factors] == [
        ("pressure_pa",),
        ("all_distance_vx",),
    ]
    # The pressure changes the times e^1.5 fold, the distance e^(0.45 x 1) at most.
    assert (found.total[:2, 0] > found.total[:2, 1]).all()
