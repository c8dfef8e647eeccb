"""Whether there were enough samples: indices over N."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, NullLocator

from wetview.plots.sobol_bars import sobol_label, with_strongest
from wetview.plots.style import PlotStyle, figure_with_axes, plot_style, style_title
from wetview.plots.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wetview.sensitivity import SobolResult

_MOST_COLUMNS = 3
_MOST_FACTORS = 9


def convergence_figure(
    result: SobolResult,
    *,
    outputs: Sequence[int] | None = None,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] | None = None,
) -> Figure:
    """Total indices over the number of base samples, with their intervals.

    Parameters
    ----------
    result : SobolResult
        Indices.
    outputs : sequence of int, optional
        Which outputs, counted from 0; all by default.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height), optional
        Inches; by the number of outputs if not given.
    """
    style = plot_style(theme)
    result = with_strongest(result, _MOST_FACTORS)
    shown = list(range(len(result.outputs)) if outputs is None else outputs)
    n_columns = 2 if len(shown) == 4 else min(len(shown), _MOST_COLUMNS)
    n_rows = -(-len(shown) // n_columns)
    size_in = size_in or (max(2.5 * n_columns, 3.5), 2.2 * n_rows + 0.4)
    figure, axes = figure_with_axes(style, size_in, n_rows=n_rows, n_columns=n_columns)
    for number, (one, row) in enumerate(zip(axes, shown, strict=False)):
        _draw(one, result, row, style)
        style_title(one, sobol_label(result.outputs[row]), style)
        if number % n_columns == 0:
            one.set_ylabel("Total Sobol index")
        if number + n_columns >= len(shown):
            one.set_xlabel("Base samples N")
    for one in axes[len(shown) :]:
        one.remove()
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(
        handles,
        labels,
        loc="outside lower center",
        ncols=min(len(labels), 4 if n_columns > 1 else 2),
        fontsize=style.font_pt,
        labelcolor=style.text,
        frameon=False,
    )
    return figure


def convergence_table(result: SobolResult) -> Table:
    """Indices and half widths at every number of base samples."""
    steps = result.convergence
    header = (
        "output",
        "input",
        "base samples",
        "first order",
        f"first order, {result.confidence:.0%} interval +-",
        "total",
        f"total, {result.confidence:.0%} interval +-",
    )
    rows = tuple(
        (
            output.name,
            " + ".join(factor.inputs),
            int(n_base),
            float(steps.first[step, row, at]),
            float(steps.first_half_width[step, row, at]),
            float(steps.total[step, row, at]),
            float(steps.total_half_width[step, row, at]),
        )
        for row, output in enumerate(result.outputs)
        for at, factor in enumerate(result.factors)
        for step, n_base in enumerate(steps.n_base)
    )
    return Table(header, rows)


def _draw(axes: Axes, result: SobolResult, row: int, style: PlotStyle) -> None:
    steps = result.convergence
    n_colours = len(style.series)
    for at, factor in enumerate(result.factors):
        colour = style.series[at % n_colours]
        total = steps.total[:, row, at]
        width = steps.total_half_width[:, row, at]
        axes.fill_between(
            steps.n_base, total - width, total + width, color=colour, alpha=0.16, lw=0
        )
        axes.plot(
            steps.n_base,
            total,
            color=colour,
            linewidth=1.4,
            linestyle="-" if at < n_colours else "--",
            marker="o",
            markersize=2.5,
            label=factor.title,
        )
    axes.set_xscale("log", base=2)
    every = steps.n_base[:: max(1, len(steps.n_base) // 4)]
    axes.xaxis.set_major_locator(FixedLocator([float(n) for n in every]))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter("{x:.0f}")
    known = np.isfinite(steps.total[:, row]).any()
    # The first intervals may reach far out; the last ones are what counts.
    highest = np.nanmax(steps.total[:, row]) if known else 1.0
    axes.set_ylim(min(0.0, -0.03 * highest), max(1.25 * highest, 0.2))
