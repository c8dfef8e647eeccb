"""T_f0 and T_f1 of every pore in one filling over those in another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from wetview.filling.agreement import known_in_both, r2_of_times
from wetview.plots.style import PlotStyle, figure_with_axes, plot_style, style_title
from wetview.plots.two_curves import FIRST, comparison_time_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from wetview.filling.comparison import Comparison

Which = Literal["t_f0", "t_f1"]
_SYMBOLS = {"t_f0": "$T_{f0}$", "t_f1": "$T_{f1}$"}


def parity_times(
    compared: Comparison, which: Which
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n_pores,) ndarrays, T_f0 or T_f1 in the first and in the second filling."""
    pores = compared.pores
    if which == "t_f0":
        return pores.first_t_f0_s, pores.second_t_f0_s
    return pores.first_t_f1_s, pores.second_t_f1_s


def draw_time_parity(
    axes: Axes,
    compared: Comparison,
    style: PlotStyle,
    *,
    which: Which,
    pore: int | None = None,
) -> None:
    """Draw the times of B over those of A on logarithmic axes.

    Pores that have no time above 0 in one of the two are left out and counted.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    compared : Comparison
        The two fillings.
    style : PlotStyle
        Colours.
    which : {"t_f0", "t_f1"}
        When filling starts, or when it stops.
    pore : int, optional
        Label of a pore to be marked.
    """
    second, unit = comparison_time_unit(compared)
    first, second_filling = parity_times(compared, which)
    one, other = first / second, second_filling / second
    known = known_in_both(one, other)
    axes.set_xlabel(f"{_SYMBOLS[which]} in A ({unit})")
    axes.set_ylabel(f"{_SYMBOLS[which]} in B ({unit})")
    if not known.any():
        style_title(axes, "No pore has this time in both", style)
        return
    low = 0.8 * float(min(one[known].min(), other[known].min()))
    high = 1.25 * float(max(one[known].max(), other[known].max()))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(low, high)
    axes.set_ylim(low, high)
    axes.plot([low, high], [low, high], color=style.line, linewidth=1.0)
    axes.plot(
        one[known],
        other[known],
        linestyle="none",
        marker="o",
        markersize=3.2,
        markeredgewidth=0,
        color=style.series[FIRST],
        alpha=0.55,
    )
    if pore is not None and pore <= len(known) and known[pore - 1]:
        axes.plot(
            [one[pore - 1]],
            [other[pore - 1]],
            marker="o",
            markersize=8,
            markerfacecolor="none",
            markeredgecolor=style.cursor,
            markeredgewidth=1.8,
            zorder=5,
        )
    r2 = r2_of_times(one, other)
    n_known = np.count_nonzero(known)
    of_all = "" if n_known == len(known) else f" of {len(known)}"
    style_title(axes, f"$R^2$ {r2:.3f} (log), {n_known}{of_all} pores", style)


def time_parity_figure(
    compared: Comparison,
    *,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (7.0, 3.6),
    pore: int | None = None,
) -> Figure:
    """T_f0 and T_f1 of B over those of A, side by side.

    Parameters
    ----------
    compared : Comparison
        The two fillings.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    pore : int, optional
        Label of a pore to be marked.
    """
    style = plot_style(theme)
    figure, axes = figure_with_axes(style, size_in, n_columns=2)
    whiches: tuple[Which, ...] = ("t_f0", "t_f1")
    for one, which in zip(axes, whiches, strict=True):
        draw_time_parity(one, compared, style, which=which, pore=pore)
        one.set_aspect("equal")
    return figure
