"""Where one filling is ahead of another, voxel by voxel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.fill_time import FillTimes


@dataclass(frozen=True, eq=False)
class Lead:
    """By how much the second filling is ahead of the first.

    Parameters
    ----------
    time_s : (nx, ny, nz) ndarray of float32
        By how much earlier the second filling fills a voxel; negative where it is
        later, NaN in the solid and where neither fills. Where only one of the two
        fills a voxel, the other counts as filling it at the end of the comparison:
        the lead is at least that much.
    saturation : (nx, ny, nz) ndarray of float32
        The same in the sample's saturation, which leaves out that one filling is
        faster as a whole and shows the order in which places fill.
    """

    time_s: NDArray[np.float32]
    saturation: NDArray[np.float32]


def lead_of_second(
    first: FillTimes,
    second: FillTimes,
    *,
    end_s: float,
    end_saturation: tuple[float, float],
) -> Lead:
    """Subtract the fill times of two fillings.

    Parameters
    ----------
    first, second : FillTimes
        Of one sample.
    end_s : float
        Until when both fillings are known.
    end_saturation : (float, float)
        Saturation of the sample then, in the first and in the second.
    """
    has_first = first.time_s <= end_s
    has_second = second.time_s <= end_s
    is_known = has_first | has_second

    def lead(
        one: NDArray[np.float32], other: NDArray[np.float32], ends: tuple[float, float]
    ) -> NDArray[np.float32]:
        at_first = np.where(has_first, one, np.float32(ends[0]))
        at_second = np.where(has_second, other, np.float32(ends[1]))
        return np.where(is_known, at_first - at_second, np.float32(np.nan))

    return Lead(
        lead(first.time_s, second.time_s, (end_s, end_s)),
        lead(first.saturation, second.saturation, end_saturation),
    )
