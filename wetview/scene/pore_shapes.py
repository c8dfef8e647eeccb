"""The surfaces of a sample's pores, made once for all panes that show them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
from numba import njit
from scipy import ndimage
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkPolyData

from wetview.pores.counting import renamed
from wetview.scene.colours import category_colours
from wetview.scene.layers import triangles
from wetview.scene.sample import Clip, Part
from wetview.scene.surfaces import (
    closed_surface,
    coarsening_for,
    smooth_field,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wetview.pores.pores import Pores

PORE_BUDGET = 1_200_000
COARSE_PORE_BUDGET = 40_000
"""Voxels that the surface is made of at most, at rest and while the view moves."""

_MARGIN_VX = 3


@dataclass(frozen=True, eq=False)
class PoreSurface:
    """A surface whose triangles know the pore that they belong to.

    Parameters
    ----------
    surface : vtkPolyData
        Of n triangles.
    label_of_triangle : (n,) ndarray of int32
        The pore just under each.
    shade : (n,) ndarray of float32
        How crowded the surroundings of each are, 0 to 1.
    """

    surface: vtkPolyData
    label_of_triangle: NDArray[np.int32]
    shade: NDArray[np.float32]


@dataclass(eq=False)
class _Level:
    """All pores at one resolution.

    Parameters
    ----------
    labels : (nx', ny', nz') ndarray of int32
        The pore that each block of voxels belongs to.
    part : Part
        What share of each block is pore, smoothed, and where it lies.
    """

    labels: NDArray[np.int32]
    part: Part
    _surfaces: dict[Clip, PoreSurface] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: NDArray[np.int32], voxel_um: float, *, budget: int) -> _Level:
        """The pores of a sample, drawn from so many voxels at most."""
        nx, ny, nz = labels.shape
        n = coarsening_for((nx, ny, nz), budget=budget)
        of_pores = smooth_field(labels > 0, coarsening=n)
        part = Part(of_pores, n, voxel_um, (nx, ny, nz))
        return cls(greatest_in_blocks(labels, n), part)

    def only(self, is_shown: NDArray[np.bool_]) -> _Level:
        """The same without the pores that (n_pores,) `is_shown` leaves out."""
        kept = np.arange(len(is_shown) + 1, dtype=np.int32)
        kept[1:][~is_shown] = 0
        labels = renamed(self.labels, kept)
        if self.part.coarsening == 1:
            of_pores = smooth_field(labels > 0)
        else:
            of_pores = np.where(labels > 0, self.part.field, np.float32(0))
        return _Level(labels, replace(self.part, field=of_pores))

    def surface(self, clip: Clip) -> PoreSurface:
        """The surface within a clip; the last one and the one before it are kept.

        The panes of Compare may show a part, while another view has the whole.
        """
        if clip not in self._surfaces:
            surface, _ = self.part.surface(clip)
            before = list(self._surfaces.items())[-1:]
            self._surfaces = {**dict(before), clip: self._with_labels(surface)}
        return self._surfaces[clip]

    def _with_labels(self, surface: vtkPolyData) -> PoreSurface:
        if surface.GetNumberOfCells() == 0:
            return PoreSurface(
                surface, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
            )
        points = vtk_to_numpy(surface.GetPoints().GetData())
        normals = vtk_to_numpy(surface.GetPointData().GetNormals())
        shade = vtk_to_numpy(surface.GetPointData().GetArray("shade"))
        found = _under_triangles(
            *(triangles(surface), points, normals, shade),
            *(self._owner, self.part.element_um),
        )
        return PoreSurface(surface, *found)

    @cached_property
    def _owner(self) -> NDArray[np.int32]:
        return nearest_labels(self.labels)


class ShownPores:
    """The surface of some pores, at rest and while the view moves.

    Parameters
    ----------
    make : callable
        Gives the pores at a resolution, coarse or not.
    """

    def __init__(self, make: Callable[[bool], _Level]) -> None:
        self._make = make
        self._levels: dict[bool, _Level] = {}
        self._part: tuple[NDArray[np.bool_], ShownPores] | None = None

    def surface(self, clip: Clip, *, coarse: bool) -> PoreSurface:
        """The surface within a clip, with few triangles or many."""
        return self.level(coarse).surface(clip)

    def level(self, coarse: bool) -> _Level:
        """The pores at one of the two resolutions."""
        if coarse not in self._levels:
            self._levels[coarse] = self._make(coarse)
        return self._levels[coarse]

    def only(self, is_shown: NDArray[np.bool_]) -> ShownPores:
        """The same without the pores that (n_pores,) `is_shown` leaves out.

        The last one is kept, so that its surface may be made in a thread.
        """
        if self._part is None or not np.array_equal(self._part[0], is_shown):
            part = ShownPores(lambda coarse: self.level(coarse).only(is_shown))
            self._part = is_shown, part
        return self._part[1]


class PoreShapes(ShownPores):
    """All pores of a sample, and each alone.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, otherwise the number of the pore, from 1.
    n_pores : int
        How many there are.
    neighbours : (m, 2) ndarray of int32
        Labels of pores that touch.
    voxel_um : float
        Edge of a voxel in micrometres.
    """

    def __init__(
        self,
        labels: NDArray[np.int32],
        n_pores: int,
        neighbours: NDArray[np.int32],
        voxel_um: float,
    ) -> None:
        super().__init__(
            lambda coarse: _Level.of(
                labels, voxel_um, budget=COARSE_PORE_BUDGET if coarse else PORE_BUDGET
            )
        )
        self._labels = labels
        self._n_pores = n_pores
        self._neighbours = neighbours
        self._voxel_um = voxel_um

    def prepare(self) -> None:
        """Make what the first pictures need: in a thread, where that takes seconds."""
        nx, ny, nz = self._labels.shape
        for coarse in (False, True):
            self.surface(Clip.whole((nx, ny, nz)), coarse=coarse)
        _ = self.categories

    @cached_property
    def categories(self) -> NDArray[np.uint8]:
        """(n_pores + 1, 3), a colour for each pore other than its neighbours'."""
        return category_colours(self._n_pores, self._neighbours)

    def surface_of_one(
        self, label: int, box: tuple[slice, slice, slice], clip: Clip
    ) -> vtkPolyData:
        """The surface of one pore within a clip, at the sample's own resolution."""
        slices = _window(box, clip)
        if slices is None:
            return vtkPolyData()
        x, y, z = (self._voxel_um * part.start for part in slices)
        of_pore = smooth_field(self._labels[slices] == label)
        return closed_surface(of_pore, self._voxel_um, corner_um=(x, y, z))


# Shapes hold arrays and not the pores, so that both go when the pores are let go.
_KNOWN: WeakKeyDictionary[Pores, PoreShapes] = WeakKeyDictionary()


def pore_shapes(pores: Pores) -> PoreShapes:
    """The shapes of pores; the same ones as long as the pores are in use."""
    if pores not in _KNOWN:
        _KNOWN[pores] = PoreShapes(
            pores.labels, len(pores), pores.neighbours, pores.voxel_m * 1e6
        )
    return _KNOWN[pores]


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


@njit(cache=True, nogil=True)
def _under_triangles(corners, points, normals, shade, labels, element_um):  # type: ignore[no-untyped-def]
    """The label half an element below each triangle, and the triangle's mean shade."""
    n = len(corners)
    below, mean_shade = np.empty(n, np.int32), np.empty(n, np.float32)
    index = np.empty(3, np.int64)
    for i in range(n):
        one, other, third = corners[i]
        for axis in range(3):
            middle = points[one, axis] + points[other, axis] + points[third, axis]
            normal = normals[one, axis] + normals[other, axis] + normals[third, axis]
            place = int(np.floor((middle / element_um - 0.5 * normal) / 3))
            index[axis] = min(max(place, 0), labels.shape[axis] - 1)
        below[i] = labels[index[0], index[1], index[2]]
        mean_shade[i] = (shade[one] + shade[other] + shade[third]) / 3
    return below, mean_shade


def _window(box: tuple[slice, slice, slice], clip: Clip) -> tuple[slice, ...] | None:
    """A pore's box with a margin, as far as it is shown; None if it is not."""
    slices = []
    for pore, (first, last) in zip(box, (clip.x, clip.y, clip.z), strict=True):
        start = max(pore.start - _MARGIN_VX, first)
        stop = min(pore.stop + _MARGIN_VX, last)
        if start >= stop:
            return None
        slices.append(slice(start, stop))
    return tuple(slices)
