"""When each voxel fills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling

HALF = np.float32(127.5)
"""Liquid fraction, of 255, at which a voxel counts as filled: 1/2."""


@dataclass(frozen=True, eq=False)
class FillTimes:
    """When each voxel of a sample first holds liquid to one half.

    Parameters
    ----------
    time_s : (nx, ny, nz) ndarray of float32
        Physical time; NaN in the solid and where it does not happen.
    saturation : (nx, ny, nz) ndarray of float32
        The sample's saturation then: the place of the voxel in the order of filling.
    """

    time_s: NDArray[np.float32]
    saturation: NDArray[np.float32]


def voxel_fill_times(filling: Filling, is_pore: NDArray[np.bool_]) -> FillTimes:
    """Find when each voxel fills, linear between the frames.

    A voxel between two frames is known to half of their distance, 0.5 % of the sample's
    saturation in runs that keep a frame for every per cent.

    Parameters
    ----------
    filling : Filling
        With at least one frame.
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    """
    n_pore = int(np.count_nonzero(is_pore))
    time_s = np.full(n_pore, np.nan, dtype=np.float64)
    before = np.zeros(n_pore, dtype=np.float32)
    is_open = np.ones(n_pore, dtype=bool)
    for index in range(filling.n_frames):
        now = np.asarray(filling.frames[index])[is_pore].astype(np.float32)
        found = np.flatnonzero(is_open & (now >= HALF))
        if len(found):
            end = float(filling.frame_time_s[index])
            start = float(filling.frame_time_s[max(index - 1, 0)])
            share = (HALF - before[found]) / (now[found] - before[found])
            time_s[found] = start + (end - start) * share if index else end
            is_open[found] = False
        before = now
    saturation = np.interp(time_s, filling.time_s, filling.saturation)
    return FillTimes(_placed(time_s, is_pore), _placed(saturation, is_pore))


def _placed(
    values: NDArray[np.float64], is_pore: NDArray[np.bool_]
) -> NDArray[np.float32]:
    field = np.full(is_pore.shape, np.nan, dtype=np.float32)
    field[is_pore] = values
    return field
