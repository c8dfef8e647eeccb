"""The voxels of each pore, and what is asked of all of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

from wetview.pores.levels import by_level

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Members:
    """The voxels of one pore after those of the other.

    Parameters
    ----------
    place : (n_voxels,) ndarray of int32 or int64
        Indices into the flat array; those of one pore ascend.
    first : (n_pores + 1,) ndarray of int64
        The voxels of the pore with label i + 1 stand from `first[i]` up to
        `first[i + 1]`.
    shape : tuple of int
        Of the sample.
    """

    place: NDArray[Any]
    first: NDArray[np.int64]
    shape: tuple[int, ...]

    @classmethod
    def of(cls, labels: NDArray[np.int32]) -> Members:
        """Collect the voxels of each pore.

        Parameters
        ----------
        labels : (nx, ny, nz) ndarray of int32
            0 in the solid, pores from 1.
        """
        place, n_lower = by_level(labels)
        return cls(place, n_lower[1:], labels.shape)

    def __len__(self) -> int:
        return len(self.first) - 1

    def percentiles(
        self, field: NDArray[np.floating], percents: tuple[int, ...]
    ) -> NDArray[np.float64]:
        """(len(percents), n_pores) ndarray, of the field in each pore.

        The nearest of the pore's own values; NaN counts as the greatest.
        """
        values = field.reshape(-1)[self.place]
        _sort_parts(values, self.first)
        last = np.diff(self.first) - 1
        rows = [
            values[self.first[:-1] + np.round(last * percent / 100).astype(np.int64)]
            for percent in percents
        ]
        return np.stack(rows).astype(np.float64)

    def order(self, field: NDArray[np.floating]) -> NDArray[np.int32]:
        """(nx, ny, nz) ndarray, place of each voxel among those of its pore.

        The one with the least of the field has 0; what is equal keeps the order of
        the array. -1 in the solid.
        """
        values = field.reshape(-1)[self.place]
        found = np.full(int(np.prod(self.shape)), -1, dtype=np.int32)
        for start, stop in zip(self.first[:-1], self.first[1:], strict=True):
            order = np.argsort(values[start:stop], kind="stable")
            found[self.place[start:stop][order]] = np.arange(stop - start)
        return found.reshape(self.shape)


@njit(cache=True, nogil=True)
def _sort_parts(values, first):  # type: ignore[no-untyped-def]
    """Sort each part of an array, in place."""
    for i in range(len(first) - 1):
        values[first[i] : first[i + 1]].sort()
