"""Orthogonal planes through a sample, each voxel a square of one colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from vtkmodules.util.numpy_support import numpy_to_vtk
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from wetview.volume.phases import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.scene.sample import Clip
    from wetview.scene.surface_colours import SurfaceColours
    from wetview.scene.theme import SceneTheme
    from wetview.volume.phases import Phases

Places = tuple[int | None, int | None, int | None]
"""Voxel through which the plane across x, y and z goes; None for no plane."""


class SliceLayer:
    """Three planes that show phases and liquid."""

    def __init__(self) -> None:
        self._phases: Phases | None = None
        self._places: Places = (None, None, None)
        self._mappers = [vtkPolyDataMapper() for _ in range(3)]
        self.actors = [vtkActor() for _ in range(3)]
        for mapper, actor in zip(self._mappers, self.actors, strict=True):
            mapper.SetInputData(vtkPolyData())
            mapper.SetColorModeToDirectScalars()
            mapper.SetScalarModeToUseCellData()
            actor.SetMapper(mapper)
            actor.GetProperty().LightingOff()
            actor.VisibilityOff()

    def set_sample(self, phases: Phases) -> None:
        """Take another sample; `draw` shows it."""
        self._phases = phases

    def set_places(self, places: Places) -> None:
        """Put the planes elsewhere; `draw` shows it."""
        self._places = places

    def draw(
        self,
        clip: Clip,
        theme: SceneTheme,
        liquid: NDArray[np.uint8] | None,
        colours: SurfaceColours | None,
    ) -> None:
        """Show phases and liquid where the planes are, within a clip."""
        if self._phases is None:
            return
        ends = (clip.x, clip.y, clip.z)
        for axis, at in enumerate(self._places):
            is_shown = at is not None and ends[axis][0] <= at < ends[axis][1]
            self.actors[axis].SetVisibility(is_shown)
            if at is None or not is_shown:
                continue
            index = tuple(
                at if other == axis else slice(*ends[other]) for other in range(3)
            )
            rgb = _voxel_colours(self._phases, index, theme, liquid, colours)
            plane = _squares(axis, at, ends, self._phases.voxel_m * 1e6)
            scalars = numpy_to_vtk(
                np.rint(255 * rgb.reshape(-1, 3)).astype(np.uint8), deep=1
            )
            scalars.SetName("colours")
            plane.GetCellData().SetScalars(scalars)
            self._mappers[axis].SetInputData(plane)


def _voxel_colours(
    phases: Phases,
    index: tuple[Any, ...],
    theme: SceneTheme,
    liquid: NDArray[np.uint8] | None,
    colours: SurfaceColours | None,
) -> NDArray[np.float32]:
    """(n, m, 3) ndarray, colours of the voxels of one plane."""
    labels = phases.labels[index]
    table = np.zeros((3, 3), dtype=np.float32)
    table[Phase.PORE] = theme.gas
    table[Phase.ACTIVE_MATERIAL] = theme.active_material
    table[Phase.BINDER] = theme.binder
    rgb = table[labels]
    if liquid is None:
        return rgb
    wet = np.array(theme.liquid) if colours is None else colours.at_plane(index)
    share = (liquid[index].astype(np.float32) / 255)[..., None]
    share[labels != Phase.PORE] = 0
    return ((1 - share) * rgb + share * wet).astype(np.float32)


def _squares(
    axis: int, at: int, ends: tuple[tuple[int, int], ...], voxel_um: float
) -> vtkPolyData:
    """A plane of squares, one a voxel, through the middle of a layer."""
    first, second = (other for other in range(3) if other != axis)
    across = np.arange(ends[first][0], ends[first][1] + 1) * voxel_um
    along = np.arange(ends[second][0], ends[second][1] + 1) * voxel_um
    n, m = len(across), len(along)
    points = np.empty((n, m, 3))
    points[..., axis] = (at + 0.5) * voxel_um
    points[..., first] = across[:, None]
    points[..., second] = along[None, :]
    number = np.arange(n * m).reshape(n, m)
    corners = np.stack(
        [number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]], axis=-1
    ).reshape(-1, 4)
    vtk_points = vtkPoints()
    vtk_points.SetData(numpy_to_vtk(points.reshape(-1, 3), deep=1))
    cells = vtkCellArray()
    offsets = numpy_to_vtk(4 * np.arange(len(corners) + 1, dtype=np.int64), deep=1)
    connectivity = numpy_to_vtk(corners.astype(np.int64).ravel(), deep=1)
    cells.SetData(offsets, connectivity)
    plane = vtkPolyData()
    plane.SetPoints(vtk_points)
    plane.SetPolys(cells)
    return plane
