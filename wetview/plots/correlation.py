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
"""With more inputs only strong correlations are printed in their cells."""


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
    is_strong = np.abs(np.nan_to_num(shown)) >= limit
    draw_heat_map(
        axes,
        shown,
        (names[1:], names[:-1]),
        colours=diverging_map(style),
        low=-1.0,
        high=1.0,
        number_format="+.2f" if len(names) <= _MANY else ".1f",
        style=style,
        bold=is_strong,
        numbered=is_strong if len(names) > _MANY else None,
    )
    style_title(axes, title, style)
    return figure


def correlation_table(correlation: NDArray[np.float64], names: Sequence[str]) -> Table:
    """The whole matrix, with names of rows and columns."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (name, *(float(value) for value in row))
        for name, row in zip(names, correlation, strict=True)
    )
    return Table(("input", *names), rows)
