"""Ways through the pores from the inlet: how long they are, and how wide.

Both are exact. A step leads to any of a voxel's 26 neighbours that is pore, so that one
voxel can be reached by a long way exactly where it can be reached by a wide one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from wetview.pores.levels import by_level
from wetview.progress import silent
from wetview.volume.faces import seen_from, turned_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares
    from wetview.progress import Report
    from wetview.volume.faces import Face

_START_VX = 0.5
"""The centre of an inlet voxel lies half a voxel from the face."""
_REPORT_EVERY = 5_000_000
_STEPS_VX = np.sqrt(np.arange(4, dtype=np.float64)).astype(np.float32)
"""Length of a step by the number of axes along which it goes."""


def geodesic_distance(
    is_pore: NDArray[np.bool_], inlet: Face, *, report: Report = silent
) -> NDArray[np.float32]:
    """Length of the shortest way from the inlet through the pores, in voxels.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where the pores are.
    inlet : Face
        Where the electrolyte enters.
    report : callable, optional
        Told how many voxels have been reached.

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
    n_pore, n_done, level = int(np.count_nonzero(turned)), 0, 0
    # A step is shorter than two buckets: the current one and the next two are enough.
    kind = np.int32 if turned.size <= np.iinfo(np.int32).max else np.int64
    buckets, n_in = np.empty((3, 1024), dtype=kind), np.zeros(3, dtype=np.int64)
    buckets = _enter(turned, distance, buckets, n_in)
    while n_in.any():
        n_done += int(n_in[level % 3])
        buckets = _spread(turned, distance, buckets, n_in, level)
        report(min(n_done, n_pore), n_pore, "Ways from the inlet")
        level += 1
    return np.ascontiguousarray(turned_back(distance, inlet))


def widest_path(
    width: NDArray[Squares], inlet: Face, *, report: Report = silent
) -> NDArray[Squares]:
    """Width of the narrowest place on the widest way from the inlet to each voxel.

    Parameters
    ----------
    width : (nx, ny, nz) ndarray of unsigned int
        0 in the solid. Any measure in whole numbers that grows with the width, as
        `squared_distance` gives.
    inlet : Face
        Where the electrolyte enters.
    report : callable, optional
        Told how many voxels have been reached.

    Returns
    -------
    (nx, ny, nz) ndarray of the type of `width`
        The largest w such that a way from the inlet exists on which `width`, at both
        ends too, never falls below w; 0 in the solid and where no way leads.

    Examples
    --------
    >>> tube = np.array([9, 4, 9], dtype=np.uint16).reshape(3, 1, 1)
    >>> widest_path(tube, "x-").ravel()
    array([9, 4, 4], dtype=uint16)
    """
    if width.min() == width.max():  # all solid, or open everywhere
        return width.copy()
    turned = np.ascontiguousarray(seen_from(width, inlet))
    widest = np.zeros_like(turned)
    ascending, n_lower = by_level(turned)
    level, n_done = len(n_lower) - 2, 0
    waiting = np.empty(1024, dtype=ascending.dtype)
    while level > 0:
        level, n, waiting = _widen(turned, widest, ascending, n_lower, level, waiting)
        n_done += n
        report(n_done, len(ascending), "Narrowest places on the ways")
    return np.ascontiguousarray(turned_back(widest, inlet))


@njit(cache=True, nogil=True)
def _enter(is_pore, distance, buckets, n_in):  # type: ignore[no-untyped-def]
    """Begin the ways in the layer at the inlet."""
    _, ny, nz = is_pore.shape
    for y in range(ny):
        for z in range(nz):
            if is_pore[0, y, z]:
                distance[0, y, z] = _START_VX
                buckets = _with_room(buckets, n_in[0])
                buckets[0, n_in[0]] = y * nz + z
                n_in[0] += 1
    return buckets


@njit(cache=True, nogil=True)
def _spread(is_pore, distance, buckets, n_in, level):  # type: ignore[no-untyped-def]
    """Go one step on from the voxels of the nearest bucket.

    Rounding keeps the order of sums, so the values do not depend on the order in which
    the voxels of one bucket are taken.
    """
    nx, ny, nz = is_pore.shape
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
    return buckets


@njit(cache=True, nogil=True)
def _with_room(buckets, n):  # type: ignore[no-untyped-def]
    """The same buckets, larger if there is no place for one more entry."""
    if n < buckets.shape[1]:
        return buckets
    larger = np.empty((3, 2 * buckets.shape[1]), dtype=buckets.dtype)
    for bucket in range(3):
        for place in range(n):
            larger[bucket, place] = buckets[bucket, place]
    return larger


@njit(cache=True, nogil=True)
def _widen(width, widest, ascending, n_lower, level, waiting):  # type: ignore[no-untyped-def]
    """Go on level by level, until some millions of voxels are looked at or all are.

    A level begins with its voxels at the inlet or beside what is reached, and goes on
    to all that is no narrower.
    """
    nx, ny, nz = width.shape
    n_done = 0
    while level > 0 and n_done < _REPORT_EVERY:
        n_waiting = 0
        for place in range(n_lower[level], n_lower[level + 1]):
            index = np.int64(ascending[place])
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            if widest[x, y, z] == 0 and (x == 0 or _is_beside_reached(widest, x, y, z)):
                widest[x, y, z] = level
                waiting = _with_place(waiting, n_waiting)
                waiting[n_waiting] = index
                n_waiting += 1
        n_done += n_lower[level + 1] - n_lower[level]
        while n_waiting > 0:
            n_waiting -= 1
            index = np.int64(waiting[n_waiting])
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            for to_x in range(max(x - 1, 0), min(x + 2, nx)):
                for to_y in range(max(y - 1, 0), min(y + 2, ny)):
                    for to_z in range(max(z - 1, 0), min(z + 2, nz)):
                        if widest[to_x, to_y, to_z] > 0:
                            continue
                        if width[to_x, to_y, to_z] < level:
                            continue
                        widest[to_x, to_y, to_z] = level
                        waiting = _with_place(waiting, n_waiting)
                        waiting[n_waiting] = (to_x * ny + to_y) * nz + to_z
                        n_waiting += 1
        level -= 1
    return level, n_done, waiting


@njit(cache=True, nogil=True)
def _is_beside_reached(widest, x, y, z):  # type: ignore[no-untyped-def]
    nx, ny, nz = widest.shape
    for at_x in range(max(x - 1, 0), min(x + 2, nx)):
        for at_y in range(max(y - 1, 0), min(y + 2, ny)):
            for at_z in range(max(z - 1, 0), min(z + 2, nz)):
                if widest[at_x, at_y, at_z] > 0:
                    return True
    return False


@njit(cache=True, nogil=True)
def _with_place(waiting, n):  # type: ignore[no-untyped-def]
    """The same stack, larger if there is no place for one more voxel."""
    if n < len(waiting):
        return waiting
    larger = np.empty(2 * n, dtype=waiting.dtype)
    for i in range(n):
        larger[i] = waiting[i]
    return larger
