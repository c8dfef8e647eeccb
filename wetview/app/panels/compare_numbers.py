"""What two fillings differ by as a whole, as rows of a card of results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.filling import agreement
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
    found = agreement(compared)
    yield (
        "Mean |S_B - S_A|",
        f"{100 * found.mean_difference:.2f} %",
        "Time mean of the difference in the electrode's saturation, until "
        f"{format_time(found.end_s)}",
    )
    yield (
        "Largest",
        f"{100 * found.max_difference:.1f} % at "
        f"{format_time(found.max_difference_at_s)}",
        "Largest difference in the electrode's saturation, and when",
    )
    yield (
        "Dice, equal times",
        f"{found.dice_at_equal_times:.3f}",
        "How much of the liquid is in the same place, 1 for all of it; mean over time",
    )
    yield (
        "Dice, equal saturations",
        f"{found.dice_at_equal_saturations:.3f}",
        "The same when both have filled equally far: whether the order of filling "
        "agrees; mean over the saturations that both reach",
    )
    if not found.n_pores:
        return
    yield (
        "Pores, mean error",
        f"{100 * found.mean_pore_difference:.2f} %",
        "Mean over the pores of the time mean of the difference in their saturation",
    )
    yield (
        "Fill in one only",
        f"{found.n_fill_in_one_only} of {found.n_pores} pores",
        "Pores that start to fill in one of the two, and never in the other",
    )
