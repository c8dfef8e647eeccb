"""Plots: figures of fillings and pores, on screen and on paper."""

from wetview.plots.convergence import convergence_figure, convergence_table
from wetview.plots.correlation import correlation_figure, correlation_table
from wetview.plots.difference_over_time import (
    dice_table,
    difference_figure,
    draw_dice_over_time,
    draw_error_over_time,
)
from wetview.plots.input_sweep import sweep_figure, sweep_table
from wetview.plots.left_out import left_out_figure, left_out_table
from wetview.plots.parity import parity_figure, parity_table
from wetview.plots.pore_sizes import equivalent_diameter_um, pore_size_figure
from wetview.plots.pressure_curves import (
    PressureCurves,
    curves_by_pressure,
    draw_pressure_curves,
    pressure_figure,
    pressure_table,
)
from wetview.plots.saturation import (
    draw_interval,
    draw_saturation,
    filling_time_unit,
    label_saturation_axes,
    saturation_figure,
    saturation_table,
)
from wetview.plots.saving import save_figure
from wetview.plots.second_order import second_order_figure, second_order_table
from wetview.plots.sizes import journal_size
from wetview.plots.sobol_bars import sobol_figure, sobol_label, sobol_table
from wetview.plots.style import DARK, LIGHT, PRINT, PlotStyle, plot_style, style_axes
from wetview.plots.symbols import output_label, symbol, with_unit
from wetview.plots.table import Table, save_table
from wetview.plots.time_parity import draw_time_parity, time_parity_figure
from wetview.plots.training import (
    KeptSamples,
    LearningCurve,
    kept_samples_figure,
    kept_samples_table,
    learning_figure,
    learning_table,
    training_figure,
    training_table,
)
from wetview.plots.two_curves import (
    comparison_time_unit,
    draw_two_curves,
    two_curves_figure,
    two_curves_table,
)

__all__ = [
    "DARK",
    "LIGHT",
    "PRINT",
    "KeptSamples",
    "LearningCurve",
    "PlotStyle",
    "PressureCurves",
    "Table",
    "comparison_time_unit",
    "convergence_figure",
    "convergence_table",
    "correlation_figure",
    "correlation_table",
    "curves_by_pressure",
    "dice_table",
    "difference_figure",
    "draw_dice_over_time",
    "draw_error_over_time",
    "draw_interval",
    "draw_pressure_curves",
    "draw_saturation",
    "draw_time_parity",
    "draw_two_curves",
    "equivalent_diameter_um",
    "filling_time_unit",
    "journal_size",
    "kept_samples_figure",
    "kept_samples_table",
    "label_saturation_axes",
    "learning_figure",
    "learning_table",
    "left_out_figure",
    "left_out_table",
    "output_label",
    "parity_figure",
    "parity_table",
    "plot_style",
    "pore_size_figure",
    "pressure_figure",
    "pressure_table",
    "saturation_figure",
    "saturation_table",
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
    "time_parity_figure",
    "training_figure",
    "training_table",
    "two_curves_figure",
    "two_curves_table",
    "with_unit",
]
