"""Pore size distribution: the widest ball in the pores that each place fits into.

Unlike the sizes of labelled pores it needs no division, and is what an ideal intrusion
without narrow entrances would give: openings by balls, the largest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import edt
import numpy as np

from wetview.progress import silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.progress import Report

_FINE_UP_TO_VX = 8.0
_FINE_STEP_VX = 0.5
_COARSE_RATIO = 1.1


@dataclass(frozen=True, eq=False)
class PoreSizes:
    """Share of the pore volume by the diameter of the widest ball it fits into.

    Parameters
    ----------
    diameter_vx : (n,) ndarray of float64
        Ascending.
    share_from : (n,) ndarray of float64
        Share of the pore voxels whose widest ball has this diameter or more; 1 first.
    """

    diameter_vx: NDArray[np.float64]
    share_from: NDArray[np.float64]

    @property
    def share(self) -> NDArray[np.float64]:
        """(n,) ndarray, share from each diameter up to the next; adds up to 1."""
        return self.share_from - np.append(self.share_from[1:], 0.0)

    @property
    def mean_vx(self) -> float:
        """Mean diameter, by volume."""
        return float(self.share @ self.diameter_vx)

    def percentile_vx(self, percent: float) -> float:
        """The diameter below which that much of the pore volume lies."""
        below = 100 * (1 - self.share_from)
        is_above = np.append(below[1:], 100.0) >= percent - 1e-9
        return float(self.diameter_vx[np.argmax(is_above)])


def pore_sizes(
    distance: NDArray[np.float32], *, report: Report = silent
) -> PoreSizes | None:
    """The pore size distribution, by volume.

    Parameters
    ----------
    distance : (nx, ny, nz) ndarray of float32
        From the nearest solid voxel, in voxels; 0 in the solid.
    report : callable, optional
        Told how far the work is.

    Returns
    -------
    PoreSizes or None
        None where there is no pore, or no solid.

    Notes
    -----
    Local thickness (Hildebrand & Ruegsegger, J. Microsc. 185, 67 (1997)), by one
    opening a size. A ball about a voxel at distance d from the solid holds the voxels
    nearer than d, and is 2 d - 1 wide: the wall lies half a voxel before the middle of
    the solid one.
    """
    n_pore = int(np.count_nonzero(distance))
    greatest = float(distance.max(initial=0))
    if not n_pore or not np.isfinite(greatest):
        return None
    levels = _levels(greatest)
    share_from = np.empty(len(levels))
    for index, level in enumerate(levels):
        report(index, len(levels), "Pore sizes")
        is_outside = distance < level
        opened = edt.edt(is_outside, black_border=False) < level
        share_from[index] = np.count_nonzero(opened & (distance > 0)) / n_pore
    # A coarser ball may by rounding reach a voxel that a finer one does not.
    share_from = np.maximum.accumulate(share_from[::-1])[::-1]
    return PoreSizes(2 * levels - 1, share_from)


def _levels(greatest: float) -> NDArray[np.float64]:
    """Distances to open by: every half voxel first, then by a tenth of themselves."""
    fine = np.arange(1.0, min(greatest, _FINE_UP_TO_VX) + 1e-6, _FINE_STEP_VX)
    if greatest <= _FINE_UP_TO_VX:
        return fine
    n_coarse = int(np.log(greatest / _FINE_UP_TO_VX) / np.log(_COARSE_RATIO))
    coarse = _FINE_UP_TO_VX * _COARSE_RATIO ** np.arange(1, n_coarse + 1)
    return np.concatenate([fine, coarse])
