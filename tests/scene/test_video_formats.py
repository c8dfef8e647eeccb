"""Every format is decoded again and its pictures are counted."""

import subprocess

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from wetview.errors import Cancelled, UserError
from wetview.scene.encoder import video_encoder

SIZE = (320, 240)
N_PICTURES = 6


def decoded(path):
    """(n, height, width, 3) ndarray, all pictures that a player would show."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path)]
    command += ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(data, np.uint8).reshape(-1, SIZE[1], SIZE[0], 3)


def pictures():
    """A bright square that goes to the right on a coloured ground."""
    made = []
    for number in range(N_PICTURES):
        picture = np.full((SIZE[1], SIZE[0], 3), (20, 60, 90), np.uint8)
        picture[80:160, 40 * number : 40 * number + 60] = (240, 180, 30)
        made.append(picture)
    return made


def write(path):
    with video_encoder(path, SIZE, frames_per_second=10) as encoder:
        for picture in pictures():
            encoder.write(picture)


def write_noise(path, waiting):
    """Pictures whose palette takes longer than two looks at the clock."""
    noise, size = np.random.default_rng(0), (1280, 720)
    with video_encoder(path, size, frames_per_second=10, waiting=waiting) as encoder:
        for _ in range(12):
            encoder.write(noise.integers(0, 255, (720, 1280, 3), dtype=np.uint8))


def write_and_cancel(path):
    with video_encoder(path, SIZE, frames_per_second=10) as encoder:
        encoder.write(pictures()[0])
        raise Cancelled


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".gif"])
def test_video_shows_the_pictures_that_were_written(tmp_path, suffix):
    write(tmp_path / f"a{suffix}")
    shown = decoded(tmp_path / f"a{suffix}")
    assert len(shown) == N_PICTURES
    for one, other in zip(shown, pictures(), strict=True):
        # What lossy formats change is a few grey values, less than the square is
        # brighter than the ground by a factor of ten.
        assert np.abs(one.astype(int) - other).mean() < 6
    assert [path.name for path in tmp_path.iterdir()] == [f"a{suffix}"]


def test_mp4_is_what_powerpoint_and_browsers_play(tmp_path):
    write(tmp_path / "a.mp4")
    about = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(tmp_path / "a.mp4")],
        capture_output=True,
        check=False,
    ).stderr.decode()
    assert "h264" in about
    assert "yuv420p" in about
    # The table of contents stands first, so that it plays while it loads.
    image = (tmp_path / "a.mp4").read_bytes()
    assert image.index(b"moov") < image.index(b"mdat")


def test_webm_is_vp9(tmp_path):
    write(tmp_path / "a.webm")
    about = subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-i", str(tmp_path / "a.webm")],
        capture_output=True,
        check=False,
    ).stderr.decode()
    assert "vp9" in about


def test_png_sequence_is_a_folder_without_loss(tmp_path):
    write(tmp_path / "50 % full.png")
    files = sorted((tmp_path / "50 % full").iterdir())
    assert len(files) == N_PICTURES
    for file, picture in zip(files, pictures(), strict=True):
        assert np.array_equal(np.asarray(Image.open(file)), picture)
    assert [path.name for path in tmp_path.iterdir()] == ["50 % full"]


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".gif", ".png"])
def test_cancelled_video_leaves_nothing(tmp_path, suffix):
    with pytest.raises(Cancelled):
        write_and_cancel(tmp_path / f"a{suffix}")
    assert not list(tmp_path.iterdir())


def test_gif_can_be_cancelled_while_it_is_finished(tmp_path):
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        write_noise(tmp_path / "a.gif", waiting=stop)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".mp4", ".webm", ".gif", ".png"])
def test_missing_folder_is_told(tmp_path, suffix):
    with (
        pytest.raises(UserError) as caught,
        video_encoder(
            tmp_path / "missing" / f"a{suffix}", SIZE, frames_per_second=10
        ) as encoder,
    ):
        encoder.write(pictures()[0])
    assert "missing" in caught.value.message
