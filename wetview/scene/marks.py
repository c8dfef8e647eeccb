"""The inlet with its arrow, and the scale bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.vtkFiltersSources import vtkArrowSource
from vtkmodules.vtkRenderingCore import (
    vtkActor,
    vtkActor2D,
    vtkPolyDataMapper,
    vtkPolyDataMapper2D,
)

from wetview.scene.annotations import (
    line_actor,
    lines,
    nice_length,
    set_lines,
    text_actor,
)
from wetview.volume.faces import axis_of, inward, is_far

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wetview.scene.theme import SceneTheme
    from wetview.volume.faces import Face

ARROW_SHARE = 0.34
"""Length of the flow arrow and the gap behind it, in sizes of the sample."""


_ARROW_TURNS: dict[Face, tuple[float, float, float]] = {
    "x-": (0, 0, 0),
    "x+": (0, 0, 180),
    "y-": (0, 0, 90),
    "y+": (0, 0, -90),
    "z-": (0, -90, 0),
    "z+": (0, 90, 0),
}
"""Degrees about x, y and z by which an arrow along x points into the sample."""


def arrow_tail(size_um: Sequence[float], face: Face) -> NDArray[np.float64]:
    """(3,) ndarray, where the arrow of an inlet begins."""
    size = np.asarray(size_um, dtype=float)
    middle = size / 2
    middle[axis_of(face)] = size[axis_of(face)] if is_far(face) else 0.0
    return middle - ARROW_SHARE * float(size.max()) * inward(face)


class InletMark:
    """A frame round the face of the inlet, an arrow that points into it, a label."""

    def __init__(self, text_scale: float) -> None:
        self._frame = line_actor(3.0)
        self._source = vtkArrowSource()
        self._source.SetTipResolution(32)
        self._source.SetShaftResolution(32)
        self._source.SetTipRadius(0.10)
        self._source.SetShaftRadius(0.042)
        self._source.SetTipLength(0.34)
        mapper = vtkPolyDataMapper()
        mapper.SetInputConnection(self._source.GetOutputPort())
        self._arrow = vtkActor()
        self._arrow.SetMapper(mapper)
        self._arrow.PickableOff()
        self._arrow.GetProperty().SetAmbient(0.35)
        self._label = text_actor(14 * text_scale, bold=True)
        self._label.SetInput("Inlet")
        self._label.GetPositionCoordinate().SetCoordinateSystemToWorld()

    @property
    def actors(self) -> list[Any]:
        """All that is drawn."""
        return [self._frame, self._arrow, self._label]

    @property
    def line_style(self) -> Any:
        """Of the frame."""
        return self._frame.GetProperty()

    def set_place(self, size_um: Sequence[float], face: Face) -> None:
        """Mark a face of a sample of a size along x, y and z."""
        axis = axis_of(face)
        corners = [
            corner
            for corner in np.ndindex(2, 2, 2)
            if corner[axis] == int(is_far(face))
        ]
        first, second, third, fourth = corners
        around = np.array([first, second, fourth, third]) * np.asarray(size_um)
        pairs = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])
        set_lines(self._frame, around, pairs)
        reach = ARROW_SHARE * max(size_um)
        tail = arrow_tail(size_um, face)
        self._arrow.SetScale(reach * 0.92)
        self._arrow.SetPosition(*tail)
        self._arrow.SetOrientation(*_ARROW_TURNS[face])
        # Above an arrow that lies across the picture, behind the end of another.
        label = tail + (
            0.15 * reach * inward(face) + [0.0, 0.0, 0.22 * reach]
            if axis == 0
            else -0.16 * reach * inward(face)
        )
        self._label.GetPositionCoordinate().SetValue(*label)

    def set_theme(self, theme: SceneTheme) -> None:
        """Draw in other colours."""
        self._frame.GetProperty().SetColor(*theme.liquid)
        self._arrow.GetProperty().SetColor(*theme.liquid)
        self._label.GetTextProperty().SetColor(*theme.text)


class ScaleBar:
    """A bar of a round length at the lower left; call `follow` before drawing."""

    LONGEST_SHARE = 0.2

    def __init__(self, text_scale: float) -> None:
        self._mapper = vtkPolyDataMapper2D()
        self._bar = vtkActor2D()
        self._bar.SetMapper(self._mapper)
        self._label = text_actor(13 * text_scale)
        self._label.GetPositionCoordinate().SetCoordinateSystemToViewport()
        self._shown: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def actors(self) -> list[Any]:
        """All that is drawn."""
        return [self._bar, self._label]

    @property
    def length_um(self) -> float:
        """Length of the bar as it was drawn last."""
        return self._shown[0]

    def set_theme(self, theme: SceneTheme) -> None:
        """Draw in other colours."""
        self._bar.GetProperty().SetColor(*theme.text)
        style = self._label.GetTextProperty()
        style.SetColor(*theme.text)
        style.SetBackgroundColor(*theme.background)
        style.SetBackgroundOpacity(0.6)

    def follow(self, um_per_px: float, width_px: int, scale: float) -> None:
        """Take the length that suits the magnification; distances times `scale`."""
        length_um = nice_length(max(self.LONGEST_SHARE * width_px * um_per_px, 1e-9))
        length_px = length_um / um_per_px
        if (length_um, length_px, scale) == self._shown:
            return
        self._shown = (length_um, length_px, scale)
        self._bar.GetProperty().SetLineWidth(3.0 * scale)
        left, bottom, cap = 20 * scale, 20 * scale, 4 * scale
        right = left + length_px
        points = [
            [left, bottom, 0],
            [right, bottom, 0],
            [left, bottom - cap, 0],
            [left, bottom + cap, 0],
            [right, bottom - cap, 0],
            [right, bottom + cap, 0],
        ]
        pairs = np.array([[0, 1], [2, 3], [4, 5]])
        self._mapper.SetInputData(lines(np.array(points), pairs))
        self._label.SetInput(_length_text(length_um))
        self._label.SetPosition((left + right) / 2, bottom + 14 * scale)


def _length_text(length_um: float) -> str:
    if length_um >= 1000:
        return f"{length_um / 1000:g} mm"
    if length_um < 1:
        return f"{length_um * 1000:g} nm"
    return f"{length_um:g} µm"
