"""The moments at which two fillings are looked at together.

A filling that became flat keeps its last state: it is known at any later time. One that
was cut short is known only up to its end, and so is every comparison with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from wetview.filling.filling import Filling

Common = Literal["time", "saturation"]
"""What two fillings have in common at a moment: physical time, or saturation."""

_SAME_TIME = 1e-9
"""Moments nearer than this share of the whole time are one."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Pairs of times, one in each filling.

    Parameters
    ----------
    common : {"time", "saturation"}
        What is equal in a pair.
    first_s, second_s : (n,) ndarray of float64
        Physical time in the first and in the second filling, rising.
    first_saturation, second_saturation : (n,) ndarray of float64
        The sample's saturation then.
    """

    common: Common
    first_s: NDArray[np.float64]
    second_s: NDArray[np.float64]
    first_saturation: NDArray[np.float64]
    second_saturation: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.first_s)


def end_of_both_s(first: Filling, second: Filling) -> float:
    """Until when both fillings are known, in seconds."""
    ends = [_end_s(filling) for filling in (first, second)]
    cut_short = [
        _end_s(filling) for filling in (first, second) if filling.outcome != "flat"
    ]
    return min([max(ends), *cut_short])


def common_moments(first: Filling, second: Filling, common: Common) -> Moments:
    """The moments of a timeline that two fillings share.

    Parameters
    ----------
    first, second : Filling
        With at least one frame each.
    common : {"time", "saturation"}
        "time": every time at which one of them has a frame, as long as both are known.
        "saturation": evenly spaced saturations that both reach, as many as there are
        frames; each filling at the time when it first reaches them.
    """
    if common == "time":
        first_s = second_s = _merged(
            first.frame_time_s, second.frame_time_s, end_of_both_s(first, second)
        )
    else:
        levels = _common_levels(first, second)
        first_s = time_at_saturation(first.time_s, first.saturation, levels)
        second_s = time_at_saturation(second.time_s, second.saturation, levels)
    return Moments(
        common,
        first_s,
        second_s,
        np.interp(first_s, first.time_s, first.saturation),
        np.interp(second_s, second.time_s, second.saturation),
    )


def time_at_saturation(
    time_s: ArrayLike, saturation: ArrayLike, levels: ArrayLike
) -> NDArray[np.float64]:
    """When a curve first reaches saturations, linear between its points.

    Parameters
    ----------
    time_s, saturation : (n,) array_like
        The curve; where it falls, its highest value so far counts.
    levels : (m,) array_like
        Saturations; those below the first are reached at once, those above the
        highest at the end.

    Returns
    -------
    (m,) ndarray of float64

    Examples
    --------
    >>> time_at_saturation([0, 1, 2, 3], [0, 0.4, 0.3, 0.8], [0.2, 0.6])
    array([0.5, 2.5])
    """
    time = np.asarray(time_s, dtype=np.float64)
    highest = np.maximum.accumulate(np.asarray(saturation, dtype=np.float64))
    # A level is reached where the curve rises to it: between the last point below it
    # and the first that is not.
    wanted = np.asarray(levels, dtype=np.float64)
    after = np.searchsorted(highest, wanted, side="left")
    after = np.clip(after, 1, len(time) - 1) if len(time) > 1 else np.zeros_like(after)
    before = np.maximum(after - 1, 0)
    rise = highest[after] - highest[before]
    share = np.divide(
        wanted - highest[before], rise, out=np.zeros_like(wanted), where=rise > 0
    ).clip(0, 1)
    share[wanted > highest[-1]] = 1.0
    reached: NDArray[np.float64] = time[before] + share * (time[after] - time[before])
    return reached


def _end_s(filling: Filling) -> float:
    return float(filling.time_s[-1]) if len(filling.time_s) else 0.0


def _merged(
    first_s: NDArray[np.float64], second_s: NDArray[np.float64], end_s: float
) -> NDArray[np.float64]:
    times = np.union1d(first_s, second_s)
    times = times[times <= end_s]
    if not len(times):
        return np.array([end_s])
    is_new = np.diff(times, prepend=-np.inf) > _SAME_TIME * max(end_s, 1e-300)
    merged: NDArray[np.float64] = times[is_new]
    return merged


def _common_levels(first: Filling, second: Filling) -> NDArray[np.float64]:
    curves = (first.saturation, second.saturation)
    start = max(float(curve[0]) for curve in curves)
    end = min(float(curve.max()) for curve in curves)
    n_levels = max(first.n_frames, second.n_frames, 2)
    return np.linspace(start, max(start, end), n_levels)
