"""Pores as one surface whose triangles know the pore that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData

from wetview.pores.counting import renamed
from wetview.scene.colours import category_colours
from wetview.scene.layers import Layer, triangles
from wetview.scene.sample import Clip, Part
from wetview.scene.surfaces import (
    closed_surface,
    coarsening_for,
    smooth_field,
    voxels_of,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.scene.theme import SceneTheme

PORE_BUDGET = 1_200_000
COARSE_PORE_BUDGET = 40_000
"""Voxels that the surface is made of at most, at rest and while the view moves."""

_MARGIN_VX = 3
_MUTED = 0.35


class PoreLayer:
    """All pores in one actor, and a second one for the pore that was picked.

    Colours change without another surface.
    """

    def __init__(self) -> None:
        self.all = Layer(behind=True)
        self.one = Layer(specular=0.2)
        self.ghost = Layer(through=True)
        self._pores: Pores | None = None
        self._parts: dict[bool, Part] = {}
        self._drawn: dict[tuple[bool, Clip], tuple[vtkPolyData, NDArray[np.int32]]] = {}
        self._owner: NDArray[np.int32] | None = None
        self._categories: NDArray[np.uint8] | None = None
        self._label_of_triangle = np.zeros(0, dtype=np.int32)
        self._shade = np.zeros(0, dtype=np.float32)
        self._colours = np.zeros((1, 3), dtype=np.uint8)
        self._highlighted: int | None = None
        self._is_shown: NDArray[np.bool_] | None = None

    @property
    def pores(self) -> Pores | None:
        """What is drawn."""
        return self._pores

    @property
    def highlighted(self) -> int | None:
        """The pore that is drawn in a strong colour."""
        return self._highlighted

    def set_pores(self, pores: Pores) -> None:
        """Take other pores; `draw` shows them, grey until they are given colours."""
        self._pores = pores
        self._parts, self._drawn = {}, {}
        self._owner = self._categories = None
        self._colours = np.full((len(pores) + 1, 3), 128, dtype=np.uint8)
        self._highlighted = self._is_shown = None
        self._show(vtkPolyData(), np.zeros(0, dtype=np.int32))
        self._show_one(vtkPolyData())

    def clear(self) -> None:
        """Draw none."""
        self._pores = self._owner = self._categories = None
        self._parts, self._drawn = {}, {}
        self._highlighted = self._is_shown = None
        self._show(vtkPolyData(), np.zeros(0, dtype=np.int32))
        self._show_one(vtkPolyData())

    @property
    def categories(self) -> NDArray[np.uint8]:
        """(n_pores + 1, 3), a colour for each pore other than its neighbours'."""
        assert self._pores is not None
        if self._categories is None:  # a second and more for large samples
            self._categories = category_colours(self._pores)
        return self._categories

    def set_shown(self, is_shown: NDArray[np.bool_] | None) -> None:
        """Hide pores: (n_pores,), which are to be seen; None shows all."""
        former = self._is_shown
        if is_shown is None or former is None:
            if is_shown is former:
                return
        elif np.array_equal(is_shown, former):
            return
        self._is_shown = is_shown
        self._parts, self._drawn, self._owner = {}, {}, None

    def draw(self, clip: Clip, theme: SceneTheme, *, coarse: bool) -> None:
        """Show all pores within a clip, with fewer triangles where that is wanted."""
        if self._pores is None:
            return
        key = (coarse, clip)
        if key not in self._drawn:
            # One surface at rest and one for a moving view; those of other clips go.
            self._drawn = {k: self._drawn[k] for k in self._drawn if k[1] == clip}
            surface, _ = self._part(coarse).surface(clip)
            self._drawn[key] = (surface, self._labels_below(surface))
        if self.all.surface is not self._drawn[key][0]:
            self._show(*self._drawn[key])
            self.paint(theme)

    def set_colours(self, colours: NDArray[np.uint8], theme: SceneTheme) -> None:
        """Give the pores the colours of an (n_pores + 1, 3) table."""
        self._colours = colours
        self.paint(theme)

    def paint(self, theme: SceneTheme) -> None:
        """Colour the pores; where one is highlighted, mute the others."""
        table = self._colours.astype(np.float32) / np.float32(255)
        if self._highlighted is not None:
            grey = np.array(theme.active_material, dtype=np.float32)
            muted = np.float32(_MUTED) * table + np.float32(1 - _MUTED) * grey
            # The neighbours light up: they keep their colours.
            beside = self._neighbours(self._highlighted)
            muted[beside] = table[beside]
            table = muted
        self.all.paint_cells(table[self._label_of_triangle], self._shade)
        self.one.paint(theme.highlight)
        self.ghost.paint(theme.highlight)

    def label_of(self, triangle: int) -> int:
        """The pore that a triangle of the surface belongs to."""
        return int(self._label_of_triangle[triangle])

    def highlight(self, label: int | None, clip: Clip, theme: SceneTheme) -> None:
        """Draw one pore on its own, or none."""
        self._highlighted = label
        self._draw_one(clip)
        self.paint(theme)

    def _neighbours(self, label: int) -> NDArray[np.int32]:
        """Labels of the pores that share faces with one."""
        if self._pores is None:
            return np.zeros(0, dtype=np.int32)
        pairs = self._pores.neighbours
        return pairs[(pairs == label).any(axis=1)].ravel()

    def _seen_labels(self) -> NDArray[np.int32]:
        """The labels, 0 where a pore is hidden."""
        assert self._pores is not None
        if self._is_shown is None:
            return self._pores.labels
        kept = np.arange(len(self._pores) + 1, dtype=np.int32)
        kept[1:][~self._is_shown] = 0
        return renamed(self._pores.labels, kept)

    def _show_one(self, surface: vtkPolyData) -> None:
        for layer in (self.one, self.ghost):
            layer.set_surface(surface)

    def _draw_one(self, clip: Clip) -> None:
        label = self._highlighted
        if self._pores is None or label is None:
            self._show_one(vtkPolyData())
            return
        labels, voxel_um = self._pores.labels, self._pores.voxel_m * 1e6
        slices = _window(_box_of(labels, label), clip)
        if slices is None:
            self._show_one(vtkPolyData())
            return
        x, y, z = (voxel_um * part.start for part in slices)
        field = smooth_field(labels[slices] == label)
        self._show_one(closed_surface(field, voxel_um, corner_um=(x, y, z)))

    def _show(self, surface: vtkPolyData, labels: NDArray[np.int32]) -> None:
        self.all.set_surface(surface)
        self._label_of_triangle = labels
        if not len(labels):
            return
        shade = vtk_to_numpy(surface.GetPointData().GetArray("shade"))
        self._shade = shade[triangles(surface)].mean(axis=1)
        array = numpy_to_vtk(labels, deep=1)
        array.SetName("pore")
        surface.GetCellData().AddArray(array)

    def _part(self, coarse: bool) -> Part:
        assert self._pores is not None
        if coarse not in self._parts:
            is_pore = self._seen_labels() > 0
            nx, ny, nz = is_pore.shape
            budget = COARSE_PORE_BUDGET if coarse else PORE_BUDGET
            n = coarsening_for((nx, ny, nz), budget=budget)
            field = smooth_field(is_pore, coarsening=n)
            self._parts[coarse] = Part(
                field, n, self._pores.voxel_m * 1e6, (nx, ny, nz)
            )
        return self._parts[coarse]

    def _labels_below(self, surface: vtkPolyData) -> NDArray[np.int32]:
        """The pore just under each triangle."""
        if surface.GetNumberOfCells() == 0 or self._pores is None:
            return np.zeros(0, dtype=np.int32)
        points = vtk_to_numpy(surface.GetPoints().GetData())
        normals = vtk_to_numpy(surface.GetPointData().GetNormals())
        corners = triangles(surface)
        nx, ny, nz = self._pores.labels.shape
        n = coarsening_for((nx, ny, nz), budget=PORE_BUDGET)
        element_um = n * self._pores.voxel_m * 1e6
        inward = points[corners].mean(axis=1) - 0.5 * element_um * normals[
            corners
        ].mean(axis=1)
        if self._owner is None:
            self._owner = nearest_labels(greatest_in_blocks(self._seen_labels(), n))
        return self._owner[voxels_of(inward, self._owner.shape, element_um)]


