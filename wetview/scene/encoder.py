"""Pictures to an MP4 file, through the ffmpeg that comes with imageio-ffmpeg."""

from __future__ import annotations

import subprocess
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import imageio_ffmpeg

from wetview.errors import UserError
from wetview.project import atomic_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

    import numpy as np
    from numpy.typing import NDArray


class Encoder:
    """Takes pictures one after the other."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe

    def write(self, picture: NDArray[np.uint8], *, times: int = 1) -> None:
        """Add a (height, width, 3) picture, once or several times."""
        data = picture.tobytes()
        for _ in range(times):
            self._pipe.write(data)


@contextmanager
def mp4_encoder(
    path: Path, size: tuple[int, int], *, frames_per_second: float
) -> Iterator[Encoder]:
    """Write an MP4 file (H.264, yuv420p) that appears whole or not at all.

    Parameters
    ----------
    path : Path
        The file; what is there already stays until the new one is finished.
    size : (width, height)
        Even numbers of pixels.
    frames_per_second : float
        How fast the pictures follow each other.
    """
    with atomic_path(path) as part, tempfile.TemporaryFile() as log:
        # Made first, so that a missing or read-only folder is told as such.
        part.touch()
        process = subprocess.Popen(
            _command(part, size, frames_per_second),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        assert process.stdin is not None
        try:
            yield Encoder(process.stdin)
            process.stdin.close()
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
        if process.wait() != 0:
            raise _failure(path, log)


def _command(part: Path, size: tuple[int, int], frames_per_second: float) -> list[str]:
    width, height = size
    source = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}"]
    return [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-hide_banner", "-loglevel", "error", "-y"),
        *source,
        *("-r", f"{frames_per_second:g}", "-i", "-", "-an"),
        *("-c:v", "libx264", "-preset", "veryfast", "-crf", "18"),
        # Colours as pictures on a screen have them, said so to the player.
        *("-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"),
        *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
        *("-movflags", "+faststart", "-f", "mp4", str(part)),
    ]


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
