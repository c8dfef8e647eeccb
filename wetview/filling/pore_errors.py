"""How the pores of one sample differ between two fillings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wetview.filling.curves import pore_filling_times
from wetview.filling.difference import common_time_s, curves_at, mean_absolute

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling


@dataclass(frozen=True, eq=False)
class PoreErrors:
    """One row a pore; differences are the second filling less the first.

    Parameters
    ----------
    mean_abs_saturation : (n_pores,) ndarray of float64
        Time mean of |S_second - S_first| over the time in which both are known.
    mean_saturation : (n_pores,) ndarray of float64
        The same with its sign: positive where the second is ahead.
    final_saturation : (n_pores,) ndarray of float64
        S_second - S_first at the end of that time.
    first_t_f0_s, second_t_f0_s : (n_pores,) ndarray of float64
        When filling starts; NaN where it never does.
    first_t_f1_s, second_t_f1_s : (n_pores,) ndarray of float64
        When filling stops; NaN where it never starts, or the run was cut short.
    """

    mean_abs_saturation: NDArray[np.float64]
    mean_saturation: NDArray[np.float64]
    final_saturation: NDArray[np.float64]
    first_t_f0_s: NDArray[np.float64]
    second_t_f0_s: NDArray[np.float64]
    first_t_f1_s: NDArray[np.float64]
    second_t_f1_s: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.mean_saturation)

    @property
    def t_f0_s(self) -> NDArray[np.float64]:
        """(n_pores,) ndarray, T_f0 of the second less that of the first."""
        return self.second_t_f0_s - self.first_t_f0_s

    @property
    def t_f1_s(self) -> NDArray[np.float64]:
        """(n_pores,) ndarray, T_f1 of the second less that of the first."""
        return self.second_t_f1_s - self.first_t_f1_s

    @property
    def fills_in_one_only(self) -> NDArray[np.bool_]:
        """(n_pores,) ndarray of bool, pores that start to fill in one of the two."""
        differs: NDArray[np.bool_] = np.isnan(self.first_t_f0_s) != np.isnan(
            self.second_t_f0_s
        )
        return differs


def pore_errors(first: Filling, second: Filling, end_s: float) -> PoreErrors:
    """Compare the saturation of every pore until `end_s`.

    Parameters
    ----------
    first, second : Filling
        With the same pores.
    end_s : float
        Until when both are known.
    """
    time_s = common_time_s(first.time_s, second.time_s, end_s)
    difference = curves_at(time_s, second.time_s, second.pore_saturation)
    difference -= curves_at(time_s, first.time_s, first.pore_saturation)
    first_f0, first_f1 = _characteristic_times(first)
    second_f0, second_f1 = _characteristic_times(second)
    return PoreErrors(
        mean_abs_saturation=mean_absolute(time_s, difference),
        mean_saturation=_mean(time_s, difference),
        final_saturation=difference[-1].copy(),
        first_t_f0_s=first_f0,
        second_t_f0_s=second_f0,
        first_t_f1_s=first_f1,
        second_t_f1_s=second_f1,
    )


def _mean(
    time_s: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    whole_s = float(time_s[-1] - time_s[0])
    if whole_s <= 0:
        return np.asarray(values[-1])
    return np.asarray(np.trapezoid(values, time_s, axis=0) / whole_s)


def _characteristic_times(
    filling: Filling,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """T_f0 and T_f1 of every pore."""
    times = pore_filling_times(filling.time_s, filling.pore_saturation)
    t_f0, t_f1 = times.t_f0_s, times.t_f1_s
    if filling.outcome in ("running", "stopped"):
        t_f1 = np.full(len(times), np.nan)
    return t_f0, t_f1
