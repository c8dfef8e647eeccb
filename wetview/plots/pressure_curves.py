"""Saturation of the electrode at several pressures, simulated and predicted (fig. 3).

One colour for each set of conditions; the simulated filling is solid, the predicted one
dashed. Shaded is the 90 % interval of the prediction, or, where it has none, what lies
between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D

from wetview.filling.common_time import end_of_both_s
from wetview.filling.conditions import (
    Conditions,
    conditions_of,
    distinguishing_labels,
)
from wetview.filling.difference import common_time_s, curves_at
from wetview.plots.style import PlotStyle, new_figure, plot_style, style_title
from wetview.plots.table import Table
from wetview.units import time_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.legend import Legend
    from numpy.typing import NDArray

    from wetview.filling.filling import Filling

_SHADED = 0.16
_DASHES = (0, (4, 2))
_N_ON_CURVE = 200
_WIDEST = 0.5
"""Of the axes, that a legend beside them may take at most."""


@dataclass(frozen=True, eq=False)
class PressureCurves:
    """The fillings of one sample under the same conditions.

    Parameters
    ----------
    label : str
        What tells these conditions from the others.
    solid, dashed : Filling or None
        The simulated and the predicted one.
    """

    label: str
    solid: Filling | None
    dashed: Filling | None


def curves_by_pressure(fillings: Sequence[Filling]) -> tuple[PressureCurves, ...]:
    """Bring the fillings of one sample together by their conditions.

    Of several of a kind under the same conditions the last is taken.

    Parameters
    ----------
    fillings : sequence of Filling
        Simulated or predicted.

    Returns
    -------
    tuple of PressureCurves
        The lowest pressure first.
    """
    found: dict[Conditions, dict[bool, Filling]] = {}
    # Simulations say more of their conditions than predictions, so they come first.
    for filling in sorted(fillings, key=lambda one: one.is_predicted):
        own = conditions_of(filling)
        group = next((one for one in found if one.matches(own)), own)
        found.setdefault(group, {})[filling.is_predicted] = filling
    ordered = sorted(
        found, key=lambda one: (one.pressure_pa or 0.0, one.contact_angle_deg or 0.0)
    )
    labels = distinguishing_labels(ordered)
    return tuple(
        PressureCurves(label, found[one].get(False), found[one].get(True))
        for label, one in zip(labels, ordered, strict=True)
    )


def draw_pressure_curves(
    axes: Axes,
    curves: Sequence[PressureCurves],
    style: PlotStyle,
    *,
    longest_s: float | None = None,
) -> bool:
    """Draw the curves of every pressure, with a legend.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    curves : sequence of PressureCurves
        From `curves_by_pressure`.
    style : PlotStyle
        Colours.
    longest_s : float, optional
        End of the time axis; that of the longest filling by default.

    Returns
    -------
    bool
        Whether the legend stands to the right of the axes, and needs room there: slow
        fillings may pass where there is room for it else.
    """
    if longest_s is None:
        longest_s = max((_end_s(one) for one in curves), default=0.0)
    second, unit = time_unit(longest_s)
    entries = []
    for number, one in enumerate(curves):
        colour = style.series[number % len(style.series)]
        for filling, dashes in ((one.solid, "-"), (one.dashed, _DASHES)):
            if filling is not None:
                time, saturation = _held(filling, longest_s)
                axes.plot(
                    time / second,
                    100 * saturation,
                    color=colour,
                    linestyle=dashes,
                    linewidth=1.8,
                )
        interval = None if one.dashed is None else interval_of(one.dashed)
        if interval is not None:
            time_s, low, high = interval
            _fill(axes, time_s / second, low, high, colour)
        elif one.solid is not None and one.dashed is not None:
            _shade(axes, one.solid, one.dashed, second, colour)
        entries.append(Line2D([], [], color=colour, linewidth=1.8, label=one.label))
    if any(one.dashed is not None for one in curves):
        entries.append(Line2D([], [], color=style.text, label="simulated"))
        entries.append(
            Line2D([], [], color=style.text, linestyle=_DASHES, label="predicted")
        )
    axes.set_xlim(0, longest_s / second or 1.0)
    axes.set_ylim(0, 103)
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlabel(f"Time ({unit})")
    axes.set_ylabel("Saturation (%)")
    legend = axes.legend(
        handles=entries,
        loc="lower right",
        fontsize=style.font_pt,
        labelcolor=style.text,
        facecolor=style.panel,
        edgecolor="none",
        framealpha=0.85,
    )
    width = legend.get_window_extent().width
    is_beside = width < _WIDEST * axes.bbox.width and _covers_a_curve(legend, axes)
    if is_beside:
        legend.set_loc("center left")
        legend.set_bbox_to_anchor((1.0, 0.5))
    return is_beside


def pressure_figure(
    fillings: Sequence[Filling],
    *,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.4),
    title: str = "",
) -> Figure:
    """Saturation of the electrode at several pressures.

    Parameters
    ----------
    fillings : sequence of Filling
        Of one sample, simulated or predicted.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    draw_pressure_curves(axes, curves_by_pressure(fillings), style)
    style_title(axes, title, style)
    return figure


