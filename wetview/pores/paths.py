"""Ways through the pores from the inlet: how long they are, and how wide.

Both are exact. A step leads to any of a voxel's 26 neighbours that is pore, so that one
voxel can be reached by a long way exactly where it can be reached by a wide one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from scipy import ndimage

from wetview import scratch
from wetview.pores.levels import by_level
from wetview.pores.neighbours import TWENTY_SIX, leads_out, offsets_of, touches_edge
from wetview.pores.slabs import layers_at_a_time
from wetview.progress import part, silent
from wetview.volume.faces import seen_from, turned_back

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.distance import Squares
    from wetview.progress import Report
    from wetview.volume.faces import Face

_START_VX = 0.5
"""The centre of an inlet voxel lies half a voxel from the face."""
_REPORT_EVERY = 5_000_000
_STEPS_VX = np.sqrt(np.abs(TWENTY_SIX).sum(axis=1)).astype(np.float32)
"""Length of each step."""
_NO_PORE = np.float32(-1)
"""Nothing is shorter, so no way leads there."""


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
    turned = seen_from(is_pore, inlet)
    distance = scratch.zeros(turned.shape, np.float32)
    distance.fill(_NO_PORE)
    distance[turned] = np.inf
    n_pore, n_done, level = int(np.count_nonzero(turned)), 0, 0
    # A step is shorter than two buckets: the current one and the next two are enough.
    kind = np.int32 if turned.size <= np.iinfo(np.int32).max else np.int64
    buckets, n_in = np.empty((3, 1024), dtype=kind), np.zeros(3, dtype=np.int64)
    buckets = _enter(distance, buckets, n_in)
    offsets = offsets_of(TWENTY_SIX, distance.shape)
    while n_in.any():
        n_done += int(n_in[level % 3])
        buckets = _spread(distance, offsets, buckets, n_in, level)
        report(min(n_done, n_pore), n_pore, "Ways from the inlet")
        level += 1
    distance[distance == _NO_PORE] = np.inf
    return np.ascontiguousarray(turned_back(distance, inlet))


def widest_path(
    width: NDArray[Squares],
    inlet: Face,
    *,
    slab_vx: int | None = None,
    report: Report = silent,
) -> NDArray[Squares]:
    """Width of the narrowest place on the widest way from the inlet to each voxel.

    Parameters
    ----------
    width : (nx, ny, nz) ndarray of unsigned int
        0 in the solid. Any measure in whole numbers that grows with the width, as
        `squared_distance` gives.
    inlet : Face
        Where the electrolyte enters.
    slab_vx : int, optional
        Layers from the inlet that are done at a time. What is found does not depend on
        it.
    report : callable, optional
        Told how many voxels have been reached.

    Returns
    -------
    (nx, ny, nz) ndarray of the type of `width`
        The largest w such that a way from the inlet exists on which `width`, at both
        ends too, never falls below w; 0 in the solid and where no way leads.

    Notes
    -----
    Of a large sample one slab after the other is done, with the layers beside it as
    inlets that are as wide as the ways to them. This is repeated, to and fro, wherever
    a wider way has come to one of these layers, until none has.

    Examples
    --------
    >>> tube = np.array([9, 4, 9], dtype=np.uint16).reshape(3, 1, 1)
    >>> widest_path(tube, "x-").ravel()
    array([9, 4, 4], dtype=uint16)
    """
    if width.min() == width.max():  # all solid, or open everywhere
        return width.copy()
    turned = np.ascontiguousarray(seen_from(width, inlet))
    widest = scratch.zeros(turned.shape, turned.dtype)
    n_layers = len(turned)
    if slab_vx is None:
        slab_vx = layers_at_a_time(turned.shape)
    starts = range(0, n_layers, slab_vx)
    is_due, n_done = [True] * len(starts), 0
    ahead = range(len(starts))
    while any(is_due):
        for slab in ahead:
            if not is_due[slab]:
                continue
            n_due = sum(is_due)
            whole = part(report, n_done, n_done + 1, n_done + n_due)
            start, stop = starts[slab], min(starts[slab] + slab_vx, n_layers)
            widest[start:stop] = _widest_in_slab(turned, widest, start, stop, whole)
            is_due[slab], n_done = False, n_done + 1
            if start > 0 and _is_wider_way(turned, widest, start, start - 1):
                is_due[slab - 1] = True
            if stop < n_layers and _is_wider_way(turned, widest, stop - 1, stop):
                is_due[slab + 1] = True
        ahead = ahead[::-1]
    return np.ascontiguousarray(turned_back(widest, inlet))


def _widest_in_slab(
    width: NDArray[Squares],
    widest: NDArray[Squares],
    start: int,
    stop: int,
    report: Report,
) -> NDArray[Squares]:
    """The widest ways to the layers from `start` up to `stop`, by what is found beside.

    The slab at the inlet begins with the inlet.
    """
    low, high = max(start - 1, 0), min(stop + 1, len(width))
    here = width[low:high].copy()
    if low < start:
        here[0] = widest[low]
    if high > stop:
        here[-1] = widest[stop]
    found = np.zeros_like(here)
    ascending, n_lower = by_level(here)
    offsets = offsets_of(TWENTY_SIX, here.shape)
    level, n_done = len(n_lower) - 2, 0
    waiting = np.empty(1024, dtype=ascending.dtype)
    while level > 0:
        level, n, waiting = _widen(
            *(here, high > stop, offsets, found, ascending, n_lower, level, waiting)
        )
        n_done += n
        report(n_done, len(ascending), "Narrowest places on the ways")
    return found[start - low : stop - low]


def _is_wider_way(
    width: NDArray[Squares], widest: NDArray[Squares], one: int, other: int
) -> bool:
    """Whether layer `one` leads into layer `other` by a wider way than is known."""
    wider = np.minimum(ndimage.maximum_filter(widest[one], size=3), width[other])
    return bool((wider > widest[other]).any())


@njit(cache=True, nogil=True)
def _enter(distance, buckets, n_in):  # type: ignore[no-untyped-def]
    """Begin the ways in the layer at the inlet."""
    _, ny, nz = distance.shape
    for y in range(ny):
        for z in range(nz):
            if distance[0, y, z] > 0:
                distance[0, y, z] = _START_VX
                if n_in[0] == buckets.shape[1]:
                    buckets = _larger_buckets(buckets)
                buckets[0, n_in[0]] = y * nz + z
                n_in[0] += 1
    return buckets


@njit(cache=True, nogil=True)
def _spread(distance, offsets, buckets, n_in, level):  # type: ignore[no-untyped-def]
    """Go one step on from the voxels of the nearest bucket.

    Rounding keeps the order of sums, so the values do not depend on the order in which
    the voxels of one bucket are taken.
    """
    nx, ny, nz = distance.shape
    flat = distance.reshape(-1)
    current = level % 3
    for i in range(n_in[current]):
        index = np.int64(buckets[current, i])
        here = flat[index]
        if here < level:  # it was reached by a shorter way, and is done
            continue
        x, y, z = index // (ny * nz), index // nz % ny, index % nz
        is_at_edge = touches_edge(x, y, z, nx, ny, nz)
        if n_in.max() + len(offsets) > buckets.shape[1]:
            buckets = _larger_buckets(buckets)
        for side in range(len(offsets)):
            if is_at_edge and leads_out(x, y, z, TWENTY_SIX[side], nx, ny, nz):
                continue
            to_index = index + offsets[side]
            there = np.float32(here + _STEPS_VX[side])
            if there < flat[to_index]:
                flat[to_index] = there
                later = int(there) % 3
                buckets[later, n_in[later]] = to_index
                n_in[later] += 1
    n_in[current] = 0
    return buckets


@njit(cache=True, nogil=True)
def _larger_buckets(buckets):  # type: ignore[no-untyped-def]
    """The same buckets with place for twice as many voxels."""
    n = buckets.shape[1]
    larger = np.empty((3, 2 * n), dtype=buckets.dtype)
    larger[:, :n] = buckets
    return larger


@njit(cache=True, nogil=True)
def _widen(width, is_last_inlet, offsets, widest, ascending, n_lower, level, waiting):  # type: ignore[no-untyped-def]
    """Go on level by level, until some millions of voxels are looked at or all are.

    A level begins with its voxels at the inlet or beside what is reached, and goes on
    to all that is no narrower. The first layer is an inlet; the last may be another.
    Where a voxel is reached `width` becomes 0: there is nothing left to reach.
    """
    nx, ny, nz = width.shape
    left, found = width.reshape(-1), widest.reshape(-1)
    n_done = 0
    while level > 0 and n_done < _REPORT_EVERY:
        n_waiting = 0
        for place in range(n_lower[level], n_lower[level + 1]):
            index = np.int64(ascending[place])
            if left[index] == 0:
                continue
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            is_begun = x == 0 or (is_last_inlet and x == nx - 1)
            is_at_edge = touches_edge(x, y, z, nx, ny, nz)
            for side in range(len(offsets)):
                if is_begun:
                    break
                if is_at_edge and leads_out(x, y, z, TWENTY_SIX[side], nx, ny, nz):
                    continue
                is_begun = found[index + offsets[side]] > 0
            if is_begun:
                left[index], found[index] = 0, level
                if n_waiting == len(waiting):
                    waiting = _larger_stack(waiting)
                waiting[n_waiting] = index
                n_waiting += 1
        n_done += n_lower[level + 1] - n_lower[level]
        while n_waiting > 0:
            n_waiting -= 1
            index = np.int64(waiting[n_waiting])
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            is_at_edge = touches_edge(x, y, z, nx, ny, nz)
            if n_waiting + len(offsets) > len(waiting):
                waiting = _larger_stack(waiting)
            for side in range(len(offsets)):
                if is_at_edge and leads_out(x, y, z, TWENTY_SIX[side], nx, ny, nz):
                    continue
                to_index = index + offsets[side]
                if left[to_index] >= level:
                    left[to_index], found[to_index] = 0, level
                    waiting[n_waiting] = to_index
                    n_waiting += 1
        level -= 1
    return level, n_done, waiting


@njit(cache=True, nogil=True)
def _larger_stack(waiting):  # type: ignore[no-untyped-def]
    """The same stack with place for twice as many voxels."""
    larger = np.empty(2 * len(waiting), dtype=waiting.dtype)
    larger[: len(waiting)] = waiting
    return larger
