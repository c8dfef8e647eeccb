"""How long something still takes."""

from __future__ import annotations

import pytest

from wetview.jobs import TimeLeft


def test_steady_work_is_foretold_exactly() -> None:
    time_left = TimeLeft()
    time_left.update(0, 0, now_s=0)
    for second in range(1, 20):
        seconds = time_left.update(5 * second, 500, now_s=second)
    assert seconds == pytest.approx((500 - 95) / 5)


def test_nothing_is_foretold_at_once_or_for_an_unknown_amount() -> None:
    time_left = TimeLeft()
    time_left.update(0, 0, now_s=0)
    assert time_left.update(1, 100, now_s=30) is None  # the 30 s went before it began
    assert time_left.update(2, 100, now_s=30.5) is None
    assert time_left.update(50, 0, now_s=9) is None


def test_a_new_speed_is_learnt_within_a_minute() -> None:
    time_left = TimeLeft()
    time_left.update(0, 0, now_s=0)
    for second in range(1, 31):
        time_left.update(10 * second, 10_000, now_s=second)
    for second in range(31, 91):
        seconds = time_left.update(300 + (second - 30), 10_000, now_s=second)
    # After 60 s, four times the memory, exp(-4) = 2 % of the old speed are left.
    assert seconds == pytest.approx(10_000 - 360, rel=0.2)


def test_work_that_starts_over_is_timed_anew() -> None:
    time_left = TimeLeft()
    time_left.update(0, 0, now_s=0)
    time_left.update(90, 100, now_s=2)
    assert time_left.update(0, 1000, now_s=3) is None
    assert time_left.update(1, 1000, now_s=5) == pytest.approx(999 * 2)
