"""The curves of two fillings: of the electrode, and of one pore (figure 1D)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.patheffects import withStroke

from wetview.filling.curves import filling_times
from wetview.filling.difference import curves_at
from wetview.plots.style import PlotStyle, new_figure, plot_style, style_title
from wetview.plots.table import Table
from wetview.units import time_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from wetview.filling.comparison import Comparison
    from wetview.filling.filling import Filling

_DASHES = (0, (4, 2))
_SHADED = 0.15
FIRST, SECOND = 1, 0
"""Which colours of a style's series stand for the first and the second filling."""


def draw_two_curves(
    axes: Axes, compared: Comparison, style: PlotStyle, *, pore: int | None = None
) -> None:
    """Draw both curves, the second dashed, what lies between shaded.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw, in the unit of `comparison_time_unit`.
    compared : Comparison
        The two fillings.
    style : PlotStyle
        Colours.
    pore : int, optional
        Label of a pore, whose T_f0, T_f1 and S_1 to S_10 are marked; the whole
        electrode by default.
    """
    second, unit = comparison_time_unit(compared)
    time_s = compared.time_s
    curves = []
    for letter, filling, number, dashes in (
        ("A", compared.first, FIRST, "-"),
        ("B", compared.second, SECOND, _DASHES),
    ):
        colour = style.series[number]
        values = _saturation(filling, pore)
        curves.append(100 * curves_at(time_s, filling.time_s, values))
        axes.plot(
            time_s / second,
            curves[-1],
            color=colour,
            linestyle=dashes,
            linewidth=1.9,
            label=f"{letter}: {filling.name}",
        )
        if pore is not None:
            _mark_times(axes, filling, values, colour, style, second, letter)
    axes.fill_between(
        time_s / second,
        curves[0],
        curves[1],
        color=style.line,
        alpha=_SHADED,
        linewidth=0,
    )
    axes.set_xlim(0, compared.end_s / second or 1.0)
    axes.set_ylim(0, 116 if pore is not None else 104)
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlabel(f"Time ({unit})")
    of_what = "" if pore is None else f" of pore {pore}"
    axes.set_ylabel(f"Saturation{of_what} (%)")
    axes.legend(
        loc="best",
        fontsize=style.font_pt,
        labelcolor=style.text,
        facecolor=style.panel,
        edgecolor="none",
        framealpha=0.85,
    )


def comparison_time_unit(compared: Comparison) -> tuple[float, str]:
    """Seconds in, and name of, the unit of the time axes of a comparison."""
    return time_unit(compared.end_s)


def two_curves_figure(
    compared: Comparison,
    *,
    pore: int | None = None,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.4),
    title: str = "",
) -> Figure:
    """The curves of two fillings, of the electrode or of one pore.

    Parameters
    ----------
    compared : Comparison
        The two fillings.
    pore : int, optional
        Label of a pore.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    draw_two_curves(axes, compared, style, pore=pore)
    style_title(axes, title, style)
    return figure


def two_curves_table(compared: Comparison, *, pore: int | None = None) -> Table:
    """Both curves at every time at which one of them was sampled."""
    time_s = compared.time_s
    columns = [
        curves_at(time_s, filling.time_s, _saturation(filling, pore)).tolist()
        for filling in (compared.first, compared.second)
    ]
    rows = tuple(zip(time_s.tolist(), *columns, strict=True))
    return Table(("time_s", "saturation_a", "saturation_b"), rows)


def _saturation(filling: Filling, pore: int | None) -> NDArray[np.floating]:
    if pore is None:
        return filling.saturation
    n_pores = filling.pore_saturation.shape[1]
    if not 1 <= pore <= n_pores:
        msg = f"`pore` is {pore} but the run has pores 1 to {n_pores}"
        raise ValueError(msg)
    return filling.pore_saturation[:, pore - 1]


def _mark_times(
    axes: Axes,
    filling: Filling,
    saturation: NDArray[np.floating],
    colour: str,
    style: PlotStyle,
    second: float,
    letter: str,
) -> None:
    """T_f0 and T_f1 as points with a name, S_1 to S_10 as small rings."""
    times = filling_times(filling.time_s, saturation)
    if not times.fills:
        return
    at = np.linspace(times.t_f0_s, times.t_f1_s, len(times.saturation)) / second
    axes.plot(
        at,
        100 * times.saturation,
        linestyle="none",
        marker="o",
        markersize=3.6,
        markerfacecolor=style.panel,
        markeredgecolor=colour,
        markeredgewidth=1.0,
        zorder=5,
    )
    # A run that was cut short does not know where the pore's filling ends.
    was_cut_short = filling.outcome in ("running", "stopped")
    ends = [(0, "T_{f0}")]
    if not was_cut_short:
        ends.append((-1, "T_{f1}"))
    if at[0] == at[-1]:
        ends = [(0, "T_{f0} = T_{f1}")]
    for index, name in ends:
        level = 100 * float(times.saturation[index])
        axes.plot(
            [at[index]],
            [level],
            marker="o",
            markersize=5.5,
            color=colour,
            zorder=6,
            clip_on=False,
        )
        # Names stand apart even where the points of A and B are near each other: those
        # of A to the right, those of B above to the left.
        axes.annotate(
            f"${name}$",
            (at[index], level),
            textcoords="offset points",
            xytext=(-5, 4) if letter == "B" else (8, -4),
            ha="right" if letter == "B" else "left",
            va="bottom" if letter == "B" else "center",
            color=colour,
            fontsize=style.font_pt,
            zorder=7,
            # Readable where a curve runs through it.
            path_effects=[withStroke(linewidth=2.5, foreground=style.panel)],
        )
