"""A wish to stop, and what happens when nobody hears it."""

from __future__ import annotations

import threading
import time

from wetview.jobs.stopping import PATIENCE_S, StopRequest


def test_work_that_hears_is_left_to_end_by_itself() -> None:
    gave_up = threading.Event()
    stop = StopRequest(gave_up.set, patience_s=0.05)
    assert not stop.requested()
    stop.request()
    assert stop.requested()
    stop.acknowledge()
    assert not gave_up.wait(0.2)


def test_work_that_does_not_hear_is_ended() -> None:
    gave_up = threading.Event()
    stop = StopRequest(gave_up.set, patience_s=0.05)
    started_s = time.monotonic()
    stop.request()
    stop.request()
    assert gave_up.wait(2)
    assert time.monotonic() - started_s >= 0.05


def test_a_stop_counts_within_two_seconds() -> None:
    assert PATIENCE_S < 2
