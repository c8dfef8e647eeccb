"""Which moments of a filling, or of several, a video shows, and for how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from wetview.filling.common_time import end_of_both_s, time_at_saturation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wetview.filling.filling import Filling

Pace = Literal["saturation", "time"]
"""What runs evenly in a video: the filling of the pores, or physical time."""


@dataclass(frozen=True)
class Moment:
    """Physical time that all panes show, and for how many pictures."""

    time_s: float
    n_pictures: int


def moments_of(
    fillings: Sequence[Filling], pace: Pace, n_pictures: int
) -> list[Moment]:
    """The moments of a video of about so many pictures.

    Parameters
    ----------
    fillings : sequence of Filling
        What is shown side by side, at the same physical time.
    pace : {"saturation", "time"}
        "saturation": of one filling every frame; of several as many moments as the
        longest has frames, between which their mean saturation rises evenly. Each is
        held equally long. "time": physical time runs evenly, a moment for each picture.
    n_pictures : int
        Wanted.
    """
    if pace == "saturation":
        times_s = _evenly_filled(fillings)
        held = max(1, round(n_pictures / len(times_s)))
        return [Moment(time_s, held) for time_s in times_s]
    if pace != "time":
        msg = f"`pace` is {pace!r} but 'saturation' or 'time' is needed"
        raise ValueError(msg)
    start_s = min(float(filling.frame_time_s[0]) for filling in fillings)
    times = np.linspace(start_s, last_moment_s(fillings), max(n_pictures, 1))
    return [Moment(time_s, 1) for time_s in times.tolist()]


def last_moment_s(fillings: Sequence[Filling]) -> float:
    """Until when all fillings are known; one that became flat stays as it is."""
    if len(fillings) == 1:
        return float(fillings[0].frame_time_s[-1])
    ends = [end_of_both_s(fillings[0], other) for other in fillings[1:]]
    longest = max(float(filling.time_s[-1]) for filling in fillings)
    cut_short = [
        float(filling.time_s[-1]) for filling in fillings if filling.outcome != "flat"
    ]
    return min([max([*ends, longest]), *cut_short])


def _evenly_filled(fillings: Sequence[Filling]) -> list[float]:
    if len(fillings) == 1:
        return [float(time_s) for time_s in fillings[0].frame_time_s]
    end_s = last_moment_s(fillings)
    time = np.unique(np.concatenate([filling.time_s for filling in fillings]))
    time = np.append(time[time < end_s], end_s)
    mean = np.mean(
        [np.interp(time, one.time_s, one.saturation) for one in fillings], axis=0
    )
    n_moments = max(filling.n_frames for filling in fillings)
    levels = np.linspace(mean[0], mean.max(), max(n_moments, 2))
    times: list[float] = time_at_saturation(time, mean, levels).tolist()
    return times
