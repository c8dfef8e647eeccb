"""The numbers read from a saturation curve: when filling starts, stops, and between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

N_SAMPLES = 10
"""Saturations S1 .. S10 at evenly spaced times from T_f0 to T_f1."""

_THRESHOLD = 0.05


@dataclass(frozen=True, eq=False)
class FillingTimes:
    """When a pore filled, and how.

    Parameters
    ----------
    t_f0_s : float
        Filling starts; NaN where it never does.
    t_f1_s : float
        Filling stops; NaN where it never starts.
    saturation : (10,) ndarray of float64
        S1 .. S10 at evenly spaced times from one to the other.
    """

    t_f0_s: float
    t_f1_s: float
    saturation: NDArray[np.float64]

    @property
    def fills(self) -> bool:
        """Whether the pore ever starts to fill."""
        return not np.isnan(self.t_f0_s)


def filling_times(time_s: ArrayLike, saturation: ArrayLike) -> FillingTimes:
    """Read the characteristic times and saturations from one curve.

    T_f0 is the first time at which |S - S(0)| reaches 0.05, T_f1 the first at which
    |S - S(end)| is at most 0.05 (Shodiev et al., Energy Storage Mater. 38, 80, 2021,
    and the authors' notebook).

    Parameters
    ----------
    time_s, saturation : (n,) array_like
        The curve.

    Examples
    --------
    >>> times = filling_times([0, 1, 2, 3, 4], [0, 0, 0.5, 1, 1])
    >>> times.t_f0_s, times.t_f1_s
    (2.0, 3.0)
    """
    time = np.asarray(time_s, dtype=np.float64)
    curve = np.asarray(saturation, dtype=np.float64)
    if time.shape != curve.shape or time.ndim != 1 or len(time) == 0:
        msg = (
            f"`time_s` has shape {time.shape} and `saturation` {curve.shape}, but one"
            " curve of equal lengths is needed"
        )
        raise ValueError(msg)
    started = np.flatnonzero(np.abs(curve - curve[0]) >= _THRESHOLD)
    if len(started) == 0:
        return FillingTimes(np.nan, np.nan, np.full(N_SAMPLES, np.nan))
    stopped = np.flatnonzero(np.abs(curve - curve[-1]) <= _THRESHOLD)
    t_f0 = float(time[started[0]])
    t_f1 = max(float(time[stopped[0]]), t_f0)
    at = np.linspace(t_f0, t_f1, N_SAMPLES)
    return FillingTimes(t_f0, t_f1, np.interp(at, time, curve))
