"""Two fillings of one sample, compared: curves, liquid, pores and voxels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.errors import UserError
from wetview.filling.common_time import common_moments, end_of_both_s
from wetview.filling.difference import common_time_s, curves_at, mean_absolute
from wetview.filling.fill_time import FillTimes, voxel_fill_times
from wetview.filling.lead import Lead, lead_of_second
from wetview.filling.overlap import Overlap, overlap_over
from wetview.filling.pore_errors import PoreErrors, pore_errors
from wetview.progress import Report, silent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling


@dataclass(frozen=True, eq=False)
class Comparison:
    """What two fillings of one sample have in common, and where they differ.

    Parameters
    ----------
    first, second : Filling
        What is compared. Differences are the second less the first.
    time_s : (n,) ndarray of float64
        Every time at which one of them was sampled, until both are known no longer.
    first_saturation, second_saturation : (n,) ndarray of float64
        Saturation of the sample at these times.
    mean_difference, max_difference : float
        Time mean and maximum of |S_second - S_first|.
    max_difference_at_s : float
        When it is largest.
    overlap, overlap_at_saturation : Overlap
        Where the liquid is, at equal times and at equal saturations of the sample.
    pores : PoreErrors
        Pore by pore.
    first_fill, second_fill : FillTimes
        When each voxel fills.
    lead : Lead
        Where the second is ahead of the first, voxel by voxel.
    """

    first: Filling
    second: Filling
    time_s: NDArray[np.float64]
    first_saturation: NDArray[np.float64]
    second_saturation: NDArray[np.float64]
    mean_difference: float
    max_difference: float
    max_difference_at_s: float
    overlap: Overlap
    overlap_at_saturation: Overlap
    pores: PoreErrors
    first_fill: FillTimes
    second_fill: FillTimes
    lead: Lead

    @property
    def end_s(self) -> float:
        """Until when both fillings are known."""
        return float(self.time_s[-1])

    @property
    def difference(self) -> NDArray[np.float64]:
        """(n,) ndarray, S_second - S_first at `time_s`."""
        return self.second_saturation - self.first_saturation


def compare_fillings(
    first: Filling,
    second: Filling,
    is_pore: NDArray[np.bool_],
    *,
    report: Report = silent,
) -> Comparison:
    """Compare two fillings of one sample, simulated or predicted.

    Parameters
    ----------
    first, second : Filling
        What is compared; often a simulation and its prediction.
    is_pore : (nx, ny, nz) ndarray of bool
        Where fluid can be.
    report : Report
        Told how far it is; may raise `Cancelled`.

    Raises
    ------
    UserError
        If the two are not fillings of this sample; the message says what differs.
    """
    require_comparable(first, second, is_pore)
    end_s = end_of_both_s(first, second)
    time_s = common_time_s(first.time_s, second.time_s, end_s)
    one = curves_at(time_s, first.time_s, first.saturation)
    other = curves_at(time_s, second.time_s, second.saturation)
    difference = other - one
    largest = int(np.argmax(np.abs(difference)))
    by_time = common_moments(first, second, "time")
    by_saturation = common_moments(first, second, "saturation")
    fills = [voxel_fill_times(filling, is_pore) for filling in (first, second)]
    return Comparison(
        first=first,
        second=second,
        time_s=time_s,
        first_saturation=one,
        second_saturation=other,
        mean_difference=float(mean_absolute(time_s, difference)),
        max_difference=float(np.abs(difference[largest])),
        max_difference_at_s=float(time_s[largest]),
        overlap=overlap_over(first, second, by_time, is_pore, report=report),
        overlap_at_saturation=overlap_over(
            first, second, by_saturation, is_pore, report=report
        ),
        pores=pore_errors(first, second, end_s),
        first_fill=fills[0],
        second_fill=fills[1],
        lead=lead_of_second(
            fills[0],
            fills[1],
            end_s=end_s,
            end_saturation=(float(one[-1]), float(other[-1])),
        ),
    )


def require_comparable(
    first: Filling, second: Filling, is_pore: NDArray[np.bool_]
) -> None:
    """Refuse two fillings that do not belong to one sample.

    Raises
    ------
    UserError
        Says what differs.
    """
    for filling in (first, second):
        _require_of_sample(filling, is_pore)
    if not np.isclose(first.voxel_m, second.voxel_m, rtol=1e-6):
        one, other = (1e6 * filling.voxel_m for filling in (first, second))
        raise UserError(
            f"The voxels of `{first.name}` are {one:.4g} um wide, those of"
            f" `{second.name}` {other:.4g} um",
            "Compare two fillings of the same sample",
        )
    pores = [filling.pore_saturation.shape[1] for filling in (first, second)]
    if pores[0] != pores[1]:
        raise UserError(
            f"`{first.name}` has curves of {pores[0]} pores, `{second.name}` of"
            f" {pores[1]}",
            "Simulate or predict both after the pores were found for the last time",
        )


def _require_of_sample(filling: Filling, is_pore: NDArray[np.bool_]) -> None:
    if not filling.n_frames or not len(filling.time_s):
        raise UserError(
            f"The run `{filling.name}` has no frames to compare", "Run it for longer"
        )
    last = np.asarray(filling.frames[filling.n_frames - 1])
    if last.shape != is_pore.shape:
        found = " x ".join(str(size) for size in last.shape)
        wanted = " x ".join(str(size) for size in is_pore.shape)
        raise UserError(
            f"The run `{filling.name}` has {found} voxels, the sample has {wanted}",
            "Compare two fillings of the same sample",
        )
    if last[~is_pore].any():
        raise UserError(
            f"The run `{filling.name}` has liquid where the sample is solid",
            "It belongs to another sample: choose two runs of this one",
        )
