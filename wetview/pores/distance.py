"""How far each voxel of the pores lies from the walls, in little memory.

Squares of distances between voxels are whole numbers, and rarely need more than two
bytes. They are found slab by slab, exactly: a slab is looked at with as many layers
beside it as its farthest voxel is away from a wall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import edt
import numpy as np

from wetview import scratch
from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

Squares = np.uint16 | np.uint32
"""Type of a squared distance; the shorter one wherever it is enough."""

NO_WALL = np.iinfo(np.uint32).max
"""The square of a distance where the sample has no solid at all."""

_SLAB_VX = 32
_SLAB_VOXELS = 2_000_000
"""That are done at a time where the layers are small. Not many more: the library lets
no other thread run, so the window waits until it is done."""
_BESIDE_VX = 24


def squared_distance(
    is_pore: NDArray[np.bool_],
    *,
    slab_vx: int | None = None,
    beside_vx: int = _BESIDE_VX,
    report: Report = silent,
) -> NDArray[Squares]:
    """Square of each voxel's distance from the nearest solid one, middle to middle.

    Parameters
    ----------
    is_pore : (nx, ny, nz) ndarray of bool
        Where the pores are.
    slab_vx, beside_vx : int, optional
        Layers that are done at a time, and how many beside them are looked at first.
        What is found does not depend on either.
    report : callable, optional
        Told how many layers are done.

    Returns
    -------
    (nx, ny, nz) ndarray of uint16 or uint32
        In voxels squared; 0 in the solid. The sample's own faces are no walls; without
        any solid it is `NO_WALL`.
    """
    n_layers = is_pore.shape[0]
    if is_pore.all():
        return np.full(is_pore.shape, NO_WALL, dtype=np.uint32)
    found: NDArray[Squares] = scratch.zeros(is_pore.shape, np.uint16)
    if slab_vx is None:
        slab_vx = max(_SLAB_VX, _SLAB_VOXELS // is_pore[0].size)
    for start in range(0, n_layers, slab_vx):
        report(start, n_layers, "Distance from the walls")
        stop = min(start + slab_vx, n_layers)
        squares = _of_slab(is_pore, start, stop, beside_vx)
        farthest = squares.max()
        # The next slab will need about as much.
        beside_vx = int(np.sqrt(min(farthest, n_layers**2)))
        if farthest > np.iinfo(found.dtype).max:
            found, shorter = scratch.zeros(is_pore.shape, np.uint32), found
            found[...] = shorter
        found[start:stop] = squares
    return found


def root_of(squares: NDArray[Squares]) -> NDArray[np.float32]:
    """The distances themselves, in voxels; infinite where there is no solid."""
    distance = np.sqrt(squares.astype(np.float32))
    distance[squares == NO_WALL] = np.inf
    return distance


def _of_slab(
    is_pore: NDArray[np.bool_], start: int, stop: int, beside: int
) -> NDArray[np.float32]:
    """Squared distances in the layers from `start` up to `stop`."""
    n_layers = is_pore.shape[0]
    while True:
        low, high = max(start - beside, 0), min(stop + beside, n_layers)
        squares: NDArray[np.float32] = edt.edtsq(is_pore[low:high], black_border=False)
        squares = squares[start - low : stop - low]
        farthest = float(squares.max())
        # A wall that was not looked at is at least one layer farther away.
        if farthest <= (beside + 1) ** 2 or (low, high) == (0, n_layers):
            return squares
        beside = int(np.sqrt(farthest)) if np.isfinite(farthest) else n_layers
