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

from wetview.pores.levels import by_level
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_QUEUED = -1
_REPORT_EVERY = 5_000_000
_LAYERS_AT_A_TIME = 32


def peaks(
    height: NDArray[np.uint16], radius: int, *, report: Report = silent
) -> NDArray[np.bool_]:
    """Voxels with none higher within an octahedron about them.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        0 in the solid.
    radius : int
        Half-axis of the octahedron: steps along the axes from its middle to a corner.
    report : callable, optional
        Told how many layers are done.
    """
    steps = np.arange(-radius, radius + 1)
    offsets = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    offsets = offsets.reshape(-1, 3)
    length = np.abs(offsets).sum(axis=1)
    # The nearest first: most voxels have a higher one right beside them.
    order = np.argsort(length, kind="stable")
    order = order[(length[order] > 0) & (length[order] <= radius)]
    found = np.zeros(height.shape, dtype=np.bool_)
    n_layers = height.shape[0]
    for start in range(0, n_layers, _LAYERS_AT_A_TIME):
        report(start, n_layers, "Widest places")
        stop = min(start + _LAYERS_AT_A_TIME, n_layers)
        _find_peaks(height, offsets[order], found, start, stop)
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
    ascending, n_lower = by_level(height)
    level, n_done = len(n_lower) - 2, 0
    wave = np.empty(1024, dtype=np.int64)
    decided = np.empty(1024, dtype=np.int32)
    while level > 0:
        level, n, wave, decided = _flood(
            *(height, markers, ascending, n_lower, level, wave, decided)
        )
        n_done += n
        report(n_done, len(ascending), "Dividing the pore space")
    return markers


def flood_rest(height: NDArray[np.uint16], labels: NDArray[np.int32]) -> None:
    """Number the pieces that no marker led to, in place: one basin a piece.

    Parameters
    ----------
    height, labels : (nx, ny, nz) ndarray
        As given to, and made by, `flood`.
    """
    _label_pieces(height, labels, int(labels.max(initial=0)))


@njit(cache=True, nogil=True)
def _find_peaks(height, offsets, found, start, stop):  # type: ignore[no-untyped-def]
    nx, ny, nz = height.shape
    for x in range(start, stop):
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


@njit(cache=True, nogil=True, inline="always")
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


@njit(cache=True, nogil=True)
def _flood(height, labels, ascending, n_lower, level, wave, decided):  # type: ignore[no-untyped-def]
    """Flood level by level, until some millions of voxels are looked at or all are.

    A round begins with what lies beside the basins on its level. The rounds after it
    go on from what the one before has flooded, to all that is no lower.
    """
    nx, ny, nz = height.shape
    n_done = 0
    while level > 0 and n_done < _REPORT_EVERY:
        n_wave = 0
        for place in range(n_lower[level], n_lower[level + 1]):
            index = np.int64(ascending[place])
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            if labels[x, y, z] == 0 and _is_beside_basin(labels, x, y, z):
                labels[x, y, z] = _QUEUED
                wave, decided = _with_room(wave, decided, n_wave)
                wave[n_wave] = index
                n_wave += 1
        n_done += n_lower[level + 1] - n_lower[level]
        while n_wave > 0:
            # All of this round are decided by what was flooded before it.
            for i in range(n_wave):
                index = wave[i]
                x, y, z = index // (ny * nz), index // nz % ny, index % nz
                decided[i] = _choose(height, labels, x, y, z)
            for i in range(n_wave):
                index = wave[i]
                x, y, z = index // (ny * nz), index // nz % ny, index % nz
                labels[x, y, z] = decided[i]
            # What comes next is written behind this round, and then moved to its place.
            n_both = n_wave
            for i in range(n_wave):
                index = wave[i]
                x, y, z = index // (ny * nz), index // nz % ny, index % nz
                for side in range(6):
                    to_x, to_y, to_z, inside = _beside(x, y, z, side, nx, ny, nz)
                    if (
                        inside
                        and labels[to_x, to_y, to_z] == 0
                        and height[to_x, to_y, to_z] >= level
                    ):
                        labels[to_x, to_y, to_z] = _QUEUED
                        wave, decided = _with_room(wave, decided, n_both)
                        wave[n_both] = (to_x * ny + to_y) * nz + to_z
                        n_both += 1
            for i in range(n_wave, n_both):
                wave[i - n_wave] = wave[i]
            n_wave = n_both - n_wave
        level -= 1
    return level, n_done, wave, decided


@njit(cache=True, nogil=True)
def _label_pieces(height, labels, n):  # type: ignore[no-untyped-def]
    nx, ny, nz = height.shape
    wave = np.empty(1024, dtype=np.int64)
    decided = np.empty(1024, dtype=np.int32)
    for start in range(height.size):
        x, y, z = start // (ny * nz), start // nz % ny, start % nz
        if height[x, y, z] == 0 or labels[x, y, z] != 0:
            continue
        n += 1
        labels[x, y, z] = n
        wave[0], n_wave = start, 1
        while n_wave > 0:
            n_wave -= 1
            index = wave[n_wave]
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            for side in range(6):
                to_x, to_y, to_z, inside = _beside(x, y, z, side, nx, ny, nz)
                if (
                    inside
                    and height[to_x, to_y, to_z] > 0
                    and labels[to_x, to_y, to_z] == 0
                ):
                    labels[to_x, to_y, to_z] = n
                    wave, decided = _with_room(wave, decided, n_wave)
                    wave[n_wave] = (to_x * ny + to_y) * nz + to_z
                    n_wave += 1


@njit(cache=True, nogil=True)
def _is_beside_basin(labels, x, y, z):  # type: ignore[no-untyped-def]
    nx, ny, nz = labels.shape
    for side in range(6):
        at_x, at_y, at_z, inside = _beside(x, y, z, side, nx, ny, nz)
        if inside and labels[at_x, at_y, at_z] > 0:
            return True
    return False


@njit(cache=True, nogil=True)
def _with_room(wave, decided, n):  # type: ignore[no-untyped-def]
    """The same round, with place for one more voxel."""
    if n < len(wave):
        return wave, decided
    larger = np.empty(2 * n, dtype=np.int64)
    for i in range(n):
        larger[i] = wave[i]
    # What has been decided is in the labels by now.
    return larger, np.empty(2 * n, dtype=np.int32)


@njit(cache=True, nogil=True)
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
