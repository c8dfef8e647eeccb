"""Saturation in time: of the electrode, and of single pores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.filling import filling_times
from wetview.plots.style import (
    PlotStyle,
    new_figure,
    plot_style,
    style_legend,
    style_title,
)
from wetview.plots.table import Table
from wetview.units import time_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wetview.filling.filling import Filling


def draw_saturation(
    axes: Axes,
    filling: Filling,
    *,
    pore: int | None = None,
    style: PlotStyle,
    colour: str | None = None,
    mark_times: bool = True,
) -> None:
    """Draw one saturation curve into axes.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw. Time is in the unit of `filling_time_unit`.
    filling : Filling
        The run.
    pore : int, optional
        Label of a pore; the whole electrode by default.
    style : PlotStyle
        Colours.
    colour : str, optional
        Another colour for the curve.
    mark_times : bool
        Whether a pore's T_f0 and T_f1, when it starts and ends to fill, are marked.
    """
    second, _ = filling_time_unit(filling)
    time = filling.time_s / second
    if pore is None:
        axes.plot(
            time,
            100 * filling.saturation,
            color=colour or style.accent,
            linewidth=2.0,
            label="Electrode",
            zorder=4,
        )
        return
    saturation = _pore_saturation(filling, pore)
    colour = colour or style.series[0]
    axes.plot(time, 100 * saturation, color=colour, linewidth=1.4, label=f"Pore {pore}")
    if mark_times:
        _mark_times(axes, filling, saturation, colour, style)


def draw_interval(axes: Axes, filling: Filling, *, style: PlotStyle) -> bool:
    """Shade the 90 % interval of a predicted curve; False where it has none."""
    interval = filling.results.get("interval_90")
    if not isinstance(interval, dict):
        return False
    second, _ = filling_time_unit(filling)
    time, low, high = (
        np.asarray(interval[name], dtype=np.float64)
        for name in ("time_s", "low", "high")
    )
    axes.fill_between(
        time / second,
        100 * low,
        100 * high,
        color=style.accent,
        alpha=0.2,
        linewidth=0,
        label="90 % interval",
        zorder=2,
    )
    return True


def saturation_figure(
    filling: Filling,
    *,
    pores: Sequence[int] = (),
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.4),
    title: str | None = None,
) -> Figure:
    """The saturation curve of an electrode, and of some of its pores.

    Parameters
    ----------
    filling : Filling
        The run.
    pores : sequence of int
        Labels of pores whose curves are added, with T_f0 and T_f1.
    theme : PlotStyle or {"light", "dark"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str, optional
        What stands above; the name of the run by default, "" for nothing.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    for number, pore in enumerate(pores):
        colour = style.series[number % len(style.series)]
        draw_saturation(axes, filling, pore=pore, style=style, colour=colour)
    has_interval = draw_interval(axes, filling, style=style)
    draw_saturation(axes, filling, style=style)
    label_saturation_axes(axes, filling, room_for_marks=bool(pores))
    style_title(axes, filling.name if title is None else title, style)
    if pores or has_interval:
        style_legend(axes, style)
    return figure


def saturation_table(filling: Filling, *, pores: Sequence[int] = ()) -> Table:
    """The numbers of `saturation_figure`."""
    columns = [filling.saturation.astype(float)]
    columns += [_pore_saturation(filling, pore).astype(float) for pore in pores]
    header = ("time_s", "saturation", *(f"saturation of pore {pore}" for pore in pores))
    rows = zip(filling.time_s.tolist(), *(c.tolist() for c in columns), strict=True)
    return Table(header, tuple(rows))


def filling_time_unit(filling: Filling) -> tuple[float, str]:
    """Seconds in, and name of, the unit of the time axis of a run."""
    longest_s = float(filling.time_s[-1]) if len(filling.time_s) else 0.0
    return time_unit(longest_s)


def label_saturation_axes(
    axes: Axes, filling: Filling, *, room_for_marks: bool = False
) -> None:
    """Limits, names and units of the axes of a saturation plot."""
    second, unit = filling_time_unit(filling)
    longest = float(filling.time_s[-1]) / second if len(filling.time_s) else 0.0
    axes.set_xlim(0, longest or 1.0)
    axes.set_ylim(0, 114 if room_for_marks else 103)
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlabel(f"Time ({unit})")
    axes.set_ylabel("Saturation (%)")


def _pore_saturation(filling: Filling, pore: int) -> np.ndarray:
    n_pores = filling.pore_saturation.shape[1]
    if not 1 <= pore <= n_pores:
        msg = f"`pore` is {pore} but the run has pores 1 to {n_pores}"
        raise ValueError(msg)
    return filling.pore_saturation[:, pore - 1]


def _mark_times(
    axes: Axes,
    filling: Filling,
    saturation: np.ndarray,
    colour: str,
    style: PlotStyle,
) -> None:
    second, _ = filling_time_unit(filling)
    times = filling_times(filling.time_s, saturation)
    # A run that was cut short does not know where the pore's filling ends.
    was_cut_short = filling.outcome in ("running", "stopped")
    t_f1_s = np.nan if was_cut_short else times.t_f1_s
    for time_s, name in ((times.t_f0_s, "T_{f0}"), (t_f1_s, "T_{f1}")):
        if not np.isfinite(time_s):
            continue
        time = time_s / second
        level = 100 * float(np.interp(time_s, filling.time_s, saturation))
        axes.plot(
            [time],
            [level],
            marker="o",
            markersize=4.5,
            color=colour,
            markeredgecolor=style.background,
            zorder=5,
            clip_on=False,
        )
        axes.annotate(
            f"${name}$",
            (time, level),
            textcoords="offset points",
            xytext=(0, 7),
            ha="center",
            color=colour,
            fontsize=style.font_pt,
            zorder=6,
        )
