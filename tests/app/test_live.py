"""A filling that grows while it is computed."""

from __future__ import annotations

import numpy as np
import pytest

from wetview.app.models import LiveFilling, Timeline
from wetview.filling import Filling


def _former(n_frames: int) -> Filling:
    """A run with two samples a frame, of which frame i holds the value i."""
    step = np.arange(2 * n_frames) * 5
    saturation = (step / 1000).astype(np.float32)
    return Filling(
        name="a run",
        time_s=step * 1e-6,
        step=step,
        saturation=saturation,
        pore_saturation=np.stack([saturation, saturation / 2], axis=1),
        frame_time_s=step[::2] * 1e-6,
        frame_saturation=saturation[::2],
        frames=[np.full((2, 2, 2), index, np.uint8) for index in range(n_frames)],
        voxel_m=1e-6,
        outcome="stopped",
        description={"kind": "simulate"},
    )


def _add(live: LiveFilling, index: int, value: int) -> None:
    live.add(
        index=index,
        step=10 * index,
        time_s=index * 1e-5,
        saturation=0.01 * index,
        pore_saturation=np.zeros(2, np.float32),
        liquid_fraction=np.full((2, 2, 2), value, np.uint8),
    )


def test_a_run_that_goes_on_begins_with_what_it_had() -> None:
    live = LiveFilling.resumed(_former(3))
    filling = live.filling()
    assert filling.outcome == "running"
    assert [int(frame[0, 0, 0]) for frame in filling.frames] == [0, 1, 2]
    assert filling.step.tolist() == [0, 10, 20]
    assert filling.pore_saturation[:, 0].tolist() == pytest.approx([0, 0.01, 0.02])


def test_new_frames_take_the_place_of_those_that_are_computed_again() -> None:
    live = LiveFilling.resumed(_former(5))
    for index, value in ((3, 33), (4, 44), (5, 55)):
        _add(live, index, value)
    filling = live.filling()
    assert len(live) == filling.n_frames == len(filling.time_s) == 6
    assert [int(frame[0, 0, 0]) for frame in filling.frames] == [0, 1, 2, 33, 44, 55]
    assert int(filling.frames[-1][0, 0, 0]) == 55
    assert [int(frame[0, 0, 0]) for frame in filling.frames[2:4]] == [2, 33]
    assert (np.diff(filling.time_s) > 0).all()
    with pytest.raises(IndexError):
        filling.frames[6]


def test_a_filling_that_was_handed_out_does_not_change() -> None:
    live = LiveFilling("a run", voxel_m=1e-6, description={})
    _add(live, 0, 1)
    before = live.filling()
    _add(live, 1, 2)
    assert before.n_frames == 1
    assert live.filling().n_frames == 2


def test_a_timeline_that_gets_shorter_shows_its_last_frame() -> None:
    timeline = Timeline()
    timeline.reset(10, index=9)
    timeline.grow(6)
    assert timeline.index == 5
