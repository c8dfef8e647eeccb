"""How two fillings differ over time: in saturation, and in where the liquid is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from wetview.plots.style import (
    PlotStyle,
    new_figure,
    plot_style,
    style_legend,
    style_title,
)
from wetview.plots.table import Table
from wetview.plots.two_curves import FIRST, SECOND, comparison_time_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wetview.filling.common_time import Common
    from wetview.filling.comparison import Comparison

_SHADED = 0.25


def draw_error_over_time(axes: Axes, compared: Comparison, style: PlotStyle) -> None:
    """Draw S_B - S_A in per cent of the pore volume, with its mean and maximum."""
    second, unit = comparison_time_unit(compared)
    time = compared.time_s / second
    difference = 100 * compared.difference
    axes.axhline(0, color=style.line, linewidth=0.9)
    for sign, number, name in (
        (difference > 0, SECOND, "B ahead"),
        (difference < 0, FIRST, "A ahead"),
    ):
        axes.fill_between(
            time,
            difference,
            0,
            where=sign.tolist(),
            interpolate=True,
            color=style.series[number],
            alpha=_SHADED,
            linewidth=0,
            label=name,
        )
    axes.plot(time, difference, color=style.text, linewidth=1.3)
    at = compared.max_difference_at_s / second
    largest = float(difference[abs(compared.time_s - at * second).argmin()])
    axes.plot([at], [largest], marker="o", markersize=4.5, color=style.cursor)
    axes.set_xlim(0, compared.end_s / second or 1.0)
    highest = max(float(difference.max()), 0.0)
    lowest = min(float(difference.min()), 0.0)
    room = 0.12 * max(highest - lowest, 0.1)
    axes.set_ylim(lowest - room, highest + room)
    axes.set_xlabel(f"Time ({unit})")
    axes.set_ylabel(r"$S_B - S_A$ (% of pores)")
    style_title(
        axes,
        f"mean |$S_B - S_A$| = {100 * compared.mean_difference:.2f} %, "
        f"largest {100 * compared.max_difference:.1f} %",
        style,
    )
    style_legend(axes, style)


def draw_dice_over_time(
    axes: Axes, compared: Comparison, style: PlotStyle, *, common: Common = "time"
) -> None:
    """Draw the Dice number of the liquid, and what is liquid in one of them alone.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    compared : Comparison
        The two fillings.
    style : PlotStyle
        Colours.
    common : {"time", "saturation"}
        At equal times, or at equal saturations of the sample.
    """
    by_time = common == "time"
    overlap = compared.overlap if by_time else compared.overlap_at_saturation
    second, unit = comparison_time_unit(compared)
    moments = overlap.moments
    at = moments.first_s / second if by_time else 100 * moments.first_saturation
    axes.plot(at, overlap.dice, color=style.accent, linewidth=2.0, label="Dice")
    for share, number, name in (
        (overlap.only_first, FIRST, "only in A"),
        (overlap.only_second, SECOND, "only in B"),
    ):
        axes.plot(
            at,
            share,
            color=style.series[number],
            linewidth=1.2,
            label=f"{name}, share of pores",
        )
    axes.set_xlim(float(at[0]), float(at[-1]) if at[-1] > at[0] else float(at[0]) + 1)
    axes.set_ylim(0, 1.03)
    axes.set_xlabel(f"Time ({unit})" if by_time else "Saturation of both (%)")
    axes.set_ylabel("Dice of the liquid")
    style_legend(axes, style)


def difference_figure(
    compared: Comparison,
    *,
    what: Literal["error", "dice"],
    common: Common = "time",
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.4),
) -> Figure:
    """The difference in saturation, or the Dice number, over time.

    Parameters
    ----------
    compared : Comparison
        The two fillings.
    what : {"error", "dice"}
        What is drawn.
    common : {"time", "saturation"}
        For the Dice number: at equal times or at equal saturations.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    if what == "error":
        draw_error_over_time(axes, compared, style)
    else:
        draw_dice_over_time(axes, compared, style, common=common)
    return figure


def dice_table(compared: Comparison, *, common: Common = "time") -> Table:
    """Dice number and what is liquid in one filling alone, moment by moment."""
    overlap = compared.overlap if common == "time" else compared.overlap_at_saturation
    moments = overlap.moments
    columns = (
        moments.first_s,
        moments.second_s,
        moments.first_saturation,
        moments.second_saturation,
        overlap.dice,
        overlap.only_first,
        overlap.only_second,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return Table(
        (
            "time_a_s",
            "time_b_s",
            "saturation_a",
            "saturation_b",
            "dice",
            "only_a",
            "only_b",
        ),
        tuple(rows),
    )
