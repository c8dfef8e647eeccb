"""Pore space to pores: watershed of the distance map, then joining what it split.

Markers are the distance map's maxima, one to a sphere of that radius; the watershed
grows them over the pore space; and two fragments whose interface is a large share of
the smaller one's surface become one pore.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import edt
import numpy as np
from scipy import ndimage
from skimage.segmentation import watershed

from wetview.errors import UserError
from wetview.pores.geometry import face_counts, pore_table
from wetview.pores.merging import (
    MERGE_FRACTION,
    merge_pores,
    renumbering,
    validate_merge_fraction,
)
from wetview.pores.pores import Pores
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report
    from wetview.volume import Phases

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
    validate_merge_fraction(merge_fraction)
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
    fragments = renumbering(fragments)[fragments]
    table, neighbours, shared_area_vx2 = pore_table(fragments, face_counts(fragments))
    unmerged = Pores(fragments, table, neighbours, shared_area_vx2, phases.voxel_m)
    pores, _ = merge_pores(unmerged, merge_fraction)
    report(4, 4, f"{len(pores)} pores")
    return pores


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
