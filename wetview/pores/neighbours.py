"""The voxels beside a voxel, in arrays that are looked at as flat."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIX = np.array([(-1, 0, 0), (1, 0, 0), (0, -1, 0), (0, 1, 0), (0, 0, -1), (0, 0, 1)])
"""(6, 3), steps to the voxels that share a face."""
TWENTY_SIX = np.array([s for s in itertools.product((-1, 0, 1), repeat=3) if any(s)])
"""(26, 3), steps to those that share a face, an edge or a corner."""


def offsets_of(steps: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.int64]:
    """(n,) ndarray, how far each step leads in the flat array."""
    _, ny, nz = shape
    return steps @ np.array([ny * nz, nz, 1])


@njit(cache=True, nogil=True, inline="always")
def touches_edge(x, y, z, nx, ny, nz):  # type: ignore[no-untyped-def]
    """Whether any step may lead out of the array."""
    return not (0 < x < nx - 1 and 0 < y < ny - 1 and 0 < z < nz - 1)


@njit(cache=True, nogil=True, inline="always")
def leads_out(x, y, z, step, nx, ny, nz):  # type: ignore[no-untyped-def]
    """Whether a step leads out of the array."""
    to_x, to_y, to_z = x + step[0], y + step[1], z + step[2]
    return not (0 <= to_x < nx and 0 <= to_y < ny and 0 <= to_z < nz)
