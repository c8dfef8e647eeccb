"""What the user wants of videos and stills; kept apart from the widgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = (
    ("MP4 (H.264)", ".mp4"),
    ("WebM (VP9)", ".webm"),
    ("GIF", ".gif"),
    ("Folder of PNG", ".png"),
)
"""What each format is called, and the ending of its name."""
FILTERS = {
    ".mp4": "MP4 video (*.mp4)",
    ".webm": "WebM video (*.webm)",
    ".gif": "GIF (*.gif)",
    ".png": "Folder of PNG pictures (*.png)",
}


@dataclass(frozen=True)
class VideoSettings:
    """What the fields of the step Export say.

    Parameters
    ----------
    suffix : str
        Format.
    width, height, frames_per_second, seconds
        Size and length.
    pace, theme, colour_by, solid, camera, turn_deg, difference
        As in `wetview.jobs.VideoJob`.
    from_here : bool
        Whether the camera starts as in the 3D view.
    compare_with : tuple of Path
        Up to three runs that are shown beside the first.
    key_frames : tuple of (float, dict)
        Viewpoints, and the share of the video at which the camera is there.
    burnt_in : dict of str to bool
        `curves`, `show_time`, `names`, `scale_bar`, `axes`.
    """

    suffix: str
    width: int
    height: int
    frames_per_second: int
    seconds: float
    pace: str
    theme: str
    colour_by: str
    solid: str
    camera: str
    turn_deg: float
    from_here: bool
    compare_with: tuple[Path, ...]
    difference: bool
    key_frames: tuple[tuple[float, dict[str, Any]], ...] = ()
    burnt_in: dict[str, bool] = field(default_factory=dict)

    def of_pictures(self, view: dict[str, Any] | None) -> dict[str, Any]:
        """Settings that videos and stills share.

        Parameters
        ----------
        view : dict or None
            Where the camera of the 3D view stands.
        """
        keys = [{"at": at, "view": view_then} for at, view_then in self.key_frames]
        return {
            "compare_with": list(self.compare_with),
            "width": self.width,
            "height": self.height,
            "pace": self.pace,
            "theme": self.theme,
            "colour_by": self.colour_by,
            "solid": self.solid,
            "camera": self.camera,
            "turn_deg": self.turn_deg,
            "view": view if self.from_here else None,
            "key_frames": keys if self.camera == "key frames" else [],
            "difference": self.difference and len(self.compare_with) == 1,
            **self.burnt_in,
        }

    def of_video(self, view: dict[str, Any] | None) -> dict[str, Any]:
        """Settings of a video."""
        return {
            **self.of_pictures(view),
            "frames_per_second": self.frames_per_second,
            "seconds": self.seconds,
        }
