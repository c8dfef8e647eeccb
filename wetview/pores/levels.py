"""Voxels in the order of a whole number that each of them has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray


def by_level(level: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The voxels above level 0, those of the lowest level first.

    Parameters
    ----------
    level : (nx, ny, nz) ndarray of unsigned int
        One for each voxel.

    Returns
    -------
    ascending : (n,) ndarray of int32 or int64
        Indices into the flat array; in int32 where that is enough.
    n_lower : (n_levels + 1,) ndarray of int64
        Voxels of level i stand from place `n_lower[i]` up to `n_lower[i + 1]`; the
        highest level is `len(n_lower) - 2`.

    Examples
    --------
    >>> by_level(np.array([3, 0, 1, 3], dtype=np.uint16).reshape(4, 1, 1))
    (array([2, 0, 3], dtype=int32), array([0, 0, 1, 1, 3]))
    """
    n_lower = np.zeros(int(level.max(initial=0)) + 2, dtype=np.int64)
    flat = level.reshape(-1)
    _count_lower(flat, n_lower)
    kind = np.int32 if flat.size <= np.iinfo(np.int32).max else np.int64
    ascending = np.empty(int(n_lower[-1]), dtype=kind)
    _sort(flat, n_lower.copy(), ascending)
    return ascending, n_lower


@njit(cache=True, nogil=True)
def _count_lower(level, n_lower):  # type: ignore[no-untyped-def]
    for here in level:
        if here > 0:
            n_lower[here + 1] += 1
    for i in range(1, len(n_lower)):
        n_lower[i] += n_lower[i - 1]


@njit(cache=True, nogil=True)
def _sort(level, following, ascending):  # type: ignore[no-untyped-def]
    """Put every voxel where `following` says that the next one of its level goes."""
    for index in range(len(level)):
        if level[index] > 0:
            ascending[following[level[index]]] = index
            following[level[index]] += 1
