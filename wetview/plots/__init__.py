"""Plots: figures of fillings and pores, on screen and on paper."""

from wetview.plots.convergence import convergence_figure, convergence_table
from wetview.plots.correlation import correlation_figure, correlation_table
from wetview.plots.input_sweep import sweep_figure, sweep_table
from wetview.plots.parity import parity_figure, parity_table, r_squared
from wetview.plots.pore_sizes import equivalent_diameter_um, pore_size_figure
from wetview.plots.saturation import (
    draw_saturation,
    filling_time_unit,
    label_saturation_axes,
    saturation_figure,
)
from wetview.plots.saving import save_figure
from wetview.plots.second_order import second_order_figure, second_order_table
from wetview.plots.sizes import journal_size
from wetview.plots.sobol_bars import sobol_figure, sobol_label, sobol_table
from wetview.plots.style import DARK, LIGHT, PRINT, PlotStyle, plot_style, style_axes
from wetview.plots.symbols import output_label, symbol, with_unit
from wetview.plots.table import Table, save_table
from wetview.plots.training import (
    KeptSamples,
    kept_samples_figure,
    kept_samples_table,
    training_figure,
    training_table,
)

__all__ = [
    "DARK",
    "LIGHT",
    "PRINT",
    "KeptSamples",
    "PlotStyle",
    "Table",
    "convergence_figure",
    "convergence_table",
    "correlation_figure",
    "correlation_table",
    "draw_saturation",
    "equivalent_diameter_um",
    "filling_time_unit",
    "journal_size",
    "kept_samples_figure",
    "kept_samples_table",
    "label_saturation_axes",
    "output_label",
    "parity_figure",
    "parity_table",
    "plot_style",
    "pore_size_figure",
    "r_squared",
    "saturation_figure",
    "save_figure",
    "save_table",
    "second_order_figure",
    "second_order_table",
    "sobol_figure",
    "sobol_label",
    "sobol_table",
    "style_axes",
    "sweep_figure",
    "sweep_table",
    "symbol",
    "training_figure",
    "training_table",
    "with_unit",
]
