"""The geometry of labelled pores, counted over voxels and their six faces."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.pores.counting import count, greatest, renamed, sums
from wetview.pores.distance import root_of
from wetview.pores.paths import geodesic_distance, widest_path
from wetview.pores.pores import Pores, PoreTable
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares
    from wetview.progress import Report
    from wetview.volume.faces import Face

AREA_PER_FACE = 2 / 3
"""Area of a voxel's face in a randomly oriented surface.

A staircase of faces has 3/2 times the area of the smooth surface that it stands for,
averaged over all orientations.
"""
WALL_VX = 0.5
"""The wall lies so far before the middle of the nearest solid voxel."""


def measure_pores(
    labels: NDArray[np.int32],
    voxel_m: float,
    *,
    phases: NDArray[np.uint8] | None = None,
    distance_vx2: NDArray[Squares] | None = None,
) -> Pores:
    """Labels with the geometry of every pore and its neighbours.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, pores from 1 without gaps.
    voxel_m : float
        Edge of a voxel in metres.
    phases : (nx, ny, nz) ndarray of uint8, optional
        `Phase` of each voxel: without it nothing is known of the solid at the surface.
    distance_vx2 : (nx, ny, nz) ndarray of uint16 or uint32, optional
        Of `squared_distance`: without it no radius is known.
    """
    found = count(labels, phases=phases, distance_vx2=distance_vx2)
    n = len(found.volume_vx)
    contact = np.zeros(n + 1, dtype=np.int64)
    for column in range(2):
        np.add.at(contact, found.pairs[:, column], found.shared_faces)
    solid = found.active_faces + found.binder_faces
    table = PoreTable(
        volume_vx=found.volume_vx,
        surface_area_vx2=area_of(solid + contact[1:]),
        contact_area_vx2=area_of(contact[1:]),
        centre_vx=found.position_sum_vx / np.maximum(found.volume_vx, 1)[:, None],
        touches_inlet=_touches(labels[0], n),
        touches_outlet=_touches(labels[-1], n),
    )
    if phases is not None:
        table = replace(
            table,
            active_area_vx2=area_of(found.active_faces),
            binder_area_vx2=area_of(found.binder_faces),
        )
    throat_radius_vx = None
    if distance_vx2 is not None:
        table = replace(table, inscribed_radius_vx=_radius(found.widest_vx2))
        throat_radius_vx = _radius(found.throat_vx2)
    shared = area_of(found.shared_faces)
    return Pores(labels, table, found.pairs, shared, voxel_m, throat_radius_vx)


def way_to_pores(
    labels: NDArray[np.int32],
    inlet: Face,
    volume_vx: NDArray[np.int64],
    *,
    report: Report = silent,
) -> NDArray[np.float64]:
    """(n,) ndarray, mean length in voxels of the shortest ways to each pore's voxels.

    Infinite where no way leads.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        As for `measure_pores`.
    inlet : Face
        Where the electrolyte enters.
    volume_vx : (n,) ndarray of int64
        Voxels of each label.
    report : callable, optional
        Told how many voxels have been reached.
    """
    geodesic = geodesic_distance(labels > 0, inlet, report=report)
    length: NDArray[np.float64] = sums(labels, geodesic, len(volume_vx))[1:]
    return length / volume_vx


def bottlenecks(
    labels: NDArray[np.int32],
    distance_vx2: NDArray[Squares],
    inlet: Face,
    n_pores: int,
    *,
    report: Report = silent,
) -> NDArray[np.float64]:
    """(n,) ndarray, radius of the narrowest place on the widest way into each pore.

    0 where no way leads.

    Parameters
    ----------
    labels, distance_vx2 : (nx, ny, nz) ndarray
        As for `measure_pores`.
    inlet : Face
        Where the electrolyte enters.
    n_pores : int
        Number of labels.
    report : callable, optional
        Told how many voxels have been reached.
    """
    widest = widest_path(distance_vx2, inlet, report=report)
    narrowest = greatest(labels, widest, n_pores)[1:]
    return np.where(narrowest > 0, _radius(narrowest), 0)


def joined(pores: Pores, new_label: NDArray[np.int32]) -> Pores:
    """The pores that fragments make when they are given new labels.

    All is added up from the fragments' numbers; only the labels are renamed.

    Parameters
    ----------
    pores : Pores
        The fragments.
    new_label : (n_fragments + 1,) ndarray of int32
        From 1 without gaps; row 0, the solid, is 0.
    """
    old, new = pores.table, new_label[1:] - 1
    n = int(new_label.max(initial=0))
    pairs, shared, throat, within = _joined_interfaces(pores, new_label)

    def added(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        return None if values is None else _added(values, new, n)

    def greatest(values: NDArray[np.float64] | None) -> NDArray[np.float64] | None:
        if values is None:
            return None
        most = np.zeros(n)
        np.maximum.at(most, new, values)
        return most

    volume = np.bincount(new, old.volume_vx, minlength=n)
    centre = [
        np.bincount(new, old.volume_vx * old.centre_vx[:, axis], minlength=n) / volume
        for axis in range(3)
    ]
    length = old.geodesic_distance_vx
    total_length = added(None if length is None else old.volume_vx * length)
    table = PoreTable(
        volume_vx=volume.astype(np.int64),
        surface_area_vx2=_whole_faces(_added(old.surface_area_vx2, new, n) - within),
        contact_area_vx2=_whole_faces(_added(old.contact_area_vx2, new, n) - within),
        centre_vx=np.stack(centre, axis=1),
        touches_inlet=np.bincount(new, old.touches_inlet, n) > 0,
        touches_outlet=np.bincount(new, old.touches_outlet, n) > 0,
        active_area_vx2=added(old.active_area_vx2),
        binder_area_vx2=added(old.binder_area_vx2),
        inscribed_radius_vx=greatest(old.inscribed_radius_vx),
        geodesic_distance_vx=None if total_length is None else total_length / volume,
        bottleneck_radius_vx=greatest(old.bottleneck_radius_vx),
    )
    fragments = pores.labels if pores.fragments is None else pores.fragments
    labels = renamed(pores.labels, new_label)
    return Pores(labels, table, pairs, shared, pores.voxel_m, throat, fragments)


def area_of(n_faces: NDArray[np.int64]) -> NDArray[np.float64]:
    """The area that a number of faces stands for."""
    return n_faces.astype(np.float64) * np.float64(AREA_PER_FACE)


def faces_of(area_vx2: NDArray[np.float64]) -> NDArray[np.int64]:
    """The whole number of faces that an area was counted from."""
    return np.rint(area_vx2 / AREA_PER_FACE).astype(np.int64)


def _joined_interfaces(
    pores: Pores, new_label: NDArray[np.int32]
) -> tuple[
    NDArray[np.int32],
    NDArray[np.float64],
    NDArray[np.float64] | None,
    NDArray[np.float64],
]:
    """Pairs of the joined pores, their areas and throats, and what went inside."""
    n = int(new_label.max(initial=0))
    ends = np.sort(new_label[pores.neighbours], axis=1).astype(np.int64)
    is_inside = ends[:, 0] == ends[:, 1]
    within = _added(2 * pores.shared_area_vx2[is_inside], ends[is_inside, 0] - 1, n)
    keys, place = np.unique(
        ends[~is_inside, 0] * (n + 1) + ends[~is_inside, 1], return_inverse=True
    )
    pairs = np.stack(np.divmod(keys, n + 1), axis=1).astype(np.int32)
    shared = _added(pores.shared_area_vx2[~is_inside], place, len(keys))
    throat = None
    if pores.throat_radius_vx is not None:
        throat = np.zeros(len(keys))
        np.maximum.at(throat, place, pores.throat_radius_vx[~is_inside])
    return pairs, _whole_faces(shared), throat, within


def _added(
    values: NDArray[Any], rows: NDArray[np.integer[Any]], n: int
) -> NDArray[np.float64]:
    """(n,) ndarray, sums of the values that go into each row."""
    return np.bincount(rows, weights=values, minlength=n).astype(np.float64)


def _whole_faces(area_vx2: NDArray[np.float64]) -> NDArray[np.float64]:
    """An area without the rounding of the sums that it came from."""
    return area_of(faces_of(area_vx2))


def _radius(distance_vx2: NDArray[Squares]) -> NDArray[np.float64]:
    """Distance from the wall; infinite where there is no solid at all."""
    return root_of(distance_vx2).astype(np.float64) - WALL_VX


def _touches(layer: NDArray[np.int32], n: int) -> NDArray[np.bool_]:
    return np.bincount(layer.ravel(), minlength=n + 1)[1:] > 0
