"""Pore space to pores: watershed of the distance map, then joining what it split.

Markers are the distance map's maxima, one to a sphere of that radius; the watershed
grows them over the pore space; and two fragments whose interface is a large share of
the smaller one's surface become one pore.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import edt
import numpy as np
from scipy import ndimage
from skimage.segmentation import watershed

from wetview.errors import UserError
from wetview.pores.geometry import face_counts, pore_table
from wetview.pores.pores import Pores
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy import sparse

    from wetview.progress import Report
    from wetview.volume import Phases

MERGE_FRACTION = 0.10
"""Share of the smaller pore's surface above which an interface is none."""

_SMOOTHING_VX = 0.4
_MARKER_RADIUS_VX = 3


def label_pores(
    phases: Phases,
    *,
    merge_fraction: float = MERGE_FRACTION,
    report: Report = silent,
) -> Pores:
    """Divide the pore space into pores.

    Parameters
    ----------
    phases : Phases
        The electrode.
    merge_fraction : float
        Two fragments are joined when the faces they share exceed this share of the
        smaller one's surface; 1 joins none.
    report : callable, optional
        Told how far the work is.

    Returns
    -------
    Pores
        Labels from 1, by the position of each pore's first voxel; the same phases
        always give the same labels.

    Raises
    ------
    UserError
        If there is no pore voxel, or `merge_fraction` is not between 0 and 1.

    Notes
    -----
    Markers as in Gostick, Phys. Rev. E 96, 023307 (2017): maxima of the smoothed
    distance map. Joining as in Shodiev et al., Energy Storage Mater. 38, 80 (2021).
    """
    if not 0 < merge_fraction <= 1:
        raise UserError(
            f"The merge threshold is {merge_fraction:g}",
            "Give a share above 0 and up to 1, for example 0.1 for 10 %",
        )
    is_pore = phases.is_pore
    if not is_pore.any():
        raise UserError(
            f"{phases.name} has no pore voxel",
            "Choose which labels, or which side of the threshold, are pore",
        )
    report(0, 4, "Distance from the walls")
    distance = edt.edt(is_pore, black_border=False)
    smooth = ndimage.gaussian_filter(distance, _SMOOTHING_VX)
    report(1, 4, "Dividing the pore space")
    fragments: NDArray[np.int32] = watershed(
        -smooth, _markers(smooth, is_pore), mask=is_pore
    )
    report(2, 4, "Joining fragments")
    fragments = _in_order_of_position(fragments)
    merged = _merge(face_counts(fragments), merge_fraction)
    labels = _in_order_of_position(merged[fragments])
    report(3, 4, "Measuring the pores")
    table, neighbours, shared_area_vx2 = pore_table(labels, face_counts(labels))
    report(4, 4, f"{len(table)} pores")
    return Pores(labels, table, neighbours, shared_area_vx2, phases.voxel_m)


def _markers(
    distance: NDArray[np.float32], is_pore: NDArray[np.bool_]
) -> NDArray[np.int32]:
    """One label to each maximum, and one to each cluster too small to have its own."""
    window = ndimage.generate_binary_structure(3, 1)
    ball = ndimage.iterate_structure(window, _MARKER_RADIUS_VX)
    highest = ndimage.maximum_filter(distance, footprint=ball)
    peaks = (distance == highest) & is_pore
    clusters, n_clusters = ndimage.label(is_pore)
    has_peak = np.zeros(n_clusters + 1, dtype=bool)
    has_peak[clusters[peaks]] = True
    peaks |= ~has_peak[clusters] & is_pore
    markers: NDArray[np.int32] = ndimage.label(peaks)[0]
    return markers


def _merge(counts: sparse.csr_array, merge_fraction: float) -> NDArray[np.int32]:
    """New label of every fragment: the widest interface first, recounted every time.

    Parameters
    ----------
    counts : (n + 1, n + 1) csr_array
        Faces between every two fragments; row 0 is the solid.
    """
    n = counts.shape[0]
    surface = counts.sum(axis=1)
    coo = counts.tocoo()
    shared: list[dict[int, int]] = [{} for _ in range(n)]
    for one, other, faces in zip(coo.row, coo.col, coo.data, strict=True):
        if one and other:
            shared[one][int(other)] = int(faces)
    owner = np.arange(n, dtype=np.int32)
    version = np.zeros(n, dtype=np.int64)

    def candidate(one: int, other: int) -> tuple[float, int, int, int, int]:
        one, other = min(one, other), max(one, other)
        share = shared[one][other] / min(surface[one], surface[other])
        return -share, one, other, int(version[one]), int(version[other])

    queue = [
        candidate(one, other)
        for one in range(1, n)
        for other in shared[one]
        if one < other
    ]
    heapq.heapify(queue)
    while queue:
        minus_share, keep, gone, keep_version, gone_version = heapq.heappop(queue)
        if -minus_share <= merge_fraction:
            break
        if version[keep] != keep_version or version[gone] != gone_version:
            continue
        surface[keep] += surface[gone] - 2 * shared[keep].pop(gone)
        del shared[gone][keep]
        for other, faces in shared[gone].items():
            del shared[other][gone]
            shared[keep][other] = shared[keep].get(other, 0) + faces
            shared[other][keep] = shared[keep][other]
        shared[gone].clear()
        owner[owner == gone] = keep
        version[gone] = -1
        version[keep] += 1
        for other in shared[keep]:
            heapq.heappush(queue, candidate(keep, other))
    return owner


def _in_order_of_position(labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Labels renumbered from 1 by each one's first voxel in C order."""
    values, first = np.unique(labels, return_index=True)
    values, first = values[values > 0], first[values > 0]
    new = np.zeros(int(labels.max()) + 1, dtype=np.int32)
    new[values[np.argsort(first)]] = np.arange(1, len(values) + 1, dtype=np.int32)
    return new[labels]
