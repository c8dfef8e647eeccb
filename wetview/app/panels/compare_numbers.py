"""What two fillings differ by as a whole, as rows of a card of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.units import format_time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wetview.filling import Comparison

    Row = tuple[str, str, str]
    """Name, value, explanation."""


def compare_numbers(compared: Comparison) -> tuple[Row, ...]:
    """The numbers of a comparison, in the user's units."""
    return tuple(_rows(compared))


def _rows(compared: Comparison) -> Iterator[Row]:
    yield (
        "Mean |S_B - S_A|",
        f"{100 * compared.mean_difference:.2f} %",
        "Time mean of the difference in the electrode's saturation, until "
        f"{format_time(compared.end_s)}",
    )
    yield (
        "Largest",
        f"{100 * compared.max_difference:.1f} % at "
        f"{format_time(compared.max_difference_at_s)}",
        "Largest difference in the electrode's saturation, and when",
    )
    by_time, by_saturation = compared.overlap, compared.overlap_at_saturation
    yield (
        "Dice, equal times",
        f"{_time_mean(by_time.moments.first_s, by_time.dice):.3f}",
        "How much of the liquid is in the same place, 1 for all of it; mean over time",
    )
    yield (
        "Dice, equal saturations",
        f"{float(by_saturation.dice.mean()):.3f}",
        "The same when both have filled equally far: whether the order of filling "
        "agrees; mean over the saturations that both reach",
    )
    pores = compared.pores
    if not len(pores):
        return
    yield (
        "Pores, mean error",
        f"{100 * float(pores.mean_abs_saturation.mean()):.2f} %",
        "Mean over the pores of the time mean of the difference in their saturation",
    )
    n_one = int(np.count_nonzero(pores.fills_in_one_only))
    yield (
        "Fill in one only",
        f"{n_one} of {len(pores)} pores",
        "Pores that start to fill in one of the two, and never in the other",
    )


def _time_mean(time_s: np.ndarray, values: np.ndarray) -> float:
    whole = float(time_s[-1] - time_s[0])
    if whole <= 0:
        return float(values[-1])
    return float(np.trapezoid(values, time_s)) / whole
