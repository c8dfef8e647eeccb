"""Where panes and panel lie in a video of any size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from wetview.scene.offscreen import REFERENCE_HEIGHT_PX

if TYPE_CHECKING:
    from numpy.typing import NDArray

DPI = 100.0
_PANEL_WIDTH_IN, _PANEL_HEIGHT_IN = 3.5, 5.9
_STRIP_HEIGHT_IN = 2.15
_STRIP_WIDTH_IN = 8.0

PanelShape = Literal["tall", "wide", "none"]


@dataclass(frozen=True)
class VideoLayout:
    """Sizes of the 3D view and of the panel in pixels.

    Parameters
    ----------
    view, panel : (width, height)
        Side by side, or one above the other; the panel may be (0, 0).
    scale : float
        Factor on the size of text; 1 at a height of 720.
    shape : {"tall", "wide", "none"}
        Of the panel.
    is_stacked : bool
        Whether the panel is below.
    """

    view: tuple[int, int]
    panel: tuple[int, int]
    scale: float
    shape: PanelShape
    is_stacked: bool

    def compose(
        self, view: NDArray[np.uint8], panel: NDArray[np.uint8] | None
    ) -> NDArray[np.uint8]:
        """The whole picture."""
        if panel is None:
            return np.ascontiguousarray(view)
        return np.concatenate([view, panel], axis=0 if self.is_stacked else 1)


def video_layout(size: tuple[int, int], *, n_panes: int, panel: bool) -> VideoLayout:
    """The layout of a picture of (width, height) pixels.

    One pane, or four, have the panel at the right; two have it below, so that they are
    not too narrow; what is higher than wide has it below.
    """
    width, height = size
    is_wide = width >= 1.2 * height
    if not panel:
        scale = min(
            height / REFERENCE_HEIGHT_PX, width / (600 if n_panes == 1 else 900)
        )
        return VideoLayout(size, (0, 0), scale, "none", False)
    if is_wide and n_panes == 2:
        scale = min(height / REFERENCE_HEIGHT_PX, width / (DPI * _STRIP_WIDTH_IN))
        down = round(_STRIP_HEIGHT_IN * DPI * scale)
        return VideoLayout((width, height - down), (width, down), scale, "wide", True)
    if is_wide:
        scale = min(height / REFERENCE_HEIGHT_PX, width / 1000)
        across = round(_PANEL_WIDTH_IN * DPI * scale)
        return VideoLayout(
            (width - across, height), (across, height), scale, "tall", False
        )
    scale = min(width / 600, 0.45 * height / (_PANEL_HEIGHT_IN * DPI))
    down = round(_PANEL_HEIGHT_IN * DPI * scale)
    return VideoLayout((width, height - down), (width, down), scale, "tall", True)
