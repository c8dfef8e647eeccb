"""Pore space to pores: watershed of the distance map, then joining what it split.

Markers are the distance map's maxima, one to a sphere of that radius; the watershed
grows them over the pore space; and two fragments whose interface is a large share of
the smaller one's surface become one pore.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wetview.errors import UserError
from wetview.pores.counting import first_seen, rename
from wetview.pores.distance import squared_distance
from wetview.pores.flooding import flood, flood_rest
from wetview.pores.geometry import bottlenecks, measure_pores, way_to_pores
from wetview.pores.markers import heights, markers
from wetview.pores.merging import (
    MERGE_FRACTION,
    merge_pores,
    validate_merge_fraction,
)
from wetview.progress import part, silent

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares
    from wetview.pores.pores import Pores
    from wetview.progress import Report
    from wetview.volume import Phases

_STARTS = (0, 0.09, 0.52, 0.55, 0.63, 0.97, 1)
"""When each stage begins, as a share of the whole, measured on 500^3 voxels."""


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
    distance_vx2 = squared_distance(is_pore, report=_stage(report, 0))
    del is_pore  # the larger the sample, the more its memory is needed for the rest
    fragments = fragment(distance_vx2, _stage(report, 1))
    report(_STARTS[2], 1, "Measuring the pores")
    found = measure_pores(
        *(fragments, phases.voxel_m), phases=phases.labels, distance_vx2=distance_vx2
    )
    n = len(found)
    radius_vx = bottlenecks(
        *(fragments, distance_vx2, "x-", n), report=_stage(report, 3)
    )
    del distance_vx2
    length_vx = way_to_pores(
        *(fragments, "x-", found.table.volume_vx), report=_stage(report, 4)
    )
    table = replace(
        found.table, geodesic_distance_vx=length_vx, bottleneck_radius_vx=radius_vx
    )
    report(_STARTS[5], 1, "Joining fragments")
    pores, _ = merge_pores(replace(found, table=table), merge_fraction)
    report(1, 1, f"{len(pores)} pores")
    return pores


def fragment(
    distance_vx2: NDArray[Squares], report: Report = silent
) -> NDArray[np.int32]:
    """Basins of a distance map, from 1 by the position of each one's first voxel.

    What is joined to no marker is one fragment a piece.

    Parameters
    ----------
    distance_vx2 : (nx, ny, nz) ndarray of uint16 or uint32
        Of `squared_distance`.
    report : callable, optional
        Told how far the work is.
    """
    height = heights(distance_vx2, report=part(report, 0, 0.15))
    found = markers(height, report=part(report, 0.15, 0.35))
    flood(height, found, report=part(report, 0.35, 1))
    flood_rest(height, found)
    rename(found, first_seen(found, int(found.max())))
    return found


def _stage(report: Report, number: int) -> Report:
    """Reports of one stage as parts of the whole."""
    return part(report, _STARTS[number], _STARTS[number + 1])
