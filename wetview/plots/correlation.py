"""How the inputs of a network go together in its training data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wetview.plots.heat_map import diverging_map, draw_heat_map
from wetview.plots.style import PlotStyle, new_figure, plot_style, style_title
from wetview.plots.table import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

_MANY = 10
"""With more inputs a cell has no room for its number, nor a column for its name."""


def correlation_figure(
    correlation: NDArray[np.float64],
    titles: Sequence[str],
    *,
    limit: float = 0.5,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (4.2, 3.8),
    title: str = "Rank correlation of the training inputs",
) -> Figure:
    """The matrix of correlations; those from `limit` on are bold.

    Of many inputs colours alone are shown, and columns have the numbers of the rows.

    Parameters
    ----------
    correlation : (n, n) ndarray
        From -1 to 1, NaN where unknown.
    titles : sequence of str
        Of the inputs.
    limit : float
        From where on a pair is called correlated.
    theme : PlotStyle or {"light", "dark", "print"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    # Of a constant input nothing is known.
    others = correlation.copy()
    np.fill_diagonal(others, np.nan)
    known = np.flatnonzero(np.isfinite(others).any(axis=1))
    shown = correlation[np.ix_(known, known)]
    names = [titles[int(at)] for at in known]
    # Each pair once: the first input has no row of its own, the last no column.
    shown[np.triu_indices(len(shown))] = np.nan
    shown = shown[1:, :-1]
    has_room = len(names) <= _MANY
    rows, columns = names[1:], names[:-1]
    if not has_room:
        numbers = [str(number) for number in range(1, len(names) + 1)]
        rows = [f"{name}  {n}" for name, n in zip(names, numbers, strict=True)][1:]
        columns = numbers[:-1]
    cells = draw_heat_map(
        axes,
        shown,
        (rows, columns),
        colours=diverging_map(style),
        low=-1.0,
        high=1.0,
        number_format="+.2f",
        style=style,
        bold=np.abs(np.nan_to_num(shown)) >= limit,
        is_numbered=has_room,
    )
    if not has_room:
        # The first input has a column but no row.
        axes.set_xlabel(f"1: {names[0]}")
        beside = axes.inset_axes((0.72, 0.58, 0.03, 0.36))  # where no pair stands
        bar = figure.colorbar(cells, cax=beside, ticks=[-1, -limit, 0, limit, 1])
        bar.outline.set_visible(False)
        beside.tick_params(length=0, labelsize=style.font_pt, labelcolor=style.text)
    style_title(axes, title, style)
    return figure


def correlation_table(correlation: NDArray[np.float64], names: Sequence[str]) -> Table:
    """The whole matrix, with names of rows and columns."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(float(value) for value in row))
        for name, row in zip(names, correlation, strict=True)
    )
    return Table(("input", *names), rows)
