"""Where pores begin: the middles of the widest places.

Maxima of the smoothed distance map as in Gostick, Phys. Rev. E 96, 023307 (2017),
ranked by what does not change when the sample is turned by its axes or moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

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
    found = np.zeros(distance_vx2.shape, dtype=np.uint16)
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


def markers(
    height: NDArray[np.uint16], *, report: Report = silent
) -> NDArray[np.int32]:
    """One number from 1 for each pore's beginning, by rank: the widest first.

    A maximum within the sphere about a wider one, of the radius there, is none.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        Of `heights`.
    report : callable, optional
        Told how far the search is.
    """
    found: NDArray[np.int32] = ndimage.label(
        peaks(height, _REACH_VX, report=report), structure=np.ones((3, 3, 3))
    )[0]
    places = np.flatnonzero(found)
    label = found.ravel()[places]
    where = np.stack(np.unravel_index(places, found.shape), axis=1)
    n = int(label.max(initial=0))
    size = np.bincount(label, minlength=n + 1)[1:]
    centre = np.stack(
        [np.bincount(label, where[:, axis], n + 1)[1:] / size for axis in range(3)],
        axis=1,
    )
    top = np.zeros(n, dtype=np.int64)
    np.maximum.at(top, label - 1, height.ravel()[places])
    order = np.lexsort((*centre.T[::-1], centre.sum(axis=1).round(6), -size, -top))
    is_kept = _outside_of_wider(centre[order], top[order] / HEIGHTS_A_VOXEL)
    rank = np.zeros(n + 1, dtype=np.int32)
    rank[1 + order[is_kept]] = np.arange(1, np.count_nonzero(is_kept) + 1)
    found.ravel()[places] = rank[label]
    return found


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
