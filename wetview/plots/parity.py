"""Predicted over simulated filling times (figures 2C, 2D)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wetview.filling.agreement import r_squared
from wetview.plots.style import (
    PlotStyle,
    new_figure,
    plot_style,
    style_legend,
    style_title,
)
from wetview.plots.symbols import symbol
from wetview.plots.table import Table
from wetview.units import time_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray


def parity_figure(
    simulated_s: ArrayLike,
    predicted_s: ArrayLike,
    *,
    name: str,
    title: str = "",
    has_seconds: bool = True,
    groups: Sequence[str] | None = None,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (3.46, 3.46),
    heading: str = "",
) -> Figure:
    """Predicted over simulated times on logarithmic axes, with R2 of the logarithms.

    Pores that have no time, or no positive one, in either of the two are left out and
    counted.

    Parameters
    ----------
    simulated_s, predicted_s : (n,) array_like
        Times in seconds, or lattice steps.
    name : str
        Of the quantity: "t_f0_s".
    title : str
        What it is called, if its name is no symbol of the method.
    has_seconds : bool
        Whether they are seconds.
    groups : sequence of str, optional
        What each row belongs to, a colour each: a pressure.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    heading : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    simulated = np.asarray(simulated_s, dtype=np.float64)
    predicted = np.asarray(predicted_s, dtype=np.float64)
    is_known = _is_time(simulated) & _is_time(predicted)
    shown, found = simulated[is_known], predicted[is_known]
    quantity = symbol(name, title or name)
    longest_s = float(max(shown.max(), found.max())) if len(shown) else 1.0
    second, unit = time_unit(longest_s) if has_seconds else (1.0, "lattice steps")
    axes.set_xlabel(f"Simulated {quantity} ({unit})")
    axes.set_ylabel(f"Predicted {quantity} ({unit})")
    style_title(axes, heading, style)
    if not len(shown):
        _say(axes, "No pore has both times", style)
        return figure
    lowest, highest = _limits(shown / second, found / second)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlim(lowest, highest)
    axes.set_ylim(lowest, highest)
    axes.set_aspect("equal")
    axes.plot([lowest, highest], [lowest, highest], color=style.line, linewidth=1.0)
    _draw_points(axes, shown / second, found / second, groups, is_known, style)
    r2 = r_squared(np.log10(shown), np.log10(found))
    n_left_out = len(simulated) - len(shown)
    text = f"$R^2$ = {r2:.3f} (of log {quantity})\n{len(shown)} pores"
    if n_left_out:
        text += f", {n_left_out} without times"
    _say(axes, text, style)
    return figure


def parity_table(simulated_s: ArrayLike, predicted_s: ArrayLike, *, name: str) -> Table:
    """Both times of every row, empty where there is none."""
    pairs = zip(
        np.asarray(simulated_s, dtype=np.float64),
        np.asarray(predicted_s, dtype=np.float64),
        strict=True,
    )
    rows = tuple((float(one), float(other)) for one, other in pairs)
    return Table((f"simulated {name}", f"predicted {name}"), rows)


def _is_time(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(np.isfinite(values) & (np.nan_to_num(values) > 0))


def _limits(
    simulated: NDArray[np.float64], predicted: NDArray[np.float64]
) -> tuple[float, float]:
    both = np.concatenate([simulated, predicted])
    return float(both.min()) / 1.3, float(both.max()) * 1.3


def _draw_points(
    axes: Axes,
    simulated: NDArray[np.float64],
    predicted: NDArray[np.float64],
    groups: Sequence[str] | None,
    is_known: NDArray[np.bool_],
    style: PlotStyle,
) -> None:
    look: dict[str, Any] = {
        "s": 9 if len(simulated) < 2000 else 4,
        "alpha": 0.65 if len(simulated) < 2000 else 0.35,
        "linewidths": 0,
        # A drawing of many thousand single points is too large for a journal.
        "rasterized": len(simulated) > 3000,
    }
    if groups is None:
        axes.scatter(simulated, predicted, color=style.accent, **look)
        return
    named = np.asarray(groups, dtype=object)[is_known]
    for number, group in enumerate(dict.fromkeys(groups)):
        at = named == group
        colour = style.series[number % len(style.series)]
        axes.scatter(simulated[at], predicted[at], color=colour, label=group, **look)
    style_legend(axes, style, place="lower right")


def _say(axes: Axes, text: str, style: PlotStyle) -> None:
    axes.text(
        0.04,
        0.96,
        text,
        transform=axes.transAxes,
        va="top",
        color=style.text,
        fontsize=style.font_pt,
    )
