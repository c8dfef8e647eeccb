"""From saturations of pores to voxels: in which order those of a pore fill.

The electrolyte enters a pore where way and front come first, goes on from there, and
leaves gas where little flows; so a predicted front looks like one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.pores.darcy_front import DarcyFront

_FULL = 255
_GAS_VISCOSITY = 0.1
"""Over the liquid's. Simulations have 1/6 to 1/17; it hardly changes the order."""
_EARLIEST, _LATEST = 1e-4, 100.0
"""Crossings of the sample that a front takes at least, and at most."""
_SHORTEST = 1e-3
"""Way over the length of the sample."""
_STILLEST = 1e-4
"""Flow over the mean."""
_STILLNESS = 0.4
"""Power of the flow that a voxel waits by where there is less than the mean."""


def lateness(
    front: DarcyFront,
    way_vx: NDArray[np.float32],
    flow_about: NDArray[np.float32],
    is_pore: NDArray[np.bool_],
    *,
    length_vx: int,
    bell_vx: float,
) -> NDArray[np.float32]:
    """A number for every voxel by which those of one pore fill: the least first.

    Parameters
    ----------
    front : DarcyFront
        Of the sample.
    way_vx : (nx, ny, nz) ndarray of float32
        Way from the inlet to each voxel; infinite where there is none.
    flow_about : (nx, ny, nz) ndarray of float32
        Flow about each voxel over the mean.
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    length_vx : int
        Of the sample, from inlet to outlet.
    bell_vx : float
        Width of menisci: what is nearer to each other fills together.

    Returns
    -------
    (nx, ny, nz) ndarray of float32
        The logarithm of `way sqrt(t s) / flow^0.4`, with t the time of the front that
        fills by pressure and s of that along the streamlines, averaged over the pores
        by a Gaussian bell; infinite in the solid and where no way leads.

    Notes
    -----
    Both fronts and the way are needed: by any one of them alone the voxels of a pore
    are sorted worse (docs/validation.md tells by how much).
    """
    crossing = front.crossing + _GAS_VISCOSITY * front.gas_crossing
    late = np.zeros(is_pore.shape, dtype=np.float32)
    for liquid, gas in (
        (front.time, front.gas_time),
        (front.stream_time, front.stream_gas_time),
    ):
        time = (liquid + np.float32(_GAS_VISCOSITY) * gas) / np.float32(crossing)
        time = np.nan_to_num(time, nan=_LATEST)
        late += np.float32(0.5) * np.log(np.clip(time, _EARLIEST, _LATEST))
    late += np.log(np.maximum(way_vx / np.float32(length_vx), np.float32(_SHORTEST)))
    late -= np.float32(_STILLNESS) * np.log(np.clip(flow_about, _STILLEST, 1))
    is_reached = is_pore & np.isfinite(way_vx)
    late[~is_reached] = 0
    share = is_reached.astype(np.float32)
    late, share = (
        ndimage.gaussian_filter(field, bell_vx, mode="nearest")
        for field in (late, share)
    )
    found = np.full(is_pore.shape, np.inf, dtype=np.float32)
    np.divide(late, share, out=found, where=is_reached)
    return found


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
        Of each in the order in which its pore fills, from 0; -1 in the solid.
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
