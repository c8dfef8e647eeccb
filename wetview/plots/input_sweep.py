"""Outputs over one input at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.plots.style import PlotStyle, figure_with_axes, plot_style
from wetview.plots.symbols import symbol, with_unit
from wetview.plots.table import Table
from wetview.sensitivity import is_time
from wetview.units import time_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from wetview.sensitivity import InputSweep
    from wetview.sensitivity.sensitive_model import Column

_MOST_COLUMNS = 3


def sweep_figure(
    swept: InputSweep,
    outputs: Sequence[Column],
    *,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] | None = None,
) -> Figure:
    """Every output over the input, the present value of the input marked.

    Parameters
    ----------
    swept : InputSweep
        The values.
    outputs : sequence of Column
        Names and units of its outputs.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height), optional
        Inches; by the number of outputs if not given.
    """
    style = plot_style(theme)
    n_columns = min(len(outputs), _MOST_COLUMNS)
    n_rows = -(-len(outputs) // n_columns)
    size_in = size_in or (max(2.4 * n_columns, 3.5), 2.0 * n_rows)
    figure, axes = figure_with_axes(
        style, size_in, n_rows=n_rows, n_columns=n_columns, share_x=True
    )
    for number, (one, column) in enumerate(zip(axes, outputs, strict=False)):
        factor, unit = shown_unit(column, swept.outputs[:, number])
        one.plot(
            swept.input.factor * swept.values,
            factor * swept.outputs[:, number],
            color=style.accent,
            linewidth=1.6,
        )
        _mark_present(one, swept, style)
        one.set_ylabel(with_unit(symbol(column.name, column.title), unit))
        if number + n_columns >= len(outputs):
            one.set_xlabel(with_unit(swept.input.title, swept.input.unit))
            one.tick_params(labelbottom=True)
    for one in axes[len(outputs) :]:
        one.remove()
    return figure


def sweep_table(swept: InputSweep, outputs: Sequence[Column]) -> Table:
    """The input and every output at each of its values, as the model has them."""
    header = (swept.input.name, *(column.name for column in outputs))
    rows = tuple(
        (float(value), *(float(output) for output in row))
        for value, row in zip(swept.values, swept.outputs, strict=True)
    )
    return Table(header, rows)


def shown_unit(column: Column, values: np.ndarray) -> tuple[float, str]:
    """Factor and name of the unit in which values of an output read best."""
    finite = np.abs(values[np.isfinite(values)])
    if is_time(column.name) and len(finite):
        second, unit = time_unit(float(finite.max()))
        return 1 / second, unit
    return column.factor, column.unit


def _mark_present(axes: Axes, swept: InputSweep, style: PlotStyle) -> None:
    axes.axvline(
        swept.input.factor * swept.present,
        color=style.cursor,
        linewidth=1.0,
        linestyle=(0, (4, 2)),
    )
