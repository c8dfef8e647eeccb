"""Plots: figures of fillings and pores, on screen and on paper."""

from wetview.plots.pore_sizes import equivalent_diameter_um, pore_size_figure
from wetview.plots.saturation import (
    draw_saturation,
    filling_time_unit,
    label_saturation_axes,
    saturation_figure,
)
from wetview.plots.saving import save_figure
from wetview.plots.style import DARK, LIGHT, PlotStyle, plot_style, style_axes

__all__ = [
    "DARK",
    "LIGHT",
    "PlotStyle",
    "draw_saturation",
    "equivalent_diameter_um",
    "filling_time_unit",
    "label_saturation_axes",
    "plot_style",
    "pore_size_figure",
    "saturation_figure",
    "save_figure",
    "style_axes",
]
