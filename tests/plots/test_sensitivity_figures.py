"""Figures of Sobol indices, correlations and curves over one input."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
import pytest

from wetview.plots import (
    convergence_figure,
    convergence_table,
    correlation_figure,
    correlation_table,
    journal_size,
    save_figure,
    save_table,
    second_order_figure,
    second_order_table,
    sobol_figure,
    sobol_table,
    sweep_figure,
    sweep_table,
    symbol,
)
from wetview.sensitivity import find_sobol, ranges_of, sweep


@dataclass(frozen=True)
class _Column:
    name: str
    title: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    factor: float = 1.0


class _Model:
    """T_f0 = 1 ms 10^(x1 + x2), and a product."""

    name = "two"
    inputs = (_Column("x1", "Volume", "voxels"), _Column("x2", "Place", "um"))
    outputs = (_Column("t_f0_s", "Filling starts", "s"), _Column("y", "Yield"))
    training_inputs = np.random.default_rng(0).random((40, 2))

    def evaluate(self, inputs):
        x1, x2 = inputs.T
        return np.column_stack([1e-3 * 10 ** (x1 + x2), x1 * x2])


@pytest.fixture(scope="module")
def result():
    return find_sobol(_Model(), n_base=128)


def _heights(figure, colour_index):
    axes = figure.axes[0]
    bars = [container for container in axes.containers if hasattr(container, "patches")]
    return [patch.get_height() for patch in bars[colour_index].patches]


def test_bars_are_the_indices_of_one_output_in_every_input(result):
    figure = sobol_figure(result, order="total")
    assert _heights(figure, 0) == pytest.approx(result.total[0])
    assert _heights(figure, 1) == pytest.approx(result.total[1])


def test_intervals_reach_from_the_top_of_the_bar(result):
    (axes,) = sobol_figure(result, order="first").axes
    (lines,) = axes.containers[1].lines[2]
    low, high = (segment[:, 1] for segment in lines.get_segments())
    top, half = result.first[0], result.first_half_width[0]
    assert low == pytest.approx([top[0] - half[0], top[0] + half[0]])
    assert high == pytest.approx([top[1] - half[1], top[1] + half[1]])


def test_inputs_stand_below_and_outputs_in_the_legend(result):
    (axes,) = sobol_figure(result).axes
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["Volume", "Place"]
    legend = [text.get_text() for text in axes.get_legend().get_texts()]
    assert legend == ["log $T_{f0}$", "Yield", "first order", "total"]


def test_pairs_are_printed_once_and_surely_positive_ones_bold(result):
    (axes,) = second_order_figure(result, outputs=[1]).axes
    shown = {text.get_text(): text.get_fontweight() for text in axes.texts}
    assert len(axes.texts) == 3
    # x1 x2 of (0, 1): V12 = 1/144 of 7/144.
    second = f"{result.second[1, 0, 1]:.2f}"
    assert float(second) == pytest.approx(1 / 7, abs=0.05)
    is_sure = result.second[1, 0, 1] > result.second_half_width[1, 0, 1]
    assert shown[second] == ("bold" if is_sure else "normal")


def test_convergence_has_one_curve_an_input_and_one_panel_an_output(result):
    figure = convergence_figure(result)
    assert len(figure.axes) == 2
    curve = figure.axes[0].get_lines()[0]
    assert curve.get_xdata().tolist() == [32, 64, 128]
    assert curve.get_ydata()[-1] == pytest.approx(result.total[0, 0])


def test_correlations_are_printed_and_strong_ones_bold():
    matrix = np.array([[1, 0.8, 0.1], [0.8, 1, np.nan], [0.1, np.nan, 1]])
    (axes,) = correlation_figure(matrix, ["a", "b", "c"]).axes
    shown = {text.get_text(): text.get_fontweight() for text in axes.texts}
    assert shown == {"+0.80": "bold", "+0.10": "normal"}


def test_columns_of_many_inputs_have_the_numbers_of_the_rows():
    names = [f"a long name {letter}" for letter in "abcdefghijkl"]
    (axes,) = correlation_figure(np.full((12, 12), 0.7), names).axes
    rows = [tick.get_text() for tick in axes.get_yticklabels()]
    columns = [tick.get_text() for tick in axes.get_xticklabels()]
    assert rows == [f"{name}  {n}" for n, name in enumerate(names, 1)][1:]
    assert columns == [str(n) for n in range(1, 12)]
    assert axes.get_xlabel() == "1: a long name a"
    assert not axes.texts  # numbers would run into each other


def test_times_over_an_input_are_in_a_unit_that_reads_well():
    model = _Model()
    swept = sweep(model, "x1", at=[0.3, 0.0], ranges=ranges_of(model), n_points=3)
    figure = sweep_figure(swept, model.outputs)
    first, second = figure.axes
    assert first.get_ylabel() == "$T_{f0}$ (ms)"
    assert first.get_lines()[0].get_ydata() == pytest.approx([1, 10**0.5, 10])
    assert first.get_lines()[1].get_xdata()[0] == 0.3
    assert second.get_xlabel() == "Volume (voxels)"


def test_tables_hold_every_number_once(result):
    model = _Model()
    swept = sweep(model, "x2", at=[0, 0], ranges=result.ranges, n_points=4)
    assert len(sobol_table(result).rows) == 2 * 2
    assert len(second_order_table(result).rows) == 2
    assert len(convergence_table(result).rows) == 2 * 2 * 3
    assert len(correlation_table(result.correlation, ["x1", "x2"]).rows) == 2
    assert len(sweep_table(swept, model.outputs).rows) == 4


def test_a_table_is_written_with_names_units_and_empty_cells_for_nan(tmp_path):
    table = correlation_table(np.array([[1.0, np.nan], [np.nan, 1.0]]), ["a", "b"])
    path = save_table(table, tmp_path / "a.csv")
    with path.open(encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows == [["input", "a", "b"], ["a", "1", ""], ["b", "", "1"]]


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_a_figure_of_a_journals_column_has_its_size(result, tmp_path, theme):
    from PIL import Image

    figure = sobol_figure(result, theme=theme, size_in=journal_size("double"))
    path = save_figure(figure, tmp_path / "bars.png", dpi=100)
    with Image.open(path) as picture:
        # 178 mm at 100 pixels an inch; matplotlib cuts to whole pixels.
        assert picture.width == pytest.approx(178 / 25.4 * 100, abs=1)
        assert len(picture.convert("RGB").getcolors(1 << 20)) > 20


def test_symbols_are_those_of_the_method():
    assert symbol("t_f1_s", "x") == "$T_{f1}$"
    assert symbol("s_f0", "x") == "$S_{f0}$"
    assert symbol("t90_s", "x") == "$T_{90}$"
    assert symbol("saturation", "Saturation") == "Saturation"
