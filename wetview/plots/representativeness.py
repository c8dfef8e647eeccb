"""How large a box must be: porosity and its spread over the size of a cube."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wetview.plots.style import (
    PlotStyle,
    new_figure,
    plot_style,
    style_legend,
    style_title,
)
from wetview.plots.table import Table
from wetview.units import UM

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from wetview.volume.representativeness import Representativeness


def representativeness_figure(
    curve: Representativeness,
    *,
    tolerance: float = 0.05,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.4),
    title: str = "",
) -> Figure:
    """Mean porosity of cubes with their spread, against their edge.

    Parameters
    ----------
    curve : Representativeness
        What is drawn.
    tolerance : float
        Spread over the mean that counts as representative; its edge is marked.
    theme : PlotStyle or {"light", "dark"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    edge_um = curve.edge_m / UM
    percent = 100.0
    axes.fill_between(
        edge_um,
        percent * curve.lowest,
        percent * curve.highest,
        color=style.accent,
        alpha=0.14,
        linewidth=0,
        label="All places",
    )
    axes.fill_between(
        edge_um,
        percent * (curve.mean - curve.deviation),
        percent * (curve.mean + curve.deviation),
        color=style.accent,
        alpha=0.35,
        linewidth=0,
        label="± standard deviation",
    )
    axes.plot(edge_um, percent * curve.mean, color=style.accent, label="Mean")
    axes.axhline(
        percent * curve.whole, color=style.cursor, linewidth=0.9, label="Whole volume"
    )
    edge_m = curve.representative_edge_m(tolerance)
    if edge_m is not None:
        axes.axvline(
            edge_m / UM,
            color=style.cursor,
            linewidth=1.4,
            linestyle=(0, (4, 2)),
            label=f"Spread within {percent * tolerance:g} %: {edge_m / UM:.3g} µm",
        )
    axes.set_xlabel("Edge of the cube (µm)")
    axes.set_ylabel("Porosity (%)")
    axes.set_xlim(float(edge_um[0]), float(edge_um[-1]))
    style_title(axes, title, style)
    style_legend(axes, style, place="upper right")
    return figure


def representativeness_table(curve: Representativeness) -> Table:
    """The numbers of the figure."""
    columns = (
        curve.edge_m / UM,
        100 * curve.mean,
        100 * curve.deviation,
        100 * curve.lowest,
        100 * curve.highest,
    )
    return Table(
        (
            "edge (um)",
            "mean porosity (%)",
            "standard deviation (%)",
            "lowest (%)",
            "highest (%)",
        ),
        tuple(zip(*(column.tolist() for column in columns), strict=True)),
    )
