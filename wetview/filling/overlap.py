"""How much of the liquid of two fillings is in the same place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.filling.in_between import FramesInTime
from wetview.filling.trapped import HALF_FILLED
from wetview.progress import Report, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.common_time import Moments
    from wetview.filling.filling import Filling


@dataclass(frozen=True, eq=False)
class Overlap:
    """The liquid of two fillings at some moments.

    Parameters
    ----------
    moments : Moments
        When.
    dice : (n,) ndarray of float64
        2 |A and B| / (|A| + |B|) of the voxels that are at least half liquid; 1 where
        both are dry.
    only_first, only_second : (n,) ndarray of float64
        Share of the pore voxels that is liquid in one of them alone.
    """

    moments: Moments
    dice: NDArray[np.float64]
    only_first: NDArray[np.float64]
    only_second: NDArray[np.float64]


def overlap_over(
    first: Filling,
    second: Filling,
    moments: Moments,
    is_pore: NDArray[np.bool_],
    *,
    report: Report = silent,
) -> Overlap:
    """Compare where the liquid is, moment by moment.

    Parameters
    ----------
    first, second : Filling
        Of one sample.
    moments : Moments
        When to look.
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    report : Report
        Told after each moment; may raise `Cancelled`.
    """
    n_pore = max(int(np.count_nonzero(is_pore)), 1)
    counts = np.zeros((len(moments), 3))
    readers = FramesInTime(first), FramesInTime(second)
    times = zip(moments.first_s.tolist(), moments.second_s.tolist(), strict=True)
    for number, (first_s, second_s) in enumerate(times):
        one = readers[0].at(first_s)[is_pore] >= HALF_FILLED
        other = readers[1].at(second_s)[is_pore] >= HALF_FILLED
        both = np.count_nonzero(one & other)
        counts[number] = np.count_nonzero(one), np.count_nonzero(other), both
        report(number + 1, len(moments), "Comparing the liquid")
    n_first, n_second, n_both = counts.T
    dice = np.divide(
        2 * n_both,
        n_first + n_second,
        out=np.ones(len(moments)),
        where=n_first + n_second > 0,
    )
    return Overlap(
        moments, dice, (n_first - n_both) / n_pore, (n_second - n_both) / n_pore
    )
