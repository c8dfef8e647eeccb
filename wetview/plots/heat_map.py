"""Square matrices as coloured cells with their numbers in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from wetview.plots.symbols import wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.collections import QuadMesh
    from matplotlib.colors import Colormap
    from numpy.typing import NDArray

    from wetview.plots.style import PlotStyle

_BLUE, _ORANGE = "#2166ac", "#c25a00"
_MOST_WRAPPED = 9
_MOST_UPRIGHT = 3
"""Letters of a column's name that fit above it without being turned."""
_DARK_BLUE, _DARK_ORANGE = "#4f9be0", "#f0913a"


def diverging_map(style: PlotStyle) -> Colormap:
    """Blue below zero, the ground at zero, orange above; safe for colour-blind."""
    low, high = (_DARK_BLUE, _DARK_ORANGE) if style.name == "dark" else (_BLUE, _ORANGE)
    return LinearSegmentedColormap.from_list("diverging", [low, style.panel, high])


def rising_map(style: PlotStyle) -> Colormap:
    """From the ground to the accent."""
    return LinearSegmentedColormap.from_list("rising", [style.panel, style.accent])


def draw_heat_map(
    axes: Axes,
    values: NDArray[np.float64],
    names: tuple[Sequence[str], Sequence[str]],
    *,
    colours: Colormap,
    low: float,
    high: float,
    number_format: str,
    style: PlotStyle,
    bold: NDArray[np.bool_],
    is_numbered: bool = True,
) -> QuadMesh:
    """Draw a matrix with its numbers; cells without one stay empty.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    values : (n_rows, n_columns) ndarray
        Numbers, NaN where there is none.
    names : (sequence of str, sequence of str)
        Of the rows and of the columns.
    colours : Colormap
        From `low` to `high`.
    number_format : str
        How numbers are written: "+.2f".
    style : PlotStyle
        Colours.
    bold : (n_rows, n_columns) ndarray of bool
        Cells that are printed bold.
    is_numbered : bool
        Whether the numbers are printed in the cells.

    Returns
    -------
    QuadMesh
        The cells, for a bar of colours.
    """
    n_rows, n_columns = values.shape
    cells = axes.pcolormesh(
        np.ma.masked_invalid(values),
        cmap=colours,
        vmin=low,
        vmax=high,
        edgecolors=style.grid,
        linewidth=0.7,
    )
    axes.set_xlim(0, n_columns)
    axes.set_ylim(n_rows, 0)
    axes.set_aspect("equal")
    axes.set_xticks(np.arange(n_columns) + 0.5, list(names[1]))
    if max(map(len, names[1]), default=0) > _MOST_UPRIGHT:
        for label in axes.get_xticklabels():
            label.set(rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(np.arange(n_rows) + 0.5, _row_labels(names[0]))
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value) or not is_numbered:
            continue
        axes.text(
            column + 0.5,
            row + 0.5,
            format(round(float(value), 2) + 0.0, number_format),
            ha="center",
            va="center",
            fontsize=style.font_pt - 1,
            fontweight="bold" if bold[row, column] else "normal",
            color=_readable_on(colours((value - low) / (high - low))),
        )
    return cells


def _row_labels(names: Sequence[str]) -> list[str]:
    """In two lines where there is room for them."""
    return [
        wrapped(name, 16) if len(names) <= _MOST_WRAPPED else name for name in names
    ]


def _readable_on(colour: tuple[float, ...]) -> str:
    """Black on light cells, white on dark ones, by relative luminance."""
    red, green, blue = colour[:3]
    return "#000000" if 0.3 * red + 0.59 * green + 0.11 * blue > 0.45 else "#ffffff"
