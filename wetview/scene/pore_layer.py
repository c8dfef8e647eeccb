"""Pores as one surface whose triangles know the pore that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData

from wetview.scene.layers import Layer, triangles
from wetview.scene.sample import Clip, Part
from wetview.scene.surfaces import closed_surface, smooth_field, voxels_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.scene.theme import Colour

_MARGIN_VX = 3


class PoreLayer:
    """All pores in one actor, and a second one for the pore that was picked.

    Colours change without another surface.
    """

    def __init__(self) -> None:
        self.all = Layer(behind=True)
        self.one = Layer(specular=0.2)
        self._pores: Pores | None = None
        self._part: Part | None = None
        self._owner = np.zeros((1, 1, 1), dtype=np.int32)
        self._boxes: list[tuple[slice, slice, slice] | None] = []
        self._label_of_triangle = np.zeros(0, dtype=np.int32)
        self._shade = np.zeros(0, dtype=np.float32)

    @property
    def pores(self) -> Pores | None:
        """What is drawn."""
        return self._pores

    def set_pores(self, pores: Pores, clip: Clip) -> None:
        """Draw other pores."""
        is_pore = pores.labels > 0
        nx, ny, nz = is_pore.shape
        self._pores = pores
        self._part = Part(smooth_field(is_pore), 1, pores.voxel_m * 1e6, (nx, ny, nz))
        self._owner = _nearest_labels(pores.labels)
        self._boxes = ndimage.find_objects(pores.labels, max_label=len(pores))
        self.set_clip(clip)

    def clear(self) -> None:
        """Draw none."""
        self._pores = self._part = None
        for layer in (self.all, self.one):
            layer.set_surface(vtkPolyData())
        self._label_of_triangle = np.zeros(0, dtype=np.int32)

    def set_clip(self, clip: Clip) -> None:
        """Draw another part of the same pores; they must be painted again."""
        if self._part is None:
            return
        surface, _ = self._part.surface(clip)
        self.all.set_surface(surface)
        self._label_of_triangle = self._labels_below(surface)
        if not len(self._label_of_triangle):
            return
        shade = vtk_to_numpy(surface.GetPointData().GetArray("shade"))
        self._shade = shade[triangles(surface)].mean(axis=1)
        labels = numpy_to_vtk(self._label_of_triangle, deep=1)
        labels.SetName("pore")
        surface.GetCellData().AddArray(labels)

    def paint(self, colours: NDArray[np.uint8]) -> None:
        """Colour the pores by an (n_pores + 1, 3) table of uint8."""
        table = colours.astype(np.float32) / np.float32(255)
        self.all.paint_cells(table[self._label_of_triangle], self._shade)

    def label_of(self, triangle: int) -> int:
        """The pore that a triangle of the surface belongs to."""
        return int(self._label_of_triangle[triangle])

    def highlight(self, label: int | None, clip: Clip, colour: Colour) -> None:
        """Draw one pore on its own, or none."""
        if self._pores is None or label is None:
            self.one.set_surface(vtkPolyData())
            return
        labels, voxel_um = self._pores.labels, self._pores.voxel_m * 1e6
        slices = _window(self._boxes[label - 1], clip)
        if slices is None:
            self.one.set_surface(vtkPolyData())
            return
        x, y, z = (voxel_um * part.start for part in slices)
        field = smooth_field(labels[slices] == label)
        self.one.set_surface(closed_surface(field, voxel_um, corner_um=(x, y, z)))
        self.one.paint(colour)

    def _labels_below(self, surface: vtkPolyData) -> NDArray[np.int32]:
        """The pore just under each triangle."""
        if surface.GetNumberOfCells() == 0 or self._part is None:
            return np.zeros(0, dtype=np.int32)
        points = vtk_to_numpy(surface.GetPoints().GetData())
        normals = vtk_to_numpy(surface.GetPointData().GetNormals())
        corners = triangles(surface)
        voxel_um = self._part.voxel_um
        inward = points[corners].mean(axis=1) - 0.5 * voxel_um * normals[corners].mean(
            axis=1
        )
        return self._owner[voxels_of(inward, self._owner.shape, voxel_um)]


def _nearest_labels(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Labels spread two voxels into the solid, as far as smoothing may reach."""
    spread = labels
    for _ in range(2):
        grown = ndimage.maximum_filter(spread, size=3)
        spread = np.where(spread > 0, spread, grown)
    return spread


def _window(
    box: tuple[slice, slice, slice] | None, clip: Clip
) -> tuple[slice, ...] | None:
    """A pore's box with a margin, as far as it is shown; None if it is not."""
    slices = []
    for part, (first, last) in zip(
        box or (slice(0, 0),) * 3, (clip.x, clip.y, clip.z), strict=True
    ):
        start = max(part.start - _MARGIN_VX, first)
        stop = min(part.stop + _MARGIN_VX, last)
        if start >= stop:
            return None
        slices.append(slice(start, stop))
    return tuple(slices)
