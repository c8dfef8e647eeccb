"""When a run has ended, and when it will."""

from __future__ import annotations

import math

import pytest

from wetview.jobs.saturation_watch import SaturationWatch


def _watch_until_flat(
    watch: SaturationWatch, saturation: object, every: int, last: int
) -> int | None:
    for step in range(0, last + 1, every):
        watch.add(step, saturation(step))
        if watch.is_flat:
            return step
    return None


def test_a_run_is_flat_when_it_has_rested_for_a_fifth_of_its_steps() -> None:
    end = _watch_until_flat(
        SaturationWatch(100_000), lambda step: min(step / 10_000, 0.8), 10, 50_000
    )
    # It rests from step 8000 on; 8000 / 0.8 = 10 000, less the last 0.002 of its rise.
    assert end == pytest.approx(10_000, abs=40)


def test_a_short_rest_is_no_end() -> None:
    def saturation(step: int) -> float:
        return 0.1 if step < 900 else 0.1 + (step - 900) * 1e-3

    assert _watch_until_flat(SaturationWatch(9999), saturation, 10, 1500) is None


def test_a_rest_before_the_pressure_has_settled_is_no_end() -> None:
    watch = SaturationWatch(100_000, settled_step=20_000)
    end = _watch_until_flat(watch, lambda step: 0.3, 10, 50_000)
    # Flat for the last fifth, all of it under the last pressure: 20 000 / 0.8.
    assert end == 25_000


def test_a_run_that_has_not_begun_to_fill_is_not_flat() -> None:
    watch = SaturationWatch(100_000)
    assert _watch_until_flat(watch, lambda step: 0.005, 10, 20_000) is None


def test_a_run_that_fills_as_washburn_says_is_foretold() -> None:
    watch = SaturationWatch(1_000_000)
    for step in range(0, 5001, 10):
        watch.add(step, math.sqrt(step / 20_000))
    # Full at step 20 000, and flat a quarter later.
    assert watch.total_steps() == pytest.approx(25_000, rel=0.02)


def test_the_finished_share_never_shrinks_and_reaches_the_end() -> None:
    watch = SaturationWatch(100_000)
    share = 0.0
    for step in range(0, 100_000, 10):
        watch.add(step, 0.85 * (1 - math.exp(-step / 3000)))
        new_share = step / watch.total_steps()
        assert new_share >= share - 1e-12
        share = new_share
        if watch.is_flat:
            break
    assert watch.is_flat
    assert share > 0.9


def test_the_last_allowed_step_is_the_most_that_is_foretold() -> None:
    watch = SaturationWatch(2000)
    for step in range(0, 1001, 10):
        watch.add(step, step / 1e6)
    assert watch.total_steps() == 2000


def test_a_filling_that_is_slow_from_its_beginning_is_not_flat() -> None:
    watch = SaturationWatch(400_000)
    for step in range(0, 12_001, 100):
        watch.add(step, 0.01 + 1.2e-6 * step)  # 0.0012 in a thousand steps
        assert not watch.is_flat


def test_a_sample_that_drains_is_not_flat() -> None:
    watch = SaturationWatch(400_000)
    for step in range(0, 12_001, 100):
        watch.add(step, 0.6 - 5e-6 * step)  # -0.012 in the last fifth
        assert not watch.is_flat
