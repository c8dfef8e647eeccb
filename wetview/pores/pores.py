"""The data that a labelled pore space consists of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from wetview.pores.counting import extents
from wetview.volume.faces import axis_of, is_far, seen_from

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.faces import Face


@dataclass(frozen=True, eq=False)
class PoreTable:
    """One row per pore; row i is the pore with label i + 1.

    Areas are numbers of voxel faces times 2/3, which is what a face count
    overestimates the area of a randomly oriented surface by. Radii are distances to the
    wall, which lies half a voxel before the middle of the nearest solid voxel. What may
    be None is not known of pores that an older version wrote.

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
    active_area_vx2, binder_area_vx2 : (n,) ndarray of float64 or None
        The parts of the surface that are active material, and carbon binder.
    inscribed_radius_vx : (n,) ndarray of float64 or None
        Radius of the largest ball that the pore holds the middle of; infinite where
        the sample has no solid.
    geodesic_distance_vx : (n,) ndarray of float64 or None
        Mean way from x = 0 through the pores to the pore's voxels; infinite where none
        leads.
    bottleneck_radius_vx : (n,) ndarray of float64 or None
        Radius of the narrowest place on the widest way from x = 0 into the pore; 0
        where none leads.
    """

    volume_vx: NDArray[np.int64]
    surface_area_vx2: NDArray[np.float64]
    contact_area_vx2: NDArray[np.float64]
    centre_vx: NDArray[np.float64]
    touches_inlet: NDArray[np.bool_]
    touches_outlet: NDArray[np.bool_]
    active_area_vx2: NDArray[np.float64] | None = None
    binder_area_vx2: NDArray[np.float64] | None = None
    inscribed_radius_vx: NDArray[np.float64] | None = None
    geodesic_distance_vx: NDArray[np.float64] | None = None
    bottleneck_radius_vx: NDArray[np.float64] | None = None

    def __len__(self) -> int:
        return len(self.volume_vx)

    @property
    def contact_percent(self) -> NDArray[np.float64]:
        """(n,) ndarray, contact area in percent of the surface area.

        0 where there is no surface: a sample that is one pore has none.
        """
        return self._percent_of_surface(self.contact_area_vx2)

    @property
    def active_percent(self) -> NDArray[np.float64] | None:
        """(n,) ndarray, active material in percent of the surface area."""
        area = self.active_area_vx2
        return None if area is None else self._percent_of_surface(area)

    @property
    def binder_percent(self) -> NDArray[np.float64] | None:
        """(n,) ndarray, carbon binder in percent of the surface area."""
        area = self.binder_area_vx2
        return None if area is None else self._percent_of_surface(area)

    @property
    def equivalent_radius_vx(self) -> NDArray[np.float64]:
        """(n,) ndarray, radius of the ball with the pore's volume."""
        radius: NDArray[np.float64] = np.cbrt(3 * self.volume_vx / (4 * np.pi))
        return radius

    @property
    def sphericity(self) -> NDArray[np.float64]:
        """(n,) ndarray, area of the ball with the pore's volume over the pore's area.

        1 for a ball; NaN where there is no surface. Flat walls along the axes have 3/2
        of the area that is counted, so that a cube has 1.21 instead of 0.81.
        """
        ball = 4 * np.pi * self.equivalent_radius_vx**2
        share = np.full(len(self), np.nan)
        np.divide(
            ball, self.surface_area_vx2, out=share, where=self.surface_area_vx2 > 0
        )
        return share

    @property
    def distance_from_inlet_vx(self) -> NDArray[np.float64]:
        """(n,) ndarray, distance of the centroid from the face at x = 0."""
        return self.centre_vx[:, 0] + 0.5

    def _percent_of_surface(self, area: NDArray[np.float64]) -> NDArray[np.float64]:
        share = np.zeros(len(self))
        has_surface = self.surface_area_vx2 > 0
        np.divide(area, self.surface_area_vx2, out=share, where=has_surface)
        return 100 * share


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
    throat_radius_vx : (m,) ndarray of float64 or None
        Radius of the largest ball about a place in the interface of each pair.
    fragments : (nx, ny, nz) ndarray of int32 or None
        What the watershed gave before fragments were joined.
    """

    labels: NDArray[np.int32]
    table: PoreTable
    neighbours: NDArray[np.int32]
    shared_area_vx2: NDArray[np.float64]
    voxel_m: float
    throat_radius_vx: NDArray[np.float64] | None = None
    fragments: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.table)

    @cached_property
    def boxes(self) -> list[tuple[slice, slice, slice]]:
        """Where each pore begins and ends along x, y and z; the first is pore 1."""
        # SciPy's would let no other thread run: seconds, of a large sample.
        ends = extents(self.labels, len(self))[1:].tolist()
        return [(slice(*x), slice(*y), slice(*z)) for x, y, z in ends]

    @property
    def n_neighbours(self) -> NDArray[np.int64]:
        """(n,) ndarray, how many other pores each pore touches."""
        touching = np.bincount(self.neighbours.ravel(), minlength=len(self) + 1)
        return touching[1:].astype(np.int64)

    @property
    def widest_throat_radius_vx(self) -> NDArray[np.float64] | None:
        """(n,) ndarray, radius of the widest throat of each pore; 0 without one."""
        if self.throat_radius_vx is None:
            return None
        widest = np.zeros(len(self) + 1)
        for column in range(2):
            np.maximum.at(widest, self.neighbours[:, column], self.throat_radius_vx)
        return widest[1:]

    @property
    def mean_throat_radius_vx(self) -> NDArray[np.float64] | None:
        """(n,) ndarray, mean radius of the throats of each pore; 0 without one."""
        if self.throat_radius_vx is None:
            return None
        both = np.concatenate([self.neighbours[:, 0], self.neighbours[:, 1]])
        total = np.bincount(
            both, weights=np.tile(self.throat_radius_vx, 2), minlength=len(self) + 1
        )[1:]
        mean: NDArray[np.float64] = total / np.maximum(self.n_neighbours, 1)
        return mean

    @cached_property
    def clusters(self) -> NDArray[np.int32]:
        """(n,) ndarray, one number for all pores that are joined by neighbours."""
        n = len(self)
        one, other = (self.neighbours - 1).T if len(self.neighbours) else ([], [])
        graph = sparse.coo_array((np.ones(len(one), np.int8), (one, other)), (n, n))
        clusters: NDArray[np.int32] = connected_components(graph, directed=False)[1]
        return clusters

    @property
    def connected_fractions(self) -> tuple[float, float, float]:
        """Share of the pore voxels that join both faces of the sample, for each axis.

        What `wetview.pores.connected_fractions` finds in the voxels, at once: every
        pore is one piece.
        """
        clusters, volume = self.clusters, self.table.volume_vx
        n_pore = max(int(volume.sum()), 1)

        def share(first: Face, last: Face) -> float:
            through = np.intersect1d(
                clusters[self.touching(first)], clusters[self.touching(last)]
            )
            return float(volume[np.isin(clusters, through)].sum() / n_pore)

        return share("x-", "x+"), share("y-", "y+"), share("z-", "z+")

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

    def joined_to(self, inlet: Face) -> NDArray[np.bool_]:
        """(n,) ndarray, whether faces of pore voxels join each pore to a face."""
        clusters = self.clusters
        joined: NDArray[np.bool_] = np.isin(clusters, clusters[self.touching(inlet)])
        return joined