def pressure_table(fillings: Sequence[Filling]) -> Table:
    """One row for each point of each curve."""
    rows = []
    for one in curves_by_pressure(fillings):
        for filling, kind in ((one.solid, "simulated"), (one.dashed, "predicted")):
            if filling is not None:
                pairs = zip(filling.time_s, filling.saturation, strict=True)
                rows += [(one.label, kind, float(t), float(s)) for t, s in pairs]
    return Table(("conditions", "kind", "time_s", "saturation"), tuple(rows))


def interval_of(
    filling: Filling,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]] | None:
    """Times, and ends of the 90 % interval of a predicted saturation, if it has one."""
    stored = filling.results.get("interval_90")
    if not isinstance(stored, dict):
        return None
    try:
        time_s, low, high = (
            np.asarray(stored[name], dtype=np.float64)
            for name in ("time_s", "low", "high")
        )
    except (KeyError, TypeError, ValueError):
        return None
    if time_s.ndim != 1 or not time_s.shape == low.shape == high.shape:
        return None
    return (time_s, low, high) if np.isfinite(low + high).all() else None


def _covers_a_curve(legend: Legend, axes: Axes) -> bool:
    box = legend.get_window_extent()
    for line in axes.lines:
        time, saturation = np.asarray(line.get_xydata(), dtype=float).T
        at = np.linspace(time.min(), time.max(), _N_ON_CURVE)
        points = np.column_stack([at, np.interp(at, time, saturation)])
        if box.count_contains(axes.transData.transform(points)):
            return True
    return False


def _end_s(curves: PressureCurves) -> float:
    known = [one for one in (curves.solid, curves.dashed) if one is not None]
    return max(float(one.time_s[-1]) if len(one.time_s) else 0.0 for one in known)


def _held(filling: Filling, until_s: float) -> tuple[np.ndarray, np.ndarray]:
    """A curve; one that became flat goes on at its last value."""
    time_s, saturation = filling.time_s, filling.saturation
    if filling.outcome == "flat" and len(time_s) and time_s[-1] < until_s:
        return np.append(time_s, until_s), np.append(saturation, saturation[-1])
    return time_s, saturation


def _shade(
    axes: Axes, one: Filling, other: Filling, second: float, colour: str
) -> None:
    time_s = common_time_s(one.time_s, other.time_s, end_of_both_s(one, other))
    _fill(
        axes,
        time_s / second,
        curves_at(time_s, one.time_s, one.saturation),
        curves_at(time_s, other.time_s, other.saturation),
        colour,
    )


def _fill(
    axes: Axes,
    time: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    colour: str,
) -> None:
    axes.fill_between(
        time, 100 * low, 100 * high, color=colour, alpha=_SHADED, linewidth=0
    )
