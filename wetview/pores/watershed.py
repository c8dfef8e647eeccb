"""Pore space to pores: watershed of the distance map, then joining what it split.

Markers are the distance map's maxima, one to a sphere of that radius; the watershed
grows them over the pore space; and two fragments whose interface is a large share of
the smaller one's surface become one pore.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import edt
from scipy import ndimage

from wetview.errors import UserError
from wetview.pores.counting import first_seen, rename
from wetview.pores.flooding import flood
from wetview.pores.geometry import measure_pores, ways_to_pores
from wetview.pores.markers import heights, markers
from wetview.pores.merging import (
    MERGE_FRACTION,
    merge_pores,
    validate_merge_fraction,
)
from wetview.progress import silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores
    from wetview.progress import Report
    from wetview.volume import Phases

_N_STAGES = 5


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
    report(0, _N_STAGES, "Distance from the walls")
    distance = edt.edt(is_pore, black_border=False)
    report(1, _N_STAGES, "Dividing the pore space")
    fragments = fragment(heights(distance), _stage(report, 1))
    report(2, _N_STAGES, "Measuring the pores")
    found = measure_pores(
        fragments, phases.voxel_m, phases=phases.labels, distance=distance
    )
    report(3, _N_STAGES, "Ways from the inlet")
    length_vx, radius_vx = ways_to_pores(fragments, distance, "x-", len(found))
    table = replace(
        found.table, geodesic_distance_vx=length_vx, bottleneck_radius_vx=radius_vx
    )
    report(4, _N_STAGES, "Joining fragments")
    pores, _ = merge_pores(replace(found, table=table), merge_fraction)
    report(_N_STAGES, _N_STAGES, f"{len(pores)} pores")
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
    rename(found, first_seen(found, int(found.max())))
    return found


def _stage(report: Report, number: int) -> Report:
    """Reports of one stage as parts of the whole."""

    def tell(done: float, total: float, note: str) -> None:
        report(number + done / max(total, 1), _N_STAGES, note)

    return tell
