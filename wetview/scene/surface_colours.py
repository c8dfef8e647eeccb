"""Colours of a surface from what lies just under it: values of voxels, or of pores."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from scipy import ndimage
from vtkmodules.util.numpy_support import vtk_to_numpy

from wetview.scene.colours import NO_VALUE, value_colours
from wetview.scene.surfaces import voxels_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from vtkmodules.vtkCommonDataModel import vtkPolyData

_DEPTH_VX = 0.7
_N_SHADES = 256


class SurfaceColours(ABC):
    """A scale, and the value under each point of a surface.

    Parameters
    ----------
    limits : (low, high)
        Values at the ends of the scale.
    colour_map : str
        Name of a matplotlib colour map.
    title : str
        What the values are, with their unit.
    """

    def __init__(
        self, limits: tuple[float, float], *, colour_map: str, title: str
    ) -> None:
        self.limits = limits
        self.colour_map = colour_map
        self.title = title

    def at(self, surface: vtkPolyData, voxel_um: float) -> NDArray[np.float32]:
        """(n, 3) ndarray, a colour for each point, from 0 to 1."""
        points = vtk_to_numpy(surface.GetPoints().GetData())
        normals = vtk_to_numpy(surface.GetPointData().GetNormals())
        return self._at_voxels(points - _DEPTH_VX * voxel_um * normals, voxel_um)

    @abstractmethod
    def at_plane(self, index: tuple[Any, ...]) -> NDArray[np.float32]:
        """(..., 3) ndarray, colours of voxels that an index of the sample picks."""

    @abstractmethod
    def _at_voxels(
        self, points_um: NDArray[np.floating], voxel_um: float
    ) -> NDArray[np.float32]: ...


class FieldColours(SurfaceColours):
    """Colours from a value of each voxel.

    Parameters
    ----------
    values : (nx, ny, nz) ndarray of float32
        NaN where there is none; those of neighbours are taken, two voxels far.
    limits, colour_map, title
        As for `SurfaceColours`.
    """

    def __init__(
        self,
        values: NDArray[np.floating],
        limits: tuple[float, float],
        *,
        colour_map: str,
        title: str,
    ) -> None:
        super().__init__(limits, colour_map=colour_map, title=title)
        low, high = limits
        share = (_spread(values) - low) / ((high - low) or 1.0)
        known = np.isfinite(share)
        shades = np.where(known, share, 0).clip(0, 1) * (_N_SHADES - 1) + 1.5
        # 0 means that there is no value.
        self._shade = np.where(known, shades, 0).astype(np.uint16)
        self._table = _table(colour_map)

    def at_plane(self, index: tuple[Any, ...]) -> NDArray[np.float32]:
        """(..., 3) ndarray, colours of voxels that an index of the sample picks."""
        return self._table[self._shade[index]]

    def _at_voxels(
        self, points_um: NDArray[np.floating], voxel_um: float
    ) -> NDArray[np.float32]:
        return self.at_plane(voxels_of(points_um, self._shade.shape, voxel_um))


class PoreColours(SurfaceColours):
    """Colours from a value of each pore.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        Pores, spread into the solid as far as surfaces may reach.
    values : (n_pores,) ndarray
        NaN where there is none.
    limits, colour_map, title
        As for `SurfaceColours`.
    """

    def __init__(
        self,
        labels: NDArray[np.int32],
        values: NDArray[np.floating],
        limits: tuple[float, float],
        *,
        colour_map: str,
        title: str,
    ) -> None:
        super().__init__(limits, colour_map=colour_map, title=title)
        self._labels = labels
        table = value_colours(values, limits, colour_map=colour_map)
        self._table = table.astype(np.float32) / np.float32(255)

    def at_plane(self, index: tuple[Any, ...]) -> NDArray[np.float32]:
        """(..., 3) ndarray, colours of voxels that an index of the sample picks."""
        return self._table[self._labels[index]]

    def _at_voxels(
        self, points_um: NDArray[np.floating], voxel_um: float
    ) -> NDArray[np.float32]:
        return self.at_plane(voxels_of(points_um, self._labels.shape, voxel_um))


def _table(colour_map: str) -> NDArray[np.float32]:
    colours = matplotlib.colormaps[colour_map](np.linspace(0, 1, _N_SHADES))[:, :3]
    none = NO_VALUE[None] / 255
    return np.concatenate([none, colours]).astype(np.float32)


def _spread(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Values carried into voxels without one, as means of the known neighbours."""
    spread = np.array(values, dtype=np.float32)
    for _ in range(2):
        known = np.isfinite(spread)
        if known.all():
            break
        total = ndimage.uniform_filter(np.where(known, spread, 0), 3, mode="constant")
        share = ndimage.uniform_filter(known.astype(np.float32), 3, mode="constant")
        is_near = ~known & (share > 1e-3)
        spread[is_near] = total[is_near] / share[is_near]
    return spread
