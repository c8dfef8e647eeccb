"""Pictures to a video, through the ffmpeg that comes with imageio-ffmpeg.

MP4 is H.264 in yuv420p, which PowerPoint and every browser play; WebM is VP9; a GIF has
a palette of its own; a PNG sequence is a folder of numbered pictures.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg

from wetview.errors import UserError
from wetview.project import atomic_path
from wetview.project.file_errors import writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    import numpy as np
    from numpy.typing import NDArray

VIDEO_SUFFIXES = (".mp4", ".webm", ".gif", ".png")
"""Formats; ".png" stands for a folder of pictures with that name, less the ending."""
LARGEST_GIF_RATE = 50
"""Pictures a second; what comes faster is shown slower by browsers."""

_HEARD_EVERY_S = 0.2
_SCREEN_COLOURS = (
    # Colours as pictures on a screen have them, said so to the player.
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
)
_H264 = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "18")
_VP9 = ("-c:v", "libvpx-vp9", "-crf", "30", "-b:v", "0", "-row-mt", "1")
_VP9_SPEED = ("-deadline", "good", "-cpu-used", "5", "-tile-columns", "2")
_LOSSLESS = ("-c:v", "libx264rgb", "-preset", "ultrafast", "-qp", "0", "-f", "matroska")
_PALETTE = (
    "[0:v]palettegen=stats_mode=diff[p]",
    "[0:v][1:v]paletteuse=dither=sierra2_4a:diff_mode=rectangle",
)


def _nothing() -> None:
    """Wait without a word."""


class Encoder:
    """Takes pictures one after the other."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def write(self, picture: NDArray[np.uint8], *, times: int = 1) -> None:
        """Add a (height, width, 3) picture, once or several times."""
        data = picture.tobytes()
        for _ in range(times):
            self._pipe.write(data)


def pictures_folder(path: Path) -> Path:
    """The folder that a PNG sequence of a name lies in: the name less its ending."""
    return path.with_suffix("")


@contextmanager
def video_encoder(
    path: Path,
    size: tuple[int, int],
    *,
    frames_per_second: float,
    waiting: Callable[[], None] = _nothing,
) -> Iterator[Encoder]:
    """Write a video that appears whole or not at all.

    Parameters
    ----------
    path : Path
        Its ending says the format; what is there already stays until the new one is
        finished, and a folder of pictures is never replaced.
    size : (width, height)
        Pixels; even numbers for MP4 and WebM.
    frames_per_second : float
        How fast the pictures follow each other.
    waiting : callable
        Called several times a second while the file is finished; may raise `Cancelled`.

    Raises
    ------
    UserError
        If the folder is missing or read-only, or the disk is full.
    """
    source = _source(size, frames_per_second)
    match path.suffix.lower():
        case ".mp4":
            options = [*_H264, *_SCREEN_COLOURS, "-movflags", "+faststart", "-f", "mp4"]
            with _single_file(path, source, options, waiting) as encoder:
                yield encoder
        case ".webm":
            options = [*_VP9, *_VP9_SPEED, *_SCREEN_COLOURS, "-f", "webm"]
            with _single_file(path, source, options, waiting) as encoder:
                yield encoder
        case ".gif":
            with _gif(path, source, waiting) as encoder:
                yield encoder
        case ".png":
            with _png_folder(path, source, waiting) as encoder:
                yield encoder
        case suffix:
            msg = f"`{path.name}` ends in {suffix!r}"
            raise ValueError(msg)


def _source(size: tuple[int, int], frames_per_second: float) -> list[str]:
    width, height = size
    return [
        *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"),
        *("-r", f"{frames_per_second:g}", "-i", "-", "-an"),
    ]


@contextmanager
def _single_file(
    path: Path, source: list[str], options: list[str], waiting: Callable[[], None]
) -> Iterator[Encoder]:
    with atomic_path(path) as part:
        # Made first, so that a missing or read-only folder is told as such.
        part.touch()
        with _piped([*source, *options, str(part)], path, waiting) as encoder:
            yield encoder


@contextmanager
def _gif(
    path: Path, source: list[str], waiting: Callable[[], None]
) -> Iterator[Encoder]:
    """Keep the pictures without loss, then find the best 256 colours of them all.

    In one go ffmpeg would hold every picture in memory.
    """
    with atomic_path(path) as part:
        part.touch()
        with tempfile.TemporaryDirectory(
            prefix=".wetview-gif-", dir=path.parent
        ) as folder:
            kept, palette = Path(folder) / "kept.mkv", Path(folder) / "palette.png"
            with _piped([*source, *_LOSSLESS, str(kept)], path, waiting) as encoder:
                yield encoder
            whole = ["-i", str(kept)]
            make = ["-filter_complex", _PALETTE[0], "-map", "[p]", "-frames:v", "1"]
            _run([*whole, *make, str(palette)], path, waiting)
            use = ["-i", str(palette), "-filter_complex", _PALETTE[1], "-loop", "0"]
            _run([*whole, *use, "-f", "gif", str(part)], path, waiting)


@contextmanager
def _png_folder(
    path: Path, source: list[str], waiting: Callable[[], None]
) -> Iterator[Encoder]:
    folder = pictures_folder(path)
    part = folder.with_name(f"{folder.name}.part")
    with writing(folder):
        if part.is_dir():
            shutil.rmtree(part)
        part.mkdir()
    try:
        # A per cent sign in a name is not meant for a number.
        stem = str(part / folder.name).replace("%", "%%")
        options = ["-c:v", "png", "-compression_level", "4", "-f", "image2"]
        with _piped(
            [*source, *options, f"{stem}_%05d.png"], folder, waiting
        ) as encoder:
            yield encoder
        with writing(folder):
            part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


@contextmanager
def _piped(
    arguments: list[str], path: Path, waiting: Callable[[], None]
) -> Iterator[Encoder]:
    """An ffmpeg that is given pictures."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*_program(), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        assert process.stdin is not None
        try:
            yield Encoder(process.stdin)
            process.stdin.close()
            _wait(process, waiting)
        except BrokenPipeError:
            with suppress(OSError):
                process.stdin.close()
            process.wait()
            raise _failure(path, log) from None
        except BaseException:
            process.kill()
            with suppress(OSError):
                process.stdin.close()
            process.wait()
            raise
        if process.returncode != 0:
            raise _failure(path, log)


def _wait(process: subprocess.Popen[bytes], waiting: Callable[[], None]) -> None:
    """Wait for the end of an ffmpeg, and hear a stop meanwhile."""
    while True:
        try:
            process.wait(_HEARD_EVERY_S)
        except subprocess.TimeoutExpired:
            waiting()
        else:
            return


def _run(arguments: list[str], path: Path, waiting: Callable[[], None]) -> None:
    """An ffmpeg that reads files."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*_program(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        try:
            _wait(process, waiting)
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.returncode != 0:
            raise _failure(path, log)


def _program() -> list[str]:
    ffmpeg: str = imageio_ffmpeg.get_ffmpeg_exe()
    return [ffmpeg, "-hide_banner", "-loglevel", "error", "-y"]


def _failure(path: Path, log: IO[bytes]) -> UserError:
    log.seek(0)
    lines = log.read().decode(errors="replace").strip().splitlines()
    reason = lines[-1][:200] if lines else "the encoder ended early"
    if "No space left" in reason:
        return UserError(
            f"The disk is full: `{path}` could not be written",
            "Free some space or choose a folder on another disk",
        )
    return UserError(
        f"The video `{path}` could not be written ({reason})",
        "Choose another folder or another size",
    )
