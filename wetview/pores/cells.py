"""Pores cut by cubes into cells, between which flow is solved in no time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


_EDGE_VX = 5.0
_MOST_CELLS = 45_000
"""The time to prepare a solution on cells goes with the square of their number: here
some seconds."""


def cells_to_solve_on(
    is_through: NDArray[np.bool_], *, at_most: int = _MOST_CELLS
) -> tuple[int, NDArray[np.int32]]:
    """Cells that quicken a solution on voxels, and do not change it.

    Parameters
    ----------
    is_through : (nx, ny, nz) ndarray of bool
        The pores.
    at_most : int
        How many there may be: where narrow pores give more the cubes are larger.

    Returns
    -------
    n_cells, of_voxel
        See `cut_into_cells`.
    """
    edge_vx = max(_EDGE_VX, np.cbrt(np.count_nonzero(is_through) / at_most))
    while True:
        n_cells, of_voxel = cut_into_cells(is_through, edge_vx)
        if n_cells <= at_most or edge_vx >= max(is_through.shape):
            return n_cells, of_voxel
        edge_vx = np.ceil(edge_vx * np.cbrt(n_cells / at_most))


def cut_into_cells(
    is_through: NDArray[np.bool_], edge_vx: float
) -> tuple[int, NDArray[np.int32]]:
    """Cut pores by cubes; parts of a cube that do not touch are cells each.

    Parameters
    ----------
    is_through : (nx, ny, nz) ndarray of bool
        The pores.
    edge_vx : float
        Of the cubes, at least 1; rounded.

    Returns
    -------
    n_cells : int
        How many there are.
    of_voxel : (n_voxels,) ndarray of int32
        The cell of each, in the order of the array.
    """
    n_cells, cell = _cells_of_cubes(is_through, max(1, round(edge_vx)))
    return n_cells, cell[is_through]


@njit(cache=True, nogil=True)
def _cells_of_cubes(is_through, edge):  # type: ignore[no-untyped-def]
    """Number the parts of each cube in the order of their first voxels, all else -1."""
    nx, ny, nz = is_through.shape
    cell = np.full((nx, ny, nz), -1, dtype=np.int32)
    waiting = np.empty((edge**3, 3), dtype=np.int64)
    n_cells = 0
    for i in range(nx):
        for j in range(ny):
            for k in range(nz):
                if not is_through[i, j, k] or cell[i, j, k] >= 0:
                    continue
                x0, y0, z0 = i // edge * edge, j // edge * edge, k // edge * edge
                x1, y1, z1 = min(x0 + edge, nx), min(y0 + edge, ny), min(z0 + edge, nz)
                cell[i, j, k] = n_cells
                waiting[0] = i, j, k
                n_waiting = 1
                while n_waiting:
                    n_waiting -= 1
                    at = (
                        waiting[n_waiting, 0],
                        waiting[n_waiting, 1],
                        waiting[n_waiting, 2],
                    )
                    for side in range(6):
                        step = 1 if side % 2 else -1
                        x = at[0] + (step if side < 2 else 0)
                        y = at[1] + (step if 2 <= side < 4 else 0)
                        z = at[2] + (step if side >= 4 else 0)
                        if x < x0 or x >= x1 or y < y0 or y >= y1 or z < z0 or z >= z1:
                            continue
                        if is_through[x, y, z] and cell[x, y, z] < 0:
                            cell[x, y, z] = n_cells
                            waiting[n_waiting] = x, y, z
                            n_waiting += 1
                n_cells += 1
    return n_cells, cell
