"""Watershed of a height map, the same however the sample is turned or moved.

Ties are what makes a watershed depend on the order of the voxels. Here heights are
whole numbers, voxels of one height are flooded in rounds in which all are decided
before any counts, and a voxel between two basins goes by what does not change when axes
are exchanged: the number of its neighbours in each, their height, the basins' ranks.

A part of a larger sample is flooded so that what can not be told from the part alone is
known: such voxels belong to `UNSURE`, a basin that may come in from outside. It begins
in the outermost layers, each voxel as soon as its height allows, and wins every voxel
that it touches. So no voxel is flooded later than in the whole sample, and one that is
not `UNSURE` has seen, when it was decided, just what it sees in the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from wetview.pores.levels import by_level
from wetview.pores.neighbours import SIX, leads_out, offsets_of, touches_edge
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

UNSURE = np.iinfo(np.int32).max
"""The basin of what depends on voxels outside of the part that is looked at."""

_QUEUED = -1
_REPORT_EVERY = 5_000_000
_LAYERS_AT_A_TIME = 32


def peaks(
    height: NDArray[np.uint16], radius: int, *, report: Report = silent
) -> NDArray[np.int64]:
    """Voxels with none higher within an octahedron about them.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        0 in the solid.
    radius : int
        Half-axis of the octahedron: steps along the axes from its middle to a corner.
    report : callable, optional
        Told how many layers are done.

    Returns
    -------
    (n,) ndarray of int64
        Indices into the flat array, ascending.
    """
    steps = np.arange(-radius, radius + 1)
    offsets = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1)
    offsets = offsets.reshape(-1, 3)
    length = np.abs(offsets).sum(axis=1)
    # The nearest first: most voxels have a higher one right beside them.
    order = np.argsort(length, kind="stable")
    order = order[(length[order] > 0) & (length[order] <= radius)]
    found = []
    n_layers = height.shape[0]
    for start in range(0, n_layers, _LAYERS_AT_A_TIME):
        report(start, n_layers, "Widest places")
        stop = min(start + _LAYERS_AT_A_TIME, n_layers)
        is_peak = _find_peaks(height, offsets[order], start, stop)
        found.append(np.flatnonzero(is_peak) + start * height[0].size)
    return np.concatenate(found)


def flood(
    height: NDArray[np.uint16],
    basins: NDArray[np.int32],
    *,
    goes_on: tuple[bool, bool] = (False, False),
    report: Report = silent,
) -> NDArray[np.int32]:
    """Basins that grow from markers over all voxels joined to them by faces.

    Parameters
    ----------
    height : (nx, ny, nz) ndarray of uint16
        0 in the solid. The highest voxels are flooded first.
    basins : (nx + 2, ny + 2, nz + 2) ndarray of int32
        Their markers, with a layer of 0 about the sample: numbers from 1 by rank. Where
        all else is equal, the lower number wins. Is changed.
    goes_on : tuple of bool
        Whether the sample goes on before the first and behind the last layer.
    report : callable, optional
        Told the share of the heights that are flooded.

    Returns
    -------
    (nx, ny, nz) ndarray of int32
        A part of `basins`: 0 in the solid and where no marker leads; `UNSURE` where
        the basin depends on how the sample goes on.
    """
    height = np.pad(height, 1)
    for is_open, outside in ((goes_on[0], 0), (goes_on[1], -1)):
        if is_open:
            basins[outside] = UNSURE
    ascending, n_lower = by_level(height)
    level, n_done = len(n_lower) - 2, 0
    sides = offsets_of(SIX, height.shape)
    wave = np.empty(1024, dtype=np.int64)
    decided = np.empty(1024, dtype=np.int32)
    while level > 0:
        level, n, wave, decided = _flood(
            *(height, basins, sides, ascending, n_lower, level, wave, decided)
        )
        n_done += n
        report(n_done, len(ascending), "Dividing the pore space")
    return basins[1:-1, 1:-1, 1:-1]


def flood_rest(height: NDArray[np.uint16], labels: NDArray[np.int32]) -> None:
    """Number the pieces that no marker led to, in place: one basin a piece.

    Parameters
    ----------
    height, labels : (nx, ny, nz) ndarray
        As given to, and made by, `flood`.
    """
    n = int(labels.max(initial=0))
    _label_pieces(height, labels, offsets_of(SIX, height.shape), n)


@njit(cache=True, nogil=True)
def _find_peaks(height, offsets, start, stop):  # type: ignore[no-untyped-def]
    nx, ny, nz = height.shape
    found = np.zeros((stop - start, ny, nz), dtype=np.bool_)
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
                found[x - start, y, z] = is_peak
    return found


@njit(cache=True, nogil=True)
def _flood(height, labels, sides, ascending, n_lower, level, wave, decided):  # type: ignore[no-untyped-def]
    """Flood level by level, until some millions of voxels are looked at or all are.

    A round begins with what lies beside the basins on its level. The rounds after it
    go on from what the one before has flooded, to all that is no lower. About the
    sample lies a layer of solid, so that every voxel has six neighbours.
    """
    flat, flat_height = labels.reshape(-1), height.reshape(-1)
    n_done = 0
    while level > 0 and n_done < _REPORT_EVERY:
        n_wave = 0
        for place in range(n_lower[level], n_lower[level + 1]):
            index = np.int64(ascending[place])
            if flat[index] != 0:
                continue
            for side in sides:
                if flat[index + side] > 0:
                    flat[index] = _QUEUED
                    if n_wave == len(wave):
                        wave, decided = _larger(wave)
                    wave[n_wave] = index
                    n_wave += 1
                    break
        n_done += n_lower[level + 1] - n_lower[level]
        while n_wave > 0:
            # All of this round are decided by what was flooded before it.
            for i in range(n_wave):
                decided[i] = _choose(flat_height, flat, wave[i], sides)
            for i in range(n_wave):
                flat[wave[i]] = decided[i]
            # What comes next is written behind this round, and then moved to its place.
            n_both = n_wave
            for i in range(n_wave):
                if n_both + 6 > len(wave):
                    wave, decided = _larger(wave)
                for side in sides:
                    to_index = wave[i] + side
                    if flat[to_index] == 0 and flat_height[to_index] >= level:
                        flat[to_index] = _QUEUED
                        wave[n_both] = to_index
                        n_both += 1
            for i in range(n_wave, n_both):
                wave[i - n_wave] = wave[i]
            n_wave = n_both - n_wave
        level -= 1
    return level, n_done, wave, decided


@njit(cache=True, nogil=True)
def _choose(height, labels, index, sides):  # type: ignore[no-untyped-def]
    """The basin that a voxel goes to, among those of its flooded neighbours."""
    best, most, top = 0, 0, 0
    for side in sides:
        label = labels[index + side]
        if label == UNSURE:
            return UNSURE
        if label <= 0 or label == best:
            continue
        n, highest = 0, 0
        for other in sides:
            if labels[index + other] == label:
                n += 1
                highest = max(highest, height[index + other])
        if n != most:
            is_better = n > most
        elif highest != top:
            is_better = highest > top
        else:
            is_better = label < best
        if is_better:
            best, most, top = label, n, highest
    return best


@njit(cache=True, nogil=True)
def _label_pieces(height, labels, sides, n):  # type: ignore[no-untyped-def]
    nx, ny, nz = height.shape
    flat, flat_height = labels.reshape(-1), height.ravel()
    wave = np.empty(1024, dtype=np.int64)
    for start in range(height.size):
        if flat_height[start] == 0 or flat[start] != 0:
            continue
        n += 1
        flat[start] = n
        wave[0], n_wave = start, 1
        while n_wave > 0:
            n_wave -= 1
            index = wave[n_wave]
            x, y, z = index // (ny * nz), index // nz % ny, index % nz
            is_at_edge = touches_edge(x, y, z, nx, ny, nz)
            if n_wave + 6 > len(wave):
                wave, _ = _larger(wave)
            for side in range(6):
                if is_at_edge and leads_out(x, y, z, SIX[side], nx, ny, nz):
                    continue
                to_index = index + sides[side]
                if flat_height[to_index] > 0 and flat[to_index] == 0:
                    flat[to_index] = n
                    wave[n_wave] = to_index
                    n_wave += 1


@njit(cache=True, nogil=True)
def _larger(wave):  # type: ignore[no-untyped-def]
    """The same voxels with place for twice as many, and as much for their basins."""
    larger = np.empty(2 * len(wave), dtype=np.int64)
    larger[: len(wave)] = wave
    return larger, np.empty(2 * len(wave), dtype=np.int32)
