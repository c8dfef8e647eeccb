"""Pore space to pores: watershed of the distance map, then joining what it split.

Markers are the distance map's maxima, one to a sphere of that radius; the watershed
grows them over the pore space; and two fragments whose interface is a large share of
the smaller one's surface become one pore.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wetview import scratch
from wetview.errors import UserError
from wetview.pores.counting import first_seen, rename
from wetview.pores.distance import NO_WALL, squared_distance
from wetview.pores.flooding import UNSURE, flood, flood_rest
from wetview.pores.geometry import bottlenecks, measure_pores, way_to_pores
from wetview.pores.markers import HEIGHTS_A_VOXEL, heights, markers
from wetview.pores.merging import (
    MERGE_FRACTION,
    merge_pores,
    validate_merge_fraction,
)
from wetview.pores.slabs import layers_at_a_time
from wetview.progress import part, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares
    from wetview.pores.markers import Markers
    from wetview.pores.pores import Pores
    from wetview.progress import Report
    from wetview.volume import Phases

_STARTS = (0, 0.19, 0.63, 0.68, 0.76, 0.96, 1)
"""When each stage begins, as a share of the whole, measured on 500^3 voxels."""
_BESIDE_RADII = 3.5
"""Layers beside a slab that are looked at first, in radii of the widest pore: about as
many as what lies outside is felt through."""


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
    fragments = fragment(distance_vx2, report=_stage(report, 1))
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
    distance_vx2: NDArray[Squares],
    *,
    slab_vx: int | None = None,
    beside_vx: int | None = None,
    report: Report = silent,
) -> NDArray[np.int32]:
    """Basins of a distance map, from 1 by the position of each one's first voxel.

    What is joined to no marker is one fragment a piece.

    Parameters
    ----------
    distance_vx2 : (nx, ny, nz) ndarray of uint16 or uint32
        Of `squared_distance`.
    slab_vx, beside_vx : int, optional
        Layers that are flooded at a time, and how many beside them are looked at first.
        What is found does not depend on either.
    report : callable, optional
        Told how far the work is.
    """
    if distance_vx2.min() == NO_WALL:  # every voxel would be a middle
        return np.ones(distance_vx2.shape, dtype=np.int32)
    height = heights(distance_vx2, report=part(report, 0, 0.09))
    seeds = markers(height, report=part(report, 0.09, 0.30))
    found = scratch.zeros(height.shape, np.int32)
    n_layers = height.shape[0]
    if beside_vx is None:
        beside_vx = int(_BESIDE_RADII * height.max() / HEIGHTS_A_VOXEL) + 1
    if slab_vx is None:
        slab_vx = layers_at_a_time(height.shape)
        if slab_vx + 2 * beside_vx >= n_layers:
            slab_vx = n_layers
    for start in range(0, n_layers, slab_vx):
        stop = min(start + slab_vx, n_layers)
        share = (0.30 + 0.70 * layer / n_layers for layer in (start, stop))
        found[start:stop] = _basins(
            *(height, seeds, start, stop, beside_vx), report=part(report, *share)
        )
    flood_rest(height, found)
    rename(found, first_seen(found, int(found.max())))
    return found


def _basins(
    height: NDArray[np.uint16],
    seeds: Markers,
    start: int,
    stop: int,
    beside: int,
    *,
    report: Report,
) -> NDArray[np.int32]:
    """Basins of the layers from `start` up to `stop`, as in the whole sample."""
    n_layers = height.shape[0]
    while True:
        low, high = max(start - beside, 0), min(stop + beside, n_layers)
        found = flood(
            height[low:high],
            seeds.in_layers(low, high, height.shape),
            goes_on=(low > 0, high < n_layers),
            report=report,
        )[start - low : stop - low]
        if (low, high) == (0, n_layers) or not (found == UNSURE).any():
            return found
        beside *= 2


def _stage(report: Report, number: int) -> Report:
    """Reports of one stage as parts of the whole."""
    return part(report, _STARTS[number], _STARTS[number + 1])
