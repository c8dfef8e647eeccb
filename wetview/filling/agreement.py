"""How well two fillings agree, in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wetview.filling.comparison import Comparison


@dataclass(frozen=True)
class Agreement:
    """How well the second of two fillings agrees with the first.

    Parameters
    ----------
    end_s : float
        Until when both are known.
    mean_difference, max_difference : float
        Of the electrode's saturation, absolute, over time.
    max_difference_at_s : float
        When it is largest.
    dice_at_equal_times, dice_at_equal_saturations : float
        How much of the liquid is in the same place, 1 for all of it; mean over time,
        and over the saturations that both reach.
    r2_log_t_f0, r2_log_t_f1 : float
        Coefficient of determination of the logarithm of the times at which pores start
        and stop to fill; NaN where there are no such times.
    n_pores, n_fill_in_one_only : int
        Pores in all, and those that start to fill in one of the two alone.
    mean_pore_difference : float
        Mean over the pores of the time mean of |S_second - S_first|; NaN without pores.
    """

    end_s: float
    mean_difference: float
    max_difference: float
    max_difference_at_s: float
    dice_at_equal_times: float
    dice_at_equal_saturations: float
    r2_log_t_f0: float
    r2_log_t_f1: float
    n_pores: int
    n_fill_in_one_only: int
    mean_pore_difference: float


def agreement(compared: Comparison) -> Agreement:
    """The agreement of two fillings that were compared."""
    pores = compared.pores
    by_time, by_saturation = compared.overlap, compared.overlap_at_saturation
    return Agreement(
        end_s=compared.end_s,
        mean_difference=compared.mean_difference,
        max_difference=compared.max_difference,
        max_difference_at_s=compared.max_difference_at_s,
        dice_at_equal_times=_time_mean(by_time.moments.first_s, by_time.dice),
        dice_at_equal_saturations=float(by_saturation.dice.mean()),
        r2_log_t_f0=r2_of_times(pores.first_t_f0_s, pores.second_t_f0_s),
        r2_log_t_f1=r2_of_times(pores.first_t_f1_s, pores.second_t_f1_s),
        n_pores=len(pores),
        n_fill_in_one_only=int(np.count_nonzero(pores.fills_in_one_only)),
        mean_pore_difference=(
            float(pores.mean_abs_saturation.mean()) if len(pores) else float("nan")
        ),
    )


def r_squared(wanted: NDArray[np.float64], given: NDArray[np.float64]) -> float:
    """Coefficient of determination; NaN below two different values."""
    if len(wanted) < 2:
        return float("nan")
    total = float(((wanted - wanted.mean()) ** 2).sum())
    residual = float(((wanted - given) ** 2).sum())
    return 1 - residual / total if total > 0 else float("nan")


def known_in_both(
    first_s: NDArray[np.float64], second_s: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """(n,) ndarray of bool, where both times are above 0, so have a logarithm."""
    return (first_s > 0) & (second_s > 0)  # NaN is not


def r2_of_times(first_s: NDArray[np.float64], second_s: NDArray[np.float64]) -> float:
    """Coefficient of determination of log T, over pores that have both times."""
    known = known_in_both(first_s, second_s)
    return r_squared(np.log10(first_s[known]), np.log10(second_s[known]))


def _time_mean(time_s: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    whole = float(time_s[-1] - time_s[0])
    if whole <= 0:
        return float(values[-1])
    return float(np.trapezoid(values, time_s)) / whole
