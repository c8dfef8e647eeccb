"""Watershed of a height map, the same however the sample is turned or moved.

Ties are what makes a watershed depend on the order of the voxels. Here heights are
whole numbers, voxels of one height are flooded in rounds in which all are decided
before any counts, and a voxel between two basins goes by what does not change when axes
are exchanged: the number of its neighbours in each, their height, the basins' ranks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_QUEUED = -1
_REPORT_EVERY = 5_000_000


def peaks(height: NDArray[np.uint16], radius: int) -> NDArray[np.bool_]:
    """Voxels with none higher within an octahedron about them.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        0 in the solid.
    radius : int
        Half-axis of the octahedron: steps along the axes from its middle to a corner.
    """
    steps = np.arange(-radius, radius + 1)
    offsets = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    offsets = offsets.reshape(-1, 3)
    length = np.abs(offsets).sum(axis=1)
    # The nearest first: most voxels have a higher one right beside them.
    order = np.argsort(length, kind="stable")
    order = order[(length[order] > 0) & (length[order] <= radius)]
    found = np.zeros(height.shape, dtype=np.bool_)
    _find_peaks(height, offsets[order], found)
    return found


def flood(
    height: NDArray[np.uint16], markers: NDArray[np.int32], *, report: Report
) -> NDArray[np.int32]:
    """Basins that grow from markers over all voxels joined to them by faces.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        0 in the solid. The highest voxels are flooded first.
    markers : (nx, ny, nz) ndarray of int32
        Numbers from 1 by rank: where all else is equal, the lower number wins. Becomes
        the basins.
    report : callable
        Told the share of the heights that are flooded.

    Returns
    -------
    (nx, ny, nz) ndarray of int32
        `markers`, filled in; 0 in the solid and where no marker leads.
    """
    n_levels = int(height.max()) + 1
    first = np.full(n_levels, -1, dtype=np.int64)
    pool = np.empty((2, 4096), dtype=np.int64)
    _chain(pool, 0)
    n_pore = int(np.count_nonzero(height))
    pool, free = _seed(height, markers, first, pool)
    level, n_done = n_levels - 1, 0
    wave = np.empty(1024, dtype=np.int64)
    decided = np.empty(1024, dtype=np.int32)
    while level > 0:
        level, free, n, pool, wave, decided = _flood(
            height, markers, first, pool, free, level, wave, decided
        )
        n_done += n
        report(min(n_done, n_pore), n_pore, "Dividing the pore space")
    return markers


@njit(cache=True)
def _find_peaks(height, offsets, found):  # type: ignore[no-untyped-def]
    nx, ny, nz = height.shape
    for x in range(nx):
        for y in range(ny):
            for z in range(nz):
                here = height[x, y, z]
                if here == 0:
                    continue
                is_peak = True
                for i in range(len(offsets)):
                    at_x, at_y = x + offsets[i, 0], y + offsets[i, 1]
                    at_z = z + offsets[i, 2]
                    if (
                        0 <= at_x < nx
                        and 0 <= at_y < ny
                        and 0 <= at_z < nz
                        and height[at_x, at_y, at_z] > here
                    ):
                        is_peak = False
                        break
                found[x, y, z] = is_peak


@njit(cache=True)
def _chain(pool, start):  # type: ignore[no-untyped-def]
    """Chain the unused places of the pool from `start` to its end."""
    for place in range(start, pool.shape[1]):
        pool[1, place] = place + 1
    pool[1, pool.shape[1] - 1] = -1


@njit(cache=True)
def _push(first, pool, free, level, index):  # type: ignore[no-untyped-def]
    """Put a voxel into the queue of a level; gives the pool and its next free place."""
    if free < 0:
        n = pool.shape[1]
        larger = np.empty((2, 2 * n), dtype=np.int64)
        # Numba compiles a loop ten times as fast as an assignment to a slice.
        for row in range(2):
            for place in range(n):
                larger[row, place] = pool[row, place]
        _chain(larger, n)
        pool, free = larger, n
    place = free
    free = pool[1, place]
    pool[0, place] = index
    pool[1, place] = first[level]
    first[level] = place
    return pool, free


@njit(cache=True)
def _seed(height, labels, first, pool):  # type: ignore[no-untyped-def]
    """Queue what lies beside the markers."""
    nx, ny, nz = height.shape
    free = 0
    for x in range(nx):
        for y in range(ny):
            for z in range(nz):
                if labels[x, y, z] <= 0:
                    continue
                for side in range(6):
                    to_x, to_y, to_z, inside = _beside(x, y, z, side, nx, ny, nz)
                    if inside and height[to_x, to_y, to_z] > 0:
                        if labels[to_x, to_y, to_z] != 0:
                            continue
                        labels[to_x, to_y, to_z] = _QUEUED
                        pool, free = _push(
                            *(first, pool, free, height[to_x, to_y, to_z]),
                            (to_x * ny + to_y) * nz + to_z,
                        )
    return pool, free


@njit(cache=True, inline="always")
def _beside(x, y, z, side, nx, ny, nz):  # type: ignore[no-untyped-def]
    """One of the six neighbours, and whether it lies in the sample."""
    step = 1 if side % 2 else -1
    if side < 2:
        x += step
    elif side < 4:
        y += step
    else:
        z += step
    return x, y, z, 0 <= x < nx and 0 <= y < ny and 0 <= z < nz


@njit(cache=True)
def _flood(height, labels, first, pool, free, level, wave, decided):  # type: ignore[no-untyped-def]
    """Flood level by level, until some millions of voxels are done or all are."""
    nx, ny, nz = height.shape
    n_done = 0
    while level > 0:
        n_wave = 0
        place = first[level]
        first[level] = -1
        while place >= 0:
            if n_wave == len(wave):
                larger = np.empty(2 * n_wave, dtype=np.int64)
                for i in range(n_wave):
                    larger[i] = wave[i]
                wave = larger
                decided = np.empty(2 * n_wave, dtype=np.int32)
            wave[n_wave] = pool[0, place]
            n_wave += 1
            following = pool[1, place]
            pool[1, place] = free
            free = place
            place = following
        if n_wave == 0:
            level -= 1
            if n_done >= _REPORT_EVERY:
                break
            continue
        # All of this round are decided by what was flooded before it.
        for i in range(n_wave):
            index = wave[i]
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            decided[i] = _choose(height, labels, x, y, z)
        for i in range(n_wave):
            index = wave[i]
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            labels[x, y, z] = decided[i]
        for i in range(n_wave):
            index = wave[i]
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            for side in range(6):
                to_x, to_y, to_z, inside = _beside(x, y, z, side, nx, ny, nz)
                if inside and labels[to_x, to_y, to_z] == 0:
                    to_height = height[to_x, to_y, to_z]
                    if to_height > 0:
                        labels[to_x, to_y, to_z] = _QUEUED
                        pool, free = _push(
                            *(first, pool, free, min(to_height, level)),
                            (to_x * ny + to_y) * nz + to_z,
                        )
        n_done += n_wave
    return level, free, n_done, pool, wave, decided


@njit(cache=True)
def _choose(height, labels, x, y, z):  # type: ignore[no-untyped-def]
    """The basin that a voxel goes to, among those of its flooded neighbours."""
    nx, ny, nz = height.shape
    only = 0
    for side in range(6):
        at_x, at_y, at_z, inside = _beside(x, y, z, side, nx, ny, nz)
        if inside and labels[at_x, at_y, at_z] > 0:
            label = labels[at_x, at_y, at_z]
            if only == 0:
                only = label
            elif only != label:
                only = -1
                break
    if only > 0:
        return only
    seen = np.zeros((6, 3), dtype=np.int64)  # label, neighbours, greatest height
    n_seen = 0
    for side in range(6):
        at_x, at_y, at_z, inside = _beside(x, y, z, side, nx, ny, nz)
        if not inside or labels[at_x, at_y, at_z] <= 0:
            continue
        label = labels[at_x, at_y, at_z]
        place = 0
        while place < n_seen and seen[place, 0] != label:
            place += 1
        if place == n_seen:
            n_seen += 1
            seen[place, 0] = label
        seen[place, 1] += 1
        seen[place, 2] = max(seen[place, 2], height[at_x, at_y, at_z])
    best = 0
    for place in range(1, n_seen):
        if seen[place, 1] != seen[best, 1]:
            is_better = seen[place, 1] > seen[best, 1]
        elif seen[place, 2] != seen[best, 2]:
            is_better = seen[place, 2] > seen[best, 2]
        else:
            is_better = seen[place, 0] < seen[best, 0]
        if is_better:
            best = place
    return seen[best, 0]
