"""How large the pores are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from wetview.plots.style import (
    PlotStyle,
    new_figure,
    plot_style,
    style_legend,
    style_title,
)
from wetview.units import UM

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from wetview.pores.pores import Pores


def equivalent_diameter_um(pores: Pores) -> NDArray[np.float64]:
    """(n_pores,) ndarray, diameter of the sphere with the volume of each pore, um."""
    volume_um3 = pores.table.volume_vx * (pores.voxel_m / UM) ** 3
    return np.cbrt(6 * volume_um3 / np.pi)


def pore_size_figure(
    pores: Pores,
    *,
    theme: PlotStyle | str = "light",
    size_in: tuple[float, float] = (5.2, 3.4),
    title: str = "",
) -> Figure:
    """Histogram of the equivalent diameters of the pores, with their median.

    Parameters
    ----------
    pores : Pores
        With their volumes.
    theme : PlotStyle or {"light", "dark"}
        Colours.
    size_in : (width, height)
        Inches.
    title : str
        What stands above.
    """
    style = plot_style(theme)
    figure, axes = new_figure(style, size_in)
    diameter_um = equivalent_diameter_um(pores)
    axes.set_xlabel("Equivalent diameter (µm)")
    axes.set_ylabel("Number of pores")
    style_title(axes, title, style)
    if not len(diameter_um):
        return figure
    n_bins = int(np.clip(round(2 * len(diameter_um) ** (1 / 3)), 5, 40))
    axes.hist(
        diameter_um,
        bins=n_bins,
        range=(0.0, float(diameter_um.max()) * 1.001),
        color=style.accent,
        edgecolor=style.background,
        linewidth=0.8,
    )
    median_um = float(np.median(diameter_um))
    axes.axvline(
        median_um,
        color=style.cursor,
        linewidth=1.4,
        linestyle=(0, (4, 2)),
        label=f"Median {median_um:.3g} µm",
    )
    axes.set_xlim(left=0)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=False, axis="x")
    style_legend(axes, style, place="upper right")
    return figure
