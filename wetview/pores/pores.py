"""The data that a labelled pore space consists of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.volume.faces import axis_of, is_far, seen_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.faces import Face


@dataclass(frozen=True, eq=False)
class PoreTable:
    """One row per pore; row i is the pore with label i + 1.

    Areas are numbers of voxel faces times 2/3, which is what a face count
    overestimates the area of a randomly oriented surface by.

    Parameters
    ----------
    volume_vx : (n,) ndarray of int64
        Voxels in the pore.
    surface_area_vx2 : (n,) ndarray of float64
        Area towards everything else: solid, other pores; not the sample's own faces.
    contact_area_vx2 : (n,) ndarray of float64
        The part of it that is shared with other pores.
    centre_vx : (n, 3) ndarray of float64
        Centroid in voxel indices (x, y, z).
    touches_inlet, touches_outlet : (n,) ndarray of bool
        Whether the pore has a voxel in the first and in the last layer along x.
    """

    volume_vx: NDArray[np.int64]
    surface_area_vx2: NDArray[np.float64]
    contact_area_vx2: NDArray[np.float64]
    centre_vx: NDArray[np.float64]
    touches_inlet: NDArray[np.bool_]
    touches_outlet: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.volume_vx)

    @property
    def contact_percent(self) -> NDArray[np.float64]:
        """(n,) ndarray, contact area in percent of the surface area.

        0 where there is no surface: a sample that is one pore has none.
        """
        share = np.zeros(len(self))
        has_surface = self.surface_area_vx2 > 0
        np.divide(
            self.contact_area_vx2, self.surface_area_vx2, out=share, where=has_surface
        )
        return 100 * share

    @property
    def distance_from_inlet_vx(self) -> NDArray[np.float64]:
        """(n,) ndarray, distance of the centroid from the face at x = 0."""
        return self.centre_vx[:, 0] + 0.5


@dataclass(frozen=True, eq=False)
class Pores:
    """A pore space divided into pores.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, otherwise the number of the pore, from 1.
    table : PoreTable
        Geometry of every pore.
    neighbours : (m, 2) ndarray of int32
        Pairs of labels, the smaller one first, of pores that share faces.
    shared_area_vx2 : (m,) ndarray of float64
        Area that each pair shares.
    voxel_m : float
        Edge of a voxel in metres.
    """

    labels: NDArray[np.int32]
    table: PoreTable
    neighbours: NDArray[np.int32]
    shared_area_vx2: NDArray[np.float64]
    voxel_m: float

    def __len__(self) -> int:
        return len(self.table)

    def distance_from_vx(self, inlet: Face) -> NDArray[np.float64]:
        """(n,) ndarray, distance of each centroid from a face of the sample."""
        axis = axis_of(inlet)
        from_start = self.table.centre_vx[:, axis] + 0.5
        return self.labels.shape[axis] - from_start if is_far(inlet) else from_start

    def touching(self, inlet: Face) -> NDArray[np.bool_]:
        """(n,) ndarray, whether each pore has a voxel in the layer at a face."""
        touches = np.zeros(len(self) + 1, dtype=bool)
        touches[np.unique(seen_from(self.labels, inlet)[0])] = True
        return touches[1:]
