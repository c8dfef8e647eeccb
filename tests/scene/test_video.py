import dataclasses
import subprocess

import imageio_ffmpeg
import numpy as np
import pytest

from wetview.errors import Cancelled, UserError
from wetview.scene import render_video

pytestmark = pytest.mark.gl


def frames_of(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path)]
    command += ["-fps_mode", "passthrough", "-f", "image2pipe", "-c:v", "ppm", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    pictures = []
    while data:
        _, width, height, _ = data[:40].split(maxsplit=4)[:4]
        header = len(b"P6\n%b %b\n255\n" % (width, height))
        n_bytes = 3 * int(width) * int(height)
        pixels = np.frombuffer(data[header : header + n_bytes], dtype=np.uint8)
        pictures.append(pixels.reshape(int(height), int(width), 3))
        data = data[header + n_bytes :]
    return pictures


@pytest.mark.parametrize("size", [(640, 360), (300, 400)])
def test_video_has_the_size_and_length_asked_for(
    filling, phases, pores, tmp_path, size
):
    out = render_video(
        filling, phases, pores, tmp_path / "a.mp4", size=size, seconds=0.4
    )
    pictures = frames_of(out)
    assert pictures[0].shape == (size[1], size[0], 3)
    assert len(pictures) == 10  # five frames, each held for two pictures
    assert not np.array_equal(pictures[0], pictures[-1])
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_video_holds_each_frame_equally_long(filling, phases, tmp_path):
    out = render_video(
        filling, phases, None, tmp_path / "a.mp4", size=(320, 240), seconds=0.4
    )
    steps = [
        np.abs(a.astype(int) - b.astype(int)).mean()
        for a, b in zip(*(frames_of(out)[i:] for i in (0, 1)), strict=False)
    ]
    held, changed = steps[0::2], steps[1::2]
    assert max(held) < min(changed)


def test_video_in_even_time_has_one_picture_per_moment(filling, phases, tmp_path):
    out = render_video(
        filling,
        phases,
        None,
        tmp_path / "a.mp4",
        size=(320, 240),
        pace="time",
        seconds=0.5,
        frames_per_second=10,
        theme="dark",
    )
    assert len(frames_of(out)) == 5


def test_progress_reaches_the_end(filling, phases, tmp_path):
    told = []
    render_video(
        filling,
        phases,
        None,
        tmp_path / "a.mp4",
        size=(320, 240),
        seconds=0.1,
        report=lambda done, total, note: told.append((done, total)),
    )
    assert told == [(i, 5) for i in range(6)]


def test_cancelled_video_leaves_no_file_and_keeps_the_old_one(
    filling, phases, tmp_path
):
    old = tmp_path / "a.mp4"
    old.write_bytes(b"old")

    def stop_at_three(done, total, note):
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        render_video(filling, phases, None, old, size=(320, 240), report=stop_at_three)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": (641, 360)},
        {"size": (0, 360)},
        {"size": (100_000, 360)},
        {"frames_per_second": 0},
        {"seconds": float("nan")},
    ],
)
def test_impossible_settings_are_refused(filling, phases, tmp_path, wrong):
    with pytest.raises(UserError):
        render_video(filling, phases, None, tmp_path / "a.mp4", **wrong)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["missing/a.mp4", "missing/a.gif", "missing/a.png", "a.avi", "a"]
)
def test_place_that_cannot_be_written_is_refused(filling, phases, tmp_path, name):
    with pytest.raises(UserError) as caught:
        render_video(filling, phases, None, tmp_path / name, size=(320, 240))
    assert caught.value.hint
    assert not list(tmp_path.iterdir())


def test_run_without_frames_is_refused(filling, phases, tmp_path):
    empty = dataclasses.replace(filling, frames=[])
    with pytest.raises(UserError, match="no frames"):
        render_video(empty, phases, None, tmp_path / "a.mp4")
