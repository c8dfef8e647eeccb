"""Which pairs of inputs act together: second-order indices as a heat map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.plots.heat_map import draw_heat_map, rising_map
from wetview.plots.sobol_bars import sobol_label, with_strongest
from wetview.plots.style import PlotStyle, figure_with_axes, plot_style, style_title
from wetview.plots.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from wetview.sensitivity import SobolResult

_MOST_FACTORS = 9


def second_order_figure(
    result: SobolResult,
    *,
    outputs: Sequence[int] | None = None,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] | None = None,
) -> Figure:
    """Second-order indices of one output or several, first-order on the diagonal.

    Numbers are bold where the interval does not reach zero.

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
    shown = range(len(result.outputs)) if outputs is None else outputs
    n_columns = min(len(shown), 2)
    n_rows = -(-len(shown) // n_columns)
    size_in = size_in or (3.5 * n_columns, 3.2 * n_rows)
    figure, axes = figure_with_axes(style, size_in, n_rows=n_rows, n_columns=n_columns)
    names = [factor.title for factor in result.factors]
    for one, row in zip(axes, shown, strict=False):
        values, widths = _matrix(result, row)
        is_sure = values - widths > 0
        draw_heat_map(
            one,
            values,
            (names, names),
            colours=rising_map(style),
            low=0.0,
            high=1.0,
            number_format=".2f",
            style=style,
            bold=is_sure,
        )
        style_title(one, sobol_label(result.outputs[row]), style)
    for one in axes[len(shown) :]:
        one.remove()
    return figure


def second_order_table(result: SobolResult) -> Table:
    """Second-order indices, each pair once."""
    header = (
        "output",
        "input",
        "input",
        "second order",
        f"{result.confidence:.0%} interval +-",
    )
    names = [" + ".join(factor.inputs) for factor in result.factors]
    pairs = list(zip(*np.triu_indices(len(names), 1), strict=True))
    rows = tuple(
        (
            output.name,
            names[j],
            names[k],
            float(result.second[row, j, k]),
            float(result.second_half_width[row, j, k]),
        )
        for row, output in enumerate(result.outputs)
        for j, k in pairs
    )
    return Table(header, rows)


def _matrix(result: SobolResult, row: int) -> tuple[np.ndarray, np.ndarray]:
    """Second order below the diagonal, first order on it; and half widths."""
    values, widths = result.second[row].copy(), result.second_half_width[row].copy()
    np.fill_diagonal(values, result.first[row])
    np.fill_diagonal(widths, result.first_half_width[row])
    above = np.triu_indices(len(values), 1)
    values[above] = np.nan
    return values, widths
