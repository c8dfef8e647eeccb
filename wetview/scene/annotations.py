"""The box with its axes in micrometres, the inlet with its arrow, the scale bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkTextActor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wetview.scene.theme import SceneTheme

VTK_FONT_FILE = 4
_NUMBER_SIZE_PX, _TITLE_SIZE_PX = 12, 13
# From an axis to the middle of its numbers and of its title, and how far to the sides
# each reaches: widths of the typeface.
_NUMBER_PX, _TITLE_PX = 20, 40
_HALF_DIGIT_PX = 0.32 * _NUMBER_SIZE_PX
_HALF_TITLE_PX = 1.65 * _TITLE_SIZE_PX
_GAP_PX = 3
_FURTHER_PX = 4
_MOST_STEPS_FURTHER = 15

FONT = f"{matplotlib.get_data_path()}/fonts/ttf/DejaVuSans.ttf"
"""A typeface with every sign that is needed; VTK's own lacks some."""


def nice_length(at_most: float) -> float:
    """The largest of 1, 2, 5, 10, 20, ... that is not more than a length.

    Examples
    --------
    >>> nice_length(37.0)
    20.0
    """
    power = 10.0 ** math.floor(math.log10(at_most))
    return next(k * power for k in (5.0, 2.0, 1.0) if k * power <= at_most * 1.0001)


def text_actor(size_px: float, *, bold: bool = False) -> vtkTextActor:
    """Text of a fixed size, centred on its position."""
    actor = vtkTextActor()
    actor.SetTextScaleModeToNone()
    style = actor.GetTextProperty()
    style.SetFontFamily(VTK_FONT_FILE)
    style.SetFontFile(FONT.replace("DejaVuSans", "DejaVuSans-Bold") if bold else FONT)
    style.SetFontSize(max(round(size_px), 6))
    style.SetJustificationToCentered()
    style.SetVerticalJustificationToCentered()
    return actor


def lines(points: NDArray[Any], pairs: NDArray[Any]) -> vtkPolyData:
    """Line segments between (n, 3) points, given as (m, 2) indices."""
    data = vtkPolyData()
    vtk_points = vtkPoints()
    vtk_points.SetData(numpy_to_vtk(np.ascontiguousarray(points, dtype=float), deep=1))
    data.SetPoints(vtk_points)
    cells = vtkCellArray()
    for first, second in np.asarray(pairs).tolist():
        cells.InsertNextCell(2)
        cells.InsertCellPoint(int(first))
        cells.InsertCellPoint(int(second))
    data.SetLines(cells)
    return data


def line_actor(width_px: float) -> vtkActor:
    """Lines that no light falls on."""
    actor = vtkActor()
    actor.PickableOff()
    actor.GetProperty().LightingOff()
    actor.GetProperty().SetLineWidth(width_px)
    return actor


