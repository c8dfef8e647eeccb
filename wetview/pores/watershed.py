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

from wetview.errors import UserError
from wetview.pores.flooding import flood
from wetview.pores.geometry import face_counts, pore_table
from wetview.pores.markers import heights, markers
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
    height = heights(edt.edt(is_pore, black_border=False))
    report(1, 4, "Dividing the pore space")
    fragments = fragment(height)
    report(2, 4, "Joining fragments")
    table, neighbours, shared_area_vx2 = pore_table(fragments, face_counts(fragments))
    unmerged = Pores(fragments, table, neighbours, shared_area_vx2, phases.voxel_m)
    pores, _ = merge_pores(unmerged, merge_fraction)
    report(4, 4, f"{len(pores)} pores")
    return pores


def fragment(height: NDArray[np.uint16], report: Report = silent) -> NDArray[np.int32]:
    """Basins of a height map, from 1 by the position of each one's first voxel.

    What is joined to no marker is one fragment a piece.
    """
    found = flood(height, markers(height), report=report)
    is_left = (found == 0) & (height > 0)
    if is_left.any():
        alone, _ = ndimage.label(is_left)
        found[is_left] = alone[is_left] + found.max()
    return renumbering(found)[found]
