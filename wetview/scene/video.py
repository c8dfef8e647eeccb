"""A filling as a video: the electrode in 3D, with its saturation curve beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib.colors import to_rgb

from wetview.errors import UserError
from wetview.plots.style import plot_style
from wetview.progress import Report, silent
from wetview.scene.encoder import mp4_encoder
from wetview.scene.offscreen import REFERENCE_HEIGHT_PX, offscreen_scene, picture
from wetview.scene.sample import Cutaway
from wetview.scene.theme import SceneTheme, scene_theme
from wetview.scene.video_panel import VideoPanel
from wetview.volume.faces import face_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling
    from wetview.pores.pores import Pores
    from wetview.volume.phases import Phases

SMALLEST_PX, LARGEST_PX = 240, 7680
"""Least and most pixels of a side of a video."""

_PANEL_WIDTH_IN, _PANEL_HEIGHT_IN = 3.5, 5.9
_DPI = 100.0


def render_video(
    filling: Filling,
    phases: Phases,
    pores: Pores | None,
    out: Path | str,
    *,
    size: tuple[int, int] = (1280, 720),
    frames_per_second: float = 25,
    theme: SceneTheme | str = "light",
    report: Report = silent,
    pace: Literal["saturation", "time"] = "saturation",
    seconds: float = 10.0,
    cutaway: Cutaway = Cutaway.FRONT,
) -> Path:
    """Write an MP4 of a filling, off screen.

    Parameters
    ----------
    filling : Filling
        The run, with at least one frame.
    phases : Phases
        The sample that was filled.
    pores : Pores or None
        Its pores; how many are filled is said in the video.
    out : Path
        The MP4 file. It appears whole or not at all.
    size : (width, height)
        Even numbers of pixels.
    frames_per_second : float
        Pictures in a second of the video.
    theme : SceneTheme or {"light", "dark"}
        Colours.
    report : Report
        Told after each frame; may raise `Cancelled`, then no file is left.
    pace : {"saturation", "time"}
        Whether every frame is held equally long, or physical time runs evenly.
    seconds : float
        How long the video is to last. With pace "saturation" it is the nearest
        length at which each frame is held for a whole number of pictures.
    cutaway : Cutaway
        Which part of the solid is taken away.

    Returns
    -------
    Path
        `out`.

    Raises
    ------
    UserError
        If size or speed make no video, the run has no frames or another shape than
        the sample, or the file cannot be written.
    """
    out = Path(out)
    theme = _even_background(scene_theme(theme))
    _validate(filling, phases, out, size, frames_per_second, seconds)
    moments = _moments(filling, pace, round(seconds * frames_per_second))
    layout = _layout(size)
    n_pores = 0 if pores is None else len(pores)
    with (
        mp4_encoder(out, size, frames_per_second=frames_per_second) as encoder,
        offscreen_scene(layout.view, theme=theme, text_scale=layout.scale) as scene,
    ):
        panel = VideoPanel(
            filling, layout.panel, theme=theme, scale=layout.scale, n_pores=n_pores
        )
        scene.set_cutaway(cutaway)
        scene.set_inlet(face_named(filling.description.get("inlet")))
        scene.set_phases(phases)
        view, drawn = np.zeros(0, dtype=np.uint8), -1
        for number, moment in enumerate(moments):
            report(number, len(moments), f"Picture {number + 1} of {len(moments)}")
            if moment.frame != drawn:
                scene.set_liquid(np.asarray(filling.frames[moment.frame]))
                view, drawn = picture(scene), moment.frame
            words = panel.picture(moment.time_s, moment.saturation)
            encoder.write(layout.compose(view, words), times=moment.n_pictures)
        report(len(moments), len(moments), "Finishing the file")
    return out


@dataclass(frozen=True)
class _Moment:
    """What is seen together, and for how many pictures."""

    frame: int
    time_s: float
    saturation: float
    n_pictures: int


@dataclass(frozen=True)
class _Layout:
    """Sizes of 3D view and panel in pixels, side by side or one above the other."""

    view: tuple[int, int]
    panel: tuple[int, int]
    scale: float
    is_stacked: bool

    def compose(
        self, view: NDArray[np.uint8], panel: NDArray[np.uint8]
    ) -> NDArray[np.uint8]:
        """The whole picture."""
        return np.concatenate([view, panel], axis=0 if self.is_stacked else 1)


def _layout(size: tuple[int, int]) -> _Layout:
    width, height = size
    if width >= 1.2 * height:
        scale = min(height / REFERENCE_HEIGHT_PX, width / 1000)
        across = round(_PANEL_WIDTH_IN * _DPI * scale)
        return _Layout((width - across, height), (across, height), scale, False)
    scale = min(width / 600, 0.45 * height / (_PANEL_HEIGHT_IN * _DPI))
    down = round(_PANEL_HEIGHT_IN * _DPI * scale)
    return _Layout((width, height - down), (width, down), scale, True)


def _moments(filling: Filling, pace: str, n_pictures: int) -> list[_Moment]:
    times_s, saturations = filling.frame_time_s, filling.frame_saturation
    if pace == "saturation":
        held = max(1, round(n_pictures / filling.n_frames))
        return [
            _Moment(frame, float(times_s[frame]), float(saturations[frame]), held)
            for frame in range(filling.n_frames)
        ]
    if pace != "time":
        msg = f"`pace` is {pace!r} but 'saturation' or 'time' is needed"
        raise ValueError(msg)
    moments = []
    for time_s in np.linspace(times_s[0], times_s[-1], max(n_pictures, 1)).tolist():
        saturation = float(np.interp(time_s, times_s, saturations))
        moments.append(_Moment(filling.frame_at(time_s), time_s, saturation, 1))
    return moments


def _even_background(theme: SceneTheme) -> SceneTheme:
    """One background for view and panel, so that no seam shows."""
    background = to_rgb(plot_style(theme.name).background)
    return replace(theme, background=background, background_top=background)


def _validate(
    filling: Filling,
    phases: Phases,
    out: Path,
    size: tuple[int, int],
    frames_per_second: float,
    seconds: float,
) -> None:
    width, height = size
    if any(not SMALLEST_PX <= side <= LARGEST_PX or side % 2 for side in size):
        raise UserError(
            f"A video cannot be {width} x {height} pixels",
            f"Give two even numbers between {SMALLEST_PX} and {LARGEST_PX}, "
            "for example 1280x720",
        )
    if not 1 <= frames_per_second <= 120:
        raise UserError(
            f"A video cannot have {frames_per_second:g} pictures per second",
            "Give a number between 1 and 120, for example 25",
        )
    if not (math.isfinite(seconds) and 0 < seconds <= 3600):
        raise UserError(
            f"A video cannot last {seconds:g} s", "Give up to 3600 s, for example 10"
        )
    if out.suffix.lower() != ".mp4":
        raise UserError(
            f"A video cannot be saved as `{out.name}`",
            "Give it a name that ends in .mp4",
        )
    if out.is_dir():
        raise UserError(f"`{out}` is a folder", "Choose the name of a file in it")
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
