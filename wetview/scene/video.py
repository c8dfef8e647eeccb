"""Fillings as a video, or as one picture of it: in 3D, with their curves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import to_rgb

from wetview.errors import UserError
from wetview.filling.comparison import require_comparable
from wetview.plots.style import plot_style
from wetview.progress import Report, silent
from wetview.scene.encoder import (
    LARGEST_GIF_RATE,
    VIDEO_SUFFIXES,
    pictures_folder,
    video_encoder,
)
from wetview.scene.stage import Stage, n_panes, stage_for
from wetview.scene.theme import SceneTheme, scene_theme
from wetview.scene.video_clock import Moment, Pace, moments_of
from wetview.scene.video_layout import VideoLayout, video_layout
from wetview.scene.video_look import MOST_FILLINGS, VideoLook
from wetview.scene.video_panel import VideoPanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.pores.pores import Pores
    from wetview.volume.phases import Phases

SMALLEST_PX, LARGEST_PX = 240, 7680
"""Least and most pixels of a side of a video."""


def render_video(
    fillings: Filling | Sequence[Filling],
    phases: Phases,
    pores: Pores | None,
    out: Path | str,
    *,
    size: tuple[int, int] = (1280, 720),
    frames_per_second: float = 25,
    theme: SceneTheme | str = "light",
    report: Report = silent,
    pace: Pace = "saturation",
    seconds: float = 10.0,
    look: VideoLook | None = None,
) -> Path:
    """Write a video of a filling, or of several side by side, off screen.

    Parameters
    ----------
    fillings : Filling or sequence of Filling
        One to four of the same sample, each with at least one frame. All panes show
        the same physical time.
    phases : Phases
        The sample that was filled.
    pores : Pores or None
        Its pores; how many are filled is said in the video.
    out : Path
        Ends in .mp4, .webm or .gif; or in .png for a folder of pictures. It appears
        whole or not at all.
    size : (width, height)
        Pixels, even numbers.
    frames_per_second : float
        Pictures in a second of the video.
    theme : SceneTheme or {"light", "dark", "print"}
        Colours.
    report : Report
        Told after each picture; may raise `Cancelled`, then no file is left.
    pace : {"saturation", "time"}
        What runs evenly; see `moments_of`.
    seconds : float
        How long the video is to last. With pace "saturation" it is the nearest
        length at which each moment is held for a whole number of pictures.
    look : VideoLook, optional
        Camera, what is written into the pictures, and colours.

    Returns
    -------
    Path
        `out`; for pictures their folder.

    Raises
    ------
    UserError
        If size or speed make no video, the fillings have no frames or another shape
        than the sample, or the file cannot be written.
    """
    out, look = Path(out), look or VideoLook()
    several = _several(fillings)
    _validate_speed(out, frames_per_second, seconds)
    _validate(several, phases, size, look)
    moments = moments_of(several, pace, round(seconds * frames_per_second))
    if look.camera.moves:
        moments = _one_by_one(moments)

    def finishing() -> None:
        report(len(moments), len(moments), "Finishing the file")

    with (
        video_encoder(
            out, size, frames_per_second=frames_per_second, waiting=finishing
        ) as encoder,
        _studio(several, phases, pores, size, scene_theme(theme), look) as studio,
    ):
        for number, moment in enumerate(moments):
            note = f"Picture {number + 1} of {len(moments)}"
            report(number, len(moments), note)
            share = number / max(len(moments) - 1, 1)
            picture = studio.picture(moment.time_s, share)
            encoder.write(picture, times=moment.n_pictures)
        finishing()
    return pictures_folder(out) if out.suffix.lower() == ".png" else out


def still_picture(
    fillings: Filling | Sequence[Filling],
    phases: Phases,
    pores: Pores | None,
    *,
    at: float = 1.0,
    time_s: float | None = None,
    size: tuple[int, int] = (1920, 1080),
    theme: SceneTheme | str = "light",
    pace: Pace = "saturation",
    look: VideoLook | None = None,
) -> NDArray[np.uint8]:
    """One picture of a video, drawn twice as large and averaged by default.

    Parameters
    ----------
    fillings, phases, pores, size, theme, pace, look
        As for `render_video`.
    at : float
        Share of the video, 0 to 1.
    time_s : float, optional
        Physical time instead; the camera stands where it would stand then.

    Returns
    -------
    (height, width, 3) ndarray of uint8
    """
    look = look or VideoLook(supersampling=2)
    several = _several(fillings)
    _validate(several, phases, size, look)
    if not 0 <= at <= 1:
        raise UserError(f"`at` is {at:g}", "Give a share of the video, from 0 to 1")
    moments = moments_of(several, pace, 1000)
    if time_s is None:
        time_s = moments[round(at * (len(moments) - 1))].time_s
    else:
        times_s = [moment.time_s for moment in moments]
        at = float(np.interp(time_s, times_s, np.linspace(0, 1, len(times_s))))
    with _studio(several, phases, pores, size, scene_theme(theme), look) as studio:
        return studio.picture(time_s, at)


class _Studio:
    """Stage, camera and panel together."""

    def __init__(
        self,
        stage: Stage,
        panel: VideoPanel | None,
        layout: VideoLayout,
        look: VideoLook,
    ) -> None:
        self._stage = stage
        self._panel = panel
        self._layout = layout
        self._move = look.camera
        self._start = stage.start

    def picture(self, time_s: float, share: float) -> NDArray[np.uint8]:
        """The whole picture at a physical time and a share of the video."""
        self._stage.show(time_s)
        self._stage.look_from(self._move.at(share, self._start))
        panel = None if self._panel is None else self._panel.picture(time_s)
        return self._layout.compose(self._stage.picture(), panel)


@contextmanager
def _studio(
    fillings: Sequence[Filling],
    phases: Phases,
    pores: Pores | None,
    size: tuple[int, int],
    theme: SceneTheme,
    look: VideoLook,
) -> Iterator[_Studio]:
    theme = _even_background(theme)
    layout = video_layout(
        size, n_panes=n_panes(fillings, look), panel=look.burnt_in.curves
    )
    with stage_for(
        fillings,
        phases,
        pores,
        look,
        size=layout.view,
        theme=theme,
        text_scale=layout.scale * look.text_scale,
    ) as stage:
        panel = None
        if look.burnt_in.curves:
            panel = VideoPanel(
                fillings,
                layout,
                theme=theme,
                burnt_in=look.burnt_in,
                colour_by=look.colour_by,
                n_pores=0 if pores is None else len(pores),
            )
        yield _Studio(stage, panel, layout, look)


def _several(fillings: Filling | Sequence[Filling]) -> tuple[Filling, ...]:
    return tuple(fillings) if isinstance(fillings, Sequence) else (fillings,)


def _one_by_one(moments: list[Moment]) -> list[Moment]:
    """The same moments, one for each picture, since the camera moves meanwhile."""
    return [Moment(one.time_s, 1) for one in moments for _ in range(one.n_pictures)]


def _even_background(theme: SceneTheme) -> SceneTheme:
    """One background for view and panel, so that no seam shows."""
    background = to_rgb(plot_style(theme.name).background)
    return replace(theme, background=background, background_top=background)


def _validate_speed(out: Path, frames_per_second: float, seconds: float) -> None:
    suffix = out.suffix.lower()
    if suffix not in VIDEO_SUFFIXES:
        raise UserError(
            f"A video cannot be saved as `{out.name}`",
            "Give it a name that ends in .mp4, .webm or .gif, or in .png for a folder "
            "of pictures",
        )
    most = LARGEST_GIF_RATE if suffix == ".gif" else 120
    if not 1 <= frames_per_second <= most:
        raise UserError(
            f"Such a video cannot have {frames_per_second:g} pictures per second",
            f"Give a number between 1 and {most}, for example 25",
        )
    if not (math.isfinite(seconds) and 0 < seconds <= 3600):
        raise UserError(
            f"A video cannot last {seconds:g} s", "Give up to 3600 s, for example 10"
        )
    if out.is_dir():
        raise UserError(f"`{out}` is a folder", "Choose the name of a file in it")
    if suffix == ".png" and pictures_folder(out).exists():
        raise UserError(
            f"`{pictures_folder(out)}` exists already",
            "Choose another name, or remove it",
        )


def _validate(
    fillings: Sequence[Filling],
    phases: Phases,
    size: tuple[int, int],
    look: VideoLook,
) -> None:
    width, height = size
    if any(not SMALLEST_PX <= side <= LARGEST_PX or side % 2 for side in size):
        raise UserError(
            f"A video cannot be {width} x {height} pixels",
            f"Give two even numbers between {SMALLEST_PX} and {LARGEST_PX}, "
            "for example 1280x720",
        )
    if not 1 <= len(fillings) <= MOST_FILLINGS:
        raise UserError(
            f"A video cannot show {len(fillings)} fillings",
            f"Choose up to {MOST_FILLINGS}",
        )
    if look.difference and len(fillings) != 2:
        raise UserError(
            f"There is no difference of {len(fillings)} fillings", "Choose two"
        )
    if look.camera.kind == "key frames" and not look.camera.keys:
        raise UserError("There are no key frames", "Add one or more")
    for filling in fillings:
        if filling.n_frames == 0:
            raise UserError(
                f"The run `{filling.name}` has no frames to show", "Run it for longer"
            )
        shape = tuple(filling.frames[0].shape)
        if shape != phases.shape:
            raise UserError(
                f"The run has {shape} voxels but the sample has {phases.shape}",
                "Choose the sample that was filled",
            )
    for other in fillings[1:]:
        require_comparable(fillings[0], other, phases.is_pore)
