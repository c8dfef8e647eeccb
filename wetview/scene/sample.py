"""Where the parts of a sample are drawn: which surfaces, cut how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import ndimage

from wetview.scene.surfaces import (
    Point,
    closed_surface,
    interpolate_at_points,
    mirrored,
    smooth_field,
)
from wetview.volume.phases import Phase

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from vtkmodules.vtkCommonDataModel import vtkPolyData

_BINDER_FROM, _BINDER_FULL = 0.27, 0.42
_SPREAD = 0.5


class Cutaway(Enum):
    """Which part of the solid is taken away so that the filling can be seen."""

    NONE = "none"
    FRONT = "front"
    """The half towards y = 0."""
    QUARTER = "quarter"
    """The quarter towards y = 0 and the upper z, along the whole of x."""


@dataclass(frozen=True)
class Clip:
    """The part of a sample that is shown.

    Parameters
    ----------
    x, y, z : (start, stop)
        Voxels along each axis.
    """

    x: tuple[int, int]
    y: tuple[int, int]
    z: tuple[int, int]

    @classmethod
    def whole(cls, shape: tuple[int, int, int]) -> Clip:
        """All of a sample."""
        nx, ny, nz = shape
        return cls((0, nx), (0, ny), (0, nz))

    def within(self, shape: tuple[int, int, int]) -> Clip:
        """The same, with at least one voxel and no farther than the sample."""
        ends = []
        for (start, stop), size in zip((self.x, self.y, self.z), shape, strict=True):
            first = min(max(start, 0), size - 1)
            ends.append((first, min(max(stop, first + 1), size)))
        return Clip(*ends)


@dataclass(frozen=True, eq=False)
class Part:
    """A field of a sample, and where it lies.

    Parameters
    ----------
    field : (nx', ny', nz') ndarray of float32
        From `smooth_field`, coarser than the sample or not.
    coarsening : int
        Voxels of the sample in one element, along each axis.
    voxel_um : float
        Edge of a voxel of the sample.
    shape : (nx, ny, nz)
        Voxels of the sample.
    """

    field: NDArray[np.float32]
    coarsening: int
    voxel_um: float
    shape: tuple[int, int, int]

    @property
    def element_um(self) -> float:
        """Edge of an element of the field."""
        return self.coarsening * self.voxel_um

    def surface(self, clip: Clip) -> tuple[vtkPolyData, Point]:
        """The part's surface within a clip, and the corner where the clip starts."""
        slices, corner_um, end_um = self._window(clip)
        surface = closed_surface(
            self.field[slices], self.element_um, corner_um=corner_um, end_um=end_um
        )
        return surface, corner_um

    def _window(self, clip: Clip) -> tuple[tuple[slice, ...], Point, Point]:
        n = self.coarsening
        ends = (clip.x, clip.y, clip.z)
        slices = tuple(slice(start // n, -(-stop // n)) for start, stop in ends)
        corner_um = tuple(part.start * self.element_um for part in slices)
        end_um = tuple(
            min(part.stop * n, size) * self.voxel_um
            for part, size in zip(slices, self.shape, strict=True)
        )
        return slices, corner_um, end_um  # type: ignore[return-value]


class Solid:
    """The surfaces of active material and binder, together or one of them.

    Both make one surface, coloured by what lies under it, so that no gap opens
    where they touch.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of uint8
        `Phase` of each voxel.
    voxel_um : float
        Edge of a voxel in micrometres.
    coarsening : int
        Voxels that become one along each axis.
    """

    def __init__(
        self, labels: NDArray[np.uint8], voxel_um: float, *, coarsening: int
    ) -> None:
        self._active, self._binder = (
            smooth_field(labels == phase, coarsening=coarsening)
            for phase in (Phase.ACTIVE_MATERIAL, Phase.BINDER)
        )
        nx, ny, nz = labels.shape
        self._shape = (nx, ny, nz)
        self._voxel_um = voxel_um
        self._coarsening = coarsening

    def surface(
        self, clip: Clip, cutaway: Cutaway, *, active: bool, binder: bool
    ) -> tuple[vtkPolyData, NDArray[np.floating]]:
        """The surface, and at each point the share of binder under it."""
        field = self._active * active + self._binder * binder
        if cutaway is Cutaway.FRONT:
            middle = (clip.y[0] + clip.y[1] + 1) // 2
            clip = Clip(clip.x, (middle, clip.y[1]), clip.z).within(self._shape)
        elif cutaway is Cutaway.QUARTER:
            field = self._without_quarter(field, clip)
        part = Part(field, self._coarsening, self._voxel_um, self._shape)
        surface, _ = part.surface(clip)
        if surface.GetNumberOfPoints() == 0:
            return surface, np.zeros(0, dtype=np.float32)
        share = _share(self._binder * binder, self._active * active)
        at_points = interpolate_at_points(surface, share, part.element_um)
        at_points -= _BINDER_FROM
        return surface, (at_points / (_BINDER_FULL - _BINDER_FROM)).clip(0, 1)

    def _without_quarter(
        self, field: NDArray[np.float32], clip: Clip
    ) -> NDArray[np.float32]:
        n = self._coarsening
        middle_y = (clip.y[0] + clip.y[1]) // (2 * n)
        middle_z = (clip.z[0] + clip.z[1]) // (2 * n)
        quarter = (slice(None), slice(0, middle_y), slice(middle_z, None))
        cut = field.copy()
        cut[quarter] = 0
        # Next to the cut the field is mirrored, so that the surface lies on the cut.
        if middle_y > 0 and middle_y < field.shape[1]:
            wall = field[:, middle_y, middle_z:]
            cut[:, middle_y - 1, middle_z:] = mirrored(wall)
        if middle_z > 0 and middle_z < field.shape[2]:
            floor = field[:, :middle_y, middle_z - 1]
            cut[:, :middle_y, middle_z] = mirrored(floor)
        return cut


def _share(part: NDArray[Any], rest: NDArray[Any]) -> NDArray[Any]:
    """Share of one field of two, spread a voxel outwards to where surfaces lie."""
    part = ndimage.gaussian_filter(part, _SPREAD, mode="nearest")
    rest = ndimage.gaussian_filter(rest, _SPREAD, mode="nearest")
    return part / np.maximum(part + rest, 1e-3)