def set_lines(actor: vtkActor, points: NDArray[Any], pairs: NDArray[Any]) -> None:
    """Give an actor other lines between (n, 3) points, as (m, 2) indices."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(lines(points, pairs))
    actor.SetMapper(mapper)


class BoxAxes:
    """Outline of the sample, ticks and numbers on the three edges that face outwards.

    The edges follow the camera: call `follow` before a picture is drawn.

    Parameters
    ----------
    text_scale : float
        Factor on the size of the text.
    """

    N_LABELS = 8

    def __init__(self, text_scale: float) -> None:
        self._outline = line_actor(1.3)
        self._ticks = line_actor(1.3)
        self._numbers = [
            [text_actor(_NUMBER_SIZE_PX * text_scale) for _ in range(self.N_LABELS)]
            for _ in range(3)
        ]
        self._titles = [text_actor(_TITLE_SIZE_PX * text_scale) for _ in range(3)]
        for actor in self._texts:
            actor.GetPositionCoordinate().SetCoordinateSystemToWorld()
        self._size_um = np.ones(3)
        self._edges: tuple[tuple[int, int, int], ...] = ()
        self._step_um = 1.0

    @property
    def _texts(self) -> list[vtkTextActor]:
        return [text for row in self._numbers for text in row] + self._titles

    @property
    def actors(self) -> list[Any]:
        """All that is drawn."""
        return [self._outline, self._ticks, *self._texts]

    @property
    def line_styles(self) -> list[Any]:
        """Of the outline and of the ticks."""
        return [self._outline.GetProperty(), self._ticks.GetProperty()]

    def set_size(self, size_um: Sequence[float]) -> None:
        """Size of the sample along x, y and z."""
        self._size_um = np.asarray(size_um, dtype=float)
        # Four numbers or so on the longest edge, and the same distance on the others.
        self._step_um = nice_length(float(self._size_um.max()) / 3)
        corners = np.array(list(np.ndindex(2, 2, 2)), dtype=float) * self._size_um
        pairs = [
            (i, j)
            for i in range(8)
            for j in range(i + 1, 8)
            if bin(i ^ j).count("1") == 1
        ]
        set_lines(self._outline, corners, np.array(pairs))
        self._edges = ()

    def set_theme(self, theme: SceneTheme) -> None:
        """Draw in other colours."""
        for actor in (self._outline, self._ticks):
            actor.GetProperty().SetColor(*theme.line)
        for text in self._texts:
            text.GetTextProperty().SetColor(*theme.text)

    def follow(
        self, towards_camera: NDArray[Any], up: NDArray[Any], px_um: float
    ) -> None:
        """Put ticks and numbers on the edges that lie outside seen from the camera.

        Parameters
        ----------
        towards_camera, up : (3,) ndarray
            Directions of length 1, at right angles.
        px_um : float
            Size of a pixel, of text that is not scaled.
        """
        right = np.cross(up, towards_camera)
        edges = tuple(
            _outer_edge(axis, towards_camera, up, right, self._size_um)
            for axis in range(3)
        )
        if edges != self._edges:
            self._edges = edges
            self._draw_ticks()
        for axis in range(3):
            self._place_texts(axis, np.array([right, up]), px_um)

    def _place_texts(self, axis: int, screen: NDArray[Any], px_um: float) -> None:
        """Put numbers beside the ticks of an axis, and its title beyond them.

        Parameters
        ----------
        axis : int
            Number of the axis.
        screen : (2, 3) ndarray
            Directions to the right and up on the screen.
        px_um : float
            Size of a pixel, of text that is not scaled.
        """
        corner, at_um = self._ticks_of(axis)
        along = np.eye(3)[axis]
        outward = screen @ _outward(axis, self._edges[axis])
        outward /= max(float(np.linalg.norm(outward)), 1e-6)
        # Text is wider than high, so it needs more room towards the sides.
        wide = abs(outward[0])
        ticks = corner + at_um[:, np.newaxis] * along
        middle = corner + _title_place(at_um, self._size_um[axis]) * along
        to_number_px = (_NUMBER_PX + 5 * wide) * outward
        numbers = [f"{at:g}" for at in at_um]
        to_title_px = (_TITLE_PX + 18 * wide) * outward
        between_px = (ticks - middle) @ screen.T / px_um + to_number_px
        # More steps than it ever takes to leave the numbers behind.
        for _ in range(_MOST_STEPS_FURTHER):
            if not _overlaps(to_title_px, between_px, numbers):
                break
            to_title_px = to_title_px + _FURTHER_PX * outward
        for tick, text in zip(ticks, self._numbers[axis], strict=False):
            place = tick + px_um * to_number_px @ screen
            text.GetPositionCoordinate().SetValue(*place)
        place = middle + px_um * to_title_px @ screen
        self._titles[axis].GetPositionCoordinate().SetValue(*place)

    def _draw_ticks(self) -> None:
        tick_um = 0.018 * float(self._size_um.max())
        ends = []
        for axis, edge in enumerate(self._edges):
            corner, at_um = self._ticks_of(axis)
            outward, along = _outward(axis, edge), np.eye(3)[axis]
            for number, text in enumerate(self._numbers[axis]):
                is_used = number < len(at_um)
                text.SetInput(f"{at_um[number]:g}" if is_used else " ")
                if is_used:
                    start = corner + at_um[number] * along
                    ends += [start, start + tick_um * outward]
            self._titles[axis].SetInput(f"{'xyz'[axis]} (µm)")
        pairs = np.arange(len(ends)).reshape(-1, 2)
        set_lines(self._ticks, np.array(ends), pairs)

    def _ticks_of(self, axis: int) -> tuple[NDArray[Any], NDArray[Any]]:
        """Where an axis starts, and the distances along it that have a number."""
        corner = np.array(self._edges[axis]) * self._size_um
        corner[axis] = 0.0
        at_um = np.arange(0, self._size_um[axis] * 1.0001, self._step_um)
        return corner, at_um[: self.N_LABELS]


def _outward(axis: int, edge: tuple[int, int, int]) -> NDArray[Any]:
    """Direction from the middle of the box to an edge."""
    outward = np.sign(np.array(edge) - 0.5)
    outward[axis] = 0.0
    return outward / np.linalg.norm(outward)


def _overlaps(
    title_px: NDArray[Any], numbers_px: NDArray[Any], numbers: Sequence[str]
) -> bool:
    """Whether an axis' title would lie on one of its numbers.

    Parameters
    ----------
    title_px : (2,) ndarray
        Middle of the title on the screen.
    numbers_px : (n, 2) ndarray
        Middles of the numbers.
    numbers : sequence of str
        The numbers.
    """
    half_px = np.array([_HALF_DIGIT_PX * len(number) for number in numbers])
    aside, above = np.abs(numbers_px - title_px).T
    high = (_NUMBER_SIZE_PX + _TITLE_SIZE_PX) / 2 + _GAP_PX
    return bool(np.any((aside < half_px + _HALF_TITLE_PX + _GAP_PX) & (above < high)))


def _title_place(at_um: NDArray[Any], size: float) -> float:
    """Between the two numbers that are nearest to the middle."""
    if len(at_um) < 2:
        return size / 2
    between = (at_um[1:] + at_um[:-1]) / 2
    return float(between[np.argmin(np.abs(between - size / 2))])


def _outer_edge(
    axis: int,
    towards_camera: NDArray[Any],
    up: NDArray[Any],
    right: NDArray[Any],
    size_um: NDArray[Any],
) -> tuple[int, int, int]:
    """The edge along an axis, by its two other coordinates, that lies outside.

    An edge lies on the outline of the picture if just one of its two faces is
    turned to the camera. Of those, upright ones are wanted on the right, others low.
    """
    first, second = (other for other in range(3) if other != axis)
    upright = abs(up[axis]) > 0.8
    best, best_rank = (0, 0, 0), (-1, -math.inf)
    for ends in ((0, 0), (0, 1), (1, 0), (1, 1)):
        edge = [0, 0, 0]
        edge[first], edge[second] = ends
        faces = [
            (2 * end - 1) * towards_camera[other] > 0
            for other, end in zip((first, second), ends, strict=True)
        ]
        offset = (np.array(edge) - 0.5) * size_um
        offset[axis] = 0.0
        place = float(offset @ right) if upright else -float(offset @ up)
        rank = (int(faces[0] != faces[1]), place)
        if rank > best_rank:
            best, best_rank = (edge[0], edge[1], edge[2]), rank
    return best
