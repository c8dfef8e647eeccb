import dataclasses

import numpy as np
import pytest

from wetview.filling import Filling, compare_fillings
from wetview.plots import (
    curves_by_pressure,
    dice_table,
    difference_figure,
    plot_style,
    pressure_figure,
    pressure_table,
    time_parity_figure,
    two_curves_figure,
    two_curves_table,
)

N_TIMES = 51
SHAPE = (10, 2, 2)
IS_PORE = np.ones(SHAPE, dtype=bool)


def filling(end_ms, *, pressure_pa=1e5, kind="simulate"):
    """Two pores that fill evenly, one after the other."""
    time_s = np.linspace(0, 1e-3 * end_ms, N_TIMES)
    share = np.linspace(0, 1, N_TIMES)
    fraction = np.clip(share[:, None] * SHAPE[0] - np.arange(SHAPE[0]), 0, 1)
    ones = np.ones(SHAPE)
    frames = [np.rint(255 * f[:, None, None] * ones).astype(np.uint8) for f in fraction]
    halves = np.column_stack([fraction[:, :5].mean(1), fraction[:, 5:].mean(1)])
    return Filling(
        name=f"{kind} {end_ms} ms",
        time_s=time_s,
        step=np.arange(N_TIMES),
        saturation=share.astype(np.float32),
        pore_saturation=halves.astype(np.float32),
        frame_time_s=time_s,
        frame_saturation=share.astype(np.float32),
        frames=frames,
        voxel_m=1e-6,
        outcome="flat",
        description={"kind": kind, "pressure_pa": pressure_pa},
    )


@pytest.fixture(scope="module")
def compared():
    return compare_fillings(filling(4), filling(8, kind="predict"), IS_PORE)


def test_a_prediction_goes_with_the_simulation_at_its_pressure():
    low, high = filling(8, pressure_pa=1e5), filling(4, pressure_pa=2e5)
    predicted = filling(5, pressure_pa=2e5, kind="predict")
    first, second = curves_by_pressure([high, predicted, low])
    assert (first.label, first.solid, first.dashed) == ("100 kPa", low, None)
    assert (second.label, second.solid, second.dashed) == ("200 kPa", high, predicted)


def test_simulated_curves_are_solid_and_predicted_ones_dashed_in_one_colour():
    fillings = [filling(4), filling(5, kind="predict")]
    (axes,) = pressure_figure(fillings).axes
    solid, dashed = axes.lines
    assert solid.get_linestyle() == "-"
    assert dashed.get_linestyle() == "--"
    assert solid.get_color() == dashed.get_color()
    assert axes.collections, "nothing between the two is shaded"


def test_a_flat_curve_goes_on_to_the_end_of_the_longest():
    (axes,) = pressure_figure([filling(4), filling(8, pressure_pa=5e4)]).axes
    assert [line.get_xdata()[-1] for line in axes.lines] == pytest.approx([8, 8])


def test_pressures_have_different_colours():
    fillings = [filling(4, pressure_pa=pressure) for pressure in (1e5, 2e5, 4e5)]
    (axes,) = pressure_figure(fillings).axes
    assert len({line.get_color() for line in axes.lines}) == 3


@pytest.mark.parametrize("size_in", [(5.2, 3.4), (4.4, 2.2)])
def test_the_legend_covers_no_curve(size_in):
    fillings = [filling(end, pressure_pa=4e5 / end) for end in (4, 8, 16, 32, 80)]
    fillings.append(filling(30, pressure_pa=5e4, kind="predict"))
    figure = pressure_figure(fillings, size_in=size_in)
    figure.draw_without_rendering()
    (axes,) = figure.axes
    box = axes.get_legend().get_window_extent()
    for line in axes.lines:
        time, saturation = line.get_xdata(), line.get_ydata()
        at = np.linspace(0, 80, 500)
        points = np.column_stack([at, np.interp(at, time, saturation)])
        assert not box.count_contains(axes.transData.transform(points))


def test_times_of_a_pore_are_marked_for_both_fillings(compared):
    (axes,) = two_curves_figure(compared, pore=2).axes
    words = [text.get_text() for text in axes.texts]
    assert words == ["$T_{f0}$", "$T_{f1}$"] * 2
    starts = [text.xy[0] for text in axes.texts if text.get_text() == "$T_{f0}$"]
    # Pore 2 fills in the second half; 5 % of it are reached within two samples.
    assert starts[0] == pytest.approx(2.1, abs=2 * 4 / N_TIMES)
    assert starts[1] == pytest.approx(4.2, abs=2 * 8 / N_TIMES)


def test_curves_of_the_electrode_have_no_marks_of_pores(compared):
    (axes,) = two_curves_figure(compared).axes
    assert len(axes.lines) == 2
    assert not axes.texts


def test_error_says_its_mean_and_its_maximum(compared):
    (axes,) = difference_figure(compared, what="error").axes
    # A triangle: at most one half, one quarter in the mean.
    assert "25.00 %" in axes.get_title(loc="left")
    assert "50.0 %" in axes.get_title(loc="left")


def test_dice_runs_over_time_or_over_saturation(compared):
    (by_time,) = difference_figure(compared, what="dice").axes
    (by_saturation,) = difference_figure(
        compared, what="dice", common="saturation"
    ).axes
    assert by_time.get_xlabel() == "Time (ms)"
    assert by_saturation.get_xlabel() == "Saturation of both (%)"
    assert by_time.lines[0].get_ydata().min() < 0.7
    # They differ by their speed alone: equal but for one layer of ten.
    assert by_saturation.lines[0].get_ydata()[15:].min() > 0.9


def test_parity_lies_above_the_diagonal_where_the_second_is_later(compared):
    start, end = time_parity_figure(compared, pore=1).axes
    for axes in (start, end):
        points = axes.lines[1]
        assert np.all(points.get_ydata() > points.get_xdata())
        assert axes.get_xscale() == "log"
    assert start.lines[2].get_xdata()[0] == start.lines[1].get_xdata()[0]


def test_parity_of_pores_that_never_fill_says_so(compared):
    nothing = np.full(2, np.nan)
    pores = dataclasses.replace(compared.pores, first_t_f0_s=nothing)
    start, _ = time_parity_figure(dataclasses.replace(compared, pores=pores)).axes
    assert "No pore" in start.get_title(loc="left")


def test_tables_hold_what_the_figures_show(compared):
    rows = two_curves_table(compared).rows
    assert rows[-1] == pytest.approx((8e-3, 1.0, 1.0))
    assert dice_table(compared).rows[-1][4] == pytest.approx(1.0)
    assert len(pressure_table([compared.first]).rows) == N_TIMES


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_figures_take_every_style(compared, theme):
    figure = two_curves_figure(compared, theme=theme)
    figure.canvas.draw()
    line = figure.axes[0].lines[0]
    assert line.get_color() in plot_style(theme).series
