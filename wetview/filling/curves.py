"""The numbers read from saturation curves: when filling starts, stops, and between."""

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


@dataclass(frozen=True, eq=False)
class PoreFillingTimes:
    """When each pore of a sample filled, and how.

    Parameters
    ----------
    t_f0_s, t_f1_s : (n_pores,) ndarray of float64
        Filling starts and stops; NaN where it never starts.
    saturation : (n_pores, 10) ndarray of float64
        S1 .. S10 at evenly spaced times from one to the other; NaN likewise.
    final_saturation : (n_pores,) ndarray of float64
        Saturation at the end of the curve.
    """

    t_f0_s: NDArray[np.float64]
    t_f1_s: NDArray[np.float64]
    saturation: NDArray[np.float64]
    final_saturation: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.t_f0_s)

    @property
    def fills(self) -> NDArray[np.bool_]:
        """(n_pores,) ndarray of bool, whether each pore ever starts to fill."""
        fills: NDArray[np.bool_] = ~np.isnan(self.t_f0_s)
        return fills


def pore_filling_times(
    time_s: ArrayLike, pore_saturation: ArrayLike
) -> PoreFillingTimes:
    """Read the characteristic times and saturations from the curve of every pore.

    T_f0 is the first time at which |S - S(0)| reaches 0.05, T_f1 the first at which
    |S - S(end)| is at most 0.05 (Shodiev et al., Energy Storage Mater. 38, 80, 2021,
    and the authors' notebook).

    Parameters
    ----------
    time_s : (n,) array_like
        When the saturation was sampled.
    pore_saturation : (n, n_pores) array_like
        The curves.
    """
    time = np.asarray(time_s, dtype=np.float64)
    curves = np.asarray(pore_saturation, dtype=np.float64)
    if time.ndim != 1 or len(time) == 0 or curves.shape[:1] != time.shape:
        msg = (
            f"`time_s` has shape {time.shape} and the saturation {curves.shape}, but"
            " curves of one length are needed"
        )
        raise ValueError(msg)
    has_started = np.abs(curves - curves[0]) >= _THRESHOLD
    has_stopped = np.abs(curves - curves[-1]) <= _THRESHOLD
    fills = has_started.any(axis=0)
    t_f0 = time[has_started.argmax(axis=0)]
    t_f1 = np.maximum(time[has_stopped.argmax(axis=0)], t_f0)
    saturation = np.full((curves.shape[1], N_SAMPLES), np.nan)
    for pore in np.flatnonzero(fills):
        at = np.linspace(t_f0[pore], t_f1[pore], N_SAMPLES)
        saturation[pore] = np.interp(at, time, curves[:, pore])
    return PoreFillingTimes(
        np.where(fills, t_f0, np.nan),
        np.where(fills, t_f1, np.nan),
        saturation,
        curves[-1].copy(),
    )


def filling_times(time_s: ArrayLike, saturation: ArrayLike) -> FillingTimes:
    """Read the characteristic times and saturations from one curve.

    Parameters
    ----------
    time_s, saturation : (n,) array_like
        The curve; see `pore_filling_times`.

    Examples
    --------
    >>> times = filling_times([0, 1, 2, 3, 4], [0, 0, 0.5, 1, 1])
    >>> times.t_f0_s, times.t_f1_s
    (2.0, 3.0)
    """
    curve = np.asarray(saturation, dtype=np.float64)
    if curve.ndim != 1:
        msg = f"`saturation` has shape {curve.shape}, but one curve is needed"
        raise ValueError(msg)
    of_pore = pore_filling_times(time_s, curve[:, None])
    return FillingTimes(
        float(of_pore.t_f0_s[0]), float(of_pore.t_f1_s[0]), of_pore.saturation[0]
    )
