"""Porosity of every box of a size at once, from one table of sums."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def table_of_sums(is_pore: NDArray[np.bool_]) -> NDArray[np.int64]:
    """(nx+1, ny+1, nz+1) ndarray, pore voxels before each corner along all axes."""
    small = is_pore.size < 2**31
    sums = np.zeros([n + 1 for n in is_pore.shape], np.int32 if small else np.int64)
    inner = sums[1:, 1:, 1:]
    np.cumsum(is_pore, axis=0, dtype=sums.dtype, out=inner)
    np.cumsum(inner, axis=1, out=inner)
    np.cumsum(inner, axis=2, out=inner)
    return sums  # type: ignore[return-value]  # int32 holds small ones


def porosities(
    sums: NDArray[np.int64], box: Sequence[int], step: Sequence[int] = (1, 1, 1)
) -> NDArray[np.float64]:
    """Porosity of the boxes whose first corners lie on a grid.

    Parameters
    ----------
    sums : (nx+1, ny+1, nz+1) ndarray
        From `table_of_sums`.
    box : (int, int, int)
        Edges of a box in voxels.
    step : (int, int, int)
        Voxels between corners.

    Examples
    --------
    >>> is_pore = np.zeros((4, 4, 4), dtype=bool)
    >>> is_pore[:2] = True
    >>> porosities(table_of_sums(is_pore), (2, 4, 4)).ravel()
    array([1. , 0.5, 0. ])
    """
    along_x = (sums[box[0] :] - sums[: sums.shape[0] - box[0]])[:: step[0]]
    along_y = (along_x[:, box[1] :] - along_x[:, : along_x.shape[1] - box[1]])[
        :, :: step[1]
    ]
    along_z = (along_y[..., box[2] :] - along_y[..., : along_y.shape[2] - box[2]])[
        ..., :: step[2]
    ]
    found: NDArray[np.float64] = along_z / float(np.prod(box, dtype=float))
    return found