def greatest_in_blocks(labels: NDArray[np.int32], n: int) -> NDArray[np.int32]:
    """The greatest label in every block of n voxels along each axis."""
    if n == 1:
        return labels
    for axis in range(3):
        starts = np.arange(0, labels.shape[axis], n)
        labels = np.maximum.reduceat(labels, starts, axis=axis)
    return labels


def nearest_labels(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Labels spread two voxels into the solid, as far as smoothing may reach."""
    spread = labels
    for _ in range(2):
        grown = ndimage.maximum_filter(spread, size=3)
        spread = np.where(spread > 0, spread, grown)
    return spread


def _box_of(labels: NDArray[np.int32], label: int) -> tuple[tuple[int, int], ...]:
    """First and last voxel of a label along each axis."""
    places = np.unravel_index(np.flatnonzero(labels == label), labels.shape)
    return tuple((int(one.min()), int(one.max())) for one in places)


def _window(box: tuple[tuple[int, int], ...], clip: Clip) -> tuple[slice, ...] | None:
    """A pore's box with a margin, as far as it is shown; None if it is not."""
    slices = []
    for (lowest, highest), (first, last) in zip(
        box, (clip.x, clip.y, clip.z), strict=True
    ):
        start = max(lowest - _MARGIN_VX, first)
        stop = min(highest + 1 + _MARGIN_VX, last)
        if start >= stop:
            return None
        slices.append(slice(start, stop))
    return tuple(slices)
