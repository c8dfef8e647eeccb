"""Videos of several fillings side by side, and of a camera that moves."""

import dataclasses
import itertools
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest

from wetview.errors import UserError
from wetview.scene import render_video, still_picture
from wetview.scene.video_look import BurntIn, VideoLook
from wetview.scene.viewpoint import CameraMove, KeyFrame, Viewpoint

pytestmark = pytest.mark.gl

SIZE = (640, 360)
BARE = BurntIn(curves=False, time=False, names=False, scale_bar=False, axes=False)


@pytest.fixture
def slower(filling):
    """The same filling, twice as slow."""
    return dataclasses.replace(
        filling,
        name="slower",
        time_s=2 * filling.time_s,
        frame_time_s=2 * filling.frame_time_s,
        description={"kind": "predict"},
    )


def frames_of(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path)]
    command += ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(data, np.uint8).reshape(-1, SIZE[1], SIZE[0], 3)


def halves(picture):
    middle = picture.shape[1] // 2
    return picture[:, :middle].astype(int), picture[:, middle:].astype(int)


def difference(one, other):
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_two_fillings_are_seen_side_by_side(filling, slower, phases, pores, tmp_path):
    out = render_video(
        (filling, slower),
        phases,
        pores,
        tmp_path / "a.mp4",
        size=SIZE,
        seconds=0.2,
        look=VideoLook(burnt_in=BARE),
    )
    shown = frames_of(out)
    assert len(shown) == 5  # as many moments as the longest run has frames
    assert all(difference(a, b) > 0.5 for a, b in itertools.pairwise(shown))
    # Both are empty at first and full at last; between, the slower one lags.
    apart = [difference(*halves(picture)) for picture in shown]
    assert min(apart[1:4]) > 3 * max(apart[0], apart[-1])


def test_same_filling_twice_looks_the_same(filling, phases, pores):
    picture = still_picture(
        (filling, filling), phases, pores, at=0.5, size=SIZE,
        look=VideoLook(burnt_in=BARE),
    )  # fmt: skip
    # A few pixels of edges are rounded elsewhere at the right.
    assert difference(*halves(picture)) < 0.01


def test_panes_stand_still_at_the_same_physical_time(filling, slower, phases, pores):
    """At equal times the slower one is as full as the other was at half the time."""
    look = VideoLook(burnt_in=BARE)
    both = still_picture(
        (filling, slower), phases, pores, at=0.5, pace="time", size=SIZE, look=look
    )
    # The video lasts as long as the slower one: its middle is the end of the first.
    full = still_picture((filling, filling), phases, pores, at=1, size=SIZE, look=look)
    assert difference(halves(both)[0], halves(full)[0]) < 0.01
    assert difference(halves(both)[1], halves(full)[1]) > 1


def test_difference_needs_two_fillings(filling, phases, pores):
    with pytest.raises(UserError, match="difference"):
        still_picture(filling, phases, pores, look=VideoLook(difference=True))


def test_difference_fills_four_panes(filling, slower, phases, pores):
    picture = still_picture(
        (filling, slower), phases, pores, at=0.5, size=SIZE,
        look=VideoLook(difference=True, burnt_in=BARE),
    )  # fmt: skip
    rows = np.split(picture, 2, axis=0)
    panes = [pane for row in rows for pane in np.split(row, 2, axis=1)]
    for number, one in enumerate(panes):
        assert np.ptp(one) > 100
        assert all(difference(one, other) > 1 for other in panes[:number])


def test_five_fillings_are_too_many(filling, phases, pores):
    with pytest.raises(UserError, match="5 fillings"):
        still_picture([filling] * 5, phases, pores)


def test_runs_of_other_samples_are_refused(filling, phases, pores):
    other = dataclasses.replace(filling, voxel_m=3e-6)
    with pytest.raises(UserError, match="wide"):
        still_picture((filling, other), phases, pores)


@pytest.mark.parametrize("what", ["curves", "time", "names", "scale_bar", "axes"])
def test_what_is_not_chosen_is_not_burnt_in(filling, phases, pores, what):
    kept = dataclasses.replace(BARE, **{what: True})
    bare, written = (
        still_picture(
            filling, phases, pores, at=0.5, size=SIZE,
            look=VideoLook(burnt_in=burnt_in),
        )
        for burnt_in in (BARE, kept)
    )  # fmt: skip
    assert difference(bare, written) > 0.01


def test_turntable_goes_round_while_the_liquid_stands(filling, phases, tmp_path):
    stays = dataclasses.replace(
        filling,
        frames=[filling.frames[2]],
        frame_time_s=filling.frame_time_s[2:3],
        frame_saturation=filling.frame_saturation[2:3],
    )
    look = VideoLook(burnt_in=BARE, camera=CameraMove("turntable", turn_deg=360))
    out = render_video(
        stays, phases, None, tmp_path / "a.mp4", size=SIZE, seconds=0.36, look=look
    )
    shown = frames_of(out)
    assert len(shown) == 9
    steps = [difference(a, b) for a, b in itertools.pairwise(shown)]
    assert min(steps) > 1
    # Once round and back; what is left is the loss of the format.
    assert difference(shown[0], shown[-1]) < 0.2 * min(steps)


def test_key_frames_are_reached(filling, phases):
    views = [
        Viewpoint((16.0, -200.0, 10.0), (16.0, 12.0, 10.0), (0.0, 0.0, 1.0), 20.0),
        Viewpoint((16.0, 12.0, 300.0), (16.0, 12.0, 10.0), (0.0, 1.0, 0.0), 30.0),
    ]
    keys = tuple(KeyFrame(at, view) for at, view in zip((0, 1), views, strict=True))

    def shown(at, move):
        look = VideoLook(burnt_in=BARE, camera=move)
        # The last frame throughout: only the camera differs.
        full = dataclasses.replace(filling, frames=[filling.frames[-1]] * 5)
        return still_picture(full, phases, None, at=at, size=SIZE, look=look)

    path = CameraMove("key frames", keys=keys)
    for at, view in zip((0, 1), views, strict=True):
        still = CameraMove("still", start=view)
        assert np.array_equal(shown(at, path), shown(at, still))
    assert difference(shown(0.5, path), shown(0, path)) > 1
    assert difference(shown(0.5, path), shown(1, path)) > 1


def test_supersampling_keeps_the_size_and_softens_edges(filling, phases):
    look = VideoLook(burnt_in=BARE)
    plain = still_picture(filling, phases, None, size=SIZE, look=look)
    fine = still_picture(
        filling, phases, None, size=SIZE,
        look=dataclasses.replace(look, supersampling=2),
    )  # fmt: skip
    assert fine.shape == plain.shape == (SIZE[1], SIZE[0], 3)
    assert difference(fine, plain) < 5


def test_liquid_is_coloured_by_when_it_came(filling, phases, pores):
    pictures = [
        still_picture(
            filling, phases, pores, size=SIZE,
            look=VideoLook(burnt_in=BARE, colour_by=colour_by),
        )
        for colour_by in ("electrolyte", "fill_time", "pore_saturation")
    ]  # fmt: skip
    assert difference(pictures[0], pictures[1]) > 1
    assert difference(pictures[1], pictures[2]) > 1
