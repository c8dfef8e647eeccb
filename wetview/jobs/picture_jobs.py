"""Descriptions of the jobs that draw: videos, pictures, panes."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field, model_validator

from wetview.jobs.settings import FilePath, Settings

_LEAST_SINE = 1e-6


Micrometres = Annotated[float, Field(ge=-1e9, le=1e9)]


class ViewpointSettings(Settings):
    """Where a camera stands; see `wetview.scene.viewpoint.Viewpoint`."""

    position: tuple[Micrometres, Micrometres, Micrometres]
    focus: tuple[Micrometres, Micrometres, Micrometres]
    up: tuple[Micrometres, Micrometres, Micrometres]
    scale: float = Field(gt=0, le=1e9)
    aspect: float | None = Field(default=None, gt=0.05, le=20)

    @model_validator(mode="after")
    def _looks_somewhere(self) -> ViewpointSettings:
        arm = np.subtract(self.position, self.focus)
        if np.linalg.norm(np.cross(arm, self.up)) <= _LEAST_SINE * np.linalg.norm(
            arm
        ) * np.linalg.norm(self.up):
            msg = "position and focus must differ, and `up` must lead across the view"
            raise ValueError(msg)
        return self


class KeyFrameSettings(Settings):
    """A viewpoint that is reached at a share of the video."""

    at: float = Field(ge=0, le=1)
    view: ViewpointSettings


class PictureSettings(Settings):
    """What videos and stills have in common.

    Parameters
    ----------
    run : Path
        The run.
    compare_with : list of Path
        Up to three more of the same sample, side by side with it, at the same physical
        time and seen by the same camera.
    out : Path
        What is written; its ending says the format.
    difference : bool
        With two runs, two more panes with their difference.
    colour_by, solid : str
        See `wetview.scene.video_look.VideoLook`.
    camera : {"still", "turntable", "key frames"}
        How the camera moves.
    view : ViewpointSettings or None
        Where it stands at first; None shows the whole sample.
    turn_deg : float
        How far a turntable turns.
    key_frames : list of KeyFrameSettings
        For the camera "key frames".
    curves, show_time, names, scale_bar, axes : bool
        What is written into the pictures.
    """

    run: FilePath
    compare_with: tuple[FilePath, ...] = Field(default=(), max_length=3)
    out: FilePath
    width: int = Field(default=1280, ge=16, le=7680)
    height: int = Field(default=720, ge=16, le=4320)
    theme: Literal["light", "dark", "print"] = "light"
    pace: Literal["saturation", "time"] = "saturation"
    difference: bool = False
    colour_by: Literal["electrolyte", "fill_time", "order", "pore_saturation"] = (
        "electrolyte"
    )
    solid: Literal["cut", "quarter", "translucent", "whole", "hidden"] = "cut"
    camera: Literal["still", "turntable", "key frames"] = "still"
    view: ViewpointSettings | None = None
    turn_deg: float = Field(default=360, ge=-36_000, le=36_000)
    key_frames: tuple[KeyFrameSettings, ...] = Field(default=(), max_length=100)
    curves: bool = True
    show_time: bool = True
    names: bool = True
    scale_bar: bool = True
    axes: bool = True


class VideoJob(PictureSettings):
    """Make a video of a run, or of several: MP4, WebM, GIF, or a folder of PNG."""

    kind: Literal["video"] = "video"
    frames_per_second: int = Field(default=25, ge=1, le=120)
    seconds: float = Field(default=10, gt=0, le=3600)


class PictureJob(PictureSettings):
    """Make one picture of what a video would show.

    Parameters
    ----------
    at : float
        Share of the video, 0 to 1.
    time_s : float or None
        Physical time instead.
    supersampling : int
        Drawn so many times larger along both sides and averaged.
    """

    kind: Literal["picture"] = "picture"
    at: float = Field(default=1.0, ge=0, le=1)
    time_s: float | None = Field(default=None, ge=0)
    supersampling: int = Field(default=2, ge=1, le=4)


Ends = tuple[int, int]
Place = Annotated[int, Field(ge=0)]


class PaneSettings(Settings):
    """What one pane shows; see `wetview.scene.PaneSource`."""

    shows: Literal["phases", "pores", "first", "second", "difference"]
    colour_by: str = Field(default="", max_length=60)


class PoreValues(Settings):
    """A value for every pore, None where it is not known."""

    key: str = Field(max_length=60)
    title: str = Field(max_length=200)
    values: tuple[float | None, ...]


class PanesJob(Settings):
    """Draw the panes of a comparison as they are on the screen.

    Parameters
    ----------
    sample : Path
        The sample.
    first, second : Path or None
        The runs A and B.
    out : Path
        The PNG file.
    panes : list of PaneSettings
        One, two or four.
    solid, depth : str
        See `wetview.scene.SceneLook`.
    slices : list of int or None
        Voxel of the plane across each axis.
    clip : list of (int, int) or None
        Voxels along each axis that are shown.
    first_s, second_s : float
        Physical time in A and in B.
    text_scale : float
        Factor on text and lines.
    cameras : list of ViewpointSettings
        One a pane; the last one holds for the rest.
    pore : int or None
        A pore to highlight.
    columns : list of PoreValues
        Values that colour pores beyond those which the runs tell.
    axes : bool
        Whether outline and numbers are drawn.
    supersampling : int
        Drawn so many times larger along both sides and averaged.
    """

    kind: Literal["panes"] = "panes"
    sample: FilePath
    first: FilePath | None = None
    second: FilePath | None = None
    out: FilePath
    panes: tuple[PaneSettings, ...] = Field(min_length=1, max_length=4)
    solid: Literal["cut", "quarter", "translucent", "whole", "hidden"] = "cut"
    depth: Literal["plain", "occlusion", "edges"] = "plain"
    slices: tuple[Place | None, Place | None, Place | None] = (None, None, None)
    clip: tuple[Ends, Ends, Ends] | None = None
    first_s: float = Field(default=0.0, ge=0)
    second_s: float = Field(default=0.0, ge=0)
    width: int = Field(default=1920, ge=16, le=7680)
    height: int = Field(default=1080, ge=16, le=4320)
    theme: Literal["light", "dark", "print"] = "light"
    text_scale: float = Field(default=1.0, gt=0, le=20)
    cameras: tuple[ViewpointSettings, ...] = Field(default=(), max_length=4)
    pore: int | None = Field(default=None, ge=1)
    columns: tuple[PoreValues, ...] = Field(default=(), max_length=4)
    axes: bool = True
    supersampling: int = Field(default=2, ge=1, le=4)
