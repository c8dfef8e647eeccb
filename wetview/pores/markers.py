"""Where pores begin: the middles of the widest places.

Maxima of the smoothed distance map as in Gostick, Phys. Rev. E 96, 023307 (2017),
ranked by what does not change when the sample is turned by its axes or moved.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage, sparse
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from wetview import scratch
from wetview.pores.distance import root_of
from wetview.pores.flooding import peaks
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares
    from wetview.progress import Report

HEIGHTS_A_VOXEL = 128
"""Heights are whole numbers, this many to a voxel of distance."""

_SMOOTHING_VX = 0.4
_REACH_VX = 4
_SLAB_VX = 32
_SPHERE = 1.0


@dataclass(frozen=True, eq=False)
class Markers:
    """Where pores begin.

    Parameters
    ----------
    place : (n,) ndarray of int64
        Indices of their voxels into the flat array, ascending.
    rank : (n,) ndarray of int32
        Which pore begins there: the widest is 1.
    """

    place: NDArray[np.int64]
    rank: NDArray[np.int32]

    def in_layers(
        self, start: int, stop: int, shape: tuple[int, ...]
    ) -> NDArray[np.int32]:
        """(stop - start + 2, ny + 2, nz + 2) ndarray, the rank in their voxels.

        0 elsewhere, and in the voxels that lie around these layers.

        Parameters
        ----------
        start, stop : int
            Layers along x.
        shape : tuple of int
            Of the whole sample.
        """
        _, ny, nz = shape
        found = np.zeros((stop - start + 2, ny + 2, nz + 2), dtype=np.int32)
        first, last = np.searchsorted(self.place, (start * ny * nz, stop * ny * nz))
        x, y, z = np.unravel_index(self.place[first:last], shape)
        found[x - start + 1, y + 1, z + 1] = self.rank[first:last]
        return found


def heights(
    distance_vx2: NDArray[Squares],
    *,
    slab_vx: int = _SLAB_VX,
    report: Report = silent,
) -> NDArray[np.uint16]:
    """The smoothed distance map in whole numbers; 0 in the solid.

    Parameters
    ----------
    distance_vx2 : (nx, ny, nz) ndarray of uint16 or uint32
        Of `squared_distance`.
    slab_vx : int
        Layers that are smoothed at a time, with as many more at both sides as matter.
    report : callable, optional
        Told how many layers are done.

    Notes
    -----
    Smoothed in double precision, slab by slab to spare memory: sums that differ in the
    order of their terms round to the same whole number.
    """
    found = scratch.zeros(distance_vx2.shape, np.uint16)
    margin = int(4 * _SMOOTHING_VX + 0.5)
    n_layers = distance_vx2.shape[0]
    largest = np.iinfo(np.uint16).max
    for start in range(0, n_layers, slab_vx):
        report(start, n_layers, "Smoothing the distances")
        stop = min(start + slab_vx, n_layers)
        low, high = max(start - margin, 0), min(stop + margin, n_layers)
        smooth = ndimage.gaussian_filter(
            root_of(distance_vx2[low:high]).astype(np.float64), _SMOOTHING_VX
        )[start - low : stop - low]
        whole = np.clip(np.rint(HEIGHTS_A_VOXEL * smooth), 1, largest)
        found[start:stop] = np.where(distance_vx2[start:stop] > 0, whole, 0)
    return found


def markers(height: NDArray[np.uint16], *, report: Report = silent) -> Markers:
    """The middles of the widest places.

    A maximum within the sphere about a wider one, of the radius there, is none.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        Of `heights`.
    report : callable, optional
        Told how far the search is.
    """
    place = peaks(height, _REACH_VX, report=report)
    where = np.stack(np.unravel_index(place, height.shape), axis=1)
    n, piece = _pieces(place, where, height.shape)
    size = np.bincount(piece, minlength=n)
    centre = np.stack(
        [np.bincount(piece, where[:, axis], n) / size for axis in range(3)], axis=1
    )
    top = np.zeros(n, dtype=np.int64)
    np.maximum.at(top, piece, height.reshape(-1)[place])
    order = np.lexsort((*centre.T[::-1], centre.sum(axis=1).round(6), -size, -top))
    is_kept = _outside_of_wider(centre[order], top[order] / HEIGHTS_A_VOXEL)
    rank = np.zeros(n, dtype=np.int32)
    rank[order[is_kept]] = np.arange(1, np.count_nonzero(is_kept) + 1)
    is_marker = rank[piece] > 0
    return Markers(place[is_marker], rank[piece[is_marker]])


def _pieces(
    place: NDArray[np.int64], where: NDArray[np.int64], shape: tuple[int, ...]
) -> tuple[int, NDArray[np.int32]]:
    """How many pieces voxels make that touch by faces, edges or corners; each one's.

    Parameters
    ----------
    place : (n,) ndarray of int64
        Indices of the voxels into the flat array, ascending.
    where : (n, 3) ndarray of int64
        The same as indices along x, y, z.
    shape : tuple of int
        Of the sample.
    """
    ones, others = [], []
    steps = list(itertools.product((-1, 0, 1), repeat=3))
    for step in steps[len(steps) // 2 + 1 :]:  # to each neighbour from one side
        beside = where + step
        is_inside = ((beside >= 0) & (beside < shape)).all(axis=1)
        one = np.flatnonzero(is_inside)
        wanted = np.ravel_multi_index(tuple(beside[one].T), shape)
        other = np.minimum(np.searchsorted(place, wanted), len(place) - 1)
        is_there = place[other] == wanted
        ones.append(one[is_there])
        others.append(other[is_there])
    one, other = np.concatenate(ones), np.concatenate(others)
    touching = sparse.coo_array(
        (np.ones(len(one), np.int8), (one, other)), (len(place), len(place))
    )
    n, piece = connected_components(touching, directed=False)
    return n, piece


def _outside_of_wider(
    centre: NDArray[np.float64], radius: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Which points, the widest first, lie in no sphere of one that is kept."""
    is_kept = np.ones(len(centre), dtype=np.bool_)
    if not len(centre):
        return is_kept
    tree = cKDTree(centre)
    for i, (place, reach) in enumerate(zip(centre, radius, strict=True)):
        if is_kept[i]:
            inside = np.array(tree.query_ball_point(place, _SPHERE * reach))
            is_kept[inside[inside > i]] = False
    return is_kept
