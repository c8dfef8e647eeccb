from __future__ import annotations

import numpy as np
import pytest

from wetview.filling import filling_times, pore_filling_times


def test_a_straight_ramp_gives_its_own_times_and_saturations():
    time = np.linspace(0, 10, 1001)
    curve = np.clip((time - 2) / 5, 0, 1)
    times = filling_times(time, curve)
    # 0.05 above the start and below the end of a ramp from 2 s to 7 s
    assert times.t_f0_s == pytest.approx(2.25, abs=0.01)
    assert times.t_f1_s == pytest.approx(6.75, abs=0.01)
    np.testing.assert_allclose(
        times.saturation, np.linspace(0.05, 0.95, 10), atol=0.003
    )


def test_a_pore_that_never_fills_has_no_times():
    times = filling_times(np.arange(50), np.full(50, 0.02))
    assert not times.fills
    assert np.isnan(times.t_f1_s)
    assert np.isnan(times.saturation).all()


def test_a_pore_that_is_full_from_the_start_has_no_times():
    assert not filling_times([0, 1, 2], [1, 1, 1]).fills


def test_curves_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="shape"):
        filling_times([0, 1, 2], [0, 1])


def test_pores_are_read_one_by_one_as_all_together():
    rng = np.random.default_rng(3)
    time = np.linspace(0, 1, 60)
    curves = np.cumsum(rng.random((60, 5)), axis=0)
    curves /= curves[-1] * [1, 1, 2, 40, 1]  # the fourth never fills
    together = pore_filling_times(time, curves)
    for pore in range(5):
        alone = filling_times(time, curves[:, pore])
        assert together.fills[pore] == alone.fills
        np.testing.assert_equal(together.t_f0_s[pore], alone.t_f0_s)
        np.testing.assert_equal(together.t_f1_s[pore], alone.t_f1_s)
        np.testing.assert_equal(together.saturation[pore], alone.saturation)
    assert not together.fills[3]
    np.testing.assert_allclose(together.final_saturation, [1, 1, 0.5, 0.025, 1])
