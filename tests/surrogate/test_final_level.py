"""How much fuller an electrode ends than its networks say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from wetview.surrogate import evaluation
from wetview.surrogate.final_level import (
    MIN_ELECTRODES,
    FinalLevel,
    LevelSample,
    fit_level,
    log_slenderness,
)
from wetview.surrogate.presets import Outputs

SLOPE, OFFSET = 0.08, 0.01


def _samples(n_electrodes, *, slope=SLOPE, noise=0.0, seed=1):
    """Two runs of each electrode on a line, the second of which fills half."""
    rng = np.random.default_rng(seed)
    samples = []
    for number in range(n_electrodes):
        x = 2 + 0.05 * number
        for share in (1.0, 0.5):
            level = OFFSET + slope * (x - 2.5) + noise * rng.normal()
            samples.append(LevelSample(f"e{number}", x, share, share * level))
    return samples


def test_a_line_is_found_whatever_share_of_the_pores_fills():
    level = fit_level(_samples(20))
    assert level.slope == pytest.approx(SLOPE)
    for x in (2.1, 2.5, 2.9):
        assert level.shift(x) == pytest.approx(OFFSET + SLOPE * (x - 2.5))


def test_beyond_what_it_was_fitted_to_the_nearest_counts():
    level = fit_level(_samples(20))
    assert level.shift(9.0) == level.shift(level.high)
    assert level.shift(-9.0) == level.shift(level.low)


@pytest.mark.parametrize("seed", range(4))
def test_what_does_not_help_electrodes_that_are_left_out_is_not_learnt(seed):
    """Chance alone: a line through it would make others worse."""
    rng = np.random.default_rng(seed)
    samples = [
        LevelSample(f"e{number}", 2 + 0.05 * number, 1.0, sign * 0.03)
        for number, sign in enumerate(rng.permutation([-1, 1] * 10))
    ]
    assert fit_level(samples) is None


def test_few_electrodes_teach_nothing():
    assert fit_level(_samples(MIN_ELECTRODES - 1)) is None
    assert fit_level(_samples(MIN_ELECTRODES)) is not None


def _electrode(final, probability):
    n = final.shape[1]
    outputs = Outputs(
        probability,
        np.ones_like(final),
        2 * np.ones_like(final),
        final[..., None] * np.linspace(0.1, 1, 10),
        final,
    )
    columns = {
        "extent_vx": np.full(n, 20.0),
        "hydraulic_radius_vx": np.full(n, 2.0),
        "volume_vx": np.arange(1.0, n + 1),
    }
    return outputs, columns


@pytest.mark.parametrize("shift", [-0.05, -0.01, 0.01, 0.05])
def test_pores_that_fill_end_fuller_by_the_shift_in_the_mean(shift):
    rng = np.random.default_rng(3)
    final = rng.uniform(0.5, 1, (2, 40))
    final[:, :10] = 1.0
    probability = np.ones_like(final)
    probability[:, -5:] = 0.1
    is_reached = np.ones(40, bool)
    is_reached[-6] = False
    outputs, columns = _electrode(final, probability)
    level = FinalLevel(shift, 0.0, 0.0, -9.0, 9.0)
    changed = level.applied(outputs, columns, is_reached)
    fills = (probability[0] >= 0.5) & is_reached
    weight = columns["volume_vx"] * fills
    for before, after in zip(final, changed.final_saturation, strict=True):
        risen = (weight * (after - before)).sum() / weight.sum()
        assert risen == pytest.approx(shift, abs=1e-9)
    assert (changed.final_saturation <= 1).all()
    np.testing.assert_array_equal(changed.final_saturation[:, :10], 1.0)
    curves = changed.saturation
    assert (np.diff(curves, axis=-1) >= 0).all()
    assert (curves[..., -1] <= changed.final_saturation + 1e-12).all()
    np.testing.assert_array_equal(changed.t_f1_s, outputs.t_f1_s)


def test_no_more_gas_is_taken_than_there_is():
    final = np.full((1, 6), 0.98)
    outputs, columns = _electrode(final, np.ones_like(final))
    level = FinalLevel(0.5, 0.0, 0.0, -9.0, 9.0)
    changed = level.applied(outputs, columns, np.ones(6, bool))
    np.testing.assert_allclose(changed.final_saturation, 1.0)


def test_slenderness_is_the_way_through_pores_over_volume_by_wall():
    _, columns = _electrode(np.ones((1, 4)), np.ones((1, 4)))
    assert log_slenderness(columns) == pytest.approx(np.log(10))
    # large pores count for more
    columns["extent_vx"][3] = 40.0
    assert log_slenderness(columns) == pytest.approx(np.log(14))
    del columns["extent_vx"]
    assert log_slenderness(columns) is None


def test_an_electrode_is_scored_by_what_the_others_teach(
    law_dataset, surrogate, monkeypatch
):
    """Its level is learnt from the others, and the one that is kept from all."""
    seen = []

    def watched(samples):
        seen.append({sample.electrode for sample in samples})
        return FinalLevel(-0.2, 0.0, 0.0, -9.0, 9.0)

    plain = evaluation.evaluate_with(law_dataset, lambda _: surrogate)
    monkeypatch.setattr(evaluation, "fit_level", watched)
    levelled = evaluation.evaluate_with(law_dataset, lambda _: surrogate)
    every = set(law_dataset.electrodes)
    assert {frozenset(every - one) for one in seen} == {
        frozenset(),
        *(frozenset({name}) for name in every),
    }
    assert levelled.level is not None
    for before, after in zip(plain.runs, levelled.runs, strict=True):
        assert after.score.predicted[-1] < before.score.predicted[-1] - 0.1


def test_a_prediction_follows_the_level_of_its_network(law_dataset, surrogate):
    columns = law_dataset.records[0].columns
    level = FinalLevel(-0.1, 0.0, 0.0, -9.0, 9.0)
    before = surrogate.predict(columns).final_saturation
    after = replace(surrogate, level=level).predict(columns).final_saturation
    volume = columns["volume_vx"]
    assert (volume * after).sum() < (volume * before).sum() * 0.95
