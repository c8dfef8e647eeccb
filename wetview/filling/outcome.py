"""How a filling ended: when it was flat, half full, nearly full, and what was left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

FLAT_RISE = 0.002
FLAT_RELATIVE_RISE = 0.01
"""A saturation that rose by less than this, and by less than this share of itself, over
the last fifth of a run's steps is flat."""
FLAT_SHARE = 0.2
FLAT_STEPS = 1000
"""The last fifth, but so many steps at least."""

FLAT_RULE = (
    f"flat: the saturation rose by less than {FLAT_RISE:g}, and by less than"
    f" {FLAT_RELATIVE_RISE:.0%} of itself, over the last {FLAT_SHARE:.0%} of the steps"
    f" ({FLAT_STEPS} at least)"
)
"""Why a run ends by itself, in words."""

_SHARES = (0.5, 0.9, 0.99)


@dataclass(frozen=True)
class FillingEnd:
    """The characteristic times of a whole filling; None where they were not reached.

    Parameters
    ----------
    saturation : float
        At the end.
    t_flat_s : float or None
        From here on the saturation stays within the limit of `FLAT_RULE` of its end.
    t50_s, t90_s, t99_s : float or None
        50, 90 and 99 % of the pore volume are filled.
    t50_of_end_s, t90_of_end_s, t99_of_end_s : float or None
        50, 90 and 99 % of the saturation at the end are reached.
    """

    saturation: float
    t_flat_s: float | None
    t50_s: float | None
    t90_s: float | None
    t99_s: float | None
    t50_of_end_s: float | None
    t90_of_end_s: float | None
    t99_of_end_s: float | None


def filling_end(
    time_s: ArrayLike, saturation: ArrayLike, *, is_flat: bool
) -> FillingEnd:
    """Read the characteristic times from the saturation curve of a sample.

    Parameters
    ----------
    time_s, saturation : (n,) array_like
        The curve.
    is_flat : bool
        Whether the run ended because its saturation no longer rose; without that there
        is no T_flat.

    Examples
    --------
    >>> end = filling_end([0, 1, 2, 3, 4], [0, 0.4, 0.8, 0.8, 0.8], is_flat=True)
    >>> end.t_flat_s, end.t50_s, end.t90_s, end.t50_of_end_s
    (2.0, 1.25, None, 1.0)
    """
    time = np.asarray(time_s, dtype=np.float64)
    curve = np.asarray(saturation, dtype=np.float64)
    if time.shape != curve.shape or time.ndim != 1 or len(time) == 0:
        msg = (
            f"`time_s` has shape {time.shape} and `saturation` {curve.shape}, but one"
            " curve of equal lengths is needed"
        )
        raise ValueError(msg)
    end = float(curve[-1])
    limit = min(FLAT_RISE, FLAT_RELATIVE_RISE * end)
    moving = np.flatnonzero(np.abs(curve - end) > limit)
    resting = int(moving[-1]) + 1 if len(moving) else 0
    return FillingEnd(
        end,
        float(time[resting]) if is_flat else None,
        *(_reached(time, curve, share) for share in _SHARES),
        *(_reached(time, curve, share * end) for share in _SHARES),
    )


def _reached(
    time: NDArray[np.float64], curve: NDArray[np.float64], level: float
) -> float | None:
    """First time at which a curve reaches a level, linear between its points."""
    above = np.flatnonzero(curve >= level)
    if len(above) == 0 or level <= 0:
        return None
    first = int(above[0])
    if first == 0:
        return float(time[0])
    rise = curve[first] - curve[first - 1]
    part = (level - curve[first - 1]) / rise
    return float(time[first - 1] + part * (time[first] - time[first - 1]))
