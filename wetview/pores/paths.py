"""Ways through the pores from the inlet: how long they are, and how wide.

Both are exact. A step leads to any of a voxel's 26 neighbours that is pore, so that one
voxel can be reached by a long way exactly where it can be reached by a wide one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from wetview.volume.faces import seen_from, turned_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.volume.faces import Face

_START_VX = 0.5
"""The centre of an inlet voxel lies half a voxel from the face."""
_STEPS_VX = np.sqrt(np.arange(4, dtype=np.float64)).astype(np.float32)
"""Length of a step by the number of axes along which it goes."""


def geodesic_distance(is_pore: NDArray[np.bool_], inlet: Face) -> NDArray[np.float32]:
    """Length of the shortest way from the inlet through the pores, in voxels.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where the pores are.
    inlet : Face
        Where the electrolyte enters.

    Returns
    -------
    (nx, ny, nz) ndarray of float32
        0.5 in the pores of the inlet's layer; infinite in the solid and where no way
        leads.

    Notes
    -----
    Dijkstra's algorithm over steps of 1, sqrt(2) and sqrt(3), with buckets as wide as
    the shortest step: what lies in the nearest bucket is final (Denardo & Fox, Oper.
    Res. 27, 161 (1979)). Such ways are up to 13 % longer than straight lines.

    Examples
    --------
    >>> geodesic_distance(np.ones((3, 1, 1), dtype=bool), "x-").ravel()
    array([0.5, 1.5, 2.5], dtype=float32)
    """
    turned = np.ascontiguousarray(seen_from(is_pore, inlet))
    distance = np.full(turned.shape, np.inf, dtype=np.float32)
    _spread(turned, distance)
    return np.ascontiguousarray(turned_back(distance, inlet))


def widest_path_radius(
    radius: NDArray[np.floating], is_pore: NDArray[np.bool_], inlet: Face
) -> NDArray[np.float32]:
    """Radius of the narrowest place on the widest way from the inlet to each voxel.

    Parameters
    ----------
    radius : (nx, ny, nz) ndarray of float
        Distance of every pore voxel from the solid, in voxels, or another measure of
        width; above 0 in the pores.
    is_pore : (nx, ny, nz) ndarray of bool
        Where the pores are.
    inlet : Face
        Where the electrolyte enters.

    Returns
    -------
    (nx, ny, nz) ndarray of float32
        The largest r such that a way from the inlet exists on which `radius`, at both
        ends too, never falls below r; 0 in the solid and where no way leads.

    Examples
    --------
    >>> tube = np.array([3.0, 2.0, 3.0], dtype=np.float32).reshape(3, 1, 1)
    >>> widest_path_radius(tube, tube > 0, "x-").ravel()
    array([3., 2., 2.], dtype=float32)
    """
    turned = np.ascontiguousarray(seen_from(is_pore, inlet))
    turned_radius = np.ascontiguousarray(
        seen_from(np.asarray(radius), inlet), dtype=np.float32
    )
    widest = np.zeros(turned.shape, dtype=np.float32)
    levels = np.unique(turned_radius[turned])
    _widen(turned, turned_radius, levels, widest)
    return np.ascontiguousarray(turned_back(widest, inlet))


@njit(cache=True)
def _spread(is_pore, distance):  # type: ignore[no-untyped-def]
    """Fill in the distances, the nearest voxels first.

    Rounding keeps the order of sums, so the values do not depend on the order in which
    the voxels of one bucket are taken.
    """
    nx, ny, nz = is_pore.shape
    # A step is shorter than two buckets: the current one and the next two are enough.
    buckets = np.empty((3, 1024), dtype=np.int32)
    n_in = np.zeros(3, dtype=np.int64)
    for y in range(ny):
        for z in range(nz):
            if is_pore[0, y, z]:
                distance[0, y, z] = _START_VX
                buckets = _with_room(buckets, n_in[0])
                buckets[0, n_in[0]] = y * nz + z
                n_in[0] += 1
    level = 0
    while n_in[0] + n_in[1] + n_in[2] > 0:
        current = level % 3
        for i in range(n_in[current]):
            index = buckets[current, i]
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            here = distance[x, y, z]
            if here < level:  # it was reached by a shorter way, and is done
                continue
            for to_x in range(max(x - 1, 0), min(x + 2, nx)):
                for to_y in range(max(y - 1, 0), min(y + 2, ny)):
                    for to_z in range(max(z - 1, 0), min(z + 2, nz)):
                        if not is_pore[to_x, to_y, to_z]:
                            continue
                        n_axes = abs(to_x - x) + abs(to_y - y) + abs(to_z - z)
                        there = np.float32(here + _STEPS_VX[n_axes])
                        if there < distance[to_x, to_y, to_z]:
                            distance[to_x, to_y, to_z] = there
                            later = int(there) % 3
                            buckets = _with_room(buckets, n_in[later])
                            to_index = (to_x * ny + to_y) * nz + to_z
                            buckets[later, n_in[later]] = to_index
                            n_in[later] += 1
        n_in[current] = 0
        level += 1


@njit(cache=True)
def _with_room(buckets, n):  # type: ignore[no-untyped-def]
    """The same buckets, larger if there is no place for one more entry."""
    if n < buckets.shape[1]:
        return buckets
    larger = np.empty((3, 2 * buckets.shape[1]), dtype=np.int32)
    for bucket in range(3):
        for place in range(n):
            larger[bucket, place] = buckets[bucket, place]
    return larger


@njit(cache=True)
def _widen(is_pore, radius, levels, widest):  # type: ignore[no-untyped-def]
    """Fill in the radii, the widest voxels first: each is reached once.

    Voxels that wait are chained by level, the last one first.
    """
    nx, ny, nz = is_pore.shape
    first = np.full(len(levels), -1, dtype=np.int32)
    following = np.empty(is_pore.size, dtype=np.int32)
    for y in range(ny):
        for z in range(nz):
            if is_pore[0, y, z]:
                widest[0, y, z] = radius[0, y, z]
                level = _level_of(radius[0, y, z], levels)
                following[y * nz + z] = first[level]
                first[level] = y * nz + z
    current = len(levels) - 1
    while current >= 0:
        index = first[current]
        if index < 0:
            current -= 1
            continue
        first[current] = following[index]
        x, y, z = index // (ny * nz), index // nz % ny, index % nz
        for to_x in range(max(x - 1, 0), min(x + 2, nx)):
            for to_y in range(max(y - 1, 0), min(y + 2, ny)):
                for to_z in range(max(z - 1, 0), min(z + 2, nz)):
                    if not is_pore[to_x, to_y, to_z] or widest[to_x, to_y, to_z] > 0:
                        continue
                    # Nothing wider waits, so the level never rises.
                    level = current
                    if radius[to_x, to_y, to_z] < levels[current]:
                        level = _level_of(radius[to_x, to_y, to_z], levels)
                    widest[to_x, to_y, to_z] = levels[level]
                    to_index = (to_x * ny + to_y) * nz + to_z
                    following[to_index] = first[level]
                    first[level] = to_index


@njit(cache=True)
def _level_of(radius, levels):  # type: ignore[no-untyped-def]
    """Place of a radius among the ascending levels, of which it is one."""
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        if levels[middle] < radius:
            low = middle + 1
        else:
            high = middle
    return low
