"""From saturations of pores to voxels: in a pore, they fill in the order of their way.

The electrolyte enters a pore where the way from the inlet through the pores is
shortest, and goes on from there; so a predicted front looks like one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FULL = 255


def fill_order(
    labels: NDArray[np.int32], way_vx: NDArray[np.float32]
) -> NDArray[np.int32]:
    """Place of every voxel in the order in which its pore fills.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, pores from 1.
    way_vx : (nx, ny, nz) ndarray of float32
        Way from the inlet to each voxel; infinite where there is none.

    Returns
    -------
    (nx, ny, nz) ndarray of int32
        0 for the first voxel of each pore; -1 in the solid.
    """
    flat = labels.ravel()
    inside = np.flatnonzero(flat)
    order = inside[np.lexsort((way_vx.ravel()[inside], flat[inside]))]
    counts = np.bincount(flat[inside])[1:]
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    place = np.full(flat.shape, -1, dtype=np.int32)
    place[order] = np.arange(len(order)) - starts
    return place.reshape(labels.shape)


def liquid_from_saturation(
    labels: NDArray[np.int32],
    place: NDArray[np.int32],
    pore_saturation: NDArray[np.floating],
) -> NDArray[np.uint8]:
    """Liquid fraction of every voxel, 0 to 255.

    Parameters
    ----------
    labels : (nx, ny, nz) ndarray of int32
        0 in the solid, pores from 1.
    place : (nx, ny, nz) ndarray of int32
        Of `fill_order`.
    pore_saturation : (n_pores,) ndarray
        Of every pore.
    """
    counts = np.bincount(labels.ravel(), minlength=len(pore_saturation) + 1)
    filled_vx = np.zeros(len(counts), dtype=np.float32)
    filled_vx[1:] = pore_saturation * counts[1:]
    fraction = filled_vx[labels]
    fraction -= place
    np.clip(fraction, 0, 1, out=fraction)
    fraction *= _FULL
    np.rint(fraction, out=fraction)
    liquid: NDArray[np.uint8] = fraction.astype(np.uint8)
    liquid[place < 0] = 0
    return liquid


class PredictedFrames(Sequence["NDArray[np.uint8]"]):
    """Frames of a prediction, each made when it is asked for.

    Parameters
    ----------
    labels, place : (nx, ny, nz) ndarray of int32
        As for `liquid_from_saturation`.
    pore_saturation : (n_frames, n_pores) ndarray
        Of every pore at each frame.
    """

    def __init__(
        self,
        labels: NDArray[np.int32],
        place: NDArray[np.int32],
        pore_saturation: NDArray[np.float32],
    ) -> None:
        self._labels = labels
        self._place = place
        self._pore_saturation = pore_saturation

    def __len__(self) -> int:
        return len(self._pore_saturation)

    @overload
    def __getitem__(self, index: int) -> NDArray[np.uint8]: ...
    @overload
    def __getitem__(self, index: slice) -> list[NDArray[np.uint8]]: ...
    def __getitem__(
        self, index: int | slice
    ) -> NDArray[np.uint8] | list[NDArray[np.uint8]]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        return liquid_from_saturation(
            self._labels, self._place, self._pore_saturation[index]
        )
